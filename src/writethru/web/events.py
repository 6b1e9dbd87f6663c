"""What happens in the store, told to those who listen as it happens: Server-Sent Events.

One task looks at the store for all of them, and keeps the last things that happened. Each listener has its own
point: one that comes back with `Last-Event-ID`, or is too slow, reads from the store what it has not been told.
So nothing is lost, nothing is told twice, and what is held in memory does not grow with the listeners.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from writethru.errors import StoreError, UsageError
from writethru.newsroom import Newsroom
from writethru.newsroom.happenings import Happening, Point, point_of
from writethru.store import Mark
from writethru.web.answers import Trouble
from writethru.web.listing import Listing
from writethru.web.rooms import Rooms
from writethru.web.stream import Stream

log = logging.getLogger("writethru.web")

LOOK = 1.0  # seconds between two looks at the store, and the most that an event is late
PHASES = 10  # looks after which it is looked at how alive stories are: that changes with the clock
HEARTBEAT = 15.0  # seconds of silence after which a comment shows that both ends are there
RETRY = 3_000  # milliseconds after which a listener that was cut off shall come back
REMEMBERED = 1_000  # happenings; a listener that is further behind reads from the store
AT_ONCE = 100  # happenings that are read from the store in one go
MOST_LISTENERS = 100


class Events:
    """Looks at the store for all who listen."""

    def __init__(self, rooms: Rooms, keeper: Rooms, listing: Listing) -> None:
        self._rooms = rooms
        self._keeper = keeper  # has one connection: changes of a store are seen by comparing marks of one
        self._listing = listing
        self._recent: deque[Happening] = deque(maxlen=REMEMBERED)
        self._told = 0  # happenings ever put into `_recent`
        self._point = Point()
        self._mark: Mark | None = None
        self._phases: dict[str, str] = {}
        self.listeners = 0
        self._beginning = asyncio.Lock()
        self._looking: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news = asyncio.Event()
        self.closed = False
        self.ending: Callable[[], bool] = lambda: False  # whether the server was told to end: it waits for us

    def close(self) -> None:
        """Let all listeners go; may be called from any thread, and from a handler of a signal."""
        self.closed = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    async def stream(self, request: Request, story: str | None, after: str | None) -> Response:
        """Return a stream of what happens, to one story or to all, after a point or from now on."""
        if story is not None:
            asked = story
            story = await self._rooms.ask(lambda room: room.id_of(asked))
        if self.listeners >= MOST_LISTENERS or self.closed:
            raise Trouble(503, f"{MOST_LISTENERS} listen already; ask for /api/v1/changes, or come back")
        self.listeners += 1
        return Stream(self._pieces(story, point_of(after) if after is not None else None), self._left)

    def _left(self) -> None:
        self.listeners -= 1

    async def _pieces(self, story: str | None, point: Point | None) -> AsyncIterator[bytes]:
        """Yield the events of one listener as they stand on the line."""
        await self._begin()
        yield f"retry: {RETRY}\n\n".encode()
        async for happening, reached in self._all(point):
            if happening is None:
                yield b": still here\n\n"
            elif story in (None, happening.story, happening.other) or happening.kind == "reset":
                yield _event(happening, reached)

    async def _all(self, point: Point | None) -> AsyncIterator[tuple[Happening | None, Point]]:
        """Yield what happens after a point, each with the point after it; None after a time of silence."""
        told = -1 if point else self._told
        point = point or self._point
        while not self.closed:
            first = self._told - len(self._recent)
            if told < first:  # what it has not been told is not in memory
                told = self._told
                async for happening, reached in self._read(point):
                    point = reached
                    yield happening, point
            elif told < self._told:
                happening = self._recent[told - first]
                told += 1
                if not point.knows(happening):
                    point = point.after(happening)
                    yield happening, point
            elif not await self._heard():
                yield None, point

    async def _read(self, point: Point) -> AsyncIterator[tuple[Happening, Point]]:
        """Yield what happened after a point, out of the store."""
        while not self.closed:
            found = await self._rooms.ask(partial(_happened, after=str(point)))
            for happening in found:
                point = point.after(happening)
                yield happening, point
            if not found or found[-1].kind == "reset":
                return

    async def _heard(self) -> bool:
        """Wait until something happens; return False after a time of silence."""
        try:
            async with asyncio.timeout(HEARTBEAT):
                await self._news.wait()
        except TimeoutError:
            return False
        return True

    async def _begin(self) -> None:
        """Start to look at the store, if nobody listened before."""
        async with self._beginning:
            if self._looking is None or self._looking.done():
                self._loop = asyncio.get_running_loop()
                self._point = point_of(await self._keeper.ask(lambda room: room.last_point()))
                self._looking = asyncio.create_task(self._look())

    @property
    def looking(self) -> bool:
        """Whether the store is looked at."""
        return self._looking is not None and not self._looking.done()

    async def _look(self) -> None:
        """Look at the store again and again, while somebody listens."""
        looks = 0
        while self.listeners and not self.closed:
            try:
                mark, found = await self._keeper.ask(self._news_in)
                if looks % PHASES == 0:
                    found = (*found, *await self._rooms.ask(lambda room: self._moved()))
                self._mark = mark if not found else None  # there may be more than is read at once
                self._tell(found)
            except (StoreError, Trouble) as error:  # told in the log already; it may be there again soon
                log.debug("the store could not be looked at: %s", error)
            looks += 1
            if self.ending():
                self.close()
            await asyncio.sleep(LOOK)

    def _news_in(self, room: Newsroom) -> tuple[Mark, tuple[Happening, ...]]:
        """Return what happened since the last look, if the mark of the store says that something did."""
        mark = room.mark()
        return mark, () if mark == self._mark else _happened(room, str(self._point))

    def _moved(self) -> tuple[Happening, ...]:
        """Return of which stories it changed with the clock how alive they are."""
        point = str(self._point)
        before, self._phases = self._phases, {s.card.story: s.kind for s in self._listing.stories()}
        return tuple(
            Happening(id=point, kind="phase", story=story, phase=phase)
            for story, phase in self._phases.items()
            if before.get(story, phase) != phase
        )

    def _tell(self, found: Sequence[Happening]) -> None:
        for happening in found:
            self._point = self._point.after(happening)
            self._recent.append(happening)
            self._told += 1
        if found:
            self._wake()

    def _wake(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()


def _happened(room: Newsroom, after: str) -> tuple[Happening, ...]:
    """Return what happened after a point; that the store is another one where the point is of none."""
    try:
        return room.happened(after, limit=AT_ONCE)
    except UsageError:
        return (
            Happening(
                id=room.last_point(), kind="reset", story="", why="this is another store: read it anew"
            ),
        )


def _event(happening: Happening, point: Point) -> bytes:
    """Return an event as it stands on the line: JSON has no line breaks."""
    data = msgspec.json.encode(msgspec.structs.replace(happening, id=str(point))).decode()
    head = "" if happening.kind == "phase" else f"id: {point}\n"
    return f"{head}event: {happening.kind}\ndata: {data}\n\n".encode()
