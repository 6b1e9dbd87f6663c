"""Whatever a server says and whatever an address looks like: an answer or a FetchError, and nothing else."""

from __future__ import annotations

import gzip
import re
import zlib
from itertools import pairwise

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.nets import FakeNet, SimulatedClock, answer
from tests.trials import trials
from writethru.acquire import open_fetch, robots, urls
from writethru.acquire.answers import Head, come_back, fresh_for, head, stated_type, validator
from writethru.acquire.clock import Clock, Deadline
from writethru.acquire.codings import decoded
from writethru.errors import FetchError
from writethru.settings import Settings

TRIES = settings(max_examples=trials(150, 5_000), deadline=None)
KINDS = set(
    "refused unresolved timeout certificate robots status too-large encoding redirects busy connection".split()
)
LIMIT = 100_000
WHOLE = answer(gzip.compress(b"the mill burned down " * 40), Content_Encoding="gzip", ETag='"1"', Age="1")
ODD = st.sampled_from(
    [b"\r\n", b"\0", b":", b" ", b"HTTP/1.1 ", b"Content-Length: 9\r\n", b"\xff", b"-1", b"gzip, "]
)


def outcome(url: str, said: bytes, robots_txt: bytes = b"") -> str:
    """Fetch an address from hosts that all say the same; return the kind of error, or ""."""
    net = FakeNet(
        {"one.example": lambda path, _: robots_txt if path == "/robots.txt" and robots_txt else said}
    )
    acquire = msgspec.structs.replace(Settings().acquire, max_bytes=LIMIT, total_seconds=3_600)
    get = open_fetch(Settings(acquire=acquire), clock=SimulatedClock().clock(), net=net.net())
    try:
        got = get(url, etag='"0"')
    except FetchError as error:
        assert error.kind in KINDS and str(error).isprintable()
        assert error.retry_after is None or 0 <= error.retry_after <= 86_400
        return error.kind
    assert len(got.content) <= LIMIT and got.status in (200, 304)
    assert got.max_age is None or got.max_age >= 0
    return ""


@TRIES
@given(st.binary(max_size=400))
@example(b"")
def test_any_bytes_for_an_answer(said: bytes) -> None:
    assert outcome("http://one.example/a.xml", said)


@TRIES
@given(
    st.lists(
        st.tuples(st.integers(0, len(WHOLE)), ODD | st.binary(max_size=3), st.integers(0, 9)), max_size=4
    )
)
def test_an_answer_with_bytes_put_in_and_left_out(changes: list[tuple[int, bytes, int]]) -> None:
    said = WHOLE
    for at, put, left_out in changes:
        said = said[:at] + put + said[at + left_out :]
    kind = outcome("http://one.example/a.xml", said)
    assert changes or not kind


@TRIES
@given(
    st.text(max_size=60) | st.text("http:/@.[]%\\127x0aé：。 \t\r\n#?&", max_size=40).map("http://".__add__)
)
def test_any_text_for_an_address(url: str) -> None:
    assert outcome(url, answer("page")) or "one.example" in url.lower()


@TRIES
@given(st.text(max_size=60).filter(lambda text: "\r" not in text and "\n" not in text))
def test_any_text_for_where_to_go_on(location: str) -> None:
    outcome(
        "http://one.example/a.xml", answer(status=302, Location=location.encode("utf-8", "replace").decode())
    )


@TRIES
@given(st.text(max_size=60))
@example("#/a")
@example("a/../b;jsessionid=1?utm_source=x")
def test_canonical_is_the_address_that_is_asked_for_or_shorter(url: str) -> None:
    for text in (url, "http://" + url, "http://one.example/" + url):
        web, canonical = urls.web(text), urls.canonical(text).partition("#")[0]
        assert urls.web(web) == web
        assert urls.canonical(web) == canonical and len(canonical) <= len(web)


@TRIES
@given(
    st.text(max_size=40), st.sampled_from(["cache-control", "expires", "date", "age", "retry-after", "etag"])
)
def test_any_text_for_a_header(text: str, name: str) -> None:
    said: dict[str, tuple[str, ...]] = {"expires": ("Sun, 17 Mar 2030 17:56:40 GMT",), name: (text,)}
    for found in (fresh_for(Head(200, said), 1e9), come_back(Head(429, said), 1e9)):
        assert found is None or found >= 0
    stated_type(Head(200, {"content-type": (text,)}))
    kept = validator(text)
    assert kept == "" or (kept == text and kept.isascii())


@TRIES
@given(st.lists(st.tuples(st.binary(max_size=8), st.binary(max_size=20)), max_size=6))
def test_any_bytes_for_headers(raw: list[tuple[bytes, bytes]]) -> None:
    assert head(200, raw).status == 200


@TRIES
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=4), st.lists(st.integers(0, 900), max_size=6))
def test_members_of_gzip_may_be_cut_anywhere(contents: list[bytes], cuts: list[int]) -> None:
    packed = b"".join(gzip.compress(content) for content in contents)
    places = sorted({0, len(packed), *(cut for cut in cuts if cut < len(packed))})
    chunks = [packed[start:end] for start, end in pairwise(places)]
    said = Head(200, {"content-encoding": ("gzip",)})
    whole = b"".join(contents)
    if whole.startswith(b"\x1f\x8b"):
        return
    assert decoded(chunks, said, LIMIT, Deadline(Clock(), 60)) == whole


@pytest.mark.parametrize("coding", ["", "gzip", "deflate"])
def test_a_body_that_is_there_at_once_ends_at_the_deadline_too(coding: str) -> None:
    ticks = iter(range(10_000))
    deadline = Deadline(Clock(now=lambda: float(next(ticks))), 50)
    packer = zlib.compressobj(wbits=31 if coding == "gzip" else 15)
    piece = packer.compress(b"x") + packer.flush(zlib.Z_SYNC_FLUSH)
    chunks = [piece] + [b"x" if not coding else b"\0\0\0\xff\xff"] * 9_000
    with pytest.raises(FetchError) as caught:
        decoded(chunks, Head(200, {"content-encoding": (coding,)}), LIMIT, deadline)
    assert caught.value.kind == "timeout"
    assert next(ticks) < 60


PIECES = st.lists(st.sampled_from(["a", "b", "/", "*", "$", "%2F", "%61", "é", "?", "."]), max_size=7).map(
    "".join
)


def as_pattern(rule: str) -> re.Pattern[str]:
    """A rule of robots.txt as a regular expression: another way to say the same."""
    ends = rule.endswith("$")
    parts = [re.escape(robots._normal(part)) for part in rule.removesuffix("$").split("*")]
    return re.compile(".*".join(parts) + (r"\Z" if ends else ""), re.DOTALL)


@TRIES
@given(st.lists(st.tuples(st.booleans(), PIECES), max_size=5), PIECES)
def test_rules_of_robots_txt_match_as_regular_expressions_do(
    rules: list[tuple[bool, str]], path: str
) -> None:
    lines = ["User-agent: *", *(f"{'Allow' if allows else 'Disallow'}: /{rule}" for allows, rule in rules)]
    read = robots.read("\n".join(lines).encode(), "writethru")
    asked = urls.web("http://one.example/" + path)
    where = robots._path(asked)
    matching = [
        (len(robots._normal("/" + rule)), allows)  # as it is written: 2.2.2
        for allows, rule in rules
        if as_pattern("/" + rule).match(where)
    ]
    assert (not read.refusal(asked)) is (max(matching, default=(0, True))[1] or where == "/robots.txt")


@TRIES
@given(st.binary(max_size=300), st.text(max_size=30))
def test_any_bytes_for_robots_txt(content: bytes, path: str) -> None:
    rules = robots.read(b"User-agent: *\nDisallow: /" + content, "writethru")
    rules.refusal(urls.web("http://one.example/" + path))
    outcome("http://one.example/a", answer("page"), content or b"x")
