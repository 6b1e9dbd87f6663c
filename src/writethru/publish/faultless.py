"""Whether a text of a page has no fault of its own, asked again and again while a page is put together."""

from __future__ import annotations

from writethru.memory import remembered
from writethru.publish.verify import Desk, text_faults
from writethru.records import AnnotatedArticle, CitedSentence


def is_faultless(text: CitedSentence, desk: Desk) -> bool:
    """Return whether a text has no fault of its own; if it is all from one article, that is remembered."""
    cited = {c.article for c in text.citations} | {e.source.article for e in text.edits if e.source}
    if len(cited) == 1 and cited <= desk.articles.keys():
        return _is_faultless(desk.document(*cited), text)
    return not any(text_faults(text, desk))


@remembered
def _is_faultless(document: AnnotatedArticle, text: CitedSentence) -> bool:
    """Return whether a text that is all from one article has no fault of its own."""
    return not any(text_faults(text, Desk({document.article.id: document.article}, lambda article: document)))
