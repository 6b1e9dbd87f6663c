"""One neutral line: the title, or the statement of a weighty sentence, that says best what the story is now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import structs

from writethru.publish.edits import apply_edits, cite, cited_sentence
from writethru.publish.leads import worded
from writethru.publish.likeness import likeness_of, wording
from writethru.publish.material import Check, Material
from writethru.publish.select import Chosen
from writethru.publish.titles import Line, central, statement_lines, title_lines
from writethru.records import CitedSentence

STATED = 0.45  # of the weight of a title that the statement of a sentence has: titles are made to stand first
LATER = 0.25  # by how much a day's age makes a line lighter
CLAIM = 0.8  # of the weight of a title that a title keeps which only says what somebody says
UNTOLD = 0.75  # that a title keeps of which no sentence of the page tells anything
TOP = 3  # sentences of an article that tell its news
LOOKED_AT = 12  # of the weightiest sentences


def write_headline(material: Material, chosen: Sequence[Chosen], check: Check) -> CitedSentence:
    """Return the best line that passes `check`, of at most the words the settings allow.

    `chosen` are the sentences of the page: a headline that none of them tells promises what is not there.
    Titles and what is left of the weightiest sentences when they are said in few words; else the newest
    title as it is, that of a report if there is one: a page always has a headline.
    """
    most = material.settings.publish.headline_words
    titles = [
        structs.replace(
            n,
            score=n.score
            * (CLAIM if is_claim(n) else 1.0)
            * (UNTOLD + (1 - UNTOLD) * told(n, chosen, material)),
        )
        for n in title_lines(material, most)
    ]
    lines = [*titles, *stated(material, most)]
    for line in sorted(lines, key=lambda n: (-n.score, n.document.article.id, n.text.text)):
        if check(line.text):
            return line.text
    standing = [d for d in material.documents if material.amends.loss(d.article.id) is None]
    reports = [d for d in standing if d.article.id not in material.opinions]
    for documents in (reports, standing, material.documents):
        if titled := [d for d in documents if d.article.title.strip()]:
            article = titled[-1].article
            return apply_edits(cite(article.id, article.title, 0, len(article.title), field="title"), [])
    return untitled(material, check)


def untitled(material: Material, check: Check) -> CitedSentence:
    """Return the headline of a story of which no article has a title: its weightiest sentence that passes `check`."""
    for candidate in material.candidates:
        text = cited_sentence(candidate.document, candidate.sentence, material.year)
        if check(text):
            return text
    article = material.documents[-1].article
    first = next(iter(material.documents[-1].body.sentences), None)
    start, end = (first.start, first.end) if first else (0, len(article.text))
    return apply_edits(cite(article.id, article.text, start, end), [])


def told(line: Line, chosen: Sequence[Chosen], material: Material) -> float:
    """Return how much of a line the sentence of the page tells that tells most of it, from 0 to 1."""
    likeness = likeness_of(material.documents)
    said = worded(line.text, line.order or sorted(line.terms))
    return max(
        (likeness.told(said, wording(c.candidate.document, c.candidate.sentence)) for c in chosen),
        default=1.0,
    )


def is_claim(line: Line) -> bool:
    """Return whether a title tells what one side says, and not what happened."""
    return bool(line.document.title.attributions)


def stated(material: Material, most: int) -> Iterator[Line]:
    """Yield the statements of the weightiest sentences at the top of reports, as heavy as titles of their words."""
    newest = max((d.article.day for d in material.documents if d.article.day), default=None)
    top = [c for c in material.candidates if c.position <= TOP][:LOOKED_AT]
    heaviest = max((c.score for c in top), default=1.0) or 1.0
    for line in statement_lines(material, top, most, others=0):
        if "[" in line.text.text:
            continue
        day = line.document.article.day
        age = (newest - day).days if newest and day else 0
        share = STATED * line.score / heaviest / (1 + LATER * min(age, 10))
        yield structs.replace(line, score=share * central(line, material))
