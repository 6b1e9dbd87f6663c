"""The closed classes of the language being read, as sets and tuples to ask: `words.auxiliaries`, `words.adverbial[low]`.

Each key of the table `clauses`, and of `cues.words`, is an attribute; what a class is for stands with its words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from writethru.annotate import lexicon
from writethru.annotate.attributions.cues import Form, documents, light_verbs, verb_forms
from writethru.annotate.lexicon import by_language

KEPT = 32_768  # words whose class is remembered
SHORTEST = 5  # letters of a word whose ending tells its class
_Judgement = TypeVar("_Judgement")


class _Judged(dict[str, _Judgement]):
    """What is judged of the last words asked for, each judged once."""

    def __init__(self, judge: Callable[[str], _Judgement]) -> None:
        super().__init__()
        self._judge = judge

    def __missing__(self, word: str) -> _Judgement:
        if len(self) >= KEPT:
            self.clear()
        judged = self[word] = self._judge(word)
        return judged


class Words:
    """The closed classes of one language, each a set of words in lower case."""

    def __init__(self) -> None:
        clauses = lexicon.table("clauses")
        endings = cast(dict[str, str], clauses["endings"])
        for name, listed in {**clauses, **lexicon.table("cues")["words"]}.items():
            if isinstance(listed, str):
                setattr(self, name, frozenset(listed.split()))
        self.ing, self.ed = tuple(endings["participle"].split()), tuple(endings["past"].split())
        self.ly, self.plural = tuple(endings["adverb"].split()), tuple(endings["plural"].split())
        self.singular = tuple(endings["singular"].split())
        self.possessive = tuple(endings["possessive"].split())
        self.owning = tuple(ending for ending in self.possessive if not ending.startswith(self.plural))
        self.forms: dict[str, Form] = verb_forms()
        self.no_modifier = self.determiners | self.prepositions | self.subordinators | self.subjects
        self.no_modifier |= self.possessives | self.auxiliaries | self.conjunctions | self.adverbs
        self.no_contact = self.no_modifier | self.relatives | self.questions | self.openers | self.times
        self.light, self.documents = light_verbs(), documents()
        self.inserted = frozenset(tuple(phrase.split()) for phrase in clauses["phrases"]["inserted"])
        self.nobody = frozenset(tuple(phrase.split()) for phrase in clauses["phrases"]["nobody"])
        self.based_on = frozenset(tuple(phrase.split()) for phrase in clauses["phrases"]["based_on"])
        # whether a word may stand between a subject and its verb, or before a content
        self.adverbial = _Judged(self._is_adverb)
        # whether it may stand in the group of a verb: auxiliaries, negations, adverbs
        self.grouping = _Judged(self._in_group)
        # whether it, with or without an auxiliary in it, is a subject of its own: "he", "they're"
        self.pronominal = _Judged(self._is_pronoun)
        # whether a time may go on with it, or an adverb stands here
        self.timely = _Judged(self._is_timely)
        # whether a form is a finite verb; None if it may as well be a participle
        self.finite = _Judged(self._finite_form)

    def __getattr__(self, name: str) -> frozenset[str]:
        raise AttributeError(
            f"no class {name!r} in the tables clauses and cues.words of {lexicon.current()!r}"
        )

    def is_participle(self, low: str) -> bool:
        """Return whether a word is likely a present participle."""
        return low.endswith(self.ing) and len(low) >= SHORTEST and low not in self.not_participles

    def is_plural(self, low: str) -> bool:
        """Return whether a noun is likely a plural."""
        return low.endswith(self.plural) and not low.endswith(self.singular)

    def bare(self, word: str) -> str:
        """Return a word, as written or in lower case, without the ending of a possessor."""
        if word.endswith(self.owning):
            return word[: -next(len(ending) for ending in self.owning if word.endswith(ending))]
        return word

    def _is_adverb(self, low: str) -> bool:
        ends = len(low) >= SHORTEST and low.endswith(self.ly) and low not in self.no_adverbs
        return ends or low in self.adverbs

    def _in_group(self, low: str) -> bool:
        return low in self.auxiliaries or low in self.negations or self.adverbial[low]

    def _is_pronoun(self, low: str) -> bool:
        return self.bare(low) in self.subjects and low not in self.pronominal_determiners

    def _is_timely(self, low: str) -> bool:
        opens = low in self.times or low in self.time_openers or low in self.year_openers
        return opens or low.isdigit() or self.adverbial[low]

    def _finite_form(self, low: str) -> bool | None:
        if low in self.auxiliaries or low in self.verbs:
            return True
        form = self.forms.get(low)
        if form is not None:
            return False if form.kind in ("ing", "base", "participle") or low in self.nominal else None
        return None if len(low) >= SHORTEST and low.endswith(self.ed) and "-" not in low else False


@by_language
def closed_classes() -> Words:
    """Return the closed classes of the language being read."""
    return Words()
