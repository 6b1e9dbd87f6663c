"""Who says it: source, cue and content of what is said, denied, asked, doubted or expected, with stance.

A sentence's cues are tried from left to right: patterns whose cue follows its content first, since they
take in what stands before. Sentences of nothing but quoted words go on with the last speaker.
"""

from __future__ import annotations

from functools import cache

from writethru.annotate.cues import closed_class, cue_words, verb_forms
from writethru.annotate.holders import holder_of
from writethru.annotate.leading import before_content, cue_noun
from writethru.annotate.patterns import Pattern, Range
from writethru.annotate.tokens import MARKS, Tokens
from writethru.annotate.trailing import according, after_content
from writethru.records import Attribution, Field, HolderKind, Mention, Sentence, Span

NOBODY: tuple[str, HolderKind] = ("", "unnamed")


@cache
def _triggers() -> frozenset[str]:
    return frozenset(verb_forms()) | cue_words("nouns") | {"according"}


def _patterns(tokens: Tokens, first: int, stop: int) -> list[Pattern]:
    """Return the attributions of one sentence, tokens [first, stop)."""
    forms, nouns, triggers = verb_forms(), cue_words("nouns"), _triggers()
    low, quoted = tokens.low, tokens.quoted
    candidates = [at for at in range(first, stop) if low[at] in triggers and not quoted[at]]
    if not candidates:
        return []
    found: list[Pattern] = []
    for at in candidates:
        word = tokens.low[at]
        if word == "according":
            match = according(tokens, at, first, stop)
        else:
            match = after_content(tokens, at, forms[word], first, stop) if word in forms else None
        if match:
            found.append(match)
            break
    taken = [False] * (stop - first)
    for pattern in found:
        _take(taken, pattern, first)
    for at in candidates:
        if taken[at - first]:
            continue
        word = tokens.low[at]
        match = before_content(tokens, at, forms[word], first, stop) if word in forms else None
        if match is None and word in nouns:
            match = cue_noun(tokens, at, first, stop)
        if match and not any(taken[i - first] for i in range(*match.cue)):
            found.append(match)
            _take(taken, match, first)
    return sorted(found, key=lambda pattern: pattern.cue)


def _take(taken: list[bool], pattern: Pattern, first: int) -> None:
    for left, right in (pattern.cue, *pattern.content):
        for at in range(left, right):
            taken[at - first] = True


def find_attributions(
    text: str,
    sentences: tuple[Sentence, ...],
    names: tuple[Mention, ...],
    quotations: tuple[Span, ...],
    *,
    publisher: str = "",
    field: Field = "text",
) -> tuple[Attribution, ...]:
    """Return who says what in a text, in order of the cues.

    `names` are its mentions (their `name` becomes the holder), `publisher` is the holder of an outlet's own
    remarks on what it could verify.
    """
    tokens = Tokens(text, [(span.start, span.end) for span in quotations])
    starts = [mention.start for mention in names]
    attributions: list[_Open] = []
    last: _Open | None = None
    for sentence in sentences:
        first, stop = tokens.at(sentence.start), tokens.at(sentence.end)
        while stop > first and tokens.low[stop - 1] in (".", "?", "!") and not tokens.quoted[stop - 1]:
            stop -= 1
        if first >= stop:
            continue
        if (
            last is not None
            and _only_quoted(tokens, first, stop)
            and sentence.paragraph - last.paragraph <= 1
        ):
            last.content.append((first, stop))
            last.paragraph = sentence.paragraph
            continue
        inherited: Range | None = None
        for pattern in _patterns(tokens, first, stop):
            source = pattern.source or (inherited if not pattern.after else None)
            opened = _Open(pattern, source, sentence.paragraph)
            if pattern.after and first > 0 and last is None:
                pass
            attributions.append(opened)
            if pattern.source:
                inherited = pattern.source
            if pattern.clausal:
                last = opened
        if last is not None and sentence.paragraph - last.paragraph > 1:
            last = None
    return tuple(_attribution(tokens, opened, names, starts, field) for opened in attributions)


class _Open:
    """An attribution whose content may still go on."""

    __slots__ = ("content", "paragraph", "pattern", "source")

    def __init__(self, pattern: Pattern, source: Range | None, paragraph: int) -> None:
        self.pattern, self.source, self.paragraph = pattern, source, paragraph
        self.content: list[Range] = list(pattern.content)


def _only_quoted(tokens: Tokens, first: int, stop: int) -> bool:
    """Return whether all words of a sentence stand inside quotation marks."""
    quoted = tokens.quoted
    if not (quoted[first] or (first + 1 < stop and quoted[first + 1])):
        return False
    return not any(tokens.is_word(at) for at in range(first, stop) if not quoted[at])


def _span(tokens: Tokens, piece: Range, field: Field) -> Span:
    return Span(tokens.start[piece[0]], tokens.end[piece[1] - 1], field)


def _attribution(
    tokens: Tokens, opened: _Open, names: tuple[Mention, ...], starts: list[int], field: Field
) -> Attribution:
    pattern, source = opened.pattern, opened.source
    holder, kind = NOBODY
    if source is not None and tokens.low[source[0]].removesuffix("'s") not in closed_class("subjects"):
        holder, kind = holder_of(tokens, source, names, starts)
    content = tuple(_span(tokens, piece, field) for piece in opened.content if piece[1] > piece[0])
    direct = bool(content) and any(
        tokens.low[piece[0]] in MARKS or tokens.quoted[piece[0]] for piece in opened.content
    )
    return Attribution(
        (_span(tokens, source, field),) if source else (),
        (_span(tokens, pattern.cue, field),),
        content,
        holder,
        kind,
        pattern.stance,
        direct,
    )
