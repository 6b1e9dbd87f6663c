"""A capture to an Article: body, title and what its page says of itself, marked where it is wanting."""

from __future__ import annotations

import re
from datetime import datetime

from writethru.acquire import agencies, body, dates, jsonl, language, marks, metadata, paragraphs, times, urls
from writethru.characters import SURROGATE, clean, clean_line, has_hidden, safe
from writethru.records import Article, Capture, Problem, content_id
from writethru.settings import Settings

SENTENCE = re.compile(r"[^.!?\n]{40}[.!?]")
WORD = re.compile(r"[^\W\d_]{2}")
GUESSES = ("address", "title", "text")  # of the day of publication: what a feed states is better
TOO_DEEP = "a part of the page is nested too deeply or too long for the parser and is missing"
LANGUAGE = re.compile(r"[a-z]{2,3}")
REMEDY = {
    "empty": "nothing to do unless the page shows text in a browser: save it from there",
    "undated": "it is kept, but stands on no timeline and behind dated articles",
    "paywalled": "what stands before the paywall is kept; save the page while signed in to have the rest",
    "teaser": "give the page itself to have the whole text",
    "language": "it is kept and listed; no sentence of it is used",
    "future": "it is kept, and does not count as the newest",
}


def extract(capture: Capture, *, settings: Settings) -> tuple[Article | None, tuple[Problem, ...]]:
    """Return the article of a capture, marked where it is wanting, and what was wrong with it.

    No article only if nothing of it can be used. The same bytes and hints make the same article;
    `capture.retrieved` is the time against which the future is told, and nothing else.
    """
    if capture.media_type in ("application/json", "application/x-feed-item+json"):
        row = jsonl.read_row(capture)
        if isinstance(row, Problem):
            return None, (row,)
        return finish(capture, row, settings)
    return finish(capture, read_page(capture, settings), settings)


def read_page(capture: Capture, settings: Settings) -> jsonl.Row | Problem:
    """Return title, text and statements of an HTML page."""
    decoded = body.decode(capture.content, capture.hints.get("charset", ""))
    if decoded.binary:
        return Problem(
            capture.where,
            "these bytes are no text",
            remedy="give a page, a feed or JSON Lines",
            kind="unreadable",
        )
    if not decoded.text.strip():
        return Problem(capture.where, "the page is empty", kind="empty")
    tree, dropped = body.parse(decoded.text)
    if tree is None:
        return Problem(capture.where, "the page holds no markup that can be read", kind="unreadable")
    said = metadata.read(tree, capture.url)
    text = "\n\n".join(paragraphs.find(tree, said.title, said.subtitle))
    if said.body and said.free is not False and len(said.body) > 2 * len(text) + settings.acquire.min_text:
        text = paragraphs.plain(said.body)  # the page's data hold more than its markup
    stated = said.is_article or said.published.time
    if len(text) < settings.acquire.min_text and not stated and not SENTENCE.search(text):
        text = ""  # a menu, a notice, a front page
    lost = decoded.lost > 0 or body.NO_CHARACTER.search(decoded.text) is not None
    return _row(capture, said, text, dropped, lost, settings)


def _row(
    capture: Capture, said: metadata.Statement, text: str, dropped: bool, lost: bool, settings: Settings
) -> jsonl.Row | Problem:
    hints = capture.hints
    teaser = ""
    if not text:
        text = hints.get("teaser", "") or (said.subtitle if said.is_article else "")
        teaser = "its page holds no article text, only a teaser was found"
    if not WORD.search(text):
        found = "no article text was found on the page"
        if dropped:
            found = "its text is nested too deeply, or too long, for the parser, and nothing else was found"
        return Problem(capture.where, found, remedy=REMEDY["empty"], kind="empty")
    url = said.canonical or urls.canonical(capture.url or "") or None
    return jsonl.Row(
        title=said.title or hints.get("title", ""),
        text=text,
        url=url,
        publisher=said.publisher or hints.get("publisher", "") or urls.host(url),
        subtitle=said.subtitle,
        byline=said.byline or hints.get("byline", ""),
        published=_dated(said.published, capture, settings),
        modified=said.modified,
        language=said.language,
        section=said.section,
        external_id=hints.get("id"),
        free=said.free,
        teaser=teaser,
        truncated=hints.get("truncated", "") or (TOO_DEEP if dropped else ""),
        cleaned=lost,
        whole=False,
    )


def _dated(said: dates.Dated, capture: Capture, settings: Settings) -> dates.Dated:
    """What the page states, if that can be; else what its feed states; and only then what can be guessed."""
    hints = capture.hints
    if not hints.get("published"):
        return said
    fed = dates.of_feed(hints)
    if (
        said.time
        and said.source not in GUESSES
        and not _is_early(said, capture, settings.acquire.future_hours)
    ):
        return said
    usable = fed.time and not _is_early(fed, capture, settings.acquire.future_hours)
    return fed if usable or not said.time else said


def _is_early(published: dates.Dated, capture: Capture, hours: float) -> bool:
    """Whether a date lies more than so many hours after the time at which the bytes came."""
    if not (published.time and capture.retrieved):
        return False
    try:
        now = datetime.fromisoformat(capture.retrieved)
    except ValueError:
        return False
    return times.in_future(published.time, now, hours)


def finish(
    capture: Capture, row: jsonl.Row | Problem, settings: Settings
) -> tuple[Article | None, tuple[Problem, ...]]:
    """Return the article of what was read, with its key, id, language, credits and marks."""
    if isinstance(row, Problem):
        return None, (row,)
    given = capture.media_type == "application/json"  # a text that others may have counted places in
    head = row.text[: 4 * settings.acquire.max_text]
    title, text = _line(row.title), safe(head) if given else clean(head)
    byline, publisher, subtitle = map(_line, (row.byline, row.publisher, row.subtitle))
    length, text = len(text) + len(row.text) - len(head), shortened(text, settings.acquire.max_text)
    if not WORD.search(text):
        return None, (
            Problem(capture.where, "there is no text", remedy="nothing of it is kept", kind="empty"),
        )
    told = language.tell(text, row.language if LANGUAGE.fullmatch(row.language) else "")
    found = _marks(capture, row, text, told, settings, length)
    place, _ = agencies.dateline(text)
    key, late = _key(row, title, text), settings.acquire.future_hours
    article = Article(
        id=content_id(key, title, text),
        key=key,
        title=title,
        text=text,
        external_id=_line(SURROGATE.sub("\ufffd", row.external_id or "")) or None,
        url=row.url,
        publisher=publisher or urls.host(row.url),
        subtitle=subtitle,
        byline=byline,
        published=row.published.time,
        published_raw=_line(row.published.raw),
        published_from=row.published.source,
        published_sure=row.published.sure and not _is_early(row.published, capture, 0.0),
        modified=row.modified if not _is_early(dates.Dated(row.modified), capture, late) else None,
        language=told,
        section=_line(row.section),
        agency=agencies.agency(text, byline),
        dateline=place,
        cleaned=row.cleaned or length > len(text) or _is_changed(row, head, given),
        marks=tuple(mark for mark, _ in found),
        where=clean_line(capture.where),
    )
    return article, tuple(problem for _, problem in found)


def _is_changed(row: jsonl.Row, text: str, given: bool) -> bool:
    """Whether more of a text or of what stands around it had to go than the form of its letters."""
    changed = safe(text) != text if given else has_hidden(text)
    return changed or any(map(has_hidden, (row.title, row.subtitle, row.byline, row.publisher)))


def _line(text: str) -> str:
    return clean_line(text).strip()


def shortened(text: str, most: int) -> str:
    """Return at most so many characters of a text, up to the end of a paragraph, sentence or word."""
    if len(text) <= most:
        return text
    cut = text[:most]
    ends = (cut.rfind("\n\n"), cut.rfind(". ") + 1, cut.rfind(" "))
    return cut[: next((end for end in ends if end > most // 2), most)]


def _key(row: jsonl.Row, title: str, text: str) -> str:
    """What all revisions of a page share; without URL the source's id, else title and day, else the text."""
    if row.url and not urls.is_front(row.url):  # of which feeds make the link of every item
        return content_id(urls.identity(row.url))
    if row.external_id:
        return content_id(row.publisher, "id", row.external_id)
    return content_id(row.publisher, title or text, (row.published.time or "")[:10])


def _words(text: str) -> str:
    return f"{len(text.split())} words kept"


def _marks(
    capture: Capture, row: jsonl.Row, text: str, told: str, settings: Settings, length: int
) -> list[tuple[str, Problem]]:
    found: list[tuple[str, Problem]] = []

    def mark(name: str, what: str, kind: str = "", kept: str = "") -> None:
        problem = Problem(capture.where, what, kept, REMEDY.get(kind or name, ""), kind or name)
        found.append((name, problem))

    short = len(text) < settings.acquire.min_text
    if marks.is_walled(text, row.free):
        mark("paywalled", "the text ends at a paywall", kept=_words(text))
    elif row.teaser or (marks.is_teaser(text) and not row.whole) or (short and not row.whole):
        mark("teaser", row.teaser or "only a teaser of the article was found", kept=_words(text))
    if row.truncated:
        mark("truncated", row.truncated, kept=_words(text))
    if length > len(text):
        mark(
            "truncated",
            f"its text has {length:,} characters, more than an article has",
            kept=f"the first {len(text):,} are kept",
        )
    if not row.published.time:
        raw = _line(row.published.raw)
        mark("undated", f"its date cannot be read: {raw[:40]!r}" if raw else "it has no date")
    elif _is_early(row.published, capture, settings.acquire.future_hours):
        mark("future", f"it is dated {row.published.time}, which is yet to come")
    if told and told not in settings.acquire.languages:
        mark("foreign", f"it is written in a language that is not read ({told})", kind="language")
    return found
