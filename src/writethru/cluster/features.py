"""An article as what tells its story apart: weighted terms, names, places, numbers and days.

Only the title and the beginning of the text count: a news article says what it is about first, and its
end is background that many stories share.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib import resources
from itertools import islice, pairwise
from math import log
from sys import intern
from typing import NamedTuple

from msgspec import Struct

from writethru.records import AnnotatedArticle, Mention, Sentence
from writethru.settings import ClusterSettings

_BACKGROUND_ARTICLES = 10_000  # what the background's counts are out of
_TITLE_TERMS = 12  # of the text, where there is no title; the median title of the stream has 7
_ORDINAL_SENTENCES = 5
_OPENING = 1500  # characters in which the written form of a stem is looked for
_ORDINAL = re.compile(r"\d{1,4}(?:st|nd|rd|th)")
# the fifth day of an event and the sixth are one event; "4th of July" is a date
_COUNTED_TIME = frozenset(
    "hour day night week month year centuri anniversari birthday time street avenu place floor "
    "januari februari march april may june juli august septemb octob novemb decemb".split()
)


class Share(NamedTuple):
    """In what share of English news articles a stem stands: as a word, and beyond that in names of the time."""

    lasting: float
    passing: float


@cache
def background() -> dict[str, Share]:
    """Return in what share of English news articles stems stand."""
    text = resources.files(__package__).joinpath("background.en.txt").read_text(encoding="utf-8")
    rows = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    counts = ((term, int(word), int(any_case[0]) if any_case else 0) for term, word, *any_case in rows)
    return {
        term: Share(word / _BACKGROUND_ARTICLES, max(0, named - word) / _BACKGROUND_ARTICLES)
        for term, word, named in counts
    }


class ArticleFeatures(Struct, frozen=True, kw_only=True):
    """What assignment looks at; built once an article and kept while its story is open."""

    article: str  # id
    key: str  # shared by all revisions of the page
    day: int | None  # proleptic ordinal of the day of publication
    at: str | None  # publication time as the article has it
    # stem -> 1 + log of its weighted count, last of the alphabet first, which decides between equal weights;
    # empty for a language not annotated
    terms: dict[str, float]
    title: tuple[str, ...]  # stems of the title; of the first sentence where there is no title
    ordinals: dict[str, frozenset[str]]  # stem -> which one of its kind: package -> {12th}
    names: dict[str, float]  # comparable name -> 1 + log of its count, those of the title counting twice
    people: dict[str, str]  # comparable form -> name as written
    organisations: dict[str, str]
    places: dict[str, str]
    opening: str  # title and first words as written, for reasons


def _counted_names(document: AnnotatedArticle, end: int) -> dict[str, float]:
    """Return the names of the title and of the beginning by the form that is equal for all spellings."""
    counts: Counter[str] = Counter()
    for mention in document.title.names:
        counts[mention.key or mention.name.lower()] += 2
    for mention in document.body.names:
        if mention.start < end:
            counts[mention.key or mention.name.lower()] += 1
    return {intern(key): 1.0 + log(counts[key]) for key in sorted(counts, reverse=True) if key}


def _names(mentions: Iterable[Mention], kinds: frozenset[str], end: int) -> dict[str, str]:
    """Return the names of some kinds as written, by their comparable form: the longest of each."""
    found: dict[str, str] = {}
    for mention in mentions:
        form = mention.key or mention.name.lower()
        if mention.kind in kinds and mention.start < end and len(mention.name) > len(found.get(form, "")):
            found[form] = mention.name
    return found


def _lead(sentences: Iterable[Sentence], limit: int) -> tuple[Counter[str], int]:
    """Return the counted terms of the first sentences, `limit` terms at most, and where they end."""
    counts: Counter[str] = Counter()
    room, end = limit, 0
    for sentence in sentences:
        if sentence.boilerplate not in {"", "fragment", "transcript", "list"}:
            continue
        taken = sentence.terms[:room]
        counts.update(taken)
        room -= len(taken)
        end = sentence.end
        if room <= 0:
            break
    return counts, end


def _title(document: AnnotatedArticle) -> list[str]:
    """Return the terms of the title, or without one the first terms of the text."""
    terms = [term for sentence in document.title.sentences for term in sentence.terms]
    if not terms:
        terms = [term for sentence in document.body.sentences[:4] for term in sentence.terms][:_TITLE_TERMS]
    return terms


def _ordinals(title: list[str], sentences: Iterable[Sentence]) -> dict[str, frozenset[str]]:
    """Return which one of a kind the beginning of an article speaks of: `12th package`."""
    found: dict[str, set[str]] = {}
    beginning = [list(sentence.terms) for sentence in islice(sentences, _ORDINAL_SENTENCES)]
    for run in (title, *beginning):
        for term, following in pairwise(run):
            if _ORDINAL.fullmatch(term) and following not in _COUNTED_TIME and not following[0].isdigit():
                found.setdefault(following, set()).add(term)
    return {stem: frozenset(which) for stem, which in sorted(found.items())}


def features(document: AnnotatedArticle, settings: ClusterSettings) -> ArticleFeatures:
    """Return what assignment looks at in an article; without findings (another language) it has no terms."""
    counts, end = _lead(document.body.sentences, settings.lead_terms)
    terms = {term: float(count) for term, count in counts.items()}
    title = _title(document)
    for term in title:
        terms[term] = terms.get(term, 0.0) + settings.title_weight
    article = document.article
    day: date | None = article.day
    mentions = (*document.title.names, *document.body.names)
    return ArticleFeatures(
        article=article.id,
        key=article.key,
        day=day.toordinal() if day else None,
        at=article.dated,
        # interned: many articles share a term, and looking one up is half as dear where it is one object
        terms={intern(term): 1.0 + log(terms[term]) for term in sorted(terms, reverse=True)},
        title=tuple(intern(term) for term in dict.fromkeys(title)),
        ordinals=_ordinals(title, document.body.sentences),
        names=_counted_names(document, end),
        people=_names(mentions, frozenset({"person"}), end),
        organisations=_names(mentions, frozenset({"organisation"}), end),
        places=_names(mentions, frozenset({"place"}), end),
        opening=f"{article.title}\n{article.text[:_OPENING]}",
    )
