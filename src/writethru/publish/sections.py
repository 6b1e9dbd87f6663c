"""Sections and their leads: the chosen sentences, put together by what they are about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from writethru.publish.carried import alike
from writethru.publish.material import Check, Material, contains, overlap
from writethru.publish.select import Chosen
from writethru.publish.titles import Line, clause_lines, neutral, title_lines
from writethru.records import CitedSentence, Section

Group = list[Chosen]
LEAST_FIT = 0.2  # how far a lead must be borne out by its section
MOST = 4  # sentences of a section
BACKGROUND_DAYS = 60  # what happened this long before the first report is background


def is_background(chosen: Chosen, first: date | None) -> bool:
    """Return whether a sentence tells of a time well before the story."""
    sentence, document = chosen.candidate.sentence, chosen.candidate.document
    ends = [
        date.fromisoformat(t.interval[1]) for t in document.body.times if t.interval and contains(sentence, t)
    ]
    return bool(ends and first) and max(ends) < first - timedelta(days=BACKGROUND_DAYS)  # type: ignore[operator]


def group(chosen: Sequence[Chosen], material: Material) -> list[Group]:
    """Return groups of sentences that belong together: the news first, background last."""
    days = [d.article.day for d in material.documents if d.article.day]
    first = min(days, default=None)
    back = [c for c in chosen[1:] if is_background(c, first)]
    groups = divide([c for c in chosen if c not in back])
    return settle([*groups, *divide(back)])


def divide(chosen: Group) -> list[Group]:
    """Return a group in parts of at most four sentences, each around the sentence it opens with.

    The first part opens with the first sentence, each further one with the sentence that is least
    like those before.
    """
    parts = -(-len(chosen) // MOST)
    if parts <= 1:
        return [chosen] if chosen else []
    seeds = [chosen[0]]
    while len(seeds) < parts:
        rest = [c for c in chosen if c not in seeds]
        seeds.append(min(rest, key=lambda c: max(likeness(c, s) for s in seeds)))
    groups = {id(seed): [seed] for seed in seeds}
    for one in chosen:
        if one in seeds:
            continue
        near = sorted(seeds, key=lambda s: -likeness(one, s))
        home = next(s for s in near if len(groups[id(s)]) < MOST)
        groups[id(home)].append(one)
    return list(groups.values())


def likeness(one: Chosen, other: Chosen) -> float:
    """Return how much two sentences share."""
    return overlap(one.candidate.terms, other.candidate.terms)


def settle(groups: list[Group]) -> list[Group]:
    """Return the groups without those of one sentence, which join the group before them."""
    settled: list[Group] = []
    for sentences in groups:
        if len(sentences) == 1 and settled and len(settled[-1]) <= MOST:
            settled[-1] += sentences
        else:
            settled.append(sentences)
    return settled


def in_order(sentences: Group) -> Group:
    """Return a group with its opening sentence first and the rest in order of publication and place."""
    top, *rest = sentences
    rest.sort(key=lambda c: (c.candidate.document.article.order, c.candidate.sentence.start))
    return [top, *rest]


def write_sections(
    chosen: Sequence[Chosen], headline: CitedSentence, material: Material, check: Check
) -> tuple[Section, ...]:
    """Return the sections of the page, each with a lead that says what it is about.

    A section for which no line will do joins the one before it; the first takes the best there is.
    """
    most = material.settings.publish.lead_words
    lines = [*title_lines(material, most), *clause_lines(material, most)]
    taken = {place(c.sentence) for c in chosen}
    used = [headline]
    sections: list[Section] = []
    for sentences in group(chosen, material):
        ordered = in_order(sentences)
        mine = {place(c.sentence) for c in ordered[1:]}
        free = [n for n in lines if place(n.text) not in taken or place(n.text) in mine]
        lead = write_lead(ordered, free, used, check, needed=not sections)
        kept = tuple(c.sentence for c in ordered if lead is None or not repeats(lead, c.sentence))
        if lead is not None:
            used.append(lead)
            sections.append(Section(lead, kept))
        elif sections and len(sections[-1].sentences) < 2 * MOST - 2:
            sections[-1] = Section(sections[-1].lead, sections[-1].sentences + kept)
        elif not sections:
            sections.append(Section(kept[0], kept[1:]))
    return tuple(sections)


def place(text: CitedSentence) -> tuple[str, str, int]:
    """Return where the cited words of a text begin."""
    first = text.citations[0]
    return (first.article, first.field, first.start)


def repeats(lead: CitedSentence, sentence: CitedSentence) -> bool:
    """Return whether a lead is a sentence, or the clause that opens it."""
    return place(lead) == place(sentence)


def write_lead(
    sentences: Group, lines: Sequence[Line], used: Sequence[CitedSentence], check: Check, *, needed: bool
) -> CitedSentence | None:
    """Return the line that a section opens with: borne out by its first sentence, and not said yet.

    Else the title of the article that the first sentence is from; else, if one is needed, any.
    """
    top = sentences[0].candidate
    terms = frozenset(t for c in sentences for t in c.candidate.terms)
    newest = top.document.article.day
    heaviest = max((n.score for n in lines), default=1.0) or 1.0

    def fit(line: Line) -> float:
        size = max(4, len(line.terms))
        share = (3 * len(line.terms & top.terms) + len(line.terms & terms)) / (4 * size)
        day = line.document.article.day
        stale = 1 / (1 + 0.4 * max(0, (newest - day).days)) if newest and day else 1.0
        return neutral(line.text) * stale * (0.7 + 0.3 * line.score / heaviest) * share

    ranked = sorted(lines, key=lambda n: (-fit(n), n.document.article.id))
    own = [n for n in ranked if n.document is top.document and n.text.citations[0].field == "title"]
    fitting = [n for n in ranked if fit(n) >= LEAST_FIT]
    for line in fitting + own + (ranked if needed else []):
        said = 0.5 if fit(line) >= LEAST_FIT else 0.75
        if not any(alike(line.text.text, u.text) > said for u in used) and check(line.text):
            return line.text
    return None
