"""A long document read in a child piece by piece: bytes go there as it asks for them, what it makes of them comes back.

The child is one step ahead at most: it waits until what it has made is taken, and is given bytes only when it asks.
So neither side holds more than a piece, however long the document is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from msgspec import msgpack

from writethru.acquire.deadlines import Deadline
from writethru.acquire.frames import DONE, MORE, PART, Lost, called_streaming, result_type
from writethru.acquire.processes import Process

T = TypeVar("T")


class Streaming:
    """A child that reads one document at a time in pieces; it is started when there is one."""

    def __init__(self, start: Callable[[], Process], seconds: float) -> None:
        self._start = start
        self._seconds = seconds
        self._process: Process | None = None
        self._deadline = Deadline(seconds, self.kill)

    def read(
        self, function: Callable[..., Iterator[T]], chunks: Iterator[bytes], given: dict[str, Any]
    ) -> Iterator[T | Lost]:
        """Yield what a function yields of bytes; at the end, if it did not get there, why."""
        process = self._process = self._process or self._start()
        process.ask([called_streaming(function, **given)])
        whole = False
        try:
            while not whole:
                answer = self._answer(process)
                if isinstance(answer, Lost):
                    yield answer
                    return
                if answer.startswith(MORE):
                    process.give(next(chunks, b""))
                elif answer.startswith(PART):
                    yield msgpack.decode(memoryview(answer)[1:], type=result_type(function))
                elif answer.startswith(DONE):
                    whole = True
                else:
                    yield msgpack.decode(memoryview(answer)[1:], type=Lost)
                    return
        finally:
            if not whole or process.worn_out:
                self._process = None
                process.kill()
                process.end()

    def _answer(self, process: Process) -> bytes | Lost:
        self._deadline.begin()
        answer = process.answer()
        if self._deadline.finish():
            return Lost("too-slow", f"reading it takes longer than {self._seconds:g} seconds")
        return answer

    def kill(self) -> None:
        """End the child at once."""
        if (process := self._process) is not None:
            process.kill()

    def close(self) -> None:
        """End the child, and do not look at the clock any more."""
        self._deadline.close()
        if (process := self._process) is not None:
            process.kill()
            process.end()
