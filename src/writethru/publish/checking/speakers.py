"""Words that a claim gives to another speaker than the cited article does."""

from __future__ import annotations

from collections.abc import Iterator

from writethru.publish.checking.case import Case, Found
from writethru.publish.checking.senses import base, bases_listed
from writethru.publish.checking.wording import wording_of
from writethru.publish.checking.words import listed, words_in

LEAST = 0.3  # of the words of what is said that the cited attribution shares
SURE = 0.7  # and above which a speaker who stands beside it is no bar
FEW = 2  # words that are said, at least
RIVAL = 0.6  # of the best attribution's share that one of the claimed speaker needs


def speaker_faults(case: Case) -> Found:
    """Yield the named speakers of a claim that say something else, while another says this."""
    for said in case.sayings:
        cue = {w.low for p in said.cue for w in words_in(case.told.text, p.start, p.end)}
        plainly = bool(cue & listed("cues", "said"))
        mine = _bases(said.holder)
        content = {base(w.low) for p in said.content for w in words_in(case.told.text, p.start, p.end)}
        content -= bases_listed("cues", "plain") | mine
        scored = sorted(_scored(case, content), key=lambda pair: -pair[0])
        if not mine or not scored or scored[0][0] < LEAST:
            continue
        best = scored[0][0]
        # A name that an editor put in may be of whom the article calls `the senator`.
        put_in = any(p.start in case.told.inserted for p in said.source)
        right = any(
            mine & holder or not holder or (put_in and not named)
            for share, holder, named in scored
            if share >= RIVAL * best
        )
        sure = plainly and best >= SURE and len(content) >= FEW and not _beside(case, mine, content)
        apart = any(map(str.isupper, said.holder)) and not mine & case.near_wording().bases
        if not right and (sure or apart):
            yield "speaker", said.holder, " ".join(sorted(scored[0][1]))


def _beside(case: Case, mine: frozenset[str], content: set[str]) -> bool:
    """Return whether a speaker is named in a sentence that carries what is said, or is its outlet."""
    for document in case.documents():
        text = document.article.text
        if mine & _bases(document.article.publisher):
            return True
        for sentence in document.body.sentences:
            have = wording_of(text[sentence.start : sentence.end])
            if mine & have.bases and sum(map(have.carries, content)) >= SURE * len(content):
                return True
    return False


def _scored(case: Case, content: set[str]) -> Iterator[tuple[float, frozenset[str], bool]]:
    """Yield the share of what is said that each attribution of the cited articles has, its speaker's words, and whether these name one."""
    weights = {word: case.library.weight(word) for word in content}
    total = sum(weights.values()) or 1.0
    for document in case.documents():
        who = case.library.identity(document.article.id)
        text = document.article.text
        for said, have in case.library.sayings(document.article.id):
            share = sum(w for word, w in weights.items() if have.carries(word)) / total
            if share >= LEAST:
                holder = _bases(said.holder) | {b for p in said.source for b in _bases(text[p.start : p.end])}
                named = any(map(str.isupper, said.holder))
                yield share, who.widened(holder) if said.holder else frozenset(), named


def _bases(text: str) -> frozenset[str]:
    plain = listed("cues", "plain")
    return frozenset(base(w.low) for w in words_in(text) if w.low not in plain and len(w.low) > 1)
