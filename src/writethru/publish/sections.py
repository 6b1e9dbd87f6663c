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
LAST_NEWS = 0.25  # by how much a day's age makes a sentence lighter as the one that a page opens with
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
    first, newest = min(days, default=None), max(days, default=None)

    def news(one: Chosen) -> float:
        day = one.candidate.document.article.day
        return one.candidate.score / (1 + LAST_NEWS * (newest - day).days if newest and day else 1)

    if chosen:
        opening = max(chosen, key=news)
        chosen = [opening, *(c for c in chosen if c is not opening)]
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

    The sentences of a section for which no line will do go where they suit best; the first section
    takes the best line there is, else its shortest sentence.
    """
    groups = group(chosen, material)
    if not groups:
        return ()
    leads = assign_leads([in_order(g) for g in groups], headline, material, check)
    led = [g for g, lead in zip(groups, leads, strict=True) if lead]
    homes = led or groups[:1]
    for homeless in groups:
        for one in homeless if all(homeless is not g for g in homes) else ():
            room = [g for g in homes if len(g) <= MOST] or homes
            max(room, key=lambda g: sum(likeness(one, c) for c in g[:MOST]) / min(MOST, len(g))).append(one)
    found = iter(lead for lead in leads if lead)
    sections = []
    for ordered in map(in_order, homes):
        lead = next(found, None)
        if lead is None:
            lead = min((c.sentence for c in ordered), key=lambda s: len(s.text))
        kept = tuple(c.sentence for c in ordered if place(c.sentence) != place(lead))
        sections.append(Section(lead, kept))
    return tuple(sections)
