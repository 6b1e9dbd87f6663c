from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")

from writethru.errors import StoreLocked
from writethru.web.lately import MOST, Lately


def test_what_was_made_is_given_again_for_its_seconds_and_no_longer() -> None:
    clock, made = [100.0], []
    lately = Lately(10, lambda: clock[0])

    def make() -> str:
        made.append(clock[0])
        return f"made at {clock[0]:g}"

    found = []
    for clock[0] in (100.0, 105.0, 109.9, 110.0, 119.0, 130.0):
        found.append(lately.get("a", make))
    assert found == ["made at 100"] * 3 + ["made at 110"] * 2 + ["made at 130"]
    assert lately.get("b", make) == "made at 130" and len(made) == 4


def test_only_the_last_few_are_kept() -> None:
    lately, made = Lately(), []
    for key in (*range(MOST), 0, MOST, 0, 1):
        lately.get(key, lambda key=key: str(made.append(key)))
    assert made == [*range(MOST), MOST, 1]


def test_many_who_ask_at_once_have_it_made_once_and_a_fault_is_not_kept() -> None:
    lately, made = Lately(), []

    def slowly() -> str:
        made.append(threading.get_ident())
        time.sleep(0.05)
        return "feed"

    def fails() -> str:
        raise StoreLocked("busy")

    with pytest.raises(StoreLocked):
        lately.get("a", fails)
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: lately.get("a", slowly), range(8))) == {"feed"}
    assert len(made) == 1
