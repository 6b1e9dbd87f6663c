"""Sections: the chosen sentences, put together by what they are about, under a lead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from writethru.publish.leads import Group, assign_leads, place
from writethru.publish.material import Check, Material, overlap
from writethru.publish.select import Chosen
from writethru.publish.spans import contains, touching
from writethru.records import CitedSentence, Section

MOST = 4  # sentences of a section
BACKGROUND_DAYS = 60  # what happened this long before the first report is background


def is_background(chosen: Chosen, first: date | None) -> bool:
    """Return whether a sentence tells of a time well before the story."""
    sentence, document = chosen.candidate.sentence, chosen.candidate.document
    ends = [
        date.fromisoformat(t.interval[1])
        for t in touching(document.body.times, sentence)
        if t.interval and contains(sentence, t)
    ]
    return bool(ends and first) and max(ends) < first - timedelta(days=BACKGROUND_DAYS)  # type: ignore[operator]


def group(chosen: Sequence[Chosen], material: Material) -> list[Group]:
    """Return groups of sentences that belong together: the news first, background last."""
    days = [d.article.day for d in material.documents if d.article.day]
    first = min(days, default=None)
    back = [n > 0 and is_background(c, first) for n, c in enumerate(chosen)]
    groups = divide([c for c, old in zip(chosen, back, strict=True) if not old])
    return settle([*groups, *divide([c for c, old in zip(chosen, back, strict=True) if old])])


def divide(chosen: Group) -> list[Group]:
    """Return a group in parts of at most four sentences, each around the sentence it opens with.

    The first part opens with the first sentence, each further one with the sentence that is least
    like those before.
    """
    parts = -(-len(chosen) // MOST)
    if parts <= 1:
        return [chosen] if chosen else []
    groups = [[chosen[0]]]
    rest = chosen[1:]
    while len(groups) < parts:
        far = min(range(len(rest)), key=lambda i: max(likeness(rest[i], g[0]) for g in groups))
        groups.append([rest.pop(far)])
    for one in rest:
        near = sorted(groups, key=lambda g: -likeness(one, g[0]))
        next(g for g in near if len(g) < MOST).append(one)
    return groups


def likeness(one: Chosen, other: Chosen) -> float:
    """Return how much two sentences share."""
    return overlap(one.candidate.terms, other.candidate.terms)


def settle(groups: list[Group]) -> list[Group]:
    """Return the groups without those of one sentence, which join the group before them."""
    settled: list[Group] = []
    for sentences in groups:
        if len(sentences) == 1 and settled and len(settled[-1]) <= MOST:
            settled[-1] += sentences
        else:
            settled.append(sentences)
    return settled


def in_order(sentences: Group) -> Group:
    """Return a group with its opening sentence first and the rest in order of publication and place."""
    top, *rest = sentences
    rest.sort(key=lambda c: (c.candidate.document.article.order, c.candidate.sentence.start))
    return [top, *rest]


def write_sections(
    chosen: Sequence[Chosen], headline: CitedSentence, material: Material, check: Check
) -> tuple[Section, ...]:
    """Return the sections of the page, each with a lead that says what it is about.

    A section for which no line will do joins the one before it; the first takes the best there is.
    """
    groups = [in_order(sentences) for sentences in group(chosen, material)]
    sections: list[Section] = []
    for ordered, lead in zip(groups, assign_leads(groups, headline, material, check), strict=True):
        kept = tuple(c.sentence for c in ordered if lead is None or place(c.sentence) != place(lead))
        if lead is not None:
            sections.append(Section(lead, kept))
        elif sections and len(sections[-1].sentences) < 2 * MOST - 2:
            sections[-1] = Section(sections[-1].lead, sections[-1].sentences + kept)
        elif not sections:
            sections.append(Section(kept[0], kept[1:]))
    return tuple(sections)
