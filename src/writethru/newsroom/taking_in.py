"""Taking in: sources read, and their articles kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from writethru.newsroom import intake, runs
from writethru.newsroom.captures import Progress, extracted
from writethru.newsroom.desk import Desk, Sources
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
        Bad input is among the problems of the report, and the rest goes on. What an interrupted run has
        kept and not read is read first; what it has fetched within the hour is not fetched again.
        """
        with runs.begun(self._store, self.now) as run:
            fetch = run.fetch(self._get) if self._keeps else self._get
            return self._publish(self._take_in(self._collect(sources, fetch), progress or silent, run))

    def _publish(self, report: Report) -> Report:
        """Do what follows from a report, before the run that it is of has ended; return it with what went wrong."""
        return report

    def _take_in(
        self, items: Iterable[Capture | Problem], progress: Progress, run: runs.Run | None = None
    ) -> Report:
        if run is not None:
            return intake.take_in(items, self._store, self.settings, progress, run)
        with runs.begun(self._store, self.now) as own:
            return intake.take_in(items, self._store, self.settings, progress, own)

    def annotate(self, sources: Sources) -> Iterator[AnnotatedArticle | Problem]:
        """Read sources and yield each article with all that was found in it, in the order given."""
        from writethru.annotate import annotate

        for _, article, problems, _ in extracted(self._collect(sources), self.settings):
            if article is not None:
                yield annotate(article)
            yield from problems


def silent(step: str, where: str) -> None:
    """Say nothing of progress."""
