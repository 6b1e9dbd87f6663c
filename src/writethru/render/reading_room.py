"""The pages of the reading room around those of stories: front page, articles, names, search, history, claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from writethru.records import Article, Brief, Counts, Phase, Record, RevisionNote
from writethru.render import wording
from writethru.render.html import Around, policy, templates
from writethru.render.wording import sentences


class Piece(Record, frozen=True):
    """A stretch of a stored text; `id` is where a link to a citation leads."""

    text: str
    cited: bool = False
    id: str = ""


def page(name: str, **values: Any) -> str:
    """Return a page of the reading room."""
    return (
        templates()
        .get_template(name)
        .render(
            **{
                "asked": "",
                "around": Around(atom="/stories.atom"),
                "policy": policy(forms=True),
                **values,
            }
        )
    )


def front_page(
    stories: Sequence[Any], *, title: str = "Stories", under: str = "", none: str = "", more: str = ""
) -> str:
    """Return a list of stories, each with `card` and `phase`, in the order given."""
    rows = [(found, card_parts(found.card, found.phase)) for found in stories]
    return page("front.html.jinja", stories=rows, title=title, under=under, nothing=none, more=more)


def card_parts(card: Any, phase: Phase) -> list[str]:
    """Return how alive a story is, when it was updated, and how much stands behind it."""
    counts = wording.counts_words(Counts(card.articles, card.outlets, card.origins))
    differ = f"{card.disputes} {'point' if card.disputes == 1 else 'points'} on which accounts differ"
    updated = f"updated {wording.moment_words(card.updated)}" if card.updated else "undated"
    return [wording.phase_words(phase), updated, *counts, *([differ] if card.disputes else [])]


def article_page(article: Article, story: str, brief: Brief | None) -> str:
    """Return the stored text of an article, in which what the page of its story cites is marked."""
    cited = sorted(
        {
            (c.start, c.end)
            for sentence in (sentences(brief) if brief else ())
            for c in sentence.citations
            if c.article == article.id and c.field == "text"
        }
    )
    return page(
        "article.html.jinja",
        article=article,
        story=story,
        headline=brief.headline.text if brief else "",
        paragraphs=list(_paragraphs(article.text, cited)),
    )


def _paragraphs(text: str, cited: Sequence[tuple[int, int]]) -> Iterator[list[Piece]]:
    """Yield the pieces of each paragraph; passages that overlap are marked as one."""
    start = 0
    for paragraph in text.split("\n\n"):
        yield list(_pieces(text, start, start + len(paragraph), cited))
        start += len(paragraph) + 2


def _pieces(text: str, start: int, end: int, cited: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    at = start
    for first, last in cited:
        if last <= at or first >= end:
            continue
        if first > at:
            yield Piece(text[at:first])
        stop = min(last, end)
        yield Piece(text[max(at, first) : stop], True, f"c{first}" if first >= at else "")
        at = stop
    if at < end:
        yield Piece(text[at:end])


def marked(text: str, marks: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Return the pieces of a text, and which of them are marked."""
    pieces, at = [], 0
    for start, end in marks:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [*pieces, (text[at:], False)]


def history_page(story: str, headline: str, notes: Sequence[RevisionNote]) -> str:
    """Return the revisions of a story, newest first, each with what it changed."""
    return page("history.html.jinja", story=story, headline=headline, notes=notes)


def claims_page(story: str, headline: str, claims: Sequence[Any]) -> str:
    """Return the claims of a story, each with how firmly it stands."""
    return page("claims_list.html.jinja", story=story, headline=headline, claims=claims)


def about_page(census: Any) -> str:
    """Return what these pages are, how they count, and what they do not do."""
    return page("about.html.jinja", census=census)


def trouble_page(title: str, detail: str) -> str:
    """Return the page that stands where what was asked for is not."""
    return page("trouble.html.jinja", title=title, detail=detail)


def headers(values: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the headers of security that every answer has, and those given."""
    return {
        "Content-Security-Policy": policy(forms=True) + "; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        **(values or {}),
    }
