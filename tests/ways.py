"""Finds in the source of a module whatever can open a connection, start a program, or load what nobody sees.

What is found is a name in `WAYS` or `NAMES`; a module or a part of a library that nobody has looked at; a call
of a reader that would follow an address, as it is written; and what a module of ours keeps for itself.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

SRC = Path(__file__).parent.parent / "src" / "writethru"

# Modules that can open a connection or start a program, of the standard library and of what may be installed.
# A module stands for all beneath it.
WAYS = frozenset(
    """socket _socket ssl _ssl socketserver asyncio http urllib.request urllib.robotparser ftplib smtplib poplib imaplib
    nntplib telnetlib xmlrpc wsgiref logging.handlers logging.config httpcore httpcore2 httpx httpx2 httpx_sse requests
    urllib3 aiohttp h11 h2 hpack anyio trio curio twisted tornado websocket websockets pycurl grpc zmq paramiko fabric
    dns psycopg psycopg2 asyncpg pymysql redis uvicorn hypercorn gunicorn uvloop boto3 botocore gevent eventlet
    trafilatura.downloads trafilatura.feeds trafilatura.sitemaps trafilatura.spider courlan.network
    subprocess _posixsubprocess multiprocessing _multiprocessing pty webbrowser antigravity sh pexpect plumbum
    concurrent.futures.process ctypes _ctypes cffi runpy code pip ensurepip venv idlelib pdb imp zipimport pkgutil
    importlib.util importlib.machinery importlib._bootstrap importlib._bootstrap_external distutils pickle""".split()
)
# Names that do it, whatever they are taken from.
NAMES = frozenset(
    """system popen execl execle execlp execlpe execv execve execvp execvpe spawnl spawnle spawnlp spawnlpe spawnv spawnve
    spawnvp spawnvpe posix_spawn posix_spawnp fork forkpty startfile ProcessPoolExecutor getaddrinfo gethostbyname
    gethostbyname_ex create_connection create_server open_connection open_unix_connection start_server urlopen urlretrieve
    fetch_url fetch_response load_html eval exec __import__ __builtins__ __loader__ __spec__ load_module exec_module
    breakpoint xinclude load_extension enable_load_extension pager __globals__ f_globals __self__ __closure__
    __subclasses__""".split()
)
# Modules of the standard library that open nothing and start nothing, with all beneath them.
QUIET = frozenset(
    """__future__ abc array ast atexit base64 binascii bisect builtins calendar codecs collections concurrent.futures contextlib
    contextvars copy dataclasses datetime decimal difflib email enum errno fcntl fractions functools gc hashlib heapq hmac
    html importlib.abc importlib.import_module importlib.metadata importlib.resources inspect io ipaddress itertools json logging
    math numbers operator os pathlib platform queue random re resource secrets shlex shutil signal sqlite3 stat statistics string
    struct sys tempfile textwrap threading time timeit tomllib traceback types typing unicodedata urllib.parse uuid warnings
    weakref xml.etree.ElementTree.Element xml.etree.ElementTree.SubElement xml.etree.ElementTree.indent
    xml.etree.ElementTree.tostring xml.sax.saxutils.quoteattr zlib zoneinfo""".split()
)
# Parts of libraries that read nothing but what they are handed. Of one that has a way to an address, or to a program,
# each part is named by itself.
HARMLESS = frozenset(
    """msgspec markupsafe platformdirs py3langid Stemmer
    jinja2.Environment jinja2.FunctionLoader jinja2.StrictUndefined
    lxml.etree.LxmlError lxml.etree.XMLParser lxml.etree.tostring lxml.html.HTMLParser
    numpy.abs numpy.add numpy.arange numpy.array numpy.bool_ numpy.concatenate numpy.float64 numpy.frombuffer
    numpy.fromiter numpy.full numpy.intp numpy.isnan numpy.log numpy.resize numpy.subtract numpy.typing.NDArray numpy.zeros
    rich.cells rich.console rich.progress rich.table rich.text
    starlette.applications starlette.convertors starlette.middleware starlette.requests starlette.responses
    starlette.routing starlette.types
    typer.Abort typer.Argument typer.Context typer.Exit typer.Option typer.Typer typer.main.get_command""".split()
)
# Readers that take an address as well: each call of one has to be known, as it is written up to its first argument.
READERS = frozenset(
    """feedparser.parse htmldate.find_date lxml.etree.fromstring lxml.html.document_fromstring
    trafilatura.bare_extraction""".split()
)
# Parts of our own modules that go out, or begin a process, which others may use. All else is theirs alone.
DOORS = {
    "writethru.acquire.fetch": {"Fetch", "Fetched", "Get", "Post", "open_fetch", "open_post"},
    "writethru.acquire.frames": {"DONE", "LEAVING", "LOST", "MORE", "PART", "Call", "Limits", "Lost", "called",
                                 "called_streaming", "carried_out", "encoded", "receive", "result_type", "send"},
    "writethru.acquire.processes": {"Gone", "Process"},
    "writethru.newsroom.notifying": {"tell"},
    "writethru.newsroom.using": {"checked", "checked_function"},
    "writethru.web.beside": {"PAGES", "READING", "beside"},
    "writethru.web.connections": {"open_server"},
}  # fmt: skip
# What a parser of lxml has to be told, or left with, so that it reads nothing but what it is handed.
SAFELY = {"no_network": True, "load_dtd": False, "dtd_validation": False, "resolve_entities": False, "huge_tree": False}  # fmt: skip


class Read(NamedTuple):
    """What a module brings in by which name, what of it is used and how a call begins, and what shows by itself."""

    bound: dict[str, str]
    used: frozenset[tuple[str, str]]
    shown: frozenset[str]


def ways_out(source: str, module: str = "writethru.planted") -> set[str]:
    """Return what a module uses that can open a connection, start a program, or load what nobody sees here."""
    read = _read(source, module)
    brought = [_on_import(name, module) for name in read.bound.values()]
    return set(read.shown).union(*brought, *(_on_use(name, given, module) for name, given in read.used))


def uses(source: str, module: str) -> set[str]:
    """Return in full what a module uses of what it imports."""
    read = _read(source, module)
    return {name for name, _ in read.used} | set(read.bound.values())


@cache
def _read(source: str, module: str) -> Read:
    nodes = list(ast.walk(ast.parse(source.replace("sys.modules[__name__]", "itself"))))
    bound = dict(_bound(nodes, module))
    return Read(bound, frozenset(_used(nodes, bound)), frozenset(_shown(nodes, module)))


def _shown(nodes: list[ast.AST], module: str) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _on_import(alias.name, module)
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names if alias.name in NAMES or alias.name == "*")
        elif isinstance(node, ast.Attribute):
            if node.attr in NAMES and not _harmless(node):
                yield node.attr
            elif node.attr == "modules" and ast.unparse(node) == "sys.modules":
                yield "sys.modules"
        elif isinstance(node, ast.Name) and node.id in NAMES:
            yield node.id
        elif isinstance(node, ast.Call):
            yield from _hidden(node)


def _bound(nodes: list[ast.AST], module: str) -> Iterator[tuple[str, str]]:
    """Yield each name that an import binds, and what it stands for."""
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (alias.asname, alias.name) if alias.asname else (alias.name.split(".")[0],) * 2
        elif isinstance(node, ast.ImportFrom):
            above = module.split(".")[: -node.level] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((alias.asname or alias.name, f"{origin}.{alias.name}") for alias in node.names)


def _used(nodes: list[ast.AST], bound: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield in full what is used of an import, and how a call of it begins if it is called at once."""
    calls = {id(node.func): node for node in nodes if isinstance(node, ast.Call)}
    above = {id(node.value): node for node in nodes if isinstance(node, ast.Attribute)}
    for node in nodes:
        if isinstance(node, ast.Name) and node.id in bound:
            parts, top = [bound[node.id]], id(node)
            while top in above:
                parts.append(above[top].attr)
                top = id(above[top])
            name, call = ".".join(parts), calls.get(top)
            given = call.args[0] if call and call.args and name in READERS else None
            yield name, ast.unparse(given) if given else ""


def _beneath(name: str, known: frozenset[str]) -> frozenset[str]:
    """Return what is known of a dotted name and of all that it is beneath."""
    parts = name.split(".")
    return known & {".".join(parts[:length]) for length in range(1, len(parts) + 1)}


@cache
def _on_import(name: str, module: str) -> frozenset[str]:
    """What an import brings in: a way out, what nobody has looked at, or what another module keeps for itself."""
    if name.split(".")[0] == "writethru":
        return _not_for_others(name, module)
    if ways := _beneath(name, WAYS):
        return ways
    known = QUIET | HARMLESS | READERS
    is_known = _beneath(name, known) or any(part.startswith(f"{name}.") for part in known)
    return frozenset() if is_known else frozenset({name})


@cache
def _on_use(name: str, given: str, module: str) -> frozenset[str]:
    """What of an import is used, other than what is harmless."""
    if name.split(".")[0] == "writethru":
        return frozenset({name}) if name in DOORS else _not_for_others(name, module)
    if _beneath(name, WAYS) or _beneath(name, QUIET | HARMLESS):
        return frozenset()  # of a way out its import has told
    return frozenset({f"{name}({given})" if given else name})


def _not_for_others(name: str, module: str) -> frozenset[str]:
    """What a module of ours has only imported, or keeps for itself, where another takes it."""
    parts = name.split(".")
    owners = (length for length in range(len(parts), 0, -1) if _file(".".join(parts[:length])))
    length = next(owners, len(parts))
    owner, rest = ".".join(parts[:length]), parts[length : length + 1]
    taken = [part for part in rest if part in _foreign(owner) or part not in DOORS.get(owner, rest)]
    return frozenset(f"{owner}: {part}" for part in taken if owner != module)


@cache
def _file(module: str) -> Path | None:
    path = SRC.parent.joinpath(*module.split("."))
    return next((p for p in (path.with_suffix(".py"), path / "__init__.py") if p.is_file()), None)


@cache
def _foreign(module: str) -> frozenset[str]:
    """The names of a module of ours that stand for something of others."""
    path = _file(module)
    bound = _read(path.read_text(encoding="utf-8"), module).bound if path else {}
    return frozenset(name for name, origin in bound.items() if origin.split(".")[0] != "writethru")


def _harmless(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in {"re", "platform"}


def _hidden(call: ast.Call) -> Iterator[str]:
    """What is loaded or taken by a name that is made when the program runs, or that is text."""
    name = getattr(call.func, "attr", None) or getattr(call.func, "id", "")
    first = call.args[0] if call.args else None
    given = first.value if isinstance(first, ast.Constant) else None
    if name in {"import_module", "reload"}:
        # Our own front loads its parts when they are asked for; every other name has to be an import.
        if not (isinstance(given, str) and given.startswith("writethru.")):
            yield name
    elif name in {"getattr", "attrgetter", "methodcaller"}:
        second = call.args[1] if name == "getattr" and len(call.args) > 1 else first
        asked = second.value if isinstance(second, ast.Constant) else ""
        if asked in NAMES | {"modules"}:
            yield str(asked)
        if name == "getattr" and ast.unparse(call.args[0]) in {"os", "builtins", "socket", "importlib"}:
            yield f"getattr({ast.unparse(call.args[0])})"
    for option in call.keywords:
        if option.arg in SAFELY and ast.unparse(option.value) != str(SAFELY[option.arg]):
            yield ast.unparse(option)
