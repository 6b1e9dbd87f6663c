"""Tells by its first bytes what a source is: page, feed, list, archive, JSON or JSON Lines."""

from __future__ import annotations

import json
import re

from writethru.acquire import warc
from writethru.acquire.body import decode
from writethru.acquire.reading import GZIP

ITEMS = re.compile(rb"\"items\"\s{0,20}:\s{0,20}\[\s{0,20}(?:\{|\Z)")
FIELD = re.compile(r"\"\w{1,30}\"\s{0,20}:\s{0,20}[\"\[{\d]")
PIECE = 2000  # characters of the beginning that are looked at for a field of JSON
PEEK = 65536  # bytes that are enough to tell
LINES = (".jsonl", ".ndjson")
XML_ROOT = re.compile(r"<(?:\w{1,20}:)?(rss|feed|RDF|opml|urlset|sitemapindex)[\s>]")
XML_KINDS = {"opml": "opml", "urlset": "sitemap", "sitemapindex": "sitemap"}  # all others are feeds
HTML_SIGN = re.compile(
    r"<!doctype html|<(?:html|head|body|meta|title|article|div|p|h1|main|section)[\s>]", re.IGNORECASE
)


def kind(head: bytes, name: str) -> str:
    """Tell by its first bytes, and by its name only where they say nothing, what a source is."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if warc.is_archive(start) or name.lower().removesuffix(".gz").endswith(".warc"):
        return "archive"
    if not start:
        return "empty"
    if head.startswith(GZIP):
        return "gzip"
    stem = name.lower().removesuffix(".gz")
    if stem.endswith(LINES):
        return "lines"
    if start[:1] in (b"{", b"["):
        return "lines" if _is_row(start) else "json"
    text = decode(head).text
    root = XML_ROOT.search(text[:4096])
    sign = HTML_SIGN.search(text)
    if root and (not sign or root.start() < sign.start()):
        return XML_KINDS.get(root.group(1), "feed")
    if sign:
        return "page"
    if stem.endswith((".json",)) or FIELD.search(text[:PIECE]):  # JSON whose first sign is damaged
        return "lines" if b"\n{" in head and not stem.endswith(".json") and _is_row(b"{" + start) else "json"
    return "binary" if decode(head).binary else "text"


def _is_row(start: bytes) -> bool:
    """Whether the first line is a JSON object by itself and more may follow; a JSON Feed is not."""
    first, newline, rest = start.partition(b"\n")
    if start[:1] == b"[" or (first.strip() == b"{" and newline):
        return False
    try:
        given = json.loads(first, strict=False)
    except (ValueError, RecursionError) as error:
        # A long first line that is cut by the peek, or a broken one: a line if another object follows.
        if isinstance(error, json.JSONDecodeError) and error.msg == "Extra data" and not newline:
            return False  # several objects in one line
        if ITEMS.search(first):
            return False
        return rest.lstrip()[:1] == b"{" or (
            not newline and b'"items"' not in first and b'"version"' not in first
        )
    return isinstance(given, dict) and not isinstance(given.get("items"), list)
