from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from msgspec.structs import replace

from writethru import Newsroom
from writethru.acquire import open_post
from writethru.errors import FetchError
from writethru.newsroom.notifying import notices, tell
from writethru.records import Brief, Change, Citation, CitedSentence, Counts, Coverage, SourceNote
from writethru.settings import NotifyRule, NotifySettings, Settings, load_settings
from writethru.store import Store, open_store

NOW = datetime(2031, 3, 8, 12, tzinfo=UTC)
EXACT = "Fifteen people died, the governor said."
CITED = CitedSentence(EXACT, (Citation(1, "a1", "text", 0, len(EXACT), EXACT),))
NOTE = SourceNote(
    number=1, article="a1", external_id=None, publisher="The Courier", title="Dam", url="https://courier.example/1",
    published="2031-03-06", origin="o1", why_origin="", roles=(),
)  # fmt: skip
FIRST = Brief(
    story="cafe01", revision=1, updated="2031-03-06", counts=Counts(1, 1, 1), headline=CitedSentence("Vasken dam fails", ()),
    sections=(), disagreements=(), sources=(NOTE,), timeline=(), coverage=Coverage("2031-03-06"),
)  # fmt: skip
SECOND = replace(
    FIRST, revision=2, changes=(
        Change("figure revised", "14 people killed", "15 people killed", CITED),
        Change("disagreement appeared", "", "Whether the gates were opened", CITED),
    ),
)  # fmt: skip


def told(rule: NotifyRule, page: Brief) -> list[tuple[str, str]]:
    return [(n.event, n.now) for n in notices(rule, page)]


def test_a_rule_hears_of_the_kinds_that_it_asks_for() -> None:
    assert told(NotifyRule(), FIRST) == [("new story", "Vasken dam fails")]
    assert told(NotifyRule(), SECOND) == [("disagreement appeared", "Whether the gates were opened")]
    assert len(told(NotifyRule(on=("any",)), SECOND)) == 2
    assert told(NotifyRule(on=("correction",)), SECOND) == []


def test_a_rule_hears_of_the_words_and_the_story_that_it_names() -> None:
    assert told(NotifyRule(words="DAM vasken"), FIRST)
    assert not told(NotifyRule(words="dam flood"), FIRST)
    assert told(NotifyRule(story="cafe"), FIRST) and not told(NotifyRule(story="beef"), FIRST)


def test_a_notice_has_the_words_that_it_rests_on() -> None:
    found = next(notices(NotifyRule(on=("figure revised",)), SECOND))
    assert (found.previously, found.now, found.because) == ("14 people killed", "15 people killed", EXACT)
    assert (found.url, found.revision, found.headline) == ("https://courier.example/1", 2, "Vasken dam fails")


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(":memory:") as store:
        yield store


def test_each_notice_goes_out_at_most_once(store: Store) -> None:
    sent: list[tuple[str, bytes]] = []
    one, other = (
        NotifyRule(on=("any",), webhook="https://a.example/"),
        NotifyRule(webhook="https://b.example/"),
    )
    rules = NotifySettings(rules=(one, other))

    def send(url: str, content: bytes) -> None:
        sent.append((url, content))
        raise FetchError("it answered 500", "status", status=500)

    problems = tell([FIRST, SECOND], store, rules, send)
    assert [url for url, _ in sent] == ["https://a.example/"] * 3 + ["https://b.example/"] * 2
    assert {p.kind for p in problems} == {"notice"} and len(problems) == 5
    assert "not sent again" in problems[0].line()
    assert tell([FIRST, SECOND, replace(SECOND, revision=3)], store, rules, send) == ()
    assert len(sent) == 5


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ((sys.executable, "-c", "import sys; sys.exit(3)"), "ended with 3"),
        ((sys.executable, "-c", "import time; time.sleep(20)"), "longer than 0.5 seconds"),
        (("/no/such/program",), "cannot be run"),
    ],
)
def test_a_command_that_fails_is_named(store: Store, command: tuple[str, ...], words: str) -> None:
    rules = NotifySettings(rules=(NotifyRule(command=command),), seconds=0.5)
    (problem,) = tell([FIRST], store, rules, lambda url, content: None)
    assert words in problem.found


def test_what_is_added_is_told_by_a_command(tmp_path: Path) -> None:
    out = tmp_path / "told"
    script = "import sys; open(sys.argv[1], 'ab').write(sys.stdin.buffer.read() + b'\\n')"
    command = [sys.executable, "-c", script, str(out)]
    path = tmp_path / "settings.toml"
    path.write_text(
        f'[[notify.rules]]\non = ["new story"]\nwords = "vasken hydro"\ncommand = {json.dumps(command)}\n'
    )
    with Newsroom(settings=load_settings(path), now=NOW) as room:
        room.add("examples/dam")
        lines = [json.loads(line) for line in out.read_text().splitlines()]
        assert {line["event"] for line in lines} == {"new story"}
        assert len({line["story"] for line in lines}) == len(lines) < len(room.front())
        room.add("examples/dam")
        assert len(out.read_text().splitlines()) == len(lines)


class Hook(BaseHTTPRequestHandler):
    seen: list[tuple[str, str, bytes]] = []  # noqa: RUF012

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append((self.path, self.headers["Content-Type"], content))
        self.send_response(302 if self.path == "/away" else 204)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hook() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    Hook.seen.clear()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_webhook_goes_through_the_one_way_out(hook: str) -> None:
    allowed = Settings(notify=NotifySettings(allow_networks=("127.0.0.0/8",)))
    open_post(allowed)(f"{hook}/in", b'{"a":1}')
    assert Hook.seen == [("/in", "application/json", b'{"a":1}')]
    with pytest.raises(FetchError, match="loopback"):
        open_post(Settings())(f"{hook}/in", b"{}")
    with pytest.raises(FetchError, match="answered 302"):
        open_post(allowed)(f"{hook}/away", b"{}")
    assert [path for path, _, _ in Hook.seen] == ["/in", "/away"]  # and no redirect was followed
    with pytest.raises(FetchError):
        open_post(allowed)("file:///etc/passwd", b"{}")


def test_the_allow_list_of_fetching_opens_nothing_to_webhooks(hook: str) -> None:
    fetching = Settings(acquire=replace(Settings().acquire, allow_networks=("127.0.0.0/8",)))
    with pytest.raises(FetchError, match="loopback"):
        open_post(fetching)(f"{hook}/in", b"{}")
