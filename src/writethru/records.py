"""Every record that crosses a stage: frozen, and importing nothing of ours.

Times are ISO 8601 text: `2031-03-04` when only the day is known, else with seconds and zone
(`2031-03-04T18:40:00+01:00`, `...Z`). Offsets count Unicode code points and are half-open.
Read in order, the records tell the path: Capture, Article, findings, Story, Assertion, Brief.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Literal

from msgspec import UNSET, Struct, UnsetType, field

Field = Literal["text", "title"]
NameKind = Literal["person", "organisation", "place", "people", "other"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
Granularity = Literal["part-of-day", "day", "week", "month", "season", "year", "decade", "century", ""]
Stance = Literal["asserts", "denies", "doubts", "asks", "expects"]
HolderKind = Literal["person", "office", "organisation", "outlet", "group", "unnamed"]
DisagreementKind = Literal["outcome", "number", "date", "blame"]
DisagreementState = Literal["conflict", "superseded", "scope", "spread", "outlet-error"]
Role = Literal["first report", "agency copy", "reprint", "own reporting", "analysis", "background"]


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


class Record(Struct, frozen=True):
    """A value with named fields that never changes."""


# -- what comes in


class Problem(Record, frozen=True):
    """Bad input: where it stood, what was found, what was kept of it and what to do."""

    where: str
    found: str
    kept: str = ""
    remedy: str = ""
    kind: str = "input"  # unreadable, empty, paywalled, undated, language, duplicate, damaged, dropped, ...

    def line(self) -> str:
        """Return the one line that a person reads."""
        tail = "; ".join(part for part in (self.kept, self.remedy) if part)
        return f"{self.where}: {self.found}" + (f" ({tail})" if tail else "")


class Capture(Record, frozen=True):
    """Bytes as they were handed over, before anything has looked at them."""

    where: str  # what the user would recognise: a path, a URL, "news.jsonl line 3"
    content: bytes
    media_type: str  # text/html, application/json (one article), application/x-feed-item+json
    url: str | None = None  # final URL after redirects
    retrieved: str | None = None  # ISO time
    hints: dict[str, str] = {}  # what the feed said of the item: title, published, publisher, ...


class Article(Record, frozen=True, kw_only=True):
    """One revision of one page: its text, its title and what the page says of itself.

    `key` is shared by all revisions (canonical URL, else publisher, title and day);
    `id` is `content_id(key, title, text)`.
    """

    id: str
    key: str
    title: str
    text: str  # paragraphs separated by a blank line
    external_id: str | None = None
    url: str | None = None
    publisher: str = ""
    subtitle: str = ""
    byline: str = ""
    published: str | None = None
    modified: str | None = None
    language: str = ""  # ISO 639-1; "" when unknown
    section: str = ""
    agency: str = ""  # the news agency that is credited: Reuters, AP, ...
    dateline: str = ""  # the place before the first sentence
    cleaned: bool = False  # the given text had to be changed before it could be kept
    marks: tuple[str, ...] = ()  # paywalled, undated, truncated, teaser, foreign, future
    where: str = ""

    @property
    def published_at(self) -> datetime | None:
        """When it was published, in UTC; a bare day counts as its midnight."""
        return moment(self.published)

    @property
    def day(self) -> date | None:
        """The day of publication as the outlet dates it, in its own zone."""
        return date.fromisoformat(self.published[:10]) if self.published else None


# -- what the text says


class Span(Record, frozen=True):
    """Half-open range of code points of an article's text, or of its title where `field` says so."""

    start: int
    end: int
    field: Field = "text"


class Sentence(Span, frozen=True):
    """A sentence; `boilerplate` says why it is not to be quoted, and is empty if it may be."""

    boilerplate: str = ""  # caption, promo, byline, dateline, heading, list, transcript, fragment
    paragraph: int = 0
    terms: tuple[str, ...] = ()  # stemmed content words in order, lower case


class Mention(Span, frozen=True):
    """A name in the text; `name` is the joined (fullest) name of what it refers to."""

    kind: NameKind = "other"
    name: str = ""


class TimeExpression(Span, frozen=True):
    """A time expression with its TIMEX3 type and value; `interval` bounds it in full days, if it is a date."""

    type: TimeType = "DATE"
    value: str = ""
    granularity: Granularity = ""
    interval: tuple[str, str] | None = None  # first and last day, ISO
    confidence: float = 1.0
    relative: bool = False  # needed the dateline or another date to be resolved


class Quantity(Span, frozen=True):
    """A number with what it counts and how firmly: `at least 12 people killed`."""

    low: float | None = None
    high: float | None = None
    unit: str = ""  # people, %, USD, km, ... "" for a plain count
    counted: str = ""  # normalised: "people killed", "houses destroyed"
    counted_span: Span | None = None
    approximate: bool = False


class Attribution(Record, frozen=True):
    """Who says what: source, cue and content as pieces of text, with holder and stance."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    holder: str = ""  # the joined name, office or group; "" when nobody is named
    holder_kind: HolderKind = "unnamed"
    stance: Stance = "asserts"
    direct: bool = False
    verification: bool = False  # an outlet's own remark on what it could (not) verify


class Findings(Record, frozen=True):
    """All that was found in one text."""

    sentences: tuple[Sentence, ...] = ()
    names: tuple[Mention, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    quotations: tuple[Span, ...] = ()  # the words between quotation marks


class AnnotatedArticle(Record, frozen=True):
    """The article and all findings in its text and in its title."""

    article: Article
    body: Findings
    title: Findings


# -- which articles belong together


class StoryEvent(Record, frozen=True):
    """One step in the life of a story, appended and never rewritten."""

    kind: Literal["opened", "joined", "merged", "split", "moved", "closed"]
    story: str
    article: str | None = None  # id of the article that opened or joined it
    at: str | None = None  # publication time of that article
    reason: str = ""  # in words, with the terms that decided
    score: float = 0.0


class Story(Record, frozen=True):
    """An evolving set of articles: ids in order of publication, and the events that made it."""

    id: str
    articles: tuple[str, ...]
    events: tuple[StoryEvent, ...] = ()


class Origin(Record, frozen=True):
    """The independent report behind one or more articles, and why they are one."""

    id: str
    articles: tuple[str, ...]  # the first is the original, as far as can be told
    kind: Literal["single", "copy", "agency", "contained", "same-outlet"] = "single"
    why: str = ""


# -- who says what


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
    leanings: dict[str, float] = {}  # how its words lean, 0 to 1: rebuttal, claim, blame, opinion, ...


class Claim(Record, frozen=True):
    """The same statement wherever it is made."""

    id: str
    statement: Citation
    assertions: tuple[Assertion, ...]


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


# -- the page


class Edit(Record, frozen=True):
    """One change of the cited words.

    `at` is a range of the finished text that holds `now`; `was` stood there. Edits are in order of
    position and do not overlap, so undoing them from the last to the first gives back the exact
    words of the first citation.
    """

    kind: Literal["trim", "date", "name", "join", "case", "punctuation"]
    at: tuple[int, int]
    was: str
    now: str
    source: Citation | None = field(name="from", default=None)


class CitedSentence(Record, frozen=True):
    """Text, the citations that carry it, and the edits that made it from the words of the first."""

    text: str
    citations: tuple[Citation, ...]
    edits: tuple[Edit, ...] = ()


class Section(Record, frozen=True):
    """A lead and the sentences under it."""

    lead: CitedSentence
    sentences: tuple[CitedSentence, ...]


class Position(Record, frozen=True):
    """What one holder holds."""

    holder: str
    statement: CitedSentence
    value: Value | None = None


class Disagreement(Record, frozen=True):
    """A point on which accounts differ."""

    topic: str
    kind: DisagreementKind
    state: DisagreementState
    positions: tuple[Position, ...]
    unverified: tuple[CitedSentence, ...] = ()


class SourceNote(Record, frozen=True, kw_only=True):
    """One line of the source list."""

    number: int
    article: str
    external_id: str | None
    publisher: str
    title: str
    url: str | None
    published: str | None
    origin: str
    why_origin: str
    roles: tuple[Role, ...]
    adds: CitedSentence | None = None


class When(Record, frozen=True):
    """The full days that bound a time, and how exactly it is known."""

    start: str
    end: str
    granularity: Granularity


class TimelineEntry(Record, frozen=True):
    """One dated event."""

    when: When
    event: CitedSentence


class Change(Record, frozen=True):
    """What a revision changed, and because of which words."""

    kind: str
    previously: str
    now: str
    because: CitedSentence
    was: CitedSentence | None = None  # the words that `previously` rests on


class Counts(Record, frozen=True):
    """How many articles, outlets and independent origins stand behind a page."""

    articles: int
    outlets: int
    origins: int


class Skipped(Record, frozen=True):
    """A source that is not on the page, and why."""

    where: str
    why: str


class Coverage(Record, frozen=True):
    """Age of the newest article, and what was left out."""

    newest: str | None
    skipped: tuple[Skipped, ...] = ()


class Brief(Record, frozen=True, kw_only=True):
    """The page of one story, as data; `articles` is there only when asked for."""

    schema: Literal["writethru/brief/1"] = "writethru/brief/1"
    story: str
    revision: int
    updated: str | None
    counts: Counts
    headline: CitedSentence
    sections: tuple[Section, ...]
    disagreements: tuple[Disagreement, ...]
    sources: tuple[SourceNote, ...]
    timeline: tuple[TimelineEntry, ...]
    changes: tuple[Change, ...] = ()
    coverage: Coverage
    articles: dict[str, Article] | UnsetType = UNSET


class Fault(Record, frozen=True):
    """One thing that `verify` found wrong: its kind, where on the page, what is there and what should be."""

    kind: str
    where: str  # "sections[0].sentences[2]"
    found: str
    expected: str


class Verification(Record, frozen=True):
    """What `verify` checked, and what it found."""

    checked: int
    supported: int
    problems: tuple[Fault, ...] = ()
