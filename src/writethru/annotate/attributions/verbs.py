"""Whether a form that may be a noun or an adjective is a verb where it stands."""

from __future__ import annotations

from writethru.annotate.attributions.cues import Form
from writethru.annotate.attributions.groups import has_finite, is_finite
from writethru.annotate.attributions.tokens import MARKS, STOPS, Tokens


def is_verb(tokens: Tokens, at: int, group: int, form: Form, first: int, stop: int) -> bool:
    """Return whether a form that may be a noun or an adjective is a verb here."""
    low = tokens.low
    word = low[at]
    before = low[at - 1] if at > first else ""
    ahead_to = low[group - 1] if group > first else ""
    if ahead_to in tokens.words.to and form.kind == "base":
        return True
    if group < at:
        if before in tokens.words.to or all(tokens.words.adverbial[low[i]] for i in range(group, at)):
            return not (word in tokens.words.nominal and group == first)
        return True
    counting = before in tokens.words.counting and word not in tokens.words.nominal
    determined = (
        before in tokens.words.determiners
        and before not in tokens.words.pronominal_determiners
        and not counting
    )
    owned = (
        before.endswith(tokens.words.possessive) and tokens.words.bare(before) not in tokens.words.contracting
    )
    if determined or owned or (word in tokens.words.adjectival and before[:1].isdigit()):
        return False
    if form.kind == "past" and before and before not in STOPS and before in tokens.words.prepositions:
        return False
    if word in tokens.words.adjectival and (before in STOPS or before in tokens.words.verbs):
        return _opens_content(tokens, at + 1, stop) or (
            at + 1 < stop and low[at + 1].endswith(tokens.words.ing)
        )
    if word not in tokens.words.nominal:
        return form.kind != "base" or (bool(before) and before not in tokens.words.prepositions)
    if before in tokens.words.relatives or before in tokens.words.subjects:
        return form.kind != "base" or _agrees(tokens, at - 1, first)
    following = low[at + 1] if at + 1 < stop else ""
    if _only_verb(tokens, at, form, first, stop):
        return True
    if following in tokens.words.that and at + 2 < stop and at > first and form.kind != "base":
        return has_finite(tokens, at + 2, stop)
    opens = (
        following in tokens.words.verb_complements
        or following in MARKS
        or (following in tokens.words.determiners or following in tokens.words.questions)
    )
    if form.kind == "s" and before in tokens.words.evidence and form.verb.lemma in tokens.words.finding:
        return True
    if form.kind == "s":
        if at == first or is_finite(tokens, at - 1) or before in tokens.words.prepositions:
            return False
        named = tokens.capital(at - 1) or before in (",", ")")
        acts = at + 1 == stop or tokens.capital(at + 1) or following in form.verb.particles
        return opens or (named and (acts or tokens.words.is_participle(following)))
    plural = tokens.words.is_plural(before) or before in tokens.words.plurals or before == "%"
    if (
        following in tokens.words.subjects
        or following in tokens.words.determiners
        or following in tokens.words.that
    ):
        return at > first and (plural or tokens.capital(at - 1) or not tokens.is_word(at - 1))
    acts = following in form.verb.particles or following in tokens.words.reflexives
    acts = acts or tokens.words.is_participle(following) or (at + 1 < stop and tokens.capital(at + 1))
    return plural and (opens or acts)


def _agrees(tokens: Tokens, subject: int, first: int) -> bool:
    """Return whether a pronoun may be the subject of a plural verb: not in `one tweet`, `called that report`."""
    low, words = tokens.low, tokens.words
    if low[subject] in words.singular_subjects:
        return False
    if low[subject] not in words.that:
        return True
    before = low[subject - 1] if subject > first else ""
    return words.is_plural(before) or before in words.plurals


def _only_verb(tokens: Tokens, at: int, form: Form, first: int, stop: int) -> bool:
    """Return whether a form that may be a noun is the only verb its clause could have."""
    low = tokens.low
    if at == first or at + 1 >= stop or low[at + 1] in STOPS or low[at + 1] in tokens.words.prepositions:
        return False
    before = low[at - 1]
    plural = tokens.words.is_plural(before) or before in tokens.words.plurals or before[0].isdigit()
    if (form.kind == "base") != plural or form.kind not in ("base", "s") or not tokens.is_word(at - 1):
        return False
    if (
        low[at + 1] in tokens.words.auxiliaries
        or before in tokens.words.prepositions
        or tokens.words.adverbial[low[at + 1]]
    ):
        return False
    back = at - 1
    while (
        back > first
        and back > at - 14
        and low[back] not in STOPS
        and low[back] not in tokens.words.subordinators
    ):
        back -= 1
        if is_finite(tokens, back) or low[back] in tokens.words.to:
            return False
    return not any(is_finite(tokens, ahead) for ahead in range(at + 1, min(at + 14, stop)))


def _opens_content(tokens: Tokens, at: int, stop: int) -> bool:
    """Return whether a word shows that content begins: "that", "to", a mark, a determiner, a name."""
    if at >= stop:
        return False
    low = tokens.low[at]
    return (
        low == ":"
        or low in tokens.words.verb_complements
        or low in MARKS
        or low in tokens.words.determiners
        or low in tokens.words.subjects
        or low in tokens.words.questions
        or tokens.capital(at)
    )
