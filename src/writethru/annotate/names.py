"""Names of people, organisations, places and peoples, with the mentions of one name joined."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from writethru.annotate import gazetteer as g
from writethru.annotate.name_joining import Form, join_names, name_key
from writethru.annotate.name_runs import RUN, UPPER, Piece, plain, read_run
from writethru.records import Field, Mention, NameKind, Sentence

__all__ = ["find_names", "name_key"]

_OPENERS = "\"'“‘«([*•–—- \u00a0\t"
_SAYING = re.compile(
    r",? (?:who|said|says|told|added|tweeted|wrote|insisted|denied|warned|argued|vowed|resigned)\b"
)
_AGE = re.compile(r", \d{1,2},")
_ACRONYM = re.compile(rf" ?\((?:the |or )?[\"“']?([{UPPER}][\w&.-]{{1,9}})[\"”']?[);,]")
_NUMBER = re.compile(r" \d{1,3}[A-Z]{0,2}\b(?![,.]\d|%| (?:million|billion|percent|per cent|people))")
_PLACE_BEFORE = (" in ", " at ", " near ", "In ", "Near ", " outside ", " across ")


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


def _headline(run: str, piece: Piece) -> bool:
    """Whether a piece can be trusted where every word is capitalised."""
    return piece.firm


def _is_title_case(text: str, sentence: Sentence) -> bool:
    words = [
        word for word in text[sentence.start : sentence.end].split() if word[:1].isalpha() and len(word) > 3
    ]
    return len(words) >= 4 and sum(word[0].isupper() for word in words) >= 0.75 * len(words)


def _read(text: str, sentences: Sequence[Sentence], field: Field) -> list[Found]:
    """Return all candidate names in order."""
    starts = frozenset(sentence.start for sentence in sentences)
    careful = [
        (s.start, s.end) for s in sentences if (field == "title" or s.boilerplate) and _is_title_case(text, s)
    ]
    found: list[Found] = []
    for match in RUN.finditer(text):
        start, end = match.span()
        spans = [(start, end)] if "." not in text[start:end] else _splits(text, start, end, starts)
        for left, right in spans:
            left = _extend_left(text, left)
            if left < 0:
                continue
            run = text[left:right].rstrip(" \u00a0")
            wary = any(a <= left < b for a, b in careful) or run.count(" ") >= 7
            for piece in read_run(run, _is_opening(text, left, starts)):
                if wary and not _headline(run, piece):
                    continue
                first, last = left + piece.start, left + piece.end
                if piece.kind == "other" or (piece.kind is None and not piece.alone):
                    number = _NUMBER.match(text, last) if piece.kind == "other" else None
                    last = number.end() if number else last
                surface = plain(text[first:last])
                if text.startswith(("'s", "’s"), last) and surface + "'s" in g.gazetteer().entries:
                    last, surface = last + 2, surface + "'s"
                found.append(Found(first, last, surface, piece, piece.kind))
    return found


def _extend_left(text: str, start: int) -> int:
    """Return where a name starts whose first letters are small (al-Assad, iPhone), or -1 inside a word."""
    if start == 0 or not (text[start - 1].isalnum() or text[start - 1] in "-'’"):
        return start
    at = start - 1
    while at > 0 and start - at < 4 and text[at - 1].isalpha():
        at -= 1
    if at > 0 and text[at - 1].isalpha():
        return -1 if text[start - 1].isalpha() else start
    lead = text[at:start]
    if lead in ("al-", "el-", "d'", "d’", "l'", "l’") or (
        lead.isalpha() and lead.islower() and len(lead) <= 2
    ):
        return at
    return -1 if lead[-1:].isalnum() else start


def _context(text: str, name: Found) -> NameKind | None:
    """Return the kind that the words around a name tell, if any."""
    if _SAYING.match(text, name.end) or _AGE.match(text, name.end):
        return "person"
    before = text[max(0, name.start - 9) : name.start]
    if before.endswith(_PLACE_BEFORE) and not text.startswith(("'s", "’s"), name.end):
        return "place"
    return None


def _settle(text: str, found: list[Found]) -> dict[str, NameKind]:
    """Return the kind of each written form, by the words, the context and the article as a whole."""
    kinds: dict[str, NameKind] = {}
    for name in found:
        if name.piece.firm and name.kind and (name.piece.name or name.text not in kinds):
            kinds.setdefault(name.text, name.kind)
    surnames = {text.rsplit(" ", 1)[-1] for text, kind in kinds.items() if kind == "person"}
    for name in found:
        if name.text in kinds:
            continue
        if " " not in name.text and name.text in surnames:
            kinds[name.text] = "person"
        elif (
            name.kind != "other"
            and (context := _context(text, name))
            and not (name.kind and context == "place")
        ):
            kinds[name.text] = context
    for name in found:
        if name.text not in kinds:
            kinds[name.text] = name.kind or _guess(name)
    return kinds


def _guess(name: Found) -> NameKind:
    words = name.text.split(" ")
    if 2 <= len(words) <= 3 and all(w.isalpha() or w.endswith(".") or "-" in w for w in words):
        flags = g.gazetteer().words
        if not any(flags.get(w, 0) & (g.COMMON | g.INSIDE | g.COMPASS | g.JOINT | g.OFFICE) for w in words):
            return "person"
    return "other"


def _introductions(text: str, found: list[Found]) -> dict[str, str]:
    """Return acronyms that follow their name in brackets: `World Health Organization (WHO)`."""
    introduced: dict[str, str] = {}
    for name in found:
        if " " in name.text and text.startswith((" (", "("), name.end):
            match = _ACRONYM.match(text, name.end)
            if (match and match[1].isupper()) or (
                match and match[1][0] == name.text[0] and len(match[1]) < 6
            ):
                introduced.setdefault(match[1], name.text)
    return introduced


def _kinds_of_names(forms: set[Form], joined: dict[str, str]) -> dict[str, NameKind]:
    """Return the kind of each joined name: that of its longest form of a known kind."""
    named: dict[str, NameKind] = {}
    for form in sorted(forms, key=lambda form: (form.kind != "other", len(form.text), form.text)):
        named[joined[form.text]] = form.kind
    return named


def find_names(
    text: str, sentences: Sequence[Sentence], field: Field = "text", known: tuple[Mention, ...] = ()
) -> tuple[Mention, ...]:
    """Return the names of a text in order, each with its kind and the fullest form it is joined to.

    Titles ("President"), a leading "the" and a possessive ending stay outside the span. `known` are
    mentions found elsewhere (in the body, when `text` is a title): shorter forms here join to them.
    """
    found = _read(text, sentences, field)
    inside = {word for name in found if not name.piece.alone for word in name.text.split(" ")}
    inside |= {word for mention in known for word in mention.name.split(" ")}
    found = [name for name in found if not name.piece.alone or name.text in inside]
    introduced = _introductions(text, found)
    kinds = _settle(text, found)
    for short, full in introduced.items():
        if kinds.get(full) in ("person", "other"):
            kinds[full] = "organisation"
        kinds[short] = kinds.get(full, "organisation")
    known_kinds: dict[str, NameKind] = {mention.name: mention.kind for mention in known}
    forms = {Form(name.text, kinds[name.text], name.piece.name) for name in found}
    forms |= {Form(name, kind, "") for name, kind in known_kinds.items()}
    joined = join_names(forms, introduced)
    named = _kinds_of_names(forms, joined) | known_kinds
    return tuple(
        Mention(
            start=name.start,
            end=name.end,
            field=field,
            kind=named[joined[name.text]],
            name=joined[name.text],
        )
        for name in found
    )
