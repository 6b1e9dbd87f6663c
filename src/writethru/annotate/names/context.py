"""What the words right around a name tell of its kind: appositions, kin, head nouns, places that follow."""

from __future__ import annotations

import re

from writethru.annotate import lexicon
from writethru.annotate.names import gazetteer as g
from writethru.annotate.names.parts import UPPER
from writethru.annotate.names.reading import Found
from writethru.records import NameKind

_TABLE = lexicon.table("names")
_CONTEXT = _TABLE["context"]
_NOUNS = _TABLE["nouns"]
_SAYING = re.compile(rf",? (?:{'|'.join(_CONTEXT['person_after'])})\b|, \d{{1,2}},")
_LARGER = re.compile(rf", ([{UPPER}][\w.]+(?: [{UPPER}][\w.]+)?)")  # Smallwick, Ohio
_PLACE_BEFORE = tuple(f" {word} " for word in _CONTEXT["place_before"]) + tuple(
    f"{word.capitalize()} " for word in _CONTEXT["place_before"]
)
_BODY_BEFORE = tuple(
    form for word in _CONTEXT["organisation_before"] for form in (f" {word} ", f"{word.capitalize()} ")
)
_POSSESSIVE = ("'s", "’s")
_APPOSED = re.compile(
    rf", (?:{'|'.join(_NOUNS['apposing'])}) ((?:[^\s,.;:]{{1,24}} ){{0,5}}[^\s,.;:]{{1,24}})"
)
_KINDS: dict[str, NameKind] = {
    word: kind for kind in ("person", "organisation", "place") for word in _NOUNS[kind].split()
}
_ENDS = frozenset(_NOUNS["ends"])
_LEADS_OF = tuple(f" {word} of " for word in _NOUNS["leads_of"])
_BOSSES_OF = tuple(f"{word} of " for word in _NOUNS["bosses_of"])
_KIN = tuple(form for word in _NOUNS["kin"] for form in (f" {word} ", f" {word}, "))
_BODY_NOUNS = tuple(f" {word} " for word in _NOUNS["body_before"])
_AFTER: dict[str, NameKind] = dict.fromkeys(_NOUNS["after_place"], "place") | dict.fromkeys(
    _NOUNS["after_body"], "organisation"
)
_NEXT = re.compile(r" ([a-z]{4,14})\b")


def tell(text: str, name: Found, articled: bool) -> NameKind | None:
    """Return the kind that the words around a name tell, if any; `articled`: it mostly follows "the"."""
    if not articled and not name.text.rsplit(" ", 1)[-1].isupper() and _SAYING.match(text, name.end):
        return "person"
    if text.startswith(_POSSESSIVE, name.end):
        return None
    before = text[max(0, name.start - 17) : name.start]
    if before.endswith(" "):
        if before.endswith(_LEADS_OF):
            return "place"
        if before.endswith(_KIN) and not articled:
            return "person"
        if before.endswith(_BODY_NOUNS) or before.endswith(_BOSSES_OF):
            return "organisation"
    if told := _apposed(text, name):
        return told
    if before.endswith(_BODY_BEFORE):
        return "organisation"
    return "place" if before.endswith(_PLACE_BEFORE) else None


def _apposed(text: str, name: Found) -> NameKind | None:
    """Return what an apposition or the noun right after the name says: `Tolm, a small airline`, `Tolm county`."""
    follows = text[name.end : name.end + 1]
    if follows == " " and (match := _NEXT.match(text, name.end)):
        return _AFTER.get(match[1])
    if follows != "," or (match := _APPOSED.match(text, name.end)) is None:
        return None
    told: NameKind | None = None
    for word in match[1].split(" "):
        if word in _ENDS:
            break
        told = _KINDS.get(word, told)  # the last is the head: a city lawyer
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
