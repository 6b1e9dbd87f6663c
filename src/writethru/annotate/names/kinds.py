"""The kind of each name: by its own words, by the words around it, by the article as a whole."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language, by_language_within
from writethru.annotate.names import gazetteer as g
from writethru.annotate.names.context import lies_in, tell
from writethru.annotate.names.reading import Found
from writethru.records import NameKind

_NO_PERSON = (
    g.COMMON
    | g.INSIDE
    | g.COMPASS
    | g.JOINT
    | g.OFFICE
    | g.HEAD
    | g.SUFFIX
    | g.PEOPLE
    | g.MATTER
    | g.PLACE_LAST
)


class _Words(NamedTuple):
    """What stands before a name and between names, and how words end."""

    articles: tuple[str, ...]
    between: frozenset[str]
    noun_endings: tuple[str, ...]
    plural: tuple[str, ...]


@by_language
def _words() -> _Words:
    table = lexicon.table("names")
    context = table["context"]
    articles = tuple(form for word in context["articles"] for form in (f"{word} ", f"{word.capitalize()} "))
    between = (", ", *(f"{comma} {word} " for comma in ("", ",") for word in context["listing"]))
    return _Words(articles, frozenset(between), tuple(table["noun_endings"]), tuple(table["plural"]))


def settle(text: str, found: list[Found]) -> dict[str, NameKind]:
    """Return the kind of each written form, by the words, the context and the article as a whole."""
    kinds: dict[str, NameKind] = {}
    for name in found:
        if name.piece.firm and name.kind:
            kinds.setdefault(name.text, name.kind)
    surnames = {text.rsplit(" ", 1)[-1] for text, kind in kinds.items() if kind == "person"}
    words = g.gazetteer().words
    unsettled = [name for name in found if name.text not in kinds]
    articled = _articled(text, unsettled)
    for name in unsettled:
        if name.text in kinds:
            continue
        if " " not in name.text and (name.text in surnames or words.get(name.text, 0) & g.SURNAME):
            if not name.text.isupper():
                kinds[name.text] = "person"
        elif name.kind != "person" and name.text not in articled and lies_in(text, name):
            kinds[name.text] = "place"
        elif (
            name.kind != "other"
            and (context := tell(text, name, name.text in articled))
            and not (name.kind and context == "place")
        ):
            kinds[name.text] = context
    _list_members(text, found, kinds)
    families = {f"{surname}{end}" for surname in surnames for end in _words().plural}
    for name in unsettled:
        if name.text in kinds:
            continue
        if name.text in families:
            kinds[name.text] = "person"  # the Ennises
        else:
            kinds[name.text] = name.kind or ("other" if name.text in articled else _guess(name.text))
    return kinds


def _list_members(text: str, found: list[Found], kinds: dict[str, NameKind]) -> None:
    """Give the unknown names of an enumeration of three or more the one kind that the others have."""
    first, between = 0, _words().between
    for at, name in enumerate(found):
        after = found[at + 1].start if at + 1 < len(found) else -1
        if 0 < after - name.end < 7 and text[name.end : after] in between:
            continue
        if at - first > 1:
            chain = found[first : at + 1]
            told = {kinds.get(member.text, member.kind) for member in chain}
            known = told - {None}
            if len(known) == 1 and None in told and known != {"other"}:
                (kind,) = known
                kinds.update({m.text: kind for m in chain if kind and kinds.get(m.text, m.kind) is None})
        first = at + 1


def _articled(text: str, found: list[Found]) -> set[str]:
    """Return the forms that mostly stand behind "the": they are nobody's names."""
    count, articles = Counter[str](), _words().articles
    for name in found:
        count[name.text] += 1 if text.endswith(articles, 0, name.start) else -1
    return {form for form, more in count.items() if more > 0}


@by_language_within(20_000)
def _guess(text: str) -> NameKind:
    """Return "person" for a given name, and for two or three words of which none is anything else."""
    words = text.split(" ")
    if len(words) == 1:
        known = g.gazetteer().words.get(text, 0)
        return "person" if known & g.FIRST and not known & _NO_PERSON else "other"
    if 2 <= len(words) <= 3 and all(w.isalpha() or w.endswith(".") or "-" in w for w in words):
        flags = g.gazetteer().words
        never = g.things("things")
        if words[0] in g.things("first") or words[-1].endswith(_words().noun_endings):
            return "other"
        if not any(
            flags.get(w, 0) & _NO_PERSON or w in never or (w.isupper() and w.isalpha()) for w in words
        ):
            return "person"
    return "other"
