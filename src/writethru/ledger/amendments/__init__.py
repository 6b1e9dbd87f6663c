"""What becomes of articles: edits between two texts of one, notes that correct it, notices that withdraw it.

`amend` tells all of it for a story, `apply` what it means for claims; `compare` is for two texts.
"""

from __future__ import annotations

from writethru.ledger.amendments.checking import read_again
from writethru.ledger.amendments.comparing import compare_texts
from writethru.ledger.amendments.notes import find_corrections
from writethru.ledger.amendments.reading import has_words
from writethru.ledger.amendments.standing import amend, apply, judge, know, settled
from writethru.records import Amendment, AnnotatedArticle

__all__ = ["amend", "apply", "compare", "find_corrections", "has_words", "judge", "read_again", "settled"]


def compare(previous: AnnotatedArticle, now: AnnotatedArticle) -> Amendment:
    """Return what changed from one text of an article to the next; notes that correct it are no part of it."""
    return compare_texts(know(previous).text, know(now).text)
