from __future__ import annotations

import re

import pytest
from hostile_lists import CASES, CONTENT, LISTS, Lists
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tests.data_files import assert_refused
from tests.trials import trials
from writethru.acquire import collect, opml
from writethru.acquire.opml import Subscription
from writethru.errors import FetchError
from writethru.records import Problem
from writethru.settings import Settings

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="News">
  <outline text="The Harbour &amp; Times" type="rss" xmlUrl="https://Harbour.example/rss?utm_source=x" htmlUrl="https://harbour.example"/>
  <outline title="North" text="Shown"><outline title="Fjord" xmlurl="http://fjord.example/feed"/></outline>
  <outline text="https://quay.example/a.xml" xmlUrl="https://quay.example/a.xml"/>
</outline>
<outline text="Old" type="rss" xmlUrl="feed://old.example/feed"/>
<outline text="Older" type="RSS" url="feed:https://older.example/feed"/>
<outline text="Twice" xmlUrl="https://harbour.example/rss"/>
<outline text="A link" type="link" url="https://link.example/"/>
<outline text="A note"/>
</body></opml>"""


def test_a_list_gives_addresses_titles_and_folders() -> None:
    found, problems = opml.read(LIST.encode(), "mine.opml")
    assert problems == ()
    assert [(s.url, s.title, s.folder) for s in found] == [
        ("https://harbour.example/rss", "The Harbour & Times", ("News",)),
        ("http://fjord.example/feed", "Fjord", ("News", "Shown")),
        ("https://quay.example/a.xml", "", ("News",)),
        ("http://old.example/feed", "Old", ()),
        ("https://older.example/feed", "Older", ()),
        ("https://link.example/", "A link", ()),
    ]
    assert found[0].home == "https://harbour.example/"


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "utf-8-sig"])
def test_in_other_encodings(encoding: str) -> None:
    content = LIST.replace("Harbour &amp; Times", "Käse").replace("UTF-8", encoding).encode(encoding)
    assert opml.read(content, "x")[0][0].title == "The Käse"


@pytest.mark.parametrize(
    ("name", "encoding"), [(one.name, encoding) for one in LISTS.values() for encoding in one.encodings]
)
def test_of_a_hostile_list_what_is_sound_is_found_and_the_rest_is_said(name: str, encoding: str) -> None:
    found, problems = opml.read(CONTENT[name].encode(encoding), "x.opml")
    assert tuple(one.url for one in found) == LISTS[name].feeds
    assert [p.kind for p in problems] == [said.kind for said in LISTS[name].said]
    for problem, said in zip(problems, LISTS[name].said, strict=True):
        assert said.words in problem.line()


def test_of_a_list_that_breaks_off_the_beginning_is_kept_and_the_fault_is_said() -> None:
    for at in range(LIST.index('htmlUrl="https://harbour.example"/>') + 36, LIST.index("</body>"), 13):
        found, problems = opml.read(LIST[:at].encode(), "x.opml")
        assert found[0].url == "https://harbour.example/rss"
        assert [p.kind for p in problems] == ["damaged"]


def test_a_list_that_is_too_long_is_cut() -> None:
    many = "".join(f"<outline xmlUrl='https://a.example/{n}'/>" for n in range(opml.MAX_FEEDS + 5))
    found, problems = opml.read(f"<opml><body>{many}</body></opml>".encode(), "x")
    assert len(found) == opml.MAX_FEEDS and [p.kind for p in problems] == ["too-large"]


WRONG = {
    "a key too many": ("feeds =", "more = 1\nfeeds ="),
    "a mistyped key": ("said =", "says ="),
    "no feeds": ("feeds = []", ""),
    "no expectation": ("said =", "said = []#"),
    "no kind": ('kind = "damaged", ', ""),
    "no words": (', words = "entities"', ""),
    "no encoding": ('encodings = ["utf-8", "utf-16"]', "encodings = []"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_in_the_data_is_told(wrong: str) -> None:
    good, bad = WRONG[wrong]
    written = CASES.read_text(encoding="utf-8")
    assert good in written
    assert_refused(written, good, bad, Lists)


NAME = st.text(min_size=1, max_size=12).map(opml._line).filter(bool)
SUBSCRIPTION = st.builds(
    Subscription,
    url=st.tuples(st.sampled_from("abc"), st.text("ab1?=&%;-", max_size=9)).map(
        lambda parts: opml.urls.canonical("https://{}.example/{}".format(*parts))
    ),
    title=st.one_of(st.just(""), NAME),
    folder=st.lists(NAME, max_size=3).map(tuple),
    home=st.sampled_from(["", "https://home.example/a?b=1&c=2"]),
)


@limits(deadline=None, max_examples=trials(80, 800))
@given(st.lists(SUBSCRIPTION, max_size=8, unique_by=lambda s: s.url), st.randoms())
def test_what_is_written_is_read_again(subscriptions: list[Subscription], chance: object) -> None:
    content = opml.write(subscriptions)
    found, problems = opml.read(content, "x")
    assert [p.kind for p in problems] == ([] if subscriptions else ["empty"])
    by_url = {s.url: s for s in found}
    assert by_url == {s.url: s for s in subscriptions}
    assert opml.write(found) == content
    chance.shuffle(subscriptions)  # type: ignore[attr-defined]
    assert opml.write(subscriptions) == content


@limits(deadline=None, max_examples=trials(60, 800))
@given(st.binary(max_size=300))
def test_any_bytes_give_feeds_or_problems(content: bytes) -> None:
    for given_bytes in (content, b"<opml><body>" + content):
        found, problems = opml.read(given_bytes, "x")
        assert found or problems


def test_what_is_written_is_plain_opml() -> None:
    one = Subscription("https://a.example/f?a=1&b=2", 'Say "<b>&\x00\n hello', ("One", "Two"))
    text = opml.write([one], "My <list>").decode()
    assert "<title>My &lt;list&gt;</title>" in text and '<opml version="2.0">' in text
    assert re.search(r"<outline type=\"rss\" text='Say \"&lt;b&gt;&amp; hello' title=", text)


def test_given_as_a_source_each_feed_is_read() -> None:
    asked: list[str] = []

    def fetch(url: str) -> object:
        asked.append(url)
        raise FetchError("it answered 404")

    from io import BytesIO

    found = list(collect("-", fetch=fetch, settings=Settings(), stdin=BytesIO(LIST.encode())))  # type: ignore[arg-type]
    assert len(asked) == 6 and all(isinstance(f, Problem) and f.kind == "unreachable" for f in found)


def test_signs_that_cannot_be_written_are_gone_when_it_is_read() -> None:
    listed = b'<opml version="2.0"><body><outline text="\x7fNorth\x7f"><outline text="F\x7fjord" xmlUrl="https://f.example/a"/></outline></body></opml>'
    (feed,), problems = opml.read(listed, "here")
    assert (feed.folder, feed.title, problems) == (("North",), "F jord", ())
    assert opml.read(opml.write([feed]), "here")[0] == (feed,)
