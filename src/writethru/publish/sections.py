"""Sections: the chosen sentences, each group under the lead of its first sentence, in the order a reader wants them."""

from __future__ import annotations

from collections.abc import Sequence

from writethru.publish.grouping import FEWEST, MOST, Group, Kin, in_order, kin_of, rank, sections_for
from writethru.publish.leads import Lead, fit_titles, headline_lead, leads_of, name_words, place, sameness
from writethru.publish.likeness import Likeness, likeness_of
from writethru.publish.material import Check, Material
from writethru.publish.news import newsworth
from writethru.publish.select import Chosen
from writethru.records import CitedSentence, Record, Section

ALIKE = 0.6  # how like a lead may be to the headline or another, but
REPEATED = 0.95  # the first lead tells the headline's event, in other words
LEAST = 0.35  # worth of a lead but the first
PLAINLY = 0.6  # of what the news is worth where its lead says little
ANCHOR = 2  # how much more the first sentence of a section counts for what belongs there


class Opener(Record, frozen=True):
    """A sentence that can open a section, with its lead."""

    chosen: Chosen
    lead: Lead


def write_sections(
    chosen: Sequence[Chosen], headline: CitedSentence, material: Material, check: Check
) -> tuple[Section, ...]:
    """Return the sections of the page: each opens with a sentence whose beginning, in few words, is its lead.

    Where none has, they stand under the headline, or under the shortest of them.
    """
    if not chosen:
        return ()
    likeness = likeness_of(material.documents)
    kin = kin_of(chosen, material)
    openers = choose_openers(chosen, headline, material, likeness, kin, check)
    if not openers:
        news = newsworth(chosen, headline, material, likeness)
        if len(headline.text.split()) <= material.settings.publish.lead_words:
            return (Section(headline, sentences_of(list(chosen), max(chosen, key=lambda c: news[id(c)]))),)
        first = min(chosen, key=lambda c: (len(c.sentence.text), -news[id(c)]))
        return (Section(first.sentence, sentences_of(list(chosen), first)),)
    news_first, *rest = gathered(chosen, openers, kin)
    rest.sort(key=lambda pair: rank(pair[1], kin))
    return tuple(
        Section(opener.lead.text, sentences_of(sentences, opener.chosen))
        for opener, sentences in (news_first, *rest)
    )


def sentences_of(group: Group, first: Chosen) -> tuple[CitedSentence, ...]:
    """Return the sentences of a section as they read."""
    return tuple(c.sentence for c in in_order(group, first))


def choose_openers(
    chosen: Sequence[Chosen],
    headline: CitedSentence,
    material: Material,
    likeness: Likeness,
    kin: Kin,
    check: Check,
) -> list[Opener]:
    """Return the sentences that open the sections, that of the news first: each weighty, and about something new.

    What a sentence gains is its own weight, by how good its lead is, and the weight of those that belong to it and
    to none before it.
    """
    titles = fit_titles(material, headline)
    leads = {id(c): leads_of(c, titles, material, likeness, check) for c in chosen}
    able = list(chosen)
    names = name_words(material)
    news = newsworth(chosen, headline, material, likeness)
    openers: list[Opener] = []
    covered = {id(c): 0.0 for c in chosen}

    def fit(one: Chosen) -> Lead | None:
        """Return the best lead of a sentence that says nothing that a line above it says."""
        used = [o.lead.text.text for o in openers]
        most = ALIKE if openers else REPEATED
        for lead in leads[id(one)]:
            if openers and lead.worth < LEAST:
                return None
            text = lead.text.text
            news = not openers and place(lead.text) == place(
                one.sentence
            )  # it goes on with more than the headline
            if (news or sameness(text, headline.text, names) <= most) and not any(
                sameness(text, u, names) > ALIKE for u in used
            ):
                return lead
        return None if openers else headline_lead(one, headline, titles, material, likeness)

    def gain(one: Chosen, lead: Lead) -> float:
        if not openers:
            return news[id(one)] * (PLAINLY + (1 - PLAINLY) * lead.worth)
        own = one.candidate.score * lead.worth * (1 - min(1.0, covered[id(one)]))
        others = (c for c in chosen if c is not one)
        return own + sum(
            c.candidate.score * max(0.0, kin.likeness[id(c), id(one)] - covered[id(c)]) for c in others
        )

    while len(openers) < sections_for(len(chosen)):
        ranked = [(gain(c, lead), n, c, lead) for n, c in enumerate(able) if (lead := fit(c))]
        if not ranked:
            break
        _, _, best, lead = max(ranked, key=lambda r: (r[0], -r[1]))
        openers.append(Opener(best, lead))
        able = [c for c in able if c is not best and not tells_same(c, best, likeness)]
        for c in chosen:
            covered[id(c)] = max(covered[id(c)], kin.likeness[id(c), id(best)])
    return openers


def tells_same(one: Chosen, other: Chosen, likeness: Likeness) -> bool:
    """Return whether two sentences report one event."""
    a, b = one.candidate, other.candidate
    return likeness.repeats(a.document, a.sentence, b.document, b.sentence)


def gathered(chosen: Sequence[Chosen], openers: Sequence[Opener], kin: Kin) -> list[tuple[Opener, Group]]:
    """Return each opener with its sentences; openers that find none go to where they belong."""
    kept = list(openers)
    while True:
        groups = assigned(chosen, kept, kin)
        even_out(groups, kin)
        small = [n for n, g in enumerate(groups) if n and len(g) < FEWEST]
        if not small:
            return list(zip(kept, groups, strict=True))
        del kept[small[-1]]


def belonging(one: Chosen, group: Group, kin: Kin) -> float:
    """Return how much a sentence belongs to a section, to its first sentence most."""
    return (ANCHOR * kin.near(one, group[:1]) + kin.near(one, group)) / (ANCHOR + 1)


def assigned(chosen: Sequence[Chosen], openers: Sequence[Opener], kin: Kin) -> list[Group]:
    """Return the sentences of each opener, at most four where there is room, the surest first."""
    groups: list[Group] = [[o.chosen] for o in openers]
    rest = [c for c in chosen if not any(c is g[0] for g in groups)]
    most = max(MOST, -(-len(chosen) // len(openers)))
    while rest:
        able = [n for n, g in enumerate(groups) if len(g) < most]
        one, index = max(
            ((c, n) for c in rest for n in able),
            key=lambda p: (belonging(p[0], groups[p[1]], kin), -p[1], p[0].candidate.score),
        )
        groups[index].append(one)
        rest = [c for c in rest if c is not one]
    return groups


def even_out(groups: list[Group], kin: Kin) -> None:
    """Give a section of too few sentences one of a section that has more than it needs, if it belongs there."""
    for small in groups:
        while len(small) < FEWEST:
            spare = [
                (belonging(c, small, kin), n, c)
                for n, g in enumerate(groups)
                for c in g[1:]
                if len(g) > FEWEST
            ]
            if not spare:
                break
            suits, donor, one = max(spare, key=lambda p: (p[0], -p[1]))
            if suits <= 0:
                break
            groups[donor] = [c for c in groups[donor] if c is not one]
            small.append(one)
