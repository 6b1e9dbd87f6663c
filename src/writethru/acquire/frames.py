"""What passes between a process and those that read foreign bytes for it: calls there, answers back, in frames."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from inspect import signature
from typing import Any, BinaryIO, get_type_hints

import msgspec
from msgspec import msgpack

from writethru.records import Record

HEAD = 8  # bytes that say how long a frame is
DONE, LOST, LEAVING = b"+", b"-", b"!"  # how an answer begins; the last: no result, and the child ends itself
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
    bound = signature(function).bind(*given, **named)
    arguments = {name: msgspec.Raw(encoded(value)) for name, value in bound.arguments.items()}
    return msgpack.encode(Call(f"{function.__module__}:{function.__qualname__}", arguments))


def carried_out(call: Call) -> Any:
    """Import the function of a call, and return what it returns."""
    function, types = _named(call.function)
    arguments = {name: msgpack.decode(raw, type=types[name]) for name, raw in call.arguments.items()}
    return function(**arguments)


@cache
def _named(name: str) -> tuple[Callable[..., Any], dict[str, Any]]:
    module, _, path = name.partition(":")
    function: Any = import_module(module)
    for part in path.split("."):
        function = getattr(function, part)
    return function, get_type_hints(function)


@cache
def result_type(function: Callable[..., Any]) -> Any:
    """Return the type that a function says it returns."""
    return get_type_hints(function)["return"]


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
