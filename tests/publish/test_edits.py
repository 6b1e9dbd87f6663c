from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.publish.ferry_story import document
from writethru.publish.days import day_words, time_words
from writethru.publish.edits import Replacement, apply_edits, cite, cited_sentence, opening_edits, undo
from writethru.records import AnnotatedArticle, TimeExpression


@st.composite
def replaced(draw: st.DrawFn) -> tuple[str, list[Replacement]]:
    text = draw(st.text(min_size=1, max_size=60))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return text, [(a, b, "trim", draw(st.text(max_size=5)), None) for a, b in pairs]


@given(replaced())
def test_undoing_gives_the_cited_words(case: tuple[str, list[Replacement]]) -> None:
    text, replacements = case
    sentence = apply_edits(cite("a", text, 0, len(text)), replacements)
    assert undo(sentence) == text
    for edit in sentence.edits:
        assert sentence.text[edit.at[0] : edit.at[1]] == edit.now


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("But the gates stayed shut.", "The gates stayed shut."),
        ("However, nobody was hurt.", "Nobody was hurt."),
        ("PORT HALE (NPA) — A ferry sank.", "A ferry sank."),
        ("ORNSTAD, North Sarn (NPA) - A ferry sank.", "A ferry sank."),
        ("The gates stayed shut.", "The gates stayed shut."),
        ("Butter prices rose.", "Butter prices rose."),
        ("However, the mayor said, nobody was hurt.", "The mayor said nobody was hurt."),
        ("A Tolmund Ferry (TFC) Orca class ship sank.", "A Tolmund Ferry (TFC) Orca class ship sank."),
        ("Tolmund (CNN) A ferry sank.", "A ferry sank."),
    ],
)
def test_openings_are_cut(words: str, text: str) -> None:
    assert apply_edits(cite("a", words, 0, len(words)), opening_edits(words)).text == text


def test_relative_days_get_their_date_outside_quotations_only(documents: list[AnnotatedArticle]) -> None:
    first = documents[0].body.sentences[0]
    assert "on Monday evening [5 May], killing" in cited_sentence(documents[0], first, 2031).text
    assert "[5 May 2031]" in cited_sentence(documents[0], first, 2032).text


@pytest.mark.parametrize(
    ("granularity", "interval", "words"),
    [
        ("day", ("2031-05-05", "2031-05-05"), "5 May"),
        ("week", ("2031-05-05", "2031-05-11"), "week of 5 May"),
        ("week", ("2031-04-28", "2031-05-04"), "week of 28 Apr"),
        ("month", ("2031-04-01", "2031-04-30"), "Apr 2031"),
        ("year", ("2029-01-01", "2029-12-31"), "2029"),
    ],
)
def test_times_in_the_style_of_the_page(granularity: str, interval: tuple[str, str], words: str) -> None:
    time = TimeExpression(0, 1, granularity=granularity, interval=interval)  # type: ignore[arg-type]
    assert time_words(time, 2031) == words


def test_a_day_names_its_year_when_asked() -> None:
    assert day_words(date(2031, 12, 2), True) == "2 Dec 2031"


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("The harbour of Tolmund closed on Monday to all ships.", "on Monday [31 Mar] to"),
        ("The harbour of Tolmund closed this morning to all ships.", "this morning [2 Apr] to"),
        ("The harbour of Tolmund closed two years ago to all ships.", "two years ago [2029] to"),
        ("The harbour of Tolmund closed more than two years ago to all ships.", "two years ago to"),
        ("The harbour of Tolmund closed at Christmas to all ships.", "at Christmas to"),
        (
            "The mayor of Tolmund meets the pilots Monday mornings at 9:30 in the harbour.",
            "mornings at 9:30 in",
        ),
        ("The harbour of Tolmund took in fewer ships in the month prior than ever.", "the month prior than"),
        ("The harbour of Tolmund ran a count of ships from March 10 to 16 of the year.", "10 to 16 of"),
        ("The harbour of Tolmund was open in the October- December period.", "the October- December period"),
        ("The mayor held the ships until Friday when they were moved to the pier.", "until Friday when"),
        ("The mayor called for the pilots to speak at a hearing on Monday.", "on Monday."),
        ("The pilots will stay if Ada Renn is elected in November.", "in November."),
        ("Some pilots of Tolmund are still making that claim today.", "claim today."),
        ("The mayor of Tolmund won the harbour in November.", "in November [Nov 2030]."),
        ("The mayor’s call on Saturday to close the harbour will be the last straw.", "on Saturday to"),
        ("The pilots spoke of last year’s storm in the harbour.", "last year’s storm"),
        ("The harbour of Tolmund was dredged ten days ago , when a ship ran aground.", "ten days ago"),
        ("The pilots left the harbour of Tolmund , when a ship ran aground.", "Tolmund, when"),
        ("The mayor said at a Monday news conference that the harbour is closed.", "a Monday [31 Mar] news"),
    ],
)
def test_brackets_stand_behind_what_counts_from_the_dateline_exactly(said: str, printed: str) -> None:
    read = document("Tolmund Post", "Harbour closes", "2031-04-02T08:00:00Z", said)
    assert printed in cited_sentence(read, read.body.sentences[0], 2031).text


def test_a_month_long_ago_is_not_told_where_the_coming_one_may_be_meant() -> None:
    for words, printed in (
        ("Hopes of keeping the harbour in November rest on the pilots.", "in November rest"),
        ("The mayor won the harbour of Tolmund in November.", "in November [Nov 2030]."),
    ):
        read = document("Tolmund Post", "Harbour closes", "2031-07-02T08:00:00Z", words)
        assert printed in cited_sentence(read, read.body.sentences[0], 2031).text


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("Conversely, the pilots of Tolmund left the harbour.", "The pilots"),
        ("And finally, the pilots of Tolmund left the harbour.", "The pilots"),
        ("So the three pilots of Tolmund left the harbour.", "The three pilots"),
        ("So the more pilots came, the fuller the harbour of Tolmund was.", "So the more"),
        ("Update 5 p.m. ET: The pilots of Tolmund left the harbour.", "The pilots"),
        ("UPDATE - The pilots of Tolmund left the harbour.", "The pilots"),
        ("Updates of the tide tables: the pilots of Tolmund sell them.", "Updates of"),
    ],
)
def test_what_only_leads_on_or_in_is_cut(said: str, printed: str) -> None:
    read = document("Tolmund Post", "Harbour closes", "2031-04-02T08:00:00Z", said)
    assert cited_sentence(read, read.body.sentences[0], 2031).text.startswith(printed)


@pytest.mark.parametrize(
    ("published", "words", "printed"),
    [
        ("2031-05-09", "last week", "last week [week of 28 Apr]"),  # a Friday
        ("2031-05-11", "last week", "last week"),  # a Sunday: the week that ends, or the one before
        ("2031-05-09", "a week ago", "a week ago"),
    ],
)
def test_a_week_is_told_where_it_is_sure(published: str, words: str, printed: str) -> None:
    read = document(
        "Tolmund Post", "Harbour", f"{published}T08:00:00Z", f"The harbour of Tolmund closed {words}."
    )
    assert (
        cited_sentence(read, read.body.sentences[0], 2031).text == f"The harbour of Tolmund closed {printed}."
    )


def test_a_day_by_which_something_is_to_be_is_not_that_of_the_article() -> None:
    printed = {}
    for words in ("by Monday", "on Monday"):
        read = document(
            "Tolmund Post", "Harbour", "2031-05-05T08:00:00Z", f"The council named a director {words}."
        )  # a Monday
        printed[words] = cited_sentence(read, read.body.sentences[0], 2031).text
    assert printed["by Monday"] == "The council named a director by Monday."
    assert printed["on Monday"] == "The council named a director on Monday [5 May]."


def test_a_day_that_is_only_planned_is_not_the_one_that_is_past() -> None:
    words = "The council reached a deal to have the mayor speak on Thursday."
    read = document("Tolmund Post", "Harbour", "2031-05-10T08:00:00Z", words)  # a Saturday
    assert cited_sentence(read, read.body.sentences[0], 2031).text == words
    told = document("Tolmund Post", "Harbour", "2031-05-10T08:00:00Z", "The mayor spoke on Thursday.")
    assert "[8 May]" in cited_sentence(told, told.body.sentences[0], 2031).text
