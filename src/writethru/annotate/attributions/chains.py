"""Verb chains: where a cue begins that leans on verbs before it (`went on to say`, `kept asking`), and who acts."""

from __future__ import annotations

from writethru.annotate.attributions.groups import group_start, is_finite
from writethru.annotate.attributions.subjects import subject
from writethru.annotate.attributions.tokens import STOPS, Tokens

GOVERNOR = 6  # tokens before "to" within which its governing verb or adjective stands
ISSUED = 9  # tokens from "issued" to "saying" in "issued a statement on Tuesday saying"
ADDRESSED = 9  # tokens between such a verb and "to"
CONTROL = 30  # tokens before a participle or infinitive within which the verb stands whose subject acts


def _governor(tokens: Tokens, to: int, first: int) -> int | None:
    """Return the verb, or the adjective after a form of "be", on which an infinitive at `to` depends."""
    low = tokens.low
    for at in range(to - 1, max(first, to - GOVERNOR) - 1, -1):
        if low[at] in STOPS or tokens.quoted[at] or low[at] in tokens.words.relatives:
            return None
        if low[at] in tokens.words.going_on and at > first and low[at - 1] in tokens.words.chaining:
            return at - 1
        if low[at] in tokens.words.chaining:
            return at
        if low[at] in tokens.words.subordinators or low[at] in tokens.words.prepositions:
            return None
    return None


def chain_start(tokens: Tokens, group: int, first: int) -> int:
    """Return where a cue begins whose verb group starts at `group`, over the verbs it depends on."""
    low, start = tokens.low, group
    for _ in range(3):
        at: int | None = None
        if start > first + 1 and low[start - 1] in tokens.words.to:
            at = _governor(tokens, start - 1, first)
        elif (
            start > first
            and low[start - 1] in tokens.words.chaining_ing
            and low[start].endswith(tokens.words.ing)
        ):
            at = start - 1
        elif low[start].endswith(tokens.words.ing):
            at = _issued(tokens, start, first)
        if at is None:
            break
        start = at
        while start > first and low[start - 1] in tokens.words.degrees:
            start -= 1
        start = group_start(tokens, start, first)
    return start


def _issued(tokens: Tokens, participle: int, first: int) -> int | None:
    """Return the verb of `issued a statement Tuesday saying`, seen from the participle."""
    low, document = tokens.low, False
    for at in range(participle - 1, max(first, participle - ISSUED), -1):
        if low[at] in STOPS:
            return None
        if document and low[at] in tokens.words.light and low[at] not in tokens.words.auxiliaries:
            return at
        document = document or low[at] in tokens.words.documents
    return None


def controller(tokens: Tokens, at: int, first: int) -> tuple[int, int] | None:
    """Return the subject of the verb on which a participle or infinitive at `at` depends: who acts in it."""
    low = tokens.low
    for back in range(at - 1, max(first, at - CONTROL), -1):
        if low[back] in (";", ":"):
            return None
        if is_finite(tokens, back):
            found = subject(tokens, group_start(tokens, back, first), first)
            if found is not None and low[found[0]] not in tokens.words.expletives:
                return found
    return None


def addressed(tokens: Tokens, to: int, first: int) -> bool:
    """Return whether a verb such as "urge" or "allow" makes somebody act in the infinitive at `to`: `allow them to say`."""
    low = tokens.low
    for at in range(to - 1, max(first, to - ADDRESSED) - 1, -1):
        if low[at] in STOPS or low[at] in tokens.words.subordinators:
            return False
        if low[at] in tokens.words.controlling:
            return at + 1 < to
    return False


def fronted(tokens: Tokens, at: int, first: int, stop: int) -> tuple[int, int] | None:
    """Return the subject of the clause after a participle or infinitive that opens a sentence."""
    low = tokens.low
    comma = next((ahead for ahead in range(at, min(at + CONTROL, stop)) if low[ahead] == ","), 0)
    if not comma:
        return None
    for ahead in range(comma + 2, min(comma + CONTROL, stop)):
        if is_finite(tokens, ahead):
            return subject(tokens, group_start(tokens, ahead, comma + 1), comma + 1)
    return None
