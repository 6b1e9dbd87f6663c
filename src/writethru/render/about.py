"""What the pages are, how they count and what they do not do, in the words that the reading room and a terminal have."""

from __future__ import annotations

from collections.abc import Iterator

from writethru.records import Record

TITLE = "About these pages"


class Part(Record, frozen=True):
    """What is told under one heading: a text, with backticks around what is typed, or terms and what they mean."""

    heading: str
    text: str = ""
    terms: tuple[tuple[str, str], ...] = ()


PARTS = (
    Part(
        "What they are",
        "Each story has one page, made from the articles of many outlets. Every sentence is taken from an article and"
        " cited: the number behind it shows the exact words, and leads to them in the stored text. Words that were"
        " added to make a sentence clear on its own stand in square brackets. Nothing is added that the cited words do"
        " not carry, and no language model writes here unless whoever runs this site says so.",
    ),
    Part(
        "How it counts",
        "Outlets are who publishes; articles are what they published; independent origins are the reports behind"
        " them. Ten reprints of one agency text are ten articles and one origin, and the source list says why they"
        " count as one. Several articles of one outlet are not independent of each other.",
    ),
    Part(
        "How firmly something stands",
        terms=(
            ("Reported", "one report, or several of one origin, says so"),
            ("Claimed", "somebody says so, and the reports only pass it on"),
            ("Confirmed", "independent origins report it themselves"),
            ("Disputed", "somebody named says otherwise"),
            ("Unverified", "an outlet says that it could not check it"),
            ("Superseded", "a later figure or account took its place"),
            ("Withdrawn", "whoever said it took it back"),
        ),
    ),
    Part(
        "What stands first",
        "Stories that more independent origins report, that changed more in meaning and more recently, stand before"
        " others. Nobody’s clicks are counted. A story is breaking, developing, reopened, quiet or closed by when its"
        " articles came.",
    ),
    Part(
        "How a page changes",
        "A page gets a new revision when its meaning changes, and not for a reprint or the same told in other words."
        " All revisions are kept and can be compared. When an outlet corrects or withdraws what it wrote, the page"
        " says so and no longer cites it.",
    ),
    Part(
        "What it does not do",
        "It does not know what is true. It shows what is reported, by whom, since when, and where accounts differ, as"
        " far as it finds that out; it finds only some of the points on which accounts differ, and now and then it"
        " puts an article into a story where it does not belong. Why it was put there is told beside each story."
        " Check what matters to you in the sources.",
    ),
    Part(
        "What it knows of you",
        "One cookie holds the time of your last visit, so that what is new since then can stand first. It names"
        " nobody, is read by this site alone and expires after a year. Nothing is loaded from anywhere else.",
    ),
    Part(
        "For programs",
        "The page of a story is also JSON, Markdown and Atom: ask for `/stories/ID.json`, `.md`, `.atom`. What is under"
        " `/api/v1` is made for programs.",
    ),
)


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text, and which of them are typed."""
    for number, piece in enumerate(text.split("`")):
        yield piece, number % 2 == 1
