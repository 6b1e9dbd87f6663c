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
from pathlib import Path

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
