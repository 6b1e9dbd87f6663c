"""Which sentences turn the one before them, how they are printed, and that none of them stands twice."""

from __future__ import annotations

import pytest

from tests.publish.conftest import document
from writethru.publish.edits import undo
from writethru.publish.turning import alone_or_behind, cited_turn, turn_of, turned_words
from writethru.records import AnnotatedArticle

FIRST = "There is no sign so far that Ada Renn broke the harbour law of Tolmund."


def read(behind: str, between: str = " ") -> AnnotatedArticle:
    return document("Tolmund Post", "Harbour", "2031-05-09T08:00:00Z", FIRST + between + behind)


@pytest.mark.parametrize(
    ("behind", "turns"),
    [
        ("But she may have broken the law of the port company in May.", True),
        ("However, the law was changed by the council in May 2031.", True),
        ("Jon Vell, however, said Renn did break a law of the port.", True),
        ("Still, the council will ask Ada Renn about it on Friday.", True),
        # What goes on, begins something else, asks, judges, or is too long to be brought along.
        ("The council will ask Ada Renn about the law on Friday.", False),
        ("But dockers in Basin were on strike for three days.", False),
        ("But did Ada Renn break a law of the port company then?", False),
        ("But Ada Renn flouted the laws of the port company in May.", False),
        ("But Renn " + "and Vell " * 20 + "met on Friday in the port.", False),
        ("Butter for Ada Renn was sold in the port on Friday.", False),
    ],
)
def test_a_sentence_that_turns_the_one_before_it_is_found(behind: str, turns: bool) -> None:
    article = read(behind)
    assert (turn_of(article, article.body.sentences[0]) is not None) is turns
    assert bool(turned_words(article, article.body.sentences[0])) is turns


def test_the_next_paragraph_may_turn_and_the_last_sentence_is_turned_by_none() -> None:
    article = read("But Ada Renn left the port on Friday.", "\n\n")
    assert turn_of(article, article.body.sentences[0]) == article.body.sentences[1]
    assert turn_of(article, article.body.sentences[1]) is None


def test_it_is_printed_with_the_word_by_which_it_turns() -> None:
    article = read("But Ada Renn left the port on Friday.")
    printed = cited_turn(article, article.body.sentences[1], 2031)
    assert printed.text.startswith("But Ada Renn left the port on Friday")
    assert undo(printed) == "But Ada Renn left the port on Friday."


def test_what_stands_behind_another_does_not_stand_alone_too() -> None:
    article = read("But Ada Renn left the port on Friday. The council of Tolmund meets on Monday.")
    first, turn, last = article.body.sentences
    placed = list(alone_or_behind([(article, turn), (article, last), (article, first)]))
    assert placed == [(article, last, None), (article, first, turn)]
