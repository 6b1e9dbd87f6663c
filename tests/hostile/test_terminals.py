"""No command lets a control sequence, a faked line or a formula of an article reach a terminal or a pipe."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from terminal_cases import ATTACK, CASES, FOUND, Formula, Sequence, Terminals

from tests.data_files import assert_refused
from writethru.cli import printing

DRIVER = Path(__file__).parent / "every_command.py"
WITH_TESTS = {"PYTHONPATH": str(DRIVER.parent.parent.parent)}  # so that it finds what it imports of them
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb]"
)
# What rich writes for bold, dim, italic, underlined and cyan, and how it draws the line that counts.
OWN = re.compile(r"\x1b\[(?:0|[1-4]|1;[34]|36|3?[2-6])m|\x1b\[\?25[lh]|\x1b\[[12]A|\x1b\[2K")

FIELDS = {
    "stories": 6,
    "timeline": 2,
    "claims": 8,
    "sources": 8,
    "search": 9,
    "why": 7,
}  # of a line in a pipe


def rows() -> str:
    told = (
        "The old mill at Tarn was sold on Monday for {} million crowns, Mayor Ida Holt said. "
        "Police said {} people had been hurt when a wall of the mill fell on Tuesday.\n\n"
        "The sale was opposed by the Tarn Society. “It is a {} loss for the town,” said its chair, Olav Brekk.\n\n"
    )
    found = []
    for number in range(4):
        fields = {
            name: f"{name} {ATTACK} {number}"
            for name in ("title", "publisher", "byline", "section", "subtitle", "id")
        }
        text = (
            told.format(2 + number, 4 + 3 * number, ATTACK) + f"{ATTACK} said Mayor {ATTACK} Holt on Monday."
        )
        title = f"The old mill at Tarn is sold {ATTACK} for {2 + number} million"
        url = f"https://news{number}.example/{ATTACK}"
        found.append(
            fields | {"title": title, "text": text, "url": url, "published": f"2031-03-0{4 + number}"}
        )
    found[1]["title"] = f"{FOUND.opening.title} {found[1]['title']}"
    for row, publisher in zip(found[2:], FOUND.opening.publishers, strict=True):
        row["publisher"] = f"{publisher} {ATTACK}"
    return "\n".join(map(json.dumps, [*found, {"text": "x", "title": ATTACK}, {"id": ATTACK}]))


@pytest.fixture(params=[pytest.param("cleaned", marks=pytest.mark.soak), "raw"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    (tmp_path / "hostile.jsonl").write_text(rows(), encoding="utf-8")
    return tmp_path, request.param


def piped(folder: Path, how: str) -> tuple[str, str]:
    command = [sys.executable, str(DRIVER), str(folder), how]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False, env=os.environ | WITH_TESTS)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return done.stdout.decode(), done.stderr.decode()


def on_a_terminal(folder: Path, how: str) -> str:
    leader, follower = pty.openpty()
    found: list[bytes] = []

    def listen() -> None:
        try:
            while piece := os.read(leader, 65536):
                found.append(piece)
        except OSError:  # how a closed terminal ends on Linux
            pass

    listener = threading.Thread(target=listen)
    listener.start()
    command = [sys.executable, str(DRIVER), str(folder), how]
    environment = os.environ | WITH_TESTS | {"TERM": "xterm-256color", "COLUMNS": "100"}
    environment.pop("NO_COLOR", None)
    done = subprocess.run(
        command, stdin=follower, stdout=follower, stderr=follower, env=environment, timeout=120, check=False
    )
    os.close(follower)
    listener.join(10)
    os.close(leader)
    assert done.returncode == 0, b"".join(found)[-2000:]
    return b"".join(found).decode().replace("\r\n", "\n")


def sections(out: str, name: str) -> list[str]:
    """Return what each call of a command printed."""
    pieces = re.split(r"(?m)^== (\w+)$\n", out)
    return [said for said, command in zip(pieces[::2], pieces[1::2], strict=False) if command == name]


def offending(text: str) -> list[str]:
    return [text[max(0, m.start() - 60) : m.end() + 20] for m in FORBIDDEN.finditer(text)][:5]


def test_pipes_get_no_control_sequence_no_faked_line_no_formula(folder: tuple[Path, str]) -> None:
    out, err = piped(*folder)
    assert out.count("\n== ") > 45 and err.count("writethru: ") > 20
    assert not offending(out) and not offending(err)
    assert "FAKED" in out and "FAKED" in err
    for name, width in FIELDS.items():
        tables = [section for section in sections(out, name) if "\t" in section.partition("\n")[0]]
        assert tables, name
        lines = [line for section in tables for line in section.splitlines() if line]
        assert {line.count("\t") + 1 for line in lines} == {width}, name
    assert all(line.startswith(("writethru: ", "  ")) for line in err.splitlines())
    fields = [field for line in out.splitlines() if "\t" in line for field in line.split("\t")]
    assert len(fields) > 100
    assert not [field for field in fields if re.match("[\\s\"']*[=+@-]", field) and not field.startswith("'")]
    assert any(field.startswith(f"'{FOUND.opening.title}") for field in fields)


def test_a_terminal_gets_our_own_colours_alone(folder: tuple[Path, str]) -> None:
    shown = on_a_terminal(*folder)
    assert "\x1b[1m" in shown and "FAKED" in shown and shown.count("\n== ") > 45
    bare = OWN.sub("", shown).replace("\r", "")  # a carriage return is the progress line's
    assert not offending(bare)


def test_the_attack_is_seen_where_nothing_stops_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(printing, "shown", str)
    printing.complain(ATTACK)
    assert offending(capsys.readouterr().err)


@pytest.mark.parametrize("one", FOUND.sequence, ids=lambda one: one.name)
def test_each_part_of_the_attack_is_one(one: Sequence) -> None:
    assert offending(one.signs) or "\n" in one.signs


@pytest.mark.parametrize("one", FOUND.formula, ids=lambda one: one.words)
def test_a_cell_of_words_never_opens_a_formula(one: Formula) -> None:
    assert printing.in_a_cell(one.words) == one.written


@pytest.mark.parametrize("value", [*FOUND.cells.stay, None])
def test_other_cells_stay_as_they_are(value: object) -> None:
    assert printing.in_a_cell(value) == ("" if value is None else str(value))


WRONG = {
    "a key too many": ("[cells]", "[cells]\nmore = 1"),
    "a mistyped key": ('words = "+1"', 'word = "+1"'),
    "no expectation of a sequence": ('would = "write over the sign before it"\n', ""),
    "an empty one": ('would = "write over the sign before it"', 'would = " "'),
    "no expectation of a formula": ('written = "\'+1"', ""),
    "a formula that stays": ('written = "\'+1"', 'written = "+1"'),
    "one name twice": ('name = "a link"', 'name = "colours"'),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_in_the_data_is_told(wrong: str) -> None:
    good, bad = WRONG[wrong]
    written = CASES.read_text(encoding="utf-8")
    assert written.count(good) == 1
    assert_refused(written, good, bad, Terminals)
