"""What a server says on standard error while it runs."""

from __future__ import annotations

import logging

import pytest

from writethru.cli.noting import AGAIN, MOST, Noting, noting

log = logging.getLogger("writethru.web")


def test_what_is_logged_is_said_on_one_harmless_line_as_long_as_it_runs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    level = log.level
    with noting():
        log.info("night desk: %s", "merge\n\x1b[31mred")
        log.debug("not this")
        try:
            raise RuntimeError("broken\npipe")
        except RuntimeError:
            log.exception("an errand failed")
    log.error("nobody listens")
    first, second = capsys.readouterr().err.splitlines()
    assert first == "writethru: night desk: merge [31mred"
    assert second.startswith("writethru: an errand failed: RuntimeError: broken pipe (")
    assert "test_noting.py:" in second
    assert log.level == level and not any(isinstance(h, Noting) for h in log.handlers)


def test_the_same_trouble_is_said_once_a_minute(capsys: pytest.CaptureFixture[str]) -> None:
    now = 0.0
    handler = Noting(lambda: now)

    def note(line: str, level: int = logging.ERROR) -> int:
        handler.emit(logging.LogRecord("x", level, "", 0, line, None, None))
        return len(capsys.readouterr().err.splitlines())

    assert [note("gone"), note("gone"), note("other"), note("gone")] == [1, 0, 1, 0]
    assert [note("desk: follow", logging.INFO) for _ in range(2)] == [1, 1], (
        "what was done twice is said twice"
    )
    now += AGAIN
    assert [note("gone"), note("gone")] == [1, 0]
    for n in range(MOST * 3):
        assert note(str(n)) == 1
    assert len(handler._said) == MOST
