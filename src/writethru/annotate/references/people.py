"""Whether the bearer of a name is a man or a woman, as far as the name or the words around it tell."""

from __future__ import annotations

from functools import cache

from writethru.annotate import lexicon
from writethru.records import Mention

MALE, FEMALE, EITHER = "male", "female", ""


@cache
def _genders(section: str) -> dict[str, str]:
    table = lexicon.table("references")[section]
    return {word: gender for gender in (MALE, FEMALE) for word in table[gender].split()}


@cache
def person_nouns() -> dict[str, str]:
    """Return nouns for one person (lower case) with the gender they tell, "" for none."""
    return dict.fromkeys(lexicon.table("references")["nouns"]["either"].split(), EITHER) | _genders("nouns")


@cache
def _of_name(name: str) -> str:
    """Return the gender that a name alone tells."""
    given, _, rest = name.partition(" ")
    if not rest:
        return _genders("known").get(name, EITHER)
    return _genders("titles").get(given) or _genders("names").get(given, EITHER)


def genders(text: str, people: list[Mention]) -> tuple[dict[str, str], set[str]]:
    """Return the gender of each joined name, and the names that are joined out of a man's and a woman's.

    The given name tells, else a title or noun before a mention. Where a bare surname has a title of the other
    gender (`Mr. Poe`, joined to Ann Poe), or is known to be of the other, two persons share the name.
    """
    titles, nouns, known = _genders("titles"), _genders("nouns"), _genders("known")
    found: dict[str, str] = {}
    told: dict[str, set[str]] = {}
    for mention in people:
        name, start = mention.name, mention.start
        if name not in found:
            found[name] = _of_name(name)
        if text[start - 1 : start] != " ":
            continue
        before = text[text.rfind(" ", max(0, start - 18), start - 1) + 1 : start - 1]
        gender = titles.get(before) or (nouns.get(before.lower()) if not found[name] else EITHER)
        if gender:
            told.setdefault(name, set()).add(gender)
    mixed = set()
    for name, gender in found.items():
        said = told.get(name, set())
        if gender:
            said = said | {known.get(name.rpartition(" ")[2], gender)}
            if said != {gender} and (" " in name):
                mixed.add(name)
        elif len(said) == 1:
            found[name] = next(iter(said))
        elif said:
            mixed.add(name)
    for name in mixed:
        found[name] = EITHER
    return found, mixed
