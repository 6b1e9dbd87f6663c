"""Descriptions by office ("the health minister", "the Russian president") with the one person who holds it.

Who holds an office is read off the article: from a title before the name (`Health Minister Ann Poe`) and from
an apposition after it (`Ann Poe, the health minister,`). A description is read only where nobody else can be
meant: one holder in the article, nobody unnamed of that office, and the holder of a country's or company's
office only right after he was named.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from writethru.annotate.lexicon import by_language
from writethru.annotate.names.gazetteer import PEOPLE, gazetteer
from writethru.annotate.references.context import Context
from writethru.annotate.references.words import Words, words
from writethru.records import Mention

REACH = 2  # sentences before a description in which its person is named


class Holding(NamedTuple):
    """A person's office: the words before its head noun, and whether it is said to be of something."""

    name: str
    modifiers: frozenset[str]
    bound: bool  # of a named country, company or place
    former: bool


class Description(NamedTuple):
    """A description at its place, the place of its noun, and whom it names."""

    start: int
    end: int
    noun: int
    name: str


@by_language
def _last_words() -> frozenset[str]:
    """Return the words that may stand right before the name of somebody with an office."""
    known = words()
    offices = known.descriptions.offices
    capitals = {word.capitalize() for word in offices}
    return offices | capitals | frozenset(known.abbreviations) | known.descriptions.departments


def _head(words: list[str], known: Words) -> tuple[str, list[str]]:
    """Return the office that words end in ("" for none), and the words before it."""
    if len(words) > 2 and words[-2] in known.nouns.links:  # Secretary of State
        words = words[:-2]
    last = known.abbreviations.get(words[-1], words[-1].lower()) if words else ""
    if last not in known.descriptions.offices:
        return "", []
    if len(words) > 1 and words[-2].lower() in known.descriptions.ranks:
        return f"{words[-2].lower()} {last}", words[:-2]
    return last, words[:-1]


class Offices:
    """The offices that an article tells of, and the descriptions that name their holders."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.held: dict[str, set[Holding]] = {}
        self.last: dict[str, int] = {}  # where a description named somebody last
        last_words = _last_words()
        for mention, word in zip(context.people, context.before, strict=True):
            if word in last_words:
                self._before(mention)
            if context.text.startswith(",", mention.end):
                self._after(mention)

    def _before(self, mention: Mention) -> None:
        text, start = self.context.text, mention.start
        line = text[max(0, start - 60) : start].rpartition("\n")[2]
        head, before = _head(line.split()[-6:], self.context.words)
        if head:
            self._hold(head, before, mention.name, False)

    def _after(self, mention: Mention) -> None:
        match = self.context.patterns.office_after.match(self.context.text, mention.end)
        if match:
            head, before = _head(match[1].split(), self.context.words)
            if head:
                self._hold(head, before, mention.name, bool(match[2]))

    def _hold(self, head: str, before: list[str], name: str, bound: bool) -> None:
        flags, known = gazetteer().words, self.context.words
        near = before[-3:]
        bound = bound or any(w.endswith(known.owns) or flags.get(w, 0) & PEOPLE for w in near)
        former = any(w.lower() in known.descriptions.other for w in near)
        self.held.setdefault(head, set()).add(
            Holding(name, frozenset(w.lower() for w in near), bound, former)
        )

    def descriptions(self) -> Iterator[Description]:
        """Yield the descriptions of a text that name one person for sure, office by office."""
        for head in sorted(self.held):
            places = list(self._places(head))
            others = any(self._is_another(at) for at in places)
            for at in places:
                found = self._read(head, at, at + len(head), others)
                if found:
                    self.last[found.name] = found.start
                    yield found

    def _places(self, head: str) -> Iterator[int]:
        """Yield where the words of an office stand, also in the plural."""
        text, at = self.context.text, self.context.text.find(head)
        while at >= 0:
            end = at + len(head)
            if not text[end : end + 2].rstrip("s ").isalpha() and not text[at - 1 : at].isalnum():
                yield at
            at = text.find(head, end)

    def _is_another(self, at: int) -> bool:
        """Return whether an office is that of somebody else or of nobody in particular: `another minister`."""
        return bool(self.context.patterns.unnamed.search(self.context.text, max(0, at - 30), at))

    def _read(self, head: str, at: int, end: int, others: bool) -> Description | None:
        """Return the description whose head noun stands at a place, if it is sure."""
        context, text = self.context, self.context.text
        patterns, known = context.patterns, context.words.descriptions
        before = patterns.the_before.search(text, max(0, at - 40), at)
        if not before or patterns.goes_on.match(text, end) or context.quoted(at):
            return None
        start = before.start(1)
        if text[start - 2 : start] == ", " and any(
            mention.end == start - 2 for mention in context.between(max(0, start - 60), start)
        ):
            return None  # an apposition
        sentence = context.sentence_at(start)
        if sentence < 0 or context.sentences[sentence].boilerplate:
            return None
        wanted = before[2].lower().split()
        fits = {h for h in self.held[head] if h.modifiers.issuperset(wanted)}
        if not wanted:
            fits = {h for h in fits if not h.former}
            free = {h for h in fits if not h.bound}
            near = self._named(sentence - REACH, start)
            if free and not any(h.name in near for h in fits - free):
                fits = free
        names = {h.name for h in fits}
        if len(names) != 1 or (not wanted and others):
            return None
        (name,) = names
        loose = not known.other.isdisjoint(wanted) or all(h.bound and not wanted for h in fits)
        if head in known.single and not wanted and not loose:
            return Description(start, end, at, name) if self._since(name, start) else None
        if loose or head in known.common:
            return Description(start, end, at, name) if self._alone(name, sentence, start) else None
        return Description(start, end, at, name) if self._near(name, sentence, start) else None

    def _alone(self, name: str, sentence: int, start: int) -> bool:
        """Return whether somebody is the only one named in a sentence and the one before, up to a place."""
        return self._named(sentence - 1, start) == {name}

    def _since(self, name: str, start: int) -> bool:
        """Return whether somebody is named anywhere before a place."""
        return any(mention.name == name for mention in self.context.between(0, start))

    def _near(self, name: str, sentence: int, start: int) -> bool:
        """Return whether somebody is named, or described so, a few sentences before a place at most."""
        left = self.context.sentences[max(0, sentence - REACH)].start
        last = self.last.get(name, -1)
        return left <= last < start or name in self._named(sentence - REACH, start)

    def _named(self, sentence: int, start: int) -> set[str]:
        context = self.context
        left = context.sentences[max(0, sentence)].start
        return {m.name for m in context.between(left, start) if context.maybe_person(m)}
