from __future__ import annotations

import re
import time
import tomllib
from pathlib import Path

import pytest

from writethru.acquire import extract
from writethru.records import Article, Capture
from writethru.settings import Settings

CASES = sorted((Path(__file__).parent.parent / "cases" / "pages").glob("*.html"))
LISTS = ("marks", "holds", "lacks")


def read(path: Path) -> tuple[Article, tuple[str, ...], dict[str, object]]:
    content = path.read_bytes()
    expected = tomllib.loads(re.search(r"<!-- expect\n(.*?)-->", content.decode(), re.DOTALL).group(1))
    article, problems = extract(Capture(path.name, content, "text/html"), settings=Settings())
    assert article is not None, problems
    return article, tuple(p.kind for p in problems), expected


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_a_page_is_read_as_its_case_says(path: Path) -> None:
    article, kinds, expected = read(path)
    for name in expected.keys() - {*LISTS, "paragraphs"}:
        assert getattr(article, name) == expected[name], name
    assert list(article.marks) == expected["marks"]
    assert len(kinds) == len(article.marks)
    for words in expected["holds"]:
        assert words in article.text
    for words in expected["lacks"]:
        assert words not in article.text
    if "paragraphs" in expected:
        assert article.text.count("\n\n") + 1 == expected["paragraphs"], article.text
    assert "\n\n\n" not in article.text and article.text == article.text.strip()


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_the_same_bytes_make_the_same_article(path: Path) -> None:
    assert read(path)[0] == read(path)[0]


def page(body: str, head: str = "") -> bytes:
    return f'<html lang="en"><head>{head}</head><body><article>{body}</article></body></html>'.encode()


TEXT = "<p>" + "The council of the town met on Monday and said that the old mill would be sold. " * 5 + "</p>"
DATED = '<meta property="article:published_time" content="2031-03-04T10:00:00Z"><meta property="og:title" content="Mill sold">'


def kinds_of(content: bytes, **hints: str) -> tuple[Article | None, list[str]]:
    capture = Capture("p.html", content, "text/html", retrieved="2031-03-05T00:00:00+00:00", hints=hints)
    article, problems = extract(capture, settings=Settings())
    assert all(p.where == "p.html" and p.line() for p in problems)
    return article, [p.kind for p in problems]


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        (b"", ["empty"]),
        (b"   \n\t", ["empty"]),
        (b"<html><body></body></html>", ["empty"]),
        (b"<html><head><title>Front</title></head><body><div>menu</div></body></html>", ["empty"]),
        (bytes(range(256)) * 40, ["unreadable"]),
        (b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02" * 500, ["unreadable"]),
        (b"\xff\xfe<\x00h\x00", ["empty"]),
        (b"<" * 5000, ["empty"]),
        (b"<!--" * 500, ["unreadable"]),
        (b"&#0;&#x110000;&#xd800;", ["empty"]),
    ],
)
def test_what_is_no_page_is_a_problem(content: bytes, kinds: list[str]) -> None:
    article, found = kinds_of(content)
    assert article is None
    assert found == kinds


def test_text_below_the_depth_of_the_parser_is_missed_and_said_so() -> None:
    content = page(TEXT + "<div>" * 400 + "<p>deep</p>" + "</div>" * 400, DATED)
    article, kinds = kinds_of(content)
    assert article is not None and article.marks == ("truncated",)
    assert kinds == ["truncated"] and "council" in article.text


def test_a_text_node_over_ten_megabytes_does_no_harm() -> None:
    content = page(TEXT + "<p>" + "word " * 2_200_000 + "</p>", DATED)
    article, kinds = kinds_of(content)
    assert article is not None
    assert "truncated" in article.marks or len(article.text) > 10_000_000
    assert set(kinds) <= {"truncated"}


def test_a_date_to_come_is_marked() -> None:
    article, kinds = kinds_of(page(TEXT, DATED.replace("2031-03-04", "2031-03-09")))
    assert article is not None and article.marks == ("future",) and kinds == ["future"]
    assert kinds_of(page(TEXT, DATED.replace("2031-03-04", "2031-03-05")))[1] == []


@pytest.mark.parametrize("charset", ["cp1252", "utf-8", "utf-16", "iso-8859-2"])
def test_charsets(charset: str) -> None:
    stated = "" if charset == "utf-16" else f'<meta charset="{charset}">'
    content = page(TEXT.replace("mill", "mühle"), stated + DATED).decode().encode(charset)
    article, _ = kinds_of(content)
    assert article is not None and "mühle" in article.text and not article.cleaned


def test_a_wrong_charset_is_not_followed() -> None:
    content = page(TEXT.replace("mill", "café"), '<meta charset="utf-8">' + DATED).decode().encode("cp1252")
    article, _ = kinds_of(content)
    assert article is not None and "café" in article.text


@pytest.mark.parametrize(
    "script",
    [
        "{",
        "[1,2",
        '{"@type":"NewsArticle","headline":["a"]}',
        "null",
        '{"@type":{"x":1}}',
        '{"a":' * 500,
        "\\ud800",
        "[" * 5000,
    ],
)
def test_odd_linked_data_is_passed_over(script: str) -> None:
    article, _ = kinds_of(page(TEXT, f'<script type="application/ld+json">{script}</script>{DATED}'))
    assert article is not None and article.published == "2031-03-04T10:00:00Z"


def test_a_canonical_link_to_another_site_is_not_believed() -> None:
    link = '<link rel="canonical" href="https://elsewhere.example/a">'
    capture = Capture("w", page(TEXT, DATED + link), "text/html", url="https://here.example/b?utm_source=x")
    article, _ = extract(capture, settings=Settings())
    assert article is not None and article.url == "https://here.example/b"


def test_hints_of_a_feed_fill_what_the_page_leaves_open() -> None:
    article, _ = kinds_of(
        page(TEXT), title="From the feed", published="2031-03-04", id="g1", publisher="Harbour Times"
    )
    assert article is not None
    assert (article.title, article.published, article.external_id) == ("From the feed", "2031-03-04", "g1")
    assert article.publisher == "Harbour Times"


HOSTILE = {
    "nested spans": "<span>" * 200 + "x y " * 50,
    "boxes in boxes": "<div class='share x'>" * 2000,
    "twins": "<div class='a b'><p>The council met and said that the old mill would be sold.</p></div>" * 400,
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(4000)) + ">",
    "open comments": "<!--" * 10_000,
    "open paragraphs": "<p>" * 10_000,
    "breaks": "<p>" + "ab<br>" * 6000 + "</p>",
    "tables": "<table>" * 4000,
    "linked data": '<script type="application/ld+json">['
    + '{"@type":"NewsArticle"},' * 3000
    + "{}]</script>",
    "entities": "&amp;" * 8000,
    "times": "<time datetime='2031'>" * 2000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_costs_little_and_loses_nothing_in_silence(name: str) -> None:
    start = time.monotonic()
    article, kinds = kinds_of(page(TEXT + HOSTILE[name], DATED))
    assert article is not None and "council of the town" in article.text
    assert list(article.marks) == kinds
    assert time.monotonic() - start < 8
