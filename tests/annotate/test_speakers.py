from __future__ import annotations

import pytest

from writethru.annotate.references import name_speakers
from writethru.records import Attribution, Mention, Span

TEXT = "Ann Poe met Bo Roe. She said it rained."
ANN = Mention(0, 7, kind="person", name="Ann Poe")
BO = Mention(12, 18, kind="person", name="Bo Roe")
SHE = Mention(20, 23, kind="person", name="Ann Poe")


def said(holder: str, kind: str = "person", inner: tuple[Attribution, ...] = ()) -> Attribution:
    return Attribution(
        (Span(20, 23),),
        (Span(24, 28),),
        (Span(29, 38),),
        holder=holder,
        holder_kind=kind,  # type: ignore[arg-type]
        inner=inner,
    )


@pytest.mark.parametrize(
    ("holder", "references", "names", "wanted"),
    [
        ("", (SHE,), (ANN, BO), ("Ann Poe", "person")),
        ("Bo Roe", (SHE,), (ANN, BO), ("Ann Poe", "person")),
        ("Bo Roe", (), (ANN, BO), ("", "unnamed")),
        ("Ann Poe", (), (ANN,), ("Ann Poe", "person")),
    ],
)
def test_a_pronoun_has_the_holder_its_reference_names(
    holder: str, references: tuple[Mention, ...], names: tuple[Mention, ...], wanted: tuple[str, str]
) -> None:
    found = said(holder, "person" if holder else "unnamed")
    (agreed,) = name_speakers(TEXT, (found,), references, names)
    assert (agreed.holder, agreed.holder_kind) == wanted


def test_what_is_reported_within_agrees_too() -> None:
    outer = Attribution((ANN,), (Span(8, 11),), (BO,), "Ann Poe", "person", inner=(said("", "unnamed"),))
    (agreed,) = name_speakers(TEXT, (outer,), (SHE,), (ANN, BO))
    assert agreed.holder == "Ann Poe" and agreed.inner[0].holder == "Ann Poe"


def test_an_outlet_stays_the_holder() -> None:
    found = said("The Example Post", "outlet")
    assert name_speakers(TEXT, (found,), (), (ANN, BO)) == (found,)
