"""Whether a form that may be a noun or an adjective is a verb where it stands."""

from __future__ import annotations

from writethru.annotate.attributions.cues import Form, closed_class, cue_words
from writethru.annotate.attributions.subjects import (
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    STOPS,
    SUBJECTS,
    SUBORDINATORS,
    has_finite,
    is_adverb,
    is_finite,
)
from writethru.annotate.attributions.tokens import MARKS, Tokens

QUESTIONS = closed_class("questions")


def is_verb(tokens: Tokens, at: int, group: int, form: Form, first: int, stop: int) -> bool:
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
    if determined or owned or (word in cue_words("adjectival") and before[:1].isdigit()):
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
    if form.kind == "s" and before in cue_words("evidence") and form.verb.lemma in cue_words("finding"):
        return True
    if form.kind == "s":
        if at == first or is_finite(tokens, at - 1) or before in PREPOSITIONS:
            return False
        named = tokens.capital(at - 1)
        return opens or (named and (at + 1 == stop or tokens.capital(at + 1) or following in form.verb.particles))
    plural = (before.endswith("s") and not before.endswith("'s")) or before in (
        "people",
        "police",
        "some",
        "many",
        "most",
    )
    if following in SUBJECTS or following in DETERMINERS or following == "that":
        return at > first and not is_finite(tokens, at - 1) and before not in PREPOSITIONS
    opens = opens or following in form.verb.particles or (at + 1 < stop and tokens.capital(at + 1))
    return plural and opens


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
