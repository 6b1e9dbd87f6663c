"""What servers do once they were asked, and those of `tests/cases/fetch/servers.toml`, which tells how they are written."""

from __future__ import annotations

import gzip
import socket
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.data_files import Table, apart, read
from tests.hostile.hostile_cases import put

CASES = Path(__file__).parent.parent / "cases" / "fetch" / "servers.toml"
PAUSE = 0.02  # seconds between two drops
FLOOD = 65536  # bytes at a time
Behaviour = Callable[[socket.socket], None]


def says(*pieces: bytes) -> Behaviour:
    """Say it all and close."""
    return lambda line: line.sendall(b"".join(pieces))


def drips(before: bytes, piece: bytes, pause: float = PAUSE) -> Behaviour:
    """Say something for ever, a piece at a time."""

    def drip(line: socket.socket) -> None:
        line.sendall(before)
        while True:
            line.sendall(piece)
            time.sleep(pause)

    return drip


def floods(before: bytes, piece: bytes) -> Behaviour:
    """Say something for ever, as fast as it is taken."""
    return drips(before, piece * (1 + FLOOD // len(piece)), 0)


def resets(*pieces: bytes) -> Behaviour:
    """Say something and break the connection off."""

    def reset(line: socket.socket) -> None:
        line.sendall(b"".join(pieces))
        time.sleep(0.05)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return reset


def silent(line: socket.socket) -> None:
    while line.recv(4096):
        pass


def stops(*pieces: bytes) -> Behaviour:
    """Say something and then nothing more."""

    def stop(line: socket.socket) -> None:
        line.sendall(b"".join(pieces))
        silent(line)

    return stop


def chunk(content: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(content), content)


def bare(content: bytes) -> bytes:
    return zlib.compress(content, wbits=-zlib.MAX_WBITS)


def stated(content: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n%s" % (len(content), content)


MADE: dict[str, Callable[[bytes], bytes]] = {
    "repeat": lambda content: content,
    "gzip": lambda content: gzip.compress(content, mtime=0),
    "deflate": zlib.compress,
    "bare": bare,
    "chunk": chunk,
    "chunks": lambda content: b"".join(chunk(bytes([byte])) for byte in content),
    "stated": stated,
}


class Part(Table, frozen=True):
    """What is made of some words: one of the verbs says what."""

    repeat: Recipe | None = None
    gzip: Recipe | None = None
    deflate: Recipe | None = None
    bare: Recipe | None = None
    chunk: Recipe | None = None
    chunks: Recipe | None = None
    stated: Recipe | None = None
    times: int = 1
    start: int | None = None
    end: int | None = None

    def __post_init__(self) -> None:
        if len(self.verbs()) != 1:
            raise ValueError(f"a part has one of {', '.join(MADE)}")

    def verbs(self) -> list[str]:
        return [verb for verb in MADE if getattr(self, verb) is not None]


Recipe = str | Part | list[str | Part]


class Server(Table, frozen=True, kw_only=True):
    """What it says, and what it does then."""

    name: str
    says: Recipe = ""
    drips: Recipe | None = None
    floods: Recipe | None = None
    resets: bool = False
    stops: bool = False

    def __post_init__(self) -> None:
        if sum((self.drips is not None, self.floods is not None, self.resets, self.stops)) > 1:
            raise ValueError(f"{self.name}: it does one thing at last")


class Mean(Server, frozen=True, kw_only=True):
    """A server whose answer is an error of a kind, with words in its message."""

    kind: str
    words: str


class Whole(Server, frozen=True, kw_only=True):
    """A server whose answer is taken."""

    content: Recipe


class Servers(Table, frozen=True):
    """The data file."""

    text: dict[str, Recipe]
    mean: tuple[Mean, ...]
    handshake: tuple[Mean, ...]  # what is said in place of one
    whole: tuple[Whole, ...]
    status: dict[str, int]

    def __post_init__(self) -> None:
        for servers in (self.mean, self.handshake, self.whole):
            apart((server.name for server in servers), "servers")


def made(recipe: Recipe, texts: dict[str, str]) -> bytes:
    """Return the bytes that a recipe makes: a sign is a byte."""
    if isinstance(recipe, str):
        return put(recipe, texts).encode("latin-1")
    if isinstance(recipe, list):
        return b"".join(made(one, texts) for one in recipe)
    (verb,) = recipe.verbs()
    return (MADE[verb](made(getattr(recipe, verb), texts)) * recipe.times)[recipe.start : recipe.end]


def made_texts(recipes: dict[str, Recipe]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for name, recipe in recipes.items():
        texts[name] = made(recipe, texts).decode("latin-1")
    return texts


def behaviour(server: Server) -> Behaviour:
    before = made(server.says, TEXTS)
    if server.drips is not None:
        return drips(before, made(server.drips, TEXTS))
    if server.floods is not None:
        return floods(before, made(server.floods, TEXTS))
    return (resets if server.resets else stops if server.stops else says)(before)


SERVERS = read(CASES, Servers)
TEXTS = made_texts(SERVERS.text)
