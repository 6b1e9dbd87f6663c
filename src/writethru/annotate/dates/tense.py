"""The tense around a time expression: whether its sentence looks back or ahead."""

from __future__ import annotations

from writethru.annotate import lexicon
from writethru.annotate.dates.words import Words, listed
from writethru.annotate.lexicon import by_language

MONTH_NAMES = ("doubtful_month", "month", "short_month")
REACH = 14  # tokens on either side in which a verb is looked for


@by_language
def _tenses() -> dict[str, int]:
    tense = lexicon.table("times")["tense"]
    found = dict.fromkeys(tense["past"], -1) | dict.fromkeys(tense["perhaps"], 1)
    return found | dict.fromkeys(tense["future"], 2)


@by_language
def _ahead() -> frozenset[str]:
    return frozenset(lexicon.table("times")["tense"]["ahead"])


@by_language
def _verbs_or_nouns() -> frozenset[str]:
    return frozenset(lexicon.table("times")["tense"]["verb_or_noun"])


@by_language
def _articles() -> frozenset[str]:
    return frozenset(lexicon.table("times")["tense"]["articles"])


def _tense_of_word(words: Words, index: int) -> int:
    """Return what one word says of the tense: -1 past, 2 future, 1 perhaps future, 0 nothing."""
    text = words.texts[index]
    entry = words.classes[index]
    if entry is not None and text[0].isupper() and entry[1] in MONTH_NAMES:
        return 0  # `May`
    word = text.lower()
    known = _tenses().get(word)
    if known is not None:
        if known == 1 and _looks_back(words, index):
            return -1
        return 0 if known < 0 and words.text(index - 1).lower() in listed("auxiliaries") else known
    if word in _verbs_or_nouns():
        return 2 if words.text(index + 1) in listed("to") else 0
    if word in listed("to"):
        after = words.text(index + 1)
        plain = after.islower() and words.classes[index + 1] is None and after not in _articles()
        return _tense_of_infinitive(words, index) if plain and not after.endswith("ing") else 0
    if text.endswith("ed") and len(text) > 3 and text.islower():
        return 0 if words.text(index - 1).lower() in listed("auxiliaries") else -1
    return 0


def _looks_back(words: Words, index: int) -> bool:
    """Return whether a modal speaks of the past: `could have left`, `could not be reached`."""
    after = [words.text(index + i).lower() for i in range(1, 5)]
    reached = after[0] in listed("not") and not listed("reached").isdisjoint(after)
    return reached or not listed("have").isdisjoint(after[:2])


def _tense_of_infinitive(words: Words, index: int) -> int:
    """Return the tense of `to` and a verb: of the verb it hangs on, unless that verb looks ahead."""
    for at in range(index - 1, max(-1, index - 4), -1):
        word = words.text(at).lower()
        if word in _ahead():
            return max(1, _tenses().get(word, 0))
        known = _tenses().get(word, 0)
        if known:
            return known
        if word.endswith("ed") and len(word) > 3:
            return -1
    return 1


def _was_to_come(words: Words, index: int, tense: int) -> bool:
    """Return whether something was to come when the text looks back: `was due in`, which says neither."""
    if tense != 2:
        return False
    at = index
    if words.text(index).lower() in listed("to"):
        at = next(
            (i for i in range(index - 1, max(-1, index - 4), -1) if words.text(i).lower() in _ahead()), index
        )
    return words.text(at - 1).lower() in listed("were")


def _tells_a_timetable(words: Words, index: int) -> bool:
    """Return whether a verb tells what is to come: `it opens Tuesday`, not `it was torn open Tuesday`."""
    verb = words.text(index)
    if verb not in listed("timetable_verbs"):
        return False
    return verb.endswith("s") or all(_tense_of_word(words, at) >= 0 for at in range(max(0, index - 3), index))


def tense_around(words: Words, first: int, last: int) -> int:
    """Return the tense around tokens `first` to `last`: of the nearest verb before them, else after them.

    -1 is past, 2 future, 1 perhaps future, 0 unknown.
    """
    if words.text(first - 1).lower() in listed("open_ends"):
        if not listed("had").isdisjoint(words.texts[max(0, first - REACH) : first]):
            return 0
        ahead = range(last + 1, min(len(words.texts), last + REACH))
        told = next((i for i in ahead if _tense_of_word(words, i)), None)
        return -1 if told is not None and words.texts[told] in listed("had") else 1  # by Sunday they had left
    if _tenses().get(words.text(last + 1), 0) == 2 and (first == 0 or _tense_of_word(words, first - 1) >= 0):
        return 2  # `the talks on Friday will`
    if _tells_a_timetable(words, first - 2 if words.text(first - 1) in listed("on") else first - 1):
        return 2
    for index in range(first - 1, max(0, first - REACH) - 1, -1):
        tense = _tense_of_word(words, index)
        if tense and _was_to_come(words, index, tense):
            return 0
        if tense:
            return tense
    for index in range(last + 1, min(len(words.texts), last + REACH)):
        tense = _tense_of_word(words, index)
        if tense:
            return min(tense, 1)  # a verb that follows may open another clause
    return 0
