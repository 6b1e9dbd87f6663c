"""What a section can open with: the beginning of its first sentence in few words, or a short title of the same event."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from math import fsum, sqrt
from typing import NamedTuple

from writethru.publish.alone import DEMONSTRATIVE, DEPENDENT, NO_ANSWER
from writethru.publish.carried import NEGATION, ORDINARY, numbers_of
from writethru.publish.checking.senses import base, bases_listed, near
from writethru.publish.checking.words import words_of_line
from writethru.publish.compress import (
    COUNTED,
    LEANS,
    NO_COMMENT,
    POINTING,
    SOME,
    compressed,
    opens_with_subject,
)
from writethru.publish.likeness import Likeness, Wording, heading, wording
from writethru.publish.material import Candidate, Material, is_reported, terms_of
from writethru.publish.select import Chosen
from writethru.publish.sense import has_finite
from writethru.publish.spans import touching
from writethru.publish.titles import UNSURE, Line, neutral, title_lines
from writethru.records import CitedSentence

SPARE = 9  # words from which on a line is not too short to say what it is about
OPENED = 1.6  # times its words that the beginning of a sentence which says a line may have: with more it would stand there twice
STATE = (
    0.2  # of its worth that a line keeps that says what something is, and not what happens: "Lorne is a port"
)
STATES = re.compile(r"[^,;:]{3,60}? (?:is|are) (?!\w{2,20}(?:ing|ed)\b|set\b|not\b)")
QUOTED = re.compile(r"[“”‘\"]|(?<!\w)['’]|['’](?!\w)")
SOURCE = re.compile(r"(?:Report|Reports|Poll|Study|Source|Sources): ")
HALF = re.compile(r"(?:With|As|After|Amid|Despite|While|When|If|Before|Since|Because)\b")
BRACKET = 0.85  # of the worth of a line that opens with a name in brackets
TITLE = 0.8  # of the worth of a sentence's own beginning that a title has
PLAIN = 0.75  # how neutral a title must be
FEWEST = 5  # words of a title
POINTERS = (COUNTED, DEMONSTRATIVE, DEPENDENT, LEANS, NO_ANSWER, NO_COMMENT, POINTING, SOME)
BORNE = 0.8  # share of a line that the sentence must say under it,
AGAIN = (
    0.6  # of what the shorter of headline and title tells, from which on the title tells the headline again
)
HEADED = 0.5  # and of a title that tells what the headline tells, where the sentence tells that too
UNDER = 0.3  # share of the headline that a sentence must say to stand under it
NAMED = 0.4  # what a word of a name counts where lines are compared


class Lead(NamedTuple):
    """A line with which a sentence can open a section, and its worth: how much it says, how plainly."""

    text: CitedSentence
    worth: float


def leads_of(one: Chosen, titles: Titles, material: Material, likeness: Likeness) -> list[Lead]:
    """Return what a sentence can open a section with, best first, if it passes the check."""
    found = [*own_leads(one, material, likeness), *title_leads(one, titles, likeness)]
    found.sort(key=lambda lead: (-lead.worth, lead.text.text))
    return [lead for lead in found if lead.worth > 0]


def own_leads(one: Chosen, material: Material, likeness: Likeness) -> Iterator[Lead]:
    """Yield what is left of a sentence in few words."""
    document, sentence = one.candidate.document, one.candidate.sentence
    whole = likeness.whole(wording(document, sentence))
    for line in (*whole_line(one, material), *few_words(one.candidate, one.sentence, material)):
        said = likeness.whole(worded(line, sentence.terms)) / whole if whole else 0.0
        if runs_in(line):
            yield Lead(line, sqrt(min(1.0, said)) * quality(line, sqrt(neutral(line))))


def runs_in(line: CitedSentence) -> bool:
    """Return whether a line is so near the beginning of its sentence that a page need not print both."""
    words = len(line.citations[0].exact.split())
    behind = sum(len(e.was.split()) for e in line.edits if e.kind == "trim" and e.at[1] == len(line.text))
    return words - behind <= OPENED * len(line.text.split())


def whole_line(one: Chosen, material: Material) -> Iterator[CitedSentence]:
    """Yield a sentence itself where it is short enough: it stands alone, or the page would not have it."""
    text = one.sentence
    words = text.text.split()
    if not FEWEST <= len(words) <= material.settings.publish.lead_words or QUOTED.search(text.text):
        return
    leans = any(pattern.search(text.text) for pattern in POINTERS) or not opens_with_subject(text.text)
    if not leans and has_finite(text.text, 0, len(text.text)):
        yield CitedSentence(text.text, text.citations[:1], text.edits)


def few_words(candidate: Candidate, text: CitedSentence, material: Material) -> tuple[CitedSentence, ...]:
    """Return a sentence in as few words as a lead may have, the fullest first."""
    if any(touching(candidate.document.body.inserts, candidate.sentence)):
        return ()  # where it may be cut is looked for in the words as they stand
    return compressed(candidate.document, candidate.sentence, text, material.settings.publish.lead_words)


def worded(text: CitedSentence, terms: Sequence[str]) -> Wording:
    """Return those of some terms that a line has, as what it says it by."""
    stems = {w.stem for w in words_of_line(text.text)}
    mine = {base(t) for t in terms if t in stems}
    figures = frozenset(t for t in mine if t[0].isdigit())
    return Wording(frozenset(mine) - figures, figures)


def quality(text: CitedSentence, plain: float) -> float:
    """Return how well a line serves, whatever it is about: plain, and not too short."""
    full = min(1.0, len(text.text.split()) / SPARE)
    state = STATE if STATES.match(text.text) else 1.0
    return full * state * plain * (BRACKET if text.text.startswith("[") else 1.0)


class Titles(NamedTuple):
    """The titles of a story that may be leads, and what its headline and several of them say."""

    lines: tuple[Line, ...]
    headline: Wording
    known: frozenset[str]  # words, by their base


def said_by(headline: CitedSentence, material: Material) -> Wording:
    """Return what a headline says it by."""
    by_id = {d.article.id: d for d in material.documents}
    return worded(headline, sorted(terms_of(headline.citations[0], by_id)))


def fit_titles(material: Material, headline: CitedSentence) -> Titles:
    """Return the titles of a story that may be leads, if a sentence bears them out."""
    most = material.settings.publish.lead_words
    fit = [line for line in title_lines(material, most) if line.order and is_fit(line.text)]
    uses = Counter(
        base(w.low)
        for d in material.documents
        for w in {w.low: w for w in words_of_line(d.article.title)}.values()
    )
    known = {w for w, count in uses.items() if count > 1} | {
        base(w.low) for w in words_of_line(headline.text)
    }
    return Titles(tuple(fit), said_by(headline, material), frozenset(known))


def is_fit(title: CitedSentence) -> bool:
    """Return whether a title is plain and says enough to be a lead."""
    text = title.text
    if any(SOURCE.match(e.was) for e in title.edits):
        return False  # the speaker was cut as a label
    if HALF.match(text) and ", " not in text:
        return False  # what stood before the subject, and the rest cut
    return len(text.split()) >= FEWEST and neutral(title) >= PLAIN and not QUOTED.search(text)


def title_leads(one: Chosen, titles: Titles, likeness: Likeness) -> Iterator[Lead]:
    """Yield the titles that report what a sentence reports, and nothing beside."""
    said = wording(one.candidate.document, one.candidate.sentence)
    for line in titles.lines:
        mine = worded(line.text, line.order)
        borne = likeness.told(mine, said)
        if likeness.alike(mine, titles.headline) >= AGAIN:
            continue  # the headline in other words
        if borne >= BORNE and may_head(line, one, titles.known):
            whole = likeness.whole(heading(line.document)) or 1.0
            much = min(1.0, likeness.whole(mine) / whole)
            yield Lead(
                line.text, TITLE * borne * sqrt(much) * line.fair * quality(line.text, neutral(line.text))
            )


def news_leads(one: Chosen, headline: CitedSentence, titles: Titles, likeness: Likeness) -> Iterator[Lead]:
    """Yield what else the news can open with: a title that tells what it and the headline tell, or the headline.

    Pages do not print the headline again: such a section stands under it.
    """
    said = wording(one.candidate.document, one.candidate.sentence)
    told = likeness.told(titles.headline, said)
    for line in () if told < HEADED else sorted(titles.lines, key=lambda n: (-n.score, n.text.text)):
        mine = worded(line.text, line.order)
        alike = min(likeness.told(mine, said), likeness.alike(mine, titles.headline))
        if alike >= HEADED and may_head(line, one, titles.known):
            yield Lead(line.text, 0.0)
    if told >= UNDER:
        yield Lead(headline, 0.0)


def may_head(line: Line, one: Chosen, known: Set[str]) -> bool:
    """Return whether a title says no name, figure or "not" that its sentence lacks, and is no firmer than that."""
    text, words = line.text.text, one.sentence.text
    said = one.candidate.attribution
    if is_reported(one.candidate.document, said) and not line.document.title.attributions:
        speaker = said.holder.split()[-1:] if said is not None else []
        if not speaker or speaker[0] not in text:
            return False  # what somebody says is no news in the page's voice
    elif UNSURE.search(words) and not (UNSURE.search(text) or is_pending(text)):
        return False
    named = frozenset(n.name for n in line.document.title.names if n.name in text)
    return agree(text, words, named, known)


def is_pending(title: str) -> bool:
    """Return whether a title tells what is said, feared or planned."""
    mine = {base(w.low) for w in words_of_line(title)}
    return bool(
        mine
        & (
            bases_listed("cues", "hedge")
            | bases_listed("cues", "said")
            | bases_listed("sense", "small", "wish")
        )
    )


def agree(line: str, words: str, names: Set[str], known: Set[str] = frozenset()) -> bool:
    """Return whether a line has no figure and no name that a sentence lacks, and denies what that denies.

    Names that the whole story knows may stand in it.
    """
    if not numbers_of(line) <= numbers_of(words):
        return False
    if not denies_alike(line, words):
        return False
    have = {base(w.low) for w in words_of_line(words)} | known
    return all(base(words_of_line(name)[-1].low) in have for name in names)


def denies_alike(line: str, words: str) -> bool:
    """Return whether a line denies or bounds something where a sentence does, as far as the words of both reach."""
    if NEGATION.search(line):
        return NEGATION.search(words) is not None
    mine = {base(w.low) for w in words_of_line(line)} - ORDINARY
    shared = [w.end for w in words_of_line(words) if base(w.low) in mine]
    return NEGATION.search(words, 0, max(shared, default=len(words))) is None


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
