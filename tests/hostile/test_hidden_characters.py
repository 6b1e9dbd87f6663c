"""What no reader sees, and what deceives one, is taken out of articles; what scripts need stays."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trials import trials
from writethru.acquire import extract
from writethru.characters import clean, clean_line, escape_json, has_hidden, safe, shown
from writethru.records import Article, Capture
from writethru.settings import Settings

CASES = json.loads(
    (Path(__file__).parent.parent / "cases" / "hostile" / "characters.json").read_text(encoding="utf-8")
)
NEVER = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb\u2028\u2029]"
)
WORDS = "The old mill at Tarn was sold on Monday for 2 million crowns, Mayor Ida Holt said. "
ODD = st.sampled_from([case["given"] for case in CASES["goes"]] + list(CASES["stays"].values()))
TEXTS = st.lists(st.one_of(ODD, st.text(st.characters(codec=None), max_size=12)), max_size=8).map("".join)


def article_of(fields: dict[str, object], media_type: str = "application/json") -> Article:
    content = json.dumps(
        {"title": "Mill sold", "published": "2031-03-04", "text": WORDS * 4} | fields
    ).encode()
    article, _ = extract(Capture("here", content, media_type), settings=Settings())
    assert article is not None
    return article


@pytest.mark.parametrize("name", CASES["stays"])
def test_what_a_script_needs_stays(name: str) -> None:
    text = CASES["stays"][name]
    assert clean(text) == text and safe(text) == text and shown(text) == text
    assert not has_hidden(text)
    assert article_of({"title": text}).title == text
    assert not article_of({"title": text, "text": f"{text} {WORDS * 3}"}).cleaned


@pytest.mark.parametrize("case", CASES["goes"], ids=lambda case: case["name"])
def test_what_hides_or_turns_goes(case: dict[str, str]) -> None:
    given, line = case["given"], case["line"]
    assert clean_line(given) == line
    assert safe(given) == case["text"]
    title = article_of({"title": given})
    assert title.title == line
    text = article_of({"text": f"{WORDS * 3}{given}."})
    assert text.text == f"{WORDS * 3}{case['text']}."
    item = article_of({"text": f"{WORDS * 3}{given}."}, "application/x-feed-item+json")
    assert " ".join(item.text.split()) == f"{WORDS * 3}{line}."
    form_alone = re.sub(r"\s", " ", unicodedata.normalize("NFC", given.replace("\r\n", "\n"))) == line
    assert title.cleaned != form_alone
    assert text.cleaned == (case["text"] != given)


@pytest.mark.parametrize(
    "field",
    ["title", "published", "modified", "publisher", "byline", "section", "id", "subtitle", "language", "url"],
)
def test_every_field_of_an_article_is_clean(field: str) -> None:
    for case in CASES["goes"]:
        article = article_of(
            {field: f"A{case['given']}B" if field != "url" else f"https://a.example/{case['given']}"}
        )
        for name in article.__struct_fields__:
            value = getattr(article, name)
            for text in value if isinstance(value, tuple) else [value]:
                assert not isinstance(text, str) or not NEVER.search(text), (case["name"], name)
                if name != "text" and isinstance(text, str):
                    assert "\n" not in text and "\t" not in text


def test_a_page_and_its_statements_are_clean() -> None:
    for case in CASES["goes"]:
        odd = case["given"].encode("utf-8", "replace").decode()
        page = (
            f"<html lang='{odd}'><head><title>Mill {odd}</title><meta name=author content='Ida{odd}'>"
            f"<meta property=og:site_name content='Tarn {odd} News'><meta property=article:section content='{odd}'>"
            f"<meta property=article:published_time content='2031-03-04{odd}'></head><body><article><p>{WORDS * 5}</p>"
            f"<p>{odd}{WORDS * 3}{odd}</p></article></body></html>"
        )
        article, _ = extract(Capture("here", page.encode(), "text/html"), settings=Settings())
        assert article is not None and len(article.text) > 7 * len(WORDS), case["name"]
        for name in article.__struct_fields__:
            assert not NEVER.search(str(getattr(article, name))), (case["name"], name)


def test_composed_forms_of_a_title_make_one_article() -> None:
    two, one = article_of({"title": "Cafe\u0301 shut"}), article_of({"title": "Café shut"})
    assert two.id == one.id and not two.cleaned


@given(TEXTS)
def test_cleaning_is_done_once_and_leaves_nothing(text: str) -> None:
    done = clean(text)
    assert clean(done) == done and not has_hidden(done)
    assert not NEVER.search(done) and unicodedata.is_normalized("NFC", done)
    assert safe(safe(text)) == safe(text)
    assert not NEVER.search(shown(text)) and not NEVER.search(clean_line(text))


@given(TEXTS)
def test_json_is_the_same_with_and_without_escapes(text: str) -> None:
    line = json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False)
    assert json.loads(escape_json(line)) == json.loads(line)
    assert not NEVER.search(escape_json(line))


def test_what_is_left_of_random_planes_is_seen() -> None:
    """Of every code point that Unicode calls a format or a control, none survives by itself in a line."""
    step = trials(7, 1)
    for code in range(0, 0x110000, step):
        if unicodedata.category(chr(code)) in ("Cc", "Cs", "Cf") and chr(code) not in "\t\n":
            kept = clean_line(f"a{chr(code)}b")
            visible = code in range(0x600, 0x606) or code in (
                0x6DD,
                0x70F,
                0x890,
                0x891,
                0x8E2,
                0x110BD,
                0x110CD,
            )
            hieroglyph = 0x13430 <= code <= 0x1345F
            assert (
                kept == "ab" or visible or hieroglyph or code in (13, 11, 12, *range(0x80, 0xA0), 28, 29, 30)
            ), hex(code)
