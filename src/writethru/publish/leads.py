"""The leads of a page: lines that together bear most of what its sentences tell, and each says what no other says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from math import fsum
from typing import NamedTuple

from writethru.publish.carried import ORDINARY
from writethru.publish.checking.senses import base, near
from writethru.publish.checking.words import words_of_line
from writethru.publish.grouping import Kin, is_old, sections_for
from writethru.publish.material import Check, Material
from writethru.publish.select import Chosen
from writethru.publish.titles import Line, central, neutral, statement_lines, title_lines
from writethru.records import CitedSentence


class Demand(NamedTuple):
    """What is asked of a line."""

    at_hand: bool  # a title, or from a sentence of the page
    said: float  # how like it may be to the headline and the other leads
    plain: float  # how neutral it must be
    news: float = 0.0  # how far the sentence that the page opens with must bear it out


# What is asked of the lead of the news, and of the others: tried in turn.
FIRST = (
    Demand(True, 0.45, 0.45, 0.2),
    Demand(True, 0.52, 0.45, 0.2),
    Demand(False, 0.45, 0.45, 0.15),
    Demand(True, 0.6, 0.35),
    Demand(True, 0.75, 0.35),
    Demand(False, 0.75, 0.35),
)
OTHERS = (
    Demand(True, 0.45, 0.45),
    Demand(True, 0.5, 0.45),
    Demand(False, 0.45, 0.45),
    Demand(True, 0.5, 0.35),
)
LEAST = 0.03  # what a further lead must bear of the page's weight, to be worth a section
NEWS = 4  # how much more the sentence counts that the page opens with, for the first lead
SPARE = 9  # words from which on a line is not too short to say what it is about
STATE = 0.5  # of its weight that a line keeps that says what something is, and not what happens: "Lorne is a port"
STATES = re.compile(r"[^,;:]{3,60}? (?:is|are) (?!\w{2,20}(?:ing|ed)\b|set\b|not\b)")
SIDE = 0.3  # of the weight of the most central line that one beside the matter keeps
BRACKET = 0.85  # of the weight of a line that opens with a name in brackets
ELSEWHERE = 0.7  # of the weight of a line from a sentence that the page does not print
BORNE = 0.15  # how far two sentences must bear such a line out
TOPIC = 0.7  # of the weight of a term that is kept where it is a name's
NAMED = 0.4  # what a word of a name counts where lines are compared
STALE = 0.4  # by how much a day's age makes a line lighter


class Led(NamedTuple):
    """A lead with the sentence that it was made from, if the page prints that."""

    line: Line
    own: Chosen | None


class Able(NamedTuple):
    """A line that may lead, its worth, how far each sentence bears it out, and the sentence that it is from."""

    line: Line
    worth: float
    cover: list[float]
    own: Chosen | None
    old: bool


def choose_leads(
    chosen: Sequence[Chosen],
    opening: Chosen,
    headline: CitedSentence,
    material: Material,
    bears: Mapping[str, float],
    kin: Kin,
    check: Check,
) -> list[Led]:
    """Return the leads of a page, that of the news first: each bears most of what those before it leave untold.

    `opening` is the sentence that the page opens with, `bears` what each term counts (`fair_weights`).
    """
    able = ables(chosen, material, bears, kin)
    news = chosen.index(opening)
    weights = [c.candidate.score for c in chosen]
    names = name_words(material)
    told = [0.0] * len(chosen)
    leads: list[Led] = []

    def is_new(text: str, said: float) -> bool:
        used = [headline.text, *(led.line.text.text for led in leads)]
        return not any(sameness(text, other, names) > said for other in used)

    while len(leads) < sections_for(len(chosen)):
        if leads:
            gains = [
                sum(w * c * (1 - t) for w, c, t in zip(weights, a.cover, told, strict=True)) for a in able
            ]
            fit = [g >= LEAST * sum(weights) for g in gains]
        else:
            gains = [NEWS * weights[news] * a.cover[news] + weighed(weights, a.cover) for a in able]
            fit = [not a.old and not STATES.match(a.line.text.text) for a in able]
            fit = fit if any(fit) else [True] * len(able)
        ranked = sorted(
            ((a.worth * g, a) for a, g, fits in zip(able, gains, fit, strict=True) if fits and g > 0),
            key=lambda p: (-p[0], p[1].line.text.text),
        )
        best = first_fit([a for _, a in ranked], OTHERS if leads else FIRST, news, is_new, check)
        if best is None:
            break
        leads.append(Led(best.line, best.own))
        able = [a for a in able if a.own is None or a.own is not best.own]  # a sentence stands in one section
        told = [max(t, c) for t, c in zip(told, best.cover, strict=True)]
    return leads


def weighed(weights: Sequence[float], cover: Sequence[float]) -> float:
    """Return what a line bears of all sentences, by their weight."""
    return sum(w * c for w, c in zip(weights, cover, strict=True))


def first_fit(
    ranked: Sequence[Able],
    demands: Sequence[Demand],
    news: int,
    is_new: Callable[[str, float], bool],
    check: Check,
) -> Able | None:
    """Return the best line that meets the first demand which any meets."""
    for demand in demands:
        for able in ranked:
            at_hand = able.own is not None or able.line.text.citations[0].field == "title"
            if (
                (at_hand or not demand.at_hand)
                and able.cover[news] >= demand.news
                and neutral(able.line.text) >= demand.plain
                and is_new(able.line.text.text, demand.said)
                and check(able.line.text)
            ):
                return able
    return None


def ables(chosen: Sequence[Chosen], material: Material, bears: Mapping[str, float], kin: Kin) -> list[Able]:
    """Return the lines that may lead a page of some sentences, with what each is worth to them."""
    lines = [line for line in lines_of(chosen, material) if line.order]
    by_place = {place(c.sentence): c for c in chosen}
    heaviest = max((central(n, material) for n in lines), default=1.0) or 1.0
    found = []
    for line in lines:
        own = by_place.get(place(line.text))
        worth = quality(line, material) * (SIDE + (1 - SIDE) * central(line, material) / heaviest)
        old = own is not None and (id(own) in kin.back or is_old(own))
        found.append(Able(line, worth, cover(line, chosen, by_place, bears), own, old))
    return found


def cover(
    line: Line,
    chosen: Sequence[Chosen],
    by_place: Mapping[tuple[str, str, int], Chosen],
    weights: Mapping[str, float],
) -> list[float]:
    """Return how far each sentence bears a line out; less where it is from a sentence that the page does not print."""
    found = [bearing(line, c, weights) for c in chosen]
    if line.text.citations[0].field == "title" or place(line.text) in by_place:
        return found
    # It must be what several sentences tell, not one.
    return [ELSEWHERE * b for b in found] if sorted(found)[-2:][0] >= BORNE else [0.0] * len(found)


def lines_of(chosen: Sequence[Chosen], material: Material) -> list[Line]:
    """Return what can serve as a lead: titles, and what is left of the page's own sentences in few words."""
    most = material.settings.publish.lead_words
    return [
        *title_lines(material, most),
        *statement_lines(material, [c.candidate for c in chosen], most),
    ]


def quality(line: Line, material: Material) -> float:
    """Return how well a line serves, whatever it is about: plain, of many, recent."""
    newest = max((d.article.day for d in material.documents if d.article.day), default=None)
    day = line.document.article.day
    stale = 1 / (1 + STALE * max(0, (newest - day).days)) if newest and day else 1.0
    stale *= STATE if STATES.match(line.text.text) else 1.0
    full = min(1.0, len(line.text.text.split()) / SPARE)
    return (
        full * neutral(line.text) * line.fair * stale * (BRACKET if line.text.text.startswith("[") else 1.0)
    )


def bearing(line: Line, one: Chosen, weights: Mapping[str, float]) -> float:
    """Return how far a sentence bears out a line, times how much of the sentence the line says."""
    said = sum(weights.get(t, 0.0) for t in line.order)
    shared = sum(weights.get(t, 0.0) for t in line.order if t in one.candidate.terms)
    whole = sum(weights.get(t, 0.0) for t in sorted(one.candidate.terms))
    return (shared / said) * (shared / whole) ** 0.5 if said and whole else 0.0


def fair_weights(material: Material) -> dict[str, float]:
    """Return the weights of a story's terms, less of those of names: what is told of them is what lines differ in."""
    found = {n.name for d in material.documents for n in d.body.names}
    names = {w.stem for name in found for w in words_of_line(name)}
    return {t: w * (TOPIC if t in names else 1.0) for t, w in material.weights.items()}


def sameness(a: str, b: str, names: Set[str]) -> float:
    """Return the share of the shorter line's content that both have; names, which a whole story shares, count less."""
    left, right = ({base(w.low) for w in words_of_line(t) if w.low not in ORDINARY} for t in (a, b))
    if not left or not right:
        return 0.0
    # fsum is exact, so the order of a set does not matter
    whole = min(fsum(word_worth(w, names) for w in side) for side in (left, right))
    both = fsum(word_worth(w, names) for w in left if any(near(w, x) for x in right))
    return min(1.0, both / whole)


def word_worth(word: str, names: Set[str]) -> float:
    """Return what a word counts where two lines are compared."""
    return NAMED if word in names else 1.0


def name_words(material: Material) -> frozenset[str]:
    """Return the words, by their base, of the names in a story."""
    found = {n.name for d in material.documents for n in d.body.names}
    return frozenset(base(w.low) for name in found for w in words_of_line(name))


def place(text: CitedSentence) -> tuple[str, str, int]:
    """Return where the cited words of a text begin."""
    first = text.citations[0]
    return (first.article, first.field, first.start)
