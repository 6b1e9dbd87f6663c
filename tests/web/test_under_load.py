"""The reading room asked by a schedule from another process while articles come: `bench reading_room`, small."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

pytest.importorskip("uvicorn", reason="the reading room needs the extra web")

from bench import full_store
from bench.reading_room import measured
from tests.trials import trials
from writethru.store import open_store

STORIES, TALES = trials(120, 2_000), trials(8, 48)
MOST = 200  # times as long as the bare framework: a machine that is busy with other tests is no fault


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("load")
    return full_store.ready(folder, articles=STORIES * 4, stories=STORIES, tales=TALES, now=datetime.now(UTC))


def test_a_store_of_copies_is_whole(store: tuple[Path, Path]) -> None:
    with open_store(str(store[0]), read_only=True) as kept:
        census = kept.census()
        assert (census.stories, len(kept.cards())) == (STORIES, STORIES)
        assert census.articles > STORIES * 2
        assert kept.check() == ()
        told = [document.article for story in kept.cards() for document in kept.documents(story.story)]
        assert len({article.text for article in told}) > 0.99 * len(told)


def test_nothing_fails_under_load_and_nothing_takes_long(store: tuple[Path, Path]) -> None:
    found = measured(*store, seconds=trials(5, 120), rate=25, times=4)
    server = found["server"]
    assert server["errors"] == 0
    assert server["requests"] >= trials(5, 120) * 20 and server["added"] > 0
    for kind in ("front", "story", "search", "article", "api-stories"):
        assert found[kind]["n"] > 0
        assert found[kind]["p50_ms"] < MOST * max(found["bare"]["p50_ms"], 1.0), (kind, found)
    assert server["mb_last"] < server["mb_first"] + 100
