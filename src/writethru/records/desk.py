"""The desk: who may write, and what a person says is wrong with a page or with what stands together."""

from __future__ import annotations

from typing import Literal

from writethru.records.base import Record
from writethru.records.page import CitedSentence

MarkKind = Literal["unsupported", "different-events", "withdrawn"]


class Token(Record, frozen=True):
    """What lets somebody write over HTTP: its name, when it was made, and the SHA-256 of it, never itself."""

    name: str
    made: str  # ISO time
    digest: str


class WrongMark(Record, frozen=True, kw_only=True):
    """What a person says is wrong, with all that it is about as it stood then, so that it can be tried again.

    `unsupported`: a sentence of a page is not carried by what it cites. `different-events`: articles that stand
    in one story do not tell of the same event. `withdrawn`: an earlier mark is not meant any more; that one stays as
    it was. It changes nothing by itself.
    """

    id: str
    kind: MarkKind
    story: str
    revision: int  # of the page at that time; 0 where none was kept
    at: str  # ISO time
    by: str  # name of a token, or who says so
    note: str = ""  # why, in the person's words
    sentence: CitedSentence | None = None
    articles: tuple[str, ...] = ()  # ids: those that are told apart, or that the sentence cites
    of: str = ""  # id of the mark that is withdrawn
