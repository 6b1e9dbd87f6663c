"""When a page says it was published and changed: stated times first, the day in its address or text last."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

from writethru.acquire import times
from writethru.records import Record

# Names of meta elements, letters only, in the order in which they are believed.
PUBLISHED = (
    "articlepublishedtime",
    "ogarticlepublishedtime",
    "articlepublished",
    "datepublished",
    "publishedtime",
    "parselypubdate",
    "cxenseparserecspublishtime",
    "sailthrudate",
    "publicationdate",
    "originalpublicationdate",
    "publishdate",
    "publishedat",
    "pubdate",
    "dcdateissued",
    "dctermsissued",
    "dctermscreated",
    "datecreated",
    "dcdate",
    "dctermsdate",
    "date",
)
MODIFIED = ("articlemodifiedtime", "ogupdatedtime", "datemodified", "lastmodified", "dctermsmodified")
IN_SCRIPT = re.compile(
    r"(?:date_?published|(?:article_)?published_?(?:time|at)|publish(?:ed)?_?date|publication_?date)"
    r"[\\\"': ]{2,8}(\d{4}-\d{2}-\d{2}T[\d:.]{5,15}(?:Z|[+-]\d{2}:?\d{2})?)",
    re.IGNORECASE,
)
IN_ADDRESS = re.compile(r"[/_-]((?:19|20)\d{2})[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|\Z)")
IN_TITLE = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\Z")
MAX_SCRIPT = 2_000_000
RAW = 80  # characters that are kept of what a source wrote
FIRST, LAST = "1995-01-01", "2199-12-31"  # explicit, or the search would depend on today


class Dated(Record, frozen=True):
    """When something was published: the time, how its source wrote it, where that stood, and whether it is sure."""

    time: str | None = None
    raw: str = ""
    source: str = ""  # feed, json-ld, meta, markup, script, address, title, text, row
    sure: bool = False


def stated(raw: object, source: str) -> Dated:
    """Return a time that a source states; it is sure if it can be read and its zone is known."""
    time = times.iso(raw)
    written = str(raw).strip()[:RAW]
    return Dated(time, written, source, times.is_sure(time, written))


def of_feed(said: Mapping[str, object]) -> Dated:
    """Return when a feed says that an item was published: the time that was read, and how the feed wrote it."""
    read = stated(said.get("published"), "feed")
    raw = str(said.get("published_raw") or read.raw)[:RAW]
    sure = times.is_sure(read.time, raw) and times.iso(raw) == read.time and not said.get("published_sure")
    return Dated(read.time, raw, "feed", sure)


def find(
    tree: Any, article: dict[str, Any], meta: dict[str, list[str]], url: str | None
) -> tuple[Dated, str | None]:
    """Return when a page was published, and when modified as ISO text or None. `article` is its JSON-LD."""
    named: dict[str, list[str]] = {}
    for name, values in meta.items():
        named.setdefault(re.sub(r"[^a-z]", "", name), []).extend(values)
    said = list(_stated(tree, article, named))
    published = _best([one for one in said if one.time]) or _guessed(tree, url, bool(said))
    if published is None:
        published = said[0] if said else Dated()
    changed = [article.get("dateModified"), *(v for name in MODIFIED for v in named.get(name, ()))]
    last = _best([one for value in changed if (one := stated(value, "")).time])
    return published, last.time if last else None


def _stated(tree: Any, article: dict[str, Any], named: dict[str, list[str]]) -> Iterator[Dated]:
    values = [("json-ld", article.get("datePublished")), ("json-ld", article.get("dateCreated"))]
    values += [("meta", value) for name in PUBLISHED for value in named.get(name, ())]
    for node in tree.iter():
        if "datePublished" in (node.get("itemprop") or ""):
            words = (node.text or "").strip()
            values += [("markup", v) for v in (node.get("content"), node.get("datetime"), words)]
    values += [("markup", n.get("datetime")) for n in tree.iter("time") if n.get("pubdate") is not None]
    if not any(times.iso(value) for _, value in values):
        within = (n for place in tree.iter("article", "main", "header") for n in place.iter("time"))
        values.append(("markup", next((n.get("datetime") for n in within if n.get("datetime")), None)))
    yield from (
        stated(value, source) for source, value in values if isinstance(value, str | int | float) and value
    )


def _best(found: list[Dated]) -> Dated | None:
    """The first time; another of the same minute that knows its zone goes before it."""
    if not found:
        return None
    first, time = found[0], found[0].time or ""
    if len(time) == 10:  # a day: a time on that day says more
        return next((d for d in found if d.time and d.time.startswith(time) and len(d.time) > 10), first)
    if len(time) == 19:
        return next((d for d in found if d.time and d.time[:16] == time[:16] and len(d.time) > 19), first)
    return first


def _guessed(tree: Any, url: str | None, misread: bool) -> Dated | None:
    """A time from the page's scripts, else a day from its address, its title or its text."""
    for source, found in (
        ("script", _in_scripts(tree)),
        ("address", in_address(url)),
        ("title", _in_title(tree)),
    ):
        if found is not None:
            return Dated(*found, source, source == "script" and times.is_sure(*found))
    searched = None if misread else _searched(tree, url)  # which would find the month of 30 February
    return Dated(*searched, "text") if searched else None


def _in_scripts(tree: Any) -> tuple[str, str] | None:
    """A time in the data of a page's scripts, if all that are there name one day."""
    found = []
    for script in tree.iter("script"):
        written = IN_SCRIPT.findall((script.text or "")[:MAX_SCRIPT])
        found += [(time, raw) for raw in written if (time := times.iso(raw))]
    days = {times.day(time) for time, _ in found}
    return found[0] if len(days) == 1 else None


def in_address(url: str | None) -> tuple[str, str] | None:
    """Return the day that an address holds, as `/2031/03/04/` does, and how it is written there."""
    found = IN_ADDRESS.search(url or "")
    time = times.iso("-".join(found.groups())) if found else None
    return (time, found.group().strip("/_-")) if found and time else None


def _in_title(tree: Any) -> tuple[str, str] | None:
    """A day at the end of the title of the window, where some outlets put it."""
    title = next(("".join(node.itertext()) for node in tree.iter("title")), "").strip()
    found = IN_TITLE.search(title)
    time = times.iso("-".join(part.zfill(2) for part in reversed(found.groups()))) if found else None
    return (time, found.group()) if found and time else None


def _searched(tree: Any, url: str | None) -> tuple[str, str] | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from htmldate import find_date

        try:
            found = find_date(tree, original_date=True, url=url, min_date=FIRST, max_date=LAST)
        except Exception:  # what it raises on odd markup is not documented
            return None
    # A first of January is what a bare year becomes, and that is mostly the one of the copyright.
    time = None if found is None or found.endswith("-01-01") else times.iso(found)
    return (time, found) if found and time else None
