"""What an address answers is bounded by what it unpacks to, whatever few bytes it came in; encodings are those of pages."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from tests.acquire.test_warc import answer, page, record
from tests.trials import trials
from writethru.acquire import body, collect, extract, kinds
from writethru.acquire.collect import MOST_ROWS
from writethru.acquire.fetch import Fetched
from writethru.acquire.reading import Reading
from writethru.records import Capture, Problem
from writethru.settings import AcquireSettings, Settings

LIMIT = 200_000
SMALL = Settings(acquire=AcquireSettings(max_bytes=LIMIT))
ROW = b'{"title": "Mill sold", "text": "The mill was sold."}\n'
ADDRESS = "https://quay.example/rows"


def packed(pieces: Iterator[bytes]) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(piece) for piece in pieces) + packer.flush()


def fetched(
    content: bytes, settings: Settings = SMALL, ending: str = ".jsonl.gz"
) -> tuple[list[Capture], list[Problem]]:
    found = list(
        collect(
            ADDRESS + ending, fetch=lambda url: Fetched(url, content, "application/gzip"), settings=settings
        )
    )
    return [f for f in found if isinstance(f, Capture)], [f for f in found if isinstance(f, Problem)]


def archived() -> bytes:
    return b"".join(record(n, answer(page(n, 2000))) for n in range(40))


@pytest.mark.parametrize(
    ("kind", "piece"),
    [("blank lines", b"\n" * 1000), ("blanks", b" \n\t" * 400), ("rows", ROW * 20), ("zeros", b"\0" * 1000)],
)
def test_what_an_address_answers_is_read_no_further_than_it_may_unpack_to(kind: str, piece: bytes) -> None:
    content = packed(iter([ROW * 3, *[piece] * 3_000]))
    assert len(content) * 20 < 3_000 * len(piece)
    began = time.process_time()
    rows, problems = fetched(content)
    assert time.process_time() - began < 2
    held = max(LIMIT, 20 * len(content))
    assert 3 <= len(rows) <= held // len(ROW) + 1, "the last one may be cut"
    assert [p.found for p in problems if p.kind == "too-large"][-1:] == [
        f"it unpacks to more than {held:,} bytes"
    ]


def test_a_million_lines_cost_no_more_than_their_bytes() -> None:
    for blank in (b"\n", b" \n", b"\r\n"):
        content = BytesIO(ROW + blank * trials(1_000_000, 8_000_000) + ROW)
        began = time.process_time()
        found = list(Reading(content).lines(LIMIT))
        assert time.process_time() - began < trials(0.5, 4)
        assert [number for number, _ in found] == [1, trials(1_000_002, 8_000_002)]


def test_lines_keep_their_numbers_wherever_the_bytes_part() -> None:
    content = b"\xef\xbb\xbf{}\n\n  \n a \r\n\n" + b"b" * 300 + b"\n" + b"c" * 40 + b"\n \n\nd"
    whole = [(1, b"\xef\xbb\xbf{}"), (4, b"a"), (6, None), (7, b"c" * 40), (10, b"d")]

    class Slow(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, step))

    for step in range(1, 60):  # noqa: B007 (`Slow` reads it)
        assert list(Reading(Slow(content)).lines(100)) == whole


def test_an_address_gives_no_more_rows_than_may_be_and_a_file_all(tmp_path: Path) -> None:
    wide = Settings()
    array = b"[" + b"{}," * (MOST_ROWS + 9) + b"{}]"
    for content, ending in ((b"{}\n" * (MOST_ROWS + 9), ".jsonl"), (array, ".json")):
        rows, problems = fetched(content, wide, ending)
        assert len(rows) == MOST_ROWS
        assert [p.kind for p in problems] == ["too-large"] and f"{MOST_ROWS:,} rows" in problems[0].found
    file = tmp_path / "rows.jsonl"
    file.write_bytes(b"{}\n" * (MOST_ROWS + 9))
    found = list(collect(str(file), fetch=lambda url: pytest.fail(url), settings=wide))
    assert len(found) == MOST_ROWS + 9 and all(isinstance(f, Capture) for f in found)


@pytest.mark.parametrize("form", ["whole", "by records"])
def test_an_archive_from_an_address_ends_where_it_unpacks_to_too_much(form: str) -> None:
    raw = archived()
    zeros = packed(b"\0" * 1000 for _ in range(3_000))
    content = gzip.compress(raw[:9_000] * 1) + zeros if form == "whole" else b""
    if form == "by records":
        content = b"".join(gzip.compress(record(n, answer(page(n)))) for n in range(5)) + zeros * 4
    pages, problems = fetched(content)
    assert len(pages) <= 5 and (form == "whole" or len(pages) == 5)
    assert any("unpacks" in p.found and "more than" in p.found for p in problems)
    assert len(problems) < 5


def test_a_whole_archive_from_an_address_is_read() -> None:
    pages, problems = fetched(gzip.compress(archived()))
    assert (len(pages), problems) == (40, [])


@pytest.mark.parametrize(
    "name", ["punycode", "idna", "unicode_escape", "raw_unicode_escape", "utf-7", "rot13"]
)
def test_an_encoding_that_no_page_is_written_in_is_not_followed(name: str) -> None:
    head = b"<html><head><meta charset=" + name.encode() + b"><title>Mill</title>\xff-"
    assert "Mill" in body.decode(head + b"9" * 9).text
    began = time.process_time()
    assert kinds.kind((head + b"9" * 65_536)[:65_536], "x") == "page"
    assert time.process_time() - began < 0.1


def test_every_label_of_browsers_that_python_knows_is_followed() -> None:
    labels = {
        "ä": "utf-8 iso-8859-2 iso-8859-4 iso-8859-10 iso-8859-13 iso-8859-14 iso-8859-15 iso-8859-16 macintosh"
        " windows-1250 windows-1252 windows-1254 windows-1257 windows-1258",
        "ж": "iso-8859-5 koi8-r koi8-u ibm866 windows-1251 maccyrillic gb18030 gbk gb2312 euc-jp shift_jis euc-kr",
        "α": "iso-8859-7 windows-1253 big5",
        "א": "iso-8859-8 windows-1255",
        "ب": "iso-8859-6 windows-1256",
        "ก": "tis-620 iso-8859-11",
    }
    for sign, names in labels.items():
        for name in names.split():
            text = f'<meta charset="{name}"><p>{sign * 40}</p>'
            assert body.decode(text.encode(name)).text == text, name


def test_a_page_whose_gzip_is_cut_off_is_marked(tmp_path: Path) -> None:
    told = "".join(f"<p>The council of Arl met and said that mill {n} would be sold.</p>" for n in range(900))
    head = '<html lang="en"><head><title>Mill</title></head><body><article>'
    file = tmp_path / "cut.html.gz"
    for cut, marked in ((20, True), (0, False)):
        content = gzip.compress((head + told).encode())
        file.write_bytes(content[: len(content) - cut])
        found = list(collect(str(file), fetch=lambda url: pytest.fail(url), settings=Settings()))
        (capture,) = [f for f in found if isinstance(f, Capture)]
        article, problems = extract(capture, settings=Settings())
        assert article is not None and ("truncated" in article.marks) is marked
        assert ("truncated" in [p.kind for p in problems]) is marked
