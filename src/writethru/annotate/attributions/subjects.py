"""Where verb groups and their subjects begin: finite patterns over tokens, without a parse.

All functions take the tokens of a text and the indices between which they may look, and look at a bounded
number of tokens.
"""

from __future__ import annotations

from writethru.annotate.attributions.cues import closed_class, cue_words, verb_forms
from writethru.annotate.attributions.tokens import MARKS, Tokens
from writethru.annotate.lexicon import by_language_within

WORDS_KEPT = 8192  # words whose class is remembered
DASHES = frozenset(["—", "–", "--", "-"])
STOPS = frozenset([",", ";", ":", "(", ")", "?", "!", "…", "[", "]"]) | DASHES | MARKS
INSERTIONS = 5  # commas a subject may hold
AUXILIARIES, NEGATIONS = closed_class("auxiliaries"), closed_class("negations")
PREPOSITIONS, SUBORDINATORS = closed_class("prepositions"), closed_class("subordinators")
RELATIVES, DETERMINERS = closed_class("relatives"), closed_class("determiners")
SUBJECTS, TIMES, OPENERS = closed_class("subjects"), closed_class("times"), closed_class("openers")
QUOTED_NAME = 8  # tokens of a quoted name within a noun phrase
FARTHEST = 40  # tokens a subject may reach back, with its appositions and relative clauses


@by_language_within(WORDS_KEPT)
def is_adverb(low: str) -> bool:
    """Return whether a word may stand between a subject and its verb, or before a content."""
    return low in closed_class("adverbs") or (
        len(low) > 4 and low.endswith("ly") and low not in ("family", "early")
    )


def is_participle(low: str) -> bool:
    """Return whether a word is likely a present participle."""
    return low.endswith("ing") and len(low) > 4 and low not in closed_class("not_participles")


def is_finite(tokens: Tokens, index: int) -> bool:
    """Return whether a token is likely a finite verb."""
    surely = _finite_form(tokens.low[index])
    return surely if surely is not None else not _reduced(tokens, index)


@by_language_within(WORDS_KEPT)
def _finite_form(low: str) -> bool | None:
    """Return whether a form is a finite verb; None if it may as well be a participle."""
    if low in AUXILIARIES or low in closed_class("verbs"):
        return True
    form = verb_forms().get(low)
    if form is not None:
        return False if form.kind in ("ing", "base", "participle") or low in cue_words("nominal") else None
    return None if len(low) > 4 and low.endswith("ed") and "-" not in low else False


def _reduced(tokens: Tokens, index: int) -> bool:
    """Return whether a form in -ed is a participle: `a study conducted by`, `the alleged attack`."""
    low = tokens.low
    following = low[index + 1] if index + 1 < len(low) else ""
    before = low[index - 1] if index else ""
    if following in ("by", "with", "as", "from"):
        return True
    return before in DETERMINERS or before in PREPOSITIONS


def has_finite(tokens: Tokens, first: int, last: int) -> bool:
    """Return whether a likely finite verb stands in tokens[first:last], or a subject pronoun."""
    return any(is_finite(tokens, index) for index in range(first, last))


def group_start(tokens: Tokens, verb: int, first: int) -> int:
    """Return where the verb group begins that ends in `verb`: auxiliaries, negations and adverbs before it."""
    start = verb
    while start > first:
        low = tokens.low[start - 1]
        if not (low in AUXILIARIES or low in NEGATIONS or is_adverb(low)) or (
            low[-2:] == "ly" and tokens.capital(start - 1)  # Kelly, Reilly
        ):
            break
        start -= 1
    return start


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
        if before in RELATIVES and start - 1 > first and _opens_relative(tokens, start):
            start -= 1
            if tokens.is_word(start - 1):
                continue
            break
        if before in SUBORDINATORS or before in RELATIVES:
            break
        if before in ("and", "or"):
            left = start - 2
            while left > floor and low[left] not in STOPS and low[left] not in SUBORDINATORS:
                left -= 1
            if low[start - 2] in STOPS or has_finite(tokens, left, start - 1):
                break
        elif (
            is_finite(tokens, start - 1)
            and not (start <= last and _attributive(tokens, start - 1))
            and not inside_relative(tokens, start - 1, floor)
        ):
            break
        start -= 1
    return start


def _quoted_name(tokens: Tokens, mark: int, floor: int) -> int | None:
    """Return where a noun phrase goes on before a quoted name that ends at `mark`: `the "Late Night" host`."""
    for at in range(mark - 1, max(floor, mark - QUOTED_NAME), -1):
        if tokens.low[at] in MARKS:
            return at - 1 if tokens.low[at - 1] in DETERMINERS and mark - at > 1 else None
        if not tokens.capital(at):
            return None
    return None


def _attributive(tokens: Tokens, at: int) -> bool:
    """Return whether a form in -ed belongs to a noun: `registered voters`, `data published in`, seen from a later verb."""
    low = tokens.low[at]
    if not low.endswith("ed") or low in closed_class("verbs"):
        return False
    before, following = tokens.low[at - 1] if at else "", tokens.low[at + 1]
    if before in AUXILIARIES or before in SUBJECTS or before in RELATIVES or is_adverb(before):
        return False
    if (
        following in PREPOSITIONS
        and following not in ("to", "for", "about")
        and before
        and tokens.is_word(at - 1)
    ):
        return not tokens.capital(at - 1) or at == 1 or not tokens.is_word(at - 2)
    if low in verb_forms():
        return False
    return tokens.word(at + 1)[0].isalpha() and not any(
        following in known for known in (DETERMINERS, PREPOSITIONS, SUBJECTS, SUBORDINATORS)
    )


def _opens_relative(tokens: Tokens, at: int) -> bool:
    """Return whether a relative clause goes on with its verb here."""
    if is_finite(tokens, at) or is_adverb(tokens.low[at]):
        return True
    word = tokens.low[at]
    return tokens.low[at - 1] == "who" and word not in SUBJECTS | DETERMINERS


def inside_relative(tokens: Tokens, index: int, floor: int) -> bool:
    """Return whether a verb belongs to a relative clause that hangs on a word before it."""
    relatives = RELATIVES
    for at in range(index - 1, max(floor, index - 8), -1):
        if tokens.low[at] in STOPS:
            return False
        if tokens.low[at] in relatives:
            return at > floor and tokens.is_word(at - 1) and not is_finite(tokens, at - 1)
    return False


def _without_opening(tokens: Tokens, start: int, last: int) -> int | None:
    """Return the start of a subject after connectives and an opening adverbial; None if nothing is left."""
    low = tokens.low
    while start <= last and (low[start] in OPENERS or is_adverb(low[start])):
        if low[start] in closed_class("quantifying") and start < last:
            break
        if start == last and low[start].endswith("ly") and tokens.capital(start):
            break  # Kelly, Reilly
        if (
            tokens.capital(start)
            and start < last
            and tokens.capital(start + 1)
            and low[start] in ("first", "second")
        ):
            break
        start += 1
    if start < last and low[start] in closed_class("approximating") and _counts(tokens, start + 1, last):
        return start
    timed = (
        skip_time(tokens, start, last + 1)
        if start <= last and low[start] not in closed_class("quantifying")
        else start
    )
    if timed > start and not tokens.low[timed - 1].endswith("'s"):
        start = timed
    if start > last:
        return None
    if low[start] in ("with", "for") and start < last:
        return start + 1
    if low[start] in PREPOSITIONS or low[start] in SUBORDINATORS:
        return _after_adverbial(tokens, start, last)
    return start


def _counts(tokens: Tokens, at: int, last: int) -> bool:
    """Return whether a number, or `least half`, `more than 200`, stands here."""
    low = tokens.low
    while at < last and low[at] in ("least", "most", "more", "than", "only", "a"):
        at += 1
    return (
        low[at][0].isdigit() or low[at] in closed_class("counting") or low[at] in ("half", "third", "quarter")
    )


def _after_adverbial(tokens: Tokens, start: int, last: int) -> int | None:
    """Return where the subject starts after `On Tuesday`, `In a statement`: its last determiner or name."""
    low, times = tokens.low, TIMES
    prepositions, determiners = PREPOSITIONS, DETERMINERS
    for at in range(last, start, -1):
        if low[at] in SUBJECTS:
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
    if low[last] in TIMES:
        last = _before_day(tokens, last, first)
    word = low[last]
    if word in ("who", "which") or (word == "that" and last > first and tokens.is_word(last - 1)):
        return last, last + 1
    if word.removesuffix("'s") in SUBJECTS and word != "one":
        return last, last + 1
    if word == "," or word in DASHES or word == ")":
        return _apposed(tokens, last, first)
    if word in STOPS or (not tokens.is_word(last) and word not in (".", "%")):
        return None
    if word in PREPOSITIONS or word in SUBORDINATORS or word in ("and", "or", "the", "a"):
        return None
    if last > first and is_finite(tokens, last) and not low[last].endswith("ed"):
        return None
    start = _without_opening(tokens, _phrase_start(tokens, last, first), last)
    if (
        start is not None
        and start < last
        and low[start] in ("who", "whom", "which")
        and not _opens_relative(tokens, start + 1)
    ):
        start += 1  # "whom the president called"
    if start is None or (start == last and word in TIMES):
        return None
    return start, _without_day(tokens, start, group)


def nearest_phrase(tokens: Tokens, start: int, stop: int) -> tuple[int, int]:
    """Return the last noun phrase of a stretch, on which a participle hangs: `gave to | a group | backing`."""
    low = tokens.low
    for at in range(stop - 1, start, -1):
        if low[at] in DETERMINERS and low[at - 1] not in DETERMINERS and low[at - 1] != "of":
            return at, stop
        if (low[at - 1] in PREPOSITIONS and low[at - 1] != "of") or (is_finite(tokens, at - 1) and not _attributive(tokens, at - 1)):
            return at, stop
    return start, stop


def _before_day(tokens: Tokens, last: int, first: int) -> int:
    """Return the last token before a day, where an insertion ends there: `Roe, a lawyer, on Tuesday said`."""
    low = tokens.low
    before = last - 2 if low[last - 1] in ("on", "late", "early", "last", "earlier", "this") else last - 1
    return before if before > first and low[before] in (",", ")") else last


def _without_day(tokens: Tokens, start: int, stop: int) -> int:
    """Return where a subject ends before a time that stands between it and its verb."""
    low = tokens.low
    if stop - start < 2:
        return stop
    if stop - start > 3 and low[stop - 3 : stop] in (["at", "the", "time"], ["at", "one", "point"]):
        return stop - 3
    if stop - start > 2 and low[stop - 2 : stop] in (
        ["in", "particular"],
        ["in", "turn"],
        ["in", "response"],
        ["of", "course"],
    ):
        return stop - 2
    if low[stop - 1] not in TIMES:
        return stop
    if low[stop - 2] in ("on", "late", "early", "last", "earlier", "later", "this", "in"):
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
            if outer is not None and low[outer].endswith("ed") and outer == first:
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
    loose = inside in SUBORDINATORS or inside in PREPOSITIONS or is_adverb(inside) or is_participle(inside)
    return (found, near) if loose or mark in DASHES else (found, comma)


def _insertion(tokens: Tokens, close: int, opener: str, first: int) -> int | None:
    """Return the mark that opens an insertion which ends at `close`; None if there is none."""
    low = tokens.low
    left, floor = close - 1, max(first, close - FARTHEST)
    while left > floor and low[left] != opener:
        if low[left] in MARKS or low[left] in (";", ":"):
            return None
        left -= 1
    if (
        left <= floor
        or left >= close - 1
        or (opener not in DASHES and low[left + 1] in closed_class("conjunctions"))
    ):
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
    if before in closed_class("conjunctions") or before in SUBORDINATORS or before in MARKS:
        return True
    if before in OPENERS or before in TIMES:
        return True
    return before == "," and (low[first] in PREPOSITIONS or low[first] in SUBORDINATORS
                              or low[first] in OPENERS or low[first].endswith("ing"))  # fmt: skip


def _clause_inside(tokens: Tokens, start: int, stop: int) -> bool:
    """Return whether a finite verb stands in tokens[start:stop] that no relative pronoun precedes."""
    for at in range(start, stop):
        if tokens.low[at] in RELATIVES or tokens.low[at] == "whose":
            return False
        if is_finite(tokens, at) and not (at + 1 < stop and _attributive(tokens, at)):
            return True
    return False


def skip_time(tokens: Tokens, index: int, stop: int) -> int:
    """Return the index after adverbs and times: `Tuesday`, `on Tuesday night`, `last week`, `in 2031`."""
    low = tokens.low
    times, openers = TIMES, closed_class("time_openers")
    while index < stop:
        if (
            (is_adverb(low[index]) and not tokens.capital(index))
            or low[index] in times
            or (
                low[index] in openers
                and index + 1 < stop
                and (low[index + 1] in times or low[index + 1] in openers)
                and not (low[index] == "that" and (tokens.capital(index + 1) or low[index + 1] not in times))
            )
        ):
            index += 1
        elif low[index] in ("in", "on", "of") and index + 1 < stop and low[index + 1].isdigit():
            index += 2
        elif low[index].isdigit() and index and low[index - 1] in times:
            index += 1
        else:
            break
    return index


def first_subject(tokens: Tokens, first: int, stop: int) -> tuple[int, int] | None:
    """Return the subject of the first finite verb of a sentence: `Roe took the stage and called ...`."""
    for at in range(first + 1, stop):
        if tokens.low[at] == "," or tokens.low[at] in RELATIVES:
            return None
        if is_finite(tokens, at):
            found = subject(tokens, group_start(tokens, at, first), first)
            return found if found and found[0] <= first + 3 else None
    return None
