"""What a round over 500 feeds costs in which nothing has changed: each of its own host, over HTTP on loopback.

The server is a process of its own, so that the seconds of processor are those of the reader alone.
"""

from __future__ import annotations

import multiprocessing
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path

from msgspec.structs import replace

from writethru import Newsroom
from writethru.acquire import open_fetch
from writethru.acquire.fetch import Net
from writethru.records import WatchedFeed
from writethru.settings import Settings
from writethru.store import open_store

FEEDS = 500
ITEMS = 20
WARM = 5  # feeds that are read before, so that what is loaded once is not counted
LONG = "The lock keeper opened gate {n} of the Orlen canal before noon, and {n} barges went through it. " * 8
ITEM = "<item><guid>{n}</guid><title>Gate {n}</title><link>http://{host}/{n}</link><description>{text}</description></item>"


class Desk(BaseHTTPRequestHandler):
    """Any outlet: a feed of its own, and 304 to who has it."""

    def do_GET(self) -> None:
        """Answer."""
        known = self.headers.get("If-None-Match") == '"1"'
        self.send_response(304 if known else 200)
        self.send_header("ETag", '"1"')
        host = self.headers.get("Host", "")
        items = "".join(ITEM.format(n=n, host=host, text=LONG.format(n=n)) for n in range(ITEMS))
        body = b"" if known else f"<rss><channel><title>{host}</title>{items}</channel></rss>".encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def serve(tell: Connection) -> None:
    """Serve for ever, and tell at which port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    server.request_queue_size = 128
    tell.send(server.server_port)
    server.serve_forever()


@contextmanager
def world() -> Iterator[Net]:
    """Give a network on which every name leads to the server."""
    near, far = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(far,), daemon=True)
    process.start()
    port = near.recv()

    def connect(address: str, asked: int, seconds: float) -> socket.socket:
        return socket.create_connection(("127.0.0.1", port), seconds)

    yield Net(resolve=lambda host, port: ["127.0.0.1"], connect=connect)
    process.terminate()
    process.join()


def round_of(room: Newsroom) -> dict[str, float]:
    """Return what a round over all feeds costs."""
    began, spent = time.perf_counter(), time.process_time()
    visits = list(room.update(every=True))
    return {
        "feeds": len(visits),
        "unchanged": sum(visit.unchanged for visit in visits),
        "cpu_seconds": time.process_time() - spent,
        "seconds": time.perf_counter() - began,
    }


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the costs of a round; no data is needed."""
    settings = Settings()
    settings = replace(settings, acquire=replace(settings.acquire, allow_networks=("127.0.0.0/8",)))
    with tempfile.TemporaryDirectory() as folder, world() as net:
        store = f"{folder}/news.db"
        with open_store(store) as kept:
            for n in range(FEEDS):
                etag = '"1"' if n >= WARM else ""
                kept.add_feed(
                    WatchedFeed(
                        url=f"http://outlet{n}.example/feed.xml", etag=etag, digest="1", good="2030-01-01"
                    )
                )
        with Newsroom(store, settings=settings, fetch=open_fetch(settings, net=net)) as room:
            for n in range(WARM):
                list(room.update(f"http://outlet{n}.example/feed.xml"))
            return {f"unchanged-{FEEDS}": round_of(room)}
