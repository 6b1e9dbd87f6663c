"""The process in which foreign bytes are read: one call after another, within limits, without a network."""

from __future__ import annotations

import math
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from msgspec import msgpack

from writethru.acquire.frames import (
    DONE,
    LEAVING,
    LOST,
    MORE,
    PART,
    Call,
    Limits,
    Lost,
    carried_out,
    encoded,
    receive,
    send,
)

REQUEST_BYTES = 1 << 40  # requests come from our own parent, which has its own limits
PAGE = b"<html><head><title>Ready</title></head><body><p>%s</p></body></html>" % (
    b"The clerk of the town said on Monday that the office was open. " * 8
)
# Python asks before it does any of these (PEP 578); nothing that reads a page needs them.
REFUSED = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "shutil.",
    "ftplib.",
    "http.client.",
    "urllib.",
    "winreg.",
)
TEMPORARY_BYTES = 200_000_000  # the model of languages, unpacked, has 72 MB
_FOLDER = os.path.realpath(tempfile.gettempdir())
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def main(lifeline: int | None) -> None:
    """Answer calls until the parent closes the door; die with it even while one is being carried out."""
    for name in ("SIGINT", "SIGHUP"):  # of the terminal: they are for the parent, which then ends this
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    requests, answers = _doors()
    if lifeline is not None:
        _hang_on(lifeline)
    limits = msgpack.decode(receive(requests, REQUEST_BYTES) or b"", type=Limits)
    _warm_up()
    _restrict(limits)
    send(answers, b"")
    calls = msgpack.Decoder(list[Call])
    while (batch := receive(requests, REQUEST_BYTES)) is not None:
        for call in calls.decode(batch):
            answer = _stream(call, limits, requests, answers) if call.streams else _answer(call, limits)
            send(answers, answer)
            if answer.startswith(LEAVING):
                os._exit(0)


def _doors() -> tuple[BinaryIO, BinaryIO]:
    """Take standard input and output for frames, so that nothing that is printed gets among them."""
    answers = os.fdopen(os.dup(1), "wb")
    requests = os.fdopen(os.dup(0), "rb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    return requests, answers


def _hang_on(lifeline: int) -> None:
    """Have the system end this process when the other end of a pipe closes, whatever is being done here.

    A thread would not do: a regular expression that hangs lets no other thread run.
    """
    with suppress(ImportError, OSError, AttributeError):
        import fcntl

        signal.signal(signal.SIGIO, signal.SIG_DFL)
        fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
        flags = fcntl.fcntl(lifeline, fcntl.F_GETFL)
        fcntl.fcntl(lifeline, fcntl.F_SETFL, flags | os.O_ASYNC | os.O_NONBLOCK)
        with suppress(BlockingIOError):
            if os.read(lifeline, 1) == b"":  # it had closed before
                os._exit(0)


def _warm_up() -> None:
    """Load what reading a page needs, so that it is not counted as time of the first one."""
    from writethru.acquire.extract import extract
    from writethru.records import Capture
    from writethru.settings import Settings

    extract(Capture("", PAGE, "text/html"), settings=Settings())


def _restrict(limits: Limits) -> None:
    """Give up what reading does not need; what the system does not know is left out."""
    with suppress(ImportError):
        import resource

        for name, most in (
            ("RLIMIT_AS", limits.memory_bytes),
            ("RLIMIT_FSIZE", TEMPORARY_BYTES),
            ("RLIMIT_CORE", 0),
        ):
            with suppress(ValueError, OSError, AttributeError):
                _, hard = resource.getrlimit(getattr(resource, name))
                resource.setrlimit(getattr(resource, name), (most, hard))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse what nothing that reads needs; only loading the model of languages needs a temporary file."""
    if event == "open":
        path, mode, flags = arguments
        writes = (isinstance(mode, str) and set(mode) & set("wax+")) or (
            isinstance(flags, int) and flags & WRITING
        )
        if writes and not _temporary(path):
            raise PermissionError("nothing is written where pages are read")
    elif event.startswith(REFUSED) and not (event == "os.remove" and _temporary(arguments[0])):
        raise PermissionError(f"{event} is refused where pages are read")


def _temporary(path: object) -> bool:
    """Whether a path is the folder of temporary files or stands in it, not deeper."""
    return isinstance(path, str) and _FOLDER in (real := os.path.realpath(path), os.path.dirname(real))  # noqa: PTH120


def _answer(call: Call, limits: Limits) -> bytes:
    """Carry out a call; whatever goes wrong is an answer too, unless the system ends this process."""
    _give_time(limits.cpu_seconds)
    return _outcome(lambda: carried_out(call), limits)


def _stream(call: Call, limits: Limits, requests: BinaryIO, answers: BinaryIO) -> bytes:
    """Carry out a call that is given bytes while it yields; each part that it yields is an answer in between."""

    def chunks() -> Iterator[bytes]:
        send(answers, MORE)
        while chunk := receive(requests, REQUEST_BYTES):
            yield chunk
            send(answers, MORE)

    def parts() -> None:
        _give_time(limits.cpu_seconds)
        for part in carried_out(call, chunks()):
            content = PART + encoded(part)
            if len(content) > limits.output_bytes:
                raise OverflowError(f"{len(content):,} bytes of one record")
            send(answers, content)
            _give_time(limits.cpu_seconds)

    return _outcome(parts, limits)


def _outcome(work: Callable[[], Any], limits: Limits) -> bytes:
    """Do what a call asks for, and return its result or why there is none."""
    try:
        answer = DONE + encoded(work())
    except MemoryError:
        found = f"reading it takes more than {limits.memory_bytes // 1_000_000:,} MB of memory"
        return LEAVING + encoded(Lost("worker-killed", found))
    except RecursionError:
        return LOST + encoded(Lost("failed", "it is nested too deeply to be read"))
    except Exception as error:
        return LOST + encoded(
            Lost("failed", f"reading it failed: {type(error).__name__}: {str(error)[:200]}")
        )
    if len(answer) > limits.output_bytes:
        return LOST + encoded(Lost("too-large", f"what is read of it has {len(answer):,} bytes"))
    return answer


def _give_time(seconds: float) -> None:
    """Let the next call have so much processor time; the system ends the process when it is used up."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        until = math.ceil(used.ru_utime + used.ru_stime + seconds)
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))
