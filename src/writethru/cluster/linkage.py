"""Average linkage over sparse links: what is likeliest one story is joined first.

Method: agglomeration with the average of all pairs (UPGMA, Sokal and Michener 1958), and a brake: a body
whose parts hold together closely takes in nothing that is much less like them than they are like each other.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heapify, heappop, heappush

from msgspec import Struct


class Body(Struct):
    """What is being joined: its parts in order, how many count for averages, and how they hold together."""

    parts: list[str]
    size: int
    inner: float  # sum of the probabilities between the articles that count
    fixed: int = 0  # parts that are stories of earlier days
    version: int = 0

    def cohesion(self) -> float | None:
        """Return the mean probability that two of its articles are of one story; None for a single one."""
        pairs = self.size * (self.size - 1) / 2
        return self.inner / pairs if pairs else None


Links = dict[str, dict[str, float]]  # symmetric: mean probability between the articles of two bodies


def agglomerate(
    bodies: dict[str, Body],
    links: Links,
    between: Callable[[str, str], float],
    *,
    join: float,
    alone: float,
    brake: float,
) -> list[Body]:
    """Join bodies by average linkage and return what is left, in order of their first parts.

    `links` holds what is known at the start (what is absent counts 0); `between` is asked for the link of
    two stories of earlier days when a new article ties them together. Two bodies are joined while their
    mean probability is at least `join`, two single articles at least `alone`, and no less than `brake` times
    the cohesion of the looser one.
    """
    heap = [
        (-likely, one, other, 0, 0)
        for one, others in links.items()
        for other, likely in others.items()
        if one < other and likely >= join
    ]
    heapify(heap)
    while heap:
        negative, one, other, version, theirs = heappop(heap)
        left, right = bodies.get(one), bodies.get(other)
        if left is None or right is None or (left.version, right.version) != (version, theirs):
            continue
        if not _holds(left, right, -negative, alone, brake):
            continue
        keep, lose = (one, other) if (-left.fixed, one) <= (-right.fixed, other) else (other, one)
        _merge(bodies, links, keep, lose, -negative, between)
        for third, likely in links[keep].items():
            if likely >= join:
                first, second = sorted((keep, third))
                heappush(heap, (-likely, first, second, bodies[first].version, bodies[second].version))
    return sorted(bodies.values(), key=lambda body: body.parts[0])


def _holds(left: Body, right: Body, likely: float, alone: float, brake: float) -> bool:
    known = [c for c in (left.cohesion(), right.cohesion()) if c is not None]
    return likely >= (brake * min(known) if known else alone)


def _merge(
    bodies: dict[str, Body],
    links: Links,
    keep: str,
    lose: str,
    likely: float,
    between: Callable[[str, str], float],
) -> None:
    """Put one body into another, and renew what the whole is linked with."""
    left, right = bodies[keep], bodies.pop(lose)
    mine, theirs = links[keep], links.pop(lose)
    del mine[lose]
    whole = left.size + right.size
    for third in {*mine, *theirs} - {keep, lose}:
        near = mine.get(third)
        if near is None:
            near = between(keep, third) if left.fixed and bodies[third].fixed else 0.0
        far = theirs.get(third)
        if far is None:
            far = between(lose, third) if right.fixed and bodies[third].fixed else 0.0
        mean = (left.size * near + right.size * far) / whole
        mine[third] = links[third][keep] = mean
        links[third].pop(lose, None)
    bodies[keep] = Body(
        [*left.parts, *right.parts],
        whole,
        left.inner + right.inner + likely * left.size * right.size,
        left.fixed + right.fixed,
        max(left.version, right.version) + 1,
    )
