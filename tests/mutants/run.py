"""Plants each bug of bugs.toml in a copy of the source, and tells whether the tests that are named there catch it.

`make mutants` runs all; `python tests/mutants/run.py NAME...` those that are named. Ends with 1 if one is not caught.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SECONDS = (
    900  # for the tests of one bug; what takes longer is caught only where the bug is one that lets them hang
)
CAUGHT = 1  # what pytest returns when tests failed; anything else but 0 means that they were not run


class Bug(NamedTuple):
    """A planted bug: what stands once in a file, what is put there instead, and which tests should fail."""

    name: str
    file: str
    was: str
    now: str
    tests: list[str]
    endless: bool = False


def bugs() -> list[Bug]:
    """Return the bugs in the order of the file."""
    listed = tomllib.loads((HERE / "bugs.toml").read_text(encoding="utf-8"))
    return [Bug(name, **what) for name, what in listed.items()]


def plant(bug: Bug, source: Path) -> None:
    """Put a bug into a copy of the source; ValueError if its place is not there exactly once."""
    path = source / bug.file
    text = path.read_text(encoding="utf-8")
    if text.count(bug.was) != 1:
        raise ValueError(f"{bug.name}: its place stands {text.count(bug.was)} times in {bug.file}")
    path.write_text(text.replace(bug.was, bug.now), encoding="utf-8")


def is_caught(bug: Bug) -> str:
    """Return "" if the named tests fail with the bug in place, else what happened."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "src"
        shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__"))
        plant(bug, source)
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *bug.tests]
        environment = {**os.environ, "PYTHONPATH": str(source), "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return "" if bug.endless else f"the tests took longer than {SECONDS} s"
    if done.returncode == CAUGHT:
        return ""
    return "no test failed" if not done.returncode else f"the tests did not run: {done.stdout[-300:]}"


def main(names: list[str]) -> int:
    """Plant bugs one by one, say of each whether it was caught, and return 1 if one was not."""
    chosen = [bug for bug in bugs() if not names or bug.name in names]
    missed = 0
    for bug in chosen:
        begun = time.monotonic()
        fault = is_caught(bug)
        missed += bool(fault)
        took = f"{time.monotonic() - begun:4.0f} s"
        print(
            f"{'MISSED' if fault else 'caught'}  {took}  {bug.name}{': ' + fault if fault else ''}",
            flush=True,
        )
    print(f"{len(chosen) - missed} of {len(chosen)} planted bugs caught")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
