"""In a real browser no text of an article becomes markup, runs or loads: by escaping alone, and by the policy alone.

All pages stand in frames of one document, which collects what they tell. Every name leads to a listener on this
machine, which counts what asks for anything outside.
"""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.browser import CHROMIUM, OPTIONS
from tests.hostile.hostile_pages import ENCODINGS, KINDS, payloads, unescaped, without_policy
from tests.trials import SOAKING, do_without, trials

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium to look at the page with")

REFRESH = next(n for n, text in enumerate(payloads()) if 'refresh content="0;url=http' in text)
# What other programs show, or our script within a page: it has no policy of its own.
FOREIGN = ("markdown", "entry", "hits")
INNOCENT = ["An innocent sentence", "Another one. It says so [2 Dec].", "https://ok.example/path"]

# Of each frame: which elements and attributes it has, as it is and when what it holds is read again, and where
# its links lead; and the numbers of what told that it ran.
LOOK = """
const ran = {}, frames = new Map(), found = {};
addEventListener('message', event => (ran[frames.get(event.source) ?? 'elsewhere'] ??= []).push(event.data));
const pairs = root => {
  const names = new Set();
  for (const element of root.querySelectorAll('*')) {
    names.add(element.localName);
    for (const attribute of element.attributes) names.add(element.localName + ' ' + attribute.name);
  }
  return [...names];
};
const look = frame => {
  const page = frame.contentDocument;
  if (!page || page.location.protocol !== 'file:') return {gone: true};
  const again = new DOMParser().parseFromString(page.documentElement.outerHTML, 'text/html');
  return {
    once: pairs(page), again: pairs(again),
    links: [...new Set([...page.querySelectorAll('[href]')].map(e => e.getAttribute('href').split(/[:#]/)[0]))],
  };
};
const open = name => new Promise(done => {
  const frame = document.createElement('iframe');
  frame.onload = frame.onerror = () => setTimeout(() => { found[name] = look(frame); done(); }, WAIT);
  frame.src = name + '.html';
  document.body.append(frame);
  frames.set(frame.contentWindow, name);
});
const all = async () => {
  for (let at = 0; at < NAMES.length; at += 24) await Promise.all(NAMES.slice(at, at + 24).map(open));
  document.body.textContent = '';
  document.body.setAttribute('data-found', JSON.stringify({ran, found}));
};
const end = all();
"""


class Listener:
    """Counts the connections of a machine whose names all lead here, and the first line each sends."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self.server.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(caller,), daemon=True).start()

    def _answer(self, caller: socket.socket) -> None:
        with caller:
            caller.settimeout(2)
            try:
                said = caller.recv(4096)
                if b"evil" in said or b"ok.example" in said:
                    self.asked.append(said.split(b"\r\n")[0].decode("latin-1")[:200])
                caller.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            except OSError:
                return


class Seen:
    """What the pages of one run did: which told that they ran, what they hold, and what was asked for outside."""

    def __init__(self, told: dict[str, Any], asked: list[str]) -> None:
        self.ran: dict[str, list[int]] = told["ran"]
        self.found: dict[str, dict[str, list[str]]] = told["found"]
        self.asked = asked


# Pages a start of the browser: what four times as many take is not to be foreseen on a busy machine.
AT_ONCE = 120


def browse(folder: Path, pages: dict[str, str], wait: int = 20) -> Seen:
    """Open pages in frames of one document, one start of the browser for so many of them, and tell what they did."""
    folder.mkdir()
    names, seen = list(pages), Seen({"ran": {}, "found": {}}, [])
    for at in range(0, len(names), AT_ONCE):
        part = open_in_frames(folder / str(at), {n: pages[n] for n in names[at : at + AT_ONCE]}, wait)
        seen.ran |= part.ran
        seen.found |= part.found
        seen.asked += part.asked
    return seen


def open_in_frames(folder: Path, pages: dict[str, str], wait: int) -> Seen:
    """Open pages in frames of one document."""
    folder.mkdir()
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8", errors="replace")
    listener = Listener()
    script = LOOK.replace("WAIT", str(wait)).replace("NAMES", json.dumps(list(pages)))
    # The document is loaded when a picture of it is, which our listener would answer; so it waits in an event.
    outer = folder / "outer.html"
    outer.write_text(f"<!DOCTYPE html><body><script>{script}</script></body>", encoding="utf-8")
    command = [
        str(CHROMIUM),
        *OPTIONS,
        f"--host-resolver-rules=MAP * 127.0.0.1:{listener.port}",
        f"--user-data-dir={folder / 'profile'}",
        "--virtual-time-budget=60000",
        "--dump-dom",
        outer.as_uri(),
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    finally:
        listener.server.close()
        shutil.rmtree(folder / "profile", ignore_errors=True)
    if not done.stdout:
        do_without(f"chromium does not start here: {done.stderr[-200:]}")
    found = re.search(r'data-found="([^"]*)"', done.stdout)
    assert found, done.stdout[-500:] + done.stderr[-500:]
    return Seen(json.loads(unescape(found[1])), listener.asked)


def escaped_pages() -> Iterator[tuple[str, str]]:
    """Every page in every encoding without its policy; in the long run with it too."""
    for kind, draw in KINDS.items():
        yield f"innocent-{kind}", draw(INNOCENT)
        for encoding in list(ENCODINGS)[: trials(2 if kind in ("page", "markdown") else 1, len(ENCODINGS))]:
            page, name = draw(payloads(encoding)), f"{kind}-{encoding.replace(' ', '-')}"
            if kind not in FOREIGN and SOAKING:
                yield f"{name}-guarded", page
            yield name, without_policy(page)


@pytest.fixture(scope="module")
def escaped(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    return browse(tmp_path_factory.mktemp("escaped") / "pages", dict(escaped_pages()))


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Seen]:
    """The same without escaping, a page a text, once with its policy and once without."""
    numbered = list(enumerate(payloads()))[:: trials(8, 1)]
    with unescaped():
        pages = {
            f"page-{n}": KINDS["page"]([text]) for n, text in [*numbered, (REFRESH, payloads()[REFRESH])]
        }
        pages |= {
            kind: KINDS[kind](payloads()[:40]) for kind in KINDS if kind != "page" and kind not in FOREIGN
        }
        read = {
            f"{kind}-{n}": KINDS[kind]([text]) for kind in FOREIGN for n, text in numbered[:: trials(6, 1)]
        }
    folder = tmp_path_factory.mktemp("raw")
    bare = {name: without_policy(page) for name, page in pages.items()}
    return {
        "guarded": browse(folder / "guarded", pages, wait=5),
        "unguarded": browse(folder / "unguarded", bare | read, wait=5),
    }


def test_there_are_a_thousand_of_them() -> None:
    texts = {text for encoding in ENCODINGS for text in payloads(encoding)}
    assert len(texts) > 1000


def test_by_escaping_alone_nothing_runs_and_nothing_is_loaded(escaped: Seen) -> None:
    assert (escaped.ran, escaped.asked) == ({}, [])
    assert not [name for name, page in escaped.found.items() if "gone" in page]


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_of_an_article_becomes_markup(escaped: Seen, kind: str) -> None:
    """A hostile page has no element and no attribute that an innocent one has not, nor after a second reading."""
    own = escaped.found[f"innocent-{kind}"]
    pages = {name: page for name, page in escaped.found.items() if name.startswith(f"{kind}-")}
    assert len(pages) >= trials(1, len(ENCODINGS))
    for name, page in pages.items():
        assert set(page["once"]) <= set(own["once"]), name
        assert set(page["again"]) <= set(own["again"]), name
        outside = [link for link in page["links"] if not re.match(r"/(?!/)", link)]  # not to a page of ours
        assert set(outside) <= {"", "https", "http"} or kind == "index", (name, page["links"])


def test_by_the_policy_alone_nothing_runs_and_only_a_navigation_leads_outside(raw: dict[str, Seen]) -> None:
    """No policy that our pages can have forbids `<meta http-equiv=refresh>`; escaping alone stops it.

    `sandbox` does, where it is sent as a header and does not allow scripts. But a page that is a file has its policy in
    an element, where `sandbox` is not heeded, and the reading room has a script of its own; no browser knows `navigate-to`.
    Nothing is carried off but that the page was read, and the address that was written into it.
    """
    assert raw["guarded"].ran == {}
    assert {line.split()[1] for line in raw["guarded"].asked} <= {f"/{REFRESH}"}


def test_the_probe_runs_and_loads_where_nothing_stops_it(raw: dict[str, Seen]) -> None:
    seen = raw["unguarded"]
    assert {name.split("-")[0] for name in seen.ran} >= set(KINDS)
    assert sum(name.startswith("page-") for name in seen.ran) >= trials(10, 60)
    assert len({line.split()[1] for line in seen.asked}) >= trials(3, 20)
