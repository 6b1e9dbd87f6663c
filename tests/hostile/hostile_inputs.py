"""Pages and feeds that are hard to read, each made in any size, with the sentences that a reader of it sees.

A filling stands between sentences: what a browser shows behind it has to be in the article too, or something has
to be said. Names tell what is hard about it.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import NamedTuple

SENTENCES = (
    "Mayor Ida Holt opened the rebuilt mill at Tarn on Monday and thanked its forty neighbours.",
    "The bridge beside the mill will stay closed until the spring, the county of Lorne said.",
    "Engineer Olav Brekk told the council that its two wheels turn again for the first time.",
)
PLAIN = (
    "The council of Tarn voted for the repair in May after a flood had damaged the foundations of the mill. "
    "It cost 2 million crowns, half of which the county paid, and took eleven months, the builders said. "
)
ATTACK = "https://evil.example/canary"


class Input(NamedTuple):
    """Bytes to read, what they are, and the sentences that a reader of them sees."""

    content: bytes
    media_type: str
    sees: tuple[str, ...] = SENTENCES
    refused: bool = False  # nothing of it may be read


Make = Callable[[int], Input]
Fill = Callable[[int], str]


def paragraph(text: str) -> str:
    return f"<p>{text} {PLAIN}</p>"


def page(before: str, between: str, head: str = "", encoding: str = "utf-8") -> bytes:
    parts = [paragraph(text) for text in SENTENCES]
    text = (
        f"<!DOCTYPE html><html lang=en><head><title>The mill at Tarn turns again</title>"
        f'<meta property="article:published_time" content="2031-05-12T08:00:00Z">{head}</head><body><article>'
        f"<h1>The mill at Tarn turns again</h1>{parts[0]}{before}{parts[1]}{between}{parts[2]}</article></body></html>"
    )
    return text.encode(encoding, "xmlcharrefreplace")


def repeated(unit: str) -> Fill:
    return lambda size: unit * (size // 2 // len(unit))


def around(start: str, end: str, least: int = 1) -> Fill:
    """Nesting of one construct, opened and closed."""
    return lambda size: (
        start * max(least, size // 2 // len(start + end))
        + "x"
        + end * max(least, size // 2 // len(start + end))
    )


def filled(start: str, unit: str, end: str) -> Fill:
    return lambda size: start + unit * (size // 2 // len(unit)) + end


def numbered(unit: str) -> Fill:
    return lambda size: "".join(unit.replace("#", str(n)) for n in range(size // 2 // (len(unit) + 3)))


def shuffled(signs: str) -> Fill:
    def fill(size: int) -> str:
        chosen = random.Random(size)
        return "".join(chosen.choices(signs, k=size // 2))

    return fill


# Constructs that are closed: all three sentences are seen.
BETWEEN: dict[str, Fill] = {
    "many comments": repeated("<!-- x -->"),
    "comments closed early": repeated("<!-->x<!--->"),
    "a long comment": filled("<!--", "- x ", "-->"),
    "a comment of dashes": filled("<!-- ", "--x", " -->"),
    "many attributes": filled("<p", " a", ">x</p>"),
    "numbered attributes": lambda size: "<p" + numbered(" a#=b")(size) + ">x</p>",
    "one attribute again and again": filled("<p ", 'a="b" ', ">x</p>"),
    "a long attribute": filled('<p title="', "x &amp; ", '">x</p>'),
    "attributes of quotation marks": filled("<p ", "'a' ", ">x</p>"),
    "divisions within each other": around("<div>", "</div>"),
    "bold within bold": around("<b>", "</b>"),
    "italics and bold that cross": repeated("<b><i>x</b></i>"),
    "links within links": around("<a href=x>", "</a>"),
    "many links": numbered('<a href="/x/#">x</a> '),
    "lists within lists": around("<ul><li>", "</li></ul>"),
    "tables within tables": around("<table><tr><td>", "</td></tr></table>"),
    "quotations within quotations": around("<blockquote>", "</blockquote>"),
    "spans within spans": around("<span class=x>", "</span>"),
    "sections within sections": around("<section><h2>x</h2>", "</section>"),
    "fonts never closed": repeated("<font>"),
    "paragraphs never closed": repeated("<p>x"),
    "items never closed": repeated("<li>x"),
    "cells never closed": filled("<table>", "<td>x", "</table>"),
    "a table of many cells": filled("<table>", "<tr><td>1</td><td>2</td></tr>", "</table>"),
    "cells that span": filled("<table>", "<tr><td colspan=9999 rowspan=9999>1</td></tr>", "</table>"),
    "forms within forms": around("<form>", "</form>"),
    "many fields": filled("<form>", "<input name=x value=y>", "</form>"),
    "many options": filled("<select>", "<option>x</option>", "</select>"),
    "many scripts": repeated("<script>x=1</script>"),
    "a long script": filled("<script>", "if(a<b&&c>d){e='</p>'}\n", "</script>"),
    "many styles": repeated("<style>p{color:red}</style>"),
    "many pictures": numbered("<figure><img src=/#.jpg alt=x><figcaption>Picture # by Ann Poe</figcaption></figure>"),
    "long sets of sources": filled('<img src=x srcset="', "https://a.example/x.jpg 1x, ", '">'),
    "many line breaks": repeated("<br>"),
    "many rules": repeated("<hr>"),
    "many headings": repeated("<h2>x</h2>"),
    "spaces": repeated(" "),
    "line ends": repeated("\n"),
    "spaces of all kinds": shuffled(" \t\n\u00a0\u2003\u3000\u200b"),
    "a paragraph of spaces": filled("<p>x", " \u00a0", "x</p>"),
    "one long word": repeated("x"),
    "a long sentence": lambda size: "<p>" + "and the wheel turned " * (size // 42) + ".</p>",
    "many paragraphs": repeated("<p>The wheel of the mill turned again, and everybody on the bridge saw it.</p>"),
    "references to signs": repeated("&amp;&lt;&gt;&quot;"),
    "unknown references": repeated("&mill;&tarn "),
    "references in numbers": repeated("&#109;&#x6d;"),
    "references beyond Unicode": repeated("&#99999999999;&#xd800;&#0;"),
    "ampersands": repeated("&"),
    "less-than signs": repeated("< "),
    "greater-than signs": repeated(">"),
    "broken elements": lambda size: "<p <p <b =\">'></b><p>x" * (size // 88 * 2),
    "ends without a start": repeated("</div></p></table></b>"),
    "CDATA": repeated("<![CDATA[x]]>"),
    "processing instructions": repeated("<?php echo 1; ?>"),
    "declarations": repeated("<!ELEMENT x ANY>"),
    "names of boxes": numbered('<div class="related promo newsletter-# share" id="comments-#">x</div>'),
    "long classes": filled('<p class="', "related-promo ", '">x</p>'),
    "many classes alike": numbered('<div class="body part-#"><p>x</p></div>'),
    "drawings": around("<svg><g>", "</g></svg>"),
    "formulas": around("<math><mrow>", "</mrow></math>"),
    "frames": repeated("<iframe src=x></iframe>"),
    "no script": repeated("<noscript><p>x</p></noscript>"),
    "templates": repeated("<template><p>x</p></template>"),
    "elements of their own": around("<x-box>", "</x-box>"),
    "elements of a name space": repeated("<o:p xmlns:o=x>y</o:p>"),
    "ruby": repeated("<ruby>x<rt>y</rt></ruby>"),
    "soft breaks": repeated("x&shy;<wbr>"),
    "times": numbered('<time datetime="2031-05-0#">x</time>'),
    "days in words": repeated("<p>On 12 May 2031 and 2031-05-13, 05/14/2031.</p>"),
    "addresses": repeated("<p>https://a.example/x?y=z#w</p>"),
    "headlines": repeated("<h1>The mill turns again</h1>"),
    "controls": shuffled("".join(map(chr, range(32))) + "abcdefgh " * 20),
    "NUL": repeated("x\0 x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x "),
    "marks upon a letter": repeated("x\u0301\u0302\u0316"),
    "right to left": repeated("\u202e\u2067x\u200f"),
    "astral planes": repeated("\U0001f600\U00010348"),
    "buttons and labels": repeated("<button><label>x</label></button>"),
    "definitions": filled("<dl>", "<dt>x<dd>y", "</dl>"),
    "pre": filled("<pre>", "x\n", "</pre>"),
    "objects": around("<object>", "</object>"),
    "a sentence below each depth": lambda size: around("<div>x", "</div>")(size),
}  # fmt: skip
# What stands in the head.
HEAD: dict[str, Fill] = {
    "many statements": numbered('<meta name="x#" content="y">'),
    "one statement again and again": repeated('<meta property="og:title" content="The mill at Tarn turns again">'),
    "a long statement": filled('<meta name="description" content="', "The mill turns. ", '">'),
    "many base addresses": repeated('<base href="https://a.example/x/">'),
    "many canonical addresses": repeated('<link rel=canonical href="https://a.example/x">'),
    "a long title": filled("<title>", "The mill ", "</title>"),
    "data within data": filled('<script type="application/ld+json">', '{"@graph":[', "</script>"),
    "much data": lambda size: '<script type="application/ld+json">' + json.dumps({"@graph": [{"@type": "Thing", "name": "x"}] * (size // 60)}) + "</script>",
    "many data scripts": repeated('<script type="application/ld+json">{"@type":"NewsArticle","headline":"The mill turns"}</script>'),
    "data with many authors": lambda size: '<script type="application/ld+json">' + json.dumps({"@type": "NewsArticle", "headline": "x", "author": [{"@id": f"#{n}"} for n in range(size // 30)]}) + "</script>",
    "authors by reference": lambda size: '<script type="application/ld+json">' + json.dumps({"@graph": [{"@type": "NewsArticle", "headline": "x", "author": [{"@id": "#none"}] * 20}] + [{"@id": f"#{n}", "name": "Ann"} for n in range(size // 40)]}) + "</script>",
    "data with broken escapes": filled('<script type="application/ld+json">{"a":"', "\\q, ] \\x", '"}</script>'),
    "data with spaces": filled('<script type="application/ld+json">{"a":1', ", \n ", "}</script>"),
    "long numbers in data": filled('<script type="application/ld+json">{"a":', "9", "}</script>"),
    "days in scripts": repeated('<script>x={"datePublished":"2031-05-12T08:00:00Z"}</script>'),
    "styles": filled("<style>", "p{color:red} ", "</style>"),
}  # fmt: skip
# Never closed: a browser shows what stands before.
SWALLOWED: dict[str, Fill] = {
    "comments never closed": lambda size: "<!--" * (size // 4),
    "a long comment never closed": lambda size: "<!--" + "- x" * (size // 3),
    "a script never closed": lambda size: "<script>" + "x " * (size // 2),
    "a field never closed": lambda size: "<textarea>" + "x " * (size // 2),
    "an attribute never closed": lambda size: '<p title="' + "x " * (size // 2),
    "quotation marks never closed": lambda size: "<p a='" * (size // 6),
}
ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-be", "utf-32", "gb18030", "shift_jis", "euc-jp", "iso-2022-jp", "big5", "euc-kr",
             "koi8-r", "cp1251", "cp1252", "iso-8859-7", "utf-7", "cp037")  # fmt: skip
OTHER = {
    "gb18030": "镇上的磨坊", "shift_jis": "町の水車", "euc-jp": "町の水車", "iso-2022-jp": "町の水車", "big5": "鎮上的磨坊",
    "euc-kr": "마을 방앗간", "koi8-r": "мельница", "cp1251": "мельница", "iso-8859-7": "ο μύλος",
}  # fmt: skip


def encoded(name: str) -> Make:
    def make(size: int) -> Input:
        words = f"<p>{OTHER.get(name, 'café')} {PLAIN}</p>"
        filling = words * (size // 2 // len(words) + 1)
        declared = "" if name.startswith("utf-16") else f'<meta charset="{name.removesuffix("-sig")}">'
        bom = b"\xfe\xff" if name == "utf-16-be" else b""
        return Input(bom + page(filling, filling, declared, name), "text/html")

    return make


def pages() -> dict[str, Make]:
    """Return every maker of a page by its name."""

    def between(fill: Fill) -> Make:
        return lambda size: Input(page(fill(size), fill(size)), "text/html")

    def head(fill: Fill) -> Make:
        return lambda size: Input(page("", "", fill(2 * size)), "text/html")

    def swallowed(fill: Fill) -> Make:
        return lambda size: Input(page(fill(size), ""), "text/html", SENTENCES[:1])

    return (
        {name: between(fill) for name, fill in BETWEEN.items()}
        | {f"{name} in the head": head(fill) for name, fill in HEAD.items()}
        | {name: swallowed(fill) for name, fill in SWALLOWED.items()}
        | {f"encoded as {name}": encoded(name) for name in ENCODINGS}
    )
