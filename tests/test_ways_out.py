"""One file opens connections and few start programs: every other spelling of either is found in the source.

So are readers of libraries that would follow an address: each call of one is named with the reason why it has none.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
import htmldate
import pytest
import trafilatura
from lxml import etree, html

from tests.fuzz.targets import TOLD
from tests.hostile.hostile_cases import makers
from tests.ways import DOORS, HARMLESS, READERS, SRC, uses, ways_out
from writethru.acquire import extract, feed, opml
from writethru.records import Capture
from writethru.settings import Settings

FILES = sorted(SRC.rglob("*.py"))

# Who may use what, and why.
EXCEPTIONS: dict[str, set[str]] = {
    "acquire/fetch.py": {"socket", "ssl", "httpcore2", "httpx2", "getaddrinfo"},  # the one way out
    "acquire/frames.py": {"import_module"},  # the child finds the function that its parent names
    "acquire/processes.py": {"subprocess"},  # pages are parsed in a child that can be killed
    "web/beside.py": {"subprocess"},  # what takes long is done in a process of ours beside that of readers
    "web/made.py": {"asyncio"},  # which has it done once for all who wait
    "web/rooms.py": {"asyncio"},  # which hands requests to threads
    "web/answers.py": {"http"},  # the names of the statuses
    "web/connections.py": {"uvicorn", "asyncio"},  # the web server's listener
    "web/events.py": {"asyncio"},  # which wakes all who listen
    "web/stream.py": {"asyncio"},  # which waits for a client to take what is sent, or to go
    "web/openapi.py": {"http"},  # the names of the statuses
    "web/bodies.py": {"asyncio"},  # a body has so much time
    "web/writing.py": {"asyncio"},  # which waits so long for a thread
    "web/beside_child.py": {"pickle"},  # what goes between a process of ours and the one beside it
    "newsroom/using.py": {
        "import_module",
        "__globals__",
    },  # types that annotations name, of modules of our own
    "newsroom/notifying.py": {"subprocess"},  # a command that the settings name is told of new revisions
}


# Calls of readers that would follow an address, each with the reason why it is given none.
READ: dict[tuple[str, str], str] = {
    (
        "acquire/body.py",
        "lxml.html.document_fromstring(content)",
    ): "bytes, and a function that takes no address",
    ("acquire/body.py", "lxml.etree.fromstring(without_odd_references(given))"): "bytes, likewise",
    ("acquire/dates.py", "htmldate.find_date(tree)"): "a tree that was parsed",
    (
        "acquire/feed.py",
        "feedparser.parse(BytesIO(way()))",
    ): "a stream; text or bytes would be taken for a name",
    ("acquire/paragraphs.py", "trafilatura.bare_extraction(tree)"): "a tree that was parsed",
}


def allowed(path: str) -> set[str]:
    return EXCEPTIONS.get(path, set()) | {call for file, call in READ if file == path}


def named(path: Path) -> str:
    return ".".join(("writethru", *path.relative_to(SRC).with_suffix("").parts)).removesuffix(".__init__")


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SRC)))
def test_only_named_files_open_connections_or_start_programs(path: Path) -> None:
    used = ways_out(path.read_text(encoding="utf-8"), named(path))
    assert used == allowed(path.relative_to(SRC).as_posix()), "found, or excepted and no longer there"


def test_the_fetcher_is_found_to_be_one() -> None:
    assert {"socket", "ssl", "httpcore2"} <= ways_out((SRC / "acquire/fetch.py").read_text(encoding="utf-8"))


def test_what_no_module_uses_is_not_excepted() -> None:
    used: set[str] = set()
    for path in FILES:
        used |= uses(path.read_text(encoding="utf-8"), named(path))
    parts = {*HARMLESS, *READERS, *(f"{module}.{name}" for module, names in DOORS.items() for name in names)}
    assert not {part for part in parts if not any(f"{name}.".startswith(f"{part}.") for name in used)}


def test_readers_that_would_follow_an_address_are_given_none(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, list[object]] = {}

    def watched(owner: Any, name: str) -> None:
        real = getattr(owner, name)

        def reads(first: object, *more: object, **options: object) -> object:
            given.setdefault(name, []).append(first)
            return real(first, *more, **options)

        monkeypatch.setattr(owner, name, reads)

    watched(feedparser, "parse")
    watched(htmldate, "find_date")
    watched(trafilatura, "bare_extraction")
    watched(etree, "fromstring")
    watched(html, "document_fromstring")
    addresses = [
        b"http://a.example/feed",
        b"https://a.example/",
        b"file:///etc/hostname",
        b"/etc/hostname",
        b"feed://a.example/",
    ]
    for content in [*addresses, *(make(600).content for make in makers("feed").values())]:
        feed.read_xml(content, "https://a.example/feed")
        opml.read(content, "https://a.example/list")
    for content in [*addresses, f"<article><p>{TOLD * 3}".encode()]:
        extract(Capture("here", content, "text/html", "https://a.example/1"), settings=Settings())
    assert {type(one) for one in given["parse"]} == {BytesIO}
    assert {type(one) for one in given["fromstring"] + given["document_fromstring"]} == {bytes}
    assert all(etree.iselement(one) for one in given["find_date"] + given["bare_extraction"])
    assert len(given) == len(READERS)


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
from lxml import etree; etree.parse("http://a.example/")
from lxml.etree import parse
from lxml.etree import parse as read; read(url)
import lxml.etree as tree; tree.parse(url)
import lxml.etree; lxml.etree.parse(url)
from lxml import etree as e; e.iterparse(url)
from lxml import etree; reader = etree; reader.parse(url)
from lxml import etree; getattr(etree, "par" + "se")(url)
from lxml import etree; etree.XSLT(tree)
from lxml import etree; etree.fromstring(page, etree.XMLParser(no_network=False))
from lxml import etree; etree.XMLParser(load_dtd=True)
tree.xinclude()
import lxml.html; lxml.html.parse(url)
from lxml import html; html.parse(url)
from lxml import html as page; page.open_in_browser(tree)
from lxml.html import submit_form
from lxml.html import document_fromstring; document_fromstring(page)
import feedparser; feedparser.parse(url)
import feedparser; feedparser.parse("http://a.example/feed")
import feedparser as f; f.parse(content)
from feedparser import parse; parse(url)
from feedparser.api import parse
import feedparser; feedparser.http.get(url)
import htmldate; htmldate.find_date(url)
from htmldate import find_date; find_date(url)
from htmldate import find_date; find_date(htmlobject=url)
from htmldate import find_date; find_date(*given)
from htmldate import find_date; find = find_date
from htmldate.utils import load_html
import numpy; numpy.genfromtxt(url)
import numpy as np; np.genfromtxt("http://a.example/")
import numpy as np; np.loadtxt(url)
import numpy as np; np.load(path)
from numpy import genfromtxt as read
from numpy.lib import DataSource
import trafilatura; trafilatura.fetch_response(url)
from trafilatura.core import bare_extraction
from trafilatura import sitemaps
from courlan import check_url
import pandas; pandas.read_csv(url)
import xml.sax; xml.sax.parse(url, handler)
from xml.sax import parse
from xml.dom import xmlbuilder
from xml.etree import ElementTree as Xml; Xml.parse(url)
import typer; typer.launch(url)
from typer import launch
import click
import pydoc
import pickle
import marshal
import shelve
import a_new_library
from a_new_library import anything
from lxml import *
from writethru.acquire.fetch import *
from writethru.acquire.fetch import socket
from writethru.acquire.fetch import socket as plug
from writethru.acquire.fetch import connected
from writethru.acquire.fetch import looked_up
from writethru.acquire.fetch import Net; Net().connect("127.0.0.1", 80, 5)
from writethru.acquire.fetch import Desk
from writethru.acquire import fetch; fetch.connected("127.0.0.1", 80, 5)
from writethru.acquire import fetch; fetch.socket.socket()
from writethru.acquire import fetch as f; f._classes()
from writethru.acquire import fetch; getattr(fetch, "socket")
from writethru.acquire import fetch; vars(fetch)["socket"]
import writethru.acquire.fetch; writethru.acquire.fetch.connected("127.0.0.1", 80, 5)
import writethru.acquire.fetch as f; f.socket
from writethru.acquire.fetch import open_fetch; open_fetch.__globals__["socket"]
from .acquire.fetch import connected
from .acquire import fetch; fetch.socket
from writethru.acquire.processes import subprocess
from writethru.acquire import processes; processes.subprocess.run(["true"])
from writethru.newsroom.notifying import subprocess as s
from writethru.web.made import asyncio
from writethru.acquire.dates import re
import sqlite3; sqlite3.connect(":memory:").load_extension("x")
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
from lxml import etree; etree.tostring(tree)
from lxml import etree; etree.XMLParser(no_network=True, load_dtd=False)
import numpy as np; np.zeros(3); np.frombuffer(content, "<f8")
import numpy
import msgspec; msgspec.json.decode(content)
from xml.sax.saxutils import quoteattr
import sqlite3; sqlite3.connect(path).execute("ATTACH ? AS other", (other,))
from writethru.acquire import fetch; fetch.open_fetch(settings)
from writethru.acquire import dates; dates.stated(raw, "meta")
from writethru.acquire.processes import Process
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
