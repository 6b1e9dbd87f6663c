"""What passes between a process and those that read foreign bytes for it: calls there, answers back, in frames."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from inspect import signature
from typing import Any, BinaryIO, get_args, get_origin, get_type_hints

import msgspec
from msgspec import msgpack

from writethru.records import Record

HEAD = 8  # bytes that say how long a frame is
# How an answer begins. LEAVING: no result, and the child ends itself. A call that streams is answered by any number
# of parts before it is done, and asks for more bytes when it has read those that it was given.
DONE, LOST, LEAVING, PART, MORE = b"+", b"-", b"!", b"*", b"?"
_SURROGATES = re.compile("[\ud800-\udfff]")


class Limits(Record, frozen=True):
    """What a child may use: processor seconds a call, address space, bytes of one answer."""

    cpu_seconds: float
    memory_bytes: int
    output_bytes: int


class Lost(Record, frozen=True):
    """Why a call has no result: the kind as a Problem has it, and what was found."""

    kind: str
    found: str


class Call(Record, frozen=True):
    """A function by its name, and its arguments, each encoded by itself."""

    function: str
    arguments: dict[str, msgspec.Raw]
    streams: bool = False  # it is given bytes while it yields what it makes of them


def encoded(value: Any) -> bytes:
    """Return a value as bytes; lone surrogates, which UTF-8 cannot hold, become U+FFFD."""
    try:
        return msgpack.encode(value)
    except UnicodeEncodeError:
        return msgpack.encode(_cleaned(msgspec.to_builtins(value, builtin_types=(bytes,))))


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_cleaned(k): _cleaned(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(v) for v in value]
    return value


def called(function: Callable[..., Any], *given: Any, **named: Any) -> bytes:
    """Return a call as bytes: the function must be one of a module, its arguments records or plain values."""
    return _call(function, signature(function).bind(*given, **named).arguments, streams=False)


def called_streaming(function: Callable[..., Any], **named: Any) -> bytes:
    """Return a call as bytes whose first argument, an iterable of bytes, is given to it piece by piece."""
    return _call(function, named, streams=True)


def _call(function: Callable[..., Any], given: dict[str, Any], *, streams: bool) -> bytes:
    arguments = {name: msgspec.Raw(encoded(value)) for name, value in given.items()}
    return msgpack.encode(Call(f"{function.__module__}:{function.__qualname__}", arguments, streams))


def carried_out(call: Call, *given: Iterator[bytes]) -> Any:
    """Import the function of a call, and return what it returns."""
    function, types = _named(call.function)
    arguments = {name: msgpack.decode(raw, type=types[name]) for name, raw in call.arguments.items()}
    return function(*given, **arguments)


@cache
def _named(name: str) -> tuple[Callable[..., Any], dict[str, Any]]:
    module, _, path = name.partition(":")
    function: Any = import_module(module)
    for part in path.split("."):
        function = getattr(function, part)
    return function, get_type_hints(function)


@cache
def result_type(function: Callable[..., Any]) -> Any:
    """Return the type that a function says it returns; of one that yields, what it yields."""
    said = get_type_hints(function)["return"]
    return get_args(said)[0] if get_origin(said) is Iterator else said


def send(door: BinaryIO, content: bytes) -> None:
    """Write one frame."""
    door.write(len(content).to_bytes(HEAD, "big") + content)
    door.flush()


def receive(door: BinaryIO, most: int) -> bytes | None:
    """Return the next frame; None at the end. Raises OverflowError for one of more than `most` bytes."""
    head = door.read(HEAD)
    if len(head) < HEAD:
        return None
    size = int.from_bytes(head, "big")
    if size > most:
        raise OverflowError(f"{size:,} bytes")
    content = door.read(size)
    return content if len(content) == size else None
