"""The closed classes of the language being read, as sets and tuples to ask: `words.auxiliaries`, `words.is_adverb(low)`.

Each key of the table `clauses`, and of `cues.words`, is an attribute; what a class is for stands with its words.
"""

from __future__ import annotations

from typing import cast

from writethru.annotate import lexicon
from writethru.annotate.attributions.cues import Form, documents, light_verbs, verb_forms
from writethru.annotate.lexicon import by_language

KEPT = 8192  # words whose class is remembered
SHORTEST = 5  # letters of a word whose ending tells its class
_UNKNOWN = object()


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
        self.forms: dict[str, Form] = verb_forms()
        self.no_modifier = self.determiners | self.prepositions | self.subordinators | self.subjects
        self.no_modifier |= self.possessives | self.auxiliaries | self.conjunctions | self.adverbs
        self.light, self.documents = light_verbs(), documents()
        self.inserted = frozenset(tuple(phrase.split()) for phrase in clauses["phrases"]["inserted"])
        self.based_on = [phrase.split() for phrase in clauses["phrases"]["based_on"]]
        self._adverbs: dict[str, bool] = {}
        self._finite: dict[str, bool | None] = {}

    def __getattr__(self, name: str) -> frozenset[str]:
        raise AttributeError(
            f"no class {name!r} in the tables clauses and cues.words of {lexicon.current()!r}"
        )

    def is_adverb(self, low: str) -> bool:
        """Return whether a word may stand between a subject and its verb, or before a content."""
        known = self._adverbs.get(low)
        if known is None:
            if len(self._adverbs) >= KEPT:
                self._adverbs.clear()
            ends = len(low) >= SHORTEST and low.endswith(self.ly) and low not in self.no_adverbs
            known = self._adverbs[low] = ends or low in self.adverbs
        return known

    def is_participle(self, low: str) -> bool:
        """Return whether a word is likely a present participle."""
        return low.endswith(self.ing) and len(low) >= SHORTEST and low not in self.not_participles

    def is_plural(self, low: str) -> bool:
        """Return whether a noun is likely a plural."""
        return low.endswith(self.plural) and not low.endswith(self.singular)

    def bare(self, word: str) -> str:
        """Return a word, as written or in lower case, without the ending of a possessor."""
        for ending in self.possessive:
            if word.endswith(ending) and not ending.startswith(self.plural):
                return word[: -len(ending)]
        return word

    def finite(self, low: str) -> bool | None:
        """Return whether a form is a finite verb; None if it may as well be a participle."""
        known = self._finite.get(low, _UNKNOWN)
        if known is _UNKNOWN:
            if len(self._finite) >= KEPT:
                self._finite.clear()
            known = self._finite[low] = self._finite_form(low)
        return cast("bool | None", known)

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
