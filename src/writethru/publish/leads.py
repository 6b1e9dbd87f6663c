"""One lead a section: the line that bears most of what the section tells, and says what no other line says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from writethru.publish.carried import ORDINARY, STEM
from writethru.publish.checking.words import words_in
from writethru.publish.grouping import Group
from writethru.publish.material import Check, Material
from writethru.publish.titles import Line, neutral, statement_lines, title_lines
from writethru.records import CitedSentence

# Tried in turn: whether a line must be a title or from the section itself, how far the section must bear it out,
# and how like it may be to the headline and the other leads.
PASSES = ((True, 0.3, 0.45), (True, 0.2, 0.5), (False, 0.35, 0.45), (True, 0.1, 0.6), (False, 0.2, 0.5))
PLAIN = 0.45  # how neutral a line must be while there are others
OTHERS = 0.5  # of what a line says of another section is taken from its weight
BRACKET = 0.85  # of the weight of a line that opens with a name in brackets
ELSEWHERE = 0.6  # of the weight of a line from a sentence that the page does not print
SHARE = 0.7  # how strongly it counts how much of its section a line says
SIDE = 0.4  # of the weight of a title, which tells the whole, that the statement of a light sentence keeps


def assign_leads(
    groups: Sequence[Group], headline: CitedSentence, material: Material, check: Check
) -> list[CitedSentence | None]:
    """Return a lead for each section, None where no line will do; the first section chooses first."""
    most = material.settings.publish.lead_words
    chosen = [c.candidate for sentences in groups for c in sentences]
    lines = [*title_lines(material, most), *statement_lines(material, chosen, most)]
    heaviest = max((n.score for n in lines if n.text.citations[0].field == "text"), default=1.0) or 1.0
    ranked = sorted(pairs(groups, lines, heaviest, material), key=lambda p: (-p[0], p[1], p[3].text.text))
    leads: list[CitedSentence | None] = [None] * len(groups)
    failed: set[str] = set()
    for number, (at_hand, least, said) in enumerate(PASSES):
        for first in (True, False):
            for _, index, borne, line in ranked:
                if leads[index] or borne < least or (index == 0) != first or line.text.text in failed:
                    continue
                if at_hand and not is_at_hand(line, groups[index]):
                    continue
                if number < len(PASSES) - 1 and neutral(line.text) < PLAIN:
                    continue
                used = [headline, *(lead for lead in leads if lead)]
                if any(sameness(line.text.text, u.text) > said for u in used):
                    continue
                if check(line.text):
                    leads[index] = line.text
                else:
                    failed.add(line.text.text)
    return leads


def pairs(
    groups: Sequence[Group], lines: Sequence[Line], heaviest: float, material: Material
) -> Iterator[tuple[float, int, float, Line]]:
    """Yield each line with each section: how well it suits it, and how far the section bears it out."""
    for line in lines:
        borne = [bearing(line, sentences, material) for sentences in groups]
        for index, sentences in enumerate(groups):
            others = [b for n, b in enumerate(borne) if n != index]
            own = borne[index] - OTHERS * max(others, default=0.0) * (index > 0)
            if own > 0:
                yield own * weight(line, sentences, heaviest, material), index, borne[index], line


def bearing(line: Line, sentences: Group, material: Material) -> float:
    """Return which part of a line's weight the sentences of a section tell, the weightier ones counting more."""
    whole = sum(material.weights.get(t, 0.0) for t in line.order)
    scores = [c.candidate.score for c in sentences]
    if not whole or not sum(scores):
        return 0.0
    told = sum(
        score * sum(material.weights.get(t, 0.0) for t in line.order if t in c.candidate.terms)
        for c, score in zip(sentences, scores, strict=True)
    )
    return told / whole / sum(scores)


def weight(line: Line, sentences: Group, heaviest: float, material: Material) -> float:
    """Return how much a line says of what a section tells, less for its voice, its age and where it is from."""
    mine = {t: material.weights.get(t, 0.0) for c in sentences for t in c.candidate.terms}
    share = sum(mine.get(t, 0.0) for t in line.order) / (sum(mine[t] for t in sorted(mine)) or 1.0)
    newest = max(
        (c.candidate.document.article.day for c in sentences if c.candidate.document.article.day),
        default=None,
    )
    day = line.document.article.day
    stale = 1 / (1 + 0.4 * max(0, (newest - day).days)) if newest and day else 1.0
    factor = BRACKET if line.text.text.startswith("[") else 1.0
    title = line.text.citations[0].field == "title"
    factor *= 1.0 if is_at_hand(line, sentences) else ELSEWHERE
    factor *= 1.0 if title else SIDE + (1 - SIDE) * line.score / heaviest
    return factor * stale * neutral(line.text) * line.fair * share**SHARE


def is_at_hand(line: Line, sentences: Group) -> bool:
    """Return whether a line is a title, or from a sentence of the section."""
    if line.text.citations[0].field == "title":
        return True
    return any(place(c.sentence) == place(line.text) for c in sentences)


def sameness(a: str, b: str) -> float:
    """Return the share of the shorter line's content words that both have, forms of one word counting as one."""
    left, right = ({w.stem[:STEM] for w in words_in(t) if w.low not in ORDINARY} for t in (a, b))
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def place(text: CitedSentence) -> tuple[str, str, int]:
    """Return where the cited words of a text begin."""
    first = text.citations[0]
    return (first.article, first.field, first.start)
