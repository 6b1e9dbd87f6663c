from __future__ import annotations

import os
from pathlib import Path

import pytest

from writethru.errors import UsageError
from writethru.settings import Settings, load_settings


@pytest.mark.parametrize("value", ["-1", "nan", "inf", "9" * 25, "x"])
@pytest.mark.parametrize("name", ["PUBLISH__SENTENCES", "CLUSTER__JOIN", "ACQUIRE__MAX_TEXT"])
def test_numbers_that_make_no_sense_are_refused(name: str, value: str) -> None:
    with pytest.raises(UsageError, match="environment"):
        load_settings(None, {f"WRITETHRU_{name}": value})


def test_files_that_are_no_settings_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("x = " + "[" * 5000)
    with pytest.raises(UsageError, match="cannot be read"):
        load_settings(path)
    with pytest.raises(UsageError, match="no file"):
        load_settings(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(UsageError, match="no file"):
            load_settings(tmp_path / "pipe")


def test_the_defaults_are_settings() -> None:
    assert load_settings(None, {}) == Settings()
