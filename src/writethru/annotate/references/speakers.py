"""Who speaks where the source of an attribution is a pronoun: whom the pronoun names, or nobody."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from writethru.annotate.references.context import words_of
from writethru.annotate.references.people import FEMALE, MALE
from writethru.records import Attribution, Mention


def name_speakers(
    text: str, attributions: Sequence[Attribution], references: Sequence[Mention]
) -> tuple[Attribution, ...]:
    """Return attributions in which a source that is "he", "she" or a description has the holder it names.

    A pronoun that is not surely somebody's leaves its attribution without a holder: of the guesses by the
    last speaker alone about one in four was wrong.
    """
    persons = {(one.start, one.end): one for one in references if one.kind == "person"}
    pronouns = words_of("pronouns", MALE) | words_of("pronouns", FEMALE)

    def named(one: Attribution) -> Attribution:
        if len(one.source) != 1:
            return one
        (source,) = one.source
        person = persons.get((source.start, source.end))
        if person is not None:
            return replace(one, holder=person.name, holder_kind="person")
        if text[source.start : source.end].lower() in pronouns:
            return replace(one, holder="", holder_kind="unnamed")
        return one

    return tuple(named(one) for one in attributions)
