from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_cases import CASES, build, read_case

from writethru.ledger import (
    Gathering,
    Sides,
    enter,
    find_disputes,
    group_claims,
    oppose,
    rank_claims,
    status,
    statuses,
)
from writethru.records import AnnotatedArticle, Assertion, Claim, Origin, Status

PLACES = ("Werrin", "Tolm", "Orra", "Gannet")
HOLDERS = ("Ines Falk", "Tomas Reue", "Mara Lind")
FACTS = (
    "the dyke broke at dawn",
    "two bridges were closed",
    "the pumps failed twice",
    "the mayor left the hall",
    "soldiers seized the old harbour",
)
OUTLETS = ("Harbour Post", "Valley Times", "Daily Sluice", "Northern Wire", "Tolm Echo")
OTHERS = {"Ines Falk": "Greta Moor", "Tomas Reue": "Ulf Stahl", "Mara Lind": "Edda Hain"}


@st.composite
def entries(draw: st.DrawFn) -> list[dict[str, object]]:
    """Stories as case entries: outlets that tell facts in their own words, and as said or denied by others."""
    found: list[dict[str, object]] = []
    for number in range(draw(st.integers(2, 5))):
        text: list[str] = []
        says: list[dict[str, str]] = []
        for _ in range(draw(st.integers(1, 4))):
            fact = f"{draw(st.sampled_from(FACTS))} in {draw(st.sampled_from(PLACES))}"
            if draw(st.booleans()):
                cue, stance = draw(st.sampled_from((("said", "asserts"), ("denied", "denies"))))
                holder = draw(st.sampled_from(HOLDERS))
                if fact not in [entry["content"] for entry in says]:
                    text.append(f"{holder} {cue} that {fact}.")
                    says.append({"holder": holder, "cue": cue, "content": fact, "stance": stance})
            else:
                text.append(fact[0].upper() + fact[1:] + ".")
        day = f"2031-05-0{draw(st.integers(1, 5))}"
        body = " ".join(dict.fromkeys(text)) or "The pumps failed twice in Orra."
        found.append({"publisher": OUTLETS[number], "published": day, "text": body, "says": says})
    return found


def stories() -> st.SearchStrategy[list[AnnotatedArticle]]:
    return entries().map(lambda found: [build(entry) for entry in found])


def single(documents: list[AnnotatedArticle]) -> list[Origin]:
    return [Origin(d.article.id, (d.article.id,)) for d in documents]


def reprint(document: AnnotatedArticle) -> AnnotatedArticle:
    said = [
        {
            "holder": a.holder,
            "cue": document.article.text[a.cue[0].start : a.cue[0].end],
            "content": document.article.text[a.content[0].start : a.content[0].end],
            "stance": a.stance,
        }
        for a in document.body.attributions
    ]
    entry = {"publisher": "Zeta Mail", "published": "2031-05-09", "text": document.article.text, "says": said}
    return build(entry)


def entered(documents: list[AnnotatedArticle]) -> list[Assertion]:
    return [a for d in documents for a in enter(d)]


def ledger(
    documents: list[AnnotatedArticle], origins: list[Origin]
) -> tuple[tuple[Claim, ...], tuple[Status, ...]]:
    sides = Sides(documents, origins)
    claims = oppose(group_claims(entered(documents)), sides)
    return claims, statuses(claims, sides)


def told(found: tuple[Status, ...]) -> list[tuple[object, ...]]:
    return sorted((s.kind, s.holders_for, s.holders_against, s.origins) for s in found)


@settings(max_examples=40, deadline=None)
@given(stories(), st.data())
def test_a_reprint_changes_no_status(documents: list[AnnotatedArticle], data: st.DataObject) -> None:
    _, before = ledger(documents, single(documents))
    copied = data.draw(st.sampled_from(documents))
    copy = reprint(copied)
    origins = [
        Origin(o.id, (*o.articles, copy.article.id)) if copied.article.id in o.articles else o
        for o in single(documents)
    ]
    _, after = ledger([*documents, copy], origins)
    assert told(before) == told(after)


@settings(max_examples=40, deadline=None)
@given(stories(), st.randoms(use_true_random=False))
def test_the_order_of_articles_does_not_matter(
    documents: list[AnnotatedArticle], chance: random.Random
) -> None:
    shuffled = documents[:]
    chance.shuffle(shuffled)
    origins = single(documents)
    assert ledger(documents, origins) == ledger(shuffled, origins[::-1])
    ones, others = entered(documents), entered(shuffled)
    assert find_disputes(documents, ones, origins) == find_disputes(shuffled, others, origins[::-1])


@settings(max_examples=40, deadline=None)
@given(stories())
def test_claims_grow_article_by_article_as_if_read_at_once(documents: list[AnnotatedArticle]) -> None:
    growing = Gathering()
    for document in documents:
        growing.add(enter(document))
        growing.claims()
    assert growing.claims() == group_claims(entered(documents))


@settings(max_examples=40, deadline=None)
@given(stories())
def test_every_assertion_is_in_one_claim_and_no_origin_counts_twice(
    documents: list[AnnotatedArticle],
) -> None:
    assertions = entered(documents)
    claims, _ = ledger(documents, single(documents))
    assert sorted(a.id for c in claims for a in c.assertions) == sorted({a.id for a in assertions})
    together = [Origin("one", tuple(d.article.id for d in documents))]
    for claim in claims:
        assert status(claim, together).origins == 1
        assert status(claim, single(documents)).origins == len({a.article for a in claim.assertions})
        assert status(claim, together).kind != "confirmed"
        assert not {a.id for a in claim.assertions} & {a.id for a in claim.against}


@settings(max_examples=40, deadline=None)
@given(stories())
def test_an_article_more_removes_no_assertion(documents: list[AnnotatedArticle]) -> None:
    fewer, all_of_them = (ledger(d, single(d))[0] for d in (documents[:-1], documents))
    assert {a.id for c in fewer for a in c.assertions} <= {a.id for c in all_of_them for a in c.assertions}
    for document in documents:
        assert enter(document) == enter(document)


@settings(max_examples=40, deadline=None)
@given(entries())
def test_renaming_all_parties_changes_no_status(found: list[dict[str, object]]) -> None:
    def renamed(value: object) -> object:
        if isinstance(value, str):
            for name, other in OTHERS.items():
                value = value.replace(name, other)
            return value
        if isinstance(value, list):
            return [renamed(item) for item in value]
        return {key: renamed(item) for key, item in value.items()} if isinstance(value, dict) else value

    documents = [build(entry) for entry in found]
    others = [build({key: renamed(item) for key, item in entry.items()}) for entry in found]
    _, before = ledger(documents, single(documents))
    _, after = ledger(others, single(others))
    plain = [(s.kind, len(s.holders_for), len(s.holders_against), s.origins) for s in before]
    assert sorted(plain) == sorted(
        (s.kind, len(s.holders_for), len(s.holders_against), s.origins) for s in after
    )


@settings(max_examples=40, deadline=None)
@given(stories())
def test_each_claim_is_ranked_once(documents: list[AnnotatedArticle]) -> None:
    sides = Sides(documents, single(documents))
    claims, found = ledger(documents, single(documents))
    ranked = rank_claims(claims, found, sides, {d.article.id: len(d.article.text) for d in documents})
    assert sorted(number for number, _ in ranked) == list(range(len(claims)))
    assert [needed for _, needed in ranked] == sorted((needed for _, needed in ranked), reverse=True)


@settings(max_examples=40, deadline=None)
@given(stories())
def test_both_sides_have_their_holder(documents: list[AnnotatedArticle]) -> None:
    assertions = entered(documents)
    held = {a.holder for a in assertions}
    for dispute in find_disputes(documents, assertions, single(documents)):
        holders = [c.holder for c in dispute.contentions]
        assert len(set(holders)) >= 2
        assert set(holders) <= held


@pytest.mark.parametrize("path", sorted(CASES.glob("*.toml")), ids=lambda p: p.stem)
def test_every_number_stands_in_its_citation(path: Path) -> None:
    _, documents, origins = read_case(path)
    assertions = [a for d in documents for a in enter(d)]
    for dispute in find_disputes(documents, assertions, origins):
        for contention in dispute.contentions if dispute.kind == "number" else ():
            assert contention.value is not None
            low = contention.value["low"]
            assert isinstance(low, float)
            assert str(int(low)) in contention.statement.exact


def test_renaming_both_parties_changes_no_dispute() -> None:
    path = CASES / "denial.toml"
    renamed = (
        path.read_text(encoding="utf-8").replace("Calder Mining", "Sorrel Works").replace("Tolm", "Brede")
    )
    _, documents, origins = read_case(path)
    others = [build(entry) for entry in tomllib.loads(renamed)["article"]]
    first = find_disputes(documents, [a for d in documents for a in enter(d)], origins)
    second = find_disputes(others, [a for d in others for a in enter(d)], single(others))
    assert [(d.kind, d.state, len(d.contentions)) for d in first] == [
        (d.kind, d.state, len(d.contentions)) for d in second
    ]
