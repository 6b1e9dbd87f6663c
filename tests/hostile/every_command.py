"""Runs every command on hostile articles, files and arguments: a program whose output a test looks at.

`python every_command.py FOLDER cleaned|raw`; with `raw` nothing is cleaned when articles are read, so that what
is printed has to be made harmless by printing alone. FOLDER holds `hostile.jsonl`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from terminal_cases import ATTACK

NOW = "2031-05-14T12:00:00Z"  # after what the articles tell
WORDS = ATTACK.replace("\n", " ")  # as one argument of a shell


def commands(folder: Path, stories: list[str], articles: list[str]) -> list[list[str]]:
    """Return the arguments of every command in several ways."""
    source, out = str(folder / "hostile.jsonl"), str(folder / "out" / ATTACK)
    page = folder / "page.md"
    page.write_text(
        f"# {ATTACK} [1]\n\nThe mill {ATTACK} was sold for 3 million crowns on Friday [1][9].\n\n"
        f"## Sources\n\n1. {ATTACK}: The mill is sold\n",
        encoding="utf-8",
    )
    one, both = stories[0], articles[:2]
    forms = [["--format", form] for form in ("text", "markdown", "html", "json")]
    return [
        *(["brief", source, *form, "--now", NOW] for form in forms),
        ["brief", source, "--out", out, "--now", NOW],
        ["brief", source, "--format", "json", "--with-articles"],
        ["brief", str(folder / ATTACK), str(folder / "away")],
        ["brief", f"https://evil.example/{WORDS}"],
        ["add", source, "--json", "--now", NOW],
        ["add", str(folder), "--now", NOW],
        ["stories"], ["stories", "--json"],
        *(["show", one, *form] for form in forms),
        ["timeline", one], ["timeline", one, "--json"],
        ["claims", one, "--why"], ["claims", one, "--all", "--json"], ["claims", one, "--format", "html"],
        ["sources", one], ["sources", one, "--json"],
        ["search", "mill"], ["search", "mill", "--json"], ["search", WORDS],
        *(["article", id] for id in both), ["article", both[0], "--json"],
        ["why", one], ["why", one, "--json"],
        ["split", one, both[0], "--reason", ATTACK],
        ["undo", one, "--reason", ATTACK],
        ["why", one], ["why", one, "--json"],
        ["verify"], ["verify", str(page), "--sources", source],
        ["verify", str(page), "--sources", source, "--json"],
        ["verify", str(page), "--sources", source, "--format", "html"],
        ["annotate", source], ["annotate", source, "--format", "html"],
        ["doctor"], ["doctor", "--json"], ["schema"],
        ["show", WORDS], ["article", WORDS], ["why", WORDS], [WORDS], ["show", one, "--format", WORDS], [f"--{WORDS}"],
        ["brief", source, "--now", WORDS], ["verify", f"/nowhere/{WORDS}"],
        ["add", source, "--store", str(folder / WORDS / "deep" / "x.db")],
        ["doctor", "--store", str(folder / WORDS)],
    ]  # fmt: skip


def main() -> None:
    folder, how = Path(sys.argv[1]), sys.argv[2]
    os.environ["WRITETHRU_STORE"] = str(folder / f"{how}.db")
    os.environ["WRITETHRU_ACQUIRE__WORKERS"] = "0"  # read here, where nothing need be cleaned
    os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_DATA_HOME"] = str(folder)
    from writethru.acquire import extract
    from writethru.cli import run

    if how == "raw":
        module = sys.modules[extract.__module__]
        for name in ("clean", "clean_line", "safe"):
            setattr(module, name, str)
    (folder / ATTACK).mkdir(parents=True, exist_ok=True)
    (folder / ATTACK / f"{WORDS.replace('/', '')[:40]}.html").write_bytes(b"\x00" * 400)
    run(["add", str(folder / "hostile.jsonl"), "--now", NOW])
    from writethru import Newsroom

    with Newsroom(os.environ["WRITETHRU_STORE"]) as room:
        listed = [(story.id, [article.id for article in story.articles]) for story in room.stories()]
    for arguments in commands(folder, [id for id, _ in listed], listed[0][1]):
        sys.stdout.flush()
        run(arguments)
        sys.stdout.write(f"== {arguments[0] if arguments[0].isalpha() else 'wrong'}\n")
        sys.stdout.flush()


main()
