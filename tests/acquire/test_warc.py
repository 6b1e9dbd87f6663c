"""Archives are made here, record by record, and then damaged at known places."""

from __future__ import annotations

import base64
import gzip
import hashlib
import random
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tests.trials import trials
from writethru.acquire import collect, extract, warc
from writethru.errors import FetchError
from writethru.records import Capture, Problem
from writethru.settings import Settings

LIMIT = 2_000_000
RECORDS = 20


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(
    number: int, block: bytes, kind: str = "response", digest: bool = True, end: bytes = b"\r\n", **more: str
) -> bytes:
    named = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{number}>",
        "WARC-Date": "2031-03-04T10:00:00Z",
        "WARC-Target-URI": address(number),
        "Content-Type": "application/http; msgtype=response",
    }
    if digest:
        named["WARC-Block-Digest"] = "sha1:" + base64.b32encode(hashlib.sha1(block).digest()).decode()
    named |= {name.replace("_", "-"): value for name, value in more.items()}
    named.setdefault("Content-Length", str(len(block)))
    header = [b"WARC/1.0", *(f"{name}: {value}".encode() for name, value in named.items()), b""]
    return end.join(header) + end + block + end * 2


def address(number: int) -> str:
    return f"https://archive.example/page/{number}"


def page(number: int, words: int = 60) -> bytes:
    told = " ".join(f"word{number * 7919 * k % 104729}" for k in range(words))
    return f"<html><body><article><h1>Page {number}</h1><p>The mayor said: {told}.</p></article>".encode()


def captures(
    chunks: Iterable[bytes], limit: int = LIMIT, most: int | None = None
) -> Iterator[Capture | Problem]:
    for step in warc.steps(chunks, "a.warc", None, limit, 0, {}, most):
        if found := step.found or step.problem:
            yield found


def take(content: bytes, limit: int = LIMIT, step: int = 4096) -> tuple[dict[str, bytes], list[Problem]]:
    chunks = (content[at : at + step] for at in range(0, len(content), step))
    found = list(captures(chunks, limit))
    return (
        {c.url or "": c.content for c in found if isinstance(c, Capture)},
        [p for p in found if isinstance(p, Problem)],
    )


RAW = [record(n, answer(page(n))) for n in range(RECORDS)]
WHOLE = {address(n): page(n) for n in range(RECORDS)}
PACKED = [gzip.compress(raw, mtime=0) for raw in RAW]

DAMAGE: dict[str, Callable[[bytes, int], bytes]] = {
    "a bit is wrong": lambda raw, at: raw[:at] + bytes([raw[at] ^ 0x15]) + raw[at + 1 :],
    "bytes are missing": lambda raw, at: raw[:at] + raw[at + 7 :],
    "bytes are zero": lambda raw, at: raw[:at] + bytes(9) + raw[at + 9 :],
    "bytes are put in": lambda raw, at: raw[:at] + b"\r\n\r\nxyz" + raw[at:],
}


# -- sound archives


@pytest.mark.parametrize("step", [1, 7, 4096, 1_000_000])
@pytest.mark.parametrize(
    "content",
    [b"".join(RAW), b"".join(PACKED), gzip.compress(b"".join(RAW))],
    ids=["plain", "a member a record", "one member"],
)
def test_every_page_of_a_sound_archive_is_taken_in(content: bytes, step: int) -> None:
    assert take(content, step=step) == (WHOLE, [])


def test_an_archive_is_a_source_like_any_other(tmp_path: Path) -> None:
    def nowhere(url: str) -> object:
        raise FetchError("nothing is fetched for an archive")

    file = tmp_path / "crawl.warc.gz"
    file.write_bytes(b"".join(PACKED[:3]))
    for source, stdin in ((str(file), None), ("-", BytesIO(file.read_bytes())), (str(tmp_path), None)):
        found = list(collect(source, fetch=nowhere, settings=Settings(), stdin=stdin))  # type: ignore[arg-type]
        articles = [extract(c, settings=Settings())[0] for c in found if isinstance(c, Capture)]
        assert [a and a.url for a in articles] == [address(n) for n in range(3)]
        assert found[0].where.endswith("record 1") and found[0].retrieved == "2031-03-04T10:00:00Z"  # type: ignore[union-attr]


def test_the_body_is_told_from_chunks_and_encodings() -> None:
    body = page(1)
    chunked = (
        b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:30], body[30:31], body[31:]))
        + b"0\r\n\r\n"
    )
    bare = zlib.compressobj(wbits=-15)
    forms = {
        "plain": answer(body),
        "gzip": answer(gzip.compress(body), "Content-Encoding: gzip"),
        "zlib": answer(zlib.compress(body), "content-encoding: deflate"),
        "deflate": answer(bare.compress(body) + bare.flush(), "Content-Encoding: deflate"),
        "chunks": answer(chunked, "Transfer-Encoding: chunked"),
        "chunks that were joined": answer(body, "Transfer-Encoding: chunked"),
        "gzip that was unpacked": answer(body, "Content-Encoding: gzip"),
    }
    for name, block in forms.items():
        assert take(record(1, block)) == ({address(1): body}, []), name


def test_headers_may_end_in_line_feeds_alone() -> None:
    assert take(b"".join(record(n, answer(page(n)), end=b"\n") for n in range(3)))[1] == []


def test_what_is_no_page_passes_in_silence() -> None:
    others = [
        record(90, b"software: x\r\n", "warcinfo"),
        record(91, b"GET / HTTP/1.1\r\n\r\n", "request"),
        record(92, answer(b"gone", status="404 Not Found")),
        record(93, answer(b"", "Location: /b", status="301 Moved")),
        record(94, b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
        record(95, b"x" * 3000, "metadata"),
    ]
    assert take(b"".join([*others, RAW[0]]), limit=2500) == ({address(0): WHOLE[address(0)]}, [])
    _, problems = take(b"".join(others))
    assert [(p.kind, p.found) for p in problems] == [("empty", "the archive holds 6 records and no page")]


def test_a_saved_resource_is_a_page_too() -> None:
    raw = record(1, page(1), "resource", Content_Type="text/html; charset=utf-8")
    assert take(raw) == ({address(1): page(1)}, [])


def test_a_revisit_of_a_page_that_is_here_says_nothing_new_and_any_other_is_named() -> None:
    digest = {"WARC_Payload_Digest": "sha1:ABC"}
    seen = record(1, answer(page(1)), **digest)
    again = record(2, answer(b""), "revisit", WARC_Refers_To="<urn:uuid:1>")
    same = record(3, answer(b""), "revisit", **digest)
    strange = record(4, answer(b""), "revisit", WARC_Refers_To="<urn:uuid:77>")
    pages, problems = take(seen + again + same + strange)
    assert list(pages) == [address(1)]
    assert [(p.kind, p.where) for p in problems] == [("skipped", "a.warc record 4")]


# -- damage


def check(damaged: list[bytes], which: int, what: str) -> None:
    """All other records are there, and the damaged one is as it was, or is named."""
    pages, problems = take(b"".join(damaged))
    mine = address(which)
    assert {url: body for url, body in pages.items() if url != mine} == {
        url: body for url, body in WHOLE.items() if url != mine
    }, what
    assert pages.get(mine, WHOLE[mine]) == WHOLE[mine], what
    assert problems or mine in pages, what
    if problems:
        number, byte = map(int, re.findall(r"\d+", problems[0].where))
        start = sum(map(len, damaged[:which]))
        assert number == which + 1 and start <= byte < start + len(damaged[which]), what
        assert {p.kind for p in problems} == {"damaged"} and len(problems) <= 2, what


@pytest.mark.parametrize("how", list(DAMAGE))
def test_damage_to_one_record_of_a_gzipped_archive_costs_only_this(how: str) -> None:
    chance = random.Random(20310304)
    for which in range(RECORDS):
        size = len(PACKED[which])
        places = [0, 3, 11, size // 2, size - 6, size - 1]
        for at in places + [chance.randrange(size) for _ in range(trials(2, 25))]:
            damaged = list(PACKED)
            reach = 9 if how in ("bytes are zero", "bytes are missing") else 1  # no other record is touched
            damaged[which] = DAMAGE[how](PACKED[which], min(at, size - reach))
            check(damaged, which, f"{how} at byte {at} of record {which}")


@pytest.mark.parametrize("how", list(DAMAGE))
def test_damage_to_one_record_of_a_plain_archive_costs_only_this(how: str) -> None:
    """Headers have no digest: damage to the address in one is not seen, and is not tried here."""
    chance = random.Random(20310305)
    for which in range(RECORDS):
        raw = RAW[which]
        block = raw.index(b"HTTP/1.1")
        places = [0, 5, raw.index(b"Content-Length: ") + 17, block - 2, block + 3, len(raw) - 30]
        for at in places + [chance.randrange(block, len(raw) - 10) for _ in range(trials(2, 25))]:
            damaged = list(RAW)
            damaged[which] = DAMAGE[how](raw, at)
            check(damaged, which, f"{how} at byte {at} of record {which}")


@pytest.mark.parametrize("form", ["plain", "members"])
def test_an_archive_that_breaks_off_keeps_what_comes_before_and_says_so(form: str) -> None:
    parts = RAW if form == "plain" else PACKED
    whole = b"".join(parts)
    ends = [sum(map(len, parts[: n + 1])) for n in range(RECORDS)]
    for at in range(1, len(whole), len(whole) // trials(150, 1500)):
        pages, problems = take(whole[:at])
        complete = sum(end <= at for end in ends)
        assert len(pages) == complete
        if at not in ends:
            assert [p.kind for p in problems] == ["damaged"], at
            assert f"record {complete + 1} " in problems[0].where and "damaged" not in pages


def test_two_damaged_records_beside_one_another_are_both_named() -> None:
    for parts in (RAW, PACKED):
        damaged = list(parts)
        for n in (4, 5):
            damaged[n] = DAMAGE["bytes are missing"](damaged[n], len(damaged[n]) // 2)
        pages, problems = take(b"".join(damaged))
        assert len(pages) == 18
        assert [p.where.partition(" (")[0] for p in problems] == ["a.warc record 5", "a.warc record 6"]


def test_of_an_archive_in_one_member_what_lies_before_the_damage_is_kept() -> None:
    rows = [record(n, answer(page(n, 4000))) for n in range(60)]
    whole = gzip.compress(b"".join(rows))
    for limit in (LIMIT, 100_000):  # held as a whole, and read piece by piece
        for damaged in (whole[: len(whole) // 2], DAMAGE["bytes are zero"](whole, len(whole) // 2)):
            pages, problems = take(damaged, limit)
            assert 25 <= len(pages) <= 31
            assert all(body == page(int(url.rpartition("/")[2]), 4000) for url, body in pages.items())
            assert problems and all(p.kind == "damaged" for p in problems)


def test_a_page_that_cannot_be_decoded_is_named_and_one_that_breaks_off_is_marked() -> None:
    packed = gzip.compress(page(1, 3000))
    for block, said in (
        (answer(packed[:50] + bytes(40) + packed[90:], "Content-Encoding: gzip"), "is damaged"),
        (answer(b"\x1b\x00\x00", "Content-Encoding: br"), "encoded in a way that is not read (br)"),
        (answer(gzip.compress(bytes(LIMIT + 1)), "Content-Encoding: gzip"), "more than 2,000,000 bytes"),
        (b"no answer at all", "it holds no answer of a web server"),
    ):
        pages, problems = take(record(1, block) + RAW[2])
        assert list(pages) == [address(2)] and len(problems) == 1
        assert said in problems[0].found and problems[0].where == "a.warc record 1"
    for raw in (
        record(1, answer(packed[:-900], "Content-Encoding: gzip")),
        record(1, answer(page(1), "Content-Length: 99999")),
        record(1, answer(page(1)), WARC_Truncated="length"),
        record(1, answer(b"fff\r\n" + page(1)[:300], "Transfer-Encoding: chunked")),
    ):
        found = list(captures([raw]))
        assert len(found) == 1 and isinstance(found[0], Capture)
        article, problems = extract(found[0], settings=Settings())
        assert article is not None and "truncated" in article.marks
        assert "truncated" in [p.kind for p in problems]


def test_a_record_over_the_limit_is_passed_over_and_named() -> None:
    large = record(1, answer(page(1, 3000)))
    for pack in (bytes, gzip.compress):
        pages, problems = take(pack(RAW[0]) + pack(large) + pack(RAW[2]), limit=5000)
        assert list(pages) == [address(0), address(2)]
        assert [(p.kind, p.where.partition(" (")[0]) for p in problems] == [("too-large", "a.warc record 2")]


def test_a_header_that_promises_too_much_does_not_swallow_the_rest() -> None:
    lying = record(1, answer(page(1)), Content_Length="999999999999")
    pages, problems = take(lying + RAW[2] + RAW[3])
    assert list(pages) == [address(2), address(3)]
    assert [p.kind for p in problems] == ["damaged"]


def test_a_page_about_archives_is_no_archive() -> None:
    quoted = page(1) + b"\nWARC/1.0\r\nWARC-Type: response\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n"
    assert take(record(1, answer(quoted)) + RAW[2])[1] == []


@limits(deadline=None, max_examples=trials(60, 800))
@given(st.data())
def test_any_damage_gives_captures_and_problems_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray(b"".join(data.draw(st.sampled_from([RAW, PACKED]))[:4]))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    pages, problems = take(bytes(content))
    assert pages or problems
    for line in problems:
        assert line.line()


@limits(deadline=None, max_examples=trials(60, 800))
@given(st.binary(max_size=300))
def test_any_bytes_behind_a_header_are_read_or_named(content: bytes) -> None:
    for front in (b"WARC/1.0\r\n", b"\x1f\x8b\x08\x00", gzip.compress(b"WARC/1.0\r\n")):
        pages, problems = take(front + content)
        assert pages or problems


def test_a_small_limit_is_kept_in_memory() -> None:
    """An archive far over the limit is read in pieces of it."""
    import tracemalloc

    many = [record(n, answer(page(n, 2000))) for n in range(40)]
    chunks = (chunk for _ in range(trials(10, 200)) for chunk in many)
    tracemalloc.start()
    count = sum(1 for found in captures(chunks, 50_000) if isinstance(found, Capture))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 40 * trials(10, 200) and peak < 3_000_000


def test_settings_bound_what_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    file.write_bytes(record(1, answer(page(1, 3000))) + RAW[2])
    acquire = msgspec.structs.replace(Settings().acquire, max_bytes=5000)
    small = msgspec.structs.replace(Settings(), acquire=acquire)
    found = list(collect(str(file), fetch=lambda url: None, settings=small))  # type: ignore[arg-type,return-value]
    assert [type(f).__name__ for f in found] == ["Problem", "Capture"]
