"""Which articles belong together, and who says what in them."""

from __future__ import annotations

from typing import Literal

from msgspec import field

from writethru.records.base import Record
from writethru.records.reading import Field, HolderKind, Span, Stance

DisagreementKind = Literal["outcome", "number", "date", "blame"]
DisagreementState = Literal["conflict", "superseded", "scope", "spread", "outlet-error"]


class StoryEvent(Record, frozen=True):
    """One step in the life of a story, appended and never rewritten."""

    kind: Literal["opened", "joined", "merged", "split", "moved", "undone", "closed"]
    story: str
    article: str | None = None  # id of the article that came into it; None where all of `other` did
    at: str | None = None  # publication time of that article
    reason: str = ""  # in words, with the terms that decided
    score: float = 0.0
    other: str | None = None  # the story it took in, or that the article left
    act: str | None = None  # id of what a person did in one step; None for what a rule did


class Story(Record, frozen=True):
    """An evolving set of articles: ids in order of publication, and the events that made it."""

    id: str
    articles: tuple[str, ...]
    events: tuple[StoryEvent, ...] = ()


PhaseKind = Literal["breaking", "developing", "reopened", "quiet", "closed"]


class Phase(Record, frozen=True):
    """How alive a story is at some moment: of what kind, since when (ISO time), and why in words."""

    kind: PhaseKind
    since: str | None
    why: str


class Standing(Record, frozen=True):
    """What assignment remembers between two runs, as bytes that only it reads."""

    articles: dict[str, bytes] = field(default_factory=dict)  # id -> an open article that changed
    gone: tuple[str, ...] = ()  # ids of articles that are no longer open
    days: bytes = b""
    counts: bytes | None = None  # how often terms stand in articles; None if that has not changed


OriginKind = Literal["single", "copy", "agency", "contained", "same-outlet", "rewrite"]


class Origin(Record, frozen=True):
    """The independent report behind one or more articles, and why they are one."""

    id: str
    articles: tuple[str, ...]  # the first is the original, as far as can be told
    kind: OriginKind = "single"
    why: str = ""
    kinds: tuple[OriginKind, ...] = ()  # how each of the articles is of it, where they differ

    def how(self, article: str) -> OriginKind:
        """Return how one of its articles is of this origin."""
        return self.kinds[self.articles.index(article)] if self.kinds else self.kind


class Citation(Record, frozen=True):
    """The exact words of an article that carry a statement; `source` is their number on the page."""

    source: int
    article: str
    field: Field
    start: int
    end: int
    exact: str


class Assertion(Record, frozen=True, kw_only=True):
    """One holder, one statement, one stance, one citation; appended, never changed."""

    id: str
    article: str
    holder: str
    holder_kind: HolderKind
    stance: Stance
    statement: Span  # the words that state it (the content of an attribution, or the sentence)
    citation: Citation  # the whole sentence
    terms: tuple[str, ...]  # stemmed content words of the statement
    negated: bool = False
    direct: bool = False
    said: str | None = None  # ISO day
    verification: bool = False  # an outlet's remark on what could (not) be verified
    leanings: dict[str, float] = field(
        default_factory=dict
    )  # how its words lean, 0 to 1: rebuttal, claim, blame, opinion, ...
    persons: tuple[tuple[int, int, str], ...] = ()  # where its words name or mean a person, and whom
    days: tuple[tuple[int, int, str, str], ...] = ()  # where its words tell days, and the first and last
    counts: tuple[
        tuple[int, int, float | None, float | None, str], ...
    ] = ()  # where its words count, the least and the most, and of what


class Claim(Record, frozen=True):
    """The same statement wherever it is made, what turns against it, and what is said of its verification."""

    id: str
    statement: Citation
    assertions: tuple[Assertion, ...]
    against: tuple[Assertion, ...] = ()  # denials of it, and what cannot be so beside it
    remarks: tuple[Assertion, ...] = ()  # outlets' own words on whether it could be verified
    opposes: tuple[str, ...] = ()  # ids of the claims that cannot be so beside it
    taken_back: dict[str, str] = field(
        default_factory=dict
    )  # ids of the assertions that no longer count -> in words, what corrected or withdrew them
    replaced: bool = False  # the corrections say what is right instead


class Status(Record, frozen=True):
    """How firmly a claim stands; computed from its assertions and origins, never stored."""

    kind: Literal["reported", "claimed", "disputed", "confirmed", "unverified", "superseded", "withdrawn"]
    holders_for: tuple[str, ...]
    holders_against: tuple[str, ...]
    origins: int
    why: str


# A value of a position: {"low", "high", "unit"} or {"start", "end"}.
Value = dict[str, float | str | None]


class Contention(Record, frozen=True):
    """One side of a disagreement as the ledger finds it: who holds what, in which words."""

    holder: str
    statement: Citation
    value: Value | None = None
    supporting: tuple[Citation, ...] = ()


class Dispute(Record, frozen=True):
    """A disagreement as the ledger finds it, before it is written down."""

    topic: str
    kind: DisagreementKind
    state: DisagreementState
    contentions: tuple[Contention, ...]
    unverified: tuple[Citation, ...] = ()
    weight: float = 0.0  # how much it deserves room on the page
