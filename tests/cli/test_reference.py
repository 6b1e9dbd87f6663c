from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from calling import HARBOUR, NOW, Call, commands

import writethru
from writethru import errors
from writethru.newsroom import Newsroom
from writethru.publish import verify as checked

REFERENCE = Path(__file__).parent.parent.parent / "docs" / "reference"
COMMANDS = commands()


def sections(name: str) -> dict[str, str]:
    text = (REFERENCE / name).read_text(encoding="utf-8")
    return {title: body for title, _, body in (part.partition("\n") for part in text.split("\n## ")[1:])}


def options(command: Any) -> set[str]:
    return {name for p in command.params for name in p.opts if name.startswith("--")} - {"--help"}


def test_the_reference_has_every_command_and_no_other() -> None:
    assert [t.strip("`") for t in sections("cli.md") if t.startswith("`")] == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_reference_has_every_option_and_no_other(name: str) -> None:
    body = sections("cli.md")[f"`{name}`"]
    assert set(re.findall(r"^\| `(--[a-z-]+)` \|", body, re.MULTILINE)) == options(COMMANDS[name])
    arguments = " ".join(p.metavar for p in COMMANDS[name].params if not p.opts[0].startswith("-"))
    assert f"`{' '.join(['writethru', name, arguments]).strip()} [OPTIONS]`" in body


@pytest.mark.parametrize("name", COMMANDS)
def test_help_shows_an_example_and_the_exit_codes(call: Call, name: str) -> None:
    done = call(*name.split(), "--help")
    assert (done.code, done.err) == (0, "")
    assert f"Example: writethru {name}" in done.out or "Example: writethru brief" in done.out
    for line in ("0    done", "3    verify found a fault", "130  interrupted"):
        assert line in done.out
    assert options(COMMANDS[name]) <= set(re.findall(r"--[a-z-]+", done.out))


def test_the_reference_has_every_method_and_no_other() -> None:
    rows = re.findall(r"^\| `(\w+)\((.*?)\)` \|(.*?)\|", (REFERENCE / "api.md").read_text(), re.MULTILINE)
    public = {n: f for n, f in inspect.getmembers(Newsroom, inspect.isfunction) if not n.startswith("_")}
    assert [name for name, _, _ in rows] == sorted(public)
    for name, parameters, _ in rows:
        written = [
            re.split("[=:]", p.strip())[0] for p in parameters.split(",") if p.strip() not in ("", "*")
        ]
        assert written == list(inspect.signature(public[name]).parameters)[1:], name
    offered = {command.strip("` ") for _, _, command in rows} - {""}
    assert offered == set(COMMANDS)
    assert {t.strip("`").removeprefix("writethru.") for t in sections("api.md")} == {
        "Newsroom",
        "read",
        "annotate",
    }
    assert {"Newsroom", "read", "annotate", "__version__"} == set(writethru.__all__)


def test_the_reference_has_every_exit_code() -> None:
    rows = re.findall(
        r"^\| (\d+) \| (.*?) \| (?:`(\w+)`)? ?\|", (REFERENCE / "exit-codes.md").read_text(), re.MULTILINE
    )
    assert [int(code) for code, _, _ in rows] == [0, 1, 2, 3, 4, 5, 6, 129, 130, 143]
    for code, _, error in rows:
        if error and error != "KeyboardInterrupt":
            assert getattr(errors, error).exit_code == int(code)


def test_the_reference_has_every_field_that_is_printed(filled: Call) -> None:
    documented = set(re.findall(r"`([a-z_]+)`", (REFERENCE / "json.md").read_text()))
    story = json.loads(filled("stories", "--json").out)[0]["id"]
    for command in (
        ["annotate", HARBOUR, "--now", NOW],
        ["stories", "--json"],
        ["show", story, "--format", "json"],
        ["verify", "--json"],
        ["search", "ferry", "--json"],
        ["add", HARBOUR, "--json"],
        ["doctor", "--json"],
    ):
        shape = json.loads(filled(*command).out.splitlines()[0])
        fields = set(shape if isinstance(shape, dict) else shape[0])
        fields |= {
            k
            for part in (shape.values() if isinstance(shape, dict) else shape[0].values())
            for k in (part[0] if isinstance(part, list) and part and isinstance(part[0], dict) else ())
        }
        assert fields <= documented, command


def test_the_reference_has_every_kind_of_fault() -> None:
    documented = set(
        re.findall(r"`([a-z-]+)`", sections("json.md")["`verify --json`"].partition("Kinds of")[2])
    )
    told = set(
        re.findall(r"`([a-z-]+)`", (checked.__module__ and sys.modules[checked.__module__].__doc__) or "")
    )
    assert told <= documented


def test_start_up_reads_no_room(tmp_path: Path) -> None:
    heavy = (
        "writethru.newsroom",
        "writethru.store",
        "writethru.acquire",
        "msgspec",
        "trafilatura",
        "rich",
        "sqlite3",
    )
    program = (
        "import sys, writethru\nfrom writethru.cli import run\n"
        f"assert run(['--help']) == 0\nfound = [m for m in {heavy!r} if m in sys.modules]\nassert not found, found"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_api_is_there_after_its_rooms_were_read() -> None:
    program = (
        "import writethru\nimport writethru.annotate, writethru.newsroom\nfrom writethru import Newsroom, annotate, read\n"
        "assert writethru.annotate is annotate and annotate.sentences and callable(annotate) and callable(read)\n"
        "assert writethru.Newsroom is Newsroom\nimport writethru.annotate.sentences as s\nassert s.find_sentences"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
