"""Keys under which the spellings of one name compare equal, and whether two mentions bear one name."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language, by_language_within
from writethru.annotate.names import gazetteer as g
from writethru.annotate.names.joining import core, initials
from writethru.annotate.names.parts import is_acronym, plain
from writethru.annotate.names.spelling import arabic, cyrillic, letters, script_of, western
from writethru.annotate.names.words import joints
from writethru.records import Mention, NameKind

_ABD = re.compile(r"\b[Aa]bd(?![uae]ll?ah?\b)(?:[- ]?[uea]l)?[- ]?(?:[uea][lrnsd][- ])?(?=\w)")
_NUMERALS = frozenset("i ii iii iv vi vii viii ix xi xii xiii xiv xvi".split())


class Person(NamedTuple):
    """The folded parts of a person's name."""

    given: str  # "" when the family name stands alone
    middle: tuple[str, ...]
    family: str
    numeral: str  # jr, sr, ii, xvi
    reigns: bool  # a pope, a queen: known by the one name and its number
    words: tuple[str, ...]  # all of them in order, not folded


class _Words(NamedTuple):
    """The words by which the names of persons are taken apart, in small letters but for given and family names."""

    articles: frozenset[str]  # of Arabic
    ambiguous: frozenset[str]  # those of them that are words of the language, too
    article: re.Pattern[str]  # at the start of a word, with a hyphen or in one: al-Assad, AlShafi
    sons: tuple[str, ...]
    spelled: dict[str, str]  # other spelling of a particle -> the one of the key
    leads: tuple[str, ...]  # what opens a word that is of Arabic script
    particles: frozenset[str]
    numerals: frozenset[str]  # what tells bearers of one name apart
    family_first: frozenset[str]
    syllables: frozenset[str]
    compound: frozenset[str]
    told_apart: frozenset[str]
    shared: frozenset[str]


@by_language
def _words() -> _Words:
    arabic_words: dict[str, Any] = lexicon.table("spellings")["arabic"]
    persons: dict[str, Any] = lexicon.table("spellings")["persons"]
    names: dict[str, Any] = lexicon.table("names")
    return _Words(
        articles=frozenset(arabic_words["articles"]),
        ambiguous=frozenset(arabic_words["ambiguous"]),
        article=re.compile(rf"^(?:(?i:{'|'.join(arabic_words['hyphened'])})-|[AE]l(?=[A-Z]))"),
        sons=tuple(arabic_words["sons"]),
        spelled=arabic_words["spelled"],
        leads=tuple(arabic_words["leads"]),
        particles=frozenset(names["particles"]),
        numerals=_NUMERALS | {letters(word) for word in names["generations"]},
        family_first=frozenset(persons["family_first"]),
        syllables=frozenset(persons["syllables"].split()),
        compound=frozenset(persons["compound"]),
        told_apart=frozenset(letters(name) for name in persons["told_apart"]),
        shared=frozenset(letters(name) for name in persons["shared"].split()),
    )


class _Forms(NamedTuple):
    """The ways in which the names of bodies and places are written."""

    possessive: tuple[str, ...]
    articles: tuple[str, ...]  # "the "
    nations: tuple[tuple[str, str], ...]  # "U.S. ", and as it opens a key
    leads: tuple[str, ...]  # "department of "
    ends: tuple[str, ...]  # " department", in the same order
    states: tuple[str, ...]  # "republic of "
    movable: frozenset[str]


@by_language
def _forms() -> _Forms:
    table: dict[str, list[str]] = lexicon.table("spellings")["english"]
    heads = [
        (head.lower(), joint)
        for head in sorted(table["turned"])
        for joint in sorted(joints().matter & joints().bare)
    ]
    return _Forms(
        possessive=tuple(table["possessive"]),
        articles=tuple(f"{word} " for word in lexicon.table("names")["context"]["articles"]),
        nations=tuple((f"{nation} ", f"{letters(nation)} ") for nation in sorted(table["national"])),
        leads=tuple(f"{head} {joint} " for head, joint in heads),
        ends=tuple(f" {head}" for head, _ in heads),
        states=tuple(f"{lead} " for lead in sorted(table["no_name"], reverse=True)),
        movable=frozenset(map(_spelled, table["movable"])),
    )


@by_language
def _short_forms() -> dict[str, frozenset[str]]:
    """Return, for each given name in small letters, the full names it can stand for, itself included."""
    forms: dict[str, set[str]] = {}
    for full, short in lexicon.table("spellings")["short"].items():
        for name in (full, *short.split()):
            forms.setdefault(name.lower(), {name.lower()}).add(full.lower())
    return {name: frozenset(full) for name, full in forms.items()}


def _bare(name: str) -> str:
    """Return a name without a leading "the" and a possessive ending."""
    text = plain(name).strip()
    known = _forms()
    for ending in known.possessive:
        text = text.removesuffix(ending)
    lead, blank, rest = text.partition(" ")
    return (
        rest if blank and f"{lead.lower()} " in known.articles and text not in g.gazetteer().entries else text
    )


def _known_person(text: str) -> str:
    """Return the name that the lexicon has for another spelling of a person or of a family name."""
    persons = g.gazetteer().persons
    found = persons.get(text, text)
    head, _, last = found.rpartition(" ")
    if head and " " not in persons.get(last, last):
        found = f"{head} {persons.get(last, last)}"
    bearers: dict[str, str] = lexicon.table("spellings")["bearers"]
    return bearers.get(persons.get(found, found), persons.get(found, found))


def _untitled(text: str) -> str:
    """Return a person's name without titles before it."""
    flags = g.gazetteer().words
    words = text.replace(",", "").split()
    titles = itertools.takewhile(
        lambda word: flags.get(word, 0) & (g.PREFIX | g.OFFICE) and not flags[word] & g.FIRST, words[:-1]
    )
    return " ".join(words[len(list(titles)) :])


def _person_words(text: str) -> list[str]:
    """Return the words of a person's name: articles gone, particles glued to what follows."""
    words = text.split()
    known = _words()
    kept, lead = list[str](), ""
    for at, word in enumerate(words):
        small = word.lower()
        if at + 1 < len(words):
            inside = at or word.islower()
            if inside and small in known.articles and small not in known.ambiguous:
                continue
            if small in known.sons or (inside and small in known.particles):
                lead += known.spelled.get(small, small)
                continue
        kept.append(lead + known.article.sub("", word))
        lead = ""
    return kept


def _order(words: list[str]) -> list[str]:
    """Glue the given names that are written apart or with a hyphen: Kim Jong Un, Jean Luc."""
    known = _words()
    if len(words) in (2, 3) and words[0] in known.family_first:
        rest = [part for word in words[1:] for part in word.split("-")]
        if len(rest) == 2 and (all(part.lower() in known.syllables for part in rest) or "-" in words[1]):
            return [words[0], "".join(rest)]
    flags = g.gazetteer().words
    if len(words) > 2 and words[0] in known.compound and flags.get(words[1], 0) & g.FIRST:
        words = [words[0] + words[1], *words[2:]]
    return words


@by_language_within(20_000)
def read_person(name: str) -> Person:
    """Return the parts of a person's name, each folded by the script it comes from."""
    text = _known_person(_untitled(_bare(name)))
    known = _words()
    words = _person_words(_ABD.sub("Abd", text) if "bd" in text else text)
    words = [letters(word).replace("-", "") for word in _order(words)] or [letters(text)]
    numeral = words.pop() if len(words) > 1 and words[-1] in known.numerals else ""
    scripts = {script_of(word.removeprefix("bin")) for word in words}
    if "arabic" in scripts or any(word.startswith(known.leads) for word in words):
        folded = [
            f"{word[:3]} {arabic(word[3:])}"
            if word.startswith(known.sons) and len(word) > 6
            else arabic(word)
            for word in words
        ]
    elif any(script_of(word) == "slavic" for word in words):
        folded = [cyrillic(word) for word in words]
    else:
        folded = [western(word) for word in words]
    given = folded[0] if len(folded) > 1 else ""
    reigns = bool(given and g.gazetteer().words.get(text.split(" ")[0], 0) & g.ROYAL)
    return Person(given, tuple(folded[1:-1]), folded[-1], numeral, reigns, tuple(words))


def _person_key(name: str) -> str:
    person = read_person(name)
    if person.reigns:
        return " ".join(part for part in (*person.words, person.numeral) if part)
    if f"{person.given} {person.family}" not in _words().told_apart:
        return f"{person.given} {person.family}".strip()
    middle = "".join(word if len(word) < 3 else word[0] for word in person.middle)
    return " ".join(part for part in (person.given, middle, person.family, person.numeral) if part)


def _entry(text: str) -> g.Entry | None:
    """Return what the lexicon knows of a name, with or without stops and the words for a country before it."""
    entries = g.gazetteer().entries
    found = entries.get(text) or (entries.get(text.replace(".", "")) if "." in text else None)
    if found is None:
        for lead, _ in _forms().nations:
            rest = entries.get(text[len(lead) :]) if text.startswith(lead) else None
            if rest is not None and rest.kind == "organisation":
                return rest
    return found


def _spelled(text: str) -> str:
    """Return small letters with one spelling of words that differ between British and American English."""
    words: dict[str, str] = lexicon.table("spellings")["english"]["words"]
    parts = letters(text.replace("&", " and ").replace("-", " ").replace("/", " ")).split()
    return " ".join(words.get(part, part).replace("-", "") for part in parts)


def _organisation_key(name: str) -> str:
    text = _bare(name)
    entry = _entry(text) or _entry(core(text))
    key = _spelled(entry.name if entry else core(text))
    known = _forms()
    for _, nation in known.nations:
        rest = key.removeprefix(nation)
        key = rest if rest.startswith(known.leads) or rest.endswith(known.ends) else key
    for lead, end in zip(known.leads, known.ends, strict=True):
        if key.startswith(lead):
            key = key.removeprefix(lead)
            for article in known.articles:
                key = key.removeprefix(article)
            return key + end
    return key


def _place_key(name: str) -> str:
    text = _bare(name)
    entry = _entry(text)
    if entry is None:
        for lead in _forms().states:
            if text.lower().startswith(lead) and (rest := _entry(text[len(lead) :])):
                entry = rest
                break
    key = entry.name if entry else _words().article.sub("", text)
    words = _spelled(key).split()
    if len(words) == 2 and words[0] in _forms().movable:
        words.reverse()
    key = " ".join(words).replace("aa", "a")  # Århus, Aarhus
    if key.endswith("ah"):
        return key[:-1]
    return f"{key[:-2].removesuffix('i')}ia" if key.endswith("ya") else key


@by_language_within(20_000)
def name_key(name: str, kind: NameKind = "other") -> str:
    """Return the key under which the spellings of a name compare equal, within and across articles.

    Gone are case, accents, titles, a leading "the", possessive endings, a person's middle names (but where
    the lexicon says that they tell two persons apart) and a company's legal endings. Resolved are the ways
    of writing Cyrillic and Arabic in Latin letters, British and American spelling, acronyms, short forms and
    former names that the lexicon knows. Only keys of one kind may be compared.
    """
    if kind == "person":
        return _person_key(name)
    if kind == "place":
        return _place_key(name)
    if kind == "organisation":
        return _organisation_key(name)
    text = _bare(name)
    entry = _entry(text)
    if entry is not None and entry.kind in ("place", "organisation"):
        return name_key(name, entry.kind)
    if entry is None and _known_person(text) != text:
        return _person_key(name)
    return _spelled(entry.name if entry else text)


def _same_given(left: str, right: str) -> bool:
    """Whether two given names can be one person's: equal, an initial of the other, or its short form."""
    if left == right or (1 in (len(left), len(right)) and left[0] == right[0]):
        return True
    forms = _short_forms()
    return bool(forms.get(left, frozenset((left,))) & forms.get(right, frozenset((right,))))


def _same_middle(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether the middle names do not tell two persons apart."""
    if not left or not right:
        return True
    a, b = "".join(word[0] for word in left), "".join(word[0] for word in right)
    if a == b:
        return all(x == y or 1 in (len(x), len(y)) for x, y in zip(left, right, strict=True))
    spelled = ("".join(left), "".join(right))
    return spelled[0] == spelled[1]


def _folds(word: str, like: str) -> bool:
    """Whether a family name that stands alone is one that was folded with its given name."""
    small = letters(word).replace("-", "")
    return like in (small, arabic(small), cyrillic(small), western(small), read_person(word).family)


def _same_person(left: str, right: str, others: Iterable[str]) -> bool:
    a, b = read_person(left), read_person(right)
    if a.reigns or b.reigns or f"{a.given} {a.family}" in _words().told_apart:
        return _person_key(left) == _person_key(right)
    if (a.numeral != b.numeral and a.numeral and b.numeral) or not (a.words and b.words):
        return False
    if "".join(a.words) == "".join(b.words):
        return True
    if bool(a.given) != bool(b.given):
        return _bears(b, a, others) if b.given else _bears(a, b, others)
    if a.family == b.family:
        return not a.given or (_same_given(a.given, b.given) and _same_middle(a.middle, b.middle))
    longer, shorter = (a, b) if len(a.words) > len(b.words) else (b, a)
    if len(shorter.words) > 1 and len(longer.words) == len(shorter.words) + 1:
        return longer.words[: len(shorter.words)] == shorter.words  # a second family name
    return False


def _bears(full: Person, alone: Person, others: Iterable[str]) -> bool:
    """Whether a family name alone is that of a person, and of nobody else it is likely to name."""
    if alone.words[-1] in _words().shared or not _folds(alone.words[-1], full.family):
        return False
    around = [read_person(name) for name in others]
    return all(_same_given(p.given, full.given) for p in around if p.given and p.family == full.family)


def _is_short_for(short: str, full: str) -> bool:
    """Whether an acronym that the lexicon does not know is made of the initials of a name."""
    text = short.replace(".", "")
    return len(text) > 2 and is_acronym(text) and _entry(text) is None and initials(full) == text


def same_name(left: Mention, right: Mention, others: Iterable[str] = ()) -> bool:
    """Whether two mentions, of one article or of two, bear one name.

    A family name alone is compared with a full name only if few bear it and none of `others`, the full
    names around the two mentions, is somebody else's of that family name. Kinds have to agree; `other`
    agrees with organisations and places.
    """
    kinds = {left.kind, right.kind}
    if len(kinds) > 1 and ("other" not in kinds or "person" in kinds or "people" in kinds):
        return False
    kind = left.kind if left.kind != "other" else right.kind
    if kind == "person":
        return _same_person(left.name, right.name, others)
    one, two = name_key(left.name, kind), name_key(right.name, kind)
    if one == two or one.replace(" ", "") == two.replace(" ", ""):
        return True
    if kind in ("organisation", "other"):
        return _is_short_for(left.name, right.name) or _is_short_for(right.name, left.name)
    return False
