"""Which sentences open the sections of a page: the news, and then the weightiest about something new that can."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from writethru.publish.grouping import Kin, sections_for
from writethru.publish.leads import Lead, fit_titles, leads_of, name_words, news_leads, place, sameness
from writethru.publish.likeness import Likeness
from writethru.publish.material import Check, Material
from writethru.publish.select import Chosen
from writethru.records import CitedSentence, Record

ALIKE = 0.6  # how like a lead may be to another,
TOLD = 0.75  # and to the headline, but
REPEATED = 0.95  # the first lead tells the headline's event, in other words
LEAST = 0.2  # worth of a lead but the first
PLAINLY = 0.6  # of what the news is worth where its lead says little


class Opener(Record, frozen=True):
    """A sentence that can open a section, with its lead."""

    chosen: Chosen
    lead: Lead


class Choice:
    """What can open the sections of one page, and what was chosen so far."""

    def __init__(self, headline: CitedSentence, material: Material, likeness: Likeness, check: Check) -> None:
        self.openers: list[Opener] = []
        self._headline, self._material, self._likeness = headline, material, likeness
        self._check = cache(check)  # of a line that was asked for, and of no other: most are never looked at
        self.titles = fit_titles(material, headline)
        self._names = name_words(material)
        self._leads: dict[int, list[Lead]] = {}

    def leads(self, one: Chosen) -> Iterator[Lead]:
        """Yield the leads of a sentence, best first; for the news also what tells the headline's event."""
        if id(one) not in self._leads:
            self._leads[id(one)] = leads_of(one, self.titles, self._material, self._likeness)
        yield from self._leads[id(one)]
        if not self.openers:
            yield from news_leads(one, self._headline, self.titles, self._likeness)

    def fit(self, one: Chosen, least: float) -> Lead | None:
        """Return the best lead of a sentence, of at least some worth, that says nothing that a line above it says."""
        leads = (lead for lead in self.leads(one) if self._is_new(lead, one, least))
        return next((lead for lead in leads if self._check(lead.text)), None)

    def _is_new(self, lead: Lead, one: Chosen, least: float) -> bool:
        text = lead.text.text
        if not self.openers:
            # Its own beginning goes on with more than the headline says.
            own = place(lead.text) == place(one.sentence) or text == self._headline.text
            return own or sameness(text, self._headline.text, self._names) <= REPEATED
        if lead.worth < least or sameness(text, self._headline.text, self._names) > TOLD:
            return False
        return all(sameness(text, o.lead.text.text, self._names) <= ALIKE for o in self.openers)

    def tells_same(self, one: Chosen, other: Chosen) -> bool:
        """Return whether two sentences report one event."""
        a, b = one.candidate, other.candidate
        return self._likeness.repeats(a.document, a.sentence, b.document, b.sentence)


def choose_openers(
    chosen: Sequence[Chosen], news: dict[int, float], kin: Kin, choice: Choice
) -> list[Opener]:
    """Return the sentences that open the sections, that of the news first: each weighty, and about something new.

    What a sentence gains is its own weight, by how good its lead is, and the weight of those that belong to it and
    to none before it. `news` is how much each is the news (`news.newsworth`).
    """
    able = list(chosen)
    covered = {id(c): 0.0 for c in chosen}

    def gain(one: Chosen, worth: float = 1.0) -> float:
        """Return what a sentence gains with a lead of some worth; no lead is worth more than 1."""
        if not choice.openers:
            return news[id(one)] * (PLAINLY + (1 - PLAINLY) * worth)
        own = one.candidate.score * worth * (1 - min(1.0, covered[id(one)]))
        others = (c for c in chosen if c is not one)
        return own + sum(
            c.candidate.score * max(0.0, kin.likeness[id(c), id(one)] - covered[id(c)]) for c in others
        )

    while len(choice.openers) < sections_for(len(chosen)):
        best = best_opener(able, choice, gain, LEAST)
        if best is None and len(choice.openers) == 1:  # one block is worse than a thin lead
            best = best_opener(able, choice, gain, 0.0)
        if best is None:
            break
        choice.openers.append(best)
        able = [c for c in able if c is not best.chosen and not choice.tells_same(c, best.chosen)]
        for c in chosen:
            covered[id(c)] = max(covered[id(c)], kin.likeness[id(c), id(best.chosen)])
    return choice.openers


def best_opener(
    able: Sequence[Chosen], choice: Choice, gain: Callable[..., float], least: float
) -> Opener | None:
    """Return the sentence that gains most with a lead of at least some worth, the first of several.

    For most sentences no lead is looked for: with the best that can be they would not gain as much.
    """
    best: tuple[float, int, Opener] | None = None
    most = [(gain(c), -n, c) for n, c in enumerate(able)]
    for bound, n, one in sorted(most, key=lambda m: m[:2], reverse=True):
        if best is not None and (bound, n) < best[:2]:
            break
        lead = choice.fit(one, least)
        if lead is not None:
            mine = gain(one, lead.worth), n, Opener(one, lead)
            best = mine if best is None else max(best, mine, key=lambda b: b[:2])
    return best[2] if best else None
