"""What an amount of money, a share or a measure is of: `60% of voters`, `$5 million in aid`."""

from __future__ import annotations

import re

from writethru.annotate.quantities.counted import STOP, Counted, is_plural, listed

_MEASURED = re.compile(
    r"[ \u00a0](?:(?:in|of|worth of)[ \u00a0](?:the |its |their |his |her |all |a |an |new |fresh |total )?)?"
    r"([a-z][\w-]{2,30}(?:[ \u00a0][a-z][\w-]{2,30}){0,2})"
)
_NO_NOUN = frozenset(
    "more less higher lower worth cheaper larger smaller faster than last next yesterday today".split()
)


def counted_after_measure(text: str, end: int, limit: int, unit: str) -> Counted:
    """Return what an amount of money, a share or a measure is of: `60% of voters`, `$5 million in aid`."""
    match = _MEASURED.match(text, end, limit)
    if match is None or (
        unit not in ("%",) and " of " not in match[0][:4] and len(unit) != 3 and unit != "km2"
    ):
        return Counted("", unit, end, end)
    if unit == "%" and not match[0].startswith((" of ", "\u00a0of ")):
        return Counted("", unit, end, end)
    words: list[str] = []
    for word in match[1].split():
        if (
            word in STOP
            or word in _NO_NOUN
            or word.endswith(("ing", "ly"))
            or (words and word.endswith("ed"))
        ):
            break
        words.append(word)
        if is_plural(word):
            break
    if not words:
        return Counted("", unit, end, end)
    until = match.start(1) + len(" ".join(words))
    kept = [word for word in words if word not in listed("idle_modifiers")][-2:]
    return Counted(" ".join(kept), unit, match.start(1), until)
