"""RSS, Atom and JSON Feed to items: each with its own text if it has one, and with where its page is."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import Any

from writethru.acquire import body, paragraphs, times, urls
from writethru.acquire.marks import is_teaser
from writethru.records import Record

TEASER = 2000  # characters that are kept of an item in case its page holds no text
MAX_ITEMS = 2000  # of one feed; the rest is reported
PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
# An element that ends behind its item is looked for in what follows, where there is none.
CATEGORY = re.compile(rb"</?(?:category|keywords)[^<>]{0,1000}>", re.IGNORECASE)
# Captions of pictures, which feedparser would take for the title and text of the item.
CAPTIONS = (b"media:description", b"media:title", b"media:text", b"media:credit")
# What a blog's software puts behind the text of every item.
TAIL = re.compile(r"\n{1,4}The post [^\n]{1,300} (?:appeared first|first appeared) on [^\n]{1,100}\Z")
ENDED = re.compile(r"[.!?…:;\"'”’»)\]*—-]\s{0,4}\Z")  # a text that stops within a sentence was cut off


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
    published_sure: bool = True  # not: the feed only says when it was last changed
    text: str = ""  # the item's own text, as far as it goes
    summary: str = ""


class Feed(Record, frozen=True):
    """Name and items of a feed; `fault` says what was wrong with it, the rest what it says of itself."""

    title: str
    items: tuple[Item, ...]
    fault: str = ""
    home: str = ""  # the page of the site
    beyond: int = 0  # items after the first `MAX_ITEMS`, which are not read
    ttl_minutes: int = 0  # how long it asks not to be fetched again; 0: it does not say


def read_xml(content: bytes, url: str | None) -> Feed:
    """Return the items of an RSS or Atom feed. A feed that declares entities is refused.

    `url` is where it was found, which relative links go out from unless the feed names another base.
    """
    if b"<!ENTITY" in content.replace(b"\0", b"").upper():  # in UTF-16 too, and behind any comment
        return Feed("", (), "it declares entities of its own, which no feed needs")
    for name in CAPTIONS:
        content = content.replace(b"<" + name, b"<not-" + name).replace(b"</" + name, b"</not-" + name)
    parsed, mended = _parsed(content)
    if parsed is None:
        return Feed("", (), "it is malformed, and no item can be read")
    named = parsed.feed
    title = _line(named.get("title"))
    language = str(named.get("language") or "")[:2].lower()
    atom = str(parsed.get("version") or "").startswith("atom")
    items = tuple(_entry(entry, title, language, url, atom, content) for entry in parsed.entries[:MAX_ITEMS])
    fault = ""
    if parsed.bozo and not items and not _untyped(parsed):
        fault = f"no item can be read: {_line(str(parsed.get('bozo_exception', '')))[:80]}"
    elif mended or (parsed.bozo and "not well-formed" in str(parsed.get("bozo_exception", "")).lower()):
        fault = f"it is malformed; {len(items)} items could be read"
    beyond = max(len(parsed.entries) - MAX_ITEMS, 0)
    return Feed(title, items, fault, urls.absolute(url, named.get("link") or ""), beyond, _ttl(named))


def _parsed(content: bytes) -> tuple[Any, bool]:
    """Return what feedparser makes of a feed, else None, and whether what it trips over had to be left out."""
    ways: tuple[Callable[[], bytes], ...] = (
        lambda: content,
        lambda: CATEGORY.sub(b"", body.without_odd_references(content)),
        lambda: _well_formed(content),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import feedparser

        for number, way in enumerate(ways):
            # A stream, never text or bytes: feedparser would open a file of that name.
            with suppress(ValueError, OverflowError, LookupError):
                return feedparser.parse(BytesIO(way())), number > 0
    return None, True


def _well_formed(content: bytes) -> bytes:
    """Return a malformed feed as libxml2 can put it right: every element ends within the one it began in."""
    from lxml import etree

    root, _ = body.parse_xml(content)
    return b"" if root is None else bytes(etree.tostring(root, encoding="utf-8"))


def _ttl(named: Any) -> int:
    """How long a feed asks not to be fetched again, in minutes: its ttl, else its update period."""
    stated = str(named.get("ttl") or "").strip()
    if re.fullmatch(r"[0-9]{1,7}", stated):
        return int(stated)
    times_a_period = str(named.get("sy_updatefrequency") or "1").strip()
    often = int(times_a_period) if re.fullmatch(r"[0-9]{1,4}", times_a_period) else 1
    return PERIODS.get(str(named.get("sy_updateperiod") or "").strip().lower(), 0) // max(1, often)


def _untyped(parsed: Any) -> bool:
    """Whether all that the parser found wrong is that nobody told it the media type."""
    return "no Content-type" in str(parsed.get("bozo_exception", ""))


def _line(value: object) -> str:
    return " ".join(paragraphs.plain(value).split()) if isinstance(value, str) else ""


def _entry(entry: Any, feed_title: str, language: str, url: str | None, atom: bool, content: bytes) -> Item:
    contents = [c.get("value") or "" for c in entry.get("content", [])]
    text = max(map(paragraphs.plain, contents), key=len, default="")
    summary = paragraphs.plain(entry.get("summary") or "")
    if len(summary) > len(text):
        text = summary
    # dict.get, as feedparser's own get takes one of the two times for the other
    issued = dict.get(entry, "published") or dict.get(entry, "created") or ""
    changed = dict.get(entry, "updated") or ""
    parts = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    authors = [a.get("name") or "" for a in entry.get("authors", []) if isinstance(a, dict)]
    source = entry.get("source")
    tags = entry.get("tags") or [{}]
    return Item(
        id=_id(entry, content),
        url=_link(entry, url, content),
        title=_line(entry.get("title")),
        published=times.iso(issued or changed) or _struct(parts),
        raw_published=str(issued or changed),
        published_sure=bool(issued) or not atom,
        modified=times.iso(changed),
        byline=", ".join(dict.fromkeys(_line(a) for a in authors if a)) or _line(entry.get("author")),
        publisher=(_line(source.get("title")) if isinstance(source, dict) else "") or feed_title,
        language=language,
        section=_line(tags[0].get("term") or ""),
        text=TAIL.sub("", text),
        summary=summary,
    )


def _is_written(text: str, content: bytes) -> bool:
    """Whether text stands in a feed as it is; feedparser takes a GUID for a link and completes it."""
    return text.encode() in content or text.replace("&", "&amp;").encode() in content


def _id(entry: Any, content: bytes) -> str:
    """The id as the feed writes it: one that was completed by the feed's base is cut back."""
    id = str(entry.get("id") or "")
    base = str((entry.get("title_detail") or {}).get("base") or "")
    if not urls.is_url(id) or not base or _is_written(id, content):
        return id
    for cut in (base, base.rpartition("/")[0] + "/", urls.site(base) + "/"):
        if id.startswith(cut) and _is_written(id[len(cut) :], content):
            return id[len(cut) :]
    return id


def _link(entry: Any, url: str | None, content: bytes) -> str:
    """The address of an item's page: the one behind a feed's proxy, the link, or a GUID that is one."""
    for name in ("feedburner_origlink", "pheedo_origlink"):
        if found := urls.absolute(url, entry.get(name) or ""):
            return found
    if entry.get("links"):
        return urls.absolute(url, entry.get("link") or "")
    link = entry.get("link") or ""
    return urls.canonical(link) if _is_written(link, content) else ""


def _struct(parts: Any) -> str | None:
    if not parts:
        return None
    year, month, day, hour, minute, second = parts[:6]
    return times.iso(f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{min(second, 59):02}Z")


def read_json(given: dict[str, Any], url: str | None = None) -> Feed:
    """Return the items of a JSON Feed (version 1 or 1.1); `url` is where it was found."""
    title, language = _line(given.get("title")), str(given.get("language") or "")[:2].lower()
    stated = given.get("feed_url")
    base = url or (stated if isinstance(stated, str) else None)
    listed = given.get("items")
    items = [i for i in listed if isinstance(i, dict)] if isinstance(listed, list) else []
    found = tuple(_json_item(item, given, title, language, base) for item in items[:MAX_ITEMS])
    odd = len(listed) - len(items) if isinstance(listed, list) else 0
    home = given.get("home_page_url")
    fault = f"{odd} of its items could not be read" if odd else ""
    at = urls.absolute(base, home) if isinstance(home, str) else ""
    return Feed(title, found, fault, at, max(len(items) - MAX_ITEMS, 0))


def _json_item(
    item: dict[str, Any], given: dict[str, Any], title: str, language: str, base: str | None
) -> Item:
    def word(name: str) -> str:
        value = item.get(name)
        if isinstance(value, bool):
            return ""
        return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""

    tags = item.get("tags")
    text = max(paragraphs.plain(word("content_html")), word("content_text").strip(), key=len)
    link = word("url") or word("external_url") or (word("id") if urls.is_url(word("id")) else "")
    return Item(
        id=word("id"),
        url=urls.absolute(base, link) if link else "",
        title=_line(word("title")),
        published=times.iso(word("date_published") or word("date_modified")),
        raw_published=word("date_published") or word("date_modified"),
        published_sure=bool(word("date_published")),
        modified=times.iso(word("date_modified")),
        byline=_authors(item) or _authors(given),
        publisher=title,
        language=word("language")[:2].lower() or language,
        section=_line(tags[0]) if isinstance(tags, list) and tags else "",
        text=TAIL.sub("", text or word("summary").strip()),
        summary=word("summary").strip(),
    )


def _authors(given: dict[str, Any]) -> str:
    """The authors of an item, or of the feed for items that name none, as version 1.1 or 1 has them."""
    authors = given.get("authors") if isinstance(given.get("authors"), list) else [given.get("author")]
    names = [a["name"] for a in authors or [] if isinstance(a, dict) and isinstance(a.get("name"), str)]
    return ", ".join(dict.fromkeys(line for name in names if (line := _line(name))))


def is_whole(item: Item, least: int) -> bool:
    """Return whether an item's own text is the whole article: long enough and not cut off."""
    ends = ENDED.search(item.text[-8:]) is not None
    return len(item.text) >= least and ends and not is_teaser(item.text)


def encoded(item: Item, *, text: str, teaser: str = "") -> bytes:
    """Return an item as the JSON object that `extract` reads."""
    fields = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "published": item.published or item.raw_published,
        "published_raw": item.raw_published,
        "published_sure": "" if item.published_sure else "no",
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
        "published_sure": "" if item.published_sure else "no",
        "publisher": item.publisher,
        "byline": item.byline,
        "teaser": item.text[:TEASER],
    }
    return {key: value for key, value in said.items() if value}
