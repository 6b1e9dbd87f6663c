"""Numbers with what they count, how firmly, and as of when: `at least 12 people killed`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec.structs import replace

from writethru.annotate.lexicon import by_language
from writethru.annotate.quantities.as_of import as_of
from writethru.annotate.quantities.asides import share_in_aside
from writethru.annotate.quantities.counted import counted_after_number, is_one, leads_one, telling_words
from writethru.annotate.quantities.ellipsis import (
    is_level_too,
    is_paired,
    is_share_of,
    many,
    same_again,
    shared_state,
)
from writethru.annotate.quantities.hedges import bounds, hedge_after, hedge_before
from writethru.annotate.quantities.measured import counted_after_measure, is_share, measure, unit_after
from writethru.annotate.quantities.no_counts import (
    is_age,
    is_aged,
    is_bare,
    is_no_count,
    is_one_of,
    is_part,
    is_time,
    is_year,
)
from writethru.annotate.quantities.numbers import alternatives, lowered, number_pattern, numbers, table, value
from writethru.annotate.quantities.phrases import Counted, word_after
from writethru.annotate.quantities.ranges import Number, read_number
from writethru.annotate.quantities.words import known
from writethru.records import Field, Quantity, Sentence, Span, TimeExpression

__all__ = ["find_quantities"]

_REACH_OF_WHOLE = 14  # characters after `one` in which the number of `one of the ten` begins
_WORD = re.compile(r"[a-z]+")
_MONEY = 1e6  # from here on a number without noun and sign can be one of money
_VAGUE_AMOUNT = 1000.0  # of whom it is said what is said of many


@by_language
def _totals() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what joins a part to its total (`13 of 29`, `nine out of ten`), and a rate (`one in five`)."""
    said = table()["totals"]
    words = rf"\d|(?:{alternatives(table()['numbers'])})\b"
    return (
        re.compile(
            rf" (?:{alternatives(said['of'])}) (?:(?:{alternatives(said['determiners'])}) )?(?:(?:{alternatives(table()['hedges']['about'])}) )?"
            rf"(?:(?:[\w-]{{1,20}} )?[\w-]{{1,20}}['’]s? )?(?={words})"
        ),
        re.compile(
            rf" (?:{alternatives(said['in'])}) (?={words}|{alternatives(w for w in table()['scales'] if len(w) > 3)}\b)"
        ),
    )


@by_language
def _first_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the first words of what joins a part to its total, and of what joins a rate."""
    said = table()["totals"]
    return frozenset(p.split()[0] for p in said["of"]), frozenset(p.split()[0] for p in said["in"])


def _total_end(text: str, low: str, end: int) -> int | None:
    """Return where the total of `13 of 29`, `nine out of ten` ends, or None."""
    link = _totals()[0].match(text, end)
    total = number_pattern().match(low, link.end()) if link else None
    return total.end() if total and not is_share(text, total.end()) and not total["sign"] else None


def _rate_end(text: str, low: str, number: Number) -> int | None:
    """Return where `one in five`, which is no count, ends, or None."""
    if number.low is None or number.low != number.high:
        return None
    link = _totals()[1].match(text, number.end)
    total = number_pattern().match(low, link.end()) if link else None
    if total is None or total["vague"] or total["sign"] or is_share(text, total.end()) or is_year(total[0]):
        return None
    if not number.low < value(total) or is_time(text, total.end()) or unit_after(text, total.end())[0]:
        return None
    return total.end()


def _quantity(
    text: str,
    number: Number,
    total: int | None,
    sentence: tuple[int, int],
    times: Sequence[TimeExpression],
    before: Quantity | None,
    field: Field,
) -> Quantity | None:
    """Return a number as a quantity, or None if it counts nothing.

    `total` is where `of 29` ends, `before` the quantity before it in the same sentence.
    """
    if (number.low is None and number.high is None) or is_part(text, number):
        return None
    start, end = number.start, number.end
    unit, end = ("%", end) if number.share else measure(text, start, end, number.currency)
    unit = unit or number.unit
    if is_time(text, end) and not (unit and not number.share):
        return None
    if unit:
        if unit != "magnitude" and text[max(start - 1, 0) : start].isalnum():
            return None
        if unit and is_age(text, number.end):
            return None
    elif is_no_count(text, number, sentence):
        return None
    hedge, start = hedge_before(text, start, sentence[0])
    if number.low == 1 and not unit and text[start : number.start].strip().lower() in known().places_before:
        hedge, start = "", number.start  # under one roof
    later, end = hedge_after(text, end)
    if later and not unit and is_time(text, end):
        return None  # a 30-plus year veteran
    hedge = later or hedge
    if not (unit or hedge or total or before) and number.low == 1 and _is_pronoun(text, number, sentence):
        return None
    counted = _counted(text, number, start, end, total, unit, hedge, sentence)
    if unit == "%" and counted is not None and not counted.words:
        counted = share_in_aside(text, start, end, sentence) or counted
    if not unit and not total and counted is None and is_aged(text, number, sentence):
        return None
    if before is not None and not unit and counted is None and is_level_too(text, number, before):
        unit, counted = "%", Counted(before.counted, "%", end, end)
    elif before is not None:
        counted = same_again(text, number, counted, unit, before)
        counted = shared_state(text, counted, before) if counted and not unit else counted
    if not unit and not total and not _counts(text, number, counted, hedge, sentence):
        return None
    low, high, approximate = bounds(number, hedge)
    counted = counted or Counted("", "", end, end)
    span = Span(counted.start, counted.end, field) if counted.end > counted.start else None
    happened = counted.words.rpartition(" ")[2] in known().befallen and counted.end > counted.start
    when = as_of(text, start, max(end, counted.end), sentence, times, not happened) if times else None
    return Quantity(start, end, field, low, high, counted.unit, counted.words, span, approximate, when)


def _is_pronoun(text: str, number: Number, sentence: tuple[int, int]) -> bool:
    """Whether nothing in the sentence could make `one` a number, so that the rest need not be read."""
    if not number.in_words or number.high != 1 or leads_one(text, number.start):
        return False
    left, right = max(sentence[0], number.start - 160), min(sentence[1], number.end + 240)
    around = _WORD.findall(text[left:right].lower())
    return telling_words().isdisjoint(around)


def _counted(
    text: str,
    number: Number,
    start: int,
    end: int,
    total: int | None,
    unit: str,
    hedge: str,
    sentence: tuple[int, int],
) -> Counted | None:
    """Return what the number that ends at `end` (with its unit) counts."""
    if unit:
        return counted_after_measure(text, end, sentence[1], unit, number.share)
    if total:
        measured, until = unit_after(text, total)
        if measured:
            return counted_after_measure(text, until, sentence[1], measured, False)
    amount = number.high or (number.low if hedge or not number.vague else None) or _VAGUE_AMOUNT
    found = counted_after_number(text, start, total or end, sentence, amount)
    if found is None and (number.low or 0) >= _MONEY:
        sum_ = counted_after_measure(text, end, sentence[1], "", False)  # billions in subsidies
        found = sum_ if sum_.words else None
    return many(text, number, end) if found is None and number.vague else found


def _counts(
    text: str, number: Number, counted: Counted | None, hedge: str, sentence: tuple[int, int]
) -> bool:
    """Whether a number without unit is a count, by what it counts or by what stands around it."""
    amount = number.low or 0
    if number.low == number.high == 1 and number.in_words and not is_one(text, number.start, counted, hedge):
        return False
    if counted is None and number.vague and word_after(text, number.end) in table()["grammar"]["and"]:
        return False
    if counted is None and ((number.in_words and not number.scaled) or amount < 2) and not number.vague:
        return False
    if is_year(text[number.start : number.end]):
        return counted is not None and (bool(hedge) or " " in counted.words)
    return counted is not None or not is_bare(text, number, hedge, sentence)


def _unharmed(quantity: Quantity) -> Quantity:
    """Return what `one of the ten men died` counts beside the one: what befell it did not befall all."""
    words = quantity.counted
    while (cut := words.rpartition(" "))[0] and cut[2] in known().befallen:
        words = cut[0]
    return replace(quantity, counted=words)


def _start(span: Span) -> int:
    return span.start


def find_quantities(
    text: str, sentences: Sequence[Sentence], *, times: Sequence[TimeExpression] = (), field: Field = "text"
) -> tuple[Quantity, ...]:
    """Return the quantities of a text in order.

    The span holds the number with its hedge and unit (`at least 12`, `$5 million`, `60%`);
    `counted` is normalised ("people killed" for dead, deaths, died, killed). Numbers inside a time
    expression, ordinals, years, ages, scores and numbers that are part of a name are left out. The
    unit of a fraction is per cent; "dozens" is at least 24. `as_of` is the time in the same clause, where
    `times` has one.
    """
    starts = [sentence.start for sentence in sentences]
    ordered = sorted(times, key=_start)
    time_starts = [time.start for time in ordered]
    low = lowered(text)
    joins_total, joins_rate = _first_words()
    found: list[Quantity] = []
    at = whole = 0
    for match in numbers(low, ordered):
        if match.start() < at:
            continue
        at = match.end()
        number = read_number(text, match)
        here = bisect_right(starts, number.start) - 1
        sentence = (sentences[here].start, sentences[here].end) if here >= 0 else (0, len(text))
        if number.end > sentence[1]:
            sentence = (sentence[0], len(text))
        if is_one_of(text, number):
            whole = number.end + _REACH_OF_WHOLE
            continue
        total, link = None, word_after(text, number.end)
        if link in joins_rate and (rate := _rate_end(text, low, number)):
            at = rate
            continue
        if link in joins_total and not number.share:
            total = _total_end(text, low, number.end)
        before = found[-1] if found and found[-1].start >= sentence[0] else None
        near = ordered[bisect_left(time_starts, sentence[0]) : bisect_left(time_starts, sentence[1])]
        quantity = _quantity(text, number, total, sentence, near, before, field)
        at = max(at, number.end, total or 0)
        if quantity is not None and number.start < whole:
            quantity = _unharmed(quantity)
        if quantity is None or (found and quantity.start < found[-1].end):
            continue
        if before is not None and is_share_of(text, before, quantity):
            found[-1] = replace(before, counted=quantity.counted, counted_span=quantity.counted_span)
        elif before is not None and is_paired(text, before, quantity):
            found[-1] = replace(
                before, counted=quantity.counted, counted_span=quantity.counted_span, unit=quantity.unit
            )
        found.append(quantity)
    return tuple(found)
