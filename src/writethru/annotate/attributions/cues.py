"""The words that attribute, by form: which frames a form opens and with which stance."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language
from writethru.records import Stance

FRAMES = ("clause", "that", "recipient", "object", "infinitive")
STANCES: tuple[Stance, ...] = ("asserts", "denies", "doubts", "asks", "expects")


class Verb(NamedTuple):
    """A verb that attributes: its frames with their stance, and its particles with theirs."""

    lemma: str
    frames: dict[str, Stance]
    particles: dict[str, Stance]


class Form(NamedTuple):
    """One form of a verb; `kind` is base, s, past, participle or ing (past serves as participle too)."""

    verb: Verb
    kind: str


class _Inflection(NamedTuple):
    """How verbs are inflected that end in one of `endings`, or are one of `words`, over "{lemma}" and its "{stem}"."""

    words: frozenset[str]
    endings: tuple[str, ...]
    cut: int
    kinds: dict[str, str]


@by_language
def _inflections() -> list[_Inflection]:
    """Return the regular inflections, the first that fits a verb first."""
    rules = cast(list[dict[str, Any]], lexicon.table("cues")["inflections"])
    return [
        _Inflection(
            frozenset(rule.get("words", "").split()),
            tuple(rule["endings"].split(",")) if "endings" in rule else (),
            rule["cut"],
            rule["kinds"],
        )
        for rule in rules
    ]


def _inflected(lemma: str, irregular: dict[str, str]) -> dict[str, str]:
    """Return the forms of a verb with their kind; a form that serves as past and as participle is a past."""
    if lemma in irregular:
        third, past, participle, ing = irregular[lemma].split()
        return {lemma: "base", third: "s", participle: "participle", past: "past", ing: "ing"}
    for rule in _inflections():
        if lemma in rule.words or lemma.endswith(rule.endings):
            stem = lemma[: len(lemma) - rule.cut]
            formed = {kind: form.format(lemma=lemma, stem=stem) for kind, form in rule.kinds.items()}
            return {lemma: "base"} | {form: kind for kind, form in formed.items()}
    return {lemma: "base"}


@by_language
def verb_forms() -> dict[str, Form]:
    """Return the forms of all verbs that attribute, lower case."""
    table = lexicon.table("cues")
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


@by_language
def forms_of(lemmas: tuple[str, ...]) -> frozenset[str]:
    """Return all forms of verbs."""
    irregular = lexicon.table("cues")["forms"]
    return frozenset(form for lemma in lemmas for form in _inflected(lemma, irregular))


@by_language
def light_verbs() -> frozenset[str]:
    """Return all forms of the verbs that say little themselves: `made a claim`, `issued a statement`."""
    return forms_of(tuple(cast(str, lexicon.table("cues")["light"]["verbs"]).split()))


@by_language
def documents() -> frozenset[str]:
    """Return what is issued to say something: a statement, a letter, a tweet."""
    return frozenset(cast(str, lexicon.table("cues")["light"]["documents"]).split())


@by_language
def cue_words(name: str) -> frozenset[str]:
    """Return a class of words of the `cues` table: nominal, adjectival, nouns."""
    return frozenset(cast(str, lexicon.table("cues")["words"][name]).split())


@by_language
def speaking_bodies() -> frozenset[str]:
    """Return offices, groups and bodies that speak in headlines without a name."""
    heads = lexicon.table("holders")
    return frozenset(
        word for kind in ("office", "group", "organisation", "outlet") for word in heads[kind].split()
    )


@by_language
def cue_nouns() -> frozenset[str]:
    """Return all nouns that attribute."""
    return cue_words("nouns") | cue_words("guarded_nouns") | cue_words("partisans")


@by_language
def noun_links() -> dict[str, tuple[str, ...]]:
    """Return the prepositions after which a cue noun has its content: `calls for`, `doubts about`."""
    links: dict[str, tuple[str, ...]] = {}
    for link, nouns in cast(dict[str, str], lexicon.table("cues")["nouns"]["links"]).items():
        for noun in nouns.split():
            links[noun] = (*links.get(noun, ()), link)
    return links


@by_language
def _noun_stances() -> dict[str, Stance]:
    table = lexicon.table("cues")["nouns"]["stance"]
    return {noun: stance for stance in STANCES for noun in table.get(stance, "").split()}


def noun_stance(noun: str) -> Stance:
    """Return the stance that a cue noun has: a denial denies, a hope expects."""
    return _noun_stances().get(noun, "asserts")
