"""Web archives to captures: every sound page of a WARC file, and the place of every damaged record.

A damaged record never hides the ones behind it. The first record that looks like one is searched for
behind the damage: in a gzipped archive by the next gzip member, in a plain one by the next header.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from msgspec import field
from msgspec.structs import replace

from writethru.acquire import payload, urls
from writethru.acquire.window import Window
from writethru.records import Capture, Problem, Record

MEMBER = b"\x1f\x8b\x08"
RESERVED = 0xE0  # flags of a gzip member that are never set
MAGIC = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n")
MAGIC_SIZE = 12
INSIDE = re.compile(rb"\nWARC/[01]\.\d{1,2}\r?\n[\w-]{1,60}:")
HEADER = 65536  # bytes of a record's header; real ones have some 500
SLACK = 2 * HEADER  # header and end of a record around its block
RAW = 4 * 1024 * 1024  # bytes of a broken member behind which the search begins anew from its front
STEP = 16384
# Damage shows only some way behind the place where it is; what was unpacked just before is not trusted.
DOUBTFUL = 32768
CHECKSUM = "the checksum of its gzip does not fit, so that something in it is wrong"
KINDS = {"warcinfo", "request", "metadata", "resource", "response", "revisit", "conversion", "continuation"}
NEEDED = ("warc-type", "content-length", "warc-date")
WHEN = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z)?)?)?\Z")
CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
PAGES = ("text/html", "application/xhtml+xml")
DIGESTS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha512": hashlib.sha512, "md5": hashlib.md5}


class Entry(Record, frozen=True):
    """One record of an archive; `fault` says what is wrong with it, `kind` of which kind of Problem that is."""

    at: int  # where it begins in the file, in a gzipped one its member
    headers: dict[str, str] = field(default_factory=dict)
    block: bytes = b""
    fault: str = ""
    kind: str = "damaged"


class Step(Record, frozen=True):
    """What came of one record of an archive: a page, what is wrong with it, or nothing."""

    number: int
    found: Capture | None = None
    problem: Problem | None = None


class Death(Record, frozen=True):
    """What ended the process in which a record was read, and how often."""

    found: str
    kind: str
    times: int = 1


def is_archive(head: bytes) -> bool:
    """Return whether unpacked bytes are the beginning of a web archive."""
    return MAGIC.match(head) is not None


def steps(
    chunks: Iterable[bytes],
    where: str,
    retrieved: str | None,
    limit: int,
    done: int,
    deaths: dict[int, Death],
    most: int | None,
) -> Iterator[Step]:
    """Yield what comes of each record, and at the end the Problem of an archive that holds nothing.

    `chunks` are the bytes of the file, gzipped by records, as a whole, or not at all; they may unpack to `most`
    bytes. Of the first `done` records it is known already. Records that ended an earlier process are passed over.
    """
    seen: set[str] = set()  # what revisits may refer to
    number = told = 0
    for number, entry in enumerate(entries(Window(chunks, most), limit, deaths), 1):
        place = f"{where} record {number}"
        found = _fault(entry) or _page(entry, place, retrieved, limit, seen)
        if isinstance(found, str):
            remedy = "get the archive again" if entry.kind == "damaged" else ""
            found = Problem(f"{place} (byte {entry.at})", found, "the record is left out", remedy, entry.kind)
        told += found is not None
        if number <= done or found is None:
            yield Step(number)
        else:
            yield Step(number, found) if isinstance(found, Capture) else Step(number, None, found)
    if not told:
        held = f"{number} records and no page" if number else "no record"
        yield Step(number + 1, None, Problem(where, f"the archive holds {held}", kind="empty"))


# -- records


def entries(window: Window, limit: int, deaths: Mapping[int, Death]) -> Iterator[Entry]:
    """Yield the records of an archive in order, the damaged ones with their fault.

    A record that ended a process is not looked at again, by its number; if that did not help, nor is the gzip
    member that it begins.
    """
    number = 1
    if not _is_packed(window):
        yield from _records(window, limit, deaths)
        return
    while _skip(window, b"\0"):  # an archive may be padded with zeros behind its end
        death = deaths.get(number)
        if _at_member(window) and not (death and death.times > 1):
            for entry in _of_member(window, limit, deaths, number):
                number += 1
                yield entry
            continue
        fault, kind = (death.found, death.kind) if death else ("there are bytes that are no gzip", "damaged")
        yield Entry(window.at, fault=fault, kind=kind)
        number += 1
        window.drop(1)
        _next_member(window)


def _skip(window: Window, signs: bytes) -> bool:
    """Move behind a run of signs; False at the end."""
    while window.has(1) and window.bytes[0] in signs:
        run = len(window.bytes) - len(window.bytes.lstrip(signs))
        window.drop(run)
    return bool(window.bytes)


def _is_packed(window: Window) -> bool:
    """Whether an archive is gzipped: by its first bytes, or where they are damaged by what follows soon."""
    window.has(MAGIC_SIZE)
    if MAGIC.match(window.bytes) or window.bytes.startswith(MEMBER):
        return window.bytes.startswith(MEMBER)
    header = window.find(b"\nWARC/", 0, HEADER)
    return window.find(MEMBER, 0, HEADER if header < 0 else header) >= 0


def _at_member(window: Window) -> bool:
    return window.has(4) and window.bytes.startswith(MEMBER) and not window.bytes[3] & RESERVED


def _next_member(window: Window) -> bool:
    """Move to the next gzip member, by its first bytes; False where none follows."""
    while window.seek(MEMBER):
        if _at_member(window):
            return True
        window.drop(1)
    return False


def _of_member(window: Window, limit: int, deaths: Mapping[int, Death], number: int) -> Iterator[Entry]:
    """Yield the records of the gzip member at which the window stands, and move behind it."""
    at, member = window.at, Member(window)
    held = bytearray()
    for piece in member.pieces():
        held += piece
        if len(held) > limit + SLACK:  # the archive was gzipped as a whole, or the record is too large
            unpacked: Iterable[bytes] = _trusted(bytes(held), member)
            break
    else:
        unpacked = (bytes(held[:-DOUBTFUL] if member.fault and member.fault != CHECKSUM else held),)
    found = (replace(entry, at=at) for entry in _records(Window(unpacked), limit, deaths, number))
    if not member.fault:
        yield from found
        if not member.fault:  # which may show only now
            return
    # Of a broken member whole records are kept; of a wrong checksum only one record of several is to blame.
    sound = [entry for entry in found if not entry.fault]
    if member.fault != CHECKSUM or len(sound) > 1:
        yield from sound
    yield Entry(at, fault=member.fault)
    window.drop(1 if window.at == at else 0)
    _next_member(window)


def _trusted(held: bytes, member: Member) -> Iterator[bytes]:
    """Yield what is unpacked, except for what stands just before damage."""
    for piece in member.pieces():
        held += piece
        if len(held) > 2 * DOUBTFUL:
            yield held[:-DOUBTFUL]
            held = held[-DOUBTFUL:]
    if not member.fault or member.fault == CHECKSUM:
        yield held


class Member:
    """Unpacks one gzip member; `fault` says why it could not be unpacked to its end."""

    def __init__(self, window: Window) -> None:
        self.fault = ""
        self._window = window
        self._used = 0  # bytes of it that are still in the window
        self._inflater = zlib.decompressobj(wbits=31)

    def pieces(self) -> Iterator[bytes]:
        """Yield what is left of it, unpacked; the window moves behind it only if it is sound."""
        window, inflater = self._window, self._inflater
        while not inflater.eof:
            if not window.has(self._used + 1):
                self.fault = "its gzip is cut off"
                return
            raw = bytes(window.bytes[self._used : self._used + STEP])
            try:
                out = inflater.decompress(raw, 16 * STEP)
            except zlib.error as error:
                wrong = "data check" in str(error) or "length check" in str(error)
                self.fault = CHECKSUM if wrong else "its gzip is damaged"
                return
            self._used += len(raw) - len(inflater.unconsumed_tail) - len(inflater.unused_data)
            if self._used > RAW:
                window.drop(self._used)
                self._used = 0
            if not window.may_unpack(len(out)):
                self.fault = f"it unpacks, with all before it, to more than {window.most:,} bytes"
                return
            if out:
                yield out
        window.drop(self._used)


def _records(window: Window, limit: int, deaths: Mapping[int, Death], first: int = 1) -> Iterator[Entry]:
    """Yield the records of unpacked bytes; behind damage the next header is searched for."""
    for number in count(first):
        if not _skip(window, b"\r\n"):
            return
        at = window.at
        if death := deaths.get(number):
            yield Entry(at, fault=death.found, kind=death.kind)
            window.drop(1)
            if window.seek(b"\nWARC/"):  # whatever it is, it is looked at only when its turn comes
                window.drop(1)
            continue
        headers, size = _header(window)
        if headers is None:
            yield Entry(at, fault="its header is damaged")
            window.drop(1)
            _next_header(window)
            continue
        length, end = int(headers["content-length"]), bytes(window.bytes[size - 2 : size])
        end = b"\r\n\r\n" if end == b"\r\n" else b"\n\n"
        if length > limit:
            yield _over(window, at, headers, size + length + len(end), limit)
            continue
        whole = window.has(size + length + len(end))
        ends = window.bytes.startswith(end, size + length)
        if whole and ends and not _swallowed(window, size, length, len(end)):
            block = bytes(window.bytes[size : size + length])
            window.drop(size + length + len(end))
            yield Entry(at, headers, block)
            continue
        fault = "it is not as long as it says" if whole else "it is cut off"
        window.drop(MAGIC_SIZE)
        _next_header(window)
        yield Entry(at, headers, fault=fault)


def _header(window: Window) -> tuple[dict[str, str] | None, int]:
    """Return the header of the record at which the window stands, and its size; None if it is none."""
    window.has(MAGIC_SIZE)
    first = MAGIC.match(window.bytes)
    if not first:
        return None, 0
    sign = b"\r\n\r\n" if first.group().endswith(b"\r\n") else b"\n\n"
    other = window.find(b"\nWARC/", first.end(), HEADER)  # no header holds another
    stop = window.find(sign, 0, HEADER if other < 0 else other)
    if stop < 0:
        return None, 0
    raw = bytes(window.bytes[first.end() : stop])
    headers = payload.fields(raw)
    sound = (
        all(name in headers for name in NEEDED)
        and re.fullmatch(r"\d{1,15}", headers["content-length"])
        and WHEN.match(headers["warc-date"])
        and not CONTROLS.search(raw)
    )
    return (headers if sound else None), stop + len(sign)


def _swallowed(window: Window, size: int, length: int, end: int) -> bool:
    """Whether the end of a record is only by chance where its length says, and others lie within it."""
    follows = size + length + end
    if not window.has(follows + MAGIC_SIZE) and len(window.bytes) == follows:
        return False
    if MAGIC.match(window.bytes, follows):
        return False
    return INSIDE.search(window.bytes, size, size + length) is not None


def _over(window: Window, at: int, headers: dict[str, str], size: int, limit: int) -> Entry:
    """Pass over a record that is longer than may be, or whose length is wrong."""
    window.drop(MAGIC_SIZE)
    more = _next_header(window)
    if window.at == at + size or (not more and window.at >= at + size):
        return Entry(at, headers, fault=f"it has more than {limit:,} bytes", kind="too-large")
    return Entry(at, headers, fault="it is not as long as it says" if more else "it is cut off")


def _next_header(window: Window) -> bool:
    """Move to the next header that can be one; False at the end of the bytes."""
    while window.seek(b"\nWARC/"):
        window.drop(1)
        if _header(window)[0] is not None:
            return True
    return False


# -- pages


def _fault(entry: Entry) -> str:
    """What is wrong with a record, the digest of its block included."""
    if entry.kind == "too-large" and entry.headers["warc-type"].lower() not in ("response", "resource"):
        return ""
    if entry.fault:
        return entry.fault
    name, _, stated = entry.headers.get("warc-block-digest", "").partition(":")
    make = DIGESTS.get(name.strip().lower().replace("-", ""))
    if make is None or not stated:
        return ""
    found = make(entry.block, usedforsecurity=False).digest()
    return "" if found in _digests(stated.strip(), len(found)) else "its digest does not fit its bytes"


def _digests(stated: str, size: int) -> Iterator[bytes]:
    """Yield the readings of a digest: hexadecimal, base 32, base 64."""
    readers = (bytes.fromhex, lambda text: base64.b32decode(text.upper()), base64.b64decode)
    for read in readers:
        try:
            found = read(stated)
        except (ValueError, binascii.Error):
            continue
        if len(found) == size:
            yield found


def _page(
    entry: Entry, place: str, retrieved: str | None, limit: int, seen: set[str]
) -> Capture | Problem | None:
    """Return the page of a sound record, None if it holds none, or what is wrong with the page."""
    headers = entry.headers
    kind = headers.get("warc-type", "").lower()
    address = headers.get("warc-target-uri", "").strip("<> ")
    digest = headers.get("warc-payload-digest", "")
    names = {headers.get("warc-record-id", ""), digest, f"{address} {headers.get('warc-date', '')}"}
    if entry.fault or kind not in ("response", "resource", "revisit"):
        if kind and kind not in KINDS:
            return Problem(place, f"a record of an unknown kind ({kind[:40]!r})", kind="skipped")
        return None
    if kind == "revisit":
        known = {headers.get("warc-refers-to", ""), digest}
        known.add(f"{headers.get('warc-refers-to-target-uri', '')} {headers.get('warc-refers-to-date', '')}")
        if (known & seen) - {"", " "}:
            return None
        found = "it says only that the page is as in another archive"
        return Problem(place, found, "nothing of it is kept", "give that archive too", "skipped")
    seen |= names
    if kind == "response":
        answer = payload.answered(entry.block, limit)
    else:
        media, _, charset = headers.get("content-type", "").partition("charset=")
        answer = payload.Answer(
            200, media.partition(";")[0].strip().lower(), charset.strip(" \"'"), entry.block
        )
    if isinstance(answer, str):
        return Problem(place, answer, "the record is left out", "", "damaged")
    if answer.status != 200 or answer.media_type not in PAGES or not answer.content.strip():
        return None
    hints = {"charset": answer.charset} if answer.charset else {}
    if answer.cut or headers.get("warc-truncated"):
        hints["truncated"] = answer.cut or f"the archive has only a part of it ({headers['warc-truncated']})"
    taken = headers.get("warc-date") or retrieved
    return Capture(place, answer.content, "text/html", urls.canonical(address) or None, taken, hints)
