"""Which words that tie a sentence to another are cut, and which sentences stand only under a picture or in a table."""

from __future__ import annotations

import pytest

from tests.publish.conftest import document
from writethru.publish.alone import stands_alone
from writethru.publish.edits import cited_sentence, undo
from writethru.publish.leaning import without_leaning


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        (
            "Ada Renn, by contrast, repeatedly asked for a new pier.",
            "Ada Renn repeatedly asked for a new pier.",
        ),
        ("The council also closed the harbour of Tolmund.", "The council closed the harbour of Tolmund."),
        ("The council has also closed the harbour.", "The council has closed the harbour."),
        ("In the end, though, Ada Renn closed the harbour.", "In the end, Ada Renn closed the harbour."),
        ("Ada Renn closed the harbour of Tolmund, too.", "Ada Renn closed the harbour of Tolmund."),
        # What bears on the rest of the sentence stays.
        (
            "Ada Renn not only left but also closed the harbour.",
            "Ada Renn not only left but also closed the harbour.",
        ),
        (
            "Ada Renn, also known as the Crane, left the harbour.",
            "Ada Renn, also known as the Crane, left the harbour.",
        ),
        (
            "Ada Renn, who is mayor, however, closed the harbour.",
            "Ada Renn, who is mayor, however, closed the harbour.",
        ),
        (
            "Tolls rose by 7 percent in May, however, revenues rose by one.",
            "Tolls rose by 7 percent in May, however, revenues rose by one.",
        ),
        ("“We also closed the harbour,” Ada Renn said.", "“We also closed the harbour,” Ada Renn said."),
    ],
)
def test_words_that_only_tie_a_sentence_to_another_are_cut_and_recorded(words: str, printed: str) -> None:
    read = document("Tolmund Post", "Harbour", "2031-05-09T08:00:00Z", words)
    plain = cited_sentence(read, read.body.sentences[0], 2031)
    shorter = without_leaning(read, plain)
    assert shorter.text == printed
    assert undo(shorter) == words


@pytest.mark.parametrize(
    ("words", "alone"),
    [
        ("Mayor Ada Renn speaks to dockers during a meeting at the customs house in Tolmund.", False),
        ("Ada Renn and Jon Vell attend the opening of the new pier in Tolmund on May 9.", False),
        ("The shares of Balt Grain BGR, +1.25% rose after the council of Tolmund had met.", False),
        ("Mayor Ada Renn spoke to dockers during a meeting at the customs house in Tolmund.", True),
        ("The council meets on the pier in Tolmund, and the dockers plan a march there.", True),
    ],
)
def test_what_stands_under_a_picture_or_in_a_table_is_no_sentence(words: str, alone: bool) -> None:
    read = document("Tolmund Post", "Harbour", "2031-05-09T08:00:00Z", words)
    assert stands_alone(read, read.body.sentences[0]) is alone


@pytest.mark.parametrize(
    ("before", "named"),
    [
        ("Ada Renn met dockers in Tolmund.", True),
        ("Mayor Ada Renn said the pier was lost.", True),
        ("The dockers of Tolmund turned to Ada Renn last year.", False),
        ("Ada Renn met Berta Holm in Tolmund.", False),
    ],
)
def test_a_pronoun_is_named_only_after_a_sentence_about_one_person(before: str, named: bool) -> None:
    read = document(
        "Tolmund Post",
        "Harbour",
        "2031-05-09T08:00:00Z",
        f"Ada Renn is the mayor of Tolmund. She was born there. {before} She said the harbour would open in June.",
    )
    assert ("[Ada Renn]" in cited_sentence(read, read.body.sentences[-1], 2031).text) is named
