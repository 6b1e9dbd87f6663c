"""What follows a verb as its content: a clause, a quotation, an infinitive or an object."""

from __future__ import annotations

from writethru.annotate.attributions.clauses import clause_end, object_end, skip_adverbials, trimmed
from writethru.annotate.attributions.cues import Form
from writethru.annotate.attributions.groups import has_finite, is_finite
from writethru.annotate.attributions.patterns import Range
from writethru.annotate.attributions.subjects import skip_time
from writethru.annotate.attributions.tokens import DASHES, MARKS, STOPS, Tokens
from writethru.records import Stance

Found = tuple[Range, Range, Stance, bool]  # cue, content, the stance of the frame, whether it is a statement
INSERTED = 12  # tokens of an insertion between dashes
FAR, NEAR = (
    40,
    14,
)  # tokens within which a bare clause must have its verb; near where an object may follow instead


def _opens_clause(tokens: Tokens, at: int, stop: int, surely: bool = False, reach: int = FAR) -> bool:
    """Return whether a bare clause may begin at a token; `surely` if its verb need not be known."""
    if at >= stop - 1:
        return False
    low = tokens.low[at]
    if low in STOPS or low in tokens.words.no_clause or low in tokens.words.of_circumstance:
        return False
    if low in tokens.words.prepositions:
        return False
    if surely and not is_finite(tokens, at):
        return True
    return has_finite(tokens, at + 1, min(stop, at + reach)) or any(
        mark in low for mark in tokens.words.possessive
    )


def _recipient_end(tokens: Tokens, at: int, stop: int) -> int:
    """Return the index after whom something is told."""
    low = tokens.low
    if low[at] in tokens.words.recipients:
        return skip_adverbials(tokens, at + 1, stop)
    for ahead in range(at, min(at + 14, stop)):
        word = low[ahead]
        if (
            word == ":"
            or word in tokens.words.that
            or word in tokens.words.questions
            or word in MARKS
            or (word == "," and ahead > at)
        ):
            return ahead
        opening = word in tokens.words.subjects or word in tokens.words.determiners
        if (
            ahead > at
            and opening
            and low[ahead - 1] not in tokens.words.prepositions
            and low[ahead - 1] not in tokens.words.coordinators
        ):
            return ahead
        if (
            ahead > at
            and word in tokens.words.to
            and is_finite(tokens, ahead - 1) is False
            and ahead + 1 < stop
        ):
            return ahead
    ahead = at
    while ahead < stop and tokens.capital(ahead):
        ahead += 1
    return skip_time(tokens, ahead, stop)


def _evidence(tokens: Tokens, group: int) -> bool:
    """Return whether a poll, a study or the like stands before a verb group."""
    return any(tokens.low[at] in tokens.words.evidence for at in range(max(0, group - 14), group))


def content_after(tokens: Tokens, form: Form, cue: Range, first: int, stop: int) -> Found | None:
    """Return cue and content after a verb, the stance its frame has, and whether it is a statement."""
    low, frames, at = tokens.low, form.verb.frames, cue[1]
    if at + 3 < stop and low[at] == "," and low[at + 1] in tokens.words.openers and low[at + 2] == ",":
        at += 2 if low[at + 3] in MARKS else 3  # "she said, however, that"
    at = _past_condition(tokens, at, stop)
    if at + 2 < stop and low[at] in DASHES:
        ends = range(at + 2, min(at + INSERTED, stop - 1))
        at = next(
            (ahead + 1 for ahead in ends if low[ahead] in DASHES), at
        )  # "she said — on the quay — that"
    if at >= stop:
        return None
    if at + 1 < stop and tokens.words.adverbial[low[at]] and low[at + 1] in form.verb.particles:
        at += 1  # "called again for"
    if low[at] in form.verb.particles:
        return _after_particle(tokens, form, cue, at, first, stop)
    told = _told(tokens, form, cue, at, first, stop) if "recipient" in frames else None
    if told:
        return told
    timed = skip_time(tokens, at, stop)
    if (
        "infinitive" in frames
        and timed < stop
        and (
            low[timed] in tokens.words.to
            or (low[timed] in tokens.words.negations and low[timed + 1 : timed + 2] == [*tokens.words.to])
        )
    ):
        return cue, (timed, clause_end(tokens, timed, stop, first)), frames["infinitive"], True
    return _stated(tokens, form, cue, at, first, stop) or _object(tokens, form, cue, at, first, stop)


def _past_condition(tokens: Tokens, at: int, stop: int) -> int:
    """Return the index of a clause set off before what is said begins: `said, | if elected, she would`."""
    low, words = tokens.low, tokens.words
    if at + 3 >= stop or low[at] != "," or low[at + 1] not in words.circumstantial:
        return at
    comma = next((ahead for ahead in range(at + 2, min(at + INSERTED, stop - 1)) if low[ahead] == ","), 0)
    opens = comma and (low[comma + 1] in words.subjects or low[comma + 1] in words.determiners)
    return at + 1 if opens else at


def _after_particle(tokens: Tokens, form: Form, cue: Range, at: int, first: int, stop: int) -> Found | None:
    """Match `called for C`, `pointed out that C`, `lashed out at C`, `shot back, "C"`."""
    low = tokens.low
    particle, stance, at = low[at], form.verb.particles[low[at]], at + 1
    states = "clause" in form.verb.frames or "that" in form.verb.frames
    if (
        particle in tokens.words.pointing_out
        and states
        and at < stop
        and (low[at] in tokens.words.that or low[at] in tokens.words.questions)
    ):
        return (cue[0], at), (at, clause_end(tokens, at, stop, first)), stance, True
    if particle in tokens.words.adverbial_particles and at + 1 < stop:
        if low[at] in tokens.words.prepositions and low[at] not in tokens.words.of_occasion:
            at += 1
        elif low[at] == "," and low[at + 1] in MARKS:
            return (cue[0], at), (at + 1, clause_end(tokens, at + 1, stop, first)), stance, True
    if at < stop and (low[at] not in STOPS or low[at] in MARKS):
        return (cue[0], at), (at, object_end(tokens, at, stop)), stance, False
    return None


def _told(tokens: Tokens, form: Form, cue: Range, at: int, first: int, stop: int) -> Found | None:
    """Match `told reporters that C`, `told them to C`."""
    low = tokens.low
    if low[at] in (":", ",") or low[at] in tokens.words.content_openers or low[at] in MARKS:
        return None
    told = _recipient_end(tokens, at, stop)
    start = told + 1 if at < told < stop and low[told] in (",", ":") else told
    if not at < told < stop or start >= stop:
        return None
    marked = (
        low[start] in MARKS
        or low[start] in tokens.words.content_openers
        or low[start] in tokens.words.questions
    )
    if not marked and (not _opens_clause(tokens, start, stop) or is_finite(tokens, start)):
        return None  # "the lawyer who advised Poe, said": another's verb
    stance = form.verb.frames["recipient"]
    if low[start] in tokens.words.to and stance == "asserts":
        stance = "expects"  # "told them to leave"
    return cue, (start, clause_end(tokens, start, stop, first)), stance, True


def _stated(tokens: Tokens, form: Form, cue: Range, at: int, first: int, stop: int) -> Found | None:
    """Match `said (that) C`, `said: C`, `asked whether C`."""
    low, frames, lemma = tokens.low, form.verb.frames, form.verb.lemma
    statement: Stance | None = frames.get("clause") or frames.get("that")
    quoted = low[at] == ":" or low[at] in MARKS or (low[at] == "," and at + 1 < stop and low[at + 1] in MARKS)
    if statement is None or (lemma in tokens.words.quoting and not quoted):
        return None
    if low[at] in tokens.words.announced and at + 2 < stop:
        following = at + 1 + (low[at + 1] in tokens.words.following)
        if following + 1 < stop and low[following] == ":":
            cue, at = (cue[0], following), following
    if low[at] == ":":
        return (cue[0], at + 1), (at + 1, max(at + 1, trimmed(tokens, at + 1, stop))), statement, True
    timed, there = skip_time(tokens, at, stop), skip_adverbials(tokens, at, stop)
    start = there + 1 if there < stop and low[there] in (",", ":") else there
    if start < stop:
        tells_time = low[start] in tokens.words.when and lemma not in tokens.words.dating
        asks = there == start and low[start] in tokens.words.questions and not tells_time
        if low[start] in tokens.words.that or low[start] in MARKS or asks:
            return cue, (start, clause_end(tokens, start, stop, first)), statement, True
    if timed < stop:
        bare = "clause" in frames and _opens_clause(
            tokens, timed, stop, lemma in tokens.words.saying, NEAR if "object" in frames else FAR
        )
        if bare or (low[timed] in tokens.words.subjects and _opens_clause(tokens, timed, stop)):
            end = clause_end(tokens, timed, stop, first, "object" not in frames)
            return cue, (timed, end), statement, True
    return None


def _object(tokens: Tokens, form: Form, cue: Range, at: int, first: int, stop: int) -> Found | None:
    """Match `denied C`, `described C as C`; of findings only where a poll or the like is their subject."""
    low, lemma = tokens.low, form.verb.lemma
    start = at if low[at] in tokens.words.reflexives else skip_time(tokens, at, stop)
    if "object" not in form.verb.frames or start >= stop:
        return None
    if lemma in tokens.words.bare_findings and not (cue[0] > first and _evidence(tokens, cue[0])):
        return None
    opener = low[start]
    closed = opener in STOPS or opener in tokens.words.prepositions or opener in tokens.words.no_object
    if opener not in MARKS and (closed or opener in tokens.words.circumstantial):
        return None
    end = object_end(tokens, start, stop)
    compared = end + 1 < stop and low[end] in tokens.words.as_
    if lemma in tokens.words.only_with_as and not compared:
        return None
    if compared and lemma in tokens.words.as_verbs:
        end = object_end(tokens, end + 1, stop)
    return cue, (start, end), form.verb.frames["object"], False
