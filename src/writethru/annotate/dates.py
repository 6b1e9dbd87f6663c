"""Time expressions of a text with their TIMEX3 values, resolved against the dateline.

The grammar (`date_grammar`) finds them, `date_resolution` and `date_offsets` say what they mean, and
this module keeps the thread: the tense around each, and what was mentioned last before it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cache

from writethru.annotate import date_values as calendar
from writethru.annotate import lexicon
from writethru.annotate.date_grammar import Reading, Token, read, tokenize
from writethru.annotate.date_offsets import RESOLVERS
from writethru.annotate.date_resolution import Context, Draft
from writethru.records import Field, Sentence, TimeExpression

TENSE_WORDS = 14  # how far on either side a verb is looked for
HISTORY_YEARS = 5  # a text that names so many years,
HISTORY_SHARE = 0.8  # most of them before its own, tells history
FROM_DATELINE = ("day_name", "round", "offset", "reference")  # in a history these say nothing of what follows
LINKED = ("date", "month", "season")
LINKS = frozenset(("to", "-", "–", "and", "through", "or", "until", "till"))


@cache
def _tense_words() -> dict[str, int]:
    tense = lexicon.table("times")["tense"]
    found = dict.fromkeys(tense["past"], -1)
    return found | dict.fromkeys(tense["future"], 1)


@cache
def _articles() -> frozenset[str]:
    return frozenset(lexicon.table("times")["tense"]["articles"])


def _tense_of_word(tokens: Sequence[Token], index: int) -> int:
    """Return what one word says of the tense: -1 past, 1 future, 0 nothing."""
    word = tokens[index].text.lower()
    known = _tense_words().get(word)
    if known is not None:
        return known
    if word == "to" and index + 1 < len(tokens):
        after = tokens[index + 1]
        plain = not after.kind and after.text.islower() and after.text not in _articles()
        return 1 if plain and not after.text.endswith("ing") else 0
    if word.endswith("ed") and len(word) > 3 and word.islower():
        before = tokens[index - 1].text.lower() if index else ""
        return 0 if before in ("be", "is", "are") else -1
    return 0


def tense_around(tokens: Sequence[Token], first: int, last: int, low: int, high: int) -> int:
    """Return the tense around tokens `first` to `last`: of the nearest verb before, else after, in the sentence."""
    if first > low and tokens[first - 1].text.lower() in ("until", "till", "by"):
        return (
            1
            if not any(
                _tense_words().get(t.text.lower()) == -1 and t.text in ("had",) for t in tokens[low:first]
            )
            else 0
        )
    for index in range(first - 1, max(low, first - TENSE_WORDS) - 1, -1):
        tense = _tense_of_word(tokens, index)
        if tense:
            return tense
    for index in range(last + 1, min(high, last + TENSE_WORDS)):
        tense = _tense_of_word(tokens, index)
        if tense:
            return tense
    return 0


def _tells_history(readings: Sequence[Reading], reference: date | None) -> bool:
    """Return whether a text tells of years before its dateline: full dates, and hardly a weekday or `today`."""
    if reference is None:
        return False
    years = [
        year
        for reading in readings
        if reading.rule in ("date", "month", "year") and (year := reading.first("year_number")) is not None
    ]
    near = sum(reading.rule in ("weekday", "day_name", "part") for reading in readings)
    past = sum(year < reference.year for year in years)
    return len(years) >= HISTORY_YEARS and past >= HISTORY_SHARE * len(years) and near * 4 <= len(years)


def _linked(
    number: int, readings: Sequence[Reading], tokens: Sequence[Token]
) -> tuple[int | None, int | None]:
    """Return year and month of the date that a date without a year is linked to: `May 3 to June 5, 2001`."""
    reading = readings[number]
    if reading.rule not in LINKED or number + 1 >= len(readings) or reading.has("year_number"):
        return None, None
    after = readings[number + 1]
    between = tokens[reading.position + len(reading.tokens) : after.position]
    if after.rule not in LINKED or len(between) > 2 or not between or between[0].text.lower() not in LINKS:
        return None, None
    year = after.first("year_number")
    return year, after.first("month", "doubtful_month", "short_month")


def _remember(context: Context, reading: Reading, draft: Draft, days: tuple[date, date] | None) -> None:
    """Keep what later expressions may count from."""
    if draft.type not in ("DATE", "TIME") or days is None:
        return
    if days[1].year - days[0].year > 1 or (context.narrative and reading.rule in FROM_DATELINE):
        return
    context.last = draft.value
    context.last_year = days[0].year
    if days[0] == days[1]:
        context.last_day = days[0]
    if "-Q" in draft.value and reading.rule == "quarter" and not reading.has("ago", "later", "past"):
        context.last_quarter = draft.value


def _expression(
    reading: Reading, draft: Draft, days: tuple[date, date] | None, field: Field
) -> TimeExpression:
    placed = draft.type in ("DATE", "TIME") and days is not None
    return TimeExpression(
        start=reading.tokens[draft.skip].start,
        end=reading.tokens[len(reading.tokens) - 1 - draft.drop].end,
        field=field,
        type=draft.type,
        value=draft.value,
        granularity=calendar.granularity_of(draft.value) if draft.type in ("DATE", "TIME") else "",
        interval=(days[0].isoformat(), days[1].isoformat()) if placed and days else None,
        confidence=draft.confidence,
        relative=draft.relative,
    )


def find_times(
    text: str, sentences: Sequence[Sentence], *, published: str | None, field: Field = "text"
) -> tuple[TimeExpression, ...]:
    """Return the time expressions of a text, in order and without overlaps.

    `published` is ISO 8601, a day or a time with its zone: the outlet's own day is the reference day.
    Without it a relative expression keeps a value with `X` for what is not known, and no interval.
    `confidence` is below .8 where a guess was needed: a weekday or month without a tense, an offset
    from the date that was mentioned last. Raises ValueError if `published` is not ISO 8601.
    """
    line, tokens = tokenize(text)
    readings = list(read(line, tokens))
    if not readings:
        return ()
    reference = date.fromisoformat(published[:10]) if published else None
    context = Context(reference, narrative=_tells_history(readings, reference))
    starts = [sentence.start for sentence in sentences]
    token_starts = [token.start for token in tokens]
    found = []
    for number, reading in enumerate(readings):
        resolver = RESOLVERS[reading.rule]
        last = reading.position + len(reading.tokens) - 1
        low, high = _sentence_of(reading, sentences, starts, token_starts)
        context.tense = tense_around(tokens, reading.position, last, low, high)
        context.before = tokens[reading.position - 1].kind if reading.position else ""
        context.word_before = tokens[reading.position - 1].text if reading.position else ""
        context.word_after = tokens[last + 1].text if last + 1 < len(tokens) else ""
        context.linked_year, context.linked_month = _linked(number, readings, tokens)
        context.ahead = tuple(tokens[last + 1 : last + 7])
        try:
            draft = resolver(reading, context)
        except (ValueError, OverflowError):
            continue  # a date beyond the calendar
        if draft is None:
            continue
        days = calendar.days_of(draft.value)
        _remember(context, reading, draft, days)
        found.append(_expression(reading, draft, days, field))
    return tuple(found)


def _sentence_of(
    reading: Reading, sentences: Sequence[Sentence], starts: list[int], token_starts: list[int]
) -> tuple[int, int]:
    """Return the range of tokens of the sentence a reading stands in; all tokens if it stands in none."""
    number = bisect_right(starts, reading.start) - 1
    if number < 0:
        return 0, len(token_starts)
    sentence = sentences[number]
    low = bisect_right(token_starts, sentence.start - 1)
    return low, max(bisect_right(token_starts, sentence.end - 1), reading.position)
