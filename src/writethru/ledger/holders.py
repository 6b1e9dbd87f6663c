"""Tell which holders of a story are one: short and full names, and an office and who holds it.

All is learned from the story's own texts: a family name belongs to the full name that bears it, and an
office to the person whose name follows it most often.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from writethru.ledger.words import plain_words, stem, vocabulary
from writethru.memory import remembered, totals
from writethru.records import AnnotatedArticle, Mention

SURE = 2  # how often a name has to follow an office before the office alone means the person
SPEAKS = 5  # what being quoted by one's full name weighs beside being named
MOST_WORDS = 7  # of a name or office
ENDINGS = ("jr.", "jr", "sr.", "sr", "iii", "ii")
ENDS_OWNED = re.compile(r"['’]s?$")
ROLES = (
    *(
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "director",
        "chief executive",
        "ceo",
        "president",
        "chairman",
    ),
    *("lawyer", "attorney", "lawyers", "attorneys"),
)
SPEAKS_FOR = re.compile(
    r"^,?\s(?:who is |then )?(?:a |an |the )?(?:[\w\-]{2,15} ){0,3}?(?:spokes\w+|director|head|chief executive|president|chairman"
    r"|chairwoman|lawyer|attorney|chief|manager)\s(?:for|of|at|representing)\s(?:the\s)?([^,.;:()“”\"\n]{2,45}?)(?=[,.;]| said| told| who| with| has| was| is| will|$)"
)
SPEAKER_OF = re.compile(
    r"(?:^|[\s“\"])(?:[Tt]he\s)?([A-Z][\w.&\-]{1,20}(?:\s[A-Z][\w.&\-]{1,20}){0,3})(?:['’]s)?\s(?:\w{3,12}\s)?(?:spokes\w+|director|chief executive|CEO"
    r"|president|chairman|lawyer|attorney)s?,?\s$"
)


MEMBER = re.compile(r"[A-Z][a-z]{1,20}(?:crat|lican|ian|eli|aqi|eni|udi)")
OF_NO_PERSON = frozenset({"in", "of", "for", "and", "on"})


class Holders(NamedTuple):
    """Who is meant by a part of a name, or by an office, and for whom somebody speaks."""

    names: dict[str, str]  # a word of a name, in lower case -> the full name
    offices: dict[str, str]  # an office of at most three words -> the full name of who holds it
    parties: dict[str, str]  # a full name -> for whom that person speaks
    known: frozenset[str]  # all names of the texts, in lower case
    seen: dict[tuple[str, str], tuple[str, str, str]]  # what was found out about holders, by name and kind

    def known_as(self, holder: str, kind: str) -> tuple[str, str, str]:
        """Return a holder as the page may print it, its key and its party; nothing if it is no holder."""
        if (holder, kind) not in self.seen:
            full = self.full(holder)
            name = self._present(full, kind)
            found = (name, self._key(full), self._party(full)) if name else ("", "", "")
            self.seen[holder, kind] = found
        return self.seen[holder, kind]

    def full(self, holder: str) -> str:
        """Return the fullest name of a holder, as the texts write it; the name itself if nothing is known."""
        parts = _parts(holder)
        if (
            generation(holder)
            or not parts
            or (len(parts) > 1 and stem(parts[0]) in vocabulary("other_office"))
        ):
            return holder
        if len(parts) == 1 or all(word[:1].islower() for word in holder.split()):
            return self.names.get(parts[-1]) or self.office(parts) or holder
        known = self.names.get(parts[-1])
        if known:
            return known if set(_parts(known)) <= set(parts) else holder
        return self.office(parts) or holder

    def office(self, parts: Sequence[str]) -> str:
        """Return who holds an office of one to three words, or nothing."""
        return self.offices.get(" ".join(parts), "")

    def key(self, holder: str) -> str:
        """Return what two forms of one holder have in common: the family name, or all words of an office."""
        return self._key(self.full(holder))

    def _key(self, full: str) -> str:
        parts = _parts(full)
        if generation(full):
            return " ".join((*parts, "jr"))  # a son of his father's name
        known = self.names.get(parts[-1]) if parts else None
        return parts[-1] if known else " ".join(parts)

    def party(self, holder: str) -> str:
        """Return the comparable form of whom a holder speaks for, or the holder's own."""
        return self._party(self.full(holder))

    def _party(self, full: str) -> str:
        return " ".join(_parts(self.parties[full])) if full in self.parties else self._key(full)

    def _present(self, full: str, kind: str) -> str:
        """Return the fullest name of a holder as the page may print it, or nothing if it is no one who can hold a position."""
        form = _form(full)
        if kind == "group" and MEMBER.fullmatch(full):
            full += "s"  # what many say is joined under the name of one
        if form is None:
            return ""
        named = form.joined in self.known or (form.last in self.names and form.capital_first)
        capital = form.capital_last and kind in ("organisation", "outlet", "office", "group")
        whole = kind == "person" and form.capitals
        return full if named or form.speaks or capital or (whole and form.last not in self.names) else ""


class _Form(NamedTuple):
    """What a name or office tells by its words alone."""

    joined: str  # its words in lower case, without article and endings
    last: str  # of these words
    capital_first: bool
    capital_last: bool
    capitals: bool  # whether it is of several words, each with a capital
    speaks: bool  # whether it is of a kind that speaks: a spokesman, a ministry


@lru_cache(maxsize=20_000)
def _form(full: str) -> _Form | None:
    """Return what the words of a name or office tell; None if they are those of no one who can hold a position."""
    parts = full.split()
    if not 0 < len(parts) <= MOST_WORDS or any(c.isdigit() for c in full) or ENDS_OWNED.search(full):
        return None
    if any(part in plain_words("finite") for part in parts) or (
        parts[0].islower() and parts[0].endswith("ing")
    ):
        return None
    plain = _parts(full)
    if (
        not plain
        or stem(parts[0]) in vocabulary("unfit")
        or parts[0].lower() in plain_words("before_clause")
        or {stem(p) for p in plain[-1:]} & vocabulary("mute")
    ):
        return None
    return _Form(
        " ".join(plain),
        plain[-1],
        parts[0][0].isupper(),
        parts[-1][0].isupper(),
        len(parts) > 1 and all(part[0].isupper() for part in parts),
        stem(_head(plain)) in vocabulary("speakers"),
    )


@lru_cache(maxsize=20_000)
def one_holder(key: str, other: str) -> bool:
    """Return whether two keys may be one holder: equal, or the words of one among those of the other."""
    ones, others = set(key.split()), set(other.split())
    return ones <= others or others <= ones


@lru_cache(maxsize=20_000)
def generation(name: str) -> bool:
    """Return whether a name ends in what tells a son from a father of one name."""
    return name.lower().rpartition(" ")[2] in ENDINGS


def _head(parts: Sequence[str]) -> str:
    """Return the noun that a description is of: `lawyer` in `lawyer for the company`."""
    cut = next((n for n, part in enumerate(parts) if n and part in plain_words("joining")), len(parts))
    return parts[cut - 1]


@lru_cache(maxsize=20_000)
def _parts(holder: str) -> tuple[str, ...]:
    """Return the words of a name in lower case, without possessive endings, article and generation."""
    plain = holder.lower().replace("’", "'").replace("'s", "").replace(",", " ").split()
    return tuple([word for word in plain if word not in ENDINGS and word != "the"])


class _Named(NamedTuple):
    """What one text tells of names, offices and who speaks for whom."""

    full: Counter[str]  # how much is told of each full name
    before: Counter[tuple[str, str]]  # how often an office stands before a name
    speaks: Counter[tuple[str, str]]  # how often a name is that of somebody who speaks for a party
    known: frozenset[str]


@remembered
def _named_in(document: AnnotatedArticle) -> _Named:
    """Return what a text tells of names, offices and who speaks for whom."""
    full: Counter[str] = Counter()
    before: Counter[tuple[str, str]] = Counter()
    speaks: Counter[tuple[str, str]] = Counter()
    known: set[str] = set()
    text = document.article.text
    for attribution in document.body.attributions:
        if attribution.holder_kind == "person" and len(attribution.holder.split()) > 1:
            full[attribution.holder] += SPEAKS  # of two of one family name, the one who speaks is meant
    for mention in document.body.names:
        known.add(mention.name or text[mention.start : mention.end])
        if mention.kind != "person" or not mention.name:
            continue
        full[mention.name] += 1
        lead = text[max(mention.start - 40, 0) : mention.start].split()
        if lead and text[mention.start - 1 : mention.start] == " ":
            office = lead[-1].strip(",.").lower()
            if office.isalpha() and len(office) > 4:
                for size in (1, 2, 3):
                    before[" ".join(lead[-size:]).strip(",.").lower(), mention.name] += 1
        party = _spoken_for(text, mention)
        if party:
            speaks[mention.name, party] += 1
    return _Named(full, before, speaks, frozenset(" ".join(_parts(name)) for name in known))


@totals
def _before(document: AnnotatedArticle) -> Counter[tuple[str, str]]:
    return _named_in(document).before


@totals
def _offices_in(document: AnnotatedArticle) -> Counter[str]:
    """Return how often each office stands before a name in a text."""
    found: Counter[str] = Counter()
    for (office, _), count in _named_in(document).before.items():
        found[office] += count
    return found


def know_holders(documents: Sequence[AnnotatedArticle]) -> Holders:
    """Return what the texts tell of names, offices and who speaks for whom."""
    full: Counter[str] = Counter()
    speaks: dict[str, Counter[str]] = defaultdict(Counter)
    named = [_named_in(document) for document in documents]
    for each in named:
        full.update(each.full)
        for (name, party), count in each.speaks.items():
            speaks[name][party] += count
    names = _names(full)
    parties = {}
    for name, counts in sorted(speaks.items()):
        parties[names.get(_parts(name)[-1], name)] = sorted(counts, key=lambda p: (-counts[p], -len(p), p))[0]
    known = frozenset().union(*(each.known for each in named))
    return Holders(
        names,
        _offices(_before(documents), _offices_in(documents), names),
        parties,
        known,
        {},
    )


def _spoken_for(text: str, mention: Mention) -> str:
    """Return for whom a named person speaks, as the words beside the name tell."""
    after = SPEAKS_FOR.match(text[mention.end : mention.end + 120])
    if after:
        return after[1].strip()
    words_before = text[max(mention.start - 60, 0) : mention.start]
    if not words_before.rstrip(" ,").lower().endswith(ROLES):
        return ""
    lead = SPEAKER_OF.search(words_before)
    return lead[1].strip() if lead and lead[1].lower() not in ("company", "a company", "its", "the") else ""


def _names(full: Counter[str]) -> dict[str, str]:
    """Return the full name that each word of a name belongs to."""
    names: dict[str, str] = {}
    for name, _ in sorted(
        full.items(), key=lambda entry: (-entry[1] * (len(entry[0].split()) > 1), entry[0])
    ):
        if not OF_NO_PERSON.isdisjoint(name.split()) or MEMBER.fullmatch(name.split()[-1]):
            continue  # a chamber of commerce in Sarn is not meant by "Sarn", nor a Sarn Democrat by "Democrats"
        for word in _parts(name):
            if len(name.split()) > 1 and len(word) > 2 and not generation(name):
                names.setdefault(word, name)
    return names


def _offices(
    before: Mapping[tuple[str, str], int], whole: Mapping[str, int], names: dict[str, str]
) -> dict[str, str]:
    """Return who holds each office, where one name follows it most often."""
    often = {office for office, count in whole.items() if count >= SURE}
    held: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (office, name), count in before.items():
        if office in often:
            held[office].append((name, count))
    offices = {}
    for office, counts in held.items():
        joined: Counter[str] = Counter()
        for name, count in counts:
            joined[names.get(_parts(name)[-1], name) if _parts(name) else name] += count
        top, count = min(joined.items(), key=lambda entry: (-entry[1], entry[0]))
        if count >= SURE and count * 2 > sum(joined.values()):
            offices[office] = top
    return offices
