"""The Python API used wrongly: each argument of each public method is given what it is not, and says so."""

from __future__ import annotations

import inspect
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

import writethru
from tests.trials import SOAKING
from writethru import Newsroom, read
from writethru.acquire import Fetched
from writethru.errors import FetchError, StoreFull, UsageError
from writethru.settings import Settings

NOW = datetime(2031, 3, 10, tzinfo=UTC)
HARBOUR = str(Path("tests/cases/cli/harbour.jsonl").resolve())

# Of another type than any argument of its place can be, or no number of anything.
WRONG: dict[str, object] = {
    "None": None,
    "bytes": b"x",
    "a number": 7,
    "a negative number": -1,
    "a number no database holds": 10**30,
    "a fraction": 1.5,
    "no number": float("nan"),
    "True": True,
    "a list of None": [None],
    "a dict": {1: 2},
    "an object": object(),
    "a module": sqlite3,
    "a time without a zone": datetime(2031, 3, 1),
}
# Text of which nothing good can come.
ODD: dict[str, str] = {
    "half a character": "\ud800",
    "a NUL": "a\0b",
    "nothing": "",
    "much": "x" * 1_000_000,
    "a broken address": "http://[::1",
    "an address with half a character": "https://a.example:99999/\ud800",
    "an address with a NUL": "http://\0/",
    "an address of a long name": "https://" + "a" * 70 + ".example/",
    "a path out of here": "../../" * 200 + "no-such-file",
    "blanks": " \t\n",
    "a quotation mark": "'\"; DROP TABLE articles; --",
    "a sign of search": "NEAR( AND *",
}
METHODS = [
    name for name, _ in inspect.getmembers(Newsroom, callable) if not name.startswith("_") and name != "close"
]


def no_fetch(url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
    raise FetchError(f"{url!r} is not in a test")


class World:
    """A store with a few articles, what can rightly be asked of it, and a look at whether it changes."""

    def __init__(self, folder: Path) -> None:
        path = folder / "news.db"
        self.room = Newsroom(path, now=NOW, fetch=no_fetch)
        self.room.add(HARBOUR)
        story = self.room.stories()[0].id
        article = self.room.story(story).articles[0]
        self.right: dict[str, object] = {
            "story": story,
            "stories": [story],
            "article": article,
            "articles": [article],
            "id": article,
            "sources": HARBOUR,
            "file": folder / "copy.db",
            "address": "https://a.example/feed",
            "site": "https://a.example/",
            "stop": lambda: True,
            "most": 3,
            "sentence": 1,
        }
        self._copy = folder / "copy.db"
        self._watcher = sqlite3.connect(path)

    def version(self) -> int:
        return int(self._watcher.execute("PRAGMA data_version").fetchone()[0])

    def call(self, method: str, **given: object) -> object:
        self._copy.unlink(missing_ok=True)
        needed = {
            name: self.right.get(name, "x")
            for name, one in inspect.signature(getattr(Newsroom, method)).parameters.items()
            if one.default is inspect.Parameter.empty and name != "self"
        }
        found = getattr(self.room, method)(**needed | given)
        return list(found) if isinstance(found, Iterator) else found

    def close(self) -> None:
        self._watcher.close()
        self.room.close()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with closing(World(tmp_path_factory.mktemp("misuse"))) as found:
        yield found


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is taken for the name of a file by mistake is made there, and not among ours."""
    monkeypatch.chdir(tmp_path)


def arguments(method: str) -> list[str]:
    return [name for name in inspect.signature(getattr(Newsroom, method)).parameters if name != "self"]


@pytest.mark.parametrize("method", METHODS)
def test_an_argument_of_a_wrong_type_is_said_and_nothing_changes(method: str, world: World) -> None:
    """Where a value is right after all, as None often is, it may be taken."""
    for name in arguments(method):
        refused = 0
        for called, value in WRONG.items():
            before = world.version()
            try:
                world.call(method, **{name: value})
            except UsageError as error:
                refused += 1
                assert str(error), called
                assert len(str(error)) < 500, called
                assert world.version() == before, (name, called)
        assert refused >= len(WRONG) / 2, f"{method}: {name} is anything"


@pytest.mark.parametrize("method", METHODS)
def test_odd_text_raises_nothing_but_what_is_documented(method: str, world: World) -> None:
    odd = list(ODD.items())
    for name in arguments(method):
        for called, value in odd if SOAKING else odd[:4] + odd[len(name) % 8 + 4 :: 8]:
            before = world.version()
            try:
                world.call(method, **{name: value})
            except UsageError as error:
                assert world.version() == before, (name, called, str(error)[:200])
            except FetchError:
                assert method == "feed_discover", (name, called)
            except StoreFull:
                assert (method, name) == ("backup", "file"), called


@pytest.mark.parametrize("method", METHODS)
def test_a_name_or_number_of_arguments_that_is_wrong_is_said(method: str, world: World) -> None:
    with pytest.raises(UsageError, match=f"^{method}: "):
        getattr(world.room, method)(no_such_argument=1)
    with pytest.raises(UsageError, match=f"^{method}: "):
        getattr(world.room, method)(*[None] * 12)


MISTAKES: dict[str, tuple[Callable[[World], object], str]] = {
    "a story that is None": (lambda w: w.room.show(None), "'story' is to be text, and None was given"),  # type: ignore[arg-type]
    "one text for several": (lambda w: w.room.merge("abc"), "several of text, and 'abc' was given"),
    "a limit below nothing": (lambda w: w.room.search("ferry", limit=-1), "a whole number, and -1"),
    "no argument": (lambda w: w.room.story(), r"story: missing .* 'id'; it takes id"),  # type: ignore[call-arg]
    "a clock that is none": (lambda w: w.room.update(clock=7), "'clock' is to be Clock or None"),  # type: ignore[arg-type]
    "a source within an iterator": (
        lambda w: w.room.add(iter([HARBOUR, b"x"])),  # type: ignore[arg-type, list-item]
        "a source is a URL or a path, and b'x' was given",
    ),
    "a store of bytes": (lambda w: Newsroom(b"news.db"), "Newsroom: 'store' is to be text or Path or None"),  # type: ignore[arg-type]
    "a time without a zone": (lambda w: Newsroom(now=datetime(2031, 3, 1)), "a datetime with its zone"),
    "settings that are none": (lambda w: Newsroom(settings={"acquire": 1}), "'settings' is to be Settings"),  # type: ignore[arg-type]
    "nothing to read": (lambda w: list(read(None)), "read: 'sources' is to be text or Path or several of"),  # type: ignore[arg-type]
    "nothing to annotate": (lambda w: writethru.annotate("text"), "'article' is to be an Article"),  # type: ignore[operator]
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_message_says_what_was_found_and_what_was_expected(mistake: str, world: World) -> None:
    make, said = MISTAKES[mistake]
    with pytest.raises(UsageError, match=said):
        make(world)


def test_right_use_is_not_refused(world: World) -> None:
    """As the types say it: paths for texts, any collection for several, subclasses."""

    class Name(str):
        __slots__ = ()

    story = str(world.right["story"])
    assert world.room.show(Name(story)).brief.story == story
    assert [h.id for h in world.room.search(words="ferry", limit=3)] == [
        h.id for h in world.room.search("ferry", limit=3)
    ]
    assert world.room.revise((story,)) == world.room.revise({story}) == ()
    assert list(read([Path(HARBOUR)], settings=Settings(), now=NOW)) != []
    assert inspect.signature(Newsroom.show).parameters.keys() == {"self", "story", "revision", "since"}
