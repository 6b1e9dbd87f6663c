"""Who reads what a command prints goes away, as `head -1` does: nothing is said of it, and what is to be done is done."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from calling import HARBOUR, NOW, commands

from writethru import Newsroom
from writethru.cli import run
from writethru.newsroom import Rechecked
from writethru.records import Recheck, Visit

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes close otherwise there")

# A line for each command; a new one fails until it has its own.
PRINTING = {
    "brief": f"brief {HARBOUR} --now {NOW}",
    "add": f"add {HARBOUR} --now {NOW}",
    "update": "update",
    "stories": "stories",
    "show": "show STORY",
    "history": "history STORY",
    "diff": "diff STORY",
    "timeline": "timeline STORY",
    "claims": "claims STORY",
    "sources": "sources STORY",
    "search": "search ferry",
    "about": "about outlet",
    "article": "article ARTICLE",
    "recheck": "recheck --all",
    "export": "export --site DIR/site",
    "why": "why STORY",
    "merge": "merge STORY OTHER",
    "split": "split STORY ARTICLE",
    "move": "move ARTICLE OTHER",
    "undo": "undo STORY",
    "follow": "follow STORY",
    "unfollow": "unfollow STORY",
    "followed": "followed",
    "marks": "marks",
    "verify": "verify",
    "annotate": f"annotate {HARBOUR}",
    "schema": "schema",
    "backup": "backup DIR/copy.db",
    "check": "check",
    "doctor": "doctor",
    "feed list": "feed list",
    "feed export": "feed export -",
    "token add": "token add desk",
    "token list": "token list",
}
# They print what was printed by others here, ask outlets first, or run until they are stopped.
ELSEWHERE = {
    "watch",
    "serve",
    "feed add",
    "feed remove",
    "feed check",
    "feed raw",
    "feed discover",
    "feed import",
    "token remove",
}


class Unread:
    """Standard output that leads into a pipe of which nobody has the other end."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        end, ours = os.pipe()
        os.close(end)
        self.stream = os.fdopen(ours, "w")
        monkeypatch.setattr(sys, "stdout", self.stream)


@pytest.fixture
def store(kept: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "news.db"
    path.write_bytes(kept)
    monkeypatch.setenv("WRITETHRU_STORE", str(path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return path


def test_every_command_is_here() -> None:
    mine = set(PRINTING) | ELSEWHERE
    assert {name for name in commands() if not name.startswith("mark ")} == mine


@pytest.mark.parametrize("name", PRINTING)
def test_nothing_is_said_of_a_closed_pipe(
    name: str, store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Newsroom(store, read_only=True) as room:
        story, other = room.stories()
    meant = {"STORY": story.id, "OTHER": other.id, "ARTICLE": story.articles[0].id}
    words = [meant.get(word, word.replace("DIR", str(store.parent))) for word in shlex.split(PRINTING[name])]
    if name == "recheck":
        monkeypatch.setattr(Newsroom, "recheck", lambda *given, **named: iter(()))
    if before := {"undo": ["merge", story.id, other.id], "unfollow": ["follow", story.id]}.get(name):
        assert run(before) == 0
    capsys.readouterr()
    unread = Unread(monkeypatch)
    assert run(words) in (0, 1 if name in ("update", "diff") else 2)
    unread.stream.close()
    said = capsys.readouterr().err
    assert "Traceback" not in said and "ipe" not in said
    with Newsroom(store, read_only=True) as room:
        assert room.check() == ()
        assert len(room.stories()) == (1 if name in ("merge",) else 2 if name != "split" else 3)


def test_an_update_is_made_to_its_end_and_a_watch_stops(
    store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done: list[int] = []

    def visits(*given: Any, **named: Any) -> Iterator[Visit]:
        for number in range(3):
            yield Visit(
                feed=f"https://a{number}.example/feed.xml", title="A", outcome="unchanged", health="well"
            )
            done.append(number)

    monkeypatch.setattr(Newsroom, "feeds", lambda self: (1,))
    monkeypatch.setattr(Newsroom, "update", visits)
    monkeypatch.setattr(Newsroom, "watch", visits)
    for words in (["update"], ["update", "--json"]):
        unread = Unread(monkeypatch)
        assert run(words) == 0
        unread.stream.close()
    assert done == [0, 1, 2, 0, 1, 2]
    unread = Unread(monkeypatch)
    assert run(["watch", "--store", str(store)]) == 0
    unread.stream.close()
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "writethru: nobody reads any more what it prints",
        "writethru: stopped; what was read is kept (1 feed read, 0 articles added);"
        f" to go on: `writethru watch --store {store}`",
    ]
    assert len(done) == 6  # at the first thing that it could not tell


def test_a_recheck_is_made_to_its_end(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []

    def looks(*given: Any, **named: Any) -> Iterator[Rechecked]:
        for number in range(3):
            yield Rechecked(
                f"{number}", None, None, "A", "B", None, Recheck(f"{number}", NOW, "unchanged"), "story"
            )
            done.append(number)

    monkeypatch.setattr(Newsroom, "recheck", looks)
    unread = Unread(monkeypatch)
    assert run(["recheck", "--all"]) == 0
    unread.stream.close()
    assert done == [0, 1, 2]


def test_all_files_of_a_brief_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unread = Unread(monkeypatch)
    assert run(["brief", HARBOUR, "--now", NOW, "--out", str(tmp_path / "pages")]) == 0
    unread.stream.close()
    assert len(list((tmp_path / "pages").iterdir())) == 2
