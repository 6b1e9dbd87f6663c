"""False sentences in other words are doubted and true ones are not; cuts, notes and pages without end are checked."""

from __future__ import annotations

import pytest

from bench.wording import CASES, check, doubted, read_cases
from tests.trials import trials
from writethru.annotate import annotate
from writethru.errors import UsageError
from writethru.publish import verify_text
from writethru.publish.cuts import cut_faults
from writethru.records import AnnotatedArticle, Citation, CitedSentence, Edit

STEP = trials(5, 1)  # every so many of the sentences


@pytest.mark.parametrize(("part", "caught", "false"), [("tune", 0.55, 0.12), ("held", 0.5, 0.22)])
def test_false_sentences_are_doubted_more_than_true_ones(part: str, caught: float, false: float) -> None:
    hits: dict[bool, list[bool]] = {True: [], False: []}
    read: dict[str, AnnotatedArticle] = {}
    for path in sorted(CASES.glob(f"{part}-*.txt")):
        for case in list(read_cases(path))[::STEP]:
            hits[case.kind == "faithful"].append(bool(doubted(check(case, read))))
    assert sum(hits[False]) >= caught * len(hits[False])
    assert sum(hits[True]) <= false * len(hits[True])


def cut(words: str, *left: str) -> CitedSentence:
    cited = Citation(1, "a", "text", 0, len(words), words)
    text, at, edits = "", 0, []
    for piece in left:
        start = words.index(piece, at)
        if start > at:
            edits.append(Edit("trim", (len(text), len(text)), words[at:start], ""))
        text += piece
        at = start + len(piece)
    if at < len(words):
        edits.append(Edit("trim", (len(text), len(text)), words[at:], ""))
    return CitedSentence(text, (cited,), tuple(edits))


def test_a_cut_may_not_give_a_verb_another_object() -> None:
    words = "A flood at the Norvik dam killed two cows, said inspector Mara Dell."
    kinds = [kind for kind, _, _ in cut_faults(cut(words, "A flood", " killed", " inspector Mara Dell"))]
    assert "edit" in kinds
    told = cut_faults(cut(words, "A flood at the Norvik dam killed two cows"))
    assert [kind for kind, _, _ in told] == ["speaker"]


@pytest.mark.parametrize("body", ["It rained [1].\n\n" * 4000, "It rained " + "[1]" * 4000 + ".\n\n"])
def test_a_page_of_too_many_statements_is_refused(body: str) -> None:
    with pytest.raises(UsageError, match="part it into several pages"):
        verify_text(f"# Rain\n\n{body}## Sources\n\n1. Ledger: Rain\n", {}, annotate)
