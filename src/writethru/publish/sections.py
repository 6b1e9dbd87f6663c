"""Sections: the chosen sentences, each group under the lead of its first sentence, in the order a reader wants them."""

from __future__ import annotations

from collections.abc import Sequence

from writethru.publish.grouping import FEWEST, MOST, Group, Kin, in_order, kin_of, rank
from writethru.publish.likeness import likeness_of
from writethru.publish.material import Check, Material
from writethru.publish.news import newsworth
from writethru.publish.openers import Choice, Opener, choose_openers
from writethru.publish.select import Chosen
from writethru.records import CitedSentence, Section

ANCHOR = 2  # how much more the first sentence of a section counts for what belongs there


def write_sections(
    chosen: Sequence[Chosen], headline: CitedSentence, material: Material, check: Check
) -> tuple[Section, ...]:
    """Return the sections of the page: each opens with a sentence whose beginning, in few words, is its lead.

    Where the news has none, its section stands under the headline.
    """
    if not chosen:
        return ()
    likeness = likeness_of(material.documents)
    kin = kin_of(chosen, material)
    choice = Choice(headline, material, likeness, check)
    news = newsworth(chosen, choice.titles.headline, material, likeness)
    openers = choose_openers(chosen, news, kin, choice)
    if not openers:
        first = max(chosen, key=lambda c: news[id(c)])
        return (Section(headline, sentences_of(list(chosen), first)),)
    news_first, *rest = gathered(chosen, openers, kin)
    rest.sort(key=lambda pair: rank(pair[1], kin))
    return tuple(
        Section(opener.lead.text, sentences_of(sentences, opener.chosen))
        for opener, sentences in (news_first, *rest)
    )


def sentences_of(group: Group, first: Chosen) -> tuple[CitedSentence, ...]:
    """Return the sentences of a section as they read."""
    return tuple(text for c in in_order(group, first) for text in (c.sentence, c.turn) if text is not None)


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
