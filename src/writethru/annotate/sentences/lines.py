"""What captions, bylines, datelines, timestamps, headings and damaged lines look like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language
from writethru.annotate.sentences.phrases import table

_CREDIT = re.compile(r"\([^()/]{2,60}/[^()/]{2,60}\)\.?$")
_DATELINE = re.compile(r"^[A-Z][A-Za-z .,'’-]{1,50}(?:\([A-Za-z .]{2,30}\))?\s{0,3}[—–-]{1,2}$")
_AGENCY = re.compile(r"^[(\[][A-Z][A-Za-z .]{1,25}[)\]]\s{0,3}[—–-]{0,2}$")
# A word that runs into the next, unless it is a name written so (`PolitiFact`): it is small, or stands there already.
_JOINED = re.compile(r"(?<![\w@#./])([A-Za-z][a-z]{3,30})([A-Z0-9])(?:[a-z0-9]{2}|[A-Z]{2}|[a-z] )")
SHORT = 20  # words up to which a line may be a byline, a time, a heading: looked at word by word


@dataclass(frozen=True)
class Lines:
    """The words and patterns of a language that tell such lines."""

    timestamp: frozenset[str]
    verb_forms: frozenset[str]
    verb_endings: tuple[str, ...]
    small: frozenset[str]  # words within a line of names
    lowercase_openers: frozenset[str]
    first_words: frozenset[str]  # of the first person, in lower case
    first_person: re.Pattern[str]
    numeral: re.Pattern[str]
    sides: tuple[str, ...]
    doings: frozenset[str]
    past: tuple[str, ...]
    told: re.Pattern[str]
    scene_date: re.Pattern[str]
    numbered: re.Pattern[str]
    byline: re.Pattern[str]
    damaged_words: re.Pattern[str]
    suspect: re.Pattern[str]

    def captions(self, sentence: str) -> bool:
        """Return whether a sentence has the looks of a caption."""
        if "(" in sentence and (
            any(side in sentence for side in self.sides)
            or ("/" in sentence and _CREDIT.search(sentence[-124:]))
        ):
            return True
        if sentence[0].isdigit() and self.numbered.match(sentence):
            return True
        # A scene in the present tense that ends in a full date is what stands under a photograph.
        if (", 2" not in sentence and ", 1" not in sentence) or not self.scene_date.search(sentence[-160:]):
            return False
        words = sentence.split()
        done = any(word in self.doings for word in words) or not any(
            word.endswith(self.past) for word in words
        )
        return done and not self.told.search(sentence)

    def damaged(self, sentence: str) -> bool:
        """Return whether a sentence holds words that ran into each other or bytes of another encoding."""
        return bool(self.damaged_words.search(sentence)) or self._runs_together(sentence)

    @staticmethod
    def _runs_together(sentence: str) -> bool:
        """Return whether a word runs into the next that is small, or stands before it by itself."""
        passed, at = set[str](), 0  # the words before, and where the last of them ends
        for joined in _JOINED.finditer(sentence):
            if joined[1].islower() and joined[2].isupper():
                return True
            for word in sentence[at : joined.start()].replace("-", " ").split(" ")[:-1]:
                at += len(word) + 1
                passed.add(word)
            if joined[1] in passed:
                return True
        return False

    def _named(self, words: list[str]) -> bool:
        """Return whether the words of a line are names and what stands between these."""
        return all(word[0].isupper() or word in self.small for word in words)

    def may_be_line(self, sentence: str, first: str) -> bool:
        """Return whether a sentence ends or begins as the lines do that `kind` tells; `first` is its first word."""
        return (
            sentence[-1] in "—–-)]"
            or first in self.timestamp
            or first[0].isdigit()
            or bool(self.byline.match(sentence))
        )

    def kind(self, sentence: str, words: list[str]) -> str:
        """Return the kind of a line that is no sentence: byline, dateline, timestamp."""
        if len(words) > SHORT:
            return ""
        last = sentence[-1]
        if last not in "!?" and len(words) <= 12 and self.byline.match(sentence) and self._named(words[1:]):
            return "byline"
        placed = last in "—–-)]" and len(words) <= 10 and self._named(words)
        if placed and (_DATELINE.match(sentence) or _AGENCY.match(sentence)):
            return "dateline"
        if (
            len(words) <= 16
            and (words[0].lower() in self.timestamp or words[0][0].isdigit())
            and any(map(str.isdigit, sentence))
            and all(word.lower() in self.timestamp or word[0].isdigit() for word in words)
        ):
            return "timestamp"
        return ""

    def verbless(self, words: list[str], most: int) -> bool:
        """Return whether there are so many words at most, and none of them is known to be a verb."""
        return len(words) <= most and not any(
            (low := word.lower().replace("’", "'")) in self.verb_forms or low.endswith(self.verb_endings)
            for word in words
        )

    def speaks_of_itself(self, outside: str) -> bool:
        """Return whether words that are not quoted are of an outlet or a writer who says `I`."""
        return bool(self.first_person.search(self.numeral.sub(" ", outside)))


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
def _told() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(table()['looks']['told'])})\b")


def _run_in() -> str:
    """Return what tells a link's text that ran into the word before it, but for its first letter."""
    words = table()["looks"]["run_in"]
    return "|".join(rf"(?<=[a-z]{word[0]}){word[1:]}\b" for word in words) or "(?!)"


@by_language
def _damaged_words() -> re.Pattern[str]:
    """Return the pattern of link texts that ran into a word or a mark, and of bytes read in the wrong encoding."""
    return re.compile(
        rf"[A-Z:Ãâ\ufffd](?:{_run_in()}|(?<=[a-z]:)[A-Z][a-z]|(?<=Ã)[\x80-\xbf]|(?<=â)(?:\W|€)|(?<=\ufffd))"
    )


@by_language
def _suspect() -> re.Pattern[str]:
    """Return the pattern of what may be damaged, words that run into each other included; it begins with what is rare."""
    return re.compile(
        r"[A-Z0-9:Ãâ\ufffd](?:(?<=[a-z]{3}[A-Z0-9])(?:[a-z0-9]{2}|[A-Z]{2}|[a-z] )|(?<=[a-z]:)[A-Z]|(?<=[Ãâ\ufffd])"
        rf"|{_run_in()})"
    )


@by_language
def lines() -> Lines:
    """Return what such lines look like in the language being read."""
    looks, verbs = table()["looks"], table()["verbs"]
    return Lines(
        timestamp=frozenset(table()["timestamp"]["words"]),
        verb_forms=frozenset(verbs["forms"]),
        verb_endings=tuple(verbs["endings"]),
        small=frozenset(table()["names"]["small"]),
        lowercase_openers=frozenset(lexicon.table("abbreviations")["lowercase_openers"]),
        first_words=frozenset(map(str.lower, chain.from_iterable(table()["first_person"].values()))),
        first_person=_first_person(),
        numeral=_numeral(),
        sides=tuple(f"({side})" for side in looks["sides"]),
        doings=frozenset(looks["done"]),
        past=tuple(looks["past"]),
        told=_told(),
        scene_date=_scene_date(),
        numbered=_numbered(),
        byline=_byline(),
        damaged_words=_damaged_words(),
        suspect=_suspect(),
    )
