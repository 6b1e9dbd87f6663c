"""Who holds what is attributed: the joined name of a source, or its office or group, and of what kind.

A pronoun is resolved only where an error is rare: "he" or "she" right after a person who spoke, with nobody
else named in between. Otherwise the holder stays empty.
"""

from __future__ import annotations

from bisect import bisect_left
from copy import copy

from writethru.annotate import lexicon
from writethru.annotate.attributions.cues import cue_nouns, documents
from writethru.annotate.attributions.patterns import Pattern, Range
from writethru.annotate.attributions.tokens import MARKS, Tokens
from writethru.annotate.lexicon import by_language
from writethru.records import HolderKind, Mention

LONGEST = 8  # words of an office or group that is kept as a holder
NOBODY: tuple[str, HolderKind] = ("", "unnamed")
_APPOSED = frozenset([",", "(", "—", "–", "--"])


@by_language
def _heads(kind: str) -> frozenset[str]:
    return frozenset(lexicon.table("holders")[kind].split())


@by_language
def _thing_endings() -> tuple[str, ...]:
    return tuple(lexicon.table("holders")["thing_endings"].split())


class Holders:
    """The holders of one text's attributions, asked for in order; remembers who spoke last."""

    def __init__(self, tokens: Tokens, names: tuple[Mention, ...], publisher: str) -> None:
        self.tokens, self.publisher = tokens, publisher
        self.names = sorted(names, key=lambda mention: (mention.start, mention.end))
        self.starts = [mention.start for mention in self.names]
        self.speaker = ""  # the last person who spoke
        self.spoke_at = 0  # offset where that source ended
        self.paragraph = -9

    def apart(self) -> Holders:
        """Return a copy whose speaker may change without changing who "he" or "she" is outside."""
        return copy(self)

    def of(self, source: Range | None, pattern: Pattern, paragraph: int) -> tuple[str, HolderKind]:
        """Return holder and kind of an attribution."""
        if source is None:
            return (self.publisher, "outlet") if pattern.verification else NOBODY
        tokens = self.tokens
        word = tokens.words.bare(tokens.low[source[0]])
        if word in self.tokens.words.relatives and source[1] - source[0] == 1:
            source = self._antecedent(source[0])
            if source is None:
                return NOBODY
        elif (
            source[1] - source[0] == 1 and word in self.tokens.words.subjects | self.tokens.words.possessives
        ):
            if pattern.verification and word in tokens.words.outlet_itself:
                return self.publisher, "outlet"
            return self._pronoun(word, source, paragraph)
        if source[1] - source[0] == 1 and len(word) == 1:
            return NOBODY  # "Q:" and "A:"
        holder, kind = self._named(source)
        if kind == "person":
            self.speaker, self.spoke_at, self.paragraph = holder, tokens.end[source[1] - 1], paragraph
        else:
            self.speaker = ""
        if holder and self.publisher and holder.lower() == self.publisher.lower():
            kind = "outlet"
        return holder, kind

    def _pronoun(self, word: str, source: Range, paragraph: int) -> tuple[str, HolderKind]:
        if word not in self.tokens.words.resolved or not self.speaker or paragraph - self.paragraph > 1:
            return NOBODY
        at = self.tokens.start[source[0]]
        between = self.names[bisect_left(self.starts, self.spoke_at) : bisect_left(self.starts, at)]
        if any(mention.kind == "person" and mention.name != self.speaker for mention in between):
            return NOBODY
        self.spoke_at, self.paragraph = self.tokens.end[source[1] - 1], paragraph
        return self.speaker, "person"

    def _affiliation(self, last: int) -> bool:
        """Return whether a party and a state stand between commas: `Ann Poe, R-Ohio, who`."""
        tokens = self.tokens
        return tokens.low[last][1:2] == "-" and tokens.capital(last) and tokens.low[last - 1] == ","

    def _antecedent(self, relative: int) -> Range | None:
        """Return the name that a relative pronoun follows."""
        tokens = self.tokens
        last = relative - 1
        if last >= 0 and tokens.low[last] == ",":
            last -= 1
        if last > 2 and tokens.low[last] == ")":
            last = (
                next((at for at in range(last - 1, max(0, last - 8), -1) if tokens.low[at] == "("), last) - 1
            )
        if last > 2 and tokens.low[last] == ".":
            last -= 1
        if last > 2 and self._affiliation(last):
            last -= 2
        if last < 0:
            return None
        right = tokens.end[last]
        near = self.names[max(0, bisect_left(self.starts, right) - 2) : bisect_left(self.starts, right)]
        for mention in reversed(near):
            if mention.end == right:
                return tokens.at(mention.start), last + 1
        first = last
        while first > 0 and first > last - 4 and tokens.is_word(first - 1):
            if (
                tokens.low[first] in self.tokens.words.determiners
                or tokens.low[first - 1] in self.tokens.words.prepositions
            ):
                break
            first -= 1
        for _ in range(2):  # "senators from both parties, who": the senators
            if (
                first < 2
                or tokens.low[first - 1] not in self.tokens.words.of_origin
                or not tokens.is_word(first - 2)
            ):
                break
            first -= 2
            while first > 0 and first > last - 12 and self._same_phrase(first):
                first -= 1
        return first, last + 1

    def _same_phrase(self, at: int) -> bool:
        """Return whether the word before belongs to the same noun phrase, with no preposition between."""
        tokens = self.tokens
        if not tokens.is_word(at - 1) or tokens.low[at] in self.tokens.words.determiners:
            return False
        before = tokens.low[at - 1]
        return before not in self.tokens.words.prepositions and before not in self.tokens.words.conjunctions

    def _named(self, source: Range) -> tuple[str, HolderKind]:
        """Return the holder that a noun phrase names."""
        tokens, (start, stop) = self.tokens, source
        low = tokens.low
        end = next(
            (
                at
                for at in range(start + 1, stop)
                if low[at] in _APPOSED or low[at] in tokens.words.relatives or low[at] in tokens.words.whose
            ),
            stop,
        )
        head = next((at for at in range(start + 1, end) if low[at] in self.tokens.words.prepositions), end)
        if start + 2 < head < end and self.tokens.words.is_participle(low[head - 1]):
            head -= 1  # "a monk hoping to found a house"
        left, right = tokens.start[start], tokens.end[head - 1]
        inside = self.names[bisect_left(self.starts, left) : bisect_left(self.starts, right)]
        inside = [mention for mention in inside if mention.end <= right]
        noun = tokens.words.bare(low[head - 1])
        people = [mention for mention in inside if mention.kind == "person"]
        if people and people[-1].end == right and low[start] == "the" and noun in _heads("outlet"):
            return tokens.text[people[-1].start : right], "outlet"
        if len(people) > 1 and people[-1].end == right and self._joined(people):
            return tokens.text[people[0].start : right], "group"
        if people and people[-1].end == right:
            return people[-1].name or tokens.text[people[-1].start : people[-1].end], "person"
        apposed = self._apposed_person(end, stop)
        if apposed:
            return apposed, "person"
        if (
            low[head - 1] == "%"
            or low[head - 1] in tokens.words.percent
            or (low[start][0].isdigit() and head - start == 1)
        ):
            return NOBODY
        if (
            start + 1 < stop
            and low[start] in self.tokens.words.counting
            and low[start + 1] in self.tokens.words.of_part
        ):
            return tokens.text[tokens.start[start] : tokens.end[min(end, start + LONGEST) - 1]], "group"
        while start < end - 1 and (
            low[start] in tokens.words.determiners or (not tokens.is_word(start) and low[start] not in MARKS)
        ):
            start += 1
        phrase = tokens.text[tokens.start[start] : tokens.end[min(end, start + LONGEST) - 1]]
        phrase = tokens.words.bare(phrase)
        exact = [m for m in inside if m.end == right and m.start <= tokens.start[start]]
        if exact:
            outlet = noun in _heads("outlet") or exact[-1].name.lower() in _heads("outlets")
            people_kind = exact[-1].kind == "people"
            return exact[
                -1
            ].name or phrase, "outlet" if outlet else "group" if people_kind else "organisation"
        if noun in _heads("unnamed") or low[start] in _heads("vague"):
            return NOBODY
        return self._office(phrase, noun, start, head)

    def _joined(self, people: list[Mention]) -> bool:
        """Return whether "and" stands right before the last of several people: `Ann Poe and Bo Roe`."""
        last = self.tokens.at(people[-1].start)
        return last > 0 and self.tokens.low[last - 1] in self.tokens.words.coordinators

    def _apposed_person(self, end: int, stop: int) -> str:
        """Return the person named right after an office: `The mayor of Springfield, Ann Poe`."""
        tokens = self.tokens
        if end + 1 >= stop or tokens.low[end] != ",":
            return ""
        at = bisect_left(self.starts, tokens.start[end + 1])
        while at < len(self.names) and self.names[at].kind != "person":
            at += 1  # "the prosecutor, Tarn District Attorney Ann Poe"
        first = tokens.at(self.names[at].start) if at < len(self.names) else stop
        if first >= stop or not all(tokens.capital(title) for title in range(end + 1, first)):
            return ""
        mention = self.names[at]
        following = tokens.text[mention.end : mention.end + 4]
        ends = mention.end == tokens.end[stop - 1] or following.startswith((",", " of ", " at "))
        return mention.name if mention.kind == "person" and ends else ""

    def _office(self, phrase: str, noun: str, start: int, head: int) -> tuple[str, HolderKind]:
        """Return an office, a group or a name nobody has listed, by its head noun."""
        kinds: tuple[HolderKind, ...] = ("office", "outlet", "organisation", "group")
        for kind in kinds:
            listed = noun in _heads(kind) and (kind != "outlet" or self.tokens.capital(head - 1))
            if listed or (kind == "outlet" and phrase.lower() in _heads("outlets")):
                return phrase, kind
        words = [self.tokens.word(at) for at in range(start, head) if self.tokens.is_word(at)]
        if words and all(word[0].isupper() for word in words):
            personal = len(words) <= 3 and not any(word.isupper() for word in words)
            return phrase, "person" if personal else "organisation"
        if words and noun.endswith(self.tokens.words.plural) and self.tokens.word(head - 1)[0].islower():
            return phrase, "group"
        if noun in cue_nouns() or noun in documents() or noun.endswith(_thing_endings()):
            return NOBODY  # "the targeting of officials suggests"
        return phrase, "office"
