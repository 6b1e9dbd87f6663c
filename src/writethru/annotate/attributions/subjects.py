"""Where verb groups and their subjects begin: finite patterns over tokens, without a parse.

All functions take the tokens of a text and the indices between which they may look, and look at a bounded
number of tokens.
"""

from __future__ import annotations

from writethru.annotate.attributions.groups import (
    group_start,
    has_finite,
    inside_relative,
    is_attributive,
    is_finite,
    opens_relative,
)
from writethru.annotate.attributions.tokens import DASHES, MARKS, STOPS, Tokens

INSERTIONS = 5  # commas a subject may hold
QUOTED_NAME = 8  # tokens of a quoted name within a noun phrase
FARTHEST = 40  # tokens a subject may reach back, with its appositions and relative clauses


def _phrase_start(tokens: Tokens, last: int, first: int) -> int:
    """Return where the noun phrase begins that ends at `last`, scanning left to a boundary."""
    low, start = tokens.low, last
    floor = max(first, last - FARTHEST)
    while start > floor:
        before = low[start - 1]
        if before in MARKS and (opening := _quoted_name(tokens, start - 1, floor)) is not None:
            start = opening
            continue
        if before in STOPS or tokens.quoted[start - 1] != tokens.quoted[last] or tokens.breaks(start):
            break
        if before in tokens.words.relatives and start - 1 > first and opens_relative(tokens, start):
            start -= 1
            if tokens.is_word(start - 1):
                continue
            break
        if before in tokens.words.subordinators or before in tokens.words.relatives:
            break
        if before in tokens.words.coordinators:
            left = start - 2
            while left > floor and low[left] not in STOPS and low[left] not in tokens.words.subordinators:
                left -= 1
            if low[start - 2] in STOPS or has_finite(tokens, left, start - 1):
                break
        elif (
            is_finite(tokens, start - 1)
            and not (start <= last and is_attributive(tokens, start - 1))
            and not inside_relative(tokens, start - 1, floor)
        ):
            break
        start -= 1
    return start


def _quoted_name(tokens: Tokens, mark: int, floor: int) -> int | None:
    """Return where a noun phrase goes on before a quoted name that ends at `mark`: `the "Late Night" host`."""
    for at in range(mark - 1, max(floor, mark - QUOTED_NAME), -1):
        if tokens.low[at] in MARKS:
            return at - 1 if tokens.low[at - 1] in tokens.words.determiners and mark - at > 1 else None
        if not tokens.capital(at):
            return None
    return None


def _without_opening(tokens: Tokens, start: int, last: int) -> int | None:
    """Return the start of a subject after connectives and an opening adverbial; None if nothing is left."""
    low = tokens.low
    while start <= last and (low[start] in tokens.words.openers or tokens.words.adverbial[low[start]]):
        if low[start] in tokens.words.quantifying and start < last:
            break
        if start == last and low[start].endswith(tokens.words.ly) and tokens.capital(start):
            break  # Kelly, Reilly
        if (
            tokens.capital(start)
            and start < last
            and tokens.capital(start + 1)
            and low[start] in tokens.words.ordinals
        ):
            break
        start += 1
    if start < last and low[start] in tokens.words.approximating and _counts(tokens, start + 1, last):
        return start
    timed = (
        skip_time(tokens, start, last + 1)
        if start <= last and low[start] not in tokens.words.quantifying
        else start
    )
    if timed > start and not tokens.low[timed - 1].endswith(tokens.words.possessive):
        start = timed
    if start > last:
        return None
    if low[start] in tokens.words.leading_in and start < last:
        return start + 1
    if low[start] in tokens.words.prepositions or low[start] in tokens.words.subordinators:
        return _after_adverbial(tokens, start, last)
    return start


def _counts(tokens: Tokens, at: int, last: int) -> bool:
    """Return whether a number, or `least half`, `more than 200`, stands here."""
    low = tokens.low
    while at < last and low[at] in tokens.words.before_counts:
        at += 1
    return low[at][0].isdigit() or low[at] in tokens.words.counting or low[at] in tokens.words.fractions


def _after_adverbial(tokens: Tokens, start: int, last: int) -> int | None:
    """Return where the subject starts after `On Tuesday`, `In a statement`: its last determiner or name."""
    low, times = tokens.low, tokens.words.times
    prepositions, determiners = tokens.words.prepositions, tokens.words.determiners
    for at in range(last, start, -1):
        if low[at] in tokens.words.subjects:
            return at
        if low[at] in determiners and low[at - 1] not in prepositions and low[at - 1] not in determiners:
            return at
        if low[at - 1] in times or low[at - 1].isdigit():
            return at
    return last if tokens.capital(last) and not tokens.capital(last - 1) and last - 1 > start else None


def subject(tokens: Tokens, group: int, first: int) -> tuple[int, int] | None:
    """Return the tokens [start, stop) of the subject of a verb group that starts at `group`; None for none."""
    last = group - 1
    if last < first:
        return None
    low = tokens.low
    if low[last] in tokens.words.times:
        last = _before_day(tokens, last, first)
    word = low[last]
    if word in tokens.words.relative_subjects or (
        word in tokens.words.that and last > first and tokens.is_word(last - 1)
    ):
        return last, last + 1
    if tokens.words.pronominal[word]:
        return last, last + 1
    if word == "," or word in DASHES or word == ")":
        return _apposed(tokens, last, first)
    if word in STOPS or (not tokens.is_word(last) and word not in (".", "%")):
        return None
    if (
        word in tokens.words.prepositions
        or word in tokens.words.subordinators
        or word in tokens.words.coordinators
        or word in tokens.words.articles
    ):
        return None
    if last > first and is_finite(tokens, last) and not low[last].endswith(tokens.words.ed):
        return None
    start = _without_opening(tokens, _phrase_start(tokens, last, first), last)
    if (
        start is not None
        and start < last
        and low[start] in tokens.words.person_relatives
        and not opens_relative(tokens, start + 1)
    ):
        start += 1  # "whom the president called"
    elif (
        start is not None
        and start + 2 <= last
        and low[start] in tokens.words.relative_subjects
        and low[start + 1] in tokens.words.openers
    ):
        start += 2  # "which even critics say"
    if start is None or (start == last and (word in tokens.words.times or _acts(tokens, last))):
        return None
    return start, _without_day(tokens, start, group)


def _acts(tokens: Tokens, at: int) -> bool:
    """Return whether a participle stands here that has an object: `giving | states more power`."""
    return tokens.words.is_participle(tokens.low[at]) and not tokens.capital(at)


def nearest_phrase(tokens: Tokens, start: int, stop: int) -> tuple[int, int]:
    """Return the last noun phrase of a stretch, on which a participle hangs: `gave to | a group | backing`."""
    low, words = tokens.low, tokens.words
    for at in range(stop - 1, start, -1):
        before = low[at - 1]
        hangs = before in words.prepositions
        if before in words.of or (hangs and at - 2 >= start and _tells(tokens, at - 2)):
            continue  # "a report in the Courier claiming", "a letter to her asking"
        opens = at + 1 < stop and low[at] in words.determiners and before not in words.determiners
        if opens or hangs or (is_finite(tokens, at - 1) and not is_attributive(tokens, at - 1)):
            return at, stop
    return start, stop


def _tells(tokens: Tokens, at: int) -> bool:
    """Return whether a word is what says something, or may be issued to say it: a report, a letter."""
    return tokens.low[at] in tokens.words.evidence or tokens.low[at] in tokens.words.documents


def _before_day(tokens: Tokens, last: int, first: int) -> int:
    """Return the last token before a day, where an insertion ends there: `Roe, a lawyer, on Tuesday said`."""
    low = tokens.low
    before = last - 2 if low[last - 1] in tokens.words.before_days else last - 1
    return before if before > first and low[before] in (",", ")") else last


def _without_day(tokens: Tokens, start: int, stop: int) -> int:
    """Return where a subject ends before a time that stands between it and its verb."""
    low = tokens.low
    if stop - start < 2:
        return stop
    for size in (3, 2):
        if stop - start > size and tuple(low[stop - size : stop]) in tokens.words.inserted:
            return stop - size
    if low[stop - 1] not in tokens.words.times:
        return stop
    if low[stop - 2] in tokens.words.before_days:
        return stop - 2 if stop - 2 > start else stop
    return stop - 1 if tokens.capital(stop - 1) and stop - 1 > start else stop


def _apposed(tokens: Tokens, comma: int, first: int) -> tuple[int, int] | None:
    """Return a subject that ends in appositions or relative clauses: `Jane Roe, 58, a lawyer, said`."""
    low = tokens.low
    mark = low[comma]
    near = _insertion(tokens, comma, "(" if mark == ")" else mark, first)
    if near is None:
        return None
    found = _head(tokens, near, first)
    if mark == "," and (found is None or not _opens_clause(tokens, found, first)):
        outermost = near
        for _ in range(INSERTIONS):
            left = _insertion(tokens, outermost, ",", first)
            if left is None or _clause_inside(tokens, left + 1, comma):
                break
            outer = _head(tokens, left, first)
            if outer is not None and low[outer].endswith(tokens.words.ed) and outer == first:
                break  # "Alarmed by the report, Jane Roe, a lawyer, said"
            if outer is not None and _opens_clause(tokens, outer, first):
                found, near = outer, left
                break
            outermost = left
    if found is None or _clause_inside(tokens, found, near):
        return None
    if mark == ")":
        return found, comma + 1
    inside = low[near + 1]
    loose = (
        inside in tokens.words.subordinators
        or inside in tokens.words.prepositions
        or tokens.words.adverbial[inside]
        or tokens.words.is_participle(inside)
    )
    return (found, near) if loose or mark in DASHES else (found, comma)


def _insertion(tokens: Tokens, close: int, opener: str, first: int) -> int | None:
    """Return the mark that opens an insertion which ends at `close`; None if there is none."""
    low = tokens.low
    left, floor = close - 1, max(first, close - FARTHEST)
    while left > floor and low[left] != opener:
        if low[left] in MARKS or low[left] in (";", ":"):
            return None
        left -= 1
    if left <= floor or left >= close - 1 or (opener == "," and low[left + 1] in tokens.words.conjunctions):
        return None
    return left if tokens.is_word(left - 1) or low[left - 1] in (".", ")") else None


def _head(tokens: Tokens, left: int, first: int) -> int | None:
    """Return where the noun phrase starts to which an insertion that opens at `left` belongs."""
    last = left - 1
    if tokens.low[last] == ")":
        last = max(first, _insertion(tokens, last, "(", first) or last) - 1
    start = _phrase_start(tokens, last, first)
    return _without_opening(tokens, start, last)


def _opens_clause(tokens: Tokens, start: int, first: int) -> bool:
    """Return whether a clause may open at a noun phrase: nothing before it but connectives or an adverbial."""
    low = tokens.low
    if start == first or tokens.breaks(start):
        return True
    before = low[start - 1]
    if before in tokens.words.conjunctions or before in tokens.words.subordinators or before in MARKS:
        return True
    if before in tokens.words.openers or before in tokens.words.times:
        return True
    return before == "," and (low[first] in tokens.words.prepositions or low[first] in tokens.words.subordinators
                              or low[first] in tokens.words.openers or low[first].endswith(tokens.words.ing))  # fmt: skip


def _clause_inside(tokens: Tokens, start: int, stop: int) -> bool:
    """Return whether a finite verb stands in tokens[start:stop] that no relative pronoun precedes."""
    for at in range(start, stop):
        if tokens.low[at] in tokens.words.relatives or tokens.low[at] in tokens.words.whose:
            return False
        if is_finite(tokens, at) and not (at + 1 < stop and is_attributive(tokens, at)):
            return True
    return False


def skip_time(tokens: Tokens, index: int, stop: int) -> int:
    """Return the index after adverbs and times: `Tuesday`, `on Tuesday night`, `last week`, `in 2031`."""
    low = tokens.low
    times, openers = tokens.words.times, tokens.words.time_openers
    while index < stop and tokens.words.timely[low[index]]:
        if (
            (tokens.words.adverbial[low[index]] and not tokens.capital(index))
            or low[index] in times
            or (
                low[index] in openers
                and index + 1 < stop
                and (low[index + 1] in times or low[index + 1] in openers)
                and not (
                    low[index] in tokens.words.that
                    and (tokens.capital(index + 1) or low[index + 1] not in times)
                )
            )
        ):
            index += 1
        elif low[index] in tokens.words.year_openers and index + 1 < stop and low[index + 1].isdigit():
            index += 2
        elif low[index].isdigit() and index and low[index - 1] in times:
            index += 1
        else:
            break
    return index


def first_subject(tokens: Tokens, first: int, stop: int) -> tuple[int, int] | None:
    """Return the subject of the first finite verb of a sentence: `Roe took the stage and called ...`."""
    for at in range(first + 1, stop):
        if tokens.low[at] == "," or tokens.low[at] in tokens.words.relatives:
            return None
        if is_finite(tokens, at):
            found = subject(tokens, group_start(tokens, at, first), first)
            return found if found and found[0] <= first + 3 else None
    return None
