"""Nouns that name what happens, and the times that stand before them: `Monday's attack`, `the 2014 referendum`."""

from __future__ import annotations

import re

from writethru.annotate.dating.words import NUMBER, TIME, Line, endings, letter_of, word_set
from writethru.annotate.lexicon import by_language_within
from writethru.records import TimeExpression

_OBJECTS = tuple("DCkiW")  # what a form in -ing has behind it that is a verb
LONGEST = 7  # words of a noun phrase after a time
_PHRASE = frozenset("nmsSvCdrgeak?")
_NOUNS = frozenset("nmsSvrgC")
_PLAIN = ("n", "m", "s", "S", "C")  # letters of nouns before which a participle is an adjective
_COUNTED = re.compile("k[nm?]{0,2}[nmS]$")  # three barrels, before: a day
_ADVERBIAL = ("day", "part-of-day", "week", "")


def is_listed(word: str) -> bool:
    """Return whether a word is listed among the nouns of what happens, not told by its ending."""
    events = word_set("nouns", "events")
    return word in events or (word.endswith(endings("plural")) and word[:-1] in events)


def is_frame(line: Line, index: int, name: str) -> bool:
    """Return whether a word is one of a construction: `on` before a day, `since` before a record's year."""
    return 0 <= index < len(line.words) and line.words[index].lower() in word_set("frames", name)


@by_language_within(16384)
def names_event(word: str) -> bool:
    """Return whether a word is a noun that names what happens: attack, election, closure."""
    low = word.lower()
    if is_listed(low):
        return low == word or low not in word_set("nouns", "not_as_names")
    if low in word_set("nouns", "no_events"):
        return False
    return len(low) > 6 and low.endswith(endings("event"))


def is_possessive(line: Line, place: int) -> bool:
    """Return whether a time stands in the possessive: `Monday's`, `last week's`, `two days' notice`."""
    after = line.letters[place + 1 : place + 2]
    return (
        after == "P"
        or line.words[place].replace("’", "'").endswith(endings("possessive"))
        or (
            after == "?"
            and line.words[place].endswith(endings("plural"))
            and line.words[place + 1] in ("'", "’")
        )
    )


def event_noun(line: Line, first: int) -> int | None:
    """Return the noun that names what happens in the phrase that begins at a word; None if there is none."""
    return _noun_of_phrase(line, first)[0]


def headed_noun(line: Line, first: int) -> int | None:
    """Return the noun that names what happens in the phrase that begins at a word, else its last noun."""
    event, last = _noun_of_phrase(line, first)
    return last if event is None else event


def _noun_of_phrase(line: Line, first: int) -> tuple[int | None, int | None]:
    """Return the last noun of what happens, and the last noun of all, in the phrase that begins at a word."""
    event = last = None
    letters = line.letters
    while letters[first : first + 2] in ("cT", "?T"):
        first += 2
    first += letters[first : first + 1] == ","
    for at in range(first, min(len(letters), first + LONGEST)):
        letter = letters[at]
        if letter not in _PHRASE:
            break
        if letter == "C" and at > first and letters[at - 1] in "nmS":
            break  # the 2016 election Roe won
        named = letters[at : at + 2] == "CC"  # the 1965 Voting Rights Act
        happens = letter in _NOUNS and not named and names_event(line.words[at])
        if letter == "g" and last is not None and letters[at + 1 : at + 2] in _OBJECTS and not happens:
            break  # a 2011 piece arguing that
        if letter in "derav" and last is not None and (event is not None or not happens):
            break  # Monday's vote finally ended it
        if (
            letter in "der"
            and (letters[at + 1 : at + 2] or ".") not in "nmsSC"
            and at > first
            and not happens
        ):
            break
        if letter in _NOUNS:
            last = at
            event = at if happens else event
    return event, last


def stands_before_noun(line: Line, place: int, time: TimeExpression, opens: bool) -> bool:
    """Return whether a time without a possessive belongs to the noun behind it: `the 2014 referendum`."""
    letters, word = line.letters, line.words[place]
    after, before = letters[place + 1 : place + 2], letters[place - 1] if place else ""
    determined = before == "D" or letter_of(word.partition(" ")[0], opens=False) == "D"
    if after == "," and determined and word[-4:].isdigit() and len(word) > 4:  # this July 20, 2012, photo
        return letters[place + 2 : place + 3] in _PLAIN or event_noun(line, place + 2) is not None
    if after == "c" and letters[place + 2 : place + 3] == TIME and (before in ("D", "P") or word.isdigit()):
        return stands_before_noun(line, place + 2, time, opens)  # the 2008 and 2012 elections
    if not after or after not in "nmsSvrgCde?" or (after == "?" and line.words[place + 1] != "-"):
        return False
    if after in "de" and letters[place + 2 : place + 3] not in _PLAIN:
        return False
    if (
        before in ("D", "P")
        or (before == "W" and word[0].isdigit())
        or ("-" in word and not word[-1].isdigit())
        or time.type == "SET"
    ):
        return True
    if after in "de":
        return False  # the bank in January said asset sales
    if after == "g" and not names_event(line.words[place + 1]):
        return False  # released a report on Monday naming donors
    event = event_noun(line, place + 1)
    if before in ("p", "q", "t"):
        return _belongs_behind_preposition(line, place, time, opens, event is not None)
    if word.isdigit() and len(word) == 4:
        return before != ","
    loose = time.granularity in ("month", "season", "year")  # a chilly late March deluge
    return (loose or event is not None) and _stands_in_phrase(letters, place)


def _belongs_behind_preposition(
    line: Line, place: int, time: TimeExpression, opens: bool, happens: bool
) -> bool:
    """Return whether a time between a preposition and a noun belongs to the noun: `before Sunday elections`."""
    if opens and is_frame(line, place - 1, "temporal"):
        return False  # on Sunday voters, but: including 2016 candidates
    if is_frame(line, place - 1, "day") and time.granularity in _ADVERBIAL:
        return False
    return happens or (not is_frame(line, place - 1, "year") and time.granularity in ("month", "year"))


def _stands_in_phrase(letters: str, place: int) -> bool:
    """Return whether a determiner and adjectives stand before a time: `a strikingly bellicose May 5 statement`."""
    at = place - 1
    while at >= 0 and place - at < 5 and letters[at] in "nmCkadeg":
        at -= 1
    return at >= 0 and letters[at] in "DP"


def noun_before(line: Line, place: int) -> int | None:
    """Return the noun that a time follows, with or without a preposition: `the attack on Monday`."""
    at = place - 1
    while at >= 0 and line.letters[at] in "pqa":
        at -= 1
    return at if at >= 0 and line.letters[at] in _NOUNS else None


def noun_of(line: Line, place: int, time: TimeExpression) -> int | None:
    """Return the noun that a time belongs to by `of` or `from`: `the crisis of 2008`, `footage from August`."""
    if place < 2 or time.type != "DATE" or time.granularity in _ADVERBIAL:
        return None
    noun, letter = place - 2, line.letters[place - 2]
    if letter not in _NOUNS or line.words[noun] in word_set("nouns", "partitive"):
        return None
    if is_frame(line, place - 1, "part"):
        return noun
    ranges = line.letters[place + 1 : place + 2] in ("t", "p")  # from 2004 to 2006
    return noun if is_frame(line, place - 1, "origin") and not ranges and letter != "C" else None


def is_owned_event(line: Line, at: int) -> bool:
    """Return whether a noun names what somebody or something did: `his decision`, `the port's previous closure`."""
    if line.letters[at] not in "nmsSrg" or not names_event(line.words[at]):
        return False
    first = at - 1
    while first > 0 and at - first < 4 and line.letters[first] in "nmkdgea?":
        first -= 1
    return line.letters[first] == "P" or is_frame(line, first, "owner")


def measured_noun(line: Line, place: int, time: TimeExpression) -> int | None:
    """Return the noun that lasts as long as a time says: `three days of questioning`."""
    if time.type != "DURATION" or not is_frame(line, place + 1, "part"):
        return None
    following = line.letters[place + 2 : place + 4]
    if following[:1] == "g" and following[1:] in (*_PLAIN, "D", "i"):  # months of watching them
        return None if is_frame(line, place - 1, "reach") else place + 2  # but: within days of taking office
    return headed_noun(line, place + 2)


def _is_rate(line: Line, place: int, opener: str) -> bool:
    """Return whether `a year` tells how often, behind a sum: `$4 billion a year`, and `per year` always."""
    before = line.letters[max(0, place - 4) : place]
    if opener not in word_set("frames", "article") or before.endswith(NUMBER) or _COUNTED.search(before):
        return True
    number = NUMBER in line.letters[max(0, place - 3) : place]
    return number and line.words[place - 1] in word_set("nouns", "scales")


def dates_nothing(line: Line, place: int, time: TimeExpression) -> bool:
    """Return whether a time measures or compares or tells when something was posted: than in 2019, a 41-year-old."""
    own, before = line.words[place], line.letters[place - 1 : place]
    if time.type == "DURATION" and _is_measure(line, place):
        return True
    if before == ")" and own[-4:].isdigit() and line.letters[place + 1 :] in ("", "."):
        return True  # Roe (@roe) May 9, 2019
    opener, _, unit = own.partition(" ")
    if unit and opener in word_set("frames", "rate") and _is_rate(line, place, opener):
        return True
    if place and is_frame(line, place - 1, "measuring"):
        return True
    compared = before == "p" and is_frame(line, place - 2, "comparing")
    return compared and time.type == "DATE" and line.letters[place + 1 : place + 2] not in _PLAIN


def _is_measure(line: Line, place: int) -> bool:
    """Return whether a duration tells an age or how long a term is: sentenced to four years, a maximum of two."""
    old = word_set("frames", "age")
    if line.letters[place - 1 : place] == "t" or not old.isdisjoint(line.words[place + 1 : place + 3]):
        return True
    noun = place - 2
    sized = noun >= 0 and is_frame(line, place - 1, "part") and line.letters[noun] in _NOUNS
    return line.words[place].endswith(tuple(old)) or (sized and not names_event(line.words[noun]))


def bounds_a_record(line: Line, place: int, time: TimeExpression) -> bool:
    """Return whether a time says since when something is the worst: `the worst since 1976`, `in five years`."""
    since = is_frame(line, place - 1, "since")
    if not since and not (time.type == "DURATION" and is_frame(line, place - 1, "within")):
        return False
    words, reach = line.words, 10 if since else 8
    near = [
        word
        for word in words[max(0, place - reach) : place]
        if since or word not in word_set("frames", "not_within")
    ]
    return any(_is_superlative(word) for word in near)


def _is_superlative(word: str) -> bool:
    if word in word_set("nouns", "superlatives"):
        return True
    return (
        len(word) > 5
        and word.endswith(endings("superlative"))
        and word not in word_set("nouns", "not_superlatives")
    )
