"""Fuzzes one target guided by which of our lines its inputs reach: `python -m tests.fuzz.with_atheris NAME FOLDER ...`.

FOLDER keeps the inputs that reached something new; what is behind it is for libFuzzer (`-max_total_time=60`).
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["writethru"]):
    from tests.fuzz.targets import TARGETS, seeds


def main() -> None:
    name, folder, *options = sys.argv[1:]
    logging.disable(logging.CRITICAL)  # what parsers mutter
    for number, content in enumerate(seeds(name)):
        (Path(folder) / f"seed-{number}").write_bytes(content)
    atheris.Setup(
        [sys.argv[0], folder, "-max_len=8192", "-rss_limit_mb=4096", "-timeout=60", *options], TARGETS[name]
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
