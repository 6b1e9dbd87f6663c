"""Which day `on Tuesday` was: the bracket behind a time that counts from the day of its article, where that is sure."""

from __future__ import annotations

import re
from datetime import date

from writethru.publish.checking.senses import is_irregular
from writethru.publish.spans import Replacement, contains, overlaps, touching
from writethru.records import AnnotatedArticle, Span, TimeExpression

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NAMED_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})[a-z]*\b")
AHEAD = re.compile(
    r"\b(?:deal|agree\w{0,5}|plan\w{0,4}|schedul\w{1,4}|expect\w{0,4}|set|due|slated|invit\w{1,5}|call\w{0,3}|ask\w{0,3}|want\w{0,3}|hop\w{1,4}|allow\w{0,3}|ready|likely)\b"
    r"[^.;]{0,80}\b(?:to|for an?) [a-z][^.;]{0,80}$|\b(?:will|plans?) [^.;]{0,120}$"
)
SURE = 0.5  # confidence of a time expression below which its date is not printed
TOLD_PAST = re.compile(
    r",? when (?:[\w’'-]{1,20} ){1,5}?(?:was|were|had|\w{2,15}ed|left|went|came|took|gave)\b"
)
VOTED = re.compile(
    r"(?<!was )(?<!were )(?<!been )\b(?:(?:re-?)?elect\w{0,6}|ballots?|midterms?)\b[^.;]{0,40}$"
)
STILL = re.compile(r"\b(?:still|even|remains?)\b[^.;]{0,80}$")
COMING = re.compile(r"\b(?:will|would|shall|can|could|may|might|must|is|are|next|coming|upcoming)\b|['’]ll\b")
NAMED_BEFORE = re.compile(r"(?:Super|Black|Good|Holy|Bloody|Fat|Cyber|TV) $")
NAMED_AFTER = re.compile(
    r" (?:[Ss]how|[Nn]ews(?! (?:conference|briefing))|[Tt]imes|Night|Night Live|Post|Mirror|Telegraph|Massacre)\b"
)
DAY_WORD = re.compile(
    r"(?:Mon|Tues?|Wed|Wednes|Thurs?|Fri|Sat|Satur|Sun)(?:day)?\b|day\b|night\b|\bthis (?:morning|afternoon|evening)\b|\d{1,2}(?:st|nd|rd|th)?\b.{0,12}\b[A-Z][a-z]{2}|[A-Z][a-z]{2,8}\.? \d"
)
COUNTED = re.compile(  # from the dateline; Christmas and Election Day are not
    r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Mondays?|Tuesdays?|Wednesdays?|Thursdays?|Fridays?|Saturdays?|Sundays?|yesterday|today"
    r"|tomorrow|tonight|ago|this|that|same|last|next|morning|afternoon|evening|night|day|days|now)\b|\d"
)
ROUGHLY = re.compile(
    r"\b(?:more than|less than|about|nearly|almost|around|roughly|over|some|approximately)\b"
)
BY = re.compile(r"\b[Bb]y $")
SUNDAY = 6
HALF_YEAR = 150  # days, from the end of a month
THING_OF_DAY = re.compile(r"(?:[’']s|\b(?:his|her|its|their)) (?:[\w-]{1,20} )?[a-z]{3,20} (?:on|late) $")
WEEK = re.compile(r"\b(?:last|this|next|past|coming) week\b")
OFFSET = re.compile(
    r"\b(?:earlier|later|before|previous|following|next|(?:morning|afternoon|evening|night|[Mm]on|[Tt]ues|[Ww]ednes|[Tt]hurs|[Ff]ri|[Ss]atur|[Ss]un)(?:day)?s)\b"
)
DASHED = re.compile(r"\s?[-–—]\s?(?:[A-Z][a-z]{2,8}\b|\d)")  # "October- December", "Monday-Friday"
ANY_ONE = re.compile(r"[Tt]he (?:day|week|month|year)")
BOUND = re.compile(
    r"\s(?:that\s)?(?:end(?:ed|ing|s)|begin(?:ning|s)|start(?:ed|ing|s)|of|prior(?! to))\b"
)  # "the week ending July 4", "the month prior"
NAMED_DAY = re.compile(
    rf"\b(?:{'|'.join(MONTHS)})[a-z]*\b\.? \d|\d (?:{'|'.join(MONTHS)})|\d{{4}}"
)  # needs no bracket


def day_words(day: date, year: bool) -> str:
    """Return a day as the page writes it: `2 Dec`, or `2 Dec 2031`."""
    return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


def time_words(time: TimeExpression, this_year: int | None) -> str:
    """Return what a relative time expression refers to, in the page's style; "" if it is not placed."""
    if time.interval is None:
        return ""
    first, last = (date.fromisoformat(day) for day in time.interval)
    year = first.year != this_year or last.year != this_year
    match time.granularity:
        case "day" | "part-of-day":
            return day_words(first, year)
        case "week":
            return f"week of {day_words(first, year)}"
        case "month":
            return f"{MONTHS[first.month - 1]} {first.year}"
        case "year":
            return str(first.year)
        case _:
            return ""


def is_anchored(time: TimeExpression, text: str) -> bool:
    """Return whether a time expression counts from the dateline, exactly: no clock time, `a day earlier` or `about a year ago`.

    A feast names its day itself.
    """
    words = text[time.start : time.end]
    if time.granularity == "part-of-day" and not DAY_WORD.search(words):
        return False
    if time.granularity == "day" and not COUNTED.search(words):
        return False
    return not OFFSET.search(words) and not ROUGHLY.search(words) and not ANY_ONE.fullmatch(words)


def is_sure(document: AnnotatedArticle, span: Span, time: TimeExpression) -> bool:
    """Return whether a relative time surely counts from the dateline.

    Not where it was a guess, where the sentence gives a full date of another time (it may count from
    that), or where it is part of a name: the Today show, Super Tuesday.
    """
    if time.confidence < SURE:
        return False
    if not time.relative:
        return True
    text = document.article.text
    if is_in_name(document, time):
        return False
    if NAMED_BEFORE.search(text[max(0, time.start - 8) : time.start]) or NAMED_AFTER.match(text, time.end):
        return False
    day = document.article.day
    if (
        BY.search(text, max(0, time.start - 4), time.start)
        and day
        and time.interval == (day.isoformat(),) * 2
    ):
        return False  # "by Monday", written on a Monday, is the next one
    past = time.interval is not None and day is not None and time.interval[1] < day.isoformat()
    if past and is_open(time, day, text):
        return False  # "hopes of winning in November", written in June
    if past and time.granularity == "day" and AHEAD.search(text, span.start, time.start):
        return False  # "a deal to testify on Thursday" looks ahead
    if VOTED.search(text, span.start, time.start) and past and time.granularity == "month":
        return False  # "if she is elected in November"
    if STILL.search(text, span.start, time.start) and text[time.start : time.end].lower() == "today":
        return False  # these days
    ahead = time.interval is not None and day is not None and time.interval[0] > day.isoformat()
    if ahead and THING_OF_DAY.search(text, span.start, time.start):
        return False  # "his call on Sunday to stay": that was the last one
    if ahead and TOLD_PAST.match(text, time.end, span.end) and not COMING.search(text, span.start, span.end):
        return False  # "held them until Thursday, when they left"
    if time.granularity == "week" and (
        day is None or day.weekday() == SUNDAY or not WEEK.search(text, time.start, time.end)
    ):
        return False  # where weeks begin on Sunday it counts from another one; and "a week ago" is a day
    for other in touching(document.body.times, span):
        if other.relative or other.interval is None or not (span.start <= other.start < span.end):
            continue
        if (
            other.granularity == "day"
            and day
            and abs((date.fromisoformat(other.interval[0]) - day).days) > 10
        ):
            return False
    return True


def is_open(time: TimeExpression, day: date | None, text: str) -> bool:
    """Return whether a month without its year, longer ago than it is ahead, may as well be the coming one: no past verb has it."""
    if time.granularity != "month" or time.interval is None or day is None:
        return False
    if not NAMED_MONTH.fullmatch(text, time.start, time.end):
        return False
    long_ago = (day - date.fromisoformat(time.interval[1])).days > HALF_YEAR
    if not long_ago or time.event is None:
        return long_ago
    word = text[time.event.start : time.event.end].lower()
    return not (word.endswith("ed") or word in ("was", "were", "had", "did") or is_irregular(word))


def is_in_name(document: AnnotatedArticle, time: TimeExpression) -> bool:
    """Return whether a time is part of a name; a day alone is nobody's name, whatever was found."""
    return any(
        contains(name, time)
        and not (name.kind == "person" and name.end == time.end and name.start == time.start)
        for name in touching(document.body.names, time)
    )


def date_edits(document: AnnotatedArticle, span: Span, this_year: int | None) -> list[Replacement]:
    """Return the brackets that say which day `on Tuesday` was; none inside quotation marks."""
    found: list[Replacement] = []
    quoted = list(touching(document.body.quotations, span))
    for time in touching(document.body.times, span):
        if not (span.start <= time.start and time.end <= span.end) or not time.relative:
            continue
        if time.type not in ("DATE", "TIME") or any(overlaps(q, time) for q in quoted):
            continue
        time_text = document.article.text[time.start : time.end]
        if BOUND.match(document.article.text, time.end) or is_of_range(document.article.text, time):
            continue
        if not is_anchored(time, document.article.text) or not is_sure(document, span, time):
            continue
        if document.article.text.startswith(("'s", "’s"), time.end):
            continue  # last week's attacks
        words = time_words(time, this_year)
        if time.granularity == "month" and words.endswith(str(this_year)) and NAMED_MONTH.search(time_text):
            continue
        if words and not NAMED_DAY.search(time_text) and not time_text.isdigit():  # "June 10 to 16"
            at = time.end - span.start
            found.append((at, at, "date", f" [{words}]", None))
    return found


def is_of_range(text: str, time: TimeExpression) -> bool:
    """Return whether a time is one of two that a dash joins: `October-December`."""
    before = text[max(0, time.start - 2) : time.start].strip()
    return DASHED.match(text, time.end) is not None or before in ("-", "–")
