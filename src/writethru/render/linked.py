"""The page of a story as linked data: what it says it is to programs that read schema.org, as JSON-LD.

A page of which there were several revisions is a live blog too: each revision is an update, with what it changed.

The types and properties that are used stand in tests/cases/vocabulary/schema_org.json with what they may hold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from writethru.records import Brief, Change, Phase, RevisionNote, SourceNote, known_moment
from writethru.render import wording
from writethru.render.wording import visible

CONTEXT = "https://schema.org"
CORRECTIONS = ("correction", "withdrawal")  # of the kinds of change
MOST_UPDATES = 20  # the newest: a page of sixty revisions would be made of them
MOST_CHANGES = 4  # of one update
LONGEST = 110  # characters of a headline that readers of this data take
# Within <script> nothing is escaped for HTML: what could end the element or open a comment is written as numbers.
_AS_NUMBERS = re.compile("[<>&\u2028\u2029]")


def linked_data(
    brief: Brief,
    address: str,
    articles: str,
    notes: Sequence[RevisionNote] = (),
    phase: Phase | None = None,
) -> str:
    """Return a page as JSON-LD that may stand within a script element.

    `address` is that of the page, `articles` what stands before the id of an article where it is kept; `notes` are
    its revisions, oldest first, and `phase` is how alive its story is.
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
        "abstract": " ".join(dict.fromkeys(wording.closed(section.lead.text) for section in brief.sections)),
        "temporalCoverage": _interval(brief),
        "isBasedOn": list(firsts.values()),
        "citation": sources,
        "correction": [_correction(c) for c in brief.changes if c.kind in CORRECTIONS],
    }
    if len(notes) > 1:
        value |= _live(brief, address, articles, notes, phase)
    written = json.dumps(_filled(value), ensure_ascii=False, separators=(",", ":"))
    return _AS_NUMBERS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", written)


def _live(
    brief: Brief, address: str, articles: str, notes: Sequence[RevisionNote], phase: Phase | None
) -> dict[str, Any]:
    """Return what makes a page a live blog: its revisions, newest first, and when it began and ended."""
    begun = _made(notes[0])
    corrections = [c for note in notes for c in note.changes if c.kind in CORRECTIONS]
    return {
        "@type": ["NewsArticle", "LiveBlogPosting"],
        "datePublished": begun,
        "coverageStartTime": begun,
        "coverageEndTime": phase.since if phase and phase.kind == "closed" else None,
        "correction": [_correction(change) for change in dict.fromkeys((*corrections, *_owned(brief)))],
        "liveBlogUpdate": [_update(note, address, articles) for note in notes[: -MOST_UPDATES - 1 : -1]],
    }


def _owned(brief: Brief) -> list[Change]:
    return [change for change in brief.changes if change.kind in CORRECTIONS]


def _update(note: RevisionNote, address: str, articles: str) -> dict[str, Any]:
    """Return a revision as an update: what it changed, and which articles came with it."""
    told = [wording.closed(visible(wording.change_line(change))) for change in note.changes[:MOST_CHANGES]]
    more = len(note.changes) - len(told)
    told += [f"And {more} more {'change' if more == 1 else 'changes'}."] if more > 0 else []
    came = len(note.came)
    told += [f"{came} {'source' if came == 1 else 'sources'} came."] if came and note.revision > 1 else []
    return _filled(
        {
            "@type": "BlogPosting",
            "url": f"{address}?revision={note.revision}",
            "headline": _headline(told[0] if note.changes else note.headline),
            "datePublished": _made(note),
            "version": note.revision,
            "articleBody": " ".join(told) or None,
            "isBasedOn": [f"{articles}{source.article}" for source in note.came[:MOST_CHANGES]]
            if note.revision > 1
            else None,
        }
    )


def _made(note: RevisionNote) -> str | None:
    """Return when a revision was made, or, where that is not known, the newest time of its articles."""
    at = (note.made_from and note.made_from.at) or note.when
    return at if known_moment(at) else None


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
