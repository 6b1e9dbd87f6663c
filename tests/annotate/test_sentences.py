from __future__ import annotations

import runpy
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.annotate.growth import LINEAR, growth
from writethru.annotate import annotate, annotate_text, lexicon
from writethru.annotate.sentences import find_quotations, find_sentences, terms
from writethru.records import Article, Findings

ROOT = Path(__file__).parent.parent.parent
CASES = Path(__file__).parent.parent / "cases" / "sentences"


def cases(topic: str) -> list[Any]:
    loaded = tomllib.loads((CASES / f"{topic}.toml").read_text(encoding="utf-8"))["case"]
    return [pytest.param(case["text"], case["found"], id=case["about"]) for case in loaded]


@pytest.mark.parametrize(("text", "expected"), cases("boundaries"))
def test_boundaries(text: str, expected: list[str]) -> None:
    assert [text[s.start : s.end] for s in find_sentences(text)] == expected


@pytest.mark.parametrize(("text", "expected"), cases("boilerplate"))
def test_boilerplate(text: str, expected: list[str]) -> None:
    assert [s.boilerplate for s in find_sentences(text)] == expected


@pytest.mark.parametrize(("text", "expected"), cases("quotations"))
def test_quotations(text: str, expected: list[str]) -> None:
    assert [text[q.start : q.end] for q in find_quotations(text)] == expected


def test_a_title_is_never_boilerplate() -> None:
    assert [s.boilerplate for s in find_sentences("Watch: the dam fails", "title")] == [""]
    assert find_sentences("Dam fails", "title")[0].field == "title"


def test_paragraphs_count_up_at_blank_lines() -> None:
    found = find_sentences("One dam failed. Two held.\n\nThree were dry.\n \n\nFour leaked.")
    assert [s.paragraph for s in found] == [0, 0, 1, 2]


def test_terms_are_stemmed_content_words_and_numbers() -> None:
    assert terms("The dams' 1,200 workers weren't striking in the U.S., Poe's lawyers said.") == (
        "dam",
        "1200",
        "worker",
        "strike",
        "us",
        "poe",
        "lawyer",
    )
    assert terms("of the and") == ()
    assert find_sentences("The dams failed.")[0].terms == terms("The dams failed.")


MARKED = st.lists(
    st.sampled_from(
        "Mr. U.S. Inc. No. p.m. 5 .5 4.5 J. The dam failed Poe said he . ? ! ... … “ ” \" ' ’ ( ) - — • \n \n\n : ; iPhone".split(
            " "
        )
    ),
    max_size=50,
)


@given(st.one_of(st.text(max_size=200), MARKED.map(" ".join)))
def test_sentences_are_stripped_ascending_and_cover_every_word(text: str) -> None:
    found = find_sentences(text)
    last = 0
    covered = 0
    for sentence in found:
        assert last <= sentence.start < sentence.end <= len(text)
        words = text[sentence.start : sentence.end]
        assert words == words.strip()
        assert not text[last : sentence.start].strip()
        last = sentence.end
        covered += len(words)
    assert not text[last:].strip()
    assert [s.paragraph for s in found] == sorted(s.paragraph for s in found)


@given(st.one_of(st.text(max_size=200), MARKED.map(" ".join)))
def test_quotations_are_ascending_and_hold_words(text: str) -> None:
    last = 0
    for quotation in find_quotations(text):
        assert last <= quotation.start < quotation.end <= len(text)
        last = quotation.end


def test_the_labelled_set_is_met() -> None:
    figures = runpy.run_path(str(ROOT / "bench" / "sentences.py"))["run"](Path())["invented"]
    assert figures["n"] >= 150
    assert figures["boundary_f1"] >= 0.98


@pytest.mark.parametrize(
    "unit", [". ", "“", '"', "Mr. ", "a. ", "...", "\n", "\n\n", "(", "I ", "’", "-\n", "A", "a.A", "1. "]
)
def test_long_repetition_takes_linear_time(unit: str) -> None:
    assert growth(find_sentences, unit) < LINEAR


def test_lexicon_names_what_it_lacks() -> None:
    assert "the" in lexicon.words("stopwords")
    with pytest.raises(FileNotFoundError):
        lexicon.words("no-such-list")
    with pytest.raises(KeyError, match="no lexicon for 'xx'; there are en"), lexicon.reading("xx"):
        pass


def test_an_article_in_a_language_without_lexicon_keeps_its_text_and_has_no_findings() -> None:
    article = Article(id="a", key="k", title="Der Damm", text="Der Damm brach. Niemand starb.", language="de")
    document = annotate(article)
    assert document.article is article
    assert document.body == document.title == Findings()


def test_an_article_is_annotated_in_text_and_title() -> None:
    article = Article(
        id="a",
        key="k",
        title="Poe: Dam will hold",
        text="Mayor Ann Poe said on Tuesday that 12 people were hurt. It was unclear who shut the valve.",
        publisher="Tarn Courier",
        published="2031-03-04",
        language="en",
    )
    document = annotate(article)
    assert len(document.body.sentences) == 2
    said, unclear = document.body.attributions
    assert (said.holder, said.holder_kind) == ("Ann Poe", "person")
    assert (unclear.holder, unclear.holder_kind, unclear.verification) == ("Tarn Courier", "outlet", True)
    assert [a.holder for a in document.title.attributions] == ["Ann Poe"]
    assert all(span.field == "title" for a in document.title.attributions for span in a.content)
    assert annotate_text(article.text, published="2031-03-04").sentences == document.body.sentences
