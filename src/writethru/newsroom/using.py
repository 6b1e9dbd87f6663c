"""Wrong use said before anything is done: each argument of a public method is of the type that the method names."""

from __future__ import annotations

import builtins
import types
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from functools import cache, wraps
from importlib import import_module
from inspect import Parameter, signature
from typing import Any, BinaryIO, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from writethru.errors import UsageError

C = TypeVar("C", bound=type)
F = TypeVar("F", bound=Callable[..., Any])

MOST = 2**63 - 1  # a database holds no greater number
SHOWN = 60  # characters of what was found
# Names that stand in annotations and are imported for the type checker only, so that start-up is quick.
LATE = {"Clock": "writethru.acquire.clock"}
WORDS = {str: "text", int: "a whole number", float: "a number", bool: "True or False", type(None): "None"}


def checked(newsroom: C) -> C:
    """Return a class whose public methods raise UsageError for arguments of another type than they name."""
    for name in dir(newsroom):
        method = getattr(newsroom, name)
        if isinstance(method, types.FunctionType) and (name == "__init__" or not name.startswith("_")):
            setattr(newsroom, name, checked_function(method, newsroom.__name__))
    return newsroom


def checked_function(function: F, owner: str = "") -> F:
    """Return a function that raises UsageError for arguments of another type than it names."""
    known = signature(function)
    own = owner if function.__name__ == "__init__" else function.__name__

    @wraps(function)
    def called(*given: Any, **named: Any) -> Any:
        try:
            bound = known.bind(*given, **named)
        except TypeError as error:
            raise UsageError(f"{own}: {error}; it takes {_names(known.parameters)}") from None
        hints = _hints(function)
        for name, value in bound.arguments.items():
            if name in hints and not fits(value, hints[name]):
                raise UsageError(
                    f"{own}: {name!r} is to be {said(hints[name])}, and {_short(value)} was given"
                )
        return function(*given, **named)

    return called  # type: ignore[return-value]


def _names(parameters: Mapping[str, Parameter]) -> str:
    return ", ".join(name for name in parameters if name != "self") or "nothing"


@cache
def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the types of a function's parameters; what is not known yet is Any."""
    return get_type_hints(function, localns=_Late(function.__globals__))


class _Late(dict[str, Any]):
    """Names of annotations that are in no module while the program runs."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, name: str) -> Any:
        if name in self._known or hasattr(builtins, name):
            raise KeyError(name)
        return getattr(import_module(LATE[name]), name) if name in LATE else Any


def fits(value: Any, hint: Any) -> bool:
    """Return whether a value is of a type; of numbers, that they can be the number of something."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint is Any or isinstance(hint, TypeVar):
        return True
    if origin in (Union, types.UnionType):
        return any(fits(value, one) for one in inner)
    if origin is Literal:
        return value in inner
    if origin is Callable or hint is Callable:
        return callable(value)
    if hint is BinaryIO:
        return hasattr(value, "read")
    if isinstance(origin, type):
        return _holds(value, origin, inner)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if hint is datetime:
        return isinstance(value, datetime) and value.utcoffset() is not None and 1 < value.year < 9999
    if not isinstance(hint, type) or getattr(hint, "_is_protocol", False):
        return hint is not None or value is None
    return isinstance(value, hint)


def _holds(value: Any, kind: type, inner: tuple[Any, ...]) -> bool:
    """Return whether a value is of a kind, and so is what it holds, as far as looking does not use it up.

    A text is no list of texts, though it could be taken for one.
    """
    if not isinstance(value, kind) or isinstance(value, str | bytes):
        return False
    if isinstance(value, Collection) and issubclass(kind, Iterable) and len(inner) in (1, 2):
        return all(fits(one, inner[0]) for one in value)
    return True


def said(hint: Any) -> str:
    """Return a type in words."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(said(one) for one in inner))
    if origin is Callable:
        return "a function"
    if origin is Literal:
        return " or ".join(map(repr, inner))
    if isinstance(origin, type):
        return f"several of {said(inner[0])}" if inner else origin.__name__
    if hint is datetime:
        return "a datetime with its zone, of the years 2 to 9998"
    return WORDS.get(hint, getattr(hint, "__name__", str(hint)))


def _short(value: object) -> str:
    try:
        shown = ascii(value)
    except Exception:
        shown = type(value).__name__
    return f"{shown[:SHOWN]}..." if len(shown) > SHOWN else shown
