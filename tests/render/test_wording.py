from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from sample_pages import BARE, DAM, HOSTILE_URLS, cite, said, when

from writethru.records import Counts, When
from writethru.render import origins, wording
from writethru.render.cited import cited_words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (when("2025-12-01"), "1 Dec 2025"),
        (when("2025-12-02", "2025-12-03"), "2–3 Dec 2025"),
        (when("2025-11-30", "2025-12-02"), "30 Nov – 2 Dec 2025"),
        (when("2025-12-30", "2026-01-02"), "30 Dec 2025 – 2 Jan 2026"),
        (when("2025-12-01", granularity="part-of-day"), "1 Dec 2025"),
        (when("2031-03-03", "2031-03-09", "week"), "Week of 3 Mar 2031"),
        (when("2031-03-03", "2031-03-16", "week"), "3–16 Mar 2031"),
        (when("2031-03-01", "2031-03-31", "month"), "Mar 2031"),
        (when("2031-03-01", "2031-05-31", "month"), "Mar–May 2031"),
        (when("2030-12-01", "2031-02-28", "season"), "Dec 2030 – Feb 2031"),
        (when("2023-01-01", "2023-12-31", "year"), "2023"),
        (when("2019-01-01", "2021-12-31", "year"), "2019–2021"),
        (when("1990-01-01", "1999-12-31", "decade"), "1990s"),
        (when("1980-01-01", "1999-12-31", "decade"), "1980–1999"),
        (when("1901-01-01", "2000-12-31", "century"), "20th century"),
        (when("2000-01-01", "2099-12-31", "century"), "21st century"),
        (when("2025-12-01", granularity=""), "1 Dec 2025"),
        (when("soon"), "soon"),
    ],
)
def test_a_time_is_as_exact_as_it_is_known(span: When, words: str) -> None:
    assert wording.when_words(span) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025-12-09T18:40:00Z", "9 Dec 2025 18:40 UTC"),
        ("2025-12-09T00:40:00+02:00", "8 Dec 2025 22:40 UTC"),
        ("2025-12-09T18:40:00", "9 Dec 2025 18:40 UTC"),
        ("2025-12-09", "9 Dec 2025"),
        (None, "undated"),
        ("last week", "last week"),
    ],
)
def test_a_moment_is_in_utc_and_a_day_stays_a_day(text: str | None, words: str) -> None:
    assert wording.moment_words(text) == words


def test_an_article_keeps_the_day_its_outlet_gives_it() -> None:
    assert wording.published_words("2025-12-09T00:40:00+02:00") == "9 Dec 2025"


def test_the_line_under_the_headline() -> None:
    assert " · ".join(wording.update_parts(DAM)) == (
        "Updated 7 Mar 2031 17:30 UTC · 9 articles · 5 outlets · 8 independent origins · revision 4"
    )
    assert wording.counts_words(Counts(1, 1, 1)) == ["1 article", "1 outlet", "1 independent origin"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        ({"low": 31.0, "high": 31.0, "unit": "people"}, "31"),
        ({"low": 12.0, "high": 15.0, "unit": "people"}, "12–15"),
        ({"low": 9.0, "high": None, "unit": "people"}, "at least 9"),
        ({"low": None, "high": 40.0, "unit": "people"}, "up to 40"),
        ({"low": 1234567.0, "high": 1234567.0, "unit": "USD"}, "1,234,567"),
        ({"low": 2.5, "high": 2.5, "unit": "%"}, "2.5"),
        ({"low": None, "high": None, "unit": ""}, ""),
        ({"start": "2025-12-02", "end": None}, "2 Dec 2025"),
        ({"start": "2025-12-02", "end": "2025-12-03"}, "2–3 Dec 2025"),
    ],
)
def test_the_value_of_a_position(value: dict[str, float | str | None] | None, words: str) -> None:
    assert wording.value_words(value) == words


@given(st.text())
def test_shown_text_has_no_control_or_direction_characters(text: str) -> None:
    shown = wording.visible(text)
    assert all(c.isprintable() or c.isspace() or ord(c) > 0xA0 for c in shown)
    assert not set(shown) & set("\n\r\t\x1b\x00\u202e\u2066\u200b\u2028\ufeff")
    assert wording.visible(shown) == shown
    shown.encode("utf-8")


@pytest.mark.parametrize("url", HOSTILE_URLS)
def test_no_other_address_becomes_a_link(url: str) -> None:
    assert wording.safe_url(url) is None
    assert wording.host(url) == ""


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.outlet.example/a?b=1&c=2#d", "outlet.example"),
        ("http://outlet.example:8080/ä/(x)", "outlet.example"),
        ("https://bank.example@evil.example/", "evil.example"),
    ],
)
def test_web_addresses_become_links_and_show_their_host(url: str, host: str) -> None:
    assert wording.safe_url(url) == url
    assert wording.host(url) == host


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("It rained.", True),
        ("It rained at 9 p.m.", False),
        ("“It rained.”", False),
        ("It rained …", False),
        ("It rained...", False),
        ("", False),
    ],
)
def test_marks_go_before_a_full_stop_that_only_ends_the_sentence(text: str, plain: bool) -> None:
    assert wording.ends_plainly(text) is plain


def test_marks_name_each_source_once_in_order() -> None:
    assert wording.marks(said("x", 3, 1, 3), said("y", 2)) == "[3][1][2]"
    assert wording.uncovered_marks(said("x", 3), [said("y", 3, 1)]) == ""
    assert wording.uncovered_marks(said("x", 2), [said("y", 3, 1)]) == "[2]"
    assert wording.uncovered_marks(said("x", 2), []) == "[2]"


def test_every_cited_passage_is_listed_once_under_its_source() -> None:
    words = cited_words(DAM)
    assert list(words) == sorted(words)
    assert [c.exact for c in words[6]] == [
        "Operator and regulator at odds over Vasken dam",
        "The Courier could not independently verify either account.",
    ]
    assert cite(5, "Divers recovered five bodies from cellars in Lower Vasken.") in words[5]


def test_a_long_last_word_may_break() -> None:
    assert wording.last_word("one two") == ("one ", "two")
    assert wording.last_word("one " + "x" * 200) == ("one " + "x" * 200, "")
    assert wording.last_word("") == ("", "")
    assert wording.last_word("on Tuesday [2 Dec]") == ("on Tuesday ", "[2\u00a0Dec]")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2031-03-04T23:00:00-05:00", "2031-03-07", "4–7 Mar 2031"),
        ("2031-03-04", "2031-03-04T10:00:00Z", "4 Mar 2031"),
        ("2030-12-30", "2031-01-02", "30 Dec 2030 – 2 Jan 2031"),
        (None, None, "undated"),
        ("soon", "2031-01-02", "undated"),
    ],
)
def test_days_from_first_to_last(first: str | None, last: str | None, words: str) -> None:
    assert wording.days_words(first, last) == words


def test_what_has_no_time_of_update_says_why() -> None:
    assert wording.update_parts(replace(BARE, updated=None))[0] == "Undated"
    assert wording.update_parts(replace(DAM, updated=None))[0] == "Dated in the future"


def test_of_very_many_copies_a_few_are_named() -> None:
    notes = [replace(DAM.sources[0], number=n) for n in range(1, 31)]
    assert (
        origins.same_report(notes[0], origins.reports(notes))
        == "same report as [2][3][4][5][6][7][8][9] and 21 more"
    )


def test_a_dot_ends_a_line_and_a_figure_keeps_its_noun() -> None:
    told = wording.dotted(["Updated 9 Dec 2025 18:40 UTC", "9 articles", "8 independent origins"])
    assert told.split(" ") == [
        "Updated\u00a09",
        "Dec",
        "2025",
        "18:40",
        "UTC\u00a0·",
        "9\u00a0articles\u00a0·",
        "8\u00a0independent\u00a0origins",
    ]


@pytest.mark.parametrize(
    ("roles", "shared", "words"),
    [
        ((), False, "the only source of its report"),
        (("first report",), False, "first report, the only source of its report"),
        (("own reporting",), False, "own reporting"),
        (("first report", "own reporting", "analysis"), False, "first report, own reporting"),
        (("analysis",), True, "same report as [2]"),
        (("agency copy",), True, "agency copy, same report as [2]"),
        (("rewrite",), True, "retells [2]"),
        (("agency copy",), False, "agency copy"),  # of a report that no source of the page has whole
        (("rewrite",), False, "rewrite"),
    ],
)
def test_where_a_report_comes_from_is_always_told(roles: tuple[str, ...], shared: bool, words: str) -> None:
    note = replace(DAM.sources[0], number=1, roles=roles)
    alike = {note.origin: [1, 2] if shared else [1]}
    assert origins.origin_words(note, alike) == words
