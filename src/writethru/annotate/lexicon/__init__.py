"""Language data apart from code: word lists (TXT) and tables (TOML), a folder a language.

A word list has one entry a line; `#` opens a comment, blank lines are skipped. Adding a language is
adding a folder with the same file names. Which folder is read is set once a text, by `reading`; what
is built from it (a pattern, a set of stems, a memo) is kept apart for each language by `by_language`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache, wraps
from importlib import resources
from importlib.resources.abc import Traversable
from inspect import signature
from typing import Any, ParamSpec, TypeVar, cast

DEFAULT = "en"
_language: ContextVar[str] = ContextVar("language", default=DEFAULT)
_P = ParamSpec("_P")
_T = TypeVar("_T")


def _folders() -> Traversable:
    return resources.files(__package__)


@cache
def languages() -> frozenset[str]:
    """Return the languages that have a folder, as ISO 639-1 codes."""
    return frozenset(f.name for f in _folders().iterdir() if f.is_dir() and not f.name.startswith("_"))


def current() -> str:
    """Return the language being read."""
    return _language.get()


@contextmanager
def reading(language: str) -> Iterator[None]:
    """Read the word lists and tables of `language` (ISO 639-1) within the block.

    Raises KeyError if the language has no folder.
    """
    if language not in languages():
        raise KeyError(f"no lexicon for {language!r}; there are {', '.join(sorted(languages()))}")
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def by_language(function: Callable[_P, _T]) -> Callable[_P, _T]:
    """Remember what a function returns, for each language apart: `functools.cache` for what rests on the lexicon."""
    if signature(function).parameters:
        return _remembering(function, None)
    made: dict[str, _T] = {}
    language = _language.get

    @wraps(function)
    def remembered(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        try:
            return made[language()]
        except KeyError:
            pass
        return made.setdefault(language(), function(*args, **kwargs))

    vars(remembered)["cache_clear"] = made.clear  # as `functools.cache` has it
    return remembered


def by_language_within(size: int) -> Callable[[Callable[_P, _T]], Callable[_P, _T]]:
    """Remember the last `size` answers of a function of the text's own words, for each language apart."""

    def decorate(function: Callable[_P, _T]) -> Callable[_P, _T]:
        return _remembering(function, size)

    return decorate


def _remembering(function: Callable[_P, _T], size: int | None) -> Callable[_P, _T]:
    memos: dict[str, Callable[_P, _T]] = {}
    language = _language.get

    @wraps(function)
    def remembered(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        try:
            memo = memos[language()]
        except KeyError:
            memo = memos[language()] = cast("Callable[_P, _T]", lru_cache(size)(function))
        return memo(*args, **kwargs)

    vars(remembered)["cache_clear"] = memos.clear  # as `functools.cache` has it
    return remembered


def read(file: str) -> str:
    """Return the content of a file of the language being read.

    Raises FileNotFoundError if the language has no such file.
    """
    return _folders().joinpath(_language.get(), file).read_text(encoding="utf-8")


@by_language
def words(name: str) -> frozenset[str]:
    """Return the entries of `NAME.txt` of the language being read, as written.

    Raises FileNotFoundError if the language has no such list.
    """
    lines = (line.partition("#")[0].strip() for line in read(f"{name}.txt").splitlines())
    return frozenset(line for line in lines if line)


@by_language
def table(name: str) -> dict[str, Any]:
    """Return the content of `NAME.toml` of the language being read; treat it as read-only.

    Raises FileNotFoundError if the language has no such table.
    """
    return tomllib.loads(read(f"{name}.toml"))
