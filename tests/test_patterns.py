"""Every regular expression of the project reads in linear time, whatever it is given.

The source is scanned for calls of `re`. A pattern must be knowable without running the program: written out, or built
from names of its module, where the call stands; else the call stands in a cached function, which is called here
(`ARGUMENTS` has what to call it with). Each pattern then searches long texts made of what it looks for itself.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import itertools
import math
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

SOURCE = Path(__file__).parent.parent / "src"
CALLS = {"compile", "match", "search", "sub", "subn", "split", "findall", "finditer", "fullmatch"}
SHORT, LONG = 2_000, 16_000  # characters
STEEPEST = 1.3  # slope of time over length, both as logarithms; 2 would be a square
SURE = 1.6  # above which noise does not explain a slope
SLOWEST = 0.050  # seconds for the long text
TELLING = 0.008  # seconds below which a slope is noise; a square of the long text takes far more
UNITS = 44  # texts a pattern at most
GENERIC = (
    " ",
    "\n",
    "a",
    "A",
    "1",
    '"',
    "“",
    "'",
    "a, ",
    "A. ",
    "1,",
    "Aa ",
    "a b ",
    "-",
    ".",
    "(",
    "a\n",
    "said ",
)


def _grammar_rules() -> list[tuple[str]]:
    grammar = importlib.import_module("writethru.annotate.dates.grammar")
    return [(pattern,) for _, pattern, _ in grammar._spelt()]


# What a cached function that makes a pattern is called with, where its module does not say so with constants.
ARGUMENTS: dict[str, Any] = {
    "writethru.annotate.dates.grammar._compiled": _grammar_rules,
}


class Site(NamedTuple):
    """A call of `re`: where it stands, its module, the call, and the function around it, if any."""

    where: str
    module: str
    call: ast.Call
    function: str


def _enclosing(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Yield the calls of a module, each with the name of the function it stands in."""
    stack: list[tuple[ast.AST, str]] = [(tree, "")]
    while stack:
        node, function = stack.pop()
        if isinstance(node, ast.Call):
            yield node, function
        inner = node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else function
        stack += [(child, inner) for child in ast.iter_child_nodes(node)]


def sites() -> list[Site]:
    """Return every call `re.NAME(...)` of the source that makes a pattern."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        module = ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
        for call, function in _enclosing(ast.parse(path.read_text(encoding="utf-8"))):
            of = call.func
            if (
                isinstance(of, ast.Attribute)
                and isinstance(of.value, ast.Name)
                and of.value.id == "re"
                and of.attr in CALLS
            ):
                found.append(Site(f"{path.relative_to(SOURCE)}:{call.lineno}", module, call, function))
    return sorted(found, key=lambda site: site.where)


def _evaluated(site: Site, node: ast.expr) -> Any:
    """Return the value of an expression over the globals of its module."""
    names = dict(vars(importlib.import_module(site.module)))
    return eval(compile(ast.Expression(node), "<pattern>", "eval"), names)


def _written(site: Site) -> re.Pattern[Any] | None:
    """Return the pattern of a call whose arguments are knowable where it stands."""
    named = {keyword.arg: keyword.value for keyword in site.call.keywords}
    flags = named.get("flags")
    if flags is None and site.call.func.attr == "compile" and len(site.call.args) > 1:  # type: ignore[attr-defined]
        flags = site.call.args[1]
    try:
        return re.compile(_evaluated(site, site.call.args[0]), _evaluated(site, flags) if flags else 0)
    except NameError:
        return None


def _patterns_in(value: object, depth: int = 4) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for item in value.values():
            yield from _patterns_in(item, depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _patterns_in(item, depth - 1)


def _given(site: Site) -> list[tuple[Any, ...]]:
    """Return the constants that the function around a call is called with in its module."""
    function = getattr(importlib.import_module(site.module), site.function)
    if not inspect.signature(function).parameters:
        return [()]
    path = importlib.import_module(site.module).__file__
    calls = _enclosing(ast.parse(Path(str(path)).read_text(encoding="utf-8")))
    return sorted(
        {
            tuple(argument.value for argument in call.args if isinstance(argument, ast.Constant))
            for call, _ in calls
            if isinstance(call.func, ast.Name) and call.func.id == site.function
        }
    )


def _made(site: Site) -> list[re.Pattern[Any]]:
    """Return the patterns of the cached function a call stands in; none if it is not one.

    A call in a comprehension at the top of a module has left its patterns in a name of the module.
    """
    if not site.function:
        return list(_patterns_in(list(vars(importlib.import_module(site.module)).values())))
    function = getattr(importlib.import_module(site.module), site.function, None)
    if not hasattr(function, "cache_clear"):
        return []
    given = ARGUMENTS.get(f"{site.module}.{site.function}", lambda: _given(site))()
    return [pattern for arguments in given for pattern in _patterns_in(function(*arguments))]


def patterns_at(site: Site) -> list[re.Pattern[Any]]:
    """Return the patterns that a call makes."""
    written = _written(site)
    return [written] if written is not None else _made(site)


ALL = sites()


class Samples:
    """Pieces of text that a parsed pattern looks for: its characters, its alternatives, what it repeats."""

    def __init__(self, pattern: re.Pattern[Any]) -> None:
        self.pieces: dict[str, None] = {}
        source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
        parsed = re._parser.parse(
            source, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
        )  # type: ignore[attr-defined]
        whole = self.sample(parsed)
        self.pieces = {
            whole: None,
            whole[:-1]: None,
            whole + " ": None,
            whole[:-1] + "~": None,
            **self.pieces,
        }

    def keep(self, piece: str) -> str:
        if piece:
            self.pieces[piece] = None
        return piece

    def sample(self, parsed: Any) -> str:
        """Return a text that matches, more or less, keeping its parts on the way."""
        return "".join(self.part(str(code), value) for code, value in parsed)

    def part(self, code: str, value: Any) -> str:
        if code in ("LITERAL", "NOT_LITERAL"):
            return self.keep(chr(value) if code == "LITERAL" else "~")
        if code == "ANY":
            return "a"
        if code == "IN":
            return self.member(value)
        if code in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            low, high, body = value
            inner = self.sample(body)
            self.keep(inner)
            self.keep(inner * 3)
            return inner * max(1, min(int(low), 8)) if int(high) else ""
        if code == "BRANCH":
            options = [self.keep(self.sample(option)) for option in value[1]]
            return max(options, key=len, default="")
        if code == "SUBPATTERN":
            return self.keep(self.sample(value[-1]))
        if code == "ATOMIC_GROUP":
            return self.sample(value)
        if code in ("ASSERT", "ASSERT_NOT"):
            self.sample(value[1])
        return ""

    def member(self, items: Any) -> str:
        """Return one character of a class, keeping a few others."""
        kinds = {
            "CATEGORY_DIGIT": "1",
            "CATEGORY_SPACE": " ",
            "CATEGORY_WORD": "a",
            "CATEGORY_NOT_SPACE": "a",
            "CATEGORY_NOT_WORD": ",",
            "CATEGORY_NOT_DIGIT": "a",
        }
        found, negated = [], False
        for code, value in items:
            if str(code) == "NEGATE":
                negated = True
            elif str(code) == "LITERAL":
                found.append(chr(value))
            elif str(code) == "RANGE":
                found.append(chr(value[0]))
            else:
                found.append(kinds.get(str(value), "a"))
        for character in found[:6]:
            self.keep(character)
        return "a" if negated and "a" not in found else ("~" if negated else found[-1])


def units(pattern: re.Pattern[Any]) -> list[str]:
    """Return the pieces of text that are repeated to make a text which a pattern may find hard."""
    pieces = list(Samples(pattern).pieces)
    single = [piece for piece in pieces if len(piece) == 1][:10]
    longer = [piece for piece in pieces if len(piece) > 1]
    pairs = ["".join(pair) for pair in itertools.islice(itertools.permutations(single, 2), 12)]
    chosen = dict.fromkeys([*longer[:10], *GENERIC, *single, *pairs, *longer[10:]])
    return [unit for unit in chosen if len(unit) <= 400][:UNITS]


def seconds(pattern: re.Pattern[Any], text: str, best_of: int) -> float:
    """Return the processor seconds of finding all matches in a text, the fastest of some runs."""
    given: Any = text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")
    fastest = math.inf
    for _ in range(best_of):
        begun = time.process_time()
        for _match in pattern.finditer(given):
            pass
        fastest = min(fastest, time.process_time() - begun)
    return fastest


def too_slow(pattern: re.Pattern[Any], unit: str) -> str:
    """Return how a pattern is too slow on a repeated unit; empty if it is not."""

    def text(size: int) -> str:
        return (unit * (size // len(unit) + 1))[:size]

    for size in (30, 300):  # what grows without measure shows here, and is not waited for
        if seconds(pattern, text(size), 1) > SLOWEST and seconds(pattern, text(size), 3) > SLOWEST:
            return f"{size} characters of {unit!r} take more than {SLOWEST} s"
    if 16 * seconds(pattern, text(LONG // 4), 1) <= TELLING or seconds(pattern, text(LONG), 1) <= TELLING:
        return ""  # of the first, even a square would be short
    long = slope = math.inf
    for best_of in (4, 8, 16):  # a machine that does something else only ever makes a time longer
        long, short = min(long, seconds(pattern, text(LONG), best_of)), seconds(pattern, text(SHORT), best_of)
        slope = min(slope, math.log(long / max(short, 1e-6)) / math.log(LONG / SHORT))
        if long <= TELLING or (long <= SLOWEST and slope <= STEEPEST):
            return ""
        if slope > SURE or long > 2 * SLOWEST:
            break
    if long > SLOWEST:
        return f"{LONG} characters of {unit!r} take {long:.3f} s"
    return f"slope {slope:.2f} on {unit!r}"


def test_every_pattern_is_found() -> None:
    """What is counted here is what the project has; a scan that finds less is broken."""
    assert len(ALL) > 150
    unknown = [site.where for site in ALL if not patterns_at(site)]
    assert not unknown, (
        f"write the pattern out at the top of its module, or in a function with @cache: {unknown}"
    )
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "from re import" not in text and "import re as" not in text, path


def test_patterns_are_compiled_at_the_top_or_in_cached_functions() -> None:
    for site in ALL:
        if site.call.func.attr == "compile" and site.function:  # type: ignore[attr-defined]
            function = getattr(importlib.import_module(site.module), site.function)
            assert hasattr(function, "cache_clear"), f"{site.where}: compiled at every call"


def test_no_pattern_in_a_module_is_overlooked() -> None:
    known = {pattern for site in ALL for pattern in patterns_at(site)}
    for path in sorted(SOURCE.rglob("*.py")):
        module = ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
        if module.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module)).items():
            for pattern in _patterns_in(value):
                assert pattern in known, f"{module}.{name}"


@pytest.mark.parametrize(
    "pattern",
    sorted({p for site in ALL for p in patterns_at(site)}, key=lambda p: str(p.pattern)),
    ids=lambda p: str(p.pattern)[:40],
)
def test_time_grows_with_length(pattern: re.Pattern[Any]) -> None:
    slow = next(filter(None, (too_slow(pattern, unit) for unit in units(pattern))), "")
    assert not slow, f"{pattern.pattern}: {slow}"


def test_what_grows_as_a_square_is_told() -> None:
    hungry, sated = re.compile(r"a+b"), re.compile(r"\bx\d{1,9}\b")
    assert next(filter(None, (too_slow(hungry, unit) for unit in units(hungry))))
    assert not any(too_slow(sated, unit) for unit in units(sated))
