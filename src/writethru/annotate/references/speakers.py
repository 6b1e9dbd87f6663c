"""Who speaks where the source of an attribution is a pronoun: whom the pronoun names, or nobody."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from writethru.annotate.references.words import words
from writethru.records import Attribution, Mention


def name_speakers(
    text: str,
    attributions: Iterable[Attribution],
    references: Iterable[Mention],
    names: Iterable[Mention],
) -> tuple[Attribution, ...]:
    """Return attributions in which a source that is "he", "she" or a description has the holder it names.

    A pronoun that is not surely somebody's keeps the last speaker as its holder only where the text names
    nobody else; of such guesses about one in four was wrong. What is reported within a report is read alike.
    """
    meant = {(one.start, one.end): one.name for one in references if one.kind == "person"}
    people = {one.name for one in names if one.kind == "person"}
    pronouns = words().pronouns.male | words().pronouns.female

    def named(one: Attribution) -> Attribution:
        if one.inner:
            one = replace(one, inner=tuple(named(inner) for inner in one.inner))
        if len(one.source) != 1:
            return one
        (source,) = one.source
        name = meant.get((source.start, source.end))
        if name:
            return replace(one, holder=name, holder_kind="person")
        guessed = one.holder_kind == "person" and text[source.start : source.end].lower() in pronouns
        return replace(one, holder="", holder_kind="unnamed") if guessed and people - {one.holder} else one

    return tuple(named(one) for one in attributions)
