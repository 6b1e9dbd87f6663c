"""The changes of several revisions as one: 9 -> 12 -> 14 is 9 -> 14."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from writethru.records import Change


def net_changes(revisions: Iterable[Iterable[Change]]) -> tuple[Change, ...]:
    """Return the changes of revisions, oldest first, without the steps between; the newest stand first.

    A change follows another of its kind when what it puts aside is what that one brought; one that leads
    back to where it began is none.
    """
    found: list[Change] = []
    for changes in revisions:
        brought: list[Change] = []
        for change in changes:
            earlier = next((c for c in found if _follows(change, c)), None)
            if earlier is None:
                brought.append(change)
                continue
            found.remove(earlier)
            if earlier.previously != change.now:
                brought.append(replace(change, previously=earlier.previously, was=earlier.was))
        found = [*brought, *found]
    return tuple(dict.fromkeys(found))


def _follows(later: Change, earlier: Change) -> bool:
    return bool(later.previously) and later.kind == earlier.kind and later.previously == earlier.now
