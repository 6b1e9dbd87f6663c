"""What is left of a sentence when it is said in few words: nothing that changes what it says."""

from __future__ import annotations

import pytest

from tests.publish.conftest import document
from writethru.publish.compress import compressed
from writethru.publish.cuts import cut_faults
from writethru.publish.edits import cited_sentence, undo
from writethru.publish.verify import Desk, text_faults
from writethru.records import AnnotatedArticle, CitedSentence

# What a sentence says in at most 14 words; "" where nothing may be cut that would make it so short.
SAID = [
    (
        "Mayor Ada Renn, a former engineer of the harbour company, closed the old bridge of Lorne on Tuesday.",
        "Mayor Ada Renn closed the old bridge of Lorne",
    ),
    (
        "Speaking in the town hall on Tuesday, Mayor Ada Renn said the old bridge would stay closed to lorries, "
        "including those of the quarry that has used it since the war.",
        "Mayor Ada Renn said the old bridge would stay closed to lorries",
    ),
    (
        "The council of Lorne rejected the plan (its third in two years) after a long debate over its cost on Monday.",
        "The council of Lorne rejected the plan after a long debate over its cost",
    ),
    (
        "The harbour company said in a statement on Wednesday that the old bridge carries forty lorries an hour.",
        "The harbour company said that the old bridge carries forty lorries an hour",
    ),
    # What stands before who says it may go, and what says more of a thing that is only brought up.
    (
        "The council of Lorne has reached an agreement with the quarry over the coast road, the mayor said on Wednesday.",
        "The council of Lorne has reached an agreement with the quarry, the mayor said",
    ),
    (
        "An engineer of the harbour company wrote a memo warning the council of Lorne of cracks in two old piers.",
        "An engineer of the harbour company wrote a memo",
    ),
    (
        "Mayor Ada Renn urged the council on Monday to close the old bridge to spare its two cracked piers.",
        "Mayor Ada Renn urged the council to close the old bridge",
    ),
    # What is forbidden or kept from somebody, the highest of its kind, two named together, and who says something
    # without what: nothing of it may go.
    (
        "The law forbids anybody to sell a lorry to a driver who has been convicted of driving over the old bridge.",
        "",
    ),
    (
        "The new fence would have excluded many more lorries from taking part in the yearly race over the old bridge.",
        "",
    ),
    (
        "Chief Engineer Mara Tolm and Deputy Engineers Bo Vell and Ada Renn will now stand before the court of the valley.",
        "",
    ),
    # Who says it stays, and so does what is denied, hedged or hangs on something.
    (
        "Two of the six piers of the old bridge were cracked by the ice of last winter, the harbour company said.",
        "",
    ),
    (
        "The old bridge of Lorne will be opened again to lorries when the council has paid for the repair of its piers.",
        "",
    ),
    (
        "The harbour company told the council that lorries may use the old bridge of Lorne unless its piers crack again.",
        "",
    ),
    # Nor does what says where, when or of how many the rest holds.
    (
        "In some towns along the coast, mayors have closed every old bridge to lorries and to buses since the winter.",
        "",
    ),
    (
        "When the old bridge of Lorne was built, lorries of forty tonnes were unknown to the engineers of the harbour company.",
        "",
    ),
    (
        "Mayor Ada Renn became the third mayor of Lorne to close the old bridge to lorries after a long and hard winter.",
        "",
    ),
    (
        "Workers of the harbour company have scraped and painted every old pier of Lorne, singing long songs of the sea.",
        "Workers of the harbour company have scraped and painted every old pier of Lorne",
    ),
    # A verb without what it needs, a name cut in two, and a quotation cut in two are no lines.
    (
        "The harbour company of Lorne blamed the ice of last winter and the quarry for the cracks in the old piers.",
        "",
    ),
    (
        "The council fired off a letter after a report said anti-flood planning specialists of Lorne flagged payments.",
        "The council fired off a letter",
    ),
    (
        "Engineers showed two long reports with many drawings to the whole Committee on Bridges and Harbours of Lorne.",
        "",
    ),
    # The verb of a subject stays, and so does what a dash has opened.
    (
        "Drivers stung by the closing of the old bridge from a winter that ruined the trade of Lorne are divided over new tolls.",
        "",
    ),
    (
        "Reports that Mayor Ada Renn was planning to name the clerk Bo Vell as her deputy swept through Lorne, where the council met.",
        "",
    ),
    ("Bo Vell, his wife, Ada, and the wife of his clerk, were among the six drivers of Lorne.", ""),
    (
        "The council of Lorne cancelled a public hearing scheduled to bring the engineers of the quarry and the harbour to the hall.",
        "",
    ),
    (
        "One of Ada Renn's first acts as mayor of Lorne was to open the old bridge, which the council had closed to lorries.",
        "",
    ),
    (
        "Lorne wants to allow heavy lorries, lower the price of passage and provide ferries to the far quay of the harbour.",
        "",
    ),
    (
        "The old bridge of Lorne was a matter of trade — watched by many in the valley through the lens of the harbour tolls.",
        "",
    ),
    (
        "The first signs of trouble came in the winter when someone using a lorry of the quarry began breaking the piers of "
        "the bridge, and then boasted.",
        "The first signs of trouble came in the winter",
    ),
    # What a verb or noun wants, however far behind it, and what somebody says.
    (
        "Engineers released a torrent of papers that tied a secret office of the quarry in Lorne to years of thefts against the harbour.",
        "Engineers released a torrent of papers",
    ),
    (
        "The prime minister broke with the harbour company and the quarry on several points of the toll in the long years of the war.",
        "",
    ),
    (
        "Mayor Ada Renn asked whether the engineers of the quarry were sober enough to see the long cracks in the old piers.",
        "",
    ),
    (
        "Mayor Ada Renn announced in a letter over the winter that surprised many in Lorne that she was working with the quarry "
        "to open the bridge.",
        "",
    ),
    # A noun put beside with what explains it, a subject without its verb, an aside that a preposition leaves open.
    (
        "The council of Lorne refused to bring the Bridge Act to a vote, legislation that helps towns to repair old piers.",
        "",
    ),
    (
        "Mayor Ada Renn will devote much of her speech to the tolls, a theme she previewed for the council of Lorne last week.",
        "Mayor Ada Renn will devote much of her speech to the tolls",
    ),
    (
        "The mayor of Lorne will speak in the harbour, where she is expected to scold the quarry for, in effect, ruining the piers.",
        "The mayor of Lorne will speak in the harbour",
    ),
    # What a noun, a participle or "a spot" wants; what says which one, of whom it is so, or when.
    (
        "The council of Lorne declared the ferries of the quarry essential on par with the lorries and the two old bridges.",
        "The council of Lorne declared the ferries of the quarry essential",
    ),
    (
        "The council of Lorne is considered a prime spot for mayors who have the votes of the dockers and the quarry behind them.",
        "",
    ),
    (
        "The engineers of Lorne and Tolmund pointed the council to a letter written by leading pilots of the harbour company last spring.",
        "",
    ),
    (
        "Mayor Ada Renn cancelled the yearly race over the old bridge on the date around which the whole summer is planned.",
        "Mayor Ada Renn cancelled the yearly race over the old bridge",
    ),
    (
        "The council of Lorne supports the plan to reopen the old bridge wherever and whenever the engineers can do so safely.",
        "",
    ),
    (
        "Mayor Ada Renn repeated her wish not to open the books of the harbour company while they are under audit.",
        "",
    ),
    # A turn, a list, and what a colon brings are the point; so is the office for which somebody is picked.
    (
        "Mayor Ada Renn had been scheduled to open the old bridge of Lorne but decided instead to go to the quarry.",
        "",
    ),
    (
        "The vote gives the council of Lorne something it has never had: the power to close the quarry and its bridge.",
        "",
    ),
    (
        "The town remains calm in the face of several floods, including Tolmund, the flood of the valley and that of the harbour.",
        "The town remains calm in the face of several floods",
    ),
    (
        "Mayor Ada Renn has picked a wealthy dealer in lorries who is a member of her club to be the engineer of the harbour.",
        "",
    ),
    (
        "The court of Lorne found the mayor guilty on two charges, theft from the quarry, a firm of her sister, and fraud.",
        "",
    ),
    (
        "The council said it wants Chief Engineer Mara Tolm, her deputy Bo Vell and the clerk of the harbour to speak.",
        "",
    ),
    (
        "The flood of the spring caused the tolls on the old bridge of Lorne to rise by four times within a week.",
        "",
    ),
    (
        "The court of Lorne proclaimed, in the case of the quarry, that the mayor may close the old bridge of the town.",
        "",
    ),
    (
        "The clerk said that he believed two engineers had left the company in part because of the cracks in the piers.",
        "",
    ),
    (
        "Mayor Ada Renn took aim at an old foe of the harbour in her speech on the quay: the dealers in old lorries.",
        "",
    ),
    # The first of two figures, a clause without its verb, and a warning that was sent in what would be cut.
    (
        "The share of lorries on the old bridge of Lorne rose from 41 percent in the spring of 2029 to 69 percent in 2031.",
        "",
    ),
    (
        "Mayor Ada Renn was asked whether the work from home and the closed schools of Lorne would last until the summer.",
        "",
    ),
    (
        "Lorne had warned the quarry against the use of lorries in a memo delivered to its engineers on Monday by the ferry.",
        "Lorne had warned the quarry against the use of lorries in a memo",
    ),
    # What no reader can place: a likeness to nothing, many of nobody, who stands where in a picture, who cannot be reached.
    ("A similar quarrel over the tolls is under way in the valley of Lorne.", ""),
    ("Many are lorry drivers brought into the quarrel by the quarry.", ""),
    (
        "Mayor Ada Renn, left, closed the old bridge of Lorne to lorries, including those of the quarry beyond the hill.",
        "",
    ),
    ("Mayor Ada Renn was not immediately available for comment on the bridge and the tolls.", ""),
]


def told(sentence: str) -> tuple[AnnotatedArticle, tuple[CitedSentence, ...]]:
    one = document("Lorne Post", "Bridge of Lorne closed", "2031-04-02T08:00:00Z", sentence)
    text = cited_sentence(one, one.body.sentences[0], 2031)
    return one, compressed(one, one.body.sentences[0], text, 14)


@pytest.mark.parametrize("sentence, said", SAID, ids=[s[:30] for s, _ in SAID])
def test_a_sentence_keeps_what_it_says_in_few_words(sentence: str, said: str) -> None:
    _, lines = told(sentence)
    assert (lines[0].text if lines else "") == said


@pytest.mark.parametrize("sentence", [s for s, said in SAID if said])
def test_each_cut_is_recorded_and_can_be_undone(sentence: str) -> None:
    one, lines = told(sentence)
    desk = Desk({one.article.id: one.article}, lambda article: one)
    for line in lines:
        assert undo(line) == sentence
        assert {e.kind for e in line.edits} <= {"trim", "punctuation", "date", "name"}
        assert not [*text_faults(line, desk), *cut_faults(line)]


def test_a_verb_of_saying_may_go_with_a_clause_of_its_own_and_not_with_what_is_said() -> None:
    cut = "Lorne closed the old bridge, which the quarry had called unsafe for years."
    _, lines = told(cut)
    assert lines[-1].text == "Lorne closed the old bridge"
    assert not list(cut_faults(lines[-1]))
    _, said = told(
        "Lorne closed the old bridge, the quarry said, after cracks were found in two of its six piers."
    )
    assert all("the quarry said" in line.text for line in said)
