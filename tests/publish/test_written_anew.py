"""A page written anew after more articles came is the page that a process would write that has seen nothing before."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from unittest.mock import patch

import msgspec
import pytest
from ferry_story import TEXTS, document
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from writethru import memory
from writethru.cluster import origins as reports
from writethru.cluster.origins import _Readings
from writethru.ledger import amend, enter
from writethru.pipeline import write_page
from writethru.records import AnnotatedArticle, Brief
from writethru.settings import Settings

FERRY = [document(*text) for text in TEXTS]
COPY = [
    document(
        f"Outlet {town}",
        f"{title} ({town})",
        published,
        f"{text}\n\nReaders in {town} gave 400 crowns for the crew.",
    )
    for town in ("Sarn", "Orrin", "Tolm")
    for _, title, published, text in TEXTS
]
READER = sys.modules["writethru.cluster.origins"]
ALL = [*FERRY, *COPY]


def written(documents: Sequence[AnnotatedArticle]) -> tuple[Brief, object]:
    amends = amend(documents)
    return write_page("ferry", documents, settings=Settings(), amends=amends)[0], amends


def from_scratch(documents: Sequence[AnnotatedArticle]) -> tuple[Brief, object]:
    with (
        patch.object(memory, "_MEMORY", memory._Memory()),
        patch.object(READER, "_READINGS", _Readings()),
    ):
        return written(documents)


def again(documents: Sequence[AnnotatedArticle]) -> list[AnnotatedArticle]:
    """The same articles as a store gives them anew: equal, and other objects."""
    return [msgspec.msgpack.decode(msgspec.msgpack.encode(d), type=AnnotatedArticle) for d in documents]


@settings(max_examples=12, deadline=None)
@given(st.permutations(range(len(ALL))), st.lists(st.integers(2, len(ALL)), min_size=2, max_size=4))
def test_what_was_seen_before_changes_no_page(order: list[int], sizes: list[int]) -> None:
    for size in sizes:
        chosen = again([ALL[n] for n in order[:size]])
        assert written(chosen) == from_scratch(chosen)


def test_a_long_story_is_read_on_and_out_of_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(READER, "_READINGS", _Readings())
    ordered = sorted(ALL, key=lambda d: (d.article.order, d.article.id))
    for size in (*range(8, len(ordered) + 1), 9):
        chosen = ordered[:size]
        with patch.object(READER, "_READINGS", _Readings()):
            expected = reports(chosen)
        assert reports(chosen) == expected
    without = [*ordered[:3], *ordered[4:]]
    with patch.object(READER, "_READINGS", _Readings()):
        expected = reports(without)
    assert reports(without) == expected


def test_an_article_that_was_read_anew_is_not_taken_for_the_old_one() -> None:
    one = FERRY[2]
    other = replace(one, article=replace(one.article, publisher="Another Outlet"))
    assert {a.holder for a in enter(one)} & {one.article.publisher}
    assert "Another Outlet" in {a.holder for a in enter(other)}
    assert one.article.publisher not in {a.holder for a in enter(other)}
    assert enter(one) == enter(again([one])[0])


def test_only_so_much_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST", 3 * max(len(d.article.text) for d in FERRY))
    kept = memory._Memory()
    for document_ in ALL:
        kept.of(document_).made[("any",)] = 1
        assert kept._held == sum(len(k.document.article.text) for k in kept._known.values()) <= memory.MOST
    assert kept.of(ALL[-1]).made and not kept.of(ALL[0]).made


def test_of_what_depends_on_the_story_only_the_last_is_remembered() -> None:
    calls: list[str] = []

    @memory.latest
    def told(document_: AnnotatedArticle, origin: str) -> str:
        calls.append(origin)
        return f"{document_.article.publisher} {origin}"

    with patch.object(memory, "_MEMORY", memory._Memory()):
        found = [told(FERRY[0], origin) for origin in ("a", "a", "b", "b", "a")]
    assert [f[-1] for f in found] == ["a", "a", "b", "b", "a"]
    assert calls == ["a", "b", "a"]


def test_a_row_of_the_store_is_read_again_only_if_anything_of_it_changed() -> None:
    one = FERRY[2]
    other = replace(one, article=replace(one.article, publisher="Another Outlet"))
    read: list[AnnotatedArticle] = []

    def kept(row: str, document_: AnnotatedArticle) -> AnnotatedArticle:
        def decode() -> AnnotatedArticle:
            read.append(document_)
            return again([document_])[0]

        return memory.read_again(one.article.id, (row,), decode)

    with patch.object(memory, "_MEMORY", memory._Memory()):
        first = kept("row", one)
        assert (
            kept("row", one) is not first and len(read) == 2
        )  # nothing of it was asked for: it is not remembered
        enter(first)
        assert [kept("row", one) is first for _ in range(3)] == [True] * 3 and len(read) == 3
        assert kept("other row", other).article.publisher == "Another Outlet" and len(read) == 4
        assert kept("row", one) is first and len(read) == 4


def test_what_articles_count_is_added_up_for_what_came_only_and_is_the_same() -> None:
    asked: list[str] = []

    def words(document_: AnnotatedArticle) -> Counter[str]:
        asked.append(document_.article.id)
        return Counter(document_.article.text.split())

    summed = memory.totals(words)
    with patch.object(memory, "_MEMORY", memory._Memory()):
        for chosen in (ALL[:3], ALL[:5], ALL[:4], ALL[2:6], ALL[:6], again(ALL[:6])):
            expected = sum(map(words, chosen), Counter[str]())
            assert summed(chosen) == expected
        asked.clear()
        summed([*ALL[:6], ALL[7]])
        assert asked == [ALL[7].article.id]
        for first in range(len(ALL)):
            summed(ALL[first:])
        asked.clear()
        summed(ALL[:7])  # let go of meanwhile
        assert len(asked) == 7


def test_what_is_made_of_a_story_is_made_again_as_soon_as_an_article_differs() -> None:
    made: list[int] = []

    @memory.latest_of_story
    def size(documents: Sequence[AnnotatedArticle]) -> int:
        made.append(len(documents))
        return len(documents)

    other = replace(ALL[1], article=replace(ALL[1].article, publisher="Another Outlet"))
    with patch.object(memory, "_MEMORY", memory._Memory()):
        for chosen in (ALL[:2], again(ALL[:2]), ALL[:3], [ALL[0], other, ALL[2]]):
            assert size(chosen) == len(chosen)
    assert made == [2, 3, 3]
