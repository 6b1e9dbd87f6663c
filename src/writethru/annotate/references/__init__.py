"""Pronouns and descriptions ("he", "the minister") with the name they stand for, where that is sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from writethru.annotate.names.genders import FEMALE, MALE
from writethru.annotate.references.context import Context
from writethru.annotate.references.kinds import capitals, companies
from writethru.annotate.references.offices import Offices
from writethru.annotate.references.pronouns import Persons
from writethru.annotate.references.speakers import name_speakers
from writethru.annotate.references.things import things
from writethru.records import Attribution, Field, Mention, Sentence, Span

__all__ = ["find_references", "name_speakers"]


def find_references(
    text: str,
    sentences: Sequence[Sentence],
    names: Sequence[Mention],
    quotations: Sequence[Span],
    attributions: Sequence[Attribution],
    *,
    field: Field = "text",
) -> tuple[Mention, ...]:
    """Return pronouns and definite descriptions in order, each with kind and joined name of what it means.

    Only those are given whose reading is sure; nothing inside quotation marks is.
    """
    context = Context(text, sentences, names, quotations, attributions)
    found = [*things(context), *capitals(context), *companies(context)]
    if context.people:
        described = list(Offices(context).descriptions())
        context.described = {one.noun: one.name for one in described}
        found += [Mention(one.start, one.end, field, "person", one.name) for one in described]
        found += _pronouns(context, field)
        found = [one for one in found if one.name not in context.shared]
    nearest = {one.start: one for one in found}  # of two names before one pronoun the nearer
    return tuple(nearest[start] for start in sorted(nearest))


def _pronouns(context: Context, field: Field) -> Iterator[Mention]:
    """Yield the pronouns that name a person, in order."""
    persons = Persons(context)
    male = context.words.pronouns.male
    for match in context.patterns.person.finditer(context.text):
        start, end = match.span()
        if not context.quoted(start):
            name = persons.resolve(start, end, MALE if match[0].lower() in male else FEMALE)
            if name:
                yield Mention(start, end, field, "person", name)
