"""Tell what became of all articles of a story: which were edited, corrected or lost, and what in them no longer holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile

from msgspec.structs import replace

from writethru.ledger.amendments.comparing import compare_texts
from writethru.ledger.amendments.linking import Known, link
from writethru.ledger.amendments.notes import find_corrections
from writethru.ledger.amendments.reading import read_text
from writethru.records import (
    Amendment,
    Amends,
    AnnotatedArticle,
    Citation,
    Claim,
    Corrected,
    Correction,
    Lost,
    Recheck,
    moment,
)

OWNED = ("correction", "clarification")  # notes that speak of sentences
STANDS = ("unchanged", "markup only", "edited", "corrected", "moved")  # outcomes that show that it stands


def know(document: AnnotatedArticle) -> Known:
    """Return a text with its notes, which are no part of its report."""
    corrections = find_corrections(document)
    return Known(read_text(document, _places(corrections)), corrections)


def amend(
    documents: Sequence[AnnotatedArticle],
    texts: Iterable[AnnotatedArticle] = (),
    rechecks: Iterable[Recheck] = (),
) -> Amends:
    """Return what became of the articles of a story.

    `documents` are their newest texts, `texts` all texts of those that have several, in order of keeping;
    `rechecks` is what was found when their pages were fetched again, oldest first.
    """
    earlier: dict[str, list[AnnotatedArticle]] = defaultdict(list)
    for text in texts:
        earlier[text.article.key].append(text)
    checks = list(rechecks)
    ordered = sorted(documents, key=lambda d: d.article.order)
    notes = {d.article.id: find_corrections(d) for d in ordered}
    corrections = [c for d in ordered for c in notes[d.article.id]]
    amendments: list[Amendment] = []
    corrected: list[Corrected] = []
    read: dict[str, Known] = {}

    def known_text(document: AnnotatedArticle) -> Known:
        id = document.article.id
        if id not in read:
            read[id] = Known(read_text(document, _places(notes[id])), notes[id])
        return read[id]

    times = {check.now: check.at for check in reversed(checks) if check.now}
    for document in ordered:
        id = document.article.id
        before = [know(d) for d in _until(id, earlier[document.article.key])]
        if not before and not any(c.kind in OWNED for c in notes[id]):
            continue
        known = known_text(document)
        edits = [compare_texts(one.text, other.text) for one, other in pairwise([*before, known])]
        amendments += [replace(a, at=a.at or times.get(a.article)) for a in edits]
        others = [d for d in ordered if d is not document]
        corrected += link(known, before, edits, others, known_text)
    keys = {
        text.article.id: text.article.key
        for text in (*documents, *(t for group in earlier.values() for t in group))
    }
    lost = []
    for document in ordered:
        mine = [check for check in checks if keys.get(check.article) == document.article.key]
        if (loss := _lost(document, notes[document.article.id], mine)) is not None:
            lost.append(loss)
    return Amends(tuple(amendments), tuple(corrections), tuple(_once(corrected)), tuple(lost))


def _until(id: str, texts: Sequence[AnnotatedArticle]) -> Iterator[AnnotatedArticle]:
    """Return the texts of an article that were kept before one of them."""
    return takewhile(lambda d: d.article.id != id, texts)


def _places(corrections: Sequence[Correction]) -> tuple[Citation, ...]:
    return tuple(correction.note for correction in corrections)


def settled(
    documents: Sequence[AnnotatedArticle], texts: Sequence[AnnotatedArticle], amends: Amends
) -> list[AnnotatedArticle]:
    """Return the texts that a page is made from: of texts that say the same, the one that was kept first.

    So what a page cites stays pinned while only the look of an article changes.
    """
    known = {d.article.id: d for d in (*texts, *documents)}
    before = {a.article: a.previous for a in amends.amendments if not a.meaningful}
    found = []
    for document in documents:
        id = document.article.id
        while id in before and before[id] in known and not _has_note(id, amends):
            id = before[id]
        found.append(known[id])
    return found


def _has_note(article: str, amends: Amends) -> bool:
    """Return whether a text has a note of a mistake: what it says of the text before is news."""
    return any(c.article == article and c.kind != "update" for c in amends.corrections)


def _once(corrected: Iterable[Corrected]) -> list[Corrected]:
    """Return corrected sentences, each once; what an outlet says of its own text goes before what others say."""
    found: dict[tuple[str, str, int], Corrected] = {}
    for entry in sorted(corrected, key=lambda c: (c.reprint, c.instead is None)):
        found.setdefault((entry.sentence.article, entry.sentence.field, entry.sentence.start), entry)
    return list(found.values())


def _lost(
    document: AnnotatedArticle, corrections: Sequence[Correction], checks: Sequence[Recheck]
) -> Lost | None:
    """Return why an article no longer counts: its own notice, or what the last checks of its page found."""
    article = document.article
    notice = next((c for c in corrections if c.kind == "withdrawal"), None)
    if notice is not None:
        words = " ".join(notice.note.exact.split())
        return Lost(
            article.id, "withdrawn", f"its outlet took it back: “{words}”", article.modified, notice.note
        )
    for check in reversed(checks):
        if check.outcome in STANDS:
            return None
        if check.outcome == "withdrawn":
            return Lost(article.id, "withdrawn", check.found, check.at)
        if check.outcome == "gone":
            return Lost(article.id, "gone", check.found, check.at)
    return None


def apply(claims: Sequence[Claim], amends: Amends) -> tuple[Claim, ...]:
    """Return claims, each with which of its assertions were corrected or withdrawn, and without those that are notes."""
    notes = {(c.note.article, c.note.start, c.note.end) for c in amends.corrections if c.note.field == "text"}

    def noted(article: str, start: int, end: int) -> bool:
        return any(a == article and s <= start and end <= e for a, s, e in notes)

    found = []
    for claim in claims:
        kept = [a for a in claim.assertions if not noted(a.article, a.citation.start, a.citation.end)]
        if not kept:
            continue
        taken: dict[str, str] = {}
        replaced = False
        for assertion in kept:
            loss = amends.loss(assertion.article)
            wrong = amends.wrong(assertion.citation)
            if wrong is not None:
                taken[assertion.id] = f"corrected: “{wrong.why}”"
                replaced |= wrong.instead is not None or wrong.correction.right is not None
            elif loss is not None:
                taken[assertion.id] = loss.why
        remarks = tuple(a for a in claim.remarks if not noted(a.article, a.citation.start, a.citation.end))
        found.append(
            replace(claim, assertions=tuple(kept), remarks=remarks, taken_back=taken, replaced=replaced)
        )
    return tuple(found)


def judge(history: Sequence[Recheck], check: Recheck, *, days: float = 1.0) -> Recheck:
    """Return a check with its outcome made firm: a page that is missing is gone when it was missing a day ago too."""
    if check.outcome != "missing":
        return check
    for before in reversed([c for c in history if c.at < check.at]):
        if before.outcome in ("missing", "gone"):
            one, other = moment(before.at), moment(check.at)
            if one and other and (other - one).total_seconds() >= days * 86_400:
                return replace(check, outcome="gone", found=f"{check.found}, as on {before.at[:10]}")
        elif before.outcome != "unreachable":
            break
    return check
