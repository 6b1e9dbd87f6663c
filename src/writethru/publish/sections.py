"""Sections: the chosen sentences in groups that belong together, under leads, in the order a reader wants them."""

from __future__ import annotations

from collections.abc import Sequence

from writethru.publish.grouping import Group, in_order, is_past, kin_of, parted, rank
from writethru.publish.likeness import likeness_of
from writethru.publish.material import Check, Material
from writethru.publish.news import newsworth
from writethru.publish.openers import Choice, Opener, choose_news, choose_opener
from writethru.publish.select import Chosen
from writethru.records import CitedSentence, Section


def write_sections(
    chosen: Sequence[Chosen], headline: CitedSentence, material: Material, check: Check
) -> tuple[Section, ...]:
    """Return the sections of the page, that of the news first: each opens with a sentence whose beginning is its lead.

    A section of which no sentence has such a beginning is a paragraph that stands under the headline.
    """
    if not chosen:
        return ()
    likeness = likeness_of(material.documents)
    kin = kin_of(chosen, material)
    choice = Choice(headline, material, likeness, check)
    news = newsworth(chosen, choice.titles.headline, material, likeness)
    first = choose_news(chosen, news, choice)
    groups = parted(chosen, kin, {id(c): choice.promise(c) for c in chosen})
    groups.sort(key=lambda group: (all(c is not first.chosen for c in group), rank(group, kin)))
    opened = [(group, choose_opener(group, kin, choice)) for group in groups[1:]]
    # What opens with the past tells what led to the news, and stands last.
    opened.sort(key=lambda pair: is_past(pair[1].chosen, kin))
    return tuple(written(group, opener) for group, opener in [(groups[0], first), *opened])


def written(group: Group, opener: Opener) -> Section:
    """Return a section as it reads."""
    sentences = (text for c in in_order(group, opener.chosen) for text in (c.sentence, c.turn))
    return Section(opener.lead.text, tuple(text for text in sentences if text is not None))
