"""Asking whether something changed: validators, how long an answer is fresh, and where an address has gone."""

from __future__ import annotations

import pytest

from tests.nets import FakeNet, SimulatedClock, answer
from writethru.acquire import Fetched, open_fetch
from writethru.errors import FetchError
from writethru.settings import Settings

NOW = 1_900_000_000.0
DATE = "Sun, 17 Mar 2030 17:46:40 GMT"  # the same
ETAG, SINCE = '"mill-7"', "Sat, 16 Mar 2030 08:00:00 GMT"


class Paper:
    """A feed that answers 304 to who has it as it is."""

    def __init__(self, **headers: str) -> None:
        self.headers = headers
        self.asked: list[dict[str, str]] = []

    def __call__(self, path: str, headers: dict[str, str]) -> bytes:
        self.asked.append(headers)
        if headers.get("If-None-Match") == ETAG or headers.get("If-Modified-Since") == SINCE:
            return answer(status=304, **self.headers)
        return answer("<rss/>", ETag=ETAG, Last_Modified=SINCE, Content_Type="text/xml", **self.headers)


def fetched(
    *answers: bytes | Paper, etag: str = "", last_modified: str = "", path: str = "/0.xml"
) -> Fetched:
    """Fetch from a host whose n-th path gives the n-th answer."""

    def respond(path: str, headers: dict[str, str]) -> bytes:
        found = answers[int(path.strip("/").removesuffix(".xml"))]
        return found if isinstance(found, bytes) else found(path, headers)

    net = FakeNet({"one.example": respond, "two.example": respond})
    get = open_fetch(Settings(), clock=SimulatedClock(NOW).clock(), net=net.net())
    return get(f"http://one.example{path}", etag=etag, last_modified=last_modified)


def test_validators_come_with_an_answer_and_nothing_is_asked_without_them() -> None:
    paper = Paper()
    got = fetched(paper)
    assert (got.status, got.content, got.etag, got.last_modified) == (200, b"<rss/>", ETAG, SINCE)
    assert not {"If-None-Match", "If-Modified-Since"} & paper.asked[0].keys()


@pytest.mark.parametrize(
    ("etag", "last_modified"), [(ETAG, ""), ("", SINCE), (ETAG, SINCE), ('"other"', SINCE), (ETAG, "never")]
)
def test_what_has_not_changed_comes_without_content(etag: str, last_modified: str) -> None:
    paper = Paper()
    got = fetched(paper, etag=etag, last_modified=last_modified)
    assert (got.status, got.content) == (304, b"")
    assert (got.etag, got.last_modified) == (etag, last_modified)  # to ask with again
    assert paper.asked[0].get("If-None-Match", "") == etag
    assert paper.asked[0].get("If-Modified-Since", "") == last_modified


def test_what_has_changed_comes_whole_with_new_validators() -> None:
    got = fetched(Paper(), etag='"mill-6"')
    assert (got.status, got.content, got.etag) == (200, b"<rss/>", ETAG)


def test_new_validators_may_come_with_an_answer_that_nothing_changed() -> None:
    got = fetched(answer(status=304, ETag='W/"mill-8"', Last_Modified=DATE), etag=ETAG)
    assert (got.status, got.etag, got.last_modified) == (304, 'W/"mill-8"', DATE)


def test_nothing_changed_is_no_answer_to_who_did_not_ask() -> None:
    with pytest.raises(FetchError, match="304") as caught:
        fetched(answer(status=304))
    assert (caught.value.kind, caught.value.status) == ("status", 304)


def test_a_content_of_304_is_none() -> None:
    assert fetched(answer("<rss>new</rss>", 304), etag=ETAG).content == b""


@pytest.mark.parametrize(
    "validator", ['"a\r\nX-Injected: 1"', '"ä"', '"\0"', '"' + "a" * 2_000 + '"', " ", "\n"]
)
def test_a_validator_that_cannot_be_sent_is_not(validator: str) -> None:
    paper = Paper()
    got = fetched(paper, etag=validator, last_modified=validator)
    assert got.status == 200
    assert not {"If-None-Match", "If-Modified-Since", "X-Injected"} & paper.asked[0].keys()


@pytest.mark.parametrize("validator", ['"ä"', '"' + "a" * 2_000 + '"', '"a\tb"'])
def test_a_validator_that_could_not_be_sent_back_is_not_kept(validator: str) -> None:
    assert fetched(answer("x", ETag=validator, Last_Modified=validator)).etag == ""


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Cache_Control": "max-age=600"}, 600),
        ({"Cache_Control": "public, MAX-AGE=600, must-revalidate"}, 600),
        ({"Cache_Control": 'max-age="600"'}, 600),
        ({"Cache_Control": "max-age = 600"}, 600),
        ({"Cache_Control": "s-maxage=300"}, 300),
        ({"Cache_Control": "s-maxage=300, max-age=600"}, 600),
        ({"Cache_Control": "max-age=600, max-age=5"}, 600),
        ({"Cache_Control": "max-age=0"}, 0),
        ({"Cache_Control": "max-age=600, no-cache"}, 0),
        ({"Cache_Control": "no-store"}, 0),
        ({"Cache_Control": "public"}, None),
        ({"Cache_Control": "max-age=many"}, 0),
        ({"Cache_Control": "max-age=-5"}, 0),
        ({"Cache_Control": "max-age="}, 0),
        ({"Cache_Control": "max-age=1.5"}, 0),
        ({"Cache_Control": "max-age=99999999999999999999999"}, 31_536_000),
        ({"Cache_Control": "max-age=600", "Age": "100"}, 500),
        ({"Cache_Control": "max-age=600", "Age": "700"}, 0),
        ({"Cache_Control": "max-age=600", "Age": "old"}, 600),
        ({"Expires": "Sun, 17 Mar 2030 17:56:40 GMT"}, 600),
        ({"Expires": "Sun, 17 Mar 2030 17:56:40 GMT", "Date": "Sun, 17 Mar 2030 17:51:40 GMT"}, 300),
        ({"Expires": "Sunday, 17-Mar-30 17:56:40 GMT"}, 600),
        ({"Expires": "Sat, 16 Mar 2030 17:56:40 GMT"}, 0),
        ({"Expires": "0"}, 0),
        ({"Expires": "-1"}, 0),
        ({"Expires": "never"}, 0),
        ({"Expires": ""}, 0),
        ({"Expires": "Fri, 31 Dec 9999 23:59:59 GMT"}, 31_536_000),
        ({"Expires": "Fri, 31 Dec 99999 23:59:59 GMT"}, 0),
        ({"Expires": "Sun, 17 Mar 2030 17:56:40 GMT", "Cache_Control": "max-age=60"}, 60),
        ({"Expires": "Sun, 17 Mar 2030 17:56:40 GMT", "Cache_Control": "private"}, 600),
        ({"Pragma": "no-cache"}, None),
    ],
    ids=str,
)
@pytest.mark.parametrize("status", [200, 304])
def test_how_long_an_answer_is_fresh(status: int, headers: dict[str, str], seconds: float | None) -> None:
    assert fetched(answer("", status, **headers), etag=ETAG).max_age == seconds


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        ([], False),
        ([301], True),
        ([308], True),
        ([301, 308, 301], True),
        ([302], False),
        ([303], False),
        ([307], False),
        ([301, 302], False),
        ([302, 301], False),
        ([301, 301, 307], False),
    ],
)
@pytest.mark.parametrize("unchanged", [False, True])
def test_an_address_has_moved_when_every_redirect_is_permanent(
    statuses: list[int], moved: bool, unchanged: bool
) -> None:
    hops = [
        answer(status=status, Location=f"http://two.example/{number}.xml")
        for number, status in enumerate(statuses, 1)
    ]
    got = fetched(*hops, Paper(), etag=ETAG if unchanged else "")
    last = f"http://{'two' if statuses else 'one'}.example/{len(statuses)}.xml"
    assert (got.url, got.status) == (last, 304 if unchanged else 200)
    assert got.moved == (last if moved else "")


@pytest.mark.parametrize(
    ("location", "where"),
    [
        ("/1.xml", "http://one.example/1.xml"),
        ("1.xml", "http://one.example/1.xml"),
        ("//two.example/1.xml", "http://two.example/1.xml"),
        ("HTTP://TWO.example:80/1.xml#top", "http://two.example/1.xml"),
        ("  /1.xml  ", "http://one.example/1.xml"),
        ("/1.xml?utm_source=x&ä=ö", "http://one.example/1.xml?utm_source=x&%C3%A4=%C3%B6"),
    ],
)
def test_a_redirect_may_be_spelt_in_many_ways(location: str, where: str) -> None:
    def respond(path: str, headers: dict[str, str]) -> bytes:
        return answer(status=301, Location=location) if path == "/0.xml" else answer(path)

    net = FakeNet({"one.example": respond, "two.example": respond})
    got = open_fetch(Settings(), clock=SimulatedClock(NOW).clock(), net=net.net())("http://one.example/0.xml")
    assert got.url == got.moved == where


def test_a_site_may_redirect_until_it_is_told_where_a_reader_comes_from() -> None:
    def respond(path: str, headers: dict[str, str]) -> bytes:
        return (
            answer("<rss/>")
            if "utm_source" in path
            else answer(status=302, Location=f"{path}?utm_source=rss")
        )

    got = open_fetch(Settings(), net=FakeNet({"one.example": respond}).net(), clock=SimulatedClock().clock())(
        "http://one.example/feed.xml"
    )
    assert (got.content, got.url) == (b"<rss/>", "http://one.example/feed.xml?utm_source=rss")


def test_of_two_addresses_to_go_on_the_first_counts() -> None:
    two = answer(status=301, Location="/1.xml").replace(
        b"\r\n\r\n", b"\r\nLocation: http://10.0.0.1/\r\n\r\n"
    )
    assert fetched(two, Paper()).url == "http://one.example/1.xml"


@pytest.mark.parametrize(
    ("stated", "media", "charset"),
    [
        ("text/html", "text/html", ""),
        ("Text/HTML; Charset=UTF-8", "text/html", "utf-8"),
        ("application/rss+xml;charset='iso-8859-2'; x=y", "application/rss+xml", "iso-8859-2"),
        ("", "", ""),
        (";;;", "", ""),
    ],
)
def test_media_type_and_charset_as_stated(stated: str, media: str, charset: str) -> None:
    got = fetched(answer("x", Content_Type=stated))
    assert (got.media_type, got.charset) == (media, charset)
