"""Reading one run of capitalised words: which names it holds, and of what kind they look.

A run is read without its context, so the reading of a run is computed once a process and kept.
"""

from __future__ import annotations

import itertools

from writethru.annotate.lexicon import by_language_within
from writethru.annotate.names import gazetteer as g
from writethru.annotate.names.bodies import INITIAL, is_aim, is_foreign, is_pair
from writethru.annotate.names.parts import Part, cut
from writethru.annotate.names.pieces import BODY, Piece, is_mixed, is_plain, piece_of
from writethru.annotate.names.words import Words, words

__all__ = ["Piece", "read_run"]

_OFFICIAL = g.ALL_TITLES | g.JOINT
AHEAD = 60  # words of a run that are looked at from one of them on: no name has as many, and a text of names alone has thousands
_Group = tuple[list[Part], bool]  # the parts of a name, and whether a title or an office stands before it


def _is_person_start(parts: list[Part], at: int, words: Words) -> bool:
    """Whether a given name and a surname start here."""
    if not parts[at].flags & g.FIRST or at + 1 >= len(parts):
        return False
    follower = parts[at + 1]
    if follower.joint and follower.joint not in words.particles:
        return False
    return not follower.flags & (g.HEAD | g.SUFFIX | g.PLACE_LAST)


def _is_office(parts: list[Part], at: int, words: Words) -> bool:
    """Whether the word is an office or title here, and not part of the name of an organisation."""
    flags = parts[at].flags
    if parts[at].entry is not None and not flags & g.PEOPLE:
        return False
    after = parts[at + 1] if at + 1 < len(parts) else None
    if flags & (g.PREFIX | g.ROYAL | g.OFFICE):
        if after is None or after.joint:
            return True
        if after.flags & g.MATTER and not after.flags & (g.FIRST | g.SURNAME):
            return False  # First Amendment
        return (
            after.entry is not None or not after.flags & (g.HEAD | g.SUFFIX) or bool(after.flags & g.OFFICE)
        )
    if not flags & g.JOINT or after is None or not after.flags & (g.OFFICE | g.JOINT):
        return False
    coupled = after.joint in ("", "&") or after.joint in words.joints.pair
    return coupled and _is_office(parts, at + 1, words)


def _joins(group: list[Part], part: Part, rest: list[Part], words: Words) -> bool:
    """Whether a part behind a small word goes on with the name that the group has begun."""
    last, first, joints = group[-1], group[0], words.joints
    if part.joint in joints.every:
        if last.text in words.matter_of and (part.joint in joints.bare or part.joint not in joints.aim):
            return True
        if is_aim(group, part, words):
            return True
        if part.joint in joints.field:
            return last.text in words.bodies_on
        if rest[-1].flags & g.MATTER and not last.entry:
            return True
        if len(group) > 1 and last.flags & g.OFFICE and first.flags & g.HEAD:
            return True  # Office of the Director of National Intelligence
        if last.flags & g.HEAD:
            return True
        in_matter = part.joint in joints.matter and part.joint in joints.bare
        return in_matter and bool(last.flags & (g.PLACE_LAST | g.PLACE_FIRST))
    if part.joint == "&":
        return True
    if part.joint in joints.pair:
        inside = last.flags & g.INSIDE and (part.flags & (g.INSIDE | g.HEAD) or rest[-1].flags & g.HEAD)
        return (bool(inside) and not part.flags & g.PEOPLE) or is_pair(group, part, rest, words)
    return part.joint in words.particles


def _follows(group: list[Part], part: Part, rest: list[Part], opening: bool, words: Words) -> bool:
    """Whether a part right behind the name that the group has begun goes on with it."""
    last, first = group[-1], group[0]
    if is_foreign(group, part, rest):
        return False
    person = _is_person_start(rest, 0, words)
    if person and len(group) > 1 and part.text == first.text:
        return False  # Anna Ennis Anna Ennis
    if last.flags & g.SUFFIX and last.text.endswith(".") and not part.flags & g.SUFFIX:
        return False
    if (
        len(group) == 1
        and last.flags & g.PARTY
        and not last.flags & g.FIRST
        and (part.entry is not None or not (part.flags | rest[-1].flags) & BODY)
    ):
        return False  # Republican Alaska, Democrat Ennis
    if (
        last.entry
        and last.entry.kind in ("place", "people")
        and part.text[0].islower()
        and part.text.isalpha()
    ):
        return False  # UK iPhone
    if last.entry and (" " in last.text or last.entry.kind == "people"):
        tail = rest[-1].flags & (g.HEAD | g.SUFFIX | g.PLACE_LAST)
        if person and not tail:
            return False
        if part.entry is not None and part.entry.kind == "people" and not tail:
            return False
        return " " not in last.text or bool(part.flags & (g.HEAD | g.SUFFIX | g.PLACE_LAST)) or bool(tail)
    if first is last and last.entry and person and last.flags & g.FIRST == 0:
        return bool(rest[-1].flags & (g.HEAD | g.SUFFIX))
    if person and not first.flags & (g.FIRST | g.SURNAME | g.PLACE_FIRST | g.COMPASS | g.ROYAL):
        unknown = not opening and not first.flags and first.entry is None and is_plain(first.text)
        if first is last and (unknown or INITIAL.fullmatch(first.text)):
            return True  # Jenny Beth Martin, J. Christopher Stevens
        return bool(rest[-1].flags & (g.HEAD | g.SUFFIX | g.PLACE_LAST | g.MATTER))
    return not (part.entry and part.entry.kind == "people" and not rest[-1].flags & g.HEAD)


def _drop_opener(parts: list[Part], words: Words) -> list[Part]:
    """Drop the words that stand at the start of a sentence and are no names."""
    if len(parts) > 2 and parts[0].text in words.articles and parts[1].joint == "":
        last = next((at for at, part in enumerate(parts[1:]) if at and part.joint), len(parts) - 1)
        if parts[last].flags & g.HEAD and not any(part.flags & g.ALL_TITLES for part in parts[1:last]):
            return parts[1:]  # The Media Research Center
    parts = parts[_first_of_a_name(parts, words) :]
    if len(parts) > 1 and not parts[0].flags and parts[0].entry is None and parts[1].joint == "":
        after = parts[1]
        if len(parts) == 2 and after.text in words.bearers:
            return parts[1:]  # Internal Obama papers
        if _is_person_start(parts, 1, words) or (
            after.flags & (g.OFFICE | g.PEOPLE) and not is_mixed(parts[0].text)
        ):
            return (
                parts[1:]
                if is_plain(parts[0].text) and parts[0].text.endswith(words.opener_endings)
                else parts
            )
    return parts


def _first_of_a_name(parts: list[Part], words: Words) -> int:
    """Return where the common words at the start of a sentence end."""
    for at, part in enumerate(parts):
        behind = at + 1 < len(parts) and parts[at + 1].joint == ""
        if not part.flags & g.COMMON or (part.entry is not None and not behind):
            return at
        if part.flags & (g.OFFICE | g.PREFIX) or (
            part.flags & g.FIRST and _is_person_start(parts, at, words)
        ):
            return at
    return len(parts)


@by_language_within(20_000)
def read_run(run: str, opening: bool) -> tuple[Piece, ...]:
    """Return the names in a run of capitalised words; `opening`: it starts a sentence."""
    lexical, known = words(), g.gazetteer()
    run = _unfurnished(run, lexical)
    parts = cut(run, known)
    if opening:
        kept = _drop_opener(parts, lexical)
        opening = len(kept) == len(parts)
        parts = kept
    if len(parts) == 1:
        groups = [(parts, False)] if _is_name(parts, lexical) else []
    else:
        groups = _groups(parts, opening, lexical)
    pieces = []
    for group, titled in groups:
        opens = opening and group[0] is parts[0]
        piece = piece_of(run, group, titled, opens, lexical, known)
        if not _is_emphatic(piece):
            pieces.append(piece)
    return tuple(pieces)


def _unfurnished(run: str, words: Words) -> str:
    """Return a run without words of the page; blanks stand for those at its start."""
    run = run.rstrip("Ã")  # what is left of a quotation mark that was read in the wrong code
    if words.furniture_openers.isdisjoint(run.split(" ")):
        return run
    while leading := words.furniture.match(run.lstrip(" ")):
        at = len(run) - len(run.lstrip(" ")) + leading.end()
        run = " " * at + run[at:]
    furnished = words.inner_furniture.search(run)
    return run[: furnished.start()] if furnished else run


def _is_name(parts: list[Part], words: Words) -> bool:
    """Whether the one part of a run is a name, and neither an office nor a day nor a word like any other."""
    (part,) = parts
    if part.flags & g.CALENDAR or _is_bare(part, False):
        return False
    if part.flags & _OFFICIAL and _is_office(parts, 0, words):
        return False
    unnamed = part.text in words.articles and part.entry is None
    return not (unnamed or words.party_state.match(part.text))


def _groups(parts: list[Part], opening: bool, words: Words) -> list[_Group]:
    """Return the parts that make one name each, and whether a title or an office stands before it."""
    groups, group = list[_Group](), list[Part]()
    titled = office = False
    for at, part in enumerate(parts):
        if (part.text in words.articles and part.entry is None) or words.party_state.match(part.text):
            _close(groups, group, titled, words)
            group, titled = [], False
            continue
        if group and not _goes_on(group, part, parts[at : at + AHEAD], opening, words):
            _close(groups, group, titled, words)
            group, titled = [], False
        if not group and office and part.flags & g.JOINT and part.entry is None:
            titled = _keeps_title(parts, at)  # Secretary of State, Director of National Intelligence
            continue
        office = bool(part.flags & _OFFICIAL) and _is_office(parts, at, words)
        if office and not group:
            titled = _keeps_title(parts, at)
            if part.flags & g.ROYAL and titled:
                group = [part]
        elif office and not _is_of_name(group, parts, at):
            if group[0].entry is not None and group[0].entry.kind == "place":
                titled = False  # Former Illinois Rep. Joe Walsh
            _close(groups, group, titled, words)
            group, titled = [], _keeps_title(parts, at)
        elif part.flags & g.CALENDAR and _is_calendar(group, titled, parts, at, words):
            _close(groups, group, titled, words)
            group = []
        else:
            group.append(part)
    _close(groups, group, titled, words)
    return groups


def _close(groups: list[_Group], group: list[Part], titled: bool, words: Words) -> None:
    """Add a finished group without what ends no name, if anything is left."""
    while len(group) > 1 and group[-1].flags & g.PREFIX:
        group.pop()
    while len(group) > 1 and _is_left_over(group[-1], words):
        group.pop()
    if group and not (len(group) == 1 and _is_bare(group[0], titled)):
        groups.append((group, titled))


def _goes_on(group: list[Part], part: Part, rest: list[Part], opening: bool, words: Words) -> bool:
    """Whether the part goes on with the name that the group has begun: a word of which nothing is known does."""
    known = part.joint or part.entry or part.flags or group[-1].flags & g.PARTY
    if not known and not is_foreign(group, part, rest):
        return True
    if part.joint:
        return _joins(group, part, rest, words)
    return _follows(group, part, rest, opening, words)


def _is_calendar(group: list[Part], titled: bool, parts: list[Part], at: int, words: Words) -> bool:
    """Whether a word for a month or a day is meant so, and nobody's name (Mr. May, April Ennis, Theresa May)."""
    if titled and not group:
        return False
    if group and group[0].flags & g.FIRST and at + 1 == len(parts):
        return False
    return not (parts[at].flags & g.FIRST and _is_person_start(parts, at, words))


def _is_of_name(group: list[Part], parts: list[Part], at: int) -> bool:
    """Whether a word for an office is part of the name begun: of a body, or of a person named so (Dean King)."""
    named = parts[at].flags & (g.FIRST | g.ROYAL) and group[0].flags & g.FIRST
    return bool(named) or _is_of_body(group, parts, at)


def _is_left_over(part: Part, words: Words) -> bool:
    """Whether a word at the end of a run begins what follows (Rick Ennis Who) or is a lone capital (T-shirt)."""
    if part.joint or part.entry is not None or part.flags & (g.FIRST | g.SURNAME | g.HEAD | g.CALENDAR):
        return False
    shouted = len(part.text) > 3 and part.text.isupper() and part.flags & g.COMMON
    return part.text in words.left_over or bool(shouted)


def _is_of_body(group: list[Part], parts: list[Part], at: int) -> bool:
    """Whether a word for an office belongs to a body: `Department of Justice`, `Office of the Director`."""
    if not parts[at].joint:
        return bool(group[-1].flags & g.OFFICE and group[0].flags & g.HEAD and len(group) > 1)
    if not group[-1].flags & g.HEAD:
        return False
    rest = itertools.takewhile(lambda part: not part.joint, parts[at + 1 : at + AHEAD])
    return bool(parts[at].flags & g.JOINT) or all(part.flags & (g.OFFICE | g.JOINT) for part in rest)


def _keeps_title(parts: list[Part], at: int) -> bool:
    return at + 1 < len(parts) and not parts[at + 1].joint


def _is_bare(part: Part, titled: bool) -> bool:
    """Whether a single word is no name even inside a sentence."""
    if part.entry is not None or titled:
        return len(part.text) < 2
    if part.flags & (g.COMMON | g.CALENDAR) and not part.flags & (g.FIRST | g.SURNAME):
        return True
    if part.flags & g.MATTER and not part.flags & (g.FIRST | g.SURNAME | g.HEAD):
        return True
    return len(part.text.rstrip(".")) < 2 or (
        bool(part.flags & (g.ALL_TITLES | g.COMPASS | g.JOINT)) and not part.flags & (g.FIRST | g.SURNAME)
    )


def _is_emphatic(piece: Piece) -> bool:
    """Whether several words in capitals are no known name: a heading, a stressed phrase."""
    if not piece.text.isupper() or " " not in piece.text or piece.name or piece.titled:
        return False
    return piece.kind in (None, "other") or piece.text.count(" ") > 3
