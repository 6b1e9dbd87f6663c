"""The whole of a room as one function of a text, for its functions that need more than text.

Each says the text in every place where somebody else may say it: in a page, a feed, a list, an archive, an article, a
page of ours, and in what is asked of a newsroom.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from io import BytesIO
from typing import Any

from msgspec.structs import replace

from tests.fuzz.targets import no_fetch
from tests.text_functions import SOURCE
from writethru.acquire import robots
from writethru.errors import UsageError, WritethruError
from writethru.records import Article, Capture
from writethru.settings import Settings

# What leads through many of the functions that need more than text.
ALL_SORTS = (
    "“We lost 12 people,” said Ann Poe, the minister, on Monday. She denied on 3 March that 40% of the mill was sold.",
    "Correction: An earlier version of this article said that 12 people had died in Tarn; it was 13. The mill is not shut.",
    "# a\n- b\n\n1 [1] | c\n<b>https://a.example/2031/03/04/ 漢 \u200b",
)


def article(text: str, number: int = 1, title: str = "Mill sold") -> Article:
    return Article(id=f"a{number}", key=f"k{number}", title=title, text=text, publisher=f"Outlet {number}",
                   published=f"2031-03-0{number}", language="en")  # fmt: skip


def _annotated(text: str) -> object:
    from writethru.annotate import annotate

    return annotate(article(text, title=text[:300]))


def _extracted(text: str) -> object:
    """A page, a row, feeds, lists and an archive, each of which says the same text in all its places."""
    from writethru.acquire import collect, extract

    quoted, data = html.escape(text), json.dumps(text)
    markup = f"""<html><head><title>{text}</title><meta name=author content="{quoted}"><meta property="og:title" content="{quoted}">
        <script type="application/ld+json">{{"@type": "NewsArticle", "headline": {data}, "author": {{"name": {data}}}, "datePublished": {data}}}
        </script></head><body><h1>{text}</h1><article><p>{text}</p></article></body></html>"""
    item = f"<title>{quoted}</title><link>{quoted}</link><pubDate>{quoted}</pubDate><description>{text}</description>"
    stated = f"<loc>https://a.example/1</loc><news:news><news:publication_date>{quoted}</news:publication_date><news:title>{quoted}</news:title></news:news>"
    header = f"HTTP/1.1 200 OK\r\nX-Said: {text}\r\nContent-Type: text/html\r\n\r\n"
    given = {
        "url": text,
        "title": text,
        "content_html": text,
        "date_published": text,
        "authors": [{"name": text}],
    }
    sources = (
        markup,
        json.dumps({"text": text, "title": text, "url": text, "published": text, "byline": text}),
        f"<rss><channel><title>{quoted}</title><item>{item}</item></channel></rss>",
        json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": text, "items": [given]}),
        f'<opml><body><outline text="{quoted}" xmlUrl="https://a.example/{quoted}"/>{text}</body></opml>',
        f'<urlset xmlns:news="{NEWS}"><url>{stated}</url>{text}</urlset>',
        ARCHIVE.format(text, len((header + markup).encode()), header + markup),
        text,
    )
    for source in sources:
        for found in collect("-", fetch=no_fetch, settings=HERE, stdin=BytesIO(source.encode())):  # type: ignore[arg-type]
            if isinstance(found, Capture):
                extract(found, settings=HERE)
    return robots.read(f"User-agent: *\nDisallow: {text}".encode(), "writethru").refusal(
        f"https://a.example/{text}"
    )


NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
ARCHIVE = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\nWARC-Date: 2031-05-12T08:00:00Z\r\n"
    "X-Said: {}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{}\r\n\r\n"
)


TOLD = "The old mill at Tarn was sold on Monday for 2 million crowns, Mayor Ida Holt said. Police said 4 people had been hurt."


HERE = replace(
    Settings(), acquire=replace(Settings().acquire, workers=0)
)  # in this process, where time is taken


def _written(text: str) -> object:
    """From two articles to the page of their story, and to its check."""
    from writethru import Newsroom

    rows = (json.dumps({"id": str(n), "title": "Old mill at Tarn sold", "text": f"{TOLD}\n\n{text} {n}", "publisher": f"P{n}",
                        "published": f"2031-03-0{n}"}) for n in (1, 2))  # fmt: skip
    with Newsroom(settings=HERE, stdin=BytesIO("\n".join(rows).encode())) as room:
        return room.brief("-")


def _checked(text: str) -> object:
    """A page that somebody wrote, against an article that holds the same text."""
    from writethru.annotate import annotate
    from writethru.publish import verify_text

    page = f"# Mill sold\n\n{TOLD} [1] {text} [1].\n\n## Timeline\n\n- 4 March 2031 - {text} [1]\n\n## Sources\n\n1. Outlet 1: Mill sold {text}\n"
    try:
        return verify_text(page, {"a1": article(f"{TOLD} {text}")}, annotate)
    except UsageError:
        return None  # more lines or citations than are checked: refused before they are looked at


@cache
def _kept() -> Any:
    """A room with one story, in memory."""
    from writethru import Newsroom

    rows = (json.dumps({"id": str(n), "title": "Old mill at Tarn sold", "text": f"{TOLD} {n}", "publisher": f"P{n}"}) for n in (1, 2))  # fmt: skip
    room = Newsroom(":memory:", settings=HERE, stdin=BytesIO("\n".join(rows).encode()))
    room.add("-")
    return room


def _asked(text: str) -> object:
    """Who reads and marks asks a room with every text that they may give."""
    room = _kept()
    story = room.stories()[0].id
    asked: tuple[Callable[[], object], ...] = (
        lambda: room.search(text),
        lambda: room.find(text, outlet=text, person=text, place=text),
        lambda: room.names_like("person", text),
        lambda: room.about("person", text),
        lambda: room.told_by("person", text, "claims"),
        lambda: room.stories_about("person", text),
        lambda: room.article(text),
        lambda: room.story(text),
        lambda: room.show(story, since=text),
        lambda: room.mark_sentence(story, text, note=text),
        lambda: room.mark_articles([text, text], note=text),
        lambda: room.mark_withdraw(text, note=text),
        lambda: room.marks(after=text),
        lambda: room.split(story, [text], reason=text),
        lambda: room.undo(story, reason=text),
        lambda: room.feed_add(f"https://a.example/{text}", title=text, folder=[text]),
        lambda: room.feed_remove(text),
        lambda: list(room.feed_check(text)),
        lambda: room.feed_documents(text),
        lambda: room.update(text),
        lambda: room.feed_import(text.encode()),
        lambda: room.token_add(text),
        lambda: room.let_in(text),
        lambda: room.token_remove(text),
        lambda: room.verify(text),
    )
    for ask in asked:
        with suppress(WritethruError):
            ask()
    return None


def show_example() -> None:
    """The example, from its pages to its story, as it is kept and shown: what needs findings of many kinds."""
    from writethru import Newsroom, render
    from writethru.render.placing import placing_words

    with Newsroom(":memory:", settings=HERE) as room:
        for source in ("northern-ledger.jsonl", ""):
            room.add(str(SOURCE.parent / "examples" / "dam" / source))
        story = room.stories()[0].id
        for show in (render.render_html, render.render_markdown, render.render_text, render.render_json):
            show(room.show(story).brief)
        render.render_findings([room.article(room.show(story).brief.sources[0].article)])
        for member in room.why(story).articles:
            placing_words(member.events, story)


# The whole of a room, for its functions that need more than text.
WHOLE: dict[str, tuple[Callable[[str], object], int]] = {
    "annotate": (_annotated, 32_000),
    "acquire": (_extracted, 32_000),
    "publish": (_checked, 8_000),
    "pipeline": (_written, 8_000),
    "newsroom": (_asked, 32_000),
}
THROUGH = {
    "ledger": "pipeline",
    "cluster": "pipeline",
    "render": "pipeline",
    "store": "newsroom",
    "web": "newsroom",
    "cli": "newsroom",
}
