"""How likely two articles are of one story: what they share, how far apart they are, as a probability.

An article is one sparse vector: the terms of its text, those of its title ("#") and its names ("@"), each
scaled so that a product of two vectors is the evidence in logits. The weights are those of a logistic
regression on labelled pairs (`docs/decisions/0010`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice, repeat
from math import exp, fsum, sqrt
from operator import mul
from typing import NamedTuple

from writethru.cluster.features import ArticleFeatures
from writethru.cluster.rarity import Rarity, Vector
from writethru.settings import ClusterSettings


class Placed(NamedTuple):
    """An article ready to be compared: what it is about, as a vector, and the terms it is found by."""

    features: ArticleFeatures
    vector: Vector
    heavy: Vector  # the heaviest terms of the text
    as_of: float  # Rarity.as_of when it was weighed

    @property
    def order(self) -> tuple[int, str, str]:
        """What articles of a story are put in order by: day, time, id; the undated last."""
        features = self.features
        return (features.day or UNDATED, features.at or "", features.article)


UNDATED = 10**7  # a day after all others


def _scaled(
    terms: Iterable[str], weights: Iterable[float], rare: Sequence[float], square: float, limit: int
) -> Vector:
    """Return the heaviest terms, scaled so that their squares sum to `square`, heaviest first."""
    heavy = sorted(zip(map(mul, weights, rare), terms, strict=False), reverse=True)[:limit]
    length = sqrt(sum([w * w for w, _ in heavy]))
    scale = sqrt(square) / length if length else 0.0
    return {t: w * scale for w, t in heavy}


def weigh(article: ArticleFeatures, terms: Rarity, names: Rarity, settings: ClusterSettings) -> Placed:
    """Return an article as a vector, by how rare its terms and names are just now."""
    body, title, known = article.terms, article.title, article.names
    rare = terms.of(body)
    vector = _scaled(body, body.values(), rare, settings.text_evidence, settings.top_terms)
    heavy = dict(islice(vector.items(), settings.heavy_terms))
    of_term = dict(zip(body, rare, strict=True))  # a title's terms are among those of the text
    marked = [f"#{t}" for t in title]
    weights = [of_term[t] for t in title]
    vector |= _scaled(marked, repeat(1.0), weights, settings.title_evidence, len(title))
    marked = [f"@{n}" for n in known]
    vector |= _scaled(marked, known.values(), names.of(known), settings.name_evidence, settings.top_names)
    return Placed(article, vector, heavy, terms.as_of)


def shared(one: Placed, other: Placed, settings: ClusterSettings) -> float:
    """Return the evidence that two articles of one day are of one story, in logits: what they share."""
    left, right = one.vector, other.vector
    # fsum: the order of a set depends on the hash seed
    total = fsum([left[term] * right[term] for term in left.keys() & right.keys()])
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


def _numbered_apart(one: ArticleFeatures, other: ArticleFeatures) -> bool:
    """Return whether one is about the 12th of something of which the other is about the 13th."""
    theirs = other.ordinals
    return any(stem in theirs and not which & theirs[stem] for stem, which in one.ordinals.items())
