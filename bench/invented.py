"""Invented news: tales of events that never happened, each told by many articles, the same from the same seed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

WORDS = Path(__file__).with_name("invented.toml")
# Characters of the names of a tale: equal in all tales, so that one can be told again under other names without
# moving a citation.
LENGTHS = {"place": 9, "near": 9, "firm": 8, "a": 7, "b": 7, "c": 7}
Row = dict[str, str]


@cache
def words() -> dict[str, Any]:
    """Return the words, each list split at its bars."""
    with WORDS.open("rb") as file:
        found = tomllib.load(file)
    return {
        name: [word.strip().replace("\n", " ") for word in value.split("|")]
        if isinstance(value, str)
        else value
        for name, value in found.items()
    }


@cache
def names(length: int) -> tuple[str, ...]:
    """Return all invented names of so many characters, shuffled."""
    given = words()
    made = {
        (first + middle + last).capitalize()
        for first in given["beginnings"]
        for middle in given["middles"]
        for last in given["endings"]
        if len(first + middle + last) == length
    }
    found = sorted(made)
    Random(length).shuffle(found)
    return tuple(found)


def named(number: int) -> dict[str, str]:
    """Return the names of a tale by its number; none is part of another."""
    random = Random(f"names {number}")
    while True:
        chosen = {slot: random.choice(names(length)) for slot, length in LENGTHS.items()}
        low = [name.lower() for name in chosen.values()]
        if not any(one in other for at, one in enumerate(low) for other in low[:at] + low[at + 1 :]):
            return chosen


@dataclass(frozen=True)
class Tale:
    """One event: its number, how many articles tell of it, and when the last of them was published."""

    number: int
    articles: int
    last: datetime

    def rows(self, more: int = 0) -> Iterator[Row]:
        """Yield its articles as rows of JSON Lines, oldest first; and as many `more`, which come later."""
        random = Random(f"tale {self.number}")
        kind = words()["kinds"][self.number % len(words()["kinds"])]
        cast = {**named(self.number), "first": random.choice(words()["firsts"])}
        cast["role"] = random.choice(words()["roles"])
        days = min(10.0, self.articles / 4)
        begun = self.last - timedelta(days=days)
        cast["day"] = words()["days"][begun.weekday()]
        toll = random.randint(2, 30)
        for number in range(self.articles + more):
            at = begun + timedelta(days=days * (number + 1) / self.articles)
            toll += random.random() < 0.2
            numbers = {"n": toll, "m": toll * 3 + number // 8, "k": toll * 40}
            outlet = random.choice(words()["outlets"])
            id = f"{self.number:04}-0000-{number:03}"
            yield {
                "id": id,
                "url": f"https://{outlet.lower().replace(' ', '')}.example/{id}",
                "publisher": outlet,
                "title": random.choice(kind["title"]).format(**cast, **numbers),
                "published": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "text": "\n\n".join(_paragraphs(kind, {**cast, **numbers}, random)),
            }


def _paragraphs(kind: dict[str, list[str]], cast: dict[str, Any], random: Random) -> Iterator[str]:
    """Yield a lead, and paragraphs of what belongs to the event and of what stands around it."""
    yield random.choice(kind["lead"]).format(**cast)
    told = random.sample(kind["body"], k=random.randint(3, len(kind["body"])))
    for sentence in told:
        yield " ".join((sentence.format(**cast), *(_aside(random) for _ in range(random.randint(0, 3)))))


def _aside(random: Random) -> str:
    given = words()
    return (
        f"The {random.choice(given['subjects'])} {random.choice(given['verbs'])} the "
        f"{random.choice(given['adjectives'])} {random.choice(given['objects'])} "
        f"{random.choice(given['places'])} {random.choice(given['reasons'])}."
    )
