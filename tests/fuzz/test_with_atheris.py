"""The same targets, fuzzed by a fuzzer that sees which lines are reached; in `make soak` alone."""

from __future__ import annotations

import importlib.util
import os
import platform
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).parent.parent.parent
SECONDS = int(os.environ.get("WRITETHRU_FUZZ_SECONDS", "60"))  # of each target

# The version in constraints.txt has wheels for these; there it may not be missing.
WHEELS = (sys.platform, platform.machine()) == ("linux", "x86_64") and sys.version_info[:2] <= (3, 13)

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(
        importlib.util.find_spec("atheris") is None and not WHEELS,
        reason="atheris is not installed: it has no wheel for this Python",
    ),
]


@pytest.mark.parametrize("name", TARGETS)
def test_no_input_that_reaches_more_raises(name: str, tmp_path: Path) -> None:
    done = fuzzed(name, tmp_path / "first")
    if done.returncode == -signal.SIGALRM and not kept(tmp_path / "first"):
        # The fuzzer's own timer ended it, with no input in hand: one that hangs is kept, and has another code.
        done = fuzzed(name, tmp_path / "again")
    found = [piece.read_bytes()[:2000] for folder in tmp_path.iterdir() for piece in kept(folder)]
    assert done.returncode == 0, f"{found}\n{done.stderr[-3000:]}"
    assert "Done " in done.stderr, done.stderr[-500:]


def fuzzed(name: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(filter(None, [str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")]))
    (folder / "reached").mkdir(parents=True)
    return subprocess.run(
        [sys.executable, "-m", "tests.fuzz.with_atheris", name, str(folder / "reached"),
         f"-max_total_time={SECONDS}", f"-artifact_prefix={folder}/"],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, timeout=SECONDS * 4 + 120, check=False,
    )  # fmt: skip


def kept(folder: Path) -> list[Path]:
    """Return the files of inputs that broke or hung the target."""
    return [piece for piece in folder.glob("*-*") if piece.is_file()]
