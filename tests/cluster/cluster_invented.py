"""Invented articles, annotated far enough for clustering."""

from __future__ import annotations

from writethru.annotate.quotations import find_quotations
from writethru.annotate.sentences import find_sentences
from writethru.cluster import OpenStories
from writethru.cluster.likeness import Placed
from writethru.records import AnnotatedArticle, Article, Findings, content_id


def document(
    title: str,
    text: str,
    *,
    publisher: str = "",
    published: str | None = None,
    agency: str = "",
    language: str = "en",
    key: str = "",
) -> AnnotatedArticle:
    key = key or content_id(publisher, title, published or "")
    article = Article(
        id=content_id(key, title, text),
        key=key,
        title=title,
        text=text,
        publisher=publisher,
        published=published,
        agency=agency,
        language=language,
    )
    if language != "en":
        return AnnotatedArticle(article, Findings(), Findings())
    body = Findings(sentences=find_sentences(text), quotations=find_quotations(text))
    return AnnotatedArticle(article, body, Findings(sentences=find_sentences(title, "title")))


def met(placed: Placed, stories: OpenStories) -> dict[str, float]:
    """Return the open articles that one meets, and what it shares with them."""
    found = stories.meetings.of(placed)
    met = zip(stories.meetings.rows[found.first :], found.totals.tolist(), strict=True)
    return {other.features.article: share for other, share in met if other is not None and share}


DAM = (
    "The Orvelle dam gave way before dawn on Tuesday and sent a wall of water through the town of Lunmark. "
    "Rescue crews said the spillway had been closed for repairs since spring. "
    "Four people drowned and about 300 families left their homes along the Tessin river."
)
DAM_OTHER = (
    "Residents of Lunmark were searching for relatives after the collapse of the Orvelle dam flooded the town. "
    "Engineers had warned that the spillway was blocked, according to the regional water office. "
    "Helicopters lifted families from roofs as the Tessin river kept rising."
)
CHESS = (
    "Grandmaster Ilva Torrent won the Harrowgate open after a drawn final game against Pell Mirov. "
    "The tournament drew 120 players, and Torrent lost none of her nine games. "
    "Mirov took second place on tie-break."
)
PACKAGE_12 = (
    "The Meridian Council adopted its 12th package of sanctions against Vostria on Monday, banning imports of "
    "diamonds and jewellery. Envoys had argued for weeks over the diamonds, which pass through Antrelle. "
    "The 12th package also lists 140 officials of the mining company Korund."
)
PACKAGE_13 = (
    "The Meridian Council adopted its 13th package of sanctions against Vostria on Tuesday, aimed at makers of "
    "drones and electronic parts. The 13th package lists 200 firms in three countries that ship chips. "
    "Ports in the south will refuse tankers of the shadow fleet."
)
QUAKE_NORTH = (
    "An earthquake of magnitude 5.9 shook the town of Belmira in northern Castora early on Thursday. "
    "The school of Belmira lost its roof and 14 pupils were hurt. Mayor Ada Quill asked for tents and blankets."
)
QUAKE_SOUTH = (
    "An earthquake of magnitude 6.4 struck the port of Sarrano in southern Castora on Friday. "
    "The harbour wall of Sarrano broke and two ferries sank at their moorings. "
    "Governor Teo Lanza closed the coast road and the fish market."
)
VERDICT_ONE = (
    "A jury in Dunmore found the banker Silas Trench guilty of fraud on Wednesday. "
    "Trench moved 40 million crowns of pension money through the Calder fund. He will be sentenced in May."
)
VERDICT_TWO = (
    "A jury in Dunmore acquitted the surgeon Mara Helling of manslaughter on Thursday. "
    "Helling operated on a boy who died at the Saint Orrin hospital. The family left the court in tears."
)
