"""Each section opens with what its lead says: the news first, none that only shares words with what stands below."""

from __future__ import annotations

import pytest

from tests.publish.conftest import document
from writethru.pipeline import write_page
from writethru.records import AnnotatedArticle, Brief, CitedSentence
from writethru.render.run_in import opened_by
from writethru.settings import Settings

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


def begins(text: CitedSentence) -> tuple[str, str, int]:
    first = text.citations[0]
    return (first.article, first.field, first.start)
