"""What the one paper of the trials of addresses answers: pages, feeds and lists that lead where a test says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path

import msgspec

from tests.nets import Answer, answer
from writethru.settings import Settings

CASES = Path(__file__).parent.parent / "cases" / "fetch"
REFUSED = [json.loads(line) for line in (CASES / "refused.jsonl").read_text(encoding="utf-8").splitlines()]
PASSED = [json.loads(line) for line in (CASES / "passed.jsonl").read_text(encoding="utf-8").splitlines()]
# Everything is read in this process, where the tests see each other door of the system to the network.
SETTINGS = Settings(acquire=msgspec.structs.replace(Settings().acquire, min_interval_seconds=0.0, workers=0))
HERE = "http://paper.example"
MAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
TEXT = "<p>The mill by the river burned down on Monday, the fire service of Hallen said.</p>" * 4
DATE = '<meta property="article:published_time" content="2031-03-04T06:00:00Z">'

Answers = dict[str, bytes | list[bytes]]  # by path; several are given one after the other, the last again


def page(head: str = "", body: str = "") -> bytes:
    return answer(
        f"<!doctype html><html><head><title>Mill</title>{DATE}{head}</head><body>{TEXT}{body}</body></html>"
    )


def rss(channel: str = "", item: str = "", before: str = "") -> bytes:
    start = f'<?xml version="1.0"?>{before}<rss version="2.0"><channel><title>Paper</title>{channel}'
    return answer(f"{start}<item><title>Mill</title>{item}</item></channel></rss>", Content_Type="text/xml")


def atom(entry: str, base: str = "") -> bytes:
    start = f'<feed xmlns="http://www.w3.org/2005/Atom"{base}><title>Paper</title>'
    return answer(f"{start}<entry><title>Mill</title>{entry}</entry></feed>", Content_Type="text/xml")


def json_feed(**item: str) -> bytes:
    given = {"version": "https://jsonfeed.org/version/1.1", "title": "Paper", "items": [{"id": "1", **item}]}
    return answer(json.dumps(given), Content_Type="application/feed+json")


def opml(attributes: str) -> bytes:
    outline = f'<outline type="rss" text="Paper" {attributes}/>'
    return answer(f'<opml version="2.0"><body>{outline}</body></opml>', Content_Type="text/x-opml")


def sitemap(target: str) -> bytes:
    news = "<n:news><n:title>Mill</n:title><n:publication_date>2031-03-04</n:publication_date></n:news>"
    url = f"<url><loc>{escape(target)}</loc>{news}</url>"
    return answer(f'<urlset xmlns="{MAPS}" xmlns:n="{NEWS}">{url}</urlset>', Content_Type="text/xml")


def moved(target: str, status: int = 302) -> bytes:
    return answer(status=status, Location=target)


def sitemap_index(part: str) -> bytes:
    return answer(
        f'<sitemapindex xmlns="{MAPS}"><sitemap><loc>{escape(part)}</loc></sitemap></sitemapindex>',
        Content_Type="text/xml",
    )


def site(answers: Mapping[str, bytes | list[bytes]]) -> Answer:
    """Return a host that answers so."""

    def respond(path: str, headers: dict[str, str]) -> bytes:
        said = answers.get(path, answer("no such page", 404))
        if isinstance(said, bytes):
            return said
        return said.pop(0) if len(said) > 1 else said[0]

    return respond
