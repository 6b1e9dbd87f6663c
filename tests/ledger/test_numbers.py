"""Numbers and dates that reports give differently, from the texts of invented stories."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from writethru.annotate import annotate
from writethru.ledger import enter, find_disputes
from writethru.records import AnnotatedArticle, Article, Dispute, Origin, TimeExpression, content_id
from writethru.settings import Settings

CASES = sorted((Path(__file__).parent.parent / "cases" / "ledger-numbers").glob("*.json"))


def read(path: Path) -> tuple[dict[str, Any], list[AnnotatedArticle]]:
    """Return a case and its annotated articles."""
    case = json.loads(path.read_text(encoding="utf-8"))
    documents = []
    for entry in case["articles"]:
        key = content_id(entry["publisher"], entry["text"])
        documents.append(annotate(Article(id=key, key=key, language="en", **entry)))
    return case, documents


def find(documents: list[AnnotatedArticle], *reprints: AnnotatedArticle) -> tuple[Dispute, ...]:
    """Return the disputes of number and date, each article an origin of its own; reprints are of the first."""
    everything = [*documents, *reprints]
    assertions = [a for document in everything for a in enter(document)]
    copies = {documents[0].article.id: tuple(r.article.id for r in reprints)}
    own = [Origin(d.article.id, (d.article.id, *copies.get(d.article.id, ()))) for d in documents]
    found = find_disputes(everything, assertions, own, settings=Settings())
    return tuple(d for d in found if d.kind in ("number", "date"))


def told(dispute: Dispute) -> list[Any]:
    """Return the values of a dispute in order."""
    values = [c.value or {} for c in dispute.contentions]
    return sorted(v.get("start") or v.get("low") or v.get("high") for v in values)


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_a_story_tells_its_numbers_and_dates_as_its_case_says(path: Path) -> None:
    case, documents = read(path)
    found = [{"kind": d.kind, "state": d.state, "told": told(d)} for d in find(documents)]
    assert found == case["disputes"], case["why"]


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_the_order_of_articles_does_not_matter(path: Path) -> None:
    documents = read(path)[1]
    first = find(documents)
    assert all(find(list(order)) == first for order in permutations(documents))


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_every_number_stands_in_its_citation(path: Path) -> None:
    documents = {d.article.id: d for d in read(path)[1]}
    for dispute in find(list(documents.values())):
        for contention in dispute.contentions:
            cited, value = contention.statement, contention.value or {}
            found = (
                documents[cited.article].title if cited.field == "title" else documents[cited.article].body
            )
            spans = [*found.quantities, *found.times]
            inside = [s for s in spans if cited.start <= s.start and s.end <= cited.end]
            assert any(
                (value.get("start"), value.get("end")) == s.interval
                if isinstance(s, TimeExpression)
                else (value.get("low"), value.get("high")) == (s.low, s.high)
                for s in inside
            )


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_a_reprint_changes_no_number(path: Path) -> None:
    documents = read(path)[1]
    article = documents[0].article
    again = annotate(replace(article, id=article.id + "r", key=article.key + "r", publisher="The Reprint"))
    told_before = [(d.kind, d.state, told(d)) for d in find(documents)]
    assert [(d.kind, d.state, told(d)) for d in find(documents, again)] == told_before


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_every_position_cites_its_article_word_for_word(path: Path) -> None:
    documents = read(path)[1]
    articles = {d.article.id: d.article for d in documents}
    for dispute in find(documents):
        assert 1 <= len(dispute.topic.split()) <= 12
        for contention in dispute.contentions:
            for citation in (contention.statement, *contention.supporting):
                article = articles[citation.article]
                source = article.title if citation.field == "title" else article.text
                assert source[citation.start : citation.end] == citation.exact
