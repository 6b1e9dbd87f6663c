"""What a store keeps of people's decisions: who may write, which stories are followed, what is marked as wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from writethru.records import Token, WrongMark


class Decided(Protocol):
    """A part of `Store`: tokens, followed stories and marks."""

    def add_token(self, token: Token) -> bool:
        """Keep a token; return False when there is one of its name, and change nothing."""

    def tokens(self) -> tuple[Token, ...]:
        """Return the tokens that let somebody write, in order of their making."""

    def remove_token(self, name: str) -> bool:
        """Forget a token; return False when there is none of this name."""

    def follow(self, story: str, at: str) -> bool:
        """Keep that a story is followed; return False when it was followed already."""

    def unfollow(self, stories: Iterable[str]) -> bool:
        """Keep that stories are not followed any more; return False when none of them was."""

    def followed(self) -> tuple[str, ...]:
        """Return the ids of the stories that are followed, in order; one may lead to another story by now."""

    def add_mark(self, mark: WrongMark) -> bool:
        """Append what a person says is wrong; return False when it was said already."""

    def marks(self, story: str | None = None, *, after: str = "", most: int = -1) -> tuple[WrongMark, ...]:
        """Return what people said is wrong with a story, or with all; oldest first, after one, at most so many."""
