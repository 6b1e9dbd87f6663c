"""What lists of stories can be filtered by: the outlets, people and places of most stories, kept for a minute."""

from __future__ import annotations

import threading
import time

from writethru.newsroom import Newsroom
from writethru.newsroom.choosing import DISPUTED, PHASES

KINDS = {"outlet": "Outlet", "person": "Person", "place": "Place"}
STATUSES = {**{phase: phase.capitalize() for phase in PHASES}, DISPUTED: "Accounts differ"}
MOST = 60  # of a kind; a longer list is looked through on its own page
# Seconds for which nobody counts anew: which names most stories have changes slowly, and counting reads them all.
UNLOOKED = 60.0

Options = tuple[tuple[str, str], ...]


class Choices:
    """Keeps what can be chosen, counted anew by the request that finds it old."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._options: dict[str, Options] = {}
        self._looked = float("-inf")

    def options(self, room: Newsroom) -> dict[str, Options]:
        """Return for each kind the keys and names of most stories, in the order of the alphabet."""
        with self._lock:
            if time.monotonic() - self._looked >= UNLOOKED:
                self._options = {kind: _options(room, kind) for kind in KINDS}
                self._looked = time.monotonic()
            return {**self._options, "status": tuple(STATUSES.items())}


def _options(room: Newsroom, kind: str) -> Options:
    found, _ = room.names_like(kind, limit=MOST)
    return tuple(sorted(((f.key, f.name) for f in found), key=lambda each: (each[1].casefold(), each[0])))
