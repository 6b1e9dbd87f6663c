"""Why a sentence is not to be quoted: caption, promo, byline, heading, fragment, another's voice and so on.

Phrases and words are language data (`lexicon/LANGUAGE/boilerplate.toml`); what is decided here is form: length,
final punctuation, balance of marks, capitals, and how much of a sentence stands inside quotation marks. Most
sentences are plain prose, which is told at a glance.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from writethru.annotate.sentences.blocks import blocked
from writethru.annotate.sentences.lines import SHORT, Lines, lines
from writethru.annotate.sentences.phrases import phrases
from writethru.annotate.sentences.transcripts import turns

Ranges = tuple[tuple[int, int], ...]

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_BULLET = re.compile(r"^(?:[•●▪◦■*]|[–—-]\s|\(?\d{1,2}[.)]\s|\(?[a-z]\)\s)")
_AROUND = ".,;:!?…\"'“”‘’«»()[]{}<>—–-*•●▪◦■|/\\&#@+=_~^%$£€°§©®™"
# What most sentences look like: a capital, no digits, quotation marks or brackets, and a full stop after a letter.
_PROSE = re.compile(r"^[A-Z][^0-9\"“”()\[\]?]*[^\W\d_]\.")
_CREDITED = re.compile(
    r"\W{0,2}(?:[A-Z]{2,12}(?:/| Photo\b)|Photo(?:graph)? by |[A-Z][^\W\d_]{1,20}(?: [A-Z][\w.’'-]{0,20}){1,3}/[A-Z][\w ./]{1,30}\Z)"
)
_CREDIT_LENGTH = 60  # characters of a line that only says whose a picture is
_CAPTION_SENTENCES = 4
MANY = 32  # words from which a sentence is no line of any kind, compounds counted by their parts
CLOSING = 8  # sentences of a text, the last ones, among which its writer is introduced
LONGEST = 80  # words of a sentence that a reader can take in
HEADING = 14  # words of a line without a full stop that is still a heading
PROSE = 12  # words from which a sentence that opens with a word and ends with a stop is none of these
VERBLESS = 6  # words up to which the lack of a known verb form tells


def _spelled(sentence: str, lower: list[str]) -> list[str]:
    """Return the words of a sentence as they are spelled; of a line, without the marks around them.

    `lower` are its words and numbers in lower case: the parts of compounds count.
    """
    if len(lower) > MANY:
        return lower
    words = sentence.split()
    size = len(words)
    prose = size > PROSE and len(lower) >= PROSE and sentence[-1] in '.!?”"' and words[0].isalpha()
    if size > SHORT or prose:
        return words
    return [word if word.isalnum() else bare for word in words if (bare := word.strip(_AROUND))]


def _mask(text: str, start: int, end: int, quotations: Ranges, first: int) -> tuple[str, bool]:
    """Return the sentence with quoted words blanked, and whether a quotation crosses its edges."""
    if first == len(quotations) or quotations[first][0] >= end:
        return text[start:end], False
    pieces, at, crosses = [], start, False
    for left, right in islice(quotations, first, None):
        if left >= end:
            break
        crosses |= (left < start) != (right > end) or (left > start and right > end)
        pieces.append(text[at : max(left, at)])
        at = min(right, end)
    pieces.append(text[at:end])
    return " ".join(pieces), crosses


def _unbalanced(sentence: str) -> bool:
    opened, closed, straight = sentence.count("“"), sentence.count("”"), sentence.count('"')
    return (
        (abs(opened - closed) > straight or (opened + closed + straight) % 2 == 1)  # some close “ with "
        or sentence.count("(") != sentence.count(")")
        or sentence.count("[") != sentence.count("]")
    )


def _formal(known: Lines, sentence: str, lower: list[str], outside: str, crosses: bool, alone: bool) -> str:
    """Return what the form of a sentence says against quoting it.

    `outside` is what of it is not quoted, `crosses` whether a quotation does not end where it ends; `alone`: it is a
    paragraph.
    """
    if sentence[-1] not in ".!?…" and sentence.rstrip("\"”’')]»")[-1:] not in ".!?…":
        return "heading" if alone and len(_spelled(sentence, lower)) <= HEADING else "fragment"
    if not outside[0].isalnum() and not _WORD.search(outside):
        return "quotation"
    if crosses or _unbalanced(sentence):
        return "fragment"
    if len(lower) > LONGEST or sentence[0] in ",;)….&" or sentence.endswith("..."):
        return "fragment"
    if sentence[0].islower() and lower[0] not in known.lowercase_openers:
        return "fragment"
    if len(lower) <= 2 * VERBLESS and known.verbless(_spelled(sentence, lower), VERBLESS):
        return "fragment"
    if not known.first_words.isdisjoint(lower) and known.speaks_of_itself(outside):
        return "first-person"
    return "question" if "?" in outside and outside.rstrip("\"”’') ").endswith("?") else ""


def _of_form(
    known: Lines, sentence: str, lower: list[str], masked: tuple[str, bool], told: bool, alone: bool
) -> str:
    """Return what lines look like, and the form of a sentence, say against quoting it.

    `masked`: what of it is not quoted, and whether a quotation crosses its edges; `told`: it is of a transcript.
    """
    reason = ""
    if len(lower) <= MANY and known.may_be_line(sentence, lower[0]):
        reason = known.kind(sentence, _spelled(sentence, lower))
    if reason or told:
        return reason or "transcript"
    if (not sentence[0].isalpha() or sentence[1:2] == ")") and _BULLET.match(sentence):
        return "list"
    return _formal(known, sentence, lower, *masked, alone)


def boilerplate_reasons(
    text: str, ranges: list[tuple[int, int, int]], words: list[list[str]], quotations: Ranges
) -> list[str]:
    """Return for each sentence (start, end, paragraph) why it is not to be quoted; "" if it may be.

    `words` are the words of each sentence in lower case.
    """
    known, known_phrases = lines(), phrases()
    suspects = [*(match.start() for match in known.suspect.finditer(text)), len(text)]
    spoken = turns(text, ranges)
    sizes = Counter(paragraph for _, _, paragraph in ranges)
    reasons, quoted, suspected = [], 0, 0
    for left, (start, end, paragraph), lower in zip(range(len(ranges), 0, -1), ranges, words, strict=True):
        while quoted < len(quotations) and quotations[quoted][1] <= start:
            quoted += 1
        while suspects[suspected] < start:
            suspected += 1
        sentence, told = text[start:end], paragraph in spoken
        if not lower:
            reason = "fragment"
        elif reason := known_phrases.kind(sentence, lower, left <= CLOSING):
            pass
        elif (
            PROSE < len(lower) <= LONGEST
            and (quoted == len(quotations) or quotations[quoted][0] >= end)
            and suspects[suspected] >= end
            and not told
            and known.first_words.isdisjoint(lower)
            and _PROSE.fullmatch(sentence)
        ):
            reason = ""
        elif known.captions(sentence):
            reason = "caption"
        elif suspects[suspected] < end and known.damaged(sentence):
            reason = "damaged"
        else:
            masked = _mask(text, start, end, quotations, quoted)
            reason = _of_form(known, sentence, lower, masked, told, sizes[paragraph] == 1)
        reasons.append(reason)
    return blocked(text, ranges, _captioned(text, ranges, reasons))


def _captioned(text: str, ranges: list[tuple[int, int, int]], reasons: list[str]) -> list[str]:
    """Return the reasons, where a picture's credit ends a short paragraph with those of its caption."""
    for at, (start, end, paragraph) in enumerate(ranges):
        last = at + 1 == len(ranges) or ranges[at + 1][2] != paragraph
        if last and end - start < _CREDIT_LENGTH and reasons[at] and _CREDITED.match(text[start:end]):
            first = at
            while first and ranges[first - 1][2] == paragraph:
                first -= 1
            if at - first < _CAPTION_SENTENCES:
                reasons[first : at + 1] = ["caption"] * (at + 1 - first)
    return reasons
