"""What each command says when a signal ends it: what was done by then, and the command that goes on."""

from __future__ import annotations

import shlex
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from calling import HARBOUR, NOW, Call

from writethru import Newsroom, pipeline
from writethru.acquire import Fetched
from writethru.cli.interrupts import GENERAL, LONGEST, Interrupted
from writethru.errors import FetchError

UNCHANGED = "the check had not ended, and nothing was changed"
# A command, the method of the newsroom that a signal meets, what was done, and what is added to the command.
SAID = [
    (f"brief {HARBOUR}", "brief", "0 pages and rows were read; `brief` keeps nothing", ""),
    (
        f"add {HARBOUR}",
        "add",
        "0 pages and rows were read, 0 articles added, and what was fetched is kept",
        "",
    ),
    (f"annotate {HARBOUR}", "annotate", "0 articles printed; `annotate` keeps nothing", ""),
    ("update --all", "feeds", "0 feeds read, 0 articles added, and what was fetched is kept", ""),
    ("watch --json", "feeds", "0 feeds read, 0 articles added, and what was fetched is kept", ""),
    ("recheck --all", "recheck", "looked at 0 articles, each kept", " --older-than 1h"),
    ("recheck --all --older-than 1d", "recheck", "looked at 0 articles, each kept", ""),
    ("export --site DIR/site", "site", "0 stories read, and no file written", ""),
    (
        "backup DIR/copy.db",
        "backup",
        "0% was copied, and no copy was made: what is at DIR/copy.db stays as it was",
        "",
    ),
    ("check", "check", "0% was checked; nothing was changed", ""),
    ("doctor", "doctor", UNCHANGED, ""),
    ("verify", "verify", UNCHANGED, ""),
    ("merge one other", "merge", "nothing was changed", ""),
    ("split one article", "split", "nothing was changed", ""),
    ("move article one", "move", "nothing was changed", ""),
    ("undo one", "undo", "nothing was changed", ""),
    ("feed add a.example b.example", "feed_add", "0 of 2 addresses tried, and what was added is kept", ""),
    ("feed check", "feed_check", "0 feeds checked; nothing is kept of it", ""),
    ("feed discover a.example", "feed_discover", "nothing is kept of it", ""),
    ("feed import a.opml", "feed_import", GENERAL, ""),
    ("stories", "stories", GENERAL, ""),
    ("show 'a story'", "show", GENERAL, ""),
]


def stopping(signum: int) -> Any:
    def stopped(*given: object, **named: object) -> None:
        raise Interrupted(signum)

    return stopped


@pytest.mark.parametrize(
    ("command", "method", "done", "more"), SAID, ids=[row[0].split("/")[0] for row in SAID]
)
def test_each_command_says_what_was_done_and_how_to_go_on(
    filled: Call,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    method: str,
    done: str,
    more: str,
) -> None:
    monkeypatch.setattr(Newsroom, method, stopping(signal.SIGTERM))
    command = command.replace("DIR", str(tmp_path))
    ended = filled(*shlex.split(command))
    assert (ended.code, ended.out) == (143, "")
    said = done.replace("DIR", str(tmp_path))
    assert ended.err == f"writethru: interrupted: {said}; to go on: `writethru {command}{more}`\n"


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_each_signal_has_its_exit_code(
    filled: Call, monkeypatch: pytest.MonkeyPatch, name: str, code: int
) -> None:
    if not hasattr(signal, name):
        pytest.skip("no such signal here")

    def raising(*given: object, **named: object) -> None:
        signal.raise_signal(getattr(signal, name))

    monkeypatch.setattr(Newsroom, "stories", raising)
    before = signal.signal(getattr(signal, name), signal.default_int_handler)  # a shell may have it ignored
    try:
        assert filled("stories").code == code
    finally:
        signal.signal(getattr(signal, name), before)


def test_what_was_read_and_added_is_counted(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "place", stopping(signal.SIGINT))
    for command, done in (
        ("add", "4 pages and rows were read, 0 articles added"),
        ("brief", "4 pages and rows"),
    ):
        ended = call(command, HARBOUR, "--now", NOW)
        assert ended.code == 130
        assert f"interrupted: {done}" in ended.err
    monkeypatch.undo()


def test_what_was_added_already_is_counted(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Newsroom, "revise", stopping(signal.SIGINT))
    ended = call("add", HARBOUR, "--now", NOW)
    assert ended.code == 130
    assert "4 pages and rows were read, 4 articles added" in ended.err


def test_an_act_that_was_done_is_not_asked_for_again(
    filled: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Interrupted when it is kept and its pages are not written: they are written, and it can be taken back."""
    ferries, museum = (line.split("\t")[0] for line in filled("stories").out.splitlines())
    revise, times = Newsroom.revise, []

    def once(self: Newsroom, stories: Any) -> Any:
        times.append(1)
        if len(times) == 1:
            raise Interrupted(signal.SIGTERM)
        return revise(self, stories)

    monkeypatch.setattr(Newsroom, "revise", once)
    store = str(tmp_path / "own.db")
    ended = filled("merge", museum, ferries, "--store", store)
    back = f"writethru undo {museum} --store {store}"
    assert ended.code == 143
    assert ended.err == (
        "writethru: interrupted: it was done all the same, and the pages are written:"
        f" see story {museum}; to take it back: `{back}`\n"
    )
    with Newsroom(store, read_only=True) as room:
        assert room._store.behind() == ()
        page = room._store.current_page(museum)
        assert page is not None and page.counts.articles == 4
    assert filled(*shlex.split(back)[1:]).code == 0
    assert len(filled("stories").out.splitlines()) == 2


def test_a_command_of_very_many_words_is_not_said_again() -> None:
    many = [f"page{number}.html" for number in range(LONGEST)]
    assert Interrupted(done="so much").said(["add", *many]) == (
        "interrupted: so much; the same command goes on from there"
    )
    assert (
        Interrupted(more=("--older-than", "1h")).said(["recheck", *many]).endswith(", with --older-than 1h")
    )
    assert Interrupted().said(["add", "my page.html"]).endswith("to go on: `writethru add 'my page.html'`")


def test_a_backup_that_has_its_name_is_said_to_be_made(
    filled: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = Newsroom.backup

    def late(self: Newsroom, *given: Any, **named: Any) -> None:
        backup(self, *given, **named)
        raise Interrupted(signal.SIGTERM)

    monkeypatch.setattr(Newsroom, "backup", late)
    ended = filled("backup", str(tmp_path / "copy.db"))
    assert ended.code == 143
    assert "the copy was made, and " in ended.err


class Killed(BaseException):
    """The process is gone."""


def killed(*given: object, **named: object) -> None:
    raise Killed


def gone(url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
    raise FetchError(f"{url} answered 410", "status", status=410)


@pytest.mark.parametrize("what", ["merge into the later", "merge into the earlier", "recheck"])
def test_what_is_killed_before_its_pages_are_written_has_them_written_by_what_comes_next(
    kept: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """That pages are behind is kept with what they do not tell yet."""
    store, noon = tmp_path / "own.db", datetime(2031, 5, 15, 12, tzinfo=UTC)
    store.write_bytes(kept)
    with Newsroom(store, now=noon, fetch=gone) as room:
        ids = [story.id for story in room.stories()][:: -1 if "later" in what else 1]
        article = next(a.id for s in room.stories() for a in s.articles if a.url)
        monkeypatch.setattr(Newsroom, "revise", killed)
        with pytest.raises(Killed):
            list(room.recheck(article)) if what == "recheck" else room.merge(ids)
        monkeypatch.undo()
    with Newsroom(store, now=noon) as room:
        behind = room._store.behind()
        assert behind == ((room.story_of(article).id,) if what == "recheck" else (ids[0],))
        room.add(HARBOUR)
        assert room._store.behind() == ()
        assert room.check() == ()
        page = room._store.current_page(behind[0])
        assert page is not None
        assert page.counts.articles == (3 if what == "recheck" else 4)
