"""Renew what README and docs show: the example's page, what commands print, the settings, the pictures.

`make readme` runs it. The tests import it and fail when a document shows something else than what
the program gives now.

- Between `<!-- page -->` and `<!-- /page -->` stands the page that `make brief` prints for the dam.
- In a block fenced as `console` a line that begins with `$ ` is a command, run in order in a folder
  that holds `examples` and a list of one feed, `feeds.opml`; the lines after it are what it prints, to the end or
  to a line `…`. `curl -s ADDRESS` asks the reading room of the store in that folder, also with `-X METHOD`, `-d BODY`
  and a token for `$TOKEN`; `| jq` sets its JSON in lines. From there nobody on the network is reached.
- Between `<!-- endpoint NAME... -->` and `<!-- /endpoint -->` stands what addresses of the API are for, and take.
- Between `<!-- writing -->` and `<!-- /writing -->` stands a table of what needs a token, and likewise of `statuses`.
- Between `<!-- settings SECTION -->` and `<!-- /settings -->` stands a table: each setting, its default,
  and the reason that `settings.py` gives beside it, or else the one that stands here already.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import itertools
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, MutableMapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from writethru import Newsroom
from writethru.cli import run
from writethru.errors import FetchError
from writethru.render import render_text
from writethru.settings import Settings

if TYPE_CHECKING:
    from starlette.applications import Starlette

ROOT = Path(__file__).parent.parent
EXAMPLE = "examples/dam"
NOW = "2031-03-08T12:00:00Z"
COLUMNS = "100"
STYLE = re.compile("\x1b\\[[0-9;]{0,9}m")  # bold and the like
PAGE = re.compile(r"(?<=<!-- page -->\n```text\n).*?(?=```\n<!-- /page -->)", re.DOTALL)
CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)
ENDPOINT = re.compile(r"(?<=<!-- endpoint )([\w ]+)( -->\n)(.*?)(?=<!-- /endpoint -->)", re.DOTALL)
WRITTEN = re.compile(r"(?<=<!-- writing -->\n).*?(?=<!-- /writing -->)", re.DOTALL)
STATUSES = re.compile(r"(?<=<!-- statuses -->\n).*?(?=<!-- /statuses -->)", re.DOTALL)
TABLE = re.compile(r"(?<=<!-- settings )(\w+)( -->\n)(.*?)(?=<!-- /settings -->)", re.DOTALL)
OPTIONS = ("-H", "-X", "-d")  # of curl, with a word behind
OPML = """<opml version="2.0"><body><outline text="Ardovia">
<outline type="rss" text="The Kesterin Courier" xmlUrl="https://www.kesterincourier.example/ardovia/feed.xml"/>
</outline></body></opml>
"""
PICTURES = {  # colours, width and height in pixels
    "page.png": ("light", 1200, 1010),
    "phone-dark.png": ("dark", 500, 900),
    "room.png": ("light", 1200, 820),
    "room-phone-dark.png": ("dark", 500, 900),
}
CHROMIUM = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"
    " --disable-component-update --hide-scrollbars --allow-file-access-from-files"
).split()


def documents() -> list[Path]:
    """Return README, the documents that a person reads from beginning to end, and the reference of the API."""
    return [
        ROOT / "README.md",
        *(
            p
            for p in sorted((ROOT / "docs").rglob("*.md"))
            if "reference" not in p.parts or p.name == "http.md"
        ),
    ]


def example_page() -> str:
    """Return the page of the example's first story, as `make brief` prints it into a pipe."""
    room = Newsroom(settings=Settings(), now=datetime.fromisoformat(NOW).astimezone(UTC))
    with contextlib.chdir(ROOT), room:
        (page,) = room.brief([EXAMPLE], story=1).pages
    return render_text(page.brief, color=False)


# -- commands and what they print


class Screen(io.StringIO):
    """Standard output as a terminal without colours."""

    def isatty(self) -> bool:
        """Return that it is a terminal, so that tables are drawn."""
        return True


class Aside(io.StringIO):
    """Standard error, printed among standard output."""

    def __init__(self, screen: Screen) -> None:
        super().__init__()
        self.screen = screen

    def write(self, text: str) -> int:
        """Write to the screen."""
        return self.screen.write(text)


class Shell:
    """A folder with the example in it, in which `writethru …`, `writethru … > FILE` and `echo $?` run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.code = 0
        self.token = ""
        (folder / "examples").symlink_to(ROOT / "examples")
        (folder / "feeds.opml").write_text(OPML, encoding="utf-8")

    def run(self, command: str) -> str:
        """Return what a command prints on a terminal of 100 columns."""
        words = shlex.split(command)
        if words == ["echo", "$?"]:
            return f"{self.code}\n"
        if words[0] == "curl":
            return asked([self._with_token(word) for word in words], self.folder / "news.db")
        given = dict(w.split("=", 1) for w in words[: words.index("writethru")])
        words = words[words.index("writethru") + 1 :]
        target = words.pop() if len(words) > 1 and words[-2] == ">" else ""
        arguments = words[:-1] if target else words
        screen, kept = Screen(), io.StringIO()
        mine = {"COLUMNS": COLUMNS, "TERM": "xterm", "NO_COLOR": "1"}
        mine |= {"XDG_CONFIG_HOME": str(self.folder / "config"), "XDG_DATA_HOME": str(self.folder / "data")}
        with (
            environment(mine | given),
            contextlib.chdir(self.folder),
            contextlib.redirect_stdout(kept if target else screen),
            contextlib.redirect_stderr(Aside(screen)),
        ):
            self.code = run(arguments)
        if target:
            (self.folder / target).write_text(kept.getvalue(), encoding="utf-8")
        return STYLE.sub("", screen.getvalue())

    def _with_token(self, word: str) -> str:
        """Return a word of a command with a token of the store where it stands for one."""
        if "$TOKEN" in word and not self.token:
            with Newsroom(self.folder / "news.db") as room:
                self.token = room.token_add("night desk")
        return word.replace("$TOKEN", self.token)


def unreached(url: str, **given: str) -> Any:
    """Stand for a network in which nobody answers."""
    raise FetchError(f"{url}: nobody is there", "unresolved")


def asked(words: list[str], store: Path) -> str:
    """Return what `curl -s [-i] [-N] [-X METHOD] [-H HEADER]... [-d BODY] ADDRESS [| jq]` prints of a store's room."""
    from starlette.testclient import TestClient

    from writethru.web import open_app

    given = {option: [w for before, w in itertools.pairwise(words) if before == option] for option in OPTIONS}
    headers = dict(header.split(": ", 1) for header in given["-H"])
    body = "".join(given["-d"])
    method = "".join(given["-X"]) or ("POST" if body else "GET")
    (address,) = (w for w in words if w.startswith("http://127.0.0.1:8031/"))
    app = open_app(str(store), now=datetime.fromisoformat(NOW).astimezone(UTC), fetch=unreached)
    if "-N" in words:
        return asyncio.run(listened(app, address.removeprefix("http://127.0.0.1:8031")))
    with TestClient(app, base_url="http://localhost") as client:
        client.headers["accept"] = "*/*"
        path = address.removeprefix("http://127.0.0.1:8031")
        found = client.request(method, path, headers=headers, content=body)
    if words[-2:] == ["|", "jq"]:
        return json.dumps(found.json(), indent=2, ensure_ascii=False)
    if "-i" not in words:
        return found.text
    told = ("content-type", "etag", "cache-control", "vary", "allow")
    status = f"HTTP/1.1 {found.status_code} {found.reason_phrase}"
    return "\n".join(
        [status, *(f"{n}: {found.headers[n]}" for n in told if n in found.headers), "", found.text]
    )


async def listened(app: Starlette, address: str) -> str:
    """Return the first events that an address gives, and leave."""
    path, _, query = address.partition("?")
    came, told = asyncio.Event(), b""

    async def receive() -> dict[str, object]:
        await came.wait()
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        nonlocal told
        told += message.get("body", b"")
        if told.count(b"event:") > 1:
            came.set()

    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "root_path": ""}
    async with app.router.lifespan_context(app):
        await app({**scope, "scheme": "http", "headers": [(b"host", b"localhost")]}, receive, send)
    return told.decode()


@contextlib.contextmanager
def environment(given: dict[str, str]) -> Iterator[None]:
    """Set variables for a while, and take settings of the user's own away."""
    before = dict(os.environ)
    try:
        for name in [n for n in os.environ if n.startswith("WRITETHRU_")]:
            del os.environ[name]
        os.environ.update(given)
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def transcript(block: str, shell: Shell) -> str:
    """Return a console block with what its commands print now."""
    renewed = []
    for part in re.split(r"^(?=\$ )", block, flags=re.MULTILINE):
        command, _, shown = part.partition("\n")
        if not command.startswith("$ "):
            renewed.append(part)
            continue
        printed = [line.rstrip() for line in shell.run(command[2:]).rstrip().splitlines()]
        old = shown.rstrip().splitlines()
        if old and old[-1] == "…" and len(printed) >= len(old):
            printed = [*printed[: len(old) - 1], "…"]
        renewed += [command, "\n", *(line + "\n" for line in printed)]
        renewed.append("\n" if shown.endswith("\n\n") else "")
    return "".join(renewed)


# -- settings


def reasons() -> dict[str, str]:
    """Return the comment beside each setting in `settings.py`, by class and name."""
    found, inside = {}, ""
    for line in (ROOT / "src/writethru/settings.py").read_text(encoding="utf-8").splitlines():
        if opened := re.match(r"class (\w+)", line):
            inside = opened[1]
        elif beside := re.match(r"    (\w+): .*?  # (.+)$", line):
            found[f"{inside}.{beside[1]}"] = beside[2]
    return found


def toml(value: object) -> str:
    """Return a default as it is written in settings.toml."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, str):
        return f'"{value}"'
    return f"{value:_}" if isinstance(value, int) else str(value)


def settings_table(section: str, shown: str) -> str:
    """Return the table of a section; a reason that the code does not give stays as it is shown."""
    written = dict(re.findall(r"^\| `(\w+)` \|.*?\| *(.*?) *\|$", shown, re.MULTILINE))
    kind, given = type(getattr(Settings(), section)), reasons()
    rows = ["| setting | default | meaning and reason |\n|---|---|---|\n"]
    for each in msgspec.structs.fields(kind):
        why = given.get(f"{kind.__name__}.{each.name}") or written.get(each.name, "")
        rows.append(f"| `{each.name}` | `{toml(each.default)}` | {why} |\n")
    return "\n" + "".join(rows) + "\n"


# -- addresses of the API


def endpoint_table(names: str) -> str:
    """Return what addresses of the API are for, and a table of what each of them takes."""
    from writethru.web.api import ENDPOINTS, EVENTS

    known = {e.name: e for e in (*ENDPOINTS, EVENTS)}
    found, *more = (known[name] for name in names.split())
    rows = [f"\n`{found.method} /api/v1{found.path}`\n\n{found.tells}\n\n"]
    if more:
        rows = ["\n| address | gives |\n|---|---|\n"]
        rows += [f"| `{e.method} /api/v1{e.path}` | {e.tells} |\n" for e in (found, *more)]
        rows.append("\n")
    if found.parameters:
        rows.append("| parameter | is |\n|---|---|\n")
    for each in found.parameters:
        notes = [f"one of {', '.join(each.choices)}"] if each.choices else []
        notes += [f"from {each.least} to {each.most}"] if each.kind == "whole" else []
        notes += ["ISO 8601"] if each.kind == "time" else []
        notes += [f"{each.default} if not given"] if each.default is not None else []
        notes += ["has to be given"] if each.required else []
        rows.append(f"| `{each.name}` | {each.tells}{'; ' * bool(notes)}{'; '.join(notes)} |\n")
    return "".join(rows) + "\n" * bool(found.parameters)


def statuses_table() -> str:
    """Return a table of the statuses that are no success, and when each is answered."""
    from writethru.web.openapi import WHEN

    rows = [f"| {status} | {when} |\n" for status, when in sorted(WHEN.items())]
    return "\n| status | when |\n|---|---|\n" + "".join(rows) + "\n"


def written_table() -> str:
    """Return a table of what needs a token: the request with its fields, and what it does."""
    from writethru.web.described import written

    rows = ["\n| request | does | answers |\n|---|---|---|\n"]
    for each in written():
        shapes = [each.body] if isinstance(each.body, dict) else []
        shapes = [shape for body in shapes for shape in body.get("oneOf", [body])]
        fields = [
            ", ".join(f"`{n}`" if n in shape["required"] else f"[`{n}`]" for n in shape["properties"])
            for shape in shapes
        ]
        query = ", ".join(f"`{p.name}`" if p.required else f"[`{p.name}`]" for p in each.parameters)
        takes = " or ".join(filter(None, fields)) or ("a file" if each.body == "application/xml" else query)
        gives = each.gives.__name__
        request = f"`{each.method} {each.path}`{' with ' * bool(takes)}{takes}"
        rows.append(f"| {request} | {each.tells} | {each.status}: `{gives}` |\n")
    return "".join(rows) + "\n"


# -- documents


def renew(text: str) -> str:
    """Return a document with everything in it that is shown as it is now."""
    if PAGE.search(text):
        page = example_page()
        text = PAGE.sub(lambda _: page, text)
    text = TABLE.sub(lambda m: m[1] + m[2] + settings_table(m[1], m[3]), text)
    text = ENDPOINT.sub(lambda m: m[1] + m[2] + endpoint_table(m[1]), text)
    text = STATUSES.sub(lambda _: statuses_table(), text)
    text = WRITTEN.sub(lambda _: written_table(), text)
    if CONSOLE.search(text):
        with tempfile.TemporaryDirectory() as folder:
            shell = Shell(Path(folder))
            text = CONSOLE.sub(lambda m: transcript(m[0], shell), text)
    return text


def take_pictures() -> None:
    """Photograph the example's page and the room with a headless Chromium: light and wide, dark and narrow."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("no chromium to take pictures with")
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(ROOT):
        folder = Path(name)
        with environment({"XDG_CONFIG_HOME": name}), contextlib.redirect_stdout(io.StringIO()):
            run(["brief", EXAMPLE, "--story", "1", "--now", NOW, "--out", name])
        (page,) = (p for p in folder.glob("*.html") if p.name != "index.html")
        front, story = room_pages(folder)
        pages = {"page.png": page, "phone-dark.png": page, "room.png": front, "room-phone-dark.png": story}
        for picture, (scheme, width, height) in PICTURES.items():
            target = ROOT / "docs/images" / picture
            options = [f"--user-data-dir={folder / 'profile'}", f"--window-size={width},{height}"]
            options.append(f"--blink-settings=preferredColorScheme={'01'[scheme == 'light']}")
            shown = pages[picture] if scheme == "light" else on_a_phone(pages[picture])
            subprocess.run(
                [browser, *CHROMIUM, *options, f"--screenshot={target}", shown.as_uri()],
                check=True,
                capture_output=True,
            )


def on_a_phone(page: Path) -> Path:
    """Return a page that shows another one in a frame as wide as a phone."""
    frame = page.with_name(f"phone-{page.name}")
    frame.write_text(
        "<!doctype html><style>html{background:#0e0e0d}body{margin:0;padding:14px 54px}iframe{width:390px;"
        "height:868px;display:block;border:1px solid #444;border-radius:22px}</style>"
        f'<iframe src="{page.name}"></iframe>'
    )
    return frame


def room_pages(folder: Path) -> tuple[Path, Path]:
    """Return the front page of the room and the example's story, for who came last when a part of it was there."""
    from starlette.testclient import TestClient

    from writethru.web import open_app

    now, store = datetime.fromisoformat(NOW).astimezone(UTC), folder / "room.db"
    parts = ["courier-*", "today-*", "*"]
    for days, part in zip((3, 2, 0), parts, strict=True):
        with Newsroom(store, settings=Settings(), now=now - timedelta(days=days)) as room:
            room.add(sorted(str(path) for path in Path(EXAMPLE).glob(part)))
    last = int((now - timedelta(days=1)).timestamp())
    with TestClient(open_app(str(store), now=now), base_url="http://localhost") as client:
        client.cookies.set("visit", f"{last}.{int(now.timestamp())}")
        found = client.get("/api/v1/stories", params={"q": "spillway"}).json()["stories"]
        story = max(found, key=lambda each: each["card"]["articles"])["card"]["story"]
        pages = folder / "front.html", folder / "story.html"
        for path, page in zip(("/", f"/stories/{story}"), pages, strict=True):
            page.write_text(client.get(path).text, encoding="utf-8")
    return pages


def main() -> None:
    """Renew all documents; `--pictures` takes the pictures too."""
    for path in documents():
        text = path.read_text(encoding="utf-8")
        if (renewed := renew(text)) != text:
            path.write_text(renewed, encoding="utf-8", newline="\n")
            print(path.relative_to(ROOT))
    if "--pictures" in sys.argv[1:]:
        take_pictures()


if __name__ == "__main__":
    main()
