"""Whether the name that a page puts in brackets is that of whoever the cited words mean, in the words of one of its articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from writethru.publish.spans import contains, touching
from writethru.records import AnnotatedArticle, Citation, Edit, Span

Read = Callable[[str], AnnotatedArticle]


def is_named_so(edit: Edit, at: int, citation: Citation, articles: Iterable[str], read: Read) -> bool:
    """Return whether a bracket has, as they stand but for a capital, words that name whom the words it replaces mean.

    `at` is where these stand in the cited words. A pronoun means somebody of its own article; another article may
    say who somebody is, whom it names alike, or by the one full name that all articles give to a surname.
    """
    origin = edit.source
    said = edit.now.strip("[]")
    if (
        origin is None
        or said[1:] != origin.exact[1:]
        or said[:1] not in (origin.exact[:1], origin.exact[:1].upper())
    ):
        return False
    start = citation.start + at
    place = Span(start, start + len(edit.was))
    meant = _meant(place, citation, read)
    if not meant:
        return origin.article == citation.article
    named = _named(origin, read)
    if meant & named:
        return True
    if origin.article != citation.article and origin.article not in articles:
        return False
    last = {surname(key) for key in meant}
    people = (m.key for id in articles for m in read(id).body.names if m.kind == "person")
    bearers = {key for key in people if surname(key) in last and " " in key}
    return bool(named) and all(is_one_person({a, *named}) for a in (bearers if meant <= last else meant))


def surname(key: str) -> str:
    """Return the last word of the key of a name."""
    return key.rpartition(" ")[2]


def is_one_person(keys: Iterable[str]) -> bool:
    """Return whether names are one person's: one surname, and first names that are one or short for it (`Ed`, `Edward`)."""
    names = [(key.partition(" ")[0], surname(key)) for key in keys]
    longest = max((first for first, _ in names), key=len, default="")
    return len({last for _, last in names}) == 1 and all(longest.startswith(first) for first, _ in names)


def _meant(place: Span, citation: Citation, read: Read) -> set[str]:
    """Return the keys of the person whom words at a place mean; nothing for a pronoun that is not read."""
    document = read(citation.article)
    findings = document.body if citation.field == "text" else document.title
    keys = {m.key for m in touching(findings.names, place) if m.kind == "person" and m.end == place.end}
    names = {r.name for r in findings.references if r.start == place.start and r.kind == "person"}
    return keys | {m.key for m in findings.names if m.name in names}


def _named(origin: Citation, read: Read) -> set[str]:
    """Return the keys of the people whom the words of a bracket name."""
    document = read(origin.article)
    span = Span(origin.start, origin.end)
    return {m.key for m in touching(document.body.names, span) if m.kind == "person" and contains(span, m)}
