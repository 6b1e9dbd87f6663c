"""Cues that stand before their content: `S said (that) C`, `S called for C`, `adding that C`."""

from __future__ import annotations

from writethru.annotate.attributions.asides import NEAR, OBJECT_PRONOUNS, as_said, relative_object
from writethru.annotate.attributions.chains import addressed, chain_start, controller, fronted
from writethru.annotate.attributions.clauses import clause_end, object_end, skip_adverbials, trimmed
from writethru.annotate.attributions.cues import Form, closed_class, cue_words
from writethru.annotate.attributions.patterns import Pattern, Range, is_negated, negated_stance
from writethru.annotate.attributions.subjects import (
    AUXILIARIES,
    DETERMINERS,
    FARTHEST,
    OPENERS,
    PREPOSITIONS,
    STOPS,
    SUBJECTS,
    SUBORDINATORS,
    first_subject,
    group_start,
    has_finite,
    is_adverb,
    is_finite,
    skip_time,
    subject,
)
from writethru.annotate.attributions.tokens import MARKS, Tokens
from writethru.annotate.attributions.verbs import QUESTIONS, is_verb
from writethru.records import Stance


def _opens_clause(tokens: Tokens, at: int, stop: int, surely: bool = False, reach: int = 40) -> bool:
    """Return whether a bare clause may begin at a token; `surely` if its verb need not be known."""
    if at >= stop - 1:
        return False
    low = tokens.low[at]
    if (
        low in STOPS
        or low in ("and", "or", "but", ".", "to", "of", "by")
        or low in ("as", "while", "after", "before", "when")
    ):
        return False
    if low in PREPOSITIONS:
        return False
    if surely and not is_finite(tokens, at):
        return True
    return has_finite(tokens, at + 1, min(stop, at + reach)) or "'s" in low


def _recipient_end(tokens: Tokens, at: int, stop: int) -> int:
    """Return the index after whom something is told."""
    low = tokens.low
    if low[at] in (
        "me",
        "him",
        "her",
        "us",
        "them",
        "you",
        "it",
        "reporters",
        "journalists",
        "supporters",
        "voters",
        "lawmakers",
    ):
        return skip_adverbials(tokens, at + 1, stop)
    for ahead in range(at, min(at + 14, stop)):
        word = low[ahead]
        if word in ("that", ":", *QUESTIONS) or word in MARKS or (word == "," and ahead > at):
            return ahead
        opening = word in SUBJECTS or word in DETERMINERS
        if ahead > at and opening and low[ahead - 1] not in PREPOSITIONS | {"and", "of"}:
            return ahead
        if ahead > at and word == "to" and is_finite(tokens, ahead - 1) is False and ahead + 1 < stop:
            return ahead
    ahead = at
    while ahead < stop and tokens.capital(ahead):
        ahead += 1
    return skip_time(tokens, ahead, stop)


def _content(
    tokens: Tokens, form: Form, cue: Range, first: int, stop: int
) -> tuple[Range, Range, Stance, bool] | None:
    """Return cue and content after a verb, the stance its frame has, and whether it is a statement."""
    low, frames, at = tokens.low, form.verb.frames, cue[1]
    if at + 3 < stop and low[at] == "," and low[at + 1] in OPENERS and low[at + 2] == ",":
        at += 2 if low[at + 3] in MARKS else 3  # "she said, however, that"
    if at >= stop:
        return None
    statement: Stance | None = frames.get("clause") or frames.get("that")
    quoted = low[at] == ":" or low[at] in MARKS or (low[at] == "," and at + 1 < stop and low[at + 1] in MARKS)
    if form.verb.lemma in cue_words("quoting") and not quoted:
        statement = None
    if at + 1 < stop and is_adverb(low[at]) and low[at + 1] in form.verb.particles:
        at += 1  # "called again for"
    if low[at] in form.verb.particles:
        stance, at = form.verb.particles[low[at]], at + 1
        if low[at - 1] == "out" and statement and at < stop and low[at] in ("that", *QUESTIONS):
            return (cue[0], at), (at, clause_end(tokens, at, stop, first)), stance, True
        if low[at - 1] in closed_class("adverbial_particles") and at + 1 < stop:
            if low[at] in PREPOSITIONS and low[at] not in ("in", "on", "by", "after", "during"):
                at += 1
            elif low[at] == "," and low[at + 1] in MARKS:
                return (cue[0], at), (at + 1, clause_end(tokens, at + 1, stop, first)), stance, True
        if at < stop and (low[at] not in STOPS or low[at] in MARKS):
            return (cue[0], at), (at, object_end(tokens, at, stop)), stance, False
        return None
    if "recipient" in frames and low[at] not in ("that", ":", ",", "to") and low[at] not in MARKS:
        told = _recipient_end(tokens, at, stop)
        if told > at and told < stop:
            start = told + 1 if low[told] in (",", ":") else told
            if start < stop and (low[start] in MARKS or low[start] == "that" or low[start] in QUESTIONS or low[start] == "to"
                                 or _opens_clause(tokens, start, stop)):  # fmt: skip
                stance = frames["recipient"]
                if low[start] == "to" and stance == "asserts":
                    stance = "expects"  # "told them to leave"
                return cue, (start, clause_end(tokens, start, stop, first)), stance, True
    if low[at] in ("this", "the") and low[at : at + 2] in (["this", ":"], ["the", "following"]):
        following = at + 1 + (low[at] == "the")
        if following + 1 < stop and low[following] == ":":
            at = following
            cue = (cue[0], at)
    if low[at] == ":" and statement:
        return (cue[0], at + 1), (at + 1, max(at + 1, trimmed(tokens, at + 1, stop))), statement, True
    timed = skip_time(tokens, at, stop)
    if (
        "infinitive" in frames
        and timed < stop
        and (low[timed] == "to" or low[timed : timed + 2] == ["not", "to"])
    ):
        return cue, (timed, clause_end(tokens, timed, stop, first)), frames["infinitive"], True
    if statement:
        there = skip_adverbials(tokens, at, stop)
        start = there + 1 if there < stop and low[there] in (",", ":") else there
        if start < stop and (low[start] == "that" or low[start] in MARKS):
            return cue, (start, clause_end(tokens, start, stop, first)), statement, True
        timed_clause = start < stop and low[start] == "when" and form.verb.lemma not in cue_words("dating")
        if start < stop and there == start and low[start] in QUESTIONS and not timed_clause:
            return cue, (start, clause_end(tokens, start, stop, first)), statement, True
        if (
            "clause" in frames
            and timed < stop
            and _opens_clause(tokens, timed, stop, form.verb.lemma == "say", 14 if "object" in frames else 40)
        ):
            return cue, (timed, clause_end(tokens, timed, stop, first)), statement, True
        if timed < stop and _opens_clause(tokens, timed, stop) and low[timed] in SUBJECTS:
            return cue, (timed, clause_end(tokens, timed, stop, first)), statement, True
    if low[at] in closed_class("reflexives"):
        timed = at
    shown = form.verb.lemma in ("find", "show", "demonstrate") and not (
        cue[0] > first and _evidence(tokens, cue[0])
    )
    if "object" in frames and timed < stop and not shown:
        opener = low[timed]
        if opener in MARKS or (
            opener not in STOPS
            and opener not in (".", "to", "and", "or", "by", "as", "than")
            and opener not in PREPOSITIONS
            and opener not in SUBORDINATORS - QUESTIONS - {"that"}
        ):
            end = object_end(tokens, timed, stop)
            if end + 1 < stop and low[end] == "as" and form.verb.lemma in cue_words("as_verbs"):
                end = object_end(tokens, end + 1, stop)
            return cue, (timed, end), frames["object"], False
    return None


def _evidence(tokens: Tokens, group: int) -> bool:
    """Return whether a poll, a study or the like stands before a verb group."""
    return any(tokens.low[at] in cue_words("evidence") for at in range(max(0, group - 14), group))


def before_content(tokens: Tokens, at: int, form: Form, first: int, stop: int) -> Pattern | None:
    """Match `S said (that) C`, `S called for C`, `adding that C`, `C was expected`."""
    low = tokens.low
    group = group_start(tokens, at, first)
    if not is_verb(tokens, at, group, form, first, stop):
        return None
    chained = chain_start(tokens, group, first)
    infinitive = chained == group and group > first and low[group - 1] == "to"
    if infinitive and form.verb.lemma in cue_words("finding_out"):
        return None
    if infinitive:
        chained = group - 1
    group = chained
    passive = form.kind in ("past", "participle") and _passive(tokens, at, group)
    if form.kind == "participle" and group == at:
        return None
    if "as" in low[max(first, group - FARTHEST) : group]:
        quoting = as_said(tokens, form, group, at, first, stop)
        if quoting:
            return quoting
    if passive:
        return _passive_pattern(tokens, at, group, form, first, stop)
    found = _content(tokens, form, (group, at + 1), first, stop)
    if not infinitive and not OBJECT_PRONOUNS.isdisjoint(low[max(first, group - NEAR) : group]):
        relative = relative_object(tokens, form, group, at, first, stop, found is None)
        if relative:
            return relative
    if found is None:
        return None
    cue, content, stance, clausal = found
    source: Range | None
    elliptic = False
    if infinitive or (form.kind == "ing" and (group == at) and _detached(tokens, at, first)):
        after_comma = form.kind == "ing" and group > first and low[group - 1] == ","
        source = addressed(tokens, group, first) if infinitive else None
        source = (
            source
            or (after_comma and first_subject(tokens, first, group))
            or controller(tokens, group, first)
        )
        source = source or fronted(tokens, content[1], first, stop)
        elliptic = after_comma
    else:
        source = subject(tokens, group, first)
        if source is None and form.kind == "ing":
            source = controller(tokens, group, first)
        if source is None and (form.kind == "base" or not _may_be_elliptic(tokens, group, at, first, stop)):
            return None
        elliptic = (
            source is None
            and form.kind in ("past", "s")
            and group > first
            and not _asked_of(tokens, group, at, first)
        )
    if not clausal and form.kind == "ing" and _gerund(tokens, group, content[1], first, stop):
        return None
    if content[0] < stop and low[content[0]] in AUXILIARIES:
        return None  # "the figure revealed on Monday may be wrong"
    if content[1] <= content[0] and low[content[0] - 1] != ":":
        return None
    return Pattern(
        source,
        cue,
        (content,),
        negated_stance(stance, is_negated(tokens, (group, at + 1))),
        False,
        clausal,
        elliptic,
        infinitive,
    )


def _gerund(tokens: Tokens, at: int, end: int, first: int, stop: int) -> bool:
    """Return whether a form in -ing is a subject or compared: `that criticising them would help`, `than asking`."""
    before = tokens.low[at - 1] if at > first else ""
    opens = at == first or before in SUBORDINATORS
    return before == "than" or (opens and end < stop and is_finite(tokens, end))


def _may_be_elliptic(tokens: Tokens, group: int, at: int, first: int, stop: int) -> bool:
    """Return whether a verb without a subject may go on with the one before, or is `Asked whether C`."""
    low = tokens.low
    if _asked_of(tokens, group, at, first):
        return True
    if group > first:
        return (
            low[group - 1] in ("and", "but", "or", ",") or low[group - 1] in MARKS or low[at].endswith("ing")
        )
    following = low[at + 1] if at + 1 < stop else ""
    return form_asks(low[at]) and (following in QUESTIONS or following in ("about", "on"))


def _asked_of(tokens: Tokens, group: int, at: int, first: int) -> bool:
    """Return whether somebody, not named, was asked or told: `when asked whether C`."""
    return (
        group > first
        and tokens.low[group - 1] in ("when", "if", "once", "after", "being")
        and form_asks(tokens.low[at])
    )


def form_asks(low: str) -> bool:
    """Return whether a form opens a clause without its subject: `Asked whether`, `when told that`."""
    return low in cue_words("asked")


def _detached(tokens: Tokens, at: int, first: int) -> bool:
    before = tokens.low[at - 1] if at > first else ","
    return before in STOPS or before in PREPOSITIONS or before in SUBORDINATORS or before == "and"


def _passive(tokens: Tokens, at: int, group: int) -> bool:
    """Return whether a form of "be" and none of "have" stands next before a participle."""
    be, have = closed_class("be"), closed_class("have")
    for index in range(at - 1, group - 1, -1):
        if tokens.low[index] in be:
            return True
        if tokens.low[index] in have:
            return False
    return False


def _passive_pattern(
    tokens: Tokens, at: int, group: int, form: Form, first: int, stop: int
) -> Pattern | None:
    """Match `C was criticised by S`, `C is expected to`, `S was told that`."""
    low = tokens.low
    spoken = subject(tokens, group, first)
    ahead = at + 1
    frames = form.verb.frames
    stance: Stance = next(iter({**frames, **form.verb.particles}.values()))
    negated = is_negated(tokens, (group, at + 1))
    told = "recipient" in frames and (
        "clause" not in frames or form.verb.lemma == "ask"
    )  # who was told is not what was said
    content: list[Range] = [spoken] if spoken and not told else []
    source: Range | None = None
    cue = (group, at + 1)
    if ahead < stop and low[ahead] == "by" and ahead + 1 < stop:
        asking = (
            next((i for i in range(ahead + 2, min(ahead + 12, stop)) if low[i] in QUESTIONS), 0)
            if told
            else 0
        )
        source = (ahead + 1, asking or object_end(tokens, ahead + 1, stop))
        if asking:
            content = [(asking, clause_end(tokens, asking, stop, first))]
    elif told and ahead + 1 < stop and (low[ahead] in QUESTIONS or low[ahead] in MARKS or (low[ahead : ahead + 2] == [",", low[ahead + 1]]
                                         and low[ahead + 1] in MARKS)):  # fmt: skip
        begins = ahead + (low[ahead] == ",")
        content = [(begins, clause_end(tokens, begins, stop, first))]
    elif ahead < stop and (
        low[ahead] in ("to", "of", "that", "as")
        or low[ahead] in form.verb.particles
        or (told and low[ahead] in ("about", "on"))
    ):
        if low[ahead] not in ("to", "that"):
            if low[ahead] in ("about", "on"):
                content = []
            cue, ahead = (group, ahead + 1), ahead + 1
        if ahead < stop:
            content.append((ahead, clause_end(tokens, ahead, stop, first)))
    elif set(frames) != {"object"} or form.verb.particles:
        return None  # "was called", "were confirmed": not said of anybody
    content = [piece for piece in content if piece[1] > piece[0]]
    if not content:
        return None
    return Pattern(source, cue, tuple(content), negated_stance(stance, negated), False, False)
