"""Times that belong to something else than the event that they were found to date: a figure, a comparison, a part of the subject."""

from __future__ import annotations

import re

from writethru.publish.sense import has_finite
from writethru.publish.timeline.words import VERB
from writethru.records import Sentence, Span, TimeExpression

FIGURE = re.compile(  # down from 6.4m in May, compared with 18 percent in 2008
    r"\b(?:from|than|with|of|against) (?:the )?(?:about |nearly |around |some )?[$£€]?\d[\d.,]*[%\w]*(?: [\w%,]{1,15}){0,6} (?:in|on|at|for) \Z"
)
SOURCE = re.compile(r"\b[Aa]ccording to [^,;:]{1,120}\Z")  # according to a memo made public in May
SINCE = re.compile(r"\bsince (?:[\w’'.-]{1,24} ){1,8}(?:in|on) \Z")  # the first since Jon Vell in 2019
AMONG = re.compile(r", (?:including|such as|among them)\b[^;]{0,160}\Z")  # others, including Jon Vell in 2019
MORE = re.compile(r"\b(?:more|less) [\w-]{2,20} than\b[^,;]{0,160}\Z")
POSSESSED = re.compile(r"[’']s \Z")  # on the mayor's last day
HABIT = re.compile(r"\b(?:typically|usually|normally)\b")
MEANT = re.compile(
    r"\b(?:is|are|was|were|appears?|appeared|seems?|seemed|said|thought|believed) to (?:be|have|have been) \Z"
)  # appears to be lifted from a speech of May
DASH = re.compile(r" [–—-]{1,2} |—")
LIKE = re.compile(r"\b(?:like|as|than)(?: [\w’'-]{1,24}){1,3} \Z")  # like he did on Monday
PERFECT = re.compile(
    r"\b(?:has|have)(?: [a-z]{2,20})? \Z"
)  # has opened an inquiry into the attack on Friday: no day goes with it
STILL = re.compile(r"(?:[Ee]arlier |[Ll]ater )?(?:[Tt]his|[Tt]oday)\b")
DATED = re.compile(r"\bdated (?:on )?\Z")  # in her letter dated May 3
TO_DO = re.compile(r" to (?:[a-z]{1,20}ly )?[a-z]")  # his decision on Thursday to leave
AGAIN = frozenset(("did", "was", "were", "had", "has", "done"))
OF_WHAT = re.compile(  # reactions to the attack of Friday
    r"[\w’'-] (?:to|of|about|over|against|for|in|at|from) (?:the |an? |this |last |[\w-]{1,24}[’']s? )?(?:[\w’'-]{1,24} ){0,4}\Z"
)


def is_misdated(text: str, sentence: Sentence, time: TimeExpression) -> bool:
    """Return whether the words between an event and its time, or before both, show that the time is of something else."""
    event = time.event
    assert event is not None
    before = text[sentence.start : time.start]
    if DATED.search(before) or AMONG.search(before) or MORE.search(before) or HABIT.search(before):
        return True
    if POSSESSED.search(before) and text.startswith(("last", "first", "final", "next"), time.start):
        return True
    since = SINCE.search(before)
    if since is not None and not has_finite(before, since.start() + 6, len(before)):
        return True
    if FIGURE.search(before) or SOURCE.search(before) or MEANT.search(text, sentence.start, event.start):
        return True
    if (
        time.granularity in ("day", "part-of-day")
        and event.end <= time.start
        and PERFECT.search(text, sentence.start, event.start)
        and not STILL.match(text, time.start)
    ):
        return True
    if event.end <= time.start and DASH.search(text, event.end, time.start):
        return True
    if text[event.start : event.end].lower() in AGAIN and LIKE.search(text, sentence.start, event.start):
        return True
    return is_in_subject(text, sentence, time, event)


def is_in_subject(text: str, sentence: Sentence, time: TimeExpression, event: Span) -> bool:
    """Return whether an event is only a part of what its sentence is about: the attack, in "reactions to the attack"."""
    if VERB.fullmatch(text, event.start, event.end):
        return False
    before = text[sentence.start : event.start]
    part = OF_WHAT.search(before) is not None or TO_DO.match(text, max(time.end, event.end)) is not None
    return part and not has_finite(before, 0, len(before))
