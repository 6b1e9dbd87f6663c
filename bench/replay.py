"""Long stories taken in article by article in order of time: which articles make a revision, and is it news.

Verdicts on produced revisions, and real developments listed by hand, stand in `labels/revisions.jsonl` and
`labels/developments.jsonl`: ids of articles, and our own words. Rules are tuned on the stories `TUNED`; the
others are only scored. A revision counts as judged if its story, article and signature are those of a label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.data import present, rows
from bench.long_stories import long_stories
from bench.reading import read_row
from bench.timeline import document
from writethru.pipeline import write_page
from writethru.publish import revise
from writethru.records import AnnotatedArticle, Brief, Record, content_id
from writethru.settings import Settings

LABELS = Path(__file__).with_name("labels")
TOPICS = ("egypt", "h1n1", "syria")
MOST = 60  # articles of one story that are replayed: the first
TUNED = ("Bergdahl", "Boston", "Franken", "Harvey", "Moore", "Petraeus", "Soleimani", "Zimmerman", "h1n1")


class Step(Record, frozen=True):
    """One article taken in: the page after it, and whether that is a new revision."""

    story: str
    article: str  # its id in the data
    published: str
    page: Brief
    revised: bool

    @property
    def signature(self) -> str:
        """What a verdict is about: the words that the revision rests on."""
        cited = [c.because.citations[0] for c in self.page.changes]
        return content_id(*(f"{c.article} {c.field} {c.start}" for c in cited))


def replay(story: str, documents: Sequence[AnnotatedArticle], settings: Settings) -> Iterator[Step]:
    """Yield the page after each article from the second on, in order of time."""
    ordered = sorted(documents, key=lambda d: d.article.order)
    last: Brief | None = None
    before: Sequence[AnnotatedArticle] = ()
    for count in range(2, len(ordered) + 1):
        known = ordered[:count]
        page, _ = write_page(story, known, settings=settings)
        if last is not None:
            page = revise(last, before, page, known)
        revised = last is None or page.revision > last.revision
        if revised:
            last, before = page, known
        article = known[-1].article
        yield Step(story, article.external_id or article.id, article.published or "", page, revised)


def stories(data: Path) -> Iterator[tuple[str, list[AnnotatedArticle]]]:
    """Yield the long stories of the stream and the topics of the timelines, annotated, the first articles of each."""
    source = data / "stream/articles.jsonl.gz"
    if present(source):
        table = {row["id"]: row for row in rows(source)}
        gold = long_stories(table.values())
        for name in sorted(set(gold.values())):
            ids = [id for id in table if gold.get(id) == name][:MOST]
            yield name, [d for id in ids if (d := read_row(table[id])) is not None]
    for topic in TOPICS:
        if present(data / "timelines" / topic):
            found = sorted(
                rows(data / "timelines" / topic / "articles.jsonl.gz"), key=lambda r: (r["date"], r["id"])
            )
            yield topic, [document(row) for row in found[:MOST]]
