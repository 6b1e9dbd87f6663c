"""Time expressions of a text with their TIMEX3 values, resolved against the dateline.

The grammar (`grammar`) finds them, `resolution`, `periods` and `offsets` say what they mean, and
this module keeps the thread: the tense around each, and what was mentioned last before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from writethru.annotate.dates import values as calendar
from writethru.annotate.dates.context import DOUBTFUL, Context, Draft
from writethru.annotate.dates.grammar import Reading, grammar
from writethru.annotate.dates.resolvers import RESOLVERS
from writethru.annotate.dates.stretches import stretches
from writethru.annotate.dates.tense import tense_around
from writethru.annotate.dates.titles import TITLES, ends_title, titles
from writethru.annotate.dates.tokens import Words, tokenizer
from writethru.annotate.dates.words import doubtful_month, listed
from writethru.records import Field, Sentence, TimeExpression

QUARTER_REACH = 400  # characters after which `a year ago` is no more of a quarter
NEVER = -1_000_000
TOLD_REACH = 200  # characters over which the year of an earlier date is understood
HISTORY_YEARS = 5  # a text that names so many years,
TELLING = ("date", "month", "year")
HISTORY_SHARE = 0.8  # most of them before its own, tells history
HISTORY_RISES = 0.7  # share of its years that are not before the one told last: it is told in order
HISTORY_NEAR = 6  # years for each time that counts from the text's own day: `Tuesday`, `last month`
FROM_NOW = ("weekday", "day_name", "part", "current")
TURNED = ("round", "season", "month", "last_n", "the_unit")
COUNTED_BACK = ("offset", "loose_offset", "year_ago")
FROM_DATELINE = ("day_name", "round", "offset", "reference")  # in a history these say nothing of what follows
COUNTED_BEFORE = (
    "day_number",
    "number",
    "decimal",
    "card",
    "teen",
    "tens",
    "scale",
    "few",
    "once",
    "twice",
    "times",
)
REREAD = ("date", "time", "month", "part", "quarter", "season", "holiday", "same_period", "weekday", "round")
LINKED = ("date", "month", "season", "more_days")
# rules whose meaning no tense changes
TENSELESS = (
    "age",
    "set",
    "adverb",
    "duration",
    "article",
    "units",
    "year",
    "decade",
    "century",
    "current",
)
SPANNED = ("date", "month", "weekday")
DATED = ("date", "month")
SIGNED = re.compile(
    r"\(@\w{1,20}\) ?([A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})"
)  # of a post: Name (@name) May 3, 2031
CHANGED_DAYS = 7  # after its day, from which on a quoted post shows that a text was changed
LISTS = ("day_list", "century_list")


def _tells_history(readings: Sequence[Reading], reference: date | None) -> bool:
    """Return whether a text tells of years before its dateline, in order, and hardly of `Tuesday` or `last month`.

    News with some background in years is none: what it dates by a month alone is of its own year.
    """
    if reference is None:
        return False
    told = [(reading.rule, reading.first("year_number")) for reading in readings if reading.rule in TELLING]
    years = [year for _, year in told if year is not None]
    if len(years) < HISTORY_YEARS:
        return False
    days_or_months = sum(rule != "year" for rule, _ in told)
    past = sum(year < reference.year for year in years)
    long_past = sum(year < reference.year - 1 for year in years)
    rises = sum(year >= before for before, year in pairwise(years))
    return (
        past >= HISTORY_SHARE * len(years)
        and rises >= HISTORY_RISES * (len(years) - 1)
        and sum(map(_counts_from_now, readings)) * HISTORY_NEAR <= len(years)
        and min(long_past, days_or_months) * 2 >= len(years)
    )


def _counts_from_now(reading: Reading) -> bool:
    """Return whether a time counts from its text's own day: `Tuesday`, `last month`, `two years ago`."""
    if reading.rule in FROM_NOW:
        return True
    if reading.rule in TURNED:
        return reading.has("past", "next", "this", "current") and not reading.has("year_number")
    return reading.rule in COUNTED_BACK and reading.has("ago")


def _surnames(text: str) -> frozenset[str]:
    """Return the months that are somebody's name in a text: `Theresa May`, not `In May`."""
    found = set()
    for match in doubtful_month().finditer(text):
        before = text[max(0, match.start() - 20) : match.start()].split()
        if (
            before
            and before[-1][:1].isupper()
            and before[-1].isalpha()
            and before[-1] not in listed("before_month_not_name")
        ):
            found.add(match[1])
    return frozenset(found)


def _linked(reading: Reading, after: Reading, words: Words) -> tuple[int | None, int | None]:
    """Return year and month of the date that a date without a year is linked to: `May 3 to June 5, 2001`."""
    if reading.has("year_number"):
        return None, None
    between = after.position - reading.position - len(reading.tokens)
    if after.rule == "more_days" and between == 0:
        return after.first("year_number"), None
    if between not in (1, 2) or words.text(reading.position + len(reading.tokens)).lower() not in listed(
        "links"
    ):
        return None, None
    return after.first("year_number"), after.first("month", "doubtful_month", "short_month")


def _span_from(words: Words, reading: Reading, opening: Reading, day: date) -> date | None:
    """Return the first day of the expression that a reading ends, given the one before: `from Monday to Friday`."""
    after = opening.position + len(opening.tokens)
    if opening.rule != reading.rule or reading.position != after + 1 or reading.has("year_number"):
        return None
    between = words.text(opening.position - 1).lower() in listed("between")
    return day if words.text(after).lower() in listed("span_links") or between else None


def _remember(context: Context, reading: Reading, draft: Draft, days: tuple[date, date] | None) -> None:
    """Keep what later expressions may count from."""
    if reading.rule == "last_n" and draft.value.endswith("M"):
        context.quarter_at = NEVER  # after `the first nine months` the talk is of years
    if draft.type not in ("DATE", "TIME") or days is None:
        return
    if days[1].year - days[0].year > 1 or (context.narrative and reading.rule in FROM_DATELINE):
        return
    if (
        reading.rule in ("offset", "year_ago")
        and reading.first("later") == -1
        and reading.first("unit") == "Y"
    ):
        return  # `a year earlier` compares; what follows goes on where the text was
    context.last = draft.value
    context.last_year = days[0].year
    if days[0] == days[1]:
        context.last_day = days[0]
    spoken = "-Q" in draft.value and reading.rule == "quarter" and not reading.has("ago", "later", "past")
    if spoken and (not reading.has("year_number") or draft.value > context.last_quarter):
        context.last_quarter, context.quarter_at = draft.value, reading.start


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
    words_of, read = tokenizer().words, grammar().read
    held = (words_of(text, start, end) for start, end in stretches(text, sentences))
    told = [(words, readings) for words in held if words and (readings := read(words))]
    reference = date.fromisoformat(published[:10]) if published else None
    readings = [reading for _, some in told for reading in some]
    context = Context(reference, narrative=_tells_history(readings, reference))
    context.surnames, context.titles = _surnames(text), titles(told)
    context.changed = _was_changed(text, reference)
    thread = _Thread(context, text, field)
    return tuple(found for words, some in told for found in thread.follow(words, some))


def _was_changed(text: str, reference: date | None) -> bool:
    """Return whether a text quotes posts of well after its own day, so that it was changed since."""
    if reference is None:
        return False
    signed = (match[1] for match in SIGNED.finditer(text))
    times = (time for words in signed for time in find_times(words, [], published=None) if time.interval)
    return any(
        (date.fromisoformat(time.interval[0]) - reference).days > CHANGED_DAYS
        for time in times
        if time.interval
    )


def _opens_as_other_word(words: Words, reading: Reading) -> bool:
    """Return whether a reading opens with a preposition or verb: `following Tuesday`, `will last two days`."""
    word = reading.tokens[0].text.lower()
    if word in listed("following"):
        return True
    if reading.rule != "last_n":
        return False
    return word in listed("last") and words.text(reading.position - 1).lower() in listed("before_verb_last")


def _counted_before(words: Words, first: int) -> bool:
    """Return whether a number of something else stands shortly before a place: `40 times a year`."""
    near = words.tokens(first - 4, first)
    since = max((i for i, token in enumerate(near) if token.kind in ("unit", "units", "comma")), default=-1)
    return any(token.kind in COUNTED_BEFORE or token.text in "%$" for token in near[since + 1 :])


class _Thread:
    """What is known at each point of a text, from its first time expression to its last."""

    def __init__(self, context: Context, text: str, field: Field) -> None:
        self.context, self.text, self.field = context, text, field
        self.before: tuple[Reading, date] | None = None  # what could be placed last in this sentence
        self.told: tuple[int, int] | None = None  # an earlier year, and where in the text it was told
        self.history = NEVER  # where a year well before its own was told by itself

    def follow(self, words: Words, readings: list[Reading]) -> Iterator[TimeExpression]:
        """Yield the time expressions of the readings of one sentence."""
        self.before, self.context.told_here = None, False
        for number, reading in enumerate(readings):
            after = readings[number + 1] if number + 1 < len(readings) else None
            if _opens_as_other_word(words, reading):
                yield from self._reread(words, reading, after)
                continue
            expression = self._resolve(words, reading, after)
            if expression is not None:
                yield expression
            elif len(reading.tokens) > 1 and reading.rule in REREAD:  # it may go without its first word
                yield from self._reread(words, reading, after)

    def _reread(self, words: Words, reading: Reading, after: Reading | None) -> Iterator[TimeExpression]:
        """Yield what is found in a reading after its first word."""
        for part in grammar().read_within(
            words, reading.position + 1, reading.position + len(reading.tokens)
        ):
            expression = self._resolve(words, part, after)
            if expression is not None:
                yield expression

    def _resolve(self, words: Words, reading: Reading, after: Reading | None) -> TimeExpression | None:
        """Return what a reading means and remember it; None if it is no time expression after all."""
        if reading.rule in TITLES and ends_title(words, reading, self.context.titles):
            return None
        self._look_around(words, reading, after)
        try:
            draft = RESOLVERS[reading.rule](reading, self.context)
        except (ValueError, OverflowError):
            return None  # a date beyond the calendar
        if draft is None:
            return None
        days = calendar.days_of(draft.value)
        draft = self._doubted(reading, draft, days)
        self.context.previous_rule = reading.rule
        self.before = (reading, days[0]) if days else None
        _remember(self.context, reading, draft, days)
        year, reference = reading.first("year_number"), self.context.reference
        if year and reading.rule in DATED and reference and year < reference.year:
            self.told, self.context.told_here = (year, reading.end), True
        if year and reading.rule == "year" and reference and year < reference.year - 1:
            self.history = reading.end
        return _expression(reading, draft, days, self.field)

    def _doubted(self, reading: Reading, draft: Draft, days: tuple[date, date] | None) -> Draft:
        """Return what a reading means, as a guess where its text was changed after its day: what it says happened is to come.

        So is every weekday in a text that shows that it was.
        """
        context = self.context
        if days is None or context.reference is None or not draft.relative:
            return draft
        late = context.tense < 0 and days[0] > context.reference
        if late or (context.changed and reading.rule in ("weekday", "day_name", "part", "date", "time")):
            return draft._replace(confidence=min(draft.confidence, DOUBTFUL))
        return draft

    def _look_around(self, words: Words, reading: Reading, after: Reading | None) -> None:
        """Note the words beside a reading, its tense, and a year that was told just before it."""
        context, first, rule = self.context, reading.position, reading.rule
        last = reading.last
        context.word_before, context.word_after = words.text(first - 1), words.text(last + 1)
        context.two_before = words.text(first - 2)
        context.before = words.entries[first - 1].kind if first else ""
        tenseless = rule in TENSELESS or (rule in DATED and reading.has("year_number"))
        context.tense = 0 if tenseless else tense_around(words, first, last)
        if rule == "article":
            context.counted_before = _counted_before(words, first)
        near = reading.start - context.quarter_at <= QUARTER_REACH
        context.near_quarter = context.last_quarter if near else ""
        context.linked_year = context.linked_month = context.span_from = None
        if after is not None and rule in LINKED and after.rule in LINKED:
            context.linked_year, context.linked_month = _linked(reading, after, words)
        if self.before is not None and rule in SPANNED:
            context.span_from = _span_from(words, reading, *self.before)
        if rule in LISTS:
            context.ahead = words.tokens(last + 1, last + 7)
        self._recall_years(reading, after)

    def _recall_years(self, reading: Reading, after: Reading | None) -> None:
        """Note a year before the text's own that was told just before a reading or comes after it."""
        context = self.context
        year = after.first("year_number") if after is not None and after.rule in TELLING else None
        context.year_here = bool(year and context.reference and year < context.reference.year)
        past = reading.start - self.history <= TOLD_REACH
        context.of_history = past and "\n\n" not in self.text[self.history : reading.start]
        context.told_year = None
        if self.told is not None and reading.start - self.told[1] <= TOLD_REACH:
            told = "\n\n" not in self.text[self.told[1] : reading.start]
            context.told_year = self.told[0] if told else None
