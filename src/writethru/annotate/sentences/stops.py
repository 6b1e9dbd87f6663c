"""Whether a mark ends a sentence: abbreviations, initials, numbers of lists, questions within, who spoke after it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language

_BEFORE_WORD = re.compile(r"[(\[\"“”‘—–]")
_NEXT_WORD = re.compile(r"\s{0,8}[—–-]?\s{0,8}([\"“‘'«(\[]{0,3})\s?([^\s,;:!?\"”’)\]]{0,60})")
_OPENING_NUMBER = re.compile(r"^\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})$")
_QUOTES = ("“", '"', "‘", "'", "«")
_DASHES = ("—", "–", "-")
LONGEST_NUMBER = 6  # characters of a list item's number
WINDOW = 60  # characters looked at on either side of a mark


@by_language
def _speaker() -> re.Pattern[str]:
    """Return the pattern of who spoke and the verb: `John Roe said`, `the guard shouted`."""
    table = lexicon.table("abbreviations")
    articles, told_on = ("|".join(table[kind]) for kind in ("articles", "told_on"))
    return re.compile(
        rf"\s{{1,4}}(?:[A-Z][\w.’'-]{{0,30}}\s|(?:{articles})\s[a-z-]{{1,20}}\s){{1,4}}([a-z]{{1,20}})\b([.,:]?)(?: ({told_on}))?"
    )


@dataclass(frozen=True)
class Stops:
    """The words of a language after or before which a mark may end no sentence."""

    kinds: dict[str, frozenset[str]]  # abbreviations and the like, by kind
    small: frozenset[str]  # abbreviations that need no capital
    openers: frozenset[str]
    speech_verbs: frozenset[str]
    speaker: re.Pattern[str]
    possessives: tuple[str, ...]

    def end(self, text: str, start: int, at: int, end: int, limit: int) -> bool:
        """Return whether the marks text[at:end], in a sentence that began at `start`, end that sentence.

        No sentence goes beyond `limit`.
        """
        marks = text[at:end]
        if marks == "." and text[end] == " " and text[end + 1].isupper() and at - start > LONGEST_NUMBER:
            word = text[max(text.rfind(" ", start, at) + 1, start) : at]
            if word.islower() and word.isalpha() and word not in self.small:
                return True  # what most sentences look like
        word = _word_before(text, start, at)
        following = _NEXT_WORD.match(text, end, min(end + WINDOW, limit))
        quote, follows = (following.group(1), following.group(2)) if following else ("", "")
        if not follows and not quote:
            return text[end:limit].strip() == "" or text[end : end + 1] not in "—–"
        closed = marks[-1] not in ".!?…"
        if follows[:1].islower() and not self._opens_small(follows):
            return False
        if closed and self._spoken(text, end, limit, marks[0]):
            return False
        if marks.startswith("..") or "…" in marks:
            return follows[:1].isupper() and follows not in self.kinds["after_ellipsis"] and at > start
        if marks[0] in "!?":
            if follows.rstrip(".").lower() in self.kinds["company"]:
                return False
            return closed or word.lower() not in self.kinds["exclaimed"] or self._opens(follows)
        if _OPENING_NUMBER.match(word) and not text[start : at - len(word)].strip():
            return False  # the number of a list item
        return self._stop_ends(word, closed, text[end : end + 4].lstrip()[:1], quote, follows)

    def _stop_ends(self, word: str, closed: bool, sign: str, quote: str, follows: str) -> bool:
        """Return whether a full stop after a word, before a sign or a quotation mark and a word, ends a sentence."""
        kind = self._kind(word)
        if closed and "." not in word and kind not in ("never", "company", "other"):
            return True
        if kind == "initial" and len(word) == 1 and closed:
            kind = ""
        if kind and sign in _DASHES:
            return False  # KELL, N.D. — The dam failed.
        return not kind or self._abbreviation_ends(word, kind, quote, follows)

    def _abbreviation_ends(self, word: str, kind: str, quote: str, follows: str) -> bool:
        """Return whether a full stop after an abbreviation also ends the sentence."""
        if kind == "never":
            return len(word) > 2 and word.isupper() and self._opens(follows)  # they went to the SEC. The
        if kind == "number":
            return not follows[:1].isdigit() and (
                bool(quote) or self._opens(follows) or follows[:1].isupper()
            )
        if kind == "clock":
            return follows[:1].isupper() and follows.lower().strip(".") not in self.kinds["after_clock"]
        return bool(quote and quote[0] in '"“') or self._opens(follows)

    def _kind(self, word: str) -> str:
        """Return which kind of abbreviation a word before a full stop is; empty for none."""
        low = word.lower().replace("’", "'")
        if len(word) == 1 and word.isalpha():
            return "initial" if word.isupper() else ("other" if low in self.small else "")
        if not word[:1].isupper() and "." not in word and low not in self.small:
            return ""
        for kind in ("never", "number", "company", "clock", "other"):
            if low in self.kinds[kind]:
                return kind
        if "." in word and all(len(part) <= 2 and part.isalpha() for part in word.split(".")):
            return "initial" if word.isupper() else "other"
        return ""

    def _opens(self, word: str) -> bool:
        return word.rstrip(".") in self.openers and not (len(word) == 2 and word[1] == ".")

    def _opens_small(self, word: str) -> bool:
        """Return whether a word in small letters is a name written so: `iPhone's`."""
        plain, known = word.lower().rstrip("."), self.kinds["lowercase_openers"]
        return plain in known or any(plain.removesuffix(ending) in known for ending in self.possessives)

    def _spoken(self, text: str, end: int, limit: int, mark: str) -> bool:
        """Return whether who spoke follows a closed quotation that ended with a mark, in the same sentence.

        "Go!" John Roe said in the yard. But: "He was honest." Another wrote: "He was not." And: "Who knew?" He said,
        "Nobody."
        """
        speaker = self.speaker.match(text, end, min(end + WINDOW + 30, limit))
        if not speaker or speaker.group(1) not in self.speech_verbs:
            return False
        after = text[speaker.end() : speaker.end() + 2].lstrip()[:1]
        told_on = (
            speaker.group(2) == ":" or speaker.group(3) or (speaker.group(2) == "," and after in _QUOTES)
        )
        return speaker.group(2) == "." or (mark in "!?" and not told_on)


def _word_before(text: str, start: int, at: int) -> str:
    """Return the last 30 characters at most of the word before an offset, from `start` on: of `then-U.S` the `U.S`."""
    before = text[max(start, at - 30) : at]
    if not before or before[-1].isspace():
        return ""
    word = before.rsplit(None, 1)[-1]
    return word if word.isalpha() else _BEFORE_WORD.split(word)[-1].rpartition("-")[2]


@by_language
def stops() -> Stops:
    """Return what ends a sentence in the language being read."""
    kinds = {kind: frozenset(entries) for kind, entries in lexicon.table("abbreviations").items()}
    return Stops(
        kinds,
        kinds["small"],
        lexicon.words("sentence_openers"),
        lexicon.words("speech_verbs"),
        _speaker(),
        tuple(lexicon.table("abbreviations")["possessive"]),
    )
