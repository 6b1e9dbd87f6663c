from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import typer

from test_readme import ROOT, lines, shown
from writethru.cli import app
from writethru.settings import Settings, load_settings

DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")],
    key=lambda p: p.relative_to(ROOT).as_posix(),
)
NAMES = [p.relative_to(ROOT).as_posix() for p in DOCUMENTS]
COMMANDS: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\[[^\]\n]{1,300}\]\(([^)\s]{1,300})\)")
READ = [p for p in DOCUMENTS if p in set(shown.documents())]
IDS = [p.relative_to(ROOT).as_posix() for p in READ]


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_every_relative_link_leads_somewhere(path: Path) -> None:
    prose = FENCED.sub("", text_of(path))
    for target in LINK.findall(prose):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.exists(), f"{path.name}: {target}"
        assert there.is_relative_to(ROOT)
        if anchor:
            assert anchor in anchors(text_of(there)), f"{path.name}: {target}"


def test_every_document_can_be_reached_from_the_readme() -> None:
    reached, left = set(), [ROOT / "README.md"]
    while left:
        path = left.pop()
        if path in reached or path.suffix != ".md" or not path.is_file():
            continue
        reached.add(path)
        for target in LINK.findall(FENCED.sub("", text_of(path))):
            if not re.match(r"[a-z]+:", target):
                left.append((path.parent / target.partition("#")[0]).resolve())
    assert {p.relative_to(ROOT).as_posix() for p in set(DOCUMENTS) - reached} == set()


# -- commands


def commands(text: str) -> Iterator[list[str]]:
    """The arguments of every `writethru …` in code, in blocks and in prose."""
    code = [body for kind, body in FENCED.findall(text) if kind == "sh"]
    code += re.findall(r"^\$ .+$", text, re.MULTILINE)
    code += [
        span for span in re.findall(r"`([^`\n]+)`", FENCED.sub("", text)) if span.startswith("writethru ")
    ]
    for line in "\n".join(code).splitlines():
        words = shlex.shlex(line.removeprefix("$ "), posix=True, punctuation_chars=True)
        words.commenters = "#"
        words.whitespace_split = True
        said: list[list[str]] = [[]]
        for word in words:
            if set(word) <= set("|;&<>"):
                said.append([])
            else:
                said[-1].append(word)
        for part in said:
            if "writethru" in part:
                at = part.index("writethru")
                yield part[at + 1 :] + ["given-by-xargs"] * ("xargs" in part[:at])


def parse(arguments: list[str]) -> None:
    """Read a command line as the program does, without running it."""
    name, *rest = arguments
    if name == "--version":
        return
    assert name in COMMANDS, name
    if inner := getattr(COMMANDS[name], "commands", None):
        assert not rest or rest[0] in inner, f"{name} {rest[0]}"
        if len(rest) > 1:
            inner[rest[0]].make_context(f"{name} {rest[0]}", rest[1:])
        return
    if not rest:
        return  # the command is named, not given
    given = [word.removesuffix("...") for word in rest if word not in ("…", "...")]
    COMMANDS[name].make_context(name, given)


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_every_command_line_can_be_given(path: Path) -> None:
    for arguments in commands(text_of(path)):
        if arguments == ["COMMAND", "[OPTIONS]", "[ARGUMENTS]"] or "[OPTIONS]" in arguments:
            continue  # the reference's own pattern
        try:
            parse(arguments)
        except Exception as error:
            said = getattr(error, "format_message", lambda error=error: str(error))()
            pytest.fail(f"{path.name}: writethru {' '.join(arguments)}: {said}")


def test_a_wrong_command_line_is_found() -> None:
    found = list(commands("`writethru shoe 1`\n\n```sh\nX=1 writethru show 1 --colour > x  # why\n```\n"))
    assert found == [["show", "1", "--colour"], ["shoe", "1"]]
    for arguments in found:
        with pytest.raises(Exception, match=r"shoe|(?i:no such option)"):
            parse(arguments)


@pytest.mark.parametrize("path", READ, ids=IDS)
def test_what_commands_print_is_what_is_shown(path: Path, tmp_path: Path) -> None:
    blocks = shown.CONSOLE.findall(text_of(path))
    shell = shown.Shell(tmp_path)
    for block in blocks:
        assert lines(block) == lines(shown.transcript(block, shell)), "run `make readme`"


def test_the_blocks_of_python_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    room: dict[str, Any] = {}
    blocks = [
        body
        for kind, body in FENCED.findall(text_of(ROOT / "docs/how-to/use-from-python.md"))
        if kind == "python"
    ]
    assert len(blocks) > 4
    for block in blocks:
        exec(block, room)
    assert room["result"].checked > 20
    assert not any(p.suffix == ".db" for p in tmp_path.iterdir())


# -- settings


def test_every_setting_is_told_with_its_default_and_a_reason() -> None:
    told = text_of(ROOT / "docs/how-to/settings.md")
    tables = {section: body for section, _, body in shown.TABLE.findall(told)}
    assert list(tables) == [f.name for f in msgspec.structs.fields(Settings)]
    for section, body in tables.items():
        assert lines(body) == lines(shown.settings_table(section, body)), "run `make readme`"
        for name, why in re.findall(r"^\| `(\w+)` \|.*?\| *(.*?) *\|$", body, re.MULTILINE):
            assert len(why.split()) > 1, f"{section}.{name} has no reason, in settings.py or here"


def test_the_settings_file_that_is_shown_can_be_read(tmp_path: Path) -> None:
    told = text_of(ROOT / "docs/how-to/settings.md")
    (block,) = [body for kind, body in FENCED.findall(told) if kind == "toml"]
    file = tmp_path / "settings.toml"
    file.write_text(block)
    assert load_settings(file) != Settings()
    environ = dict(
        re.findall(r"(WRITETHRU_\w+)=(\S+)", "\n".join(b for k, b in FENCED.findall(told) if k == "sh"))
    )
    assert len(environ) > 1
    assert load_settings(None, environ) != Settings()
