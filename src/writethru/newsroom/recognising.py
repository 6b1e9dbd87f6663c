"""Articles that come under a new address or id are recognised, and get the key of the page that they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from msgspec.structs import replace

from writethru.records import Article, Problem, content_id
from writethru.store import Store

Found = tuple[Article, tuple[Problem, ...]]
MOST = 64  # articles of one moment or id that an article is compared with

_NEVER = datetime.max.replace(tzinfo=UTC)


def recognise(found: Sequence[Found], store: Store) -> list[Found]:
    """Return what was found, in its order, each article under the key of the page that it is.

    An article that is another page than the one whose key it has, as it has only its reused id in
    common with it, gets a key of its own. The order in which a batch is given makes no difference.
    """
    seen = _Seen(store)
    named: dict[str, Article] = {}
    for article, _ in sorted(found, key=lambda pair: (pair[0].published_at or _NEVER, pair[0].id)):
        if article.id not in named:
            named[article.id] = seen.known_as(article)
    return [(replace(named[article.id], where=article.where), problems) for article, problems in found]


class _Seen:
    """The articles of a batch that were looked at, and behind them those that are kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._by_name: dict[tuple[str, object], list[Article]] = defaultdict(list)

    def known_as(self, article: Article) -> Article:
        """Return an article under the key that it is to have, and remember it."""
        from writethru.acquire import is_same

        others = list(self._others(article))
        same = next((other for other in others if is_same(article, other)), None)
        if same is not None:
            article = _under(article, same.key)
        elif article.url is None and any(other.key == article.key for other in others):
            article = _under(article, content_id(article.key, article.title, str(article.day)))
        for name in _names(article):
            if len(self._by_name[name]) < MOST:
                self._by_name[name].append(article)
        return article

    def _others(self, article: Article) -> Iterator[Article]:
        yield from self._store.namesakes(article, MOST)
        for name in _names(article):
            yield from self._by_name.get(name, ())


def _names(article: Article) -> Iterator[tuple[str, object]]:
    """What an article may share with another one that is the same page."""
    if article.external_id is not None:
        yield "id", article.external_id
    yield "time and title", (article.published_at, article.title)
    if len(article.dated or "") > len("2031-03-04"):
        yield "time", (article.published_at, article.publisher)


def _under(article: Article, key: str) -> Article:
    return replace(article, key=key, id=content_id(key, article.title, article.text))
