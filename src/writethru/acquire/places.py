"""Which process of a user asks a host: each host has a place in one small file, locked while it is asked.

The place holds when the host was asked last, by the clock that all processes of a machine share. The system takes a lock
back from a process that ends, whatever ends it, so nobody waits for one that is gone; and nothing is to be cleared away:
the file has one size. Where there is no such file (another system, a folder that cannot be written) each process goes by
what it knows itself.
"""

from __future__ import annotations

import os
import stat
import struct
import threading
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

try:
    import fcntl
except ImportError:  # not a POSIX system
    fcntl = None  # type: ignore[assignment]

# Two hosts of one place wait for each other, but not within one process, whose locks are one: there the first to be done
# gives the place back for both. That two are asked at a time whose place is one is hardly to be expected.
PLACES = 1_048_576
NEVER = float("-inf")
TIME = struct.Struct("<d")


class Places:
    """The places of hosts in a file, which is opened when a host is asked for the first time."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._fd: int | None = None

    def take(self, host: str, clock: Callable[[], float]) -> float | None:
        """Keep other processes from asking a host; return when one did last. None: one does now, and nothing is taken."""
        try:
            fd, at = self._open(), _place(host)
            fcntl.lockf(fd, fcntl.LOCK_EX | fcntl.LOCK_NB, TIME.size, at)
            held = os.pread(fd, TIME.size, at)
        except (BlockingIOError, PermissionError):
            return None if self._fd is not None else NEVER
        except (OSError, AttributeError):
            return NEVER
        (last,) = TIME.unpack(held) if len(held) == TIME.size else (NEVER,)
        # Nothing was ever written before the places of others that lie behind; a later time is of before the machine's start.
        return last if 0 < last <= clock() else NEVER

    def leave(self, host: str, last: float = NEVER) -> None:
        """Let other processes ask a host that was taken, and that was asked `last`, if it was."""
        if self._fd is None:
            return
        try:
            if last != NEVER:
                os.pwrite(self._fd, TIME.pack(last), _place(host))
            fcntl.lockf(self._fd, fcntl.LOCK_UN, TIME.size, _place(host))
        except OSError:
            return

    def _open(self) -> int:
        """Return the file, opened once: with any file that a process closes, its locks on it are gone."""
        with self._lock:
            if self._fd is None:
                folder = self._file.parent
                if not folder.is_absolute():
                    raise OSError("nobody knows where this user's files are")
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                found = folder.lstat()
                if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o022:
                    raise OSError(f"{folder} is not this user's alone")
                flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
                self._fd = os.open(self._file, flags, 0o600)
            return self._fd


class Alone:
    """For who is alone in a network, as a test is in its own."""

    def take(self, host: str, clock: Callable[[], float]) -> float | None:
        """Nobody else asks a host."""
        return NEVER

    def leave(self, host: str, last: float = NEVER) -> None:
        """Nobody waits for it."""


def _place(host: str) -> int:
    return int.from_bytes(sha256(host.encode("utf-8", "replace")).digest()[:4], "big") % PLACES * TIME.size


def of_this_user() -> Places:
    """Return the places that all processes of this user go by.

    Not where what runs has its files: a service has others than who signs in.
    """
    from platformdirs import user_cache_path

    return Places(user_cache_path("writethru", appauthor=False) / "hosts")
