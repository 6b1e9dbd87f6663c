"""Cues that stand after or around their content: `C, S said`, `C, said S`, `C, according to S`."""

from __future__ import annotations

from writethru.annotate.attributions.clauses import clause_end, skip_adverbials, trimmed
from writethru.annotate.attributions.cues import Form
from writethru.annotate.attributions.groups import group_start, has_finite, is_finite
from writethru.annotate.attributions.patterns import Pattern, Range
from writethru.annotate.attributions.subjects import subject
from writethru.annotate.attributions.tokens import DASHES, MARKS, STOPS, Tokens
from writethru.records import Stance

EDGES = MARKS | DASHES | {",", "?", "!", "…"}  # what ends a content before its source, or its cue
NAME = 5  # tokens behind an inverted cue among which a name begins: "said former governor Ann Poe"
ADVERBIAL = 8  # words of an adverbial before `S says, C`


def _resumed(tokens: Tokens, at: int, stop: int, quoted: bool, begun: bool = True) -> tuple[Range, ...]:
    """Return what content goes on after `..., she said, ...`; after quoted words only quoted ones do.

    Unless a statement has `begun` before the cue (`Now, she said, at least ...`), all that follows is content.
    """
    there = skip_adverbials(tokens, at, stop)
    if there >= stop - 1 or tokens.low[there] != ",":
        return ()
    low = tokens.low[there + 1]
    if low not in MARKS:
        form = tokens.words.forms.get(low)
        if (
            quoted
            or (begun and low in tokens.words.not_resuming)
            or (begun and low in tokens.words.prepositions and low not in tokens.words.to)
            or (form and form.kind == "ing")
        ):
            return ()
    return ((there + 1, clause_end(tokens, there + 1, stop)),)


def _content_before(tokens: Tokens, at: int, first: int) -> Range | None:
    """Return the content that ends before a source or inverted cue at `at`."""
    low = tokens.low
    if at - 1 <= first:
        return None
    before = low[at - 1]
    if before == ",":
        return first, at - 1
    if before in MARKS or before in ("?", "!", "—", "–", "--", "…"):
        return first, at
    return None


def _plural(tokens: Tokens, at: int) -> bool:
    """Return whether a subject of a plural verb may end before `at`."""
    before = tokens.low[at - 1]
    plural = tokens.words.is_plural(before)
    return plural or before == "%" or before in tokens.words.plural_subjects or before in tokens.words.plurals


def _may_be_plural(tokens: Tokens, at: int, first: int) -> bool:
    """Return whether a subject of a plural verb may end before it, or before its adverbs: `some drivers now think`."""
    subject_end = at
    while subject_end > first and tokens.words.adverbial[tokens.low[subject_end - 1]]:
        subject_end -= 1
    if subject_end == first:
        return False
    return _plural(tokens, subject_end) or _content_before(tokens, at, first) is not None


def _agrees(tokens: Tokens, at: int, form: Form) -> bool:
    """Return whether a form that may be a noun agrees with the word before it as its subject."""
    if form.kind == "base":
        return _plural(tokens, at)
    return tokens.low[at - 1] in tokens.words.subjects or tokens.capital(at - 1)


def _inverted(tokens: Tokens, at: int, form: Form, first: int, stop: int, stance: Stance) -> Pattern | None:
    """Match `C, said S`."""
    low = tokens.low
    content = _content_before(tokens, at, first)
    opened = low[first] in MARKS or tokens.quoted[first]
    spoken = opened and form.kind in ("past", "s") and low[at - 1] in MARKS and "clause" in form.verb.frames
    if (
        content is None
        or not (spoken or form.verb.lemma in tokens.words.inverting)
        or at + 1 >= stop
        or low[at + 1] in tokens.words.that
    ):
        return None
    quoted = low[at - 1] in MARKS
    if low[at + 1] in tokens.words.times:
        return None
    named = low[at + 1] in tokens.words.determiners or _names_somebody(tokens, at + 1, stop)
    if quoted:
        if (
            not tokens.is_word(at + 1)
            or low[at + 1] in tokens.words.no_inverted
            or low[at + 1] in tokens.words.prepositions
        ):
            return None
    elif not named or content[1] - content[0] < 4 or low[at - 1] != ",":
        return None
    end = _source_end(tokens, at + 1, stop)
    if end <= at + 1:
        return None
    if not quoted:
        if end < stop and low[end] in MARKS:  # "Roe, a lawyer, asked the crowd "Why?"": the same
            return None
        head = at + 1
        while head < end and low[head] != "," and low[head] not in tokens.words.relatives:
            head += 1
        if has_finite(tokens, at + 1, head):  # "Roe, a lawyer, said the law was old": its content follows
            return None
    return Pattern((at + 1, end), (at, at + 1), (content, *_resumed(tokens, end, stop, quoted)), stance, True)


def _participial(tokens: Tokens, source: Range) -> bool:
    """Return whether a source opens with a participle: `citing the letter, she said`, not `fundraising records`."""
    low = tokens.low
    return low[source[0]].endswith(tokens.words.ing) and low[source[1] - 1] not in tokens.words.evidence


def _names_somebody(tokens: Tokens, at: int, stop: int) -> bool:
    """Return whether a name begins here, with or without a title before it: `former governor Ann Poe`."""
    for ahead in range(at, min(at + NAME, stop)):
        if tokens.capital(ahead):
            return True
        if (
            not tokens.word(ahead).isalpha()
            or tokens.low[ahead]
            in tokens.words.prepositions | tokens.words.subjects | tokens.words.subordinators
        ):
            return False
        if tokens.low[ahead] in tokens.words.conjunctions or tokens.words.adverbial[tokens.low[ahead]]:
            return False
    return False


def after_content(tokens: Tokens, at: int, form: Form, first: int, stop: int) -> Pattern | None:
    """Match `C, S said` and `C, said S`."""
    frames = form.verb.frames
    if "infinitive" in frames and tokens.low[at + 1 : at + 2] == ["to"]:
        return None
    stance = frames.get("clause") or frames.get("recipient") or frames.get("that")
    following = tokens.low[at + 1] if at + 1 < stop else ""
    if stance is None and following in tokens.words.back:
        stance = form.verb.particles.get(following)
    if stance is None or form.kind == "ing":
        return None
    if form.kind == "base" and not _may_be_plural(tokens, at, first):
        return None
    group = group_start(tokens, at, first)
    inverted = _inverted(tokens, at, form, first, stop, stance) if group == at else None
    if inverted:
        return inverted
    if "recipient" not in frames and not _may_close(tokens, at, first, stop):
        return None
    source = subject(tokens, group, first)
    content = _content_before(tokens, source[0], first) if source else None
    if source is None or content is None:
        return None
    low = tokens.low
    quoted = low[source[0] - 1] in MARKS
    says = "clause" in frames or "recipient" in frames or form.verb.lemma in tokens.words.finding
    if not quoted and (not says or _participial(tokens, source) or low[source[0]] in tokens.words.relatives):
        return None
    if not quoted and low[at] in tokens.words.nominal and not _agrees(tokens, at, form):
        return None
    following = low[at + 1] if at + 1 < stop else ""
    if following in tokens.words.back or (
        following in form.verb.particles and following in tokens.words.adverbial_particles
    ):
        at += 1  # "..." she shot back
    if not quoted and following in form.verb.particles and following not in tokens.words.adverbial_particles:
        return None  # "On Monday, once back, she boasted of it": what she boasts of follows
    rest = _rest(tokens, at, form, content, quoted, stop)
    if rest is None:
        return None
    if rest and not quoted and _adverbial(tokens, content):
        return Pattern(source, (group, at + 1), rest, stance, True)
    return Pattern(source, (group, at + 1), (content, *rest), stance, True)


def _may_close(tokens: Tokens, at: int, first: int, stop: int) -> bool:
    """Return whether what follows a cue lets its content stand before it; cheaper than to look for a subject."""
    if at + 1 >= stop or not tokens.is_word(at + 1) or tokens.quoted.find(1, first, at) >= 0:
        return True
    following = tokens.low[at + 1]
    if (
        following in tokens.words.prepositions
        or following in tokens.words.not_resuming
        or following in tokens.words.time_openers
    ):
        return True
    return following in tokens.words.times or tokens.words.adverbial[following]


def _adverbial(tokens: Tokens, content: Range) -> bool:
    """Return whether nothing but connectives or an adverbial stands before `S says, C`: `In several cases`."""
    low = tokens.low
    opens = (
        low[content[0]] in tokens.words.prepositions
        or low[content[0]] in tokens.words.openers
        or tokens.words.adverbial[low[content[0]]]
    )
    return opens and content[1] - content[0] <= ADVERBIAL and not has_finite(tokens, *content)


def _rest(
    tokens: Tokens, at: int, form: Form, content: Range, quoted: bool, stop: int
) -> tuple[Range, ...] | None:
    """Return the content that goes on after a cue; None if all of it does, so that none stands before."""
    low = tokens.low
    if (
        quoted
        and at + 1 < stop
        and low[at + 1] != ":"
        and low[at + 1] not in tokens.words.that
        and low[at + 1] not in MARKS
        and _closed(tokens, content[1])
    ):
        comma = skip_adverbials(tokens, at + 1, stop)
        return _resumed(tokens, at + 1, stop, quoted) if comma < stop and low[comma] == "," else ()
    ahead = skip_adverbials(tokens, at + 1, stop)
    if "recipient" in form.verb.frames and ahead == at + 1 and ahead < stop:
        ahead = _told_end(tokens, ahead, stop)
    ends = ahead >= stop or low[ahead] in (",", ".", ";", ")") or low[ahead] in DASHES
    if low[at] in tokens.words.nominal and (at + 1 < stop and low[at + 1] not in STOPS):
        return None
    if (
        not ends
        and low[ahead] not in tokens.words.prepositions
        and low[ahead] not in tokens.words.not_resuming
    ):
        return None
    if not ends and ahead + 1 < stop and (low[ahead] == ":" or low[ahead] in tokens.words.that):
        return None
    if ahead + 2 < stop and low[ahead] == "," and low[ahead + 1] in MARKS and not quoted:
        # "No change, he said, "hides it"" goes on; "Asked about it, he said, "It does"" begins
        opener = low[content[0]]
        bound = (
            opener in tokens.words.prepositions
            or opener.endswith(tokens.words.ing)
            or opener in tokens.words.asked
        )
        if tokens.capital(ahead + 2) or bound:
            return None
    begun = has_finite(tokens, content[0], content[1])
    rest = (
        _resumed(tokens, at + 1, stop, quoted, begun or ahead > at + 1)
        if ahead < stop and low[ahead] == ","
        else ()
    )
    closing = form.verb.lemma in tokens.words.saying and ahead >= stop
    if not quoted and not rest and not closing and not begun:
        return None
    return rest


def _closed(tokens: Tokens, end: int) -> bool:
    """Return whether a quotation that ends before `end` has its own comma, stop or mark before its closing mark."""
    return end > 1 and tokens.low[end - 2] in (",", ".", "?", "!", "…", "—", "–")


def _told_end(tokens: Tokens, at: int, stop: int) -> int:
    """Return the index after a recipient that ends the sentence: `she told reporters in the capital.`."""
    ahead = at
    while (
        ahead < stop and ahead < at + 14 and tokens.low[ahead] not in STOPS and not is_finite(tokens, ahead)
    ):
        ahead += 1
    return ahead


def _source_end(tokens: Tokens, at: int, stop: int) -> int:
    """Return where a source that follows its cue ends: at a resumed quotation, a time, or with the sentence."""
    low = tokens.low
    for ahead in range(at, stop):
        if low[ahead] in MARKS or low[ahead] in (";", ":") or low[ahead] in DASHES:
            return trimmed(tokens, at, ahead)
        if low[ahead] == "," and ahead + 1 < stop:
            following = low[ahead + 1]
            if following in tokens.words.after_sources or tokens.words.is_participle(following):
                return ahead
            if following in tokens.words.auxiliaries or _goes_on_saying(tokens, ahead + 1, stop):
                return ahead
        if ahead > at and low[ahead] in tokens.words.occasion_openers and ahead + 1 < stop:
            window = low[ahead + 1 : ahead + 6]
            if any(word in tokens.words.occasions or word in tokens.words.times for word in window):
                return ahead
            if low[ahead] in tokens.words.of_circumstance:
                return ahead
        if ahead > at and low[ahead] in tokens.words.times and tokens.capital(ahead):
            return ahead
    return trimmed(tokens, at, stop)


def _goes_on_saying(tokens: Tokens, at: int, stop: int) -> bool:
    """Return whether a relative clause here says more: `, who noted that`; it is an attribution of its own."""
    if tokens.low[at] not in tokens.words.relatives:
        return False
    for ahead in range(at + 1, min(at + 4, stop - 1)):
        form = tokens.words.forms.get(tokens.low[ahead])
        if form is not None and form.kind in ("past", "s") and "clause" in form.verb.frames:
            return True
        if is_finite(tokens, ahead) and tokens.low[ahead] not in tokens.words.auxiliaries:
            return False
    return False


def according(tokens: Tokens, at: int, first: int, stop: int) -> Pattern | None:
    """Match `according to S, C` and `C, according to S`."""
    low = tokens.low
    if at + 2 >= stop or low[at + 1] not in tokens.words.to:
        return None
    opening = at
    while (
        opening > first
        and (tokens.words.adverbial[low[opening - 1]] or low[opening - 1] in tokens.words.before_according)
        and low[opening - 1] != ","
    ):
        opening -= 1
    begins = opening == first
    end = at + 2
    bare = not begins and low[at - 1] == "," and not _complete(tokens, first, at - 1)
    while end < stop and low[end] not in (";", ":", "(") and low[end] not in DASHES and low[end] not in MARKS:
        if low[end] == ",":
            if (
                begins
                or bare
                or (end + 1 < stop and tokens.words.is_participle(low[end + 1]))
                or (end + 1 < stop and low[end + 1] in tokens.words.after_according)
            ):
                break
            if has_finite(tokens, end + 1, min(end + 3, stop)):
                break
        end += 1
    end = trimmed(tokens, at + 2, end)
    if end <= at + 2:
        return None
    source, cue = (at + 2, end), (at, at + 2)
    if begins:
        start = end + 1
        return (
            Pattern(source, cue, ((start, clause_end(tokens, start, stop)),), "asserts")
            if start < stop - 1
            else None
        )
    content: Range = (first, at - 1 if low[at - 1] == "," else at)
    rest: tuple[Range, ...] = ()
    if bare and _adverbial(tokens, content) and end + 2 < stop:
        return Pattern(source, cue, ((end + 1, clause_end(tokens, end + 1, stop)),), "asserts")
    if (
        end + 1 < stop
        and low[end] == ","
        and low[end + 1] not in tokens.words.after_according
        and not tokens.words.is_participle(low[end + 1])
    ):
        rest = ((end + 1, clause_end(tokens, end + 1, stop)),)
    return Pattern(source, cue, (content, *rest), "asserts", True)


def _complete(tokens: Tokens, first: int, stop: int) -> bool:
    """Return whether a clause before `according to` has its verb, with something after it."""
    return any(is_finite(tokens, at) for at in range(first, stop - 1))
