"""Tell whose word a statement is: which holders speak for one side, and which outlets carry one report.

All is learned from the story's own texts: who is called whose spokesman, chief or ministry, and which
bodies of state belong to which country. No conflict, country or company is known beforehand.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from writethru.ledger.holders import Holders, know_holders
from writethru.ledger.words import plain_words
from writethru.records import AnnotatedArticle, Assertion, Mention, Origin

PEOPLE = (
    "ians",
    "ian",
    "ia",
    "ese",
    "ish",
    "is",
    "an",
    "a",
    "i",
    "e",
    "y",
)  # endings of countries and peoples
LEAST_ROOT = 4
MOST_HOLDERS = 300
OWNED = re.compile(r"\b([A-Z][\w\-]{2,20}?)(?:['’]s?)? ((?:[a-z]{4,12}\b ?){1,3})")
BEFORE = 90  # characters before a name in which its office stands
RANK = r",?(?: [A-Z][a-z]{2,10}\.?)?,? $"
SPEAKER = r"(?:spokes\w{3,6}|chief executive|chief|director|head|chairman|chairwoman|lawyer|attorney)"
OFFICE = re.compile(rf"([\w&\- ]{{3,50}}?)['’]s? (?:[a-z]{{3,12}} ){{0,2}}{SPEAKER}{RANK}")
SPOKESMAN = re.compile(rf"([\w&\-]{{3,20}}(?: [\w&\-]{{3,20}})?) spokes\w{{3,6}}{RANK}")
OF_OFFICE = re.compile(rf"{SPEAKER} (?:of|for) (?:the )?([\w'’&\- ]{{3,50}}?){RANK}")
AFTER = re.compile(rf"^,? (?:the |a |an )?([\w&\- ]{{3,40}}?)['’]s? (?:[a-z]{{3,12}} )?{SPEAKER}\b")
MINISTER = re.compile(r"\b[Mm]inister(?: [A-Z][a-z]{2,10}\.?)?,? $")
TITLES = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col)\b\.?|\b(?:himself|herself|itself)\b")
LEADING = re.compile(r"^(?:the|a|an|its|their|his|her) ", re.I)


class Voice(NamedTuple):
    """Whose word an assertion is: the side, the holder by one name, and the report that carries it."""

    side: str
    name: str
    origin: str
    own: bool  # the outlet itself says it
    vague: bool = False  # only an office that anybody may speak for: "spokesperson"


class Sides:
    """What the texts of a story tell of who speaks for whom, and when each article was published."""

    def __init__(self, documents: Sequence[AnnotatedArticle], origins: Sequence[Origin]) -> None:
        ordered = sorted(documents, key=lambda d: d.article.id)
        self.origin = {article: origin.id for origin in origins for article in origin.articles}
        self.published = {d.article.id: d.article.dated or "" for d in ordered}
        self._publishers = {d.article.id: d.article.publisher for d in ordered}
        self._outlets = {name.casefold(): name for name in self._publishers.values() if name}
        self._carriers = _first_carriers(origins, self._publishers, self.published)
        self._holders = know_holders(ordered)
        owned = _owned(ordered)
        self._countries = frozenset(country for country, _ in owned)
        self._bodies = _bodies(owned)
        parties = _parties(ordered, self._holders)
        self._parties = {
            name: min(counts, key=lambda p: (p.islower(), -counts[p], p)) for name, counts in parties.items()
        }
        self._aliases = _aliases(parties)
        self._fuller = _fuller(ordered, self._holders)
        self._known: dict[tuple[str, str], tuple[str, str]] = {}

    def voice(self, assertion: Assertion) -> Voice:
        """Return whose word an assertion is."""
        article = assertion.article
        origin = self.origin.get(article, article)
        publisher = self._publishers.get(article, assertion.holder)
        own = assertion.holder_kind == "outlet" and assertion.holder in ("", publisher)
        if own or not assertion.holder:
            name = self._carriers.get(origin, publisher)
            return Voice(f"outlet {name.casefold()}", name or "Unnamed outlet", origin, True)
        key = (assertion.holder, assertion.holder_kind)
        if key not in self._known:
            outlet = self._outlets.get(assertion.holder.casefold())
            name = outlet or self._holders.full(assertion.holder)
            self._known[key] = (
                f"outlet {outlet.casefold()}" if outlet else self.side(assertion.holder),
                name,
            )
        side, name = self._known[key]
        vague = all(word in plain_words("vague_speakers") for word in LEADING.sub("", name.lower()).split())
        return Voice(side, name, origin, False, vague)

    def side(self, holder: str, depth: int = 0) -> str:
        """Return the comparable form of whom a holder speaks for."""
        full = self._holders.full(TITLES.sub("", holder).strip() or holder)
        words = [w.strip(".,").removesuffix("'s").removesuffix("’s") for w in full.split()]
        bodies = [w.lower() for w in words if w.lower() in plain_words("state")]
        countries = [c for w in words if (c := _root(w)) in self._countries]
        if countries and (bodies or len(words) == 1):
            return f"state {countries[0]}"
        party = self._parties.get(full) or self._aliases.get(LEADING.sub("", full.lower()))
        if party and depth < 2 and party.lower() != full.lower():
            return self.side(party, depth + 1)
        if bodies and (bodies[-1] in self._bodies or not self._countries):
            return f"state {self._bodies.get(bodies[-1], '')}".strip()
        own = self._holders.party(full) or full.lower()
        return self._fuller.get(own, own)


def _fuller(documents: Sequence[AnnotatedArticle], holders: Holders) -> dict[str, str]:
    """Return, by the side of a short form, that of the one longer form that has its words: `board`."""
    counts = Counter(holders.party(a.holder) for d in documents for a in d.body.attributions if a.holder)
    named = (side for side in counts if side)  # "the" alone is nobody's name
    sides = sorted(named, key=lambda side: (-counts[side], side))[:MOST_HOLDERS]
    words = {side: frozenset(side.split()) for side in sides}
    found = {}
    for side in sides:
        longer = [
            other for other in sides if words[side] < words[other] and other.split()[-1] == side.split()[-1]
        ]
        if longer:
            longest = max(longer, key=lambda other: (len(words[other]), other))
            if all(words[other] <= words[longest] for other in longer):
                found[side] = longest
    return found


def _first_carriers(
    origins: Sequence[Origin], publishers: Mapping[str, str], published: Mapping[str, str]
) -> dict[str, str]:
    """Return the outlet that stands for each report: the first that carries it."""
    found = {}
    for origin in origins:
        known = sorted(
            (a for a in origin.articles if publishers.get(a)), key=lambda a: (published[a], publishers[a], a)
        )
        if known:
            found[origin.id] = publishers[known[0]]
    return found


def _root(word: str) -> str:
    """Return what a country and its people have in common: Veshnia, Veshnian."""
    plain = word.strip(".,").removesuffix("'s").removesuffix("’s")
    if not plain[:1].isupper():
        return ""
    plain = plain.lower()
    for ending in PEOPLE:
        if plain.endswith(ending) and len(plain) - len(ending) >= LEAST_ROOT:
            return plain.removesuffix(ending)
    return plain


def _owned(documents: Sequence[AnnotatedArticle]) -> Counter[tuple[str, str]]:
    """Return how often each country's name stands before each body of state: Tolmar's defence ministry."""
    found: Counter[tuple[str, str]] = Counter()
    for d in documents:
        for match in OWNED.finditer(d.article.text):
            name = match[1].lower()
            if (
                name in plain_words("small")
                or name in plain_words("departments")
                or name in plain_words("when")
            ):
                continue
            body = next((word for word in match[2].split() if word in plain_words("state")), None)
            if body:
                found[_root(match[1]), body] += 1
    return found


def _bodies(owned: Counter[tuple[str, str]]) -> dict[str, str]:
    """Return the country of each body of state, where the texts name it with one country only."""
    found: dict[str, set[str]] = defaultdict(set)
    for country, body in owned:
        found[body].add(country)
    return {body: next(iter(countries)) for body, countries in found.items() if len(countries) == 1}


def _parties(documents: Sequence[AnnotatedArticle], holders: Holders) -> dict[str, Counter[str]]:
    """Return for whom each person speaks, and how often the words beside the name tell so."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for name, party in holders.parties.items():
        if party.lower() not in plain_words("pronouns"):
            found[name][party] += 1
    for d in documents:
        for mention in d.body.names:
            if mention.kind == "person" and mention.name:
                party = _party(d.article.text, mention)
                if party:
                    found[holders.full(mention.name)][party] += 2
    return found


def _aliases(found: Mapping[str, Counter[str]]) -> dict[str, str]:
    """Return what a common noun means, by the persons who speak for it and for one that has a name."""
    pairs: dict[str, Counter[str]] = defaultdict(Counter)
    for counts in found.values():
        for plain in counts:
            if plain.islower():
                pairs[plain].update({p: n for p, n in counts.items() if not p.islower()})
    return {plain: min(names, key=lambda n: (-names[n], n)) for plain, names in pairs.items() if names}


def _party(text: str, mention: Mention) -> str:
    """Return for whom a person speaks by the words just before or after the name."""
    before = text[max(mention.start - BEFORE, 0) : mention.start]
    sentence = before[max(before.rfind(mark) for mark in (". ", "\n", "; ", ", said", ", and ")) + 1 :]
    after = text[mention.end : mention.end + BEFORE]
    found = (
        OF_OFFICE.search(sentence)
        or OFFICE.search(sentence)
        or SPOKESMAN.search(sentence)
        or AFTER.match(after)
    )
    party = LEADING.sub("", found[1].strip(' ,"“”')) if found else ""
    if not party and MINISTER.search(sentence):
        return "government"
    return "" if party.lower() in plain_words("pronouns") or party.lower() == "its" else party
