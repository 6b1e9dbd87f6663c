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

TOLD_TOKENS = 40  # how far the year of an earlier date is understood
TENSE_WORDS = 14  # how far on either side a verb is looked for
HISTORY_YEARS = 5  # a text that names so many years,
HISTORY_SHARE = 0.8  # most of them before its own, tells history
FROM_DATELINE = ("day_name", "round", "offset", "reference")  # in a history these say nothing of what follows
COUNTED_BEFORE = ("day_number", "number", "decimal", "card", "scale", "few", "once", "twice", "times")
REREAD = ("date", "time", "month", "part", "quarter", "season", "holiday", "same_period", "weekday", "round")
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
    passive = index > 0 and tokens[index - 1].text.lower() in ("be", "is", "are")  # the auxiliary decides
    known = _tense_words().get(word)
    if known is not None:
        return 0 if passive and known < 0 else known
    if word == "to" and index + 1 < len(tokens):
        after = tokens[index + 1]
        plain = not after.kind and after.text.islower() and after.text not in _articles()
        return 1 if plain and not after.text.endswith("ing") else 0
    if word.endswith("ed") and len(word) > 3 and tokens[index].text.islower():
        return 0 if passive else -1
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
    reading: Reading, after: Reading | None, tokens: Sequence[Token]
) -> tuple[int | None, int | None]:
    """Return year and month of the date that a date without a year is linked to: `May 3 to June 5, 2001`."""
    if after is None or reading.rule not in LINKED or after.rule not in LINKED or reading.has("year_number"):
        return None, None
    between = tokens[reading.position + len(reading.tokens) : after.position]
    if len(between) not in (1, 2) or between[0].text.lower() not in LINKS:
        return None, None
    return after.first("year_number"), after.first("month", "doubtful_month", "short_month")


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
    thread = _Thread(context, line, tokens, sentences, field)
    found: list[TimeExpression] = []
    for number, reading in enumerate(readings):
        after = readings[number + 1] if number + 1 < len(readings) else None
        expression = thread.follow(reading, after)
        if expression is not None:
            found.append(expression)
        elif len(reading.tokens) > 1 and reading.rule in REREAD:  # what is left of it without its first word
            rest = read(line, tokens, reading.position + 1, reading.position + len(reading.tokens))
            found.extend(e for e in (thread.follow(part, after) for part in rest) if e is not None)
    return tuple(found)


class _Thread:
    """What is known at each point of a text, from its first time expression to its last."""

    def __init__(
        self, context: Context, line: str, tokens: list[Token], sentences: Sequence[Sentence], field: Field
    ) -> None:
        self.context, self.line, self.tokens, self.field = context, line, tokens, field
        self.sentence_starts = [sentence.start for sentence in sentences]
        self.sentence_ends = [sentence.end for sentence in sentences]
        self.token_starts = [token.start for token in tokens]
        self.told: tuple[int, int] | None = None  # an earlier year, and the token where it was told

    def follow(self, reading: Reading, after: Reading | None) -> TimeExpression | None:
        """Resolve one reading and remember it; None if it is no time expression after all."""
        self._look_around(reading, after)
        try:
            draft = RESOLVERS[reading.rule](reading, self.context)
        except (ValueError, OverflowError):
            return None  # a date beyond the calendar
        if draft is None:
            return None
        days = calendar.days_of(draft.value)
        _remember(self.context, reading, draft, days)
        year, reference = reading.first("year_number"), self.context.reference
        if year and reading.rule in ("date", "month") and reference and year < reference.year:
            self.told = year, reading.position
        return _expression(reading, draft, days, self.field)

    def _look_around(self, reading: Reading, after: Reading | None) -> None:
        """Note the words beside a reading, its tense, and a year that was told just before it."""
        context, tokens, first = self.context, self.tokens, reading.position
        last = first + len(reading.tokens) - 1
        context.tense = tense_around(tokens, first, last, *self._sentence(reading))
        context.before = tokens[first - 1].kind if first else ""
        context.word_before = tokens[first - 1].text if first else ""
        context.word_after = tokens[last + 1].text if last + 1 < len(tokens) else ""
        context.counted_before = any(
            t.kind in COUNTED_BEFORE or t.text in "%$" for t in tokens[max(0, first - 4) : first]
        )
        context.linked_year, context.linked_month = _linked(reading, after, tokens)
        context.ahead = tuple(tokens[last + 1 : last + 7])
        context.told_year = None
        if self.told is not None and first - self.told[1] <= TOLD_TOKENS:
            between = tokens[self.told[1] : first]
            context.told_year = None if any("\n" in t.text for t in between) else self.told[0]

    def _sentence(self, reading: Reading) -> tuple[int, int]:
        """Return the range of tokens of the sentence a reading stands in; all if it stands in none."""
        number = bisect_right(self.sentence_starts, reading.start) - 1
        if number < 0:
            return 0, len(self.tokens)
        low = bisect_right(self.token_starts, self.sentence_starts[number] - 1)
        high = bisect_right(self.token_starts, self.sentence_ends[number] - 1)
        return low, max(high, reading.position)
