"""The numbered lines of a page's source list, each led to an article: by address, title, outlet and day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from writethru.publish.checking.reading import SourceLine
from writethru.publish.checking.words import words_in
from writethru.records import Article

LEAST_TITLE = 0.6  # of a title's words that a line has to have, to be of that article without an address
SURE = 0.9  # and with so much of it another outlet's name is no bar
Words = frozenset[str]


def match_sources(sources: Sequence[SourceLine], articles: Mapping[str, Article]) -> dict[int, str]:
    """Return the id of the article that each source line names; a line that names none is left out."""
    by_url: dict[str, str] = {}
    for article in articles.values():
        if article.url:
            by_url.setdefault(_bare(article.url), article.id)
    described = [(a.id, _words(a.title), _words(a.publisher), a) for a in articles.values()]
    found: dict[int, str] = {}
    scored: list[tuple[float, int, str]] = []
    for line in sources:
        if (known := next((by_url[_bare(u)] for u in line.urls if _bare(u) in by_url), None)) is not None:
            found[line.number] = known
            continue
        words = _words(line.text)
        for id, title, outlet, article in described:
            score = _score(line.text, words, title, outlet, article)
            if score > 0:
                scored.append((score, line.number, id))
    taken = set(found.values())
    for _, number, id in sorted(scored, reverse=True):
        if number not in found and id not in taken:
            found[number] = id
            taken.add(id)
    return found


def _score(text: str, words: Words, title: Words, outlet: Words, article: Article) -> float:
    """Return how well a line names an article; 0 of one that it does not name."""
    if article.external_id and article.external_id in text:
        return 3.0
    share = len(title & words) / len(title) if title else 0.0
    named = bool(outlet) and len(outlet & words) >= 0.5 * len(outlet)
    day = article.day
    dated = day is not None and str(day.day) in words and (str(day.year) in words or day.isoformat() in text)
    if share >= SURE or (named and share >= LEAST_TITLE):
        return share + 0.5 * named + 0.2 * dated
    return 0.3 + 0.5 * share + 0.2 * dated if named and (dated or share >= 0.3) else 0.0


def _words(text: str) -> Words:
    return frozenset(w.stem for w in words_in(text))


def _bare(url: str) -> str:
    """Return an address without what does not tell pages apart: scheme, `www.`, a slash at the end, a fragment."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    host = (parts.netloc or "").lower().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}" + (f"?{parts.query}" if parts.query else "")
