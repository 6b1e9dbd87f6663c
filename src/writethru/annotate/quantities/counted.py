"""What a number counts: the noun after it, what befell the counted, and the same words for the same thing."""

from __future__ import annotations

import re

from writethru.annotate.lexicon import by_language
from writethru.annotate.quantities.numbers import alternatives, table
from writethru.annotate.quantities.phrases import (
    Counted,
    Token,
    befallen_before,
    normal,
    noun_phrase,
    tokens_after,
)
from writethru.annotate.quantities.states import (
    state_after,
    state_before,
    state_in_apposition,
    state_of_others,
)
from writethru.annotate.quantities.subjects import counting_phrase, of_subject
from writethru.annotate.quantities.words import is_adjective, is_people, is_running, known, plural

_TOLL = ("people killed",)
_FEW = 5  # words in which most noun phrases end


def counted_after_number(
    text: str, start: int, end: int, sentence: tuple[int, int], amount: float
) -> Counted | None:
    """Return what a plain number counts, or None if nothing tells.

    `start` is where the number (with its hedge) starts, `end` where it ends, `sentence` its sentence.
    """
    first, last, tokens = _noun_after(text, end, sentence[1], amount)
    words = [token.text for token in tokens[first:last]]
    before = text[max(sentence[0], start - 160) : start]
    if (
        words
        and words[-1] in table()["counting"]
        and not (amount == 1 and words[-1] in known().noun_adjectives)
    ):
        return _read_counting(words, tokens, first, last)
    prior = state_before(before) or state_of_others(before, tokens)
    if prior in table()["states_of"]["people_before"] and words and not is_people(plural(words[-1])):
        prior = ""
    if len(words) > 1 and befallen_before(tokens, first):
        prior, words = known().states[words[0]], words[1:]
    more = int(not words and first < len(tokens) and tokens[first].text in known().no_head)
    after, upto = state_after(tokens, last + more, amount, not prior)
    if not after and last > first:
        after = state_in_apposition(text, tokens[last - 1].end, sentence[1])
    state = after or prior
    if words and not state and is_people(words[-1]):
        toll = of_subject(before, "", end)
        state = toll.words.rpartition(" ")[2] if toll and toll.words in _TOLL else ""
    if words or after:
        phrase = normal(words, state)
        if not phrase:
            return None
        at = tokens[first].start if first < len(tokens) else end
        until = tokens[(upto if after and upto > last else max(last, first + 1)) - 1].end
        head = words[-1] if words else ""
        unit = (
            "people"
            if (
                not head
                or (state in _persons() and phrase.endswith(state))
                or is_people(head)
                or is_people(plural(head))
            )
            and phrase.split()[0] != "others"
            else ""
        )
        return Counted(phrase, unit, at, max(until, at))
    hedged = f"{before}{text[start:end].partition(' ')[0]} "  # the toll topped 200
    return of_subject(before, state, end) or of_subject(hedged, "", end) or _from_verb(tokens, end, amount)


@by_language
def _persons() -> frozenset[str]:
    """Return the states that befall people alone, so that they tell what an unknown noun names."""
    return frozenset(table()["states_of"]["persons"])


def _noun_after(text: str, end: int, limit: int, amount: float) -> tuple[int, int, list[Token]]:
    """Return the words after a number that tell what it counts, with the indexes of the noun phrase in them."""
    tokens = tokens_after(text, end, limit, _FEW)
    first, last = noun_phrase(tokens, amount)
    if len(tokens) == _FEW and _goes_on(tokens, first, last):
        tokens = tokens_after(text, end, limit)
        first, last = noun_phrase(tokens, amount)
    if first == last and tokens:
        return _after_commas(text, tokens, limit, (first, last))
    return first, last, tokens


def _after_commas(
    text: str, tokens: list[Token], limit: int, none: tuple[int, int]
) -> tuple[int, int, list[Token]]:
    """Return the noun after adjectives between commas: `600 national, state and local leaders`."""
    if not is_adjective(tokens[-1].text) or text[tokens[-1].end : tokens[-1].end + 1] != ",":
        return *none, tokens
    match = _joined().match(text, tokens[-1].end, limit)
    more = tokens_after(text, match.end(), limit) if match else []
    if len(more) < 2 or not is_adjective(more[0].text):
        return *none, tokens
    first, last = noun_phrase(more[1:], 2)
    return (first + 1, last + 1, more) if last > first else (*none, tokens)


@by_language
def _joined() -> re.Pattern[str]:
    return re.compile(rf"(?:, [\w-]{{2,20}}){{1,3}},? (?:{alternatives(table()['grammar']['and'])})(?= )")


def _goes_on(tokens: list[Token], first: int, last: int) -> bool:
    """Whether words beyond the first few can tell what is counted or what befell it."""
    words = known()
    if last >= len(tokens):
        return True
    if last == first and words.stop.isdisjoint(
        token.text for token in tokens if token.text not in words.joining
    ):
        return True
    word = tokens[last].text
    return (
        word in words.auxiliary
        or word in words.finite
        or word in words.bridges
        or is_running(word)
        or word in words.states
        or word in words.state_heads
        or word in words.no_head
        or word in table()["grammar"]["and"]
    )


def _from_verb(tokens: list[Token], end: int, amount: float) -> Counted | None:
    """Return people where what follows the number is said of people alone: `20 million who have ...`."""
    if amount != 1 and tokens and tokens[0].text in table()["grammar"]["whose"]:
        return Counted("people", "people", end, end)
    return None


def is_one(text: str, start: int, counted: Counted | None, hedge: str) -> bool:
    """Whether `one` is a number and no pronoun or article: `only one boat`, `one person was killed`."""
    if counted is None or not counted.words:
        return False
    if hedge or counted.words.split(" ")[-1] in known().befallen:
        return True
    return leads_one(text, start)


def leads_one(text: str, start: int) -> bool:
    """Whether the word before says that the `one` at `start` is a number: `only one`."""
    before = text[max(0, start - 12) : start].lower().split()
    return bool(before) and before[-1].lstrip("“\"‘'(") in known().one_leads


@by_language
def telling_words() -> frozenset[str]:
    """Return words of which one stands in every sentence that says what befell the counted.

    Of a phrase they hold the longest word.
    """
    said = [*known().states, *table()["counting"], *table()["tolls"]["nouns"], *table()["of_state"]["nouns"]]
    return frozenset(max(re.findall(r"[a-z]+", phrase.lower()), key=len) for phrase in said)


def head_of(counted: str) -> str:
    """Return the noun of what is counted, in the plural: `houses` for `wooden homes destroyed` or `home`."""
    words = counted.split()
    while len(words) > 1 and (words[-1] in known().befallen or " ".join(words[-2:]) in table()["states"]):
        words.pop()
    if not words:
        return ""
    said = str(table()["counting"].get(words[-1], "")).split()
    return said[0] if said else normal([plural(words[-1])], "")


def _read_counting(words: list[str], tokens: list[Token], first: int, last: int) -> Counted:
    """Return what a noun counts that says itself what befell: `12 deaths`, `12 dead`."""
    return Counted(counting_phrase(words), "people", tokens[first].start, tokens[last - 1].end)
