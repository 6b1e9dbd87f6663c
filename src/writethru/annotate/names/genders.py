"""Whether a name, or the title before it, is a man's or a woman's."""

from __future__ import annotations

from collections.abc import Iterable

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language, by_language_within

MALE, FEMALE, EITHER = "male", "female", ""
LONGEST_TITLE = 18  # characters before a name in which its title stands


@by_language
def told_by(section: str) -> dict[str, str]:
    """Return the words of a section of the table (names, titles, nouns, known) with the gender they tell."""
    table = lexicon.table("references")[section]
    return {word: gender for gender in (MALE, FEMALE) for word in table[gender].split()}


@by_language_within(20_000)
def gender_of(name: str) -> str:
    """Return the gender that a name alone tells, "" for none."""
    given, _, rest = name.partition(" ")
    if not rest:
        return told_by("known").get(name, EITHER)
    return told_by("titles").get(given) or told_by("names").get(given, EITHER)


def word_before(text: str, start: int) -> str:
    """Return the word right before a name, "" where no space parts them."""
    if text[start - 1 : start] != " ":
        return ""
    before = text[text.rfind(" ", max(0, start - LONGEST_TITLE), start - 1) + 1 : start - 1]
    return before.rpartition("\n")[2]  # a paragraph may open with a title


def by_title(gender: str, surname: str, joined: str, persons: Iterable[str]) -> str:
    """Return whom a surname with a title of a gender means, given who it was joined to: `Mrs. Poe` is no Mr. Carl Poe.

    Where the title tells another gender it is the one person of that surname and gender, else the surname alone.
    """
    if joined != surname and gender_of(joined) in (gender, EITHER):
        return joined
    behind = f" {surname}"
    fitting = {one for one in persons if one.endswith(behind) and gender_of(one) == gender}
    return fitting.pop() if len(fitting) == 1 else surname
