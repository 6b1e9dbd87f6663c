"""An event in few words: what only adds to it is cut, each cut recorded, so that a day reads at a glance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice

from writethru.memory import remembered
from writethru.publish.alone import DANGLING, unbalanced
from writethru.publish.checking.words import listed
from writethru.publish.compress import (
    BROKEN,
    has_subject,
    is_parted,
    joined,
    levels,
    points_outside,
    says_what,
    shown,
)
from writethru.publish.cuts import cut_faults
from writethru.publish.edits import apply_edits, cite
from writethru.publish.fronts import fronts
from writethru.publish.pieces import DASH, small_pieces
from writethru.publish.sense import WORD, Piece, Sense, read_sentence
from writethru.publish.spans import Replacement
from writethru.publish.tails import tails
from writethru.publish.timeline.stretches import goes_on_listing
from writethru.publish.timeline.telling import Telling
from writethru.publish.timeline.wording import edits_of
from writethru.records import AnnotatedArticle, CitedSentence, Sentence, TimeExpression

AT_MOST = 60  # words of an event
READABLE = 22  # words that an event is cut to, if it can be
QUOTES = '“"'  # what opens with somebody's words tells no event
HANGING = (*",;:–—-", "ing")  # how words end that something was cut behind: after admitting
TRIED = 3  # wordings, one of which has to pass the check
LEAST = 8  # words below which nothing more is cut


@remembered
def in_few_words(
    document: AnnotatedArticle, sentence: Sentence, time: TimeExpression, telling: Telling, year: int | None
) -> tuple[CitedSentence, ...]:
    """Return an event in at most `AT_MOST` words, the best wording first: whole if it is short, else cut.

    Of what is cut the fullest of few words goes first, then the longer ones, the shortest first.
    """
    citation = cite(document.article.id, document.article.text, sentence.start, sentence.end)
    edits = edits_of(document, sentence, time, telling, year)
    sense = read_sentence(document, sentence)
    whole = apply_edits(citation, with_cuts(sense, edits, ()))
    found = {whole.text: whole}
    if len(whole.text.split()) > READABLE:
        for cuts in ways(sense, time, telling):
            line = apply_edits(citation, with_cuts(sense, edits, cuts))
            found.setdefault(line.text, line)
    lines = [line for line in found.values() if fits(line, whole)]
    before = Lacking(sense, whole)
    good = (line for line in sorted(lines, key=rank) if line is whole or before.allows(line))
    return tuple(islice(good, TRIED))


def fits(line: CitedSentence, whole: CitedSentence) -> bool:
    """Return whether a wording of an event is as short as an entry wants it, and does not open with a quotation."""
    words = len(line.text.split())
    return line.text[0] not in QUOTES and words <= AT_MOST and (line is whole or words >= LEAST)


class Lacking:
    """What an event lacked before anything was cut of it, looked for once and only if a cut asks for it."""

    def __init__(self, sense: Sense, whole: CitedSentence) -> None:
        self.sense, self.whole = sense, whole

    @cached_property
    def missing(self) -> set[str]:
        """What a sentence has that can be read alone, and the whole has not."""
        return lacks(self.sense, shown(self.whole))

    @cached_property
    def faults(self) -> set[tuple[str, str, str]]:
        """What the whole says that its sentence does not."""
        return set(cut_faults(self.whole))

    def allows(self, line: CitedSentence) -> bool:
        """Return whether nothing is missing from what cuts left of an event that was not missing before."""
        text = shown(line)
        words = [m.group().lower().rstrip(".") for m in WORD.finditer(text)]
        if not (text[:1].isupper() or text[:1].isdigit()) or cut_short(text) or unbalanced(text):
            return False
        if words[-1] in listed("pieces", "last") or not says_what(text):
            return False
        return lacks(self.sense, text) <= self.missing and set(cut_faults(line)) <= self.faults


def cut_short(text: str) -> bool:
    """Return whether words end as if something were to follow."""
    end = text.removesuffix(".").rstrip(f"{QUOTES}”")
    return end.endswith(HANGING) or BROKEN.search(end) is not None


def lacks(sense: Sense, text: str) -> set[str]:
    """Return what a text lacks that a sentence has which can be read alone."""
    found = {
        "subject": not has_subject(text),
        "one clause": is_parted(text),
        "who": points_outside(sense, text),
        "dash": len(DASH.findall(text)) % 2 == 1,
        "neighbour": DANGLING.match(text) is not None,
    }
    return {name for name, missing in found.items() if missing}


def rank(line: CitedSentence) -> tuple[bool, int]:
    """Return the place of a wording among others."""
    words = len(line.text.split())
    return words > READABLE, words if words > READABLE else -words


def ways(sense: Sense, time: TimeExpression, telling: Telling) -> Iterator[list[Piece]]:
    """Yield what may be cut of an event together: none of it holds the event itself."""
    offset = sense.sentence.start
    first, last = telling.span.start - offset, telling.span.end - offset
    assert time.event is not None
    kept = time.event.start - offset, time.event.end - offset
    small = [
        p
        for p in (*small_pieces(sense), *fronts(sense))
        if p.kind != "that"
        and first <= p.start
        and p.end <= last
        and not (p.start < kept[1] and kept[0] < p.end)
    ]
    ends = [
        t
        for t in tails(sense, small)
        if kept[1] <= t.start < last and first < t.start and not goes_on_listing(sense, t.start)
    ]
    for tail in (None, *ends):
        for taken in levels(small):
            if taken or tail:
                yield [*taken, *([tail] if tail else [])]


def with_cuts(sense: Sense, edits: Sequence[Replacement], cuts: Sequence[Piece]) -> list[Replacement]:
    """Return the edits of an event's words with further cuts, those that touch made one."""
    words = sense.words
    gaps = [gap_of(e, words) for e in edits if e[2] == "trim"]
    gaps = joined([*gaps, *((c.start, min(c.end, sense.stop)) for c in cuts)])
    kept = [e for e in edits if e[2] != "trim" and not any(a <= e[0] and e[1] <= b for a, b in gaps)]
    named = {e[0] for e in kept if e[1] > e[0]}
    for start, end in gaps:
        if end == sense.stop and words[start - 1 : start] == ".":
            end = len(words)  # an abbreviation closes what is left: in Tolmund, Arl.
        if start == 0 and end not in named:
            kept.append((0, end + 1, "trim", words[end : end + 1].upper(), None))
        else:
            kept.append((start, end, "trim", "", None))
    return kept


def gap_of(edit: Replacement, words: str) -> tuple[int, int]:
    """Return the stretch that a cut takes, without the letter behind it that it makes a capital."""
    return edit[0], edit[1] - len(edit[3])
