"""What became of an article after it was read: edited, corrected, withdrawn."""

from __future__ import annotations

from typing import Literal

from writethru.records.base import Record
from writethru.records.telling import Citation

EditKind = Literal[
    "number",
    "date",
    "name",
    "quotation",
    "headline",
    "negation",
    "hedge",
    "attribution",
    "added",
    "removed",
    "wording",
    "boilerplate",
]
NO_EDITS: tuple[EditKind, ...] = ("wording", "boilerplate")  # they leave what an article says as it was
NoteKind = Literal["correction", "clarification", "withdrawal", "update"]
Outcome = Literal[
    "unchanged", "markup only", "edited", "corrected", "withdrawn", "gone", "missing", "moved", "unreachable"
]


class Edited(Record, frozen=True):
    """One change between two texts: the sentences, None where there is none, and the words that differ."""

    kind: EditKind
    was: Citation | None
    now: Citation | None
    before: str = ""
    after: str = ""


class Amendment(Record, frozen=True):
    """What changed from one text of an article to a later one; both are kept."""

    article: str  # id of the later text
    previous: str  # id of the earlier one
    kinds: tuple[EditKind, ...]
    changes: tuple[Edited, ...] = ()
    at: str | None = None  # ISO time of the change as the page or a check of it gives it

    @property
    def meaningful(self) -> bool:
        """Whether it changes what the article says."""
        return any(kind not in NO_EDITS for kind in self.kinds)


class Correction(Record, frozen=True):
    """What a note says of a mistake of its article: the note, and its words for what was wrong and is right.

    A note of the kind `update` owns to no mistake; one of the kind `withdrawal` takes the article back.
    """

    article: str
    kind: NoteKind
    note: Citation
    wrong: Citation | None = None
    right: Citation | None = None


class Corrected(Record, frozen=True):
    """A sentence that a correction says is wrong, in an earlier text of the article or in a reprint of it."""

    correction: Correction
    sentence: Citation
    instead: Citation | None = None  # the sentence as the corrected text has it
    reprint: bool = False  # it stands in an article of somebody else

    @property
    def why(self) -> str:
        """In words, what corrects it."""
        return " ".join(self.correction.note.exact.split())


class Recheck(Record, frozen=True):
    """What was found when the page of an article was fetched again; appended, never changed."""

    article: str  # id of the text that was the newest
    at: str  # ISO time
    outcome: Outcome
    found: str = ""  # in words
    now: str | None = None  # id of the text found, where it is another one
    url: str | None = None  # where the page is now
    status: int | None = None
    etag: str = ""
    last_modified: str = ""

    @property
    def tells(self) -> bool:
        """Whether the page of a story may be another one after it."""
        return self.outcome in ("edited", "corrected", "withdrawn", "gone")


class Lost(Record, frozen=True):
    """An article that its outlet no longer stands by or no longer shows."""

    article: str
    kind: Literal["withdrawn", "gone"]
    why: str
    at: str | None = None
    note: Citation | None = None  # the outlet's words, where there are any


class ArticleNote(Record, frozen=True):
    """What a reader of the source list has to know of an article beside what it adds."""

    kind: Literal[
        "edited",
        "corrected",
        "reprint of a corrected text",
        "withdrawn",
        "reprint of a withdrawn text",
        "gone",
        "words gone",
    ]
    says: str
    at: str | None = None
    was: Citation | None = None
    now: Citation | None = None
    because: Citation | None = None  # the note of the outlet


class Pin(Record, frozen=True):
    """Words that a page cites and that are no longer in the newest text of their article."""

    where: str  # on the page
    citation: Citation
    newest: str | None  # id of the newest text; None where the article is lost
    why: str


class Amends(Record, frozen=True):
    """All that became of the articles of a story."""

    amendments: tuple[Amendment, ...] = ()
    corrections: tuple[Correction, ...] = ()
    corrected: tuple[Corrected, ...] = ()
    lost: tuple[Lost, ...] = ()

    def wrong(self, citation: Citation) -> Corrected | None:
        """Return what corrects the words of a citation, None if nothing does."""
        for found in self.corrected:
            place = found.sentence
            if (place.article, place.field) == (citation.article, citation.field) and (
                place.start < citation.end and citation.start < place.end
            ):
                return found
        return None

    def loss(self, article: str) -> Lost | None:
        """Return why an article no longer counts, None if it does."""
        return next((lost for lost in self.lost if lost.article == article), None)
