"""Sentence boundaries: exact, ascending spans, each with its paragraph, its terms and what bars quoting it.

A full stop ends a sentence unless the word before it is an abbreviation that what follows continues; a
question or exclamation mark unless the sentence goes on in small letters or with who said it. Closing
quotation marks and brackets belong to the sentence they end. A blank line ends a paragraph; a single
line break ends a sentence only where the lines look like a list or a heading.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language
from writethru.annotate.quotations import find_quotations, quoted_ranges
from writethru.annotate.sentences.boilerplate import boilerplate_reasons
from writethru.annotate.sentences.terms import lower_words, terms, terms_of
from writethru.records import Field, Sentence

__all__ = ["find_quotations", "find_sentences", "sentence_ranges", "terms"]

_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_BULLET = re.compile(r"^[^\S\n]{0,20}(?:[•●▪◦■*–—-]\s|\d{1,2}[.)]\s|\(?[a-z]\)\s)")
# a run of final marks with closing quotation marks and brackets, at a space or the end, or a mark glued to the
# next sentence
_FINAL = re.compile(r"[.!?…]{1,6}[\"”’'»)\]*]{0,4}(?=\s|[—–]|$)|[.!?][\"”]?(?=[“\"]?[A-Z][a-z]{1,40} )")
_SPACED_DOTS = re.compile(r"\. \. \.(?: \.)?")
_BEFORE_WORD = re.compile(r"[(\[\"“”‘—–]")
_NEXT_WORD = re.compile(r"\s{0,8}[—–-]?\s{0,8}([\"“‘'«(\[]{0,3})\s?([^\s,;:!?\"”’)\]]{0,60})")
_OPENING_NUMBER = re.compile(r"^\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})$")
_QUOTES = ("“", '"', "‘", "'", "«")
_DASHES = ("—", "–", "-")
SHORT_LINE = 45  # characters; a line this short was broken on purpose, a wrapped one has 60 and more
LONGEST_NUMBER = 6  # characters of a list item's number
WINDOW = 60  # characters looked at on either side of a mark


@by_language
def _abbreviations() -> dict[str, frozenset[str]]:
    return {kind: frozenset(entries) for kind, entries in lexicon.table("abbreviations").items()}


@by_language
def _speech_verbs() -> frozenset[str]:
    return lexicon.words("speech_verbs")


@by_language
def _speaker() -> re.Pattern[str]:
    """Return the pattern of who spoke and the verb: `John Roe said`, `the guard shouted`."""
    articles, told_on = ("|".join(_abbreviations()[kind]) for kind in ("articles", "told_on"))
    return re.compile(
        rf"\s{{1,4}}(?:[A-Z][\w.’'-]{{0,30}}\s|(?:{articles})\s[a-z-]{{1,20}}\s){{1,4}}([a-z]{{1,20}})\b([.,:]?)(?: ({told_on}))?"
    )


def _abbreviation_kind(word: str) -> str:
    """Return which kind of abbreviation a word before a full stop is; empty for none."""
    kinds = _abbreviations()
    low = word.lower().replace("’", "'")
    if len(word) == 1 and word.isalpha():
        return "initial" if word.isupper() else ("other" if low in kinds["small"] else "")
    if not word[:1].isupper() and "." not in word and low not in kinds["small"]:
        return ""
    for kind in ("never", "number", "company", "clock", "other"):
        if low in kinds[kind]:
            return kind
    if "." in word and all(len(part) <= 2 and part.isalpha() for part in word.split(".")):
        return "initial" if word.isupper() else "other"
    return ""


def _opens_sentence(word: str) -> bool:
    return word.rstrip(".") in lexicon.words("sentence_openers") and not (len(word) == 2 and word[1] == ".")


def _stop_ends(word: str, kind: str, follows: str, quote: str) -> bool:
    """Return whether a full stop after a word that may be an abbreviation of this kind also ends the sentence."""
    if kind == "never":
        return len(word) > 2 and word.isupper() and _opens_sentence(follows)  # they went to the SEC. The
    if kind == "number":
        return not follows[:1].isdigit() and (
            bool(quote) or _opens_sentence(follows) or follows[:1].isupper()
        )
    if kind == "clock":
        return follows[:1].isupper() and follows.lower().strip(".") not in _abbreviations()["after_clock"]
    return bool(quote and quote[0] in '"“') or _opens_sentence(follows)


def _word_before(text: str, start: int, at: int) -> str:
    """Return the last 30 characters at most of the word before an offset, from `start` on."""
    before = text[max(start, at - 30) : at]
    if not before or before[-1].isspace():
        return ""
    word = before.rsplit(None, 1)[-1]
    return word if word.isalpha() else _BEFORE_WORD.split(word)[-1]


def _spoken(text: str, end: int, limit: int, mark: str) -> bool:
    """Return whether who spoke follows a closed quotation that ended with a mark, in the same sentence.

    "Go!" John Roe said in the yard. But: "He was honest." Another wrote: "He was not." And: "Who knew?" He said,
    "Nobody."
    """
    speaker = _speaker().match(text, end, min(end + WINDOW + 30, limit))
    if not speaker or speaker.group(1) not in _speech_verbs():
        return False
    after = text[speaker.end() : speaker.end() + 2].lstrip()[:1]
    told_on = speaker.group(2) == ":" or speaker.group(3) or (speaker.group(2) == "," and after in _QUOTES)
    return speaker.group(2) == "." or (mark in "!?" and not told_on)


def _ends(text: str, start: int, at: int, end: int, limit: int) -> bool:
    """Return whether the marks text[at:end], in a sentence that began at `start`, end that sentence."""
    word = _word_before(text, start, at)
    if (
        text[at:end] == "."
        and text[end] == " "
        and text[end + 1].isupper()
        and word.islower()
        and word.isalpha()
        and word not in _abbreviations()["small"]
        and at - start > LONGEST_NUMBER
    ):
        return True  # what most sentences look like
    following = _NEXT_WORD.match(text, end, min(end + WINDOW, limit))
    quote, follows = (following.group(1), following.group(2)) if following else ("", "")
    if not follows and not quote:
        return text[end:limit].strip() == "" or text[end : end + 1] not in "—–"
    marks = text[at:end]
    closed = marks[-1] not in ".!?…"
    if follows[:1].islower() and follows.lower().rstrip(".’'s") not in _abbreviations()["lowercase_openers"]:
        return False
    if closed and _spoken(text, end, limit, marks[0]):
        return False
    if marks.startswith("..") or "…" in marks:
        return follows[:1].isupper() and follows not in _abbreviations()["after_ellipsis"] and at > start
    if marks[0] in "!?":
        if follows.rstrip(".").lower() in _abbreviations()["company"]:
            return False
        return closed or word.lower() not in _abbreviations()["exclaimed"] or _opens_sentence(follows)
    if _OPENING_NUMBER.match(word) and not text[start : at - len(word)].strip():
        return False  # the number of a list item
    if closed and "." not in word and not _stays_abbreviation(word):
        return True
    kind = _abbreviation_kind(word)
    if kind == "initial" and len(word) == 1 and closed:
        kind = ""
    if kind and text[end : end + 4].lstrip()[:1] in _DASHES:
        return False  # KELL, N.D. — The dam failed.
    return not kind or _stop_ends(word, kind, follows, quote)


def _stays_abbreviation(word: str) -> bool:
    """Return whether a word before a full stop and a closing mark may still be an abbreviation."""
    return _abbreviation_kind(word) in ("never", "company", "other")


def _hard_breaks(text: str, start: int, end: int) -> list[int]:
    """Return where single line breaks within a paragraph end a line that was meant as one."""
    breaks: list[int] = []
    line_start = start
    while (at := text.find("\n", line_start, end)) != -1:
        line, rest = text[line_start:at].strip(), text[at + 1 : min(at + 80, end)].lstrip()
        opener = rest[:1]
        listed = bool(_BULLET.match(rest)) or bool(_BULLET.match(line) and not opener.islower())
        finished = line[-1:] in '.!?:;”"…' and not opener.islower()
        short = len(line) <= SHORT_LINE and (opener.isupper() or opener in '“"‘') and line[-1:] not in ",-–—&"
        if listed or finished or (short and line.rsplit(" ", 1)[-1] not in lexicon.words("stopwords")):
            breaks.append(at)
        line_start = at + 1
    return breaks


def _segments(text: str) -> list[tuple[int, int, int]]:
    """Return start, end and paragraph of each stretch that no sentence crosses."""
    found, start, paragraph = [], 0, 0
    blanks = [(match.start(), match.end()) for match in _BLANK.finditer(text)]
    for stop, following in [*blanks, (len(text), len(text))]:
        edges = [*_hard_breaks(text, start, stop), stop]
        opened = start
        for edge in edges:
            if text[opened:edge].strip():
                found.append((opened, edge, paragraph))
            opened = edge
        paragraph += bool(text[start:stop].strip())
        start = following
    return found


def _glued(text: str, at: int) -> bool:
    """Return whether a mark stands after a word in small letters, as where the space behind it is missing."""
    before = text[max(0, at - 3) : at]
    return len(before) == 3 and before.isalpha() and before.islower()


def _marks(text: str) -> list[tuple[int, int]]:
    """Return the marks of a text that may end a sentence, ascending."""
    found = []
    for match in _FINAL.finditer(text):
        at, end = match.span()
        after = text[end : end + 1]
        if not after or after.isspace() or after in "—–" or _glued(text, at):
            found.append((at, end))
    if ". . ." in text:
        dots = {at for m in _SPACED_DOTS.finditer(text) for at in range(m.start(), m.end() - 1)}
        found = [span for span in found if span[0] not in dots]
    return found


def _split(text: str, start: int, end: int, marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the sentences of one segment, stripped, given the marks in it."""
    ranges: list[tuple[int, int]] = []
    opened = start
    while opened < end and text[opened].isspace():
        opened += 1
    while end > opened and text[end - 1].isspace():
        end -= 1
    for at, after in [*marks, (end, end)]:
        if after <= opened or (after < end and not _ends(text, opened, at, after, end)):
            continue
        if ranges and not any(map(str.isalnum, text[opened:after])):
            ranges[-1] = (ranges[-1][0], after)  # marks alone are no sentence
        else:
            ranges.append((opened, after))
        opened = after
        while opened < end and text[opened].isspace():
            opened += 1
    return ranges


def sentence_ranges(text: str) -> list[tuple[int, int, int]]:
    """Return start, end and paragraph of each sentence: ascending, not overlapping, stripped."""
    marks, first, found = _marks(text), 0, []
    for start, end, paragraph in _segments(text):
        last = bisect_left(marks, (end, 0), first)
        found += [(left, right, paragraph) for left, right in _split(text, start, end, marks[first:last])]
        first = last
    return found


def find_sentences(text: str, field: Field = "text") -> tuple[Sentence, ...]:
    """Return the sentences of a text with the reason, if any, why one is not to be quoted."""
    ranges = sentence_ranges(text)
    words = [lower_words(text[start:end]) for start, end, _ in ranges]
    reasons = [""] * len(ranges)  # a title is a heading by nature, which bars nothing
    if field == "text":
        reasons = boilerplate_reasons(text, ranges, words, quoted_ranges(text))
    return tuple(
        Sentence(start, end, field, reason, paragraph, terms_of(within))
        for (start, end, paragraph), reason, within in zip(ranges, reasons, words, strict=True)
    )
