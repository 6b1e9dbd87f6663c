"""Which sentences are chosen, what a second outlet's citation must carry, and how sections are led."""

from __future__ import annotations

import pytest

from tests.publish.conftest import document
from writethru.cluster import origins
from writethru.pipeline import write_page
from writethru.publish import summarize
from writethru.publish.alone import stands_alone
from writethru.publish.edits import cited_sentence
from writethru.records import AnnotatedArticle, Brief
from writethru.settings import Settings

FILLER = (
    "\n\nThe harbour of Tolmund was built in 2004 for ferries and small freighters.\n\nA crane fell there in 2011"
    " and hurt three dockers.\n\nThe town council meets next in the old customs house."
)


def tolmund() -> list[AnnotatedArticle]:
    """Return two independent reports of one fire, in different words."""
    return [
        document(
            "Tolmund Post",
            "Fire destroys warehouse in Tolmund harbour",
            "2031-04-02T08:00:00Z",
            "A fire destroyed a grain warehouse in the harbour of Tolmund on Tuesday and hurt four dockers, the fire"
            " brigade said.\n\nMayor Ada Renn closed the harbour for two days after the fire." + FILLER,
        ),
        document(
            "Basin Courier",
            "Tolmund harbour fire hurts four",
            "2031-04-02T11:00:00Z",
            "Four dockers were hurt on Tuesday when fire destroyed a grain warehouse in the harbour of Tolmund, said"
            " the fire brigade.\n\nInsurers put the loss at 9 million crowns, the port company Balt Grain said.",
        ),
    ]


def test_the_second_outlet_is_a_second_citation_and_no_second_sentence() -> None:
    brief, faults = write_page("fire", tolmund(), settings=Settings())
    told = [s for section in brief.sections for s in section.sentences if "dockers" in s.text]
    hurt = [s for s in told if "four" in s.text.lower()]
    assert not faults
    assert len(hurt) == 1
    assert len({c.article for c in hurt[0].citations}) == 2


def test_the_first_sentences_of_two_reports_tell_one_event_in_whatever_words() -> None:
    documents = [
        document(
            "Tolmund Post",
            "Tolmund sues the port company",
            "2031-04-02T08:00:00Z",
            "The town of Tolmund sued the port company Balt Grain on Tuesday over the fumes that its silos give off."
            + FILLER,
        ),
        document(
            "Basin Courier",
            "Balt Grain taken to court",
            "2031-04-02T11:00:00Z",
            "Tolmund has filed a lawsuit against Balt Grain to stop the fumes, which doctors blame for the coughs of children."
            "\n\nInsurers put the loss of Balt Grain at 9 million crowns, the port company said.",
        ),
    ]
    brief, faults = write_page("fumes", documents, settings=Settings())
    assert not faults
    told = [
        s.text
        for section in brief.sections
        for s in section.sentences
        if "sued" in s.text or "lawsuit" in s.text
    ]
    assert len(told) == 1


def test_a_summary_keeps_to_its_words_and_opens_with_the_news() -> None:
    documents = tolmund()
    chosen = summarize(documents, origins(documents), 40, settings=Settings())
    assert sum(len(s.text.split()) for s in chosen) <= 40
    assert "warehouse" in chosen[0].text


def test_no_page_has_more_sentences_than_the_settings_allow(brief: Brief) -> None:
    sentences = [s for section in brief.sections for s in section.sentences]
    assert 0 < len(sentences) <= Settings().publish.sentences


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Minister Jon Vell said he would close the harbour of Tolmund for good.", True),
        ("The harbour of Tolmund will stay closed until Friday, said he.", False),
        ("(NPA) The harbour of Tolmund was closed after the fire on Tuesday.", True),
        ("The fire spared those sleeping in the old customs house of Tolmund.", True),
        ("The mayor of Tolmund praised those efforts in a speech on Tuesday.", False),
        ("As of that date the harbour of Tolmund was closed to all freighters.", False),
        ("Renn said that order would return to the harbour of Tolmund by Friday.", True),
        ("Watch how quickly the harbour of Tolmund is going to be opened again.", False),
        ("From the Basin Courier: Two men were seen in the harbour of Tolmund.", False),
        ("From Courier: Two men were seen on Tuesday in the harbour of Tolmund.", False),
    ],
)
def test_sentences_that_read_alone(text: str, alone: bool) -> None:
    read = document("Tolmund Post", "Fire in Tolmund", "2031-04-02", text)
    assert stands_alone(read, read.body.sentences[0]) is alone


def test_an_agency_in_brackets_is_cut() -> None:
    read = document(
        "Tolmund Post", "Fire in Tolmund", "2031-04-02", "(NPA) The harbour of Tolmund was closed in March."
    )
    text = cited_sentence(read, read.body.sentences[0], 2031).text
    assert text.startswith("The harbour")


def test_titles_of_links_that_ran_into_a_sentence_are_not_printed() -> None:
    links = "Ada Renn Ada Beth RennHarbour tax doubles Storm will not come back MORE"
    post, courier = tolmund()
    text = post.article.text.replace("Mayor Ada Renn", f"Mayor {links}")
    brief, faults = write_page(
        "fire",
        [document("Tolmund Post", post.article.title, "2031-04-02T08:00:00Z", text), courier],
        settings=Settings(),
    )
    printed = [s for section in brief.sections for s in (section.lead, *section.sentences)]
    closed = [s for s in printed if "closed the harbour" in s.text]
    assert not faults
    assert [s.text for s in closed if s.text.startswith("Mayor Ada Renn closed the harbour")]
    assert "link" in {e.kind for s in closed for e in s.edits}
    assert not [s for s in printed if "RennHarbour" in s.text]


def test_a_story_without_any_title_has_a_headline_all_the_same() -> None:
    asked = (
        "Who will pay for the harbour of Tolmund after the fire that burned its grain warehouse on Tuesday?"
    )
    documents = [
        document(outlet, "", f"2031-04-0{n}T08:00:00Z", f"{asked} {more}")
        for n, (outlet, more) in enumerate(
            (("Tolmund Post", "He did not say."), ("Basin Courier", "Nobody knows.")), 2
        )
    ]
    brief, faults = write_page("fire", documents, settings=Settings())
    assert not faults
    assert brief.headline.text == asked
