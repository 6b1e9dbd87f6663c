"""Tests that make many trials, or wait for a browser, run without a tracer; what the core has of them others run too."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.trials import untraced

HERE = Path(__file__).parent
UNTRACED = (
    "acquire/test_archives.py",
    "acquire/test_fetch_fuzz.py",
    "acquire/test_fetch_guard.py",
    "acquire/test_identity.py",
    "acquire/test_readers_fuzz.py",
    "acquire/test_salvage.py",
    "browsing",
    "cli/test_hostile_input.py",
    "hostile",
    "publish/test_written_anew.py",
)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Run a test with what it needs; coverage, which takes half as long again or twice as long, looks at the others."""
    if not item.path.relative_to(HERE).as_posix().startswith(UNTRACED):
        return (yield)
    with untraced():
        return (yield)
