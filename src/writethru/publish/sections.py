"""Sections: the chosen sentences, each under the lead that it bears out, in the order a reader wants them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from writethru.publish.grouping import FEWEST, MOST, Group, Kin, in_order, kin_of, opening_of, rank
from writethru.publish.leads import Led, bearing, choose_leads, fair_weights, place
from writethru.publish.material import Check, Material, terms_of
from writethru.publish.select import Chosen
from writethru.records import CitedSentence, Section

SAME = 0.75  # share of a sentence's words that its lead has from which on it would be told twice


def write_sections(
    chosen: Sequence[Chosen], headline: CitedSentence, material: Material, check: Check
) -> tuple[Section, ...]:
    """Return the sections of the page, each with a lead that says what it is about.

    Where no line will do as the lead of all, it is the shortest sentence.
    """
    if not chosen:
        return ()
    by_id = {d.article.id: d for d in material.documents}
    opening = opening_of(chosen, terms_of(headline.citations[0], by_id), material)
    kin = kin_of(chosen, material)
    weights = fair_weights(material)
    leads = choose_leads(chosen, opening, headline, material, weights, kin, check)
    if not leads:
        lead = min((c.sentence for c in chosen), key=lambda s: len(s.text))
        return (Section(lead, told(in_order(list(chosen), opening), lead)),)
    found = gathered(chosen, opening, leads, kin, weights)
    first, *rest = found
    rest.sort(key=lambda pair: rank(pair[1], kin))
    return tuple(
        Section(led.line.text, told(ordered(sentences, opening, led, weights), led.line.text))
        for led, sentences in (first, *rest)
    )


def gathered(
    chosen: Sequence[Chosen], opening: Chosen, leads: Sequence[Led], kin: Kin, weights: Mapping[str, float]
) -> list[tuple[Led, Group]]:
    """Return each lead with its sentences: its own, then those that bear it out or belong to those that do.

    The opening sentence goes to the first lead; leads of fewer than two sentences go.
    """
    kept = list(leads)
    while True:
        groups = assigned(chosen, opening, kept, kin, weights)
        even_out(groups, opening, kept, kin, weights)
        small = [n for n, g in enumerate(groups) if n and len(g) < FEWEST]
        if not small:
            return list(zip(kept, groups, strict=True))
        del kept[small[-1]]


def assigned(
    chosen: Sequence[Chosen], opening: Chosen, leads: Sequence[Led], kin: Kin, weights: Mapping[str, float]
) -> list[Group]:
    """Return the sentences of each lead, at most four where there is room, the surest first."""
    groups: list[Group] = [[led.own] if led.own is not None else [] for led in leads]
    if not any(c is opening for g in groups for c in g):
        groups[0].append(opening)
    rest = [c for c in chosen if not any(c is x for g in groups for x in g)]
    most = max(MOST, -(-len(chosen) // len(leads)))

    def suits(one: Chosen, index: int) -> float:
        return bearing(leads[index].line, one, weights) + kin.near(one, groups[index])

    while rest:
        able = [n for n, g in enumerate(groups) if len(g) < most]
        one, index = max(
            ((c, n) for c in rest for n in able),
            key=lambda p: (suits(*p), -p[1], p[0].candidate.score),
        )
        groups[index].append(one)
        rest = [c for c in rest if c is not one]
    return groups


def ordered(sentences: Group, opening: Chosen, led: Led, weights: Mapping[str, float]) -> Group:
    """Return a section's sentences as they read: first the page's opening, or what bears its lead out best."""
    if any(c is opening for c in sentences):
        return in_order(sentences, opening)
    first = led.own or max(sentences, key=lambda c: (bearing(led.line, c, weights), c.candidate.score))
    return in_order(sentences, first)


def even_out(
    groups: list[Group], opening: Chosen, leads: Sequence[Led], kin: Kin, weights: Mapping[str, float]
) -> None:
    """Give a lead of too few sentences one of a section that has more than it needs, if it bears that out."""
    for index, small in enumerate(groups):
        while len(small) < FEWEST:
            spare = [
                (bearing(leads[index].line, c, weights) + kin.near(c, small), n, c)
                for n, g in enumerate(groups)
                for c in g
                if len(g) > FEWEST and c is not opening and c is not leads[n].own
            ]
            suits, donor, one = max(spare, key=lambda p: (p[0], -p[1]), default=(0.0, 0, opening))
            if suits <= 0:
                break
            groups[donor] = [c for c in groups[donor] if c is not one]
            small.append(one)


def told(sentences: Group, lead: CitedSentence) -> tuple[CitedSentence, ...]:
    """Return the sentences of a section without the one of which its lead says all."""
    return tuple(c.sentence for c in sentences if not says_all(lead, c.sentence))


def says_all(lead: CitedSentence, sentence: CitedSentence) -> bool:
    """Return whether a lead is a sentence, or what is left of it once little was cut."""
    return place(lead) == place(sentence) and len(lead.text.split()) >= SAME * len(sentence.text.split())
