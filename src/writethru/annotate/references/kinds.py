"""Descriptions of things: "the Ukrainian capital", and "the company" right after the only one named."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from writethru.annotate.names import name_key
from writethru.annotate.names.gazetteer import HEAD, PLACE_LAST, SUFFIX, gazetteer
from writethru.annotate.names.places import capital_of
from writethru.annotate.references.context import Context
from writethru.records import Mention


def capitals(context: Context) -> Iterator[Mention]:
    """Yield descriptions of capitals that the article names as well."""
    text, patterns = context.text, context.patterns
    for noun in sorted(f" {word}" for word in context.words.descriptions.capital):
        at = text.find(noun)
        while at >= 0:
            match = patterns.capital.search(text, max(0, at - 30), at)
            end = at + len(noun)
            capital = capital_of(match[2]) if match and patterns.noun_ends.match(text, end) else ""
            if match and capital:
                key = name_key(capital, "place")
                place = next((m for m in context.names if m.kind == "place" and m.key == key), None)
                if place and not context.quoted(match.start(1)):
                    yield Mention(match.start(1), end, place.field, "place", place.name)
            at = text.find(noun, end)


def companies(context: Context) -> Iterator[Mention]:
    """Yield `the company` where only one organisation is named in its sentence and the one before."""
    text = context.text
    known, ends = context.words.descriptions, context.patterns.noun_ends
    for article, noun in sorted(itertools.product(known.article, known.companies)):
        phrase = f"{article} {noun}"
        at = text.find(phrase[1:], 1)  # the first letter may be a capital
        while at >= 0:
            start, end = at - 1, at - 1 + len(phrase)
            at = text.find(phrase[1:], end)
            if (
                text[start].lower() != article[0]
                or text[start - 1 : start].isalnum()
                or context.quoted(start)
            ):
                continue
            named = _only_company(context, start) if ends.match(text, end) else None
            if named:
                yield Mention(start, end, named.field, "organisation", named.name)


def _only_company(context: Context, start: int) -> Mention | None:
    """Return the company that alone is named in the sentence of a place and the one before it."""
    index = context.sentence_at(start)
    if index < 0 or context.sentences[index].boilerplate:
        return None
    first = index - 1 if index and not context.sentences[index - 1].boilerplate else index
    left = context.sentences[first].start
    named = [m for m in context.between(left, start) if m.kind in ("organisation", "other")]
    if not named or len({m.name for m in named}) > 1 or named[0].kind == "other":
        return None
    return (
        named[0] if any(_is_company(context, m) for m in context.names if m.name == named[0].name) else None
    )


def _is_company(context: Context, mention: Mention) -> bool:
    """Return whether a name or what stands around it is that of a company."""
    words = gazetteer().words
    parts = mention.name.split(" ")
    if any(words.get(word, 0) & SUFFIX for word in parts[1:]):
        return True
    if not any(words.get(word, 0) & (HEAD | PLACE_LAST) or word.isupper() for word in parts):
        return True
    before = context.text[max(0, mention.start - 24) : mention.start].split()[-1:]
    if before and before[0].lower() in context.words.descriptions.companies:
        return True
    return bool(context.patterns.company_after.match(context.text, mention.end))
