from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.annotate.growth import LINEAR, growth
from writethru.annotate.names import find_names, name_key, same_name
from writethru.annotate.names.places import capital_of, country_of, country_with_capital
from writethru.annotate.sentences import find_sentences
from writethru.records import Mention, NameKind

CASES = Path(__file__).parent.parent / "cases" / "names"


def cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.append(pytest.param(row, id=f"{path.stem}: {row['case']}"))
    return found


def names_of(text: str, field: Any = "text", known: tuple[Mention, ...] = ()) -> tuple[Mention, ...]:
    return find_names(text, find_sentences(text, field), field, known)


@pytest.mark.parametrize("row", cases())
def test_case(row: dict[str, Any]) -> None:
    field = row.get("field", "text")
    found = names_of(row["text"], field)
    assert [[row["text"][m.start : m.end], m.kind, m.name] for m in found] == row["names"]
    assert {m.field for m in found} <= {field}


@pytest.mark.parametrize(
    ("text", "name"),
    [("A group of Asian-American voters met in the hall.", "Asian-American"), ("They said itÃ is so.", None)],
)
def test_a_hyphen_or_a_broken_mark_cuts_no_name(text: str, name: str | None) -> None:
    assert [text[m.start : m.end] for m in names_of(text)] == ([name] if name else [])


def test_names_of_the_body_are_trusted_in_its_title() -> None:
    body = names_of("The mayor, Tolvar Ennis, resigned.")
    title = "Why Ennis Gave Up The Mayoralty Now"
    (found,) = names_of(title, "title", body)
    assert (title[found.start : found.end], found.kind, found.name) == ("Ennis", "person", "Tolvar Ennis")
    assert names_of(title, "title") == ()


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("Kiev", "Kyiv", "place"),
        ("the United Nations", "UN", "organisation"),
        ("U.S.", "United States", "place"),
        ("Volodymyr Zelenskyy", "Vladimir Zelenskiy", "person"),
        ("São Paulo", "Sao Paulo", "place"),
        ("Angela Merkel's", "angela merkel", "person"),
        ("Bashar al-Assad", "Bashar al Assad", "person"),
        ("Muammar Qaddafi", "Moammar Gadhafi", "person"),
        ("Abd al-Rahman Tolvari", "Abdulrahman Tolvari", "person"),
        ("Kim Jong-un", "Kim Jong Un", "person"),
        ("Tolvar Q. Ennis", "Tolvar Ennis", "person"),
        ("Ministry of Defence", "Defense Ministry", "organisation"),
        ("Halvard Steel, Inc.", "Halvard Steel Ltd", "organisation"),
        ("River Tolm", "Tolm River", "place"),
    ],
)
def test_keys_compare_across_spellings(left: str, right: str, kind: NameKind) -> None:
    assert name_key(left, kind) == name_key(right, kind)


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("Anna Voss", "Peter Voss", "person"),
        ("Niger", "Nigeria", "place"),
        ("Iran", "Iraq", "place"),
        ("Boris Johnson", "Boris Jensen", "person"),
        ("Mahmoud Darwi", "Mohammed Darwi", "person"),
        ("George W. Bush", "George H.W. Bush", "person"),
        ("University of Tolm", "Tolm University", "organisation"),
    ],
)
def test_keys_keep_different_names_apart(left: str, right: str, kind: NameKind) -> None:
    assert name_key(left, kind) != name_key(right, kind)


def person(name: str) -> Mention:
    return Mention(0, len(name), kind="person", name=name)


@pytest.mark.parametrize(
    ("left", "right", "others", "same"),
    [
        ("Ennisgard", "Tolvar Ennisgard", (), True),
        ("Ennisgard", "Tolvar Ennisgard", ("Ilsa Ennisgard",), False),
        ("Smith", "Tolvar Smith", (), False),
        ("Bill Ennisgard", "William Ennisgard", (), True),
        ("Anna B. Corwen", "Anna T. Corwen", (), False),
        ("A. Corwen", "Anna Corwen", (), True),
        ("Dana Ruiz Ennisgard", "Dana Ruiz", (), True),
    ],
)
def test_a_name_is_the_same_or_another(left: str, right: str, others: tuple[str, ...], same: bool) -> None:
    assert same_name(person(left), person(right), others) is same
    assert same_name(person(right), person(left), others) is same


def test_names_of_different_kinds_differ() -> None:
    assert not same_name(person("Jordan"), Mention(0, 6, kind="place", name="Jordan"))


def test_a_mention_has_the_key_of_its_joined_name() -> None:
    found = names_of("Volodymyr Zelenskyy met the IMF in Kiev. Zelenskyy left.")
    keys = [m.key for m in found]
    assert keys == ["vladimir zelenski", "international monetary fund", "kyiv", "vladimir zelenski"]


def test_capitals_and_countries_by_the_name_of_a_people() -> None:
    assert capital_of("Ukrainian") == capital_of("Ukraine") == "Kyiv"
    assert (country_of("Dutch"), capital_of("Veltanian"), country_of("Republican")) == ("Netherlands", "", "")
    assert country_with_capital("Kiev") == "Ukraine"


PIECES = st.sampled_from(
    "Anna Voss|Mr.|President|the|of|U.S.|said|and|(|)|,|. |\n\n|\"|'s|WHO|Russian|in|May|12|iPhone|al-|-|&|É|Kyiv"
    "|Ministry|Inc.|University|A|O’Brien|\u00a0|Æther|New|York|$|US$|“|…|😀".split("|")
)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=120), st.lists(PIECES, max_size=30).map(" ".join), st.lists(PIECES).map("".join)
    )
)
def test_spans_are_valid_ascending_and_repeatable(text: str) -> None:
    found = names_of(text)
    assert found == names_of(text)
    at = 0
    for mention in found:
        assert at <= mention.start < mention.end <= len(text)
        assert mention.name
        assert not text[mention.start].isspace()
        assert not text[mention.end - 1].isspace()
        at = mention.end


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=8).map(" ".join)),
    st.sampled_from(("person", "organisation", "place", "people", "other")),
)
def test_any_text_has_a_key_and_is_the_same_as_itself(name: str, kind: NameKind) -> None:
    mention = Mention(0, len(name), kind=kind, name=name)
    assert name_key(name, kind) == name_key(name, kind)
    assert same_name(mention, mention) in (True, False)


@pytest.mark.parametrize("unit", ("A ", "A.", "A of the ", "A-", "A&", "Mr. ", "al-A ", "A'Bc", "1A "))
def test_hostile_text_is_read_in_linear_time(unit: str) -> None:
    sentences = find_sentences("Short.")
    assert growth(lambda text: find_names(text, sentences), unit) < LINEAR


def test_a_famous_father_is_not_his_son_of_the_same_name() -> None:
    text = "Donald Trump Jr. came at noon. Trump had left by then. Trump Jr. sat down."
    found = {text[m.start : m.end]: m.name for m in names_of(text)}
    assert found == {
        "Donald Trump Jr.": "Donald Trump Jr.",
        "Trump": "Trump",
        "Trump Jr.": "Donald Trump Jr.",
    }
