"""What hostile bytes may do to the process that reads them, done on purpose."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from writethru.acquire import payload, warc
from writethru.records import Record


class Told(Record, frozen=True):
    number: int
    text: str


def tell(number: int, text: str) -> Told:
    return Told(number, text)


def slowly(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def do(how: str, where: str = "") -> str:
    if how == "hang":
        time.sleep(60)
    elif how == "spin":
        re.match(r"(a*)*b", "a" * 40)
    elif how == "segfault":
        ctypes.string_at(0)
    elif how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif how == "exit":
        os._exit(3)
    elif how == "leave":
        sys.exit(3)
    elif how == "memory":
        return "x" * (len(bytearray(900_000_000)) + 1)
    elif how == "nested":
        return do(do("nested"))
    elif how == "much":
        return "x" * 3_000_000
    elif how == "print":
        print("hello")
        os.write(1, b"hello")
    elif how == "connect":
        socket.create_connection(("127.0.0.1", 9))
    elif how == "look up":
        socket.getaddrinfo("localhost", 80)
    elif how == "write":
        Path(where).write_text("x")
    elif how == "run":
        subprocess.run([sys.executable, "--version"], check=True)
    elif how == "fork":
        os.fork()
    return how


DEED = re.compile(rb"(DO|SPLIT|UNPACK)-([a-z]+)")
_answered, _fields, _pieces = payload.answered, payload.fields, warc.Member.pieces


def obey(content: bytes, when: bytes) -> None:
    """Do what hostile bytes say, if they are for this moment."""
    for at, how in DEED.findall(content):
        if at == when:
            do(how.decode())


def deadly_steps(
    chunks: Iterator[bytes],
    where: str,
    retrieved: str | None,
    limit: int,
    done: int,
    deaths: dict[int, warc.Death],
    most: int | None,
) -> Iterator[warc.Step]:
    """Read an archive whose records do harm when their answer, their header or their gzip member is read."""

    def answered(block: bytes, limit: int) -> payload.Answer | str:
        obey(block, b"DO")
        return _answered(block, limit)

    def fields(header: bytes) -> dict[str, str]:
        obey(header, b"SPLIT")
        return _fields(header)

    def pieces(member: warc.Member) -> Iterator[bytes]:
        for piece in _pieces(member):
            obey(piece, b"UNPACK")
            yield piece

    payload.answered, payload.fields, warc.Member.pieces = answered, fields, pieces  # type: ignore[method-assign]
    return warc.steps(chunks, where, retrieved, limit, done, deaths, most)
