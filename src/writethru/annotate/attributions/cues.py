"""The words that attribute, by form: which frames a form opens and with which stance."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple, cast

from writethru.annotate import lexicon
from writethru.records import Stance

FRAMES = ("clause", "that", "recipient", "object", "infinitive")
STANCES: tuple[Stance, ...] = ("asserts", "denies", "doubts", "asks", "expects")
_VOWELS = "aeiou"


class Verb(NamedTuple):
    """A verb that attributes: its frames with their stance, and its particles with theirs."""

    lemma: str
    frames: dict[str, Stance]
    particles: dict[str, Stance]


class Form(NamedTuple):
    """One form of a verb; `kind` is base, s, past, participle or ing (past serves as participle too)."""

    verb: Verb
    kind: str


def _inflected(lemma: str, irregular: dict[str, str]) -> dict[str, str]:
    """Return the forms of a verb with their kind."""
    if lemma in irregular:
        third, past, participle, ing = irregular[lemma].split()
    else:
        silent, consonant_y = lemma.endswith("e"), lemma.endswith("y") and lemma[-2] not in _VOWELS
        stem = lemma[:-1] if silent or consonant_y else lemma
        past = participle = stem + ("ied" if consonant_y else "ed")
        ing = (lemma if consonant_y else stem) + "ing"
        hiss = lemma.endswith(("s", "x", "z", "ch", "sh"))
        third = stem + "ies" if consonant_y else lemma + ("es" if hiss else "s")
    return {lemma: "base", third: "s", participle: "participle", past: "past", ing: "ing"}


@cache
def verb_forms(language: str = "en") -> dict[str, Form]:
    """Return the forms of all verbs that attribute, lower case."""
    table = lexicon.table("cues", language)
    verbs: dict[str, Verb] = {}
    for stance in STANCES:
        section = table[stance]
        for frame in FRAMES:
            for lemma in section.get(frame, "").split():
                verbs.setdefault(lemma, Verb(lemma, {}, {})).frames.setdefault(frame, stance)
        for lemma, particles in section.get("prepositional", {}).items():
            for particle in particles.split():
                verbs.setdefault(lemma, Verb(lemma, {}, {})).particles.setdefault(particle, stance)
    forms: dict[str, Form] = {}
    for lemma in sorted(verbs):
        for form, kind in _inflected(lemma, table["forms"]).items():
            forms.setdefault(form, Form(verbs[lemma], kind))
    return forms


@cache
def forms_of(lemmas: tuple[str, ...], language: str = "en") -> frozenset[str]:
    """Return all forms of verbs."""
    irregular = lexicon.table("cues", language)["forms"]
    return frozenset(form for lemma in lemmas for form in _inflected(lemma, irregular))


@cache
def light_verbs(language: str = "en") -> frozenset[str]:
    """Return all forms of the verbs that say little themselves: `made a claim`, `issued a statement`."""
    return forms_of(tuple(cast(str, lexicon.table("cues", language)["light"]["verbs"]).split()))


@cache
def documents(language: str = "en") -> frozenset[str]:
    """Return what is issued to say something: a statement, a letter, a tweet."""
    return frozenset(cast(str, lexicon.table("cues", language)["light"]["documents"]).split())


@cache
def closed_class(name: str, language: str = "en") -> frozenset[str]:
    """Return a class of words of the `clauses` table, such as `auxiliaries`."""
    return frozenset(cast(str, lexicon.table("clauses", language)[name]).split())


@cache
def cue_words(name: str, language: str = "en") -> frozenset[str]:
    """Return a class of words of the `cues` table: nominal, adjectival, nouns."""
    return frozenset(cast(str, lexicon.table("cues", language)["words"][name]).split())


@cache
def speaking_bodies(language: str = "en") -> frozenset[str]:
    """Return offices, groups and bodies that speak in headlines without a name."""
    heads = lexicon.table("holders", language)
    return frozenset(
        word for kind in ("office", "group", "organisation", "outlet") for word in heads[kind].split()
    )


@cache
def cue_nouns(language: str = "en") -> frozenset[str]:
    """Return all nouns that attribute."""
    return (
        cue_words("nouns", language) | cue_words("guarded_nouns", language) | cue_words("partisans", language)
    )


@cache
def noun_links(language: str = "en") -> dict[str, tuple[str, ...]]:
    """Return the prepositions after which a cue noun has its content: `calls for`, `doubts about`."""
    links: dict[str, tuple[str, ...]] = {}
    for link, nouns in cast(dict[str, str], lexicon.table("cues", language)["nouns"]["links"]).items():
        for noun in nouns.split():
            links[noun] = (*links.get(noun, ()), link)
    return links


@cache
def _noun_stances(language: str = "en") -> dict[str, Stance]:
    table = lexicon.table("cues", language)["nouns"]["stance"]
    return {noun: stance for stance in STANCES for noun in table.get(stance, "").split()}


def noun_stance(noun: str, language: str = "en") -> Stance:
    """Return the stance that a cue noun has: a denial denies, a hope expects."""
    return _noun_stances(language).get(noun, "asserts")
