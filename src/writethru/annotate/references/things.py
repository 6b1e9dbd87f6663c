"""What "it", "its", "they" and "their" name right after an organisation, a place or a people that acts."""

from __future__ import annotations

from collections.abc import Iterator

from writethru.annotate.names.gazetteer import PEOPLE, gazetteer
from writethru.annotate.references.context import Context
from writethru.annotate.references.words import Things
from writethru.records import Mention

_KINDS = ("organisation", "place", "people")


def things(context: Context) -> Iterator[Mention]:
    """Yield the pronouns that follow the name of their thing closely, with it as the subject between."""
    text, shape = context.text, context.patterns.thing_after
    for mention in context.names:
        if mention.kind not in _KINDS or not text[mention.end + 1 : mention.end + 2].islower():
            continue
        match = shape.match(text, mention.end)
        if not match or context.quoted(mention.start):
            continue
        start, end = match.span(2)
        if _fits(context, mention, match[1], match[2], end) and not context.quoted(start):
            yield Mention(start, end, mention.field, mention.kind, mention.name)


def _fits(context: Context, mention: Mention, between: str, word: str, end: int) -> bool:
    text, known = context.text, context.words
    several = _is_plural(text[mention.start : mention.end], known.things)
    if several != (word in known.pronouns.several):
        return False
    if word in known.pronouns.thing and mention.kind == "people":
        return False
    before = text[max(0, mention.start - 24) : mention.start].split()
    if before and before[-1].lower() in known.descriptions.article:
        before.pop()
    if before and (before[-1].lower() in known.clauses.governing or before[-1] in known.things.joints):
        return False
    words = between.split()
    if word in known.things.subjects:
        # Somebody acts after "it": not `it is clear that`, `it takes time`.
        return _said(words, known.things) and bool(context.patterns.does.match(text, end))
    if len(words) == 1 and words[0] in known.things.adding:
        return True
    if any(w[0].isupper() for w in words):
        return False
    verbal = bool(words) and (
        known.is_verb(words[0]) or (len(words) == 1 and words[0].endswith(known.present))
    )
    return verbal and known.things.parting.isdisjoint(words)


def _is_plural(name: str, things: Things) -> bool:
    """Return whether a name is that of several people: `Senate Democrats`."""
    last = name.rpartition(" ")[2]
    return last.endswith(tuple(things.plural)) and bool(gazetteer().words.get(last, 0) & PEOPLE)


def _said(words: list[str], things: Things) -> bool:
    """Return whether words are a verb of speech with no more than "that" and a day after it."""
    if not words or words[0] not in things.speech:
        return False
    return all(w in things.between or w[0].isupper() for w in words[1:])
