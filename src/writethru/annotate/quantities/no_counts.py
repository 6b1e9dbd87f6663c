"""Which numbers count nothing: parts of names, dates, ages, scores, telephone numbers, list marks."""

from __future__ import annotations

import re
from typing import NamedTuple

from writethru.annotate.lexicon import by_language
from writethru.annotate.quantities.hedges import hedge_after, is_hedge
from writethru.annotate.quantities.measured import unit_after
from writethru.annotate.quantities.numbers import alternatives, table
from writethru.annotate.quantities.phrases import tokens_after, word_after
from writethru.annotate.quantities.ranges import Number
from writethru.annotate.quantities.words import endings, is_past, is_people, known

_LONGEST_WORD = 24
_OPENING = "(\"“'‘—–["  # may stand before a word
_AGED = re.compile(r"\w, $")
_BIG = 1000  # a bare number from here on is seldom an age, a score or a mark
_OLDEST = 120
_YEARS = (1700, 2100)


class _Patterns(NamedTuple):
    after: re.Pattern[str]  # makes a number part of a word, an ordinal, a clock time
    years_old: re.Pattern[str]
    street: re.Pattern[str]
    one_of: re.Pattern[str]
    scored: re.Pattern[str]
    time: re.Pattern[str]
    title: re.Pattern[str]
    multiple: re.Pattern[str]


@by_language
def _patterns() -> _Patterns:
    marks = table()["no_counts"]
    times = alternatives(table()["times"]["words"])
    return _Patterns(
        re.compile(
            rf"(?:{alternatives(marks['ordinal_ends'])})\b|s\b|:\d|/\d|['’](?:s\b|\d)|[A-Za-z]"
            rf"|[-–](?:[a-z]|\d|$| )|\.\d"
        ),
        re.compile(rf"[ -](?:{alternatives(marks['age_units'])})[ -](?:{alternatives(marks['age_ends'])})\b"),
        re.compile(rf" [A-Z]\w+ (?:{alternatives(marks['streets'])})\b"),
        re.compile(
            rf" (?:{alternatives(known().of)}) (?:(?:{alternatives(marks['one_of'])})\b|\w+['’]s\b|[\d])",
            re.I,
        ),
        re.compile(rf"[ -](?:{alternatives(marks['scored'])})\b"),
        re.compile(
            rf"(?: (?:{alternatives(table()['times']['between'])}))?[ \u00a0-](?:(?:{alternatives(table()['times']['of'])}) )?(?:{times})\b",
            re.I,
        ),
        re.compile(r"(?:[ -][A-Z]\w+)"),
        re.compile(
            rf"[ \u00a0-]?(?:{alternatives(table()['multiples']['words'])}) (?:{alternatives(table()['multiples']['after'])})\b",
            re.I,
        ),
    )


@by_language
def _time_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that may come first in what is_time looks for, and the units of time alone."""
    times, multiples = table()["times"], table()["multiples"]["words"]
    units = frozenset(re.split(r"\W", word)[0] for word in times["words"])
    return units | {*times["between"], *multiples, *known().of}, frozenset(times["words"])


def is_time(text: str, end: int) -> bool:
    """Whether a number is followed by a unit of time, or says how many times as large something is.

    Durations, ages and multiples are no quantities here.
    """
    word = word_after(text, end).lower()
    first, alone = _time_words()
    if word not in first:
        return bool(not word and _patterns().multiple.match(text, end))
    if word in alone:
        return True
    return bool(_patterns().time.match(text, end) or _patterns().multiple.match(text, end))


def is_age(text: str, end: int) -> bool:
    """Whether a number is followed by `years old` or `years of age`."""
    return _patterns().years_old.match(text, end) is not None


def is_part(text: str, number: Number) -> bool:
    """Whether a fraction is one of the parts of a time or match: `the second half of the year`."""
    return number.share and _word_before(text, number.start) in table()["no_counts"]["part_leads"]


def _word_before(text: str, start: int) -> str:
    """Return the word before a space before a number, in lower case."""
    return (
        text[text.rfind(" ", max(0, start - _LONGEST_WORD), start - 1) + 1 : start - 1].lower()
        if start
        else ""
    )


def is_one_of(text: str, number: Number) -> bool:
    """Whether a number is the pronoun in `one of them`."""
    return (
        number.low == number.high == 1
        and number.in_words
        and bool(_patterns().one_of.match(text, number.end))
    )


def is_no_count(text: str, number: Number, sentence: tuple[int, int]) -> bool:
    """Whether a number without unit is part of a name, a date, an age, a score or a telephone number."""
    start, end = number.start, number.end
    patterns = _patterns()
    left = text[start - 1] if start else " "
    if left.isalnum() or left in "#@_/.:" or (left in "-–," and start > 1 and text[start - 2].isalnum()):
        return True
    if patterns.after.match(text, end) and not unit_after(text, end)[0]:
        return not hedge_after(text, end)[0]
    word = word_after(text, end)
    if word[:1].isupper() and patterns.street.match(text, end):
        return True
    if word in _words_after() and (is_age(text, end) or patterns.scored.match(text, end)):
        return True
    if number.currency:
        return False
    if _AGED.search(text[max(0, start - 3) : start]) and text[end : end + 1] in (",", "."):
        return number.low is not None and number.low < _OLDEST
    if text[start:end] in table()["no_counts"]["names"] and not text[end : end + 2].strip().isdigit():
        return True
    if is_one_of(text, number) or _follows_age(text, start) or _is_rate(text, start):
        return True
    if (left == "(" and text[end : end + 1] == ")" and not number.scaled) or text[end : end + 2] == "(c":
        return True
    if not number.in_words and _is_list_mark(text, number, sentence):
        return True
    return _is_named(text, number, sentence[0])


@by_language
def _words_after() -> frozenset[str]:
    """Return the first words of what makes a number an age or the result of a vote or a game."""
    marks = table()["no_counts"]
    return frozenset(phrase.split()[0] for phrase in [*marks["age_units"], *marks["scored"]])


def _is_rate(text: str, start: int) -> bool:
    """Whether a number is what a rate is reckoned by: `14 cases per 100,000`."""
    return _word_before(text, start) in table()["no_counts"]["rate_leads"]


def _follows_age(text: str, start: int) -> bool:
    """Whether `age` or `the age of` stands before a number."""
    if text[start - 2 : start - 1] not in _last_letters():
        return False
    words = text[max(0, start - _LONGEST_WORD) : start].lower().split()
    if len(words) > 1 and words[-1] in known().of:
        words.pop()
    return bool(words) and words[-1] in table()["no_counts"]["age_leads"]


@by_language
def _last_letters() -> frozenset[str]:
    """Return the letters with which the words that stand before an age end."""
    letters = {word[-1] for word in (*table()["no_counts"]["age_leads"], *known().of)}
    return frozenset(letters | {letter.upper() for letter in letters})


def _is_list_mark(text: str, number: Number, sentence: tuple[int, int]) -> bool:
    """Whether a number opens a point of a list: `2. The second reason`, `whether 1) it came and 2) it left`."""
    if text[number.end : number.end + 1] == ")" and "(" not in text[sentence[0] : number.start]:
        return True
    opens = number.start == sentence[0] or text[number.start - 1] == "\n"
    return opens and text[number.end : number.end + 1] in (".", ")", ":")


def _is_named(text: str, number: Number, sentence_start: int) -> bool:
    """Whether the word before a number makes it a name: `Highway 12`, `Boeing 737`, `Gang of Eight`."""
    start = number.start
    marks = table()["no_counts"]
    if text[start - 1 : start] not in (" ", "\u00a0"):
        return False
    left = text.rfind(" ", max(0, start - _LONGEST_WORD), start - 1) + 1
    before = text[left or max(0, start - _LONGEST_WORD) : start - 1].rpartition("\n")[2]
    word = before.lstrip(_OPENING).rstrip(".")
    if not word or not (word[-1].isalnum() or word[-1] in "'’&-"):
        return False
    if word.lower() in known().series and not number.vague:
        return not (
            word.lower() in marks["series_or_hedge"]
            or (word.lower() in marks["series_of_digits"] and number.in_words)
        )
    if before[:1] in _OPENING and text[number.end : number.end + 1] in ("”", '"'):
        return True  # a show called “The 360”
    starts_sentence = start - len(before) - 1 <= sentence_start
    capital = word[:1].isupper() and not word.endswith(endings().possessive) and not starts_sentence
    if not number.in_words:
        if word in marks["of_name"]:
            group = text[max(0, start - _LONGEST_WORD) : start].split()[-2:-1]
            return bool(group) and group[0].lstrip('“"').lower() in marks["groups"] and not group[0].islower()
        initials = word.isupper() and (
            "." in word or any(c.isdigit() for c in word)
        )  # H.R. 1, Flight 4U 9525
        return (capital or initials) and not is_hedge(word.lower()) and word.lower() not in known().stop
    if not text[start].isupper() or starts_sentence:
        return False
    return bool(_patterns().title.match(text, number.end)) or word in marks["of_name"]


def is_year(digits: str) -> bool:
    """Whether a number is written as a year."""
    return len(digits) == 4 and digits.isdigit() and _YEARS[0] <= int(digits) <= _YEARS[1]


def is_aged(text: str, number: Number, sentence: tuple[int, int]) -> bool:
    """Whether a bare number is an age by the words before it: `aged 9, 7 and 4`, `ranged in age from 12 to 69`."""
    if number.scaled or (number.low or number.high or 0) >= _OLDEST:
        return False
    before = text[max(sentence[0], number.start - 60) : number.start].lower().split()
    if before[-1:] and before[-1] in table()["ranges"]["between"] and is_people("".join(before[-2:-1])):
        return number.low != number.high  # people between 18 and 25
    return any(word.strip(",") in table()["no_counts"]["age_words"] for word in before[-6:])


def is_bare(text: str, number: Number, hedge: str, sentence: tuple[int, int]) -> bool:
    """Whether nothing tells that a number without unit or counted thing is a count at all."""
    if number.scaled or number.in_words or number.vague or number.low != (number.low or 0) // 1:
        return False
    if number.dashed:
        return True
    low = number.low if number.low is not None else number.high or 0.0
    marks = table()["no_counts"]
    before = text[max(sentence[0], number.start - 60) : number.start].lower().split()
    if hedge:
        return low < _OLDEST and bool(before) and before[-1] in marks["age_hedges"]
    if low >= _BIG:
        return False
    if before and (
        before[-1] in marks["count_leads"] or (is_past(before[-1]) and before[-1] not in marks["called"])
    ):
        return False
    after = [token.text for token in tokens_after(text, number.end, sentence[1], 1)]
    if after and (
        after[0] in known().finite
        or after[0] in known().states
        or after[0] in marks["verbs_after"]
        or is_past(after[0])
    ):
        return False
    if before and before[-1] in marks["change_links"]:
        return not any(word in known().changes or word in marks["changes"] for word in before[-7:-1])
    return True
