from __future__ import annotations

import pytest

from writethru.ledger.objects import read_accusation, read_denial


@pytest.mark.parametrize(
    ("before", "content", "proposition", "form", "agent", "noun"),
    [
        ("Reue denied ", "that he hid the survey, Falk wrote", "he hid the survey", "clause", "", ""),
        ("Reue denied ", "hiding the survey of the dyke", "hiding the survey of the dyke", "doing", "", ""),
        (
            "Reue has denied ",
            "any collusion with the ferry company",
            "collusion with the ferry company",
            "thing",
            "",
            "",
        ),
        ("Reue denied ", "the allegations", "", "", "", "allegation"),
        (
            "Reue rejected ",
            "Falk's claim that the pumps failed",
            "the pumps failed",
            "clause",
            "Falk",
            "claim",
        ),
        ("Reue disputed ", "the claims made by Ines Falk", "", "", "Ines Falk", "claim"),
        ("", "“These allegations are completely false,”", "", "", "", "allegation"),
    ],
)
def test_what_is_denied(
    before: str, content: str, proposition: str, form: str, agent: str, noun: str
) -> None:
    denied = read_denial(before, content)
    assert denied is not None
    assert (denied.proposition, denied.form, denied.agent, denied.noun) == (proposition, form, agent, noun)


@pytest.mark.parametrize(
    ("before", "content"),
    [
        ("Falk did not deny ", "that the pumps failed"),
        ("Falk declined ", "to comment on the allegations"),
        ("The court denied ", "the motion of the ferry company"),
        ("The council rejected ", "the plan for a second bridge"),
        ("Falk said ", "the pumps failed"),
    ],
)
def test_what_is_no_denial(before: str, content: str) -> None:
    assert read_denial(before, content) is None


def test_an_accusation_names_the_accused_and_the_deed() -> None:
    assert read_accusation("Falk accused ", "Tomas Reue of hiding the survey, which he kept") == (
        "Tomas Reue",
        "hiding the survey",
        "doing",
    )
    assert read_accusation("Falk alleged ", "that Reue hid the survey") == (
        "",
        "Reue hid the survey",
        "clause",
    )
    assert read_accusation("Falk said ", "that Reue hid the survey") is None
