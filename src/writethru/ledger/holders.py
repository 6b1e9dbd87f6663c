"""Tell which holders of a story are one: short and full names, and an office and who holds it.

All is learned from the story's own texts: a family name belongs to the full name that bears it, and an
office to the person whose name follows it most often.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from writethru.ledger.words import stem, vocabulary
from writethru.records import AnnotatedArticle, Assertion

SURE = 2  # how often a name has to follow an office before the office alone means the person
MOST_WORDS = 7  # of a name or office ...
MOST_UNNAMED = 3  # ... and of a holder that is neither
ENDINGS = ("jr.", "jr", "sr.", "sr", "iii", "ii")


class Holders(NamedTuple):
    """Who is meant by a part of a name, or by an office."""

    names: dict[str, str]  # a word of a name, in lower case -> the full name
    offices: dict[str, str]  # the last word of an office -> the full name of who holds it

    def full(self, holder: str) -> str:
        """Return the fullest name of a holder, as the texts write it; the name itself if nothing is known."""
        parts = _parts(holder)
        if not parts or (len(parts) > 1 and stem(parts[0]) in vocabulary("other_office")):
            return holder
        if len(parts) == 1 or all(word[:1].islower() for word in holder.split()):
            last = parts[-1]
            return self.names.get(last) or self.offices.get(last) or holder
        known = self.names.get(parts[-1])
        if known:
            return known if set(_parts(known)) <= set(parts) else holder
        named = self.offices.get(parts[-1])
        return (
            named
            if named and len(parts) == 2 and stem(parts[0]) not in vocabulary("other_office")
            else holder
        )

    def key(self, holder: str) -> str:
        """Return what two forms of one holder have in common: the family name, or all words of an office."""
        full = self.full(holder)
        parts = _parts(full)
        known = self.names.get(parts[-1]) if parts else None
        return parts[-1] if known else " ".join(parts)


def one_holder(key: str, other: str) -> bool:
    """Return whether two keys may be one holder: equal, or the words of one among those of the other."""
    ones, others = set(key.split()), set(other.split())
    return ones <= others or others <= ones


def presentable(assertion: Assertion) -> bool:
    """Return whether a holder can stand beside a position: a name or an office, not a pronoun or a thing."""
    parts = assertion.holder.split()
    most = MOST_UNNAMED if assertion.holder_kind == "unnamed" else MOST_WORDS
    if not 0 < len(parts) <= most:
        return False
    return parts[0][0].isalpha() and stem(parts[0]) not in vocabulary("unfit")


def _parts(holder: str) -> list[str]:
    """Return the words of a name in lower case, without possessive endings, article and generation."""
    plain = holder.lower().replace("’", "'").replace("'s", "").replace(",", " ").split()
    return [word for word in plain if word not in ENDINGS and word != "the"]


def know_holders(documents: Sequence[AnnotatedArticle]) -> Holders:
    """Return what the texts tell of names and offices."""
    full: Counter[str] = Counter()
    before: dict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        text = document.article.text
        for mention in document.body.names:
            if mention.kind != "person" or not mention.name:
                continue
            full[mention.name] += 1
            lead = text[max(mention.start - 24, 0) : mention.start].split()
            if lead and text[mention.start - 1 : mention.start] == " ":
                office = lead[-1].strip(",.").lower()
                if office.isalpha() and len(office) > 4:
                    before[office][mention.name] += 1
    names: dict[str, str] = {}
    for name, _ in sorted(
        full.items(), key=lambda entry: (-entry[1] * (len(entry[0].split()) > 1), entry[0])
    ):
        for word in _parts(name):
            if len(name.split()) > 1 and len(word) > 2:
                names.setdefault(word, name)
    offices = {}
    for office, counts in sorted(before.items()):
        ranked = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
        joined: Counter[str] = Counter()
        for name, count in ranked:
            joined[names.get(_parts(name)[-1], name) if _parts(name) else name] += count
        top, count = sorted(joined.items(), key=lambda entry: (-entry[1], entry[0]))[0]
        if count >= SURE and count * 2 > sum(joined.values()):
            offices[office] = top
    return Holders(names, offices)
