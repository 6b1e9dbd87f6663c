"""The answer of a web server as it was recorded: its header, and its body without chunks and encoding."""

from __future__ import annotations

import re
import zlib

from writethru.records import Record

STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})")
HEADER = 262_144
LAYERS = 3  # of encoding; browsers read some, servers give one, and each costs as much as the whole page
CHUNK_SIZE = re.compile(rb"[ \t]{0,8}([0-9a-fA-F]{1,8})[ \t]{0,8}(?:;[^\r\n]{0,200}+)?+\r?\n")


class Answer(Record, frozen=True):
    """Status, media type, charset and decoded body; `cut` says what is missing of the body."""

    status: int
    media_type: str
    charset: str
    content: bytes
    cut: str = ""


def fields(header: bytes) -> dict[str, str]:
    """Return the named fields of a header, names in lower case; a line that begins with a blank goes on."""
    found: dict[str, list[str]] = {}
    last: list[str] = []  # the value that may go on, in parts: one text that grows is copied again and again
    for line in header.decode("utf-8", "replace").splitlines():
        if line[:1] in (" ", "\t") and last:
            last.append(line.strip())
            continue
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        last = [value.strip()] if colon and name else []
        if last:
            found.setdefault(name, last)
    return {name: " ".join(parts) for name, parts in found.items()}


def answered(block: bytes, limit: int) -> Answer | str:
    """Return the answer that a block of bytes records, or what is wrong with it."""
    status = STATUS.match(block)
    if not status:
        return "it holds no answer of a web server"
    stops = [(at, len(sign)) for sign in (b"\r\n\r\n", b"\n\n") if (at := block.find(sign, 0, HEADER)) >= 0]
    stop, length = min(stops, default=(len(block), 0))
    headers = fields(block[:stop].partition(b"\n")[2])
    body, cut = block[stop + length :], ""
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body, cut = _unchunked(body)
    elif re.fullmatch(r"\d{1,12}", stated := headers.get("content-length", "")) and len(body) < int(stated):
        cut = f"{len(body)} of its {stated} bytes were recorded"
    codings = [c for part in headers.get("content-encoding", "").lower().split(",") if (c := part.strip())]
    if len(codings) > LAYERS:
        return f"its page is encoded {len(codings)} times over"
    for coding in reversed(codings):
        decoded = _decoded(body, coding, limit)
        if isinstance(decoded, str):
            return decoded
        body, broken = decoded
        cut = cut or broken
    media, _, rest = headers.get("content-type", "text/html").partition(";")
    charset = rest.lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    return Answer(int(status.group(1)), media.strip().lower(), charset, body, cut)


def _unchunked(body: bytes) -> tuple[bytes, str]:
    """Return a body without its chunks; as it is if it has none, though its header says so."""
    parts: list[bytes] = []
    at = 0
    while found := CHUNK_SIZE.match(body, at):
        size, at = int(found.group(1), 16), found.end()
        if not size:
            return b"".join(parts), ""
        parts.append(body[at : at + size])
        if at + size > len(body):
            return b"".join(parts), "its last chunk was not recorded"
        at += size
        at += 2 if body.startswith(b"\r\n", at) else 1
    return (b"".join(parts), "its last chunk was not recorded") if parts else (body, "")


def _decoded(body: bytes, coding: str, limit: int) -> tuple[bytes, str] | str:
    """Return a body without one encoding and what is missing of it, or why it cannot be decoded."""
    if coding == "identity":
        return body, ""
    if coding not in ("gzip", "x-gzip", "deflate"):
        return f"its page is encoded in a way that is not read ({coding[:40]})"
    if coding != "deflate" and not body.startswith(b"\x1f\x8b"):
        return body, ""  # many crawlers keep the header and unpack the body
    bits = 31 if coding != "deflate" else 15 if body[:1] and (body[0] & 0x0F) == 8 else -15
    inflater = zlib.decompressobj(wbits=bits)
    try:
        content = inflater.decompress(body, limit + 1)
    except zlib.error:
        return f"the {coding} encoding of its page is damaged"
    if len(content) > limit:
        return f"its page has more than {limit:,} bytes"
    return content, "" if inflater.eof else f"the {coding} encoding of its page is cut off"
