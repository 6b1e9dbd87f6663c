"""Which sentences open the sections of a page, and under which leads: the news, and of each group the one that can."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from writethru.publish.grouping import Group, Kin, is_old
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
APART = 0.2  # what a lead is worth of whose sentence the others of its group say nothing
EARLIER = 0.6  # of its worth that it keeps for each of them that stands before it in its article
QUOTED = ("“", '"')


class Opener(Record, frozen=True):
    """A sentence that opens a section, with its lead."""

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
        yield from self._own(one)
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
        if lead.worth < least or self._repeats_headline(lead):
            return False
        return all(sameness(text, o.lead.text.text, self._names) <= ALIKE for o in self.openers)

    def promise(self, one: Chosen) -> float:
        """Return what the best lead of a sentence is worth that it may have below the news, if it passes the check."""
        worth = (lead.worth for lead in self._own(one) if not self._repeats_headline(lead))
        return max((w for w in worth if w >= LEAST), default=0.0)

    def under_headline(self, one: Chosen) -> Opener:
        """Return a sentence as one that opens a section which stands under the headline."""
        return Opener(one, Lead(self._headline, 0.0))

    def _own(self, one: Chosen) -> list[Lead]:
        if id(one) not in self._leads:
            self._leads[id(one)] = leads_of(one, self.titles, self._material, self._likeness)
        return self._leads[id(one)]

    def _repeats_headline(self, lead: Lead) -> bool:
        return sameness(lead.text.text, self._headline.text, self._names) > TOLD


def choose_news(chosen: Sequence[Chosen], news: Mapping[int, float], choice: Choice) -> Opener:
    """Return what opens the page: the sentence that is most of the news, under the headline if it has no lead.

    `news` is how much each is the news (`news.newsworth`), by its identity.
    """

    def gain(one: Chosen, worth: float = 1.0) -> float:
        return news[id(one)] * (PLAINLY + (1 - PLAINLY) * worth)

    best = best_opener(chosen, choice, gain, LEAST)
    opener = best or choice.under_headline(max(chosen, key=lambda c: news[id(c)]))
    choice.openers.append(opener)
    return opener


def choose_opener(group: Group, kin: Kin, choice: Choice) -> Opener:
    """Return what opens a group: the sentence with the best lead to which the others belong, and that may go first.

    Without a lead the group stands under the headline, and reads from where it begins.
    """

    def gain(one: Chosen, worth: float = 1.0) -> float:
        near: float = kin.near(one, group)
        torn = sum(is_before(c, one) for c in group)
        return worth * (APART + max(0.0, near)) * EARLIER**torn

    best = best_opener(group, choice, gain, LEAST)
    if best is None:
        return choice.under_headline(min(group, key=lambda c: begins(c, group)))
    choice.openers.append(best)
    return best


def best_opener(
    able: Sequence[Chosen], choice: Choice, gain: Callable[..., float], least: float
) -> Opener | None:
    """Return the sentence that gains most with a lead of at least some worth, the first of several.

    For most sentences no lead is looked for: with the best that can be, of worth 1, they would not gain as much.
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


def is_before(one: Chosen, other: Chosen) -> bool:
    """Return whether a sentence stands before another in their article."""
    a, b = one.candidate, other.candidate
    return a.document is b.document and a.position < b.position


def begins(one: Chosen, group: Group) -> tuple[bool, bool, int, int]:
    """Return what is least for the sentence that a group may best begin with: of its own time, in nobody's words, told first."""
    most = sum(c.candidate.document is one.candidate.document for c in group)
    return is_old(one), one.sentence.text.startswith(QUOTED), -most, one.candidate.position
