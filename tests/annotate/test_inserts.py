"""Texts of links that ran into a sentence are no part of it, and every finding stands where it stands in the text."""

from __future__ import annotations

import pytest

from tests.publish.ferry_story import document
from writethru.annotate import annotate
from writethru.annotate.inserts import find_inserts, without
from writethru.records import AnnotatedArticle, Findings, Span

LINKS = "Ada Vell Ada (Addie) VellHouse passes harbour budget Storm warning issued for Tolmund MORE"


def read(text: str) -> AnnotatedArticle:
    return annotate(document("Tolmund Post", "Vell wins", "2031-04-02T08:00:00Z", text).article)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"Senator {LINKS} (R-Basin) won.", "Senator Ada Vell (R-Basin) won."),
        (f"Senator {LINKS}’s bill and {LINKS} won.", "Senator Ada Vell’s bill and Ada Vell won."),
        ("Mayor RennAda Beth RennPort opens 2031 budget talks MORE said so.", "Mayor Renn said so."),
        ("Mayor Ada Renn Ada Beth RennMORE said so.", "Mayor Ada Renn said so."),
        ("Jon McRae Jr. Jon Abel McRaeGOP loses seat MORE left.", "Jon McRae Jr. left."),
        ("Lia Renn-Holt Lia Renn-Holt5 things to know MORE left.", "Lia Renn-Holt left."),
        ("ADVERTISEMENT The senate left on Monday.", "The senate left on Monday."),
        ("He left.\n\nADVERTISEMENT She stayed.", "He left.\n\nShe stayed."),
    ],
)
def test_what_ran_into_a_sentence_is_found(text: str, left: str) -> None:
    assert without(text, find_inserts(text)) == left


@pytest.mark.parametrize(
    "text",
    [
        "The firm wants MORE of it, said Ada Vell.",
        "WeTube and McRae said they want MORE.",
        "Ada Vell said VellHouse would open in MORE places. It did.\n\nVell left.",
        "An ADVERTISEMENT for Tolmund hung there.",
        "ADVERTISEMENT\n\nThe senate left.",
        "",
    ],
)
def test_words_that_only_look_like_it_stay(text: str) -> None:
    assert find_inserts(text) == ()


def spans(findings: Findings) -> list[tuple[str, Span]]:
    """Return all spans of the findings with their kind."""
    found = [
        (kind, span)
        for kind in ("sentences", "names", "times", "quantities", "quotations", "references")
        for span in getattr(findings, kind)
    ]
    for attribution in findings.attributions:
        found += [("attributions", s) for s in (*attribution.source, *attribution.cue, *attribution.content)]
    return found


def test_findings_are_those_of_the_text_without_links_placed_in_the_text_as_it_is() -> None:
    clean = (
        "Senator Ada Vell said on Monday that 12 people were hurt in Tolmund. “The harbour is safe,” Vell told"
        " reporters. She leaves on Friday."
    )
    text = clean.replace("Ada Vell", LINKS, 1).replace(
        "Vell told", "Vell Ada (Addie) VellStorm at 9 MORE told"
    )
    dirty, plain = read(text).body, read(clean).body
    assert len(dirty.inserts) == 2
    assert [kind for kind, _ in spans(dirty)] == [kind for kind, _ in spans(plain)]
    for (_, mine), (_, wanted) in zip(spans(dirty), spans(plain), strict=True):
        inside = tuple(
            Span(i.start - mine.start, i.end - mine.start)
            for i in dirty.inserts
            if mine.start <= i.start and i.end <= mine.end
        )
        assert without(text[mine.start : mine.end], inside) == clean[wanted.start : wanted.end]
    assert [t.interval for t in dirty.times] == [t.interval for t in plain.times]


def test_a_text_without_links_has_none() -> None:
    assert read("Senator Ada Vell said on Monday that she won.").body.inserts == ()
