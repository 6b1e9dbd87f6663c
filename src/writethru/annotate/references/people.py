"""Whether the bearer of a name is a man or a woman, as far as the name or the words around it tell."""

from __future__ import annotations

from collections.abc import Sequence

from writethru.annotate.names.genders import EITHER, gender_of, told_by
from writethru.records import Mention


def genders(people: Sequence[Mention], before: Sequence[str]) -> tuple[dict[str, str], set[str]]:
    """Return the gender of each joined name, and the names that are joined out of a man's and a woman's.

    The given name tells, else a title or noun among the words `before` each mention. Where a bare surname has a title of the other
    gender (`Mr. Poe`, joined to Ann Poe), or is known to be of the other, two persons share the name.
    """
    titles, nouns, known = told_by("titles"), told_by("nouns"), told_by("known")
    found: dict[str, str] = {}
    told: dict[str, set[str]] = {}
    for mention, word in zip(people, before, strict=True):
        name = mention.name
        if name not in found:
            found[name] = gender_of(name)
        if not word:
            continue
        gender = titles.get(word) or (nouns.get(word.lower()) if not found[name] else EITHER)
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
