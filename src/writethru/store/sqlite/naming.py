"""Looking up outlets, people, places and organisations: lists of them, and what each is known by."""

from __future__ import annotations

from typing import Any

from writethru.store.finds import Find, Name, Reporting
from writethru.store.rows import plain
from writethru.store.sqlite.filing import FiledPassages
from writethru.store.sqlite.finding import Finding


class Naming(FiledPassages, Finding):
    """The part of a store that knows names."""

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
        chosen = "kind = ?"
        values: list[Any] = [kind]
        if after:
            chosen += " AND stories <= ? AND (stories < ? OR key > ?)"
            values += [after[0], after[0], plain(after[1])]
        if initial:
            chosen += " AND key >= ? AND key < ?"
            values += [plain(initial), plain(initial) + "\U0010ffff"]
        if words:
            chosen += " AND (instr(key, ?) OR instr(lower(name), ?))"
            values += [plain(words.casefold())] * 2
        rows = self._rows(
            f"SELECT kind, key, name, stories FROM names WHERE {chosen} ORDER BY stories DESC, key LIMIT ?",
            (*values, limit),
        )
        return self._read(lambda row: Name(*row), rows)

    def name(self, kind: str, key: str) -> Name | None:
        """Return a name by its kind and key; None where no story has it."""
        query = "SELECT kind, key, name, stories FROM names WHERE kind = ? AND key = ?"
        return next(
            iter(self._read(lambda row: Name(*row), self._rows(query, (plain(kind), plain(key))))), None
        )

    def articles_naming(self, kind: str, key: str, limit: int, before: int = 0) -> tuple[Find, ...]:
        """Return the articles that name somebody or some place, or are of an outlet; those kept last first.

        With `before` only those that were kept before the one with this number.
        """
        behind = " AND n.article < ?" if before else ""
        rows = self._rows(
            "SELECT p.story, a.id, a.external_id, a.publisher, a.title, a.url, a.published, n.article FROM named n"
            " CROSS JOIN articles a ON a.number = n.article CROSS JOIN places p ON p.article = a.id"
            f" WHERE n.kind = ? AND n.key = ?{behind} ORDER BY n.article DESC LIMIT ?",
            (kind, plain(key), *([before] if before else []), limit),
        )
        return self._read(_listed, rows)

    def count_naming(self, kind: str, key: str) -> int:
        """Return how many texts of articles name somebody or some place, or are of an outlet."""
        return int(
            self._value("SELECT count(*) FROM named WHERE kind = ? AND key = ?", (plain(kind), plain(key)))
        )

    def reporting(self, outlet: str) -> Reporting:
        """Return what the articles of an outlet, by its key, were in the stories that have a page."""
        query = (
            "SELECT coalesce(sum(firsts), 0), coalesce(sum(own), 0), coalesce(sum(copies), 0), count(*)"
            " FROM facets WHERE kind = 'outlet' AND key = ?"
        )
        return self._read(lambda row: Reporting(*row), self._rows(query, (plain(outlet),)))[0]


def _listed(row: tuple[Any, ...]) -> Find:
    story, id, external_id, publisher, title, url, published, number = row
    return Find(
        kind="article", story=story, name="", snippet="", article=id, external_id=external_id,
        publisher=publisher, title=title, url=url, published=published, number=number,
    )  # fmt: skip
