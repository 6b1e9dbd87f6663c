"""A page that comes in pieces, as over a slow line or to a busy machine: what is painted already does not move."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.request import urlopen

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")
pytest.importorskip("playwright.sync_api", reason="playwright leads the browser")

from tests.browser import CHROMIUM
from tests.trials import trials

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium to walk with")
PIECES = trials(25, 400)  # of the body, each with one element that ends; what follows comes at once
FRAMES = 2  # that are painted between one and the next
ENDS = re.compile(r"(?<=</li>)|(?<=</p>)|(?<=</h[1-3]>)|(?<=</nav>)|(?<=</form>)")
SPREAD = b"<style>.ways { justify-content: space-between !important; }</style></head>"  # as it was once
# Tells the server of each frame; and what moved: the beginning of its text, from where, to where.
WATCH = """window.moved = [];
new PerformanceObserver(list => {
    for (const e of list.getEntries()) for (const s of e.sources)
        window.moved.push([(s.node?.textContent || '').trim().slice(0, 40),
            [s.previousRect.x, s.previousRect.y], [s.currentRect.x, s.currentRect.y]]);
}).observe({type: 'layout-shift', buffered: true});
const told = () => requestAnimationFrame(() => setTimeout(() => fetch('/painted').then(told)));
told();"""


@pytest.fixture(scope="module")
def slow(site: str) -> Iterator[str]:
    """The address of the same reading room at the end of a line that waits for the browser to paint."""
    painted = threading.Semaphore(0)

    class Line(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path == "/painted":
                painted.release()
                self.answer("text/plain", b"")
            elif "icon" in self.path:
                self.send_error(404)
            else:
                with urlopen(site + self.path) as answer:
                    form, content = answer.headers["Content-Type"], answer.read()
                if self.headers["Spread"]:
                    content = content.replace(b"</head>", SPREAD)
                self.answer(form, content)

        def answer(self, form: str, content: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", form)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            parts = ENDS.split(content.decode()) if "html" in form else [content.decode()]
            for part in (*parts[:PIECES], "".join(parts[PIECES:])):
                self.wfile.write(part.encode())
                for _ in range(FRAMES if len(parts) > 1 else 0):
                    painted.acquire(timeout=1)

        def log_message(self, *said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Line)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def arriving(browser: Any, address: str, width: int, **options: Any) -> Iterator[list[Any]]:
    """Open an address, and give what moved while it came."""
    window = browser.new_context(viewport={"width": width, "height": 900}, **options)
    page = window.new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    try:
        yield page.evaluate("window.moved")
    finally:
        window.close()


@pytest.mark.parametrize("path", ["/", "story", "/search?q=dam"])
@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_moves_while_the_rest_comes(
    browser: Any, slow: str, story: str, path: str, width: int
) -> None:
    with arriving(browser, slow + (story if path == "story" else path), width) as moved:
        assert moved == []


def test_what_is_spread_over_a_line_is_seen_to_move(browser: Any, slow: str, story: str) -> None:
    """Else the test above would see nothing."""
    with arriving(browser, slow + story, 360, bypass_csp=True, extra_http_headers={"Spread": "1"}) as moved:
        assert {"Outlets", "People"} & {told for told, *_ in moved}
