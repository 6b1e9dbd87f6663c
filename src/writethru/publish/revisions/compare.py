"""What stands on one page and not on the other, text by text, and what changed in meaning between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from writethru.records import Altered, Brief, Change, CitedSentence, Difference

LONG = 400  # words; in longer texts, which no sentence is, their order would take the square of that
LIKE = 0.6  # share of words in order that two texts share which are one text, changed
Text = tuple[str, CitedSentence]  # a label, and the words


def compare_pages(old: Brief, new: Brief, changes: Sequence[Change]) -> Difference:
    """Return the difference between two pages of a story; `changes` are those that lie between them."""
    here, there = ({note.article for note in page.sources} for page in (new, old))
    return Difference(
        new.story,
        old.revision,
        new.revision,
        (old.counts, new.counts),
        tuple(changes),
        tuple(_altered(old, new)),
        tuple(note for note in new.sources if note.article not in there),
        tuple(note for note in old.sources if note.article not in here),
    )


def _altered(old: Brief, new: Brief) -> Iterator[Altered]:
    if old.headline.text != new.headline.text:
        yield Altered("headline", old.headline, new.headline)
    for part, texts in (("section", _sections), ("disagreement", _positions), ("timeline", _events)):
        for before, after in matched(texts(old), texts(new)):
            label = (after or before or ("", None))[0]
            yield Altered(part, before[1] if before else None, after[1] if after else None, label)  # type: ignore[arg-type]


def _sections(page: Brief) -> list[Text]:
    return [("", text) for section in page.sections for text in (section.lead, *section.sentences)]


def _positions(page: Brief) -> list[Text]:
    return [
        (f"{point.topic}: {position.holder}", position.statement)
        for point in page.disagreements
        for position in point.positions
    ]


def _events(page: Brief) -> list[Text]:
    return [(entry.when.start, entry.event) for entry in page.timeline]


def matched(old: Sequence[Text], new: Sequence[Text]) -> Iterator[tuple[Text | None, Text | None]]:
    """Yield the texts that are not on both pages: changed ones as a pair, then those gone, then those added."""
    gone = [text for text in old if all(text[1].text != other[1].text for other in new)]
    added = [text for text in new if all(text[1].text != other[1].text for other in old)]
    for text in list(added):
        like = max(gone, key=lambda other: likeness(text[1].text, other[1].text), default=None)
        if like is not None and likeness(text[1].text, like[1].text) >= LIKE:
            gone.remove(like)
            added.remove(text)
            yield like, text
    yield from ((text, None) for text in gone)
    yield from ((None, text) for text in added)


def likeness(one: str, other: str) -> float:
    """Return the share of words that two texts have in the same order, in long texts in any order."""
    a, b = one.split(), other.split()
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if max(len(a), len(b)) <= LONG else matcher.quick_ratio()
