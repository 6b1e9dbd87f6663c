"""Name what a dispute is about, in a few neutral words taken from the texts."""

from __future__ import annotations

from collections.abc import Sequence

from writethru.ledger.accounts import Account
from writethru.ledger.words import Word, stem, subject, vocabulary, words

MOST_WORDS = 12


def matter_topic(claim: Account, rebuttal: Account, kind: str) -> str:
    """Return the topic of an outcome or a blame: a clause of the claim, else what both sides share."""
    clause = _clause(claim)
    if clause:
        return f"Whether {clause}"
    shared = _shared(claim, rebuttal)
    listed = ", ".join(shared[:-1]) + " and " + shared[-1] if len(shared) > 1 else "".join(shared)
    if not listed:
        return "Who is to blame" if kind == "blame" else "What happened"
    return f"Who is to blame: {listed}" if kind == "blame" else f"What is so about {listed}"


def _clause(claim: Account) -> str:
    """Return the claim's words as a clause that may follow "whether", or nothing."""
    a = claim.assertion
    if a.direct or a.holder_kind == "outlet" or a.negated:
        return ""
    offset = a.citation.start
    text = " ".join(a.citation.exact[a.statement.start - offset : a.statement.end - offset].split()).strip(
        " ,.;:"
    )
    text = text.removeprefix("that ")
    parts = text.split()
    plain = not any(mark in text for mark in '“”"‘—;:()?!')
    if not plain or not 4 <= len(parts) <= MOST_WORDS - 1 or stem(parts[0]) in vocabulary("unfit"):
        return ""
    return text if parts[0][0].isupper() or parts[0] == "the" else ""


def _shared(claim: Account, rebuttal: Account, most: int = 4) -> list[str]:
    """Return words that both statements share, as the claim's citation writes them, names whole."""
    a = claim.assertion
    common = subject(tuple(claim.bag & rebuttal.bag)) or claim.bag & rebuttal.around
    found: list[str] = []
    previous: Word | None = None
    for word in words(a.citation.exact):
        if word.stem in common:
            original = a.citation.exact[word.start : word.end].removesuffix("'s").removesuffix("’s")
            if previous is not None and a.citation.exact[previous.end : word.start] == " " and found:
                found[-1] += " " + original
            elif original.lower() not in [f.lower() for f in found]:
                found.append(original)
            previous = word
        else:
            previous = None
    return found[:most]


def count_topic(counted: str, unit: str) -> str:
    """Return the topic of a number: what was counted."""
    parts = counted.split()[: MOST_WORDS - 3]
    if len(parts) > 1 and parts[0] in ("people", "persons"):
        return f"How many {parts[0]} were {' '.join(parts[1:])}"
    if unit and unit not in ("people", "%"):
        return f"How much: {counted or unit}"
    return f"What share: {counted}" if unit == "%" else f"How many {counted}"


def day_topic(shared: Sequence[str]) -> str:
    """Return the topic of a date: the words that both sentences share."""
    return "When: " + ", ".join(shared[:5]) if shared else "When it happened"
