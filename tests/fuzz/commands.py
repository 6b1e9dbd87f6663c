"""The command line as a target: a command by its number, and whatever follows it, on a store with something of everything."""

from __future__ import annotations

import io
import json
import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from unittest import mock

from msgspec.structs import replace

from writethru import Newsroom
from writethru.acquire.fetch import Fetched
from writethru.errors import FetchError, WritethruError
from writethru.settings import Settings

NOW = datetime(2021, 5, 14, 12, tzinfo=UTC)
HERE = replace(Settings(), acquire=replace(Settings().acquire, workers=0))
# All but `serve`, which listens.
COMMANDS = (
    "brief", "add", "stories", "show", "timeline", "claims", "sources", "search", "article", "why", "merge", "split", "move",
    "undo", "verify", "annotate", "doctor", "schema", "backup", "check", "export", "update", "watch", "history", "diff", "about",
    "recheck", "follow", "unfollow", "followed", "marks", "feed add", "feed list", "feed remove", "feed check", "feed raw",
    "feed discover", "feed import", "feed export", "mark sentence", "mark articles", "mark withdraw", "token add", "token list",
    "token remove",
)  # fmt: skip
FEED, NEXT = "https://a.example/feed", "https://a.example/next"
TOLD = "The old mill at Tarn was sold on Monday for 2 million crowns, Mayor Ida Holt said. “It is a loss,” said Olav Brekk. "
OPML = f'<opml><body><outline text="A" xmlUrl="{FEED}"/></body></opml>'
ROUNDS = (
    4  # times that `watch` asks whether it is to stop: enough to send one round of visits and to take it in
)


def row(number: int) -> dict[str, str]:
    later = " Police said on Wednesday that 3 people had been hurt at the mill." if number == 3 else ""
    return {"id": str(number), "url": f"https://a.example/{number}", "title": "Mill at Tarn sold", "publisher": f"P{number}",
            "published": f"2021-05-12T0{number}:00:00Z", "text": f"{TOLD * 3} {number}{later}"}  # fmt: skip


def answered(url: str, **more: object) -> Fetched:
    """What the network says here: one feed, one page, and nothing else."""
    items = "".join(
        f"<item><title>Mill {n}</title><link>{NEXT}</link><description>{TOLD}</description></item>"
        for n in (1, 2)
    )
    pages = {
        FEED: ("application/rss+xml", f"<rss><channel><title>Tarn</title>{items}</channel></rss>"),
        NEXT: ("text/html", f"<title>Mill sold</title><article><p>{TOLD * 3}</p></article>"),
        "https://a.example/": (
            "text/html",
            f'<link rel="alternate" type="application/rss+xml" href="{FEED}">',
        ),
    }
    if url not in pages:
        raise FetchError(f"{url}: not in a test")
    media_type, content = pages[url]
    return Fetched(url, content.encode(), media_type)


@cache
def kept() -> tuple[bytes, str, str]:
    """A store with a story of two revisions, a feed, a mark and a token; the ids of the story and of the mark."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own.db"
        for numbers in ((1, 2), (3,)):
            rows = "\n".join(json.dumps(row(number)) for number in numbers).encode()
            with Newsroom(str(path), settings=HERE, stdin=io.BytesIO(rows), now=NOW, fetch=answered) as room:
                room.add("-")
                story = room.stories()[0].id
                room.show(story)
        with Newsroom(str(path), settings=HERE, now=NOW, fetch=answered) as room:
            room.feed_add(FEED)
            list(room.update())
            room.token_add("desk")
            room.follow(story)
            mark = room.mark_articles(["1", "2"], note="another mill")
        return path.read_bytes(), story, mark.id


class Rounds:
    """Stops when it was asked a number of times, whatever signal it is to wait for."""

    def __init__(self, signum: int) -> None:
        self._asked = 0

    def __call__(self) -> bool:
        self._asked += 1
        return self._asked > ROUNDS


@contextmanager
def alone() -> Iterator[Path]:
    """A folder that goes, with its own store and settings; no network, and no child."""
    before, stop = Path.cwd(), signal.getsignal(signal.SIGTERM)
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "WRITETHRU_STORE": f"{folder}/own.db",
            "WRITETHRU_ACQUIRE__WORKERS": "0",
            "XDG_CONFIG_HOME": folder,
            "XDG_DATA_HOME": folder,
        }
        try:
            os.chdir(folder)
            with (
                mock.patch.dict(os.environ, environment),
                mock.patch("writethru.acquire.open_fetch", lambda *_, **__: answered),
                mock.patch("writethru.cli.watching.Asked", Rounds),
            ):
                yield Path(folder)
        finally:
            os.chdir(before)
            signal.signal(signal.SIGTERM, stop)


def arguments(content: bytes) -> list[str]:
    """Arguments, one a line, behind the number of a command; STORY and MARK stand for the ids that the store has."""
    _, story, mark = kept()
    listed = [a.replace("\0", "") for a in content.decode("utf-8", "surrogateescape").split("\n")]
    listed = [{"STORY": story, "MARK": mark}.get(a, a) for a in listed if a not in ("", "-")][:8]
    if listed and listed[0].isdigit():
        listed[:1] = COMMANDS[int(listed[0][:3]) % len(COMMANDS)].split()
    return listed


def done(given: list[str]) -> int:
    """Run a command in a folder of its own, and return its exit code."""
    from writethru.cli import run

    with alone() as folder:
        (folder / "own.db").write_bytes(kept()[0])
        (folder / "rows.jsonl").write_text(json.dumps(row(4)))
        (folder / "feeds.opml").write_text(OPML)
        return run(given)


def commanded(content: bytes) -> None:
    given = arguments(content)
    if any(a.startswith("/") or ".." in a for a in given) or "serve" in given:
        return  # would write elsewhere, or listen
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        try:
            assert done(given) in range(131)
        except (SystemExit, WritethruError) as error:
            raise AssertionError(f"{given} escaped as {error!r}") from error


# What a command ends with where it is not 0.
ENDS = {"merge": 1, "move": 1, "undo": 1, "recheck": 2, "feed discover": 1}
# What each command is mostly given, so that it comes to do its work; others are given a file of rows.
GIVEN = {
    "show": "STORY", "timeline": "STORY", "claims": "STORY", "sources": "STORY", "why": "STORY", "undo": "STORY", "follow": "STORY",
    "unfollow": "STORY", "history": "STORY", "marks": "STORY", "diff": "STORY\n1\n2", "merge": "STORY\nSTORY", "search": "mill",
    "split": "STORY\n1", "move": "1\nSTORY", "article": "1", "about": "person\nHolt", "recheck": "--all", "update": "--all",
    "feed add": NEXT, "feed remove": FEED, "feed check": FEED, "feed raw": FEED, "feed discover": "https://a.example/",
    "feed import": "feeds.opml", "feed export": "out.opml", "mark sentence": "STORY\npeople had been hurt\n--note\nx",
    "mark articles": "1\n3", "mark withdraw": "MARK", "token add": "other", "token remove": "desk", "backup": "copy.db",
    "export": "--site\nout", "verify": "STORY", "watch": "", "followed": "", "feed list": "", "token list": "", "stories": "", "doctor": "", "schema": "",
    "check": "",
}  # fmt: skip


def seed(name: str) -> str:
    return f"{COMMANDS.index(name)}\n{GIVEN.get(name, 'rows.jsonl')}"


def seeds() -> list[bytes]:
    listed = [line for name in COMMANDS for line in (seed(name), f"{seed(name)}\n--json")]
    return [one.encode() for one in [*listed, "0\nrows.jsonl\n--now\n2031-05-14", "7\nmill\n--limit\n3"]]
