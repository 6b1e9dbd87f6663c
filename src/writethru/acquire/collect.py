"""A source to captures: URL, file, folder or standard input, told apart by scheme, suffix and content."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from writethru.acquire import archives, feed, jsonfile, kinds, opml, sitemap, urls
from writethru.acquire.body import decode
from writethru.acquire.fetch import Get
from writethru.acquire.reading import Reading
from writethru.acquire.workers import Here, Lost, Parsing, lost_problem
from writethru.errors import FetchError
from writethru.records import Capture, Problem, Record
from writethru.settings import Settings

SUFFIXES = (".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".rdf", ".json", ".jsonl", ".ndjson", ".warc")
# Files that may hold an article but in a form that is not read; others (pictures, styles) pass in silence.
MAYBE_MEANT = (
    ".txt",
    ".md",
    ".csv",
    ".tsv",
    ".pdf",
    ".doc",
    ".docx",
    ".odt",
    ".rtf",
    ".eml",
    ".mht",
    ".mhtml",
    ".opml",
)
ABOUT_THE_FOLDER = re.compile(
    r"(?:readme|licen[cs]e|copying|notice|changelog|changes|authors|makefile|index\.opml)\b", re.IGNORECASE
)
# What an address answers may hold no more rows than that, and unpack to no more than so many times its bytes: articles
# are a tenth of what is packed, and whoever sends 20 KB should not have gigabytes read, or a million rows kept.
MOST_ROWS = 50_000
UNPACKED = 20
SAVE = "save it and give the file"
UNREAD = {"binary": "these bytes are no text", "gzip": "it is gzip within gzip"}


class Place(Record, frozen=True):
    """Where bytes come from, and how they get around."""

    where: str
    name: str  # path or URL, whose suffix counts
    url: str | None
    retrieved: str | None
    charset: str = ""
    listed: bool = False  # named by a list of feeds
    most: int | None = None  # bytes that it may unpack to
    damage: str = ""  # what of its bytes could not be read


class Means(Record, frozen=True):
    """What collecting needs: a way to the network, somewhere to read foreign bytes, and the limits."""

    fetch: Get
    parsing: Parsing
    settings: Settings


def collect(
    source: str,
    *,
    fetch: Get,
    settings: Settings,
    now: datetime | None = None,
    stdin: BinaryIO | None = None,
    parsing: Parsing | None = None,
) -> Iterator[Capture | Problem]:
    """Yield a capture for each article that a source may hold, and a Problem for what cannot be read.

    `source` is a URL, a path, or "-" for `stdin`. `now` becomes the time of retrieval. A source that
    cannot be reached or read is a Problem; nothing is raised for what a source holds. Feeds and lists
    are read by `parsing`; without it in this process.
    """
    retrieved = now.isoformat(timespec="seconds") if now else None
    means = Means(fetch, parsing or Here(), settings)
    if source == "-":
        yield from _stream(stdin or sys.stdin.buffer, Place("standard input", "-", None, retrieved), means)
    elif urls.is_url(source):
        yield from _address(source, retrieved, means)
    elif not _can_be_named(source):
        yield Problem(_shown(source), "this cannot be the name of a file", kind="unreadable")
    elif os.path.isdir(source):  # noqa: PTH112 (Path.is_dir raises where it may not look)
        yield from _folder(Path(source), retrieved, means)
    else:
        yield from _file(Path(source), retrieved, means)


def _shown(path: object) -> str:
    """Return a path as text that can be written; bytes of a name that are no UTF-8 become U+FFFD."""
    text = str(path)
    content = os.fsencode(text) if _can_be_named(text) else text.encode("utf-8", "replace")
    return content.decode("utf-8", "replace")


def _can_be_named(source: str) -> bool:
    try:
        os.fsencode(source)
    except ValueError:
        return False
    return True


def _file(path: Path, retrieved: str | None, means: Means) -> Iterator[Capture | Problem]:
    try:
        if not path.is_file():
            found = "there is no such file" if not path.exists() else "this is no file"
            if path.is_symlink() and not path.exists():
                found = "this link leads nowhere"
            yield Problem(_shown(path), found, remedy="check the path", kind="unreadable")
            return
        with path.open("rb") as raw:
            yield from _stream(raw, Place(_shown(path), path.name, None, retrieved), means)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        yield Problem(
            _shown(path), f"the file cannot be read: {reason}", remedy="check its rights", kind="unreadable"
        )


def _folder(root: Path, retrieved: str | None, means: Means) -> Iterator[Capture | Problem]:
    """Read a folder in the order of its paths; hidden files and links to folders are passed over."""
    read = 0
    troubles: list[OSError] = []
    for folder, names, files in os.walk(root, onerror=troubles.append):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder) / name
            suffix = Path(name.lower().removesuffix(".gz")).suffix
            if name.startswith("."):
                continue
            if suffix in SUFFIXES:
                read += 1
                yield from _file(path, retrieved, means)
            elif suffix in MAYBE_MEANT and not ABOUT_THE_FOLDER.match(name):
                found = f"a {suffix} file is not read"
                yield Problem(
                    _shown(path), found, "it is left out", "give pages as .html, rows as .jsonl", "skipped"
                )
    for trouble in troubles:
        yield Problem(
            _shown(trouble.filename), f"the folder cannot be read: {trouble.strerror}", kind="unreadable"
        )
    if not read and not troubles:
        yield Problem(_shown(root), "the folder holds no page, feed or JSON Lines file", kind="empty")


def _address(
    source: str, retrieved: str | None, means: Means, listed: bool = False
) -> Iterator[Capture | Problem]:
    try:
        got = means.fetch(source)
    except FetchError as error:
        yield Problem(
            source,
            str(error),
            remedy="open it in a browser and save the page, or try later",
            kind="unreachable",
        )
        return
    most = max(means.settings.acquire.max_bytes, UNPACKED * len(got.content))
    place = Place(source, got.url, got.url, retrieved, got.charset, listed, most)
    yield from _stream(BytesIO(got.content), place, means)


def _stream(raw: BinaryIO, place: Place, means: Means) -> Iterator[Capture | Problem]:
    """Yield what a stream of bytes holds, and after it what was damaged."""
    reading = Reading(raw, place.most)
    kind = kinds.kind(reading.peek(kinds.PEEK), place.name)
    if kind in ("empty", "gzip") and reading.goes_on():
        kind = "archive"  # whose first record is damaged
    if kind == "lines":
        yield from _lines(reading, place, means)
    elif kind == "archive":
        limit = means.settings.acquire.max_bytes
        yield from archives.captures(reading, place.where, place.retrieved, limit, means.parsing, place.most)
        return
    else:
        limit = means.settings.acquire.max_bytes
        content = reading.read(limit)
        if content is None:
            found = f"it has more than {limit:,} bytes"
            yield Problem(place.where, found, "nothing of it is kept", "give it as JSON Lines", "too-large")
            return
        yield from _whole(content, kind, replace(place, damage=reading.damage), means)
    if reading.beyond:
        found = f"it unpacks to more than {place.most:,} bytes"
        yield Problem(place.where, found, "the first of it is kept", SAVE, "too-large")
    if reading.damage:
        yield Problem(
            place.where, reading.damage, "what comes before is kept", "get the file again", "damaged"
        )


def _lines(reading: Reading, place: Place, means: Means) -> Iterator[Capture | Problem]:
    limit, rows = means.settings.acquire.max_bytes, 0
    for number, line in reading.lines(limit):
        where, content = f"{place.where} line {number}", line
        if line is not None and number == 1:
            content = line.removeprefix(b"\xef\xbb\xbf").strip()
        if content == b"":
            continue
        rows += 1
        if place.url and rows > MOST_ROWS:
            yield _too_many_rows(place)
            return
        if content is None:
            found = f"the line has more than {limit:,} bytes"
            yield Problem(where, found, "the line is left out", kind="too-large")
        else:
            yield Capture(where, content, "application/json", retrieved=place.retrieved)
    if not rows:
        yield Problem(place.where, "it is empty", kind="empty")


def _too_many_rows(place: Place) -> Problem:
    return Problem(
        place.where, f"it has more than {MOST_ROWS:,} rows", "the first are kept", SAVE, "too-large"
    )


def _whole(content: bytes, kind: str, place: Place, means: Means) -> Iterator[Capture | Problem]:
    if kind == "json":
        yield from _json(content, place, means)
    elif kind == "feed":
        yield from _feed(content, place, means)
    elif kind == "opml":
        yield from _subscriptions(content, place, means)
    elif kind == "sitemap":
        yield from _sitemap(content, place, means)
    elif kind == "page":
        if urls.looks_like_feed(place.name):
            found = "a feed was expected and an HTML page found"
            yield Problem(
                place.where, found, "it is read as a page", "check the address of the feed", "no-feed"
            )
        hints = {"charset": place.charset} if place.charset else {}
        if place.damage:
            hints["truncated"] = place.damage
        yield Capture(place.where, content, "text/html", place.url, place.retrieved, hints)
    elif kind == "empty":
        yield Problem(place.where, "it is empty", kind="empty")
    else:
        found = UNREAD.get(kind, "neither a page, a feed nor JSON Lines")
        remedy = "unpack it once" if kind == "gzip" else ""
        yield Problem(place.where, found, "nothing of it is kept", remedy, "unreadable")


def _json(content: bytes, place: Place, means: Means) -> Iterator[Capture | Problem]:
    """Read a JSON Feed, an array of articles, or one article."""
    held = means.parsing.run(jsonfile.read, content, place.where, place.url)
    if isinstance(held, Lost):
        yield lost_problem(held, place.where)
        return
    pieces = held.pieces[:MOST_ROWS] if place.url else held.pieces
    for piece in pieces:
        yield piece.problem or Capture(piece.where, piece.row, "application/json", retrieved=place.retrieved)
    if len(pieces) < len(held.pieces):
        yield _too_many_rows(place)
    if held.feed is not None:
        yield from _items(held.feed, place, means)


def _feed(content: bytes, place: Place, means: Means) -> Iterator[Capture | Problem]:
    """Read an RSS or Atom feed."""
    found = means.parsing.run(feed.read_xml, content, place.url)
    if isinstance(found, Lost):
        yield lost_problem(found, place.where)
    else:
        yield from _items(found, place, means)


def _subscriptions(content: bytes, place: Place, means: Means) -> Iterator[Capture | Problem]:
    """Read each feed of a list of feeds, but no list that it names: it may be the same."""
    if place.listed:
        yield Problem(place.where, "a list of feeds within a list of feeds is not read", kind="skipped")
        return
    found = means.parsing.run(opml.read, content, place.where)
    if isinstance(found, Lost):
        yield lost_problem(found, place.where)
        return
    subscriptions, problems = found
    yield from problems
    for subscription in subscriptions:
        yield from _address(subscription.url, place.retrieved, means, listed=True)


def _sitemap(content: bytes, place: Place, means: Means, nested: bool = False) -> Iterator[Capture | Problem]:
    """Read the pages of a news sitemap, or of those that a sitemap index names."""
    found = means.parsing.run(sitemap.read, content, place.url)
    if isinstance(found, Lost):
        yield lost_problem(found, place.where)
        return
    if found.others and not found.feed.items:
        what = f"a sitemap of {found.others} pages without news; none of them is fetched"
        yield Problem(place.where, what, remedy="give the pages, or a news sitemap", kind="skipped")
    elif not found.parts:
        yield from _items(found.feed, place, means)
    elif nested:
        what = "a sitemap index within a sitemap index is not read"
        yield Problem(place.where, what, kind="skipped")
    for part in () if nested else found.parts:
        try:
            got = means.fetch(part)
        except FetchError as error:
            yield Problem(part, str(error), "the other parts are read", "try later", "unreachable")
            continue
        inner = Reading(BytesIO(got.content)).read(means.settings.acquire.max_bytes)
        yield from _sitemap(inner or b"", Place(part, got.url, got.url, place.retrieved), means, True)


def _items(found: feed.Feed, place: Place, means: Means) -> Iterator[Capture | Problem]:
    if found.fault:
        yield Problem(place.where, f"the feed has a fault: {found.fault}", kind="damaged")
    elif not found.items:
        yield Problem(place.where, "the feed has no items", kind="empty")
    if found.beyond:
        whole = len(found.items) + found.beyond
        kept = f"the first {len(found.items):,} are read"
        yield Problem(place.where, f"the feed has {whole:,} items", kept, kind="too-large")
    for number, item in enumerate(found.items, 1):
        yield _item(item, f"{place.where} item {number}", place, means)


def _item(item: feed.Item, where: str, place: Place, means: Means) -> Capture | Problem:
    """The item with its own text, else its page, else its teaser with the reason."""
    kind, teaser = "application/x-feed-item+json", ""
    if not feed.is_whole(item, means.settings.acquire.min_feed_text):
        teaser = "the feed has only a teaser and names no page"
        if item.url:
            try:
                got = means.fetch(item.url)
            except FetchError as error:
                if not item.text:
                    return Problem(item.url, str(error), "nothing of it is kept", "try later", "unreachable")
                teaser = f"only the feed's teaser was found: {error}"
            else:
                hints = feed.hints(item) | ({"charset": got.charset} if got.charset else {})
                if "html" in got.media_type or kinds.HTML_SIGN.search(decode(got.content[: kinds.PEEK]).text):
                    return Capture(item.url, got.content, "text/html", got.url, place.retrieved, hints)
                teaser = f"only the feed's teaser was found: its page is {got.media_type or 'no HTML'}"
    return Capture(
        where, feed.encoded(item, text=item.text, teaser=teaser), kind, item.url or None, place.retrieved
    )
