"""The JSON that commands print, in the shapes that the reference promises."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from writethru.newsroom import ClaimListing
from writethru.records import AnnotatedArticle, Article, Attribution, Span, Story, TimeExpression


def annotation(document: AnnotatedArticle) -> dict[str, Any]:
    """Return an article with the findings in its text; all offsets are code points of `text`."""
    article, body = document.article, document.body
    shape: dict[str, Any] = {
        "external_id": article.external_id,
        "url": article.url,
        "title": article.title,
        "published": article.published,
        "language": article.language,
        "text": article.text,
        "sentences": [_fields(s, "boilerplate") for s in body.sentences],
        "names": [_fields(m, "kind", "name", "key") for m in body.names],
        "references": [_fields(m, "kind", "name") for m in body.references],
        "times": [_time(t) for t in body.times],
        "quantities": [_fields(q, "low", "high", "unit", "counted", "as_of") for q in body.quantities],
        "attributions": [_attribution(a) for a in body.attributions],
    }
    return shape | ({"cleaned": True} if article.cleaned else {})


def _fields(span: Span, *names: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end} | {name: getattr(span, name) for name in names}


def _time(found: TimeExpression) -> dict[str, Any]:
    shape = _fields(found, "type", "value", "granularity", "interval", "confidence")
    return shape | {"event": _pair(found.event), "clause": _pair(found.clause)}


def _pair(span: Span | None) -> tuple[int, int] | None:
    return (span.start, span.end) if span else None


def _pairs(spans: Iterable[Span]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans]


def _attribution(found: Attribution) -> dict[str, Any]:
    return {
        "source": _pairs(found.source),
        "cue": _pairs(found.cue),
        "content": _pairs(found.content),
        "holder": found.holder,
        "holder_kind": found.holder_kind,
        "stance": found.stance,
        "direct": found.direct,
        "verification": found.verification,
        "inner": [_attribution(inner) for inner in found.inner],
    }


def claim(listing: ClaimListing) -> dict[str, Any]:
    """Return a claim with its status and everybody who made or denied it."""
    found, status = listing.claim, listing.status
    return {
        "id": found.id,
        "statement": found.statement,
        "status": status.kind,
        "why": status.why,
        "holders_for": status.holders_for,
        "holders_against": status.holders_against,
        "origins": status.origins,
        "first": listing.first,
        "last": listing.last,
        "needed": listing.needed,
        "assertions": found.assertions,
        "against": found.against,
        "remarks": found.remarks,
    }


def kept_article(article: Article, story: Story) -> dict[str, Any]:
    """Return a kept article with its story and the reason that brought it there."""
    steps = list(reversed(story.events))
    whole = [e.reason for e in steps if e.article is None]  # it came with all of another story
    reason = next(iter([e.reason for e in steps if e.article == article.id] or whole), "")
    shape: dict[str, Any] = msgspec.to_builtins(article)
    return shape | {"story": story.id, "reason": reason}
