"""Cited words become a sentence: every edit is recorded and can be undone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from writethru.memory import remembered
from writethru.publish.checking.words import listed
from writethru.publish.spans import contains, overlaps, start_of, touching
from writethru.records import (
    AnnotatedArticle,
    Citation,
    CitedSentence,
    Edit,
    Field,
    Mention,
    Span,
    TimeExpression,
)

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# Openers that join a sentence to its neighbour and carry nothing themselves. "However" and its kind
# may be cut because what they contrast with stands in another sentence, not in this one.
CONNECTIVE = re.compile(
    r"(?:(?:But|And),? |Yet (?!another|to\b)|(?:But|And|Yet|So|However|Meanwhile|Moreover|Furthermore|In addition"
    r"|Additionally|Also|Separately|Nevertheless|Nonetheless|Still|Indeed|Besides|Of course|For its part"
    r"|In the meantime|At the same time|In fact|Regardless|Ultimately|On (?:the )?one hand|To be sure|More broadly|Notably|Secondly?|Thirdly?|Finally), )(?=[A-Z“\"a-z])"
)
INSERTED = re.compile(r"[^,“\"]{2,60} [a-z]{3,12}, ")  # "However, the mayor said, the quay"
DATELINE = re.compile(
    r"\A(?:[A-Z][A-Z][\w.,'’/ -]{1,60}\([A-Z][A-Za-z /&.]{1,30}\) ?[-–—]{1,2} ?"  # KYIV, Ukraine (AP) —
    r"|(?:[A-Z][\w., ]{2,40} ?)?\([A-Z]{2,8}(?: [A-Z][a-z]{2,12})?\) ?[-–—]{1,2} ?(?=[A-Z“\"])"
    r"|\([A-Z]{2,8}(?: [A-Z][a-z]{2,12})?\) ?(?=[A-Z“\"])"  # (CNN)
    r"|(?:[A-Z][\w., ]{2,40} ?)?\((?:CNN|CNNMoney|CNBC|AP|AFP|UPI|CNS|RNS|WSVN|KTLA)(?: [A-Z][a-z]{2,12})?\) (?=[A-Z“\"])"  # Washington (CNN), no ship (USS)
    r"|[A-Z][A-Z.,'’/ -]{2,40}(?:, [A-Z][A-Za-z. ]{1,20})? ?[-–—]{1,2} (?=[A-Z“\"]))"  # PARIS, Texas —
)
NAMED_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})[a-z]*\b")
# What stands behind a surname that means the person; a noun does not: `the Vell plan`.
DOES = (
    r"said|told|was|has|had|is|added|denied|wrote|will|would|did|also|later|met|came|took|left|made|won|lost|gave|led|held|ran"
    r"|wants|thinks|says|tells|writes|believes|argues|plans|remains|went|thought|knew|became|began|stood|spoke|put|could|might"
    r"|does|\w{3,}ed"
)
SUBJECT = re.compile(rf"(?:, \d\d,)? (?:{DOES})\b")
AFTER_PERSON = re.compile(
    rf" (?:{DOES})\b|[’']s? | (?:and|or|in|on|at|for|to|of|with|as|by|from|over|that|who|when|after|because) |[,.;]"
)
NO_NAME = re.compile(
    r"day\b|\d|\b(?:January|February|March|April|June|July|August|Photo|Post|News|Times)\b|[a-z][A-Z]{2}"
)
SEVERAL = re.compile(
    r"\b(?:[Pp]resident|[Ss]enator|[Rr]epresentative|[Gg]overnor|[Mm]inister|[Jj]ustice|[Jj]udge|[Mm]ayor|[Ss]ecretarie|Sen|Rep|Gov)s\b\.?[^.;]{0,40}$"
)  # `Presidents Vell and Renn`: one title for them all
AHEAD = re.compile(
    r"\b(?:deal|agree\w{0,5}|plan\w{0,4}|schedul\w{1,4}|expect\w{0,4}|set|due|slated|invit\w{1,5}|call\w{0,3}|ask\w{0,3}|want\w{0,3}|hop\w{1,4}|allow\w{0,3}|ready|likely)\b"
    r"[^.;]{0,80}\b(?:to|for an?) [a-z][^.;]{0,80}$|\b(?:will|plans?) [^.;]{0,120}$"
)
TITLED = re.compile(r"(?:[A-Z][\w.]{1,40}|\bthe|’s|'s) $")  # Mr. Vell, Minister Vell, Jon Vell, the Vells
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
PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b(?!['’])")
BEFORE = 1_000  # characters before a sentence within which the one before it begins
BY = re.compile(r"\b[Bb]y $")
SUNDAY = 6
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
WHITE = re.compile(r"\s*\n\s*|[ \t\u00a0]{2,}")
Replacement = tuple[
    int, int, str, str, Citation | None
]  # start, end in the cited words, kind, new words, from


def cite(article: str, text: str, start: int, end: int, *, field: Field = "text") -> Citation:
    """Return the citation of `text[start:end]`; its source number is given when the page is numbered."""
    return Citation(0, article, field, start, end, text[start:end])


def apply_edits(citation: Citation, replacements: Sequence[Replacement]) -> CitedSentence:
    """Return the cited words with the replacements made, each recorded as an edit of the finished text."""
    parts: list[str] = []
    edits: list[Edit] = []
    position = length = 0
    for start, end, kind, new, origin in sorted(replacements, key=lambda r: (r[0], r[1])):
        if start < position:
            continue  # overlaps the one before it
        kept = citation.exact[position:start]
        at = length + len(kept)
        parts += [kept, new]
        edits.append(Edit(kind, (at, at + len(new)), citation.exact[start:end], new, origin))  # type: ignore[arg-type]
        position, length = end, at + len(new)
    text = "".join([*parts, citation.exact[position:]])
    return CitedSentence(text, (citation,), tuple(edits))


def undo(sentence: CitedSentence) -> str:
    """Return the words a text was made from: its edits undone from the last to the first.

    Raises ValueError when an edit does not stand where it says.
    """
    text = sentence.text
    for edit in reversed(sentence.edits):
        start, end = edit.at
        if not 0 <= start <= end <= len(text) or text[start:end] != edit.now:
            raise ValueError(f"edit at {start} should read {edit.now!r}, found {text[start:end]!r}")
        text = text[:start] + edit.was + text[end:]
    return text


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
            start = str(first.day) if first.month == last.month else day_words(first, False)
            return f"{start}–{day_words(last, year)}"
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
    if past and time.granularity == "day" and AHEAD.search(text, span.start, time.start):
        return False  # "a deal to testify on Thursday" looks ahead
    if VOTED.search(text, span.start, time.start) and past and time.granularity == "month":
        return False  # "if she is elected in November"
    if STILL.search(text, span.start, time.start) and text[time.start : time.end].lower() == "today":
        return False  # these days
    ahead = time.interval is not None and day is not None and time.interval[0] > day.isoformat()
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


def opening(words: str) -> int:
    """Return how far a leading dateline or connective goes."""
    dateline = DATELINE.match(words)
    start = dateline.end() if dateline else 0
    connective = CONNECTIVE.match(words, start)
    return connective.end() if connective else start


def second_comma(words: str, at: int) -> int | None:
    """Return where who says a sentence ends, between the comma of its opener and another: that goes with the first."""
    inserted = INSERTED.match(words, at) if words[at - 2 : at] == ", " else None
    if inserted is None or inserted[0].split()[-1].rstrip(",") not in listed("cues", "said"):
        return None
    return inserted.end() - 2


def opening_edits(words: str) -> list[Replacement]:
    """Return the cut of a leading dateline or connective, with the capital that follows it."""
    start = opening(words)
    if not start or start >= len(words):
        return []
    comma = second_comma(words, start)
    lone = [] if comma is None else [(comma, comma + 1, "trim", "", None)]
    return [(0, start + 1, "trim", words[start].upper(), None), *lone]


def layout_edits(words: str) -> list[Replacement]:
    """Return the line breaks and runs of blanks inside a sentence as single blanks."""
    return [(m.start(), m.end(), "punctuation", " ", None) for m in WHITE.finditer(words)]


def link_edits(document: AnnotatedArticle, span: Span) -> list[Replacement]:
    """Return the cuts of links that ran into the words of a span."""
    return [
        (link.start - span.start, link.end - span.start, "link", "", None)
        for link in touching(document.body.inserts, span)
        if contains(span, link)
    ]


@remembered
def pronoun_edit(document: AnnotatedArticle, span: Span) -> list[Replacement]:
    """Return `[Name]` for the first `he` or `she` of a span, if it surely means a person whom the article named before."""
    text = document.article.text
    start = next(
        (
            match.start()
            for match in PRONOUN.finditer(text, span.start, span.end)
            if not any(touching(document.body.quotations, Span(*match.span())))
        ),
        None,
    )
    if start is None:
        return []
    name = meant_by(document, span, start)
    if not name or name.split()[-1] in text[span.start : start]:
        return []  # nobody knows, or the sentence names who is meant
    named = [
        m
        for m in document.body.names
        if m.end <= span.start and m.name == name and text[m.start : m.end] == name
    ]
    if not named:
        return []
    origin = cite(document.article.id, text, named[-1].start, named[-1].end)
    at, size = start - span.start, 2 if text[start + 1] in "eE" else 3
    return [(at, at + size, "name", f"[{origin.exact}]", origin)]


def meant_by(document: AnnotatedArticle, span: Span, start: int) -> str:
    """Return the name of the person whom a pronoun means, "" if that is not sure."""
    for reference in touching(document.body.references, Span(start, start + 1)):
        if reference.kind == "person" and reference.start == start:
            return reference.name if is_only_one(document, span, reference.name) else ""
    return ""


def is_only_one(document: AnnotatedArticle, span: Span, name: str) -> bool:
    """Return whether the sentence before a span has one person and no other, and that as a subject."""
    sentences = document.body.sentences
    place = bisect_left(sentences, span.start, key=start_of) - 1
    before = [s for s in sentences[place : place + 1] if place >= 0 and s.start > span.start - BEFORE]
    people = [m for s in before for m in touching(document.body.names, s) if m.kind == "person"]
    text, first = document.article.text, {s.start for s in before}
    does = any(m.start in first or SUBJECT.match(text, m.end) for m in people)
    return does and {m.name for m in people} == {name}


def may_be_named(text: str, span: Span, mention: Mention) -> bool:
    """Return whether a surname in a sentence stands for the person and not before a noun: `the Vell plan`."""
    before = text[max(span.start, mention.start - 24) : mention.start]
    if SEVERAL.search(text, span.start, mention.start):
        return False
    return not TITLED.search(before) and bool(AFTER_PERSON.match(text, mention.end))


def full_mention(document: AnnotatedArticle, surname: str) -> Mention | None:
    """Return the first full mention of the one person of a surname, in a sentence that may be quoted."""
    text = document.article.text
    people = [
        m for m in document.body.names if m.kind == "person" and text[m.start : m.end].endswith(f" {surname}")
    ]
    if len({text[m.start : m.end].split()[0] for m in people}) != 1:
        return None  # nobody, or a family
    prose = [s for s in document.body.sentences if not s.boilerplate]
    for person in people:
        words = text[person.start : person.end]
        if NO_NAME.search(words) or len(words.split()) > 3:
            return None
        if any(s.start <= person.start and person.end <= s.end for s in prose):
            return person
    return None


@remembered
def cited_sentence(document: AnnotatedArticle, span: Span, this_year: int | None) -> CitedSentence:
    """Return a span of an article's text or title as the page prints it."""
    article = document.article
    if span.field == "title":
        citation = cite(article.id, article.title, span.start, span.end, field="title")
        return apply_edits(citation, layout_edits(citation.exact))
    citation = cite(article.id, article.text, span.start, span.end)
    opening, pronoun = opening_edits(citation.exact), pronoun_edit(document, span)
    if opening and pronoun and pronoun[0][0] < opening[0][1]:
        opening = [(0, pronoun[0][0], "trim", "", None)]
    layout = [*link_edits(document, span), *layout_edits(citation.exact)]
    return apply_edits(citation, [*opening, *pronoun, *layout, *date_edits(document, span, this_year)])
