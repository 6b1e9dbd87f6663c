"""Find who turns against what others say, beyond plain denials: `called the claim nonsense`, `no evidence of it`.

A rebuttal judges a claim, calls it names, states that there is nothing to it, or disputes it; what it is
about are its words without the judgement and the holder's name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from writethru.ledger.answers import NOT_DONE
from writethru.ledger.denials import Denial
from writethru.ledger.objects import Denied
from writethru.ledger.statements import Statement, Story, names_words, roots
from writethru.ledger.words import stems

CLAIM = (
    r"(?:claim|allegation|accusation|charge|report|stor(?:y|ie)|suggestion|notion|idea|narrative|account|assertion"
    r"|statement|rumou?r|testimony|characteri[sz]ation|theor(?:y|ie)|criticism)s?"
)
FALSE = (
    r"(?:false|untrue|not true|n['’]t true|baseless|unfounded|groundless|nonsens\w{1,5}|ridiculous|absurd|ludicrous"
    r"|preposterous|hoax|witch hunt|fabricat\w{2,4}|lies?|inaccurate|not accurate|incorrect|bogus|fake|outrageous|misleading"
    r"|without (?:merit|foundation|basis)|smear|conspiracy theory|fiction|politically motivated)"
)
# What is said of a claim, and hardly of a plan or a deed.
UNTRUE = (
    r"false|untrue|not true|n['’]t true|baseless|unfounded|groundless|nonsense|hoax|fabricat\w{2,4}|lies?|inaccurate"
    r"|not accurate|incorrect|not correct|bogus|fake|fiction|without (?:merit|foundation|basis)"
)
JUDGED = re.compile(
    rf"\b{CLAIM}\b(?!\s(?:that|of)\b)[^.;!?]{{0,70}}?\b{FALSE}\b(?!\s{CLAIM}\b)"
    rf"|\b{CLAIM}\s(?:that|of)\b[^.;!?]{{0,90}}?\s(?:is|was|are|were|as)\s[“\"]?(?:\w{{3,12}}\s)?{FALSE}\b",
    re.IGNORECASE,
)
CALLED = re.compile(
    r"\b(?:call|dismiss|denounc|decr|label|describ|derid|brand|blast|slam|reject|condemn)\w{1,4}\s(?:it|this|that|them|these"
    r"|those|(?:the|his|her|their|such)\s(?:\w{3,14}\s){0,2}(?:article|book|video|lawsuit|suit|case|complaint|indictment|evidence"
    r"|findings|footage|remarks|comments))\b"
    rf"[^.;!?]{{1,60}}?[“\"'‘ ]{FALSE}\b",
    re.IGNORECASE,
)
NOTHING = re.compile(
    r"\bno (?:[a-z]{2,12} )?(?:evidence|proof|truth|basis|indication|merit|collusion|wrongdoing|connection|link)\b"
    r"|\bnothing to do with\b(?!\s(?:me|us|my|our)\b)|\bnever happened\b|\b(?:did not|didn['’]t) (?:happen|occur)\b"
    r"|\b(?:did|done) nothing (?:wrong|illegal|improper)\b|\bnot (?:seen|found|see|find) any evidence\b"
    r"|\b(?:he|she|they|it|that|this|who) (?:is|was|are) (?:a liar|lying|innocent|not guilty)\b"
    r"|\b(?:is not|isn['’]t) true\b|\bfalsehoods?\b",
    re.IGNORECASE,
)
DISPUTES = re.compile(
    r"\b(?:disput(?:es|ed|ing)|contradict(?:s|ed|ing)|refut(?:es|ed|ing)|rebut(?:s|ted|ting)|push(?:es|ed|ing) back"
    r"|reject(?:s|ed|ing) (?:the|any|that|those|these|his|her|their|claims?|allegations?|accusations?|suggestions?))\b",
    re.IGNORECASE,
)
INQUIRY = re.compile(
    r"\b(?:investigat\w{2,5}|probe|inquiry|special counsel)\b", re.IGNORECASE
)  # no statement of fact
JUDGEMENT = re.compile(rf"\b(?:{FALSE}|{CLAIM})\b", re.IGNORECASE)
LEAST_MATTER = 2  # roots that tell what a rebuttal is about; with fewer it only points at what was said
# How sure it is that such words turn against what somebody says; read on the tuning half of the labelled stories.
SURENESS = {"denial": 1.0, "judged": 0.9, "disputes": 0.9, "called": 0.9, "nothing": 0.75}
POINTING = re.compile(
    r"^[\s“\"]{0,2}(?:that|this|it|these|those|him|her|them)(?=\s*$|\s*[.,;:—–\"”]| as\b)"
    r"|^[\s“\"]{0,2}(?:this|it|him|her|them) (?:an?|in|on|and|but|when|through|to|by|at)\b",
    re.IGNORECASE,
)
PERSON = re.compile(r"[\s“\"]{0,2}(?:him|her|them|these|those)\b", re.IGNORECASE)
OPPOSED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)|disput(?:e|es|ed|ing)|contradict(?:s|ed|ing)?"
    r"|refut(?:e|es|ed|ing)|call(?:s|ed|ing)? (?:this|that|it))\s*$",
    re.IGNORECASE,
)
THAT_IS_FALSE = re.compile(
    r"^[\s“\"]{0,2}(?:that|this|it|these|those|all of (?:it|this|that))(?:['’]s|\s(?:is|was|are|were))\s(?:\w{3,12}ly\s|just\s)?"
    rf"(?:an?\s)?(?:\w{{3,12}}\s)?(?:{UNTRUE})\b(?=\W{{0,2}}$|[.,;:!?”\"]|\s(?:and|because)\b)",
    re.IGNORECASE,
)
NOTHING_STATED = Denied("", "", "", "")
PUBLISHED = ("report", "story", "stories", "account")  # of an outlet, where no one is named


class Rebuttal(NamedTuple):
    """A statement that turns against something, and what that is."""

    statement: Statement
    denied: Denied  # empty where the words have no form of a denial
    matter: frozenset[str]  # roots of what it is about; empty if it only points at what was said
    form: str  # denial, judged, called, nothing or disputes
    pointing: bool = False  # it turns against what was said just before: `Falk denied this`

    @property
    def sureness(self) -> float:
        """How sure it is that it turns against what somebody says, 0 to 1."""
        return SURENESS[self.form]

    @property
    def published(self) -> bool:
        """Whether it turns against what an outlet reported."""
        return self.denied.noun in PUBLISHED


def find_rebuttals(denials: Sequence[Denial], story: Story) -> list[Rebuttal]:
    """Return the rebuttals of a story, plain denials among them, in order of place."""
    denying = {d.statement.number: d for d in denials}
    found = []
    for statement in story.statements:
        denial = denying.get(statement.number)
        if _points(statement):
            found.append(Rebuttal(statement, NOTHING_STATED, frozenset(), "denial", pointing=True))
        elif denial is not None:
            said = denial.denied.form == "doing" and not denial.bag  # "denied saying that"
            found.append(Rebuttal(denial.statement, denial.denied, denial.bag, "denial", pointing=said))
        elif form := _form(statement):
            matter = _matter(statement)
            if len(matter) < LEAST_MATTER:
                matter = frozenset()
            found.append(Rebuttal(statement, NOTHING_STATED, matter, form))
    return found


def _points(statement: Statement) -> bool:
    """Return whether a statement turns against what was said just before, without saying what that is."""
    return not statement.own_voice and points_back(statement.text, statement.before[-40:])


@lru_cache(maxsize=10_000)
def points_back(text: str, before: str) -> bool:
    """Return whether words, with those before them, turn against what was said just before."""
    if THAT_IS_FALSE.match(text):
        return True
    verb = OPPOSED.search(before)
    if verb is None or not POINTING.match(text) or NOT_DONE.search(before[: verb.start()]):
        return False
    person = PERSON.match(text) is not None
    return not person or verb.group().lower().startswith("contradict")


def _form(statement: Statement) -> str:
    """Return in which form a statement turns against something, "" if it does not."""
    if statement.own_voice or statement.assertion.stance in ("asks", "expects"):
        return ""
    if not statement.rebutting and "blame" not in statement.assertion.leanings:
        return ""  # none of its words could
    return _form_of(statement.assertion.citation.exact, statement.text, statement.before)


@lru_cache(maxsize=10_000)
def _form_of(exact: str, text: str, before: str) -> str:
    """Return in which form a sentence turns against something, by its statement and the words before that."""
    if JUDGED.search(exact):
        return "judged"
    if CALLED.search(exact) and not INQUIRY.search(exact):
        return "called"
    if NOTHING.search(text):
        return "nothing"
    return "disputes" if DISPUTES.search(before) else ""


def _matter(statement: Statement) -> frozenset[str]:
    """Return the roots of what a rebuttal is about: its words without the judgement and the holder's name."""
    exact = statement.assertion.citation.exact
    judged = " ".join(match.group() for match in JUDGEMENT.finditer(exact))
    return statement.bag - names_words(statement) - roots(stems(judged))
