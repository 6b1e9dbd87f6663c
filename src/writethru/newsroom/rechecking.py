"""Fetching the pages of kept articles again: unchanged, edited, corrected, withdrawn, gone, moved, or out of reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec.structs import replace

from writethru.errors import FetchError, UsageError
from writethru.newsroom.captures import extracted
from writethru.newsroom.due_rechecks import due_rechecks
from writethru.newsroom.reports import ArticleHistory, Rechecked, Report, naming
from writethru.newsroom.runs import READER, Run, by_itself
from writethru.newsroom.writing import Writing
from writethru.records import (
    AnnotatedArticle,
    Article,
    Capture,
    Problem,
    Recheck,
    StoryEvent,
    content_id,
    moment,
)
from writethru.store import Addition, Reading, capture_id

if TYPE_CHECKING:
    from writethru.acquire import Fetched

GONE, NOT_FOUND, NOT_MODIFIED = 410, 404, 304
NO_PAGE = (
    " line ",
    " item ",
)  # in the place of an article that was no page: a row of a file, an item of a feed
STANDS = ("unchanged", "markup only", "edited", "corrected", "withdrawn", "moved")
SAME_PAGE = "an earlier text of the same page is in the story"


class Rechecking(Writing):
    """Looks again at the pages of what is kept, and tells what became of articles."""

    def recheck(
        self, what: str | Iterable[str] | None = None, *, older_than: timedelta = timedelta()
    ) -> Iterator[Rechecked]:
        """Fetch the pages of articles again and yield what was found, one by one, each kept at once.

        `what` is a story, an article, or ids of articles; without, all that is kept. Articles without an
        address are passed over, and those looked at within `older_than`. An outage is not a withdrawal: a
        page is gone when it says so (410, a notice), or was not found (404, another page in its place) at
        two looks a day apart. Raises UsageError without a present time.
        """
        if self.now is None:
            raise UsageError("a recheck needs the present time; open the newsroom with `now`")
        at = self.now.isoformat(timespec="seconds")
        changed: dict[str, None] = {}
        # What is named is looked up first: where there is no such thing, nothing has begun.
        asked = self._newest(what) if what is None else list(self._newest(what))
        with by_itself(self._store, self.now) as run:
            for kept in asked:
                history = self._store.rechecks(article=kept.article.id)
                last = moment(history[-1].at) if history else None
                if kept.article.url and not (last and self.now - last < older_than):
                    found = self._look_again(kept, history, at, run)
                    if found.check.tells and found.story:
                        changed[found.story] = None
                    yield found
        # And of those that an interrupted recheck has looked at.
        self.revise((*changed, *self._store.behind()))

    def _recheck_cited(self, now: datetime) -> tuple[Rechecked, ...]:
        """Fetch again what pages of late cite and was not looked at for long, as much as a round may; tell who asked to be told."""
        at = now.isoformat(timespec="seconds")
        found: list[Rechecked] = []
        lately = now - timedelta(hours=self.settings.watch.recheck_hours)
        self._taken = {article: taken for article, taken in self._taken.items() if taken > lately}
        due = due_rechecks(self._store, now, self.settings.watch, self._taken)
        if not due:
            return ()
        with by_itself(self._store, now) as run:
            for id in due:
                kept = self._store.texts(article=id)[-1]
                found.append(self._look_again(kept, self._store.rechecks(article=id), at, run))
        changed = dict.fromkeys(f.story for f in found if f.check.tells and f.story)
        if changed:
            self._publish(Report((), (), tuple(changed), ()))
        return tuple(found)

    def history_of(self, article: str) -> ArticleHistory:
        """Return all texts of an article, what changed from each to the next, its notes, and its rechecks."""
        from writethru.ledger.amendments import compare, find_corrections

        id = self.article(article).article.id
        texts = self._store.texts(article=id)
        checks = self._store.rechecks(article=id)
        times = {check.now: check.at for check in reversed(checks) if check.now}
        changes = tuple(
            replace(change, at=change.at or times.get(change.article))
            for one, other in pairwise(texts)
            for change in [compare(one, other)]
        )
        notes = {c.note.exact: c for text in texts for c in find_corrections(text)}
        return ArticleHistory(tuple(t.article for t in texts), changes, tuple(notes.values()), checks)

    def _newest(self, what: str | Iterable[str] | None) -> Iterator[AnnotatedArticle]:
        """Yield the newest text of each article that is asked for, once."""
        seen: set[str] = set()
        for document in self._asked(what):
            if document.article.key not in seen:
                seen.add(document.article.key)
                yield document

    def _asked(self, what: str | Iterable[str] | None) -> Iterator[AnnotatedArticle]:
        if what is None:
            for story in self._store.stories():
                yield from self._store.documents(story.id)
        elif isinstance(what, str) and (asked := self._store.story(what)) is not None:
            yield from self._store.documents(asked.id)
        else:
            for name in [what] if isinstance(what, str) else what:
                yield self._store.texts(article=self.article(name).article.id)[-1]

    def _look_again(
        self, kept: AnnotatedArticle, history: tuple[Recheck, ...], at: str, run: Run
    ) -> Rechecked:
        from writethru.ledger.amendments import judge

        check, document, problems = self._fetched(kept, history, at, run)
        check = judge(history, check)
        texts = [] if document is None else [self._another_text(document, kept, problems)]
        self._store.add_many(texts, rechecks=[check])
        return Rechecked(*naming(kept.article), check, self._store.story_of(kept.article.id) or "")

    def _fetched(
        self, kept: AnnotatedArticle, history: tuple[Recheck, ...], at: str, run: Run
    ) -> tuple[Recheck, AnnotatedArticle | None, tuple[Problem, ...]]:
        """Return what the address of an article answers, and the text to keep, if it is another one."""
        article = kept.article
        answered = (c for c in reversed(history) if c.outcome in STANDS)  # not the page that says it is gone
        known = next((c for c in answered if c.etag or c.last_modified), None)
        same = known is not None and known.now in (None, article.id)
        validators = (
            {"etag": known.etag, "last_modified": known.last_modified} if known is not None and same else {}
        )
        url = next((c.url for c in reversed(history) if c.outcome == "moved" and c.url), article.url) or ""
        try:
            got = run.keeping(self._get)(url, **validators)  # of now, whatever was brought before
        except FetchError as error:
            return _failed(article, at, error), None, ()
        check = Recheck(
            article.id, at, "unchanged", "", None, got.url, got.status, got.etag, got.last_modified
        )
        if got.status == NOT_MODIFIED:
            if known is not None:
                check = replace(check, etag=known.etag, last_modified=known.last_modified)
            return check, None, ()
        if place := _elsewhere(url, got.url):
            return replace(check, outcome="missing", found=f"its address leads to {place}"), None, ()
        return self._compared(kept, check, got, run)

    def _compared(
        self, kept: AnnotatedArticle, check: Recheck, got: Fetched, run: Run
    ) -> tuple[Recheck, AnnotatedArticle | None, tuple[Problem, ...]]:
        """Return what a page that was read again says, compared with the kept text."""
        from writethru.acquire import canonical
        from writethru.annotate import annotate
        from writethru.ledger.amendments import read_again

        article = kept.article
        capture = Capture(
            article.url or got.url,
            got.content,
            "text/html",
            got.url,
            check.at,
            {"charset": got.charset} if got.charset else {},
        )
        self._store.add_captures([capture], run.number)
        _, page, troubles, lost = next(extracted([capture], self.settings))
        self._store.add_readings(
            [Reading(capture_id(capture), READER, article.id if page else None, troubles, lost)]
        )
        if page is None:
            why = troubles[0].found if troubles else "the page has no article"
            return replace(check, outcome="unreachable" if lost else "missing", found=why), None, ()
        now = replace(
            page if page.published else _dated_as(page, article),
            id=content_id(article.key, page.title, page.text),
            key=article.key,
            url=article.url,
            external_id=article.external_id,
        )
        moved = bool(got.moved) and canonical(got.url) != canonical(article.url or "")
        if now.id == article.id:
            return _moved(check, got) if moved else check, None, ()
        reading = read_again(kept, annotate(now), same_way=not any(s in article.where for s in NO_PAGE))
        check = replace(check, outcome=reading.outcome, found=reading.found)
        if not reading.keep:
            stands = reading.outcome in ("unchanged", "markup only")
            return _moved(check, got) if moved and stands else check, None, ()
        return replace(check, now=now.id), annotate(now), troubles

    def _another_text(
        self, document: AnnotatedArticle, kept: AnnotatedArticle, problems: tuple[Problem, ...]
    ) -> Addition:
        """Return how another text of an article is kept: in the story of the one before."""
        from writethru.ledger import enter

        story = self._store.story_of(kept.article.id) or ""
        event = StoryEvent("joined", story, document.article.id, document.article.published, SAME_PAGE, 1.0)
        return Addition(document, event, enter(document), problems)


def _dated_as(page: Article, article: Article) -> Article:
    """Return a page that states no date with what is known of the article's, be it that it is yet to come."""
    marks = [mark for mark in page.marks if mark != "undated"]
    return replace(
        page,
        published=article.published,
        published_raw=article.published_raw,
        published_from=article.published_from,
        published_sure=article.published_sure,
        marks=(*marks, *(mark for mark in article.marks if mark in ("undated", "future"))),
    )


def _failed(article: Article, at: str, error: FetchError) -> Recheck:
    """Return what it means that an address did not answer as it should."""
    if error.status == GONE:
        return Recheck(article.id, at, "gone", "its outlet says that it is gone (410)", status=GONE)
    if error.status == NOT_FOUND:
        return Recheck(article.id, at, "missing", "it was not found (404)", status=NOT_FOUND)
    return Recheck(article.id, at, "unreachable", str(error), status=error.status)


def _moved(check: Recheck, got: Fetched) -> Recheck:
    return replace(check, outcome="moved", found=f"it is at {got.url} now", url=got.url)


def _elsewhere(asked: str, got: str) -> str:
    """Return what an address leads to instead of an article: the front page, or a page above it; "" if it does not."""
    one, other = urlsplit(asked), urlsplit(got)
    paths = [[part for part in parts.path.split("/") if part] for parts in (one, other)]
    if paths[0] == paths[1] or other.query:
        return ""
    if not paths[1]:
        return f"the front page of {other.hostname}"
    above = len(paths[1]) < len(paths[0]) and paths[0][: len(paths[1])] == paths[1]
    return f"a section, {got}" if above else ""
