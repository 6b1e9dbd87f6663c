"""Find the sentences that a correction says are wrong: in earlier texts of its article, in its own text, in reprints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from writethru.ledger.amendments import lexicon
from writethru.ledger.amendments.aligning import likeness, most_alike
from writethru.ledger.amendments.lexicon import notices
from writethru.ledger.amendments.reading import QUOTE, Line, Text, made_line, tokens_of
from writethru.ledger.words import stem
from writethru.memory import remembered
from writethru.records import Amendment, AnnotatedArticle, Citation, Corrected, Correction, Edited, EditKind

COPIED = 0.6  # likeness from which a sentence of somebody else is a copy of the one that was corrected
LONGEST, TRACE = 8, 5  # words of a sentence, and their first letters, by which a copy is looked for
TOGETHER = 0.4  # of these words in one sentence, from which it is worth reading: a copy has them nearly all
ABOUT = 2  # words of its topic that a note shares with the sentence it speaks of
SHARE = 0.5  # of what a note says was wrong that a sentence has to have
EXACT = ("number", "date", "name", "quotation")


class Known(NamedTuple):
    """A text with what its notes say and where they stand."""

    text: Text
    corrections: tuple[Correction, ...]


def link(
    newest: Known,
    earlier: Sequence[Known],
    amendments: Sequence[Amendment],
    others: Sequence[AnnotatedArticle],
    know: Callable[[AnnotatedArticle], Known],
) -> Iterator[Corrected]:
    """Yield the sentences that the corrections of an article's newest text speak of.

    `earlier` are its texts before, `amendments` what changed between them, `others` the other articles, which
    are read by `know` where they may have copied a mistake.
    """
    for correction in newest.corrections:
        if correction.kind not in ("correction", "clarification"):
            continue
        said = Said(correction)
        own = list(_edited(correction, said, earlier, amendments))
        if not own:
            own = list(_standing(newest, correction, said))
        yield from own
        patterns = _patterns(own, said, newest)
        for document in others:
            if _may_copy(document, patterns):
                other = know(document)
                for line in _lines(other):
                    yield from _copied(other, line, correction, said, patterns)


def _may_copy(document: AnnotatedArticle, patterns: Sequence[Pattern]) -> bool:
    """Return whether an article has most of the longest words of a sentence that it may have copied, and many in one place."""
    for pattern in patterns:
        longest = sorted({t.form for t in pattern.line.tokens}, key=lambda form: (-len(form), form))[:LONGEST]
        if _has_traces(document, tuple(form[:TRACE] for form in longest)):
            return True
    return False


@remembered
def _has_traces(document: AnnotatedArticle, looked_for: tuple[str, ...]) -> bool:
    """Return whether an article has most of some beginnings of words, and many in one place."""
    low = _low_text(document)
    traces = [trace for trace in looked_for if trace in low]
    if len(traces) < COPIED * len(looked_for):
        return False
    least = TOGETHER * len(looked_for)
    return any(sum(trace in line for trace in traces) >= least for line in _low_lines(document))


@remembered
def _low_text(document: AnnotatedArticle) -> str:
    """Return the title and the text of an article in lower case."""
    return f"{document.article.title} {document.article.text}".casefold()


@remembered
def _low_lines(document: AnnotatedArticle) -> tuple[str, ...]:
    """Return the title and the sentences of an article in lower case."""
    article = document.article
    spans = document.body.sentences
    return (article.title.casefold(), *(article.text[s.start : s.end].casefold() for s in spans))


class Said:
    """What a correction says, as words: those only of what was wrong, those only of what is right, and its topic."""

    def __init__(self, correction: Correction) -> None:
        wrong, right = _forms(correction.wrong), _forms(correction.right)
        self.wrong, self.right = _telling(wrong - right), _telling(right - wrong)
        noise = notices("words", "selves")
        words = [form for form in sorted(_forms(correction.note)) if not noise.at([form], 0)]
        self.topic = frozenset(stem(form) for form in _telling(frozenset(words)))
        self.whole_wrong = frozenset(map(stem, _telling(wrong)))
        self.kinds = _topics(words)


def _topics(words: Sequence[str]) -> frozenset[str]:
    """Return the kinds of change that the words of a note speak of: a name, a number, a day."""
    listed: Mapping[str, str] = lexicon.read("notices")["topics"]
    return frozenset(kind for kind, names in listed.items() if not set(names.split()).isdisjoint(words))


def _forms(citation: Citation | None) -> frozenset[str]:
    if citation is None:
        return frozenset()
    return frozenset(t.form for t in tokens_of(citation.exact, 0, len(citation.exact)) if t.form != QUOTE)


def _telling(forms: frozenset[str]) -> frozenset[str]:
    return frozenset(f for f in forms if f not in lexicon.words("light"))


def _lines(known: Known) -> Iterator[Line]:
    """Yield the title and the lines of a text that are no part of a note."""
    if known.text.title.tokens:
        yield known.text.title
    yield from (line for line in known.text.lines if not line.around)


def _has_all(line: Line, forms: frozenset[str]) -> bool:
    return forms <= {t.form for t in line.tokens}


def _has_any(line: Line, forms: frozenset[str]) -> bool:
    return not forms.isdisjoint(t.form for t in line.tokens)


def _stems(line: Line) -> frozenset[str]:
    return frozenset(stem(t.form) for t in line.tokens if t.form not in lexicon.words("light"))


def _edited(
    correction: Correction, said: Said, earlier: Sequence[Known], amendments: Sequence[Amendment]
) -> Iterator[Corrected]:
    """Yield the earlier sentences that were edited as a correction says; all that fit best."""
    scored = []
    for amendment in amendments:
        for change in amendment.changes:
            if change.was is not None and change.kind not in ("boilerplate", "added"):
                score = _fit(change, said, change.kind)
                if score:
                    scored.append((score, change))
    best = max((score for score, _ in scored), default=0)
    seen = set()
    for score, change in scored:
        was = change.was
        if score == best and was is not None and (was.article, was.field, was.start) not in seen:
            seen.add((was.article, was.field, was.start))
            yield Corrected(correction, was, change.now)
    if best < 2:
        return
    for known in earlier:  # the same mistake in other sentences of the earlier texts
        for line in _lines(known):
            cited = known.text.cite([line])
            if cited and (cited.article, cited.field, cited.start) not in seen and _is_wrong(line, said):
                seen.add((cited.article, cited.field, cited.start))
                yield Corrected(correction, cited)


def _fit(change: Edited, said: Said, kind: EditKind) -> int:
    """Return how surely a change is the one that a note tells of: 3 by both sides, 2 by one, 1 by its topic, 0 not."""
    was, now = _forms(change.was), _forms(change.now)
    gone, new = was - now, now - was
    by_wrong = (
        bool(said.wrong) and len(said.wrong & gone) >= SHARE * len(said.wrong & was | said.wrong & gone) > 0
    )
    by_right = bool(said.right & new)
    if by_wrong and by_right:
        return 3
    if by_wrong or by_right:
        return 2
    shared = len(said.topic & frozenset(map(stem, was)))
    if said.wrong or said.right:
        return 0
    return int(
        kind in said.kinds or (not said.kinds and shared >= ABOUT and kind not in ("wording", "removed"))
    )


def _is_wrong(line: Line, said: Said) -> bool:
    """Return whether a sentence says what a note calls wrong, and not what it calls right."""
    return (
        bool(said.wrong)
        and _has_all(line, said.wrong)
        and not (said.right and _has_all(line, said.right))
        and len((said.topic - frozenset(map(stem, said.wrong))) & _stems(line)) >= ABOUT
    )


def _standing(known: Known, correction: Correction, said: Said) -> Iterator[Corrected]:
    """Yield the sentences of the note's own text that still say what it calls wrong."""
    for line in _lines(known):
        if _is_wrong(line, said):
            cited = known.text.cite([line])
            if cited is not None:
                yield Corrected(correction, cited)


class Pattern(NamedTuple):
    """A sentence by which copies of the mistake are known: the wrong one, or the right one that took its place."""

    line: Line
    wrong: bool
    instead: Citation | None


def _patterns(own: Sequence[Corrected], said: Said, newest: Known) -> list[Pattern]:
    """Return the wrong sentences, and where no earlier text has them the right one of the newest text."""
    found = [Pattern(_as_line(c.sentence), True, c.instead) for c in own]
    if not found and said.right:
        fits = []
        for line in _lines(newest):
            shared = len(said.topic & _stems(line))
            if _has_any(line, said.right) and shared >= ABOUT:
                fits.append((len(said.right & {t.form for t in line.tokens}), shared, -line.start, line))
        if fits:
            line = max(fits, key=lambda f: f[:3])[3]
            found.append(Pattern(line, False, newest.text.cite([line])))
    return found


def _as_line(citation: Citation) -> Line:
    tokens = tokens_of(citation.exact, 0, len(citation.exact))
    return made_line(citation.field, (citation.start, citation.end), tokens)


def _copied(
    other: Known, line: Line, correction: Correction, said: Said, patterns: Sequence[Pattern]
) -> Iterator[Corrected]:
    """Yield a sentence of another article if it repeats the mistake in the words of the article that made it."""
    for pattern in patterns:
        if most_alike(line, pattern.line) < COPIED or likeness(line, pattern.line) < COPIED:
            continue
        mine = frozenset(t.form for t in line.tokens)
        theirs = frozenset(t.form for t in pattern.line.tokens)
        if pattern.wrong:
            right = _forms(pattern.instead) - theirs if pattern.instead else said.right
            telling = theirs - _forms(pattern.instead) if pattern.instead else said.wrong
            if telling and not telling <= mine:
                continue
            if right and right <= mine:
                continue
        elif (
            said.right & theirs <= mine
            or (said.wrong and not said.wrong & mine)
            or (not said.wrong and not _replaced(line, pattern.line, said.right))
        ):
            continue
        cited = other.text.cite([line])
        if cited is not None:
            yield Corrected(correction, cited, pattern.instead, reprint=True)
        return


def _replaced(line: Line, right: Line, forms: frozenset[str]) -> bool:
    """Return whether a sentence has another number, day or name where the right one has what a note says is right."""
    kinds = {t.kind for t in right.tokens if t.form in forms and t.kind in EXACT}
    known = {t.form for t in right.tokens}
    return any(t.kind in kinds and t.form not in known for t in line.tokens)
