"""Keeping what was fetched before it is looked at, and what came of each capture: runs can be taken up again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from writethru.records import Capture, Problem
from writethru.store.entries import Answer, Reading
from writethru.store.rows import answer_of, answer_row, capture_of, capture_row, optional, plain
from writethru.store.sqlite.keeping import Keeping

# Of an address the newest answer is kept, and each that holds another page. What is no text and became no
# article (a picture, a PDF) is not kept beyond its run.
_OUTDATED = (
    "DELETE FROM answers WHERE number IN (SELECT a.number FROM answers b"
    " JOIN answers a ON a.asked = b.asked AND a.number < b.number"
    " WHERE b.run = ?1 AND (a.run = ?1 OR a.run NOT IN (SELECT number FROM runs))"
    " AND (a.capture IS NULL OR a.capture = b.capture))",
    "UPDATE answers SET content = NULL WHERE run = ?1 AND content IS NOT NULL AND media_type <> ''"
    " AND media_type NOT LIKE 'text/%' AND media_type NOT LIKE '%xml%' AND media_type NOT LIKE '%json%'",
)


class Readings(Keeping):
    """The part of a store that remembers runs, answers, and what captures became."""

    def start_run(self, token: str) -> int:
        """Begin a run of who is known by `token`; return its number."""
        with self._writing():
            number = self._connection.execute("INSERT INTO runs (token) VALUES (?)", (token,)).lastrowid
        return int(number or 0)

    def open_runs(self) -> dict[int, str]:
        """Return the runs that were begun and not ended, with their tokens."""
        return {int(number): str(token) for number, token in self._rows("SELECT number, token FROM runs")}

    def end_runs(self, numbers: Iterable[int]) -> None:
        """End runs of which nothing is left to be done, and drop the answers that newer ones replace."""
        with self._writing():
            for number in numbers:
                for statement in _OUTDATED:
                    self._connection.execute(statement, (number,))
                self._connection.execute("DELETE FROM runs WHERE number = ?", (number,))

    def keep_answers(self, run: int, answers: Iterable[tuple[str, Answer]]) -> None:
        """Keep what addresses answered, in a run, before anything looks at it."""
        rows = [(run, *answer_row(asked, answer)) for asked, answer in answers]
        with self._writing():
            self._connection.executemany(
                "INSERT INTO answers (run, asked, url, media_type, at, head, sha256, content)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )

    def answer(self, asked: str, runs: Iterable[int]) -> Answer | None:
        """Return the last answer of an address in one of these runs."""
        chosen = tuple(runs)
        rows = self._rows(
            "SELECT a.url, a.media_type, a.at, a.head, coalesce(a.content, c.content) FROM answers a"
            " LEFT JOIN captures c ON c.id = a.capture"
            f" WHERE a.asked = ? AND a.run IN ({', '.join('?' * len(chosen))}) ORDER BY a.number DESC LIMIT 1",
            (plain(asked), *chosen),
        )
        return next(iter(self._read(answer_of, [row for row in rows if row[-1] is not None])), None)

    def add_captures(self, captures: Iterable[Capture], run: int | None = None) -> int:
        """Keep raw bytes as they came, in a run; return how many were not known.

        The answer that held them gives them up.
        """
        given = list(captures)
        rows = [(*capture_row(capture), run) for capture in given]
        holders = [
            (row[0], row[2], hashlib.sha256(capture.content).hexdigest())
            for row, capture in zip(rows, given, strict=True)
            if capture.url is not None and run is not None
        ]
        insert = (
            "INSERT OR IGNORE INTO captures (id, place, url, media_type, retrieved, hints, content, run)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        )
        with self._writing():
            new = sum(self._connection.execute(insert, row).rowcount for row in rows)
            self._connection.executemany(
                "UPDATE answers SET capture = ?, content = NULL, seal = NULL WHERE url = ? AND sha256 = ?"
                " AND capture IS NULL",
                holders,
            )
        return new

    def unread(
        self, reader: str, living: Iterable[int] = (), before: int | None = None
    ) -> Iterator[tuple[str, Capture]]:
        """Yield the captures, with their ids, of which nothing came yet; not those of runs that are going on.

        Nor those of runs that began later than `before`: who asks began before them.

        What ended the process that read it counts as unread to another version of the reader.
        """
        others = tuple(living)
        query = (
            "SELECT c.number, c.id, c.place, c.url, c.media_type, c.retrieved, c.hints, c.content"
            " FROM captures c LEFT JOIN readings r ON r.capture = c.id"
            " WHERE c.number > ? AND (r.capture IS NULL OR (r.lost AND r.reader <> ?))"
            f" AND (c.run IS NULL OR (c.run NOT IN ({', '.join('?' * len(others))}) AND c.run <= coalesce(?, c.run)))"
            " ORDER BY c.number LIMIT ?"
        )
        for id, *row in self._walk(query, (plain(reader), *others, before)):
            yield str(id), self._read(capture_of, [tuple(row)])[0]

    def add_readings(self, readings: Iterable[Reading]) -> None:
        """Keep what came of captures; problems of those that gave no article are kept too."""
        given = list(readings)
        rows = [(r.capture, optional(r.article), plain(r.reader), r.lost) for r in given]
        with self._writing():
            self._connection.executemany(
                "INSERT INTO readings (capture, article, reader, lost) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (capture) DO UPDATE SET article = excluded.article, reader = excluded.reader,"
                " lost = excluded.lost, seal = NULL",
                rows,
            )
            problems: list[Problem] = [p for r in given if r.article is None for p in r.problems]
            self._insert_problems(problems, None)
