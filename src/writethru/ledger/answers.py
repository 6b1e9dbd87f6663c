"""Tell how a sentence answers what was said before it: by denying, judging or disputing it, or only by contrast.

`That was disputed by Falk` and `Falk denied it` point at what stands just before; `But Falk said ...` sets what
somebody says against it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from writethru.ledger.words import answer_words

SHORT = 140  # characters at the beginning of a statement in which it says that something is false
CUED = 60  # characters before a statement in which its verb stands
SUBJECT_WITHIN = 60  # characters at the beginning of a sentence in which its subject stands
OPENING = 90  # characters of a sentence in which it is set against the one before
DOER = 90  # characters between a verb and who does it
SUBJECT = re.compile(r"\b(?:(?:[Hh]e|[Ss]he|[Tt]hey)\b[^.!?]{0,40}|who\b[^.!?,]{0,40})$")
ANOTHER = re.compile(
    r"[.!?]\s|\b(?:by|when|after|as|which)\s(?:the\s)?[A-Z]|\b(?:but|while|although)\s(?:(?:an?|the)\s\w|[A-Z])"
)  # a name between that may be the subject
NEXT_SUBJECT = re.compile(r",\s(?:(?:an?|the)\s\w|[A-Z]\w)")
ASIDE = re.compile(r"\W{0,2}(?:After|When|While|As|Although|Though|Since|Because|Once|Before)\b")
DEED = re.compile(r"\s(?:\w{2,12}\s){0,2}\w{2,14}\s(?:me|her|him|them|us)\b")
NOT_DONE = re.compile(
    r"\b(?:(?:set|expected|likely|going|plans?|vow(?:s|ed)|threaten(?:s|ed)) to|will|would|could|may|might|should|not|n['’]t|never|nor|neither|declin\w{1,3} to|refus\w{1,3} to|without|or|if)\W{1,3}(?:\w{2,12}ly\W)?$",
    re.IGNORECASE,
)


class _Patterns(NamedTuple):
    points: re.Pattern[str]
    unproved: re.Pattern[str]
    passive: re.Pattern[str]
    otherwise: re.Pattern[str]
    contrast: re.Pattern[str]
    insists: re.Pattern[str]
    rumoured: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """Return the patterns that are made of the words of answering."""
    turning = "|".join((*answer_words("turning"), *answer_words("turning_phrases")))
    claims, untrue = "|".join(answer_words("claims")), "|".join(answer_words("untrue"))
    owner = r"(?:(?P<owner>[A-Z][\w.]{1,20})['’]s?|the|that|those|these|any|such|all|both|his|her|their|its)"
    claim = rf"{owner} (?:[\w’'-]{{1,20}} ){{0,3}}?(?:{claims})"
    return _Patterns(
        points=re.compile(
            rf"\b(?:{turning}) (?:(?P<this>it|that|this)(?! (?!as\b)\w)|{claim})\b", re.IGNORECASE
        ),
        unproved=re.compile(
            rf"\bno (?:{'|'.join(answer_words('proof'))}) (?:of|for|to|in) (?:that|this|it)\b|\bcall(?:s|ed) (?:that|this|it) (?:an?\s)?(?:\w{{3,14}}ly\s)?[“\"‘']?(?:{untrue})\b",
            re.IGNORECASE,
        ),
        passive=re.compile(rf"\b(?:was|were|is|are|been) (?:\w{{3,14}} )?(?:{turning}) by\b", re.IGNORECASE),
        otherwise=re.compile(rf"\b(?:{'|'.join(answer_words('otherwise'))})\b", re.IGNORECASE),
        contrast=re.compile(
            rf"^[\s“\"(]{{0,3}}(?:{'|'.join(answer_words('opening'))})\b|, (?:{'|'.join(answer_words('aside'))})\b",
            re.IGNORECASE,
        ),
        insists=re.compile(rf"\b(?:{'|'.join(answer_words('insisting'))})\b", re.IGNORECASE),
        rumoured=re.compile(rf"\b(?:{'|'.join(answer_words('rumoured'))})\b", re.IGNORECASE),
    )


@lru_cache(maxsize=10_000)
def form_of_answer(exact: str, text: str, before: str, speaker: str) -> str:
    """Return how a cited sentence answers what stands before it, "" if it does not.

    `text` is what it states, `before` the words before that, `speaker` the last word of the holder's name.
    `this` (`denied it`), `passive` and `points` turn against what was said just before, `otherwise` says the
    contrary of it;
    `contrast` and `insists` only set one beside the other.
    """
    patterns = _patterns()
    verb = patterns.passive.search(exact)
    if verb and speaker in exact[verb.end() : verb.end() + DOER]:
        return "passive"
    verb = patterns.points.search(exact)
    if verb and _does(exact, verb.start(), speaker):
        if not verb["this"]:
            return "points"
        return "this" if verb.start() <= DOER else ""  # further on it means what the same sentence tells
    if patterns.unproved.search(text[:SHORT]):
        return "this"
    verb = patterns.otherwise.search(exact)
    if verb and (_does(exact, verb.start(), speaker) or speaker in exact[verb.end() : verb.end() + DOER]):
        return "otherwise"
    if patterns.contrast.search(exact[:OPENING]):
        return "contrast"
    return "insists" if patterns.insists.search(before[-CUED:]) else ""


def _does(exact: str, verb: int, speaker: str) -> bool:
    """Return whether a speaker, or a pronoun, stands before a verb as its subject, and nothing undoes that."""
    before = exact[max(verb - DOER, 0) : verb]
    if NOT_DONE.search(before):
        return False
    place = before.rfind(speaker)
    if place >= 0 and ASIDE.match(exact) and "," in before[place:]:
        return False  # `After Falk said so, an aide denied it`
    if place >= 0:
        return ANOTHER.search(before, place + len(speaker)) is None
    meant = SUBJECT.search(before)
    return meant is not None and NEXT_SUBJECT.search(before, meant.start()) is None


@lru_cache(maxsize=10_000)
def whose_claim(exact: str) -> str:
    """Return the last word of the name of whose claim a sentence turns against, "" if it names nobody's."""
    verb = _patterns().points.search(exact)
    return (verb["owner"] or "") if verb else ""


@lru_cache(maxsize=10_000)
def opens_with(exact: str, name: str) -> bool:
    """Return whether a name stands at the beginning of a sentence, as who says or does what it tells."""
    return name in exact[:SUBJECT_WITHIN]


@lru_cache(maxsize=10_000)
def tells_rumour(exact: str) -> bool:
    """Return whether an outlet's own sentence tells what somebody is said to have done."""
    return _patterns().rumoured.search(exact) is not None


@lru_cache(maxsize=10_000)
def tells_deed(text: str, name: str) -> bool:
    """Return whether words tell what somebody of a name has done to the one who speaks or is spoken of."""
    place = text.find(name)
    while place != -1:
        if DEED.match(text, place + len(name)):
            return True
        place = text.find(name, place + 1)
    return False
