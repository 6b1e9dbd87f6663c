"""Data files of cases are read strictly: a mistyped key, a missing expectation or a name that two have is refused."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest

T = TypeVar("T")


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a data file: it has no keys but these."""


def understood(written: str, form: type[T]) -> T:
    """Return what the text of a data file says."""
    return msgspec.convert(tomllib.loads(written), form)


def read(path: Path, form: type[T]) -> T:
    """Return what a data file says."""
    return understood(path.read_text(encoding="utf-8"), form)


def apart(names: Iterable[str], what: str) -> None:
    """Raise ValueError if two of what a data file has are called by one name."""
    listed = list(names)
    if len(set(listed)) < len(listed):
        raise ValueError(f"two {what} have one name")


def assert_refused(written: str, good: str, bad: str, form: type[T]) -> None:
    """A data file is understood, and is refused with other words in the place of the first that are so."""
    understood(written, form)
    with pytest.raises(msgspec.ValidationError):
        understood(written.replace(good, bad, 1), form)
