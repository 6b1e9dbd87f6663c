"""Outlets by their names: which two names are one house, and which houses an article's text names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib import resources

from msgspec import Struct

_CAPITAL = re.compile(r"(?<!\w)[A-ZÀ-Þ]\w*")
# What a catalogue adds to a name: "(Web News)", " - Opinion".
_ADDED = re.compile(r" ?(?:\([^()]{1,60}\)| [-–|] [^-–|]{1,60}) ?\Z")
_LONGEST_ADDED = 66  # characters that this can take
_ARTICLE = re.compile(r"\A[Tt]he ")
_LEAST = 4  # letters of a publisher's name that is looked for in texts
_NEAR = 60  # characters around a name, and words of them, in which a credit stands
_FEW = 6


class _Name(Struct, frozen=True):
    """One name of a house as it stands in a text; a short one means several houses."""

    text: str
    house: str
    short: bool


class _Table(Struct, frozen=True):
    """What is known of outlets."""

    houses: dict[str, str]  # plain name of a publisher -> its house
    names: tuple[_Name, ...]  # to look for in texts
    called: dict[str, str]  # house -> the name that readers know
    agencies: frozenset[str]  # houses


@cache
def _table() -> _Table:
    """Return what is known of outlets."""
    text = resources.files(__package__).joinpath("origin_outlets.txt").read_text(encoding="utf-8")
    houses: dict[str, str] = {}
    called: dict[str, str] = {}
    names, agencies = [], set()
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        forms = [form.strip() for form in line.removeprefix("*").split("|")]
        house = plain(forms[0])
        called[house] = forms[0]
        if line.startswith("*"):
            agencies.add(house)
        for form in forms:
            mark, name = (form[0], form[1:].strip()) if form[0] in "~=" else ("", form)
            if mark != "~":
                houses[plain(name)] = house
            if mark != "=":
                names.append(_Name(name, house, mark == "~"))
    return _Table(houses, tuple(names), called, frozenset(agencies))


def plain(publisher: str) -> str:
    """Return a publisher's name without what a catalogue adds, without article, in lower case."""
    name = publisher.strip()
    end = len(name)
    while added := _ADDED.search(name, max(0, end - _LONGEST_ADDED), end):
        end = added.start()
    return _ARTICLE.sub("", name[:end]).casefold()


def house_of(publisher: str) -> str:
    """Return the house that publishes under a name; the plain name where it is not known, "" for none."""
    name = plain(publisher)
    return _table().houses.get(name, name)


def called(house: str) -> str:
    """Return a house as a reader knows it."""
    return _table().called.get(house, house.title())


def is_agency(house: str) -> bool:
    """Return whether a house is an agency, whose texts others print."""
    return house in _table().agencies


@cache
def _credit_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that make a credit before a name and behind it."""
    text = resources.files(__package__).joinpath("origin_credits.en.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return (
        frozenset(word for side, word in rows if side == "before"),
        frozenset(word for side, word in rows if side == "after"),
    )


def credited_at(text: str, at: int) -> bool:
    """Return whether a house that is named at a place is named as whose report it is."""
    before, after = _credit_words()
    words = text[max(0, at - _NEAR) : at].casefold().split()[-_FEW:]
    return not before.isdisjoint(words) or not after.isdisjoint(
        word.strip(",.;:") for word in text[at : at + _NEAR].casefold().split()[:_FEW]
    )


def unknown_among(publishers: Iterable[str]) -> frozenset[str]:
    """Return the names of publishers that no list has."""
    known = _table().houses
    return frozenset(p.strip() for p in publishers if plain(p) not in known)


@lru_cache(maxsize=16)
def names_with(unknown: frozenset[str]) -> OutletNames:
    """Return the names of houses that are looked for in the texts of a story, of whose publishers some are in no list."""
    return OutletNames(unknown)


class OutletNames:
    """The names of houses that are looked for in texts: the known ones and those of a story's other publishers."""

    def __init__(self, unknown: Iterable[str] = ()) -> None:
        table = _table()
        more = [_Name(p, plain(p), False) for p in sorted(unknown) if len(p) >= _LEAST and p[0].isupper()]
        self._by_word: defaultdict[str, list[tuple[str, _Name]]] = defaultdict(list)
        self._short: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted([*table.names, *more], key=lambda n: (-len(n.text), n.text, n.house)):
            before = article.group() if (article := _ARTICLE.match(name.text)) else ""
            first = _CAPITAL.search(name.text, len(before))
            if first and not name.short:
                self._by_word[first.group()].append((name.text[: first.start()], name))
            elif first:
                self._short[name.house].append(name.text)

    def __call__(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield (place, house) for each naming of a house; a short name needs a longer one before it."""
        meant: dict[str, str] = {}  # the house that a short name means, from the last longer name on
        after = 0
        for word in _CAPITAL.finditer(text):
            if word.start() < after:
                continue
            for before, name in self._by_word.get(word.group(), ()):
                at = word.start() - len(before)
                end = at + len(name.text)
                if at >= 0 and text.startswith(name.text, at) and not text[end : end + 1].isalnum():
                    after = end
                    meant.update((short, name.house) for short in self._short[name.house])
                    yield at, name.house
                    break
            else:
                if word.group() in meant:
                    yield word.start(), meant[word.group()]
