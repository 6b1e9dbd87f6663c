from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.annotate.growth import LINEAR, growth
from writethru.annotate import annotate_text
from writethru.annotate.references import find_references
from writethru.annotate.references.people import genders
from writethru.records import Findings, Mention

CASES = Path(__file__).parent.parent / "cases" / "references"
WORDS = [
    "Peter Vance", "Mary Holm", "Boeing", "Russia", "Mayor Adam Reed", "he", "she", "him", "his", "her", "it", "its",
    "they", "the mayor", "said", "“", "”", "met", ",", ".", "\n\n", "The lawyer", "and", "of", "In",
]  # fmt: skip


def cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            found.append(pytest.param(row, id=f"{path.stem}: {row['about']}"))
    return found


@pytest.mark.parametrize("row", cases())
def test_case(row: dict[str, Any]) -> None:
    text = row["text"]
    found = annotate_text(text).references
    assert [f"{text[one.start : one.end]} | {one.name}" for one in found] == row["found"]


@given(st.lists(st.sampled_from(WORDS), max_size=40))
@settings(max_examples=150, deadline=None)
def test_references_are_ordered_outside_quotations_and_named_in_the_text(words: list[str]) -> None:
    text = " ".join(words)
    findings = annotate_text(text)
    known = {(name.kind, name.name) for name in findings.names}
    last = 0
    for one in findings.references:
        assert last <= one.start < one.end <= len(text)
        assert (one.kind, one.name) in known
        assert not any(span.start <= one.start < span.end for span in findings.quotations)
        last = one.end


def test_nothing_is_found_without_names() -> None:
    assert find_references("He said it.", (), (), (), ()) == ()


def test_a_title_of_the_other_gender_shows_that_two_share_a_name() -> None:
    # Ann Poe and Mr. Poe
    people = [Mention(0, 7, kind="person", name="Ann Poe"), Mention(16, 19, kind="person", name="Ann Poe")]
    assert genders(people, ["", "Mr."]) == ({"Ann Poe": ""}, {"Ann Poe"})


@pytest.mark.parametrize(
    "unit",
    [
        "Mayor Peter Vance met Mary Holm. He said his town would help, and the mayor left.\n\n",
        "he said Peter Vance and his lawyer saw him, ",
        "“He said,” Peter Vance said he. ",
        "the mayor, Mayor Adam Reed, ",
        "Boeing said it said its ",
    ],
)
def test_the_time_grows_with_the_text(unit: str) -> None:
    read: dict[str, Findings] = {}

    def references(text: str) -> object:
        if text not in read:
            read[text] = annotate_text(text)
        found = read[text]
        return find_references(text, found.sentences, found.names, found.quotations, found.attributions)

    assert growth(references, unit) < LINEAR


def test_a_pronoun_that_speaks_gives_its_person_as_holder() -> None:
    text = (
        "Ann Poe, the mayor, opened the bridge on Monday. She said it was safe. The mayor denied any haste."
    )
    found = annotate_text(text).attributions
    assert [(one.holder, one.holder_kind) for one in found] == [("Ann Poe", "person")] * 2


def test_a_pronoun_that_may_be_two_persons_has_no_holder() -> None:
    text = "Carl Lind wrote to Otto Reyl about the bridge. The two met on Monday. He said it was safe."
    (found,) = annotate_text(text).attributions
    assert (found.holder, found.holder_kind) == ("", "unnamed")
