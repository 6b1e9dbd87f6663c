"""Find where an article itself sets beside each other what one side says and what another answers.

A reporter who writes `But Falk said ...` or `Falk denied it` has paired the two sides already: what is answered
stands in one of the sentences before, most often the last one, and one of both names the other.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from writethru.ledger.answers import form_of_answer, opens_with, tells_deed, tells_rumour, whose_claim
from writethru.ledger.charges import is_accusing, names_other
from writethru.ledger.denials import PROSECUTES, Charge, Denial, Pair, names_nobody
from writethru.ledger.holders import one_holder
from writethru.ledger.objects import Denied, read_accusation
from writethru.ledger.rebuttals import Rebuttal
from writethru.ledger.statements import (
    NOTHING,
    Statement,
    Story,
    is_piece,
    names_words,
    one_side,
    plain_roots,
    roots,
)
from writethru.ledger.words import vocabulary

REACH = 3  # sentences before an answer in which what it answers stands ...
ACCUSING_REACH = 6  # ... or an accusation of who answers, ...
AFTER = 2  # ... which may also follow: `Falk denied on Monday ...; Reue had accused him ...`
NEAREST = 1
FORM = {  # what the form of an answer is worth where what it answers stands just before
    "this": 0.45,
    "passive": 0.5,
    "points": 0.35,
    "denial": 0.35,
    "otherwise": 0.35,
    "nothing": 0.2,
    "contrast": 0.1,
    "insists": 0.1,
}
FURTHER = 0.12  # what each sentence between takes from it
NAMED = 0.3  # the answer names whom it answers
NAMING = 0.15  # what is answered names who answers
ACCUSED = 0.2  # and accuses
SHARED = 0.35  # both are of one matter, by the weight of their words
APPOSED = 60  # characters after a name in which it is told who that is
MANY = 2  # words of a matter that two statements share which only stand beside each other
FULL = 8.0  # weight of shared words from which they surely are
TURNED = 0.15  # one of both negates
LEAST = 0.55  # from which a pair counts
BESIDE = 0.6  # what it is worth that a report itself says what is answered, beside what only other words tell
WEAK = ("contrast", "insists")
LEAST_FORM = {"contrast": 0.38, "insists": 0.45, "otherwise": 0.5}
MOST_DESCRIBING = 4  # words of a holder without a name; more are a piece of a sentence
IF = re.compile(r"\W{0,2}(?:and |but )?if\b", re.IGNORECASE)
LEAST_SAID = 2  # words of a claim that says something
DENIAL = re.compile(r"\b(?:denials?|denied|version|account|characteri[sz]ation)\b", re.IGNORECASE)
NOTHING_STATED = Denied("", "", "", "")
POINTING = Denied("", "", "", "it")


class Exchange(NamedTuple):
    """What somebody answers, and what it answers, in one article."""

    score: float
    answer: Statement
    told: Statement
    form: str
    denied: Denied


def find_exchanges(denials: Sequence[Denial], rebuttals: Sequence[Rebuttal], story: Story) -> list[Exchange]:
    """Return the exchanges of a story, the surest first."""
    by_article: dict[str, list[Statement]] = defaultdict(list)
    for statement in story.statements:
        by_article[statement.article].append(statement)
    forms = {
        r.statement.number: "this" if r.pointing else "nothing" if r.form == "nothing" else "denial"
        for r in rebuttals
    }
    matters = {r.statement.number: r.matter for r in rebuttals}
    denied = {d.statement.number: d for d in denials}
    found = []
    for statements in by_article.values():
        for place, plain in enumerate(statements):
            denial = denied.get(plain.number)
            answer = denial.statement if denial else plain
            form = _form(answer, forms)
            if form and not _is_refusal(denial):
                tried = (
                    _exchange(answer, told, form, denial, forms, story)
                    for told in _around(statements, place)
                    if _meets(answer, form, denial, matters.get(plain.number, NOTHING), told)
                )
                best = max((e for e in tried if e is not None), key=_rank, default=None)
                if best is not None and best.score >= LEAST_FORM.get(form, LEAST):
                    found.append(best)
    return sorted(found, key=lambda e: (-e.score, e.answer.number, e.told.number))


def _rank(exchange: Exchange) -> tuple[float, int]:
    return exchange.score, exchange.told.number


def _form(answer: Statement, forms: Mapping[int, str]) -> str:
    """Return how a statement answers what stands before it, "" if it does not."""
    if answer.own_voice or answer.assertion.stance == "asks" or is_piece(answer.name):
        return ""
    speaker = answer.name.split()[-1]
    form = form_of_answer(answer.assertion.citation.exact, answer.text, answer.before, speaker)
    if form in ("", "contrast", "insists"):
        return forms.get(answer.number, form)
    return form


def _around(statements: Sequence[Statement], place: int) -> Iterator[Statement]:
    """Yield the statements of the sentences around one that it may answer, the nearest before it first."""
    own = statements[place]
    for told in reversed(statements[:place]):
        if own.sentence - told.sentence > ACCUSING_REACH:
            break
        if told.assertion.citation.end <= own.assertion.citation.start:
            yield told
    for told in statements[place + 1 :]:
        if told.sentence - own.sentence > AFTER:
            return
        if own.assertion.citation.end <= told.assertion.citation.start:
            yield told


def _exchange(
    answer: Statement,
    told: Statement,
    form: str,
    denial: Denial | None,
    forms: Mapping[int, str],
    story: Story,
) -> Exchange | None:
    """Return what an answer and a statement before it are as an exchange; None if they are none."""
    distance = answer.sentence - told.sentence
    if not _is_claim(told):
        return None
    told_exact = told.assertion.citation.exact
    naming = names_or_means(told, answer, story)
    accused = naming and (is_accusing(told_exact) or _tells_deed(told, answer))
    if not 1 <= distance <= REACH and not (accused and form not in WEAK):
        return None
    named = not told.own_voice and names_or_means(answer, told, story) and not _share_name(told, answer)
    if told.own_voice:
        if distance > NEAREST or not naming or told.rebutting or not tells_rumour(told_exact):
            return None
    elif one_side(answer, told) or _belongs(answer, told):
        return None
    elif told.number in forms and not (named and DENIAL.search(answer.assertion.citation.exact)):
        return None  # two who deny are of one mind, unless the one speaks of the other's denial
    shared = _shared(answer, told, story)
    turned = bool(answer.undone) != bool(told.undone)
    if form in WEAK and not ((shared and turned) or (len(shared) >= MANY and (named or naming))):
        return None
    if form == "insists" and distance > NEAREST:
        return None
    if form == "nothing" and not (named or (shared and naming)):
        return None
    if form == "otherwise" and not (named or (shared and naming)):
        return None
    if form == "denial" and denial is None and not (named or accused):
        return None  # what is judged may be a plan, a decision or a remark
    score = FORM[form] - FURTHER * (abs(distance) - 1) + NAMED * named + NAMING * naming
    score += ACCUSED * accused + TURNED * (turned or form not in WEAK)
    weight = math.fsum(story.steady.get(term, 1.0) for term in shared)
    score += SHARED * min(weight / FULL, 1.0)
    stated = denial.denied if denial else POINTING if form not in WEAK else NOTHING_STATED
    return Exchange(score, answer, told, form, stated)


def _is_claim(told: Statement) -> bool:
    """Return whether a statement is one that may be answered: no question, no wish, of somebody who is named."""
    if told.assertion.stance not in ("asserts", "denies", "expects"):
        return False
    if (
        len(told.bag - names_words(told)) < LEAST_SAID
        or IF.match(told.text)
        or IF.match(told.assertion.citation.exact)
    ):
        return False
    if is_piece(told.name):
        return False
    cited, end = told.assertion.citation, told.assertion.statement.end
    asks = cited.exact[max(end - cited.start - 2, 0) : end - cited.start + 1]
    return "?" not in asks and not (told.name[:1].islower() and len(told.name.split()) > MOST_DESCRIBING)


def _is_refusal(denial: Denial | None) -> bool:
    """Return whether a plan is refused rather than a claim denied: `rejected the suggestion`."""
    if denial is None:
        return False
    return denial.denied.noun == "idea" or (
        denial.denied.noun == "suggestion" and not denial.denied.proposition
    )


def _meets(
    answer: Statement, form: str, denial: Denial | None, matter: frozenset[str], told: Statement
) -> bool:
    """Return whether a statement may be what is answered by its form, its words and whose claim the answer names."""
    if denial is not None and denial.denied.noun == "plea":
        return PROSECUTES.search(told.name) is not None
    if form in WEAK:
        outlet = told.own_voice or "outlet" in (told.assertion.holder_kind, answer.assertion.holder_kind)
        named = all(any(part[:1].isupper() for part in s.name.split()) for s in (answer, told))
        return named and not outlet and opens_with(answer.assertion.citation.exact, answer.name.split()[-1])
    owner = whose_claim(answer.assertion.citation.exact)
    if owner and owner not in told.name and owner.lower() not in told.party:
        return False
    if denial is not None and not denial.bag:
        return _names_either(
            answer, told
        )  # `denied the allegations`: those of whom it names, or against who denies
    if (form != "denial" and denial is None) or not matter:
        return True
    exact = told.assertion.citation.exact
    shared = matter & told.bag & plain_roots(exact)
    if denial is None:
        return bool(shared)
    thing = denial.denied.form == "thing"
    done = NOTHING if thing else denial.act
    if names_nobody(exact) or not done <= told.bag:
        return False
    return bool(shared) and (bool(done) or 2 * len(shared) + thing > len(matter))


def _belongs(answer: Statement, told: Statement) -> bool:
    """Return whether who answers is told to be of whom he would answer: `said Ines Falk, the Ardent director`."""
    exact = answer.assertion.citation.exact
    end = exact.find(answer.name) + len(answer.name)
    described = exact[end + 1 : end + APPOSED].partition(",")[0].lower()
    return exact[end : end + 1] == "," and told.key.split()[-1] in described


def _names_either(answer: Statement, told: Statement) -> bool:
    """Return whether of an answer and what it may answer one names the holder of the other."""
    return names_other(told, answer) or (not told.own_voice and names_other(answer, told))


def names_or_means(one: Statement, other: Statement, story: Story) -> bool:
    """Return whether the sentences of a statement name the holder of another, or refer to him: `the minister`, `he`."""
    cited = one.assertion.citation
    if names_other(one, other):
        return True
    references = story.documents[one.article].body.references
    first = bisect_left(references, cited.start, key=lambda m: m.start)
    return any(
        one_holder(story.holders.key(m.name), other.key)
        for m in takewhile(lambda m: m.start < cited.end, references[first:])
        if m.name
    )


def _share_name(one: Statement, other: Statement) -> bool:
    """Return whether the names of two holders share a word, so that the one's is no sign of the other."""
    return bool(names_words(one) & names_words(other))


def _tells_deed(told: Statement, answer: Statement) -> bool:
    """Return whether words tell what who answers has done to somebody: `Falk forced her`."""
    return not told.own_voice and tells_deed(told.text, answer.name.split()[-1])


def _shared(answer: Statement, told: Statement, story: Story) -> frozenset[str]:
    """Return the words of the matter that both have: no names, no times."""
    both = (
        roots(story.terms(answer)) & roots(story.terms(told)) & plain_roots(answer.assertion.citation.exact)
    )
    return both - names_words(answer) - names_words(told) - vocabulary("when")


def pairs_of(exchanges: Sequence[Exchange]) -> list[Pair]:
    """Return exchanges as pairs of a claim and what is said against it."""
    return [
        Pair(
            e.score + BESIDE * (e.form not in WEAK and not e.told.own_voice),
            e.answer,
            e.told,
            e.denied,
            _charge(e.told),
        )
        for e in exchanges
    ]


def _charge(told: Statement) -> Charge | None:
    """Return what is answered as an accusation, if its words tell whom it accuses of what."""
    read = None if told.own_voice else read_accusation(told.before, told.text)
    return Charge(told, *read) if read is not None and read[2] == "doing" else None
