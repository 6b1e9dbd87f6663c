"""The words by which names are read, as sets: one record a language."""

from __future__ import annotations

import re
from typing import NamedTuple

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language


class Joints(NamedTuple):
    """Small words between the words of a name, each with and without an article: `of`, `of the`."""

    matter: frozenset[str]  # Ministry of Roads
    aim: frozenset[str]  # Fund for Rivers
    field: frozenset[str]  # Committee on Roads
    every: frozenset[str]  # all of these
    bare: frozenset[str]  # those of them without an article
    pair: frozenset[str]  # Roads and Bridges Act


class Words(NamedTuple):
    """What opens, joins, ends and parts names."""

    joints: Joints
    particles: frozenset[str]
    articles: frozenset[str]  # capitalised
    nation: frozenset[str]
    matter_of: frozenset[str]
    laws: frozenset[str]
    bodies_on: frozenset[str]
    members_for: frozenset[str]
    numbered: frozenset[str]
    left_over: frozenset[str]
    bearers: frozenset[str]
    camel: tuple[str, ...]
    people_endings: tuple[str, ...]
    opener_endings: tuple[str, ...]
    possessive: tuple[str, ...]
    plural: tuple[str, ...]
    party_state: re.Pattern[str]
    furniture_openers: frozenset[str]
    furniture: re.Pattern[str]  # at the start of a run
    inner_furniture: re.Pattern[str]  # behind a name


@by_language
def joints() -> Joints:
    """Return what joins the words of a body's or a law's name."""
    table: dict[str, list[str]] = lexicon.table("names")["joints"]
    matter, aim, field = (
        frozenset(
            joint + article
            for joint in table[role]
            for article in ("", *(f" {a}" for a in table["articles"]))
        )
        for role in ("matter", "aim", "field")
    )
    bare = frozenset(joint for role in ("matter", "aim", "field") for joint in table[role])
    return Joints(matter, aim, field, matter | aim | field, bare, frozenset(table["pair"]))


@by_language
def words() -> Words:
    """Return the words by which names are read."""
    table = lexicon.table("names")
    furniture: list[str] = table["furniture"]
    return Words(
        joints=joints(),
        particles=frozenset(table["particles"]),
        articles=frozenset(word.capitalize() for word in table["context"]["articles"]),
        nation=frozenset(table["nation"]),
        matter_of=frozenset(table["matter_of"]),
        laws=frozenset(table["laws"]),
        bodies_on=frozenset(table["bodies_on"]),
        members_for=frozenset(table["members_for"]),
        numbered=frozenset(table["numbered"]),
        left_over=frozenset(table["left_over"]),
        bearers=frozenset(lexicon.table("spellings")["bearers"]),
        camel=tuple(table["camel"]),
        people_endings=tuple(table["people_endings"]),
        opener_endings=tuple(table["opener_endings"]),
        possessive=tuple(table["possessive"]),
        plural=tuple(table["plural"]),
        party_state=re.compile(table["party_state"]),
        furniture_openers=frozenset(line.partition(" ")[0] for line in furniture),
        furniture=re.compile(rf"(?:{'|'.join(furniture)})(?: |$)"),
        inner_furniture=re.compile("|".join(f" {words}(?: |$)" for words in furniture if " " in words)),
    )
