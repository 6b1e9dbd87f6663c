"""Small words that tie a sentence to the one before it (`also`, `by contrast`) or only colour it, cut where the rest stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from writethru.publish.alone import mask_quotations
from writethru.publish.checking.words import alternatives, listed
from writethru.publish.colour import colour_cuts
from writethru.publish.cuts import cut_faults
from writethru.publish.edits import apply_edits
from writethru.publish.sense import WORD, has_finite, is_finite
from writethru.records import AnnotatedArticle, CitedSentence, Span

CORRELATIVE = re.compile(
    r"\b(?:not|[Bb]oth|[Ee]ither)\b[^.;]{1,200}\balso\b"
)  # `not only one but also another`


def without_leaning(document: AnnotatedArticle, text: CitedSentence) -> CitedSentence:
    """Return a sentence without the small words that tie it to another, if all that it says stays the same."""
    cited = text.citations[0]
    span = Span(cited.start, cited.end)
    words = mask_quotations(document, span)
    for found in ((*leaning_cuts(words), *colour_cuts(words)), tuple(leaning_cuts(words))):
        shorter = without(text, found)
        if shorter is not text:
            return shorter
    return text


def without(text: CitedSentence, cuts: Sequence[tuple[int, int]]) -> CitedSentence:
    """Return a sentence without some stretches of its cited words, if all that it says stays the same."""
    if not cuts:
        return text
    cited, done = text.citations[0], list(text.replacements())
    free = [
        (start, end, "trim", "", None)
        for start, end in cuts
        if not any((start < d[1] and d[0] < end) or d[0] == d[1] == end for d in done)
    ]
    made = apply_edits(cited, [*done, *free])
    shorter = CitedSentence(made.text, text.citations, made.edits)
    return text if any(cut_faults(shorter)) else shorter


def leaning_cuts(words: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a sentence that only tie it to another; its quotations are blanked out."""
    opener = words.split(" ", 1)[0].lower()
    for match in _parted().finditer(words):
        if match[2] == "," and is_spliced(words, match.start(), match.end()):
            continue
        kept = match[2] != "," or opener in listed("pieces", "fronted")  # the mark behind it is needed
        if match[2] != "," or "," not in words[: match.start()]:  # else the comma before it may end an aside
            yield match.start(), match.start(2) if kept else match.end()
    if CORRELATIVE.search(words):
        return
    for match in _adding().finditer(words):
        before, after = match[1].lower(), match[3].lower()
        if before in listed("leaning", "adding", "after") or after in listed("leaning", "adding", "before"):
            continue
        if before in listed("leaning", "adding", "be") or _is_verb(after):
            yield match.start(2), match.end(2)


def is_spliced(words: str, start: int, end: int) -> bool:
    """Return whether two clauses stand around a word that ties: "the quay held, however, the bridge fell"."""
    after = WORD.search(words, end)
    if after is None or is_finite(words, after.start()) or not has_finite(words, 0, start):
        return False
    return after[0].lower() not in listed("sense", "small", "preposition") and has_finite(
        words, end, len(words)
    )


def _is_verb(word: str) -> bool:
    endings = tuple(sorted(listed("leaning", "adding", "endings")))
    return word in listed("leaning", "adding", "verbs") or (len(word) > 3 and word.endswith(endings))


@cache
def _parted() -> re.Pattern[str]:
    words = alternatives("leaning", "parted")
    return re.compile(rf"(?<=\w), ({words})(,|[.]$)")


@cache
def _adding() -> re.Pattern[str]:
    words = "|".join(sorted(listed("leaning", "adding")))
    return re.compile(rf"\b([\w’']{{1,30}})( (?:{words}))(?= ([a-z]{{1,30}})\b)")
