"""One file opens connections and one starts programs: every other spelling of either is found in the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parent.parent / "src" / "writethru"
FILES = sorted(SRC.rglob("*.py"))

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
    importlib.util importlib.machinery importlib._bootstrap importlib._bootstrap_external distutils""".split()
)
# Names that do it, whatever they are taken from.
NAMES = frozenset(
    """system popen execl execle execlp execlpe execv execve execvp execvpe spawnl spawnle spawnlp spawnlpe spawnv spawnve
    spawnvp spawnvpe posix_spawn posix_spawnp fork forkpty startfile ProcessPoolExecutor getaddrinfo gethostbyname
    gethostbyname_ex create_connection create_server open_connection open_unix_connection start_server urlopen urlretrieve
    fetch_url fetch_response load_html eval exec __import__ __builtins__ __loader__ __spec__ load_module exec_module
    breakpoint""".split()
)
# Who may use what, and why.
EXCEPTIONS: dict[str, set[str]] = {
    "acquire/fetch.py": {"socket", "ssl", "httpcore2", "httpx2", "getaddrinfo"},  # the one way out
    "acquire/frames.py": {"import_module"},  # the child finds the function that its parent names
    "acquire/processes.py": {"subprocess"},  # pages are parsed in a child that can be killed
    "web/beside.py": {"subprocess"},  # what takes long is done in a process of ours beside that of readers
    "web/made.py": {"asyncio"},  # which has it done once for all who wait
    "web/rooms.py": {"asyncio"},  # which hands requests to threads
    "web/app.py": {"asyncio"},  # templates are compiled while it begins to listen
    "web/answers.py": {"http"},  # the names of the statuses
    "web/connections.py": {"uvicorn", "asyncio"},  # the web server's listener
    "web/events.py": {"asyncio"},  # which wakes all who listen
    "web/stream.py": {"asyncio"},  # which waits for a client to take what is sent, or to go
    "web/openapi.py": {"http"},  # the names of the statuses
    "web/bodies.py": {"asyncio"},  # a body has so much time
    "web/writing.py": {"asyncio"},  # which waits so long for a thread
    "newsroom/using.py": {"import_module"},  # types that annotations name, of modules of our own
    "newsroom/notifying.py": {"subprocess"},  # a command that the settings name is told of new revisions
}


def ways_out(source: str) -> set[str]:
    """Return what a module uses that can open a connection, start a program, or load what nobody sees here."""
    found: set[str] = set()
    tree = ast.parse(source.replace("sys.modules[__name__]", "itself"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {way for alias in node.names for way in _ways(alias.name)}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {way for name in [node.module or "", *names] for way in _ways(name)}
            found |= {alias.name for alias in node.names if alias.name in NAMES}
        elif isinstance(node, ast.Attribute) and node.attr in NAMES and not _harmless(node):
            found.add(node.attr)
        elif isinstance(node, ast.Attribute) and ast.unparse(node) == "sys.modules":
            found.add("sys.modules")
        elif isinstance(node, ast.Name) and node.id in NAMES:
            found.add(node.id)
        elif isinstance(node, ast.Call):
            found |= set(_hidden(node))
    return found


def _ways(name: str) -> Iterator[str]:
    parts = name.split(".")
    yield from WAYS & {".".join(parts[:length]) for length in range(1, len(parts) + 1)}


def _harmless(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in {"re", "platform"}


def _hidden(call: ast.Call) -> Iterator[str]:
    """What is loaded or taken by a name that is made when the program runs, or that is text."""
    name = ast.unparse(call.func).split(".")[-1]
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


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SRC)))
def test_only_named_files_open_connections_or_start_programs(path: Path) -> None:
    used = ways_out(path.read_text(encoding="utf-8"))
    assert used <= EXCEPTIONS.get(path.relative_to(SRC).as_posix(), set())


def test_the_fetcher_is_found_to_be_one() -> None:
    assert {"socket", "ssl", "httpcore2"} <= ways_out((SRC / "acquire/fetch.py").read_text(encoding="utf-8"))


PLANTED = """
import socket
import socket as s
import ssl, json
from socket import create_connection
from socket import socket as Plug
import urllib.request
from urllib import request
from urllib.request import urlopen
import urllib.robotparser
import http.client
from http import client
from http.client import HTTPSConnection as H
import asyncio
from asyncio import open_connection
from asyncio.streams import open_connection as o
import ftplib
import smtplib
import telnetlib
import poplib
import imaplib
import xmlrpc.client
from xmlrpc import client
import httpcore2
from httpcore2 import ConnectionPool
import httpcore2._backends.sync
import httpx2
import httpx
import requests
import urllib3
import socketserver
import logging.handlers
from logging.handlers import HTTPHandler
from trafilatura import fetch_url
import trafilatura; trafilatura.fetch_url("http://a.example/")
from trafilatura.downloads import fetch_response
import subprocess
from subprocess import run
import os; os.system("true")
import os; os.popen("true")
import os; os.execv("/bin/true", [])
import os as o; o.posix_spawn("/bin/true", [], {})
import os; os.fork()
from os import system
from os import spawnl as go
import webbrowser
import pty
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import ProcessPoolExecutor as P
import concurrent.futures; concurrent.futures.ProcessPoolExecutor()
import importlib; importlib.import_module("socket")
from importlib import import_module; import_module("so" + "cket")
import importlib as i; i.import_module(name)
import importlib.util
from importlib import util
from importlib.machinery import SourceFileLoader
__import__("socket")
f = __import__
import builtins; builtins.__import__("socket")
import builtins; getattr(builtins, "__imp" + "ort__")
eval("1")
exec("import socket")
import sys; sys.modules["socket"]
import os; getattr(os, "sys" + "tem")("true")
import os; getattr(os, "popen")
import sys; getattr(sys, "modules")["socket"]
from operator import attrgetter; attrgetter("urlopen")
import sys; sys.modules.get("socket")
import ctypes
import runpy
import psycopg
def late():\\n    import socket
class A:\\n    from http import client
try:\\n    import requests\\nexcept ImportError:\\n    pass
if True:\\n    import subprocess as quiet
""".strip().split("\n")
INNOCENT = """
import urllib.parse
from urllib.parse import urlsplit, urljoin
import os; os.walk("."); os.replace("a", "b")
import json, re, threading, zlib
from importlib import resources; resources.files("writethru")
from importlib.metadata import version
from importlib import import_module; import_module("writethru.annotate")
from concurrent.futures import ThreadPoolExecutor
import trafilatura; trafilatura.bare_extraction(tree)
import logging; logging.getLogger("x")
from writethru.acquire.fetch import open_fetch
from . import http
from .socket import x
getattr(room, "stories")
import platform; platform.system()
import sys; sys.modules[__name__].__class__ = Front
class Room:\\n    def update(self): return self.system_name
""".strip().split("\n")


@pytest.mark.parametrize("line", PLANTED)
def test_a_planted_way_out_is_found(line: str) -> None:
    assert ways_out(line.replace("\\n", "\n"))


@pytest.mark.parametrize("line", INNOCENT)
def test_what_leads_nowhere_is_not(line: str) -> None:
    assert not ways_out(line.replace("\\n", "\n"))
