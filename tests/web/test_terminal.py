"""Each way of reading and doing in the reading room has its equivalent in the command line: the table in the docs, run."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer

pytest.importorskip("starlette", reason="the reading room needs the extra web")

from starlette.testclient import TestClient

from writethru import Newsroom
from writethru.cli import app, run
from writethru.settings import Settings
from writethru.web.app import READING, open_app
from writethru.web.writing import WRITING

NOW = datetime(2031, 3, 8, 12, tzinfo=UTC)
TABLE = Path("docs/how-to/read-in-a-browser.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([^|]+) \| (`/[^|]*`) \| `writethru ([^`]+)` \|$", re.MULTILINE)
WAYS = [(what, re.findall(r"`([^`]+)`", at), command) for what, at, command in ROW.findall(TABLE)]
# What is no way of a reader: the script that each page works without, and what is for programs.
NOT_READ = ("/static/", "/api/")
NAMES = {
    "outlet": "The Kesterin Courier",
    "person": "Maren Tolvik",
    "place": "Dunhallow",
    "organisation": "Sellen Hydro",
}
# What each command has to print, as a reader would find it on the page; those that fetch are named, not run.
TOLD = {
    "stories --why": "developing",
    "stories --active": "Vasken",
    "stories --outlet NAME": "Blocked pipe caused Pell reservoir alarm",
    **{
        f"stories --{kind} NAME": "Sellen Hydro chief steps aside"
        for kind in ("person", "place", "organisation")
    },
    "stories --status disputed": "Sellen Hydro chief steps aside",
    "stories --words WORDS": "Sellen Hydro chief steps aside",
    "stories --since WHEN": "Vasken",
    "export --site FOLDER": "pages",
    "show STORY": "Where accounts differ",
    "show STORY --format json --with-articles": '"exact"',
    "show STORY --format markdown": "## Timeline",
    "show STORY --revision 1": "revision 1",
    "show STORY --since WHEN": "New sources",
    "timeline STORY": "1964",
    "sources STORY": "agency copy",
    "history STORY": "Revision 2",
    "diff STORY 1 2": "Headline",
    "claims STORY --why": "say otherwise",
    "why STORY": "opened this story",
    "article ARTICLE": "story",
    "article ARTICLE --findings": '"attributions"',
    "article ARTICLE --revisions": "number (twelve → fifteen)",
    **{f"about {kind} [NAME]": name for kind, name in NAMES.items()},
    "about": "Ten reprints of one agency text are ten articles and one origin",
    "search WORDS": "spillway",
    "feed list": "news.example",
    "doctor": "store articles",
    "merge STORY OTHER": "merged",
    "split STORY ARTICLE": "story",
    "move ARTICLE OTHER": "moved",
    "undo STORY": "undone (undoes a merge)",
    "follow STORY": "followed: story",
    "unfollow STORY": "not followed any more: story",
    "mark sentence STORY WORDS": "marked not supported: The chief executive",
    "mark articles ARTICLE OTHER": "marked not the same event",
    "mark withdraw MARK": "withdrawn: mark",
    "marks": "The chief executive of Sellen Hydro",
    "token list": "night desk",
    "feed remove URL": "removed",
}
FETCHING = {"add SOURCE", "feed add URL", "feed import FILE", "feed check"}
BEFORE = {
    "undo STORY": "merge STORY OTHER",
    "unfollow STORY": "follow STORY",
    "marks": "mark sentence STORY WORDS",
    "mark withdraw MARK": "mark sentence STORY WORDS",
}


class Ids(NamedTuple):
    """What stands for the words of the table in one store."""

    store: Path
    words: dict[str, str]


def edited(hurt: str, hour: int) -> str:
    """A line of an article that came again with other words."""
    return json.dumps({
        "id": "osprey", "url": "https://harbour.example/osprey", "title": "Ferry hits pier", "publisher": "Harbour Post",
        "published": "2031-03-06T09:00:00Z", "modified": f"2031-03-06T{hour}:00:00Z",
        "text": f"The ferry Osprey hit the pier in Lorne on Thursday and {hurt} people were hurt, the harbour office said.",
    })  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Ids:
    """The example, which came in two parts, an article that was edited between them, a feed, and a token."""
    from writethru.records import WatchedFeed
    from writethru.store import open_store

    folder = tmp_path_factory.mktemp("terminal")
    store, line = folder / "news.db", folder / "edited.jsonl"
    for hours, files, text in ((48, "courier-*", edited("twelve", 10)), (1, "*", edited("fifteen", 15))):
        line.write_text(text, encoding="utf-8")
        with Newsroom(store, settings=Settings(), now=NOW - timedelta(hours=hours)) as room:
            room.add([*sorted(str(path) for path in Path("examples/dam").glob(files)), str(line)])
    with Newsroom(store, settings=Settings(), now=NOW) as room:
        room.token_add("night desk")
        first, *others = room.front()
        dam = max((first, *others), key=lambda s: s.card.articles).card.story
        other = next(s.card.story for s in (first, *others) if s.card.story != dam)
        page = room.page_of(dam)[0]
    with open_store(str(store), settings=Settings()) as kept:
        kept.add_feed(WatchedFeed(url="https://news.example/feed.xml", title="The Courier"))
    return Ids(
        store,
        {
            "STORY": dam, "OTHER": other, "ARTICLE": page.sources[0].article, "URL": "https://news.example/feed.xml",
            "WHEN": (NOW - timedelta(hours=24)).isoformat(), "FOLDER": "site",
            "WORDS": shlex.quote(page.sections[0].sentences[0].text),
        },
    )  # fmt: skip


Call = Callable[[str], tuple[int, str]]


@pytest.fixture
def call(
    made: Ids, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Call:
    """Run a command of the table, its words filled in, on a store of its own."""
    store = shutil.copy(made.store, tmp_path / "news.db")
    for name, value in {"STORE": store, "XDG_CONFIG_HOME": tmp_path, "XDG_DATA_HOME": tmp_path}.items():
        monkeypatch.setenv(name if name.startswith("XDG") else f"WRITETHRU_{name}", str(value))

    def called(command: str) -> tuple[int, str]:
        words = {**made.words, "FOLDER": str(tmp_path / "site")}
        if command.startswith(("search", "stories")):
            words["WORDS"] = "spillway"
        if command == "article ARTICLE --revisions":
            words["ARTICLE"] = "osprey"
        if command == "mark articles ARTICLE OTHER":
            words["OTHER"] = run_json("sources", words["STORY"])[1]["article"]
        if command == "mark withdraw MARK":
            words["MARK"] = run_json("marks")[0]["id"]
        words["NAME"] = shlex.quote(next((NAMES[kind] for kind in NAMES if kind in command), ""))
        filled = re.sub(r"\[?\b([A-Z]+)\b\]?", lambda found: words.get(found[1], found[0]), command)
        now = ["--now", NOW.isoformat()] if command.startswith("stories") else []
        code = run([*shlex.split(filled), *now])
        return code, "".join(capsys.readouterr())

    def run_json(*arguments: str) -> Any:
        assert run([*arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return called


def test_every_way_of_a_reader_and_of_who_writes_stands_in_the_table() -> None:
    told = {address for _, addresses, _ in WAYS for address in addresses}
    reading = {path for path, _ in READING if not path.startswith(NOT_READ)}
    writing = {way.path for way in WRITING if not way.path.startswith(NOT_READ)}
    assert told == reading | writing


def test_every_command_of_the_table_is_known_and_run_or_named() -> None:
    assert {command for *_, command in WAYS} == set(TOLD) | FETCHING
    reference = Path("docs/reference/cli.md").read_text(encoding="utf-8")
    for *_, command in WAYS:
        name = re.match(r"(?:feed|mark|token) \w+|[a-z]+", command)
        assert name and f"\n## `{name[0]}`\n" in reference, command


@pytest.mark.parametrize("command", TOLD)
def test_the_command_tells_what_the_page_tells(call: Call, command: str) -> None:
    if command in BEFORE:
        assert call(BEFORE[command])[0] == 0
    code, told = call(command)
    assert code == 0, told
    assert TOLD[command] and TOLD[command].casefold() in told.casefold(), told


@pytest.fixture(scope="module")
def client(made: Ids) -> Iterator[TestClient]:
    with TestClient(open_app(str(made.store), now=NOW), base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        ("--outlet 'The Kesterin Courier'", {"outlet": "the kesterin courier"}),
        ("--person Tolvik", {"person": "maren tolvik"}),
        ("--place dunhallow", {"place": "dunhallow"}),
        ("--organisation 'Sellen Hydro'", {"organisation": "sellen hydro"}),
        ("--status developing", {"status": "developing"}),
        ("--status disputed", {"status": "disputed"}),
        ("--words '\"spillway gates\" commission'", {"q": '"spillway gates" commission'}),
        (
            "--outlet 'the kesterin courier' --words pipe --since 2031-03-01",
            {"outlet": "the kesterin courier", "q": "pipe", "since": "2031-03-01"},
        ),
        ("--place Lorne --status closed", {"place": "lorne", "status": "closed"}),
        ("--person 'Nobody Known'", {"person": "nobody known"}),
    ],
)
def test_stories_are_chosen_and_put_in_order_as_in_the_reading_room(
    call: Call, client: TestClient, options: str, asked: dict[str, str]
) -> None:
    code, told = call(f"stories {options} --why")
    found = client.get("/api/v1/stories", params=asked).json()["stories"]
    lines = [line for line in told.splitlines() if "\t" in line]
    assert [line.partition("\t")[0] for line in lines] == [each["card"]["story"] for each in found]
    assert code == 0 and len(lines) < 4
    assert bool(lines) != ("writethru: no story fits --" in told)


def test_what_the_pages_are_is_told_in_the_same_words(call: Call, client: TestClient) -> None:
    page = re.findall(r"<header.*?</main>", client.get("/about").text, re.DOTALL)[0]
    code, told = call("about")
    words = re.findall(r"[\w/.’]+", told)
    assert code == 0 and len(words) > 300
    assert words == re.findall(r"[\w/.’]+", unescape(re.sub(r"<[^>]*>", " ", page)))


def test_what_changed_since_a_time_is_what_the_front_page_says(made: Ids) -> None:
    with Newsroom(made.store, settings=Settings(), now=NOW, read_only=True) as room:
        hour_ago = (NOW - timedelta(hours=2)).isoformat()
        late = {s.card.story for s in room.front(since=hour_ago)}
        early = {s.card.story for s in room.front(since=(NOW - timedelta(days=3)).isoformat())}
        assert room.front(since=(NOW + timedelta(hours=1)).isoformat()) == ()
        assert len(room.front(since="0001-01-01")) == len(room.stories())
        every = {s.card.story for s in room.front()}
    assert made.words["STORY"] in late and late <= early == every


def test_it_listens_at_this_machine_alone_unless_told_otherwise() -> None:
    (host,) = [p for p in typer.main.get_command(app).commands["serve"].params if p.name == "host"]  # type: ignore[attr-defined]
    assert host.default == "127.0.0.1"
