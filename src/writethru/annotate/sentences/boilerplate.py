"""Why a sentence is not to be quoted: caption, promo, byline, heading, fragment, another's voice and so on.

Phrases are language data (`lexicon/LANGUAGE/boilerplate.toml`); what is decided here is form: length,
final punctuation, balance of marks, capitals, and how much of a sentence stands inside quotation marks.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from itertools import chain, islice

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language
from writethru.annotate.sentences.phrases import contained, phrased, table
from writethru.annotate.sentences.transcripts import turns

Ranges = tuple[tuple[int, int], ...]

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_BULLET = re.compile(r"^(?:[•●▪◦■*]|[–—-]\s|\(?\d{1,2}[.)]\s|\(?[a-z]\)\s)")
_CREDIT = re.compile(r"\([^()/]{2,60}/[^()/]{2,60}\)\.?$")
_AROUND = ".,;:!?…\"'“”‘’«»()[]{}<>—–-*•●▪◦■|/\\&#@+=_~^%$£€°§©®™"
_DATELINE = re.compile(r"^[A-Z][A-Za-z .,'’-]{1,50}(?:\([A-Za-z .]{2,30}\))?\s{0,3}[—–-]{1,2}$")
_AGENCY = re.compile(r"^[(\[][A-Z][A-Za-z .]{1,25}[)\]]\s{0,3}[—–-]{0,2}$")
# Link texts that ran into a mark or into `MORE`, bytes read in the wrong encoding, and a word that runs into the next,
# unless it is a name written so (`PolitiFact`): it is small, or stands there already. Each begins with what is rare.
_DAMAGED = re.compile(
    r"[A-Z:Ãâ\ufffd](?:(?<=[a-z]M)ORE\b|(?<=[a-z]:)[A-Z][a-z]|(?<=Ã)[\x80-\xbf]|(?<=â)(?:\W|€)|(?<=\ufffd))"
)
_SUSPECT = re.compile(
    r"[A-Z0-9:Ãâ\ufffd](?:(?<=[a-z]{3}[A-Z0-9])(?:[a-z0-9]{2}|[A-Z]{2})|(?<=[a-z]M)ORE|(?<=[a-z]:)[A-Z]|(?<=[Ãâ\ufffd]))"
)
_JOINED = re.compile(r"(?<![\w@#./-])([A-Za-z][a-z]{3,30})([A-Z0-9])(?:[a-z0-9]{2}|[A-Z]{2})")
MANY = 32  # words from which a sentence is no line of any kind, compounds counted by their parts
CLOSING = 8  # sentences of a text, the last ones, among which its writer is introduced
LONGEST = 80  # words of a sentence that a reader can take in
HEADING = 14  # words of a line without a full stop that is still a heading
SHORT = 20  # words up to which a line may be a byline, a time, a heading: looked at word by word
PROSE = 12  # words from which a sentence that opens with a word and ends with a stop is none of these
VERBLESS = 6  # words up to which the lack of a known verb form tells


@by_language
def _timestamp_words() -> frozenset[str]:
    return frozenset(table()["timestamp"]["words"])


@by_language
def _verb_forms() -> frozenset[str]:
    return frozenset(table()["verbs"]["forms"])


@by_language
def _small_words() -> frozenset[str]:
    return frozenset(table()["names"]["small"])


@by_language
def _lowercase_openers() -> frozenset[str]:
    return frozenset(lexicon.table("abbreviations")["lowercase_openers"])


@by_language
def _first_words() -> frozenset[str]:
    """Return the words of the first person in lower case."""
    return frozenset(map(str.lower, chain.from_iterable(table()["first_person"].values())))


@by_language
def _first_person() -> re.Pattern[str]:
    known = table()["first_person"]
    pronouns, words = "|".join(known["pronouns"]), "|".join(known["words"]).replace("'", "['’]")
    return re.compile(rf"(?<![\w.-])(?:(?<![A-Z][a-z] )(?:{pronouns})|{words})(?![\w.-])")


@by_language
def _numeral() -> re.Pattern[str]:
    pronouns = "|".join(table()["first_person"]["pronouns"])
    return re.compile(rf"\b[A-Z][A-Za-z]{{1,20}} (?:{pronouns})\b(?!['’])")


@by_language
def _sides() -> tuple[str, ...]:
    return tuple(f"({side})" for side in table()["looks"]["sides"])


@by_language
def _scene_date() -> re.Pattern[str]:
    """Return the pattern of a full date that ends a sentence, a place after it or not."""
    kinds = ("months", "dated", "places", "weekdays")
    months, dated, places, weekdays = ("|".join(table()["looks"][kind]) for kind in kinds)
    return re.compile(
        rf"(?:{dated}) (?:[A-Z][a-z]{{2,5}}(?:{weekdays}), )?(?:{months})[a-z]{{0,6}}\.? \d{{1,2}}, \d{{4}}"
        rf"(?:,? (?:{places}) [A-Z][^.]{{2,60}})?\.?$"
    )


@by_language
def _numbered() -> re.Pattern[str]:
    return re.compile(rf"^\d{{1,2}} (?:{'|'.join(table()['looks']['of'])}) \d{{1,3}}\b")


@by_language
def _byline() -> re.Pattern[str]:
    return re.compile(rf"^(?:{'|'.join(table()['names']['by'])}) [A-Z]")


@by_language
def _doings() -> frozenset[str]:
    return frozenset(table()["looks"]["done"])


@by_language
def _told() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(table()['looks']['told'])})\b")


def _looks(sentence: str) -> str:
    """Return `caption` for a sentence with the looks of one."""
    if "(" in sentence and (
        any(side in sentence for side in _sides()) or ("/" in sentence and _CREDIT.search(sentence[-124:]))
    ):
        return "caption"
    if sentence[0].isdigit() and _numbered().match(sentence):
        return "caption"
    # A scene in the present tense that ends in a full date is what stands under a photograph.
    if ", 2" not in sentence and ", 1" not in sentence:
        return ""
    tail = sentence[-160:]
    if not _scene_date().search(tail):
        return ""
    words = sentence.split()
    past = tuple(table()["looks"]["past"])
    done = any(word in _doings() for word in words) or not any(word.endswith(past) for word in words)
    return "caption" if done and not _told().search(sentence) else ""


def _damaged(sentence: str) -> bool:
    """Return whether a sentence holds words that ran into each other or bytes of another encoding."""
    return bool(_DAMAGED.search(sentence)) or any(
        (joined[1].islower() and joined[2].isupper()) or f" {joined[1]} " in f" {sentence[: joined.start()]}"
        for joined in _JOINED.finditer(sentence)
    )


def _spelled(sentence: str, count: int) -> list[str]:
    """Return the words of a sentence as they are spelled; of a line, without the marks around them.

    `count` is how many words and numbers it has: the parts of compounds count.
    """
    words = sentence.split()
    size = len(words)
    if size > SHORT or (size > PROSE and count >= PROSE and sentence[-1] in '.!?”"' and words[0].isalpha()):
        return words
    return [word if word.isalnum() else bare for word in words if (bare := word.strip(_AROUND))]


def _named(words: list[str]) -> bool:
    """Return whether the words of a line are names and what stands between these."""
    small = _small_words()
    return all(word[0].isupper() or word in small for word in words)


def _lined(sentence: str, words: list[str]) -> str:
    """Return the kind of a line that is no sentence: byline, dateline, timestamp."""
    if len(words) > SHORT:
        return ""
    if _byline().match(sentence) and len(words) <= 12 and sentence[-1] not in "!?" and _named(words[1:]):
        return "byline"
    placed = sentence[-1] in "—–-)]" and len(words) <= 10 and _named(words)
    if placed and (_DATELINE.match(sentence) or _AGENCY.match(sentence)):
        return "dateline"
    known = _timestamp_words()
    if (
        len(words) <= 16
        and (words[0].lower() in known or words[0][0].isdigit())
        and any(map(str.isdigit, sentence))
        and all(word.lower() in known or word[0].isdigit() for word in words)
    ):
        return "timestamp"
    return ""


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
    return (
        (not sentence.isascii() and sentence.count("“") != sentence.count("”"))
        or ('"' in sentence and sentence.count('"') % 2 == 1)
        or sentence.count("(") != sentence.count(")")
        or sentence.count("[") != sentence.count("]")
    )


def _verbless(words: list[str]) -> bool:
    forms, endings = _verb_forms(), tuple(table()["verbs"]["endings"])
    return not any(
        (low := word.lower().replace("’", "'")) in forms or low.endswith(endings) for word in words
    )


def _formal(sentence: str, words: list[str], outside: str, crosses: bool, first: bool, alone: bool) -> str:
    """Return what the form of a sentence says against quoting it.

    `outside` is what of it is not quoted; `first`: it holds a word of the first person; `alone`: it is a paragraph.
    """
    if sentence[-1] not in ".!?…" and sentence.rstrip("\"”’')]»")[-1:] not in ".!?…":
        return "heading" if alone and len(words) <= HEADING else "fragment"
    if not outside[0].isalnum() and not _WORD.search(outside):
        return "quotation"
    if crosses or _unbalanced(sentence):
        return "fragment"
    if len(words) > LONGEST or sentence[0] in ",;)….&" or sentence.endswith("..."):
        return "fragment"
    if sentence[0].islower() and words[0].lower() not in _lowercase_openers():
        return "fragment"
    if len(words) <= VERBLESS and _verbless(words):
        return "fragment"
    if first and _first_person().search(_numeral().sub(" ", outside)):
        return "first-person"
    return "question" if "?" in outside and outside.rstrip("\"”’') ").endswith("?") else ""


def boilerplate_reasons(
    text: str, ranges: list[tuple[int, int, int]], words: list[list[str]], quotations: Ranges
) -> list[str]:
    """Return for each sentence (start, end, paragraph) why it is not to be quoted; "" if it may be.

    `words` are the words of each sentence in lower case.
    """
    within = contained(text.lower(), frozenset(chain.from_iterable(words)))
    suspects = [match.start() for match in _SUSPECT.finditer(text)]
    spoken = turns(text, ranges)
    sizes = Counter(paragraph for _, _, paragraph in ranges)
    firsts = _first_words()
    reasons, quoted = [], 0
    for left, (start, end, paragraph), lower in zip(range(len(ranges), 0, -1), ranges, words, strict=True):
        while quoted < len(quotations) and quotations[quoted][1] <= start:
            quoted += 1
        sentence = text[start:end]
        if not lower:
            reasons.append("fragment")
            continue
        spelled = _spelled(sentence, len(lower)) if len(lower) <= MANY else lower
        reason = phrased(sentence, lower, within, left <= CLOSING) or _looks(sentence)
        if not reason and suspects and bisect_left(suspects, start) < bisect_left(suspects, end):
            reason = "damaged" if _damaged(sentence) else ""
        reason = reason or _lined(sentence, spelled) or ("transcript" if paragraph in spoken else "")
        if not reason and (not sentence[0].isalpha() or sentence[1:2] == ")") and _BULLET.match(sentence):
            reason = "list"
        if not reason:
            outside, crosses = _mask(text, start, end, quotations, quoted)
            first = not firsts.isdisjoint(lower)
            reason = _formal(sentence, spelled, outside, crosses, first, sizes[paragraph] == 1)
        reasons.append(reason)
    return reasons
