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
        self, kind: str, *, initial: str = "", words: str = "", limit: int = 50, start: int = 0
    ) -> tuple[Name, ...]:
        """Return names of a kind, those in most stories first; only with this initial, or with these words in it."""
        chosen, values = "kind = ?", [kind]
        if initial:
            chosen += " AND key >= ? AND key < ?"
            values += [plain(initial), plain(initial) + "\U0010ffff"]
        if words:
            chosen += " AND (instr(key, ?) OR instr(lower(name), ?))"
            values += [plain(words.casefold())] * 2
        rows = self._rows(
            f"SELECT kind, key, name, stories FROM names WHERE {chosen}"
            " ORDER BY stories DESC, key LIMIT ? OFFSET ?",
            (*values, limit, start),
        )
        return self._read(lambda row: Name(*row), rows)

    def name(self, kind: str, key: str) -> Name | None:
        """Return a name by its kind and key; None where no story has it."""
        query = "SELECT kind, key, name, stories FROM names WHERE kind = ? AND key = ?"
        return next(
            iter(self._read(lambda row: Name(*row), self._rows(query, (plain(kind), plain(key))))), None
        )

    def articles_naming(self, kind: str, key: str, limit: int, start: int = 0) -> tuple[Find, ...]:
        """Return the articles that name somebody or some place, or are of an outlet; those kept last first."""
        rows = self._rows(
            "SELECT p.story, a.id, a.external_id, a.publisher, a.title, a.url, a.published FROM named n"
            " CROSS JOIN articles a ON a.number = n.article CROSS JOIN places p ON p.article = a.id"
            " WHERE n.kind = ? AND n.key = ? ORDER BY n.article DESC LIMIT ? OFFSET ?",
            (kind, plain(key), limit, start),
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
    story, id, external_id, publisher, title, url, published = row
    return Find(
        kind="article", story=story, name="", snippet="", article=id, external_id=external_id,
        publisher=publisher, title=title, url=url, published=published,
    )  # fmt: skip
