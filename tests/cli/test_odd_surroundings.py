"""What a user, a script or a machine can get wrong around a command: full disks, names of the wrong file, times and ends."""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from calling import HARBOUR, NOW

from writethru import Newsroom
from writethru.cli import run
from writethru.errors import UsageError

FULL = Path("/dev/full")  # takes nothing: "No space left on device"
STORED = ["stories", "stories --json", "show STORY", "sources STORY", "search ferry", "check", "schema"]


@pytest.fixture(scope="module")
def kept(kept: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store itself, which is only read here."""
    path = tmp_path_factory.mktemp("odd") / "news.db"
    path.write_bytes(kept)
    return path


def words_of(command: str, store: Path) -> list[str]:
    with Newsroom(store, read_only=True) as room:
        story = room.stories()[0].id
    return [story if word == "STORY" else word for word in command.split()]


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("command", STORED)
def test_output_into_a_full_disk_is_5_and_said(
    command: str, kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = words_of(command, kept)
    with FULL.open("w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        code = run([*given, *([] if command == "schema" else ["--store", str(kept)])])
    assert code == 5
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "writethru: what was to be printed cannot be written: No space left on device; what was kept stays"
    ]


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
def test_errors_into_a_full_disk_keep_their_code(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with FULL.open("w") as full:
        monkeypatch.setattr(sys, "stderr", full)
        assert run(["show", "none", "--store", str(kept)]) == 1
        assert run(["add", "/none", "--store", str(kept), "--now", NOW]) == 1


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
def test_a_copy_never_takes_the_place_of_what_belongs_to_a_store(
    ending: str, kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its log holds what was kept last: a file in its place would lose that."""
    store = tmp_path / "news.db"
    with Newsroom(store) as room:
        room.add(HARBOUR)
        for named in (store, kept):
            beside = store.with_name(store.name + ending)
            before = beside.read_bytes() if beside.exists() else None
            assert run(["backup", str(beside), "--store", str(named), "--force"]) == 1
            assert "this name belongs to the store news.db" in capsys.readouterr().err
            after = beside.read_bytes() if beside.exists() else None
            assert after == before or (
                ending == "-shm" and before and after[:4] == before[:4]
            )  # locks of readers
        assert len(room.stories()) == 2
    with Newsroom(store) as room:
        assert (len(room.stories()), room.check()) == (2, ())


def test_a_list_of_feeds_takes_the_place_of_a_list_only(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, page, feeds = kept.read_bytes(), tmp_path / "page.html", tmp_path / "feeds.opml"
    page.write_text("<html>Dear diary", encoding="utf-8")
    for other in (kept, page):
        assert run(["feed", "export", str(other), "--store", str(kept)]) == 1
        assert "is no list of feeds; name another" in capsys.readouterr().err
    assert (kept.read_bytes(), page.read_text(encoding="utf-8")) == (before, "<html>Dear diary")
    feeds.touch()
    for _ in range(2):
        assert run(["feed", "export", str(feeds), "--store", str(kept)]) == 0
    assert b"<opml" in feeds.read_bytes()
    assert run(["feed", "export", "a\0b", "--store", str(kept)]) == 1


def test_a_list_without_end_is_not_read_for_ever(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (tmp_path / "sparse.opml").open("wb") as sparse:
        sparse.truncate(50_000_000_000)
    for endless in (tmp_path / "sparse.opml", Path("/dev/zero")):
        if endless.exists():
            assert run(["feed", "import", str(endless), "--store", str(tmp_path / "news.db")]) == 1
            assert "has more than 15,000,000 bytes" in capsys.readouterr().err


@pytest.mark.parametrize(
    "when", ["0001-01-01T00:00:00+23:59", "0001-01-01", "9999-12-31T23:59:59-23:59", "9999-12-31"]
)
def test_a_time_at_an_end_of_all_times_is_refused(
    when: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (["update"], ["feed", "import", "x.opml"], ["add", HARBOUR], ["brief", HARBOUR]):
        store = [] if command[0] == "brief" else ["--store", str(tmp_path / "news.db")]
        assert run([*command, *store, "--now", when]) == 1
        assert "give one of the years 2 to 9998" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("when", ["0002-01-01T00:00:00+23:59", "9998-12-31T23:59:59-23:59"])
def test_any_other_time_will_do(when: str, tmp_path: Path) -> None:
    store = ["--store", str(tmp_path / "news.db"), "--now", when]
    opml = tmp_path / "feeds.opml"
    opml.write_text(
        '<opml version="2.0"><body><outline xmlUrl="http://127.0.0.1/feed"/></body></opml>', "utf-8"
    )
    assert run(["feed", "import", str(opml), *store]) == 0
    for command, code in (
        (["feed", "list"], 0),
        (["update", "--all"], 2),
        (["feed", "list"], 0),
        (["add", HARBOUR], (0, 2)),
    ):
        assert run([*command, *store]) in (code if isinstance(code, tuple) else (code,)), command
    assert run(["stories", *store]) == run(["about", "outlet", *store]) == 0


@pytest.mark.parametrize("option", ["--since", "--until"])
@pytest.mark.parametrize("when", ["x", "2031-02-30", "yesterday", "9" * 500])
def test_a_search_by_no_time_is_refused(
    option: str, when: str, kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["search", "ferry", option, when, "--store", str(kept)]) == 1
    assert f"{option[2:]}: '{when[:60]}' is no ISO 8601 time" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["", " ", "\u202e", "a" * 70 + ".example"])
def test_nothing_listens_at_what_is_no_address(
    host: str, kept: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty one, as of a variable that is not set, would let everybody in."""
    uvicorn = pytest.importorskip("uvicorn")
    if not host.strip():

        def run_it(server: object) -> None:
            raise AssertionError("it listens")  # and would not end

        monkeypatch.setattr(uvicorn.Server, "run", run_it)
    assert run(["serve", "--host", host, "--port", "8999", "--store", str(kept)]) == 1
    assert "an address is needed" in (said := capsys.readouterr().err) or "cannot be listened at" in said


@pytest.mark.skipif(sys.platform != "linux", reason="settings lie elsewhere on this system")
@pytest.mark.parametrize(
    "content", [b"[acquire]\nworkers = " + b"9" * 5000, b"a = " + b"[" * 5000, b"\xff\xfe", b"\0"]
)
def test_settings_that_cannot_be_read_are_said(
    content: bytes,
    kept: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path = tmp_path / "writethru" / "settings.toml"
    path.parent.mkdir()
    path.write_bytes(content)
    assert run(["stories", "--store", str(kept)]) == 1
    assert "settings cannot be read" in capsys.readouterr().err
    path.write_bytes(b"\xef\xbb\xbf[acquire]\nworkers = 1\n")  # as some editors write
    assert run(["stories", "--store", str(kept)]) == 0


def test_a_newsroom_is_at_no_end_of_all_times() -> None:
    for when in (datetime.min, datetime.max):
        with pytest.raises(UsageError, match="of the years 2 to 9998"):
            Newsroom(now=when.replace(tzinfo=UTC))


def test_no_input_is_no_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert run(["brief", "-", "--now", NOW]) == 1
