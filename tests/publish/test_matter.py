"""What of its articles a page uses: the passages about its story, and what others tell and answer."""

from __future__ import annotations

from tests.publish.conftest import document
from writethru.cluster import origins
from writethru.publish.likeness import likeness_of
from writethru.publish.material import gather
from writethru.publish.matter import is_beside
from writethru.publish.spine import must_tell
from writethru.records import AnnotatedArticle
from writethru.settings import Settings

CHEESE = (
    "Bakers in Orlin have a new oven for rye bread. It takes forty loaves and uses half the wood. Customers came from three"
    " villages to taste them. The bakers gave away two hundred slices. A second oven follows in autumn. The bakers say that"
    " rye sells better than wheat. Their shop opens at five. A cheese dairy next door sells butter and cream. The butter"
    " won a medal in the capital."
)


def reports() -> list[AnnotatedArticle]:
    """Return two reports of a fire, the second followed by what else happened."""
    return [
        document(
            "Tolmund Post",
            "Fire destroys grain warehouse in Tolmund harbour",
            "2031-04-02T08:00:00Z",
            "A fire destroyed a grain warehouse in the harbour of Tolmund on Tuesday and hurt four dockers.\n\n"
            "Jon Vell of the port company denied that the warehouse had been unsafe before the harbour fire.\n\n"
            "The painter Lise Ander will show pictures of the old customs house in the town hall.",
        ),
        document(
            "Basin Courier",
            "Harbour fire in Tolmund hurts four; a new oven",
            "2031-04-02T11:00:00Z",
            "Four dockers were hurt on Tuesday when a fire destroyed a grain warehouse in Tolmund harbour.\n\n"
            "The mayor closed the harbour of Tolmund after the fire in the warehouse.\n\n" + CHEESE,
        ),
    ]


def test_a_passage_in_which_nothing_of_the_story_is_named_is_beside_it() -> None:
    documents = reports()
    material = gather(documents, origins(documents), (), Settings())
    other = documents[1]
    beside = [
        other.article.text[s.start : s.end]
        for s in other.body.sentences
        if is_beside(other, s, material.story)
    ]
    assert "The butter won a medal in the capital." in beside
    assert not any("harbour" in words for words in beside)
    told = {c.sentence.start for c in material.candidates if c.document is other}
    assert all(other.article.text.index(words) not in told for words in beside)


def test_what_another_origin_begins_with_and_what_is_answered_is_worth_more() -> None:
    documents = reports()
    material = gather(documents, origins(documents), (), Settings())
    factors = must_tell(material.candidates, material, likeness_of(material.documents))
    by_words = {
        c.document.article.text[c.sentence.start : c.sentence.end]: f
        for c, f in zip(material.candidates, factors, strict=True)
    }
    fire = next(f for words, f in by_words.items() if "destroyed" in words)
    denial = next(f for words, f in by_words.items() if "denied" in words)
    painter = next(f for words, f in by_words.items() if "painter" in words)
    assert fire > painter == 1
    assert denial > painter
