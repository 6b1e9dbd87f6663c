"""Average linkage over sparse links: what is likeliest one story is joined first.

Method: agglomeration with the average of all pairs (UPGMA, Sokal and Michener 1958).
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heapify, heappop, heappush

from msgspec import Struct


class Body(Struct):
    """What is being joined: its parts in order, and how many articles count for averages."""

    parts: list[str]
    size: int = 1
    fixed: int = 0  # parts that are stories of earlier days
    version: int = 0


Links = dict[str, dict[str, float]]  # symmetric: mean probability between the articles of two bodies


def agglomerate(
    bodies: dict[str, Body],
    links: Links,
    between: Callable[[str, str], float],
    *,
    join: float,
    alone: float,
) -> list[Body]:
    """Join bodies by average linkage and return what is left, in order of their first parts.

    `links` holds what is known at the start (what is absent counts 0); `between` is asked for the link of
    two stories of earlier days when a new article ties them together. Two bodies are joined while their
    mean probability is at least `join`, two single articles at least `alone`.
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
        if left.size == right.size == 1 and -negative < alone:
            continue
        keep, lose = (one, other) if (-left.fixed, one) <= (-right.fixed, other) else (other, one)
        _merge(bodies, links, keep, lose, between)
        for third, likely in links[keep].items():
            if likely >= join:
                first, second = sorted((keep, third))
                heappush(heap, (-likely, first, second, bodies[first].version, bodies[second].version))
    return sorted(bodies.values(), key=lambda body: body.parts[0])


def _merge(
    bodies: dict[str, Body],
    links: Links,
    keep: str,
    lose: str,
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
        left.fixed + right.fixed,
        max(left.version, right.version) + 1,
    )
