"""One neutral line: the title or main clause that says best what the story is now."""

from __future__ import annotations

from writethru.publish.edits import apply_edits, cite, cited_sentence
from writethru.publish.material import Check, Material
from writethru.publish.select import printable
from writethru.publish.titles import Line, clause_line, title_lines
from writethru.records import CitedSentence

QUOTED = ("“", "‘", '"', "'")
SELLING = frozenset(
    "amid slams blasts shocking bombshell rips destroys stunning epic insane unhinged".split()
)


def neutral(line: Line) -> float:
    """Return a factor under 1 for quotation marks, colons and drama in a line."""
    text = line.text.text
    factor = 0.8 if any(mark in text for mark in QUOTED) else 1.0
    factor *= 0.85 if ":" in text else 1.0
    return factor * (0.5 if SELLING & set(text.lower().split()) else 1.0)


def write_headline(material: Material, check: Check) -> CitedSentence:
    """Return the best line that passes `check`, of at most the words the settings allow.

    Titles first, then opening clauses of the weightiest sentences, then a plain cut of the newest
    title: a page always has a headline.
    """
    most = material.settings.publish.headline_words
    lines = sorted(title_lines(material, most), key=lambda n: (-n.score * neutral(n), n.document.article.id))
    for line in lines:
        if check(line.text):
            return line.text
    for candidate in material.candidates[:20]:
        text = cited_sentence(candidate.document, candidate.sentence, material.year)
        clause = clause_line(candidate, text, most) if printable(candidate, material) else None
        if clause and check(clause):
            return clause
    article = material.documents[-1].article
    return apply_edits(cite(article.id, article.title, 0, len(article.title), field="title"), [])
