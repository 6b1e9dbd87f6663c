"""The page of a story as linked data: what it says it is to programs that read schema.org, as JSON-LD.

The types and properties that are used stand in tests/cases/vocabulary/schema_org.json with what they may hold.
"""

from __future__ import annotations

import json
from typing import Any

from writethru.records import Brief, Change, SourceNote, known_moment
from writethru.render import wording
from writethru.render.wording import visible

CONTEXT = "https://schema.org"
CORRECTIONS = ("correction", "withdrawal")  # of the kinds of change
LONGEST = 110  # characters of a headline that readers of this data take
# Within <script> nothing is escaped for HTML: what could end the element or open a comment is written as numbers.
_AS_NUMBERS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def linked_data(brief: Brief, address: str, articles: str) -> str:
    """Return a page as JSON-LD that may stand within a script element.

    `address` is that of the page, `articles` what stands before the id of an article where it is kept.
    """
    updated = brief.updated if known_moment(brief.updated) else None
    sources = [_source(source, articles) for source in brief.sources]
    firsts = {source.origin: each["url"] for source, each in zip(brief.sources, sources, strict=True)}
    value: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "@id": address,
        "url": address,
        "headline": _headline(brief.headline.text),
        "version": brief.revision,
        "datePublished": updated if brief.revision == 1 else None,
        "dateModified": updated,
        "inLanguage": "en",
        "abstract": " ".join(wording.closed(section.lead.text) for section in brief.sections),
        "temporalCoverage": _interval(brief),
        "isBasedOn": list(firsts.values()),
        "citation": sources,
        "correction": [_correction(c) for c in brief.changes if c.kind in CORRECTIONS],
    }
    return json.dumps(_filled(value), ensure_ascii=False, separators=(",", ":")).translate(_AS_NUMBERS)


def _source(source: SourceNote, articles: str) -> dict[str, Any]:
    """Return a source: where it was published, or, where no address is known, where it is kept."""
    publisher = {"@type": "Organization", "name": visible(source.publisher).strip()}
    return _filled(
        {
            "@type": "NewsArticle",
            "url": wording.safe_url(source.url) or f"{articles}{source.article}",
            "headline": _headline(source.title),
            "datePublished": source.published if known_moment(source.published) else None,
            "publisher": publisher if publisher["name"] else None,
        }
    )


def _correction(change: Change) -> dict[str, Any]:
    said = visible(wording.change_line(change))
    return {"@type": "CorrectionComment", "text": f"{said}: {visible(change.because.text)}"}


def _headline(text: str) -> str:
    words = visible(text).strip()
    return words if len(words) <= LONGEST else words[: LONGEST - 2].rpartition(" ")[0] + " …"


def _interval(brief: Brief) -> str:
    """Return the days that the timeline tells of as an ISO 8601 interval."""
    days = [day for entry in brief.timeline for day in (entry.when.start, entry.when.end)]
    if not days or not all(known_moment(day) for day in days):
        return ""
    return f"{min(days)}/{max(days)}"


def _filled(value: dict[str, Any]) -> dict[str, Any]:
    return {name: held for name, held in value.items() if held not in (None, "", [])}
