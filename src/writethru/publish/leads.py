"""The leads of a page: lines that together bear most of what its sentences tell, and each says what no other says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from writethru.publish.carried import ORDINARY
from writethru.publish.checking.senses import base, near
from writethru.publish.checking.words import words_in
from writethru.publish.grouping import Kin, is_old, opening_of, sections_for
from writethru.publish.material import Check, Material, terms_of
from writethru.publish.select import Chosen
from writethru.publish.titles import Line, central, neutral, statement_lines, title_lines
from writethru.records import CitedSentence

# Tried in turn: whether a line must be a title or from a sentence of the page, how like a line may be to the headline and the other leads, and how plain it must be.
PASSES = ((True, 0.45, 0.45), (True, 0.6, 0.45), (False, 0.45, 0.45), (True, 0.6, 0.35))
LEAST = 0.02  # what a further lead must bear of the page's weight, to be worth a section
FIRST = (
    0.2  # how far the sentence that the page opens with must bear out the first lead, if there is such a line
)
NEWS, OLD = (
    4,
    0.3,
)  # how much more the sentence counts that the page opens with, for the first lead; how little what is old
SPARE = 9  # words from which on a line is not too short to say what it is about
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


def choose_leads(
    chosen: Sequence[Chosen], headline: CitedSentence, material: Material, kin: Kin, check: Check
) -> list[Led]:
    """Return the leads of a page, that of the news first: each bears most of what those before it leave untold."""
    lines = [line for line in lines_of(chosen, material) if line.order]
    by_place = {place(c.sentence): c for c in chosen}
    weighty = fair_weights(material)
    heaviest = max((central(n, material) for n in lines), default=1.0) or 1.0
    worth = [(n, quality(n, material) * (SIDE + (1 - SIDE) * central(n, material) / heaviest)) for n in lines]
    covers = {id(n): cover(n, chosen, by_place, weighty) for n in lines}
    by_id = {d.article.id: d for d in material.documents}
    news = chosen.index(opening_of(chosen, terms_of(headline.citations[0], by_id), material))
    weights = [c.candidate.score for c in chosen]
    owner = {id(n): by_place.get(place(n.text)) for n in lines}
    old = {key: one is not None and (id(one) in kin.back or is_old(one)) for key, one in owner.items()}
    names = name_words(material)
    ready = {id(n) for n in lines if n.text.citations[0].field == "title" or owner[id(n)] is not None}
    told = [0.0] * len(chosen)
    leads: list[Led] = []
    failed: set[int] = set()
    whole = sum(weights) or 1.0

    def gain(line: Line) -> float:
        mine = covers[id(line)]
        if leads:
            return sum(w * max(0.0, c - t) for w, c, t in zip(weights, mine, told, strict=True))
        rest = sum(w * c for w, c in zip(weights, mine, strict=True))
        return NEWS * weights[news] * mine[news] + rest

    def is_new(line: Line, said: float) -> bool:
        used = [headline, *(led.line.text for led in leads)]
        return not any(sameness(line.text.text, u.text, names) > said for u in used)

    while len(leads) < sections_for(len(chosen)):
        best = None
        for at_hand, said, plain in PASSES if leads else PASSES[1:]:
            able = [
                (worthy * gain(n), n)
                for n, worthy in worth
                if id(n) not in failed
                and (not at_hand or id(n) in ready)
                and neutral(n.text) >= plain
                and is_new(n, said)
            ]
            able = [(g, n) for g, n in able if g > 0 and (not leads or gain(n) >= LEAST * whole)]
            if not leads:
                able = [(g, n) for g, n in able if covers[id(n)][news] >= FIRST and not old[id(n)]]
            for _, line in sorted(able, key=lambda p: (-p[0], p[1].text.text)):
                if check(line.text):
                    best = line
                    break
                failed.add(id(line))
            if best is not None:
                break
        if best is None:
            break
        leads.append(Led(best, by_place.get(place(best.text))))
        told = [max(t, c) for t, c in zip(told, covers[id(best)], strict=True)]
    return leads


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
    names = {w.stem for name in found for w in words_in(name)}
    return {t: w * (TOPIC if t in names else 1.0) for t, w in material.weights.items()}


def sameness(a: str, b: str, names: Set[str]) -> float:
    """Return the share of the shorter line's content that both have; names, which a whole story shares, count less."""
    left, right = ({base(w.low) for w in words_in(t) if w.low not in ORDINARY} for t in (a, b))
    if not left or not right:
        return 0.0
    whole = min(sum(worth(w, names) for w in side) for side in (left, right))
    both = sum(worth(w, names) for w in left if any(near(w, x) for x in right))
    return min(1.0, both / whole)


def worth(word: str, names: Set[str]) -> float:
    """Return what a word counts where two lines are compared."""
    return NAMED if word in names else 1.0


def name_words(material: Material) -> frozenset[str]:
    """Return the words, by their base, of the names in a story."""
    found = {n.name for d in material.documents for n in d.body.names}
    return frozenset(base(w.low) for name in found for w in words_in(name))


def place(text: CitedSentence) -> tuple[str, str, int]:
    """Return where the cited words of a text begin."""
    first = text.citations[0]
    return (first.article, first.field, first.start)
