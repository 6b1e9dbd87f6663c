"""What the words before a cut cannot do without: the verb of their subject, what a verb or noun wants, an end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from writethru.publish.checking.senses import base, bases_listed
from writethru.publish.checking.words import listed
from writethru.publish.edits import opening
from writethru.publish.sense import WORD, Sense, is_finite

NEAR = 14  # words before a cut among which stands what may want something behind it,
AHEAD = 10  # and words behind it among which that stands
FEW = 2  # words behind a comma that are nothing by themselves: ", legislation | that helps"
STOPS = re.compile(r"[,;:”\"]|\s[–—-]{1,2}\s|—")
DASH = re.compile(r" (?:—|–|--|-) |\w—\w")
OPENERS = frozenset(
    "who which that whose whom where when while after before as because if since than why how what whether though although until once"
    " unless".split()
)
PRONOUNS = frozenset("he she it they we i you there".split())
OPENED = re.compile(r"\b(?:although|though|because|unless|whether|who|which)\b")
COUNTED = re.compile(r"\b(?:two|three|four|five|both) (?:[a-z-]{3,15} )?[a-z]{3,15}[,:] ")
AND = re.compile(r"\band ")
ASKED = re.compile(
    r"\b(?:wants?|wanted|asks|asked|urges|urged|expects|expected|allows|allowed|orders|ordered|invites|invited) (?!to\b|that\b)"
    r"(?:(?!to\b|that\b)[^\s,;:]{1,30} ){0,9}(?!to\b|that\b)[^\s,;:]{1,30},? ?\Z"
)
DOING = re.compile(r"\bto [a-z]{2,}")
LISTING = re.compile(
    r"\b(?:including|such as|among them) [^,;:]{1,60},? ?\Z"
)  # what follows belongs to the list
FROM = re.compile(r"\bfrom (?:[a-z]{1,8} ){0,2}[$£€]?\d[\d.,]*(?: [a-z]{1,12}){0,2} ?\Z")
TO = re.compile(r"\bto (?:[a-z]{1,8} ){0,2}[$£€]?\d")
JOINING = frozenset("and but or so yet".split())
WANTING = (
    *("as", "to", "into", "from", "with", "on", "of", "for", "in"),
    *("about", "between", "over", "against", "at"),
)
NO_FINITE = frozenset(("be", "been", "being", "having"))


COMPLEMENT = re.compile(r"\bthat (?=(?:he|she|it|they|the|an?|his|her|their|[A-Z]))")


def is_needed(sense: Sense, start: int, mark: str) -> bool:
    """Return whether what stands from a place to the end is needed by the words before it.

    `mark` is what parts them: a comma, a dash, or nothing.
    """
    if not mark and (is_wanted(sense, start) or hangs_by_a_word(sense, start) or holds_content(sense, start)):
        return True
    if mark in ("", ",") and (holds_main_verb(sense, start, mark) or leaves_clause_open(sense, start)):
        return True
    if not mark and is_span(sense, start):
        return True
    if mark == "," and (is_of_list(sense, start) or wants_infinitive(sense, start)):
        return True
    return mark.strip() in ("", ",", ":", ";") and is_behind_dash(sense, start)


def leaves_clause_open(sense: Sense, start: int) -> bool:
    """Return whether the verb of the last clause before a cut stands behind it: "although the quay, | the bridge and the mole have"."""
    last = max((w.end() for w in OPENED.finditer(sense.words, 0, start)), default=-1)
    return last >= 0 and not any(
        is_finite(sense.words, w.start()) for w in WORD.finditer(sense.words, last, start)
    )


def is_of_list(sense: Sense, start: int) -> bool:
    """Return whether what follows a comma belongs to a list before it: "including Lorne", "on two charges, theft"."""
    counted = COUNTED.search(sense.words, 0, start) is not None and AND.search(sense.words, start) is not None
    return counted or LISTING.search(sense.words, 0, start) is not None


def wants_infinitive(sense: Sense, start: int) -> bool:
    """Return whether somebody is wanted or told to do what stands behind a comma: "wants Roe, | the clerk, to speak".

    So is what somebody said, where its verb stands last: "proclaimed, | in May, that the quay".
    """
    last = list(WORD.finditer(sense.words, 0, start))[-1:]
    if last and last[0].group().lower() in listed("cues", "said"):
        return COMPLEMENT.search(sense.words, start) is not None
    return ASKED.search(sense.words, 0, start) is not None and DOING.search(sense.words, start) is not None


def is_span(sense: Sense, start: int) -> bool:
    """Return whether a figure before a cut is the first of two: "rose from 41 percent | in May to 69"."""
    return FROM.search(sense.words, 0, start) is not None and TO.search(sense.words, start) is not None


def is_wanted(sense: Sense, start: int) -> bool:
    """Return whether a verb or noun before a cut wants a preposition behind it: "depict it | as", "access | to"."""
    kept = [w.group() for w in WORD.finditer(sense.words, 0, start)][-NEAR:]
    stop = STOPS.search(sense.words, start)
    ahead = list(WORD.finditer(sense.words, start, stop.start() if stop else sense.stop))[:AHEAD]
    for number, word in enumerate(ahead):
        low = word.group().lower()
        if low in OPENERS and low != "as":
            return False
        if low not in WANTING:
            continue
        if not number and kept and kept[-1].lower() in listed("pieces", "wants", f"noun_{low}"):
            return True
        wanting = bases_listed("pieces", "wants", low)
        at = max((n for n, k in enumerate(kept) if base(k) in wanting and is_verb(kept, n)), default=-1)
        if at >= 0 and low not in kept[at:]:
            return True
    return False


def has_main_verb(text: str) -> bool:
    """Return whether a line has a verb beside those of the clauses in it: not "the news that he had left the town"."""
    owed = 0
    for word in WORD.finditer(text):
        low = word.group().lower()
        if low in OPENERS:
            owed += 1
        elif low not in NO_FINITE and is_finite(text, word.start()):
            if not owed:
                return True
            owed -= 1
    return False


def is_verb(kept: Sequence[str], at: int) -> bool:
    """Return whether a word is no name and, by the word before it, no noun: "vote on", not "a vote on"."""
    before = kept[at - 1].lower() if at else ""
    return kept[at].islower() and (before == "that" or before not in listed("sense", "small", "article"))


def holds_main_verb(sense: Sense, start: int, mark: str) -> bool:
    """Return whether the verb of a subject before a cut stands behind it: "the men stung by the loss | of a seat are".

    Each word that opens a clause has a verb of its own; a verb that is left over is the subject's.
    """
    owed, last, adverb, joined = int(mark == ","), "", False, False  # "saying the men were", "suggesting"
    telling = bases_listed("cues", "said") | bases_listed("pieces", "telling")
    words = list(WORD.finditer(sense.words, start, sense.close if start < sense.close else sense.stop))
    for number, word in enumerate(words):
        low = word.group().lower()
        if joined and sense.words[word.start() - 2] == ",":
            owed, joined = owed - 1, False  # "and Lorne, were": what was joined has no verb
        if any(q.start <= word.start() < q.end for q in sense.quotes):
            last = ""
        elif low in OPENERS:
            owed, last = owed + 1, low
        elif low in JOINING:
            ahead = [w for w in words[number + 1 : number + 3] if not w.group().lower().endswith("ly")][:1]
            joined = not (ahead and is_finite(sense.words, ahead[0].start()))
            owed, last = owed + joined, low
        elif low in listed("sense", "small", "adverb") or low.endswith("ly"):
            adverb = True
            continue
        elif last in PRONOUNS or last in JOINING or last in ("to", "not") or is_helper(last):
            owed, last = owed + (base(low) in telling), low
        elif is_plain_verb(sense, word, words[number + 1] if number + 1 < len(words) else None, adverb):
            if not owed:
                return True
            owed, last, joined = owed - (base(low) not in telling), low, False
        else:
            last = low
        adverb = False
    return False


def is_helper(low: str) -> bool:
    """Return whether a word helps the verb behind it."""
    return any(low in listed("sense", "small", kind) for kind in ("modal", "be", "have", "do"))


def is_plain_verb(sense: Sense, word: re.Match[str], after: re.Match[str] | None, adverb: bool) -> bool:
    """Return whether a word is surely a verb that says what is so: "are", "plotted his", no "forced cuts"."""
    low = word.group().lower()
    if low in NO_FINITE or not is_finite(sense.words, word.start()):
        return False
    if is_helper(low):
        return True
    following = after.group().lower() if after is not None else ""
    between = sense.words[word.end() : after.start()] if after is not None else ""
    own = following in listed("sense", "small", "article") or (adverb and not low.endswith("s"))
    if low.endswith("s") and after is not None and after.group()[0].isupper():
        own = True
    return between == " " and (
        own or following in PRONOUNS or following == "that" or following.endswith("ing")
    )


def holds_content(sense: Sense, start: int) -> bool:
    """Return whether what somebody says stands behind a cut: "announced in a speech | in Lorne that he"."""
    said = listed("cues", "said")
    if COMPLEMENT.search(sense.words, 0, start) or not COMPLEMENT.search(sense.words, start):
        return False
    return any(w.group().lower() in said for w in WORD.finditer(sense.words, 0, start))


def hangs_by_a_word(sense: Sense, start: int) -> bool:
    """Return whether a word or two that nothing but the cut explains stand between a comma and it."""
    comma = max((c for c in sense.commas if c < start), default=-1)
    if comma < 0:
        return False
    between = list(WORD.finditer(sense.words, comma, start))
    few = 0 < len(between) <= FEW and not any(w.group().lower() in JOINING for w in between)
    return few and not any(is_finite(sense.words, w.start()) for w in between)


def is_behind_dash(sense: Sense, start: int) -> bool:
    """Return whether a dash that nothing closes stands before a cut: what it adds would be cut in two."""
    return len(DASH.findall(sense.words, opening(sense.words), start)) % 2 == 1
