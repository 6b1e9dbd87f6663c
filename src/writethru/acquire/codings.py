"""Takes the one layer of encoding off a body while it comes, and counts what comes out."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from writethru.acquire.answers import Head
from writethru.acquire.clock import Deadline
from writethru.errors import FetchError

STEP = 65536  # bytes that are taken out at a time
GZIP = b"\x1f\x8b"
MEMBERS = 1_000  # of one body; a server that packs each piece by itself sends some dozens
PIECES = 50_000  # of one body; byte by byte 15 MB take minutes of computing
PLAIN, ZIPPED = ("", "identity"), ("gzip", "x-gzip", "deflate")


def decoded(
    chunks: Iterable[bytes], answer: Head, limit: int, deadline: Deadline, *, cut: bool = False
) -> bytes:
    """Return a body without its encoding; over the limit it is cut or an error.

    What comes is counted before and after: bytes that unpack to nothing are bounded too.
    """
    coding = ", ".join(answer.listed("content-encoding"))
    if coding not in PLAIN + ZIPPED:
        raise FetchError(f"it came in an encoding that was not asked for: {coding[:40]}", "encoding")
    stated = answer.first("content-length")
    if coding in PLAIN and not cut and stated.isascii() and stated.isdigit() and int(stated[:18]) > limit:
        raise _too_large(limit)
    counted = _counted(chunks, limit, cut)
    found = bytearray()
    for piece in counted if coding in PLAIN else _unpacked(counted, coding, deadline):
        deadline.left()
        found += piece
        if len(found) > limit:
            if cut:
                return bytes(found[:limit])
            raise _too_large(limit)
    if coding in ZIPPED and found.startswith(GZIP):
        raise FetchError(f"it is gzip within {coding}", "encoding")
    return bytes(found)


def _too_large(limit: int) -> FetchError:
    return FetchError(f"it has more than {limit:,} bytes", "too-large")


def _counted(chunks: Iterable[bytes], limit: int, cut: bool) -> Iterator[bytes]:
    came = 0
    for pieces, chunk in enumerate(chunks):
        came += len(chunk)
        if pieces > PIECES:
            raise FetchError(f"it comes in more than {PIECES:,} pieces", "too-large")
        yield chunk
        if came > limit and not cut:
            raise _too_large(limit)


def _unpacked(chunks: Iterable[bytes], coding: str, deadline: Deadline) -> Iterator[bytes]:
    """Yield what one layer of gzip or deflate holds: several members of gzip one after the other."""
    member, members, rest, any_came = None, 0, b"", False
    try:
        for chunk in chunks:
            any_came = True
            piece, rest = rest + chunk, b""
            while piece:
                deadline.left()
                if member is None or member.eof:
                    if members and not piece.strip(b"\0"):
                        break  # some servers pad the end with zeros
                    if members and len(piece) < len(GZIP):
                        rest = piece  # too little to tell
                        break
                    member, members = _begun(piece, coding, members), members + 1
                yield member.decompress(piece, STEP)
                piece = member.unused_data if member.eof else member.unconsumed_tail
        if rest:
            raise _trailing(coding)
        if member is not None:
            yield member.flush()
    except zlib.error as error:
        raise FetchError(f"its {coding} encoding is damaged", "encoding") from error
    if any_came and (member is None or not member.eof):
        raise FetchError(f"its {coding} encoding is cut off", "encoding")


def _begun(piece: bytes, coding: str, members: int) -> zlib._Decompress:
    """Return what unpacks a member that begins with these bytes."""
    if coding == "deflate" and not members:
        # Many servers send it without its wrapper, whose first byte says the method.
        return zlib.decompressobj(wbits=15 if piece[0] & 0x0F == 8 else -15)
    if members and (coding == "deflate" or not piece.startswith(GZIP)):
        raise _trailing(coding)
    if members == MEMBERS:
        raise FetchError(f"its {coding} encoding has more than {MEMBERS} members", "encoding")
    return zlib.decompressobj(wbits=31)


def _trailing(coding: str) -> FetchError:
    return FetchError(f"its {coding} encoding is followed by bytes that do not belong to it", "encoding")
