"""The data files of hostile pages and feeds say what has to come of each case, and hold no word that nobody reads."""

from __future__ import annotations

import random

import pytest

from tests.data_files import assert_refused, understood
from tests.hostile.hostile_cases import CASES, Cases, cases, maker, makers

KINDS = ("page", "feed")
WHOLE = """
[text]
first = "The mill turns."
[place.alone]
media_type = "text/html"
whole = "<p>{first}</p>{filling}<p>x</p>{filling}"
[[case]]
name = "a case"
place = "alone"
filling = ["<b>", { repeat = "x" }, "</b>"]
sees = ["first"]
"""
WRONG = {
    "a key of the file": ("[text]", "[texts]"),
    "a key of a place": ("media_type", "media"),
    "a key of a case": ("sees", "seen"),
    "a key of a part": ("repeat", "repeats"),
    "a key too many in the file": ("[text]", "more = 1\n[text]"),
    "a key too many in a place": ("whole =", "more = 1\nwhole ="),
    "a key too many in a case": ("sees =", "more = 1\nsees ="),
    "a key too many in a part": ("repeat =", "more = 1, repeat ="),
    "no expectation": ('sees = ["first"]', ""),
    "an expectation of nothing": ('sees = ["first"]', "sees = []\nrefused = false"),
    "two expectations": ("sees =", "refused = true\nsees ="),
    "a text that is not there": ('sees = ["first"]', 'sees = ["last"]'),
    "a text of its own that is not there": ("sees =", 'text = { last = "x" }\nsees ='),
    "a place that is not there": ('"alone"', '"elsewhere"'),
    "slow without a cause": ("sees =", 'slow = " "\nsees ='),
    "slow and linear": ("sees =", 'slow = "a loop"\nlinear = true\nsees ='),
    "two verbs": ("repeat =", 'nest = ["<b>", "</b>"], repeat ='),
    "no verb": ('repeat = "x"', ""),
    "a count of what is not repeated": ('repeat = "x"', 'shuffle = "x", each = 5'),
    "one case twice": (
        "[[case]]",
        '[[case]]\nname = "a case"\nplace = "alone"\nfilling = ""\nrefused = true\n[[case]]',
    ),
}
# What a recipe makes of ten signs.
MADE = {
    '"<i>{first}</i>"': "<i>The mill turns.</i>",
    '["<i>", "x", "</i>"]': "<i>x</i>",
    '{ repeat = "abc" }': "abcabcabc",
    '{ repeat = "abc", each = 2, less = 3 }': "abcabc",
    '{ repeat = "abc", times = 2, between = ", " }': "abc, abc",
    '{ repeat = "№№" }': "0011",
    '{ repeat = "№", each = 2, first = 8, between = "," }': "8,9,10,11,12",
    '{ repeat = ["<", { repeat = "x", times = 2 }, ">"] }': "<xx><xx>",
    '{ nest = ["<b>", "</b>"] }': "<b>x</b>",
    '{ nest = ["(", ")"] }': "(((((x)))))",
    '{ shuffle = "x" }': "xxxxxxxxxx",
    '{ shuffle = "abc" }': "".join(random.Random(20).choices("abc", k=10)),
    '{ escaped = "<b>&amp;" }': "&lt;b>&amp;amp;",
}


def test_every_file_is_one_that_is_read() -> None:
    others = {"terminals.toml"}  # which others read
    assert {path.name for path in CASES.glob("*.toml")} == {f"{kind}s.toml" for kind in KINDS} | others


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_reader_sees_stands_in_the_bytes(kind: str) -> None:
    """Each recipe can be made, and each expectation can be met."""
    for case, make in zip(cases(kind).case, makers(kind).values(), strict=True):
        given = make(2_000)
        text = given.content.decode(case.encoding)
        assert given.refused or given.sees, case.name
        assert all(sentence in text for sentence in given.sees), case.name


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_written_down_in_vain(kind: str) -> None:
    found = cases(kind)
    assert {case.place for case in found.case} == set(found.place)
    written = (CASES / f"{kind}s.toml").read_text(encoding="utf-8")
    assert not [name for name in found.text if f"{{{name}}}" not in written]


def test_a_filling_stands_in_its_place_and_has_its_share_of_the_size() -> None:
    found = understood(WHOLE, Cases)
    assert _made(found, 20) == "<p>The mill turns.</p><b>xxxxxxxxxx</b><p>x</p><b>xxxxxxxxxx</b>"
    assert _made(found, 2) == "<p>The mill turns.</p><b>x</b><p>x</p><b>x</b>"


@pytest.mark.parametrize("recipe", MADE)
def test_a_recipe_makes_what_it_says(recipe: str) -> None:
    found = understood(WHOLE.replace('["<b>", { repeat = "x" }, "</b>"]', recipe), Cases)
    assert _made(found, 20) == f"<p>The mill turns.</p>{MADE[recipe]}<p>x</p>{MADE[recipe]}"


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_in_a_file_is_told(wrong: str) -> None:
    good, bad = WRONG[wrong]
    assert WHOLE.count(good) == 1
    assert_refused(WHOLE, good, bad, Cases)


def test_a_name_in_a_recipe_that_is_not_there_is_told() -> None:
    found = understood(WHOLE.replace('repeat = "x"', 'repeat = "{last}"'), Cases)
    with pytest.raises(KeyError, match="last"):
        _made(found, 20)


def _made(found: Cases, size: int) -> str:
    return maker(found, found.case[0], canary="")(size).content.decode()
