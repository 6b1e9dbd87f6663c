"""A newsroom that follows the feeds of the simulated world, and is killed and started again."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec.structs import replace
from world import OUTLETS, World

from writethru.acquire import open_fetch
from writethru.newsroom import Newsroom
from writethru.records import Visit, WatchedFeed
from writethru.settings import Settings

STEP = 15 * 60  # simulated seconds from one round to the next
DOWN = 60.0  # for how long a killed newsroom is away
WRITES = (
    "start_run",
    "keep_documents",
    "keep_answers",
    "add_captures",
    "add_many",
    "add_readings",
    "save_visits",
    "end_runs",
)


class Killed(BaseException):
    """The process is gone."""


def settings(visits: int) -> Settings:
    given = Settings()
    return replace(
        given,
        acquire=replace(given.acquire, allow_networks=("127.0.0.0/8",), workers=0),
        watch=replace(given.watch, visits=visits),
    )


class Watcher:
    """Rounds of updates of one store; with `kills` it dies at random writes and begins again."""

    def __init__(self, world: World, store: Path, visits: int = 1, kills: int = 0) -> None:
        self.world = world
        self.store = store
        self.settings = settings(visits)
        self.visits: list[Visit] = []
        self.killed: list[float] = []
        self._drawn = random.Random(kills)
        self._kills = kills
        self.room = self._open()
        for outlet in OUTLETS:
            url = f"http://{outlet['host']}/feed.xml"
            self.room._store.add_feed(WatchedFeed(url=url, added="2031-03-03T06:00:00+00:00"))

    def _open(self) -> Newsroom:
        fetch = open_fetch(self.settings, clock=self.world.clock(), net=self.world.net())
        room = Newsroom(self.store, settings=self.settings, fetch=fetch)
        store: Any = room._store
        store.keep_answers = self._counted(store.keep_answers, lambda answers: [url for url, _ in answers])
        store.keep_documents = self._counted(store.keep_documents, lambda found: [url for _, url, _ in found])
        return room

    def _counted(
        self, keep: Callable[..., None], asked: Callable[[list[Any]], list[str]]
    ) -> Callable[..., None]:
        """Return what keeps answers, and has them counted by the world once they are kept."""

        def kept(*given: Any) -> None:
            *before, answers = given
            found = list(answers)
            keep(*before, found)
            for url in asked(found):
                self.world.keep(urlsplit(url).netloc)

        return kept

    def round(self) -> None:
        """One update; a newsroom that is killed in it comes back and does another."""
        self.world.sleep(STEP)
        if self._kills and self._drawn.random() < 0.3:
            self._kills -= 1
            self._arm(self._drawn.randint(1, 12), before=self._drawn.random() < 0.5)
        try:
            self.visits += self.room.update(clock=self.world.clock())
        except Killed:
            self.killed.append(self.world.time)
            self.world.unkept.clear()
            self.room.close()
            self.world.sleep(DOWN)
            self.room = self._open()

    def _arm(self, countdown: int, before: bool) -> None:
        """Let a write from now on be the last one: killed before it is begun, or after it is done."""
        store: Any = self.room._store
        left = [countdown]

        def deadly(write: Callable[..., Any]) -> Callable[..., Any]:
            def call(*given: Any, **named: Any) -> Any:
                left[0] -= 1
                if left[0] == 0 and before:
                    raise Killed
                done = write(*given, **named)
                if left[0] == 0:
                    raise Killed
                return done

            return call

        for name in WRITES:
            setattr(store, name, deadly(getattr(store, name)))

    def finish(self, end: float = 0.0) -> None:
        """Let the world be at peace from a time on, and look at everything until nothing is owed."""
        self.world.sleep(max(0.0, end - self.world.time))
        self.world.until = self.world.time
        for _ in range(3):
            self.world.sleep(26 * 3600)
            self.visits += self.room.update(clock=self.world.clock())

    def end_of(self, outlet: dict[str, Any]) -> tuple[Any, ...]:
        """All that is kept of an outlet and remembered of its feed, without when it was."""
        hosts = (outlet["host"], outlet.get("to", outlet["host"]))
        kept = {url: sorted(texts) for url, texts in self.kept().items() if url.split("/")[2] in hosts}
        return kept, [row for row in self.memory() if row[0].split("/")[2] in hosts]

    def kept(self) -> dict[str, list[str]]:
        """The texts that are kept of each address, oldest first."""
        found: dict[str, list[str]] = {}
        for document, _ in self.room._store.recent():
            found.setdefault(document.article.url or "", []).append(document.article.text)
        return found

    def memory(self) -> list[tuple[Any, ...]]:
        """What is remembered of feeds and items, without when; nor by which ids, where these change by the hour."""
        rows = self.room._store._rows(  # type: ignore[attr-defined]
            "SELECT f.url, i.name, i.digest FROM feed_items i JOIN feeds f ON f.number = i.feed"
            " WHERE i.name NOT LIKE 'i%' ORDER BY 1, 2"
        )
        feeds = self.room._store.feeds()
        return [*rows, *((f.url, f.title, f.items, f.signs, f.ended, f.owed) for f in feeds)]
