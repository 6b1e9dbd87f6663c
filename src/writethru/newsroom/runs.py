"""A run of taking in: what it fetches is kept before it is looked at, and what interrupted runs left is taken up."""

from __future__ import annotations

import os
import platform
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

import writethru
from writethru.errors import WritethruError
from writethru.records import Capture, Problem, moment
from writethru.store import Answer, Store, capture_id

if TYPE_CHECKING:
    from writethru.acquire import Fetch, Fetched

AGAIN = timedelta(hours=1)  # what an interrupted run fetched longer ago is fetched again
READER = f"writethru {writethru.__version__}"
BY_ITSELF = "by-itself"  # the last part of the token of a run that leaves nothing to be taken up
_LIVING: set[str] = set()  # tokens of the runs that are going on in this process


class Run:
    """One run: its number in the store, what goes on beside it, and what interrupted ones left."""

    def __init__(self, store: Store, now: datetime | None, number: int, token: str) -> None:
        self.number = number
        self.resumed = 0  # captures of interrupted runs that were read first
        self._store = store
        self._now = now
        self._token = token
        # Asked for only now: a run that begins between the two is known by one of them to go on.
        others = {run: theirs for run, theirs in store.open_runs().items() if run != number}
        self._living = [run for run, theirs in others.items() if _goes_on(theirs)]
        self._left = [run for run in others if run not in self._living]
        self._taken_up = [run for run in self._left if others[run].endswith(f":{BY_ITSELF}")]

    def fetch(self, fetch: Fetch) -> Fetch:
        """Return a fetch that keeps what it brings, and asks nobody for what an interrupted run has brought."""
        keeping = self.keeping(fetch)

        def kept(url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
            known = brought(self._store, url, self._left, self._now)
            return known or keeping(url, etag=etag, last_modified=last_modified)

        return kept

    def keeping(self, fetch: Fetch) -> Fetch:
        """Return a fetch that keeps what it brings."""

        def kept(url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
            given = {
                name: value for name, value in (("etag", etag), ("last_modified", last_modified)) if value
            }
            got = fetch(url, **given)
            self.keep([(url, got)])
            return got

        return kept

    def keep(self, answers: Iterable[tuple[str, Fetched]]) -> None:
        """Keep what addresses answered; of one that did not change nothing came."""
        given = [(asked, answer_of(got, self._now)) for asked, got in answers if got.content]
        if given:
            self._store.keep_answers(self.number, given)

    def with_left(self, items: Iterable[Capture | Problem]) -> Iterator[Capture | Problem]:
        """Yield what was kept and not read, then what comes; the same capture is not yielded twice."""
        self._taken_up = self._left
        seen = set()
        for id, capture in self._store.unread(READER, [*self._living, self.number], self.number):
            seen.add(id)
            self.resumed += 1
            yield capture
        for item in items:
            if not (seen and isinstance(item, Capture) and capture_id(item) in seen):
                yield item

    def end(self) -> None:
        """Say that nothing is left to be done, of this run and of those that it took up."""
        self._store.end_runs([*self._taken_up, self.number])
        self.leave()

    def leave(self) -> None:
        """Go on no more; what was not ended is for the next run to take up."""
        _LIVING.discard(self._token)


def answer_of(got: Fetched, now: datetime | None) -> Answer:
    """Return what was fetched as it is kept."""
    head: dict[str, Any] = msgspec.structs.asdict(got)
    url, content = head.pop("url"), head.pop("content")
    return Answer(url, content, got.media_type, head, now.isoformat(timespec="seconds") if now else None)


def brought(
    store: Store, url: str, left: Sequence[int], now: datetime | None, since: str = ""
) -> Fetched | None:
    """Return what interrupted runs have brought of an address, not before a time and not too long ago."""
    from writethru.acquire import Fetched

    known = store.answer(url, left) if left else None
    if known is None or (known.at or since) < since:
        return None
    at = moment(known.at)
    if at is not None and now is not None and abs(now - at) >= AGAIN:
        return None
    return msgspec.convert({**known.head, "url": known.url, "content": known.content}, Fetched)


def interrupted(store: Store) -> list[int]:
    """Return the runs that were neither ended nor go on."""
    return [run for run, token in store.open_runs().items() if not _goes_on(token)]


def begin(store: Store, now: datetime | None, kind: str = "") -> Run:
    """Begin a run; one that is left and was not ended is an interrupted one, which the next takes up."""
    token = ":".join([platform.node(), str(os.getpid()), secrets.token_hex(4), *([kind] if kind else [])])
    _LIVING.add(token)
    try:
        return Run(store, now, store.start_run(token), token)
    except BaseException:
        _LIVING.discard(token)
        raise


@contextmanager
def by_itself(store: Store, now: datetime | None) -> Iterator[Run]:
    """Begin a run that leaves nothing to be taken up, and end it even where it is interrupted.

    Each thing it does is done at once; a page that it was reading is read by the next run that takes anything in.
    Where it was killed, or the store cannot be written, the next run of any kind ends it.
    """
    run = begin(store, now, BY_ITSELF)
    try:
        yield run
        run.end()
    except BaseException:
        with suppress(WritethruError):  # what interrupted it is to be told
            run.end()
        raise
    finally:
        run.leave()


@contextmanager
def begun(store: Store, now: datetime | None) -> Iterator[Run]:
    """Begin a run, and end it unless it is interrupted."""
    run = begin(store, now)
    try:
        yield run
        run.end()
    finally:
        run.leave()


def _goes_on(token: str) -> bool:
    """Whether a run goes on: in this process, or as far as the system says, in another one here."""
    if token in _LIVING:
        return True
    node, _, rest = token.partition(":")
    number = rest.partition(":")[0]
    if node != platform.node() or os.name != "posix" or number == str(os.getpid()) or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
