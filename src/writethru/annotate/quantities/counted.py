"""What a number counts: the noun after it, what befell the counted, and the same words for the same thing."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from writethru.annotate.names import gazetteer as g
from writethru.annotate.quantities.numbers import table

_TOKEN = re.compile(r"[\"”]?[ \u00a0\n]{1,2}(?:['‘’\"“])?([^\W_][\w'’.-]*\w|\w|%|&)")
STOP = frozenset(
    "for in at on by from to with without within into onto over under between among against about around across along"
    " behind during except inside near off outside past per through throughout toward towards up upon via amid after"
    " before since until as than if because although though while when where which that who whom whose what and or but"
    " nor so yet is are was were be been being am has have had having do does did will would can could shall should"
    " may might must he she it they we you i him them us me not no said says say told according including aboard"
    " this each every both ago apart away later earlier too also together compared plus versus there here".split()
)
_AUXILIARY = frozenset(
    "were was are is have has had been be being will would could may might also reportedly still later to left forced ordered told remain"
    " remained remains found feared confirmed believed presumed reported already so far now only either all were"
    " subsequently initially immediately instantly critically seriously badly severely lightly slightly being got"
    " rescued-and declared listed pronounced officially again brutally apparently allegedly mostly then not".split()
)
_FINITE = frozenset("were was are is have has had".split())
_BRIDGES = frozenset(
    "in at on from aboard inside near of who across around along including outside during".split()
)
_OBJECT = frozenset(
    "a an the his her their its at more some dozens hundreds scores two three four five six".split()
)
_ARTICLES = frozenset("another a an further additional some also the about all".split())
_TRANSITIVE = frozenset(
    "killed injured wounded arrested detained rescued evacuated kidnapped abducted freed released".split()
)
_FLED_FROM = frozenset("their the from after as when his her to across".split())
_PEOPLE_ENDINGS = (
    "girls",
    "boys",
    "men",
    "women",
    "goers",
    "workers",
    "children",
    "holders",
    "drivers",
    "makers",
    "mates",
)
_TOLL = re.compile(
    r"\b(?:death toll|toll|number of (?:the )?(?:dead|killed|deaths|fatalities))\b[^.;!?]{0,90}$", re.I
)
_NUMBER_OF = re.compile(
    r"\bnumber of (?:confirmed |reported |new |the |known )?([\w-]{3,25}(?: [\w-]{3,25}){0,2}?)"
    r"(?: in [\w ]{2,30}| who [\w ]{2,30})? (?:has |had |have |is |was |stands |stood |rose |rises |rising |risen |climbed |fell"
    r" |grew |reached |jumped |increased |now |to |at |dropped ){1,5}$",
    re.I,
)
_SUBJECT_ROSE = re.compile(
    r"\b(deaths|fatalities|casualties|injuries|infections|arrests|cases|[a-z]{4,14}s) (?:has |have |had )?"
    r"(?:rose|risen|climbed|fell|fallen|grew|grown|increased|jumped|dropped) (?:from [\w,]{1,12} )?(?:to |by )$",
    re.I,
)


class Counted(NamedTuple):
    """What is counted: normalised words, unit, and the span of its words in the text, if any."""

    words: str
    unit: str
    start: int
    end: int


class Token(NamedTuple):
    """A word after the number."""

    text: str
    start: int
    end: int
    proper: bool  # capitalised, and not the name of a people


@cache
def _states() -> dict[str, str]:
    return {word: state.replace("_", " ") for state, words in table()["states"].items() for word in words}


@cache
def _state_heads() -> frozenset[str]:
    """Return the first words of the states that are said in several words."""
    return frozenset(word.split(" ")[0] for word in _states() if " " in word)


@cache
def _people() -> tuple[frozenset[str], frozenset[str]]:
    people = table()["people"]
    return frozenset(people["generic"]), frozenset(people["nouns"]) | frozenset(people["generic"])


@cache
def _noun_states() -> frozenset[str]:
    """Return the nouns among the words for what befell somebody, which say it only when counted."""
    said_after = {"dead", "injured", "wounded", "missing", "hurt", "homeless"}
    return (frozenset(table()["counting"]) - said_after) | {
        "execution",
        "executions",
        "rescue",
        "rescues",
        "injury",
    }


def is_people(word: str) -> bool:
    """Whether a lower-case noun names people."""
    if word in _people()[1] or word.endswith(_PEOPLE_ENDINGS):
        return True
    return bool(g.gazetteer().words.get(word.capitalize(), 0) & g.PEOPLE)


@cache
def listed(section: str) -> frozenset[str]:
    """Return the words of a section of the lexicon of quantities."""
    return frozenset(table()[section]["words"])


def tokens_after(text: str, at: int, limit: int) -> list[Token]:
    """Return up to ten words that follow without punctuation between."""
    found: list[Token] = []
    flags = g.gazetteer().words
    while at < limit and len(found) < 10:
        match = _TOKEN.match(text, at, limit)
        if match is None:
            break
        written = match[1]
        word = written.lower() if written.isascii() else written.lower().replace("’", "'")
        at = end = match.end(1)
        if "." in word and text.startswith(". ", at):
            at += 1  # U.S.
        if word.endswith("'s"):
            word, end = word[:-2], end - 2
        proper = word != written and written[0].isupper() and not flags.get(written, 0) & g.PEOPLE
        found.append(Token(word, match.start(1), end, proper))
    return found


def is_plural(word: str) -> bool:
    """Whether a lower-case word looks like a plural noun."""
    if word in listed("bare_plurals"):
        return True
    return (
        word.endswith("s")
        and len(word) > 3
        and not word.endswith(("ss", "us", "'s"))
        and word not in listed("not_plural")
    )


def plural(word: str) -> str:
    """Return the plural under which singular and plural compare equal."""
    if is_plural(word):
        return word
    if word in table()["plurals"]:
        return str(table()["plurals"][word])
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def normal(words: list[str], state: str) -> str:
    """Return the normalised words for a noun phrase and what befell it."""
    idle = listed("idle_modifiers")
    generic, _ = _people()
    head = words[-1] if words else ""
    before = [word for word in words[:-1] if word not in idle][-2:]
    if head in generic and state in ("destroyed", "damaged", "intercepted", "fired"):
        return f"others {state}"
    if head in generic or not head:
        head, before = (
            ("people" if head or state not in ("destroyed", "damaged", "intercepted", "fired") else ""),
            [],
        )
    head = plural(head) if head else ""
    head = table()["same"].get(head, head)
    return " ".join([*before, head, state] if state else [*before, head]).strip()


def _state_after(tokens: list[Token], at: int, amount: float, joined: bool) -> tuple[str, int]:
    """Return what the words after the noun say befell the counted, and the index after them.

    `joined`: the verb may follow another noun (`two soldiers and a civilian were killed`).
    """
    states, first = _states(), at
    bridged = passive = False
    while at < len(tokens):
        word = tokens[at].text
        state, two, three = states.get(word), "", ""
        if word in _state_heads() and at + 1 < len(tokens):
            two = f"{word} {tokens[at + 1].text}"
            three = f"{two} {tokens[at + 2].text}" if at + 2 < len(tokens) else ""
            state = states.get(three) or states.get(two) or state
        if state and word not in _noun_states():
            upto = at + (3 if three in states else 2 if two in states else 1)
            follower = tokens[upto].text if upto < len(tokens) else ""
            if word == "fled" and not (amount >= 20 and (not follower or follower in _FLED_FROM)):
                return "", at
            active = not passive and word in _TRANSITIVE and (follower in _OBJECT or follower[:1].isdigit())
            return ("", at) if active or (bridged and not passive) else (state, upto)
        if word in _FINITE:
            passive = True
        elif not passive and (word in _BRIDGES or (word == "and" and joined and at == first)):
            bridged = True
        elif (word not in _AUXILIARY and not bridged) or (bridged and passive):
            break
        at += 1
    return "", at


def _state_before(before: str) -> str:
    """Return what the words directly before the number say befell the counted."""
    words = before[-40:].lower().replace("’", "'").split()
    if before[-1:] not in " \u00a0\n" or not words:
        return ""
    while words and words[-1] in _ARTICLES:
        words.pop()
    states = _states()
    if len(words) > 1 and " ".join(words[-2:]) in states:
        return states[" ".join(words[-2:])]
    if words and words[-1] in states and words[-1] not in _noun_states():
        return states[words[-1]]
    if (
        len(words) > 2
        and words[-1] == "of"
        and words[-2] in ("deaths", "lives", "death", "arrest", "bodies", "killing")
    ):
        return "arrested" if words[-2] == "arrest" else "killed"
    if len(words) > 1 and words[-1] == "lives" and words[-2] in ("claimed", "claiming"):
        return "killed"
    return ""


def _noun_phrase(tokens: list[Token], amount: float) -> tuple[int, int]:
    """Return the indexes of the words of the noun phrase after a number; equal if there is none."""
    _, people = _people()
    idle, states, counting = listed("idle_modifiers"), _states(), table()["counting"]
    first = 0
    while first < len(tokens) and tokens[first].text in idle and tokens[first].text not in ("other", "more"):
        first += 1
    if amount == 1:
        return first, _single(tokens, first)
    for at in range(first, min(len(tokens), first + 6)):
        word = tokens[at].text
        if word in counting and (at == first or is_plural(word)):
            return first, at + 1
        if word in STOP or word in states or word[:1].isdigit():
            break
        after = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if tokens[at].proper and after and after not in STOP and after not in states:
            continue
        if is_plural(word) or (word in people and word not in ("other", "more", "national")):
            compound = (
                is_plural(after) and after not in states and after not in STOP and after not in counting
            )
            return first, at + (2 if compound and word not in ("others", "people") else 1)
    return first, first


def _single(tokens: list[Token], first: int) -> int:
    """Return the index after the noun of `one house`, which is its first or second word."""
    people = _people()[1]
    for at in range(first, min(len(tokens), first + 3)):
        word = tokens[at].text
        if word in STOP or word in _states() or word.endswith(("ly", "ing", "ed")) or at == first + 2:
            return at
        if word in people or word in table()["same"] or word in table()["counting"]:
            return at + 1
    return min(len(tokens), first + 2)


def counted_after_number(
    text: str, start: int, end: int, sentence: tuple[int, int], amount: float
) -> Counted | None:
    """Return what a plain number counts, or None if nothing tells.

    `start` is where the number (with its hedge) starts, `end` where it ends, `sentence` its sentence.
    """
    tokens = tokens_after(text, end, sentence[1])
    first, last = _noun_phrase(tokens, amount)
    words = [token.text for token in tokens[first:last]]
    before = text[max(sentence[0], start - 160) : start]
    if words and words[-1] in table()["counting"] and not (amount == 1 and words[-1] == "missing"):
        return _read_counting(words, tokens, first, last, before)
    prior = _state_before(before)
    after, upto = _state_after(tokens, last, amount, not prior)
    if not after and last > first:
        after = _state_in_apposition(text, tokens[last - 1].end, sentence[1])
    state = after or prior
    if words or after:
        phrase = normal(words, state)
        if not phrase:
            return None
        at = tokens[first].start if first < len(tokens) else end
        until = tokens[(upto if after and upto > last else max(last, first + 1)) - 1].end
        unit = "people" if (not words or is_people(words[-1])) and not phrase.startswith("others ") else ""
        return Counted(phrase, unit, at, max(until, at))
    return _from_context(before, state, end)


def counts_something(counted: Counted | None, amount: float) -> bool:
    """Whether a number in words that small is a count: `one` is most often a pronoun."""
    if counted is None:
        return False
    return (
        amount != 1
        or counted.unit == "people"
        or " " in counted.words
        or counted.words in table()["same"].values()
    )


def _read_counting(words: list[str], tokens: list[Token], first: int, last: int, before: str) -> Counted:
    """Return what a noun counts that says itself what befell: `12 deaths`, `12 dead`."""
    phrase = str(table()["counting"][words[-1]])
    prior = [word for word in words[:-1] if word not in listed("idle_modifiers")]
    if (
        prior
        and phrase.startswith("people ")
        and prior[-1].rstrip("s") in {p.rstrip("s") for p in _people()[1]}
    ):
        phrase = normal([prior[-1]], phrase.removeprefix("people "))
    if words[-1] in ("bodies", "body"):
        return Counted(phrase, "people", tokens[first].start, tokens[last - 1].end)
    return Counted(phrase, "people", tokens[first].start, tokens[last - 1].end)


_APPOSED = re.compile(
    r"(?:,? (?:including|among them|mostly|most of them)\b[^.;!?]{0,80}?,|, [^,.;!?]{1,60},|,? \([^()]{1,60}\))"
    r" (?:were|was|are|have been|had been|has been|were also|have|had) ([a-z]+)"
)


def _state_in_apposition(text: str, at: int, limit: int) -> str:
    match = _APPOSED.match(text, at, limit)
    return _states().get(match[1], "") if match else ""


def _from_context(before: str, state: str, at: int) -> Counted | None:
    """Return what a bare number counts by the words before it: `the death toll rose to 15`."""
    if state:
        phrase = normal([], state)
        return Counted(phrase, "people", at, at) if phrase.startswith("people") else None
    tail = before[-140:]
    if _TOLL.search(tail) and re.search(
        r"(?:to|at|of|from|was|is|passed|reached|exceeded|stands|hit|topped|,|:)[ \u00a0]$", tail
    ):
        return Counted("people killed", "people", at, at)
    match = _NUMBER_OF.search(tail) or _SUBJECT_ROSE.search(tail)
    if match:
        words = match[1].lower().split()
        states = [_states()[word] for word in words if word in _states()]
        counting = table()["counting"].get(words[-1])
        nouns = [word for word in words if word not in _states()]
        phrase = str(counting) if counting and not nouns else normal(nouns, states[-1] if states else "")
        unit = "people" if counting or not nouns or is_people(nouns[-1]) else ""
        return Counted(phrase, unit, at, at)
    return None
