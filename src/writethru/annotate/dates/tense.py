"""The tense around a time expression: whether its sentence looks back or ahead."""

from __future__ import annotations

from dataclasses import dataclass

from writethru.annotate import lexicon
from writethru.annotate.dates.tokens import Words
from writethru.annotate.dates.words import listed
from writethru.annotate.lexicon import by_language

MONTH_NAMES = ("doubtful_month", "month", "short_month")
CLAUSE = 8  # tokens before it in which the verb of its own clause is looked for
REACH = 14  # tokens on either side in which a verb is looked for


NOTHING, PAST, PERHAPS, FUTURE = (
    0,
    -1,
    1,
    2,
)  # what a word says of the tense; of some it shows where they stand:
MAYBE_VERB, INFINITIVE = 3, 4
TENSES = (PAST, PERHAPS, FUTURE)
SHORTEST = 4  # characters of a verb with a regular ending
REMEMBERED = 2**15  # words whose sayings are kept


class _Sayings(dict[str, int]):
    """What each word met of late says of the tense, wherever it stands."""

    def __init__(self) -> None:
        super().__init__()
        table = lexicon.table("times")
        tense = table["tense"]
        self.months = frozenset(month.capitalize() for kind in MONTH_NAMES for month in table[kind])
        self.known = dict.fromkeys(tense["verb_or_noun"], MAYBE_VERB) | dict.fromkeys(
            table["lists"]["to"], INFINITIVE
        )
        self.known |= dict.fromkeys(tense["past"], PAST) | dict.fromkeys(tense["perhaps"], PERHAPS)
        self.known |= dict.fromkeys(tense["future"], FUTURE)
        self.endings = tuple(tense["past_endings"])

    def __missing__(self, word: str) -> int:
        if len(self) >= REMEMBERED:
            self.clear()
        self[word] = says = self._say(word)
        return says

    def _say(self, word: str) -> int:
        if word.capitalize() in self.months and word[0].isupper():
            return NOTHING  # `May`
        regular = word.endswith(self.endings) and len(word) >= SHORTEST and word.islower()
        return self.known.get(word.lower(), PAST if regular else NOTHING)


@dataclass(frozen=True)
class _Verbs:
    """The words of a language that tell a tense, and those that tell what such a word is."""

    says: _Sayings
    ahead: frozenset[str]  # verbs whose infinitive lies ahead of them
    not_verbs: frozenset[str]  # they open no infinitive
    noun_endings: tuple[str, ...]
    auxiliaries: frozenset[str]
    to: frozenset[str]
    on: frozenset[str]
    open_ends: frozenset[str]
    timetable: frozenset[str]
    timetable_or_participles: frozenset[str]


@by_language
def _verbs() -> _Verbs:
    tense = lexicon.table("times")["tense"]
    return _Verbs(
        _Sayings(),
        frozenset(tense["ahead"]),
        frozenset(tense["not_verbs"]),
        tuple(tense["noun_endings"]),
        listed("auxiliaries"),
        listed("to"),
        listed("on"),
        listed("open_ends"),
        listed("timetable_verbs"),
        listed("timetable_verbs_or_participles"),
    )


def _tense_of_word(verbs: _Verbs, words: Words, index: int) -> int:
    """Return what one word says of the tense: -1 past, 2 future, 1 perhaps future, 0 nothing."""
    says = verbs.says[words.texts[index]]
    if says == PAST:
        if words.texts[index] in listed("before_cut_not") and words.text(index + 2) in listed("cut_not"):
            return FUTURE  # won't
        return NOTHING if words.text(index - 1).lower() in verbs.auxiliaries else PAST
    if says == PERHAPS:
        return PAST if _looks_back(words, index) else PERHAPS
    if says == MAYBE_VERB:
        return FUTURE if words.text(index + 1) in verbs.to else NOTHING
    if says == INFINITIVE:
        after = words.text(index + 1)
        plain = after.islower() and not words.entries[index + 1].kind and after not in verbs.not_verbs
        return (
            _tense_of_infinitive(verbs, words, index)
            if plain and not after.endswith(verbs.noun_endings)
            else NOTHING
        )
    return says


def _looks_back(words: Words, index: int) -> bool:
    """Return whether a modal speaks of the past: `could have left`, `could not be reached`."""
    after = [words.text(index + i).lower() for i in range(1, 5)]
    reached = after[0] in listed("not") and not listed("reached").isdisjoint(after)
    return reached or not listed("have").isdisjoint(after[:2])


def _tense_of_infinitive(verbs: _Verbs, words: Words, index: int) -> int:
    """Return the tense of `to` and a verb: of the verb it hangs on, unless that verb looks ahead."""
    for at in range(index - 1, max(-1, index - 4), -1):
        word = words.texts[at].lower()
        says = verbs.says[word]
        if word in verbs.ahead:
            return FUTURE if says == FUTURE else PERHAPS
        if says in TENSES:
            return says
    return PERHAPS


def _was_to_come(verbs: _Verbs, words: Words, index: int) -> bool:
    """Return whether something was to come when the text looks back: `was due in`, which says neither."""
    at = index
    if words.texts[index].lower() in verbs.to:
        near = range(index - 1, max(-1, index - 4), -1)
        at = next((i for i in near if words.texts[i].lower() in verbs.ahead), index)
    return words.text(at - 1).lower() in listed("were")


def _tells_a_timetable(verbs: _Verbs, words: Words, index: int) -> bool:
    """Return whether a verb tells what is to come: `it opens Tuesday`, not `it was torn open Tuesday`."""
    verb = words.text(index)
    if verb in verbs.timetable_or_participles:
        return all(_tense_of_word(verbs, words, at) >= 0 for at in range(max(0, index - 3), index))
    return verb in verbs.timetable


def _tense_before_end(verbs: _Verbs, words: Words, first: int, last: int) -> int:
    """Return the tense around what ends a time: `until Friday`; most often that is to come."""
    if _was_over(verbs, words, first, last):
        return PAST
    if not listed("had").isdisjoint(words.texts[max(0, first - REACH) : first]):
        return NOTHING
    if words.text(last + 1) in listed("were"):
        return PAST  # who until Friday was in office
    ahead = range(last + 1, min(len(words.texts), last + REACH))
    told = next((i for i in ahead if _tense_of_word(verbs, words, i)), None)
    if told is not None and words.texts[told] in listed("had"):
        return PAST  # by Sunday they had left
    near = (
        i
        for i in range(first - 2, max(0, first - CLAUSE) - 1, -1)
        if words.text(i - 1) not in verbs.not_verbs
    )  # not: the closed parts
    if _is_deadline(verbs, words, first, last):
        return FUTURE
    verb = next((i for i in near if _tense_of_word(verbs, words, i)), None)
    if verb is None or verbs.says[words.texts[verb]] == INFINITIVE:
        return PERHAPS  # passed a law to pay them through September
    past = _tense_of_word(verbs, words, verb) == PAST and _lasted(words, verb, first - 1)
    return PAST if past else PERHAPS


def _was_over(verbs: _Verbs, words: Words, first: int, last: int) -> bool:
    """Return whether what happened at the end of a time is told: `until May, when it closed`, `by Monday it was closed`."""
    opens = words.text(first - 2).lower() in listed("before_clause") or first < 2
    told = words.text(last + 1) == "," and words.text(last + 2).lower() in listed("whenever")
    if not told and not (opens and words.text(first - 1).lower() in listed("deadlines")):
        return False
    ahead = range(last + 1, min(len(words.texts), last + REACH))
    verb = next((i for i in ahead if _tense_of_word(verbs, words, i)), None)
    return (
        verb is not None
        and _tense_of_word(verbs, words, verb) == PAST
        and words.texts[verb].lower() not in lexicon.words("speech_verbs")
    )


def _is_deadline(verbs: _Verbs, words: Words, first: int, last: int) -> bool:
    """Return whether a time ends what is to be done: `will decide by Monday`, `asked to answer by`, `until Monday to answer`."""
    link = words.text(first - 1).lower()
    if link in listed("ends_of_terms") and words.text(last + 1).lower() in verbs.to:
        return True
    if link not in listed("deadlines"):
        return False
    for at in range(first - 2, max(0, first - CLAUSE) - 1, -1):
        says = verbs.says[words.texts[at]]
        if says == INFINITIVE:
            after = words.text(at + 1)
            return after.islower() and after not in verbs.not_verbs and not after.endswith(verbs.noun_endings)
        if says in TENSES:
            return _tense_of_word(verbs, words, at) > 0
    return False


def _lasted(words: Words, verb: int, link: int) -> bool:
    """Return whether what a verb in the past tells was over at the time after a link: it worked through Friday."""
    said, between = words.texts[verb].lower(), words.text(link).lower()
    if said in lexicon.words("speech_verbs"):
        return False  # what was said may be to come
    if between in listed("throughout"):
        return said not in listed("set_terms")
    if between not in listed("ends_of_terms"):
        return False
    return said in listed("lasting") or not listed("never").isdisjoint(
        words.texts[max(0, verb - 3) : verb + 3]
    )


def tense_around(words: Words, first: int, last: int) -> int:
    """Return the tense around tokens `first` to `last`: of the nearest verb before them, else after them.

    -1 is past, 2 future, 1 perhaps future, 0 unknown.
    """
    verbs, texts = _verbs(), words.texts
    before, after = words.text(first - 1), words.text(last + 1)
    if before.lower() in verbs.open_ends:
        return _tense_before_end(verbs, words, first, last)
    if before in listed("of") and words.text(first - 2).lower() in listed("ahead"):
        return PERHAPS  # ahead of Friday
    if (
        after.islower()
        and verbs.says[after] == FUTURE
        and (first == 0 or _tense_of_word(verbs, words, first - 1) >= 0)
    ):
        return FUTURE  # `the talks on Friday will`
    if _tells_a_timetable(verbs, words, first - 2 if before in verbs.on else first - 1):
        return FUTURE
    says = verbs.says
    for index in range(first - 1, max(0, first - REACH) - 1, -1):
        tense = says[texts[index]] and _tense_of_word(verbs, words, index)
        if tense == FUTURE and _was_to_come(verbs, words, index):
            return NOTHING
        if tense:
            return tense
    for index in range(last + 1, min(len(texts), last + REACH)):
        tense = says[texts[index]] and _tense_of_word(verbs, words, index)
        if tense:
            return min(tense, PERHAPS)  # a verb that follows may open another clause
    return NOTHING
