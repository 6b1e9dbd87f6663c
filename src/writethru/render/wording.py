"""The words that all renderings share: dates by granularity, counts, states, and text made safe to show.

Nothing here depends on the locale or the clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from urllib.parse import urlsplit

from markupsafe import Markup
from msgspec import UNSET
from msgspec.structs import replace

from writethru.characters import shown
from writethru.records import (
    ArticleNote,
    Brief,
    Change,
    Citation,
    CitedSentence,
    Counts,
    Disagreement,
    Phase,
    Position,
    SourceNote,
    Value,
    When,
)
from writethru.render.origins import same_report

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
STATES = {
    "conflict": "",
    "superseded": "later figure replaces an earlier one",
    "scope": "different scope",
    "spread": "estimates differ",
    "outlet-error": "one outlet alone",
}
STOPS = tuple(".!?…”")
NOTES = {
    "edited": "Edited",
    "corrected": "Corrected",
    "reprint of a corrected text": "Repeats what was corrected",
    "reprint of a withdrawn text": "Repeats what was withdrawn",
    "withdrawn": "Withdrawn",
    "gone": "No longer online",
    "words gone": "Edited since",
}
# How a line opens that tells of a change; of other kinds what was and what is now say what changed.
LABELS = {
    "new event": "New",
    "new statement": "New",
    "sides changed": "A side",
    "disagreement appeared": "Accounts differ now",
    "headline changed": "Headline",
    "status changed": "Status",
    "story merged": "Taken in from another story",
    "story split": "Gone into another story",
}
DASH = "–"
MAX_URL = 2_000  # longer addresses are shown by their host; browsers cut theirs at about this length

_LINE_ENDS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NOT_IN_URL = re.compile(r"[\s\x00-\x20\x7f-\x9f<>\"`{}|\\^\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_BREAKS = re.compile(r"(?<=[/?&=_.-])(?![/?&=_.-])")
_ADDED_DATE = re.compile(r"\[(\d{1,2}) (?=[A-Z][a-z]{2}\b)")


def visible(text: str) -> str:
    """Return text on one line, without control characters, overrides of direction or hidden characters."""
    plain = text.isascii() and text.isprintable()  # most are, and this is asked of every text of a page
    return text if plain else shown(_LINE_ENDS.sub(" ", text))


def breakable(text: str) -> Markup:
    """Return text in which a line may end behind the marks of an address, before it may end anywhere."""
    return Markup("<wbr>").join(_BREAKS.split(visible(text)))


@lru_cache(maxsize=1_024)  # each is asked for several times while a page is made, of hundreds of sources
def safe_url(url: str | None) -> str | None:
    """Return an address that may become a link (http or https, with a host), else None."""
    if not url or len(url) > MAX_URL or _NOT_IN_URL.search(url) or _SURROGATE.search(url):
        return None
    try:
        parts = urlsplit(url)
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


@lru_cache(maxsize=1_024)
def host(url: str | None) -> str:
    """Return the host of an address that may become a link, without `www.`; else an empty text."""
    return (urlsplit(url).hostname or "").removeprefix("www.") if (url := safe_url(url)) else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def day_words(day: date) -> str:
    """Return a day as `1 Dec 2025`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _days(first: date, last: date) -> str:
    if first == last:
        return day_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{DASH}{day_words(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} {DASH} {day_words(last)}"
    return f"{day_words(first)} {DASH} {day_words(last)}"


def days_words(first: str | None, last: str | None) -> str:
    """Return the days from one ISO time to another as outlets date them: `4–7 Mar 2031`, or `undated`."""
    start, end = _day(first or ""), _day(last or "")
    return _days(min(start, end), max(start, end)) if start and end else "undated"


def _months(first: date, last: date) -> str:
    end = f"{MONTHS[last.month - 1]} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return end
    if first.year == last.year:
        return f"{MONTHS[first.month - 1]}{DASH}{end}"
    return f"{MONTHS[first.month - 1]} {first.year} {DASH} {end}"


def _years(first: date, last: date) -> str:
    return str(first.year) if first.year == last.year else f"{first.year}{DASH}{last.year}"


def _century(number: int) -> str:
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending} century"


def when_words(when: When) -> str:
    """Return a time as exactly as it is known: `2023`, `Mar 2031`, `1 Dec 2025`, `2–3 Dec 2025`."""
    first, last = _day(when.start), _day(when.end)
    if first is None or last is None:
        return visible(when.start)
    if when.granularity == "week" and 4 < (last - first).days < 7:
        return f"Week of {day_words(first)}"
    if when.granularity in ("month", "season"):
        return _months(first, last)
    if when.granularity == "year":
        return _years(first, last)
    if when.granularity == "decade" and last.year - first.year < 10:
        return f"{first.year // 10 * 10}s"
    if when.granularity == "century" and last.year - first.year < 100:
        return _century((first.year + last.year) // 2 // 100 + 1)
    return _years(first, last) if when.granularity in ("decade", "century") else _days(first, last)


def moment_words(when: str | None) -> str:
    """Return ISO text as `9 Dec 2025 18:40 UTC`, a bare day as `9 Dec 2025`, nothing as `undated`."""
    if not when:
        return "undated"
    try:
        parsed = datetime.fromisoformat(when)
    except ValueError:
        return visible(when)
    if len(when) == 10:
        return day_words(parsed.date())
    parsed = parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    return f"{day_words(parsed.date())} {parsed:%H:%M} UTC"


def published_words(when: str | None) -> str:
    """Return the day of publication as the outlet dates it, in its own zone."""
    day = _day(when or "")
    return day_words(day) if day else moment_words(when)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def counts_words(counts: Counts) -> list[str]:
    """Return `3 articles`, `2 outlets`, `2 independent origins`."""
    return [
        _count(counts.articles, "article"),
        _count(counts.outlets, "outlet"),
        _count(counts.origins, "independent origin"),
    ]


def phase_words(phase: Phase) -> str:
    """Return how alive a story is: `Developing`, `Quiet since 4 Mar 2031`."""
    if phase.kind in ("breaking", "developing") or not phase.since:
        return capital(phase.kind)
    return (
        f"{capital(phase.kind)}{' ' if phase.kind == 'reopened' else ' since '}{published_words(phase.since)}"
    )


def update_parts(brief: Brief, phase: Phase | None = None) -> list[str]:
    """Return the parts of the line under the headline; with how alive the story is, if that is told."""
    unknown = "Dated in the future" if any(source.published for source in brief.sources) else "Undated"
    updated = f"Updated {moment_words(brief.updated)}" if brief.updated else unknown
    alive = [phase_words(phase)] if phase else []
    return [*alive, updated, *counts_words(brief.counts), f"revision {brief.revision}"]


def capital(text: str) -> str:
    """Return text with its first letter in upper case, to open a line with it."""
    return text[:1].upper() + text[1:]


def outlet(source: SourceNote) -> str:
    """Return the name of a source's outlet, or that it has none."""
    return visible(source.publisher).strip() or "Unnamed outlet"


def title(source: SourceNote) -> str:
    """Return the title of a source, or that it has none."""
    return visible(source.title).strip() or "Untitled"


def holder(position: Position) -> str:
    """Return who holds a position, to open a line with it."""
    return capital(visible(position.holder).strip()) or "Not named"


def changes_title(brief: Brief) -> str:
    """Return the heading of what changed: since the last revision or another, or in the course of the first."""
    if brief.since is not UNSET:
        return f"Since revision {brief.since.revision}" if brief.since.revision else "Since the beginning"
    return f"Since revision {brief.revision - 1}" if brief.revision > 1 else "Figures revised"


def change_label(change: Change) -> str:
    """Return what a change is, to open a line with it."""
    return LABELS.get(change.kind, capital(visible(change.kind)))


def restates(change: Change) -> bool:
    """Return whether what is now are the very words of the reason, which need not be told twice."""
    return change.now in (change.because.without_additions(), change.because.text)


def change_lead(change: Change) -> str:
    """Return the words before the reason of a change: `Previously 9 → now 12, because`, `New:`."""
    before, now = visible(change.previously), visible(change.now)
    if restates(change):
        return f"{change_label(change)}, previously {before}:" if before else f"{change_label(change)}:"
    if not before:
        return f"{change_label(change)}: {now}, because"
    known = f"{LABELS[change.kind]}: " if change.kind in LABELS else ""
    return f"{known}{'previously' if known else 'Previously'} {before} → now {now}, because"


def change_line(change: Change) -> str:
    """Return a change as one line without its reason's marks, where many are listed."""
    if restates(change):
        return f"{change_lead(change)} “{visible(change.because.text)}”"
    return change_lead(change).removesuffix(", because")


def quoted(sentence: CitedSentence) -> CitedSentence:
    """Return a sentence in quotation marks, to stand within another."""
    words = sentence.text.strip()
    whole = words.startswith("“") and words.endswith("”") and words.count("“") == 1
    return sentence if whole else replace(sentence, text=f"“{words}”")


def closed(lead: str) -> str:
    """Return a lead that ends in a mark, so that a sentence may follow on the same line."""
    lead = visible(lead).rstrip()
    return lead if lead.endswith((".", "!", "?", "…", ":", ".”", '."', "?”", "!”")) else f"{lead}."


def dotted(parts: Iterable[str]) -> str:
    """Return parts of a line with a dot between any two, which ends a line and begins none; `9 articles` is not broken."""
    return "\u00a0· ".join(part.replace(" ", "\u00a0", -1 if len(part) <= 24 else 1) for part in parts)


def ends_plainly(text: str) -> bool:
    """Return whether text ends in a full stop that closes nothing but the sentence (not `p.m.`, `…`, `.”`)."""
    last = text.rsplit(" ", 1)[-1]
    return last.endswith(".") and last.count(".") == 1 and len(last) > 2


def by_source(citations: Sequence[Citation]) -> list[tuple[int, list[Citation]]]:
    """Return citations grouped by source, in order of first mention."""
    order = list(dict.fromkeys(citation.source for citation in citations))
    return [(number, [c for c in citations if c.source == number]) for number in order]


def marked(sentences: Sequence[CitedSentence]) -> list[tuple[int, list[Citation]]]:
    """Return the citations of sentences by source, each passage once."""
    return by_source(list(dict.fromkeys(c for sentence in sentences for c in sentence.citations)))


def last_word(text: str) -> tuple[str, str]:
    """Return text before its last word, and that word, to keep it on one line with what follows.

    A last word that is too long for the narrowest screen stays with the rest. An added date is not broken.
    """
    text = _ADDED_DATE.sub("[\\1\u00a0", visible(text).strip())
    head, space, word = text.rpartition(" ")
    return (head + space, word) if len(word) <= 24 else (text, "")


def marks(*sentences: CitedSentence) -> str:
    """Return the citation marks of sentences: `[1][3]`, each source once."""
    found = [citation for sentence in sentences for citation in sentence.citations]
    return "".join(f"[{number}]" for number, _ in by_source(found))


def uncovered_marks(lead: CitedSentence, sentences: Sequence[CitedSentence]) -> str:
    """Return the marks of a lead whose sources do not all stand behind the sentences under it."""
    below = {citation.source for sentence in sentences for citation in sentence.citations}
    above = {citation.source for citation in lead.citations}
    return "" if sentences and above <= below else marks(lead)


def source_words(
    source: SourceNote, alike: Mapping[str, Sequence[int]], shown: Callable[[str], str] = visible
) -> str:
    """Return what a source is: its roles, which others are the same report, and why they count as one.

    `shown` makes the words that are not ours safe to stand in the rendering.
    """
    parts = [f"{capital(shown(role))}." for role in source.roles]
    if same := same_report(source, alike):
        why = shown(source.why_origin).rstrip(".")
        parts.append(f"{capital(same)}: {why}." if why else f"{capital(same)}.")
    parts += [note_words(note, shown) for note in source.notes]
    return " ".join(parts)


def source_parts(source: SourceNote, alike: Mapping[str, Sequence[int]]) -> list[str]:
    """Return what stands below a source: what it is, where it was published, and under which id."""
    named = f"id {source.external_id}" if source.external_id else ""
    return [visible(part) for part in (source_words(source, alike), host(source.url), named) if part]


def note_words(note: ArticleNote, shown: Callable[[str], str] = visible) -> str:
    """Return what became of an article: edited, corrected, withdrawn, gone."""
    when = f" {published_words(note.at)}" if note.at else ""
    words = shown(note.says)
    return f"{NOTES[note.kind]}{shown(when)}: {words}" + ("" if words[-1:] in STOPS else ".")


def state_words(disagreement: Disagreement) -> str:
    """Return what kind of difference it is; an empty text for a true conflict."""
    return STATES.get(disagreement.state, visible(disagreement.state))


def _number(value: float | str | None) -> str:
    if isinstance(value, float):
        return f"{int(value):,}" if value.is_integer() else f"{value:,}"
    return f"{value:,}" if isinstance(value, int) else visible(str(value))


def value_words(value: Value | None) -> str:
    """Return the value of a position: `31`, `12–15`, `at least 9`, `up to 40`, `2 Dec 2025`; else empty."""
    if not value:
        return ""
    if value.get("start"):
        first = str(value["start"])
        return when_words(When(start=first, end=str(value.get("end") or first), granularity="day"))
    low, high = value.get("low"), value.get("high")
    if low is None and high is None:
        return ""
    if low is None:
        return f"up to {_number(high)}"
    if high is None:
        return f"at least {_number(low)}"
    return _number(low) if low == high else f"{_number(low)}{DASH}{_number(high)}"
