"""What the words right around a name tell of its kind: appositions, kin, head nouns, places that follow."""

from __future__ import annotations

import re
from typing import NamedTuple

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language
from writethru.annotate.names import gazetteer as g
from writethru.annotate.names.parts import UPPER
from writethru.annotate.names.reading import Found
from writethru.annotate.names.words import joints
from writethru.records import NameKind

_LARGER = re.compile(rf", ([{UPPER}][\w.]+(?: [{UPPER}][\w.]+)?)")  # Smallwick, Ohio
_NEXT = re.compile(r" ([a-z]{4,14})\b")


class Cues(NamedTuple):
    """The words around a name that tell its kind, as they stand in a text."""

    saying: re.Pattern[str]
    apposed: re.Pattern[str]
    nouns: dict[str, NameKind]  # in an apposition
    ends: frozenset[str]  # what ends the noun of an apposition
    after: dict[str, NameKind]  # right after a name
    possessive: tuple[str, ...]
    leads_of: tuple[str, ...]  # "town of "
    kin: tuple[str, ...]
    bodies: tuple[str, ...]  # "airline ", "editor of "
    at_bodies: tuple[str, ...]  # "at "
    places: tuple[str, ...]  # "in "


@by_language
def cues() -> Cues:
    """Return what tells the kind of a name."""
    table = lexicon.table("names")
    context, nouns = table["context"], table["nouns"]
    kinds: dict[str, NameKind] = {
        word: kind for kind in ("person", "organisation", "place") for word in nouns[kind].split()
    }
    after: dict[str, NameKind] = dict.fromkeys(nouns["after_place"], "place") | dict.fromkeys(
        nouns["after_body"], "organisation"
    )
    of = sorted(joints().matter & joints().bare)
    return Cues(
        saying=re.compile(rf",? (?:{'|'.join(context['person_after'])})\b|, \d{{1,2}},"),
        apposed=re.compile(
            rf", (?:{'|'.join(nouns['apposing'])}) ((?:[^\s,.;:]{{1,24}} ){{0,5}}[^\s,.;:]{{1,24}})"
        ),
        nouns=kinds,
        ends=frozenset(nouns["ends"]),
        after=after,
        possessive=tuple(table["possessive"]),
        leads_of=tuple(f" {word} {joint} " for word in nouns["leads_of"] for joint in of),
        kin=tuple(form for word in nouns["kin"] for form in (f" {word} ", f" {word}, ")),
        bodies=tuple(f" {word} " for word in nouns["body_before"])
        + tuple(f"{word} {joint} " for word in nouns["bosses_of"] for joint in of),
        at_bodies=_either_case(context["organisation_before"]),
        places=_either_case(context["place_before"]),
    )


def _either_case(words: list[str]) -> tuple[str, ...]:
    return tuple(form for word in words for form in (f" {word} ", f"{word.capitalize()} "))


def tell(text: str, name: Found, articled: bool) -> NameKind | None:
    """Return the kind that the words around a name tell, if any; `articled`: it mostly follows "the"."""
    known = cues()
    if not articled and not name.text.rsplit(" ", 1)[-1].isupper() and known.saying.match(text, name.end):
        return "person"
    if text.startswith(known.possessive, name.end):
        return None
    before = text[max(0, name.start - 17) : name.start]
    if before.endswith(" "):
        if before.endswith(known.leads_of):
            return "place"
        if before.endswith(known.kin) and not articled:
            return "person"
        if before.endswith(known.bodies):
            return "organisation"
    if told := _apposed(text, name, known):
        return told
    if before.endswith(known.at_bodies):
        return "organisation"
    return "place" if before.endswith(known.places) else None


def _apposed(text: str, name: Found, known: Cues) -> NameKind | None:
    """Return what an apposition or the noun right after the name says: `Tolm, a small airline`, `Tolm county`."""
    follows = text[name.end : name.end + 1]
    if follows == " " and (match := _NEXT.match(text, name.end)):
        return known.after.get(match[1])
    if follows != "," or (match := known.apposed.match(text, name.end)) is None:
        return None
    told: NameKind | None = None
    for word in match[1].split(" "):
        if word in known.ends:
            break
        told = known.nouns.get(word, told)  # the last is the head: a city lawyer
    return told


def lies_in(text: str, name: Found) -> bool:
    """Whether the state or country follows in which a place lies: `Smallwick, Ohio`."""
    if not text.startswith(", ", name.end):
        return False
    match = _LARGER.match(text, name.end)
    if match is None:
        return False
    entries = g.gazetteer().entries
    first = match[1].split(" ")[0]
    entry = entries.get(match[1]) or entries.get(first) or entries.get(first.rstrip("."))
    return entry is not None and entry.kind == "place" and entry.name in g.states()
