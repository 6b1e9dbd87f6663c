"""Which statements are one claim: wording does not matter, what is said does."""

from __future__ import annotations

from typing import Any

import pytest
from ledger_cases import build

from writethru.ledger import Gathering, Sides, enter, group_claims, oppose, statuses
from writethru.ledger import gathering as gathered
from writethru.ledger.wording import read_wording
from writethru.records import Claim, Origin, Status

OUTLETS = ("Harbour Post", "Valley Times", "Daily Sluice", "Northern Wire")


def article(number: int, text: str, **entry: Any) -> Any:
    return build({"publisher": OUTLETS[number], "published": f"2031-05-0{number + 1}", "text": text, **entry})


def claims_of(*texts: str) -> tuple[Claim, ...]:
    return group_claims([a for n, text in enumerate(texts) for a in enter(article(n, text))])


SAME = [
    (
        "The northern army captured the railway bridge near Werrin.",
        "The railway bridge near Werrin was seized by the northern army.",
    ),
    (
        "The northern army captured the railway bridge near Werrin.",
        "The railway bridge near Werrin fell to the northern army.",
    ),
    (
        "Rebels liberated the harbour town of Gannet.",
        "The harbour town of Gannet is in the hands of rebels.",
    ),
    (
        "Twelve miners died in the Orra colliery.",
        "The Orra colliery fire killed 12 miners.",
    ),
    (
        "The regulator approved the sale of the Tolm ferry company.",
        "The sale of the Tolm ferry company was approved by the regulator.",
    ),
    (
        "Governor Falk resigned over the flooded tunnel.",
        "Governor Falk stepped down over the flooded tunnel.",
    ),
]
DIFFERENT = [
    (
        "The plan would improve the water of the Orra estuary.",
        "The plan would not improve the water of the Orra estuary.",
    ),
    (
        "The landslide killed 12 miners in the Orra colliery.",
        "The landslide killed 15 miners in the Orra colliery.",
    ),
    (
        "Marauders from Gannet attacked traders from Werrin at the market.",
        "Traders from Werrin attacked marauders from Gannet at the market.",
    ),
    (
        "The council of Tolm closed the northern sluice for repairs.",
        "The council of Tolm closed the southern sluice for repairs.",
    ),
    (
        "The court convicted the ferry captain of negligence.",
        "The court acquitted the ferry captain of negligence.",
    ),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_says_the_same_is_one_claim(one: str, other: str) -> None:
    assert len(claims_of(one, other)) == 1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_only_shares_words_is_not(one: str, other: str) -> None:
    assert len(claims_of(one, other)) == 2


def test_different_days_are_two_claims() -> None:
    text = "The council of Tolm closed the northern sluice on Monday."
    days = [
        {"words": "Monday", "day": "2031-04-28"},
        {"words": "Monday", "day": "2031-04-21"},
    ]
    documents = [article(n, text, days=[day]) for n, day in enumerate(days)]
    assert len(group_claims([a for d in documents for a in enter(d)])) == 2


def said(holder: str, cue: str, content: str, **more: Any) -> dict[str, Any]:
    return {"holder": holder, "cue": cue, "content": content, **more}


def judged(*documents: Any, origins: list[Origin] | None = None) -> dict[str, Status]:
    """Return the statuses of a story by the statement of each claim."""
    reports = origins or [Origin(d.article.id, (d.article.id,)) for d in documents]
    sides = Sides(documents, reports)
    claims = oppose(group_claims([a for d in documents for a in enter(d)]), sides)
    return {c.statement.exact: s for c, s in zip(claims, statuses(claims, sides), strict=True)}


FACT = "the northern sluice was opened before the storm"


def test_two_outlets_confirm_and_their_copies_do_not() -> None:
    text = "The northern sluice was opened before the storm."
    documents = [article(n, text) for n in range(2)]
    (apart,) = judged(*documents).values()
    assert (apart.kind, apart.origins) == ("confirmed", 2)
    one = [Origin("one", tuple(d.article.id for d in documents))]
    (together,) = judged(*documents, origins=one).values()
    assert (together.kind, together.origins, together.holders_for) == ("reported", 1, ("Harbour Post",))
    assert "2 articles, 1 report" in together.why


def test_who_speaks_for_a_company_is_its_side() -> None:
    first = article(
        0,
        f"Orra Dredging said {FACT}.",
        says=[said("Orra Dredging", "said", FACT, kind="organisation")],
        names=[{"words": "Orra Dredging", "kind": "organisation"}],
    )
    second = article(
        1,
        f"Lena Voss, a spokeswoman for Orra Dredging, said {FACT}.",
        says=[said("Lena Voss", "said", FACT)],
        names=[{"words": "Lena Voss", "kind": "person"}],
    )
    (found,) = judged(first, second).values()
    assert (found.kind, found.origins) == ("claimed", 2)
    assert "one side" in found.why


def test_ministry_and_army_of_one_country_are_one_side() -> None:
    first = article(
        0,
        f"Tolmar's defence ministry said {FACT}.",
        says=[said("Tolmar's defence ministry", "said", FACT, kind="organisation")],
    )
    second = article(
        1,
        f"The Tolmarian army said {FACT}.",
        says=[said("Tolmarian army", "said", FACT, kind="organisation")],
    )
    (found,) = judged(first, second).values()
    assert found.kind == "claimed"


def test_a_denial_by_another_side_disputes() -> None:
    first = article(0, f"Ines Falk said {FACT}.", says=[said("Ines Falk", "said", FACT)])
    second = article(
        1, f"Tomas Reue denied that {FACT}.", says=[said("Tomas Reue", "denied", FACT, stance="denies")]
    )
    found = judged(first, second)
    assert [s.kind for s in found.values()] == ["disputed", "disputed"]
    affirmed = next(s for s in found.values() if "Ines Falk" in s.holders_for)
    assert affirmed.holders_against == ("Tomas Reue",)


def test_what_an_outlet_could_not_verify_is_unverified() -> None:
    document = article(
        0,
        f"Ines Falk said {FACT}. The Harbour Post could not verify this.",
        says=[said("Ines Falk", "said", FACT)],
    )
    found = judged(document)
    claimed = next(s for s in found.values() if "Ines Falk" in s.holders_for)
    assert claimed.kind == "unverified"
    assert "Harbour Post could not verify" in claimed.why


def test_a_later_higher_toll_supersedes() -> None:
    def toll(number: int, dead: int) -> Any:
        count = {
            "words": f"{dead} miners",
            "low": float(dead),
            "high": float(dead),
            "counted": "miners killed",
        }
        return article(number, f"The landslide killed {dead} miners in the Orra colliery.", counts=[count])

    found = judged(toll(0, 12), toll(1, 15))
    assert sorted(s.kind for s in found.values()) == ["reported", "superseded"]


def test_a_correction_withdraws_what_the_outlet_said() -> None:
    first = article(0, "The northern sluice was opened before the storm.")
    second = build(
        {
            "publisher": OUTLETS[0],
            "published": "2031-05-04",
            "text": "Correction: we wrongly reported that the northern sluice was opened before the storm.",
        }
    )
    assert "withdrawn" in {s.kind for s in judged(first, second).values()}


def test_a_new_statement_is_compared_with_few_however_large_the_story(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = 0
    compare = gathered.compare

    def counting(one: Any, other: Any) -> Any:
        nonlocal asked
        asked += 1
        return compare(one, other)

    monkeypatch.setattr(gathered, "compare", counting)
    words = ("dyke", "bridge", "harbour", "market", "tunnel", "ferry", "quay", "sluice", "mill", "tower")
    growing = Gathering()
    costs = []
    for number in range(240):
        first, second = words[number % 10], words[number // 10 % 10]
        text = f"Engineer {number} inspected the {first} beside the {second} of Werrin with Mara Lind."
        before = asked
        growing.add(enter(build({"publisher": OUTLETS[number % 4], "text": text})))
        costs.append(asked - before)
    heavy = gathered.HEAVY * (gathered.HEAVY - 1) // 2 + gathered.HEAVY
    assert max(costs) <= heavy * (gathered.MOST_SHARING + 1)
    assert sum(costs[-40:]) <= 2 * sum(costs[80:120])


def test_a_wording_knows_what_is_turned_round() -> None:
    (claim,) = claims_of("The northern sluice was not opened before the storm.")
    assert "open" in read_wording(claim.assertions[0]).turned


def test_a_holder_is_named_once_and_in_full() -> None:
    documents = [
        article(
            number,
            f"{name} said {FACT}. Ines Falk left the hall.",
            says=[said(name, "said", FACT)],
            names=[{"words": "Ines Falk", "kind": "person"}],
        )
        for number, name in enumerate(("Ines Falk", "Ms. Falk", "INES FALK"))
    ]
    found = next(s for text, s in judged(*documents).items() if "sluice" in text)
    assert (found.kind, found.holders_for) == ("claimed", ("Ines Falk",))
