"""Which claims that the last page has shown were confirmed or denied since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from writethru.records import AnnotatedArticle, Brief, Change, Origin

SHOWN = ("headline", "sections", "disagreements")


def turned_claims(
    last: Brief, before: Sequence[AnnotatedArticle], page: Brief, documents: Sequence[AnnotatedArticle]
) -> tuple[Change, ...]:
    """Return the claims in the words of the last page that stand otherwise because of what came since.

    `before` are the articles that page was made from, `documents` those of the new one.
    """
    from writethru.ledger import find_turns
    from writethru.publish import cited_texts

    texts = [text for where, text in cited_texts(last) if where.startswith(SHOWN)]
    shown = [citation for text in texts for citation in text.citations]
    return find_turns(shown, before, documents, _origins(page))


def _origins(page: Brief) -> list[Origin]:
    """Return the independent reports behind a page, as its source list tells them."""
    articles: dict[str, list[str]] = defaultdict(list)
    for source in page.sources:
        articles[source.origin].append(source.article)
    return [Origin(id=id, articles=tuple(found)) for id, found in articles.items()]
