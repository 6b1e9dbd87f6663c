from __future__ import annotations

import tomllib
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from ferry_story import TEXTS, document
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from writethru.pipeline import verify_page, write_page
from writethru.publish import changes_since, compare_pages, find_changes, revise
from writethru.publish.revisions.net import net_changes
from writethru.records import AnnotatedArticle, Brief, Change, Citation, CitedSentence
from writethru.settings import Settings

CASES = sorted((Path(__file__).parent.parent / "cases" / "revisions").glob("*.toml"))


def page_of(documents: list[AnnotatedArticle]) -> Brief:
    return write_page("ferry", documents, settings=Settings())[0]


def taken_in(documents: list[AnnotatedArticle]) -> list[Brief]:
    """The pages after each of some articles, revised one after the other."""
    pages: list[Brief] = []
    before: list[AnnotatedArticle] = []
    for count in range(1, len(documents) + 1):
        page = page_of(documents[:count])
        if pages:
            page = revise(pages[-1], before, page, documents[:count])
        if not pages or page.revision > pages[-1].revision:
            before = documents[:count]
            pages.append(page)
        else:
            pages[-1] = replace(pages[-1], revision=page.revision)
    return pages


def read(rows: list[dict[str, str]]) -> list[AnnotatedArticle]:
    return [document(r["publisher"], r["title"], r["published"], r["text"].strip()) for r in rows]


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_a_revision_tells_what_its_case_says(path: Path) -> None:
    case: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    before, after = read(case["before"]), read(case["after"])
    previous, whole = page_of(before), [*before, *after]
    page = revise(previous, before, page_of(whole), whole)
    told = [(c.kind, c.now) for c in page.changes] if page.revision > 1 else []
    news = [(kind, now) for kind, now in told if kind != "headline changed"]
    assert len(news) == len(case["changes"]), news
    for wanted in case["changes"]:
        assert any(kind == wanted["kind"] and wanted["now"] in now for kind, now in news), news
    assert page.revision == previous.revision + bool(case["changes"])
    assert page.counts.articles == len(whole)  # the counts grow without a revision too
    found = verify_page(page, {d.article.id: d.article for d in whole})
    assert found.problems == ()


def test_every_change_is_because_of_words_of_a_new_article(documents: list[AnnotatedArticle]) -> None:
    previous, page = page_of(documents[:1]), page_of(documents)
    changes = find_changes(previous, documents[:1], page, documents)
    came = {d.article.id for d in documents[1:]}
    assert changes
    assert all(change.because.citations[0].article in came for change in changes)
    numbers = {note.article: note.number for note in page.sources}
    assert all(c.source == numbers[c.article] for change in changes for c in change.because.citations)


def test_nothing_new_keeps_the_revision_and_its_changes(documents: list[AnnotatedArticle]) -> None:
    previous = revise(page_of(documents[:1]), documents[:1], page_of(documents[:2]), documents[:2])
    assert previous.revision == 2
    first = TEXTS[0]
    copy = document("The Orn Post", first[1], "2031-05-07T12:00:00Z", first[3])
    whole = [*documents[:2], copy]
    page = revise(previous, documents[:2], page_of(whole), whole)
    assert (page.revision, page.counts.articles) == (2, 3)
    assert [(c.kind, c.now) for c in page.changes] == [(c.kind, c.now) for c in previous.changes]
    assert verify_page(page, {d.article.id: d.article for d in whole}).problems == ()


def test_a_change_that_its_words_do_not_carry_is_left_out(documents: list[AnnotatedArticle]) -> None:
    page, article = page_of(documents), documents[-1].article
    words = article.text.partition("\n")[0]
    cited = CitedSentence(words, (Citation(0, article.id, "text", 0, len(words), words),))
    true = Change("correction", "", words, cited)
    invented = replace(true, now="31 ferries sank")
    other = replace(true, because=replace(cited, text="The mayor resigned."))
    found = find_changes(page, documents, page, documents, [invented, other, true])
    assert [change.now for change in found] == [words]


ORDERS = list(permutations(range(len(TEXTS))))


@settings(max_examples=len(ORDERS), deadline=None)
@given(st.sampled_from(ORDERS))
def test_the_last_page_does_not_depend_on_the_order_of_arrival(order: tuple[int, ...]) -> None:
    documents = [document(*TEXTS[place]) for place in order]
    last = taken_in(documents)[-1]
    at_once = page_of([document(*row) for row in TEXTS])
    pages = [replace(page, revision=1, changes=()) for page in (last, at_once)]
    if last.counts.articles == len(TEXTS):
        assert pages[0] == pages[1]
    final = revise(last, documents[: last.counts.articles], page_of(documents), documents)
    assert replace(final, revision=1, changes=()) == pages[1]


def test_the_steps_between_are_left_out() -> None:
    def revised(was: str, now: str) -> Change:
        return Change("figure revised", was, now, CitedSentence(now, ()), CitedSentence(was, ()))

    event = Change("new event", "", "arrested", CitedSentence("arrested", ()))
    found = net_changes([[revised("9", "12"), event], [revised("12", "14")]])
    assert [(c.previously, c.now) for c in found] == [("9", "14"), ("", "arrested")]
    assert found[0].was == CitedSentence("9", ())
    assert net_changes([[revised("9", "12")], [revised("12", "9")]]) == ()


def test_pages_are_compared_text_by_text(documents: list[AnnotatedArticle]) -> None:
    old, new = page_of(documents[:1]), page_of(documents)
    new = revise(old, documents[:1], new, documents)
    found = compare_pages(old, new, changes_since([new.changes], new))
    assert (found.old, found.new, found.counts) == (1, 2, (old.counts, new.counts))
    assert found.changes == new.changes
    assert {note.article for note in found.sources_added} == {d.article.id for d in documents[1:]}
    assert found.sources_gone == ()
    said = {s.text for section in new.sections for s in (section.lead, *section.sentences)}
    assert {a.new.text for a in found.altered if a.part == "section" and a.new} <= said
    same = compare_pages(new, new, ())
    assert (same.changes, same.altered, same.sources_added) == ((), (), ())
