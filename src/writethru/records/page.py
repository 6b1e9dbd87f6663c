"""The page of a story as data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import UNSET, UnsetType, field

from writethru.records.amending import ArticleNote, Pin
from writethru.records.base import Record
from writethru.records.reading import Article, Granularity
from writethru.records.telling import Citation, DisagreementKind, DisagreementState, Value

Role = Literal["first report", "agency copy", "reprint", "rewrite", "own reporting", "analysis", "background"]
ADDING = ("date", "name", "join")  # kinds of edits that put in what the cited words do not say


class Edit(Record, frozen=True):
    """One change of the cited words.

    `at` is a range of the finished text that holds `now`; `was` stood there. Edits are in order of
    position and do not overlap, so undoing them from the last to the first gives back the exact
    words of the first citation.
    """

    kind: Literal["trim", "link", "date", "name", "join", "case", "punctuation"]
    at: tuple[int, int]
    was: str
    now: str
    source: Citation | None = field(name="from", default=None)


class CitedSentence(Record, frozen=True):
    """Text, the citations that carry it, and the edits that made it from the words of the first."""

    text: str
    citations: tuple[Citation, ...]
    edits: tuple[Edit, ...] = ()

    def before(self, undone: Callable[[Edit], bool]) -> str:
        """Return the text as it stood before some of its edits were made."""
        text = self.text
        for edit in reversed(self.edits):
            if undone(edit):
                text = text[: edit.at[0]] + edit.was + text[edit.at[1] :]
        return text

    def replacements(self) -> Iterator[tuple[int, int, str, str, Citation | None]]:
        """Yield each edit by what it replaces in the cited words: start, end, kind, what stands there now, and whence."""
        shift = 0
        for edit in self.edits:
            start = edit.at[0] - shift
            shift += len(edit.now) - len(edit.was)
            yield start, start + len(edit.was), edit.kind, edit.now, edit.source

    def without_additions(self) -> str:
        """Return the text as it stood before dates and names were put in brackets and further events behind it."""
        return self.before(lambda edit: edit.kind in ADDING)


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
    notes: tuple[ArticleNote, ...] = ()  # that it was edited, corrected or withdrawn


class When(Record, frozen=True):
    """The full days that bound a time, and how exactly it is known; of a time of the day which, where that is told."""

    start: str
    end: str
    granularity: Granularity
    clock: str = ""  # 21:40, or as in TIMEX3 MO, AF, EV, NI: by the clocks of where it was


class TimelineEntry(Record, frozen=True):
    """One dated event."""

    when: When
    event: CitedSentence


class Change(Record, frozen=True):
    """What a revision changed, and because of which words; `previously` is "" for what nothing stood for before."""

    kind: str  # new event, figure revised, disagreement appeared, ...: docs/reference/json.md lists them
    previously: str
    now: str
    because: CitedSentence
    was: CitedSentence | None = None  # the words that `previously` rests on


class Counts(Record, frozen=True):
    """How many articles, outlets and independent origins stand behind a page."""

    articles: int
    outlets: int
    origins: int


class Significance(Record, frozen=True):
    """How much a story deserves to stand first, and what that is made of in words."""

    weight: float
    why: str


class Skipped(Record, frozen=True):
    """A source that is not on the page, and why."""

    where: str
    why: str


class Coverage(Record, frozen=True):
    """Age of the newest article, and what was left out."""

    newest: str | None
    skipped: tuple[Skipped, ...] = ()


class Since(Record, frozen=True):
    """Since which revision the changes of a page are told, and the numbers of the sources that came since."""

    revision: int  # 0 for a reader who has seen none
    sources: tuple[int, ...] = ()


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
    since: Since | UnsetType = UNSET  # where the changes are told since another revision than the one before
    coverage: Coverage
    articles: dict[str, Article] | UnsetType = UNSET


class Altered(Record, frozen=True):
    """One text of two pages that is not the same: what stood there, and what stands there now."""

    part: Literal["headline", "section", "timeline", "disagreement"]
    old: CitedSentence | None  # None: it was not there
    new: CitedSentence | None  # None: it is not there any more
    label: str = ""  # the date of an event, or the topic and holder of a position


class Difference(Record, frozen=True):
    """What is different between two pages of one story."""

    story: str
    old: int  # the revisions
    new: int
    counts: tuple[Counts, Counts]
    changes: tuple[Change, ...]  # what the meaning changed between them, and because of which words
    altered: tuple[Altered, ...]
    sources_added: tuple[SourceNote, ...] = ()
    sources_gone: tuple[SourceNote, ...] = ()


class MadeFrom(Record, frozen=True):
    """What a page was made from: the texts of its articles, the version of the code, a digest of the settings."""

    articles: tuple[str, ...]
    code: str
    settings: str
    at: str | None = None  # the present time as it was given to the run that made it


class Revision(Record, frozen=True):
    """A page as it was kept; `made_from` is None where an earlier version of the code kept it."""

    page: Brief
    made_from: MadeFrom | None = None


class RevisionNote(Record, frozen=True):
    """One revision where a history is listed: the newest time of its articles, what changed, what came with it."""

    story: str
    revision: int
    when: str | None
    headline: str
    changes: tuple[Change, ...]
    came: tuple[SourceNote, ...]
    made_from: MadeFrom | None = None


class Fault(Record, frozen=True):
    """One thing that `verify` found wrong: its kind, where on the page, what is there and what should be."""

    kind: str
    where: str  # "sections[0].sentences[2]"
    found: str
    expected: str


class CheckedSentence(Record, frozen=True):
    """One statement of a page: the sources it cites, the passages that carry it best, and what is wrong with it."""

    where: str
    text: str
    at: tuple[int, int]  # its place on a page that was given as text, in code points; (0, 0) on one of ours
    citations: tuple[int, ...]
    state: Literal["supported", "faulty", "unchecked"]  # unchecked: nothing that it cites is at hand
    support: tuple[Citation, ...] = ()
    faults: tuple[Fault, ...] = ()


class Verification(Record, frozen=True):
    """What `verify` checked, and what it found."""

    checked: int
    supported: int
    problems: tuple[Fault, ...] = ()
    sentences: tuple[CheckedSentence, ...] = ()
    gone: tuple[Pin, ...] = ()  # cited words that the newest text of their article no longer has
