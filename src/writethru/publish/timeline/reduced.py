"""Verbs without a subject word of their own, which their time dates: `a law passed by`, `lashing out`, `a tweet he sent`."""

from __future__ import annotations

import re

from writethru.publish.checking.clauses import KINDS
from writethru.publish.checking.senses import base, verb_share
from writethru.publish.checking.words import listed
from writethru.publish.sense import has_finite, is_finite
from writethru.publish.timeline.words import (
    AUXILIARY,
    BARE_CLAUSE,
    BEHIND,
    BY_DOER,
    DAYS,
    IRREGULAR,
    JOINED,
    MAIN_VERB,
    MAY_GO_BEFORE,
    OPENING,
    PAST,
    PLAIN_FORM,
    PRESENT,
    SAYING,
    VERB,
)
from writethru.records import Sentence, Span, TimeExpression

DAY_NAMED = re.compile(rf"\b(?:{DAYS})\b")  # said on Wednesday of the death on Sunday
AFTER_COMMA = re.compile(r", (?:\w{1,20}ly |then |also )?\Z")
BEHIND_NOUN = re.compile(  # of the talks pledged
    r" (?:of|in|for|with|by|from|to|under|about|against|over) (?:the|an?|his|her|its|their) (?:[\w’'-]{1,24} ){1,3}\Z"
)
NEW_CLAUSE = re.compile(
    rf"\b(?:{'|'.join(sorted(JOINED))}|and|but|or|said|says|told|reported|announced|wrote)\b|[,;:—]"
)
HAS_VERB = re.compile(rf"\b(?:is|are|was|were|has|have|had|will|would|does|did|can|could|may|{IRREGULAR})\b")
IS = re.compile(rf"\b{PRESENT.pattern}\b")
HE_DID = re.compile(
    r"\b(?:an?|the|his|her|its|their) (?:[\w’'-]{1,24} ){1,3}(?:he|she|they|it) (?:had |has )?\Z"  # a similar order he had given
)
APPOSED = re.compile(
    r", (?:an?|the|his|her|its|their) (?:(?!said\b)[\w’'-]{1,24} ){1,5}\Z"
)  # Roe, a clerk arrested in May on
NAME_BETWEEN = re.compile(
    r"\b([a-z]{4,}) (?:(?:[A-Z][\w’'.-]{1,24} ){1,3}|(?:he|she|they|it) )(?:had |has |was |were )?\Z"
)
NOUN = 30  # of a hundred uses of a word in which it may be a verb, to be a noun before a name
DASHED = re.compile(r"(?: --|[–—]) ?\Z")  # the school -- rebuilt in May
PRESENT_VERB = re.compile(r" (?:\w{1,20}ly )?([a-z]{3,20}s)\b")
FIRST_WORD = re.compile(r"\w+")


def is_reduced(text: str, sentence: Sentence, time: TimeExpression) -> bool:
    """Return whether a time dates a verb without its own subject word: `a law passed by`, `lashing out`, `a tweet he sent`."""
    clause, event = time.clause, time.event
    assert clause is not None and event is not None
    if text[event.start : event.end].endswith("ing") and AFTER_COMMA.search(
        text, sentence.start, event.start
    ):
        return True
    before = text[sentence.start : event.start]
    if not VERB.fullmatch(text, event.start, event.end):  # a noun, behind what the sentence tells
        plain = PLAIN_FORM.search(before) or PRESENT.fullmatch(text, event.start, event.end)
        verbs = list(VERB.finditer(before))
        behind = bool(verbs) and BEHIND.search(before, verbs[-1].end()) is not None
        if IS.match(text, time.end + 1) or is_present(text, time.end, sentence.end):
            return True  # feasts last month are thought to have
        return not plain and bool(verbs) and (behind or DAY_NAMED.search(before) is not None)
    if not AUXILIARY.search(before) and BY_DOER.match(text, event.end, sentence.end):
        return True
    if is_apposed(text, sentence, event) or (DASHED.search(before) and has_finite(before, 0, len(before))):
        return True
    if event.end <= time.start and is_followed_by_verb(text, sentence, time, event):
        return True
    bare = HE_DID.search(before)
    if bare is not None and has_finite(before, 0, bare.start()):
        return True
    if is_behind_verb(text, sentence, event):
        return True
    saying = SAYING.fullmatch(text, event.start, event.end)
    apposed = None if saying else APPOSED.search(text, max(sentence.start, event.start - 120), event.start)
    if apposed is not None and not OPENING.match(before):
        rest = max(time.end, event.end)
        comma = text.find(", ", rest, sentence.end)
        if has_finite(text, sentence.start, apposed.start()) or (
            " and " not in apposed[0] and has_finite(text, rest, comma if comma >= 0 else sentence.end)
        ):
            return True  # "Roe, a clerk named in 2003 by a friend will become"
    link = text[sentence.start : clause.start].split()[-1:] or [","]
    if (
        BARE_CLAUSE.match(text, clause.start) is not None
        and link[0][-1].isalnum()
        and link[0].lower() not in MAY_GO_BEFORE
    ):
        return True
    bare = NAME_BETWEEN.search(text, max(sentence.start, event.start - 60), event.start)
    if bare is None or not is_noun(bare[1]):
        return False
    # "the mayor praised a plan Roe made", but: "praised, mayor Jon Roe said"
    return has_finite(text, max(sentence.start, text.rfind(", ", sentence.start, event.start)), bare.start(1))


def is_followed_by_verb(text: str, sentence: Sentence, time: TimeExpression, event: Span) -> bool:
    """Return whether the verb of the sentence follows a time at once: `the plan unveiled Friday calls for`."""
    if MAIN_VERB.match(text, time.end, sentence.end):
        return True
    word = FIRST_WORD.match(text, time.end + 1, sentence.end)
    if word is None or text[time.end] != " " or has_finite(text, sentence.start, event.start):
        return False
    low = word[0]
    return PAST.fullmatch(low) is not None or (low.endswith("s") and verb_share(base(low)) >= NOUN)


def is_present(text: str, at: int, end: int) -> bool:
    """Return whether a verb of now follows at once: `success in May increasingly rests on`."""
    word = PRESENT_VERB.match(text, at, end)
    return word is not None and verb_share(base(word[1])) >= NOUN


def is_apposed(text: str, sentence: Sentence, event: Span) -> bool:
    """Return whether a participle stands behind a comma and its noun: `the licence, issued in May, would have`, `for a plea, sent in May`."""
    before, comma = text[sentence.start : event.start], text.find(", ", event.end, sentence.end)
    if not before.endswith(", "):
        return False
    if before.count(",") == 1 and not OPENING.match(before) and has_finite(before, 0, len(before) - 2):
        return True
    return (
        comma >= 0
        and not OPENING.match(before)
        and not HAS_VERB.search(before)
        and not VERB.search(before)
        and (HAS_VERB.match(text, comma + 2, sentence.end) is not None or is_finite(text, comma + 2))
    )


def is_behind_verb(text: str, sentence: Sentence, event: Span) -> bool:
    """Return whether a participle stands behind a noun in a clause that has its verb: `is not in the spirit of the talks pledged`."""
    before = text[sentence.start : event.start]
    shape = BEHIND_NOUN.search(before)
    if shape is None or AUXILIARY.search(before):
        return False
    opens = max((m.end() for m in NEW_CLAUSE.finditer(before)), default=0)
    return opens <= shape.start() and HAS_VERB.search(before, opens, shape.start() + 1) is not None


def is_noun(low: str) -> bool:
    """Return whether a word before a name is a noun: `the plan Roe made`, not `said Roe made`, `in Tolmund Roe made`."""
    small = any(low in listed("sense", "small", kind) for kind in KINDS)
    return (
        not small
        and low not in MAY_GO_BEFORE | JOINED
        and not VERB.fullmatch(low)
        and verb_share(base(low)) < NOUN
    )
