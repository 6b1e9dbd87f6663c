"""Which sentences open the sections of a page: the news, and then the weightiest about something new that can."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
        self._headline, self._material, self._likeness, self._check = headline, material, likeness, check
        self.titles = fit_titles(material, headline)
        self._names = name_words(material)
        self._leads: dict[int, list[Lead]] = {}

    def leads(self, one: Chosen) -> Iterator[Lead]:
        """Yield the leads of a sentence, best first; for the news also what tells the headline's event."""
        if id(one) not in self._leads:
            self._leads[id(one)] = leads_of(one, self.titles, self._material, self._likeness, self._check)
        yield from self._leads[id(one)]
        if not self.openers:
            others = news_leads(one, self._headline, self.titles, self._likeness)
            yield from (lead for lead in others if self._check(lead.text))

    def fit(self, one: Chosen, least: float) -> Lead | None:
        """Return the best lead of a sentence, of at least some worth, that says nothing that a line above it says."""
        return next((lead for lead in self.leads(one) if self._is_new(lead, one, least)), None)

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

    def gain(one: Chosen, lead: Lead) -> float:
        if not choice.openers:
            return news[id(one)] * (PLAINLY + (1 - PLAINLY) * lead.worth)
        own = one.candidate.score * lead.worth * (1 - min(1.0, covered[id(one)]))
        others = (c for c in chosen if c is not one)
        return own + sum(
            c.candidate.score * max(0.0, kin.likeness[id(c), id(one)] - covered[id(c)]) for c in others
        )

    while len(choice.openers) < sections_for(len(chosen)):
        for least in (
            (LEAST, 0.0) if len(choice.openers) == 1 else (LEAST,)
        ):  # one block is worse than a thin lead
            found = ((n, c, choice.fit(c, least)) for n, c in enumerate(able))
            ranked = [(gain(c, lead), -n, Opener(c, lead)) for n, c, lead in found if lead]
            if ranked:
                break
        if not ranked:
            break
        best = max(ranked, key=lambda r: r[:2])[2]
        choice.openers.append(best)
        able = [c for c in able if c is not best.chosen and not choice.tells_same(c, best.chosen)]
        for c in chosen:
            covered[id(c)] = max(covered[id(c)], kin.likeness[id(c), id(best.chosen)])
    return choice.openers
