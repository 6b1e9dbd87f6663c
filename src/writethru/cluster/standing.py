"""What assignment remembers between two runs: the open articles that changed, and the counts, as bytes.

A run that goes on from here places every article as if there had been no break, and reads nothing again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct, structs

from writethru.cluster.features import ArticleFeatures, features
from writethru.cluster.likeness import Placed, placed
from writethru.cluster.open_stories import OpenStories
from writethru.cluster.rarity import Counts, Waiting
from writethru.records import AnnotatedArticle, Standing, StoryEvent
from writethru.settings import ClusterSettings


class _OpenArticle(Struct, array_like=True):
    features: ArticleFeatures
    picked: bytes  # Placed.picked and .weights
    weights: bytes
    as_of: float
    event: StoryEvent
    settled: bool
    fed: int  # newest day on which its story was fed


class _Waiting(Struct, array_like=True):
    terms: list[str]
    names: list[str]
    share: float


class _Days(Struct, array_like=True):
    today: int
    recent: list[int]
    waiting: list[_Waiting]


_encode = msgspec.msgpack.Encoder().encode


def changes(open_stories: OpenStories) -> Standing:
    """Return what has changed since this was last asked, and take note that it was."""
    articles = {}
    for id in open_stories.changed:
        one = open_stories.articles[id]
        event = open_stories.events[id]
        settled, fed = id not in open_stories.unsettled, open_stories.stories[event.story].alive
        picked, weights = one.picked.astype("<u4").tobytes(), one.weights.astype("<f8").tobytes()
        articles[id] = _encode(_OpenArticle(one.features, picked, weights, one.as_of, event, settled, fed))
    waiting = [_Waiting(list(each.terms), list(each.names), each.share) for each in open_stories.waiting]
    standing = Standing(
        articles,
        tuple(open_stories.gone),
        days=_encode(_Days(open_stories.today, open_stories.recent_days, waiting)),
        counts=_encode(open_stories.rarity.kept()) if open_stories.counted else None,
    )
    open_stories.changed.clear()
    open_stories.gone.clear()
    open_stories.counted = False
    return standing


def restore(kept: Standing, settings: ClusterSettings) -> OpenStories:
    """Return open stories as they were when all of this was kept; the order of articles does not matter.

    Raises msgspec.DecodeError for bytes that are none of ours.
    """
    open_stories = OpenStories(settings)
    if kept.counts is not None:
        open_stories.rarity.restore(msgspec.msgpack.decode(kept.counts, type=Counts))
    if kept.days:
        days = msgspec.msgpack.decode(kept.days, type=_Days)
        open_stories.today, open_stories.recent_days = days.today, days.recent
        numbers = open_stories.rarity.numbers
        for terms, names, share in map(structs.astuple, days.waiting):
            open_stories.waiting.append(Waiting(terms, names, numbers(terms, names), share))
    _enter(kept.articles, open_stories)
    open_stories.changed.clear()
    return open_stories


def _enter(articles: Mapping[str, bytes], open_stories: OpenStories) -> None:
    decode = msgspec.msgpack.Decoder(_OpenArticle).decode
    fed: dict[str, int] = {}
    for id in sorted(articles):
        row = decode(articles[id])
        open_stories.enter(_placed(row, open_stories), row.event)
        fed[row.event.story] = max(fed.get(row.event.story, 0), row.fed)
        if not row.settled:
            open_stories.unsettled[id] = None
    for story, day in fed.items():
        open_stories.stories[story].alive = day


def _placed(row: _OpenArticle, open_stories: OpenStories) -> Placed:
    import numpy as np

    article = row.features
    known = open_stories.rarity.numbers(article.terms, article.names, article.title)
    picked = np.frombuffer(row.picked, "<u4").astype(np.intp)
    weights = np.frombuffer(row.weights, "<f8").astype(np.float64)
    return placed(article, known, picked, weights, row.as_of, open_stories.settings)


def rebuild(kept: Iterable[tuple[AnnotatedArticle, StoryEvent]], settings: ClusterSettings) -> OpenStories:
    """Return open stories made anew from articles and their places, where `Standing` is lost or outdated.

    Articles must come in the order in which they were kept; all of them count as settled.
    """
    open_stories = OpenStories(settings)
    for document, event in kept:
        article = features(document, settings)
        open_stories.today = max(open_stories.today, article.day or 0)
        open_stories.enter(open_stories.weigh(article), event)
        open_stories.count(article.article)
        open_stories.count_waiting(0.0)
    return open_stories
