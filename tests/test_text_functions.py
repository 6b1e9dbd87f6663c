"""Every public function that reads text takes time in proportion to its length, whatever the text is.

The source is scanned for public functions with a parameter that holds text. One that can be called with text
alone is called here with long texts made of a repeated unit. One that needs findings too is reached through the
whole of its room (`WHOLE`), which reads the same texts; in a room without one, the build fails.
"""

from __future__ import annotations

import functools
import gc
import html
import importlib
import itertools
import math
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from types import FrameType
from typing import Any

import pytest

from tests.text_functions import NOT_REACHED, SOURCE, Function, functions
from tests.trials import SOAKING, trials, untraced
from tests.wholes import ALL_SORTS, THROUGH, TOLD, WHOLE, article, show_example
from writethru.acquire import body, headline, payload, salvage
from writethru.acquire.window import Window
from writethru.annotate.sentences import lines, posts
from writethru.errors import UsageError
from writethru.publish import titles
from writethru.web import bodies
from writethru.web.answers import Trouble

SIZES = (500, 2_000, 8_000, 16_000, 32_000)  # characters
STEEPEST = 1.3  # slope of time over length, both as logarithms; 2 would be a square
TURN = itertools.count()
TELLING = 0.020  # seconds below which a slope is noise
PATIENCE = 4.0  # seconds for one text; more is no slope but a stop
UNITS = (
    " ", "\n", "a", "A", "1", '"', "“", "‘", "'", "(", "[", "a ", "Aa ", "a, ", "A. ", "Mr. ", "1,", "1 ", "-", "–", ".", "… ",
    "said ", "Ann Poe said ", "“No,” she said. ", '"a" ', "on Monday ", "two days after ", "between 1 and ", "1,000 people ",
    "twenty-", "of the ", "and ", "He ", "who ", "the minister of ", "12 dead, ", "- a\n", "\n\nA", "[1] ", "[1", "](", "# a\n",
    "**a", "<b>", "<", "<a href=", "&amp;", "&", "\\", "|", "é", "e\u0301", "\u0301\u0316", "漢", "\u200b", "\u200d", "😀\u200d",
    "https://a.example/", "%", "/", "a.", "a@", "2031-03-04 ", "March 4, ", "$1 ", "5 percent of ", "denied ", "not ", "gates123 ", "%CC%96%CC%81", "\u0316", "/../", "?a&", ";", "X: a\r\n", " b\n", "1\r\na\r\n", "gzip,", "\t", ": ", "=", "[{", '{"a":', "]", "&#1;", "<title>", "A | ", "HTTP/1.1 200 OK\r\n",
)  # fmt: skip


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
    "acquire.addresses.networks": "the settings name these",
    "annotate.dating.words.read_line": "given a line and its bounds",
    "annotate.references.people.genders": "given a word for each person",
    "publish.checking.summaries.summary_of": "given the source that a page names",
    "publish.needed.is_verb": "given a place among words",
    "store.rows.unpacked": "reads what was packed by us",
    "annotate.quantities.subjects.counting_phrase": "given words of its own tables",
    "ledger.charges.names_holder": "given a name that has letters",
    "publish.carried.hash_free": "given a clock time or a score",
    "publish.leads.agree": "given names that have letters; `agrees` is measured",
    "web.finding.look": "looks at up to 400 characters; the index is measured by itself",
    "acquire.answers.fetched": "needs the answer of a server",
    "annotate.annotate": "the whole of its room",
    "annotate.annotate_text": "what the whole of its room calls",
    "annotate.quantities.numbers.fraction_value": "given what the pattern of fractions found",
}


FORMS: dict[str, Callable[[str], Any]] = {"bytes": lambda t: t.encode("utf-8", "replace"), "Article": article}
# What else a function is given, by the name of its parameter; where it wants a place, the beginning and the end of the text.
GIVEN: dict[str, object] = {
    "where": "here", "retrieved": None, "source": "meta", "subscriptions": (), "opens": True, "opening": True, "state": "",
    "unit": "people", "gender": "female", "fields": {"text?": "text"}, "inserts": (), "people": (), "times": (), "sentences": (),
}  # fmt: skip
ADDRESSED = (
    "writethru.acquire.urls",
)  # what they are given begins as an address; else nothing of it is looked at
FIRST, LAST = {"start", "at", "floor"}, {"end", "limit", "most"}


def may_be_called(function: Function) -> bool:
    """Whether a function needs no more than text, places in it, and what is known beforehand."""
    return function.called in BY_HAND or set(function.needs) <= FIRST | LAST | set(GIVEN)


def direct(function: Function) -> Callable[[str], object]:
    """Return what calls a function with one text for all its texts."""
    if function.called in BY_HAND:
        return BY_HAND[function.called]
    made = getattr(importlib.import_module(function.module), function.name)
    convert = {name: as_form(form) for name, form in function.texts}
    if function.module in ADDRESSED:
        convert |= {
            n: lambda text: f"https://a.example/{text}"
            for n in convert
            if n in ("url", "link", "one", "other")
        }
    return partial(_called, made, convert, function.needs)


def as_form(form: str) -> Callable[[str], Any]:
    """Return what makes of a text what a parameter is annotated to take."""
    if form in FORMS:
        return FORMS[form]
    several = re.match(r"(\w+)\[(str|bytes)", form)
    if several is None:
        return str
    many = {"tuple": tuple, "set": set}.get(several[1], frozenset if "et" in several[1] else list)
    one = FORMS.get(several[2], str)
    return lambda text: many(one(word) for word in text.split())


def _called(
    made: Callable[..., object], convert: dict[str, Callable[[str], Any]], needs: tuple[str, ...], text: str
) -> object:
    found: object = None
    several = [form(text) for name, form in convert.items() if name.startswith("*")]
    plain = {name: form(text) for name, form in convert.items() if not name.startswith("*")}
    for first, last in (
        ((0, len(text)), (len(text), len(text)), (0, 0)) if {*needs} & (FIRST | LAST) else ((0, 0),)
    ):
        more = {n: GIVEN.get(n, first if n in FIRST else last) for n in needs}
        with suppress(UsageError, Trouble):
            found = made(*several, **plain, **more)
        found = list(found) if hasattr(found, "__next__") else found  # type: ignore[call-overload]
    return found


def seconds(read: Callable[[str], object], unit: str, size: int, best_of: int) -> float:
    """Return the processor seconds of one call, the fastest of some; no two texts are the same, lest one be remembered.

    As in `timeit`, nothing is collected meanwhile: a collection looks at all that the process holds, and longer texts
    come to one sooner.
    """
    fastest = math.inf
    for _ in range(best_of):
        text = (unit * (size // len(unit) + 1))[: size - next(TURN) % 64]
        with uncollected():
            begun = time.process_time()
            read(text)
            fastest = min(fastest, time.process_time() - begun)
        if fastest > PATIENCE:
            break
    return fastest


@contextmanager
def uncollected() -> Iterator[None]:
    """Collect no garbage within, if any was collected before."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


def too_steep(read: Callable[[str], object], unit: str, sizes: tuple[int, ...], further: int = 1) -> str:
    """Return how time grows too fast with the length of a repeated unit; empty if it does not.

    What is read too quickly to tell is read once more, up to so many times as long. It is compared with a sixteenth then
    and not with a quarter: what is longer than a processor keeps at hand takes some times as long by that alone.
    """
    return _too_steep(read, unit, sizes, further, -3)


def _too_steep(
    read: Callable[[str], object], unit: str, sizes: tuple[int, ...], further: int, compared: int
) -> str:
    for size in sizes[:-1]:  # what grows without measure shows here, and is not waited for
        took_one = seconds(read, unit, size, 1)
        if took_one > PATIENCE:
            return f"{size} characters of {unit!r} take more than {PATIENCE} s"
        if took_one * (sizes[-1] / size) ** 3 < PATIENCE:
            break  # no text is waited for that long, whatever grows
    long, short = sizes[-1], sizes[compared]
    took_long = seconds(read, unit, long, 1)
    if took_long <= TELLING and further > 1:
        times = min(further, math.ceil(1.5 * TELLING / max(took_long, 1e-6)))
        return _too_steep(read, unit, tuple(size * times for size in sizes), 1, -4)
    if took_long <= TELLING:
        return ""
    slope = math.inf
    for best_of in (2, 4, 8):  # a machine that does something else only ever makes a time longer
        took = seconds(read, unit, long, best_of), seconds(read, unit, short, best_of)
        slope = min(slope, math.log(took[0] / max(took[1], 1e-6)) / math.log(long / short))
        if took[0] <= TELLING or slope <= STEEPEST:
            return ""
    return f"slope {slope:.2f} on {unit!r}: {took[0]:.3f} s for {long} characters"


def _headline(text: str) -> object:
    quoted = html.escape(text)
    tree, _ = body.parse(f"<title>{quoted} | A</title><h1>{quoted}</h1>")
    return headline.find(tree, text, {"og:title": [text], "twitter:title": [f"A: {text}"]})


def _answer(text: str) -> None:
    said = "HTTP/1.1 200 OK\r\nX: a\r\n"
    for block in (
        f"{said}{text}",
        f"{said}Content-Encoding: {text}\r\n\r\na",
        f"{said}Transfer-Encoding: chunked\r\n\r\n{text}",
    ):
        payload.answered(block.encode("utf-8", "replace"), 10_000_000)


def _form(text: str) -> None:
    for media_type in (bodies.FORM, f"{bodies.MULTIPART}; boundary=a"):
        for content in (
            text,
            f"text={text}",
            f'--a\r\nContent-Disposition: form-data; name="text"\r\n\r\n{text}\r\n--a--',
        ):
            with suppress(Trouble):
                bodies.from_form(content.encode(), media_type, {"text?": "text"})


# Functions that need something more, which is easily made.
BY_HAND: dict[str, Callable[[str], object]] = {
    "acquire.headline.find": _headline,
    "acquire.payload.answered": _answer,
    "acquire.payload.fields": lambda text: payload.fields(f"X: a\r\n{text}".encode("utf-8", "replace")),
    "acquire.salvage.objects": lambda text: salvage.objects(f"[{text}", 1, salvage.is_article),
    "acquire.window.Window.seek": lambda text: Window([text.encode("utf-8", "replace")]).seek(b"\nWARC/"),
    "annotate.sentences.lines.Lines.damaged": lambda text: lines.lines().damaged(text),
    "web.bodies.from_form": _form,
    "publish.titles.title_ends": lambda text: list(titles.title_ends(text, 0, len(text))),
    "annotate.sentences.posts.posted": lambda text: posts.posted(text, [(0, 0, len(text))]),
}
DIRECT = [f for f in ALL if may_be_called(f) and f.called not in NOT_CALLED]
# What once took the square of its length, by the text on which it did: that is tried first.
ONCE = {
    "acquire.payload.answered": (" b\n", "gzip,"),
    "acquire.payload.fields": (" b\n",),
    "acquire.urls.identity": ("\u0301\u0316",),
    "annotate.names.runs.read_run": ("Aa ", "A. ", "A | "),
    "annotate.names.spelling.letters": ("\u0301\u0316",),
    "publish.revisions.compare.likeness": ("between 1 and ",),
    "publish.titles.title_ends": ("a, ",),
    "render.difference.altered_words": ("of the ",),
}
BUDGET = trials(1, 600) / 10  # seconds of one function in this run; the units follow one another by chance


def enough(begun: float, budget: float) -> bool:
    return time.process_time() - begun > budget


@pytest.fixture
def forgetting() -> Iterator[None]:
    """Forget in the end what was read, where that is a lot: what fills the memory makes all else slow."""
    yield
    if SOAKING:
        for memo in gc.get_objects():
            if type(memo) is functools._lru_cache_wrapper and memo.cache_parameters()["maxsize"]:
                memo.cache_clear()


@pytest.mark.usefixtures("forgetting")
@pytest.mark.parametrize("function", DIRECT, ids=lambda f: f.called)
def test_time_grows_with_length(function: Function) -> None:
    read = direct(function)
    # Bytes are whole documents, which are longer than any sentence.
    further = 16 if all("bytes" in form for _, form in function.texts) else trials(1, 16)
    chosen = [*ONCE.get(function.called, ()), *random.Random(function.called).sample(UNITS, len(UNITS))]
    read("Mayor Ida Holt said so.")  # what is loaded once is not counted
    begun = time.process_time()
    for unit in chosen:
        steep = too_steep(read, unit, SIZES[: trials(4, 5)], further)
        assert not steep, f"{function.called}: {steep}"
        if enough(begun, BUDGET):
            break


@pytest.mark.usefixtures("forgetting")
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


def reached() -> set[str]:
    """Return every function that the wholes of all rooms call, as its module and name."""
    seen: set[tuple[str, str]] = set()

    def look(frame: FrameType, event: str, argument: object) -> None:
        seen.add((frame.f_code.co_filename, frame.f_code.co_qualname))

    with untraced():
        sys.settrace(look)
        for whole, _ in WHOLE.values():
            for text in ALL_SORTS:
                whole(text)
        show_example()
    here = len(str(SOURCE)) + 1
    return {
        f"{file[here:].removesuffix('.py').removesuffix('/__init__').replace('/', '.').removeprefix('writethru.')}.{name}"
        for file, name in seen
        if file.startswith(str(SOURCE))
    }


def test_every_function_that_reads_text_is_measured() -> None:
    assert len(DIRECT) > 280
    rooms = {f.room for f in ALL if not may_be_called(f)}
    assert not {room for room in rooms if THROUGH.get(room, room) not in WHOLE}
    assert set(BY_HAND) | set(ONCE) | set(NOT_CALLED) <= {f.called for f in ALL}, (
        "what is no longer there needs no exception"
    )


@pytest.mark.soak
def test_every_function_that_needs_findings_is_reached() -> None:
    called = {f.called for f in ALL}
    excepted = {name for listed in NOT_REACHED.values() for name in listed.split()} | set(NOT_CALLED)
    left = {f.called for f in ALL if not may_be_called(f)} - excepted
    assert not left - reached(), "neither called by itself nor by the whole of a room"
    assert excepted <= called, "what is no longer there needs no exception"


def test_what_grows_as_a_square_is_told() -> None:
    def square(text: str) -> int:
        return sum(text.count(sign) for sign in text[::4])

    assert too_steep(square, "ab", SIZES[:4])
    assert not too_steep(lambda text: [text.count("a") for _ in range(300)], "ab", SIZES[:4])
