"""Reads the bytes of a file or stream, gunzipped, up to a cap, and tells what was damaged."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

CHUNK = 65536
PIECE = 4096
# Damage shows only some way behind the place where it is; what was decoded just before is not trusted.
DOUBTFUL = 32768
GZIP = b"\x1f\x8b"
BLANK = re.compile(rb"\s+")


class Reading:
    """Bytes of one source, read once from front to end; `damage` says what could not be read.

    Gzip is taken off whatever the source is called, one layer of it. Of a truncated gzip file all is
    delivered that is there; of a damaged one what lies safely in front of the damage. Of what unpacks to more
    than `most` bytes the first are delivered, and it is `beyond`.
    """

    def __init__(self, raw: BinaryIO, most: int | None = None) -> None:
        self.damage = ""
        self.beyond = False
        self._raw = raw
        self._start = _position(raw)
        self._buffer = b""
        self._taken: list[bytes] | None = []  # what came from the source, until reading has begun
        first = self._next_raw()
        chunks = self._gunzipped(first) if first.startswith(GZIP) else self._plain(first)
        self._chunks = chunks if most is None else self._first(chunks, most)

    def peek(self, size: int) -> bytes:
        """Return up to `size` bytes from the front without taking them."""
        while len(self._buffer) < size:
            chunk = next(self._chunks, None)
            if chunk is None:
                break
            self._buffer += chunk
        return self._buffer[:size]

    def goes_on(self) -> bool:
        """Return whether gzip that is damaged at its front begins anew within the first bytes."""
        raw = b"".join(self._taken or ())
        return bool(self.damage) and raw.startswith(GZIP) and raw.find(GZIP + b"\x08", 1) > 0

    def raw(self) -> Iterator[bytes]:
        """Yield all bytes of the source as they are, instead of reading them; not after `read` or `lines`."""
        taken, self._taken = self._taken or [], None
        yield from taken
        while chunk := self._next_raw():
            yield chunk

    @property
    def seekable(self) -> bool:
        """Whether the source can be read from its beginning again."""
        return self._start is not None

    def anew(self) -> Iterator[bytes]:
        """Yield all bytes of a source that is `seekable` from its beginning, as they are."""
        self._taken = None
        self._raw.seek(self._start or 0)
        while chunk := self._next_raw():
            yield chunk

    def read(self, limit: int) -> bytes | None:
        """Return all that is left, or None if that is more than `limit` bytes."""
        self._taken = None
        parts, size = [self._buffer], len(self._buffer)
        self._buffer = b""
        for chunk in self._chunks:
            parts.append(chunk)
            size += len(chunk)
            if size > limit:
                return None
        return b"".join(parts) if size <= limit else None

    def lines(self, limit: int) -> Iterator[tuple[int, bytes | None]]:
        """Yield the lines that are left and not blank, without blanks around them, and the number of each.

        None stands for one over `limit` bytes.
        """
        self._taken = None
        number, parts = 1, list[bytes]()
        size, dropped = 0, False
        for chunk in self._rest():
            start = 0
            while True:
                if not size:
                    number, start = _behind_blank_lines(chunk, start, number)
                stop = chunk.find(b"\n", start)
                piece = chunk[start:] if stop < 0 else chunk[start:stop]
                size += len(piece)
                dropped = dropped or size > limit
                if dropped:
                    parts.clear()
                else:
                    parts.append(piece)
                if stop < 0:
                    break
                yield from _line(number, parts, dropped)
                parts.clear()
                number, size, dropped, start = number + 1, 0, False, stop + 1
        yield from _line(number, parts, dropped)

    def _rest(self) -> Iterator[bytes]:
        buffer, self._buffer = self._buffer, b""
        if buffer:
            yield buffer
        yield from self._chunks

    def _first(self, chunks: Iterator[bytes], most: int) -> Iterator[bytes]:
        for chunk in chunks:
            if len(chunk) > most:
                self.beyond = True
                yield chunk[:most]
                return
            most -= len(chunk)
            yield chunk

    def _next_raw(self) -> bytes:
        try:
            chunk = self._raw.read(CHUNK) or b""
        except OSError as error:
            self.damage = f"reading broke off: {error.strerror or error}"
            return b""
        if self._taken is not None:
            self._taken.append(chunk)
        return chunk

    def _plain(self, first: bytes) -> Iterator[bytes]:
        chunk = first
        while chunk:
            yield chunk
            chunk = self._next_raw()

    def _gunzipped(self, first: bytes) -> Iterator[bytes]:
        member, started, chunk = zlib.decompressobj(wbits=31), False, first
        held = b""
        while chunk:
            for start in range(0, len(chunk), PIECE):
                piece = chunk[start : start + PIECE]
                while piece:
                    before, started = member.copy(), True
                    try:
                        out = member.decompress(piece, CHUNK)
                    except zlib.error as error:
                        yield (held + _rescued(before, piece))[:-DOUBTFUL]
                        self.damage = _fault(error)
                        return
                    held += out
                    if len(held) > 2 * DOUBTFUL:
                        yield held[:-DOUBTFUL]
                        held = held[-DOUBTFUL:]
                    piece = member.unconsumed_tail
                    if member.eof:
                        piece = member.unused_data.lstrip(b"\0")
                        member, started = zlib.decompressobj(wbits=31), False
                        if piece and not piece.startswith(GZIP[: len(piece)]):
                            self.damage = "bytes that are no gzip follow its end"
                            yield held
                            return
            chunk = self._next_raw()
        yield held
        if started:
            yield member.flush()
            if not member.eof and not self.damage:
                self.damage = "its gzip is cut off"


def _behind_blank_lines(chunk: bytes, start: int, number: int) -> tuple[int, int]:
    """Return the number of the first line that is not blank, and where it begins: many at once cost no more than one."""
    blank = BLANK.match(chunk, start)
    if blank is None or not (count := chunk.count(b"\n", start, blank.end())):
        return number, start
    return number + count, chunk.rfind(b"\n", start, blank.end()) + 1


def _line(number: int, parts: list[bytes], dropped: bool) -> Iterator[tuple[int, bytes | None]]:
    """Yield a line with its number unless it is blank."""
    if dropped:
        yield number, None
    elif line := b"".join(parts).strip():
        yield number, line


def _position(raw: BinaryIO) -> int | None:
    """Return where a source stands, None where it cannot be moved back."""
    try:
        return raw.tell() if raw.seekable() else None
    except (OSError, AttributeError, ValueError):
        return None


def _fault(error: zlib.error) -> str:
    if "data check" in str(error) or "length check" in str(error):
        return "the checksum of its gzip does not fit, so that something in it is wrong"
    return "its gzip is damaged"


def _rescued(member: zlib._Decompress, piece: bytes) -> bytes:
    """Return what a damaged piece still gives when it is fed byte by byte."""
    found = b""
    for value in piece:
        try:
            found += member.decompress(bytes((value,)))
        except zlib.error:
            break
    return found
