"""What was made for one who asked is kept until what it tells of changes: so many bytes of it, whoever asks for what.

It is kept under what was asked for, with a version: what differs from before when it would be made otherwise. A newer
version takes the place of an older one, so that nothing is given that is no longer so, and nothing is kept twice.
"""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime

from writethru.newsroom.front import Alive
from writethru.web.answers import tag_of

_BESIDE = 600  # bytes that an answer takes beside its content: key, tag, what it depends on
_QUICK = 1  # level of compression: a page becomes a fifth in a quarter of a millisecond
_GZIP = 31  # the form of compression that every client takes which takes any (`wbits` of zlib)


@dataclass(frozen=True, slots=True)
class Made:
    """An answer: its entity tag, its form, and its content, compressed; None where only the tag was kept."""

    version: Hashable
    tag: str
    form: str
    packed: bytes | None
    alive: Alive | None = None

    @property
    def body(self) -> bytes:
        """Its content."""
        return zlib.decompress(self.packed, _GZIP) if self.packed else b""

    @property
    def size(self) -> int:
        """Bytes of memory that it takes."""
        return _BESIDE + len(self.packed or b"")


class Kept:
    """Keeps answers, and forgets those that were not asked for longest; of these the tags are known for longer."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._whole: OrderedDict[Hashable, Made] = OrderedDict()
        self._tags: OrderedDict[Hashable, Made] = OrderedDict()
        self.bytes = 0

    def find(self, key: Hashable, version: Hashable, now: datetime) -> Made | None:
        """Return what was made of this version, if it is known and would be made the same now."""
        with self._lock:
            there = self._whole if key in self._whole else self._tags
            found = there.get(key)
            if (
                found is None
                or found.version != version
                or not (found.alive is None or found.alive.still(now))
            ):
                return None
            there.move_to_end(key)
            return found

    def keep(
        self, key: Hashable, version: Hashable, content: str | bytes, form: str, alive: Alive | None = None
    ) -> Made:
        """Keep what was made, and return it."""
        body = content.encode("utf-8", "replace") if isinstance(content, str) else content
        made = Made(version, tag_of(body), form, zlib.compress(body, _QUICK, _GZIP), alive)
        with self._lock:
            self._drop(key)
            self._whole[key] = made
            self.bytes += made.size
            while self.bytes > self._most:
                self._forget_one()
        return made

    def _drop(self, key: Hashable) -> None:
        for there in (self._whole, self._tags):
            if (old := there.pop(key, None)) is not None:
                self.bytes -= old.size

    def _forget_one(self) -> None:
        """Forget the oldest content, or where tags have more than their part the oldest of these."""
        if not self._whole or len(self._tags) * _BESIDE * 4 > self._most:
            self.bytes -= self._tags.popitem(last=False)[1].size
            return
        key, old = self._whole.popitem(last=False)
        self._tags[key] = bare = Made(old.version, old.tag, old.form, None, old.alive)
        self.bytes += bare.size - old.size
