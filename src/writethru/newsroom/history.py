"""The revisions of a story's page: the next one, those that were, and what is new since one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime

import msgspec

from writethru.errors import StoreFull, StoreLocked, UsageError
from writethru.newsroom.amended import amended, told_changes
from writethru.newsroom.reports import Page
from writethru.newsroom.turned import turned_claims
from writethru.records import (
    Amends,
    AnnotatedArticle,
    Brief,
    Change,
    Citation,
    CitedSentence,
    Difference,
    MadeFrom,
    Revision,
    RevisionNote,
    Since,
    content_id,
    moment,
)
from writethru.settings import Settings
from writethru.store import Store

KNOWN = ("correction", "withdrawal", "story merged", "story split")  # that articles do not tell of themselves
TAKEN_OVER = ("merged", "split", "moved", "undone")  # how articles come that stood in another story


def in_sequence(store: Store, page: Brief, documents: Sequence[AnnotatedArticle], amends: Amends) -> Brief:
    """Return a page under its revision: the next one if its meaning changed since the last that was kept."""
    from writethru.publish import revise

    last = store.last_page(page.story)
    if last is None:
        return page
    known = [*told_changes(last.page, page, amends), *_regrouped(store, last.page, page)]
    before = read_again(store, last.page, documents)
    turned = turned_claims(last.page, before, page, documents)
    return revise(last.page, before, page, documents, known, turned)


def read_again(
    store: Store, page: Brief, at_hand: Sequence[AnnotatedArticle] = ()
) -> tuple[AnnotatedArticle, ...]:
    """Return the articles that a page was made from, in the texts that they had then; those at hand are not read."""
    read = {document.article.id: document for document in at_hand}
    found = (read.get(note.article) or store.article(note.article) for note in reversed(page.sources))
    return tuple(document for document in found if document is not None)


def _regrouped(store: Store, last: Brief, page: Brief) -> Iterator[Change]:
    """Yield what a person did to the story since: articles taken into it, or out of it into another."""
    here, there = ({note.article: note for note in p.sources} for p in (page, last))
    lives = store.lives(id for id in here if id not in there)
    for id, life in lives.items():
        title = here[id].title
        if life and life[-1].kind in TAKEN_OVER and life[-1].act and title:
            yield Change("story merged", "", title, _title(id, title))
            break
    elsewhere = (note for id, note in there.items() if id not in here)
    for note in elsewhere:
        if store.story_of(note.article) not in (None, page.story) and note.title:
            yield Change("story split", note.title, page.headline.text, page.headline)
            break


def _title(article: str, title: str) -> CitedSentence:
    return CitedSentence(title, (Citation(0, article, "title", 0, len(title), title),))


def keep(store: Store, page: Brief, now: datetime | None, settings: Settings) -> bool:
    """Keep a page under its revision; a reader does not fail where it cannot. Return whether it is a new one."""
    with suppress(StoreLocked, StoreFull):
        return store.save_page(page, made_from(page, now, settings))
    return False


def made_from(page: Brief, now: datetime | None, settings: Settings) -> MadeFrom:
    """Return what a page is made from, so that it can be made again."""
    import writethru

    digest = content_id(msgspec.json.encode(settings).decode())
    articles = tuple(note.article for note in reversed(page.sources))
    return MadeFrom(articles, writethru.__version__, digest, now.isoformat() if now else None)


def make_again(store: Store, story: str, number: int, settings: Settings) -> Brief:
    """Make a kept revision again from what it was made from; the same code and settings give the same page."""
    from writethru.pipeline import write_page
    from writethru.publish import revise
    from writethru.records import Problem

    revisions = store.revisions(story)
    kept = {revision.page.revision: revision.page for revision in revisions}
    page, last = kept[number], kept.get(number - 1)
    documents = read_again(store, page)
    skipped = [Problem(s.where, s.why) for s in page.coverage.skipped]
    at = next((r.made_from.at for r in revisions if r.page.revision == number and r.made_from), None)
    texts, amends = amended(store, page.story, documents, at)
    made, _ = write_page(page.story, texts, settings=settings, problems=skipped, amends=amends)
    if last is None:
        return made
    by_hand = [change for change in page.changes if change.kind in KNOWN]
    before = read_again(store, last, texts)
    return revise(last, before, made, texts, by_hand, turned_claims(last, before, made, texts))


def steps(revisions: Sequence[Revision]) -> tuple[RevisionNote, ...]:
    """List revisions, oldest first: when each was, what it changed, which articles came with it."""
    found = []
    before: set[str] = set()
    for revision in revisions:
        page = revision.page
        came = tuple(note for note in page.sources if note.article not in before)
        before = {note.article for note in page.sources}
        changes = page.changes if page.revision > 1 else ()
        found.append(
            RevisionNote(
                page.story, page.revision, page.updated, page.headline.text, changes, came, revision.made_from
            )
        )
    return tuple(found)


def numbered(revisions: Sequence[Revision], number: int, story: str) -> Revision:
    """Return the revision with a number; UsageError when there is none."""
    found = next((r for r in revisions if r.page.revision == number), None)
    if found is None:
        there = (
            f"it has {revisions[0].page.revision} to {revisions[-1].page.revision}"
            if revisions
            else "none is kept"
        )
        raise UsageError(f"story {story} has no revision {number}: {there}")
    return found


def difference(revisions: Sequence[Revision], story: str, old: int | None, new: int | None) -> Difference:
    """Return the difference between two revisions; without numbers the last two."""
    from writethru.publish import changes_since, compare_pages

    last = revisions[-1].page.revision if revisions else 1
    after = numbered(revisions, new if new is not None else last, story).page
    number = old if old is not None else after.revision - 1
    if not number:
        raise UsageError(f"story {story} has one revision only: there is nothing to compare it with")
    before = numbered(revisions, number, story).page
    if number >= after.revision:
        raise UsageError(f"revision {number} does not come before {after.revision}; name the older one first")
    between = [r.page.changes for r in revisions if number < r.page.revision <= after.revision]
    return compare_pages(before, after, changes_since(between, after))


def since(page: Page, revisions: Sequence[Revision], seen: int | str) -> Page:
    """Return a page with what changed since a revision, or since an ISO time, and which sources came."""
    from writethru.publish import changes_since

    number = seen if isinstance(seen, int) else _seen_at(revisions, seen)
    if isinstance(seen, int) and number:
        numbered(revisions, number, page.brief.story)
    old = next((r.page for r in revisions if r.page.revision == number), None)
    known = {note.article for note in old.sources} if old else set()
    came = tuple(note.number for note in page.brief.sources if note.article not in known)
    later = [r.page.changes for r in revisions if r.page.revision > max(number, 1)]
    brief = msgspec.structs.replace(
        page.brief, changes=changes_since(later, page.brief), since=Since(number, came)
    )
    return msgspec.structs.replace(page, brief=brief)


def _seen_at(revisions: Sequence[Revision], when: str) -> int:
    """Return the last revision that there was before a time; 0 when there was none yet.

    One that was made at this very time is new since then, as where stories are listed that changed since.
    """
    try:
        at = moment(when)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"--since: {when!r} is neither a revision nor an ISO 8601 time; give one like 3 or 2031-03-08T12:00:00Z"
        ) from error
    made = [(moment(_made(r)), r.page.revision) for r in revisions]
    return max((number for time, number in made if at and (time is None or time < at)), default=0)


def _made(revision: Revision) -> str | None:
    """Return when a revision could be seen first: when it was made, else the newest time of its articles."""
    return (revision.made_from and revision.made_from.at) or revision.page.updated
