"""Which articles are to be fetched again in a round: those that pages of late cite and that were not looked at for longest."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from writethru.records import Brief, moment
from writethru.settings import WatchSettings
from writethru.store import Store

MOST_STORIES = 100  # whose pages are looked through in one round: those with the newest articles


def due_rechecks(
    store: Store, now: datetime, settings: WatchSettings, taken: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the ids of the articles that are due, as many as a round may have, each of another host.

    Those that were `taken` in of late are not.
    """
    if settings.rechecks <= 0:
        return ()
    since = now - timedelta(days=settings.recheck_days)
    late = [
        card.story
        for card in store.cards()
        if card.revision and (last := moment(card.last)) is not None and last >= since
    ]
    waiting: list[tuple[datetime, str, str]] = []
    for story in late[:MOST_STORIES]:
        page = store.current_page(story)
        if page is not None:
            waiting += _waiting(store, page, (since, now - timedelta(hours=settings.recheck_hours)))
    chosen: dict[str, str] = {}
    for _, article, host in sorted(w for w in waiting if w[1] not in taken):
        chosen.setdefault(host, article)
    return tuple(chosen.values())[: settings.rechecks]


def _waiting(
    store: Store, page: Brief, within: tuple[datetime, datetime]
) -> Iterator[tuple[datetime, str, str]]:
    """Yield when an article that a page cites was seen last, its id and its host, if that is long enough ago."""
    from writethru.publish import cited_texts

    cited = {citation.article for _, text in cited_texts(page) for citation in text.citations}
    seen: dict[str, datetime] = {}
    for check in store.rechecks(story=page.story):  # the last one counts
        at = moment(check.at)
        if at is not None:
            seen |= {check.article: at, **({check.now: at} if check.now else {})}
    since, before = within
    for source in page.sources:
        published = moment(source.published)
        if source.article not in cited or not source.url or published is None or published < since:
            continue
        last = max(published, seen.get(source.article, published))
        if last <= before:
            yield last, source.article, urlsplit(source.url).hostname or ""
