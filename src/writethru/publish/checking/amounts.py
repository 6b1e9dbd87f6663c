"""How much of a thing a claim tells in words: dozens, a third, twice, more than, the second; and what its source counts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from writethru.publish.checking.case import Case, Found
from writethru.publish.checking.figures import Figure, figure_words, figures
from writethru.publish.checking.numbers import of_the_matter
from writethru.publish.checking.senses import base, near
from writethru.publish.checking.words import Word, table

SLACK = 0.12  # of a share by which another may differ from it: "a third" of 35 in 100
SMALL = 4  # a number up to which a text may list things without counting them
AHEAD = 3  # words before a figure in which its bound stands


class Beside(NamedTuple):
    """The passage of a claim: its words, and the figures of the same matter."""

    words: list[Word]
    lows: frozenset[str]
    text: str
    figures: list[Figure]  # of the same matter, wherever they stand
    every: list[Figure]  # of the passage
    own: list[Figure]  # of the claim

    @property
    def shares(self) -> set[float]:
        """The shares that the passage tells, in words, per cent or as some of so many."""
        found = {share for _, share in _parts(self.words)}
        found |= {f.value / 100 for f in self.figures if f.unit == "percent"}
        counts = sorted({f.value for f in self.every if f.value > 0})
        return found | {a / b for a in counts for b in counts if a < b and " of " in self.text}


def amount_faults(case: Case) -> Found:
    """Yield the amounts in words, the bounds and the orders of figures that the passage does not bear out."""
    if case.claim.kind not in ("sentence", "event") or not case.passages:
        return
    text = case.near_text(1)
    words = case.near_words(1)
    span = case.claim.span
    beside = Beside(
        words,
        frozenset(w.low for w in words),
        text,
        list(of_the_matter(case)),
        figures(text, 0, len(text)),
        figures(case.told.text, span.start, span.end, case.days),
    )
    quoted = list(case.within(case.told.findings.quotations))
    mine = [w for w in case.words if not any(q.start <= w.start < q.end for q in quoted)]
    for check in (_vague, _multiples, _shares, _ordinals, _bounds, _small, _turned):
        yield from check(case, mine, beside)


def _vague(case: Case, mine: Sequence[Word], beside: Beside) -> Found:
    """Yield words such as "dozens" where no figure of the matter is one."""
    ranges = table("figures")["vague"]
    for at, word in enumerate(mine):
        before = mine[at - 1].low if at else ""
        if word.low not in ranges or word.low in beside.lows or before in figure_words():
            continue
        low, high = ranges[word.low]
        scale = {"tens": 10, "hundreds": 100}.get(mine[at - 2].low, 1) if at > 1 and before == "of" else 1
        values = {f.value for d in case.documents() for f in case.library.figures(d.article.id)}
        values |= {f.value for f in beside.figures} | set(_times(beside.words))
        if not any(low * scale <= value <= high * scale for value in values):
            told = " or ".join(f"{v:g}" for v in sorted(values)[:6]) or "a number of the cited article"
            yield "number", word.low, told


def _times(words: Sequence[Word]) -> Iterator[float]:
    """Yield how often: "twice", "three times"."""
    yield from (float(table("figures")["vague"][w.low][0]) for w in words if w.low in ("twice", "thrice"))


def _multiples(case: Case, mine: Sequence[Word], beside: Beside) -> Found:
    """Yield "doubled" and its like where no two figures of the passage stand so to one another."""
    multiples = table("figures")["multiple"]
    values = sorted({f.value for f in beside.every if f.value > 0})
    for word in mine:
        if word.low in multiples and not any(near(base(word.low), base(low)) for low in beside.lows):
            wanted = multiples[word.low]
            if not any(abs(b / a - wanted) <= SLACK * wanted for a in values for b in values):
                yield "number", word.low, "figures of the cited article"


def _parts(words: Sequence[Word]) -> Iterator[tuple[Word, float]]:
    """Yield the words for a part of a whole, with the share they are."""
    parts = table("figures")["parts"]
    tops = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}
    for at, word in enumerate(words):
        before = words[at - 1].low if at else ""
        joined = at + 1 < len(words) and words[at + 1].start - word.end == 1
        following = words[at + 1].low if joined else ""
        if (
            word.low == "half"
            and before not in ("a", "first", "second", "and")
            and following in ("of", "the", "a", "as", "its", "their", "")
        ):
            yield word, 0.5
        elif (
            word.low in parts
            and word.low != "half"
            and before in tops
            and (word.low.endswith("s") or following in ("of", "", "less", "more", "fewer"))
        ):
            yield word, tops[before] * parts[word.low]


def _shares(case: Case, mine: Sequence[Word], beside: Beside) -> Found:
    """Yield shares that the passage does not tell."""
    parts = list(_parts(mine))
    shares = beside.shares if parts else set()
    for word, share in parts:
        before = " ".join(w.low for w in mine if w.end <= word.start)
        above = before.endswith(("more than", "over"))
        below = before.endswith(("less than", "fewer than", "under", "nearly", "almost"))
        if not any(
            (above and s > share)
            or (below and s < share)
            or (not above and not below and abs(s - share) <= SLACK * share)
            or (word.low in beside.lows and abs(s - share) < SLACK * share and not above and not below)
            for s in shares
        ):
            yield (
                "number",
                word.low,
                " or ".join(f"{100 * s:.0f} percent" for s in sorted(shares)[:5])
                or "a share that the cited words tell",
            )


@cache
def _ordinal() -> dict[str, int]:
    return {word: index for index, word in enumerate(table("figures")["ordinals"]["words"], 1)}


def _ordinals(case: Case, mine: Sequence[Word], beside: Beside) -> Found:
    """Yield "the second" where the passage has another of it in order."""
    given = {w.low for w in beside.words if w.low in _ordinal()}
    parts = {w.start for w, _ in _parts(mine)}
    times = [(t.start, t.end) for t in case.times]
    for word in mine:
        if (
            word.low not in _ordinal()
            or word.low in given
            or word.start in parts
            or any(a <= word.start < b for a, b in times)
        ):
            continue
        if given and word.low != "first":
            yield "number", word.low, " or ".join(sorted(given))


@cache
def _bounding() -> dict[tuple[str, ...], int]:
    rows = table("figures")["bounds"]
    return {tuple(p.split()): sign for key, sign in (("above", 1), ("below", -1)) for p in rows[key]}


def _bound(words: Sequence[Word], start: int) -> int:
    """Return whether a figure is told as above (1) or below (-1) of what there is."""
    at = bisect_right(words, start, key=lambda word: word.end)
    lows = [w.low for w in words[max(0, at - AHEAD) : at]]
    return next((s for p, s in _bounding().items() if tuple(lows[-len(p) :]) == p), 0)


def _bounds(case: Case, mine: Sequence[Word], beside: Beside) -> Found:
    """Yield bounds of a figure that the passage turns round or does not set."""
    theirs = [(f.value, _bound(beside.words, f.start)) for f in beside.every]
    values = {f.value for f in beside.figures} | {v for v, _ in theirs}
    signs: dict[float, list[int]] = {}
    for value, given in theirs:
        signs.setdefault(value, []).append(given)
    for figure in beside.own:
        sign = _bound(mine, figure.start)
        same = signs.get(figure.value, [])
        if not sign or sign in same:
            continue
        words = case.told.text[figure.start : figure.end]
        beyond = any((v - figure.value) * sign > 0 and abs(v - figure.value) <= figure.value for v in values)
        if -sign in same or (same and not beyond):
            yield "limit", words, "the bound of the cited words"
        elif not same and not beyond:
            yield (
                "number",
                words,
                " or ".join(f"{v:g}" for v in sorted(values)[:6]) or "a number of the cited article",
            )


def _small(case: Case, mine: Sequence[Word], beside: Beside) -> Found:
    """Yield small numbers of a thing of which the passage has another number."""
    theirs = beside.every
    values = {f.value for f in theirs}
    for figure in beside.own:
        if figure.value > SMALL or figure.value in values or not figure.counted or figure.unit:
            continue
        other = [f for f in theirs if f.counted[:1] == figure.counted[:1] and not f.unit]
        if other:
            yield "number", case.told.text[figure.start : figure.end], f"{other[0].value:g}"


def _turned(case: Case, mine: Sequence[Word], beside: Beside) -> Found:
    """Yield two figures in the other order than the passage has them, and "by" a figure for "to" it."""
    own = beside.own
    theirs = beside.every
    pairs = {(x.value, y.value) for x, y in pairwise(theirs)}
    for a, b in pairwise(own):
        joint = case.told.text[a.end : b.start].strip(" -–")
        if (
            joint in ("to", "")
            and a.value != b.value
            and (b.value, a.value) in pairs
            and (a.value, b.value) not in pairs
        ):
            yield "number", case.told.text[a.start : b.end], f"{b.value:g} and {a.value:g}"
    led: dict[float, set[str]] = {}  # the words before each value of the passage
    for f in theirs:
        led.setdefault(f.value, set()).add(_word_before(beside.words, f.start))
    for figure in own:
        word = _word_before(mine, figure.start)
        given = led.get(figure.value, set())
        if word in ("by", "to") and given & {"by", "to"} and word not in given:
            yield (
                "number",
                f"{word} {case.told.text[figure.start : figure.end]}",
                " or ".join(sorted(given & {"by", "to"})),
            )


def _word_before(words: Sequence[Word], start: int) -> str:
    """Return the last of some words in order that ends before a place; "" where none does."""
    at = bisect_right(words, start, key=lambda word: word.end)
    return words[at - 1].low if at else ""
