"""Who somebody is by an article: the office that stands with the full name, before it or between commas behind it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import NamedTuple

from writethru.memory import remembered
from writethru.publish.checking.senses import base, verb_share
from writethru.publish.checking.words import listed, table
from writethru.publish.sense import is_finite
from writethru.publish.spans import contains, touching
from writethru.records import AnnotatedArticle, Mention, Sentence, Span

BEFORE = 90  # characters of the longest office before a name
MOST = 7  # words of it
MOSTLY = 40  # of a hundred uses of a word that are those of a verb, for which it is taken behind "to"
FULL = 3  # words of a full name
BEHIND = 10  # words of an office behind a name
PAST = timedelta(days=200)  # a sentence about a time so long before its article tells the office of that time
TOKEN = re.compile(r"[\w&][\w.&’'/-]{0,40}")
PARTY = re.compile(r" [(](?:[RDI]|Rep\.|Dem\.|Ind\.)[-–][A-Z][A-Za-z. ]{1,18}[)]")
APPOSED = re.compile(
    r", ((?:[^,.;:()“”\"\n–—]|(?<=[A-Z])\.|\.(?=[A-Z]\.)){4,90})(?=,(?! (?:and|or)\b)|\.(?:\s|\Z)|;|\s[–—])"
)
OWNED = ("'s", "’s", "s'", "s’")


class Office(NamedTuple):
    """An office as it stands with a name: where, whose, its last word, and whether it was that of another time."""

    start: int
    end: int
    mention: Mention
    head: str
    former: bool
    gone: bool  # no longer or not yet, and not said so that it could be quoted
    usable: bool  # says enough, of the time of its article, to introduce somebody by
    full: bool  # with the full name
    behind: bool
    words: str

    @property
    def title(self) -> str:
        """The office without the name, in lower case."""
        return " ".join(self.words[: self.mention.start - self.start].lower().split())


class Title(NamedTuple):
    """The words of an office before a name, and how it is to be taken."""

    start: int
    head: str
    former: bool
    gone: bool
    bare: bool  # says too little to introduce somebody by


@remembered
def offices_in(document: AnnotatedArticle) -> dict[int, Office]:
    """Return the offices that an article tells with a person's name, by where the name begins."""
    return {office.mention.start: office for office in _found(document)}


def _found(document: AnnotatedArticle) -> Iterator[Office]:
    text, body = document.article.text, document.body
    starts = [s.start for s in body.sentences]
    for mention in body.names:
        if mention.kind != "person":
            continue
        index = bisect_left(starts, mention.start + 1) - 1
        sentence = body.sentences[index] if index >= 0 else None
        if sentence is None or not contains(sentence, mention):
            continue
        words = text[mention.start : mention.end]
        full = " " in words and len(words.split()) <= FULL and words[0].isupper() and not words.isupper()
        usable = not sentence.boilerplate and not any(touching(body.quotations, mention))
        usable = usable and not tells_past(document, sentence)
        title = title_before(document, mention, sentence.start)
        if title is not None:
            party = PARTY.match(text, mention.end)
            end = party.end() if party else mention.end
            told = text[title.start : end]
            fit = usable and not title.gone and not title.bare
            yield Office(
                title.start, end, mention, title.head, title.former, title.gone, fit, full, False, told
            )
        elif full:
            yield from _behind(document, mention, sentence, usable)


def _behind(
    document: AnnotatedArticle, mention: Mention, sentence: Sentence, usable: bool
) -> Iterator[Office]:
    """Yield the office that stands between commas behind a name: `Jon Vell, the foreign minister,`."""
    text = document.article.text
    found = APPOSED.match(text, mention.end, min(sentence.end, mention.end + 120))
    if found is None:
        return
    phrase = Span(found.start(1), found.end(1))
    words = [w.lower() for w in found[1].split()]
    if len(words) > BEHIND or any(w in listed("offices", "clause") for w in words):
        return
    if any(n.kind == "person" for n in touching(document.body.names, phrase)):
        return
    if words[0] not in ("the", "a", "an", "former") and words[0] not in _heads():
        return
    heads = [n for n, w in enumerate(words) if w in _heads()]
    stop = next((n for n, w in enumerate(words) if w in ("of", "at", "for", "from", "in", "on", "to")), None)
    near = [n for n in heads if stop is None or n < stop]
    if (
        not near
        or (stop is not None and near[-1] != stop - 1)
        or (stop is None and near[-1] != len(words) - 1)
    ):
        return
    if len(words) < 3 and words[0] != "the":
        return
    head = _same(words[near[-1]])
    gone = bool(set(words) & listed("offices", "gone"))
    former = bool(set(words) & listed("offices", "former"))
    told = text[mention.start : phrase.end]
    yield Office(
        mention.start, phrase.end, mention, head, former, gone, usable and not gone, True, True, told
    )


def tells_past(document: AnnotatedArticle, sentence: Span) -> bool:
    """Return whether a sentence names a time well before its article: offices in it may be those of that time."""
    day = document.article.day
    if day is None:
        return False
    first = (day - PAST).isoformat()
    return any(
        t.interval is not None and t.interval[1] < first for t in touching(document.body.times, sentence)
    )


def title_before(document: AnnotatedArticle, mention: Mention, first: int) -> Title | None:
    """Return the office that stands right before a name, within its sentence; None for none or a courtesy."""
    text = document.article.text
    left = max(first, mention.start - BEFORE)
    tokens = _tokens_before(text, left, mention.start)
    if not tokens:
        return None
    size = _head_size([t.group() for t in tokens])
    if not size:
        return None
    taken = len(tokens) - size
    while taken and len(tokens) - taken < MOST and _is_part(document, tokens[taken - 1]):
        taken -= 1
    if (
        taken
        and len(tokens) - taken > size
        and tokens[taken - 1].group() == "to"
        and is_plain_verb(tokens[taken].group())
    ):
        taken += 1  # "to press President Vell"
    words = [t.group() for t in tokens[taken:]]
    low = [w.lower() for w in words]
    before = tokens[taken - 1].group() if taken else ""
    last = before.lower()
    gone = before in listed("offices", "gone") or any(w.startswith(("then-", "ex-")) for w in (last, *low))
    parted = not before or last in listed("offices", "parting") or last.endswith(OWNED)
    parted = parted or is_verb(text, tokens[taken - 1].start())
    first_word = tokens[taken].start()
    named = any(touching(document.body.names, Span(first_word, mention.start)))
    whole = any(w in listed("offices", "whole") for w in low[:-1])
    bare = low[-size] not in listed("offices", "strong") and not (named or whole or size > 1)
    cut = last == "and" and taken > 1 and _is_named(document, tokens[taken - 2])
    bare = bare or cut or (not parted and (before[0].isupper() or words[0][0].islower()))
    former = "former" in low
    return Title(first_word, _same(low[-size].removeprefix("then-").removeprefix("ex-")), former, gone, bare)


def _is_named(document: AnnotatedArticle, token: re.Match[str]) -> bool:
    """Return whether a word has a capital and is no person's: `Health` of `Health and Human Services Secretary`."""
    names = touching(document.body.names, Span(*token.span()))
    return token.group()[0].isupper() and not any(n.kind == "person" for n in names)


def is_plain_verb(word: str) -> bool:
    """Return whether a word behind "to" is a verb rather than a part of an office."""
    return word.islower() and verb_share(base(word)) >= MOSTLY


def is_verb(text: str, at: int) -> bool:
    """Return whether a word beside a name is a verb, finite or not, or an adverb: no noun that says who somebody is."""
    word = TOKEN.match(text, at)
    return word is not None and (word.group().endswith(("ing", "ed", "ly")) or is_finite(text, at))


def _tokens_before(text: str, left: int, end: int) -> list[re.Match[str]]:
    """Return the words before a place that single blanks join to it."""
    found: list[re.Match[str]] = []
    at = end
    for token in reversed([*TOKEN.finditer(text, left, end)]):
        if text[token.end() : at] not in (" ", "\u00a0"):
            break
        if token.group().endswith(".") and len(token.group()) > 5 and token.group()[:-1].isalpha():
            break  # a sentence before
        if token.start() == left and left > 0 and text[left - 1].isalnum():
            break  # cut
        found.append(token)
        at = token.start()
    return found[::-1]


def _head_size(words: list[str]) -> int:
    """Return of how many words the last part of an office is that words end in: `Secretary of State` is three."""
    if words[-1].lower().removeprefix("then-").removeprefix("ex-") in _heads():
        return 1
    for size in (3, 4, 5):
        if len(words) >= size and words[-size].lower() in _heads() and words[-size + 1] in ("of", "for"):
            rest = [w for w in words[-size + 2 :] if w != "the"]
            if rest and all(w[0].isupper() and not w.endswith(OWNED) for w in rest):
                return size if not any(w.lower() in _heads() for w in rest) else 0
    return 0


def _is_part(document: AnnotatedArticle, token: re.Match[str]) -> bool:
    """Return whether a word before an office is of it: another word of offices, or a body or place."""
    word = token.group()
    low = word.lower()
    if low.endswith(OWNED):
        return False
    names = [*touching(document.body.names, Span(*token.span()))] if word[0].isupper() else []
    if any(n.kind != "person" or (n.start, n.end) == token.span() for n in names):
        return True  # of the Senate, or a person: "Vell campaign chairman"
    return low not in listed("offices", "gone") and (low in listed("offices", "parts") or low in _heads())


@cache
def _heads() -> frozenset[str]:
    """Return the words that an office may end in."""
    return listed("offices", "strong") | listed("offices", "weak")


def _same(head: str) -> str:
    """Return an office by one of its forms: `senator` for `Sen.`."""
    known: dict[str, str] = table("offices")["same"]
    return known.get(head, head)
