"""How likely two articles are of one story: what they share, how far apart they are, as a probability.

An article is one sparse vector: the terms of its text, those of its title ("#") and its names ("@"), each
scaled so that a product of two vectors is the evidence in logits. The weights are those of a logistic
regression on labelled pairs (`docs/decisions/0010`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from math import exp, inf, log, sqrt
from operator import mul
from typing import NamedTuple

from writethru.cluster.features import ArticleFeatures
from writethru.cluster.rarity import Rarity, Vector
from writethru.settings import ClusterSettings


class Placed(NamedTuple):
    """An article ready to be compared: what it is about, as a vector."""

    features: ArticleFeatures
    vector: Vector
    found_by: Vector  # its terms that others are looked for by: the heaviest of text, title and names
    as_of: float  # Rarity.as_of when it was weighed
    terms: frozenset[str]  # of the vector: two sets meet in half the time of two vectors
    order: tuple[int, str, str]  # what articles of a story are put in order by, see `order_of`


UNDATED = 10**7  # a day after all others
_GRAIN = 1.5 * 2.0**32  # added and taken away again it rounds a small number to multiples of 2**-20


def placed(features: ArticleFeatures, vector: Vector, found_by: Vector, as_of: float) -> Placed:
    """Return an article ready to be compared."""
    return Placed(features, vector, found_by, as_of, frozenset(vector), order_of(features))


def order_of(features: ArticleFeatures) -> tuple[int, str, str]:
    """Return what articles of a story are put in order by: day, time, id; the undated last."""
    return (features.day or UNDATED, features.at or "", features.article)


def _heaviest(terms: Sequence[str], weights: Sequence[float], limit: int) -> tuple[list[str], list[float]]:
    """Return the heaviest terms and their weights, heaviest first."""
    order = sorted(range(len(terms)), key=weights.__getitem__, reverse=True)[:limit]
    return [terms[i] for i in order], [weights[i] for i in order]


def _scaled(terms: Iterable[str], weights: Sequence[float], square: float) -> Vector:
    """Return terms scaled so that their squares sum to `square`, in multiples of 2**-20.

    Products of such weights add up exactly, so that no order of adding (and sets have none) shows in a sum.
    """
    length = sqrt(sum(map(mul, weights, weights)))
    scale = sqrt(square) / length if length else 0.0
    grain = _GRAIN
    return dict(zip(terms, [weight * scale + grain - grain for weight in weights], strict=True))


def weigh(article: ArticleFeatures, terms: Rarity, names: Rarity, settings: ClusterSettings) -> Placed:
    """Return an article as a vector, by how rare its terms and names are just now."""
    body, title, known = article.terms, article.title, article.names
    weights = list(map(mul, body.values(), terms.of(body)))
    text = _scaled(*_heaviest(list(body), weights, settings.top_terms), settings.text_evidence)
    headline = _scaled([f"#{t}" for t in title], terms.of(title), settings.title_evidence)
    weights = list(map(mul, known.values(), names.of(known)))
    marked = [f"@{n}" for n in known]
    named = _scaled(*_heaviest(marked, weights, settings.top_names), settings.name_evidence)
    found_by = headline | dict(islice(text.items(), settings.heavy_terms))
    found_by.update(islice(named.items(), settings.heavy_names))
    return placed(article, text | headline | named, found_by, terms.as_of)


def shared(one: Placed, other: Placed, settings: ClusterSettings) -> float:
    """Return the evidence that two articles of one day are of one story, in logits: what they share."""
    left, right = one.vector, other.vector
    total = sum([left[term] * right[term] for term in one.terms & other.terms])
    if one.features.ordinals and other.features.ordinals and _numbered_apart(one.features, other.features):
        total -= settings.ordinal_cost
    return total - settings.doubt


def evidence(one: Placed, other: Placed, settings: ClusterSettings) -> float:
    """Return the evidence that two articles are of one story, in logits: what they share, less the days apart."""
    day, theirs = one.features.day, other.features.day
    if day is None or theirs is None:
        return shared(one, other, settings) - settings.undated_cost
    days = min(abs(day - theirs), settings.window_days)
    return shared(one, other, settings) - days * settings.day_cost


def probability(logits: float) -> float:
    """Return the probability that stands for so much evidence."""
    return 1.0 / (1.0 + exp(-logits))


def logits(likely: float) -> float:
    """Return the evidence that makes so probable."""
    return log(likely / (1.0 - likely)) if 0.0 < likely < 1.0 else inf if likely else -inf


def _numbered_apart(one: ArticleFeatures, other: ArticleFeatures) -> bool:
    """Return whether one is about the 12th of something of which the other is about the 13th."""
    theirs = other.ordinals
    return any(stem in theirs and not which & theirs[stem] for stem, which in one.ordinals.items())
