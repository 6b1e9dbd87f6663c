"""What all records share: the frozen base, ids as content hashes, times as ISO text."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from msgspec import Struct


def content_id(*parts: str) -> str:
    """Return the id of a record: 16 hexadecimal digits of the SHA-256 of its parts."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def moment(when: str | None) -> datetime | None:
    """Return ISO text as an aware time in UTC; a bare day is its midnight, no text is None.

    A time without a zone counts as UTC. Raises ValueError for text that is not ISO 8601.
    """
    if not when:
        return None
    parsed = datetime.fromisoformat(when)
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)


def known_moment(when: str | None) -> datetime | None:
    """Return `moment` of a text, None also for what is no time, or is beyond all times."""
    try:
        return moment(when)
    except (ValueError, OverflowError):
        return None


class Record(Struct, frozen=True, gc=False):
    """A value with named fields that never changes."""
