"""What comes in and what its text says: captures, articles and findings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import field

from writethru.records.base import Record, moment

Field = Literal["text", "title"]
NameKind = Literal["person", "organisation", "place", "people", "other"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
Granularity = Literal["part-of-day", "day", "week", "month", "season", "year", "decade", "century", ""]
Stance = Literal["asserts", "denies", "doubts", "asks", "expects"]
HolderKind = Literal["person", "office", "organisation", "outlet", "group", "unnamed"]


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
    hints: dict[str, str] = field(
        default_factory=dict
    )  # what the feed said of the item: title, published, publisher, ...


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
    published_raw: str = ""  # as the source wrote it, also where it cannot be read
    published_from: str = ""  # feed, json-ld, meta, markup, script, address, title, text, row; "" when none
    published_sure: bool = True  # not: a day guessed, a zone unknown, a date to come, impossible or missing
    modified: str | None = None
    language: str = ""  # ISO 639-1; "" when unknown
    section: str = ""
    agency: str = ""  # the news agency that is credited: Reuters, AP, ...
    dateline: str = ""  # the place before the first sentence
    cleaned: bool = False  # the given text had to be changed before it could be kept
    marks: tuple[str, ...] = ()  # paywalled, undated, truncated, teaser, foreign, future
    where: str = ""

    @property
    def dated(self) -> str | None:
        """When it was published, None also where that is yet to come: what it is put in order by."""
        return None if "future" in self.marks else self.published

    @property
    def published_at(self) -> datetime | None:
        """When it was published, in UTC; a bare day counts as its midnight; none that is yet to come."""
        return moment(self.dated)

    @property
    def order(self) -> tuple[str, str]:
        """What articles are put in order by: the moment of publication, the undated first, then the id."""
        at = self.published_at
        return (at.isoformat() if at else "", self.id)

    @property
    def day(self) -> date | None:
        """The day of publication as the outlet dates it, in its own zone."""
        return date.fromisoformat(self.dated[:10]) if self.dated else None


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
    """A name in the text; `name` is the joined (fullest) name of what it refers to.

    `key` is equal for the spellings of one name, within an article and across articles.
    """

    kind: NameKind = "other"
    name: str = ""
    key: str = ""


class TimeExpression(Span, frozen=True):
    """A time expression with its TIMEX3 type and value; `interval` bounds it in full days, if it is a date."""

    type: TimeType = "DATE"
    value: str = ""
    granularity: Granularity = ""
    interval: tuple[str, str] | None = None  # first and last day, ISO
    confidence: float = 1.0
    relative: bool = False  # needed the dateline or another date to be resolved
    event: Span | None = None  # the main verb or the noun of what it dates; None if it dates no event
    clause: Span | None = None  # the clause in which it stands with its event


class Quantity(Span, frozen=True):
    """A number with what it counts and how firmly: `at least 12 people killed`."""

    low: float | None = None
    high: float | None = None
    unit: str = ""  # people, %, USD, km, ... "" for a plain count
    counted: str = ""  # normalised: "people killed", "houses destroyed"
    counted_span: Span | None = None
    approximate: bool = False
    as_of: tuple[str, str] | None = None  # first and last day at which it held, ISO, where the text says when


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
    inner: tuple[
        Attribution, ...
    ] = ()  # what is reported within its content: "she said police had denied it"

    @property
    def start(self) -> int:
        """First code point of its pieces."""
        return min(piece.start for piece in (*self.source, *self.cue, *self.content))


class Findings(Record, frozen=True):
    """All that was found in one text."""

    sentences: tuple[Sentence, ...] = ()
    names: tuple[Mention, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    quotations: tuple[Span, ...] = ()  # the words between quotation marks
    references: tuple[Mention, ...] = ()  # pronouns and descriptions whose name is sure
    inserts: tuple[Span, ...] = ()  # texts of links that ran into a sentence: no part of it


class AnnotatedArticle(Record, frozen=True):
    """The article and all findings in its text and in its title."""

    article: Article
    body: Findings
    title: Findings
