"""Where articles are kept: rows in, records out, behind one protocol that every database fulfils."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol, Self

from writethru.errors import UsageError
from writethru.records import (
    AnnotatedArticle,
    Article,
    Assertion,
    Brief,
    Capture,
    MadeFrom,
    Problem,
    Recheck,
    Revision,
    Standing,
    Story,
    StoryEvent,
)
from writethru.settings import Settings
from writethru.store.decided import Decided
from writethru.store.entries import (
    Addition,
    Answer,
    Card,
    CardChange,
    Census,
    Counted,
    Facet,
    FeedDocument,
    Files,
    Happened,
    Hit,
    ListedArticle,
    Mark,
    Reading,
    StoryMark,
    Visited,
    uncounted,
)
from writethru.store.finds import (
    KINDS,
    Filing,
    Find,
    FindKind,
    Name,
    Passage,
    Reporting,
    Wanted,
    naming,
    said_by,
)
from writethru.store.rows import capture_id
from writethru.store.searched import Searched
from writethru.store.watched import WatchedStore

__all__ = [
    "KINDS",
    "Addition",
    "Answer",
    "Card",
    "CardChange",
    "Census",
    "Counted",
    "Facet",
    "FeedDocument",
    "Files",
    "Filing",
    "Find",
    "FindKind",
    "Happened",
    "Hit",
    "ListedArticle",
    "Mark",
    "Name",
    "Passage",
    "Reading",
    "Reporting",
    "Store",
    "StoryMark",
    "Visited",
    "Wanted",
    "capture_id",
    "is_store",
    "naming",
    "open_store",
    "said_by",
    "uncounted",
]


class Store(Decided, WatchedStore, Searched, Protocol):
    """Everything that can be asked of a store.

    Every method raises StoreLocked when another process holds the write lock for longer than
    `settings.store.busy_seconds`, StoreFull when the disk is full or read-only, and StoreUnusable
    when the database is damaged. A method that writes does so in one transaction.
    """

    def add_captures(self, captures: Iterable[Capture], run: int | None = None) -> int:
        """Keep raw bytes as they came, in a run; return how many were not known."""

    def start_run(self, token: str) -> int:
        """Begin a run of who is known by `token`; return its number."""

    def open_runs(self) -> dict[int, str]:
        """Return the runs that were begun and not ended, with their tokens."""

    def end_runs(self, numbers: Iterable[int]) -> None:
        """End runs of which nothing is left to be done, and drop the answers that newer ones replace."""

    def keep_answers(self, run: int, answers: Iterable[tuple[str, Answer]]) -> None:
        """Keep what addresses answered, in a run, before anything looks at it."""

    def answer(self, asked: str, runs: Iterable[int]) -> Answer | None:
        """Return the last answer of an address in one of these runs."""

    def unread(
        self, reader: str, living: Iterable[int] = (), before: int | None = None
    ) -> Iterator[tuple[str, Capture]]:
        """Yield the captures, with their ids, of which nothing came yet; not those of runs that are going on.

        Nor those of runs that began later than `before`.
        """

    def add_readings(self, readings: Iterable[Reading]) -> None:
        """Keep what came of captures; problems of those that gave no article are kept too."""

    def add_many(
        self,
        additions: Iterable[Addition],
        events: Iterable[StoryEvent] = (),
        standing: Standing | None = None,
        rechecks: Iterable[Recheck] = (),
    ) -> tuple[bool, ...]:
        """Keep articles, each with its findings, place and assertions; say of each whether it was new.

        With them what brought them to light, if these are other texts of articles. Then carry out and append
        `events`, and keep what assignment remembers: all in one transaction.
        An event moves its article, one without an article all of the story `other`.
        """

    def add_after(
        self, last: int, additions: Iterable[Addition], events: Iterable[StoryEvent], standing: Standing
    ) -> tuple[tuple[bool, ...], int] | None:
        """Do what `add_many` does if `last` is still the last event, and return its answer and the last event now.

        Else another process has placed articles meanwhile: nothing is kept, and None returned.
        """

    def last_event(self) -> int:
        """Return the number of the last event in the lives of stories; 0 where there is none."""

    def standing(self) -> Standing:
        """Return what assignment remembered last."""

    def add(
        self,
        document: AnnotatedArticle,
        event: StoryEvent,
        assertions: Iterable[Assertion] = (),
        problems: Iterable[Problem] = (),
    ) -> bool:
        """Keep one article, complete or not at all; return False when it was known, and change nothing."""

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Keep problems that belong to no article; one that is known is not kept twice."""

    def save_page(self, brief: Brief, made_from: MadeFrom | None = None) -> bool:
        """Keep a page under its story and revision; return False when that revision is kept already."""

    def has_article(self, id: str) -> bool:
        """Return whether the article with this id is kept."""

    def known(self, article: Article) -> str | None:
        """Return the id of the same text under the same id, URL or external id of its publisher, or None."""

    def namesakes(self, article: Article, most: int) -> tuple[Article, ...]:
        """Return articles that may be the same page: of the same external id, or the same time and title.

        Where the time has a clock, those of the same publisher too. Of each kind at most so many are returned.
        """

    def article(self, name: str) -> AnnotatedArticle | None:
        """Return an article by id, external id or unique beginning of its id; UsageError when ambiguous."""

    def story(self, name: str) -> Story | None:
        """Return a story by id or unique beginning of it; UsageError when ambiguous.

        The id of a story that went into others leads to where its last article went, and went on to.
        """

    def stories(self) -> Iterator[Story]:
        """Yield all stories without their events: most articles first, then newest, then by id."""

    def story_of(self, article: str) -> str | None:
        """Return the id of the story an article stands in."""

    def documents(self, story: str, *, revisions: bool = False) -> tuple[AnnotatedArticle, ...]:
        """Return the articles of a story by (publication, id); the newest text of each, or all texts."""

    def recent(self, since: str | None = None) -> Iterator[tuple[AnnotatedArticle, StoryEvent]]:
        """Yield what was kept and its place, in order of keeping; only published since an ISO time."""

    def assertions(self, story: str) -> tuple[Assertion, ...]:
        """Return the assertions of a story's articles, in order of keeping."""

    def events(self, story: str) -> tuple[StoryEvent, ...]:
        """Return what happened to a story, oldest first."""

    def lives(self, articles: Iterable[str]) -> dict[str, tuple[StoryEvent, ...]]:
        """Return the events that placed each article, oldest first, those of its whole story included."""

    def last_act(self, story: str) -> tuple[StoryEvent, ...]:
        """Return the events of what a person did last to a story; none if nobody did anything."""

    def problems(self, story: str | None = None) -> tuple[Problem, ...]:
        """Return the problems of the newest text of each of a story's articles, or all that are kept."""

    def pages(self, story: str) -> tuple[Brief, ...]:
        """Return the kept pages of a story, oldest revision first."""

    def claim_notice(self, id: str) -> bool:
        """Keep that a notice goes out; return False when it went out already."""

    def put_cards(
        self,
        cards: Iterable[tuple[Card, Iterable[Facet], Brief | None]],
        filings: Iterable[Filing] = (),
    ) -> None:
        """Keep cards with their facets and pages in place of those there were; drop those of emptied stories.

        What is to be found of the stories by a search is filed in the same transaction.
        """

    def current_page(self, story: str) -> Brief | None:
        """Return the page of a story as it stood when its card was made; None where it has none."""

    def cards(self, kind: str = "", key: str = "") -> tuple[Card, ...]:
        """Return the cards of all stories, or of those with a facet, newest first."""

    def card_changes(self, since: int = 0) -> tuple[CardChange, ...]:
        """Return the last change of each card that changed after the change of a number, in order."""

    def stories_with(self, kind: str, key: str) -> frozenset[str]:
        """Return the ids of the stories with a facet."""

    def stories_holding(self, words: str, most: int) -> frozenset[str]:
        """Return the ids of the stories of the articles kept last that hold all words; so many articles, at most."""

    def newest_pages(self, most: int) -> tuple[Brief, ...]:
        """Return the last kept pages of the stories of which something was published last, at most so many."""

    def cardless(self) -> tuple[str, ...]:
        """Return the ids of stories that have no card, as those of a store of an earlier layout."""

    def behind(self) -> tuple[str, ...]:
        """Return the ids of stories of which articles came after their card was made, or that have none.

        And of those that a person or a recheck has changed since.
        """

    def facets(self, kind: str = "", story: str = "") -> tuple[Facet, ...]:
        """Return the facets of a kind, or of a story: those in most stories, or in most of its articles, first."""

    def texts(self, *, story: str | None = None, article: str | None = None) -> tuple[AnnotatedArticle, ...]:
        """Return all texts of an article, or of those of a story's articles that have several, as they were kept."""

    def add_rechecks(self, rechecks: Iterable[Recheck]) -> None:
        """Keep what was found when pages were fetched again; one of an article that is not kept is left out."""

    def rechecks(self, *, story: str | None = None, article: str | None = None) -> tuple[Recheck, ...]:
        """Return the rechecks of all texts of an article, of a story's articles, or all; oldest first."""

    def revisions(self, story: str) -> tuple[Revision, ...]:
        """Return the kept pages of a story with what each was made from, oldest first."""

    def last_page(self, story: str) -> Revision | None:
        """Return the newest kept page of a story; None when none is kept."""

    def facet_name(self, kind: str, key: str) -> str:
        """Return the name of a facet by its key; "" where no story has it."""

    def captures(self) -> Iterator[Capture]:
        """Yield the raw bytes that were kept, in order of keeping."""

    def search(self, words: str, limit: int = 20) -> tuple[Hit, ...]:
        """Return articles that hold all words (or "phrases in quotation marks"), best first."""

    def articles(
        self,
        most: int,
        *,
        outlet: str = "",
        since: str | None = None,
        words: str = "",
        after: tuple[str, str] | None = None,
    ) -> tuple[ListedArticle, ...]:
        """Return the newest texts of articles, newest first, by `(at, id)` after those of another.

        `outlet` is the key of a facet, `since` an ISO time of publication, `words` are as those of `search`.
        """

    def listed_articles(self, articles: Iterable[str]) -> tuple[ListedArticle, ...]:
        """Return articles by their ids, in this order; one that is not kept is left out."""

    def headlines(self, stories: Iterable[str]) -> dict[str, str]:
        """Return the headlines on the cards of stories, by their ids."""

    def happened(self, events: int, pages: int, most: int) -> Happened:
        """Return what was appended after so many steps of stories and so many kept pages, at most so much of each."""

    def happened_last(self) -> tuple[int, int]:
        """Return after how many of both nothing has happened yet."""

    def check(self, *, quick: bool = False, progress: Counted = uncounted) -> tuple[str, ...]:
        """Return one line for everything that does not hold together.

        With `quick` only the database and the links in it are looked at, and no record is read.
        """

    def backup(self, file: str, *, overwrite: bool = False, progress: Counted = uncounted) -> None:
        """Copy the store as it is at this moment into a new file, which is a complete store, while others write.

        The file gets its name when it is complete, checked and on the disk. UsageError if there is one of this
        name and it may not be overwritten; StoreUnusable if this store is damaged.
        """

    def salvage(
        self, file: str, *, overwrite: bool = False, progress: Counted = uncounted
    ) -> tuple[str, ...]:
        """Put all that can be read of a damaged store into a new one; return a line for all that was lost."""

    def census(self) -> Census:
        """Return how much is kept."""

    def mark(self) -> Mark:
        """Return what differs from before when the store was replaced, brought to another layout or changed."""

    def story_mark(self, story: str) -> StoryMark | None:
        """Return what differs from before when a story's articles or page changed; by id or unique beginning."""

    def files(self) -> Files | None:
        """Return where the store lies, how large it is and how much room is left; None for one in memory."""

    def interrupt(self) -> None:
        """End what is being read now, by another thread: it raises StoreStopped there, until `resume`. Nothing is changed."""

    def resume(self) -> None:
        """Let what is read go on after an interruption."""

    def close(self) -> None:
        """Let go of the database."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *exception: object) -> None: ...


def open_store(url: str, *, settings: Settings | None = None, read_only: bool = False) -> Store:
    """Open a store, and make it if it is not there.

    `url` is a path, `sqlite:///path` or `:memory:`. With `read_only` nothing is made or changed, and a
    store that is not there is a UsageError. Raises StoreUnusable for a file that is no store of ours
    (it is left as it is), StoreFull where nothing can be written, StoreLocked when another writes.
    """
    from writethru.store.sqlite import open_sqlite

    scheme, separator, path = url.partition("://")
    if not separator:
        path = url
    elif scheme == "sqlite":
        path = path.removeprefix("/")  # sqlite:///news.db is relative, sqlite:////srv/news.db is not
    else:
        raise UsageError(f"{url}: no store of the kind {scheme!r}; give a file, or sqlite:///path")
    if not path:
        raise UsageError("a store needs a file; give its path, or :memory: to keep nothing")
    chosen = (settings or Settings()).store
    return open_sqlite(path, busy_seconds=chosen.busy_seconds, read_only=read_only)


def is_store(source: str | Path) -> bool:
    """Return whether a source is the file of a store, ours or not."""
    from writethru.store.opening import is_database

    return is_database(Path(str(source).removeprefix("sqlite:///")))
