"""Why a sentence is not to be quoted: caption, promo, byline, heading, fragment, another's voice and so on.

Phrases are language data (`lexicon/LANGUAGE/boilerplate.toml`); what is decided here is form: length,
final punctuation, balance of marks, capitals, and how much of a sentence stands inside quotation marks.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from writethru.annotate import lexicon

Ranges = list[tuple[int, int]]
PHRASED = ("caption", "promo", "byline")  # in this order

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LETTERS = re.compile(r"[a-z]+")
_BULLET = re.compile(r"^(?:[•●▪◦■*]|[–—-]\s|\(?\d{1,2}[.)]\s|\(?[a-z]\)\s)")
_CREDIT = re.compile(r"\([^()/]{2,60}/[^()/]{2,60}\)\.?$")
_AROUND = ".,;:!?…\"'“”‘’«»()[]{}<>—–-*•●▪◦■|/\\&#@+=_~^%$£€°§©®™"
_BYLINE = re.compile(r"^[Bb][Yy] [A-Z]")
_NAME_WORDS = frozenset(
    ["and", "of", "for", "the", "in", "de", "van", "von", "al", "bin", "la", "el", "at", "by", "on"]
)
_DATELINE = re.compile(r"^[A-Z][A-Za-z .,'’-]{1,50}(?:\([A-Za-z .]{2,30}\))?\s{0,3}[—–-]{1,2}$")
_AGENCY = re.compile(r"^[(\[][A-Z][A-Za-z .]{1,25}[)\]]\s{0,3}[—–-]{0,2}$")
_FIRST_PERSON = re.compile(
    r"(?<![\w.-])(?:(?<![A-Z][a-z] )I|I['’](?:m|ve|ll|d)|me|my|myself|mine|Me|My)(?![\w.-])"
)
_NUMERAL = re.compile(r"\b[A-Z][A-Za-z]{1,20} I\b(?!['’])")
_FIRST_WORDS = frozenset(
    word + mark
    for word in (
        "I",
        "I'm",
        "I’m",
        "I've",
        "I’ve",
        "I'll",
        "I’ll",
        "I'd",
        "I’d",
        "me",
        "my",
        "myself",
        "mine",
        "Me",
        "My",
    )
    for mark in ("", ".", ",", "?", "!", ";", ":", ")")
)
# A scene in the present tense that ends in a full date is what stands under a photograph.
_SCENE_DATE = re.compile(
    r"(?:,| on| in) (?:[A-Z][a-z]{2,5}day, )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2}, "
    r"\d{4}(?:,? (?:in|at|near|outside|during) [A-Z][^.]{2,60})?\.?$"
)
_TOLD = re.compile(r"\b(?:was|were|had|said|told|has|have|will|would|did)\b")
_SIDES = re.compile(
    r"\((?:left|right|cent(?:er|re)|top|bottom|L|R|C|2nd [LR]|second (?:left|right))\)|^\d{1,2} of \d{1,3}\b"
)
# Link texts that ran into a word (`TrumpGOP`), and bytes read in the wrong encoding.
_DAMAGED = re.compile(
    r"[a-z]{4}[A-Z]{3}|[a-z]{5}[A-Z][a-z]{3,12} [A-Za-z]|[a-z]MORE\b|[a-z]:[A-Z][a-z]|Ã[\x80-\xbf]|â(?:\W|€)|\ufffd"
)
LONGEST = 80  # words of a sentence that a reader can take in
SPEAKER = 40  # characters of the longest name that opens a speaker's turn
HEADING = 14  # words of a line without a full stop that is still a heading
SHORT = 20  # words up to which a line may be a byline, a time, a heading: looked at word by word
VERBLESS = 6  # words up to which the lack of a known verb form tells


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return lexicon.table("boilerplate")


@cache
def _starts(kind: str) -> tuple[str, ...]:
    return tuple(_table()[kind]["starts"])


@cache
def _keyed(kind: str) -> tuple[tuple[str, frozenset[str], str], ...]:
    """Return the phrases that a sentence may contain, each with its longest word and all its words."""
    worded = ((_LETTERS.findall(phrase), phrase) for phrase in _table()[kind]["contains"])
    return tuple((max(words, key=len), frozenset(words), phrase) for words, phrase in worded)


@cache
def _ends(kind: str) -> tuple[str, ...]:
    return tuple(_table()[kind]["ends"])


@cache
def _timestamp_words() -> frozenset[str]:
    return frozenset(_table()["timestamp"]["words"])


@cache
def _verb_forms() -> frozenset[str]:
    return frozenset(_table()["verbs"]["forms"])


def _whole(low: str, at: int, phrase: str) -> bool:
    """Return whether a phrase found at an offset ends with its last word, not within a longer one."""
    end = at + len(phrase)
    return at >= 0 and not (phrase[-1].isalnum() and low[end : end + 1].isalnum())


def _phrased(low: str, contained: dict[str, list[str]]) -> str:
    """Return the kind of boilerplate whose phrase opens, fills or ends a lower-case sentence."""
    for kind in PHRASED:
        if low.startswith(_starts(kind)) and any(
            low.startswith(p) and _whole(low, 0, p) for p in _starts(kind)
        ):
            return kind
        if contained[kind] and any(_whole(low, low.find(p), p) for p in contained[kind]):
            return kind
        if len(low) < 200 and kind != "byline" and low.rstrip(".!) ").endswith(_ends(kind)):
            return kind
    return ""


def _looks(sentence: str) -> str:
    """Return `caption` or `damaged` for a sentence with the looks of one."""
    if _SIDES.search(sentence) or (_SCENE_DATE.search(sentence[-160:]) and not _TOLD.search(sentence)):
        return "caption"
    return "damaged" if _DAMAGED.search(sentence) else ""


def _lined(sentence: str, words: list[str]) -> str:
    """Return the kind of a line that is no sentence: byline, dateline, timestamp."""
    if _BYLINE.match(sentence) and len(words) <= 12 and sentence[-1] not in "!?":
        rest = words[1:]
        if all(word[0].isupper() or word in _NAME_WORDS for word in rest):
            return "byline"
    if len(words) <= 10 and (_DATELINE.match(sentence) or _AGENCY.match(sentence)):
        return "dateline"
    if len(words) <= 16 and any(map(str.isdigit, sentence)):
        known = _timestamp_words()
        if all(word.lower() in known or word[0].isdigit() for word in words):
            return "timestamp"
    return ""


def _mask(text: str, start: int, end: int, quotations: Ranges, first: int) -> tuple[str, bool]:
    """Return the sentence with quoted words blanked, and whether a quotation crosses its edges."""
    pieces, at, crosses = [], start, False
    for left, right in quotations[first:]:
        if left >= end:
            break
        if right <= start:
            continue
        crosses |= (left < start) != (right > end) or (left > start and right > end)
        pieces.append(text[at : max(left, at)])
        at = min(right, end)
    pieces.append(text[at:end])
    return " ".join(pieces), crosses


def _bare(word: str) -> str:
    """Return a word without the marks around it; empty if it has no letter or digit."""
    return word if word.isalnum() else word.strip(_AROUND)


def _unbalanced(sentence: str) -> bool:
    return (
        sentence.count("“") != sentence.count("”")
        or sentence.count('"') % 2 == 1
        or sentence.count("(") != sentence.count(")")
        or sentence.count("[") != sentence.count("]")
    )


def _verbless(words: list[str]) -> bool:
    forms = _verb_forms()
    return not any(
        (low := word.lower().replace("’", "'")) in forms or low.endswith(("ed", "'re", "'ve", "'ll", "n't"))
        for word in words
    )


def _formal(sentence: str, outside: str, words: list[str], crosses: bool, alone: bool) -> str:
    """Return what the form of a sentence says against quoting it."""
    final = sentence.rstrip("\"”’')]»")[-1:]
    if final not in ".!?…":
        return "heading" if alone and len(words) <= HEADING else "fragment"
    if not _WORD.search(outside):
        return "quotation"
    if crosses or _unbalanced(sentence):
        return "fragment"
    if len(words) > LONGEST or sentence[0] in ",;)….&" or sentence.endswith("..."):
        return "fragment"
    openers = lexicon.table("abbreviations")["lowercase_openers"]
    if sentence[0].islower() and words[0].lower() not in openers:
        return "fragment"
    if len(words) <= VERBLESS and _verbless(words):
        return "fragment"
    if not _FIRST_WORDS.isdisjoint(outside.split()) and _FIRST_PERSON.search(_NUMERAL.sub(" ", outside)):
        return "first-person"
    return "question" if outside.rstrip("\"”’') ").endswith("?") else ""


def _speaker(text: str, start: int, end: int) -> str:
    """Return who speaks in a paragraph that opens with a name and a colon; empty if none does."""
    name, colon, rest = text[start : min(end, start + SPEAKER + 2)].partition(":")
    if not colon or not rest[:1].isspace() or len(name) > SPEAKER:
        return ""
    words = name.partition(" (")[0].split()
    named = all(word[0].isupper() and word.replace(".", "").replace("-", "").isalpha() for word in words)
    return " ".join(words) if named and 1 <= len(words) <= 4 else ""


def _transcripts(text: str, ranges: list[tuple[int, int, int]]) -> dict[int, str]:
    """Return the paragraphs that open with a speaker and a colon, as transcripts of speech do."""
    speakers: dict[int, str] = {}
    last = -1
    for start, end, paragraph in ranges:
        if paragraph != last:
            last = paragraph
            who = _speaker(text, start, end)
            if who:
                speakers[paragraph] = who
    times = Counter(speakers.values())
    return {
        paragraph: "transcript"
        for paragraph, who in speakers.items()
        if times[who] > 1 or who in ("Q", "A") or (who.isupper() and len(who) > 2)
    }


def boilerplate_reasons(
    text: str, ranges: list[tuple[int, int, int]], quotations: Ranges, *, titled: bool = False
) -> list[str]:
    """Return for each sentence (start, end, paragraph) why it is not to be quoted; "" if it may be.

    A title is a heading by nature and bars nothing.
    """
    if titled:
        return [""] * len(ranges)
    whole = text.lower()
    known = frozenset(_LETTERS.findall(whole))
    contained = {
        kind: [p for key, words, p in _keyed(kind) if key in known and words <= known and p in whole]
        for kind in PHRASED
    }
    transcripts = _transcripts(text, ranges)
    sizes = Counter(paragraph for _, _, paragraph in ranges)
    reasons, first = [], 0
    for start, end, paragraph in ranges:
        while first < len(quotations) and quotations[first][1] <= start:
            first += 1
        sentence = text[start:end]
        words = sentence.split()
        if len(words) <= SHORT:
            words = [word for word in map(_bare, words) if word]
        if not words:
            reasons.append("fragment")
            continue
        reason = _phrased(sentence.lower(), contained) or (
            "caption" if _CREDIT.search(sentence[-124:]) else ""
        )
        reason = reason or _looks(sentence) or _lined(sentence, words) or transcripts.get(paragraph, "")
        if not reason and _BULLET.match(sentence):
            reason = "list"
        if not reason:
            outside, crosses = _mask(text, start, end, quotations, first)
            reason = _formal(sentence, outside, words, crosses, sizes[paragraph] == 1)
        reasons.append(reason)
    return reasons
