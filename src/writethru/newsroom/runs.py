"""A run of taking in: what it fetches is kept before it is looked at, and what interrupted runs left is taken up."""

from __future__ import annotations

import os
import platform
import secrets
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

import writethru
from writethru.records import Capture, Problem, moment
from writethru.store import Answer, Store, capture_id

if TYPE_CHECKING:
    from writethru.acquire import Fetch, Fetched

AGAIN = timedelta(hours=1)  # what an interrupted run fetched longer ago is fetched again
READER = f"writethru {writethru.__version__}"
_LIVING: set[str] = set()  # tokens of the runs that are going on in this process


class Run:
    """One run: its number in the store, what goes on beside it, and what was left to it."""

    def __init__(self, store: Store, now: datetime | None, number: int, others: dict[int, str]) -> None:
        self.number = number
        self.resumed = 0  # captures of interrupted runs that were read first
        self._store = store
        self._now = now
        self._living = [run for run, token in others.items() if _goes_on(token, _LIVING)]
        self.left = [run for run in others if run not in self._living]

    def fetch(self, fetch: Fetch) -> Fetch:
        """Return a fetch that keeps what it brings, and asks nobody for what an interrupted run has brought."""

        def kept(url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
            from writethru.acquire import Fetched

            known = self._store.answer(url, self.left) if self.left else None
            if known is not None and self._is_fresh(known):
                return msgspec.convert({**known.head, "url": known.url, "content": known.content}, Fetched)
            given = {
                name: value for name, value in (("etag", etag), ("last_modified", last_modified)) if value
            }
            got = fetch(url, **given)
            if got.content:
                self._store.keep_answer(self.number, url, answer_of(got, self._now))
            return got

        return kept

    def _is_fresh(self, answer: Answer) -> bool:
        at = moment(answer.at)
        return at is None or self._now is None or abs(self._now - at) < AGAIN

    def with_left(self, items: Iterable[Capture | Problem]) -> Iterator[Capture | Problem]:
        """Yield what was kept and not read, then what comes; the same capture is not yielded twice."""
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
        self._store.end_runs([*self.left, self.number])


def answer_of(got: Fetched, now: datetime | None) -> Answer:
    """Return what was fetched as it is kept."""
    head: dict[str, Any] = msgspec.structs.asdict(got)
    url, content = head.pop("url"), head.pop("content")
    return Answer(url, content, got.media_type, head, now.isoformat(timespec="seconds") if now else None)


@contextmanager
def begun(store: Store, now: datetime | None) -> Iterator[Run]:
    """Begin a run; what is not ended within is an interrupted one, which the next takes up."""
    token = f"{platform.node()}:{os.getpid()}:{secrets.token_hex(4)}"
    _LIVING.add(token)
    try:
        number = store.start_run(token)
        # Asked for only now: a run that begins between the two is known by one of them to go on.
        others = {run: theirs for run, theirs in store.open_runs().items() if run != number}
        run = Run(store, now, number, others)
        yield run
        run.end()
    finally:
        _LIVING.discard(token)


def _goes_on(token: str, living: Container[str]) -> bool:
    """Whether a run goes on: in this process, or as far as the system says, in another one here."""
    if token in living:
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
