"""What a statement says in comparable form: concepts, who does what to whom, numbers, days and manner.

Synonyms are one concept, numbers in words are digits, a person is the family name however named, and
words of time give way to the days that they mean.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from writethru.ledger.synonyms import EXACT, Meaning, concept_of, is_common, meanings, weight
from writethru.ledger.words import WORD, plain_words, stem, vocabulary
from writethru.records import Assertion

NEGATORS = frozenset("not never no none nobody nothing neither nor cannot".split())
SCOPE = 5  # words after a negation that it turns round
FIRST_PERSON = frozenset("i we my our me us".split())
BE = frozenset("is are was were be been being got get gets".split())
REACH = 8  # words between an act and a name that has part in it
NEAR = 3  # words between a form of `be` and its participle
ROOT = 6  # letters by which forms of one name are known: Tolmar, Tolmarian
NUMBER = "#"  # before a number
DATELINE = re.compile(r"[A-Z][A-Z ,.]{2,30}(?:\([\w ]{2,20}\) ?)?[—–-] ?")
BREAK = re.compile(
    r"[;(]|,? (?:which|who|whose|where|after|while|although|because|but|if|unless|and not|and never|amid|despite|saying|adding|that (?:has|have|had|was|were|is|are)) |, (?:a|an|the|when|as|and|or|at|in|on|with|including|without|said|told|according) "
)
MAIN = 20  # characters that a main clause has at the least
ASIDE = 0.5  # of the weight of a word that counts after it
LEAST = 2  # concepts of a statement
NAME_WEIGHT = 2.0  # of a name: nearly all statements of a story share its main ones
NUMBER_WEIGHT = 3.5


class Wording(NamedTuple):
    """A statement in comparable form."""

    weights: dict[str, float]  # of each concept
    names: frozenset[str]
    turned: frozenset[str]  # concepts that a negation turns round
    acts: dict[str, tuple[frozenset[str], frozenset[str]]]  # of each act, the names of who and of to whom
    counts: tuple[tuple[float | None, float | None, frozenset[str]], ...]
    numbers: frozenset[str]  # in digits, that are no days
    days: tuple[tuple[str, str], ...]
    manner: str  # fact, future, demand, maybe or question
    against: bool  # its holder turns against what the words say
    sparse: bool  # a piece of a sentence, too short to state anything


# What the lexicon would say of a name, and of a word that it does not have.
NAMED = Meaning((), "name", False, False)
UNLISTED = Meaning((), "", False, False)


# Wordings by the id of their assertion, which is a hash of its words, and what was found in them: several readers
# need each.
_KNOWN: dict[tuple[object, ...], Wording] = {}
MOST_KNOWN = 20_000


class _Word(NamedTuple):
    """What is known of a word wherever it stands."""

    lower: str
    stem: str
    capital: bool
    negates: bool
    meanings: tuple[Meaning, ...]  # phrases of the lexicon that begin with it, the longest first
    concept: str  # "" if it tells nothing
    named: bool  # a name, unless it opens the statement


class _Token(NamedTuple):
    word: _Word
    start: int


def read_wording(assertion: Assertion) -> Wording:
    """Return the comparable form of what an assertion states."""
    key = (assertion.id, assertion.persons, assertion.days, assertion.counts)
    known = _KNOWN.get(key)
    if known is None:
        if len(_KNOWN) >= MOST_KNOWN:
            _KNOWN.clear()
        known = _KNOWN[key] = _read(assertion)
    return known


def _read(assertion: Assertion) -> Wording:
    cited = assertion.citation
    text = cited.exact[assertion.statement.start - cited.start : assertion.statement.end - cited.start]
    tokens = _tokens(text, assertion)
    weights: dict[str, float] = {}
    names: list[tuple[int, str]] = []
    acts: list[tuple[int, Meaning]] = []
    turned: set[str] = set()
    aside = _aside(text)
    for place, concept, meaning, negated in _concepts(tokens, assertion):
        share = ASIDE if tokens[place].start > aside else 1.0
        if meaning is NAMED:
            names.append((place, concept))
            weights.setdefault(concept, NAME_WEIGHT * share)
            continue
        own = NUMBER_WEIGHT if concept.startswith(NUMBER) else weight(concept)
        weights.setdefault(concept, own * share)
        if negated and share == 1.0:
            turned.add(concept)
        if meaning.act:
            acts.append((place, meaning))
    if _speaks_of_self(tokens, assertion):
        speaker = _name(assertion.holder)
        if speaker:
            weights[speaker] = NAME_WEIGHT
            names.insert(0, (-1, speaker))
    return Wording(
        weights,
        frozenset(name for _, name in names),
        frozenset(turned),
        _roles(tokens, names, acts),
        tuple([(low, high, _counted(of)) for _, _, low, high, of in assertion.counts]),
        frozenset(concept for concept in weights if concept.startswith(NUMBER)),
        tuple(sorted({(first, last) for _, _, first, last in assertion.days})),
        _manner(tokens, assertion),
        assertion.stance in ("denies", "doubts"),
        len(weights) < LEAST or not weights.keys() - {name for _, name in names},
    )


def _aside(text: str) -> int:
    """Return where the main clause of a statement ends: what follows explains or goes on."""
    found = next((m for m in BREAK.finditer(text) if m.start() >= MAIN), None)
    return found.start() if found else len(text)


def _speaks_of_self(tokens: Sequence[_Token], assertion: Assertion) -> bool:
    """Return whether the holder is meant where nobody is named: "I", "wearing a mask", "the allegations"."""
    if not tokens or assertion.holder_kind == "outlet":
        return False
    opening = tokens[0].word
    if assertion.direct:
        return any(token.word.lower in FIRST_PERSON for token in tokens)
    if assertion.stance == "denies" or (opening.lower.endswith("ing") and not opening.capital):
        return True
    named = any(start - assertion.statement.start <= tokens[0].start for start, _, _ in assertion.persons)
    return opening.lower in plain_words("pronouns") and not named


def _tokens(text: str, assertion: Assertion) -> list[_Token]:
    """Return the words of a statement but those that tell days."""
    base = assertion.statement.start
    days = [(start - base, end - base) for start, end, _, _ in assertion.days]
    opening = DATELINE.match(text)
    found = []
    for match in WORD.finditer(text, opening.end() if opening else 0):
        start = match.start()
        if days and any(first <= start < last for first, last in days):
            continue
        found.append(_Token(_word(match.group()), start))
    return found


@lru_cache(maxsize=50_000)
def _word(written: str) -> _Word:
    """Return what is known of a word."""
    lower, stemmed, capital = written.lower(), stem(written), written[0].isupper()
    index = meanings()
    negates = lower in NEGATORS or lower.endswith(("n't", "n’t")) or stemmed in vocabulary("turning")
    concept, named = stemmed, False
    if stemmed[:1].isdigit():
        concept = NUMBER + stemmed
    elif lower in numbers():
        concept = NUMBER + numbers()[lower]
    elif _plain(lower, stemmed):
        concept = ""
    elif capital and len(lower) > 1:
        concept, named = stemmed[:ROOT], True
    known = (*index.get(EXACT + lower, ()), *index.get(stemmed, ()))
    return _Word(lower, stemmed, capital, negates, known, concept, named)


def _concepts(tokens: Sequence[_Token], assertion: Assertion) -> list[tuple[int, str, Meaning, bool]]:
    """Return the concepts of words in order: place, concept, what the lexicon says of it, whether negated."""
    base = assertion.statement.start
    persons = [(start - base, end - base, name) for start, end, name in assertion.persons]
    counted = _counted_words(tokens, assertion)
    found: list[tuple[int, str, Meaning, bool]] = []
    place = left = 0
    while place < len(tokens):
        token = tokens[place]
        word = token.word
        left = max(left - 1, 0)
        if word.negates:
            left = SCOPE + 1
            place += 1
            continue
        person = None
        if persons:
            at = token.start
            person = next(((end, name) for start, end, name in persons if start <= at < end), None)
        if person is not None:
            found.append((place, _name(person[1]), NAMED, False))
            while place < len(tokens) and tokens[place].start < person[0]:
                place += 1
            continue
        meaning = _meaning(tokens, place) if word.meanings else None
        if meaning is not None:
            found.append((place, meaning.concept, meaning, left > 0))
            place += len(meaning.phrase)
            continue
        number = counted.get(token.start) if counted else None
        concept, named = (number, False) if number is not None else (word.concept, word.named)
        if named and place == 0:
            named = False  # every statement opens with a capital: a name, a rare word or any other
            concept = concept if not is_common(word.stem) else word.stem
        if concept:
            found.append((place, concept, NAMED if named else UNLISTED, left > 0))
        place += 1
    return [entry for entry in found if entry[1]]


def _meaning(tokens: Sequence[_Token], place: int) -> Meaning | None:
    """Return the longest phrase of the lexicon that begins at a place."""
    for meaning in tokens[place].word.meanings:
        size = len(meaning.phrase)
        if size == 1:
            return meaning
        following = [token.word for token in tokens[place : place + size]]
        if len(following) == size and all(
            part in (word.stem, EXACT + word.lower)
            for part, word in zip(meaning.phrase, following, strict=True)
        ):
            return meaning
    return None


@lru_cache(maxsize=20_000)
def _plain(word: str, stemmed: str) -> bool:
    return (
        stemmed in vocabulary("plain")
        or stemmed in vocabulary("reporting")
        or word in plain_words("small")
        or (len(stemmed) < 2 and not stemmed.isdigit())
    )


def _counted_words(tokens: Sequence[_Token], assertion: Assertion) -> dict[int, str]:
    """Return the number in digits of the first word of each count, and "" for its further words in numbers."""
    base = assertion.statement.start
    found: dict[int, str] = {}
    for start, end, low, high, _ in assertion.counts:
        value = low if low is not None else high
        first = True
        for token in tokens:
            if (
                start <= token.start + base < end
                and value is not None
                and (
                    token.word.stem[:1].isdigit()
                    or token.word.lower in numbers()
                    or token.word.lower in plain_words("large")
                )
            ):
                found[token.start] = f"{NUMBER}{value:g}" if first else ""
                first = False
    return found


@lru_cache(maxsize=20_000)
def _root(stemmed: str) -> str:
    return stemmed[:ROOT]


@lru_cache(maxsize=20_000)
def _name(name: str) -> str:
    """Return the root of a person's family name."""
    parts = [
        part
        for part in name.replace("’", "'").lower().split()
        if part not in ("jr.", "jr", "sr.", "sr", "iii", "ii")
    ]
    return _root(stem(parts[-1])) if parts else ""


@lru_cache(maxsize=5_000)
def _counted(of: str) -> frozenset[str]:
    """Return the concepts of what is counted."""
    return frozenset(concept_of(word) for word in of.split())


@lru_cache(maxsize=1)
def numbers() -> dict[str, str]:
    """Return numbers in words with their digits."""
    ones = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
    tens = "twenty thirty forty fifty sixty seventy eighty ninety"
    found = {word: str(n) for n, word in enumerate(ones.split()) if n > 1}
    found |= {word: str(10 * n) for n, word in enumerate(tens.split(), 2)}
    found |= {
        f"{ten}-{one}": str(int(found[ten]) + n)
        for ten in tens.split()
        for n, one in enumerate(ones.split()[:10])
        if n
    }
    return found


def _roles(
    tokens: Sequence[_Token], names: Sequence[tuple[int, str]], acts: Sequence[tuple[int, Meaning]]
) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Return for each act the names before and after it, turned where it is told in the passive."""
    found: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for place, meaning in acts:
        before = _run([(at, name) for at, name in reversed(names) if at < place], place)
        after = _run([(at, name) for at, name in names if at > place], place)
        passive = meaning.turned or any(t.word.lower in BE for t in tokens[max(place - NEAR, 0) : place])
        found.setdefault(meaning.concept, (after, before) if passive else (before, after))
    return found


def _run(names: Sequence[tuple[int, str]], place: int) -> frozenset[str]:
    """Return the name nearest to a place, with the names that stand right beside it."""
    found: set[str] = set()
    last = place
    for at, name in names:
        if abs(at - last) > (1 if found else REACH):
            break
        found.add(name)
        last = at
    return frozenset(found)


def _manner(tokens: Sequence[_Token], assertion: Assertion) -> str:
    """Return how a statement is meant, by its first word that tells."""
    if assertion.stance == "asks":
        return "question"
    known = manners()
    for token in tokens:
        if token.word.lower in known:
            return known[token.word.lower]
    return "demand" if assertion.stance == "expects" else "fact"


@lru_cache(maxsize=1)
def manners() -> dict[str, str]:
    """Return by word how a statement that has it is meant."""
    return {
        word: manner for manner in ("question", "maybe", "demand", "future") for word in plain_words(manner)
    }
