from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st
from sample_pages import HOSTILE

from writethru.annotate import annotate
from writethru.records import AnnotatedArticle, Article
from writethru.render import render_findings

TEXT = (
    "At least 12 people were killed when a footbridge in Marrow Bay collapsed on Monday, the police said.\n\n"
    "“We heard one crack,” said Ann Poe, who keeps the ferry office. She left at 9 p.m. on Tuesday.\n\n"
    "Sign up for our newsletter"
)


def document(text: str = TEXT, title: str = "Bridge kills 12 - police") -> AnnotatedArticle:
    return annotate(Article(id="a", key="k", title=title, text=text, published="2031-03-05", language="en"))


def paragraphs(page: str) -> list[str]:
    found = re.findall(r"<(?:p|h2 class=\"lead\")><bdi>(.*?)</bdi></(?:p|h2)>", page, re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>", "", inner)) for inner in found]


def test_the_text_stands_there_whole() -> None:
    assert paragraphs(render_findings([document()])) == ["Bridge kills 12 - police", *TEXT.split("\n\n")]


def test_findings_are_drawn_where_they_stand_and_told_in_words() -> None:
    page = render_findings([document()])
    assert re.search(r'<span class="[^"]*\btime\b[^"]*">Monday</span>', page)
    assert re.search(r'<span class="[^"]*\bquantity\b[^"]*">At least 12</span>', page)
    assert re.search(r'<span class="cue">said</span>', page)
    assert re.search(r'<span class="[^"]*\bname person\b[^"]*">Ann Poe</span>', page)
    notes = [
        unescape(re.sub(r"<[^>]+>", "", note)) for note in re.findall(r"<li>(.*?)</li>", page, re.DOTALL)
    ]
    assert any(note.startswith("time Monday DATE 2031-03-03") for note in notes)
    assert any(note.startswith("quantity At least 12 at least 12 people killed") for note in notes)
    assert any("Ann Poe (person) asserts, in direct speech: “We heard one crack" in note for note in notes)
    assert any(note.startswith("boilerplate Sign up for our newsletter") for note in notes)


def test_hostile_texts_stay_text() -> None:
    for attack in HOSTILE:
        page = render_findings([document(f"He said: {attack}. " * 3, attack)])
        assert "<script" not in page and "<img" not in page
        assert page.count("<article") == 1


@given(st.lists(st.sampled_from(("Ann Poe said ", "on Monday ", "12 people ", "“no” ", "\n", "\n\n", "<b>"))))
def test_every_letter_is_drawn_once(parts: list[str]) -> None:
    text = "".join(parts)
    drawn = paragraphs(render_findings([document(text, "")]))
    assert "".join(drawn) == text.replace("\n", "")


def test_the_same_findings_give_the_same_page() -> None:
    assert render_findings([document()]) == render_findings([document()])
