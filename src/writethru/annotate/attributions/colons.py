"""Speakers before or after a colon: headlines (`Roe: vote was fair`, `Vote was fair: Roe`) and transcripts."""

from __future__ import annotations

import re

from writethru.annotate.attributions.clauses import trimmed
from writethru.annotate.attributions.cues import speaking_bodies
from writethru.annotate.attributions.groups import group_start, has_finite, is_finite
from writethru.annotate.attributions.patterns import Pattern
from writethru.annotate.attributions.subjects import subject
from writethru.annotate.attributions.tokens import DASHES, MARKS, Tokens

FARTHEST_COLON = 30  # tokens from the start of a sentence
LONGEST = 6  # words of a speaker
_WORDY = re.compile(r"[^\W\d_]")


def _speaker(tokens: Tokens, first: int, stop: int) -> bool:
    """Return whether tokens could name who speaks: few words, capitals, no verb, not a rubric."""
    if not 0 < stop - first <= LONGEST + 3 or not tokens.words.colon_not_speaker.isdisjoint(
        tokens.low[first : first + 2]
    ):
        return False
    words = [at for at in range(first, stop) if tokens.is_word(at)]
    if (
        not words
        or len(words) > LONGEST
        or not tokens.capital(words[0])
        or not _WORDY.match(tokens.word(words[0]))
        or tokens.low[words[-1]] in tokens.words.rubrics
        or stop - first == 1 == len(tokens.low[first])  # "Q:" and "A:" name nobody
    ):
        return False
    if any(tokens.low[at] in MARKS or tokens.low[at] in (",", ";", "?", "!") for at in range(first, stop)):
        return False
    return not has_finite(tokens, first, stop)


def _body(tokens: Tokens, first: int, stop: int) -> bool:
    """Return whether a headline's speaker is an office or body without a name: `police`, `officials`, `Minister`."""
    return 0 < stop - first <= 2 and tokens.low[stop - 1] in speaking_bodies()


def speaker_in_headline(tokens: Tokens, first: int, stop: int) -> Pattern | None:
    """Match `S: C`, `C: S` and `C – S` in a headline."""
    for at in range(first + 1, stop - 1):
        word = tokens.low[at]
        if (
            tokens.quoted[at]
            or (word != ":" and word not in DASHES)
            or (word == "-" and tokens.start[at] == tokens.end[at - 1])
        ):
            continue
        left, right = at - first, trimmed(tokens, at + 1, stop) - at - 1
        if word == ":" and right > left and right >= 3 and _speaker(tokens, first, at):
            return Pattern((first, at), (at, at + 1), ((at + 1, trimmed(tokens, at + 1, stop)),), "asserts")
        if _body(tokens, at + 1, at + 1 + right) and left > right:
            return Pattern((at + 1, at + 1 + right), (at, at + 1), ((first, at),), "asserts", True)
        if word == ":" and right >= 2 and _body(tokens, first, at):
            return Pattern((first, at), (at, at + 1), ((at + 1, trimmed(tokens, at + 1, stop)),), "asserts")
        content = has_finite(tokens, first, at) or tokens.low[first] in MARKS
        if 0 < right <= 4 and left > right and content and _speaker(tokens, at + 1, at + 1 + right):
            return Pattern((at + 1, at + 1 + right), (at, at + 1), ((first, at),), "asserts", True)
        return None
    return None


def speaker_of_line(tokens: Tokens, first: int, stop: int) -> Pattern | None:
    """Match the first sentence of a speaker's turn: `ROE: C`, and `Roe (R-Ohio), a lawyer: "C"`."""
    for at in range(first + 1, min(stop - 1, first + FARTHEST_COLON)):
        if tokens.low[at] == ":":
            if tokens.low[at + 1][0].isdigit() and trimmed(tokens, at + 1, stop) - at <= 2:
                return None  # a tally: "Poe: 547."
            quoted = tokens.low[at + 1] in MARKS
            dash = next((i for i in range(at - 2, first, -1) if tokens.low[i] in DASHES), None)
            if quoted and dash is not None:  # "Turnout fell - Jane Roe: "..."
                first = dash + 1
            if not (
                _speaker(tokens, first, at)
                or (quoted and tokens.capital(first) and not has_finite(tokens, first, at))
            ):
                return None
            return Pattern((first, at), (at, at + 1), ((at + 1, trimmed(tokens, at + 1, stop)),), "asserts")
    return None


def signed(tokens: Tokens, first: int, stop: int) -> Pattern | None:
    """Match a quotation and who said it after a dash: `"C" - Jane Roe`."""
    low = tokens.low
    for at in range(stop - 2, max(first + 2, stop - LONGEST - 8), -1):
        if low[at] in DASHES and low[at - 1] in MARKS and tokens.end[at] < tokens.start[at + 1]:
            if tokens.capital(at + 1) and not has_finite(tokens, at + 1, stop):
                return Pattern((at + 1, stop), (at, at + 1), ((first, at),), "asserts", True)
            return None
    return None


def before_colon(tokens: Tokens, first: int, stop: int) -> Pattern | None:
    """Match `S greeted the news on the stage: "C"`: whatever S does before the colon is the cue."""
    low = tokens.low
    if ":" not in low[first : first + FARTHEST_COLON]:
        return None
    colon = next((at for at in range(first + 2, min(stop, first + FARTHEST_COLON)) if low[at] == ":"), 0)
    pending = colon == stop - 1
    if not colon or not (pending or low[colon + 1] in MARKS) or any(tokens.quoted[first:colon]):
        return None
    if pending and not (
        low[colon - 1] in tokens.words.announcing
        or any(
            low[at] in tokens.words.documents or low[at] in tokens.words.following
            for at in range(first, colon)
        )
    ):
        return None
    for at in range(first, colon):
        form = tokens.words.forms.get(low[at])
        if (
            at == first
            and form
            and form.kind == "past"
            and tokens.capital(at + 1)
            and "clause" in form.verb.frames
            and not has_finite(tokens, at + 1, colon)
        ):
            return Pattern(
                (at + 1, colon), (at, at + 1), ((colon + 1, trimmed(tokens, colon + 1, stop)),), "asserts"
            )
        if at == first:
            continue
        if is_finite(tokens, at):
            group = group_start(tokens, at, first)
            source = subject(tokens, group, first)
            if source is not None and low[source[0]] in tokens.words.relatives:
                return Pattern(
                    (first, colon),
                    (colon, colon + 1),
                    ((colon + 1, trimmed(tokens, colon + 1, stop)),),
                    "asserts",
                )
            if source is None or low[source[0]] in tokens.words.no_speaker:
                return None
            return Pattern(
                source, (group, colon + 1), ((colon + 1, trimmed(tokens, colon + 1, stop)),), "asserts"
            )
    return None
