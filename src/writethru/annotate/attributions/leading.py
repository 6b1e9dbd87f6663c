"""Cues that stand before their content: `S said (that) C`, `S called for C`, `adding that C`."""

from __future__ import annotations

from writethru.annotate.attributions.chains import chain_start, controller, fronted
from writethru.annotate.attributions.clauses import clause_end, object_end, skip_adverbials, trimmed
from writethru.annotate.attributions.cues import Form, closed_class, cue_words
from writethru.annotate.attributions.patterns import Pattern, Range, is_negated, negated_stance
from writethru.annotate.attributions.subjects import (
    AUXILIARIES,
    DASHES,
    DETERMINERS,
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
from writethru.records import Stance

QUESTIONS = frozenset(["whether", "if", "how", "why", "what", "who", "when", "where", "which"])


def _is_verb(tokens: Tokens, at: int, group: int, form: Form, first: int, stop: int) -> bool:
    """Return whether a form that may be a noun or an adjective is a verb here."""
    low = tokens.low
    word = low[at]
    before = low[at - 1] if at > first else ""
    ahead_to = low[group - 1] if group > first else ""
    if ahead_to == "to" and form.kind == "base":
        return True
    if group < at:
        if before == "to" or all(is_adverb(low[i]) for i in range(group, at)):
            return not (word in cue_words("nominal") and group == first)
        return True
    counting = before in closed_class("counting") and word not in cue_words("nominal")
    determined = before in DETERMINERS and before not in ("that", "one") and not counting
    owned = before.endswith("'s") and before.removesuffix("'s") not in SUBJECTS | {
        "who",
        "that",
        "what",
        "there",
    }
    if determined or owned:
        return False
    if form.kind == "past" and before and before not in STOPS and before in PREPOSITIONS:
        return False
    if word in cue_words("adjectival") and (before in STOPS or before in closed_class("verbs")):
        return _opens_content(tokens, at + 1, stop) or (at + 1 < stop and low[at + 1].endswith("ing"))
    if word not in cue_words("nominal"):
        return form.kind != "base" or (bool(before) and before not in PREPOSITIONS)
    if before in ("who", "that", "which", *SUBJECTS):
        return True
    following = low[at + 1] if at + 1 < stop else ""
    if _only_verb(tokens, at, form, first, stop):
        return True
    if following == "that" and at + 2 < stop and at > first and form.kind != "base":
        return has_finite(tokens, at + 2, stop)
    opens = (
        following in ("that", "to", "for", "him", "them", "her", "it")
        or following in MARKS
        or (following in DETERMINERS or following in QUESTIONS)
    )
    if form.kind == "s":
        if at == first or is_finite(tokens, at - 1) or before in PREPOSITIONS:
            return False
        return opens or (tokens.capital(at - 1) and (at + 1 == stop or tokens.capital(at + 1)))
    plural = (before.endswith("s") and not before.endswith("'s")) or before in (
        "people",
        "police",
        "some",
        "many",
        "most",
    )
    if following in SUBJECTS or following in DETERMINERS or following == "that":
        return at > first and not is_finite(tokens, at - 1) and before not in PREPOSITIONS
    return plural and (opens or (at + 1 < stop and tokens.capital(at + 1)))


def _only_verb(tokens: Tokens, at: int, form: Form, first: int, stop: int) -> bool:
    """Return whether a form that may be a noun is the only verb its clause could have."""
    low = tokens.low
    if at == first or at + 1 >= stop or low[at + 1] in STOPS or low[at + 1] in PREPOSITIONS:
        return False
    before = low[at - 1]
    plural = (
        (before.endswith("s") and not before.endswith("'s"))
        or before in closed_class("plurals")
        or before[0].isdigit()
    )
    if (form.kind == "base") != plural or form.kind not in ("base", "s") or not tokens.is_word(at - 1):
        return False
    if low[at + 1] in AUXILIARIES or before in PREPOSITIONS or is_adverb(low[at + 1]):
        return False
    back = at - 1
    while back > first and back > at - 14 and low[back] not in STOPS and low[back] not in SUBORDINATORS:
        back -= 1
        if is_finite(tokens, back) or low[back] == "to":
            return False
    return not any(is_finite(tokens, ahead) for ahead in range(at + 1, min(at + 14, stop)))


def _opens_content(tokens: Tokens, at: int, stop: int) -> bool:
    """Return whether a word shows that content begins: "that", "to", a mark, a determiner, a name."""
    if at >= stop:
        return False
    low = tokens.low[at]
    return (
        low in ("that", "to", "for", "him", "them", "her", "it", ":")
        or low in MARKS
        or low in DETERMINERS
        or low in SUBJECTS
        or low in QUESTIONS
        or tokens.capital(at)
    )


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
    if "recipient" in frames and low[at] not in ("that", ":", ",") and low[at] not in MARKS:
        told = _recipient_end(tokens, at, stop)
        if told > at and told < stop:
            start = told + 1 if low[told] in (",", ":") else told
            if start < stop and (low[start] in MARKS or low[start] == "that" or low[start] in QUESTIONS or low[start] == "to"
                                 or _opens_clause(tokens, start, stop)):  # fmt: skip
                return cue, (start, clause_end(tokens, start, stop, first)), frames["recipient"], True
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
        if start < stop and there == start and low[start] in QUESTIONS:
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
    if not _is_verb(tokens, at, group, form, first, stop):
        return None
    chained = chain_start(tokens, group, first)
    infinitive = chained == group and group > first and low[group - 1] == "to"
    if infinitive:
        chained = group - 1
    group = chained
    passive = form.kind in ("past", "participle") and _passive(tokens, at, group)
    if form.kind == "participle" and group == at:
        return None
    quoting = _as_said(tokens, form, group, at, first, stop)
    if quoting:
        return quoting
    found = _content(tokens, form, (group, at + 1), first, stop)
    negated = is_negated(tokens, (group, at + 1))
    if passive:
        return _passive_pattern(tokens, at, group, form, first, stop)
    relative = None if infinitive else _relative_object(tokens, form, group, at, first, stop, found is None)
    if relative:
        return relative
    if found is None:
        return None
    cue, content, stance, clausal = found
    source: Range | None
    elliptic = False
    if infinitive or (form.kind == "ing" and (group == at) and _detached(tokens, at, first)):
        after_comma = form.kind == "ing" and group > first and low[group - 1] == ","
        source = (after_comma and first_subject(tokens, first, group)) or controller(tokens, group, first)
        source = source or fronted(tokens, content[1], first, stop)
        elliptic = after_comma
    else:
        source = subject(tokens, group, first)
        if source is None and (form.kind == "base" or not _may_be_elliptic(tokens, group, at, first, stop)):
            return None
        elliptic = (
            source is None
            and form.kind in ("past", "s")
            and group > first
            and not _asked_of(tokens, group, at, first)
        )
    if content[1] <= content[0] and low[content[0] - 1] != ":":
        return None
    return Pattern(source, cue, (content,), negated_stance(stance, negated), False, clausal, elliptic)


def _relative_object(
    tokens: Tokens, form: Form, group: int, at: int, first: int, stop: int, bare: bool
) -> Pattern | None:
    """Match `what S called C`, `which S said C`, `that S rejected`: the pronoun is part of the content."""
    low, frames = tokens.low, form.verb.frames
    source = subject(tokens, group, first) if group > first + 1 else None
    if source is None or source[0] == first or source[1] - source[0] > 6 or form.kind == "ing":
        return None
    pronoun = source[0] - 1
    if low[pronoun] not in ("what", "which", "whom", "that") or (low[pronoun] == "that" and not bare):
        return None
    stance = next(iter({**frames, **form.verb.particles}.values()))
    end, particle = at + 1, at + 1
    if end < stop and low[end] in form.verb.particles:
        particle = end = end + 1
    goes_on = (
        end < stop and low[end] not in STOPS and low[end] not in ("and", "but", "or", "in", "on", "at", ".")
    )
    if goes_on and low[pronoun] == "that":
        return None
    pieces: list[Range] = [(pronoun, pronoun + 1)]
    if goes_on or (end < stop and low[end] in MARKS):
        finite = is_finite(tokens, end) and "clause" not in frames
        if not finite:
            pieces.append((end, (clause_end if "clause" in frames else object_end)(tokens, end, stop)))
    return Pattern(source, (group, particle), tuple(pieces), negated_stance(stance, is_negated(tokens, (group, at))),
                   False, False)  # fmt: skip


def _as_said(tokens: Tokens, form: Form, group: int, at: int, first: int, stop: int) -> Pattern | None:
    """Match `As S noted, C`, `C, as S noted` and `As reported by S, C`."""
    low, frames = tokens.low, form.verb.frames
    statement = frames.get("clause") or frames.get("that")
    if statement is None or form.kind in ("base", "ing"):
        return None
    ahead, source = at + 1, subject(tokens, group, first)
    if (
        source is None
        and group > first
        and low[group - 1] == "as"
        and ahead + 1 < stop
        and low[ahead] == "by"
    ):
        source = (ahead + 1, object_end(tokens, ahead + 1, stop))
        opening, ahead, cue = group - 1, source[1], (group - 1, ahead + 1)
    elif source is not None and source[0] > first and low[source[0] - 1] == "as":
        opening, cue = source[0] - 1, (group, at + 1)
        ahead = skip_adverbials(tokens, ahead, stop)
    else:
        return None
    if ahead + 3 < stop and low[ahead] == "," and (opening == first or low[opening - 1] not in STOPS
                                                   or low[first] in OPENERS):  # fmt: skip
        return Pattern(source, cue, ((ahead + 1, clause_end(tokens, ahead + 1, stop)),), statement)
    if opening - first > 3 and (low[opening - 1] == "," or low[opening - 1] in DASHES):
        rest = (
            ((ahead + 1, clause_end(tokens, ahead + 1, stop)),)
            if ahead + 2 < stop and low[ahead] in STOPS
            else ()
        )
        return Pattern(source, cue, ((first, opening - 1), *rest), statement, True)
    return None


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
    elif ahead < stop and low[ahead] in ("to", "of", "that", "as", "with", "for", "about", "on"):
        if low[ahead] in ("of", "as", "with", "for", "about", "on"):
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
