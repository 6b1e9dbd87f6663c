"""The data file of hostile files holds no word that nobody reads, and its recipes make what they say."""

from __future__ import annotations

import gzip
import json

import pytest
from hostile_files import CASES, DATA, Files, content

from tests.data_files import assert_refused, understood
from tests.hostile.recipes import made_texts

WHOLE = """
[text]
words = "The mill turns."
row = '{"text": {value}, "number": {n}}'
[[file]]
name = "a.jsonl"
content = ["<", { repeat = "{words}", times = 2 }, ">"]
kept = 1
said = ["it has no date"]
code = 2
"""
WRONG = {
    "a key of the file": ("[text]", "[texts]"),
    "a key of a case": ("said", "says"),
    "a key of a part": ("repeat", "repeats"),
    "a key too many in the file": ("[text]", "more = 1\n[text]"),
    "a key too many in a case": ("code =", "more = 1\ncode ="),
    "a key too many in a part": ("repeat =", "more = 1, repeat ="),
    "nothing of what is kept": ("kept = 1", ""),
    "nothing of what is said": ('said = ["it has no date"]', ""),
    "no words of a line": ('"it has no date"', '" "'),
    "no code": ("code = 2", ""),
    "a code of another end": ("code = 2", "code = 1"),
    "nothing kept, and a code of something": ("kept = 1", "kept = 0"),
    "two verbs": ("repeat =", "signs = [0, 9], repeat ="),
    "no verb": ('repeat = "{words}", ', ""),
    "values of what has no rows": ("times = 2", 'values = ["x"]'),
    "rows without a number": ('repeat = "{words}", times = 2', 'rows = "{row}"'),
    "rows with two numbers": ('repeat = "{words}"', 'rows = "{row}", values = ["x"]'),
    "rows that are changed": ('repeat = "{words}"', 'rows = "{row}", swap = ["x", "y"]'),
    "one file twice": (
        "[[file]]",
        '[[file]]\nname = "a.jsonl"\ncontent = ""\nkept = 1\nsaid = []\ncode = 0\n[[file]]',
    ),
}
# What a recipe makes.
MADE = {
    '"<{words}>"': "<The mill turns.>",
    '["<", { repeat = "ab", times = 2, between = ", " }, ">"]': "<ab, ab>",
    '{ repeat = "a b", swap = [" ", "\t"] }': "a\tb",
    '{ repeat = { repeat = "ab", times = 2 }, times = 2, between = "-" }': "abab-abab",
    '{ repeat = "ab", times = 0 }': "",
    "{ signs = [97, 100] }": "abcd",
    """{ rows = "{row}", values = ['"{words}"', "é"] }""": '{"text": "The mill turns.", "number": 0}\n'
    '{"text": é, "number": 1}',
    '{ rows = "{words} {n}", times = 2 }': "The mill turns. 0\nThe mill turns. 1",
}
CONTENT = '["<", { repeat = "{words}", times = 2 }, ">"]'


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_in_the_data_is_told(wrong: str) -> None:
    good, bad = WRONG[wrong]
    assert WHOLE.count(good) == 1
    assert_refused(WHOLE, good, bad, Files)


@pytest.mark.parametrize("recipe", MADE)
def test_a_recipe_makes_what_it_says(recipe: str) -> None:
    assert alone(WHOLE.replace(CONTENT, recipe)) == MADE[recipe].encode()


@pytest.mark.parametrize("unknown", ["{words}{last}", "{n}", "{value}"])
def test_a_name_that_is_not_there_is_told(unknown: str) -> None:
    with pytest.raises(KeyError):
        alone(WHOLE.replace(CONTENT, f'"{unknown}"'))


def test_bytes_are_written_and_packed_as_is_said() -> None:
    whole = WHOLE.replace(CONTENT, '"é“😀"')
    assert alone(whole + 'encoding = "json"') == json.dumps("é“😀")[1:-1].encode()
    assert alone(whole + 'encoding = "utf-16-le"\nend = 4') == "é“".encode("utf-16-le")
    packed = alone(whole + "gzip = 2")
    assert gzip.decompress(gzip.decompress(packed)).decode() == "é“😀"


def test_nothing_is_written_down_in_vain() -> None:
    written = CASES.read_text(encoding="utf-8")
    assert not [name for name in DATA.text if f"{{{name}}}" not in written]


def alone(written: str) -> bytes:
    """Return what is made of the one file of some data."""
    found = understood(written, Files)
    return content(found.file[0], made_texts(found.text))
