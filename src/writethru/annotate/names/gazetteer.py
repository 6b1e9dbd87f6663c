"""The names and name parts that are known beforehand, read once from the lexicon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language
from writethru.annotate.names.words import joints
from writethru.records import NameKind

# What a single capitalised word can be; a word may be several.
COMMON = 1  # opens sentences and is no name
CALENDAR = 2  # a month or a weekday
PREFIX = 4  # Mr, Dr, General: stands before a person's name
ROYAL = 8  # Pope, King: stays in the span before a single name
OFFICE = 16  # President, Secretary
JOINT = 32  # Foreign, Defence: belongs to an office beside an office word
FIRST = 64  # a given name
HEAD = 128  # Ministry, Party: makes an organisation
SUFFIX = 256  # Inc, Ltd
INSIDE = 512  # Food, Drug: inside an organisation's name, beside "and"
PLACE_LAST = 1024  # River, County
PLACE_FIRST = 2048  # Lake, Mount
COMPASS = 4096  # North, Upper
PEOPLE = 8192  # Russian, Russians, Sunni
MATTER = 16384  # Act, Cup: a law, an event, a prize
SURNAME = 32768  # a family name that alone names a person
TRADE = 65536  # Motors, Computer: left out in the short name of a company
PARTY = (
    131072  # Republican, Conservative: a party or a faith, which stands before bodies that are not its own
)
PLACE_ONLY = 262144  # Airport, County: a word for a place that is no family name
ALL_TITLES = PREFIX | ROYAL | OFFICE


class Entry(NamedTuple):
    """A known name: what it names, and the name it is joined under."""

    kind: NameKind
    name: str


class Gazetteer(NamedTuple):
    """Flags of single words, and entries of whole names."""

    words: dict[str, int]
    entries: dict[str, Entry]
    persons: dict[str, str]  # other spelling of a person -> the one we join under
    longest: dict[str, int]  # first word of an entry of several -> words in the longest entry
    openers: frozenset[str]  # single words that are never a name
    possessive: frozenset[str]  # names that end in 's (McDonald's), without it
    national: frozenset[str]  # bodies that are named with and without "U.S."
    dotted: frozenset[str]  # names that end in a stop (Calif.), without it


def lines(name: str) -> Iterator[str]:
    """Yield the lines of a lexicon file that carry data (section lines stay)."""
    for line in lexicon.read(name).splitlines():
        line = line.strip()
        if line and (not line.startswith("#") or line.startswith("# [")):
            yield line


def sections(name: str) -> Iterator[tuple[str, str]]:
    """Yield (section, line) of a file whose sections open with `# [section]`."""
    section = ""
    for line in lines(name):
        if line.startswith("# ["):
            section = line[3 : line.index("]")]
        else:
            yield section, line


def pairs(name: str) -> Iterator[tuple[str, str]]:
    """Yield the two sides of the lines `other = name`."""
    for line in lines(name):
        left, _, right = line.partition(" = ")
        yield left.strip(), right.strip()


def _add(words: dict[str, int], names: Iterator[str] | list[str], flag: int) -> None:
    for name in names:
        words[name] = words.get(name, 0) | flag


def _read_words() -> dict[str, int]:
    words: dict[str, int] = {}
    for line in lines("common_words.txt"):
        _add(words, [word[:1].upper() + word[1:] for word in line.split()], COMMON)
    for line in (*lines("sentence_openers.txt"), *lines("stopwords.txt")):
        _add(words, [word[:1].upper() + word[1:] for word in line.split() if word.isalpha()], COMMON)
    _add(words, lexicon.table("names")["calendar"].split(), CALENDAR)
    for line in lines("first_names.txt"):
        _add(words, line.split(), FIRST)
    for line in lines("surnames.txt"):
        _add(words, line.split(), SURNAME)
    _add(words, lexicon.table("names")["common_acronyms"].split(), COMMON)
    flags = {"prefix": PREFIX, "royal": ROYAL, "office": OFFICE, "joint": JOINT}
    flags |= {"head": HEAD, "suffix": SUFFIX, "inside": INSIDE, "trade": TRADE}
    flags |= {
        "last": PLACE_LAST,
        "first": PLACE_FIRST,
        "compass": COMPASS,
        "matter": MATTER,
        "only": PLACE_ONLY,
    }
    for name in ("titles.txt", "organisations.txt", "place_words.txt"):
        for section, line in sections(name):
            if section in flags:
                _add(words, line.split(), flags[section])
    return words


def _read_organisations(entries: dict[str, Entry]) -> None:
    turned = lexicon.table("names")["turned"]
    for section, line in sections("organisations.txt"):
        if section == "known":
            entries.update({name.strip(): Entry("organisation", name.strip()) for name in line.split(", ")})
        elif section == "other":
            for pair in line.split(", "):
                short, _, full = pair.partition(" = ")
                entries[short.strip()] = Entry("other", (full or short).strip())
        elif section in ("acronym", "alias"):
            short, _, full = line.partition(" = ")
            entries[short.strip()] = Entry("organisation", full.strip())
    for entry in list(entries.values()):
        entries.setdefault(entry.name, entry)
        matter, _, head = entry.name.rpartition(" ")
        if matter and head in turned:
            for joint in joints().matter:
                entries.setdefault(f"{head} {joint} {matter}", entry)


def _read_places(entries: dict[str, Entry], words: dict[str, int]) -> None:
    for _, line in sections("places.txt"):
        for name in line.split(","):
            entries.setdefault(name.strip(), Entry("place", name.strip()))
    for line in lines("countries.txt"):
        country, peoples, capital, aliases = (part.strip() for part in line.split("|"))
        for name in (country, *(a.strip() for a in aliases.split(",") if a.strip())):
            entries[name] = Entry("place", country)
        if capital and not capital.startswith("("):
            entries.setdefault(capital, Entry("place", capital))
        forms = [form.strip() for form in peoples.split(",") if form.strip()]
        for form in forms:
            entries[form] = Entry("people", forms[0])
            _add(words, [form], PEOPLE)
    plurals = lexicon.table("names")["plural"]
    for section, line in sections("peoples.txt"):
        for form in (part.strip() for part in line.split(",")):
            singular = next((one for end in plurals if (one := form.removesuffix(end)) in entries), form)
            entries.setdefault(form, Entry("people", entries[singular].name if singular in entries else form))
            _add(words, [form], PEOPLE | (PARTY if section == "party" else 0))
    for other, name in pairs("place_aliases.txt"):
        entries[other] = Entry("place", name)


def _longest(entries: dict[str, Entry]) -> dict[str, int]:
    """Return how many words the names that open with a word have at most; one has no need to be told.

    A name with a hyphen counts as two words, and under its first half, too, since a run may be cut there.
    """
    longest: dict[str, int] = {}
    for name in entries:
        joints = name.count(" ") + name.count("-")
        if joints:
            first = name.partition(" ")[0]
            for word in {first, first.partition("-")[0]}:
                longest[word] = max(longest.get(word, 1), joints + 1)
    return longest


@by_language
def gazetteer() -> Gazetteer:
    """Return the known names of the lexicon."""
    words, entries = _read_words(), dict[str, Entry]()
    _read_organisations(entries)
    _read_places(entries, words)
    persons = dict(pairs("person_aliases.txt"))
    never = COMMON | CALENDAR | OFFICE | PREFIX
    openers = frozenset(
        w for w, flags in words.items() if flags & never and not flags & FIRST and w not in entries
    )
    ends = lexicon.table("names")["possessive"]
    possessive = frozenset(name.removesuffix(end) for name in entries for end in ends if name.endswith(end))
    national = frozenset(name.strip() for name in lexicon.table("names")["national"])
    dotted = frozenset(name[:-1] for name in entries if name.endswith("."))
    return Gazetteer(words, entries, persons, _longest(entries), openers, possessive, national, dotted)


@by_language
def states() -> frozenset[str]:
    """Return the names of countries and of the states and provinces that are named after a town."""
    inside = {
        name.strip() for at, line in sections("places.txt") if at == "states" for name in line.split(",")
    }
    entries = gazetteer().entries
    inside |= {line.partition("|")[0].strip() for line in lines("countries.txt")}
    return frozenset(entries[name].name for name in inside if name in entries)


@by_language
def things(section: str) -> frozenset[str]:
    """Return the words that are nobody's name, though they stand capitalised in names (Weapons, Blue)."""
    return frozenset(
        word.capitalize()
        for at, line in sections("thing_words.txt")
        if at == section
        for word in line.split()
    )
