"""What befell the counted, as the words around a number say it: `12 people were killed`, `killing 12`."""

from __future__ import annotations

import re

from writethru.annotate.lexicon import by_language
from writethru.annotate.quantities.numbers import alternatives, table
from writethru.annotate.quantities.phrases import Token
from writethru.annotate.quantities.words import is_adverb, is_past, is_running, known

_DOTTED = re.compile(r"\b([a-z])\.")
_MANY = 20  # of whom it is said that they fled, they fled their homes; fewer may flee the police


def state_after(tokens: list[Token], at: int, amount: float, joined: bool) -> tuple[str, int]:
    """Return what the words after the noun say befell the counted, and the index after them.

    `joined`: the verb may follow another noun (`two soldiers and a civilian were killed`).
    """
    words, first = known(), at
    bridged = passive = False
    while at < len(tokens):
        word = tokens[at].text
        state, upto = _state_at(tokens, at)
        if state and word not in words.noun_states:
            follower = tokens[upto].text if upto < len(tokens) else ""
            if word in table()["grammar"]["flight"] and not (
                amount >= _MANY and (not follower or follower in words.fled_from)
            ):
                return "", at
            if word in table()["grammar"]["flight"]:
                return state, upto
            active = (
                not passive
                and word not in words.intransitive
                and (
                    follower in words.objects
                    or follower[:1].isdigit()
                    or (upto < len(tokens) and _is_named(tokens[upto]))
                )
            )
            if bridged and not passive and word not in words.intransitive:
                return "", at
            return ("", at) if active else (state, upto)
        if word in words.clause_ends and not (
            word in words.relative and at + 1 < len(tokens) and tokens[at + 1].text in words.finite
        ):
            break
        if word in words.finite:
            passive = True
        elif not passive and (
            word in words.relative
            or word in words.bridges
            or (at == first and is_running(word))
            or (word in table()["grammar"]["and"] and joined and at == first)
        ):
            bridged = True
        elif word not in words.auxiliary and not is_adverb(word) and (not bridged or passive):
            break
        at += 1
    return "", at


def _is_named(token: Token) -> bool:
    """Whether a word names whom a verb befell (`two bullets killed Brandt`), and no day."""
    return (
        token.proper and token.text not in known().stop and token.text not in table()["grammar"]["weekdays"]
    )


def _state_at(tokens: list[Token], at: int) -> tuple[str, int]:
    """Return the state that the words from one on say, and the index after them."""
    words = known()
    word = tokens[at].text
    if word in words.state_heads:
        for length in (5, 4, 3, 2):
            if at + length <= len(tokens):
                phrase = " ".join(token.text for token in tokens[at : at + length])
                if phrase in words.states:
                    return words.states[phrase], at + length
    return words.states.get(word, ""), at + 1


@by_language
def _last_words() -> frozenset[str]:
    """Return the words that can stand right before a number where they say what befell the counted."""
    return frozenset(state.split()[-1] for state in known().states) | known().articles | known().of


def state_before(before: str) -> str:
    """Return what the words directly before the number say befell the counted."""
    if before[-1:] not in (" ", "\u00a0", "\n"):
        return ""
    lists = known()
    last = before[before.rfind(" ", 0, -1) + 1 : -1].lower()
    if last not in _last_words() and last.isalpha():
        return ""
    words = before[-44:].lower().replace("’", "'").split()
    while words and words[-1] in lists.articles:
        words.pop()
    if not words:
        return ""
    for length in (4, 3, 2):
        phrase = " ".join(words[-length:])
        if len(words) >= length and phrase in lists.states:
            return lists.states[phrase]
    if words[-1] in lists.states and words[-1] not in lists.noun_states:
        return lists.states[words[-1]]
    of = table()["of_state"]
    if len(words) > 2 and words[-1] in of["of"] and words[-2] in of["nouns"]:
        return str(of["nouns"][words[-2]])
    return ""


@by_language
def _other_victims() -> re.Pattern[str]:
    """Return the pattern of a verb with a victim of its own before `and three others`."""
    verbs = alternatives(
        word
        for word in known().states
        if (is_past(word) or is_running(word)) and " " not in word and word not in known().intransitive
    )
    places = alternatives(
        known().bridges
    )  # after these it was no victim that followed: `killed in Tolmund and`
    nouns = alternatives(table()["of_state"]["nouns"])
    of = alternatives(known().of)
    return re.compile(
        rf"\b(?:({verbs})|({nouns}) (?:{of})) (?!(?:{places})\b)[^,.;:!?]{{2,60}},? {table()['grammar']['and'][0]} $"
    )


def state_of_others(before: str, tokens: list[Token]) -> str:
    """Return what befell `three others` like somebody named before them: `killed the mayor and three others`."""
    if not tokens or tokens[0].text not in table()["grammar"]["others"]:
        return ""
    match = _other_victims().search(_DOTTED.sub(r"\1", before[-90:].lower()))
    if match is None:
        return ""
    return known().states[match[1]] if match[1] else str(table()["of_state"]["nouns"][match[2]])


@by_language
def _apposed() -> re.Pattern[str]:
    appositions = table()["appositions"]
    verbs = alternatives(appositions["verbs"])
    return re.compile(
        rf"(?:(?:,? (?:{alternatives(appositions['openers'])})\b[^;!?]{{0,80}}?,|, [^,.;!?]{{1,60}},|,? \([^()]{{1,60}}\)| [—–] [^—–.;!?]{{1,60}} [—–])"
        rf"(?: (?:{alternatives(appositions['relative'])}))?|, (?:{alternatives(appositions['relative'])})) (?:({verbs}) )?([a-z]+)"
    )


def state_in_apposition(text: str, at: int, limit: int) -> str:
    """Return the state after words between commas or brackets: `9 people, including a child, were killed`."""
    if text[at : at + 1] not in (",", " "):
        return ""
    match = _apposed().match(text, at, limit)
    if match is None:
        return ""
    if (not match[1] or match[1] in table()["appositions"]["active"]) and match[
        2
    ] not in known().intransitive:
        return ""
    return known().states.get(match[2], "")
