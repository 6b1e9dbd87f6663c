from __future__ import annotations

from typing import Any

import pytest
from amended import article, cases, pair, swapped
from msgspec.structs import replace

from writethru.ledger import Sides, apply, enter, group_claims, statuses
from writethru.ledger.amendments import (
    amend,
    compare,
    find_corrections,
    has_words,
    judge,
    read_again,
    settled,
)
from writethru.records import NO_EDITS, AnnotatedArticle, Origin, Recheck, Status

BASES: dict[str, Any] = cases("articles")
PAIRS: list[dict[str, Any]] = cases("pairs")["pair"]
NOTES: list[dict[str, Any]] = cases("notes")["note"]
NOTED = [entry for entry in PAIRS if "note" in entry]
AT = "2031-05-15T08:00:00Z"


def test_there_are_enough_pairs_of_each_kind() -> None:
    unchanged = [e for e in PAIRS if not e["kinds"] and "note" not in e]
    assert len(PAIRS) >= 60
    assert len(unchanged) >= 20
    assert len(NOTED) >= 13
    assert len([e for e in PAIRS if e["kinds"] and "note" not in e]) >= 25
    assert len(NOTES) >= 40


@pytest.mark.parametrize("entry", PAIRS, ids=lambda e: str(e["name"]))
def test_a_pair_is_told_by_its_kinds_of_change(entry: dict[str, Any]) -> None:
    earlier, later = pair(entry, BASES)
    amendment = compare(earlier, later)
    assert sorted(kind for kind in amendment.kinds if kind not in NO_EDITS) == sorted(entry["kinds"])
    assert amendment.meaningful is bool(entry["kinds"])
    for change in amendment.changes:
        for cited in (change.was, change.now):
            if cited is not None:
                of = earlier if cited.article == earlier.article.id else later
                whole = of.article.title if cited.field == "title" else of.article.text
                assert whole[cited.start : cited.end] == cited.exact


@pytest.mark.parametrize("entry", PAIRS, ids=lambda e: str(e["name"]))
def test_turned_round_a_pair_is_an_edit_too_or_none(entry: dict[str, Any]) -> None:
    earlier, later = pair(entry, BASES)
    assert compare(later, earlier).meaningful is bool(entry["kinds"])
    assert compare(later, later).kinds == ()


@pytest.mark.parametrize("entry", NOTED, ids=lambda e: str(e["name"]))
def test_a_note_of_a_pair_is_read_and_leads_to_what_was_wrong(entry: dict[str, Any]) -> None:
    earlier, later = pair(entry, BASES)
    amends = amend([later], [earlier, later])
    assert {c.kind for c in amends.corrections} == {entry["note"]}
    if "corrected" in entry:
        assert any(entry["corrected"] in c.sentence.exact for c in amends.corrected)
    assert bool(amends.lost) is (entry["note"] == "withdrawal")


@pytest.mark.parametrize("entry", NOTES, ids=lambda e: str(e["text"])[:50])
def test_a_note_tells_what_was_wrong_and_what_is_right(entry: dict[str, Any]) -> None:
    base = BASES["dam"]
    found = find_corrections(article(base["title"], f"{base['text'].strip()}\n\n{entry['text']}"))
    assert [c.kind for c in found] == ([entry["kind"]] if entry["kind"] else [])
    for correction in found:
        for side in ("wrong", "right"):
            cited = getattr(correction, side)
            assert entry[side] in (cited.exact if cited else "")
        assert correction.wrong is None or entry["wrong"]


def corrected_dam() -> tuple[AnnotatedArticle, AnnotatedArticle]:
    return pair(next(e for e in PAIRS if e["name"] == "a toll corrected, with a note"), BASES)


def reprint(text: str) -> AnnotatedArticle:
    return article("Dam breaks in the hills", text, publisher="Tolmar Wire", published="2031-05-14T09:00:00Z")


def test_a_reprint_of_the_uncorrected_text_is_found_and_an_account_of_ones_own_is_not() -> None:
    earlier, later = corrected_dam()
    copy = reprint(BASES["dam"]["text"])
    own = article(
        "Flood kills nine in Orrin",
        "Police in Orrin spoke of nine dead on Wednesday. A wave had come down the valley at night.",
        publisher="Harbour Post",
    )
    amends = amend([later, copy, own], [earlier, later])
    found = {(c.sentence.article, c.reprint) for c in amends.corrected}
    assert found == {(earlier.article.id, False), (copy.article.id, True)}
    alone = amend([later, copy, own])  # the text before the correction was never seen
    assert {(c.sentence.article, c.reprint) for c in alone.corrected} == {(copy.article.id, True)}


def test_a_reprint_of_the_corrected_text_repeats_no_mistake() -> None:
    earlier, later = corrected_dam()
    copy = reprint(swapped(BASES["dam"]["text"], [["Nine people", "Seven people"]]))
    assert {c.sentence.article for c in amend([later, copy], [earlier, later]).corrected} == {
        earlier.article.id
    }


def claimed(documents: list[AnnotatedArticle], words: str, **known: Any) -> Status:
    """Return the status of the claim that has the words."""
    amends = amend(documents, known.get("texts", ()), known.get("checks", ()))
    origins = [Origin(d.article.id, (d.article.id,)) for d in documents]
    sides = Sides(documents, origins)
    claims = apply(group_claims([a for d in documents for a in enter(d)]), amends)
    found = zip(claims, statuses(claims, sides), strict=True)
    return next(s for c, s in found if any(words in a.citation.exact for a in c.assertions))


def test_a_claim_that_only_a_reprint_still_makes_is_superseded_by_the_correction() -> None:
    earlier, later = corrected_dam()
    copy = reprint(BASES["dam"]["text"])
    status = claimed([later, copy], "Nine people were killed", texts=[earlier, later])
    assert status.kind == "superseded"
    assert "Correction: An earlier version of this article said that nine people" in status.why


def test_a_note_is_no_claim() -> None:
    earlier, later = corrected_dam()
    amends = amend([later], [earlier, later])
    claims = apply(group_claims(list(enter(later))), amends)
    assert not [c for c in claims if "earlier version" in c.statement.exact]


def test_claims_that_rest_on_a_withdrawn_article_alone_are_withdrawn() -> None:
    base = BASES["trial"]
    entry = next(e for e in PAIRS if e["name"] == "a retraction above the text")
    earlier, later = pair(entry, BASES)
    status = claimed([later], "voted 21 to 14", texts=[earlier, later])
    assert (status.kind, "retracted" in status.why) == ("withdrawn", True)
    second = article("City sues auditors", base["text"].split("\n\n")[-1], publisher="Harbour Post")
    assert claimed([later, second], "voted 21 to 14", texts=[earlier, later]).kind != "withdrawn"


def check(outcome: str, at: str, **more: Any) -> Recheck:
    return Recheck("a", at, outcome, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("history", "outcome"),
    [
        ([], "missing"),
        ([("missing", "2031-05-14T09:00:00Z")], "missing"),
        ([("missing", "2031-05-14T08:00:00Z")], "gone"),
        ([("missing", "2031-05-10T08:00:00Z"), ("unchanged", "2031-05-14T07:00:00Z")], "missing"),
        ([("missing", "2031-05-10T08:00:00Z"), ("unreachable", "2031-05-14T07:00:00Z")], "gone"),
        ([("unreachable", "2031-05-01T08:00:00Z")], "missing"),
    ],
)
def test_a_page_is_gone_when_two_looks_a_day_apart_miss_it(
    history: list[tuple[str, str]], outcome: str
) -> None:
    assert judge([check(*entry) for entry in history], check("missing", AT)).outcome == outcome


@pytest.mark.parametrize(
    ("outcomes", "kind"),
    [
        (["gone"], "gone"),
        (["withdrawn"], "withdrawn"),
        (["gone", "unreachable"], "gone"),
        (["gone", "unchanged"], None),
        (["missing"], None),
        (["unreachable", "unreachable"], None),
    ],
)
def test_an_article_is_lost_by_what_its_last_telling_check_found(
    outcomes: list[str], kind: str | None
) -> None:
    document = article(BASES["dam"]["title"], BASES["dam"]["text"])
    checks = [
        replace(check(outcome, f"2031-05-{day}T08:00:00Z"), article=document.article.id)
        for day, outcome in enumerate(outcomes, 15)
    ]
    lost = amend([document], [], checks).lost
    assert [loss.kind for loss in lost] == ([kind] if kind else [])


def test_another_page_in_the_place_of_an_article_is_no_edit_of_it() -> None:
    kept = article(BASES["dam"]["title"], BASES["dam"]["text"])
    error = article("Page not found", "Sorry, we could not find the page. Try the search or our front page.")
    assert read_again(kept, error).outcome == "missing"
    cut = article(BASES["dam"]["title"], BASES["dam"]["text"].strip()[:120], marks=("paywalled",))
    assert (read_again(kept, cut).outcome, read_again(kept, cut).keep) == ("unchanged", False)


def test_what_only_one_way_of_reading_has_is_no_edit() -> None:
    kept = article(BASES["fire"]["title"], BASES["fire"]["text"].strip().rpartition("\n\n")[0])
    page = article("Fire at paint factory", BASES["fire"]["text"])
    assert read_again(kept, page).outcome == "edited"
    assert read_again(kept, page, same_way=False).outcome == "markup only"
    older = article("Fire at paint factory", swapped(BASES["fire"]["text"], [["of 34", "of 43"]]))
    assert read_again(kept, older, same_way=False).outcome == "edited"


def test_a_page_stays_with_the_first_of_texts_that_say_the_same() -> None:
    entries = {e["name"]: e for e in PAIRS}
    first, look = pair(entries["straight quotation marks"], BASES)
    _, edited = pair(entries["a toll grows"], BASES)
    for texts, chosen in (([first, look], first), ([first, look, edited], edited), ([first], first)):
        amends = amend([texts[-1]], texts)
        assert [d.article.id for d in settled([texts[-1]], texts, amends)] == [chosen.article.id]


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("gave way shortly after 10 p.m.", True),
        ('"We heard a noise like a train', True),
        ("Nine people  were killed", True),
        ("Ninety people were killed", False),
        ("About 1200 people were taken", True),
        ("bout 1,200 people weretaken", False),
    ],
)
def test_words_are_found_whatever_their_typography(words: str, there: bool) -> None:
    assert has_words(BASES["dam"]["text"].replace("Nine", "9"), words) is there
