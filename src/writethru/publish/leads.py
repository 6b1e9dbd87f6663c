"""One lead a section: lines and sections that suit each other best find each other first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from writethru.publish.carried import alike
from writethru.publish.material import Check, Material
from writethru.publish.select import Chosen
from writethru.publish.titles import Line, clause_lines, neutral, title_lines
from writethru.records import CitedSentence

Group = list[Chosen]
LEAST_FIT = 0.15  # how far a lead must be borne out by its section
SIDE = 0.4  # of the weight of a title, which tells the whole, that the clause of a light sentence keeps
SAID, SAID_OF_NEED = 0.5, 0.75  # likeness to headline or another lead at which a line is not new


def assign_leads(
    groups: Sequence[Group], headline: CitedSentence, material: Material, check: Check
) -> list[CitedSentence | None]:
    """Return a lead for each section, None where no line will do.

    First the titles that a section's opening sentence bears out, for the first section any title; then the
    opening clause of one of its own sentences, which is then not printed again; then other clauses that
    it bears out; then the same where much is said already; then, for the first section only, any line.
    """
    most = material.settings.publish.lead_words
    lines = [*title_lines(material, most), *clause_lines(material, most)]
    printed = {place(c.sentence) for sentences in groups for c in sentences}
    leads: list[CitedSentence | None] = [None] * len(groups)

    def offer(index: int, line: Line, said: float, own: bool = False) -> None:
        if leads[index] or (place(line.text) in printed) != own:
            return
        used = [headline, *(lead for lead in leads if lead)]
        if not any(alike(line.text.text, u.text) > said for u in used) and check(line.text):
            leads[index] = line.text

    ranked = sorted(pairs(groups, lines), key=lambda p: (-p[0], p[1], p[2].document.article.id))
    for fit, index, line in ranked:
        if (fit >= LEAST_FIT or index == 0) and line.text.citations[0].field == "title":
            offer(index, line, SAID)
    for _, index, line in ranked:
        if any(place(c.sentence) == place(line.text) for c in groups[index][index == 0 :]):
            offer(index, line, SAID, own=True)
    for fit, index, line in ranked:
        if fit >= LEAST_FIT:
            offer(index, line, SAID)
    for _, index, line in ranked:
        top = groups[index][0].candidate.document
        if line.document is top and line.text.citations[0].field == "title":
            offer(index, line, SAID_OF_NEED)
    for _, index, line in ranked:
        if any(place(c.sentence) == place(line.text) for c in groups[index][index == 0 :]):
            offer(index, line, SAID_OF_NEED, own=True)
    for _, index, line in ranked:
        if index == 0:
            offer(index, line, SAID_OF_NEED)
    return leads


def pairs(groups: Sequence[Group], lines: Sequence[Line]) -> Iterator[tuple[float, int, Line]]:
    """Yield each line with each section and how well it suits it: terms, voice, age, weight."""
    clauses = [n.score for n in lines if n.text.citations[0].field == "text"]
    heaviest = max(clauses, default=1.0) or 1.0
    for index, sentences in enumerate(groups):
        top = sentences[0].candidate
        newest = top.document.article.day
        terms = frozenset(t for c in sentences for t in c.candidate.terms)
        for line in lines:
            share = 3 * len(line.terms & top.terms) + len(line.terms & terms)
            day = line.document.article.day
            stale = 1 / (1 + 0.4 * max(0, (newest - day).days)) if newest and day else 1.0
            title = line.text.citations[0].field == "title"
            weight = 1.0 if title else SIDE + (1 - SIDE) * line.score / heaviest
            yield neutral(line.text) * stale * weight * share / (4 * max(4, len(line.terms))), index, line


def place(text: CitedSentence) -> tuple[str, str, int]:
    """Return where the cited words of a text begin."""
    first = text.citations[0]
    return (first.article, first.field, first.start)
