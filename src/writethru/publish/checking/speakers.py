"""Words that a claim gives to another speaker than the cited article does."""

from __future__ import annotations

from collections.abc import Iterator

from writethru.publish.checking.case import Case, Found
from writethru.publish.checking.words import listed, words_in
from writethru.records import AnnotatedArticle, Attribution

LEAST = 0.3  # of the words of what is said that the cited attribution shares
RIVAL = 0.6  # of the best attribution's share that one of the claimed speaker needs


def speaker_faults(case: Case) -> Found:
    """Yield the named speakers of a claim that say something else, while another says this."""
    beside = {w.stem for p in case.passages for w in words_in(case.library.text(p))}
    for said in case.sayings:
        if not any(map(str.isupper, said.holder)) or said.holder_kind not in (
            "person",
            "organisation",
            "office",
        ):
            continue
        mine = _stems(said.holder)
        content = {w.stem for p in said.content for w in words_in(case.told.text, p.start, p.end)} - listed(
            "cues", "plain"
        )
        scored = sorted(_scored(case, content), key=lambda pair: -pair[0])
        if not mine or not scored or scored[0][0] < LEAST:
            continue
        best = scored[0][0]
        right = any(mine & holder or not holder for share, holder in scored if share >= RIVAL * best)
        if not right and not mine & beside:
            yield "speaker", said.holder, " ".join(sorted(scored[0][1]))


def _scored(case: Case, content: set[str]) -> Iterator[tuple[float, frozenset[str]]]:
    """Yield the share of what is said that each attribution of the cited articles has, and its speaker's words."""
    weights = case.library.weights(content)
    total = sum(weights.values()) or 1.0
    for document in case.documents():
        for said in _all(document):
            text = document.article.text
            words = {w.stem for p in said.content for w in words_in(text, p.start, p.end)}
            share = sum(weights[s] for s in content & words) / total
            if share >= LEAST:
                holder = _stems(said.holder) | {s for p in said.source for s in _stems(text[p.start : p.end])}
                yield share, holder if said.holder else frozenset()


def _all(document: AnnotatedArticle) -> Iterator[Attribution]:
    for said in document.body.attributions:
        yield said
        yield from said.inner


def _stems(text: str) -> frozenset[str]:
    plain = listed("cues", "plain")
    return frozenset(w.stem for w in words_in(text) if w.low not in plain and len(w.low) > 1)
