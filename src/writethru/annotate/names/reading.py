"""Reading the candidate names of a text in order: runs of capitalised words, and headlines in title case."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from writethru.annotate import lexicon
from writethru.annotate.names import gazetteer as g
from writethru.annotate.names.parts import PART, RUN, UPPER, plain, shouted
from writethru.annotate.names.runs import Piece, read_run
from writethru.records import Field, Mention, NameKind, Sentence

_OPENERS = "\"'“‘«([*•–—- \u00a0\t"
_TABLE = lexicon.table("names")
_NUMBER = re.compile(rf" \d{{1,3}}[A-Z]{{0,2}}\b(?![,.]\d|%| (?:{'|'.join(_TABLE['amounts'])}))")
_LONG_NUMBER = re.compile(rf" \d{{1,4}}[A-Z]{{0,2}}\b(?![,.]\d|%| (?:{'|'.join(_TABLE['amounts'])}))")
_MATTERS = re.compile(
    rf"((?:, [{UPPER}]\w{{2,20}}){{1,4}}),? (?:{'|'.join(_TABLE['context']['listing'])}) ([{UPPER}]\w{{2,20}})"
)
_PARTICLE = re.compile(rf"[\s“\"‘'(](?:{'|'.join(_TABLE['lone_particles'])}) $")
_PARTICLE_ENDS = frozenset(particle[-1] for particle in _TABLE["lone_particles"])
_NUMBERED = frozenset(_TABLE["numbered"])
_ORDINAL_HEADS = frozenset(_TABLE["ordinal_heads"])
_ORDINAL_LAWS = frozenset(_TABLE["ordinal_laws"])
_ORDINALS = ("st ", "nd ", "rd ", "th ")
_ADDRESSES = ("@", "#", ".com/", ".co/", "_")
_VERBS = frozenset(_TABLE["headline_verbs"].split())
_MONEY = frozenset(_TABLE["money"])
_VERB_ENDINGS = tuple(_TABLE["verb_endings"])
_LEADS = frozenset(f"{lead}-" for lead in _TABLE["leads"]) | frozenset(
    f"{lead}{mark}" for lead in _TABLE["elided"] for mark in "'’"
)


_CAPITALISED = re.compile(rf"(?<!\S)[{UPPER}]\S\S")
_SMALL = re.compile(rf"(?<!\S)(?![{UPPER}])[^\W\d_]\S\S")


class Found(NamedTuple):
    """A piece at its place in the text."""

    start: int
    end: int
    text: str
    piece: Piece
    kind: NameKind | None


def _splits(text: str, start: int, end: int, starts: frozenset[int]) -> list[tuple[int, int]]:
    """Cut a run where a sentence starts inside it (after "U.S." or "Inc.")."""
    cuts = [start, *(at for at in range(start + 1, end) if at in starts and text[at - 1] in " \u00a0"), end]
    return list(itertools.pairwise(cuts))


def _is_opening(text: str, start: int, starts: frozenset[int]) -> bool:
    """Whether capitals say nothing here, because a sentence or quotation begins."""
    at = start
    while at not in starts and at > 0 and text[at - 1] in _OPENERS and text[at - 1] != " ":
        at -= 1
    if at in starts or at == 0:
        return True
    return (
        (at < start and text[at] in '"“‘«')
        or text[at - 2 : at] in (": ", "* ", "• ", "\n\n")
        or text[at - 1] == "\n"
    )


def _is_title_case(text: str, start: int, end: int) -> bool:
    """Whether three of four words are capitalised; words of one or two letters do not count."""
    capital = len(_CAPITALISED.findall(text, start, end))
    return capital >= 3 and capital >= 3 * len(_SMALL.findall(text, start, end))


def _is_shouted(text: str, sentence: Sentence) -> bool:
    """Whether a sentence of some words is written in capitals, which then tell nothing."""
    start, end = sentence.start, sentence.end
    return end - start > 24 and text[start:end].isupper()


def _is_address(text: str, at: int) -> bool:
    """Whether a handle, a tag or the path of an address goes on here."""
    return text.endswith(_ADDRESSES, max(0, at - 5), at)


def _with_ordinal(text: str, left: int, run: str, pieces: tuple[Piece, ...]) -> tuple[int, tuple[Piece, ...]]:
    """Return the pieces of a run behind an ordinal in figures with it: `14th Amendment`, `9th Circuit`."""
    start = left - 3
    while start > 0 and text[start - 1].isdigit():
        start -= 1
    first = run.split(" ", 1)[0]
    if first not in _ORDINAL_HEADS or start == left - 3:
        return left, pieces
    end = pieces[0].end if pieces and pieces[0].start == 0 else len(first)
    rest = tuple(p for p in pieces if p.start >= end)
    shift = left - start
    body = first not in _ORDINAL_LAWS
    name = Piece(0, end + shift, "organisation" if body else "other", True, False, False, "", "", False)
    name = name._replace(text=plain(text[start : left + end]))
    moved = tuple(p._replace(start=p.start + shift, end=p.end + shift) for p in rest)
    return start, (name, *moved)


def read_text(
    text: str, sentences: Sequence[Sentence], field: Field, known: Sequence[Mention]
) -> list[Found]:
    """Return all candidate names in order; `known` names are trusted in headlines."""
    openers = g.gazetteer().openers
    starts = frozenset(sentence.start for sentence in sentences)
    headlines = [
        (s.start, s.end)
        for s in sentences
        if ((field == "title" or s.boilerplate) and _is_title_case(text, s.start, s.end))
        or (text[s.start : s.start + 2].isupper() and _is_shouted(text, s))
    ]
    found = [name for a, b in headlines for name in _read_headline(text, a, b, known)]
    held: list[tuple[int, int, str]] = []
    reach = 0
    for match in RUN.finditer(text):
        run, (start, end) = match[0], match.span()
        if run in openers:
            held.append((start, end, run))
            continue
        for left, right in _splits(text, start, end, starts) if "." in run else [(start, end)]:
            while headlines and headlines[0][1] <= left:
                headlines.pop(0)
            if headlines and headlines[0][0] <= left:
                continue
            if left and (text[left - 1].isalnum() or text[left - 1] in "-'’"):
                left = _extend_left(text, left)
                if left < 0:
                    continue
            if left != start or right != end:
                run = text[left:right].rstrip(" \u00a0")
            if run in _MONEY or text[right : right + 1] == "$":
                continue
            if left and text[left - 1] in "@#_/" and _is_address(text, left):
                left += len(run.split(" ", 1)[0])
                behind = RUN.search(text, left, right)
                if behind is None:
                    continue
                left, run = behind.start(), behind[0]
            wary = run.count(" ") >= 7
            inside = text[left - 1] == " " and text[left - 2].isalnum()
            opening = left in starts or (not inside and _is_opening(text, left, starts))
            pieces = read_run(run, opening)
            if inside and text[left - 3 : left] in _ORDINALS:
                left, pieces = _with_ordinal(text, left, run, pieces)
            for piece in pieces:
                if left + piece.start >= reach and (piece.firm or not wary):
                    if piece.open:
                        found.append(_place(text, left, piece))
                        reach = found[-1].end
                        continue
                    found.append(Found(left + piece.start, left + piece.end, piece.text, piece, piece.kind))
    found = [_with_particle(text, name) if name.kind in (None, "person") else name for name in found]
    found += _surnames_like_words(text, found, held, starts)
    found.sort(key=lambda name: name.start)
    return found


def _with_particle(text: str, name: Found) -> Found:
    """Return a family name that stands alone together with the particle before it: `de Blasio`, `bin Laden`."""
    if name.start < 3 or " " in name.text or text[name.start - 2] not in _PARTICLE_ENDS:
        return name
    match = _PARTICLE.search(text, max(0, name.start - 9), name.start)
    if match is None:
        return name
    start = match.start() + 1
    piece = name.piece._replace(alone=False, kind="person", firm=True)
    return Found(start, name.end, plain(text[start : name.end]), piece, "person")


def _surnames_like_words(
    text: str, found: list[Found], held: list[tuple[int, int, str]], starts: frozenset[int]
) -> list[Found]:
    """Return single words (Jobs, May) that are the surname of somebody named in full in the text."""
    surnames = {name.text.rsplit(" ", 1)[-1] for name in found if name.kind == "person" and " " in name.text}
    surnames &= {run for _, _, run in held}
    if not surnames:
        return []
    words, stop = g.gazetteer().words, lexicon.words("stopwords")
    added = []
    for start, end, run in held:
        if run not in surnames or run.lower() in stop:
            continue
        dated = words[run] & g.CALENDAR and (
            text[end + 1 : end + 2].isdigit() or _is_opening(text, start, starts)
        )
        if not dated and not text[start - 1 : start].isalnum():
            piece = Piece(0, end - start, "person", True, False, False, "", run, False)
            added.append(Found(start, end, run, piece, "person"))
    return added


def _known_forms(known: Sequence[Mention]) -> dict[str, tuple[NameKind, str]]:
    """Return the ways in which known names may be written in a headline."""
    forms: dict[str, tuple[NameKind, str]] = {}
    given: dict[str, list[str]] = {}
    for mention in known:
        forms[mention.name] = (mention.kind, mention.name)
        if mention.kind == "person" and " " in mention.name:
            forms.setdefault(mention.name.rsplit(" ", 1)[-1], (mention.kind, mention.name))
            given.setdefault(mention.name.split(" ", 1)[0], []).append(mention.name)
    for first, names in given.items():
        if len(set(names)) == 1:
            forms.setdefault(first, ("person", names[0]))
    return forms


def _read_headline(text: str, start: int, end: int, known: Sequence[Mention]) -> list[Found]:
    """Return the names of a headline in which every word is capitalised: only known ones and full names."""
    lexical, forms = g.gazetteer(), _known_forms(known)
    stop, held = lexicon.words("stopwords") | {"is", "it"}, g.COMMON | g.FIRST
    parts = [(m.start(), m.end()) for m in PART.finditer(text, start, end)]
    found, at = [], 0
    while at < len(parts):
        left = parts[at][0]
        for upto in range(min(len(parts), at + 5), at, -1):
            right = parts[upto - 1][1]
            words = plain(text[left:right])
            entry = lexical.entries.get(words) or shouted(words)
            kind, name = forms.get(words) or ((entry.kind, entry.name) if entry else (None, ""))
            single = upto == at + 1 and words not in forms
            if kind and words.lower() not in stop and not (single and lexical.words.get(words, 0) & held):
                break
            kind = None
            if upto == at + 2 and _is_full_name(words):
                kind = "person"
                break
        if kind:
            piece = Piece(0, right - left, kind, True, False, False, name if entry else "", words, False)
            found.append(Found(left, right, words, piece, kind))
        at = upto if kind else at + 1
    return found


def _is_full_name(words: str) -> bool:
    """Whether two words of a headline are a given name and what can be a surname."""
    flags = g.gazetteer().words
    given, _, last = words.partition(" ")
    never = g.COMMON | g.OFFICE | g.JOINT | g.HEAD | g.MATTER | g.PEOPLE | g.CALENDAR
    return (
        bool(flags.get(given, 0) & g.FIRST)
        and not flags.get(given, 0) & never
        and last.isalpha()
        and not flags.get(last, 0) & never
        and not last.endswith(_VERB_ENDINGS)
        and last not in _VERBS
    )


def _matters(text: str, end: int, name: str) -> int:
    """Return where a body's name ends that goes on listing matters: `Bureau of Roads, Water and Energy`."""
    match = _MATTERS.match(text, end)
    if match is None or not (" of " in name or " on " in name):
        return end
    words = g.gazetteer().words
    listed = [name.rpartition(" ")[2], *match[1].split(", ")[1:], match[2]]
    return match.end() if all(words.get(word, 0) & g.INSIDE for word in listed) else end


def _number(text: str, end: int, last: str) -> re.Match[str] | None:
    """Return the number after a name that takes one: up to four figures for laws, roads and flights."""
    return (_LONG_NUMBER if last in _NUMBERED else _NUMBER).match(text, end)


def _place(text: str, at: int, piece: Piece) -> Found:
    """Return a piece of the run that starts at a place, with what belongs to it after the run."""
    start, end = at + piece.start, at + piece.end
    if piece.kind == "organisation" and text.startswith(",", end):
        end = _matters(text, end, piece.text)
    last = piece.text.rpartition(" ")[2]
    if (piece.kind == "other" or last in _NUMBERED) and (number := _number(text, end, last)):
        end = number.end()
    surface = plain(text[start:end])
    if surface in g.gazetteer().possessive and text[end : end + 2] in ("'s", "’s"):
        end, surface = end + 2, surface + "'s"
        entry = g.gazetteer().entries[surface]
        piece = piece._replace(kind=entry.kind, firm=True, alone=False, name=entry.name)
    elif surface in g.gazetteer().dotted and text[end : end + 1] == ".":
        end, surface = end + 1, surface + "."
        entry = g.gazetteer().entries[surface]
        piece = piece._replace(kind=entry.kind, firm=True, alone=False, name=entry.name)
    return Found(start, end, surface, piece, piece.kind)


def _extend_left(text: str, start: int) -> int:
    """Return where a name starts whose first letters are small (al-Assad, iPhone), or -1 inside a word."""
    at = start - 1
    while at > 0 and start - at < 4 and text[at - 1].isalpha():
        at -= 1
    if at > 0 and text[at - 1].isalpha():
        return -1 if text[start - 1].isalpha() else start
    lead = text[at:start]
    if lead in _LEADS or (lead.isalpha() and lead.islower() and len(lead) <= 2):
        return at
    return -1 if lead[-1:].isalnum() else start
