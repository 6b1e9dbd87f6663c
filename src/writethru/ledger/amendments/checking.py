"""Tell what it means that the page of an article was read again and had this text."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from writethru.ledger.amendments import lexicon
from writethru.ledger.amendments.comparing import compare_texts, is_another
from writethru.ledger.amendments.notes import find_corrections
from writethru.ledger.amendments.reading import read_text
from writethru.records import NO_EDITS, Amendment, AnnotatedArticle, Outcome

# Two ways of reading one page leave out different parts of it, and title it differently.
BY_READING = ("added", "removed", "headline")


class Reading(NamedTuple):
    """What a new text of an article is: the outcome, in words why, the change, and whether to keep the text."""

    outcome: Outcome
    found: str
    amendment: Amendment | None
    keep: bool


def read_again(kept: AnnotatedArticle, now: AnnotatedArticle, *, same_way: bool = True) -> Reading:
    """Return what a text is that was found in the place of the kept one.

    Not `same_way`: the kept text was no page, but came from a feed or a file of articles; what one of the
    two texts does not have at all is then no sign of an edit.
    """
    corrections = {c.note.exact: c for c in find_corrections(now)}
    fresh = [
        c for words, c in corrections.items() if words not in {n.note.exact for n in find_corrections(kept)}
    ]
    notes = tuple(c.note for c in corrections.values())
    earlier = read_text(kept, tuple(c.note for c in find_corrections(kept)))
    later = read_text(now, notes)
    amendment = compare_texts(earlier, later)
    withdrawal = next((c for c in fresh if c.kind == "withdrawal"), None)
    if withdrawal is not None:
        return Reading(
            "withdrawn", f"its outlet took it back: “{_words(withdrawal.note.exact)}”", amendment, True
        )
    if is_another(earlier, later):
        title = _words(now.article.title) or "no title"
        return Reading("missing", f"another text stands at its address: {title}", None, False)
    if set(now.article.marks) & lexicon.cut_marks() and not set(kept.article.marks) & lexicon.cut_marks():
        return Reading("unchanged", "only a part of it can be read now", None, False)
    if not same_way:
        changes = tuple(c for c in amendment.changes if c.kind not in BY_READING)
        kinds = tuple(k for k in amendment.kinds if k not in BY_READING)
        amendment = replace(amendment, changes=changes, kinds=kinds)
    corrected = next((c for c in fresh if c.kind in ("correction", "clarification")), None)
    if corrected is not None:
        return Reading("corrected", _words(corrected.note.exact), amendment, True)
    if amendment.meaningful:
        told = ", ".join(kind for kind in amendment.kinds if kind not in NO_EDITS)
        return Reading("edited", told, amendment, True)
    return Reading("markup only", "it says the same", amendment, False)


def _words(text: str) -> str:
    return " ".join(text.split())
