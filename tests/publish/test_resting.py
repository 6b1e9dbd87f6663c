"""Which sentences rest on words that stood before them: pointers, answers, comparisons, things told of before."""

from __future__ import annotations

import pytest

from tests.publish.conftest import document
from writethru.publish.resting import OTHER, TOLD, described, rests, steadiness, told_before


@pytest.mark.parametrize(
    ("words", "resting"),
    [
        ("Although that could delay the ferry, the council of Tolmund will go on.", True),
        ("The port company of Tolmund disputes this.", True),
        ("The dockers used just that point against Mayor Ada Renn of Tolmund.", True),
        ("The dockers countered that the harbour of Tolmund was never closed.", True),
        ("“It makes the pier of Tolmund unsafe,” Ada Renn responded.", True),
        ("Dockers said it did not hold the crane that fell in Tolmund.", True),
        ("In contrast, the council of Basin paid for the pier in full.", True),
        ("Mayor Ada Renn hinted as much on Tuesday in the port of Tolmund.", True),
        ("Days later, the harbour of Tolmund was closed by the council.", True),
        ("At the time, the council of Tolmund was against a new pier.", True),
        ("Mayor Ada Renn rejected that claim on Tuesday in the port of Tolmund.", True),
        ("The repair of the pier of Tolmund will cost two millions, they said.", True),
        # What the sentence says itself.
        ("Mayor Ada Renn rejected those claims of the dockers that had been proven false.", False),
        ("Three days before the vote, the harbour of Tolmund was closed.", False),
        ("Those who live on the pier of Tolmund will have to leave by May.", False),
        ("Mayor Ada Renn agreed to reopen the harbour of Tolmund on Friday.", False),
        ("The ferry responded to a call from the harbour of Tolmund.", False),
        ("Dockers said it will be years before the pier of Tolmund is safe.", False),
        ("In contrast to Basin, the council of Tolmund paid for the pier.", False),
        ("Then-mayor Ada Renn, by then-common practice, closed the harbour of Tolmund.", False),
        ("The council said on Tuesday that order would return to Tolmund.", False),
    ],
)
def test_a_sentence_that_points_at_one_before_it_is_known(words: str, resting: bool) -> None:
    read = document("Tolmund Post", "Harbour", "2031-05-09T08:00:00Z", words)
    assert rests(read, read.body.sentences[0]) is resting


def last(text: str) -> tuple:  # type: ignore[type-arg]
    read = document("Tolmund Post", "Harbour", "2031-05-09T08:00:00Z", text)
    return read, read.body.sentences[-1]


def test_a_thing_told_of_before_weighs_a_third_unless_titles_name_it() -> None:
    read, sentence = last(
        "The council of Tolmund built a causeway for lorries in 2029. Dockers blamed the causeway when Tolmund was flooded."
    )
    assert told_before(read, sentence) == ("causeway",)
    assert steadiness(read, sentence, frozenset()) == TOLD
    assert steadiness(read, sentence, frozenset({"cause"})) == 1.0


def test_a_thing_that_comes_behind_another_weighs_a_third() -> None:
    read, sentence = last("The apology comes three days before the harbour of Tolmund opens.")
    assert told_before(read, sentence) == ("apology",)


def test_a_thing_that_the_sentence_introduces_stands() -> None:
    read, sentence = last(
        "The council built a causeway in 2029. A causeway in Basin fell and the causeway was never built again in Basin."
    )
    assert told_before(read, sentence) == ()


@pytest.mark.parametrize(
    ("words", "noun"),
    [
        ("The Tolmund Democrat declined to speak about the harbour on Tuesday.", "democrat"),
        ("The 67-year-old said the harbour of Tolmund would open on Friday.", "67-year-old"),
        ("The Tolmund Democrat Ada Renn declined to speak about the harbour.", ""),
        ("The Republican leaders of Tolmund met in the customs house.", ""),
    ],
)
def test_a_person_who_is_only_described_is_known(words: str, noun: str) -> None:
    read = document("Tolmund Post", "Harbour", "2031-05-09T08:00:00Z", words)
    assert described(read, read.body.sentences[0]) == noun


def test_others_than_those_told_of_weigh_less() -> None:
    read, sentence = last("Three other dockers left the harbour of Tolmund on Tuesday.")
    assert steadiness(read, sentence, frozenset()) == OTHER
