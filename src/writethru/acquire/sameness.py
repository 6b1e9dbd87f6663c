"""Whether two articles are one page of one outlet, though their addresses or ids differ."""

from __future__ import annotations

import re

from writethru.acquire import urls
from writethru.records import Article

WORDS = re.compile(r"\w+")
RUN = 4  # words in a row that are compared
LONG = 5  # digits of a number that names a page by itself
# Of 10,611 pairs of articles of one outlet and day 29 share half of their runs of words, nearly all of them one
# page under two addresses; by itself that is too many to go by, with an id or a title in common it is none.
CHANGED = 0.5
RENAMED = 0.25  # where id and title, or id and the number in the address, have both stayed


def is_same(one: Article, other: Article) -> bool:
    """Return whether two articles are revisions or copies of one page: their words decide, not their ids.

    Agency copy of two outlets is not: it has two addresses on two sites, and two publishers.
    """
    if not _is_one_outlet(one, other):
        return False
    same_title = _folded(one.title) == _folded(other.title)
    if same_title and one.text == other.text:
        return _is_one_time(one, other)
    same_id = one.external_id is not None and one.external_id == other.external_id
    same_time = _has_clock(one) and one.published_at == other.published_at
    if not (same_id or same_time) or (_conflict(one, other) and not same_id):
        return False
    named = same_title or bool(_long(one) & _long(other))
    if not (same_id or named):
        return False
    return likeness(one.text, other.text) >= (RENAMED if same_id and named else CHANGED)


def likeness(one: str, other: str) -> float:
    """Return how much of the shorter text the other one has too, in runs of words: 0 to 1."""
    first, second = _runs(one), _runs(other)
    return len(first & second) / max(1, min(len(first), len(second)))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = WORDS.findall(text.casefold())[:4000]
    return set(zip(*(words[n:] for n in range(min(RUN, max(1, len(words))))), strict=False))


def _folded(title: str) -> list[str]:
    return WORDS.findall(title.casefold())


def _is_one_outlet(one: Article, other: Article) -> bool:
    if one.url and other.url and urls.same_site(one.url, other.url):
        return True
    return bool(one.publisher) and one.publisher.casefold() == other.publisher.casefold()


def _is_one_time(one: Article, other: Article) -> bool:
    """Whether what is known of two times lets them be one."""
    if one.published_at is None or other.published_at is None:
        return True
    if _has_clock(one) and _has_clock(other):
        return one.published_at == other.published_at
    return one.day == other.day


def _has_clock(article: Article) -> bool:
    return len(article.dated or "") > len("2031-03-04")


def _long(article: Article) -> frozenset[str]:
    return frozenset(n for n in urls.numbers(article.url) if len(n) >= LONG)


def _conflict(one: Article, other: Article) -> bool:
    """Whether two addresses number two pages."""
    if not one.url or not other.url or _long(one) & _long(other):
        return False
    return urls.numbers(one.url) != urls.numbers(other.url)
