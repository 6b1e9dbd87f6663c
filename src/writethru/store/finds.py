"""What is put into the search, what it is asked for, and what it finds: stories, claims, quotations, articles."""

from __future__ import annotations

from typing import Literal

from writethru.records import Field, Record, content_id

FindKind = Literal["story", "article", "claim", "quotation"]
KINDS: tuple[FindKind, ...] = ("story", "article", "claim", "quotation")
_DIGITS = 12  # of the digest that stands for a name: among a million names no two share one by chance


def said_by(kind: str, key: str) -> str:
    """Return the tag of what somebody says: a name by its kind and key."""
    return "h" + content_id(kind, key)[:_DIGITS]


def naming(kind: str, key: str) -> str:
    """Return the tag of what names somebody or some place, or stands in an outlet."""
    return "n" + content_id(kind, key)[:_DIGITS]


class Passage(Record, frozen=True, kw_only=True):
    """One thing to be found: the page of a story, a claim or a quotation.

    `name` is a headline, or who says it; `said` are its words: of a claim or quotation those that stand in its
    article at this place.
    """

    kind: Literal["story", "claim", "quotation"]
    name: str
    said: str
    article: str = ""  # id
    field: Field = "text"
    start: int = 0
    end: int = 0
    status: str = ""  # of a claim
    against: str = ""  # who says otherwise
    at: str | None = None  # ISO time
    tags: tuple[str, ...] = ()


class Filing(Record, frozen=True):
    """All that is to be found of a story, of some kinds; what there was of these kinds before is dropped."""

    story: str
    kinds: tuple[str, ...]
    passages: tuple[Passage, ...]
    named: tuple[tuple[str, str, str], ...] = ()  # id of an article, kind and key of a name in it


class Wanted(Record, frozen=True, kw_only=True):
    """What a search is for: words, and what it is narrowed by; names are given by kind and key."""

    words: str
    names: tuple[tuple[str, str], ...] = ()
    since: str | None = None  # ISO times
    until: str | None = None
    status: str = ""  # of claims: nothing else has one
    upto: tuple[int, int] | None = None  # numbers of an article and a passage: nothing that was kept later


class Find(Record, frozen=True, kw_only=True):
    """One thing that a search found, and where it stands; `marks` are spans of the words in `snippet`, and
    `title_marks` those in the title of an article or the headline of a story.

    `name` is the headline of a story, or who says a claim or quotation; article, publisher and the rest tell of
    the article that has the words, and the place of them.
    """

    kind: FindKind
    story: str
    name: str
    snippet: str
    marks: tuple[tuple[int, int], ...] = ()
    article: str = ""
    external_id: str | None = None
    publisher: str = ""
    title: str = ""
    url: str | None = None
    published: str | None = None
    field: Field = "text"
    start: int = 0
    end: int = 0
    status: str = ""
    against: str = ""
    number: int = 0  # in the order of keeping, where that is what it is listed by
    title_marks: tuple[tuple[int, int], ...] = ()


class Name(Record, frozen=True):
    """An outlet, person, place or organisation, and in how many stories it stands."""

    kind: str
    key: str
    name: str
    stories: int


class Reporting(Record, frozen=True):
    """What an outlet's articles were: first with a report, its own reporting, agency copy or reprints."""

    firsts: int
    own: int
    copies: int
    stories: int  # in how many stories
