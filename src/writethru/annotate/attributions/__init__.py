"""Who says it: source, cue and content of what is said, denied, asked, doubted or expected, with stance.

Sentence by sentence: patterns whose cue stands after its content come first, since they take in what stands
before; then the others from left to right, outside what is taken. Sentences of nothing but quoted words go
on with the last speaker.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from itertools import compress, count
from typing import NamedTuple

from writethru.annotate.attributions.adjectives import adjective, adjectives
from writethru.annotate.attributions.appearances import appearance, evidence_first, evidence_last
from writethru.annotate.attributions.chains import controller
from writethru.annotate.attributions.colons import before_colon, signed, speaker_in_headline, speaker_of_line
from writethru.annotate.attributions.cue_nouns import cue_noun
from writethru.annotate.attributions.cues import Form, cue_nouns
from writethru.annotate.attributions.holders import Holders
from writethru.annotate.attributions.leading import before_content
from writethru.annotate.attributions.occasions import with_occasion
from writethru.annotate.attributions.patterns import Pattern, Range
from writethru.annotate.attributions.subjects import first_subject
from writethru.annotate.attributions.tokens import MARKS, Tokens
from writethru.annotate.attributions.trailing import EDGES, according, after_content
from writethru.annotate.attributions.verification import remark_words, verification
from writethru.annotate.attributions.words import closed_classes
from writethru.annotate.lexicon import by_language
from writethru.records import Attribution, Field, Mention, Sentence, Span

UNSPOKEN = frozenset(["promo", "byline", "dateline", "timestamp"])  # what nobody says to a reader
QUOTED_BY = 8  # tokens after which the quotation stands in `Jane Roe: "..."`
STATING = frozenset(["clause", "that", "recipient"])  # frames of verbs that report a statement
SHORTEST = 5  # tokens of a report that may hold another
CARRIED = 4  # quoted words in a sentence without a cue that show it to go on with the last speaker


class _Open:
    """An attribution whose content may still go on."""

    __slots__ = ("content", "inner", "paragraph", "pattern", "pending", "source")

    def __init__(self, pattern: Pattern, source: Range | None, paragraph: int) -> None:
        self.pattern, self.source, self.paragraph = pattern, source, paragraph
        self.content: list[Range] = [piece for piece in pattern.content if piece[1] > piece[0]]
        inner = pattern.inner
        self.inner = _Open(inner, inner.source, paragraph) if inner else None
        self.pending = not self.content  # "She said the following:" waits for the next paragraph


class _Word(NamedTuple):
    """What a word may open: its form as a verb, and which other patterns begin at it."""

    form: Form | None
    trailing: bool
    others: tuple[Callable[[Tokens, int, int, int], Pattern | None], ...]
    remark: bool


@by_language
def _words() -> dict[str, _Word]:
    """Return all words at which a pattern may begin."""
    closed = closed_classes()
    forms, nouns, adjective_words = closed.forms, cue_nouns(), adjectives()
    surveys = closed.surveys
    impersonal = closed.appearing | closed.hearsay | closed.naming
    found: dict[str, _Word] = {}
    for word in sorted(
        {*forms, *nouns, *adjective_words, *surveys, *impersonal, *remark_words(), *closed.according}
    ):
        matchers = (
            (cue_noun, nouns),
            (evidence_last, surveys),
            (appearance, impersonal),
            (adjective, adjective_words),
        )
        form = forms.get(word)
        trailing = word in closed.according or (form is not None and form.kind != "ing")
        others = tuple(matcher for matcher, listed in matchers if word in listed)
        found[word] = _Word(form, trailing, others, word in remark_words())
    return found


def _match_trailing(tokens: Tokens, at: int, word: _Word, first: int, stop: int) -> Pattern | None:
    if word.form is None:
        return according(tokens, at, first, stop)
    return after_content(tokens, at, word.form, first, stop)


def _match_leading(tokens: Tokens, at: int, word: _Word, first: int, stop: int) -> Pattern | None:
    match = verification(tokens, at, first, stop) if word.remark else None
    if match is None and adjective in word.others:
        match = adjective(tokens, at, first, stop)  # "are worried about": rather than worried by somebody
    if match is None and word.form is not None:
        match = before_content(tokens, at, word.form, first, stop)
    for matcher in word.others:
        if match is not None:
            break
        match = matcher(tokens, at, first, stop)
    return match


def _patterns(tokens: Tokens, candidates: list[int], first: int, stop: int) -> list[Pattern]:
    """Return the attributions of one sentence, tokens [first, stop), in order of their cues.

    `candidates` are its tokens at which a pattern may begin.
    """
    low = tokens.low
    if not candidates:
        alone = before_colon(tokens, first, stop) or evidence_first(tokens, first, stop)
        return [alone] if alone else []
    words = _words()
    capitals = [at for at in candidates if at != first and tokens.capital(at)]
    if capitals and not _headlined(tokens, first, stop):
        names = {at for at in capitals if not _opens(tokens, at, first, stop)}
        candidates = [at for at in candidates if at not in names]
    found: list[Pattern] = []
    taken = bytearray(stop - first)

    def take(pattern: Pattern) -> None:
        found.append(pattern)
        for left, right in (pattern.cue, *pattern.content, *([pattern.source] if pattern.source else [])):
            left = left if left > first else first
            right = right if right < stop else stop
            taken[left - first : right - first] = b"\1" * (right - left)

    edge = next(compress(count(first), map(EDGES.__contains__, low[first:stop])), stop)
    for at in candidates:
        word = words[low[at]]
        closes = word.trailing and (at > edge or word.form is None)  # a content before a verb has its mark
        trailing = _match_trailing(tokens, at, word, first, stop) if closes else None
        if trailing and not _within_statement(tokens, candidates, at, word, trailing, first, stop):
            take(trailing)
            break
    evidence = evidence_first(tokens, first, stop)
    weak: list[Pattern] = [evidence] if evidence else []
    for at in candidates:
        match = None if taken[at - first] else _match_leading(tokens, at, words[low[at]], first, stop)
        if match and (match.yields or not match.clausal):
            weak.append(match)  # statements take their words first
        elif match and (free := _outside(taken, match, first)):
            take(free)
    announced = before_colon(tokens, first, stop)
    if announced and (free := _outside(taken, announced, first)) and free.content == announced.content:
        take(free)
    for match in sorted(weak, key=lambda pattern: (pattern.cue[0], -pattern.cue[1])):
        if free := _outside(taken, match, first):
            take(free)
    return [_with_inner(tokens, pattern, candidates, stop) for pattern in sorted(found, key=lambda p: p.cue)]


def _within_statement(
    tokens: Tokens, candidates: list[int], at: int, word: _Word, trailing: Pattern, first: int, stop: int
) -> bool:
    """Return whether a cue that seems to close a content belongs to what is said before: `Roe said Poe, her aide, wrote it`."""
    form = word.form
    if form is None or tokens.quoted[at - 1] or tokens.quoted.find(1, trailing.content[0][0], at) >= 0:
        return False
    if form.verb.lemma in tokens.words.saying or "recipient" in form.verb.frames:
        return False
    for earlier in candidates:
        if earlier >= at:
            break
        said = _words()[tokens.low[earlier]].form
        if said is None or said.kind not in ("past", "s") or said.verb.lemma not in tokens.words.saying:
            continue
        lead = before_content(tokens, earlier, said, first, stop)
        if lead and lead.source and lead.content[-1][1] > at - 2:
            return True
    return False


def _with_inner(tokens: Tokens, outer: Pattern, candidates: list[int], stop: int) -> Pattern:
    """Return a pattern with the first statement in its content: `police said that the driver had denied it`."""
    if outer.after or outer.yields or not outer.clausal or not outer.content:
        return outer
    left, right = outer.content[0][0], min(outer.content[0][1], stop)
    if right - left < SHORTEST:
        return outer
    for at in candidates:
        form = _words()[tokens.low[at]].form if left < at < right else None
        if form is None or form.kind not in ("past", "s") or form.verb.frames.keys().isdisjoint(STATING):
            continue
        inner = before_content(tokens, at, form, left, right)
        if inner and inner.clausal and inner.source and left <= inner.source[0] and not inner.after:
            return outer._replace(inner=inner)
    return outer


def _outside(taken: bytearray, pattern: Pattern, first: int) -> Pattern | None:
    """Return a pattern with its content cut where another begins; None if it starts inside another."""
    if 1 not in taken:
        return pattern
    if taken.find(1, pattern.cue[0] - first, pattern.cue[1] - first) >= 0:
        return None
    pieces: list[Range] = []
    for left, right in pattern.content:
        if left - first < len(taken) and taken[left - first]:
            return None
        cut = taken.find(1, left - first, right - first)
        pieces.append((left, cut + first if cut >= 0 else right))
    return pattern if tuple(pieces) == pattern.content else pattern._replace(content=tuple(pieces))


def _headlined(tokens: Tokens, first: int, stop: int) -> bool:
    """Return whether a sentence is set like a headline, all its longer words with a capital."""
    return not any(len(tokens.word(at)) > 4 and tokens.word(at)[0].islower() for at in range(first, stop))


def _opens(tokens: Tokens, at: int, first: int, stop: int) -> bool:
    """Return whether a word has its capital because a sentence or a quotation opens with it."""
    if (
        at + 1 < stop
        and tokens.low[at + 1] in tokens.words.forms
        and tokens.words.forms[tokens.low[at + 1]].kind == "past"
    ):
        return False  # "..., " Read said
    return at == first or not tokens.is_word(at - 1)


def _only_quoted(tokens: Tokens, first: int, stop: int) -> bool:
    """Return whether all words of a sentence stand inside quotation marks."""
    quoted = tokens.quoted
    if not (quoted[first] or (first + 1 < stop and quoted[first + 1])):
        return False
    return not any(tokens.is_word(at) for at in range(first, stop) if not quoted[at])


def _quotation_start(tokens: Tokens, first: int) -> int:
    """Return where the quotation opens in which a token stands, its mark included."""
    start = first
    while start > 0 and tokens.quoted[start - 1]:
        start -= 1
    return start - 1 if start > 0 and tokens.low[start - 1] in MARKS else start


def _goes_on(
    tokens: Tokens, last: _Open | None, sentence: Sentence, first: int, stop: int, found: bool
) -> bool:
    """Return whether a sentence goes on with what the last speaker said."""
    if last is None or sentence.paragraph - last.paragraph > 1:
        return False
    if last.pending:
        return sentence.paragraph > last.paragraph or _only_quoted(tokens, first, stop)
    if _only_quoted(tokens, first, stop):
        return True
    if found or sentence.paragraph != last.paragraph or last.pattern.source is None:
        return False
    if tokens.low[last.pattern.cue[1] - 1] == ":" and last.pattern.cue[1] - last.pattern.cue[0] == 1:
        return True  # a speaker's turn in a transcript
    return sum(tokens.quoted[first:stop]) >= CARRIED and last.pattern.clausal


def _opened(tokens: Tokens, sentences: tuple[Sentence, ...], field: Field) -> list[_Open]:
    """Return all attributions of a text with their content carried over sentences."""
    opened: list[_Open] = []
    last: _Open | None = None
    paragraph = -1
    opens, quoted = _words().__contains__, tokens.quoted
    places = [at for at in compress(count(), map(opens, tokens.low)) if not quoted[at]]
    for sentence in sentences:
        first, stop = tokens.at(sentence.start), tokens.at(sentence.end)
        while stop > first and tokens.low[stop - 1] in (".", "?", "!") and not tokens.quoted[stop - 1]:
            stop -= 1
        begins, paragraph = sentence.paragraph != paragraph, sentence.paragraph
        if first >= stop or sentence.boilerplate in UNSPOKEN:
            continue
        here = places[bisect_left(places, first) : bisect_left(places, stop)]
        patterns = _sentence_patterns(tokens, sentence, here, (first, stop), field, begins, not opened)
        if _goes_on(tokens, last, sentence, first, stop, bool(patterns)):
            assert last is not None
            last.content.append((first, stop))
            if not last.pending:
                last.paragraph = sentence.paragraph
            continue
        inherited: Range | None = None  # who acted last in this sentence
        speaker: Range | None = None  # who said something last in it
        for pattern in patterns:
            if pattern.after and pattern.content and pattern.content[0][0] == first and tokens.quoted[first]:
                pattern = _from_opening_mark(tokens, pattern, first, last)
            if pattern.elliptic and inherited is None:
                inherited = first_subject(tokens, first, pattern.cue[0]) or controller(
                    tokens, pattern.cue[0], first
                )
            if pattern.elliptic and speaker:
                source: Range | None = speaker
            else:
                source = pattern.source or (inherited if pattern.elliptic else None)
            inherited = source or inherited
            if pattern.clausal and not pattern.yields and source:
                speaker = source
            opened.append(_Open(pattern, source, sentence.paragraph))
            asked = pattern.stance == "asks" and source is None  # "she said when asked": she goes on
            if pattern.clausal and not pattern.verification and not (asked and patterns[0] is not pattern):
                last = opened[-1]
    return [attribution for attribution in opened if attribution.content]


def _sentence_patterns(
    tokens: Tokens,
    sentence: Sentence,
    candidates: list[int],
    within: Range,
    field: Field,
    begins: bool,
    opening: bool,
) -> list[Pattern]:
    """Return the patterns of a sentence, a speaker before a colon first."""
    first, stop = within
    spoken: Pattern | None = None
    if field == "title" or (opening and sentence.paragraph == 0):
        spoken = speaker_in_headline(tokens, first, stop)
    announces = sentence.boilerplate == "transcript" or 1 in tokens.quoted[first : first + QUOTED_BY]
    if spoken is None and begins and announces and field != "title":
        spoken = speaker_of_line(tokens, first, stop)
    if spoken is None and tokens.low[first] in MARKS:
        spoken = signed(tokens, first, stop)
    return [spoken] if spoken else _patterns(tokens, candidates, first, stop)


def _from_opening_mark(tokens: Tokens, pattern: Pattern, first: int, last: _Open | None) -> Pattern:
    """Return a pattern whose quotation began sentences before, with those sentences taken from `last`."""
    start = _quotation_start(tokens, first)
    if last is not None and last.content and last.content[-1][1] > start:
        kept = [piece for piece in last.content if piece[1] <= start]
        if not kept:
            return pattern  # all of that attribution's content: leave it to its speaker
        last.content = kept
    return pattern._replace(content=((start, pattern.content[0][1]), *pattern.content[1:]))


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
    holders = Holders(tokens, names, publisher)
    return tuple(_attribution(tokens, holders, opened, field) for opened in _opened(tokens, sentences, field))


def _attribution(tokens: Tokens, holders: Holders, opened: _Open, field: Field) -> Attribution:
    """Return an attribution as spans, with holder, and with what is reported within it."""
    pattern = opened.pattern
    pieces = [_from_negation(tokens, piece, pattern.cue) for piece in opened.content]
    source = [opened.source] if opened.source else []
    holder, kind = holders.of(opened.source, pattern, opened.paragraph)
    inner: tuple[Attribution, ...] = ()
    if opened.inner is not None:
        inner = (_attribution(tokens, holders.apart(), opened.inner, field),)
    return Attribution(
        _spans(tokens, source, field),
        _spans(tokens, with_occasion(tokens, pattern.cue, [*source, *pieces]), field),
        _spans(tokens, pieces, field),
        holder,
        kind,
        pattern.stance,
        any(tokens.low[left] in MARKS or tokens.quoted[left] for left, _ in pieces),
        pattern.verification and kind == "outlet",
        inner,
    )


def _from_negation(tokens: Tokens, piece: Range, cue: Range) -> Range:
    """Return content behind a cue with the negation right before it: `promised not to leave` is no promise to leave.

    Times and adverbs between cue and content are passed over, and "not" is an adverb.
    """
    start, stop = piece
    while start > cue[1] and tokens.low[start - 1] in tokens.words.negations:
        start -= 1
    return start, stop


def _spans(tokens: Tokens, pieces: list[Range], field: Field) -> tuple[Span, ...]:
    start, end = tokens.start, tokens.end
    return tuple([Span(start[left], end[right - 1], field) for left, right in pieces])
