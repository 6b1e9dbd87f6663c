"""Where reported clauses and objects begin and end: finite patterns over tokens, without a parse."""

from __future__ import annotations

from writethru.annotate.attributions.groups import has_finite, inside_relative, is_finite
from writethru.annotate.attributions.subjects import skip_time
from writethru.annotate.attributions.tokens import DASHES, MARKS, STOPS, Tokens


def skip_adverbials(tokens: Tokens, index: int, stop: int) -> int:
    """Return where content may start after times and phrases of occasion: `in a statement to reporters`.

    A phrase is passed only if "that", a quotation or a comma or colon ends it; else the index stays before it.
    """
    low = tokens.low
    at = skip_time(tokens, index, stop)
    if at < stop and low[at] in tokens.words.prepositions:
        for ahead in range(at + 1, min(at + 16, stop)):
            if (
                (low[ahead] in tokens.words.clause_openers and ahead > at + 1)
                or low[ahead] in MARKS
                or low[ahead] in (",", ":")
            ):
                return ahead
            if (
                low[ahead] in tokens.words.subjects
                and ahead > at + 1
                and ahead + 1 < stop
                and (is_finite(tokens, ahead + 1))
            ):
                return ahead
            if low[ahead] in STOPS or (is_finite(tokens, ahead)):
                break
    return at


def _skip_adverbs(tokens: Tokens, at: int, stop: int) -> int:
    while at < stop - 1 and tokens.words.adverbial[tokens.low[at]]:
        at += 1
    return at


def _skip_group(tokens: Tokens, at: int, stop: int) -> int:
    """Return the index after adverbs, auxiliaries and negations."""
    low = tokens.low
    while at < stop - 1 and (
        tokens.words.adverbial[low[at]]
        or low[at] in tokens.words.auxiliaries
        or low[at] in tokens.words.negations
    ):
        at += 1
    return at


def _speaks_on(tokens: Tokens, at: int, holding: bool = False) -> bool:
    """Return whether a verb of saying in a finite form stands here, with no subject of its own; `holding` takes any cue."""
    form = tokens.words.forms.get(tokens.low[at])
    auxiliary = at > 0 and tokens.low[at - 1] in tokens.words.auxiliaries | tokens.words.negations
    return (
        form is not None
        and (form.kind in ("past", "s") or (auxiliary and form.kind in ("base", "participle")))
        and (holding or "clause" in form.verb.frames or "recipient" in form.verb.frames)
        and tokens.low[at] not in tokens.words.nominal
    )


def _other_speaks(tokens: Tokens, at: int, stop: int, holding: bool = False) -> bool:
    """Return whether a subject and, as the first finite verb, one of saying follow: `but officials said`."""
    for ahead in range(at, min(at + 9, stop - 1)):
        if tokens.low[ahead] in STOPS or tokens.low[ahead] in tokens.words.subordinators:
            return False
        if ahead > at and _speaks_on(tokens, ahead, holding):
            return True
        if is_finite(tokens, ahead) and tokens.low[ahead] not in tokens.words.have:
            return False
    return False


def _ends_at_comma(tokens: Tokens, comma: int, stop: int, fronted: bool) -> bool:
    """Return whether what follows a comma is the outlet's voice again and not the reported clause."""
    low = tokens.low
    ahead = _skip_adverbs(tokens, comma + 1, stop)
    word = low[ahead]
    if word in tokens.words.turning and _other_speaks(tokens, ahead + 1, stop, True):
        return True
    if word in tokens.words.according or (
        word in tokens.words.continuing and _speaks_on(tokens, _skip_group(tokens, ahead + 1, stop))
    ):
        return True
    if tokens.words.is_participle(word):
        return True
    if _speaks_on(tokens, ahead) or is_finite(tokens, ahead):
        return True
    if not fronted or word in tokens.words.prepositions or word in tokens.words.relatives:
        return False
    return word in tokens.words.subjects or (
        word not in tokens.words.conjunctions and has_finite(tokens, ahead + 1, min(stop, ahead + 12))
    )


def clause_end(tokens: Tokens, start: int, stop: int, first: int | None = None, surely: bool = True) -> int:
    """Return where a reported clause ends, before a final stop or what goes on in the outlet's voice.

    `first` is the first token of the sentence: when that opens a subordinate clause in which the report
    stands ("While she denied it, ..."), the report ends with that clause. `surely` is false where the words
    may as well be an object, so that no verb of their own is to be waited for.
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
            if (
                at + 1 < stop
                and _ends_at_comma(tokens, at, stop, fronted)
                and not (surely and _verb_follows(tokens, start, at, stop))
            ):
                return at
        elif word in tokens.words.continuing and at + 1 < stop:
            if _speaks_on(tokens, _skip_group(tokens, at + 1, stop)) or _other_speaks(tokens, at + 1, stop):
                return at
        elif (
            word in MARKS
            and low[at - 1] == ","
            and tokens.quoted[at - 1]
            and at + 2 < stop
            and (_ends_at_comma(tokens, at, stop, fronted))
        ):
            return at + 1
    return trimmed(tokens, start, stop)


def _verb_follows(tokens: Tokens, start: int, comma: int, stop: int) -> bool:
    """Return whether a finite verb after a comma is the first of its clause: `the driver, a tourist, had left`."""
    ahead = _skip_adverbs(tokens, comma + 1, stop)
    if tokens.low[start] in tokens.words.to or not is_finite(tokens, ahead) or _speaks_on(tokens, ahead):
        return False
    return not any(
        is_finite(tokens, at)
        and tokens.low[at - 1] != ","
        and not tokens.capital(at)
        and not inside_relative(tokens, at, start)
        for at in range(start, comma)
    )


def _fronted(tokens: Tokens, first: int, start: int) -> bool:
    """Return whether a report stands in a clause that opens its sentence: `While she denied it, ...`."""
    low = tokens.low
    while first < start and (
        low[first] in tokens.words.openers or low[first] == "," or low[first] in tokens.words.before_fronted
    ):
        first += 1
    if first >= start or low[first] in tokens.words.fronted_contents:
        return False
    form = tokens.words.forms.get(low[first])
    opens = (
        low[first] in tokens.words.subordinators
        or low[first] in tokens.words.fronting
        or (
            form is not None
            and form.kind in ("past", "participle", "ing")
            and low[first] not in tokens.words.nominal
        )
    )
    return opens and "," not in low[first:start]


def trimmed(tokens: Tokens, start: int, stop: int) -> int:
    """Return the end of a stretch without the final stop that does not stand inside quotation marks."""
    while stop > start and tokens.low[stop - 1] in (".", ",", "—", "–", ";", ":"):
        stop -= 1
    return stop


def _new_subject(tokens: Tokens, at: int, stop: int) -> bool:
    """Return whether a pronoun or a name stands here right before a finite verb."""
    if tokens.low[at] in tokens.words.subjects:
        return True
    while at < stop and tokens.capital(at):
        at += 1
        if at < stop and is_finite(tokens, at):
            return True
    return False


def _lists_on(tokens: Tokens, comma: int, stop: int, items: int = 3) -> bool:
    """Return whether a list goes on after a comma: a few words without a verb, then "and", "or" or a comma."""
    low = tokens.low
    if low[comma + 1] in tokens.words.prepositions or low[comma + 1] in tokens.words.subjects:
        return False
    for ahead in range(comma + 1, min(comma + 9, stop)):
        word = low[ahead]
        if word in tokens.words.coordinators:
            return (
                ahead + 1 < stop
                and not is_finite(tokens, ahead + 1)
                and not _new_subject(tokens, ahead + 1, stop)
            )
        if word == ",":
            return items > 0 and _lists_on(tokens, ahead, stop, items - 1)
        if is_finite(tokens, ahead) or word in STOPS or word in tokens.words.subordinators:
            return False
    return False


def _adjectives(tokens: Tokens, comma: int) -> bool:
    """Return whether a comma stands between two adjectives, likely: `a dull | , grey morning`."""
    words, following = tokens.words, tokens.low[comma + 1]
    if (
        tokens.low[comma - 2] not in words.indefinite
        or tokens.capital(comma - 1)
        or tokens.capital(comma + 1)
    ):
        return False
    if following in words.no_modifier or following in words.relatives or words.adverbial[following]:
        return False
    if words.is_participle(following):
        return False
    return tokens.is_word(comma + 1) and not is_finite(tokens, comma + 1) and tokens.is_word(comma + 2)


def object_end(tokens: Tokens, start: int, stop: int) -> int:
    """Return where an object ends: at a comma, a conjunction with a verb, a new clause, a time."""
    low = tokens.low
    listing = False
    for at in range(start + 1, stop):
        if tokens.quoted[at]:
            continue
        word = low[at]
        if word == "," and at + 2 < stop and (listing or _lists_on(tokens, at, stop)):
            listing = low[at + 1] not in tokens.words.coordinators and _lists_on(tokens, at, stop)
            continue
        if word == "," and at == start + 2 and at + 2 < stop and _adjectives(tokens, at):
            continue
        if word in (",", ";", ":") or word in DASHES:
            return at
        if word in tokens.words.ending:
            return at
        if word in tokens.words.conjunctions and at + 1 < stop:
            ahead = skip_time(tokens, at + 1, stop)
            if ahead < stop and (is_finite(tokens, ahead) or _new_subject(tokens, ahead, stop)):
                return at
        if (
            word in tokens.words.day_openers
            and at + 1 < stop
            and (
                low[at + 1] in tokens.words.times
                or (
                    low[at + 1] in tokens.words.day_determiners
                    and at + 2 < stop
                    and (low[at + 2] in tokens.words.times or low[at + 2] in tokens.words.occasions)
                )
            )
        ):
            return at
    return trimmed(tokens, start, stop)
