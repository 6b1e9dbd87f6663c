"""Read what is denied or alleged: the accusation itself, who made it, and who is accused.

`denied that C`, `rejected the claim by Y that C`, `denied doing C` and `accused X of doing C` state C;
`denied the allegations` states nothing and speaks of an accusation made nearby.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

DENIAL = re.compile(
    r"\b(?P<firm>den(?:y|ies|ied|ying))\s*$"
    r"|\b(?P<verb>reject|disput|dismiss|contradict|refut|rebut|disavow|rebuff)(?:s|es|ed|ing|e|ted|ting)?\s*$"
    r"|\bpush(?:ed|es|ing)? back (?:on|at|against)\s*$",
    re.IGNORECASE,
)
TURNED = re.compile(
    r"\b(?:not|never|nor|neither|or|didn['’]t|doesn['’]t|cannot|can['’]t|won['’]t)\b", re.IGNORECASE
)
ACCUSATION = re.compile(
    r"\b(?P<accuse>accus(?:e|es|ed|ing))\s*$"
    r"|\b(?:alleg(?:e|es|ed|ing)|claim(?:s|ed|ing)?|contend(?:s|ed|ing)?|testif(?:y|ied|ies)|blam(?:e|es|ed|ing)"
    r"|assert(?:s|ed|ing)?|insist(?:s|ed|ing)?|conclud(?:e|es|ed|ing)|charg(?:e|es|ed|ing))"
    r"(?:\s+(?:on|in|last|this)\s+\w{2,12})?\s*$",
    re.IGNORECASE,
)
GENERIC = re.compile(
    r"^(?:(?:any|all|both|the|these|those|such|that|this|his|her|their|its|a|an|other)\s+){0,2}"
    r"(?:[\w.\-]{2,20}['’]s?\s+|(?:[\w\-]{2,20}\s+){1,4}?)?"
    r"(?P<noun>allegation|accusation|claim|charge|report|story|stories|suggestion|assertion|account|notion|idea"
    r"|characterization|characterisation|version|contention|speculation|conclusion|insinuation|argument|theory"
    r"|narrative|impression|depiction|portrayal)s?\b",
    re.IGNORECASE,
)
BARE = re.compile(
    r"^(?:it|them|this|that|any wrongdoing|all wrongdoing|wrongdoing|doing anything wrong)\b(?!\s+\w)",
    re.IGNORECASE,
)
OWNER = re.compile(r"^(?:the\s+)?((?:[\w.\-]{2,20}\s+){0,3}[\w.\-]{2,20})['’]s?\s", re.IGNORECASE)
AGENT = re.compile(r"\b(?:made )?by (?:the )?((?:[A-Z][\w.\-]*\s?){1,4})")
OF_DOING = re.compile(r"^(.{2,70}?)\s+of\s+(?:having\s+)?(\w{2,18}ing\b.*)$", re.DOTALL)
# "These allegations are false", "called the report nonsense".
FALSE = re.compile(
    r"\b(?P<noun>allegation|accusation|claim|charge|report|story|suggestion)s?(?:\s(?:is|are|was|were|as|to be))?"
    r"[\s,“\"]{1,3}(?:\w{2,12}ly\s)?(?:an?\s)?(?:false|untrue|baseless|not true|ridiculous|lies?|nonsense|unfounded"
    r"|fabricat\w{2,4}|bogus|without merit|absurd|outrageous)\b",
    re.IGNORECASE,
)
ADVERB = re.compile(r"^\w{3,14}ly\s(?=\w{2,18}ing\b)")
CLAUSE = re.compile(
    r"(?:he|she|they) |it \w{3,14}(?:ed|s)(?: |$)|(?:it|(?:(?:the|his|her|their) )?[\w\-]{2,20}) (?:was|were|is|are|had|has|have|did|knew|made)\b"
)
STATED = re.compile(
    r"(?:(?:made |leveled )?by [\w .'’\-]{2,40}?\s)?that\s(?!have\b|has\b|had\b|were\b|was\b|are\b)"
)
UNTRUE = re.compile(
    r"that (?:any|all|either|some)?(?: of )?(?:the|these|those) (?P<noun>allegation|accusation|claim|charge|report)s?\b"
)
DATED = re.compile(r"^(?:on \w{6,9}day|yesterday|today|last \w{4,9}|again|repeatedly|late|early) (?=that\b)")
POINTING = re.compile(r"that (?:in|on|at|and|to|during|when|as|with|by)\b")  # "disputed that in an interview"
VAGUE_NOUNS = (
    "characterization",
    "characterisation",
    "version",
    "account",
    "depiction",
    "portrayal",
    "description",
)
FOR_DOING = re.compile(r"^(.{2,70}?)\s+for\s+(?!being\b)(\w{2,18}ing\b.*)$", re.DOTALL)
# What may be denied to somebody, or denied without any accusation.
WITHHELD = re.compile(
    r"^(?:\w+\s+){0,3}(?:bail|entry|access|requests?|motions?|parole|permission|visas?|services?|asylum|opportunity"
    r"|rights?|petitions?|appeals?|bids?|applications?|offers?|calls?|plans?|bill|proposals?|overtures|deal|measures?)\b",
    re.IGNORECASE,
)
END = re.compile(
    r",(?!\d)|[;:—“”\"()\n]|\s[-–]\s|\sas (?:he|she|they|it)\b|\s(?:and (?:has|had|have|said|says|condemned|called|asked|that|he|she|they)|but|although|though"
    r"|while|saying|adding|calling|when|because|despite|after he|after she|in a statement|in an interview"
    r"|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)


class Denied(NamedTuple):
    """What a denial turns against."""

    proposition: str  # its words; "" if only an accusation made elsewhere is meant
    form: str  # clause, doing, thing, or "" without a proposition
    agent: str  # who is named as having made the accusation
    noun: str  # allegation, report, ...; "" if none stands there


@lru_cache(maxsize=10_000)
def read_denial(before: str, content: str) -> Denied | None:
    """Return what is denied, given the cited words before the content and the content; None if nothing is."""
    verb = DENIAL.search(before[-40:])
    if verb is None:
        false = FALSE.search(content)
        return Denied("", "", "", false["noun"].lower()) if false else None
    if TURNED.search(before[-28:]):
        return None
    text = content.strip(" “”\"'‘’")
    firm = bool(verb["firm"])
    if BARE.match(text) or text.startswith("as "):
        return Denied("", "", "", "it") if firm else None
    generic = GENERIC.match(text)
    if generic:
        weighed = generic["noun"].lower() == "argument" and not firm  # a court's ruling, no matter of fact
        return None if weighed else _of_accusation(text, generic)
    text = DATED.sub("", text)
    if POINTING.match(text):
        return None
    untrue = UNTRUE.match(text)
    if untrue:
        return Denied("", "", "", untrue["noun"])
    if text.startswith("that "):
        return Denied(clause(text[5:]), "clause", "", "") if firm or verb["verb"].startswith("disp") else None
    if not firm or WITHHELD.match(text):
        return None
    text = ADVERB.sub("", text)
    first = text.split(" ", 1)[0].lower()
    if first.endswith("ing") and len(first) > 4 and first not in ("anything", "everything", "nothing"):
        return Denied(clause(text), "doing", "", "")
    if CLAUSE.match(text):
        return Denied(clause(text), "clause", "", "")
    thing = clause(re.sub(r"^(?:any|all|being any)\s+", "", text))
    return (
        Denied(thing, "thing", "", "")
        if text[:1].islower() and text.split()[0] not in ("him", "her")
        else None
    )


def _of_accusation(text: str, generic: re.Match[str]) -> Denied:
    """Return what `the claim by Y that C` denies."""
    owner, rest = OWNER.match(text), text[generic.end() :].strip()
    agent = AGENT.search(rest[:60])
    named = owner[1] if owner and owner.end() <= generic.end() else agent[1].strip() if agent else ""
    noun = generic["noun"].lower()
    stated = STATED.match(rest)
    if stated:
        return Denied(clause(rest[stated.end() :]), "clause", named, noun)
    if rest.startswith("of ") and noun not in VAGUE_NOUNS:
        inner = clause(rest[3:])
        doing = inner.split(" ", 1)[0].endswith("ing")
        return Denied(inner, "doing" if doing else "thing", named, noun)
    return Denied("", "", named, noun)


@lru_cache(maxsize=10_000)
def read_accusation(before: str, content: str) -> tuple[str, str, str] | None:
    """Return accused, words and form (clause, doing) of an accusation; None if there is none.

    The accused is empty where a whole clause is alleged.
    """
    verb = ACCUSATION.search(before[-40:])
    if verb is None or TURNED.search(before[-28:]):
        return None
    text = content.strip(" “”\"'‘’")
    if verb.group().lower().startswith("blam"):
        fault = FOR_DOING.match(text)
        return (fault[1], clause(fault[2]), "doing") if fault else None
    if verb["accuse"]:
        found = OF_DOING.match(text)
        if found:
            return found[1], clause(found[2]), "doing"
        accused, _, thing = text.partition(" of ")
        return accused, clause(thing), "thing" if thing else ""
    return "", clause(text.removeprefix("that ")), "clause"


def clause(text: str) -> str:
    """Return the first clause of a text, on one line."""
    found = END.search(text, 4)
    return " ".join((text[: found.start()] if found else text).split()).strip(" .,;:")
