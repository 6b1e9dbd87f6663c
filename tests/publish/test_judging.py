"""In which sentences the outlet's own voice judges, and in which only somebody who is quoted or named does."""

from __future__ import annotations

import pytest

from tests.publish.conftest import document
from writethru.cluster import origins
from writethru.publish.checking.words import table
from writethru.publish.judging import judges, judging_word
from writethru.publish.material import gather
from writethru.settings import Settings


@pytest.mark.parametrize(
    ("words", "judged"),
    [
        ("The council is sabotaging the plan for a new pier in Tolmund.", True),
        ("Mayor Ada Renn (yes, the crane's heir) closed the harbour of Tolmund.", True),
        ("Simply put, the council of Tolmund wants the old pier for itself.", True),
        ("Mayor Ada Renn doesn't seem to care about the dockers of Tolmund.", True),
        ("Ada Renn campaigned against the dockers of Tolmund, and it worked.", True),
        ("The closure was the strangest ever in the harbour of Tolmund.", True),
        ("The rebuke of the council to Mayor Ada Renn of Tolmund was stinging.", True),
        # What others say is theirs.
        ("Mayor Ada Renn said the plan for the pier was absurd and ridiculous.", False),
        ("“This plan is absurd,” Mayor Ada Renn said of the pier in Tolmund.", False),
        ("Dockers dismissed the plan for the pier in Tolmund as ridiculous.", False),
        # What the page cuts does not count.
        ("In a stinging rebuke to Ada Renn, the council reopened the harbour.", False),
        # Words that only look like it.
        ("The council followed a no-nonsense plan for the harbour of Tolmund.", False),
        ("The closure was the first ever in the harbour of Tolmund on Tuesday.", False),
        ("The crew turned out the lights of the harbour of Tolmund at ten.", False),
        ("Mayor Ada Renn closed the harbour of Tolmund for two days in May.", False),
    ],
)
def test_the_outlet_judges_only_outside_of_what_others_say(words: str, judged: bool) -> None:
    read = document("Tolmund Post", "Harbour", "2031-05-09T08:00:00Z", words)
    assert judges(read, read.body.sentences[0]) is judged


def test_every_listed_word_is_found() -> None:
    listed = table("judging")
    words = " ".join(listed[kind]["words"] for kind in ("scorn", "mockery", "colour")).split()
    assert len(words) > 300
    missed = [w for w in words if not judging_word(f"It was {w.removesuffix('*')} then.")]
    missed += [turn for turn in listed["turns"]["words"] if not judging_word(f"It was, {turn} x then.")]
    assert not missed


def test_a_judging_sentence_is_no_candidate() -> None:
    text = (
        "The council closed the harbour of Tolmund on Tuesday.\n\nThe council flouted the law of the harbour of Tolmund on"
        " Tuesday.\n\nThe harbour of Tolmund opens again on Friday."
    )
    read = document("Tolmund Post", "Council closes harbour of Tolmund", "2031-05-09T08:00:00Z", text)
    material = gather([read], origins([read]), [], Settings())
    said = [text[c.sentence.start : c.sentence.end] for c in material.candidates]
    assert len(said) == 2
    assert not any("flouted" in words for words in said)
