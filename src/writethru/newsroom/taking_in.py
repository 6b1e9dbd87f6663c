"""Taking in: sources read, and their articles kept."""

from __future__ import annotations

from collections.abc import Iterator

from writethru.newsroom import intake
from writethru.newsroom.desk import Desk, Sources
from writethru.newsroom.intake import Progress
from writethru.newsroom.recognising import recognise
from writethru.newsroom.reports import (
    Report,
)
from writethru.records import (
    AnnotatedArticle,
    Capture,
    Problem,
)


class TakingIn(Desk):
    """Reads sources and keeps their articles."""

    def add(self, sources: Sources, *, progress: Progress | None = None) -> Report:
        """Read sources and keep their articles; what is known already changes nothing.

        A batch is taken in order of (published, id), so that the order of sources does not matter.
        Bad input is among the problems of the report, and the rest goes on.
        """
        progress = progress or _silent
        found, problems = intake.read_captures(self._collect(sources), self._store, self.settings, progress)
        found = recognise(found, self._store)
        new, known, repeated = intake.sort_out(found, self._store)
        placed = intake.place_in_order(new, self._store, self.settings, progress)
        kept = [id for batch in placed for id in intake.keep(*batch, self._store)]
        others = {article.id for article, _ in new} - set(kept)  # which another process kept meanwhile
        known += sorted(others)
        problems += repeated
        of_articles = {p for _, theirs in (*found, *new) for p in theirs}
        if loose := [p for p in problems if p not in of_articles]:
            self._store.add_problems(loose)
        stories = tuple(dict.fromkeys(self._store.story_of(id) or "" for id in kept))
        return Report(tuple(kept), tuple(known), stories, tuple(problems))

    def annotate(self, sources: Sources) -> Iterator[AnnotatedArticle | Problem]:
        """Read sources and yield each article with all that was found in it, in the order given."""
        from writethru.pipeline import read

        for item in self._collect(sources):
            document, problems = read(item, self.settings) if isinstance(item, Capture) else (None, (item,))
            if document is not None:
                yield document
            yield from problems


def _silent(step: str, where: str) -> None:
    pass
