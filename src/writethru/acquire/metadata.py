"""What a page says of itself: JSON-LD first, then meta elements, then its markup.

`read` takes the parsed page and returns a `Statement`; nothing is inferred from the body text.
"""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from writethru.acquire import dates, headline, urls
from writethru.records import Record

ARTICLE_TYPES = {"article", "blogposting", "report", "liveblogposting", "socialmediaposting", "claimreview"}
MAX_SCRIPT = 2_000_000  # characters of one JSON-LD script; the largest of 125 real pages has 190,000
MAX_NODES = 20_000
SPACE = re.compile(r"[ \t\r\n\f\v]+")
ADDRESS = re.compile(r"\A(?:https?://)?[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}/?")
TAG = re.compile(r"<[^<>]{1,200}>")
# Escapes that JSON does not know, and what stands around the JSON.
WRAP = re.compile(r"^\s*(?:<!--|//\s?<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s?\]\]>|\]\]>)\s*;?\s*$|;\s*$")


class Statement(Record, frozen=True, kw_only=True):
    """What a page states about its article; "" and None where it is silent."""

    title: str = ""
    subtitle: str = ""
    byline: str = ""
    published: dates.Dated = dates.Dated()
    modified: str | None = None
    publisher: str = ""
    language: str = ""
    section: str = ""
    canonical: str = ""
    free: bool | None = None  # whether it says that it can be read without paying
    is_article: bool = False
    body: str = ""  # articleBody of JSON-LD, used when the markup holds less
    feed: str = ""


def clean(value: object) -> str:
    """Return text without markup, entities and runs of white space."""
    if isinstance(value, list | tuple):
        value = next((v for v in value if isinstance(v, str) and v.strip()), "")
    if not isinstance(value, str):
        return ""
    text = html.unescape(value)
    if "&" in text:
        text = html.unescape(text)
    return SPACE.sub(" ", TAG.sub("", text).replace("\x00", "")).strip()


def read(tree: Any, url: str | None) -> Statement:
    """Return what the page of a parsed tree says of its article. `url` is where it was found."""
    nodes = list(linked_data(tree))
    article, named = _article(nodes), _by_id(nodes)
    meta = _meta(tree)
    canonical = _canonical(tree, meta, url)
    published, modified = dates.find(tree, article, meta, url)
    return Statement(
        title=headline.find(tree, clean(article.get("headline")), meta),
        subtitle=clean(article.get("description"))
        or _first(meta, "og:description", "description", "dc.description"),
        byline=_byline(article, meta, named),
        published=published,
        modified=modified,
        publisher=_publisher(article, meta, nodes, named),
        language=_language(tree, article, meta),
        section=clean(article.get("articleSection")) or _first(meta, "article:section", "section"),
        canonical=canonical,
        free=_free(article),
        is_article=bool(article) or meta.get("og:type", [""])[0].lower() in ("article", "news"),
        body=article["articleBody"] if isinstance(article.get("articleBody"), str) else "",
        feed=_feed(tree, url),
    )


# -- JSON-LD


def linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of the page's JSON-LD scripts, outermost first."""
    budget = MAX_NODES
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        queue = deque([_loads(script.text[:MAX_SCRIPT])])  # a list moves all that waits with each that goes
        while queue and budget:
            node = queue.popleft()
            budget -= 1
            if isinstance(node, list):
                queue.extend(node)
            elif isinstance(node, dict):
                yield node
                queue.extend(v for v in node.values() if isinstance(v, list | dict))


def _loads(text: str) -> Any:
    for attempt in (text, WRAP.sub("", WRAP.sub("", text))):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    try:  # stray escapes, trailing commas, two objects after one another
        mended = re.sub(r"\\(?![\"\\/bfnrtu])", r"\\\\", text)
        return json.JSONDecoder(strict=False).raw_decode(
            re.sub(r",\s{0,200}([}\]])", r"\1", mended).lstrip()
        )[0]
    except (ValueError, RecursionError):
        return None


def _types(node: dict[str, Any]) -> set[str]:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return {k.rsplit("/", 1)[-1].lower() for k in kinds if isinstance(k, str)}


def _article(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """The article that the page is about: the outermost one with a headline, else with a date."""
    found = [n for n in nodes if any(t in ARTICLE_TYPES or t.endswith("article") for t in _types(n))]
    for wanted in ("headline", "datePublished", "name"):
        for node in found:
            if node.get(wanted):
                return node
    return {}


def _by_id(nodes: list[dict[str, Any]]) -> dict[str, str]:
    """Return the names of what others point to, looked up once for all who do."""
    named: dict[str, str] = {}
    for node in nodes:
        if isinstance(id_ := node.get("@id"), str) and id_ not in named and (name := clean(node.get("name"))):
            named[id_] = name
    return named


def _names(value: Any, named: dict[str, str]) -> Iterator[str]:
    if isinstance(value, list):
        for item in value[:20]:
            yield from _names(item, named)
    elif isinstance(value, dict):
        name = clean(value.get("name"))
        if not name and isinstance(value.get("@id"), str):
            name = named.get(value["@id"], "")
        if name:
            yield name
    elif isinstance(value, str) and not urls.is_url(value):
        yield clean(value)


def _free(article: dict[str, Any]) -> bool | None:
    said = article.get("isAccessibleForFree")
    if isinstance(said, str):
        return {"false": False, "true": True}.get(said.strip().lower())
    return said if isinstance(said, bool) else None


# -- meta elements and markup


def _meta(tree: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in tree.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop") or ""
        content = clean(node.get("content") or "")
        if name and content:
            found.setdefault(name.lower(), []).append(content)
    return found


def _first(meta: dict[str, list[str]], *names: str) -> str:
    return next((meta[name][0] for name in names if name in meta), "")


def _byline(article: dict[str, Any], meta: dict[str, list[str]], named: dict[str, str]) -> str:
    names = list(_names(article.get("author") or article.get("creator"), named))
    if not names:
        listed = [
            n
            for key in ("author", "article:author", "dc.creator", "byl", "parsely-author")
            for n in meta.get(key, [])
        ]
        names = [n for n in listed if not urls.is_url(n) and n[0].isalpha()]
    seen = dict.fromkeys(re.sub(r"^(?:by|von|par|por)\s", "", n, flags=re.IGNORECASE).strip() for n in names)
    return ", ".join(n for n in seen if n)[:300]


def _publisher(
    article: dict[str, Any], meta: dict[str, list[str]], nodes: list[dict[str, Any]], named: dict[str, str]
) -> str:
    publisher = next(_names(article.get("publisher"), named), "")
    if publisher and not ADDRESS.fullmatch(publisher):
        return publisher
    sites = (clean(n.get("name")) for n in nodes if _types(n) & {"newsmediaorganization", "website"})
    return (
        _first(meta, "og:site_name", "application-name", "apple-mobile-web-app-title")
        or next((s for s in sites if s), "")
        or _first(meta, "dc.publisher", "publisher")
        or (urls.host(publisher) or publisher)
    )


def _language(tree: Any, article: dict[str, Any], meta: dict[str, list[str]]) -> str:
    root = tree if tree.tag == "html" else next(tree.iter("html"), tree)
    stated = [root.get("lang"), root.get("xml:lang"), *meta.get("og:locale", []), article.get("inLanguage")]
    stated += meta.get("content-language", []) + meta.get("language", [])
    for value in stated:
        found = re.match(r"([a-zA-Z]{2})(?:[-_]|$)", value.strip()) if isinstance(value, str) else None
        if found:
            return found.group(1).lower()
    return ""


def _canonical(tree: Any, meta: dict[str, list[str]], url: str | None) -> str:
    """The page's own address; one on a foreign site, or of a front page, is not believed."""
    stated = [
        node.get("href") for node in tree.iter("link") if (node.get("rel") or "").lower() == "canonical"
    ]
    for link in [*stated[:1], *meta.get("og:url", [])[:1]]:
        found = urls.absolute(url, link or "")
        if found and (not url or urls.same_site(found, url)) and (not url or not urls.is_front(found)):
            return found
    return urls.canonical(url) if url else ""


def _feed(tree: Any, url: str | None) -> str:
    for node in tree.iter("link"):
        if (node.get("type") or "").lower() in (
            "application/rss+xml",
            "application/atom+xml",
            "application/feed+json",
        ):
            return urls.absolute(url, node.get("href") or "")
    return ""
