"""Each section opens with what its lead says: the news first, none that only shares words with what stands below."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.publish.conftest import document
from writethru import Newsroom
from writethru.pipeline import write_page
from writethru.records import AnnotatedArticle, Brief, CitedSentence
from writethru.render.run_in import opened_by
from writethru.settings import Settings

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "dam"
VOTE = (
    "The council of Lorne voted on Monday to close the old bridge to lorries, after cracks were found in two piers.\n\n"
    "Mayor Ada Renn said the closure would last until the spring, when the council meets again to look at the repair.\n\n"
    "The old bridge of Lorne was built in 1904 by the harbour company, which went bankrupt in the following years.\n\n"
    "Drivers of the quarry blocked the road to the old bridge on Monday night, although the police had warned them.\n\n"
    "The quarry, which employs sixty people, said that it would lose a fifth of its income through the closure."
)
ROAD = (
    "Lorne closed its old bridge to lorries on Monday, and the quarry must send its stone by the coast road.\n\n"
    "Engineer Mara Tolm told the council that the cracks in the two piers had grown by a hand since the winter.\n\n"
    "The coast road is twelve kilometres longer than the way over the old bridge, the quarry said in a letter.\n\n"
    "Shopkeepers along the coast road have asked the council for a limit of thirty for the lorries of the quarry."
)


def reports() -> list[AnnotatedArticle]:
    return [
        document("Lorne Post", "Lorne council closes old bridge to lorries", "2031-04-02T08:00:00Z", VOTE),
        document(
            "Basin Courier", "Old bridge closed, quarry to use coast road", "2031-04-02T11:00:00Z", ROAD
        ),
    ]


@pytest.fixture(scope="module")
def page() -> Brief:
    brief, faults = write_page("bridge", reports(), settings=Settings())
    assert not faults
    return brief


def test_every_lead_belongs_to_the_first_sentence_under_it(page: Brief) -> None:
    assert len(page.sections) >= 2
    for section in page.sections:
        lead, first = section.lead, section.sentences[0]
        assert lead.text == page.headline.text or begins(lead) == begins(first)
        assert len(lead.text.split()) <= 14
        assert lead.text == page.headline.text or opened_by(lead, section.sentences)


def test_the_page_opens_with_its_news_and_each_section_has_company(page: Brief) -> None:
    assert "bridge" in page.sections[0].sentences[0].text and "clos" in page.sections[0].sentences[0].text
    assert all(2 <= len(section.sentences) <= 4 for section in page.sections)
    said = [s.text for section in page.sections for s in section.sentences]
    assert len(said) == len(set(said))


def test_a_page_without_any_short_opening_stands_under_its_headline() -> None:
    long = (
        "Nobody in the town hall of Lorne could say on Monday how many of the sixty workers of the quarry would not be"
        " needed if the closure of the old bridge lasted until the spring or the summer."
    )
    brief, faults = write_page(
        "bridge",
        [document("Lorne Post", "Lorne bridge stays closed", "2031-04-02T08:00:00Z", long)],
        settings=Settings(),
    )
    assert not faults
    assert [s.lead.text for s in brief.sections] == ["Lorne bridge stays closed"]
    assert len(brief.sections[0].sentences) == 1


LONG_VOTE = (
    "The council of Lorne voted by nine to six on Monday, after a debate of seven hours in the crowded hall, for the sale"
    " of the harbour to a company from Basin that nobody in the town had heard of before the winter.\n\n"
    "Under the contract, which was read out by the clerk, the company from Basin pays forty million crowns for the harbour"
    " of Lorne, of which a fourth has to be in the hands of the town by the first of June.\n\n"
    "Mayor Ada Renn, who had brought the contract before the council, said the money for the harbour would mend every school"
    " of Lorne and leave enough for the roads that the frost had broken.\n\n"
    "“Whoever wants schools without rain in them has to vote for the contract,” said Ada Renn, before the council began to count"
    " the hands of its fifteen members.\n\n"
    "Dockers, of whom some two hundred stood outside with torches, whistles and the flag of their union, called the sale of"
    " their work a theft and said that they would strike from Friday until the contract is torn.\n\n"
    "The union of the dockers, which has four hundred members, had asked the judge in Basin on Friday to forbid the strike-breaking"
    " that the company is said by it to prepare with workers from abroad.\n\n"
    "In 1987, when the harbour of Lorne had been sold once before to a bank that failed within two years, the town had to buy its"
    " cranes back for twice the price that it had been paid for them.\n\n"
    "The cranes of 1987, which the bank had painted green and never oiled in its two years, still stand on the northern quay and are shown"
    " to the classes of the schools of Lorne on the first day of every summer.\n\n"
    "Captains of the nine ferries, which carry a third of the vegetables of the islands, wrote to the council that nobody had told"
    " them which fees the company from Basin would ask from the coming winter on."
)


def test_a_long_page_has_three_sections_of_two_to_four_sentences_with_leads_or_without() -> None:
    texts = [document("Lorne Post", "Lorne council sells harbour", "2031-04-02T08:00:00Z", LONG_VOTE)]
    brief, faults = write_page("harbour", texts, settings=Settings())
    assert not faults
    said = [s.text for section in brief.sections for s in section.sentences]
    assert len(said) >= 7
    assert len(brief.sections) >= 3
    assert all(2 <= len(section.sentences) <= 4 for section in brief.sections)
    for section in brief.sections:
        assert section.lead.text == brief.headline.text or opened_by(section.lead, section.sentences)
    assert said_at(said, "voted") == 0
    assert said_at(said, "Whoever wants") == said_at(said, "who had brought") + 1  # one speaker, in order


def said_at(said: list[str], words: str) -> int:
    return next(n for n, text in enumerate(said) if words in text)


def begins(text: CitedSentence) -> tuple[str, str, int]:
    first = text.citations[0]
    return (first.article, first.field, first.start)


def test_what_opens_with_the_past_stands_last() -> None:
    with Newsroom() as room:
        pages = [page.brief for page in room.brief(str(EXAMPLE)).pages]
    dam = next(page for page in pages if "Vasken" in page.headline.text)
    openings = [section.sentences[0].text for section in dam.sections]
    assert len(openings) > 3
    assert [at for at, text in enumerate(openings) if "1964" in text] == [len(openings) - 1]
