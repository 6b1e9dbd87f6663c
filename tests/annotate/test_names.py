from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.annotate.growth import LINEAR, growth
from writethru.annotate.names import find_names, name_key
from writethru.annotate.sentences import find_sentences
from writethru.records import Mention

CASES = Path(__file__).parent.parent / "cases" / "names"


def cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.append(pytest.param(row, id=f"{path.stem}: {row['case']}"))
    return found


def names_of(text: str, field: Any = "text", known: tuple[Mention, ...] = ()) -> tuple[Mention, ...]:
    return find_names(text, find_sentences(text, field), field, known)


@pytest.mark.parametrize("row", cases())
def test_case(row: dict[str, Any]) -> None:
    field = row.get("field", "text")
    found = names_of(row["text"], field)
    assert [[row["text"][m.start : m.end], m.kind, m.name] for m in found] == row["names"]
    assert {m.field for m in found} <= {field}


def test_names_of_the_body_are_trusted_in_its_title() -> None:
    body = names_of("The mayor, Tolvar Ennis, resigned.")
    title = "Why Ennis Gave Up The Mayoralty Now"
    (found,) = names_of(title, "title", body)
    assert (title[found.start : found.end], found.kind, found.name) == ("Ennis", "person", "Tolvar Ennis")
    assert names_of(title, "title") == ()


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Kiev", "Kyiv"),
        ("the United Nations", "UN"),
        ("U.S.", "United States"),
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky"),
        ("São Paulo", "Sao Paulo"),
        ("Angela Merkel's", "angela merkel"),
        ("Bashar al-Assad", "Bashar al Assad"),
    ],
)
def test_keys_compare_across_spellings(left: str, right: str) -> None:
    assert name_key(left) == name_key(right)


@pytest.mark.parametrize(
    ("left", "right"), [("Anna Voss", "Peter Voss"), ("Niger", "Nigeria"), ("Iran", "Iraq")]
)
def test_keys_keep_different_names_apart(left: str, right: str) -> None:
    assert name_key(left) != name_key(right)


PIECES = st.sampled_from(
    "Anna Voss|Mr.|President|the|of|U.S.|said|and|(|)|,|. |\n\n|\"|'s|WHO|Russian|in|May|12|iPhone|al-|-|&|É|Kyiv"
    "|Ministry|Inc.|University|A|O’Brien|\u00a0|Æther|New|York|$|US$|“|…|😀".split("|")
)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=120), st.lists(PIECES, max_size=30).map(" ".join), st.lists(PIECES).map("".join)
    )
)
def test_spans_are_valid_ascending_and_repeatable(text: str) -> None:
    found = names_of(text)
    assert found == names_of(text)
    at = 0
    for mention in found:
        assert at <= mention.start < mention.end <= len(text)
        assert mention.name
        assert not text[mention.start].isspace()
        assert not text[mention.end - 1].isspace()
        at = mention.end


@pytest.mark.parametrize("unit", ("A ", "A.", "A of the ", "A-", "A&", "Mr. ", "al-A ", "A'Bc", "1A "))
def test_hostile_text_is_read_in_linear_time(unit: str) -> None:
    sentences = find_sentences("Short.")
    assert growth(lambda text: find_names(text, sentences), unit) < LINEAR
