"""What a single word is: the word lists as sets, plurals, nouns for people, adjectives, adverbs, participles."""

from __future__ import annotations

from typing import NamedTuple

from writethru.annotate.lexicon import by_language, by_language_within
from writethru.annotate.names import gazetteer as g
from writethru.annotate.quantities.numbers import table

_SHORT = 4  # letters up to which a word ends like others by chance


class Known(NamedTuple):
    """The word lists of the lexicon as sets."""

    stop: frozenset[str]
    of: frozenset[str]
    joining: frozenset[str]  # joins two words of one kind
    of_them: frozenset[str]
    others: str
    counting: dict[str, str]  # noun that says what befell -> what is counted
    objective: frozenset[str]  # words that open the object of a verb
    nouns_in_ing: frozenset[str]
    auxiliary: frozenset[str]
    finite: frozenset[str]
    bridges: frozenset[str]
    objects: frozenset[str]
    intransitive: frozenset[str]  # states that befall without an agent
    articles: frozenset[str]
    determiners: frozenset[str]
    fled_from: frozenset[str]
    idle: frozenset[str]
    not_plural: frozenset[str]
    bare_plurals: frozenset[str]
    no_noun: frozenset[str]
    no_head: frozenset[str]  # name people, but not as the last word of a noun phrase
    generic: frozenset[str]
    particular: frozenset[str]  # generic, but not with a word before that tells which
    adjectival: tuple[str, ...]  # endings of adjectives
    no_adjectives: frozenset[str]  # nouns that have one of these
    postposed: frozenset[str]  # adjectives behind their noun
    capitals: frozenset[str]  # small words that are names in capitals
    plain: frozenset[str]  # adjectives that have none of them
    people: frozenset[str]
    states: dict[str, str]  # word -> what it says befell
    state_heads: frozenset[str]  # first words of the states that are said in several words
    noun_states: frozenset[str]  # words that say it only where they are counted themselves
    of_things: frozenset[str]  # states of things, not of people
    noun_adjectives: frozenset[str]  # counted as nouns, but not after `one`
    places_before: frozenset[str]
    one_leads: frozenset[str]  # words before a `one` that is a number
    clause_ends: frozenset[str]
    relative: frozenset[str]  # of those, what goes on where a finite verb follows
    adverbs_kept: frozenset[str]  # words in -ly that are none
    adjectives: frozenset[str]  # nouns of people that are adjectives too
    befallen: frozenset[str]  # last words of the states
    times: frozenset[str]
    weighing: frozenset[str]
    money: frozenset[str]
    measures: frozenset[str]  # units after which only `of` tells what is measured
    changes: frozenset[str]  # verbs of going up and down
    extents: frozenset[str]  # units after which `of the` tells where it is
    series: frozenset[str]  # words that make the number behind them a name: `Highway 12`


@by_language
def known() -> Known:
    """Return the word lists of the lexicon as sets, read once."""
    all_, grammar = table(), table()["grammar"]
    sets = {name: frozenset(words) for name, words in grammar.items()}
    states = {word: state.replace("_", " ") for state, words in all_["states"].items() for word in words}
    people = all_["people"]
    return Known(
        stop=sets["stop"],
        of=sets["of"],
        joining=sets["and"],
        of_them=sets["of_them"],
        others=str(all_["ellipsis"]["others"][0]),
        counting=dict(all_["counting"]),
        objective=sets["determiners"] | sets["particles"],
        nouns_in_ing=sets["nouns_in_ing"],
        auxiliary=sets["auxiliary"],
        finite=sets["finite"],
        bridges=sets["bridges"],
        objects=sets["objects"],
        intransitive=sets["intransitive"],
        articles=sets["articles"],
        determiners=sets["determiners"],
        fled_from=sets["fled_from"],
        idle=frozenset(all_["idle_modifiers"]["words"]),
        not_plural=frozenset(all_["not_plural"]["words"]),
        bare_plurals=frozenset(all_["bare_plurals"]["words"]),
        no_noun=sets["no_noun"],
        no_head=sets["no_head"],
        generic=frozenset(people["generic"]),
        particular=frozenset(people["particular"]),
        adjectival=tuple(all_["modifiers"]["adjective_ends"]),
        no_adjectives=frozenset(all_["modifiers"]["no_adjectives"]),
        postposed=frozenset(all_["modifiers"]["postposed"]),
        capitals=frozenset(all_["modifiers"]["capitals"]),
        plain=frozenset(all_["modifiers"]["plain"]) | sets["adjectives"],
        people=frozenset([*people["nouns"], *people["generic"]]),
        states=states,
        state_heads=frozenset(word.split(" ")[0] for word in states if " " in word),
        noun_states=(frozenset(all_["counting"]) - sets["said_after"]) | sets["counted_nouns"],
        of_things=sets["of_things"],
        noun_adjectives=sets["noun_adjectives"],
        places_before=sets["places_before"],
        one_leads=sets["one_leads"],
        clause_ends=sets["clause_ends"],
        relative=sets["relative"],
        adverbs_kept=sets["adverbs_kept"],
        adjectives=sets["adjectives"],
        befallen=frozenset(state.split()[-1] for state in states.values()),
        times=frozenset(all_["times"]["words"]),
        weighing=frozenset(all_["units_before"]["weight"]),
        money=frozenset(str(code) for code in all_["currencies"].values()),
        measures=frozenset(map(str, all_["units"].values())),
        changes=frozenset(all_["changes"]["verbs"]),
        extents=frozenset(all_["units_before"]["extents"]),
        series=frozenset(all_["no_counts"]["series"]),
    )


class Endings(NamedTuple):
    """What the ends of words tell."""

    people: tuple[str, ...]  # of nouns for people, in the plural
    plural: tuple[str, ...]
    plural_of_people: tuple[str, ...]
    no_plural: tuple[str, ...]
    adverb: tuple[str, ...]
    past: tuple[str, ...]
    no_past: tuple[str, ...]
    running: tuple[str, ...]
    of_a_kind: tuple[str, ...]
    possessive: tuple[str, ...]


@by_language
def endings() -> Endings:
    """Return what the ends of words tell."""
    said = table()["endings"]
    named = {name: tuple(said[name]) for name in Endings._fields if name != "people"}
    return Endings(people=tuple(table()["people"]["endings"]), **named)


@by_language
def _things() -> frozenset[str]:
    """Return the words that end like nouns for people and name things."""
    return frozenset(table()["people"]["no_endings"])


@by_language_within(4096)
def is_people(word: str) -> bool:
    """Whether a lower-case noun names people."""
    word = word.rpartition("-")[2]
    if word in known().people:
        return True
    if len(word) > _SHORT and word.endswith(endings().people) and word not in _things():
        return True
    return bool(g.gazetteer().words.get(word.capitalize(), 0) & g.PEOPLE)


@by_language_within(8192)
def is_plural(word: str) -> bool:
    """Whether a lower-case word looks like a plural noun."""
    words, ends = known(), endings()
    if word in words.bare_plurals:
        return True
    if not word.endswith(ends.plural):
        return word.endswith(ends.plural_of_people) and len(word) > _SHORT and word not in _things()
    return len(word) >= _SHORT and not word.endswith(ends.no_plural) and word not in words.not_plural


def plural(word: str) -> str:
    """Return the plural under which singular and plural compare equal."""
    if is_plural(word):
        return word
    if word in table()["plurals"]:
        return str(table()["plurals"][word])
    one, many = next(pair for pair in table()["endings"]["pluralised"] if word.endswith(pair[0]))
    return f"{word.removesuffix(one)}{many}"


def is_adverb(word: str) -> bool:
    """Whether a lower-case word looks like an adverb."""
    return word.endswith(endings().adverb) and len(word) > _SHORT and word not in known().adverbs_kept


def is_past(word: str) -> bool:
    """Whether a lower-case word looks like the past of a verb."""
    ends = endings()
    return word.endswith(ends.past) and not word.endswith(ends.no_past)


def is_running(word: str) -> bool:
    """Whether a lower-case word looks like a participle of what goes on."""
    return word.endswith(endings().running) and len(word) > _SHORT


@by_language_within(8192)
def is_adjective(word: str) -> bool:
    """Whether a lower-case word looks like an adjective."""
    words = known()
    if word in words.plain:
        return True
    return len(word) > _SHORT and word.endswith(words.adjectival) and word not in words.no_adjectives


def may_qualify(word: str) -> bool:
    """Whether a lower-case word can stand before a noun it qualifies."""
    return is_adjective(word) or is_running(word) or "-" in word or (is_people(word) and not is_plural(word))
