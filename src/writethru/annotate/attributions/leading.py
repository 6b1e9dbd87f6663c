"""Cues that stand before their content: `S said (that) C`, `S called for C`, `adding that C`."""

from __future__ import annotations

from writethru.annotate.attributions.asides import NEAR, as_said, contact_clause, relative_object
from writethru.annotate.attributions.chains import addressed, chain_start, controller, fronted
from writethru.annotate.attributions.clauses import clause_end, object_end, trimmed
from writethru.annotate.attributions.contents import content_after
from writethru.annotate.attributions.cues import Form
from writethru.annotate.attributions.groups import group_start, is_finite
from writethru.annotate.attributions.patterns import Pattern, Range, is_negated, negated_stance
from writethru.annotate.attributions.subjects import FARTHEST, first_subject, nearest_phrase, subject
from writethru.annotate.attributions.tokens import MARKS, STOPS, Tokens
from writethru.annotate.attributions.verbs import is_verb
from writethru.records import Stance


def before_content(tokens: Tokens, at: int, form: Form, first: int, stop: int) -> Pattern | None:
    """Match `S said (that) C`, `S called for C`, `adding that C`, `C was expected`."""
    low = tokens.low
    group = group_start(tokens, at, first)
    if not is_verb(tokens, at, group, form, first, stop):
        return None
    chained = chain_start(tokens, group, first)
    infinitive = chained == group and group > first and low[group - 1] in tokens.words.to
    if infinitive and (form.verb.lemma in tokens.words.finding_out or addressed(tokens, group - 1, first)):
        return None  # what others are to say, or may say, is not said
    if infinitive:
        chained = group - 1
    group = chained
    passive = form.kind in ("past", "participle") and _passive(tokens, at, group)
    if form.kind == "participle" and group == at:
        return None
    if not tokens.words.as_.isdisjoint(low[max(first, group - FARTHEST) : group]):
        quoting = as_said(tokens, form, group, at, first, stop)
        if quoting:
            return quoting
    if passive:
        return _passive_pattern(tokens, at, group, form, first, stop)
    found = content_after(tokens, form, (group, at + 1), first, stop)
    if not infinitive and not tokens.words.object_pronouns.isdisjoint(low[max(first, group - NEAR) : group]):
        relative = relative_object(tokens, form, group, at, first, stop, found is None)
        if relative:
            return relative
    contact = None if infinitive else contact_clause(tokens, form, group, at, first, stop)
    if contact:
        return contact
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
        if source is not None and form.kind == "ing" and group == at:
            source = nearest_phrase(tokens, *source)
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
    if content[0] >= len(low):
        return None  # nothing follows the verb
    within = source is not None and low[source[0]] in tokens.words.relatives
    if within or (form.kind == "ing" and group == at and not elliptic):
        if low[content[0]] in tokens.words.to or not (clausal or "that" in form.verb.frames):
            content = content[0], _before_main_verb(tokens, *content)
    elif not clausal and "clause" not in form.verb.frames:
        content = content[0], _before_main_verb(tokens, *content, joined=True)
    if not clausal and form.kind == "ing" and _gerund(tokens, group, content[1], first, stop):
        return None
    if (
        content[0] < stop
        and low[content[0]] in tokens.words.auxiliaries
        and low[content[0]] not in tokens.words.nonfinite
    ):
        return None  # "the figure revealed on Monday may be wrong"
    if content[1] <= content[0] and low[content[0] - 1] != ":":
        return None
    if source is not None and _supposed(tokens, source, first):
        return None
    return Pattern(
        source,
        cue,
        (content,),
        _with_negation(tokens, form, stance, (group, at + 1)),
        False,
        clausal,
        elliptic,
        infinitive,
    )


def _with_negation(tokens: Tokens, form: Form, stance: Stance, cue: Range) -> Stance:
    """Return the stance of a cue; who "did not respond to" something says nothing of it: it stays asked."""
    negated = is_negated(tokens, cue)
    if negated and form.verb.lemma in tokens.words.answering:
        return "asks"
    return negated_stance(stance, negated)


def _supposed(tokens: Tokens, source: Range, first: int) -> bool:
    """Return whether nobody in fact says it: `you might think`, `no one denies`, `if she agrees`, `does he want`."""
    start, stop = source
    words, before = tokens.words, tokens.low[start - 1] if start > first else ""
    if tuple(tokens.low[start:stop]) in words.nobody:
        return True
    asked = before in words.auxiliaries and words.pronominal[tokens.low[start]]
    return asked or before in words.suppositions


def _before_main_verb(tokens: Tokens, start: int, stop: int, joined: bool = False) -> int:
    """Return where an object ends before the verb of the clause around it: `those who oppose the plan | say`.

    With `joined`, before a conjunction and a clause of its own: `endorsed the plan | and the mayor has`.
    """
    low, joint = tokens.low, 0
    for at in range(start, stop):
        word = low[at]
        if (
            tokens.quoted[at]
            or word in tokens.words.subordinators
            or word in tokens.words.questions
            or word in tokens.words.subjects
        ):
            return stop
        if word in tokens.words.relatives or word in tokens.words.whose:
            return stop
        if word in tokens.words.conjunctions:
            joint = at
        elif (
            at > start
            and low[at - 1] != ","
            and low[at - 1] not in tokens.words.to
            and at - 1 != joint
            and _main(tokens, at, joined)
        ):
            if not joined:
                return at
            return trimmed(tokens, start, joint) if joint > start else stop
    return stop


def _main(tokens: Tokens, at: int, joined: bool) -> bool:
    """Return whether the verb of a main clause stands here; with `joined` only what is surely a verb counts."""
    word, before = tokens.low[at], tokens.low[at - 1]
    if tokens.capital(at) or before in tokens.words.determiners:
        return False
    if word in tokens.words.auxiliaries:
        return word not in tokens.words.nonfinite and before not in tokens.words.auxiliaries
    if joined:
        return False
    form = tokens.words.forms.get(word)
    if form is not None and form.kind == "base":
        return "clause" in form.verb.frames and word not in tokens.words.nominal and before.endswith("s")
    return is_finite(tokens, at) and not word.endswith(tokens.words.ed)


def _gerund(tokens: Tokens, at: int, end: int, first: int, stop: int) -> bool:
    """Return whether a form in -ing is a subject or compared: `that criticising them would help`, `than asking`."""
    before = tokens.low[at - 1] if at > first else ""
    opens = at == first or before in tokens.words.subordinators
    return before in tokens.words.than or (opens and end < stop and is_finite(tokens, end))


def _may_be_elliptic(tokens: Tokens, group: int, at: int, first: int, stop: int) -> bool:
    """Return whether a verb without a subject may go on with the one before, or is `Asked whether C`."""
    low = tokens.low
    if _asked_of(tokens, group, at, first):
        return True
    if group > first:
        return (
            low[group - 1] == ","
            or low[group - 1] in tokens.words.conjunctions
            or low[group - 1] in MARKS
            or low[at].endswith(tokens.words.ing)
        )
    following = low[at + 1] if at + 1 < stop else ""
    return low[at] in tokens.words.asked and (
        following in tokens.words.questions or following in tokens.words.of_topic
    )


def _asked_of(tokens: Tokens, group: int, at: int, first: int) -> bool:
    """Return whether somebody, not named, was asked or told: `when asked whether C`."""
    return (
        group > first
        and tokens.low[group - 1] in tokens.words.asked_openers
        and tokens.low[at] in tokens.words.asked
    )


def _detached(tokens: Tokens, at: int, first: int) -> bool:
    before = tokens.low[at - 1] if at > first else ","
    return (
        before in STOPS
        or before in tokens.words.prepositions
        or before in tokens.words.subordinators
        or before in tokens.words.coordinators
    )


def _passive(tokens: Tokens, at: int, group: int) -> bool:
    """Return whether a form of "be" and none of "have" stands next before a participle."""
    be, have = tokens.words.be, tokens.words.have
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
    if frames and ahead < stop and low[ahead] in tokens.words.by and ahead + 1 < stop:
        asking = (
            next((i for i in range(ahead + 2, min(ahead + 12, stop)) if low[i] in tokens.words.questions), 0)
            if told
            else 0
        )
        source = (ahead + 1, asking or object_end(tokens, ahead + 1, stop))
        if asking:
            content = [(asking, clause_end(tokens, asking, stop, first))]
    elif told and ahead + 1 < stop and (low[ahead] in tokens.words.questions or low[ahead] in MARKS or (low[ahead : ahead + 2] == [",", low[ahead + 1]]
                                         and low[ahead + 1] in MARKS)):  # fmt: skip
        begins = ahead + (low[ahead] == ",")
        content = [(begins, clause_end(tokens, begins, stop, first))]
    elif ahead < stop and (
        low[ahead] in tokens.words.after_passives
        or low[ahead] in form.verb.particles
        or (told and low[ahead] in tokens.words.of_topic)
    ):
        if low[ahead] not in tokens.words.content_openers:
            if low[ahead] in tokens.words.of_topic:
                content = []
            cue, ahead = (group, ahead + 1), ahead + 1
        if ahead < stop:
            content.append((ahead, clause_end(tokens, ahead, stop, first)))
    elif set(frames) != {"object"} or form.verb.particles:
        return None  # "was called", "were confirmed": not said of anybody
    elif form.verb.lemma in tokens.words.publishing and not (
        spoken and low[spoken[1] - 1] in tokens.words.documents
    ):
        return None  # "the prisoners were released"
    content = [piece for piece in content if piece[1] > piece[0]]
    if not content:
        return None
    return Pattern(source, cue, tuple(content), negated_stance(stance, negated), False, False)
