"""The unit of a number, and what an amount of money, a share or a measure is of: `60% of voters`."""

from __future__ import annotations

import re

from writethru.annotate.lexicon import by_language
from writethru.annotate.quantities.numbers import alternatives, table
from writethru.annotate.quantities.phrases import Counted, Token, ends_noun, tokens_after, word_after
from writethru.annotate.quantities.words import is_past, is_plural, is_running, known, may_qualify

_WORDS_BEFORE = 2  # words, of which one is `weighing`
_CLOSING = ("”", '"', "’")
_LEAST_BEFORE = 40  # characters before a number in which a word may tell what its pounds are


@by_language
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of per cent, of currencies, of units, and of words before a magnitude."""
    shares, weights = table()["shares"], table()["units_before"]
    percent = rf"[ \u00a0-]?(?:%|(?:{alternatives(shares['words'])})\b(?![ -]?(?:{alternatives(shares['no_share'])})\b))"
    units = [
        rf"(?:[ \u00a0-]|(?<=s) (?:{alternatives(weights['of_units'])}) )?({alternatives(n for n in table()[section] if n[0].isalnum() or n[0] == '°')})(?![\w²])"
        for section in ("currencies", "units")
    ]
    return (
        re.compile(percent, re.I),
        re.compile(units[0]),
        re.compile(units[1]),
        re.compile(rf"(?:{alternatives(weights['magnitude'])})[ -]$", re.I),
    )


@by_language
def _first_words() -> frozenset[str]:
    """Return the first words of units, currencies and of per cent, in lower case; "" where it is no word."""
    names = [
        *table()["units"],
        *table()["currencies"],
        *table()["shares"]["words"],
        *table()["units_before"]["of_units"],
    ]
    return frozenset(re.split(r"[\W\d]", name.lower())[0] for name in names)


def is_share(text: str, end: int) -> bool:
    """Whether the number that ends here is followed by per cent."""
    return _patterns()[0].match(text, end) is not None


def unit_after(text: str, end: int) -> tuple[str, int]:
    """Return the unit that follows a number and where it ends; "" if none follows."""
    follower = text[end : end + 1]
    if not follower or follower in ".,;:)?!\n":
        return "", end
    if follower in " -\u00a0" and word_after(text, end).lower() not in _first_words():
        return "", end
    percent, currencies, units, _ = _patterns()
    if match := percent.match(text, end):
        return "%", match.end()
    if match := units.match(text, end):
        if match[1] in table()["units_joined"]["words"] and follower != "-":
            return "", end
        return str(table()["units"][match[1]]), match.end()
    if match := currencies.match(text, end):
        return str(table()["currencies"][match[1]]), match.end()
    return "", end


def measure(text: str, start: int, end: int, currency: str) -> tuple[str, int]:
    """Return the unit that follows or precedes a number and where it ends; "" for a plain count."""
    unit, until = unit_after(text, end)
    if currency:
        return currency, until if unit == currency else end
    if unit == "GBP" and _is_weight(text, start, end, until):
        return "lb", until
    if not unit and _patterns()[3].search(text[max(0, start - 16) : start]):
        return "magnitude", end
    return unit, until


def _is_weight(text: str, start: int, end: int, until: int) -> bool:
    """Whether pounds weigh something: `a 300-pound man`, `weighing 55 pounds`, `40 pounds of rice`."""
    if text[end : end + 1] == "-":
        return True
    words = text[max(0, start - _LEAST_BEFORE) : start].lower().split()[-_WORDS_BEFORE:]
    if any(word in known().weighing for word in words):
        return True
    after = text[until : until + 30].split()
    return len(after) > 1 and after[0] in known().of and after[1] not in known().money


def counted_after_measure(text: str, end: int, limit: int, unit: str, fraction: bool) -> Counted:
    """Return what an amount of money, a share or a measure is of: `60% of voters`, `$5 million in aid`.

    `fraction`: the share is one in words, which may stand right before what it is of (`half the houses`).
    """
    nothing = Counted("", unit, end, end)
    if text[end : end + 1] not in (" ", "\u00a0", *_CLOSING):
        return nothing
    links = table()["measured"]
    end += text[end] in _CLOSING
    end = _after_rate(text, end)
    word = word_after(text, end).lower()
    if unit == "%" and word in links["after_share"]:
        return Counted(word, unit, end + 1, end + 1 + len(word))
    if not fraction and word not in (links["share_links"] if unit == "%" else links["links"]):
        return nothing
    tokens = tokens_after(text, end, limit)
    if not tokens:
        return nothing
    if fraction and tokens[0].text in table()["spelt"]["shared"]:
        return Counted(tokens[0].text, unit, tokens[0].start, tokens[0].end)
    linked = tokens[0].text in (links["share_links"] if unit == "%" else links["links"])
    if not linked and not (fraction and tokens[0].text in links["articles"]):
        return nothing
    first = int(linked)
    while first < len(tokens) and (
        tokens[first].text in known().idle or tokens[first].text in links["articles"]
    ):
        first += 1
    if _is_place(tokens, first, unit):
        return nothing
    words, first, last = _noun_after(tokens, first)
    if not words or first >= len(tokens):
        return nothing
    words[-1] = table()["same"].get(words[-1], words[-1]) if is_plural(words[-1]) else words[-1]
    return Counted(" ".join(words).lower(), unit, tokens[first].start, tokens[last - 1].end)


def _is_place(tokens: list[Token], first: int, unit: str) -> bool:
    """Whether the words after an amount tell where it is and not what it is of; `first`: of the noun phrase."""
    links, link = table()["measured"], tokens[0].text
    determined = len(tokens) > 1 and tokens[1].text in known().determiners
    if link in links["places"] and determined:
        return True  # lost $5 million in the deal
    if unit in known().measures and link not in known().of:
        return True
    if unit in known().extents and (determined or len(tokens) < 2):
        return True  # 13 square kilometres of the city, within two miles of a port
    named = (
        first + 1 < len(tokens)
        and tokens[first].text.lower() in links["before_noun"]
        and not ends_noun(tokens, first + 1)
    )
    proper = first < len(tokens) and tokens[first].proper
    return proper and not named and link in links["places"]  # $5 million in Norwick


def _noun_after(tokens: list[Token], first: int) -> tuple[list[str], int, int]:
    """Return the words of the noun phrase from a token on, and the indexes of its first and after its last.

    No words if there is none, or if it is a time (`$5 million in the first year`).
    """
    words: list[str] = []
    last = first
    joined = False
    for at in range(first, min(len(tokens), first + 6)):
        token = tokens[at]
        if token.possessive and (
            not is_plural(token.text) or (at + 1 < len(tokens) and not ends_noun(tokens, at + 1))
        ):
            words, first = [], at + 1
            continue
        if (
            token.text in table()["grammar"]["and"]
            and words
            and may_qualify(words[-1])
            and not is_plural(words[-1])
            and at + 2 < len(tokens)
            and may_qualify(tokens[at + 1].text)
        ):
            words, first = [], at + 1  # half of the black and white pupils
            joined = True
            continue
        if ends_noun(tokens, at) and not (at == first and _qualifies(tokens, at)):
            break
        if token.text in known().times:
            return [], first, first
        words.append(token.text)
        last = at + 1
        if token.text in known().adjectives and at + 1 < len(tokens) and not ends_noun(tokens, at + 1):
            continue  # media coverage
        if is_plural(token.text):
            break
    if joined and len(words) > 1:
        words, first = words[-1:], last - 1
    return words, first, last


def _qualifies(tokens: list[Token], at: int) -> bool:
    """Whether a participle stands before the noun it qualifies: `$50 billion in outstanding student loans`."""
    if not (is_past(tokens[at].text) or is_running(tokens[at].text)) or at + 1 == len(tokens):
        return False
    words, after = known(), tokens[at + 1].text
    ends = after in words.stop or after in words.idle or after in words.determiners or after in words.no_noun
    return after[0].isalpha() and not ends


@by_language
def _rates() -> re.Pattern[str]:
    rates = table()["rates"]
    units = alternatives(word for word in table()["times"]["words"] if len(word) > 2)
    return re.compile(
        rf" (?:(?:{alternatives(rates['by'])}) (?:{units})|{alternatives(rates['adverbs'])})(?= (?:{alternatives(table()['measured']['links'])})\b)",
        re.I,
    )


def _after_rate(text: str, end: int) -> int:
    """Return where what may stand between an amount and what it is of ends: `$5 million a year in aid`."""
    if word_after(text, end) not in _rate_words():
        return end
    match = _rates().match(text, end)
    return match.end() if match else end


@by_language
def _rate_words() -> frozenset[str]:
    return frozenset([*table()["rates"]["by"], *table()["rates"]["adverbs"]])
