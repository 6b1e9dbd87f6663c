"""A window on a stream of bytes that knows where in the stream it stands, for readers that must look ahead."""

from __future__ import annotations

from collections.abc import Iterable

CHUNK = 65536


class Window:
    """Bytes from `at` on; `has` and `find` read on as far as they need to, `drop` moves the window.

    What of it is packed may unpack to `most` bytes; then it ends.
    """

    def __init__(self, chunks: Iterable[bytes], most: int | None = None) -> None:
        self.at = 0
        self.most = most
        self.bytes = bytearray()
        self._chunks = iter(chunks)
        self._unpacked = 0

    def may_unpack(self, size: int) -> bool:
        """Count bytes that were unpacked; return False, and end, where they are too many."""
        self._unpacked += size
        if self.most is None or self._unpacked <= self.most:
            return True
        self._chunks = iter(())
        self.drop(len(self.bytes))
        return False

    def has(self, size: int) -> bool:
        """Return whether so many bytes are left, and hold them in the window."""
        while len(self.bytes) < size:
            chunk = next(self._chunks, None)
            if chunk is None:
                return False
            self.bytes += chunk
        return True

    def find(self, sign: bytes, start: int = 0, within: int | None = None) -> int:
        """Return where in the window a sign stands next, or -1; nothing is dropped."""
        while True:
            stop = len(self.bytes) if within is None else min(len(self.bytes), within)
            found = self.bytes.find(sign, start, stop)
            if found >= 0 or (within is not None and len(self.bytes) >= within):
                return found
            start = max(start, len(self.bytes) - len(sign) + 1)
            if not self.has(len(self.bytes) + 1):
                return -1

    def seek(self, sign: bytes) -> bool:
        """Move to where a sign stands next, without keeping what lies before it; False at the end."""
        while (found := self.bytes.find(sign)) < 0:
            self.drop(max(0, len(self.bytes) - len(sign) + 1))
            if not self.has(len(self.bytes) + 1):
                self.drop(len(self.bytes))
                return False
        self.drop(found)
        return True

    def drop(self, size: int) -> None:
        """Move on by so many bytes that are in the window."""
        del self.bytes[:size]
        self.at += size
