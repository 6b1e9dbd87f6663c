"""Whatever bytes come in, nothing is raised: bad input becomes Problems, wrong use a UsageError."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz import commands
from tests.fuzz.targets import TARGETS, seeds
from tests.trials import trials
from writethru.cli import app

HOSTILE = (
    b"\0", b"\xff", b"\xed\xa0\x80", b"\x1b[2J", b"\n\n", b"\r", b'"', b"'", b"{", b"}", b"[", b"]", b"<", b">", b"&", b";", b"<!--",
    b"]]>", b"&#0;", b"&#xd800;", b"\\ud800", b"\\u0000", b"null", b"true", b"-1", b"1e999", b"NaN", b"9" * 400, b"[1]", b"[999]",
    b"[^1]", b"[1-9]", b"](", b"# ", b"- ", b"1. ", b"| ", b"://", b"://[", b":99999/", b"%", b"%00", b"0000-00-00", b"9999-12-31",
    b"2031-02-30", b"+99:99", "\u202e".encode(), "\u2028".encode(), "é".encode(), "😀".encode(), "漢".encode(), "\u0130".encode(),
    b"--", b"--json", b"--store", b"--format", b"=", b"<p>", b"</p>", b"<?xml", b"<!DOCTYPE", b"\xfe\xff", b"\xef\xbb\xbf", b"\x1f\x8b",
    "“".encode(), "”".encode(), b" said ", b" Monday ", b"12 ", b". ", b"$1", b"5%", b"\t", b"' ", b"a" * 300,
)  # fmt: skip


def mutated(name: str) -> st.SearchStrategy[bytes]:
    """Seeds of a target with pieces cut out, doubled, exchanged and put in; and bytes of any kind."""

    def change(chosen: tuple[bytes, list[tuple[int, int, bytes]]]) -> bytes:
        content, steps = chosen
        for at, length, piece in steps:
            at %= len(content) + 1
            content = content[:at] + piece + content[at + length :]
        return content[:20_000]

    steps = st.tuples(
        st.integers(0, 20_000),
        st.sampled_from((0, 0, 0, 1, 2, 5, 40)),
        st.one_of(
            st.sampled_from(HOSTILE),
            st.binary(max_size=6),
            st.text(max_size=6).map(lambda t: t.encode("utf-8", "replace")),
        ),
    )
    given_ = random.Random(name).sample(seeds(name), min(len(seeds(name)), 60))
    grown = st.tuples(st.sampled_from(given_), st.lists(steps, min_size=1, max_size=8)).map(change)
    return st.one_of(
        grown,
        grown,
        grown,
        st.lists(st.sampled_from(HOSTILE), max_size=12).map(b"".join),
        st.binary(max_size=200),
    )


@pytest.mark.parametrize("name", TARGETS)
def test_no_bytes_raise(name: str) -> None:
    dear = name in ("cited page", "page of ours", "all stages", "any source", "feed", "page")
    few = 12 if dear else 30 if name == "command line" else 50

    @settings(
        max_examples=trials(few, 2_000),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(mutated(name))
    def never_raises(content: bytes) -> None:
        TARGETS[name](content)

    never_raises()


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_are_read(name: str) -> None:
    for content in seeds(name)[: trials(6, 200)]:
        TARGETS[name](content)


def paths(command: Any, above: str = "") -> Iterator[str]:
    """Yield every command, those of groups behind the name of the group."""
    for name, inner in command.commands.items():
        yield from paths(inner, f"{name} ") if hasattr(inner, "commands") else (f"{above}{name}",)


def test_every_command_but_the_one_that_listens_is_fuzzed() -> None:
    listed = list(paths(typer.main.get_command(app)))
    assert sorted(commands.COMMANDS) == sorted({*listed} - {"serve"})


@pytest.mark.parametrize("name", commands.COMMANDS)
def test_a_command_comes_to_do_its_work(name: str) -> None:
    """What is fuzzed is not refused at the door."""
    assert commands.done(commands.arguments(commands.seed(name).encode())) == commands.ENDS.get(name, 0)


def test_watching_makes_a_round(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.done(["watch"]) == 0
    assert "Tarn" in capsys.readouterr().out
