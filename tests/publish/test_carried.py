from __future__ import annotations

import pytest

from writethru.publish.carried import bears_out, carries, kind_of, missing_words, numbers_of, quotations_of
from writethru.records import CitedSentence


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,200 people and 3.5 metres", {1200.0, 3.5}),
        ("twelve dead, twenty hurt", {12.0, 20.0}),
        ("no one was hurt", set()),
        ("at 18:40", {-1840.0}),
        ("as it said² in 3 towns", {3.0}),
        ("¹ of 4", {4.0}),
    ],
)
def test_numbers(text: str, numbers: set[float]) -> None:
    assert numbers_of(text) == numbers


def test_quotations_in_straight_and_curly_marks() -> None:
    assert quotations_of('He said “all gone” and "nothing left".') == ["all gone", "nothing left"]


@pytest.mark.parametrize(
    ("text", "exact", "carried"),
    [
        (
            "The ferry sank off Port Hale, killing 12.",
            "The ferry sank off Port Hale late on Monday, killing 12.",
            True,
        ),
        (
            "The ferry sank off Port Hale, killing 12.",
            "The ferry sank off Port Hale late on Monday, killing 17.",
            False,
        ),
        ("The ferry sank off Port Hale.", "The ferry did not sink off Port Hale.", False),
        ("The ferry was “overloaded”, the union said.", "The ferry was too full, the union said.", False),
        ("The ferry sank off Port Hale.", "The ferry sank off Cape Orn.", False),
        # Another outlet's words: inflections count as the same, and one name in three may be missing.
        (
            "Minister Jon Vell of Tolmund was charged with fraud.",
            "Vell, the minister from Tolmund, faces charges of fraud.",
            True,
        ),
        ("Jon Vell resigned over the ferry.", "Jon Vell praised the crew of the boat.", False),
    ],
)
def test_a_further_citation_must_carry_the_sentence(text: str, exact: str, carried: bool) -> None:
    assert carries(exact, CitedSentence(text, ())) is carried


def test_what_is_missing_is_named_by_kind() -> None:
    missing = missing_words("Oda Brandt counted 14 in May", "Oda counted them")
    assert [(w, kind_of(w)) for w in missing] == [
        ("Brandt", "name"),
        ("14", "number"),
        ("in", "word"),
        ("May", "date"),
    ]


@pytest.mark.parametrize(
    ("text", "exact", "borne_out"),
    [
        (
            "Transport minister Jon Vell resigned over the sinking of a ferry.",
            "Vell quit as minister of transport after the ferry sank.",
            True,
        ),
        ("The ferry sank, killing 12 people.", "The ferry went down and 17 people were killed.", False),
        ("“The ferry was overloaded”, Vell said.", "Vell said the ferry was overloaded.", True),
        ("“The ferry was overloaded”, Vell said.", "Vell said the ferry was far too full.", False),
        ("Vell resigned over the ferry.", "Vell has not resigned over the ferry.", False),
        ("Jon Vell resigned over the ferry.", "Jon Vell praised the crew of the boat.", False),
        ("COVID-19 patients fill the ward.", "Patients with coronavirus fill the ward.", True),
    ],
)
def test_another_outlet_may_say_it_in_other_words_but_no_other_thing(
    text: str, exact: str, borne_out: bool
) -> None:
    assert bears_out(exact, CitedSentence(text, ())) is borne_out
