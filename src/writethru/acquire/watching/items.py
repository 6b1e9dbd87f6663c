"""Which items of an answer are new, changed or known, after what is remembered of the feed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from writethru.acquire import feed, urls
from writethru.records import Record, Sign, WatchedItem, content_id

# From so many items on, and where more than half of them say so, it is the feed that does it, not its items.
MANY = 3
# How the names begin that are made of addresses.
ADDRESS = "u"


class Sorted(Record, frozen=True):
    """Items to be read, how many were known, and what is to be remembered from now on."""

    new: tuple[feed.Item, ...] = ()
    changed: tuple[feed.Item, ...] = ()
    known: int = 0
    memory: tuple[WatchedItem, ...] = ()
    signs: tuple[Sign, ...] = ()


def names_of(item: feed.Item, least: int) -> dict[str, str]:
    """Return the names under which an item is known: of its id, its address, and its text if that is whole.

    An address names the same item in all feeds, an id only in its own.
    """
    names: dict[str, str] = {}
    if item.id:
        names["id"] = "i" + content_id(item.id)
    if address := urls.identity(item.url):
        names["url"] = ADDRESS + content_id(address)
    if not names or feed.is_whole(item, least):
        names["text"] = "t" + digest_of(item)
    return names


def digest_of(item: feed.Item) -> str:
    """Return the digest of what an item says; neither its id nor its dates are part of it."""
    return content_id(item.title, item.text)


def is_address(row: WatchedItem) -> bool:
    """Return whether an item is known by its address, which is the same in all feeds."""
    return row.name.startswith(ADDRESS)


def sort_items(
    items: Sequence[feed.Item], known: Mapping[str, WatchedItem], today: str, least: int
) -> Sorted:
    """Sort the items of an answer; `known` has what is remembered under their names.

    An item is changed if another text stands at its address (or under its id, if it has no address), or
    if it says that its page was updated. A feed that dates all its items anew says nothing by that.
    """
    memory = dict(known)
    redated = _redated(items, known, least)
    new: list[feed.Item] = []
    changed: list[feed.Item] = []
    same = renamed = 0
    for item in items:
        names = names_of(item, least)
        fate = _fate(item, names, memory, redated)
        if fate == "new":
            new.append(item)
        elif fate == "changed":
            changed.append(item)
        else:
            same += 1
        renamed += fate != "new" and "id" in names and names["id"] not in known and _was_here(names, known)
        for name in names.values():
            memory[name] = WatchedItem(
                name=name, digest=digest_of(item), modified=item.modified or "", seen=today
            )
    renewed = tuple(row for name, row in memory.items() if known.get(name) != row)
    return Sorted(tuple(new), tuple(changed), same, renewed, _signs(items, renamed, least))


def _fate(item: feed.Item, names: Mapping[str, str], memory: Mapping[str, WatchedItem], redated: bool) -> str:
    at = {kind: memory[name] for kind, name in names.items() if name in memory}
    if "text" in at:
        return "known"
    digest = digest_of(item)
    # The same id at another address may be another item: a reused id tells nothing.
    row = at.get("url") or (None if "url" in names else at.get("id"))
    if row is None:
        return "new"
    if row.digest != digest:
        return "changed"
    updated = bool(item.modified and row.modified and item.modified > row.modified)
    return "changed" if updated and not redated and "text" not in names else "known"


def _was_here(names: Mapping[str, str], known: Mapping[str, WatchedItem]) -> bool:
    """Whether the feed itself has had an item before, not only another feed."""
    return any(known[name].seen for name in names.values() if name in known)


def _redated(items: Sequence[feed.Item], known: Mapping[str, WatchedItem], least: int) -> bool:
    """Whether the feed dates its items anew: most of those known have a later date and the same text."""
    both = later = 0
    for item in items:
        row = known.get(names_of(item, least).get("url", ""))
        if row is not None and row.digest == digest_of(item):
            both += 1
            later += bool(item.modified and row.modified and item.modified > row.modified)
    return both >= MANY and later > both / 2


def _signs(items: Sequence[feed.Item], renamed: int, least: int) -> tuple[Sign, ...]:
    signs: list[Sign] = []
    if not items:
        signs.append("empty")
    elif not any(item.published or item.modified for item in items):
        signs.append("undated")
    if renamed >= MANY and renamed > len(items) / 2:
        signs.append("new-ids")
    if items and not any(feed.is_whole(item, least) for item in items):
        signs.append("teasers")
    return tuple(signs)
