"""Rows are damaged one after another; every other one is taken in, and the damaged one is named with its line."""

from __future__ import annotations

import json
import random
import re
import time
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tests.trials import trials
from writethru.acquire import collect, extract, salvage
from writethru.errors import FetchError
from writethru.records import Article, Capture, Problem
from writethru.settings import Settings

ROWS = 20


def row(number: int) -> dict[str, object]:
    return {
        "id": f"r{number}",
        "url": f"https://mill.example/{number}",
        "authors": [{"name": "A. Miller", "text": "of the town"}, {"name": "B. Weaver"}],
        "published": "2031-03-04",
        "title": f'The "{number}" {{of}} [them]',
        "text": f'The council met on Monday, at {number}, and sold the mill: {{a}}, [b], "c".\nIt said so. '
        * 4,
        "tags": ["town", "mill"],
    }


def item(number: int) -> dict[str, object]:
    return {
        "id": f"r{number}",
        "url": f"https://mill.example/{number}",
        "date_published": "2031-03-04",
        "title": f"Of {number}",
        "content_text": "The council met on Monday and sold the mill. " * 20,
        "attachments": [{"url": "https://mill.example/a.mp3", "mime_type": "audio/mpeg"}],
    }


def nowhere(url: str) -> object:
    raise FetchError("it answered 404")


def take(content: str | bytes) -> tuple[list[Article], list[Problem]]:
    articles, problems = [], []
    raw = content.encode() if isinstance(content, str) else content
    for found in collect("-", fetch=nowhere, settings=Settings(), stdin=BytesIO(raw)):  # type: ignore[arg-type]
        if isinstance(found, Problem):
            problems.append(found)
            continue
        article, wrong = extract(found, settings=Settings())
        articles += [article] if article else []
        problems += wrong
    return articles, problems


def pieces(form: str) -> tuple[str, list[str], str, str]:
    """What stands before the rows, each row, what stands between two, and what stands behind."""
    if form == "lines":
        return "", [json.dumps(row(n)) for n in range(ROWS)], "\n", "\n"
    if form == "a line an element":
        return "[\n", [json.dumps(row(n)) for n in range(ROWS)], ",\n", "\n]\n"
    if form == "indented":
        return "[\n", [json.dumps(row(n), indent=2) for n in range(ROWS)], ",\n", "\n]\n"
    if form == "one line":
        return "[", [json.dumps(row(n), separators=(",", ":")) for n in range(ROWS)], ",", "]"
    if form == "one behind the other":
        return "", [json.dumps(row(n), indent=1) for n in range(ROWS)], "\n", "\n"
    head = '{"version": "https://jsonfeed.org/version/1.1", "title": "Mill Post", "items": [\n'
    return head, [json.dumps(item(n), indent=1) for n in range(ROWS)], ",\n", "\n]}"


FORMS = ["lines", "a line an element", "indented", "one line", "one behind the other", "feed"]
DAMAGE = {
    "a sign is missing": lambda text, at: text[:at] + text[at + 1 :],
    "a sign is wrong": lambda text, at: text[:at] + "\x01" + text[at + 1 :],
    "a part is missing": lambda text, at: text[:at] + text[at + 25 :],
    "a quotation mark is put in": lambda text, at: text[:at] + '"' + text[at:],
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("how", list(DAMAGE))
def test_damage_to_one_row_costs_only_this(form: str, how: str) -> None:
    before, rows, between, behind = pieces(form)
    chance = random.Random(f"{form} {how}")
    sound, _ = take(before + between.join(rows) + behind)
    whole = {a.external_id: a for a in sound}
    assert len(whole) == ROWS
    for which in range(ROWS):
        for _ in range(trials(2, 20)):
            at = chance.randrange(len(rows[which]) - 26)
            damaged = list(rows)
            damaged[which] = DAMAGE[how](rows[which], at)
            found, problems = take(before + between.join(damaged) + behind)
            told = f"{form}, {how}, row {which} at {at}: {[p.line() for p in problems]}"
            texts = {a.external_id: a.text for a in found}
            mine = texts.pop(f"r{which}", None)
            assert {a.text for a in found} >= {a.text for n, a in whole.items() if n != f"r{which}"}, told
            if _is_broken(damaged[which]):
                assert len(texts) == ROWS - 1, told
                assert mine in (None, whole[f"r{which}"].text), f"{told} {mine}"
                assert any(
                    p.kind == "damaged" and _names(p, form, before, damaged, which) for p in problems
                ), told


def _is_broken(text: str) -> bool:
    try:
        json.loads(text, strict=False)
    except ValueError:
        return True
    return False


def _names(problem: Problem, form: str, before: str, rows: list[str], which: int) -> bool:
    """Whether a problem names a line on which a row stands."""
    first = (before + "".join(text + "\n" * (form != "one line") for text in rows[:which])).count("\n") + 1
    line = re.search(r"line (\d+)", problem.where)
    return line is not None and first <= int(line.group(1)) <= first + rows[which].count("\n")


@pytest.mark.parametrize("form", FORMS)
def test_what_breaks_off_keeps_what_can_be_read(form: str) -> None:
    before, rows, between, behind = pieces(form)
    whole = before + between.join(rows) + behind
    ends = [len(before + between.join(rows[: n + 1])) for n in range(ROWS)]
    for at in range(ends[0] + 1, len(whole.rstrip()), len(whole) // trials(60, 600)):
        found, problems = take(whole[:at])
        assert len(found) == sum(end <= at for end in ends)
        if not (form in ("lines", "one behind the other") and whole[:at].rstrip() + between in whole):
            assert [p.kind for p in problems] == ["damaged"], (form, at, problems)


@pytest.mark.parametrize(
    "between",
    ["#", ",,", "", "}{", "\n\x00\n", ",]", "],["],
    ids=["sign", "commas", "none", "braces", "nul", "end", "two"],
)
def test_damage_between_two_rows_costs_neither_or_is_named(between: str) -> None:
    rows = [json.dumps(row(n)) for n in range(6)]
    found, problems = take("[" + ",\n".join(rows[:3]) + between + ",\n".join(rows[3:]) + "]")
    ids = [a.external_id for a in found]
    assert set(ids) >= {"r0", "r1", "r4", "r5"} and len(ids) >= 5
    if len(ids) < 6:
        assert "damaged" in [p.kind for p in problems]


def test_a_nested_object_is_no_article() -> None:
    text = (
        '[{"id": "a", "text": "The mill burned down.", "parts": ['
        + json.dumps({"text": "no", "name": "x"})
        + "}, "
    )
    found, problems = take(text + json.dumps(row(3)) + "]")
    assert [a.external_id for a in found] == ["r3"] and [p.kind for p in problems] == ["damaged"]


def test_a_feed_keeps_its_name() -> None:
    before, rows, between, behind = pieces("feed")
    rows[1] = rows[1][:-30]
    found, _ = take(before + between.join(rows) + behind)
    assert {a.publisher for a in found} == {"Mill Post"}


@pytest.mark.parametrize(
    "text",
    [
        '[{"a":' * 30_000,
        '[{"a":[' * 800 + "0," * 100_000,
        '[{"' * 60_000,
        '[{"a":"' * 30_000,
        "[" * 200_000,
        '[{"a":{"b"' * 30_000,
    ],
)
def test_nothing_to_be_found_takes_no_long_search(text: str) -> None:
    start = time.process_time()
    assert all(found.value is None for found in salvage.objects(text, 1, salvage.is_article))
    assert time.process_time() - start < 5


@limits(deadline=None, max_examples=trials(80, 1000))
@given(st.text(alphabet='[]{}",:\\ \n0ae', max_size=60))
def test_any_text_gives_objects_or_faults(text: str) -> None:
    for found in salvage.objects(text, 0, salvage.is_article):
        assert (found.value is None) == bool(found.fault) and found.line <= text.count("\n") + 1
    articles, problems = take("[" + text)
    assert articles or problems


def test_captures_of_a_broken_array_say_where_they_stood() -> None:
    rows = [json.dumps(row(n)) for n in range(3)]
    rows[1] = rows[1][1:]
    found = list(
        collect(
            "-", fetch=nowhere, settings=Settings(), stdin=BytesIO(("[" + ",\n".join(rows) + "]").encode())
        )
    )  # type: ignore[arg-type]
    assert [f.where for f in found if isinstance(f, Capture)] == [
        "standard input item 1 (line 1)",
        "standard input item 3 (line 3)",
    ]
