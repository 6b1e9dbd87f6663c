"""Sections: the chosen sentences, put together by what they are about, under a lead."""

from __future__ import annotations

from collections.abc import Sequence

from writethru.publish.carried import alike
from writethru.publish.grouping import MOST, Group, group
from writethru.publish.leads import assign_leads, place
from writethru.publish.material import Check, Material, overlap, terms_of
from writethru.publish.select import Chosen
from writethru.records import CitedSentence, Section

SAME = 0.75  # share of a sentence's words that its lead has from which on it would be told twice


def write_sections(
    chosen: Sequence[Chosen], headline: CitedSentence, material: Material, check: Check
) -> tuple[Section, ...]:
    """Return the sections of the page, each with a lead that says what it is about.

    The sentences of a section for which no line will do go where they suit best; the first section
    takes the best line there is, else its shortest sentence.
    """
    by_id = {d.article.id: d for d in material.documents}
    groups = group(chosen, terms_of(headline.citations[0], by_id), material)
    if not groups:
        return ()
    leads = assign_leads(groups, headline, material, check)
    homes = [(list(g), lead) for g, lead in zip(groups, leads, strict=True) if lead]
    if not homes:
        shortest = min((c.sentence for c in groups[0]), key=lambda s: len(s.text))
        homes = [(list(groups[0]), shortest)]
    housed = [g for g, _ in homes]
    for homeless in groups:
        if all(c is not h for c in homeless[:1] for g in housed for h in g):
            settle(homeless, housed)
    return tuple(Section(lead, told(sentences, lead)) for sentences, lead in homes)


def settle(homeless: Group, groups: list[Group]) -> None:
    """Put the sentences of a group without a lead to the groups that they are most like, those with room first."""
    for one in homeless:
        room = [g for g in groups if len(g) <= MOST] or groups
        max(room, key=lambda g: sum(likeness(one, c) for c in g[:MOST]) / min(MOST, len(g))).append(one)


def likeness(one: Chosen, other: Chosen) -> float:
    """Return how much two sentences share."""
    return overlap(one.candidate.terms, other.candidate.terms)


def told(sentences: Group, lead: CitedSentence) -> tuple[CitedSentence, ...]:
    """Return the sentences of a section without one of which its lead says all."""
    kept = [c.sentence for c in sentences if not says_all(lead, c.sentence)]
    return tuple(kept)


def says_all(lead: CitedSentence, sentence: CitedSentence) -> bool:
    """Return whether a lead is a sentence, or what is left of it once little was cut."""
    if place(lead) != place(sentence):
        return False
    return (
        len(lead.text.split()) >= SAME * len(sentence.text.split()) and alike(lead.text, sentence.text) > 0.5
    )
