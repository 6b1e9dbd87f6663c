"""One article a JSON object: a line of JSON Lines, an element of an array, or an item of a feed."""

from __future__ import annotations

import json
from typing import Any

from writethru.acquire import dates, times, urls
from writethru.records import Capture, Problem, Record

FIELDS = ("id", "url", "publisher", "title", "published", "byline", "text")
SURROGATE = "\ufffd"


class Row(Record, frozen=True, kw_only=True):
    """What was read of one article, before it is marked and gets its key."""

    title: str
    text: str
    url: str | None = None
    publisher: str = ""
    subtitle: str = ""
    byline: str = ""
    published: dates.Dated = dates.Dated()
    modified: str | None = None
    language: str = ""
    section: str = ""
    external_id: str | None = None
    free: bool | None = None
    teaser: str = ""  # why this is only a teaser
    truncated: str = ""  # what is missing of the page
    cleaned: bool = False
    whole: bool = True  # the text was given as that of an article, however short it is


def read_row(capture: Capture) -> Row | Problem:
    """Return the article of a JSON object as it was given, or what is wrong with it."""
    cleaned = False
    try:
        text = capture.content.decode("utf-8")
    except UnicodeDecodeError as error:
        found = f"byte {error.start + 1} is not UTF-8"
        return Problem(capture.where, found, "the line is left out", "write the file as UTF-8", "unreadable")
    try:
        given = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        found = f"broken JSON{_at(error)}"
        return Problem(
            capture.where, found, "the line is left out", "mend the line and read it again", "damaged"
        )
    if not isinstance(given, dict):
        found = f"expected an object with {', '.join(FIELDS)}; found {type(given).__name__}"
        return Problem(capture.where, found, "the line is left out", kind="damaged")
    return _row(capture, given, cleaned)


def _at(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f" at character {error.pos + 1}: {error.msg}"
    return ": nested too deeply" if isinstance(error, RecursionError) else f": {str(error)[:80]}"


def _row(capture: Capture, given: dict[str, Any], cleaned: bool) -> Row | Problem:
    def word(*names: str) -> str:
        for name in names:
            value = given.get(name)
            if isinstance(value, str) and value.strip():
                return value
            if isinstance(value, int | float) and not isinstance(value, bool):
                return str(value)
            if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
                return ", ".join(value)
            if isinstance(value, dict) and isinstance(value.get("name"), str) and value["name"].strip():
                return str(value["name"])  # as schema.org writes outlets and authors
        return ""

    text, title = given.get("text"), word("title", "headline")
    if not isinstance(text, str) or not text.strip():
        found = "there is no text" if not text else f"its text is no string but {type(text).__name__}"
        return Problem(capture.where, found, "the line is left out", 'give the words as "text"', "empty")
    url = urls.canonical(word("url"))
    return Row(
        title=title,
        text=text,
        url=url or None,
        publisher=word("publisher", "source").strip() or urls.host(word("url")),
        subtitle=word("subtitle"),
        byline=word("byline", "author", "authors"),
        published=_dated(capture, given, url),
        modified=times.iso(given.get("modified")),
        language=word("language")[:2].lower(),
        section=word("section"),
        external_id=word("id") or None,
        teaser=word("teaser"),
    )


def _dated(capture: Capture, given: dict[str, Any], url: str) -> dates.Dated:
    """When a row says it was published; one that does not say may have the day in its address."""
    stated = given.get("published", given.get("date"))
    if stated in (None, "", [], {}):
        found = dates.in_address(url)
        return dates.Dated(*found, "address") if found else dates.Dated()
    if capture.media_type != "application/x-feed-item+json":
        return dates.stated(stated, "row")
    return dates.of_feed(given)
