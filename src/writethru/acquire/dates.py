"""When a page says it was published and changed: stated times first, the day in its address or text last."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import Any

from writethru.acquire import times

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
FIRST, LAST = "1995-01-01", "2199-12-31"  # explicit, or the search would depend on today


def find(
    tree: Any, article: dict[str, Any], meta: dict[str, list[str]], url: str | None
) -> tuple[str | None, str | None]:
    """Return when a page was published and modified, as ISO text or None. `article` is its JSON-LD."""
    named: dict[str, list[str]] = {}
    for name, values in meta.items():
        named.setdefault(re.sub(r"[^a-z]", "", name), []).extend(values)
    published = _best(_stated(tree, article, named))
    if published is None:
        published = _in_scripts(tree) or in_address(url) or _in_title(tree) or _searched(tree, url)
    changed = [article.get("dateModified"), *(v for name in MODIFIED for v in named.get(name, ()))]
    return published, _best(found for found in map(times.iso, changed) if found)


def _stated(tree: Any, article: dict[str, Any], named: dict[str, list[str]]) -> Iterator[str]:
    values: list[object] = [article.get("datePublished"), article.get("dateCreated")]
    values += [value for name in PUBLISHED for value in named.get(name, ())]
    for node in tree.iter():
        if "datePublished" in (node.get("itemprop") or ""):
            values += [node.get("content"), node.get("datetime"), (node.text or "").strip() or None]
    values += [node.get("datetime") for node in tree.iter("time") if node.get("pubdate") is not None]
    if not any(map(times.iso, values)):
        within = (n for place in tree.iter("article", "main", "header") for n in place.iter("time"))
        values.append(next((n.get("datetime") for n in within if n.get("datetime")), None))
    yield from (found for found in map(times.iso, values) if found)


def _best(found: Iterator[str]) -> str | None:
    """The first time; another of the same minute that knows its zone goes before it."""
    stated = list(found)
    if not stated:
        return None
    first = stated[0]
    if len(first) == 10:  # a day: a time on that day says more
        return next((t for t in stated if t.startswith(first) and len(t) > 10), first)
    if len(first) == 19:
        return next((t for t in stated if t[:16] == first[:16] and len(t) > 19), first)
    return first


def _in_scripts(tree: Any) -> str | None:
    """A time in the data of a page's scripts, if all that are there name one day."""
    found = []
    for script in tree.iter("script"):
        found += [times.iso(value) for value in IN_SCRIPT.findall((script.text or "")[:MAX_SCRIPT])]
    days = {times.day(value) for value in found}
    return found[0] if len(days) == 1 else None


def in_address(url: str | None) -> str | None:
    """Return the day that an address holds, as `/2031/03/04/` does."""
    found = IN_ADDRESS.search(url or "")
    return times.iso("-".join(found.groups())) if found else None


def _in_title(tree: Any) -> str | None:
    """A day at the end of the title of the window, where some outlets put it."""
    found = IN_TITLE.search(next(("".join(node.itertext()) for node in tree.iter("title")), "").strip())
    return times.iso("-".join(part.zfill(2) for part in reversed(found.groups()))) if found else None


def _searched(tree: Any, url: str | None) -> str | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from htmldate import find_date

        try:
            found = find_date(tree, original_date=True, url=url, min_date=FIRST, max_date=LAST)
        except Exception:  # what it raises on odd markup is not documented
            return None
    # A first of January is what a bare year becomes, and that is mostly the one of the copyright.
    return None if found is None or found.endswith("-01-01") else times.iso(found)
