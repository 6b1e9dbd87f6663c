"""What is shown side by side must be two sides of one matter: who is accused answers, who speaks is named."""

from __future__ import annotations

import pytest

from tests.publish.ferry_story import document
from writethru.cluster import origins
from writethru.ledger import enter, find_disputes, outcomes
from writethru.settings import Settings

ACCUSED = (
    "Senator Ada Falk accused Minister Jon Vell of hiding a report on the harbour of Tolmund.",
    "Minister Jon Vell denied the accusation on Monday. “That never happened,” Vell said.",
)
# Who is accused is not who denies.
OTHERS = (
    "Senator Ada Falk accused Minister Ole Brandt of spoiling the vote on Jon Vell, the harbour's new director.",
    "Jon Vell denied the new accusation by a former clerk on Monday.",
)
# The claim was made by somebody else, as the denial says.
RAISED = (
    "Ada Falk said she had settled the pending charges with Jon Vell, claiming that he left in exchange for a deal.",
    "Second, Vell had denied claims raised by Ole Brandt that Jon Vell oversaw the theft of the donors' data.",
)
# They share a country's name and no matter.
NAMES_ONLY = (
    "Ada Falk said the North Sarn Union could become as poor as East Marn under such a tax.",
    "Trade adviser Jon Vell denied that the North Sarn Union and East Marn had agreed on lower duties.",
)


def disputes(texts: tuple[str, str]) -> list[set[str]]:
    """Return the holders of each dispute of two short reports."""
    documents = [
        document(f"Outlet {n}", f"Report {n}", f"2031-04-02T{8 + n:02}:00:00Z", text)
        for n, text in enumerate(texts)
    ]
    assertions = [a for d in documents for a in enter(d)]
    found = find_disputes(documents, assertions, origins(documents), settings=Settings())
    return [{c.holder for c in d.contentions} for d in found]


def test_an_accusation_and_its_denial_are_shown() -> None:
    assert {"Ada Falk", "Jon Vell"} in disputes(ACCUSED)


@pytest.mark.parametrize("texts", [OTHERS, RAISED, NAMES_ONLY])
def test_two_statements_of_other_matters_are_not(
    texts: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert disputes(texts) == []
    monkeypatch.setattr(outcomes, "is_sound", lambda pair: True)
    monkeypatch.setattr(outcomes, "contends", lambda pair, story: True)
    assert disputes(texts), "these would be taken for two sides of one dispute"


def test_a_group_is_named_as_the_text_names_it() -> None:
    held = disputes(
        (
            "Ada Falk accused Democrats of hiding a report on the harbour of Tolmund.",
            "Democrats denied the accusation on Monday. “That never happened,” Democrats said.",
        )
    )
    assert {"Ada Falk", "Democrats"} in held
