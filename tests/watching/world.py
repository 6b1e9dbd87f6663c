"""A simulated world: twenty outlets, each under its own host name, served over real HTTP on loopback.

Time is simulated: it goes on when somebody sleeps, when a server is slow, and between rounds. What an
outlet does is a function of its name and the time, so that two runs at the same time see the same.
"""

from __future__ import annotations

import json
import random
import socket
import threading
import zlib
from collections import Counter, defaultdict
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from writethru.acquire.clock import Clock
from writethru.acquire.fetch import Net

OUTLETS = json.loads((Path(__file__).parent.parent / "cases/feeds/outlets.json").read_text())
START = datetime(2031, 3, 3, 6, 0, tzinfo=UTC).timestamp()
SHOWN = 12  # items in a feed
HELD = 2  # that are in it at the start
BAD_HOURS = 2.0  # how long an outlet misbehaves at a stretch
MOVES, GOES, EDITS = 5 * 3600, 8 * 3600, 3 * 3600  # seconds after the start, or after publication
RETRY = 4500  # seconds that a 429 asks for
SYLLABLES = (
    "ash bel cor dun esk fen gar hol ing jor kel lun mar nor orm pel quin ros sel tor ulv ven wic yar".split()
)
ENDS = "mere ton wick ford by stead ley combe thorpe gate".split()
THINGS = (
    "bridge reservoir ferry market quarry lighthouse orchard archive tunnel theatre brewery hospital airfield"
    " library cathedral vineyard refinery canal stadium laboratory aqueduct nursery foundry observatory"
).split()
DEEDS = (
    "inspected closed reopened measured repaired surveyed photographed sealed visited drained auctioned painted"
    " flooded insured searched rebuilt leased mapped cleaned rewired"
).split()


class Item(NamedTuple):
    number: int
    version: int
    published: float
    updated: float


class Request(NamedTuple):
    began: float
    ended: float
    host: str
    path: str
    status: int
    conditional: bool


class World:
    """Outlets with their clock and server; `requests` is its log, `shown` what it ever showed in a good answer.

    An answer counts when whoever asked has kept one of that outlet: what a process that was killed had only in its memory
    is `unkept`.
    """

    def __init__(self) -> None:
        self.time = 0.0
        self.until = float("inf")  # when outlets stop to publish and to misbehave
        self.requests: list[Request] = []
        self.shown: set[tuple[str, int, int]] = set()
        self.unkept: defaultdict[str, set[tuple[str, int, int]]] = defaultdict(set)
        self.pages: Counter[tuple[str, int, int]] = Counter()
        self.open: defaultdict[str, set[Desk]] = defaultdict(set)
        # When each line was opened, by its port: a busy server hears of it late.
        self.dialled: dict[int, float] = {}
        self.crowded: list[str] = []  # hosts that had two requests at a time
        self._lock = threading.Lock()
        self.outlets = {o["host"]: o for o in OUTLETS} | {o["to"]: o for o in OUTLETS if "to" in o}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Desk", (Desk,), {"world": self}))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def keep(self, host: str) -> None:
        """Count what an outlet showed: its answer is kept."""
        with self._lock:
            self.shown |= self.unkept.pop(self.outlets[host]["host"], set())

    # -- what the newsroom is given

    def clock(self) -> Clock:
        return Clock(now=lambda: self.time, sleep=self.sleep, wall=lambda: START + self.time)

    def sleep(self, seconds: float) -> None:
        until = self.time + seconds
        with self._lock:
            self.time = max(self.time, until)  # two sleepers sleep at the same time

    def net(self) -> Net:
        def resolve(host: str, port: int) -> list[str]:
            outlet = self.outlets.get(host)
            if outlet is None or (self.bad(outlet) and "unresolved" in outlet["ways"]):
                raise socket.gaierror(-2, "Name or service not known")
            return ["127.0.0.1"]

        def connect(address: str, port: int, seconds: float) -> socket.socket:
            now = self.time
            line = socket.create_connection(("127.0.0.1", self._server.server_port), seconds)
            self.dialled[line.getsockname()[1]] = now
            return line

        return Net(resolve=resolve, connect=connect)

    # -- what outlets publish

    def bad(self, outlet: dict[str, Any]) -> bool:
        """Whether an outlet misbehaves: about a third of the time, for hours at a stretch."""
        if self.time >= self.until:
            return False
        window = int(self.time / 3600 / BAD_HOURS)
        return zlib.crc32(f"{outlet['host']}{window}".encode()) % 3 == 0

    def items(self, outlet: dict[str, Any]) -> list[Item]:
        """The items of an outlet's feed, newest first."""
        every = outlet["every"] * 60.0
        time = min(self.time, self.until)
        last = int(time // every)
        found = []
        for number in range(last, max(last - SHOWN, -HELD - 1), -1):
            published = START + number * every
            edited = "edited" in outlet["ways"] and START + time >= published + EDITS
            found.append(
                Item(number, 2 if edited else 1, published, published + EDITS if edited else published)
            )
        return found


def mark(outlet: dict[str, Any], item: Item) -> str:
    """The words by which the text of one version of an item is known."""
    return f"{outlet['host'].split('.')[0]} file {item.number + 1000} version {item.version}"


def invented(drawn: random.Random) -> str:
    """A name that hardly any other item has."""
    return (drawn.choice(SYLLABLES) + drawn.choice(SYLLABLES) + drawn.choice(ENDS)).capitalize()


def title(outlet: dict[str, Any], item: Item) -> str:
    drawn = random.Random(f"{outlet['host']} {item.number}")
    return f"{invented(drawn)} {drawn.choice(THINGS)} {drawn.choice(DEEDS)}, {outlet['host']} {item.number + 1000}"


def text(outlet: dict[str, Any], item: Item) -> list[str]:
    """Paragraphs of invented news, just long enough to be a whole article."""
    drawn = random.Random(f"{outlet['host']} {item.number}")
    where, thing = invented(drawn), drawn.choice(THINGS)
    told = [f"The clerk kept it as {mark(outlet, item)}."]
    while sum(map(len, told)) < 640:
        told.append(
            f"Surveyor {invented(drawn)} found the {thing} at {where} {drawn.choice(DEEDS)}, and the"
            f" {drawn.choice(THINGS)} near {invented(drawn)} was {drawn.choice(DEEDS)} with {drawn.randint(3, 990)}"
            f" {drawn.choice(THINGS)} tickets left."
        )
    return [" ".join(told[:3]), " ".join(told[3:])]


def link(outlet: dict[str, Any], item: Item) -> str:
    return f"http://{outlet['host']}/item/{item.number + 1000}"


class Desk(BaseHTTPRequestHandler):
    """The server of all hosts."""

    world: World

    def do_GET(self) -> None:
        world, self.host = self.world, self.headers.get("Host", "")
        with world._lock:
            if not all(other.abandoned() for other in world.open[self.host]):
                world.crowded.append(self.host)
            world.open[self.host].add(self)
        self.began = world.dialled.pop(self.client_address[1], world.time)
        world.sleep(0.05)
        self.respond(world, world.outlets[self.host], self.host)

    def respond(self, world: World, outlet: dict[str, Any], host: str) -> None:
        ways, bad = outlet["ways"], world.bad(outlet)
        if self.path == "/robots.txt":
            return self.give(b"User-agent: *\nDisallow: /item/\n" if "closed" in ways else b"", 200)
        if self.path.startswith("/item/"):
            return self.page(world, outlet)
        if "moved" in ways and host != outlet["to"] and world.time >= MOVES:
            return self.give(b"", 301, Location=f"http://{outlet['to']}/feed.xml")
        if "gone" in ways and world.time >= GOES:
            return self.give(b"", 410)
        if bad:
            if "429" in ways:
                return self.give(b"", 429, Retry_After=str(RETRY))
            if "500" in ways:
                return self.give(b"", 500)
            if "page" in ways:
                return self.give(b"<html><body><h1>We are moving</h1></body></html>", 200)
            if "slow" in ways:
                world.sleep(25 if int(world.time) % 2 else 45)
        return self.feed(world, outlet, bad)

    def page(self, world: World, outlet: dict[str, Any]) -> None:
        number = int(self.path.rpartition("/")[2]) - 1000
        found = [i for i in world.items(outlet) if i.number == number]
        if world.bad(outlet) and "pages fail" in outlet["ways"]:
            return self.give(b"", 503)
        if not found:
            return self.give(b"", 404)
        world.pages[outlet["host"], number, found[0].version] += 1
        body = "".join(f"<p>{p}</p>" for p in text(outlet, found[0]))
        page = f"<html><head><title>{title(outlet, found[0])}</title></head><body><article>{body}</article></body></html>"
        return self.give(page.encode(), 200, Content_Type="text/html")

    def feed(self, world: World, outlet: dict[str, Any], bad: bool) -> None:
        ways, items = outlet["ways"], world.items(outlet)
        shown = {(outlet["host"], i.number, i.version) for i in items}
        if bad and "empty" in ways:
            items, shown = [], set()
        if bad and "reordered" in ways:
            random.Random(world.time).shuffle(items)
        body = compose(outlet, items, world.time, bad).encode()
        etag, changed = (
            f'"{zlib.crc32(body)}"',
            format_datetime(_at(max((i.updated for i in items), default=START))),
        )
        same = ("etag" in ways and self.headers.get("If-None-Match") == etag) or (
            "last-modified" in ways and self.headers.get("If-Modified-Since") == changed
        )
        heads = (
            {"ETag": etag}
            if "etag" in ways
            else {"Last_Modified": changed}
            if "last-modified" in ways
            else {}
        )
        if same:
            return self.give(b"", 304, **heads)
        if bad and "truncated" in ways:
            return self.give(body[: int(len(body) * 0.6)], 200, **heads)
        if bad and "cut" in ways:
            return self.give(body, 200, cut=True)
        with world._lock:
            world.unkept[outlet["host"]] |= shown
        return self.give(body, 200, **heads)

    def give(self, body: bytes, status: int, cut: bool = False, **headers: str) -> None:
        """Write an answer. It is logged before: who reads it may sleep, and time go on, before we do."""
        world = self.world
        with world._lock:
            world.open[self.host].discard(self)
            asked = "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
            ended = self.began if self.abandoned() else world.time
            world.requests.append(Request(self.began, ended, self.host, self.path, status, asked))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        with suppress(OSError):  # who asked may have given up
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if cut else body)

    def abandoned(self) -> bool:
        """Whether who asked has given up: the request ended then, however late this machine comes to its answer."""
        try:
            return self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
        except BlockingIOError:
            return False  # still there, and waits
        except OSError:
            return True

    def log_message(self, *_: object) -> None:
        pass


def _at(time: float) -> datetime:
    return datetime.fromtimestamp(time, UTC)


def compose(outlet: dict[str, Any], items: list[Item], time: float, bad: bool) -> str:
    """The feed of an outlet as it writes it."""
    ways, rows = outlet["ways"], []
    for item in items:
        paragraphs = text(outlet, item)
        body = paragraphs[0][:150] if outlet.get("teasers") else "".join(f"<p>{p}</p>" for p in paragraphs)
        number = f"{item.number}-{int(time // 7200)}" if bad and "new ids" in ways else str(item.number)
        published = START + time - 60 * (item.number % 7) if bad and "redated" in ways else item.published
        rows.append((item, body, f"tag:{outlet['host']},{number}", link(outlet, item), published))
    if bad and "duplicated" in ways:
        rows += [(i, b, g + "-again", f"{u}?utm_source=feed", p) for i, b, g, u, p in rows]
    return FORMS[outlet["form"]](outlet, rows)


def _rss(outlet: dict[str, Any], rows: list[Any]) -> str:
    dated = "undated" not in outlet["ways"]
    items = "".join(
        f'<item><guid isPermaLink="false">{guid}</guid><title>{title(outlet, item)}</title><link>{escape(url)}</link>'
        + (f"<pubDate>{format_datetime(_at(published))}</pubDate>" if dated else "")
        + f"<description>{escape(body)}</description></item>"
        for item, body, guid, url, published in rows
    )
    head = (
        f"<title>{outlet['name']}</title><link>http://{outlet['host']}/</link><description>News</description>"
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{head}{items}</channel></rss>'


def _atom(outlet: dict[str, Any], rows: list[Any]) -> str:
    items = "".join(
        f'<entry><id>{guid}</id><title>{title(outlet, item)}</title><link href="{escape(url)}"/>'
        f"<published>{_at(published).isoformat()}</published><updated>{_at(item.updated).isoformat()}</updated>"
        f'<content type="html">{escape(body)}</content></entry>'
        for item, body, guid, url, published in rows
    )
    head = f"<title>{outlet['name']}</title><id>tag:{outlet['host']}</id>"
    return f'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">{head}{items}</feed>'


def _json(outlet: dict[str, Any], rows: list[Any]) -> str:
    items = [
        {
            "id": guid,
            "url": url,
            "title": title(outlet, item),
            "date_published": _at(published).isoformat(),
            "content_html": body,
        }
        for item, body, guid, url, published in rows
    ]
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": outlet["name"], "items": items}
    )


def _sitemap(outlet: dict[str, Any], rows: list[Any]) -> str:
    news = 'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    items = "".join(
        f"<url><loc>{escape(url)}</loc><n:news><n:publication><n:name>{outlet['name']}</n:name><n:language>en</n:language>"
        f"</n:publication><n:publication_date>{_at(published).isoformat()}</n:publication_date>"
        f"<n:title>{title(outlet, item)}</n:title></n:news></url>"
        for item, body, guid, url, published in rows
    )
    site = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{site}" {news}>{items}</urlset>'


FORMS = {"rss": _rss, "atom": _atom, "json": _json, "sitemap": _sitemap}
