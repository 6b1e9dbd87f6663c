"""What can be asked of a store by words and by names: the part of its protocol that searches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from writethru.store.finds import Filing, Find, FindKind, Name, Reporting, Wanted


class Searched(Protocol):
    """What is searched, and what is found; errors are those of every method of a store."""

    def file_passages(self, filings: Iterable[Filing]) -> None:
        """Put what there is to be found of stories in place of what there was of the same kinds."""

    def unfiled(self) -> tuple[tuple[str, bool], ...]:
        """Return the stories of which something cannot be found yet; True where only its claims cannot."""

    def find(self, kind: FindKind, wanted: Wanted, limit: int, start: int = 0) -> tuple[Find, ...]:
        """Return what has all words, from the one at `start` on: stories and articles best first, others newest first.

        Of very many only the newest are looked at.
        """

    def last_searched(self) -> tuple[int, int]:
        """Return the numbers of the article and the passage that were kept last: what is searched up to now."""

    def told_by(self, kind: FindKind, name: tuple[str, str], limit: int, before: int = 0) -> tuple[Find, ...]:
        """Return the claims or quotations of somebody by kind and key, the newest first; those kept before a number."""

    def names(
        self,
        kind: str,
        *,
        initial: str = "",
        words: str = "",
        limit: int = 50,
        after: tuple[int, str] | None = None,
    ) -> tuple[Name, ...]:
        """Return names of a kind, those in most stories first; only with this initial, or with these words in it.

        `after` is how many stories the last one that is known has, and its key.
        """

    def name(self, kind: str, key: str) -> Name | None:
        """Return a name by its kind and key; None where no story has it."""

    def articles_naming(self, kind: str, key: str, limit: int, before: int = 0) -> tuple[Find, ...]:
        """Return the articles that name somebody or some place, or are of an outlet; those kept last first.

        With `before` only those that were kept before the one with this number.
        """

    def count_naming(self, kind: str, key: str) -> int:
        """Return how many texts of articles name somebody or some place, or are of an outlet."""

    def reporting(self, outlet: str) -> Reporting:
        """Return what the articles of an outlet, by its key, were in the stories that have a page."""
