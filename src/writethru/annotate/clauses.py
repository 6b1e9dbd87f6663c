"""Where subjects begin and clauses end: finite patterns over tokens, without a parse.

All functions take the tokens of a text and the indices between which they may look, and look at a
bounded number of tokens.
"""

from __future__ import annotations

from writethru.annotate.cues import closed_class, cue_words, verb_forms
from writethru.annotate.tokens import MARKS, Tokens

DASHES = frozenset(["—", "–", "--", "-"])
STOPS = frozenset([",", ";", ":", "(", ")", "?", "!", "…", "[", "]"]) | DASHES | MARKS
FARTHEST = 40  # tokens a subject may reach back, with its appositions and relative clauses


def is_adverb(low: str) -> bool:
    """Return whether a word may stand between a subject and its verb, or before a content."""
    return low in closed_class("adverbs") or (
        len(low) > 4 and low.endswith("ly") and low not in ("family", "early")
    )


def is_finite(tokens: Tokens, index: int) -> bool:
    """Return whether a token is likely a finite verb."""
    low = tokens.low[index]
    if low in closed_class("auxiliaries") or low in closed_class("verbs"):
        return True
    form = verb_forms().get(low)
    if form is not None:
        if form.kind in ("ing", "base", "participle") or low in cue_words("nominal"):
            return False
        return not _reduced(tokens, index)
    return len(low) > 4 and low.endswith("ed") and not _reduced(tokens, index)


def _reduced(tokens: Tokens, index: int) -> bool:
    """Return whether a form in -ed is a participle: `a study conducted by`, `the alleged attack`."""
    low = tokens.low
    following = low[index + 1] if index + 1 < len(low) else ""
    before = low[index - 1] if index else ""
    if following in ("by", "with", "as", "from"):
        return True
    return before in closed_class("determiners") or before in closed_class("prepositions")


def has_finite(tokens: Tokens, first: int, last: int) -> bool:
    """Return whether a likely finite verb stands in tokens[first:last], or a subject pronoun."""
    return any(is_finite(tokens, index) for index in range(first, last))


def group_start(tokens: Tokens, verb: int, first: int) -> int:
    """Return where the verb group begins that ends in `verb`: auxiliaries, negations and adverbs before it."""
    auxiliaries, negations = closed_class("auxiliaries"), closed_class("negations")
    start = verb
    while start > first:
        low = tokens.low[start - 1]
        if not (low in auxiliaries or low in negations or is_adverb(low)):
            break
        start -= 1
    return start


def _phrase_start(tokens: Tokens, last: int, first: int) -> int:
    """Return where the noun phrase begins that ends at `last`, scanning left to a boundary."""
    low, start = tokens.low, last
    floor = max(first, last - FARTHEST)
    subordinators, relatives = closed_class("subordinators"), closed_class("relatives")
    while start > floor:
        before = low[start - 1]
        if before in STOPS or tokens.quoted[start - 1] != tokens.quoted[last]:
            break
        if before in relatives and start - 1 > first and _opens_relative(tokens, start):
            start -= 1
            if tokens.is_word(start - 1):
                continue
            break
        if before in subordinators or before in relatives:
            break
        if before in ("and", "or"):
            left = start - 2
            while left > floor and low[left] not in STOPS and low[left] not in subordinators:
                left -= 1
            if low[start - 2] in STOPS or has_finite(tokens, left, start - 1):
                break
        elif is_finite(tokens, start - 1) and not _inside_relative(tokens, start - 1, floor):
            break
        start -= 1
    return start


def _opens_relative(tokens: Tokens, at: int) -> bool:
    """Return whether a relative clause goes on with its verb here."""
    if is_finite(tokens, at) or is_adverb(tokens.low[at]):
        return True
    word = tokens.low[at]
    return tokens.low[at - 1] == "who" and word not in closed_class("subjects") | closed_class("determiners")


def _inside_relative(tokens: Tokens, index: int, floor: int) -> bool:
    """Return whether a verb belongs to a relative clause that hangs on a word before it."""
    relatives = closed_class("relatives")
    for at in range(index - 1, max(floor, index - 8), -1):
        if tokens.low[at] in STOPS:
            return False
        if tokens.low[at] in relatives:
            return at > floor and tokens.is_word(at - 1) and not is_finite(tokens, at - 1)
    return False


def _without_opening(tokens: Tokens, start: int, last: int) -> int | None:
    """Return the start of a subject after connectives and an opening adverbial; None if nothing is left."""
    low = tokens.low
    while start <= last and (low[start] in closed_class("openers") or is_adverb(low[start])):
        if (
            tokens.capital(start)
            and start < last
            and tokens.capital(start + 1)
            and low[start] in ("first", "second")
        ):
            break
        start += 1
    timed = skip_time(tokens, start, last + 1) if start <= last else start
    if timed > start and not tokens.low[timed - 1].endswith("'s"):
        start = timed
    if start > last:
        return None
    if low[start] in closed_class("prepositions") or low[start] in closed_class("subordinators"):
        return _after_adverbial(tokens, start, last)
    return start


def _after_adverbial(tokens: Tokens, start: int, last: int) -> int | None:
    """Return where the subject starts after `On Tuesday`, `In a statement`: its last determiner or name."""
    low, times = tokens.low, closed_class("times")
    prepositions, determiners = closed_class("prepositions"), closed_class("determiners")
    for at in range(last, start, -1):
        if low[at] in closed_class("subjects"):
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
    word = low[last]
    if word in ("who", "which") or (word == "that" and last > first and tokens.is_word(last - 1)):
        return last, last + 1
    if word.removesuffix("'s") in closed_class("subjects") and word != "one":
        return last, last + 1
    if word == "," or word in DASHES or word == ")":
        return _apposed(tokens, last, first)
    if word in STOPS or (not tokens.is_word(last) and word != "."):
        return None
    if (
        word in closed_class("prepositions")
        or word in closed_class("subordinators")
        or word in ("and", "or", "the", "a")
    ):
        return None
    start = _without_opening(tokens, _phrase_start(tokens, last, first), last)
    return None if start is None else (start, group)


def _apposed(tokens: Tokens, comma: int, first: int) -> tuple[int, int] | None:
    """Return a subject that ends in an apposition or relative clause: `Jane Roe, a lawyer, said`."""
    low = tokens.low
    mark = low[comma]
    opener = "(" if mark == ")" else mark
    left, floor = comma - 1, max(first, comma - FARTHEST)
    while left > floor and low[left] != opener:
        if low[left] in MARKS or low[left] in (";", ":"):
            return None
        left -= 1
    if left <= floor or left >= comma - 1 or not tokens.is_word(left - 1):
        return None
    inside = low[left + 1]
    if inside in ("and", "but", "or"):
        return None
    start = _phrase_start(tokens, left - 1, first)
    if start > first + 1 and low[start - 1] == "," and left - start <= 2 and tokens.capital(start):
        outer = _phrase_start(tokens, start - 2, first)  # "Jane Roe, a lawyer from Springfield, Ohio, said"
        if outer == first or low[outer - 1] in ("and", "but", "that") or low[outer - 1] == ",":
            if low[outer - 1] == "," and outer - 2 > first:
                outer = _phrase_start(tokens, outer - 2, first)
            start = outer
    begin = _without_opening(tokens, start, left - 1)
    if begin is None or (
        has_finite(tokens, begin, left)
        and not any(low[at] in closed_class("relatives") for at in range(begin, left))
    ):
        return None
    loose = (
        inside in closed_class("subordinators") or inside in closed_class("prepositions") or is_adverb(inside)
    )
    return (begin, left) if loose or mark in DASHES else (begin, comma)


def skip_time(tokens: Tokens, index: int, stop: int) -> int:
    """Return the index after adverbs and times: `Tuesday`, `on Tuesday night`, `last week`, `in 2031`."""
    low = tokens.low
    times, openers = closed_class("times"), closed_class("time_openers")
    while index < stop:
        if (
            is_adverb(low[index])
            or low[index] in times
            or (
                low[index] in openers
                and index + 1 < stop
                and (low[index + 1] in times or low[index + 1] in openers)
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


def skip_adverbials(tokens: Tokens, index: int, stop: int) -> int:
    """Return where content may start after times and phrases of occasion: `in a statement to reporters`.

    A phrase is passed only if "that", a quotation or a comma or colon ends it; else the index stays before it.
    """
    low = tokens.low
    at = skip_time(tokens, index, stop)
    if at < stop and low[at] in closed_class("prepositions"):
        for ahead in range(at + 1, min(at + 16, stop)):
            if (low[ahead] == "that" and ahead > at + 1) or low[ahead] in MARKS or low[ahead] in (",", ":"):
                return ahead
            if (
                low[ahead] in closed_class("subjects")
                and ahead > at + 1
                and ahead + 1 < stop
                and (is_finite(tokens, ahead + 1))
            ):
                return ahead
            if low[ahead] in STOPS or (is_finite(tokens, ahead)):
                break
    return at


def _skip_adverbs(tokens: Tokens, at: int, stop: int) -> int:
    while at < stop - 1 and is_adverb(tokens.low[at]):
        at += 1
    return at


def _speaks_on(tokens: Tokens, at: int) -> bool:
    """Return whether a verb of saying in a finite form stands here, with no subject of its own."""
    form = verb_forms().get(tokens.low[at])
    return (
        form is not None
        and form.kind in ("past", "s")
        and "clause" in form.verb.frames
        and tokens.low[at] not in cue_words("nominal")
    )


def _ends_at_comma(tokens: Tokens, comma: int, stop: int, fronted: bool) -> bool:
    """Return whether what follows a comma is the outlet's voice again and not the reported clause."""
    low = tokens.low
    ahead = _skip_adverbs(tokens, comma + 1, stop)
    word = low[ahead]
    if word == "according" or (
        word in ("and", "but") and _speaks_on(tokens, _skip_adverbs(tokens, ahead + 1, stop))
    ):
        return True
    if word.endswith("ing") and len(word) > 4 and word not in closed_class("not_participles"):
        return True
    if _speaks_on(tokens, ahead) or is_finite(tokens, ahead):
        return True
    if not fronted or word in closed_class("prepositions") or word in closed_class("relatives"):
        return False
    return word in closed_class("subjects") or (
        word not in ("and", "or", "but") and has_finite(tokens, ahead + 1, min(stop, ahead + 12))
    )


def clause_end(tokens: Tokens, start: int, stop: int, first: int | None = None) -> int:
    """Return where a reported clause ends, before a final stop or what goes on in the outlet's voice.

    `first` is the first token of the sentence: when that opens a subordinate clause in which the report
    stands ("While she denied it, ..."), the report ends with that clause.
    """
    low = tokens.low
    fronted = first is not None and _fronted(tokens, first, start)
    for at in range(start + 1, stop):
        if tokens.quoted[at]:
            continue
        word = low[at]
        if word == ";":
            return at
        if word == ",":
            if at + 2 < stop and _ends_at_comma(tokens, at, stop, fronted):
                return at
        elif (
            word in ("and", "but")
            and at + 1 < stop
            and _speaks_on(tokens, _skip_adverbs(tokens, at + 1, stop))
        ):
            return at
    return trimmed(tokens, start, stop)


def _fronted(tokens: Tokens, first: int, start: int) -> bool:
    low = tokens.low
    if low[first] in ("but", "that", "what", "how", "where", "whether", "why", "who"):
        return False
    opens = low[first] in closed_class("subordinators") or low[first] in ("for", "with", "despite")
    return opens and "," not in low[first:start]


def trimmed(tokens: Tokens, start: int, stop: int) -> int:
    """Return the end of a stretch without the final stop that does not stand inside quotation marks."""
    while stop > start and tokens.low[stop - 1] in (".", ",", "—", "–", ";", ":"):
        stop -= 1
    return stop


def _new_subject(tokens: Tokens, at: int, stop: int) -> bool:
    """Return whether a pronoun or a name stands here right before a finite verb."""
    if tokens.low[at] in closed_class("subjects"):
        return True
    while at < stop and tokens.capital(at):
        at += 1
        if at < stop and is_finite(tokens, at):
            return True
    return False


def object_end(tokens: Tokens, start: int, stop: int) -> int:
    """Return where an object ends: at a comma, a conjunction with a verb, a new clause, a time."""
    low = tokens.low
    subordinators = closed_class("subordinators")
    for at in range(start + 1, stop):
        if tokens.quoted[at]:
            continue
        word = low[at]
        if word in (",", ";", ":") or word in DASHES:
            return at
        if word in (
            "because",
            "when",
            "while",
            "as",
            "after",
            "before",
            "since",
            "although",
            "though",
            "but",
            "during",
        ):
            return at
        if word in ("and", "or", "but") and at + 1 < stop:
            ahead = skip_time(tokens, at + 1, stop)
            if ahead < stop and (is_finite(tokens, ahead) or _new_subject(tokens, ahead, stop)):
                return at
        if (
            word in ("on", "at", "in", "this", "last", "earlier", "late")
            and at + 1 < stop
            and (
                low[at + 1] in closed_class("times")
                or (
                    low[at + 1] in ("last", "this", "a", "an")
                    and at + 2 < stop
                    and (low[at + 2] in closed_class("times") or low[at + 2] in closed_class("occasions"))
                )
            )
        ):
            return at
        if (
            word in subordinators
            and word not in ("that", "what", "how", "where", "whether", "why", "than", "whereas")
            and at > start + 1
        ):
            return at
    return trimmed(tokens, start, stop)
