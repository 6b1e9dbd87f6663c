"""Answering with what was made before: an entity tag that is known, or kept content, before anything is rendered.

What takes long is made beside this process, once for all who ask for it meanwhile: also all that needs a page which the
store does not keep, since this process has none to write with.
"""

from __future__ import annotations

import asyncio
import gc
from collections import defaultdict
from collections.abc import Callable, Coroutine, Hashable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from writethru.errors import StoreError, UsageError
from writethru.newsroom import Newsroom
from writethru.newsroom.front import Alive
from writethru.render.html import compile_templates
from writethru.store import StoryMark
from writethru.web.answers import PACKED, Trouble, has_content, packed_tag, tagged, takes_packed
from writethru.web.beside import PAGES, beside
from writethru.web.beside_child import Opening
from writethru.web.kept import Kept, Made
from writethru.web.rooms import Rooms

T = TypeVar("T")

# Articles among which one is looked for whose story has no page that is kept, as in an older store.
MOST_TRIED = 30
# Seconds that something may be made before its process is ended: of the largest story it is one.
LONGEST = 300.0
MOST_WAITING = 50  # things that are to be made beside, before who asks for one more is told to come back


@dataclass(frozen=True, slots=True)
class Subject:
    """What a request asks for: under which key it is kept, and of which version it is now."""

    key: Hashable
    version: Hashable
    form: str
    mark: StoryMark

    @property
    def story(self) -> str:
        """The id of the story it is about."""
        return self.mark.story


# What is made for an answer; with it, where the clock decides of it too, how long it stays so.
Content = str | bytes | tuple[str | bytes, Alive | None]
Make = Callable[
    ..., Content
]  # a function of a module, which gets a newsroom, the id of a story, and the rest


def _as_it_is(response: Response) -> Response:
    return response


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An answer that is to be made beside, and in which process."""

    subject: Subject
    call: Make
    given: tuple[Any, ...]
    process: str
    finished: Callable[[Response], Response]


def subject_of(request: Request, room: Newsroom, what: str, form: str, *more: Hashable) -> Subject:
    """Return what a request that names a story asks for; UsageError where there is none."""
    mark = room.story_mark(request.path_params["story"])
    key = (what, mark.story, form, str(request.base_url), *more)
    return Subject(key, (room.mark().file, mark), form, mark)


def made(
    request: Request,
    room: Newsroom,
    subject: Subject,
    call: Make,
    *given: Any,
    process: str = "",
    finished: Callable[[Response], Response] = _as_it_is,
) -> Response | Elsewhere:
    """Answer with what is kept, or what is made now and kept; or say in which process it is to be made.

    What needs a page that no store keeps is made beside, wherever else it would be. `finished` ends each answer.
    """
    known = _known(request, room, subject)
    if known is not None:
        return finished(known)
    if where := process or ("" if subject.mark.written else PAGES):
        return Elsewhere(subject, call, given, where, finished)
    kept: Kept = request.app.state.kept
    content, alive = _parts(call(room, subject.story, *given))
    return finished(_whole(request, kept.keep(subject.key, subject.version, content, subject.form, alive)))


def _parts(content: Content) -> tuple[str | bytes, Alive | None]:
    return content if isinstance(content, tuple) else (content, None)


def _known(request: Request, room: Newsroom, subject: Subject) -> Response | None:
    """Answer with what is kept, None where nothing is."""
    kept: Kept = request.app.state.kept
    assert room.now is not None
    found = kept.find(subject.key, subject.version, room.now)
    return _given(request, found) if found else None


def _given(request: Request, made: Made) -> Response | None:
    """Answer with what was made, compressed to who takes it so; None where of it only the tag was kept."""
    packed = takes_packed(request)
    tag = packed_tag(made.tag) if packed else made.tag
    body = None if made.packed is None else (lambda: made.packed or b"") if packed else (lambda: made.body)
    answered = tagged(request, tag, made.form, body)
    if answered is not None:
        answered.headers["Vary"] = "Accept, Accept-Encoding"
        if packed and has_content(answered):
            answered.headers["Content-Encoding"] = PACKED
    return answered


def _whole(request: Request, made: Made) -> Response:
    answered = _given(request, made)
    assert answered is not None
    return answered


def warm_beside(room: Newsroom) -> None:
    """Write a page where they are written, if one is not kept, so that nobody need wait until all is loaded: half a second."""
    compile_templates()
    with suppress(UsageError, StoreError):
        stories = (article.story for article in room.articles(limit=MOST_TRIED))
        if (unwritten := next((id for id in stories if room.kept_page(id) is None), None)) is not None:
            room.page_of(unwritten)
    gc.collect()
    gc.freeze()  # what is loaded by then stays: to look through it again takes 40 ms, three times that of a page


def _begun(making: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """Begin to make something; how it ends is looked at even where nobody waits for it any more."""
    task = asyncio.ensure_future(making)
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    return task


class Aside:
    """Has answers made beside this process, each once for all who wait for it."""

    def __init__(self, store: str, rooms: Rooms, kept: Kept) -> None:
        self._store = store
        self._rooms = rooms
        self._kept = kept
        self._making: dict[Hashable, asyncio.Task[Made]] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def warm(self) -> None:
        """Start the process that writes pages which are not kept, so that the first reader need not wait for it."""
        with suppress(Trouble, StoreError):  # who asks is told
            self._do(PAGES, warm_beside)

    async def do(self, process: str, call: Callable[..., T], *given: Any) -> T:
        """Return what a function of a module answers in a process, after what was given to that before."""
        return await self._waited_for(_begun(self._turn(process, call, *given)))

    async def _turn(self, process: str, call: Callable[..., T], *given: Any) -> T:
        async with self._turns[process]:
            return await asyncio.to_thread(self._do, process, call, *given)

    def _do(self, process: str, call: Callable[..., T], *given: Any) -> T:
        opening = Opening(self._store, self._rooms.settings, self._rooms.now(), True)
        done: T = beside(process).do(opening, call, *given, seconds=LONGEST)
        return done

    async def _waited_for(self, making: asyncio.Task[T]) -> T:
        """Return what is being made; Trouble 503 where that takes too long: it is made all the same."""
        seconds = self._rooms.settings.serve.made_seconds
        done, _ = await asyncio.wait({making}, timeout=seconds)
        if not done:
            raise Trouble(503, f"this takes longer than {seconds:g} seconds; it is being made, ask again", 5)
        return making.result()

    async def answer(self, request: Request, asked: Elsewhere) -> Response:
        """Return an answer when it is made; Trouble 503 where too much waits for that."""
        key = asked.subject.key, asked.subject.version
        making = self._making.get(key)
        if making is None:
            if len(self._making) >= MOST_WAITING:
                raise Trouble(503, "too much is asked at this moment; try again", 5)
            making = self._making[key] = _begun(self._made(asked))
            making.add_done_callback(lambda done: self._making.pop(key, None))
        return asked.finished(_whole(request, await self._waited_for(making)))

    async def _made(self, asked: Elsewhere) -> Made:
        subject = asked.subject
        content, alive = _parts(await self._turn(asked.process, asked.call, subject.story, *asked.given))
        return self._kept.keep(subject.key, subject.version, content, subject.form, alive)
