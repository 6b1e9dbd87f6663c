"""Answering with what was made before: an entity tag that is known, or kept content, before anything is rendered.

What takes long is made beside this process, once for all who ask for it meanwhile.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from writethru.errors import StoreError, UsageError
from writethru.newsroom import Newsroom
from writethru.newsroom.front import Alive
from writethru.render.html import compile_templates
from writethru.store import StoryMark
from writethru.web.answers import Trouble, tagged
from writethru.web.beside import WRITING, beside
from writethru.web.beside_child import Opening
from writethru.web.kept import Kept, Made
from writethru.web.rooms import Rooms

MOST_TRIED = 30  # articles among which one is looked for that stands alone, and so on no page that is kept
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


Content = tuple[str | bytes, Alive | None]


def _as_it_is(response: Response) -> Response:
    return response


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An answer that is to be made beside: by a function of a module, which gets a newsroom and the story's id."""

    subject: Subject
    call: Callable[..., bytes | Content]
    given: tuple[Any, ...]
    process: str = "reading"
    finished: Callable[[Response], Response] = _as_it_is


def subject_of(request: Request, room: Newsroom, what: str, form: str, *more: Hashable) -> Subject:
    """Return what a request that names a story asks for; UsageError where there is none."""
    mark = room.story_mark(request.path_params["story"])
    key = (what, mark.story, form, str(request.base_url), *more)
    return Subject(key, (room.mark().file, mark), form, mark)


def made_once(request: Request, room: Newsroom, subject: Subject, make: Callable[[], Content]) -> Response:
    """Answer with what is kept, or with what is made now and kept."""
    known = _known(request, room, subject)
    if known is not None:
        return known
    kept: Kept = request.app.state.kept
    content, alive = make()
    return _whole(request, kept.keep(subject.key, subject.version, content, subject.form, alive))


def made_beside(
    request: Request,
    room: Newsroom,
    subject: Subject,
    call: Callable[..., bytes | Content],
    *given: Any,
    process: str = "reading",
    finished: Callable[[Response], Response] = _as_it_is,
) -> Response | Elsewhere:
    """Answer with what is kept, or say by what, and in which process, it is to be made; `finished` ends either."""
    known = _known(request, room, subject)
    return Elsewhere(subject, call, given, process, finished) if known is None else finished(known)


def _known(request: Request, room: Newsroom, subject: Subject) -> Response | None:
    """Answer with what is kept, None where nothing is."""
    kept: Kept = request.app.state.kept
    assert room.now is not None
    made = kept.find(subject.key, subject.version, room.now)
    if made is None:
        return None
    return tagged(request, made.tag, made.form, None) if made.packed is None else _whole(request, made)


def _whole(request: Request, made: Made) -> Response:
    return tagged(request, made.tag, made.form, lambda: made.body)


def warm_up(room: Newsroom) -> None:
    """Write a page, so that the first reader of one that is not kept need not wait until all is loaded: half a second."""
    with suppress(UsageError, StoreError):
        stories = (article.story for article in room.articles(limit=MOST_TRIED))
        if (unwritten := next((id for id in stories if room.kept_page(id) is None), None)) is not None:
            room.page_of(unwritten)


def warm_beside(room: Newsroom) -> None:
    """The same in a process that writes such pages: what they are drawn with, too."""
    compile_templates()
    warm_up(room)


class Aside:
    """Has answers made beside this process, each once for all who wait for it."""

    def __init__(self, store: str, rooms: Rooms, kept: Kept) -> None:
        self._store = store
        self._rooms = rooms
        self._kept = kept
        self._making: dict[Hashable, asyncio.Future[Made]] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def warm(self) -> None:
        """Start the process that writes pages which are not kept, so that the first reader need not wait for it."""
        opening = Opening(self._store, self._rooms.settings, self._rooms.now(), True)
        with suppress(Trouble):
            beside(WRITING).do(opening, warm_beside)

    async def answer(self, request: Request, asked: Elsewhere) -> Response:
        """Return an answer when it is made; Trouble 503 where too much waits for that."""
        key = asked.subject.key, asked.subject.version
        making = self._making.get(key)
        if making is None:
            if len(self._making) >= MOST_WAITING:
                raise Trouble(503, "too much is asked at this moment; try again", 5)
            making = self._making[key] = asyncio.ensure_future(self._made(asked))
            making.add_done_callback(lambda done: self._making.pop(key, None))
        made = await asyncio.shield(making)
        return asked.finished(_whole(request, made))

    async def _made(self, asked: Elsewhere) -> Made:
        subject = asked.subject
        opening = Opening(self._store, self._rooms.settings, self._rooms.now(), True)
        call = partial(beside(asked.process).do, opening, asked.call, subject.story, *asked.given)
        async with self._turns[asked.process]:
            made = await asyncio.to_thread(call)
        content, alive = made if isinstance(made, tuple) else (made, None)
        return self._kept.keep(subject.key, subject.version, content, subject.form, alive)
