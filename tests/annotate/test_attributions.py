from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.annotate.growth import LINEAR, growth
from writethru.annotate import attributions
from writethru.annotate.attributions import find_attributions
from writethru.annotate.attributions.cues import STANCES, verb_forms
from writethru.annotate.attributions.words import closed_classes
from writethru.annotate.sentences import find_quotations, find_sentences
from writethru.records import Attribution, Mention

CASES = Path(__file__).parent.parent / "cases" / "attributions"


def cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.toml")):
        for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"]):
            found.append(pytest.param(case, id=f"{path.stem}-{number}-{case['about']}"))
    return found


def mentions(text: str, names: list[str]) -> tuple[Mention, ...]:
    found: dict[int, Mention] = {}
    for entry in names:
        surface, kind, *joined = entry.split("|")
        at = text.find(surface)
        while at >= 0:
            known = found.get(at)
            if known is None or known.end < at + len(surface):
                found[at] = Mention(at, at + len(surface), kind=kind, name=(joined or [surface])[0])  # type: ignore[arg-type]
            at = text.find(surface, at + 1)
    kept: list[Mention] = []
    for _, mention in sorted(found.items()):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def found_in(text: str, names: tuple[Mention, ...] = (), **options: Any) -> tuple[Attribution, ...]:
    field = options.get("field", "text")
    return find_attributions(
        text, find_sentences(text, field), names, find_quotations(text, field), **options
    )


def line(text: str, found: Attribution) -> str:
    def words(spans: Any) -> str:
        return " ## ".join(text[span.start : span.end] for span in spans)

    flags = ["direct"] * found.direct + ["verification"] * found.verification
    parts = [words(found.source), words(found.cue), words(found.content), found.holder, found.holder_kind]
    outer = " | ".join([*parts, found.stance, " ".join(flags)]).strip()
    return " >> ".join([outer, *(line(text, inner) for inner in found.inner)])


@pytest.mark.parametrize("case", cases())
def test_cases(case: dict[str, Any]) -> None:
    options = {key: case[key] for key in ("publisher", "field") if key in case}
    found = found_in(case["text"], mentions(case["text"], case.get("names", [])), **options)
    assert [line(case["text"], one) for one in found] == [one.strip() for one in case["found"]]


def test_there_are_enough_cases() -> None:
    assert len(cases()) >= 60


WORDS = st.sampled_from(
    "said says told that Poe Ann the a police he she , . : ; — “ ” \" ' ‘ ’ ( ) according to whether called for "
    "accused denied of who which could not be verified unclear adding and but claim \n\n was expected 12 Tuesday in".split(
        " "
    )
)


@given(st.lists(WORDS, max_size=40))
def test_spans_lie_in_the_text_and_sources_do_not_overlap_their_cue(words: list[str]) -> None:
    text = " ".join(words)
    for found in found_in(text):
        assert found.cue and found.content
        for span in (*found.source, *found.cue, *found.content):
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end] == text[span.start : span.end].strip()
        assert list(found.content) == sorted(found.content, key=lambda span: span.start)
        for source in found.source:
            for cue in found.cue:
                assert source.end <= cue.start or cue.end <= source.start


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    found_in(text)


@pytest.mark.parametrize(
    "unit",
    [
        "said ",
        "“",
        "said that ",
        "Ann, ",
        "and said ",
        "who said ",
        ", said Ann",
        "’s ",
        "not able to verify ",
    ],
)
def test_long_repetition_takes_linear_time(unit: str) -> None:
    assert growth(found_in, unit) < LINEAR


def test_the_lexicon_is_rich_and_consistent() -> None:
    forms = verb_forms()
    assert len({form.verb.lemma for form in forms.values()}) >= 300
    stances = {
        s for form in forms.values() for s in (*form.verb.frames.values(), *form.verb.particles.values())
    }
    assert stances == set(STANCES)
    assert forms["said"].verb.lemma == "say" and forms["denies"].verb.frames["clause"] == "denies"


def test_every_class_asked_for_is_in_the_lexicon() -> None:
    source = Path(attributions.__file__).parent
    asked = {
        name
        for path in source.glob("*.py")
        for name in re.findall(r"\b(?:tokens\.)?words\.([a-z_]+)", path.read_text(encoding="utf-8"))
    }
    assert len(asked) > 60
    assert sorted(name for name in asked if not hasattr(closed_classes(), name)) == []


@pytest.mark.parametrize("end", ["stammering:", "boasting:", "complaining"])
def test_a_text_may_end_with_a_cue(end: str) -> None:
    text = f"Trying to defend the plan leads to lots of uncomfortable {end}"
    assert all(found.start < len(text) for found in found_in(text))
