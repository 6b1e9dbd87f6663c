"""All ways by which an address comes in, and which addresses go each of them in every run."""

from __future__ import annotations

from typing import Any

from tests.trials import SOAKING
from tests.ways_in import newsroom, reading
from tests.ways_in.paper import REFUSED
from tests.ways_in.way import Way
from writethru.acquire import urls

# In every run each so manieth address goes a way that says nothing else: the more, the less it costs.
PARTS = ((2, reading.LEADING), (5, reading.MENTIONED), (16, newsroom.LEADING), (16, newsroom.MENTIONED))
LEADING = {**reading.LEADING, **newsroom.LEADING}
MENTIONED = {**reading.MENTIONED, **newsroom.MENTIONED}
WAYS: dict[str, Way] = {
    name: way._replace(part=way.part or part) for part, ways in PARTS for name, way in ways.items()
}


def cases(name: str) -> list[dict[str, Any]]:
    """Return the addresses that go a way: all in `make soak`, else a part, another one of each way with as large a part."""
    way = WAYS[name]
    found = REFUSED
    if not SOAKING:
        alike = [other for other, its in WAYS.items() if its.part == way.part]
        found = REFUSED[alike.index(name) % way.part :: way.part]
    if way.start is None and way.do is reading.take_in:
        return [case for case in found if urls.is_url(case["url"])]  # what else is given is a path
    return found
