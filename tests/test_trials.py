"""What is tried where nothing may be missing: nothing is skipped for want of a browser or a package."""

from __future__ import annotations

import importlib
import re
import shutil
from pathlib import Path

import pytest

from tests import trials
from tests.browser import CHROMIUM, NAMES, browser

ROOT = Path(__file__).parent.parent


def test_a_missing_browser_is_none_or_one_that_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert browser(False) is None
    assert browser(True) == NAMES[0]


def test_what_is_missing_fails_where_nothing_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "COMPLETE", False)
    with pytest.raises(pytest.skip.Exception, match="no chromium"):
        trials.do_without("no chromium")
    monkeypatch.setattr(trials, "COMPLETE", True)
    with pytest.raises(pytest.fail.Exception, match="no chromium"):
        trials.do_without("no chromium")


def test_a_change_is_judged_with_nothing_missing() -> None:
    assert re.search(
        r"^export WRITETHRU_COMPLETE=1\nmake test$", (ROOT / ".ci" / "run").read_text(), re.MULTILINE
    )


@pytest.mark.skipif(not trials.COMPLETE, reason="only where nothing may be missing")
@pytest.mark.parametrize(
    "name", ["starlette", "uvicorn", "playwright.sync_api", "axe_playwright_python.base"]
)
def test_what_the_tests_of_the_reading_room_need_is_there(name: str) -> None:
    assert CHROMIUM is not None and shutil.which(CHROMIUM)
    importlib.import_module(name)
