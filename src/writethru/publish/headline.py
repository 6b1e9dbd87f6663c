"""One neutral line: the title, or the statement of a weighty sentence, that says best what the story is now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import structs

from writethru.publish.edits import apply_edits, cite, cited_sentence
from writethru.publish.leads import worded
from writethru.publish.likeness import likeness_of, wording
from writethru.publish.material import Check, Material
from writethru.publish.needed import has_main_verb
from writethru.publish.opinion import argues_in_title
from writethru.publish.select import Chosen
from writethru.publish.titles import UNFIT, Line, central, is_open, statement_lines, title_lines
from writethru.records import AnnotatedArticle, CitedSentence

STATED = 0.45  # of the weight of a title that the statement of a sentence has: titles are made to stand first
LATER = 0.25  # by how much a day's age makes a line lighter
CLAIM = 0.8  # of the weight of a title that a title keeps which only says what somebody says
UNTOLD = 0.75  # that a title keeps of which no sentence of the page tells anything
TOP = 3  # sentences of an article that tell its news
LOOKED_AT = 12  # of the weightiest sentences
CREDIT = re.compile(
    r"[A-Z][\w.]{1,20}(?: [A-Z][\w.]{1,20}){0,2} ?/ ?[A-Z]"
)  # whose picture stood before a sentence


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
            # Where all argue, the newest of the titles that at least neither ask nor judge.
            article = next((d for d in reversed(titled) if is_plain(d)), titled[-1]).article
            return apply_edits(cite(article.id, article.title, 0, len(article.title), field="title"), [])
    return untitled(material, check)


def is_plain(document: AnnotatedArticle) -> bool:
    """Return whether a title tells something, and neither asks nor judges."""
    title = document.article.title
    return not (UNFIT.search(title) or argues_in_title(document)) and has_main_verb(title.lower())


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


def breaks_off(text: CitedSentence) -> bool:
    """Return whether a line ends with a verb that wants what was cut behind it."""
    last = text.text.split()[-1]
    return any(e.kind == "trim" and e.at[1] == len(text.text) and is_open(last, e.was) for e in text.edits)


def is_claim(line: Line) -> bool:
    """Return whether a title tells what one side says, and not what happened."""
    return bool(line.document.title.attributions)


def stated(material: Material, most: int) -> Iterator[Line]:
    """Yield the statements of the weightiest sentences at the top of reports, as heavy as titles of their words."""
    newest = max((d.article.day for d in material.documents if d.article.day), default=None)
    top = [c for c in material.candidates if c.position <= TOP][:LOOKED_AT]
    heaviest = max((c.score for c in top), default=1.0) or 1.0
    for line in statement_lines(material, top, most, others=0):
        if "[" in line.text.text or CREDIT.match(line.text.text) or breaks_off(line.text):
            continue
        day = line.document.article.day
        age = (newest - day).days if newest and day else 0
        share = STATED * line.score / heaviest / (1 + LATER * min(age, 10))
        yield structs.replace(line, score=share * central(line, material))
