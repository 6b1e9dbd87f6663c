"""Which tokens are finite verbs, and where the group of a verb begins: by form and neighbours, without a parse."""

from __future__ import annotations

from writethru.annotate.attributions.tokens import STOPS, Tokens


def is_finite(tokens: Tokens, index: int) -> bool:
    """Return whether a token is likely a finite verb."""
    surely = tokens.words.finite[tokens.low[index]]
    return surely if surely is not None else not _reduced(tokens, index)


def _reduced(tokens: Tokens, index: int) -> bool:
    """Return whether a form in -ed is a participle: `a study conducted by`, `the alleged attack`."""
    low = tokens.low
    following = low[index + 1] if index + 1 < len(low) else ""
    before = low[index - 1] if index else ""
    if following in tokens.words.after_participles:
        return True
    return before in tokens.words.determiners or before in tokens.words.prepositions


def has_finite(tokens: Tokens, first: int, last: int) -> bool:
    """Return whether a likely finite verb stands in tokens[first:last]."""
    finite, low = tokens.words.finite, tokens.low
    for index in range(first, last):
        surely = finite[low[index]]
        if surely or (surely is None and not _reduced(tokens, index)):
            return True
    return False


def group_start(tokens: Tokens, verb: int, first: int) -> int:
    """Return where the verb group begins that ends in `verb`: auxiliaries, negations and adverbs before it."""
    start, grouping = verb, tokens.words.grouping
    while start > first:
        low = tokens.low[start - 1]
        if not grouping[low] or (
            low.endswith(tokens.words.ly) and tokens.capital(start - 1)
        ):  # Kelly, Reilly
            break
        start -= 1
    return start


def is_attributive(tokens: Tokens, at: int) -> bool:
    """Return whether a form in -ed belongs to a noun: `registered voters`, `data published in`, seen from a later verb."""
    low = tokens.low[at]
    if not low.endswith(tokens.words.ed) or low in tokens.words.verbs:
        return False
    before, following = tokens.low[at - 1] if at else "", tokens.low[at + 1]
    if (
        before in tokens.words.auxiliaries
        or before in tokens.words.subjects
        or before in tokens.words.relatives
        or tokens.words.adverbial[before]
    ):
        return False
    if (
        following in tokens.words.prepositions
        and following not in tokens.words.of_verbs
        and before
        and tokens.is_word(at - 1)
    ):
        return not tokens.capital(at - 1) or at == 1 or not tokens.is_word(at - 2)
    if low in tokens.words.forms:
        return False
    return tokens.word(at + 1)[0].isalpha() and not any(
        following in known
        for known in (
            tokens.words.determiners,
            tokens.words.prepositions,
            tokens.words.subjects,
            tokens.words.subordinators,
        )
    )


def opens_relative(tokens: Tokens, at: int) -> bool:
    """Return whether a relative clause goes on with its verb here."""
    if is_finite(tokens, at) or tokens.words.adverbial[tokens.low[at]]:
        return True
    word = tokens.low[at]
    return (
        tokens.low[at - 1] in tokens.words.who
        and word not in tokens.words.subjects
        and word not in tokens.words.determiners
    )


def inside_relative(tokens: Tokens, index: int, floor: int) -> bool:
    """Return whether a verb belongs to a relative clause that hangs on a word before it."""
    relatives = tokens.words.relatives
    for at in range(index - 1, max(floor, index - 8), -1):
        if tokens.low[at] in STOPS:
            return False
        if tokens.low[at] in relatives:
            return at > floor and tokens.is_word(at - 1) and not is_finite(tokens, at - 1)
    return False
