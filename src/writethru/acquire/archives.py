"""Web archives read in a child: bytes there, pages back, and a record that ends the child is named and passed over."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO

from msgspec.structs import replace

from writethru.acquire import warc
from writethru.acquire.reading import Reading
from writethru.acquire.workers import Lost, Parsing
from writethru.records import Capture, Problem

# Records that may end a child before the rest is given up: each costs reading again what stands before it, so that
# an archive of nothing else would take for ever.
MOST_DEATHS = 12
PIECE = 262_144  # bytes that go to the child at once
IN_MEMORY = 16_000_000  # of a stream that cannot be read twice; more goes to a temporary file
LEFT_OUT = "it and all that follows is left out"


def captures(
    reading: Reading, where: str, retrieved: str | None, limit: int, parsing: Parsing, most: int | None = None
) -> Iterator[Capture | Problem]:
    """Yield the pages of an archive as captures, and a Problem for each record that cannot be read.

    One record has `limit` bytes at most; the whole may unpack to `most`.
    """
    with _Again(reading) as again:
        done, deaths = 0, dict[int, warc.Death]()
        while True:
            lost: Lost | None = None
            given = {
                "where": where,
                "retrieved": retrieved,
                "limit": limit,
                "done": done,
                "deaths": deaths,
                "most": most,
            }
            for step in parsing.stream(warc.steps, _pieces(again.chunks()), **given):
                if isinstance(step, Lost):
                    lost = step
                    break
                done = max(done, step.number)
                if found := step.found or step.problem:
                    yield found
            if lost is None:
                return
            name = f"{where} record {done + 1}"
            if not _remember(deaths, done + 1, lost) or not again.possible:
                yield Problem(name, lost.found, LEFT_OUT, "cut it out of the archive", lost.kind)
                return


def _remember(deaths: dict[int, warc.Death], number: int, lost: Lost) -> bool:
    """Note what ended a child; return whether it is worth to begin anew."""
    before = deaths.get(number)
    kind = "failed" if lost.kind == "too-large" else lost.kind  # which is said of records by their length
    deaths[number] = replace(before, times=before.times + 1) if before else warc.Death(lost.found, kind)
    return deaths[number].times <= 2 and len(deaths) <= MOST_DEATHS


def _pieces(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield bytes in larger pieces: each is a question and an answer."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        if len(held) >= PIECE:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


class _Again:
    """The bytes of a source from its beginning, as often as they are asked for."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._spool: IO[bytes] | None = None
        self._rest: Iterator[bytes] | None = None  # of a source that cannot be read twice
        self._times = 0
        self.possible = True

    def __enter__(self) -> _Again:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._spool is not None:
            self._spool.close()

    def chunks(self) -> Iterator[bytes]:
        """Yield all bytes."""
        self._times += 1
        if self._reading.seekable:
            return self._reading.raw() if self._times == 1 else self._reading.anew()
        if self._rest is None:
            self._rest = self._reading.raw()
            self._spool = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (closed by __exit__)
        return self._kept_and_rest(self._spool, self._rest)  # type: ignore[arg-type]

    def _kept_and_rest(self, spool: IO[bytes], rest: Iterator[bytes]) -> Iterator[bytes]:
        spool.seek(0)
        while kept := spool.read(PIECE):
            yield kept
        for chunk in rest:
            try:
                spool.write(chunk)
            except OSError:  # there is no room: the rest can be read once
                self.possible = False
            yield chunk
