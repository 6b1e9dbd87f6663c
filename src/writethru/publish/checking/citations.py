"""Claims on the wrong source: those that another source of the page carries and the cited one does not."""

from __future__ import annotations

from writethru.publish.checking.case import Case, Found

LEAST = 0.3  # of a claim's words, by weight, below which nothing carries it
BETTER = 0.3  # so much more of them another source has to have


def citation_faults(case: Case, numbers: dict[str, int]) -> Found:
    """Yield a fault when the cited articles have too little of a claim's words, or another source far more."""
    others = {
        i: case.library.best(i, case.weights, s, case.kin)
        for i, s in case.scores.items()
        if i not in case.cited
    }
    other = max(others.values(), key=lambda p: p.score, default=None)
    if other is not None and other.score >= case.best + BETTER:
        yield "citation", "".join(f"[{n}]" for n in case.cited.values()), f"[{numbers[other.article]}]"
    elif case.best < LEAST:
        yield "support", case.text, "words of a cited article"
