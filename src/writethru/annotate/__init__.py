"""What a text says: sentences, quotations, names, times, quantities and attributions, each a Span.

The order is the order in which findings rest on each other. A text in a language without lexicon is
kept and left without findings.
"""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from typing import Any

from writethru.annotate import lexicon
from writethru.annotate.quotations import find_quotations
from writethru.annotate.sentences import find_sentences
from writethru.records import AnnotatedArticle, Article, Field, Findings, Mention

__all__ = ["annotate", "annotate_text", "find_quotations", "find_sentences"]


def _found(module: str, function: str, *arguments: Any, **options: Any) -> Any:
    if find_spec(f"writethru.annotate.{module}") is None:
        return ()
    return getattr(importlib.import_module(f"writethru.annotate.{module}"), function)(*arguments, **options)


def annotate(article: Article) -> AnnotatedArticle:
    """Return an article with all that was found in its text and its title.

    An article in a language without lexicon comes back with empty findings.
    """
    if article.language and article.language[:2] not in lexicon.LANGUAGES:
        return AnnotatedArticle(article, Findings(), Findings())
    body = _findings(article.text, article.published, "text", (), article.publisher)
    title = _findings(article.title, article.published, "title", body.names, article.publisher)
    return AnnotatedArticle(article, body, title)


def annotate_text(
    text: str, *, published: str | None = None, field: Field = "text", names: tuple[Mention, ...] = ()
) -> Findings:
    """Return all that was found in one text.

    `published` (ISO) anchors relative dates; `names` are mentions already known from elsewhere, to which
    shorter forms in this text are joined.
    """
    return _findings(text, published, field, names, "")


def _findings(
    text: str, published: str | None, field: Field, known: tuple[Mention, ...], publisher: str
) -> Findings:
    sentences = find_sentences(text, field)
    quotations = find_quotations(text, field)
    names: tuple[Mention, ...] = _found("names", "find_names", text, sentences, field)
    times = _found("dates", "find_times", text, sentences, published=published, field=field)
    quantities = _found("quantities", "find_quantities", text, sentences, times=times, field=field)
    attributions = _found(
        "attributions",
        "find_attributions",
        text,
        sentences,
        names,
        quotations,
        publisher=publisher,
        field=field,
    )
    return Findings(sentences, names, times, quantities, attributions, quotations)
