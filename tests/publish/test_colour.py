"""Which words that only colour a noun or verb are cut, and that undoing gives the cited words."""

from __future__ import annotations

import pytest

from tests.publish.conftest import document
from writethru.publish.edits import cited_sentence, undo
from writethru.publish.leaning import without_leaning


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        (
            "In a stinging rebuke to Ada Renn, the council of Tolmund reopened the harbour.",
            "In a rebuke to Ada Renn, the council of Tolmund reopened the harbour.",
        ),
        (
            "The council of Tolmund overtly broke the infamous harbour law.",
            "The council of Tolmund broke the harbour law.",
        ),
        (
            "Tolmund's embattled mayor, Ada Renn, closed the harbour.",
            "Tolmund's mayor, Ada Renn, closed the harbour.",
        ),
        # The article would have to change, or nothing would stand behind the article.
        ("Ada Renn led an infamous council in Tolmund.", "Ada Renn led an infamous council in Tolmund."),
        (
            "The council expected a bombshell from Ada Renn.",
            "The council expected a bombshell from Ada Renn.",
        ),
        # It is what is said, denied or quoted.
        ("The mayor of Tolmund is notorious for delays.", "The mayor of Tolmund is notorious for delays."),
        ("Ada Renn was never a beloved mayor of Tolmund.", "Ada Renn was never a beloved mayor of Tolmund."),
        ("“It was a stunning fire,” Ada Renn said.", "“It was a stunning fire,” Ada Renn said."),
    ],
)
def test_words_that_only_colour_are_cut_and_recorded(words: str, printed: str) -> None:
    read = document("Tolmund Post", "Harbour", "2031-05-09T08:00:00Z", words)
    shorter = without_leaning(read, cited_sentence(read, read.body.sentences[0], 2031))
    assert shorter.text == printed
    assert undo(shorter) == words
