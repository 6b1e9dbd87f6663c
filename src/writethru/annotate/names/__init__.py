"""Names of people, organisations, places and peoples, with the mentions of one name joined."""

from __future__ import annotations

import re
from collections.abc import Sequence

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language
from writethru.annotate.names import gazetteer as g
from writethru.annotate.names.genders import by_title, told_by, word_before
from writethru.annotate.names.joining import Form, join_names
from writethru.annotate.names.keys import name_key, same_name
from writethru.annotate.names.kinds import settle
from writethru.annotate.names.parts import UPPER
from writethru.annotate.names.reading import Found, read_text
from writethru.records import Field, Mention, NameKind, Sentence

__all__ = ["find_names", "name_key", "same_name"]


@by_language
def _acronym() -> re.Pattern[str]:
    """Return the shape of an acronym that is explained behind a name: `(the WHO)`."""
    leads = "|".join(lexicon.table("names")["context"]["introducing"])
    return re.compile(rf" ?\((?:{leads})?[\"“']?([{UPPER}][\w&.-]{{1,9}})[\"”']?[);,]")


def _abbreviates(short: str, full: str) -> bool:
    """Whether the letters of a short form start with that of the full name and follow each other in it."""
    letters = iter(full.lower())
    known = g.gazetteer().entries.get(short)
    if short[0].lower() != full[0].lower() or sum(c.isupper() for c in short) < 2:
        return False
    return (known is None or known.kind == "organisation") and all(
        c in letters for c in short.lower() if c.isalnum()
    )


def _is_common(text: str, word: str) -> bool:
    """Whether a word that opens a sentence stands elsewhere in small letters: capitals say nothing of it."""
    flags, lower = g.gazetteer().words.get(word, 0), f" {word.lower()}"
    if flags & (g.FIRST | g.SURNAME) or word in g.gazetteer().entries:
        return False
    at = text.find(lower)
    return at >= 0 and not text[at + len(lower) : at + len(lower) + 1].isalpha()


def _introductions(text: str, found: list[Found]) -> dict[str, str]:
    """Return acronyms that follow their name in brackets: `World Health Organization (WHO)`."""
    introduced: dict[str, str] = {}
    for name in found:
        if " " in name.text and text.startswith((" (", "("), name.end):
            match = _acronym().match(text, name.end)
            if name.piece.firm and name.kind in ("person", "place"):
                continue
            if match and _abbreviates(match[1], name.text):
                introduced.setdefault(match[1], name.text)
    return introduced


def _kinds_of_names(forms: set[Form], joined: dict[str, str]) -> dict[str, NameKind]:
    """Return the kind of each joined name: that of its longest form of a known kind."""
    ordered = sorted(forms)
    ordered.sort(key=lambda form: len(form.text))
    named: dict[str, NameKind] = {joined[form.text]: form.kind for form in ordered}
    return named | {joined[form.text]: form.kind for form in ordered if form.kind != "other"}


def find_names(
    text: str, sentences: Sequence[Sentence], field: Field = "text", known: tuple[Mention, ...] = ()
) -> tuple[Mention, ...]:
    """Return the names of a text in order, each with its kind and the fullest form it is joined to.

    Titles ("President"), a leading "the" and a possessive ending stay outside the span. `known` are
    mentions found elsewhere (in the body, when `text` is a title): shorter forms here join to them.
    """
    found = _without_openers(text, read_text(text, sentences, field, known), known)
    if not found:
        return ()
    introduced = _introductions(text, found)
    kinds = settle(text, found)
    works = {name.text for name in found if name.piece.firm and name.kind == "other"}
    for short, full in introduced.items():
        if kinds.get(full) in ("person", "other") and full not in works:
            kinds[full] = "organisation"
        kinds[short] = kinds.get(full, "organisation")
    known_kinds: dict[str, NameKind] = {mention.name: mention.kind for mention in known}
    written = {(name.text, name.piece.name) for name in found}
    forms = {Form(form, kinds[form], name) for form, name in written}
    forms |= {Form(name, kind, "") for name, kind in known_kinds.items()}
    joined = join_names(forms, introduced, frozenset(name.text for name in found if name.piece.titled))
    named = _kinds_of_names(forms, joined) | dict.fromkeys(works, "other") | known_kinds
    persons = frozenset(full for full, kind in named.items() if kind == "person")
    keys = {(mention.name, mention.kind): mention.key for mention in known}
    titles, mentions = told_by("titles"), []
    for start, end, form, _, _ in found:
        full = joined[form]
        kind = named[full]
        if kind == "person" and " " not in form and (gender := titles.get(word_before(text, start))):
            full = by_title(gender, form, full, persons)
        key = keys.get((full, kind))
        if key is None:
            key = keys[full, kind] = name_key(full, kind)
        mentions.append(Mention(start, end, field, kind, full, key))
    return tuple(mentions)


def _without_openers(text: str, found: list[Found], known: tuple[Mention, ...]) -> list[Found]:
    """Return names without the single words that open a sentence and are named nowhere else."""
    if not any(name.piece.alone for name in found):
        return found
    inside = {name.text for name in found if not name.piece.alone} | {mention.name for mention in known}
    inside |= {word for name in inside if " " in name for word in name.split(" ")}
    return [
        name
        for name in found
        if not name.piece.alone or (name.text in inside and not _is_common(text, name.text))
    ]
