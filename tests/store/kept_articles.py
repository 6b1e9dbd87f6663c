"""Invented articles for the tests of the store."""

from __future__ import annotations

from writethru.records import (
    AnnotatedArticle,
    Article,
    Assertion,
    Citation,
    Findings,
    Mention,
    Problem,
    Sentence,
    Span,
    StoryEvent,
    content_id,
)
from writethru.store import Addition


def made_article(number: int, text: str = "", **fields: object) -> Article:
    text = text or f"The ferry Osprey {number} ran aground off Lorne. Nobody was hurt."
    url = f"https://ledger.example/{number}"
    given = {
        "key": content_id(url),
        "title": f"Ferry {number} aground",
        "url": url,
        "publisher": "The Ledger",
        "published": f"2031-03-{number % 28 + 1:02}T08:00:00+01:00",
        "language": "en",
        **fields,
    }
    id = content_id(str(given["key"]), str(given["title"]), text)
    return Article(id=id, text=text, **given)  # type: ignore[arg-type]


def made_document(number: int, text: str = "", **fields: object) -> AnnotatedArticle:
    article = made_article(number, text, **fields)
    end = len(article.text)
    body = Findings(
        sentences=(Sentence(0, end, terms=("ferri", "aground")),),
        names=(Mention(0, min(end, 9), kind="other", name="Osprey"),),
    )
    return AnnotatedArticle(article, body, Findings())


def made_addition(number: int, story: str = "s1", text: str = "", **fields: object) -> Addition:
    document = made_document(number, text, **fields)
    article = document.article
    whole = Citation(0, article.id, "text", 0, len(article.text), article.text)
    assertions = tuple(
        Assertion(
            id=content_id(article.id, str(n)),
            article=article.id,
            holder="The Ledger",
            holder_kind="outlet",
            stance="asserts",
            statement=Span(0, len(article.text)),
            citation=whole,
            terms=("ferri",),
        )
        for n in range(3)
    )
    event = StoryEvent("opened", story, article.id, article.published, "no open story is near", 0.0)
    return Addition(document, event, assertions, (Problem(article.url or "", "no byline"),))
