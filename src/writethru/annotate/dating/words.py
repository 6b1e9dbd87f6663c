"""A sentence as a line of word classes: one letter a word, so that a rule is a pattern over the line.

A time expression is one letter, whatever its length. The words of each class come from
`lexicon/LANGUAGE/dating.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language
from writethru.records import TimeExpression

TIME, POSSESSIVE, NOUN, PLURAL, THING, NAME, NUMBER, BE, PAST, QUOTE = (
    "T",
    "P",
    "n",
    "S",
    "m",
    "C",
    "k",
    "b",
    "d",
    '"',
)
LETTERS = {
    "adverb": "a",
    "be": BE,
    "get": "l",
    "have": "h",
    "do": "o",
    "modal": "x",
    "to": "t",
    "coordinator": "c",
    "subordinator": "z",
    "relative": "w",
    "that": "W",
    "link": "q",
    "pronoun": "i",
    "determiner": "D",
    "quantity": NUMBER,
    "preposition": "p",
    "past": PAST,  # finite or a participle: killed, said
    "past_noun": "r",  # finite, a participle or a noun: cut, hit
    "finite": "f",  # went
    "present": "f",  # says
    "participle": "e",  # taken
    "base": "v",
    "both": "s",  # a noun or a verb: attacks, plans
}
_NAMED = frozenset("drfevsnmxgbhol")  # what a capital within a sentence makes a name: Will, Strikes
_BETWEEN_ADJECTIVES = re.compile("(?<=[DkP]n),(?=[gd][nms])")  # a lively, growing debate
_THAT_NOUN = re.compile(r"(?<=[pqvdrfg])W(?=[nms][Tp,.;])")
_BEFORE_QUOTED = frozenset(",;WdrfT")  # letters before words that are quoted as a clause
REMEMBERED = 30_000  # words and chunks of text
LONGER = 4  # letters, from which on a headline in capitals writes every word with one
_MARKS = {",": ",", ";": ";", ":": ";", "(": "(", "[": "(", ")": ")", "]": ")", "--": "_", "—": "_", "–": "_"}
_MARKS |= dict.fromkeys('“”"«»„', QUOTE) | dict.fromkeys("?!", ".")


class Line:
    """The words of a sentence, as written, where each ends in the text, and their letters as one string."""

    __slots__ = ("ends", "letters", "text", "words")

    def __init__(self, text: str, words: list[str], ends: list[int], letters: str) -> None:
        self.text, self.words, self.ends, self.letters = text, words, ends, letters

    def start(self, index: int) -> int:
        """Return where a word begins in the text."""
        return self.ends[index] - len(self.words[index])


@by_language
def _token() -> re.Pattern[str]:
    """Return the pattern of a word, an auxiliary or a possessive cut from its noun, or a mark."""
    kept, cut = "|".join(endings("kept")), "|".join(endings("cut"))
    return re.compile(rf"\w+(?:[&.-]\w+|,\d{{3}}(?!\d)|[’'](?:{kept})\b)*|[’'](?:{cut})\b|--|\S")


class When(NamedTuple):
    """A time at its place in a line; `ahead` if it begins after the day on which the text is published."""

    place: int
    time: TimeExpression
    ahead: bool


@by_language
def word_set(section: str, name: str) -> frozenset[str]:
    """Return a class of words of the `dating` table, such as `occasions` of `nouns`."""
    return frozenset(cast(str, lexicon.table("dating")[section][name]).split())


@by_language
def endings(name: str) -> tuple[str, ...]:
    """Return the endings of a class of words of the `dating` table."""
    return tuple(lexicon.table("dating")["endings"][name].split())


@by_language
def _known() -> dict[str, str]:
    """Return the letter of every word that is listed, and of the marks."""
    table: dict[str, Any] = lexicon.table("dating")
    found = dict.fromkeys(endings("possessive"), POSSESSIVE) | _MARKS
    for name in ("both", "base", "participle", "past", "past_noun", "finite", "present"):
        found |= dict.fromkeys(table["verbs"][name].split(), LETTERS[name])
    for name in ("not_past", "not_ing", "not_adverb"):
        found |= dict.fromkeys(table["verbs"][name].split(), NOUN)
    found |= dict.fromkeys(table["nouns"]["after_to"].split(), THING)
    for name, listed in table["classes"].items():
        found |= dict.fromkeys(listed.split(), LETTERS[name])
    return found


class _Letters(dict[str, str]):
    """The letters of the words met so far, up to a number of words; `opens` for those that opened sentences."""

    def __init__(self, opens: bool) -> None:
        super().__init__()
        self.opens = opens

    def __missing__(self, word: str) -> str:
        letter = letter_of(word, self.opens)
        if len(self) < REMEMBERED:
            self[word] = letter
        return letter


class _Chunks(dict[str, tuple[str, tuple[str, ...], tuple[int, ...]]]):
    """What stood between two spaces so far: its letters, its words, where each ends in it. Most are met again."""

    def __init__(self) -> None:
        super().__init__()
        self.single = _Letters(opens=False)  # also of the chunks that are one word
        self.opening = _Letters(opens=True)

    def __missing__(self, chunk: str) -> tuple[str, tuple[str, ...], tuple[int, ...]]:
        words: tuple[str, ...]
        ends: tuple[int, ...]
        if chunk.isalpha():
            words, ends = (chunk,), (len(chunk),)
        elif chunk[-1] in ",." and chunk[:-1].isalpha():
            words, ends = (chunk[:-1], chunk[-1]), (len(chunk) - 1, len(chunk))
        else:
            matches = list(_token().finditer(chunk))
            words, ends = tuple(match[0] for match in matches), tuple(match.end() for match in matches)
        found = "".join(map(self.single.__getitem__, words)), words, ends
        if len(words) > 1 and len(self) < REMEMBERED:
            self[chunk] = found
        return found


@by_language
def _remembered() -> _Chunks:
    """Return the chunks met so far in texts of the language."""
    return _Chunks()


class _Endings(NamedTuple):
    """The endings that tell what a word is which is not listed."""

    inflected: tuple[str, ...]
    past: tuple[str, ...]
    progressive: tuple[str, ...]
    adverb: tuple[str, ...]
    thing: tuple[str, ...]
    base: tuple[str, ...]
    plural: tuple[str, ...]
    singular: tuple[str, ...]


@by_language
def _endings() -> _Endings:
    return _Endings._make(map(endings, _Endings._fields))


def letter_of(word: str, opens: bool) -> str:
    """Return the letter of a word as written, judged alone; `opens` if it is the first of its sentence."""
    low = word.lower().replace("’", "'")
    letter = _known().get(low)
    capital = word[0].isupper()
    if letter is not None:
        return NAME if capital and not opens and letter in _NAMED else letter
    if word[0].isdigit():
        return NUMBER
    if not word[0].isalpha():
        return "." if word == "." else "?"
    if capital and not (opens and low.endswith(_endings().inflected)):
        return NAME
    return _by_ending(low)


def _by_ending(low: str) -> str:
    """Return the letter of an unlisted word in lower case."""
    known, size = _endings(), len(low)
    if size > 3 and low.endswith(known.past):
        return PAST
    if size > 4 and low.endswith(known.progressive):
        return NOUN if "-" in low else "g"  # the right-leaning paper
    if size > 4 and low.endswith(known.adverb):
        return LETTERS["adverb"]
    if low.endswith(known.thing):
        return THING
    if size > 5 and low.endswith(known.base):
        return LETTERS["base"]
    return PLURAL if low.endswith(known.plural) and not low.endswith(known.singular) else NOUN


def lowered_headline(text: str) -> str:
    """Return a headline in which every longer word has a capital in lower case; any other text as it is."""
    longer = [word for word in text.split() if len(word) > LONGER]
    lowered = text.lower()
    if len(lowered) != len(text) or any(word[0].islower() for word in longer):
        return text
    return lowered


def read_line(text: str, start: int, end: int, times: Sequence[TimeExpression]) -> tuple[Line, list[int]]:
    """Return the words of a sentence, and at which of them each of its time expressions stands."""
    words: list[str] = []
    ends: list[int] = []
    places: list[int] = []
    letters, chunks = "", _remembered()
    at = start
    for time in times:
        letters += _add_words(chunks, text, at, time.start, words, ends) + TIME
        places.append(len(words))
        at = time.end
        words.append(text[time.start : at])
        ends.append(at)
    letters += _add_words(chunks, text, at, end, words, ends)
    first = letters[0] == QUOTE and len(letters) > 1
    if letters[first] != TIME:
        letters = f"{letters[:first]}{chunks.opening[words[first]]}{letters[first + 1 :]}"
    # a point within a sentence is of an abbreviation, "more than" before a number a part of it
    inner = letters[:-1].replace("iP", "ib").replace("C.", "C?").replace("kqk", "kkk")
    line = Line(text, words, ends, inner + letters[-1:])
    if " - " in text[start:end]:
        line.letters = _with_dashes(line)
    if ",g" in letters or ",d" in letters:
        line.letters = _BETWEEN_ADJECTIVES.sub("?", line.letters)
    if "W" in letters:
        line.letters = _without_demonstratives(line)
    if QUOTE in letters:
        line.letters = _without_marks_of_phrases(line)
    return line, places


def _add_words(chunks: _Chunks, text: str, start: int, end: int, words: list[str], ends: list[int]) -> str:
    """Add the words of a stretch of text and where they end; return their letters."""
    letters, single = "", chunks.single
    for chunk in text[start:end].split(" "):
        stop = start + len(chunk)
        if chunk in single:
            letters += single[chunk]
            words.append(chunk)
            ends.append(stop)
        elif chunk:
            known, some, stops = chunks[chunk]
            letters += known
            words += some
            ends += [start + stop for stop in stops]
        start = stop + 1
    return letters


def _with_dashes(line: Line) -> str:
    """Return the letters in which a hyphen between spaces is a dash."""
    letters = list(line.letters)
    for at, word in enumerate(line.words):
        if word == "-" and line.text[line.ends[at] - 2 : line.ends[at] + 1] == " - ":
            letters[at] = "_"
    return "".join(letters)


def _without_demonstratives(line: Line) -> str:
    """Return the letters in which a `that` before its noun is a determiner: took that vote on Monday."""
    letters = list(line.letters)
    for match in _THAT_NOUN.finditer(line.letters):
        at = match.start()
        if line.words[at - 1] not in word_set("verbs", "saying"):
            letters[at] = "D"
    return "".join(letters)


def _without_marks_of_phrases(line: Line) -> str:
    """Return the letters in which a quotation mark stands only where it opens a clause, not one phrase of it."""
    letters = list(line.letters)
    at = line.letters.find(QUOTE)
    while at >= 0:
        start = line.start(at)
        before = line.text[start - 1 : start]
        if (before and not before.isspace()) or (at and letters[at - 1] not in _BEFORE_QUOTED):
            letters[at] = "?"
        at = line.letters.find(QUOTE, at + 1)
    return "".join(letters)
