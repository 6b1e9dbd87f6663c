"""What a reader of the source list has to know of an article: that it was edited, corrected, withdrawn or is gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from writethru.publish.checking.words import words_of_line
from writethru.publish.material import Material
from writethru.records import NO_EDITS, Amendment, AnnotatedArticle, ArticleNote, Citation, EditKind

MOST = 3  # changes told of one edit; more are counted
LONGEST = 60  # characters of words that are shown as they were and are
PLAIN: dict[EditKind, str] = {
    "headline": "the headline changed",
    "quotation": "a quotation changed",
    "attribution": "who says it changed",
    "added": "something was added",
    "removed": "something was taken out",
}


def article_notes(
    document: AnnotatedArticle, material: Material, numbers: Mapping[str, int]
) -> tuple[ArticleNote, ...]:
    """Return what became of an article, what matters most first; citations carry the numbers of their sources."""
    found = [*_lost(document, material), *_corrected(document, material), *_edited(document, material)]
    same = dict.fromkeys(_chain(document, material), numbers[document.article.id])

    def numbered(cited: Citation | None) -> Citation | None:
        number = (numbers.get(cited.article) or same.get(cited.article, 0)) if cited else 0
        return replace(cited, source=number) if cited else None

    return tuple(
        replace(n, was=numbered(n.was), now=numbered(n.now), because=numbered(n.because)) for n in found
    )


def _chain(document: AnnotatedArticle, material: Material) -> list[str]:
    """Return the ids of the texts of an article, its newest first."""
    before = {a.article: a.previous for a in material.amends.amendments}
    ids = [document.article.id]
    while (previous := before.get(ids[-1])) is not None and previous not in ids:
        ids.append(previous)
    return ids


def _lost(document: AnnotatedArticle, material: Material) -> Iterator[ArticleNote]:
    """Yield that an article was withdrawn or is gone, and that it reprints one that was withdrawn."""
    article = document.article
    loss = material.amends.loss(article.id)
    if loss is not None:
        yield ArticleNote(loss.kind, loss.why, loss.at, because=loss.note)
    if loss is not None or all(lost.kind != "withdrawn" for lost in material.amends.lost):
        return
    for other in material.documents:
        lost = material.amends.loss(other.article.id)
        of_one = material.origin_of[other.article.id] == material.origin_of[article.id]
        if lost is not None and lost.kind == "withdrawn" and of_one:
            outlet = other.article.publisher or "another outlet"
            says = f"it is the same report as one that {outlet} took back"
            yield ArticleNote("reprint of a withdrawn text", says, lost.at, because=lost.note)


def _corrected(document: AnnotatedArticle, material: Material) -> Iterator[ArticleNote]:
    """Yield the corrections of an article, and those that others made of what it reprints."""
    article = document.article
    amends = material.amends
    outlets = {d.article.id: d.article.publisher or "another outlet" for d in material.documents}
    for correction in amends.corrections:
        if correction.article == article.id and correction.kind in ("correction", "clarification"):
            if not is_of_page(correction.note, material):
                continue
            own = next((c for c in amends.corrected if c.correction == correction and not c.reprint), None)
            words = " ".join(correction.note.exact.split())
            yield ArticleNote(
                "corrected",
                f"“{words}”",
                article.modified,
                own.sentence if own else None,
                own.instead if own else correction.right,
                correction.note,
            )
    for found in amends.corrected:
        if found.reprint and found.sentence.article == article.id:
            outlet = outlets.get(found.correction.article, "another outlet")
            says = f"it reprints a text that {outlet} corrected: “{found.why}”"
            yield ArticleNote(
                "reprint of a corrected text",
                says,
                None,
                found.sentence,
                found.instead,
                found.correction.note,
            )


def is_of_page(note: Citation, material: Material) -> bool:
    """Return whether a correction is of what a page tells: it has a word of the titles that its reports share.

    What one report says by itself beside the matter, nobody reads there.
    """
    if len(material.origins) < 2 or not material.story:
        return True
    return any(w.stem in material.story for w in words_of_line(note.exact))


def _edited(document: AnnotatedArticle, material: Material) -> Iterator[ArticleNote]:
    """Yield the edits of an article that change what it says, newest first."""
    by_text = {a.article: a for a in material.amends.amendments}
    for id in _chain(document, material):
        amendment = by_text.get(id)
        if amendment is not None and amendment.meaningful:
            first = next(c for c in amendment.changes if c.kind not in NO_EDITS)
            yield ArticleNote("edited", edit_words(amendment), amendment.at, first.was, first.now)


def edit_words(amendment: Amendment) -> str:
    """Return in words what changed: `nine → twelve; the headline changed`."""
    told: list[str] = []
    for change in amendment.changes:
        if change.kind in NO_EDITS:
            continue
        words = PLAIN.get(change.kind) or _arrow(change.before, change.after)
        if words not in told:
            told.append(words)
    more = [f"{len(told) - MOST} more changes"] if len(told) > MOST else []
    return "; ".join([*told[:MOST], *more])


def _arrow(before: str, after: str) -> str:
    """Return words that changed as they were and are; what came in or went out stands alone."""
    one, other = _short(before), _short(after)
    if one and other:
        return f"“{one}” → “{other}”"
    return f"“{other}” was put in" if other else f"“{one}” was taken out"


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 2].rsplit(" ", 1)[0] + " …"
