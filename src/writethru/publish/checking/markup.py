"""Markdown taken off a stretch of text, with the place of every character that is left."""

from __future__ import annotations

import re
from typing import NamedTuple

# What is markup: an escaped sign, an image, a link, a footnote's number, code, emphasis, a tag.
MARKUP = re.compile(
    r"\\(?P<sign>[!-/:-@\[-`{-~])"
    r"|!\[[^\]\n]{0,300}\]\([^)\s]{0,2000}\)"
    r"|(?<!\])\[(?P<link>[^\[\]\n]{1,400})\]\((?P<url>[^()\s]{1,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,400})?)(?: \"[^\"\n]{0,200}\")?\)"
    r"|\[\^(?P<note>\d{1,3})\]"
    r"|\*{1,3}|(?<!\w)_{1,2}(?=\w)|(?<=[\w.,!?…\"”])_{1,2}(?!\w)|`+|~~"
    r"|</?[a-z][a-z0-9]{0,10}(?: [^<>\n]{0,300})?/?>"
)


class Plain(NamedTuple):
    """A text without markup, the place of each of its characters, and the addresses of its links."""

    text: str
    places: list[int]
    urls: list[str]


def plain(text: str, start: int, end: int) -> Plain:
    """Return a stretch of a text without its markup; line breaks become spaces."""
    signs: list[str] = []
    places: list[int] = []
    urls: list[str] = []

    def keep(first: int, last: int) -> None:
        for at in range(first, last):
            sign = " " if text[at].isspace() else text[at]
            if sign != " " or (signs and signs[-1] != " "):
                signs.append(sign)
                places.append(at)

    at = start
    for match in MARKUP.finditer(text, start, end):
        keep(at, match.start())
        at = match.end()
        if match["sign"]:
            keep(match.start("sign"), match.end("sign"))
        elif match["link"]:
            urls.append(match["url"])
            if match["link"].strip("^ ").isdigit():  # a citation that is a link
                signs += ["[", *match["link"].strip("^ "), "]"]
                places += [match.start()] * (len(match["link"].strip("^ ")) + 2)
            else:
                inner = plain(text, match.start("link"), match.end("link"))
                signs += inner.text
                places += inner.places
        elif match["note"]:
            signs += ["[", *match["note"], "]"]
            places += [match.start()] * (len(match["note"]) + 2)
    keep(at, end)
    while signs and signs[-1] == " ":
        signs.pop()
        places.pop()
    return Plain("".join(signs), places, urls)
