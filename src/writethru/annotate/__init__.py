"""What a text says: sentences, quotations, names, times, quantities, attributions, references, each a Span.

The order is the order in which findings rest on each other. A text in a language without lexicon is
kept and left without findings.
"""

from __future__ import annotations

from datetime import date

from writethru.annotate import lexicon
from writethru.annotate.attributions import find_attributions
from writethru.annotate.dates import find_times
from writethru.annotate.dating import date_events
from writethru.annotate.inserts import find_inserts, placed, without
from writethru.annotate.names import find_names
from writethru.annotate.quantities import find_quantities
from writethru.annotate.quotations import find_quotations
from writethru.annotate.references import find_references, name_speakers
from writethru.annotate.sentences import find_sentences
from writethru.records import AnnotatedArticle, Article, Field, Findings, Mention

__all__ = ["annotate", "annotate_text", "find_quotations", "find_sentences"]


def annotate(article: Article) -> AnnotatedArticle:
    """Return an article with all that was found in its text and its title.

    An article in a language without lexicon comes back with empty findings.
    """
    language = article.language[:2] or lexicon.DEFAULT
    if language not in lexicon.languages():
        return AnnotatedArticle(article, Findings(), Findings())
    with lexicon.reading(language):
        inserts = find_inserts(article.text)
        dated = _known_time(article.dated)
        body = _findings(without(article.text, inserts), dated, "text", (), article.publisher)
        body = placed(body, inserts) if inserts else body
        title = _findings(article.title, dated, "title", body.names, article.publisher)
    return AnnotatedArticle(article, body, title)


def _known_time(when: str | None) -> str | None:
    """Return a time as it is, None for what is none: an article may come from a page, which anybody can have written."""
    try:
        return when if when and date.fromisoformat(when[:10]) else None
    except ValueError:
        return None


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
    names = find_names(text, sentences, field, known)
    times = find_times(text, sentences, published=published, field=field)
    times = date_events(text, sentences, times, published=published, field=field)
    quantities = find_quantities(text, sentences, times=times, field=field)
    found = find_attributions(text, sentences, names, quotations, publisher=publisher, field=field)
    attributions = tuple(sorted(found, key=lambda a: a.start))
    references = find_references(text, sentences, names, quotations, attributions, field=field)
    attributions = name_speakers(text, attributions, references, names)
    return Findings(sentences, names, times, quantities, attributions, quotations, references)
