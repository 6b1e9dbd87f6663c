"""How much is looked at while a page is made: what cannot change it is not, and of a story that grew only what came."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from ferry_story import TEXTS, document

from writethru import memory
from writethru.cluster import origins as reports
from writethru.pipeline import write_page
from writethru.publish import compress, openers, select, spine
from writethru.publish.hanging import may_hang, may_open
from writethru.publish.leads import Lead
from writethru.publish.likeness import (
    CONFIRMS,
    HEADED,
    LEAST_SURE,
    MAIN_CONFIRMS,
    MAIN_TOLD,
    Likeness,
    shared,
)
from writethru.publish.openers import best_opener
from writethru.publish.revisions.told import Told
from writethru.publish.sense import WORD, read_sentence
from writethru.publish.spans import sayings_near
from writethru.records import AnnotatedArticle
from writethru.settings import Settings

READER = sys.modules["writethru.cluster.origins"]
FERRY = [document(*text) for text in TEXTS]


def counted(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> list[tuple[Any, ...]]:
    """Return the list of what a function of a module is asked from now on."""
    asked: list[tuple[Any, ...]] = []
    plain: Callable[..., Any] = getattr(owner, name)

    def counting(*given: Any, **named: Any) -> Any:
        asked.append(given)
        return plain(*given, **named)

    monkeypatch.setattr(owner, name, counting)
    return asked


def test_an_article_alone_is_compared_with_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = FERRY[0]
    expected = reports(
        [alone, document("Lake Mail", "Snow", "2031-03-09", "It snowed in Orrin all day long.")]
    )
    asked = [counted(monkeypatch, READER, "wording"), counted(monkeypatch, select.Told, "like")]
    memory.forget()
    write_page("ferry", [alone], settings=Settings())
    assert reports([alone]) == tuple(o for o in expected if alone.article.id in o.articles)
    assert asked == [[], []]


def test_a_lead_is_looked_for_only_where_a_sentence_could_gain_most() -> None:
    gains = {"a": 0.2, "b": 0.9, "c": 0.9, "d": 0.7, "e": 0.3}
    worth = {"a": 1.0, "b": 0.5, "c": 0.5, "d": 0.6, "e": 0.9}
    asked: list[str] = []

    def fit(one: str, least: float) -> Lead | None:
        asked.append(one)
        return Lead(one, worth[one]) if worth[one] >= least else None  # type: ignore[arg-type]

    def best(least: float) -> str | None:
        asked.clear()
        found = best_opener(
            list(gains),  # type: ignore[arg-type]
            SimpleNamespace(fit=fit),  # type: ignore[arg-type]
            lambda one, worth=1.0: gains[one] * worth,
            least,
        )
        return found and found.lead.text  # type: ignore[return-value]

    assert (best(0.2), asked) == ("b", ["b", "c", "d"])  # the first of two that gain as much
    assert (best(0.6), asked) == ("d", ["b", "c", "d"])
    assert (best(0.9), asked) == ("e", ["b", "c", "d", "e"])
    assert (best(1.1), asked) == (None, ["b", "c", "d", "e", "a"])


def test_lines_that_are_not_reached_are_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []
    checked: set[str] = set()

    class Counting(openers.Choice):
        def __init__(self, headline: Any, material: Any, likeness: Any, check: Any) -> None:
            def noting(text: Any) -> Any:
                checked.add(text.text)
                return check(text)

            super().__init__(headline, material, likeness, noting)

        def leads(self, one: Any) -> Any:
            found = list(super().leads(one))
            lines.extend(lead.text.text for lead in found)
            return iter(found)

    monkeypatch.setattr("writethru.publish.sections.Choice", Counting)
    write_page("ferry", FERRY, settings=Settings())
    assert 0 < len(checked) < len(set(lines))


def test_words_that_may_open_nothing_hang_on_nothing() -> None:
    opened = 0
    for each in FERRY:
        for sentence in each.body.sentences:
            sense = read_sentence(each, sentence)
            words = list(WORD.finditer(sense.words, 0, sense.stop))
            for before, word in pairwise(words):
                given = sense, word.start(), word.group().lower()
                opened += may_open(*given)
                assert may_open(*given) or not may_hang(*given, before)
    assert opened


def test_one_sentence_is_read_into_clauses_once_for_all_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    from writethru.publish.checking import clauses

    clauses.clauses_of_line.cache_clear()
    read = counted(monkeypatch, clauses, "clauses")
    memory.forget()
    write_page("ferry", FERRY[:1], settings=Settings())
    whole = [text for text, start, end, *_ in read if start == 0]
    assert whole and len(whole) == len(set(whole))
    assert compress.clauses_of_line is clauses.clauses_of_line


def test_one_more_article_is_all_that_is_searched_for_words_of_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    memory.forget()
    write_page("ferry", FERRY[:-1], settings=Settings())
    asked = [counted(monkeypatch, spine, "sharing_at_first"), counted(monkeypatch, select, "agreeing_in")]
    write_page("ferry", FERRY, settings=Settings())
    new = FERRY[-1].article.id
    known = {terms for found in asked for d, terms in found if d.article.id != new}
    for found in asked:
        # Of articles that were there before only what sentences ask for that no page had asked for.
        assert {d.article.id for d, terms in found if terms not in known} <= {new}
        assert any(d.article.id == new for d, _ in found)
    assert len(known) < len({terms for found in asked for _, terms in found})


def plainly_confirming(likeness: Likeness, one: Any, other: Any, least: float) -> float:
    """What `confirming` returns, without any bound."""
    sure = likeness.likely(one, other)
    told = likeness.part(shared(one.wording, other.wording), one.whole)
    main = min(one.headed, other.headed) >= HEADED and sure >= MAIN_CONFIRMS and told >= MAIN_TOLD
    return sure if sure >= max(least, LEAST_SURE) and (main or sure + told >= CONFIRMS) else 0.0


@pytest.mark.parametrize("least", [0.0, 0.3, 0.7])
def test_what_may_be_cited_as_well_is_the_same_as_without_any_bound(least: float) -> None:
    copies = [
        document(f"The {n}", d.article.title, d.article.published or "", d.article.text)
        for n, d in enumerate(FERRY)
    ]
    likeness = Likeness([*FERRY, *copies])
    said = [likeness.said(each, sentence) for each in (*FERRY, *copies) for sentence in each.body.sentences]
    found = 0
    for one in said:
        for other in said:
            sure = likeness.confirming(one, other, least)
            found += sure > 0
            expected = plainly_confirming(likeness, one, other, least)
            assert sure == expected or (expected == 0.0 and sure < least)
    assert found > len(said)


def test_what_was_told_is_the_same_at_once_and_one_by_one() -> None:
    whole, grown = Told(FERRY), Told(FERRY[:1])
    for each in FERRY[1:]:
        grown.add(each)
    asked = [
        (frozenset(s.terms), frozenset({"2031-03-04"}), d.article.day)
        for d in FERRY
        for s in d.body.sentences
    ]
    assert [whole.coverage(*a) for a in asked] == [grown.coverage(*a) for a in asked]
    assert {whole.coverage(*a).share == 1.0 for a in asked} == {True, False}


def test_what_is_said_near_a_place_is_all_that_touches_it() -> None:
    def touches(document_: AnnotatedArticle, start: int, end: int) -> list[Any]:
        return [
            a
            for a in document_.body.attributions
            if a.start < end and max(p.end for p in (*a.source, *a.cue, *a.content)) > start
        ]

    for each in FERRY:
        for sentence in each.body.sentences:
            assert list(sayings_near(each, sentence)) == touches(each, sentence.start, sentence.end)
