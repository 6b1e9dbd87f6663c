"""What the newsroom hands back: listings, reports, pages with their articles, its own health."""

from __future__ import annotations

import msgspec

from writethru.records import (
    Amendment,
    Article,
    Brief,
    Claim,
    Correction,
    Fault,
    Phase,
    PhaseKind,
    Problem,
    Recheck,
    Record,
    Significance,
    Status,
    StoryEvent,
)
from writethru.settings import Settings
from writethru.store import Card, Census, Files, Find, Name, Reporting


class Named(Record, frozen=True):
    """What names one article wherever a story is told of."""

    id: str
    external_id: str | None
    url: str | None
    publisher: str
    title: str
    published: str | None


def naming(article: Article) -> tuple[str, str | None, str | None, str, str, str | None]:
    """Return what `Named` has of an article, in its order."""
    return (
        article.id,
        article.external_id,
        article.url,
        article.publisher,
        article.title,
        article.published,
    )


class ArticleListing(Named, frozen=True):
    """One article where a story is listed; `origin` is the independent report that it carries."""

    origin: str


class StoryListing(Record, frozen=True):
    """One story where all are listed: `headline` is the title of its newest article."""

    id: str
    headline: str
    first: str | None
    last: str | None
    articles: tuple[ArticleListing, ...]


class FrontStory(Record, frozen=True):
    """One story on the front page: its card, how alive it is, and how much it deserves to stand first."""

    card: Card
    phase: Phase
    significance: Significance
    followed: bool = False

    @property
    def kind(self) -> PhaseKind:
        """Of what kind it is by how alive it is."""
        return self.phase.kind


class Found(Record, frozen=True):
    """What a search found, and the cursor of what follows; "" at the end."""

    hits: tuple[Find, ...]
    next: str = ""


class About(Record, frozen=True):
    """What is kept of an outlet, person, place or organisation.

    `articles` are the texts that name it, or that it published; `reporting` is there for outlets.
    """

    name: Name
    articles: int
    reporting: Reporting | None
    claims: tuple[Find, ...]
    quotations: tuple[Find, ...]
    latest: tuple[Find, ...]


class Member(Named, frozen=True):
    """One article where a story is explained: what placed it, oldest first, and how well it fits now.

    `likeness` is the mean probability that it is of one story with those near to it, None for one alone;
    `outlier` says in words that it no longer fits, and is "" for one that does.
    """

    events: tuple[StoryEvent, ...]
    likeness: float | None
    outlier: str


class Explanation(Record, frozen=True):
    """Why each article of a story is in it, in order of publication.

    `apart` are the ids of those that would leave if it were split into the two groups that it has fallen
    into; it is empty for a story that holds together.
    """

    story: str
    articles: tuple[Member, ...]
    apart: tuple[str, ...] = ()


class ClaimListing(Record, frozen=True):
    """A claim, how firmly it stands, and when it was first and last said (ISO days).

    `needed` is false for one that only denies another of the list, or says too little to stand alone.
    """

    claim: Claim
    status: Status
    first: str | None
    last: str | None
    needed: bool = True


class Rechecked(Named, frozen=True):
    """An article whose page was fetched again, what was found, and the story it stands in."""

    check: Recheck
    story: str


class ArticleHistory(Record, frozen=True):
    """All texts of an article as they were kept, what changed from each to the next, its notes and rechecks."""

    texts: tuple[Article, ...]
    changes: tuple[Amendment, ...]
    notes: tuple[Correction, ...]
    rechecks: tuple[Recheck, ...]


class Report(Record, frozen=True):
    """What taking in sources did: ids of new and of known articles, stories that changed, problems.

    `resumed` is how many captures of interrupted runs were read with them.
    """

    added: tuple[str, ...]
    known: tuple[str, ...]
    stories: tuple[str, ...]
    problems: tuple[Problem, ...]
    resumed: int = 0


class Page(Record, frozen=True):
    """A page, the articles of its story by id, and the faults of what was dropped from it."""

    brief: Brief
    articles: dict[str, Article]
    faults: tuple[Fault, ...] = ()
    phase: Phase | None = None  # how alive its story is, where the newsroom has a clock

    @property
    def whole(self) -> Brief:
        """The page with the articles in it, so that anybody can check it."""
        return msgspec.structs.replace(self.brief, articles=self.articles)


class Edition(Record, frozen=True):
    """The pages of what was read, all its stories in the order of their numbers, and the problems."""

    pages: tuple[Page, ...]
    stories: tuple[StoryListing, ...]
    problems: tuple[Problem, ...] = ()


class Health(Record, frozen=True):
    """Versions, settings, what the store holds and where; warnings are advice, faults are wrong."""

    versions: dict[str, str]
    settings: Settings
    store: Census | None
    warnings: tuple[str, ...]
    faults: tuple[str, ...]
    files: Files | None = None
