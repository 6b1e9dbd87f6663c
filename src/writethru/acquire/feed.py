"""RSS, Atom and JSON Feed to items: each with its own text if it has one, and with where its page is."""

from __future__ import annotations

import json
import warnings
from io import BytesIO
from typing import Any

from writethru.acquire import paragraphs, times, urls
from writethru.acquire.marks import is_teaser
from writethru.records import Record

TEASER = 2000  # characters that are kept of an item in case its page holds no text
MAX_ITEMS = 2000  # of one feed; the rest is reported


class Item(Record, frozen=True, kw_only=True):
    """One item of a feed; times are ISO, texts are plain with blank lines between paragraphs."""

    id: str = ""
    url: str = ""
    title: str = ""
    published: str | None = None
    raw_published: str = ""
    modified: str | None = None
    byline: str = ""
    publisher: str = ""
    language: str = ""
    section: str = ""
    text: str = ""  # the item's own text, as far as it goes
    summary: str = ""


class Feed(Record, frozen=True):
    """Name and items of a feed; `fault` says what was wrong with it."""

    title: str
    items: tuple[Item, ...]
    fault: str = ""


def read_xml(content: bytes, url: str | None) -> Feed:
    """Return the items of an RSS or Atom feed. A feed that declares entities is refused."""
    if b"<!ENTITY" in content[:65536].upper():
        return Feed("", (), "it declares entities of its own, which no feed needs")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import feedparser

        headers = {"content-location": url} if url else {}
        # A stream, never text or bytes: feedparser would open a file of that name.
        parsed = feedparser.parse(BytesIO(content), response_headers=headers)
    named = parsed.feed
    title = _line(named.get("title"))
    language = str(named.get("language") or "")[:2].lower()
    items = tuple(_entry(entry, title, language) for entry in parsed.entries[:MAX_ITEMS])
    fault = ""
    if len(parsed.entries) > MAX_ITEMS:
        fault = f"only the first {MAX_ITEMS} of {len(parsed.entries)} items were read"
    elif parsed.bozo and not items:
        fault = f"no item can be read: {_line(str(parsed.get('bozo_exception', '')))[:80]}"
    elif parsed.bozo and "not well-formed" in str(parsed.get("bozo_exception", "")).lower():
        fault = f"it is malformed; {len(items)} items could be read"
    return Feed(title, items, fault)


def _line(value: object) -> str:
    return " ".join(paragraphs.plain(value).split()) if isinstance(value, str) else ""


def _entry(entry: Any, feed_title: str, language: str) -> Item:
    contents = [c.get("value") or "" for c in entry.get("content", [])]
    text = max(map(paragraphs.plain, contents), key=len, default="")
    summary = paragraphs.plain(entry.get("summary") or "")
    if len(summary) > len(text):
        text = summary
    raw = entry.get("published") or entry.get("created") or entry.get("updated") or ""
    authors = [a.get("name") or "" for a in entry.get("authors", []) if isinstance(a, dict)]
    source = entry.get("source")
    tags = entry.get("tags") or [{}]
    return Item(
        id=str(entry.get("id") or ""),
        url=urls.canonical(entry.get("link") or ""),
        title=_line(entry.get("title")),
        published=times.iso(raw) or _struct(entry.get("published_parsed") or entry.get("updated_parsed")),
        raw_published=str(raw),
        modified=times.iso(dict.get(entry, "updated")),
        byline=", ".join(dict.fromkeys(_line(a) for a in authors if a)) or _line(entry.get("author")),
        publisher=(_line(source.get("title")) if isinstance(source, dict) else "") or feed_title,
        language=language,
        section=_line(tags[0].get("term") or ""),
        text=text,
        summary=summary,
    )


def _struct(parts: Any) -> str | None:
    if not parts:
        return None
    year, month, day, hour, minute, second = parts[:6]
    return times.iso(f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{min(second, 59):02}Z")


def read_json(given: dict[str, Any]) -> Feed:
    """Return the items of a JSON Feed (version 1 or 1.1)."""
    title, language = _line(given.get("title")), str(given.get("language") or "")[:2].lower()
    listed = given.get("items")
    items = [i for i in listed if isinstance(i, dict)] if isinstance(listed, list) else []
    found = tuple(_json_item(item, title, language) for item in items[:MAX_ITEMS])
    odd = len(listed) - len(found) if isinstance(listed, list) else 0
    return Feed(title, found, f"{odd} of its items could not be read" if odd else "")


def _json_item(item: dict[str, Any], title: str, language: str) -> Item:
    def word(name: str) -> str:
        value = item.get(name)
        return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""

    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    tags = item.get("tags")
    text = paragraphs.plain(word("content_html")) or word("content_text").strip()
    return Item(
        id=word("id"),
        url=urls.canonical(word("url") or word("external_url")),
        title=_line(word("title")),
        published=times.iso(word("date_published")),
        raw_published=word("date_published"),
        modified=times.iso(word("date_modified")),
        byline=", ".join(
            _line(a.get("name")) for a in authors or [] if isinstance(a, dict) and a.get("name")
        ),
        publisher=title,
        language=word("language")[:2].lower() or language,
        section=_line(tags[0]) if isinstance(tags, list) and tags else "",
        text=text or word("summary").strip(),
        summary=word("summary").strip(),
    )


def is_whole(item: Item, least: int) -> bool:
    """Return whether an item's own text is the whole article: long enough and not cut off."""
    return len(item.text) >= least and not is_teaser(item.text)


def encoded(item: Item, *, text: str, teaser: str = "") -> bytes:
    """Return an item as the JSON object that `extract` reads."""
    fields = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "published": item.published or item.raw_published,
        "published_raw": item.raw_published,
        "modified": item.modified,
        "byline": item.byline,
        "publisher": item.publisher,
        "language": item.language,
        "section": item.section,
        "text": text,
        "teaser": teaser,
    }
    return json.dumps({k: v for k, v in fields.items() if v}, ensure_ascii=True).encode()


def hints(item: Item) -> dict[str, str]:
    """Return what a feed says of an item, for the page that is fetched for it."""
    said = {
        "id": item.id,
        "title": item.title,
        "published": item.published or item.raw_published,
        "published_raw": item.raw_published,
        "publisher": item.publisher,
        "byline": item.byline,
        "teaser": item.text[:TEASER],
    }
    return {key: value for key, value in said.items() if value}
