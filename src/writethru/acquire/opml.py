"""Lists of feeds: OPML in, as subscriptions with their folders, and subscriptions out as OPML 2.0."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import quoteattr

from writethru.acquire import body, urls
from writethru.records import Problem, Record

MAX_FEEDS = 20_000
MAX_BYTES = 15_000_000  # 20,000 feeds with titles have 5 MB
UNWRITABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # blanks too: they count as one


class Subscription(Record, frozen=True):
    """One feed of a list: its address, what the list calls it, and the folders it stands in, outermost first."""

    url: str
    title: str = ""
    folder: tuple[str, ...] = ()
    home: str = ""


def read(content: bytes, where: str) -> tuple[tuple[Subscription, ...], tuple[Problem, ...]]:
    """Return the feeds of an OPML file, each address once, and what could not be read of it."""
    root, fault = body.parse_xml(content)
    if root is None or _name(root) != "opml":
        found = fault or "this is no OPML file"
        return (), (Problem(where, found, "nothing of it is kept", "export the list again", "damaged"),)
    problems = (
        [Problem(where, f"the list has a fault: {fault}", "what can be read", kind="damaged")]
        if fault
        else []
    )
    found_feeds: dict[str, Subscription] = {}
    for node, folder in _feeds(root):
        stated = next(v for name in ("xmlurl", "url") if (v := _stated(node, name)))
        place = f"{where} line {node.sourceline}"
        url = urls.canonical(re.sub(r"\Afeed:(?://)?(?=https?:)|\Afeed:", "", _web(stated)))
        if not url:
            problems.append(
                Problem(
                    place, f"{stated[:80]!r} is no web address", "the feed is left out", kind="unreadable"
                )
            )
        elif len(found_feeds) == MAX_FEEDS:
            kept = f"the first {MAX_FEEDS:,} are kept"
            problems.append(Problem(where, f"it has more than {MAX_FEEDS:,} feeds", kept, kind="too-large"))
            break
        elif url not in found_feeds:
            title = _stated(node, "title") or _stated(node, "text")
            home = urls.canonical(_stated(node, "htmlurl"))
            found_feeds[url] = Subscription(url, "" if title == stated else title, folder, home)
    if not found_feeds and not problems:
        problems.append(Problem(where, "the list names no feed", kind="empty"))
    return tuple(found_feeds.values()), tuple(problems)


def _web(stated: str) -> str:
    return re.sub(r"\Afeed://(?!https?:)", "http://", stated)


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2].lower()


def _stated(node: Any, name: str) -> str:
    """Return an attribute in whatever case it is written, on one line, without what cannot be written again."""
    return _line(next((value for key, value in node.attrib.items() if key.lower() == name), ""))


def _feeds(root: Any) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Yield each outline that names a feed, with the folders around it; a feed may hold feeds too."""
    stack: list[tuple[Any, tuple[str, ...]]] = [(root, ())]
    while stack:
        node, folder = stack.pop()
        inner = folder
        if _name(node) == "outline":
            is_feed = _stated(node, "xmlurl") or (
                _stated(node, "type").lower() in ("rss", "atom", "link") and _stated(node, "url")
            )
            if is_feed:
                yield node, folder
            elif name := _stated(node, "text") or _stated(node, "title"):
                inner = (*folder, name)
        stack += [(child, inner) for child in reversed(node)]


def write(subscriptions: Iterable[Subscription], title: str = "Feeds of writethru") -> bytes:
    """Return subscriptions as OPML 2.0; the same ones give the same bytes, in whatever order they come."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += [f"  <head><title>{_text(title)}</title></head>", "  <body>"]
    at: tuple[str, ...] = ()
    for one in sorted(
        subscriptions, key=lambda s: (tuple(map(_folded, s.folder)), s.folder, _folded(s.title), s.url)
    ):
        folder = tuple(name for part in one.folder if (name := _line(part)))
        shared = next(
            (n for n, (a, b) in enumerate(zip(at, folder, strict=False)) if a != b), min(len(at), len(folder))
        )
        lines += [f"{_indent(depth)}</outline>" for depth in range(len(at) - 1, shared - 1, -1)]
        lines += [f"{_indent(d)}<outline text={_quoted(folder[d])}>" for d in range(shared, len(folder))]
        at = folder
        lines.append(_indent(len(at)) + _outline(one))
    lines += [f"{_indent(depth)}</outline>" for depth in range(len(at) - 1, -1, -1)]
    return "\n".join([*lines, "  </body>", "</opml>", ""]).encode()


def _outline(one: Subscription) -> str:
    title = _quoted(_line(one.title) or one.url)
    home = f" htmlUrl={_quoted(one.home)}" if one.home else ""
    return f'<outline type="rss" text={title} title={title} xmlUrl={_quoted(one.url)}{home}/>'


def _indent(depth: int) -> str:
    return "  " * (depth + 2)


def _folded(text: str) -> str:
    return text.casefold()


def _line(text: str) -> str:
    return " ".join(UNWRITABLE.sub(" ", text).split())


def _quoted(text: str) -> str:
    return quoteattr(_line(text))


def _text(text: str) -> str:
    return _line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
