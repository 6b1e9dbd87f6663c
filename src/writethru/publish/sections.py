"""Sections and their leads: the chosen sentences, put together by what they are about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from writethru.publish.carried import alike
from writethru.publish.material import Check, Material, contains, overlap
from writethru.publish.select import Chosen
from writethru.publish.titles import Line, clause_lines, neutral, title_lines
from writethru.records import CitedSentence, Section

Group = list[Chosen]
BACKGROUND_DAYS = 60  # what happened this long before the first report is background


def is_background(chosen: Chosen, first: date | None) -> bool:
    """Return whether a sentence tells of a time well before the story."""
    sentence, document = chosen.candidate.sentence, chosen.candidate.document
    ends = [
        date.fromisoformat(t.interval[1]) for t in document.body.times if t.interval and contains(sentence, t)
    ]
    return bool(ends and first) and max(ends) < first - timedelta(days=BACKGROUND_DAYS)  # type: ignore[operator]


def group(chosen: Sequence[Chosen], material: Material) -> list[Group]:
    """Return two to five groups of sentences: what happened, who says what, background.

    Sentences are joined to the group they share most terms with; those told in the outlets' own
    voice come before those under somebody's name, and background comes last.
    """
    days = [d.article.day for d in material.documents if d.article.day]
    first = min(days, default=None)
    kinds: dict[str, Group] = {"facts": [], "statements": [], "background": []}
    for one in chosen:
        if is_background(one, first):
            kinds["background"].append(one)
        elif one.candidate.attribution is not None:
            kinds["statements"].append(one)
        else:
            kinds["facts"].append(one)
    groups = [g for kind in ("facts", "statements") for g in divide(kinds[kind])]
    if kinds["background"]:
        groups.append(kinds["background"])
    return settle(groups)


def divide(chosen: Group) -> list[Group]:
    """Return a group as it is, or in two around its two least alike sentences when it has over four."""
    if len(chosen) <= 4:
        return [chosen] if chosen else []
    head = chosen[0]
    other = min(chosen[1:4], key=lambda c: overlap(c.candidate.terms, head.candidate.terms))
    near: Group = []
    far: Group = []
    for one in chosen:
        if one is head or len(far) >= 4:
            near.append(one)
        elif (
            one is other
            or len(near) >= 4
            or overlap(one.candidate.terms, other.candidate.terms)
            > overlap(one.candidate.terms, head.candidate.terms)
        ):
            far.append(one)
        else:
            near.append(one)
    return [near, far]


def settle(groups: list[Group]) -> list[Group]:
    """Return the groups without those of one sentence, which join the group before them."""
    settled: list[Group] = []
    for sentences in groups:
        if len(sentences) == 1 and settled and len(settled[-1]) < 5:
            settled[-1] += sentences
        else:
            settled.append(sentences)
    return settled


def in_order(sentences: Group) -> Group:
    """Return a group with its weightiest sentence first and the rest in order of publication and place."""
    top = max(sentences, key=lambda c: c.candidate.score)
    rest = [c for c in sentences if c is not top]
    rest.sort(key=lambda c: (c.candidate.document.article.order, c.candidate.sentence.start))
    return [top, *rest]


def write_sections(
    chosen: Sequence[Chosen], headline: CitedSentence, material: Material, check: Check
) -> tuple[Section, ...]:
    """Return the sections of the page, each with a lead that says what it is about.

    A section for which no line will do joins the one before it; the first takes any line there is.
    """
    most = material.settings.publish.lead_words
    lines = [
        *title_lines(material, most),
        *clause_lines(material, most, apart_from=[c.candidate for c in chosen]),
    ]
    used = [headline]
    sections: list[Section] = []
    for sentences in group(chosen, material):
        ordered = in_order(sentences)
        lead = write_lead(ordered, lines, used, check, least=0.35 if sections else 0.0)
        kept = tuple(c.sentence for c in ordered)
        if lead is not None:
            used.append(lead)
            sections.append(Section(lead, kept))
        elif sections:
            sections[-1] = Section(sections[-1].lead, sections[-1].sentences + kept)
        else:
            sections.append(Section(kept[0], kept[1:]))
    return tuple(sections)


def write_lead(
    sentences: Group, lines: Sequence[Line], used: Sequence[CitedSentence], check: Check, *, least: float
) -> CitedSentence | None:
    """Return the line that a section opens with: a title or clause about the section's first sentences."""
    terms = frozenset(t for c in sentences for t in c.candidate.terms)
    articles = {c.candidate.document.article.id for c in sentences}

    def fit(line: Line) -> float:
        best = max(len(line.terms & c.candidate.terms) for c in sentences[:2])
        share = (2 * best + len(line.terms & terms)) / (3 * max(4, len(line.terms)))
        return neutral(line.text) * (share + 0.1 * (line.document.article.id in articles))

    for line in sorted(lines, key=lambda n: (-fit(n), n.document.article.id)):
        if fit(line) < least:
            return None
        if not any(alike(line.text.text, u.text) >= 0.6 for u in used) and check(line.text):
            return line.text
    return None
