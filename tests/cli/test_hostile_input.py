"""Files that are odd, broken or mean: every command that reads them keeps what can be read and says what cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from calling import NOW, Call, Outcome
from hostile_files import FILES, GIVEN

NOTHING = "nothing could be read; a source is a page, a feed, a JSON Lines file or a folder of these"


@pytest.mark.parametrize("name", FILES)
def test_hostile_input_is_read_or_named(call: Call, tmp_path: Path, name: str) -> None:
    file, folder = FILES[name], tmp_path / "in"
    folder.mkdir()
    (folder / name).write_bytes(GIVEN[name])
    for command in ("annotate", "brief", "add"):
        done = call(command, str(folder), "--now", NOW)
        assert done.code == file.code, command
        nothing = (NOTHING,) if command == "brief" and not file.kept else ()
        says_all(done, (*file.said, *nothing))
        printed = done.out + done.err
        assert not [
            sign for sign in printed if (sign < " " and sign not in "\t\n") or "\x7f" <= sign <= "\x9f"
        ]
        if command == "annotate":
            assert len([json.loads(line) for line in done.out.splitlines()]) == file.kept
        if command == "add":
            assert done.out.startswith(f"{file.kept} added in ")


def says_all(done: Outcome, said: tuple[str, ...]) -> None:
    """Each line of the errors says one of these, and each of these is said by one."""
    lines = done.err.splitlines()
    assert all(line.startswith("writethru: ") for line in lines)
    assert [sum(words in line for line in lines) for words in said] == [1] * len(said), lines
    assert len(lines) == len(said), lines


def test_a_folder_of_everything_hostile_is_read_to_its_end(call: Call, tmp_path: Path) -> None:
    for name, given in GIVEN.items():
        (tmp_path / name).write_bytes(given)
    (tmp_path / "loop.html").symlink_to(tmp_path / "loop.html")
    (tmp_path / "up").symlink_to(tmp_path)
    text = "The county of Lorne paid half of the repair, the council said. " * 5
    good = {"id": "good", "title": "The last one", "published": "2031-03-04", "text": text}
    (tmp_path / "zz-good.jsonl").write_text(json.dumps(good))
    done = call("add", str(tmp_path), "--now", NOW)
    assert done.code == 2
    assert "The last one" in call("article", "good").out
    assert call("doctor").out.endswith("all is well\n")
    assert call("verify").code == 0
