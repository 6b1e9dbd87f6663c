"""A page without faults passes; each planted fault is caught and named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from writethru.annotate import annotate
from writethru.publish import cited_texts, drop_faulty, verify
from writethru.publish.edits import undo
from writethru.publish.walk import rebuild
from writethru.records import Article, Brief, Citation, CitedSentence, Counts, Disagreement, Edit, Position

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


def sentence_with(phrase: str, brief: Brief, articles: Articles) -> CitedSentence:
    """The paragraph that holds a phrase, cited as it stands."""
    article = next(a for a in articles.values() if phrase in a.text)
    at = article.text.index(phrase)
    start = article.text.rfind("\n\n", 0, at) + 2 if "\n\n" in article.text[:at] else 0
    end = article.text.find("\n\n", at)
    exact = article.text[start:] if end < 0 else article.text[start:end]
    number = next(n.number for n in brief.sources if n.article == article.id)
    return CitedSentence(exact, (Citation(number, article.id, "text", start, start + len(exact), exact),))


def edited(text: CitedSentence, was: str, now: str, kind: str) -> CitedSentence:
    """The text with one recorded edit."""
    at = text.text.index(was)
    edit = Edit(kind, (at, at + len(now)), was, now)  # type: ignore[arg-type]
    return replace(text, text=text.text[:at] + now + text.text[at + len(was) :], edits=(edit,))


@pytest.mark.parametrize(
    ("phrase", "was", "now", "edit", "kind"),
    [
        ("Divers recovered", "17", "71", "trim", "number"),
        ("Divers recovered", "17", "71", "trim", "edit"),
        ("ran aground", "Cape Orn", "Cape Vell", "trim", "name"),
        ("ran aground", "another ferry", "[Oda Brandt]", "name", "name"),
        ("went down", "Port Hale", "Port Hale [9 May]", "date", "date"),
        ("inquiry would begin", "on Friday", "on Friday [10 May]", "date", "date"),
        ("could not", "not ", "", "trim", "negation"),
        ("ten minutes", "ten minutes", "tin minutes", "punctuation", "quotation"),
        ("ten minutes", "ten minutes", "tin minutes", "punctuation", "word"),
        ("ran aground", "ferry", "boat", "synonym", "edit"),
        ("ran aground", "another ferry", "", "link", "edit"),
    ],
)
def test_an_edit_that_says_more_than_the_article(
    phrase: str, was: str, now: str, edit: str, kind: str, brief: Brief, articles: Articles
) -> None:
    planted = edited(sentence_with(phrase, brief, articles), was, now, edit)
    assert kind in kinds(change_first(brief, lambda text: planted), articles)


def test_a_right_date_edit_passes(brief: Brief, articles: Articles) -> None:
    planted = edited(
        sentence_with("inquiry would begin", brief, articles), "on Friday", "on Friday [9 May]", "date"
    )
    assert kinds(change_first(brief, lambda text: planted), articles) == set()


def test_words_that_no_edit_owns_up_to(brief: Brief, articles: Articles) -> None:
    text = sentence_with("ran aground", brief, articles)
    planted = replace(text, text=text.text.replace("31", "13"))
    assert "edit" in kinds(change_first(brief, lambda text: planted), articles)


def first_citation(**changes: object) -> Turn:
    def turn(text: CitedSentence) -> CitedSentence:
        return replace(text, citations=(replace(text.citations[0], **changes), *text.citations[1:]))

    return turn


def test_citations_that_lead_nowhere(brief: Brief, articles: Articles) -> None:
    assert "source-number" in kinds(change_first(brief, first_citation(source=99)), articles)
    for number in (note.number for note in brief.sources):  # of another article that is on the page
        renumbered = change_first(brief, first_citation(source=number))
        assert renumbered == brief or "source-number" in kinds(renumbered, articles)
    assert "span" in kinds(change_first(brief, first_citation(start=3)), articles)
    body = sentence_with("Divers recovered", brief, articles)
    elsewhere = replace(body, citations=(replace(body.citations[0], field="title"),))
    assert "span" in kinds(change_first(brief, lambda text: elsewhere), articles)
    assert "article-missing" in kinds(change_first(brief, first_citation(article="0" * 16)), articles)
    assert "uncited" in kinds(change_first(brief, lambda t: replace(t, citations=())), articles)


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


def test_a_time_that_is_none_in_what_a_page_carries_is_found_out_and_raises_nothing(
    brief: Brief, articles: Articles
) -> None:
    wrong = {id: replace(a, published=f"'{a.published}") for id, a in articles.items()}
    found = verify(replace(brief, articles=wrong), {}, annotate)
    assert {"source-note", "updated"} & {fault.kind for fault in found.problems}


def test_a_page_carries_its_own_articles(brief: Brief, articles: Articles) -> None:
    assert verify(replace(brief, articles=dict(articles)), {}, annotate).problems == ()


def with_disagreement(brief: Brief, articles: Articles, topic: str, holders: tuple[str, str]) -> Brief:
    """The page with one disagreement, on whether the ferry was overloaded."""
    positions = tuple(
        Position(holder, sentence_with(phrase, brief, articles))
        for holder, phrase in zip(holders, ("denied that the ferry", "union said the ferry"), strict=True)
    )
    point = Disagreement(topic, "outcome", "conflict", positions)
    return replace(brief, disagreements=(point,))


TOPIC = "Whether the ferry had been overloaded"


def test_holders_and_topic_must_be_in_the_words(brief: Brief, articles: Articles) -> None:
    right = with_disagreement(brief, articles, TOPIC, ("Hale Lines", "seafarers’ union"))
    assert kinds(right, articles) == set()
    swapped = with_disagreement(brief, articles, TOPIC, ("seafarers’ union", "Hale Lines"))
    assert "holder" in kinds(swapped, articles)
    rewritten = with_disagreement(
        brief, articles, "Whether the captain was drunk", ("Hale Lines", "seafarers’ union")
    )
    assert "topic" in kinds(rewritten, articles)


def test_a_date_made_finer_than_it_is_told(brief: Brief, articles: Articles) -> None:
    entry = brief.timeline[0]
    finer = replace(entry, when=replace(entry.when, granularity="century"))
    assert "when" in kinds(replace(brief, timeline=(finer, *brief.timeline[1:])), articles)


def test_the_page_says_no_other_time_or_address_than_its_sources(brief: Brief, articles: Articles) -> None:
    assert "updated" in kinds(replace(brief, updated="2031-06-01"), articles)
    elsewhere = replace(brief.sources[0], url="https://elsewhere.example/")
    assert "source-note" in kinds(replace(brief, sources=(elsewhere, *brief.sources[1:])), articles)


def test_a_faulty_topic_takes_its_point_along(brief: Brief, articles: Articles) -> None:
    page = with_disagreement(
        brief, articles, "Whether the captain was drunk", ("Hale Lines", "seafarers’ union")
    )
    assert drop_faulty(page, verify(page, articles, annotate).problems).disagreements == ()


def test_a_faulty_topic_brings_no_faulty_sides_back(brief: Brief, articles: Articles) -> None:
    right = with_disagreement(brief, articles, TOPIC, ("Hale Lines", "seafarers’ union")).disagreements[0]
    rewritten = replace(right, topic="Whether the captain was drunk")
    swapped = replace(
        right, positions=(replace(right.positions[0], holder="seafarers’ union"), right.positions[1])
    )
    page = replace(brief, disagreements=(rewritten, swapped, right))
    pruned = drop_faulty(page, verify(page, articles, annotate).problems)
    assert pruned.disagreements == (right,)


def part_of(phrase: str, start: str, brief: Brief, articles: Articles, end: str = "") -> CitedSentence:
    """A paragraph cited from some words on, and up to others."""
    whole = sentence_with(phrase, brief, articles)
    first = whole.citations[0]
    at = whole.text.index(start)
    to = whole.text.index(end, at) + len(end) if end else len(whole.text)
    exact = whole.text[at:to]
    cited = replace(first, start=first.start + at, end=first.start + to, exact=exact)
    return CitedSentence(exact, (cited,))


def test_a_negation_may_not_be_left_out_of_what_is_cited(brief: Brief, articles: Articles) -> None:
    whole = sentence_with("could not", brief, articles)
    after = whole.text.split("could not ", 1)[1]
    fragment = part_of("could not", after[:12], brief, articles)
    assert "negation" in kinds(change_first(brief, lambda text: fragment), articles)
    assert "negation" not in kinds(change_first(brief, lambda text: whole), articles)


def test_cited_words_begin_and_end_at_words(brief: Brief, articles: Articles) -> None:
    whole = sentence_with("Divers recovered", brief, articles)
    within = part_of("Divers recovered", whole.text[2:9], brief, articles)
    assert "span" in kinds(change_first(brief, lambda text: within), articles)


@pytest.mark.parametrize("at", [(-3, -3), (5, 2)])
def test_an_edit_stands_where_a_text_has_a_place(
    at: tuple[int, int], brief: Brief, articles: Articles
) -> None:
    whole = sentence_with("Divers recovered", brief, articles)
    odd = replace(whole, edits=(Edit("trim", at, "", ""),))
    assert "edit" in kinds(change_first(brief, lambda text: odd), articles)


def test_how_much_of_it_may_not_be_cut(brief: Brief, articles: Articles) -> None:
    article = next(iter(articles.values()))
    said = "At least 12 boats were lost."
    longer = replace(article, text=f"{said}\n\n{article.text}")
    cited = Citation(1, article.id, "text", 0, len(said), said)
    cut = CitedSentence("12 boats were lost.", (cited,), (Edit("trim", (0, 0), "At least ", ""),))
    planted = change_first(brief, lambda text: cut)
    assert "negation" in kinds(planted, {**articles, article.id: longer})


@pytest.mark.parametrize("more", [1, 2**32, 10**30])
def test_a_place_beyond_a_text_is_none(more: int, brief: Brief, articles: Articles) -> None:
    """Python cuts a slice at the ends of a text, so that the words would be right and the place would not."""
    for article in articles.values():
        title = Citation(
            next(n.number for n in brief.sources if n.article == article.id),
            article.id, "title", 0, len(article.title), article.title,
        )  # fmt: skip
        whole = CitedSentence(article.title, (title,))
        assert "span" not in kinds(change_first(brief, lambda text, new=whole: new), articles)  # type: ignore[misc]
        for place in ({"end": title.end + more}, {"start": -more}, {"start": -more, "end": title.end + more}):
            beyond = replace(whole, citations=(replace(title, **place),))
            assert "span" in kinds(change_first(brief, lambda text, new=beyond: new), articles)  # type: ignore[misc]


@pytest.mark.parametrize("more", [1, 2**32, 10**30])
def test_an_edit_beyond_its_text_is_none(more: int) -> None:
    def said(end: int) -> CitedSentence:
        cited = Citation(1, "a" * 16, "text", 0, 10, "It rained.")
        return CitedSentence("It rained!", (cited,), (Edit("punctuation", (9, end), ".", "!"),))

    assert undo(said(10)) == "It rained."
    with pytest.raises(ValueError, match="edit at 9"):
        undo(said(10 + more))
