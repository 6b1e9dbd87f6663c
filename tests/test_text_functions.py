"""Every public function that reads text takes time in proportion to its length, whatever the text is.

The source is scanned for public functions with a parameter that holds text. One that can be called with text
alone is called here with long texts made of a repeated unit. One that needs findings too is reached through the
whole of its room (`WHOLE`), which reads the same texts; in a room without one, the build fails.
"""

from __future__ import annotations

import ast
import importlib
import json
import math
import random
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from msgspec.structs import replace

from tests.trials import trials
from writethru.errors import UsageError
from writethru.records import Article, Capture
from writethru.settings import Settings

SOURCE = Path(__file__).parent.parent / "src"
# Parameters that hold what an article, a feed, a page or a user says.
TEXT = {"text", "page", "title", "markup", "content", "words", "line", "lead", "exact", "snippet", "standfirst",
        "publisher", "byline", "url", "link", "word", "run", "before", "article", "documents", "quoted"}  # fmt: skip
HOLDS_TEXT = ("str", "str | None", "bytes", "object", "Article")
SIZES = (500, 2_000, 8_000, 16_000, 32_000)  # characters
STEEPEST = 1.3  # slope of time over length, both as logarithms; 2 would be a square
TELLING = 0.020  # seconds below which a slope is noise
PATIENCE = 4.0  # seconds for one text; more is no slope but a stop
UNITS = (
    " ", "\n", "a", "A", "1", '"', "“", "‘", "'", "(", "[", "a ", "Aa ", "a, ", "A. ", "Mr. ", "1,", "1 ", "-", "–", ".", "… ",
    "said ", "Ann Poe said ", "“No,” she said. ", '"a" ', "on Monday ", "two days after ", "between 1 and ", "1,000 people ",
    "twenty-", "of the ", "and ", "He ", "who ", "the minister of ", "12 dead, ", "- a\n", "\n\nA", "[1] ", "[1", "](", "# a\n",
    "**a", "<b>", "<", "<a href=", "&amp;", "&", "\\", "|", "é", "e\u0301", "\u0301\u0316", "漢", "\u200b", "\u200d", "😀\u200d",
    "https://a.example/", "%", "/", "a.", "a@", "2031-03-04 ", "March 4, ", "$1 ", "5 percent of ", "denied ", "not ",
)  # fmt: skip


class Function(NamedTuple):
    """A public function with text among its parameters, and those that it needs."""

    module: str
    name: str
    texts: tuple[str, ...]
    needs: tuple[str, ...]  # other parameters without a default

    @property
    def called(self) -> str:
        return f"{self.module.removeprefix('writethru.')}.{self.name}"

    @property
    def room(self) -> str:
        return self.module.split(".")[1]


def functions() -> list[Function]:
    """Return every public function of the source that takes text."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        module = ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            listed = node.args
            plain = [*listed.posonlyargs, *listed.args]
            required = {a.arg for a in plain[: len(plain) - len(listed.defaults)]}
            required |= {
                a.arg for a, d in zip(listed.kwonlyargs, listed.kw_defaults, strict=True) if d is None
            }
            texts = [
                a.arg
                for a in [*plain, *listed.kwonlyargs]
                if a.arg in TEXT and a.annotation and ast.unparse(a.annotation) in HOLDS_TEXT
            ]
            if texts:
                found.append(Function(module, node.name, tuple(texts), tuple(sorted(required - set(texts)))))
    return found


ALL = functions()
# What prints, or opens what it is given the name of; none of them looks at the words.
NOT_CALLED = {
    "cli.printing.say": "prints a page that was made",
    "cli.printing.tell": "prints; `wrap` and `shown` are measured by themselves",
    "cli.printing.complain": "prints one line",
    "cli.printing.say_line": "prints one line",
    "cli.shapes.kept_article": "shapes what was read",
    "web.asked.searchable": "looks at up to 400 characters, and refuses those without a word",
    "web.finding.narrowed": "checks parameters of up to 400 characters",
    "web.finding.look": "looks at up to 400 characters; the index is measured by itself",
    "store.open_store": "opens a store",
    "acquire.answers.fetched": "needs the answer of a server",
    "annotate.annotate": "the whole of its room",
    "acquire.feed.read_xml": "in the whole of its room",
    "annotate.annotate_text": "what the whole of its room calls",
    "annotate.quantities.numbers.fraction_value": "given what the pattern of fractions found",
}


def article(text: str, number: int = 1, title: str = "Mill sold") -> Article:
    return Article(id=f"a{number}", key=f"k{number}", title=title, text=text, publisher=f"Outlet {number}",
                   published=f"2031-03-0{number}", language="en")  # fmt: skip


def _annotated(text: str) -> object:
    from writethru.annotate import annotate

    return annotate(article(text, title=text[:300]))


def _extracted(text: str) -> object:
    from writethru.acquire import extract
    from writethru.acquire.feed import read_xml

    markup = f"<html><head><title>{text[:300]}</title><meta name=author content='{text[:300]}'></head><body><article><p>{text}</p></article></body></html>"
    for media_type, content in (
        ("text/html", markup),
        ("application/json", json.dumps({"text": text, "title": text[:300]})),
    ):
        extract(Capture("here", content.encode(), media_type), settings=Settings())
    return read_xml(
        f"<rss><channel><item><title>x</title><description>{text}</description></item></channel></rss>".encode(),
        None,
    )


TOLD = "The old mill at Tarn was sold on Monday for 2 million crowns, Mayor Ida Holt said. Police said 4 people had been hurt."


HERE = replace(
    Settings(), acquire=replace(Settings().acquire, workers=0)
)  # in this process, where time is taken


def _written(text: str) -> object:
    """From two articles to the page of their story, and to its check."""
    from writethru import Newsroom

    rows = (json.dumps({"id": str(n), "title": "Old mill at Tarn sold", "text": f"{TOLD}\n\n{text} {n}", "publisher": f"P{n}",
                        "published": f"2031-03-0{n}"}) for n in (1, 2))  # fmt: skip
    with Newsroom(settings=HERE, stdin=BytesIO("\n".join(rows).encode())) as room:
        return room.brief("-")


def _checked(text: str) -> object:
    """A page that somebody wrote, against an article that holds the same text."""
    from writethru.annotate import annotate
    from writethru.publish import verify_text

    page = f"# Mill sold\n\n{TOLD} [1] {text} [1].\n\n## Timeline\n\n- 4 March 2031 - {text} [1]\n\n## Sources\n\n1. Outlet 1: Mill sold {text}\n"
    try:
        return verify_text(page, {"a1": article(f"{TOLD} {text}")}, annotate)
    except UsageError:
        return None  # more lines or citations than are checked: refused before they are looked at


# The whole of a room, for its functions that need more than text.
WHOLE: dict[str, tuple[Callable[[str], object], int]] = {
    "annotate": (_annotated, 32_000),
    "acquire": (_extracted, 32_000),
    "publish": (_checked, 8_000),
    "pipeline": (_written, 8_000),
}
THROUGH = {
    "ledger": "pipeline",
    "cluster": "pipeline",
    "newsroom": "pipeline",
    "render": "pipeline",
    "store": "pipeline",
}


def direct(function: Function) -> Callable[[str], object] | None:
    """Return what calls a function with one text for all its texts; None if it needs more than text."""
    if function.needs:
        return None
    made = getattr(importlib.import_module(function.module), function.name)
    module = ast.parse(
        Path(importlib.import_module(function.module).__file__ or "").read_text(encoding="utf-8")
    )
    node = next(n for n in module.body if isinstance(n, ast.FunctionDef) and n.name == function.name)
    kinds = {
        a.arg: ast.unparse(a.annotation) for a in [*node.args.args, *node.args.kwonlyargs] if a.annotation
    }
    forms: dict[str, Callable[[str], Any]] = {
        "bytes": lambda t: t.encode("utf-8", "replace"),
        "Article": article,
    }
    convert = {name: forms.get(kinds[name], str) for name in function.texts}
    return partial(_called, made, convert)


def _called(made: Callable[..., object], convert: dict[str, Callable[[str], Any]], text: str) -> object:
    found = made(**{name: form(text) for name, form in convert.items()})
    return list(found) if hasattr(found, "__next__") else found  # type: ignore[call-overload]


def seconds(read: Callable[[str], object], text: str, best_of: int) -> float:
    """Return the processor seconds of one call, the fastest of some."""
    fastest = math.inf
    for _ in range(best_of):
        begun = time.process_time()
        read(text)
        fastest = min(fastest, time.process_time() - begun)
        if fastest > PATIENCE:
            break
    return fastest


def too_steep(read: Callable[[str], object], unit: str, sizes: tuple[int, ...]) -> str:
    """Return how time grows too fast with the length of a repeated unit; empty if it does not."""

    def text(size: int) -> str:
        return (unit * (size // len(unit) + 1))[:size]

    for size in sizes[:-1]:  # what grows without measure shows here, and is not waited for
        if seconds(read, text(size), 1) > PATIENCE:
            return f"{size} characters of {unit!r} take more than {PATIENCE} s"
    long, short = sizes[-1], sizes[-3]
    if seconds(read, text(long), 1) <= TELLING:
        return ""
    slope = math.inf
    for best_of in (2, 4, 8):  # a machine that does something else only ever makes a time longer
        took = seconds(read, text(long), best_of), seconds(read, text(short), best_of)
        slope = min(slope, math.log(took[0] / max(took[1], 1e-6)) / math.log(long / short))
        if took[0] <= TELLING or slope <= STEEPEST:
            return ""
    return f"slope {slope:.2f} on {unit!r}: {took[0]:.3f} s for {long} characters"


DIRECT = [f for f in ALL if not f.needs and f.called not in NOT_CALLED]
BUDGET = trials(2, 600) / 10  # seconds of one function in this run; the units follow one another by chance


def enough(begun: float, budget: float) -> bool:
    return time.process_time() - begun > budget


@pytest.mark.parametrize("function", DIRECT, ids=lambda f: f.called)
def test_time_grows_with_length(function: Function) -> None:
    read = direct(function)
    assert read is not None
    chosen = random.Random(function.called).sample(UNITS, len(UNITS))
    read("Mayor Ida Holt said so.")  # what is loaded once is not counted
    begun = time.process_time()
    for unit in chosen:
        steep = too_steep(read, unit, SIZES[: trials(4, 5)])
        assert not steep, f"{function.called}: {steep}"
        if enough(begun, BUDGET):
            break


@pytest.mark.parametrize("room", WHOLE)
def test_the_whole_of_a_room_grows_with_length(room: str) -> None:
    read, longest = WHOLE[room]
    sizes = tuple(
        longest // part for part in (trials(64, 16), trials(32, 8), trials(16, 4), trials(8, 2), trials(4, 1))
    )
    read(TOLD)
    read("March 4, " * 60)  # whose language is guessed: the tables for that are loaded once
    begun = time.process_time()
    for unit in random.Random(room).sample(UNITS, len(UNITS)):
        steep = too_steep(read, unit, sizes)
        assert not steep, f"{room}: {steep}"
        if enough(begun, trials(2, 600)):
            break


def test_every_function_that_reads_text_is_measured() -> None:
    assert len(DIRECT) > 60
    rooms = {f.room for f in ALL if f.needs and f.called not in NOT_CALLED}
    assert not {room for room in rooms if THROUGH.get(room, room) not in WHOLE}
    assert set(NOT_CALLED) <= {f.called for f in ALL}, "what is no longer there needs no exception"


def test_what_grows_as_a_square_is_told() -> None:
    def square(text: str) -> int:
        return sum(text.count(sign) for sign in text[::4])

    assert too_steep(square, "ab", SIZES[:4])
    assert not too_steep(lambda text: [text.count("a") for _ in range(300)], "ab", SIZES[:4])
