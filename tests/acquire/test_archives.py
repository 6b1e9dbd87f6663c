"""Web archives are read in a child: what ends it is named with its place, the rest goes on, nothing runs ahead."""

from __future__ import annotations

import gzip
import os
import random
from collections.abc import Iterator
from io import BytesIO

import pytest
from test_warc import DAMAGE, PACKED, RAW, RECORDS, WHOLE, address, answer, page, record
from worker_inputs import deadly_steps

from tests.trials import trials
from writethru.acquire import archives
from writethru.acquire.reading import Reading
from writethru.acquire.workers import Here, Parsing, Workers
from writethru.records import Capture, Problem
from writethru.settings import AcquireSettings

POSIX = pytest.mark.skipif(os.name != "posix", reason="limits and signals as POSIX has them")
LIMIT = 2_000_000
SETTINGS = AcquireSettings(
    parse_seconds=1.0,
    parse_cpu_seconds=30.0,
    parse_memory_bytes=800_000_000,
    parse_output_bytes=1_000_000,
)


class Pipe(BytesIO):
    """A source that can be read once."""

    def seekable(self) -> bool:
        return False


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    found = Workers(SETTINGS)
    yield found
    found.close()


def take(
    content: bytes, parsing: Parsing, source: type[BytesIO] = BytesIO
) -> tuple[dict[str, bytes], list[Problem]]:
    found = list(archives.captures(Reading(source(content)), "a.warc", None, LIMIT, parsing))
    return (
        {c.url or "": c.content for c in found if isinstance(c, Capture)},
        [p for p in found if isinstance(p, Problem)],
    )


def packed(records: list[bytes], form: str) -> bytes:
    if form == "members":
        return b"".join(gzip.compress(raw, mtime=0) for raw in records)
    return gzip.compress(b"".join(records), mtime=0) if form == "one member" else b"".join(records)


FORMS = ("plain", "members", "one member")


@pytest.mark.parametrize("form", FORMS)
def test_an_archive_is_read_as_in_this_process(workers: Workers, form: str) -> None:
    assert take(packed(RAW, form), workers) == (WHOLE, [])
    assert take(b"", workers) == take(b"", Here())


def test_a_damaged_archive_is_read_as_in_this_process(workers: Workers) -> None:
    chance = random.Random(20310304)
    for _ in range(trials(24, 400)):
        form, change = chance.choice(FORMS), chance.choice(sorted(DAMAGE))
        content = packed(RAW, form)
        content = DAMAGE[change](content, chance.randrange(len(content) - 9))
        assert take(content, workers) == take(content, Here()), (form, change)


def test_nothing_runs_ahead_of_who_takes_what_is_found(workers: Workers) -> None:
    """Of an archive of a gigabyte little more is read than what is asked for."""
    given = 0

    class Endless(Pipe):
        def read(self, size: int | None = -1) -> bytes:
            nonlocal given
            given += 1_000_000
            return b"".join(record(n, answer(page(n, 12_000))) for n in range(9)) if given < 1e9 else b""

    found = archives.captures(Reading(Endless()), "a.warc", None, LIMIT, workers)
    assert isinstance(next(found), Capture)
    assert given <= 8_000_000
    found.close()  # type: ignore[attr-defined]
    assert take(packed(RAW, "plain"), workers) == (WHOLE, []), "and the next archive is read"


# -- what ends the child


@pytest.fixture
def deadly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives.warc, "steps", deadly_steps)


def with_deeds(form: str, deeds: dict[int, str]) -> bytes:
    """Return an archive in which some records do something to their reader, at the moment that it says."""
    records = list(RAW)
    for n, deed in deeds.items():
        block = answer(page(n) + f"<!-- {deed} -->".encode())
        records[n] = record(n, block, X_Deed=deed)
    return packed(records, form)


WAYS = [
    ("hang", "too-slow", "longer than 1 seconds"),
    pytest.param("segfault", "worker-killed", "SIGSEGV", marks=POSIX),
    ("leave", "worker-killed", "exit code 3"),
    pytest.param("memory", "worker-killed", "more than 800 MB", marks=POSIX),
    ("nested", "failed", "nested too deeply"),
    ("connect", "failed", "refused"),
]


SEVERAL = [(when, form, source) for form in FORMS for source in (Pipe, BytesIO) for when in ("DO", "SPLIT")]


@pytest.mark.usefixtures("deadly")
@pytest.mark.parametrize(("how", "kind", "said"), WAYS)
def test_a_record_that_ends_the_child_is_named_and_the_rest_goes_on(
    workers: Workers, how: str, kind: str, said: str
) -> None:
    content = with_deeds("members", {7: f"DO-{how}"})
    pages, problems = take(content, workers)
    assert pages == {url: body for url, body in WHOLE.items() if url != address(7)}
    (problem,) = problems
    place = len(packed(RAW[:7], "members"))
    assert problem.where == f"a.warc record 8 (byte {place})"
    assert problem.kind == kind
    assert said in problem.found


@pytest.mark.usefixtures("deadly")
@pytest.mark.parametrize(("when", "form", "source"), SEVERAL[:: trials(3, 1)])
def test_so_are_several_in_every_form_of_archive(
    workers: Workers, form: str, when: str, source: type[BytesIO]
) -> None:
    """The first, and two after each other: whether their header is read, or what they hold."""
    deeds = dict.fromkeys((0, 7, 8), f"{when}-exit")
    pages, problems = take(with_deeds(form, deeds), workers, source)
    assert pages == {address(n): page(n) for n in range(RECORDS) if n not in deeds}
    assert [p.where.partition(" (")[0] for p in problems] == [f"a.warc record {n + 1}" for n in deeds]
    assert {p.kind for p in problems} == {"worker-killed"}


@pytest.mark.usefixtures("deadly")
def test_a_member_that_ends_the_child_is_passed_over(workers: Workers) -> None:
    pages, problems = take(with_deeds("members", {7: "UNPACK-exit"}), workers)
    assert pages == {url: body for url, body in WHOLE.items() if url != address(7)}
    assert [p.where for p in problems] == [f"a.warc record 8 (byte {len(b''.join(PACKED[:7]))})"]
    pages, problems = take(with_deeds("one member", {7: "UNPACK-exit"}), workers)
    assert pages == {}
    assert [(p.where, p.kept) for p in problems] == [
        ("a.warc record 1 (byte 0)", "the record is left out"),
    ]


@pytest.mark.usefixtures("deadly")
def test_an_archive_of_nothing_else_is_given_up_and_said(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_DEATHS", 3)
    pages, problems = take(with_deeds("plain", dict.fromkeys(range(4, 12), "DO-exit")), workers)
    assert list(pages) == [address(n) for n in range(4)]
    assert [p.where.partition(" (")[0] for p in problems] == [f"a.warc record {n}" for n in (5, 6, 7, 8)]
    assert problems[-1].kept == archives.LEFT_OUT


@pytest.mark.usefixtures("deadly")
def test_what_refers_to_a_record_before_the_one_that_ended_the_child_still_does(workers: Workers) -> None:
    block = answer(page(1))
    digest = "sha1:AAAA"
    records = [
        record(1, block, WARC_Payload_Digest=digest),
        record(2, answer(b"DO-exit"), WARC_Payload_Digest="sha1:BBBB"),
        record(3, b"HTTP/1.1 200 OK\r\n\r\n", "revisit", WARC_Payload_Digest=digest),
        record(4, answer(page(4))),
    ]
    pages, problems = take(b"".join(records), workers)
    assert list(pages) == [address(1), address(4)]
    assert [p.kind for p in problems] == ["worker-killed"]


@pytest.mark.usefixtures("deadly")
def test_of_a_source_that_cannot_be_read_twice_without_room_the_rest_is_said_to_be_left_out(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(BytesIO):
        def write(self, content: object) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(archives.tempfile, "SpooledTemporaryFile", lambda most: Full())
    pages, problems = take(with_deeds("plain", {7: "DO-exit"}), workers, Pipe)
    assert list(pages) == [address(n) for n in range(7)]
    assert [(p.where, p.kept) for p in problems] == [("a.warc record 8", archives.LEFT_OUT)]
