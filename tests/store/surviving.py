"""Whether a store came through: nothing lost that was acknowledged, nothing doubled, nothing half."""

from __future__ import annotations

from pathlib import Path

from writethru.errors import StoreError
from writethru.store import open_store


def trouble(store: Path, acknowledged: set[str]) -> str:
    """Return what is wrong with a store that was left behind, "" if nothing is; opening it may mend it."""
    if not store.exists():
        return (
            f"there is no store, and {len(acknowledged)} articles were acknowledged" if acknowledged else ""
        )
    try:
        with open_store(str(store)) as opened:
            faults = opened.check()
            articles = [document.article for document, _ in opened.recent()]
            captured = [(capture.url or capture.where, capture.content) for capture in opened.captures()]
            census = opened.census()
    except StoreError as error:
        return f"it does not open: {error}"
    ids, urls = {a.id for a in articles}, {a.url for a in articles}
    if faults:
        return f"it does not hold together: {faults[0]}"
    if lost := acknowledged - ids:
        return f"{len(lost)} of {len(acknowledged)} articles that were acknowledged are lost"
    if not len(ids) == len(urls) == len(articles) == census.articles:
        return f"{len(articles)} articles, with {len(ids)} ids and {len(urls)} addresses"
    if len(set(captured)) != len(captured) or len(captured) < len(articles):
        return f"{len(articles)} articles of {len(captured)} captures, {len(set(captured))} of them different"
    return ""
