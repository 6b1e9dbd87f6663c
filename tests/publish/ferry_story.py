"""The invented story that the tests of the page share."""

from __future__ import annotations

from writethru.annotate import annotate
from writethru.records import AnnotatedArticle, Article, content_id

TEXTS = [
    (
        "Northern Ledger",
        "Ferry sinks off Port Hale, at least 12 dead",
        "2031-05-06T08:00:00Z",
        "A ferry carrying 80 people sank off Port Hale on Monday evening, killing at least 12 people, the coast guard"
        " said.\n\nThe Maris Star went down two kilometres from the harbour of Port Hale in heavy rain, according to"
        " the coast guard.\n\n“We sent every boat that we had within ten minutes of the first call,” said Oda Brandt,"
        " the head of the coast guard.\n\nThe owner, Hale Lines, said the ferry had passed its inspection in 2029.",
    ),
    (
        "Today in Sarn",
        "Toll of Port Hale ferry sinking rises to 17",
        "2031-05-07T10:00:00Z",
        "Divers recovered five more bodies on Tuesday from the ferry Maris Star, which sank off Port Hale on Monday,"
        " bringing the death toll to 17, the coast guard said.\n\nHale Lines denied that the ferry had been"
        " overloaded.\n\nThe seafarers’ union said the ferry had been overloaded with cars when it left the harbour"
        " of Port Hale.\n\nMinister Jon Vell said an inquiry would begin on Friday.",
    ),
    (
        "The Sarn Courier",
        "Union says ferry was overloaded",
        "2031-05-07T15:30:00+02:00",
        "The ferry that sank off Port Hale was overloaded with cars, the seafarers’ union said on Wednesday.\n\n"
        "The Courier could not independently verify the union’s account.\n\nIn 2027 another ferry of Hale Lines ran"
        " aground near Cape Orn, injuring 31 people.\n\nThe death toll stood at 17 on Wednesday, the coast guard"
        " said.",
    ),
]


def document(publisher: str, title: str, published: str, text: str) -> AnnotatedArticle:
    key = content_id(publisher, title)
    article = Article(
        id=content_id(key, title, text),
        key=key,
        title=title,
        text=text,
        publisher=publisher,
        published=published,
        language="en",
        external_id=publisher[:3],
    )
    return annotate(article)
