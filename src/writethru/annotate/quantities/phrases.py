"""Words around a number: the noun phrase after it, plurals, and which nouns are people."""

from __future__ import annotations

import re
from typing import NamedTuple

from writethru.annotate.names import gazetteer as g
from writethru.annotate.quantities.numbers import table
from writethru.annotate.quantities.words import (
    endings,
    is_adjective,
    is_adverb,
    is_past,
    is_people,
    is_plural,
    is_running,
    known,
    may_qualify,
    plural,
)

_TOKEN = re.compile(r"[\"”-]?[ \u00a0\n]{1,2}(?:['‘’\"“\[#])?([^\W_][\w'’.-]*\w|\w|%|&)")
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
            if word.endswith(endings().possessive):
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
    words = known()
    first = 2 if len(tokens) > 1 and f"{tokens[0].text} {tokens[1].text}" in words.of_them else 0
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
        if word in words.counting and (at == first or is_plural(word)):
            return first, at + 1
        if word in words.joining and at > first and may_qualify(tokens[at - 1].text):
            return _after_adjectives(tokens, at + 1)
        if word in words.stop or word in words.states or word[:1].isdigit():
            break
        if at > first and word in words.determiners:
            break  # 600 attended the protests
        if tokens[at].possessive and not is_plural(word):
            first = at + 1
        elif last := _head(tokens, at):
            return first, last
    return first, first


def _head(tokens: list[Token], at: int) -> int:
    """Return the index after the noun if a word is the head of a noun phrase in the plural, 0 if it is not."""
    words, word = known(), tokens[at].text
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    many = is_plural(word)
    if tokens[at].proper and after and after not in words.stop and after not in words.states:
        return 0
    if not (many or (word in words.people and word not in words.no_head) or word == words.others):
        return 0
    if (not many or word in words.adjectives) and _qualifies(tokens, at):
        return 0  # two senior envoys
    compound = (
        is_plural(after)
        and (tokens[at].proper or not tokens[at + 1].proper)
        and not (at + 2 < len(tokens) and _is_verb_or_subject(tokens, at + 1))
        and after not in words.states
        and after not in words.stop
        and after not in words.counting
    )
    return at + (2 if (compound and word not in words.generic) or after in words.postposed else 1)


def _qualifies(tokens: list[Token], at: int) -> bool:
    """Whether a word qualifies a noun after it: `four black jurors`, `four black and brown jurors`."""
    if at + 1 == len(tokens):
        return False
    joined = tokens[at + 1].text in known().joining and at + 2 < len(tokens)
    return (joined and is_adjective(tokens[at + 2].text)) or not ends_noun(tokens, at + 1)


def _is_verb_or_subject(tokens: list[Token], at: int) -> bool:
    """Whether what looks like a plural is a verb or a subject: `experts confirms the`, `demands workers have`."""
    words, follower = known(), tokens[at + 1].text
    people = is_people(tokens[at].text) and not is_people(tokens[at - 1].text)
    return follower in words.objective or (people and follower in words.finite)


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
        if named and (
            not word.endswith(endings().of_a_kind) or at + 1 == len(tokens) or ends_noun(tokens, at + 1)
        ):
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
    if (is_past(word) or is_running(word)) and word not in words.nouns_in_ing and not token.proper:
        after = tokens[at + 1].text if at + 1 < len(tokens) else ""
        return (
            not after
            or after in words.stop
            or after in words.idle
            or is_plural(after)
            or is_past(after)
            or (at > 0 and is_adjective(after))
            or not after.isalpha()
            or tokens[at + 1].proper
        )
    return at > 0 and word in words.determiners
