"""One neutral line: the title or main clause that says best what the story is now."""

from __future__ import annotations

from itertools import chain

from writethru.publish.edits import apply_edits, cite
from writethru.publish.material import Check, Material
from writethru.publish.titles import clause_lines, title_lines
from writethru.records import CitedSentence


def write_headline(material: Material, check: Check) -> CitedSentence:
    """Return the best line that passes `check`, of at most the words the settings allow.

    Titles first, then opening clauses of the weightiest sentences, then the newest title as it is: a
    page always has a headline.
    """
    most = material.settings.publish.headline_words
    titles = sorted(title_lines(material, most), key=lambda n: (-n.score, n.document.article.id))
    for line in chain(titles, clause_lines(material, most)):
        if check(line.text):
            return line.text
    standing = [d for d in material.documents if material.amends.loss(d.article.id) is None]
    article = (standing or material.documents)[-1].article
    return apply_edits(cite(article.id, article.title, 0, len(article.title), field="title"), [])
