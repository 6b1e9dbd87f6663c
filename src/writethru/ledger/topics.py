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
    sides = f"{_short(claim)} and {_short(rebuttal)}"
    own = {word.stem for word in words(f"{claim.name} {rebuttal.name}")}
    shared = [part for part in _shared(claim, rebuttal) if not {w.stem for w in words(part)} <= own]
    room = MOST_WORDS - len(sides.split()) - (6 if kind == "blame" else 2)
    while shared and sum(len(part.split()) for part in shared) > room:
        shared = shared[:-1]
    listed = ", ".join(shared[:-1]) + " and " + shared[-1] if len(shared) > 1 else "".join(shared)
    if kind == "blame" and listed:
        return f"Who is to blame: {sides} on {listed}"
    sides_first = sides[0].upper() + sides[1:]
    return f"{sides_first} on {listed}" if listed else f"The accounts of {sides}"


def _short(account: Account) -> str:
    """Return a holder's name in at most four words."""
    parts = account.name.split()
    if len(parts) > 4:
        parts = parts[-2:] if stem(parts[-2]) not in vocabulary("unfit") else parts[-1:]
    return " ".join(parts)


def _clause(claim: Account) -> str:
    """Return the claim's words as a clause that may follow "whether", or nothing."""
    a = claim.assertion
    if a.direct or a.holder_kind == "outlet" or a.negated:
        return ""
    offset = a.citation.start
    text = " ".join(a.citation.exact[a.statement.start - offset : a.statement.end - offset].split()).strip(
        " ,.;:"
    )
    clause = text.startswith("that ")
    text = text.removeprefix("that ")
    parts = text.split()
    clause = clause or any(stem(part) in vocabulary("finite") for part in parts)
    plain = not any(mark in text for mark in '“”"‘—;:()?!')
    if (
        not plain
        or not clause
        or not 4 <= len(parts) <= MOST_WORDS - 1
        or stem(parts[0]) in vocabulary("unfit")
    ):
        return ""
    return text if parts[0][0].isupper() or parts[0] == "the" else ""


def _shared(claim: Account, rebuttal: Account, most: int = 4) -> list[str]:
    """Return names and nouns that both sides share, as the claim's citation writes them."""
    a = claim.assertion
    common = subject(tuple(claim.bag & rebuttal.bag)) or claim.bag & rebuttal.around
    found: list[str] = []
    previous: Word | None = None
    joined = False  # whether the word before was taken
    for word in words(a.citation.exact):
        original = a.citation.exact[word.start : word.end].removesuffix("'s").removesuffix("’s")
        beside = previous is not None and a.citation.exact[previous.end : word.start] == " "
        led = beside and previous is not None and previous.stem in vocabulary("leading")
        small = joined and beside and not found[-1].split()[-1][0].isupper()
        taken = word.stem in common and (original[0].isupper() or led or small)
        if taken and joined and beside:
            found[-1] += " " + original
        elif taken:
            found.append(original)
        previous, joined = word, taken
    unique = {part.lower(): part for part in reversed(found)}
    kept = [part for part in dict.fromkeys(found) if unique[part.lower()] == part]
    whole = [p for p in kept if not any(p != q and p in q for q in kept)]
    return whole[:most]


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
