from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from machine import Machine, shim


@pytest.fixture(scope="session")
def machine() -> Iterator[Machine]:
    """A machine whose processes are killed."""
    if not hasattr(os, "fork"):
        pytest.skip("processes are forked here")
    with Machine() as started:
        yield started


@pytest.fixture(scope="session")
def failing() -> Iterator[Machine]:
    """A machine whose disk is logged and fails."""
    if isinstance(reason := shim(), str):
        pytest.skip(reason)
    with Machine(disk=True) as started:
        yield started
