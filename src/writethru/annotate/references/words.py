"""The words and patterns by which references are read, section by section of the table: one record a language."""

from __future__ import annotations

import re
from typing import NamedTuple

from writethru.annotate import lexicon
from writethru.annotate.attributions.cues import verb_forms
from writethru.annotate.lexicon import by_language
from writethru.annotate.names.genders import EITHER, told_by
from writethru.annotate.sentences.terms import terms

SHORTEST_PAST = 5  # letters of a word that is taken for a verb for its ending

Set = frozenset[str]


class Pronouns(NamedTuple):
    """Pronouns by whom they mean and by their part in a sentence."""

    male: Set
    female: Set
    thing: Set
    several: Set
    subjects: Set
    objects: Set
    owning: Set  # objects that are possessives, too


class Clauses(NamedTuple):
    """Words that part a sentence."""

    openers: Set
    subjects: Set
    boundaries: Set
    governing: Set
    fronting: Set
    after_object: Set


class Nouns(NamedTuple):
    """Words around nouns for a person."""

    adjectival: Set
    determiners: Set
    links: Set
    owns: Set
    copulas: Set
    comparing: Set


class Things(NamedTuple):
    """Words between a thing that acts and its pronoun."""

    subjects: Set
    joints: Set
    adding: Set
    speech: Set
    between: Set
    parting: Set
    plural: Set  # endings of words for several people


class Descriptions(NamedTuple):
    """Words of descriptions by office, and of companies and capitals."""

    offices: Set
    ranks: Set
    other: Set
    article: Set
    companies: Set
    capital: Set
    departments: Set
    common: Set
    single: Set


class Patterns(NamedTuple):
    """Regular expressions around pronouns, names and nouns."""

    person: re.Pattern[str]
    apposed: re.Pattern[str]
    verb_after: re.Pattern[str]
    acting: re.Pattern[str]
    office_after: re.Pattern[str]
    the_before: re.Pattern[str]
    goes_on: re.Pattern[str]
    unnamed: re.Pattern[str]
    thing_after: re.Pattern[str]
    does: re.Pattern[str]
    fronted: re.Pattern[str]
    titled: re.Pattern[str]
    capital: re.Pattern[str]
    noun_ends: re.Pattern[str]
    company_after: re.Pattern[str]
    no_verb_after: re.Pattern[str]
    what_is_his: re.Pattern[str]


class Words(NamedTuple):
    """All that references are read by."""

    pronouns: Pronouns
    clauses: Clauses
    nouns: Nouns
    things: Things
    descriptions: Descriptions
    abbreviations: dict[str, str]  # of offices
    persons: dict[str, str]  # nouns for one person with the gender they tell, "" for none
    persons_by_term: dict[str, tuple[str, ...]]  # the same nouns by each of their terms; "" for those without
    patterns: Patterns
    owns: tuple[str, ...]  # endings that say whose something is
    verbs: Set
    past: tuple[str, ...]  # endings of verbs
    present: tuple[str, ...]

    def is_verb(self, word: str) -> bool:
        """Return whether a word after a name is likely its verb."""
        return word in self.verbs or (len(word) >= SHORTEST_PAST and word.endswith(self.past))


@by_language
def patterns() -> Patterns:
    """Return the regular expressions of the table."""
    table: dict[str, str] = lexicon.table("references")["patterns"]
    return Patterns(*(re.compile(table[key]) for key in Patterns._fields))


def _sets(section: str, keys: tuple[str, ...]) -> list[Set]:
    table: dict[str, str] = lexicon.table("references")[section]
    return [frozenset(table[key].split()) for key in keys]


def _by_term(nouns: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Return nouns by the terms by which a sentence shows that it may hold them."""
    found: dict[str, list[str]] = {"": []}
    for noun in nouns:
        for term in set(terms(noun)) or {""}:
            found.setdefault(term, []).append(noun)
    return {term: tuple(sorted(held)) for term, held in found.items()}


@by_language
def words() -> Words:
    """Return the words by which references are read."""
    table = lexicon.table("references")
    closed: dict[str, str] = lexicon.table("clauses")
    persons = dict.fromkeys(table["nouns"]["either"].split(), EITHER) | told_by("nouns")
    nouns = Nouns(*_sets("nouns", Nouns._fields))
    return Words(
        pronouns=Pronouns(*_sets("pronouns", Pronouns._fields)),
        clauses=Clauses(*_sets("clauses", Clauses._fields)),
        nouns=nouns,
        things=Things(*_sets("things", Things._fields)),
        descriptions=Descriptions(*_sets("descriptions", Descriptions._fields)),
        abbreviations=dict(table["abbreviations"]),
        persons=persons,
        persons_by_term=_by_term(persons),
        patterns=patterns(),
        owns=tuple(sorted(nouns.owns)),
        verbs=frozenset(verb_forms()) | frozenset(f"{closed['auxiliaries']} {closed['verbs']}".split()),
        past=tuple(table["verbs"]["past"].split()),
        present=tuple(table["verbs"]["present"].split()),
    )
