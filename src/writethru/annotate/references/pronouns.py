"""Whom "he" and "she" name: the one person who can be meant, and nobody where two can."""

from __future__ import annotations

from typing import NamedTuple

from writethru.annotate.names.genders import EITHER
from writethru.annotate.references.context import Context
from writethru.annotate.references.words import Clauses
from writethru.records import Sentence

REACH = 2  # sentences before the pronoun's in which a person may be named

# Sentences, also those in the first person, questions, items of a list and parts of a quotation.
PROSE = frozenset(("", "first-person", "quotation", "fragment", "question", "list"))
SKIPPED = "promo"  # a line between paragraphs: "Advertisement"
FARTHEST = 8  # sentences in all, with those of nothing but quoted words

LONGEST_OPENING = 12  # characters of what opens a sentence before a possessive: "Following his"
LONGEST = 1500  # characters of a sentence that is read; a longer one is none, and would cost its square


class Pronoun(NamedTuple):
    """A pronoun of a person at its place, and whom it names ("" for unknown)."""

    start: int
    end: int
    gender: str
    name: str = ""


class Persons:
    """Pronouns of one text, asked for in order; remembers whom the last ones named."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.seen: list[Pronoun] = []

    def resolve(self, start: int, end: int, gender: str) -> str:
        """Return the name of the person a pronoun stands for, "" where that is not sure."""
        pronoun = Pronoun(start, end, gender)
        name = self._resolved(pronoun)
        self.seen.append(Pronoun(start, end, gender, name) if name else pronoun)
        return name

    def _resolved(self, pronoun: Pronoun) -> str:
        context = self.context
        index = context.sentence_at(pronoun.start)
        if index < 0 or not _is_prose(context.sentences[index]):
            return ""
        if ahead := self._named_ahead(index, pronoun):
            return ahead
        speaks = pronoun.start in context.sources
        first = self._first_sentence(index, speaks)
        name = self._speaker(first, pronoun) if speaks else ""
        name = name or self._alone(index, first, pronoun, speaks) or self._goes_on(index, first, pronoun)
        name = name or self._again(first, pronoun, speaks) or self._told(index, pronoun)
        if not name and speaks:
            name = self._speaks_on(first, pronoun)
        if not name or self._named_later(index, name, pronoun) or self._is_object_of(index, name, pronoun):
            return ""
        return name

    def _alone(self, index: int, first: int, pronoun: Pronoun, speaks: bool) -> str:
        """Return the one person of the window, or of its last sentences if he is the subject there."""
        for sentence in range(index, first - 1, -1):
            if first < sentence < index - 1:
                continue
            name = self._only(self.context.sentences[sentence].start, pronoun, speaks)
            if name is None:
                return ""
            if name and (sentence == first or self._subject(sentence, pronoun.start) == name):
                return name
        return ""

    def _again(self, first: int, pronoun: Pronoun, speaks: bool) -> str:
        """Return whom the last pronoun of the window named, if nobody else is named since."""
        last = self.seen[-1] if self.seen else pronoun
        if not last.name or last.gender != pronoun.gender or last.start < self.context.sentences[first].start:
            return ""
        return self._only(last.start, pronoun, speaks) or ""

    def _goes_on(self, index: int, first: int, pronoun: Pronoun) -> str:
        """Return the subject of the sentence before, if this one opens with the pronoun for it."""
        context, sentences = self.context, self.context.sentences
        if (
            index <= first
            or context.text[pronoun.start : pronoun.end].lower() not in context.words.pronouns.subjects
        ):
            return ""
        opening = context.text[sentences[index].start : pronoun.start].lower().split()
        if not context.words.clauses.openers.issuperset(opening):
            return ""
        before = sentences[index - 1]
        name = self._subject(index - 1, before.end)
        if not name or context.genders.get(name, EITHER) != pronoun.gender:
            return ""
        others = [
            m
            for m in context.between(before.start, before.end)
            if m.name != name
            and context.maybe_person(m)
            and context.genders.get(m.name, EITHER) in (pronoun.gender, EITHER)
        ]
        seen = (p.name for p in self._seen(before.start, pronoun.start) if p.gender == pronoun.gender)
        if any(context.acts(m) for m in others) or any(other != name for other in seen):
            return ""
        if any(noun.gender in (pronoun.gender, EITHER) for noun in context.nouns(index - 1)):
            return ""
        return name

    def _named_ahead(self, index: int, pronoun: Pronoun) -> str:
        """Return the subject that follows an opening phrase with its possessive: `In his speech, Poe said`."""
        context, sentence = self.context, self.context.sentences[index]
        if pronoun.start - sentence.start > LONGEST_OPENING:
            return ""
        opening = context.text[sentence.start : pronoun.start].lower().rstrip()
        if opening not in context.words.clauses.fronting:
            return ""
        match = context.patterns.fronted.match(context.text, pronoun.end)
        if not match:
            return ""
        people = [m for m in context.between(match.end() - 1, match.end() + 40) if m.kind == "person"]
        if not people or not context.patterns.titled.fullmatch(
            context.text, match.end() - 1, people[0].start
        ):
            return ""
        fits = context.genders[people[0].name] in (pronoun.gender, EITHER)
        return people[0].name if fits and context.acts(people[0]) else ""

    def _speaker(self, first: int, pronoun: Pronoun) -> str:
        """Return who spoke last, if he is the only person since."""
        context = self.context
        left = context.sentences[first].start
        before = context.source_before(pronoun.start)
        if before is None or before[0] < left:
            return ""
        start, end, name, told = before
        fits = name and context.genders.get(name, EITHER) in (pronoun.gender, EITHER)
        if fits and self._only(max(end, min(told, pronoun.start)), pronoun, True, name) == name:
            return name
        people = [m for m in context.between(start, end) if m.kind == "person"]
        return self._only(people[0].start if people else start, pronoun, True) or ""

    def _told(self, index: int, pronoun: Pronoun) -> str:
        """Return who says what a pronoun stands in, if nobody else is named in his sentence after him: `Poe said he`."""
        context = self.context
        left = context.sentences[index].start
        for start, end, attribution in context.sources_between(left, pronoun.start):
            if not any(piece.start <= pronoun.start < piece.end for piece in attribution.content):
                continue
            name = attribution.holder if attribution.holder_kind == "person" else self._meant(start)
            if context.genders.get(name, EITHER) != pronoun.gender:
                return ""
            return name if self._nobody_else(end, pronoun, name) else ""
        return ""

    def _speaks_on(self, first: int, pronoun: Pronoun) -> str:
        """Return who spoke last, if nobody else has acted since: `Poe, an aide to Roe, said ... "...," he said`."""
        context = self.context
        before = context.source_before(pronoun.start)
        if before is None or before[0] < context.sentences[first].start:
            return ""
        start, end, _, _ = before
        name = before[2] or self._meant(start)
        if not name or context.genders.get(name, EITHER) != pronoun.gender:
            return ""
        for mention in context.between(end, pronoun.start):
            other = mention.name != name and context.maybe_person(mention)
            if other and not context.quoted(mention.start) and context.acts(mention):
                return ""
        return name

    def _meant(self, start: int) -> str:
        """Return whom the pronoun at a place was found to name."""
        return next((one.name for one in reversed(self.seen) if one.start == start), "")

    def _nobody_else(self, left: int, pronoun: Pronoun, name: str) -> bool:
        """Return whether no other person of a pronoun's gender is named, described or meant since an offset."""
        near, named = self._candidates(left, pronoun.start, pronoun.gender)
        if (near | named) - {name}:
            return False
        if any(one.name != name and one.gender == pronoun.gender for one in self._seen(left, pronoun.start)):
            return False
        for sentence in range(self.context.sentence_at(left), self.context.sentence_at(pronoun.start) + 1):
            for noun in self.context.nouns(sentence) if sentence >= 0 else ():
                if noun.gender in (pronoun.gender, EITHER) and left <= noun.start < pronoun.start:
                    return False
        return True

    def _first_sentence(self, index: int, speaks: bool) -> int:
        """Return the first sentence of the window: at most one paragraph back, nothing between.

        For a speaker, sentences of nothing but his words do not count.
        """
        sentences = self.context.sentences
        first = index
        left, paragraph = REACH, sentences[index].paragraph
        while first > 0 and left and index - first < FARTHEST:
            before = sentences[first - 1]
            if before.boilerplate == SKIPPED and paragraph - before.paragraph <= 1:
                first, paragraph = first - 1, before.paragraph
                continue
            if not _is_prose(before) or paragraph - before.paragraph > 1:
                break
            first -= 1
            if speaks and self.context.quoted(before.start + 1) and self.context.quoted(before.end - 2):
                paragraph = before.paragraph
            else:
                left -= 1
        return first

    def _only(self, left: int, pronoun: Pronoun, speaks: bool, known: str = "") -> str | None:
        """Return the one person named from an offset up to a pronoun, "" for nobody, None for more.

        Who is only named, inside a quotation or for what is his, is not meant.
        """
        context, gender, right = self.context, pronoun.gender, pronoun.start
        near, _ = self._candidates(left, right, gender)
        for one in self._seen(left, right):
            if one.gender == gender:
                near.add(one.name)
        if context.described:
            near.update(self._described(left, right, gender))
        if known:
            near.add(known)
        if len(near) != 1:
            return None if near else ""
        (name,) = near
        if not name:
            return None
        for sentence in range(context.sentence_at(left), context.sentence_at(right) + 1):
            for noun in context.nouns(sentence):
                fits = noun.gender in (gender, EITHER) and left <= noun.start < right
                is_his = context.described.get(noun.start) == name
                if fits and not is_his and not (speaks and context.quoted(noun.start)):
                    return None
        return name

    def _seen(self, left: int, right: int) -> list[Pronoun]:
        """Return the pronouns of a range that were asked for, the first one first."""
        seen = self.seen
        at = len(seen)
        while at and seen[at - 1].start >= left:
            at -= 1
        return [p for p in seen[at:] if p.start < right] if at < len(seen) else []

    def _described(self, left: int, right: int, gender: str) -> list[str]:
        context = self.context
        return [
            name
            for at, name in context.described.items()
            if left <= at < right and context.genders.get(name, EITHER) in (gender, EITHER)
        ]

    def _candidates(self, left: int, right: int, gender: str) -> tuple[set[str], set[str]]:
        """Return persons of a gender who are meant in a range, and who are only named."""
        near: set[str] = set()
        named: set[str] = set()
        for _, name, told, meant in self.context.people_between(left, right):
            if told in (gender, EITHER):
                (near if meant else named).add(name)
        return near, named

    def _subject(self, index: int, right: int) -> str:
        """Return the first person of a sentence, if a verb follows, or whom its first pronoun names."""
        context = self.context
        sentence = context.sentences[index]
        people = [m for m in context.between(sentence.start, min(sentence.end, right)) if m.kind == "person"]
        seen = self._seen(sentence.start, right)
        if seen and (not people or seen[0].start < people[0].start):
            word = context.text[seen[0].start : seen[0].end].lower()
            return seen[0].name if word in context.words.pronouns.subjects else ""
        return people[0].name if people and context.acts(people[0]) else ""

    def _named_later(self, index: int, name: str, pronoun: Pronoun) -> bool:
        """Return whether the sentence opens with the pronoun's phrase and names its person after it."""
        context, sentence = self.context, self.context.sentences[index]
        clauses = context.words.clauses
        words = context.text[sentence.start : pronoun.end].replace(",", " ").lower().split()
        opening = next((w for w in words if w not in clauses.openers), "")
        if opening not in clauses.fronting:
            return False
        if any(m.name == name for m in context.between(sentence.start, pronoun.start)):
            return False
        near, _ = self._candidates(pronoun.end, sentence.end, pronoun.gender)
        return bool(near - {name})

    def _is_object_of(self, index: int, name: str, pronoun: Pronoun) -> bool:
        """Return whether an object pronoun stands in one clause with the name, which then is not meant."""
        context, text = self.context, self.context.text
        pronouns, clauses = context.words.pronouns, context.words.clauses
        word = text[pronoun.start : pronoun.end].lower()
        if word not in pronouns.objects:
            return False
        if word in pronouns.owning and not _is_object(text, pronoun.end, clauses):
            return False
        left = context.sentences[index].start
        same = [m.end for m in context.between(left, pronoun.start) if m.name == name]
        same += [p.end for p in self._seen(left, pronoun.start) if p.name == name]
        if not same:
            return False
        between = text[max(same) : pronoun.start]
        words = between.split()
        return clauses.boundaries.isdisjoint(words) and clauses.subjects.isdisjoint(words)


def _is_prose(sentence: Sentence) -> bool:
    return sentence.boilerplate in PROSE and sentence.end - sentence.start <= LONGEST


def _is_object(text: str, end: int, clauses: Clauses) -> bool:
    """Return whether "her" owns nothing: no noun follows."""
    rest = text[end : end + 16].split(None, 1)
    return not text[end : end + 1].isspace() or not rest or rest[0].lower() in clauses.after_object
