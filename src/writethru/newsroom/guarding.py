"""Guarding what is kept: whether it holds together, copies of it, and the health of the whole."""

from __future__ import annotations

from pathlib import Path

from writethru.newsroom.desk import Desk
from writethru.newsroom.reports import Health
from writethru.store import Counted, uncounted


class Guarding(Desk):
    """The part of a newsroom that looks after its store."""

    def check(self, *, quick: bool = False, progress: Counted = uncounted) -> tuple[str, ...]:
        """Return one line for everything in the store that does not hold together; `quick` reads no record."""
        return self._store.check(quick=quick, progress=progress)

    def backup(
        self,
        file: str | Path,
        *,
        force: bool = False,
        salvage: bool = False,
        progress: Counted = uncounted,
    ) -> tuple[str, ...]:
        """Copy the store into a new file, which is a complete store, while others may write.

        With `force` a file of this name is replaced. With `salvage` the copy has all that can be read of a
        damaged store; returns a line for all that was lost, so none without it.
        """
        if salvage:
            return self._store.salvage(str(file), overwrite=force, progress=progress)
        self._store.backup(str(file), overwrite=force, progress=progress)
        return ()

    def doctor(self, *, thorough: bool = True) -> Health:
        """Return versions, settings and what is wrong with the store; `thorough` reads all of it."""
        from writethru.newsroom.health import examine

        return examine(self._store, self.settings, thorough=thorough)
