from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.annotate.growth import LINEAR, growth
from writethru.annotate.dates import find_times
from writethru.annotate.quantities import find_quantities
from writethru.annotate.quantities.numbers import words_value
from writethru.annotate.sentences import find_sentences
from writethru.records import Quantity, TimeExpression

CASES = Path(__file__).parent.parent / "cases" / "quantities"


def cases(expectation: str) -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if expectation not in row:
                continue
            found.append(pytest.param(row, id=f"{path.stem}: {row['case']}"))
    return found


def quantities_of(text: str) -> tuple[Quantity, ...]:
    return find_quantities(text, find_sentences(text))


@pytest.mark.parametrize("row", cases("quantities"))
def test_case(row: dict[str, Any]) -> None:
    text = row["text"]
    found = quantities_of(text)
    assert [[text[q.start : q.end], q.low, q.high, q.unit, q.counted] for q in found] == row["quantities"]


@pytest.mark.parametrize("row", cases("as_of"))
def test_as_of_when(row: dict[str, Any]) -> None:
    text = row["text"]
    sentences = find_sentences(text)
    times = find_times(text, sentences, published="2031-04-02")
    found = find_quantities(text, sentences, times=times)
    assert [list(q.as_of) if q.as_of else None for q in found] == row["as_of"]


@pytest.mark.parametrize(
    "text",
    ["killing 12 people", "12 people died", "12 dead", "12 deaths", "12 fatalities", "death toll of 12",
     "12 people lost their lives", "claimed 12 lives", "12 were killed", "the number of dead rose to 12",
     "the dead numbered 12", "left 12 dead", "12 killed", "12 people died at the scene", "12 dead people", "the killing of 12 people"],
)  # fmt: skip
def test_ways_to_say_killed_compare_equal(text: str) -> None:
    (found,) = quantities_of(f"Officials spoke of {text}.")
    assert (found.low, found.high, found.unit, found.counted) == (12, 12, "people", "people killed")


def test_hedges_tell_bounds_and_firmness() -> None:
    (exact,) = quantities_of("They saw 12 boats.")
    (about,) = quantities_of("They saw about 12 boats.")
    assert (exact.approximate, about.approximate) == (False, True)
    assert (exact.low, exact.high) == (about.low, about.high)


def test_the_span_of_what_is_counted() -> None:
    text = "At least 12 people were killed there."
    (found,) = quantities_of(text)
    assert found.counted_span is not None
    assert text[found.counted_span.start : found.counted_span.end] == "people were killed"


def test_numbers_inside_times_are_no_quantities() -> None:
    text = "It opened on 4 March with 12 boats."
    times = (TimeExpression(13, 20, type="DATE", value="2031-03-04"),)
    (found,) = find_quantities(text, find_sentences(text), times=times)
    assert text[found.start : found.end] == "12"


def test_field_is_kept() -> None:
    (found,) = find_quantities("Storm kills 12", find_sentences("Storm kills 12", "title"), field="title")
    assert found.field == "title"


@pytest.mark.parametrize(
    ("words", "value"),
    [("two hundred and five thousand", 205_000), ("twenty-three", 23), ("three million", 3e6), ("two and a half million", 2.5e6)],
)  # fmt: skip
def test_values_of_words(words: str, value: float) -> None:
    assert words_value(words) == value


PIECES = st.sampled_from(
    "12|1,200|3.5|$|£|%|million|bn|at least|more than|up to|about|people|killed|injured|houses|of|the|and|to|-|–|between"
    "|dozens|hundreds of|a third|half a|one|two|twenty|.|,|(|)|\n\n|were|death toll rose to|km|US|years|:|/|\u00a0|٣|½|1e9".split(
        "|"
    )
)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=120), st.lists(PIECES, max_size=30).map(" ".join), st.lists(PIECES).map("".join)
    )
)
def test_spans_are_valid_ascending_and_repeatable(text: str) -> None:
    found = quantities_of(text)
    assert found == quantities_of(text)
    at = 0
    for quantity in found:
        assert at <= quantity.start < quantity.end <= len(text)
        assert quantity.low is not None or quantity.high is not None
        if quantity.low is not None and quantity.high is not None:
            assert quantity.low <= quantity.high
        span = quantity.counted_span
        assert span is None or 0 <= span.start < span.end <= len(text)
        at = quantity.end


@pytest.mark.parametrize(
    "unit",
    (
        "1 ",
        "1-",
        "1,",
        "one ",
        "12 people ",
        "death toll ",
        "number of a ",
        "dozens of ",
        "$",
        "at least ",
    ),
)
def test_hostile_text_is_read_in_linear_time(unit: str) -> None:
    sentences = find_sentences("Short.")
    assert growth(lambda text: find_quantities(text, sentences), unit) < LINEAR
