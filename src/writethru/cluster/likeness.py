"""How likely two articles are of one story: what they share, how far apart they are, as a probability.

An article is one sparse vector: the terms of its text, those of its title and its names, each scaled so that a
product of two vectors is the evidence in logits. The weights are those of a logistic regression on labelled
pairs (`docs/decisions/0010`).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, inf, log, sqrt
from typing import TYPE_CHECKING

from msgspec import Struct

from writethru.cluster.features import ArticleFeatures
from writethru.cluster.rarity import Rarity
from writethru.settings import ClusterSettings

if TYPE_CHECKING:
    from writethru.cluster.rarity import Numbers, Weights


class Placed(Struct, frozen=True, eq=False):
    """An article ready to be compared: what it is about, as a vector."""

    features: ArticleFeatures
    known: Numbers  # of its terms, names and title
    picked: Numbers  # which of these make the vector: of the text, heaviest last; of the title; names, heaviest first
    weights: Weights  # of the vector
    numbers: Numbers  # of the vector: twice that of a term or name, and one more in the title
    found_by: slice  # part of the vector that others are looked for by: the heaviest of text, title and names
    as_of: float  # Rarity.as_of when it was weighed
    order: tuple[int, str, str]  # what articles of a story are put in order by, see `order_of`


UNDATED = 10**7  # a day after all others
_GRAIN = 1.5 * 2.0**32  # added and taken away again it rounds a small number to multiples of 2**-20


def order_of(features: ArticleFeatures) -> tuple[int, str, str]:
    """Return what articles of a story are put in order by: day, time, id; the undated last."""
    return (features.day or UNDATED, features.at or "", features.article)


def weigh(
    article: ArticleFeatures, rarity: Rarity, settings: ClusterSettings, known: Numbers | None = None
) -> Placed:
    """Return an article as a vector, by how rare its terms and names are just now.

    Weights are multiples of 2**-20: their products add up exactly, so that no order of adding shows in a sum.
    """
    import numpy as np

    body, names, title = len(article.terms), len(article.names), len(article.title)
    if known is None:
        known = rarity.numbers(article.terms, article.names, article.title)
    rare = rarity.of(known)
    rare[:body] *= np.fromiter(article.terms.values(), float, body)
    rare[body : body + names] *= np.fromiter(article.names.values(), float, names)
    heaviest = _heaviest(rare[:body], settings.top_terms)[::-1]
    named = _heaviest(rare[body : body + names], settings.top_names)
    named += body
    picked = np.concatenate((heaviest, np.arange(body + names, len(known)), named))
    weights = rare.take(picked)
    text, headed = len(heaviest), len(heaviest) + title
    for first, end, square in (
        (0, text, settings.text_evidence),
        (text, headed, settings.title_evidence),
        (headed, len(weights), settings.name_evidence),
    ):
        part = weights[first:end]
        length = part.dot(part)
        if length > 0.0:
            part *= sqrt(square) / sqrt(length)
    weights += _GRAIN
    weights -= _GRAIN
    return placed(article, known, picked, weights, rarity.as_of, settings)


def placed(
    article: ArticleFeatures,
    known: Numbers,
    picked: Numbers,
    weights: Weights,
    as_of: float,
    settings: ClusterSettings,
) -> Placed:
    """Return an article ready to be compared."""
    title, names = len(article.title), min(len(article.names), settings.top_names)
    text = len(picked) - title - names
    numbers = known.take(picked)
    numbers *= 2
    numbers[text : text + title] += 1
    found_by = slice(max(text - settings.heavy_terms, 0), text + title + min(names, settings.heavy_names))
    return Placed(article, known, picked, weights, numbers, found_by, as_of, order_of(article))


def renumber(article: Placed, new: Numbers) -> None:
    """Number the terms of an article anew, in place."""
    article.known[:] = new[article.known]
    article.numbers[:] = 2 * new[article.numbers >> 1] + (article.numbers & 1)


def _heaviest(weights: Weights, limit: int) -> Numbers:
    """Return where the heaviest weights stand, heaviest first; of equal ones those that come first."""
    return (-weights).argsort(kind="stable")[:limit]


class Scale:
    """Weighs what two articles share. One of them lies spread out, and others are held against it."""

    def __init__(self, rarity: Rarity, settings: ClusterSettings) -> None:
        self._rarity = rarity
        self._settings = settings
        self.clear()

    def clear(self) -> None:
        """Take off what lies there: its numbers are no longer those of its terms."""
        import numpy as np

        self._laid: Placed | None = None
        # The last place stays empty: terms that got their numbers after it was laid out stand there.
        self._spread: Weights = np.zeros(2 * len(self._rarity.counts) + 1)

    def _lay(self, placed: Placed) -> None:
        if len(self._spread) <= 2 * len(self._rarity.counts):
            self.clear()
        elif self._laid is not None:
            self._spread[self._laid.numbers] = 0.0
        self._laid = placed
        self._spread[placed.numbers] = placed.weights

    def shared(self, one: Placed, other: Placed) -> float:
        """Return the evidence that two articles of one day are of one story, in logits: what they share."""
        if self._laid is other:
            one, other = other, one
        elif self._laid is not one:
            self._lay(one)
        total = float(self._spread.take(other.numbers, mode="clip").dot(other.weights))
        if (
            one.features.ordinals
            and other.features.ordinals
            and _numbered_apart(one.features, other.features)
        ):
            total -= self._settings.ordinal_cost
        return total - self._settings.doubt

    def evidence(self, one: Placed, other: Placed) -> float:
        """Return the evidence that two articles are of one story, in logits: what they share, less the days apart."""
        day, theirs, settings = one.features.day, other.features.day, self._settings
        if day is None or theirs is None:
            return self.shared(one, other) - settings.undated_cost
        return self.shared(one, other) - min(abs(day - theirs), settings.window_days) * settings.day_cost

    def by_term(self, one: Placed, others: Sequence[Placed]) -> dict[str, float]:
        """Return what each term of an article's text adds to what it shares with others, on average."""
        import numpy as np

        text = (
            len(one.picked) - len(one.features.title) - min(len(one.features.names), self._settings.top_names)
        )
        sums = np.zeros(text)
        for other in others:
            self._lay(other)
            sums += self._spread.take(one.numbers[:text], mode="clip")
        sums *= one.weights[:text] / max(len(others), 1)
        terms = list(one.features.terms)
        return {
            terms[which]: share
            for which, share in zip(one.picked.tolist(), sums.tolist(), strict=False)
            if share
        }


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
