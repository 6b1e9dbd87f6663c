"""What feed readers get: the stories, or the revisions of one, as Atom (RFC 4287) and as JSON Feed 1.1.

An entry keeps its id for good: of a story through all its revisions, of a revision for itself. Its time is
that of the page that is given, so it moves when a meaningful revision is kept and not before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as Xml

from writethru.records import Brief, Record, known_moment
from writethru.render import wording
from writethru.render.html import templates
from writethru.render.run_in import is_headline

ATOM = "http://www.w3.org/2005/Atom"
_NEVER = datetime.fromtimestamp(
    0, UTC
)  # of what has no date: a time is required, and this one is never on top
_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # 1.0


class Channel(Record, frozen=True):
    """What a feed says of itself: its title, the file it is kept in, the page it tells of, and where they are."""

    title: str
    file: str  # "stories.atom", beside `page`
    page: str  # "index.html"
    site: str = ""  # address of the folder that holds both, ending in "/"; "" when it is not known
    story: str = ""  # id of the story whose revisions these are; "" for a feed of stories
    pages: tuple[str, str] = ("", ".html")  # what stands around a story's id in the name of its page


class Entry(Record, frozen=True):
    """One story of a feed, or one revision: when it was updated, and how it is written there."""

    updated: str | None
    written: str


def render_atom(pages: Sequence[Brief], channel: Channel) -> str:
    """Return pages as an Atom feed, in the order given; see `Channel` for what is in it."""
    return atom_of([Entry(page.updated, atom_entry(page, channel)) for page in pages], channel)


def atom_of(entries: Sequence[Entry], channel: Channel) -> str:
    """Return entries that were written before as an Atom feed."""
    root = Xml.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _add(root, "id", _urn("feed", channel.story))
    _add(root, "title", channel.title)
    _add(root, "updated", _stamp(max((_moment(each.updated) for each in entries), default=_NEVER)))
    _add(_add(root, "author"), "name", "Writethru")
    _add(root, "generator", "Writethru")
    _add(root, "link", rel="self", type="application/atom+xml", href=channel.site + channel.file)
    _add(root, "link", rel="alternate", type="text/html", href=channel.site + channel.page)
    Xml.indent(root)
    head, end = Xml.tostring(root, encoding="unicode").rsplit("\n", 1)
    written = "".join(f"\n  {each.written}" for each in entries)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{head}{written}\n{end}\n'


def atom_entry(page: Brief, channel: Channel) -> str:
    """Return a page as an entry of an Atom feed."""
    entry = Xml.Element("entry")
    _add(entry, "id", _entry_id(page, channel))
    _add(entry, "title", _title(page))
    _add(entry, "updated", _stamp(_time(page)))
    if first := _first(page):
        _add(entry, "published", _stamp(first))
    _add(entry, "link", rel="alternate", type="text/html", href=_address(page, channel))
    _add(entry, "summary", _summary(page))
    _add(entry, "content", _content(page), type="html")
    Xml.indent(entry, level=1)
    return Xml.tostring(entry, encoding="unicode").rstrip()


def render_json_feed(pages: Sequence[Brief], channel: Channel) -> str:
    """Return pages as a JSON Feed, in the order given; addresses are left out where the site is not known."""
    return json_feed_of([Entry(page.updated, json_entry(page, channel)) for page in pages], channel)


def json_feed_of(entries: Sequence[Entry], channel: Channel) -> str:
    """Return entries that were written before as a JSON Feed."""
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "language": "en",
        "authors": [{"name": "Writethru"}],
    }
    if channel.site:
        feed |= {"home_page_url": channel.site + channel.page, "feed_url": channel.site + channel.file}
    head = json.dumps(feed, ensure_ascii=False, indent=1).removesuffix("\n}")
    items = ",\n  ".join(each.written for each in entries)
    return f'{head},\n "items": [' + (f"\n  {items}\n ]" if entries else "]") + "\n}\n"


def json_entry(page: Brief, channel: Channel) -> str:
    """Return a page as an item of a JSON Feed."""
    # No text of JSON holds a line break: those that there are stand between its parts.
    return json.dumps(_item(page, channel), ensure_ascii=False, indent=1).replace("\n", "\n  ")


def _item(page: Brief, channel: Channel) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": _entry_id(page, channel),
        "title": _title(page),
        "content_html": _content(page),
        "summary": _summary(page),
        "date_modified": _stamp(_time(page)),
    }
    if first := _first(page):
        item["date_published"] = _stamp(first)
    if channel.site:
        item["url"] = _address(page, channel)
    return item


def _add(parent: Xml.Element, name: str, text: str = "", **attributes: str) -> Xml.Element:
    child = Xml.SubElement(parent, name, {key: _sound(value) for key, value in attributes.items()})
    if text:
        child.text = _sound(text)
    return child


def _sound(text: str) -> str:
    return _NOT_IN_XML.sub("", text)


def _urn(*parts: str) -> str:
    return uuid5(NAMESPACE_URL, "/".join(("writethru", *parts))).urn


def _entry_id(page: Brief, channel: Channel) -> str:
    return _urn("story", page.story, str(page.revision)) if channel.story else _urn("story", page.story)


def _address(page: Brief, channel: Channel) -> str:
    before, after = channel.pages
    return f"{channel.site}{before}{page.story}{after}"


def _stamp(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _time(page: Brief) -> datetime:
    return _moment(page.updated)


def _moment(updated: str | None) -> datetime:
    return known_moment(updated) or _NEVER


def _first(page: Brief) -> datetime | None:
    """Return when the first of a page's articles was published, if it is before the page's own time."""
    times = [t for source in page.sources if (t := known_moment(source.published)) and t <= _time(page)]
    return min(times, default=None)


def _title(page: Brief) -> str:
    return wording.visible(page.headline.text).strip() or "Untitled"


def _summary(page: Brief) -> str:
    """Return the change first, and then the leads: what a reader sees before opening the entry."""
    return " ".join(_summary_parts(page))


def _summary_parts(page: Brief) -> Iterator[str]:
    for change in page.changes:
        yield wording.closed(wording.change_line(change))
    for section in page.sections:
        if is_headline(section.lead, page):
            continue
        yield wording.closed(section.lead.text)


def _content(page: Brief) -> str:
    return templates().get_template("entry.html.jinja").render(brief=page)
