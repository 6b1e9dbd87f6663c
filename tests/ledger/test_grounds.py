from __future__ import annotations

import pytest

from writethru.ledger.answers import form_of_answer
from writethru.ledger.rebuttals import points_back

CLAUSES = [
    (
        "After the Harbour Post reported late on Wednesday that Reue would come forward with his letters to say"
        " that he was threatened, an aide of the mayor denied the claim.",
        "Post",
    ),
    (
        "Reue said the bill was fair, but the office of Ines Falk, who wrote it, disputed those assertions.",
        "Reue",
    ),
]


@pytest.mark.parametrize(("exact", "speaker"), CLAUSES)
def test_who_stands_in_another_clause_does_not_deny(exact: str, speaker: str) -> None:
    assert form_of_answer(exact, exact, "", speaker) == ""


def test_who_is_the_subject_denies() -> None:
    exact = "Reue, the mayor, has disputed those assertions."
    assert form_of_answer(exact, exact, "", "Reue") == "points"


@pytest.mark.parametrize(
    "text", ["It was wrong and I am sorry.", "That is true of Sarn, not with the harbour."]
)
def test_a_judgement_of_a_deed_points_at_no_claim(text: str) -> None:
    assert not points_back(text, "")


@pytest.mark.parametrize(
    "text", ["That is not true.", "“This is false,” she said.", "That's a lie and he knows it."]
)
def test_what_is_called_false_was_said_before(text: str) -> None:
    assert points_back(text, "")
