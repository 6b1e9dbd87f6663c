"""Adds sources to a store in a process of its own, a few articles at a time, when others are ready to do so too.

Arguments: the store, a file that appears when it may begin, how many articles go together, sources.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from writethru import Newsroom
from writethru.newsroom import captures


def main() -> None:
    store, start, together, *sources = sys.argv[1:]
    captures.BATCH = int(together)
    with Newsroom(store, now=datetime(2031, 3, 20, tzinfo=UTC)) as room:
        Path(f"{start}.{sources[0].rpartition('/')[2]}").touch()
        while not Path(start).exists():
            time.sleep(0.005)
        report = room.add(sources)
    print(len(report.added), len(report.known))


if __name__ == "__main__":
    main()
