"""Where something was said, as part of its cue: `said in a statement`, `told a rally`, `wrote on Twitter`."""

from __future__ import annotations

from collections.abc import Iterable

from writethru.annotate.attributions.patterns import Range
from writethru.annotate.attributions.subjects import skip_time
from writethru.annotate.attributions.tokens import Tokens

LONGEST = 5  # tokens between the preposition and its noun


def with_occasion(tokens: Tokens, cue: Range, others: Iterable[Range]) -> list[Range]:
    """Return a cue, and the phrase of occasion right behind it or behind its time, if there is one.

    The phrase ends with its noun; it may not share a token with `others`, the source and content. PolNeAR's
    annotators count such a phrase as part of the cue in somewhat less than half of all cases.
    """
    stop = min(len(tokens.low), cue[1] + LONGEST + 6)
    start = skip_time(tokens, cue[1], stop)
    if start >= stop or tokens.low[start] not in tokens.words.of_utterance:
        return [cue]
    for at in range(start + 1, min(start + 1 + LONGEST, stop)):
        if not tokens.is_word(at) or tokens.quoted[at]:
            break
        if tokens.low[at] in tokens.words.utterances:
            phrase = (start, at + 1)
            if any(left < phrase[1] and phrase[0] < right for left, right in others):
                break
            return [(cue[0], phrase[1])] if start == cue[1] else [cue, phrase]
    return [cue]
