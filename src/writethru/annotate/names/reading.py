"""Reading the candidate names of a text in order: runs of capitalised words, and headlines in title case."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language
from writethru.annotate.names import gazetteer as g
from writethru.annotate.names.parts import UPPER, plain, shapes, shouted
from writethru.annotate.names.runs import Piece, read_run
from writethru.annotate.names.words import joints
from writethru.records import Field, Mention, NameKind, Sentence

_OPENERS = "\"'“‘«([*•–—- \u00a0\t"
_ADDRESSES = ("@", "#", ".com/", ".co/", "_")


class _Words(NamedTuple):
    """What goes on with a run, stands before it, or is none."""

    number: re.Pattern[str]
    long_number: re.Pattern[str]
    matters: re.Pattern[str]
    listed: tuple[str, ...]  # inside the name of a body that lists matters: " of "
    particle: re.Pattern[str]
    particle_ends: frozenset[str]  # the last letters of particles
    numbered: frozenset[str]
    ordinal_heads: frozenset[str]
    ordinal_laws: frozenset[str]
    ordinals: tuple[str, ...]  # "th "
    money: frozenset[str]
    leads: frozenset[str]
    possessive: tuple[str, ...]
    verbs: frozenset[str]  # of headlines
    verb_endings: tuple[str, ...]
    no_names: frozenset[str]  # in a headline


@by_language
def _words() -> _Words:
    table = lexicon.table("names")
    amounts, lone, joint = "|".join(table["amounts"]), table["lone_particles"], joints()
    listing = "|".join(table["context"]["listing"])
    return _Words(
        number=re.compile(rf" \d{{1,3}}[A-Z]{{0,2}}\b(?![,.]\d|%| (?:{amounts}))"),
        long_number=re.compile(rf" \d{{1,4}}[A-Z]{{0,2}}\b(?![,.]\d|%| (?:{amounts}))"),
        matters=re.compile(rf"((?:, [{UPPER}]\w{{2,20}}){{1,4}}),? (?:{listing}) ([{UPPER}]\w{{2,20}})"),
        listed=tuple(f" {word} " for word in (joint.matter | joint.field) & joint.bare),
        particle=re.compile(rf"[\s“\"‘'(](?:{'|'.join(lone)}) $"),
        particle_ends=frozenset(particle[-1] for particle in lone),
        numbered=frozenset(table["numbered"]),
        ordinal_heads=frozenset(table["ordinal_heads"]),
        ordinal_laws=frozenset(table["ordinal_laws"]),
        ordinals=tuple(f"{end} " for end in table["ordinal"]),
        money=frozenset(table["money"]),
        leads=frozenset(f"{lead}-" for lead in table["leads"])
        | frozenset(f"{lead}{mark}" for lead in table["elided"] for mark in "'’"),
        possessive=tuple(table["possessive"]),
        verbs=frozenset(table["headline_verbs"].split()),
        verb_endings=tuple(table["verb_endings"]),
        no_names=lexicon.words("stopwords") | frozenset(table["no_headline_name"]),
    )


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
    firsts = [word[0] for word in text[start:end].split() if len(word) > 2]
    capital = sum(map(str.isupper, firsts))
    return capital >= 3 and capital >= 3 * (sum(map(str.isalpha, firsts)) - capital)


def _is_shouted(text: str, sentence: Sentence) -> bool:
    """Whether a sentence of some words is written in capitals, which then tell nothing."""
    start, end = sentence.start, sentence.end
    return end - start > 24 and text[start:end].isupper()


def _is_address(text: str, at: int) -> bool:
    """Whether a handle, a tag or the path of an address goes on here."""
    return text.endswith(_ADDRESSES, max(0, at - 5), at)


def _with_ordinal(text: str, left: int, run: str, pieces: tuple[Piece, ...]) -> tuple[int, tuple[Piece, ...]]:
    """Return the pieces of a run behind an ordinal in figures with it: `14th Amendment`, `9th Circuit`."""
    start = behind = left - next(len(end) for end in _words().ordinals if text.endswith(end, 0, left))
    while start > 0 and text[start - 1].isdigit():
        start -= 1
    first = run.split(" ", 1)[0]
    if first not in _words().ordinal_heads or start == behind:
        return left, pieces
    end = pieces[0].end if pieces and pieces[0].start == 0 else len(first)
    rest = tuple(p for p in pieces if p.start >= end)
    shift = left - start
    body = first not in _words().ordinal_laws
    name = Piece(0, end + shift, "organisation" if body else "other", True, False, False, "", "", False)
    name = name._replace(text=plain(text[start : left + end]))
    moved = tuple(p._replace(start=p.start + shift, end=p.end + shift) for p in rest)
    return start, (name, *moved)


def read_text(
    text: str, sentences: Sequence[Sentence], field: Field, known: Sequence[Mention]
) -> list[Found]:
    """Return all candidate names in order; `known` names are trusted in headlines."""
    words = _words()
    starts = frozenset([sentence.start for sentence in sentences])
    headlines = [
        (s.start, s.end)
        for s in sentences
        if ((field == "title" or s.boilerplate) and _is_title_case(text, s.start, s.end))
        or (text[s.start : s.start + 2].isupper() and _is_shouted(text, s))
    ]
    found = [name for a, b in headlines for name in _read_headline(text, a, b, known)]
    held: list[tuple[int, int, str]] = []
    reach = 0
    for left, run in _runs(text, starts, headlines, held):
        inside = text[left - 1] == " " and text[left - 2].isalnum()
        pieces = read_run(run, left in starts or (not inside and _is_opening(text, left, starts)))
        if inside and text.endswith(words.ordinals, 0, left):
            left, pieces = _with_ordinal(text, left, run, pieces)
        wary = run.count(" ") >= 7
        for piece in pieces:
            start = left + piece.start
            if start < reach or (wary and not piece.firm):
                continue
            if piece.open:
                found.append(_place(text, left, piece))
                reach = found[-1].end
            else:
                found.append(Found(start, left + piece.end, piece.text, piece, piece.kind))
    ends = words.particle_ends
    found = [
        _with_particle(text, name)
        if name.start > 2 and text[name.start - 2] in ends and name.kind in (None, "person")
        else name
        for name in found
    ]
    found += _surnames_like_words(text, found, held, starts)
    found.sort(key=itemgetter(0))
    return found


def _runs(
    text: str, starts: frozenset[int], headlines: list[tuple[int, int]], held: list[tuple[int, int, str]]
) -> Iterator[tuple[int, str]]:
    """Yield the runs of capitalised words outside headlines, each with its start.

    Single words that are never a name are put into `held` instead.
    """
    shape, openers, money = shapes().run, g.gazetteer().openers, _words().money
    ahead = [*headlines[::-1]]
    for match in shape.finditer(text):
        run, (start, end) = match[0], match.span()
        if run in openers:
            held.append((start, end, run))
            continue
        for left, right in _splits(text, start, end, starts) if "." in run else ((start, end),):
            while ahead and ahead[-1][1] <= left:
                ahead.pop()
            if ahead and ahead[-1][0] <= left:
                continue
            before = text[left - 1] if left else " "
            if before.isalnum() or before in "-'’":
                left = _extend_left(text, left)
                if left < 0:
                    continue
            if left != start or right != end:
                run = text[left:right].rstrip(" \u00a0")
            if run in money or text.startswith("$", right):
                continue
            if before != " " and left and text[left - 1] in "@#_/" and _is_address(text, left):
                behind = shape.search(text, left + len(run.split(" ", 1)[0]), right)
                if behind is None:
                    continue
                left, run = behind.start(), behind[0]
            yield left, run


def _with_particle(text: str, name: Found) -> Found:
    """Return a family name that stands alone together with the particle before it: `de Blasio`, `bin Laden`."""
    match = _words().particle.search(text, max(0, name.start - 9), name.start)
    if match is None or " " in name.text:
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
    stop, held = _words().no_names, g.COMMON | g.FIRST
    parts = [match.span() for match in shapes().part.finditer(text, start, end)]
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
        and not last.endswith(_words().verb_endings)
        and last not in _words().verbs
    )


def _matters(text: str, end: int, name: str) -> int:
    """Return where a body's name ends that goes on listing matters: `Bureau of Roads, Water and Energy`."""
    known = _words()
    match = known.matters.match(text, end)
    if match is None or not any(joint in name for joint in known.listed):
        return end
    words = g.gazetteer().words
    listed = [name.rpartition(" ")[2], *match[1].split(", ")[1:], match[2]]
    return match.end() if all(words.get(word, 0) & g.INSIDE for word in listed) else end


def _number(text: str, end: int, last: str, known: _Words) -> re.Match[str] | None:
    """Return the number after a name that takes one: up to four figures for laws, roads and flights."""
    return (known.long_number if last in known.numbered else known.number).match(text, end)


def _place(text: str, at: int, piece: Piece) -> Found:
    """Return a piece of the run that starts at a place, with what belongs to it after the run."""
    known = _words()
    start, end = at + piece.start, at + piece.end
    if piece.kind == "organisation" and text.startswith(",", end):
        end = _matters(text, end, piece.text)
    last = piece.text.rpartition(" ")[2]
    if (piece.kind == "other" or last in known.numbered) and (number := _number(text, end, last, known)):
        end = number.end()
    surface = plain(text[start:end])
    lexical = g.gazetteer()
    if surface in lexical.possessive and text.startswith(known.possessive, end):
        end += next(len(mark) for mark in known.possessive if text.startswith(mark, end))
        surface = plain(text[start:end])
        entry = lexical.entries[surface]
        piece = piece._replace(kind=entry.kind, firm=True, alone=False, name=entry.name)
    elif surface in lexical.dotted and text.startswith(".", end):
        end, surface = end + 1, surface + "."
        entry = lexical.entries[surface]
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
    if lead in _words().leads or (lead.isalpha() and lead.islower() and len(lead) <= 2):
        return at
    return -1 if lead[-1:].isalnum() else start
