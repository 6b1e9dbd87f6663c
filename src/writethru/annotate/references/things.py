"""What "it", "its", "they" and "their" name right after an organisation, a place or a people that acts."""

from __future__ import annotations

from collections.abc import Iterator

from writethru.annotate.names.gazetteer import PEOPLE, gazetteer
from writethru.annotate.references.context import Context, is_verb, pattern, words_of
from writethru.records import Mention

_KINDS = ("organisation", "place", "people")


def things(context: Context) -> Iterator[Mention]:
    """Yield the pronouns that follow the name of their thing closely, with it as the subject between."""
    text = context.text
    for mention in context.names:
        if mention.kind not in _KINDS or not text[mention.end + 1 : mention.end + 2].islower():
            continue
        match = pattern("thing_after").match(text, mention.end)
        if not match or context.quoted(mention.start):
            continue
        start, end = match.span(2)
        if _fits(context, mention, match[1], match[2], end) and not context.quoted(start):
            yield Mention(start, end, mention.field, mention.kind, mention.name)


def _fits(context: Context, mention: Mention, between: str, word: str, end: int) -> bool:
    text = context.text
    if _is_plural(text[mention.start : mention.end]) != (word in words_of("pronouns", "several")):
        return False
    if word in words_of("pronouns", "thing") and mention.kind == "people":
        return False
    before = text[max(0, mention.start - 24) : mention.start].split()
    if before and before[-1].lower() in words_of("descriptions", "article"):
        before.pop()
    joints = words_of("things", "joints")
    if before and (before[-1].lower() in words_of("clauses", "governing") or before[-1] in joints):
        return False
    words = between.split()
    if word in words_of("things", "subjects"):
        return _said(words) and _acts(text, end)
    if len(words) == 1 and words[0] in words_of("things", "adding"):
        return True
    if any(w[0].isupper() for w in words):
        return False
    verbal = bool(words) and (is_verb(words[0]) or (len(words) == 1 and words[0].endswith("s")))
    return verbal and words_of("things", "parting").isdisjoint(words)


def _is_plural(name: str) -> bool:
    """Return whether a name is that of several people: `Senate Democrats`."""
    last = name.rpartition(" ")[2]
    return last.endswith("s") and bool(gazetteer().words.get(last, 0) & PEOPLE)


def _said(words: list[str]) -> bool:
    """Return whether words are a verb of speech with no more than "that" and a day after it."""
    if not words or words[0] not in words_of("things", "speech"):
        return False
    return all(w in words_of("things", "between") or w[0].isupper() for w in words[1:])


def _acts(text: str, end: int) -> bool:
    """Return whether somebody acts after "it": not `it is clear that`, `it takes time`."""
    return bool(pattern("does").match(text, end))
