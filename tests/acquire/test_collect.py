from __future__ import annotations

import gzip
import json
import os
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from writethru.acquire import Fetched, collect, extract
from writethru.acquire.extract import shortened
from writethru.characters import HARMFUL
from writethru.errors import FetchError
from writethru.records import Article, Capture, Problem
from writethru.settings import Settings

WORDS = "The council of the town met on Monday and said that the old mill would be sold. " * 9
PAGE = (
    '<html lang="en"><head><meta property="og:title" content="Mill sold">'
    '<meta property="article:published_time" content="2031-03-04T10:00:00Z"></head>'
    f"<body><article><p>{WORDS}</p></article></body></html>"
).encode()
ROWS = [
    {
        "id": f"r{n}",
        "url": f"https://a.example/{n}",
        "publisher": "A",
        "title": f"T{n}",
        "published": "2031-03-04",
        "text": WORDS,
    }
    for n in range(5)
]


def nowhere(url: str) -> Fetched:
    raise FetchError("it did not answer within 30 seconds")


def pages_at(**known: bytes) -> object:
    def fetch(url: str) -> Fetched:
        for name, content in known.items():
            if url.endswith("/" + name):
                return Fetched(url, content, "text/html")
        raise FetchError("it answered 404")

    return fetch


def take(
    source: object, fetch: object = nowhere, stdin: bytes | None = None, settings: Settings | None = None
):
    """All articles, all problems (of collect and of extract), in order."""
    settings = settings or Settings()
    articles, problems = [], []
    stream = BytesIO(stdin) if stdin is not None else None
    for found in collect(str(source), fetch=fetch, settings=settings, stdin=stream):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        article, wrong = extract(found, settings=settings)
        articles += [article] if article else []
        problems += wrong
    return articles, problems


def kinds(problems: list[Problem]) -> list[str]:
    return [p.kind for p in problems]


def lines(rows: list[object]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


# -- JSON Lines


def test_broken_json_in_line_three_of_five(tmp_path: Path) -> None:
    good = lines(ROWS).split(b"\n")
    file = tmp_path / "news.jsonl"
    file.write_bytes(b"\n".join([*good[:2], b'{"id": "r2", "text": ', *good[3:5]]))
    articles, problems = take(file)
    assert [a.external_id for a in articles] == ["r0", "r1", "r3", "r4"]
    assert kinds(problems) == ["damaged"]
    assert problems[0].where == f"{file} line 3" and "character" in problems[0].found


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (b"[1, 2]", "damaged"),
        (b'"text"', "damaged"),
        (b'{"title": "x"}', "empty"),
        (b'{"text": ["x"]}', "empty"),
        (b'{"text": "   "}', "empty"),
        (b'{"text": "caf\xe9 is closed on Monday"}', "unreadable"),
        (b"\x00\x01\x02", "damaged"),
        (b'{"a":' * 60000, "damaged"),
    ],
)
def test_a_line_that_is_no_article_is_named_and_the_rest_goes_on(
    tmp_path: Path, line: bytes, kind: str
) -> None:
    file = tmp_path / "n.jsonl"
    file.write_bytes(lines(ROWS[:1]) + line + b"\n" + lines(ROWS[1:2]))
    articles, problems = take(file)
    assert len(articles) == 2
    assert [(p.kind, p.where) for p in problems] == [(kind, f"{file} line 2")]


def test_text_is_kept_character_by_character(tmp_path: Path) -> None:
    text = "  Käse\u00a0— “ja”…\r\n\r\n\t• naïve \U0001f600  the and of to \u200b end "
    articles, _ = take("-", stdin=lines([{**ROWS[0], "text": text}]))
    assert articles[0].text == text and not articles[0].cleaned


def test_nul_and_lone_surrogates_are_cleaned() -> None:
    raw = b'{"id":"x","published":"2031-01-01","title":"T","text":"The mayor of the town said so.\\u0000 And \\ud83d left."}\n'
    articles, problems = take("-", stdin=raw)
    assert articles[0].cleaned and not problems
    assert articles[0].text == "The mayor of the town said so. And  left."
    articles[0].text.encode("utf-8")


@limits(deadline=None)
@given(st.text(min_size=2, alphabet=st.characters(exclude_categories=("Cs", "Cc"))))
def test_any_text_survives_the_round_trip(text: str) -> None:
    """But for what docs/decisions/0011 takes out of every text."""
    text = HARMFUL.sub("", text)
    articles, _ = take("-", stdin=lines([{**ROWS[0], "text": text + " ab"}]))
    assert articles[0].text == text + " ab" and not articles[0].cleaned


@limits(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_make_articles_or_problems_and_nothing_else(content: bytes) -> None:
    for found in collect("-", fetch=nowhere, settings=Settings(), stdin=BytesIO(content)):
        if isinstance(found, Capture):
            article, wrong = extract(found, settings=Settings())
            assert article or wrong
    for media in ("text/html", "application/json", "application/x-feed-item+json"):
        article, wrong = extract(Capture("x", content, media), settings=Settings())
        assert article or wrong


def test_a_line_of_ten_megabytes_is_read_in_part_and_one_over_the_limit_is_refused() -> None:
    long = lines([{**ROWS[0], "text": WORDS * 14_000}])
    articles, problems = take("-", stdin=long + lines(ROWS[1:2]))
    assert len(articles) == 2
    assert len(WORDS * 14_000) > 10_000_000 and (WORDS * 14_000).startswith(articles[0].text)
    assert 199_000 < len(articles[0].text) <= 200_000 and articles[0].text.endswith(".")
    assert (articles[0].marks, articles[0].cleaned) == (("truncated",), True)
    assert [(p.kind, p.where) for p in problems] == [("truncated", "standard input line 1")]
    assert f"the first {len(articles[0].text):,} are kept" in problems[0].line()
    small = msgspec.structs.replace(
        Settings(), acquire=msgspec.structs.replace(Settings().acquire, max_bytes=1_000_000)
    )
    articles, problems = take("-", stdin=long + lines(ROWS[1:2]), settings=small)
    assert len(articles) == 1
    assert [(p.kind, p.where) for p in problems] == [("too-large", "standard input line 1")]


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2031-03-04", "2031-03-04"),
        ("2031-03-04T18:40:00+0100", "2031-03-04T18:40:00+01:00"),
        ("2031-03-04T18:40:00.123Z", "2031-03-04T18:40:00Z"),
        ("2031-03-04 18:40", "2031-03-04T18:40:00"),
        ("Tue, 04 Mar 2031 18:40:00 GMT", "2031-03-04T18:40:00Z"),
        ("Tue, 4 Mar 2031 18:40:00 -0500", "2031-03-04T18:40:00-05:00"),
        ("Tue Mar 04 2031 18:40:00 GMT+0100 (CET)", "2031-03-04T18:40:00+01:00"),
        ("Tue Mar 04 18:40:00 CET 2031", "2031-03-04T18:40:00+01:00"),
        ("March 4, 2031", "2031-03-04"),
        ("4 March 2031", "2031-03-04"),
        (1930329600, "2031-03-03T18:40:00Z"),
        (1930329600000, "2031-03-03T18:40:00Z"),
        ("2031-02-30", None),
        ("2031-13-01T10:00:00Z", None),
        ("0001-01-01T00:00:00Z", None),
        ("yesterday", None),
        ("2031-03-04T18:40:00+99:00", None),
        (True, None),
        ({"a": 1}, None),
    ],
)
def test_dates_keep_their_zone_and_nonsense_is_undated(published: object, expected: str | None) -> None:
    articles, problems = take("-", stdin=lines([{**ROWS[0], "published": published}]))
    assert articles[0].published == expected
    assert kinds(problems) == ([] if expected else ["undated"])
    assert articles[0].marks == (() if expected else ("undated",))


# -- files, folders, gzip


def test_an_array_and_a_single_object_are_told_from_lines_and_feeds(tmp_path: Path) -> None:
    for number, content in enumerate(
        (json.dumps(ROWS), json.dumps(ROWS, indent=2), lines(ROWS).decode(), "\n\n" + lines(ROWS).decode())
    ):
        file = tmp_path / f"{number}.json"
        file.write_text(content)
        articles, problems = take(file)
        assert [a.external_id for a in articles] == ["r0", "r1", "r2", "r3", "r4"] and not problems
    one = tmp_path / "one.json"
    one.write_text(json.dumps(ROWS[0], indent=2))
    assert [a.external_id for a in take(one)[0]] == ["r0"]


def test_gzip_whatever_the_name(tmp_path: Path) -> None:
    for name, content in (("a.jsonl", lines(ROWS)), ("b.html", PAGE), ("c", PAGE)):
        plain, packed = tmp_path / name, tmp_path / f"{name}.gz"
        plain.write_bytes(content)
        packed.write_bytes(gzip.compress(content[:50]) + gzip.compress(content[50:]))
        ids = [a.id for a in take(plain)[0]]
        assert ids and ids == [a.id for a in take(packed)[0]] == [
            a.id for a in take("-", stdin=packed.read_bytes())[0]
        ]


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_of_damaged_gzip_what_comes_before_is_kept(tmp_path: Path, share: float) -> None:
    rows = [
        {**ROWS[0], "id": f"n{n}", "text": WORDS + " ".join(str(n * k * 7919 % 104729) for k in range(200))}
        for n in range(400)
    ]
    whole = gzip.compress(lines(rows))
    cut, broken = tmp_path / "cut.jsonl.gz", tmp_path / "broken.jsonl.gz"
    place = int(len(whole) * share)
    cut.write_bytes(whole[:place])
    broken.write_bytes(whole[:place] + bytes(200) + whole[place + 200 :])
    for file in (cut, broken):
        articles, problems = take(file)
        assert "damaged" in kinds(problems) and "gzip" in problems[-1].found
        assert len(articles) > 400 * share * 0.6
        assert [a.external_id for a in articles] == [f"n{n}" for n in range(len(articles))]


def test_a_gzip_checksum_that_does_not_fit_is_said(tmp_path: Path) -> None:
    whole = bytearray(gzip.compress(lines(ROWS)))
    whole[-6] ^= 1
    _, problems = take("-", stdin=bytes(whole))
    assert kinds(problems)[-1] == "damaged" and "checksum" in problems[-1].found


def test_a_folder_is_read_in_order_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name, content in {
        "z.jsonl": lines(ROWS[:1]),
        "a.html": PAGE,
        "b/c.jsonl": lines(ROWS[1:2]),
        ".hidden.jsonl": lines(ROWS[2:3]),
        ".git/x.jsonl": lines(ROWS[3:4]),
        "README.md": b"about",
        "pic.jpg": b"\xff\xd8",
        "notes.txt": b"an article?",
    }.items():
        (tmp_path / name).write_bytes(content)
    articles, problems = take(tmp_path)
    assert [Path(a.where.split(" line")[0]).name for a in articles] == ["a.html", "z.jsonl", "c.jsonl"]
    assert [(p.kind, Path(p.where).name) for p in problems] == [("skipped", "notes.txt")]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("x.jsonl", b"", "empty"),
        ("x.html", b"", "empty"),
        ("x.txt", b"plain words only", "unreadable"),
        ("x.bin", bytes(range(256)) * 9, "unreadable"),
        ("x.json", b"[]", "empty"),
        ("x.json", b'[{"text": "a', "damaged"),
        ("x.xml", b"<rss><channel></channel></rss>", "empty"),
        ("x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><rss><channel>&b;</channel></rss>', "damaged"),
    ],
)
def test_a_file_that_holds_nothing_is_one_problem(
    tmp_path: Path, name: str, content: bytes, kind: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    articles, problems = take(file)
    assert not articles and kinds(problems) == [kind]


def test_sources_that_cannot_be_read() -> None:
    for source, kind in (
        ("/no/such/file.html", "unreadable"),
        ("https://down.example/a", "unreachable"),
        ("a\0b", "unreadable"),
    ):
        articles, problems = take(source)
        assert not articles and kinds(problems) == [kind] and problems[0].line()


# -- feeds

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour Times</title>
<language>en-gb</language>
<item><title>Own text &amp; all</title><link>https://h.example/own?utm_source=rss</link><guid>g1</guid>
<pubDate>Tue, 04 Mar 2031 18:40:00 +0100</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>{words}</p><p>Second paragraph.</p>]]></content:encoded></item>
<item><title>On its page</title><link>https://h.example/page</link><guid>g2</guid><description>Short.</description></item>
<item><title>Gone</title><link>https://h.example/gone</link><guid>g3</guid>
<pubDate>Tue, 04 Mar 2031 18:40:00 GMT</pubDate><description>A teaser of the thing &amp;amp; more.</description></item>
</channel></rss>""".replace("{words}", WORDS)

JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour Times",
        "items": [
            {
                "id": "g1",
                "url": "https://h.example/own",
                "title": "Own text & all",
                "date_published": "2031-03-04T18:40:00+01:00",
                "content_html": f"<p>{WORDS}</p><p>Second paragraph.</p>",
            },
            {"id": "g2", "url": "https://h.example/page", "title": "On its page", "summary": "Short."},
            {
                "id": "g3",
                "url": "https://h.example/gone",
                "title": "Gone",
                "summary": "A teaser of the thing & more.",
                "date_published": "2031-03-04T18:40:00Z",
            },
        ],
    }
)

ATOM = (
    """<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Times</title>
<entry><id>g1</id><title>Own text &amp;amp; all</title><link href="https://h.example/own"/><published>2031-03-04T18:40:00+01:00</published>
<content type="html">&lt;p&gt;{words}&lt;/p&gt;&lt;p&gt;Second paragraph.&lt;/p&gt;</content></entry>
<entry><id>g2</id><title>On its page</title><link href="https://h.example/page"/><summary>Short.</summary></entry>
<entry><id>g3</id><title>Gone</title><link href="https://h.example/gone"/><published>2031-03-04T18:40:00Z</published>
<summary>A teaser of the thing &amp;amp; more.</summary></entry></feed>""".replace("{words}", WORDS)
    .replace("&amp;amp; all", "&amp; all")
    .replace("&amp;amp; more", "&amp; more")
)


@pytest.mark.parametrize(
    ("name", "content"), [("f.xml", RSS), ("f.rss", RSS), ("f", ATOM), ("f.json", JSON_FEED)]
)
def test_a_feed_gives_own_text_else_the_page_else_the_teaser(tmp_path: Path, name: str, content: str) -> None:
    file = tmp_path / name
    file.write_text(content)
    articles, problems = take(file, pages_at(page=PAGE))
    own, page, gone = articles
    assert (own.title, own.external_id, own.url) == ("Own text & all", "g1", "https://h.example/own")
    assert own.published == "2031-03-04T18:40:00+01:00" and own.publisher == "Harbour Times"
    assert own.text.startswith(WORDS[:40]) and own.text.endswith("\n\nSecond paragraph.") and not own.marks
    assert (page.title, page.published, page.external_id) == ("Mill sold", "2031-03-04T10:00:00Z", "g2")
    assert gone.marks == ("teaser",) and gone.published == "2031-03-04T18:40:00Z"
    assert kinds(problems) == ["teaser"] and "404" in problems[0].found


def test_a_feed_that_is_a_page(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(PAGE)
    articles, problems = take(file)
    assert kinds(problems) == ["no-feed"] and articles[0].title == "Mill sold"
    articles, problems = take("https://h.example/feed", lambda url: Fetched(url, PAGE, "text/html"))
    assert kinds(problems) == ["no-feed"] and len(articles) == 1


def test_a_name_of_a_file_inside_a_feed_is_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(RSS)
    articles, problems = take("-", fetch=pages_at(), stdin=str(secret).encode())
    assert not articles and kinds(problems) == ["unreadable"]


def test_the_time_of_retrieval_changes_no_article() -> None:
    found = [
        extract(capture, settings=Settings())[0]
        for when in (None, datetime(2031, 3, 5, tzinfo=UTC))
        for capture in collect("-", fetch=nowhere, settings=Settings(), stdin=BytesIO(PAGE), now=when)
        if isinstance(capture, Capture)
    ]
    assert isinstance(found[0], Article) and found[0] == found[1]


def test_of_an_item_whose_page_is_a_wall_the_teaser_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "f.xml"
    file.write_text(RSS)
    wall = b"<html><body><div>We value your privacy</div></body></html>"
    articles, problems = take(file, pages_at(page=wall, gone=wall))
    assert [a.marks for a in articles] == [(), ("teaser", "undated"), ("teaser",)]
    assert articles[2].text == "A teaser of the thing & more." and kinds(problems) == [
        "teaser",
        "undated",
        "teaser",
    ]


@pytest.mark.parametrize(
    ("fields", "publisher"),
    [
        ({"publisher": "The Ledger"}, "The Ledger"),
        ({"publisher": {"@type": "Organization", "name": "The Ledger"}}, "The Ledger"),
        ({"source": "The Ledger", "publisher": None}, "The Ledger"),
        ({"publisher": " ", "url": "https://www.ledger.example/a"}, "ledger.example"),
        ({"publisher": "\x00", "url": "https://ledger.example:8443/a"}, "ledger.example"),
        ({"publisher": 7.5, "url": "https://ledger.example/a"}, "7.5"),
        ({"publisher": "", "url": "ledger"}, ""),
        ({"publisher": []}, ""),
    ],
)
def test_an_outlet_without_a_name_is_called_by_its_host(fields: dict[str, object], publisher: str) -> None:
    row = {"title": "A title", "text": "The mill was sold on Monday. " * 10} | fields
    capture = Capture("n.jsonl line 1", json.dumps(row).encode(), "application/json")
    article, _ = extract(capture, settings=Settings())
    assert article is not None
    assert article.publisher == publisher


def test_articles_of_which_nothing_else_is_known_are_not_revisions_of_one(tmp_path: Path) -> None:
    texts = ("The mill was sold on Monday. " * 10, "The ferry sank on Tuesday. " * 10)
    file = tmp_path / "bare.jsonl"
    file.write_bytes(lines([{"text": text} for text in texts]))
    articles, _ = take(str(file))
    assert len({a.key for a in articles}) == 2
    file.write_bytes(
        lines(
            [
                {"text": text, "title": "Mill sold", "published": f"2031-03-04T{hour}:00:00Z"}
                for text, hour in zip(texts, (10, 11), strict=True)
            ]
        )
    )
    articles, _ = take(str(file))
    assert len({a.key for a in articles}) == 1


def test_what_cannot_be_unpacked_followed_or_parsed_says_why(tmp_path: Path) -> None:
    twice, loop, deep = tmp_path / "twice.jsonl.gz", tmp_path / "loop.html", tmp_path / "deep.html"
    twice.write_bytes(gzip.compress(gzip.compress(lines(ROWS[:1]))))
    loop.symlink_to(loop)
    deep.write_text("<html><body>" + "<div>" * 5000 + "<p>" + WORDS + "</p>" + "</div>" * 5000)
    found = {Path(p.where).name: p.found for p in take(str(tmp_path))[1]}
    assert found["twice.jsonl.gz"] == "it is gzip within gzip"
    assert found["loop.html"] == "this link leads nowhere"
    assert "nested too deeply" in found["deep.html"]


@given(st.text(alphabet="ab .\n", max_size=60), st.integers(min_value=1, max_value=50))
def test_a_text_is_shortened_to_its_beginning(text: str, most: int) -> None:
    short = shortened(text, most)
    assert text.startswith(short)
    assert len(short) <= most
    assert len(short) >= min(len(text), most // 2)


def test_names_that_are_no_text_can_be_written(tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"bad\xffname.jsonl")
    try:
        file.write_bytes(lines([{**ROWS[0], "id": "\ud800"}, 5]))
    except OSError:
        pytest.skip("this file system takes no such name")
    articles, problems = take(str(tmp_path))
    assert [a.external_id for a in articles] == ["\ufffd"]
    assert [p.where for p in problems] == [f"{tmp_path}/bad\ufffdname.jsonl line 2"]
    msgspec.json.encode((articles, problems))
