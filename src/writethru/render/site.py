"""A site of all stories as files that any web server can hand out: pages, feeds, and the data behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from writethru.records import Brief, Phase, Record
from writethru.render.html import Around, render_html, render_index, render_moved
from writethru.render.markdown import render_markdown
from writethru.render.syndication import Channel, render_atom, render_json_feed
from writethru.render.wording import visible

INDEX, ATOM, JSON_FEED = "index.html", "stories.atom", "stories.feed.json"
MOST_ENTRIES = 100  # in a feed of stories: more than a reader that asks once a day would miss


class Told(Record, frozen=True):
    """One story of a site: its page, the pages of its revisions from the newest to the oldest, how alive it is."""

    page: Brief
    revisions: tuple[Brief, ...]
    phase: Phase | None = None


def site_files(stories: Sequence[Told], *, address: str = "") -> Iterator[tuple[str, str]]:
    """Yield the name and text of each file of a site, its front page last; `address` is where it will be.

    Stories come in the order of the front page. In the feed of stories those that changed last come first.
    """
    site = address if not address or address.endswith("/") else f"{address}/"
    for told in stories:
        yield from _story_files(told, site)
    newest = sorted(
        (s.revisions[0] for s in stories if s.revisions), key=lambda p: (p.updated or "", p.story)
    )
    channel = Channel("Stories", ATOM, INDEX, site)
    entries = newest[: -MOST_ENTRIES - 1 : -1]
    yield ATOM, render_atom(entries, channel)
    yield JSON_FEED, render_json_feed(entries, msgspec.structs.replace(channel, file=JSON_FEED))
    phases = {s.page.story: s.phase for s in stories if s.phase}
    yield INDEX, render_index([s.page for s in stories], phases=phases, atom=ATOM)


def _story_files(told: Told, site: str) -> Iterator[tuple[str, str]]:
    page, name = told.page, told.page.story
    around = Around(told.phase, INDEX, f"{name}.atom", f"{name}.feed.json")
    channel = Channel(visible(page.headline.text), around.atom, f"{name}.html", site, name)
    yield f"{name}.html", render_html(page, around)
    yield f"{name}.md", render_markdown(page, phase=told.phase)
    yield f"{name}.json", msgspec.json.encode(page).decode("utf-8") + "\n"
    yield around.atom, render_atom(told.revisions, channel)
    yield (
        around.json_feed,
        render_json_feed(told.revisions, msgspec.structs.replace(channel, file=around.json_feed)),
    )


def moved_files(moved: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield a page for each story that went into another, by the ids of both, which leads there."""
    for story, to in sorted(moved.items()):
        yield f"{story}.html", render_moved(f"{to}.html")
