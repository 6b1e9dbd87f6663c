"""Words around a number: the noun phrase after it, plurals, and which nouns are people."""

from __future__ import annotations

import re
from typing import NamedTuple

from writethru.annotate.lexicon import by_language, by_language_within
from writethru.annotate.names import gazetteer as g
from writethru.annotate.quantities.numbers import table

_TOKEN = re.compile(r"[\"”]?[ \u00a0\n]{1,2}(?:['‘’\"“\[#])?([^\W_][\w'’.-]*\w|\w|%|&)")
_NEXT = re.compile(r"[ \u00a0-]([^\W\d_]+)")
_MOST_TOKENS = 10
_MOST_WORDS = 4  # of a noun phrase in the singular


class Counted(NamedTuple):
    """What is counted: normalised words, unit, and the span of its words in the text, if any."""

    words: str
    unit: str
    start: int
    end: int


class Token(NamedTuple):
    """A word after the number."""

    text: str  # in lower case, save that of a name that is a small word else (US, IT)
    start: int
    end: int
    proper: bool  # capitalised, and not the name of a people
    possessive: bool


class Known(NamedTuple):
    """The word lists of the lexicon as sets."""

    stop: frozenset[str]
    of: frozenset[str]
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
    )


def word_after(text: str, at: int) -> str:
    """Return the word that follows after a space or hyphen, as written; "" if none does."""
    match = _NEXT.match(text, at)
    return match[1] if match else ""


def tokens_after(text: str, at: int, limit: int, most: int = _MOST_TOKENS) -> list[Token]:
    """Return up to so many words that follow without punctuation between."""
    found: list[Token] = []
    flags, words = g.gazetteer().words, known()
    ends = words.clause_ends
    for _ in range(most):
        match = _TOKEN.match(text, at, limit)
        if match is None:
            break
        start, at = match.span(1)
        end = at
        written = text[start:at]
        word = written.lower()
        possessive = proper = False
        if not word.isalpha():
            word = word.replace("’", "'")
            if "." in word and text.startswith(". ", at):
                at, word = at + 1, word + "."  # U.S.
            if word.endswith("'s"):
                possessive, word, end = True, word[:-2], end - 2
        if word[-1] == "s" and text[at : at + 1] in ("'", "’") and text[at + 1 : at + 2] == " ":
            possessive, at = True, at + 1  # the voters' choice
        if word != written and written[0].isupper():
            proper = not flags.get(written.partition("-")[0], 0) & g.PEOPLE
            if word in words.capitals and written.isupper() and not text[at + 1 : at + 3].isupper():
                word = written  # 12 US troops
        found.append(Token(word, start, end, proper, possessive))
        if word in ends and not (word in words.relative and word_after(text, at) in words.finite):
            break  # nothing beyond tells what is counted
    return found


@by_language
def _endings() -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the endings of nouns for people, in the plural, and the nouns that have one and are things."""
    people = table()["people"]
    return tuple(people["endings"]), frozenset(people["no_endings"])


@by_language_within(4096)
def is_people(word: str) -> bool:
    """Whether a lower-case noun names people."""
    word = word.rpartition("-")[2]
    if word in known().people:
        return True
    endings, things = _endings()
    if len(word) > 4 and word.endswith(endings) and word not in things:
        return True
    return bool(g.gazetteer().words.get(word.capitalize(), 0) & g.PEOPLE)


def is_plural(word: str) -> bool:
    """Whether a lower-case word looks like a plural noun."""
    words = known()
    if word in words.bare_plurals:
        return True
    if not word.endswith("s"):
        return word.endswith(("men", "children")) and len(word) > 4 and word not in _endings()[1]
    return len(word) > 3 and not word.endswith(("ss", "us", "'s", "sis")) and word not in words.not_plural


def plural(word: str) -> str:
    """Return the plural under which singular and plural compare equal."""
    if is_plural(word):
        return word
    if word in table()["plurals"]:
        return str(table()["plurals"][word])
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def normal(words: list[str], state: str) -> str:
    """Return the normalised words for a noun phrase and what befell it."""
    head = words[-1] if words else ""
    if head and state and not _befalls(state, head):
        state = ""
    before = [word for word in words[:-1] if word not in known().idle]
    if before and head in known().particular:
        return " ".join([*before, plural(head), state]).strip().lower()
    if head in known().generic and state in known().of_things:
        if head in known().no_head:
            return f"others {state}"
        state = ""
    if head in known().generic or not head:
        before = before if head and head not in known().no_head else []
        head = "people" if head or state not in known().of_things else ""
    head = plural(head) if head and head not in known().postposed else head
    head = table()["same"].get(head, head)
    return " ".join([*before, head, state] if state else [*before, head]).strip().lower()


def is_adverb(word: str) -> bool:
    """Whether a lower-case word looks like an adverb."""
    return word.endswith("ly") and len(word) > 4 and word not in known().adverbs_kept


def _befalls(state: str, head: str) -> bool:
    """Whether a state can befall what a noun names: missiles are fired, people are released."""
    only = table()["states_of"]
    if head in only["nothing"]:
        return False
    if state in only["lives"]:
        return head not in only["lifeless"]
    if state in only["weapons"]:
        return head in table()["weapons"]["words"] or head in known().generic
    return state not in only["people"] or is_people(head) or is_people(plural(head))


def noun_phrase(tokens: list[Token], amount: float) -> tuple[int, int]:
    """Return the indexes of the words of the noun phrase after a number; equal if there is none."""
    words, counting = known(), table()["counting"]
    first = 2 if " ".join(token.text for token in tokens[:2]) in table()["grammar"]["of_them"] else 0
    while first < len(tokens) and tokens[first].text in words.idle:
        if tokens[first].text in words.determiners and not (first and tokens[first - 1].text in words.idle):
            return first, first  # when she was 15 her brother left
        if tokens[first].text in words.generic and (amount != 1 or first + 1 == len(tokens)):
            break
        first += 1
    if amount == 1:
        return first, _singular(tokens, first)
    for at in range(first, min(len(tokens), first + 6)):
        word = tokens[at].text
        if at == first and befallen_before(tokens, at):
            continue
        if word in counting and (at == first or is_plural(word)):
            return first, at + 1
        if word in table()["grammar"]["and"] and at > first and may_qualify(tokens[at - 1].text):
            return _after_adjectives(tokens, at + 1)
        if word in words.stop or word in words.states or word[:1].isdigit():
            break
        if at > first and word in words.determiners:
            break  # 600 attended the protests
        if tokens[at].possessive and not is_plural(word):
            first = at + 1
            continue
        after = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if tokens[at].proper and after and after not in words.stop and after not in words.states:
            continue
        if (
            is_plural(word)
            or (word in words.people and word not in words.no_head)
            or word in table()["ellipsis"]["others"][:1]
        ):
            if (word in words.adjectives or not is_plural(word)) and _qualifies(tokens, at):
                continue  # two senior envoys
            compound = (
                is_plural(after)
                and (tokens[at].proper or not tokens[at + 1].proper)
                and not (at + 2 < len(tokens) and _is_verb_or_subject(tokens, at + 1))
                and after not in words.states
                and after not in words.stop
                and after not in counting
            )
            return first, at + (
                2 if (compound and word not in words.generic) or after in words.postposed else 1
            )
    return first, first


def may_qualify(word: str) -> bool:
    """Whether a lower-case word can stand before a noun it qualifies."""
    return is_adjective(word) or (word.endswith("ing") and len(word) > 5) or (is_people(word) and not is_plural(word))


def _qualifies(tokens: list[Token], at: int) -> bool:
    """Whether a word qualifies a noun after it: `four black jurors`, `four black and brown jurors`."""
    if at + 1 == len(tokens):
        return False
    joined = tokens[at + 1].text in table()["grammar"]["and"] and at + 2 < len(tokens)
    return (joined and is_adjective(tokens[at + 2].text)) or not ends_noun(tokens, at + 1)


def _is_verb_or_subject(tokens: list[Token], at: int) -> bool:
    """Whether what looks like a plural is a verb or a subject: `experts confirms the`, `demands workers have`."""
    words, follower = known(), tokens[at + 1].text
    people = is_people(tokens[at].text) and not is_people(tokens[at - 1].text)
    return follower in words.objective or (people and follower in words.finite)


def is_adjective(word: str) -> bool:
    """Whether a lower-case word looks like an adjective."""
    words = known()
    if word in words.plain:
        return True
    return len(word) > 4 and word.endswith(words.adjectival) and word not in words.no_adjectives


def _after_adjectives(tokens: list[Token], at: int) -> tuple[int, int]:
    """Return the indexes of the noun after the last of joined adjectives: `two respected and able judges`.

    What is counted is `judges`, as each may be only one of the things that the adjectives say.
    """
    words = known()
    for last in range(at, min(len(tokens), at + 4)):
        word = tokens[last].text
        if word in words.stop or word in words.determiners or word[:1].isdigit():
            break
        if last > at and (is_plural(word) or (word in words.people and word not in words.no_head)):
            return last, last + 1
    return at, at


def befallen_before(tokens: list[Token], at: int) -> bool:
    """Whether a word says what befell the noun right after it: `12 missing pupils`, `three dead soldiers`."""
    words = known()
    if tokens[at].text not in words.states or at + 1 >= len(tokens):
        return False
    after = tokens[at + 1].text
    return (
        (is_plural(after) or after in words.people)
        and after not in words.states
        and after not in words.stop
        and after not in words.no_head
    )


def _singular(tokens: list[Token], first: int) -> int:
    """Return the index after the noun of `one house`: the last word before what can be no noun."""
    words = known()
    for at in range(first, min(len(tokens), first + _MOST_WORDS)):
        word = tokens[at].text
        if ends_noun(tokens, at) or word in words.states:
            return at
        if at > first and (
            is_plural(word)
            or (tokens[at].proper and not tokens[at - 1].proper and not is_adjective(tokens[at - 1].text))
        ):
            return at
        if word in words.adjectives and _qualifies(tokens, at):
            continue  # one black face
        named = word in words.people or word in table()["same"] or word in table()["counting"]
        if named and (not word.endswith("ist") or at + 1 == len(tokens) or ends_noun(tokens, at + 1)):
            return at + 1
    return min(len(tokens), first + _MOST_WORDS)


def ends_noun(tokens: list[Token], at: int) -> bool:
    """Whether a word after the first of a noun phrase in the singular no longer belongs to it."""
    words, token = known(), tokens[at]
    word = token.text
    if word in words.stop or word in words.of or word in words.no_noun or word[:1].isdigit() or "'" in word:
        return True
    if is_adverb(word) and not token.proper:
        return True
    if (
        word.endswith(("ed", "ing"))
        and not word.endswith("eed")
        and word not in words.nouns_in_ing
        and not token.proper
    ):
        after = tokens[at + 1].text if at + 1 < len(tokens) else ""
        return (
            not after
            or after in words.stop
            or after in words.idle
            or is_plural(after)
            or after.endswith("ed")
            or (at > 0 and is_adjective(after))
            or not after.isalpha()
            or tokens[at + 1].proper
        )
    return at > 0 and word in words.determiners
