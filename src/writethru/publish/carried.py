"""Whether cited words carry what a sentence says: its quotations, numbers, names and negations.

This looks at characters only, not at what the annotators found, so that one mistake does not hide
another.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from writethru.publish.checking.senses import base, near
from writethru.records import CitedSentence, TimelineEntry

SAME_EVENT = 0.8  # share of the shorter text's words at which two timeline entries tell one event
WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*|\d+(?:[.,:/]\d+)*")
QUOTED = re.compile(r"“([^“”]{1,2000})”|\"([^\"]{1,2000})\"")
NAMED_BY_NUMBER = re.compile(r"\b[A-Z][A-Za-z]{1,9}-\d{1,3}\b")  # COVID-19, G-20
MONTH = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*$")
NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|unless|deni(?:ed|es)|den(?:y|ying)|refus\w+|fail(?:ed|s)?"
    r"|false|alleged(?:ly)?|reported(?:ly)?|suspected|might|may|unconfirmed|unverified|if|almost|nearly|hardly|barely|only)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
ORDINARY = frozenset(
    "the a an of in on at to for and or but by with from as is are was were be been has have had it its he she his"
    " her they their that this which who will would after before over into than more about said says".split()
)
SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty"
).split()
STEM = 5  # letters: `shooting` and `shooter`, `charged` and `charges`
LESS_NAMES, LESS_WORDS = 0.34, 0.4  # shares of its names and words that a further citation may lack
OTHER_NAMES, OTHER_WORDS = 0.5, 0.45  # and where it puts the same in its own words
KIN_LOST = 0.3  # how far a word is lost of which only one of like meaning is there
TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
WORDS_FOR = {word: value for value, word in enumerate(SMALL)} | TENS | {"dozen": 12}


@lru_cache(maxsize=5_000)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words and numbers of a text in order, as they stand."""
    return tuple(WORD.findall(text))


@lru_cache(maxsize=5_000)
def numbers_of(text: str) -> frozenset[float]:
    """Return the numbers of a text, in digits or words up to ninety."""
    found: set[float] = set()
    for word in words_of(text):
        if word[0].isdecimal():  # ¹ is the mark of a note
            plain = word.rstrip(".,:/").replace(",", "")
            found.add(float(plain) if re.fullmatch(r"\d+(?:\.\d+)?", plain) else hash_free(plain))
        elif word.lower() in WORDS_FOR and word.lower() != "one":
            found.add(float(WORDS_FOR[word.lower()]))
    return frozenset(found)


def hash_free(mixed: str) -> float:
    """Return a number that stands for a clock time or score such as `18:40`, the same on every run."""
    return float("-" + re.sub(r"\D", "", mixed))


def quotations_of(text: str) -> list[str]:
    """Return the words between double quotation marks."""
    return [a or b for a, b in QUOTED.findall(text)]


@lru_cache(maxsize=5_000)
def level(text: str) -> str:
    """Return a text with quotation marks and white space made alike, for comparison only."""
    return re.sub(r"\s+", " ", text.translate(str.maketrans("“”‘’", "\"\"''")))


def missing_words(text: str, carried: str) -> list[str]:
    """Return the words of a text that its cited words do not have, in order."""
    have = {w.casefold() for w in words_of(carried)}
    # An `s` stands alone where an edit put a name in brackets before it: [Jon Vell]'s.
    return [w for w in words_of(text) if w.casefold() not in have and w != "s"]


def carries(exact: str, sentence: CitedSentence) -> bool:
    """Return whether a further citation carries a sentence in nearly its own words: all but few names and words.

    Inflections count as the same, and one name in three may be missing: a first name, a title, a place that
    only one of them gives.
    """
    return _carries(exact, sentence.without_additions())


@lru_cache(maxsize=20_000)
def _carries(exact: str, text: str) -> bool:
    if not agrees(exact, text):
        return False
    have = {stem(w) for w in words_of(exact)}
    names, plain = content_of(text)
    return all(
        sum(stem(w) not in have for w in group) <= share * len(group)
        for group, share in ((names, LESS_NAMES), (plain, LESS_WORDS))
    )


def bears_out(exact: str, sentence: CitedSentence) -> bool:
    """Return whether a further citation can be another outlet's words for a sentence: every page's least.

    It says nothing of its figures, quotations and negation otherwise, and half of its names and more than half of its
    words or others of like meaning stand there. Whether they report one event is for who chooses to know.
    """
    return _bears_out(exact, sentence.without_additions())


@lru_cache(maxsize=20_000)
def _bears_out(exact: str, text: str) -> bool:
    if not agrees(exact, text):
        return False
    have = {stem(w) for w in words_of(exact)}
    names, plain = content_of(text)
    other = [base(w.casefold()) for w in plain if stem(w) not in have]
    meant = {base(w.casefold()) for w in words_of(exact)} if other else set()
    lost = math.fsum(KIN_LOST if any(near(word, m) for m in meant) else 1.0 for word in other)
    few = sum(stem(w) not in have for w in names) <= OTHER_NAMES * len(names)
    return few and lost <= OTHER_WORDS * len(plain)


def agrees(exact: str, text: str) -> bool:
    """Return whether cited words have the numbers and quotations of a sentence, and a negation only if it has one."""
    if not numbers_of(NAMED_BY_NUMBER.sub("", text)) <= numbers_of(exact):
        return False
    said = spoken(exact)
    if any(spoken(q) not in said for q in quotations_of(text)):
        return False
    return bool(NEGATION.search(text)) == bool(NEGATION.search(exact))


def content_of(text: str) -> tuple[list[str], list[str]]:
    """Return the names and the other content words of a sentence."""
    content = [w for w in words_of(text) if w.casefold() not in ORDINARY]
    names = [w for w in content if w[0].isupper() and not text.startswith(w)]
    return names, [w for w in content if not w[0].isupper()]


def spoken(text: str) -> str:
    """Return the words of a text, parted by blanks: outlets differ in the marks of what they quote."""
    return f" {' '.join(w.casefold() for w in words_of(level(text)))} "


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return what a word shares with its inflections: its first letters, less a possessive."""
    return re.sub(r"[’']s?$", "", word.casefold())[:STEM]


def kind_of(word: str) -> str:
    """Return the kind of fault that an uncarried word is: number, date, name or word."""
    if word[0].isdigit() or word.lower() in WORDS_FOR:
        return "number"
    if MONTH.match(word):
        return "date"
    return "name" if word[0].isupper() else "word"


def alike(a: str, b: str) -> float:
    """Return the share of the shorter text's content words that both texts have."""
    left, right = _content(a), _content(b)
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def one_event_twice(one: TimelineEntry, other: TimelineEntry) -> bool:
    """Return whether two entries of a timeline tell one event under days that lie apart."""
    apart = one.when.end < other.when.start or other.when.end < one.when.start
    return apart and alike(one.event.text, other.event.text) >= SAME_EVENT


@lru_cache(maxsize=5_000)
def _content(text: str) -> frozenset[str]:
    """Return the content words of a text, without regard to capitals."""
    return frozenset(w.casefold() for w in words_of(text)) - ORDINARY
