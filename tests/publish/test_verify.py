"""A page without faults passes; each planted fault is caught and named."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from writethru.annotate import annotate
from writethru.publish import cited_texts, drop_faulty, verify
from writethru.publish.walk import rebuild
from writethru.records import Article, Brief, Citation, CitedSentence, Counts, Edit

Articles = dict[str, Article]
Turn = Callable[[CitedSentence], CitedSentence | None]


def change_first(brief: Brief, turn: Turn, where: str = "sections") -> Brief:
    """The page with the first text that `turn` returns something else for changed."""
    done: list[str] = []

    def once(place: str, text: CitedSentence) -> CitedSentence:
        changed = turn(text) if place.startswith(where) and not done else None
        if changed is not None:
            done.append(place)
        return changed or text

    changed = rebuild(brief, once)
    assert done, "nothing to plant the fault in"
    return changed


def kinds(brief: Brief, articles: Articles) -> set[str]:
    return {fault.kind for fault in verify(brief, articles, annotate).problems}


def test_a_page_passes(brief: Brief, articles: Articles) -> None:
    result = verify(brief, articles, annotate)
    assert result.problems == ()
    assert result.checked == result.supported == len(list(cited_texts(brief)))
    assert result.checked > 8


def in_text(pattern: str, new: str) -> Turn:
    """A fault in the text that its edits know nothing of, planted behind the last edit."""

    def turn(text: CitedSentence) -> CitedSentence | None:
        begin = max((e.at[1] for e in text.edits), default=0)
        if not re.search(pattern, text.text[begin:]):
            return None
        return replace(text, text=text.text[:begin] + re.sub(pattern, new, text.text[begin:], count=1))

    return turn


def with_edit(pattern: str, new: str, kind: str) -> Turn:
    """A fault that a recorded edit owns up to."""

    def turn(text: CitedSentence) -> CitedSentence | None:
        match = re.search(pattern, text.text)
        if text.edits or not match:
            return None
        at = match.start()
        edit = Edit(kind, (at, at + len(new)), match.group(), new)  # type: ignore[arg-type]
        return replace(text, text=text.text[:at] + new + text.text[match.end() :], edits=(edit,))

    return turn


@pytest.mark.parametrize(
    ("turn", "kind"),
    [
        (in_text(r"coast guard", "harbour police"), "edit"),
        (with_edit(r"\b17\b", "71", "trim"), "number"),
        (with_edit(r"\b17\b", "71", "trim"), "edit"),
        (with_edit(r"Port Hale", "Port Vell", "trim"), "name"),
        (with_edit(r"coast guard", "[Oda Brandt]", "name"), "name"),
        (with_edit(r"(?<=said)\.", " [7 May].", "date"), "date"),
        (with_edit(r"Port Hale", "Port Hale [9 May]", "date"), "date"),
    ],
)
def test_words_that_are_not_in_the_article(turn: Turn, kind: str, brief: Brief, articles: Articles) -> None:
    assert kind in kinds(change_first(brief, turn, ""), articles)


def test_a_negation_that_an_edit_cut(brief: Brief, articles: Articles) -> None:
    article = next(a for a in articles.values() if "could not" in a.text)
    start = article.text.index("The Courier could not")
    exact = article.text[start : article.text.index("\n\n", start)]
    number = next(n.number for n in brief.sources if n.article == article.id)
    citation = Citation(number, article.id, "text", start, start + len(exact), exact)
    cut = exact.index("not ")
    edit = Edit("trim", (cut, cut), "not ", "")
    planted = CitedSentence(exact.replace("not ", ""), (citation,), (edit,))
    assert "negation" in kinds(change_first(brief, lambda text: planted), articles)


def first_citation(**changes: object) -> Turn:
    def turn(text: CitedSentence) -> CitedSentence:
        return replace(text, citations=(replace(text.citations[0], **changes), *text.citations[1:]))

    return turn


def test_citations_that_lead_nowhere(brief: Brief, articles: Articles) -> None:
    assert "source-number" in kinds(change_first(brief, first_citation(source=99)), articles)
    assert "span" in kinds(change_first(brief, first_citation(start=3)), articles)
    assert "span" in kinds(change_first(brief, first_citation(field="title")), articles)
    assert "article-missing" in kinds(change_first(brief, first_citation(article="0" * 16)), articles)
    assert "uncited" in kinds(change_first(brief, lambda t: replace(t, citations=())), articles)


def test_a_quotation_by_one_character(brief: Brief, articles: Articles) -> None:
    turn = with_edit(r"ten minutes", "tin minutes", "punctuation")
    quoted = next(a for a in articles.values() if "ten minutes" in a.text)
    start, end = quoted.text.index("“We sent"), quoted.text.index("\n\nThe owner")
    number = next(n.number for n in brief.sources if n.article == quoted.id)
    exact = quoted.text[start:end]
    planted = CitedSentence(exact, (Citation(number, quoted.id, "text", start, end, exact),))
    page = change_first(brief, lambda text: turn(planted))
    assert {"quotation", "word"} <= kinds(page, articles)


def test_a_changed_article_is_seen(brief: Brief, articles: Articles) -> None:
    first = next(iter(articles))
    changed = articles | {first: replace(articles[first], text=articles[first].text + " More.")}
    assert "article-changed" in kinds(brief, changed)


def test_a_wrong_date_in_the_timeline(brief: Brief, articles: Articles) -> None:
    entry = brief.timeline[0]
    wrong = replace(entry, when=replace(entry.when, start="2001-01-01", end="2001-01-01"))
    assert "when" in kinds(replace(brief, timeline=(wrong, *brief.timeline[1:])), articles)


def test_one_event_with_two_dates(brief: Brief, articles: Articles) -> None:
    entry = brief.timeline[-1]
    twin = replace(entry, when=replace(entry.when, start="2031-06-01", end="2031-06-01"))
    assert "two-dates" in kinds(replace(brief, timeline=(*brief.timeline, twin), disagreements=()), articles)


def test_counts_must_fit_the_source_list(brief: Brief, articles: Articles) -> None:
    assert "counts" in kinds(replace(brief, counts=Counts(10, 10, 10)), articles)


def test_a_faulty_sentence_goes_and_the_page_stands(brief: Brief, articles: Articles) -> None:
    page = change_first(brief, first_citation(start=3))
    faults = verify(page, articles, annotate).problems
    pruned = drop_faulty(page, faults)
    assert len(list(cited_texts(pruned))) < len(list(cited_texts(page)))
    assert verify(pruned, articles, annotate).problems == ()


def test_a_page_carries_its_own_articles(brief: Brief, articles: Articles) -> None:
    assert verify(replace(brief, articles=dict(articles)), {}, annotate).problems == ()
