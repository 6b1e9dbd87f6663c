"""Which words at the end of a sentence only add to those before them, though no comma parts them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from writethru.publish.carried import NEGATION
from writethru.publish.checking.senses import base, bases_listed, is_irregular, verb_share
from writethru.publish.checking.words import listed
from writethru.publish.sense import FINITE, WORD, Sense, has_finite, is_finite
from writethru.publish.spans import touching
from writethru.records import Span

CALLED = 30  # characters within which a quotation is what somebody calls it
AS_CLAUSE = re.compile(
    r"as (?=(?:the|a|an|his|her|its|their|he|she|it|they|[A-Z][\w’'-]+) )((?:[\w’'-]{1,20} ){1,6}?)"
)
MODAL = re.compile(r"\b(?:will|would|shall|should|can|could|must|won['’]t|wouldn['’]t|['’]ll)\b")
NEW_THING = re.compile(r"\b(?:an?|new|two|three|several|some) ((?:[\w’'-]{2,20} ){0,3}?[\w’'-]{2,20})\Z")
MORE = re.compile(r"(?:[a-z]{3,15}ly )?[a-z]{3,15}ing\b|[a-z]{3,15}ed (?:by|in|on|at|from|with|to|for)\b")
BY_DOING = re.compile(r"by [a-z]{2,15}ing |by a (?:vote|margin) |in a \d")
OF_WHICH = re.compile(r"[a-z]{2,10} (?:which|whom|whose)\b")  # "the date around which": it says which one
WISHED = re.compile(
    r"\b(?:plan|intend|expect|vow|pledge|promise|hope|want|wish|desire|agree|set|due|schedule|threaten|demand|refuse|ready|likely)\w{0,3} to\b"
)
NAME_GOES_ON = re.compile(r"(?:on|for|and|against) (?:the )?[A-Z]")
OPENING = frozenset("that as and but to who which".split())  # beside the words of the lists
SUPERLATIVE = frozenset("first last only most least best worst highest lowest largest biggest".split())
PHRASES = ("during", "despite", "amid", "following")
MARK = re.compile(r",[”\"]? ")
OPENERS = frozenset(
    "who which that whose where when while after before as because and but if since than why how what whether".split()
)


def may_open(sense: Sense, start: int, word: str) -> bool:
    """Return whether a word can open what `may_hang`: most cannot, and nothing else need be looked at."""
    return (
        word in opening_words()
        or MORE.match(sense.words, start) is not None
        or BY_DOING.match(sense.words, start) is not None
    )


@cache
def opening_words() -> frozenset[str]:
    """Return the words that open a clause or phrase that only adds."""
    lists = (listed("pieces", "aside", kind) for kind in ("hanging", "circumstance", "participle"))
    return OPENING.union(*lists)


def may_hang(sense: Sense, start: int, word: str, before: re.Match[str]) -> bool:
    """Return whether what follows without a comma up to the end is a clause or phrase that only adds."""
    if before.group().lower() in listed("sense", "small", "pronoun"):
        return False  # "a plan she | presented in Lorne"
    if OF_WHICH.match(sense.words, start):
        return False
    if word in listed("pieces", "aside", "hanging"):
        if word in PHRASES and is_before_verb(sense, start):
            return False
        if (
            word == "since"
            and {w.group().lower() for w in WORD.finditer(sense.words, 0, start)} & SUPERLATIVE
        ):
            return False  # the first since
        # "will be lifted when", "was not closed because": what follows is what it hangs on
        return not any(p.search(sense.words, 0, start) for p in (MODAL, WISHED, NEGATION))
    if word == "that":
        return is_relative(sense, start, before)
    if word == "as":
        return is_as_clause(sense, start, before)
    if word in ("and", "but"):
        return is_second_verb(sense, start, before)
    if is_before_verb(sense, start):
        return False
    if is_about_new(sense, start, word, before):
        return True
    if BY_DOING.match(sense.words, start):
        if is_participle(before.group().lower()):
            return False  # "a letter written | by leading voices"
        return not MODAL.search(sense.words, 0, start) and not NEGATION.search(sense.words, 0, start)
    if word == "to":
        return is_purpose(sense, start)
    opens = word in listed("pieces", "aside", "circumstance") or word in listed(
        "pieces", "aside", "participle"
    )
    return opens and is_circumstance(sense, start, before)


def is_second_verb(sense: Sense, start: int, before: re.Match[str]) -> bool:
    """Return whether a joining word joins a second verb, or a second "that", to one that has its object."""
    low = before.group().lower()
    if is_participle(low) or joins_clauses(sense, start):
        return False  # "toppled and burned the statue": both verbs have one object
    following = list(WORD.finditer(sense.words, start, sense.close))[1:3]
    if following and following[0].group() == "that":
        return " that " in sense.words[:start]
    if len(following) > 1 and following[0].group().lower() in ("he", "she", "it", "they"):
        return is_finite(sense.words, following[1].start())  # a sentence of its own
    at = [w for w in following if not is_adverb(w.group().lower())][:1]
    if at and low.endswith("s") and at[0].group().endswith("s") and not is_verb_like(low):
        return False  # "his letters and pledges"
    if at and is_finite(sense.words, at[0].start()):
        return True
    return is_second_infinitive(sense, start, before)


def joins_clauses(sense: Sense, start: int) -> bool:
    """Return whether a joining word stands before the last of several clauses: "the quay held, the bridge fell and"."""
    for comma in MARK.finditer(sense.words, 0, start - 1):
        word = WORD.match(sense.words, comma.end())
        low = word.group().lower() if word else ""
        plain = low in listed("sense", "small", "article")
        opens = low in OPENERS or (low in listed("pieces", "aside") and not plain) or low.endswith("ing")
        before = has_finite(sense.words, 0, comma.start())
        if not opens and before and has_finite(sense.words, comma.end(), start):
            return True
    return False


def is_adverb(low: str) -> bool:
    """Return whether a word may stand before the verb that it belongs to."""
    return low in listed("sense", "small", "adverb") or low.endswith("ly") or low == "never"


def is_as_clause(sense: Sense, start: int, before: re.Match[str]) -> bool:
    """Return whether "as" tells what happened at the time, "as the city began": a subject and its verb, soon."""
    subject = AS_CLAUSE.match(sense.words, start)
    if subject is None or before.group().lower() in listed("pieces", "aside", "same"):
        return False
    here = subject.end()
    for word in list(WORD.finditer(sense.words, here, sense.close))[:6]:
        if "," in sense.words[here : word.start()] or word.group().lower() in OPENERS:
            return False
        if is_finite(sense.words, word.start()):
            return True
    return False


def is_second_infinitive(sense: Sense, start: int, before: re.Match[str]) -> bool:
    """Return whether "and" joins a second infinitive to one that has its object: "to raise taxes and cut spending"."""
    after = WORD.match(sense.words, start + 4)
    if after is None or not after.group().islower() or after.group().endswith("s"):
        return False
    if verb_share(base(after.group())) < 60:
        return False
    comma = max((c for c in sense.commas if c < start), default=-1)
    item = WORD.match(sense.words, comma + 2) if comma >= 0 else None
    if item is not None and item.group().islower() and verb_share(base(item.group())) >= 60:
        return False  # the last of a list: "to allow the sale, lower the price and"
    tokens = [m.group().lower() for m in WORD.finditer(sense.words, 0, start)]
    tos = [n for n, low in enumerate(tokens) if low in ("to", "will", "would", "should", "must", "can")]
    if not tos or NEGATION.search(sense.words, 0, start):
        return False
    own = tokens[tos[-1] + 1 :]
    return len(own) > 2 and verb_share(base(own[0])) >= FINITE and not is_verb_like(before.group().lower())


def is_verb_like(low: str) -> bool:
    """Return whether a word may be a verb whose object follows."""
    return verb_share(base(low)) >= 60


def is_purpose(sense: Sense, start: int) -> bool:
    """Return whether an infinitive says what for something was done, and not what was wanted, asked or failed."""
    after = WORD.match(sense.words, start + 3)
    if (
        after is None
        or verb_share(base(after.group().lower())) < FINITE
        or MODAL.search(sense.words, 0, start)
    ):
        return False
    if NEGATION.search(sense.words, 0, start):
        return False
    tokens = list(WORD.finditer(sense.words, 0, start))
    verbs = [n for n, m in enumerate(tokens) if is_finite(sense.words, m.start())]
    if not verbs or verbs[-1] + 2 >= len(tokens) or is_bare_verb(tokens):
        return False
    if tokens[-2].group().lower() in listed("sense", "small", "pronoun"):
        return False  # "the steps he favors | to end it"
    scope = listed("pieces", "aside", "scope") - {"that", "as"}
    if {t.group().lower().partition("-")[0] for t in tokens} & scope:
        return False  # "the third to cross the bridge"
    if tokens[verbs[-1] - 1].group().lower() == "it":
        return False  # "it falls to the council to"
    lows = [t.group().lower() for t in tokens]
    # "urged the council to close the bridge to spare it": the first infinitive is what was urged
    inner = next((n for n in range(len(lows) - 3, verbs[-1], -1) if lows[n] == "to"), None)
    if inner is not None and verb_share(base(lows[inner + 1])) >= FINITE:
        kept = {base(low) for low in lows[inner + 1 :]}
    else:
        kept = {base(low) for low in lows[verbs[-1] - 1 :]}
    wanting = bases_listed("pieces", "aside", "wanting") | bases_listed("sense", "small", "wish")
    return not kept & wanting


def is_participle(low: str) -> bool:
    """Return whether a word is a past form of a verb."""
    return (low.endswith("ed") or is_irregular(low)) and verb_share(base(low)) >= FINITE


def is_before_verb(sense: Sense, start: int) -> bool:
    """Return whether the verb of the main clause stands behind a phrase: it is the subject's, "a statue to honour her was"."""
    helping = helping_words()
    for word in WORD.finditer(sense.words, start, sense.stop):
        low = word.group().lower()
        if low in OPENERS or word.start() > sense.close:
            return False
        if low in helping:
            return True
    return False


@cache
def helping_words() -> frozenset[str]:
    """Return the forms of `be`, of `have` and the modal verbs."""
    return frozenset().union(*(listed("sense", "small", kind) for kind in ("be", "have", "modal")))


def is_relative(sense: Sense, start: int, before: re.Match[str]) -> bool:
    """Return whether "that" opens a clause about something new, "a bridge that", and not what is said or known."""
    tokens = list(WORD.finditer(sense.words, 0, start))
    lows = [t.group().lower() for t in tokens]
    noun = before.group().lower()
    if noun in listed("pieces", "occasion") or noun.endswith("ing") or not {"a", "an"} & set(lows[-5:-1]):
        return False
    if set(lows) & listed("pieces", "aside", "scope") - {"that", "as"}:
        return False  # "the only town with a vote that"
    verbs = [low for t, low in zip(tokens, lows, strict=True) if is_finite(sense.words, t.start())]
    telling = listed("cues", "said") | listed("cues", "hedge")
    if not verbs or set(lows[-6:]) & telling or base(verbs[-1]) in {base(w) for w in telling}:
        return False
    after = list(WORD.finditer(sense.words, start + 5, sense.stop))[:4]
    return any(is_finite(sense.words, t.start()) for t in after)


def is_about_new(sense: Sense, start: int, word: str, before: re.Match[str]) -> bool:
    """Return whether a phrase says more of a thing that the words before it bring up: "a memo addressing", "a deal to".

    Who wrote a memo addressing something wrote a memo. Not where the thing is denied, counted, the first or the worst.
    """
    shape = NEW_THING.search(sense.words[max(0, start - 60) : before.end()])
    if (
        shape is None
        or not shape[1].islower()
        or set(shape[1].split()) & listed("sense", "small", "preposition")
    ):
        return False
    opens = word in ("who", "which", "that") or MORE.match(sense.words, start)
    noun = before.group().lower()
    following = list(WORD.finditer(sense.words, start, sense.close))[1:2]
    if word.endswith("ing") and following and following[0].group() in listed("sense", "small", "preposition"):
        return False  # a noun: "a public hearing for"
    if word.endswith("ing") and following and following[0].group().endswith("ed"):
        return False  # "a public hearing planned"
    if (
        not opens
        or noun.endswith(("ing", "ed", "ly"))
        or is_irregular(noun)
        or noun in listed("sense", "small", "quantity")
    ):
        return False
    if word == "that" and not is_finite(sense.words, start + 5):
        return False
    tokens = list(WORD.finditer(sense.words, 0, start))
    kept = [t.group().lower() for t in tokens]
    verbs = [n for n, t in enumerate(tokens) if is_finite(sense.words, t.start())]
    if (
        not verbs
        or NEGATION.search(sense.words, 0, start)
        or set(kept) & listed("pieces", "aside", "scope") - {"that", "as"}
    ):
        return False
    if {base(low) for low in kept} & (
        bases_listed("sense", "small", "refusal") | bases_listed("pieces", "aside", "naming")
    ):
        return False  # who forbids something to some does not forbid it to all
    doing = base(kept[verbs[-1]])
    return kept[verbs[-1]] not in listed("sense", "small", "be") and doing not in bases_listed(
        "sense", "small", "wish"
    )


def is_circumstance(sense: Sense, start: int, before: re.Match[str]) -> bool:
    """Return whether a phrase stands behind a verb with its object, and says of nothing how much or which of it."""
    low = before.group().lower()
    if sense.words.startswith(tuple(listed("pieces", "aside", "bounding")), start):
        return False
    if is_finite(sense.words, before.start()) or low.endswith(("ing", "ed", "ly")) or is_irregular(low):
        return False
    inside = Span(sense.sentence.start + start - 2, sense.sentence.start + start + 1)
    if any(
        n.start <= inside.start and inside.end <= n.end for n in touching(sense.document.body.names, inside)
    ):
        return False
    if before.group()[0].isupper() and NAME_GOES_ON.match(sense.words, start):
        return False  # the Committee on Harbours
    if low in listed("sense", "small", "preposition") or NEGATION.search(sense.words, 0, start):
        return False
    tokens = list(WORD.finditer(sense.words, 0, before.end()))
    verbs = [n for n, m in enumerate(tokens[:-1]) if is_finite(sense.words, m.start())]
    if not verbs or is_bare_verb(tokens):
        return False
    kept = [m.group().lower() for m in tokens[verbs[-1] :]]
    naming = bases_listed("pieces", "aside", "naming")
    if '"' in sense.words[start : start + CALLED] or "“" in sense.words[start : start + CALLED]:
        return False  # what somebody calls it
    if {base(tokens[n].group().lower()) for n in verbs} & naming:
        return False
    if kept[1:2] in (["a"], ["an"]) and base(kept[0]) in bases_listed("pieces", "aside", "light"):
        return True  # "held a meeting", "made a statement"
    acts = {base(kept[0]), *(base(b) for a, b in pairwise(kept) if a == "to" or is_helper(a))}
    acts |= {base(low) for low in kept if low.endswith("ing")}
    if acts & bases_listed("pieces", "aside", "needing") or set(kept) & listed("pieces", "aside", "scope"):
        return False
    quality = kept[0] in listed("sense", "small", "be")
    if quality and sense.words.startswith("for ", start):
        return False  # "is a prime spot for"
    return not quality or any(k in listed("sense", "small", "article") for k in kept)


def is_helper(low: str) -> bool:
    """Return whether a word helps the verb behind it."""
    return any(low in listed("sense", "small", kind) for kind in ("modal", "be", "have", "do", "adverb"))


def is_bare_verb(tokens: Sequence[re.Match[str]]) -> bool:
    """Return whether a stretch ends with a verb behind "to" or a helping verb: what it needs follows."""
    last = base(tokens[-1].group().lower())
    before = {t.group().lower() for t in tokens[-3:-1]}
    helped = any(before & listed("sense", "small", kind) for kind in ("modal", "do")) or "to" in before
    return helped and verb_share(last) >= FINITE
