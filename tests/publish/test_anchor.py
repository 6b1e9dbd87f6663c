"""The report that a page starts from, and articles that begin with another matter."""

from __future__ import annotations

from datetime import date

from tests.publish.conftest import document
from writethru.cluster import origins
from writethru.pipeline import write_page
from writethru.publish.anchor import strays
from writethru.publish.material import Material, gather
from writethru.records import AnnotatedArticle
from writethru.settings import Settings

FIRE = (
    ("Tolmund Post", "Council to vote on bridge over the Sarn", "2031-04-02T08:00:00Z",
     "The council of Tolmund will vote on a bridge over the river Sarn on Thursday. The bridge is expected to cost nine million"
     " crowns. Mayor Ilse Borg said that ferries across the Sarn are too slow for the harbour of Tolmund."),
    ("Basin Courier", "Council approves bridge over the Sarn", "2031-04-03T11:00:00Z",
     "The council of Tolmund approved a bridge over the river Sarn by 14 votes to 9 on Thursday. Mayor Ilse Borg said that work"
     " on the bridge begins in May. The harbour company of Tolmund paid for the plans of the bridge."),
    ("Orlin Evening", "Bridge over the Sarn approved after long debate", "2031-04-03T12:00:00Z",
     "After a long debate a bridge over the river Sarn was approved by the council of Tolmund on Thursday. Mayor Ilse Borg"
     " thanked the harbour company. Nine members of the council voted against the bridge."),
    ("Cheese Weekly", "Dairy wins medal for butter", "2031-04-03T13:00:00Z",
     "A dairy in the village of Orlin won a medal for its salted butter in the capital on Thursday. The dairy sells cheese and"
     " cream from its shop in the market square. Its owner, Per Lund, said that customers came from three villages."),
)  # fmt: skip


def reports() -> list[AnnotatedArticle]:
    return [document(*row) for row in FIRE]


def gathered(documents: list[AnnotatedArticle]) -> Material:
    return gather(documents, origins(documents), (), Settings())


def test_a_page_starts_from_a_report_of_the_last_day_that_tells_what_all_tell() -> None:
    documents = reports()
    material = gathered(documents)
    anchor = next(d for d in documents if d.article.id == material.anchor)
    assert anchor.article.day == date(2031, 4, 3)
    assert "Sarn" in anchor.article.title


def test_the_page_opens_with_what_was_done_and_not_with_what_was_to_come() -> None:
    page, faults = write_page("bridge", reports(), settings=Settings())
    assert not faults
    assert "approve" in page.headline.text
    assert "approved" in page.sections[0].sentences[0].text


def test_an_article_that_begins_with_another_matter_weighs_less() -> None:
    documents = reports()
    dairy = documents[3]
    origin_of = {d.article.id: d.article.id for d in documents}
    assert strays(documents, origin_of) == {dairy.article.id}
    assert strays(documents[2:], dict(list(origin_of.items())[2:])) == frozenset()  # of two nobody can tell
    scores = {c.document.article.id: c.score for c in reversed(gathered(documents).candidates)}
    assert scores.get(dairy.article.id, 0.0) < min(s for id, s in scores.items() if id != dairy.article.id)
