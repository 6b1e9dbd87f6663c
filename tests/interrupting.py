"""Two outlets on this machine, and commands on stores of their news that are interrupted and gone on with.

Commands run in processes that are forked from one that has loaded all: to start Python takes longer than they do.
"""

from __future__ import annotations

import atexit
import os
import random
import shlex
import signal
import sqlite3
import tempfile
import threading
import time
from contextlib import suppress
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.store.machine import Machine
from writethru.cli.interrupts import GENERAL
from writethru.records import WatchedFeed
from writethru.store import open_store

# Past, for a watch too, which has the time of the machine.
NOW, LATER = "2021-03-08T20:00:00Z", "2021-03-09T20:00:00Z"
HOSTS = ("127.0.0.1", "127.0.0.2")
PAPERS = ("Arl Courier", "Murow Post")
# Stories that nobody takes for each other: what each outlet calls one, and what all of them tell.
TOPICS = (
    (
        ("Sorrel footbridge closed", "Frost cracks pier of Sorrel footbridge"),
        "The footbridge over the Sorrel was closed on Friday after frost had cracked its northern pier.",
        "{} walkers were led off the deck, and nobody fell. Ida Quell, the county surveyor, saw the split masonry.",
        "“I would not let a dog cross that pier before spring,” Quell said beside the river.",
        "Pupils from Upper Sorrel now walk three kilometres to the ford, and the miller lends them his boat.",
    ),
    (
        ("Fire at Hallen paper mill", "Hallen mill burns for a night"),
        "Flames destroyed the boiler house of the Hallen paper mill in the night to Friday.",
        "{} firemen pumped water out of the mill race until dawn. Osk Tarrow, who owns the plant, lost four presses.",
        "“Newsprint will be short all over the valley,” Tarrow said, with soot on his coat.",
        "Investigators suspect a belt that ran hot; the insurer has sealed the rag store and its chimney.",
    ),
    (
        ("Ebba ferry adrift in ice", "Ferry with a jammed rudder drifts on Lake Ebba"),
        "With its rudder jammed by ice, the Ebba ferry drifted across the lake for five hours on Friday.",
        "{} passengers were given soup and blankets. Captain Runa Fisk dropped both anchors off Gull Skerry.",
        "“The lake froze faster than the forecast allowed,” Fisk said when a tug had brought her in.",
        "Sailings stay cancelled until divers have freed the stern, and mail for the islands goes by sledge.",
    ),
)
OWN = (
    "The {} asked the registry, which has kept no drawings of it since the flood of 1911.",
    "A reader of the {} sent a photograph that she had taken from her kitchen an hour before.",
)
PAUSE = 0.01  # seconds in which a server thinks
SIGNALS = (signal.SIGINT, signal.SIGTERM)
ENVIRONMENT = {
    "WRITETHRU_ACQUIRE__WORKERS": "0",
    "WRITETHRU_ACQUIRE__ALLOW_NETWORKS": "127.0.0.0/8",
    "WRITETHRU_ACQUIRE__MIN_INTERVAL_SECONDS": "0.005",
    "WRITETHRU_ACQUIRE__MIN_FEED_TEXT": "400",
    "WRITETHRU_WATCH__RECHECKS": "0",  # which articles are due depends on what a process has taken in itself
}


def told(topic: int, paper: int, edited: bool) -> list[str]:
    """Return the paragraphs of a report; the first outlet has counted again, if it was edited."""
    _, what, number, said, then = TOPICS[topic]
    counted = number.format(23 + 11 * topic + 9 * (edited and paper == 0))
    more = f"{OWN[paper].format(PAPERS[paper])} It goes on with this on {('Monday', 'Tuesday')[paper]}."
    return [
        what,
        counted,
        said,
        then,
        more,
        f"Nothing else is known of it so far, at {8 + paper} in the evening.",
    ]


def headline(topic: int, paper: int) -> str:
    return TOPICS[topic][0][paper]


class Press:
    """The outlets; `edited` is whether the first of them has put its reports right since."""

    def __init__(self) -> None:
        self.edited = False
        self.servers: list[ThreadingHTTPServer] = []
        self.addresses: list[str] = []
        for paper, host in enumerate(HOSTS):
            desk = type("Paper", (Desk,), {"press": self, "paper": paper})
            server = ThreadingHTTPServer((host, 0), desk)
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
            self.servers.append(server)
            self.addresses.append(f"http://{host}:{server.server_port}")

    def close(self) -> None:
        for server in self.servers:
            server.shutdown()
            server.server_close()

    def feed(self, paper: int) -> str:
        """The feed of an outlet: the last one's items are whole, those of the others have to be fetched."""
        items = ""
        for topic in range(len(TOPICS)):
            paragraphs = told(topic, paper, edited=False)
            said = " ".join(paragraphs if paper == len(HOSTS) - 1 else paragraphs[:1])
            items += (
                f"<item><guid isPermaLink='false'>{paper}-{topic}</guid><title>{headline(topic, paper)}</title>"
                f"<link>{self.addresses[paper]}/{topic}</link><description>{said}</description>"
                f"<pubDate>Mon, 08 Mar 2021 {8 + topic:02}:{20 * paper:02}:00 GMT</pubDate></item>"
            )
        return f'<rss version="2.0"><channel><title>{PAPERS[paper]}</title>{items}</channel></rss>'

    def page(self, paper: int, topic: int) -> str:
        """The page of a report."""
        body = "".join(f"<p>{p}</p>" for p in told(topic, paper, self.edited))
        return (
            f'<html lang="en"><head><title>{headline(topic, paper)}</title>'
            f'<meta property="og:site_name" content="{PAPERS[paper]}">'
            f'<meta property="article:published_time" content="2021-03-08T{8 + topic:02}:{20 * paper:02}:00Z">'
            f"</head><body><article><h1>{headline(topic, paper)}</h1>{body}</article></body></html>"
        )


class Desk(BaseHTTPRequestHandler):
    """The server of one outlet."""

    press: Press
    paper: int

    def do_GET(self) -> None:
        time.sleep(PAUSE)
        asked = self.path.strip("/")
        if asked == "feed.xml":
            body, media = self.press.feed(self.paper), "application/rss+xml"
        elif asked.isdigit():
            body, media = self.press.page(self.paper, int(asked)), "text/html"
        else:
            body, media = "", "text/plain"
        content = body.encode()
        self.send_response(200)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass

    def handle(self) -> None:
        with suppress(OSError):  # who asked was interrupted
            super().handle()


@cache
def forking() -> Machine:
    """Return the process that is forked; it serves all tests of a run."""
    folder = tempfile.TemporaryDirectory(prefix="settings-")
    with pytest.MonkeyPatch.context() as patched:
        for name, value in {**ENVIRONMENT, "XDG_CONFIG_HOME": folder.name}.items():
            patched.setenv(name, value)
        machine = Machine()
    atexit.register(folder.cleanup)
    atexit.register(machine.__exit__)
    return machine


class Ended(NamedTuple):
    """How a command ended: its exit code, None if a signal found it before or after its work, and its last words."""

    code: int | None
    line: str

    @property
    def command(self) -> list[str]:
        """The words of the command that it names at its end, without the name of the program."""
        named = shlex.split(self.line.split("`")[1])
        assert named[0] == "writethru", self.line
        return named[1:]


class Runs:
    """Runs commands in forked processes; `chance` decides when they are interrupted."""

    def __init__(self, machine: Machine, folder: Path, seed: int) -> None:
        self.machine = machine
        self.folder = folder
        self.chance = random.Random(seed)
        self.tried = self.interrupted = 0

    def whole(self, *words: str, code: int = 0) -> tuple[str, float]:
        """Run a command to its end; return its last words and how long it took."""
        began = time.monotonic()
        (done,) = self.machine.do(steps=[list(words)], acks=str(self.folder / "acks"))
        assert done.get("code") == code, done
        return done["err"], time.monotonic() - began

    def stop(self, words: list[str], signum: int, seconds: float) -> Ended:
        """Start a command, and send it a signal after some time."""
        process = self.machine.start(steps=[words], acks=str(self.folder / "acks"))
        time.sleep(seconds)
        os.kill(process, signum)  # it is not waited for until its answer is asked for
        return self.ended(signum)

    def ended(self, signum: int) -> Ended:
        """Return how a process that was sent a signal ended; it says nothing that it should not."""
        (done, *_) = self.machine.answer()
        self.tried += 1
        if "code" not in done:
            assert done in ({"signal": int(signum)}, {"error": "KeyboardInterrupt()"}), done
            return Ended(None, "")
        assert "Traceback" not in done["err"] and "Error" not in done["err"], done
        self.interrupted += done["code"] == 128 + signum
        return Ended(done["code"], (done["err"].splitlines() or [""])[-1])

    def go_on(self, words: list[str], within: float) -> tuple[list[str], str]:
        """Interrupt a command at random; return the one that it names to go on with, and what it said."""
        signum = self.chance.choice(SIGNALS)
        ended = self.stop(words, signum, self.chance.uniform(0.05, 1.0) * within)
        assert_whole(Path(words[words.index("--store") + 1]))
        assert ended.code in (None, 0, 128 + signum), ended
        if ended.code != 128 + signum or "nothing is left to do" in ended.line:
            return words, ""
        assert ended.line.startswith("writethru: interrupted: "), ended
        return ended.command, "" if GENERAL in ended.line else ended.line  # it had just begun


def assert_whole(store: Path) -> None:
    """The command `check` finds nothing."""
    with open_store(str(store), read_only=True) as kept:
        assert kept.check() == ()


def follow(store: Path, press: Press) -> None:
    """Make a store in which the feeds of the outlets are followed."""
    with open_store(str(store)) as kept:
        for address in press.addresses:
            kept.add_feed(WatchedFeed(url=f"{address}/feed.xml", added="2021-03-08T06:00:00+00:00"))


def essence(store: Path) -> dict[str, Any]:
    """All that a store holds, but for when it came, and in which order and steps."""
    connection = sqlite3.connect(store)
    places = connection.execute("SELECT article, story FROM places").fetchall()
    rows: dict[str, Any] = {
        "articles": "SELECT id, key, url, published, title, text FROM articles",
        "assertions": "SELECT article, count FROM assertions",
        "open": "SELECT article FROM open_articles",
        "feeds": "SELECT f.url, i.name, i.digest FROM feed_items i JOIN feeds f ON f.number = i.feed",
        "owed": "SELECT url FROM owed_pages",
        "rechecks": "SELECT key, now FROM rechecks",
        "unread": "SELECT c.id FROM captures c LEFT JOIN readings r ON r.capture = c.id WHERE r.capture IS NULL",
        "problems": "SELECT article, record FROM problems",
        "runs": "SELECT token FROM runs",
    }
    found = {name: sorted(connection.execute(query).fetchall(), key=repr) for name, query in rows.items()}
    connection.close()
    stories = sorted({story for _, story in places})
    with open_store(str(store), read_only=True) as kept:
        found["behind"] = list(kept.behind())
        found["stories"] = sorted(
            (sorted(a for a, s in places if s == story), _page(kept.current_page(story))) for story in stories
        )
    return found


def _page(page: Any) -> list[str]:
    """The words of a page."""
    if page is None:
        return []
    sections = [[s.lead.text, *(t.text for t in s.sentences)] for s in page.sections]
    return [
        page.headline.text,
        *(text for texts in sections for text in texts),
        *sorted(entry.event.text for entry in page.timeline),
    ]
