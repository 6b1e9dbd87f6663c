"""Makes the holders of pronoun sources agree with what the text's references say the pronouns mean."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from writethru.annotate.attributions.cues import closed_class
from writethru.records import Attribution, Mention


def with_references(
    attributions: Iterable[Attribution],
    references: Iterable[Mention],
    names: Iterable[Mention],
    text: str,
) -> tuple[Attribution, ...]:
    """Return the attributions of a text with the holders of their pronouns taken from its references.

    A source that is one pronoun gets the person its reference names. Without a reference it keeps the
    holder it has only where the text names no other person; otherwise nobody holds it.
    """
    meant = {(one.start, one.end): one.name for one in references if one.kind == "person" and one.name}
    people = {one.name for one in names if one.kind == "person"}
    pronouns = closed_class("subjects") | closed_class("possessives")

    def agreed(found: Attribution) -> Attribution:
        inner = tuple(agreed(one) for one in found.inner)
        if inner != found.inner:
            found = replace(found, inner=inner)
        if len(found.source) != 1:
            return found
        source = found.source[0]
        name = meant.get((source.start, source.end), "")
        if text[source.start : source.end].lower() not in pronouns or name == found.holder:
            return found
        if name:
            return replace(found, holder=name, holder_kind="person")
        if found.holder_kind == "person" and people - {found.holder}:
            return replace(found, holder="", holder_kind="unnamed")
        return found

    return tuple(agreed(one) for one in attributions)
