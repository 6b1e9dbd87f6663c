"""Feeds that are hard or dangerous to read, each made in any size, with the sentences that are in them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.hostile.hostile_inputs import (
    PLAIN,
    SENTENCES,
    Fill,
    Input,
    Make,
    around,
    filled,
    numbered,
    repeated,
)

WHOLE = f"{SENTENCES[0]} {PLAIN * 4}{SENTENCES[1]} {PLAIN}"
XML, JSON = "application/xml", "application/feed+json"


def item(text: str, more: str = "", number: int = 0) -> str:
    return (
        f"<item><title>The mill turns {number}</title><link>https://a.example/{number}</link><guid>{number}</guid>"
        f"<pubDate>Mon, 12 May 2031 08:00:00 GMT</pubDate>{more}<description>{text}</description></item>"
    )


def rss(inside: str, before: str = "", root: str = "") -> bytes:
    return f'<?xml version="1.0"?>{before}<rss version="2.0"{root}><channel><title>Tarn</title>{inside}</channel></rss>'.encode()


def escaped(markup: str) -> str:
    return markup.replace("&", "&amp;").replace("<", "&lt;")


def within(fill: Fill) -> Make:
    """A construct in the HTML of an item, between two sentences."""

    def make(size: int) -> Input:
        markup = f"<p>{WHOLE}</p>{fill(2 * size)}<p>{SENTENCES[2]} {PLAIN}</p>"
        return Input(rss(item(escaped(markup))), XML)

    return make


def beside(fill: Fill, root: str = "") -> Make:
    """A construct of XML in an item and in front of it."""
    return lambda size: Input(rss(fill(size) + item(WHOLE, fill(size)), root=root), XML, SENTENCES[:2])


def refused(before: str, inside: str = "&x;") -> Make:
    return lambda size: Input(rss(item(f"{inside} {WHOLE}"), before), XML, (), refused=True)


def _bomb(size: int) -> Input:
    levels = "".join(f'<!ENTITY x{n} "' + f"&x{n - 1};" * 10 + '">' for n in range(1, 10))
    return refused(f'<!DOCTYPE rss [<!ENTITY x0 "lol">{levels}]>', "&x9;")(size)


def _padded(size: int) -> Input:
    return refused(f'<!--{"x" * (size + 70_000)}--><!DOCTYPE rss [<!ENTITY x "lol">]>')(size)


def _wide(name: str) -> Make:
    def make(size: int) -> Input:
        text = rss(item("&x;" + WHOLE), '<!DOCTYPE rss [<!ENTITY x SYSTEM "CANARY">]>').decode()
        return Input(
            text.replace('version="1.0"', f'version="1.0" encoding="{name}"').encode(name),
            XML,
            (),
            refused=True,
        )

    return make


def _items(size: int) -> Input:
    least = item("A short word on the mill.", number=0)
    return Input(
        rss(item(WHOLE) + "".join(item("A short word.", number=n) for n in range(1, size // len(least) + 1))),
        XML,
        SENTENCES[:2],
    )


def _atom(size: int) -> Input:
    links = numbered("<link href='https://a.example/#'/>")(size)
    entry = f'<entry><id>1</id><title>The mill</title>{links}<content type="html">{WHOLE}</content></entry>'
    return Input(
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Tarn</title>{entry}</feed>'.encode(),
        XML,
        SENTENCES[:2],
    )


def _attributes(size: int) -> str:
    return "<x" + numbered(' a#="b"')(size) + "/>"


def _json(build: object) -> Make:
    def make(size: int) -> Input:
        text = build(size)  # type: ignore[operator]
        return Input(text.encode(), JSON, SENTENCES[:2])

    return make


def _json_feed(more: dict[str, object], items: int = 1) -> str:
    first = {
        "id": "1",
        "url": "https://a.example/1",
        "title": "The mill",
        "content_html": f"<p>{WHOLE}</p>",
        **more,
    }
    others = [{"id": str(n), "content_text": "A short word."} for n in range(1, items)]
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "Tarn", "items": [first, *others]}
    )


def feeds(canary: Path | None = None) -> dict[str, Make]:
    """Return every maker of a feed by its name; entities lead to the file `canary`."""
    file = canary.as_uri() if canary else "file:///etc/hostname"
    made: dict[str, Make] = {
        "many items": _items,
        "an item with many links": _atom,
        "deep elements": beside(around("<x>", "</x>")),
        "deep elements never closed": beside(repeated("<x>")),
        "many name spaces": beside(lambda size: "".join(f"<a{n}:x xmlns:a{n}='u{n}'/>" for n in range(size // 60))),
        "many attributes": beside(_attributes),
        "one attribute again and again": beside(filled("<x ", 'a="b" ', "/>")),
        "many comments": beside(repeated("<!-- x -->")),
        "comments never closed": lambda size: Input(rss(item(WHOLE) + "<!--" * (size // 4)), XML, SENTENCES[:2]),
        "a long comment": beside(filled("<!--", " x", "-->")),
        "processing instructions": beside(repeated("<?x y?>")),
        "CDATA": beside(lambda size: "<category>" + repeated("<![CDATA[x]]>")(size) + "</category>"),
        "many categories": beside(repeated("<category>x</category>")),
        "many authors": beside(repeated("<author>a@a.example (Ann)</author>")),
        "many enclosures": beside(numbered('<enclosure url="https://a.example/#.mp3" length="1" type="audio/mpeg"/>')),
        "many dates": beside(repeated("<pubDate>Mon, 12 May 2031 08:00:00 GMT</pubDate>")),
        "a long date": beside(filled("<pubDate>", "Mon, ", "</pubDate>")),
        "a long title": beside(filled("<title>", "The mill ", "</title>")),
        "references to signs": beside(lambda size: "<category>" + repeated("&amp;&lt;")(size) + "</category>"),
        "unknown references": beside(lambda size: "<category>" + repeated("&mill;&nbsp;")(size) + "</category>"),
        "broken at its end": lambda size: Input(rss(item(WHOLE) + "<item><title>x" * (size // 14))[:-30], XML, SENTENCES[:2]),
        "ampersands": beside(lambda size: "<category>" + repeated("& ")(size) + "</category>"),
        "media groups": beside(numbered('<media:group><media:content url="https://a.example/#"/></media:group>'), " xmlns:media='http://search.yahoo.com/mrss/'"),
        "an entity bomb": _bomb,
        "an entity bomb behind a long comment": _padded,
        "an entity many times": lambda size: refused(f'<!DOCTYPE rss [<!ENTITY x "{"x" * (size // 2)}">]>', "&x;" * 500)(size),
        "an entity of a file": refused(f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{file}">]>'),
        "an entity of an address": refused('<!DOCTYPE rss [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>'),
        "an entity of parameters": refused(f'<!DOCTYPE rss [<!ENTITY % p SYSTEM "{file}"> %p;]>'),
        "an entity in small letters": refused('<!doctype rss [<!entity x SYSTEM "file:///etc/hostname">]>'),
        "an entity in UTF-16": _wide("utf-16"),
        "an entity in UTF-16 without a mark": _wide("utf-16-be"),
        "an outer definition": lambda size: Input(rss(item(WHOLE), f'<!DOCTYPE rss SYSTEM "{file}">'), XML, SENTENCES[:2]),
        "an outer style": lambda size: Input(rss(item(WHOLE), f'<?xml-stylesheet href="{file}"?>'), XML, SENTENCES[:2]),
        "an outer part": beside(lambda size: f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{file}" parse="text"/>'),
        "a JSON Feed of many items": _json(lambda size: _json_feed({}, size // 45)),
        "a JSON Feed of deep lists": _json(lambda size: _json_feed({"tags": ["x"]}).replace('"x"', "[" * (size // 2) + "]" * (size // 2))),
        "a JSON Feed of long numbers": _json(lambda size: _json_feed({"n": 7}).replace('"n": 7', '"n": ' + "9" * size)),
        "a JSON Feed of one name": _json(lambda size: _json_feed({}).replace('"version"', '"a": 1, ' * (size // 8) + '"version"')),
        "a JSON Feed of many authors": _json(lambda size: _json_feed({"authors": [{"name": "Ann"}] * (size // 20)})),
    }  # fmt: skip
    inside = {
        "bold within bold": around("<b>", "</b>"),
        "divisions within each other": around("<div>", "</div>"),
        "comments never closed": repeated("<!--"),
        "many attributes": filled("<p", " a", ">x</p>"),
        "tables": filled("<table>", "<tr><td>1</td></tr>", "</table>"),
        "a long word": repeated("x"),
        "references": repeated("&amp;amp;"),
        "styles": filled('<p style="', "color:red;", '">x</p>'),
        "pictures": numbered("<img src=/#.jpg>"),
        "less-than signs": repeated("<"),
    }
    made |= {f"in an item: {name}": within(fill) for name, fill in inside.items()}
    swallowing = made["in an item: comments never closed"]
    made["in an item: comments never closed"] = lambda size: swallowing(size)._replace(sees=SENTENCES[:2])
    return made
