"""Long stories taken in article by article in order of time: which articles make a revision, and is it news.

`labels/revisions.jsonl` holds verdicts by hand on produced revisions: would a reader call it news, and if not,
what it is. `labels/developments.jsonl` lists what really happened, by the article that told it first. Both hold
ids and our own words. Rules were tuned on the stories `TUNED`; the others are only scored. A verdict is of a
revision as it was read: one that rests on other words now is not judged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from statistics import fmean
from typing import Any

from msgspec.structs import replace

from bench.data import present, rows
from bench.long_stories import long_stories
from bench.reading import read_row
from bench.timeline import document
from writethru.newsroom.turned import turned_claims
from writethru.pipeline import verify_page, write_page
from writethru.publish import revise
from writethru.records import AnnotatedArticle, Brief, Record, content_id
from writethru.settings import Settings

LABELS = Path(__file__).with_name("labels")
TOPICS = ("egypt", "h1n1", "syria")
MOST = 30  # articles of one story that are replayed: the first
MOST_UNJUDGED = 100  # of a topic whose revisions nobody judged: some ten days of it
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
        """What a verdict is about: the places of the words that the revision rests on."""
        names = {note.article: note.external_id or note.article for note in self.page.sources}
        cited = (c.because.citations[0] for c in self.page.changes if c.kind != "headline changed")
        return " ".join(sorted(f"{names[c.article]}:{c.field}:{c.start}" for c in cited))


def replay(story: str, documents: Sequence[AnnotatedArticle], settings: Settings) -> Iterator[Step]:
    """Yield the page after each article from the second on, in order of time."""
    ordered = sorted(documents, key=lambda d: d.article.order)
    last: Brief | None = None
    before: Sequence[AnnotatedArticle] = ()
    for count in range(2, len(ordered) + 1):
        known = ordered[:count]
        page, _ = write_page(story, known, settings=settings)
        if last is not None:
            page = revise(last, before, page, known, turned=turned_claims(last, before, page, known))
        revised = last is None or page.revision > last.revision
        if revised:
            last, before = page, known
        article = known[-1].article
        yield Step(story, article.external_id or article.id, article.published or "", page, revised)


def stories(data: Path) -> Iterator[tuple[str, list[AnnotatedArticle]]]:
    """Yield the long stories of the stream and the topics of the timelines, annotated: the first articles of each."""
    source = data / "stream/articles.jsonl.gz"
    if present(source):
        table = {row["id"]: row for row in rows(source)}
        gold = long_stories(table.values())
        for name in sorted(set(gold.values())):
            found = [d for id in table if gold.get(id) == name and (d := read_row(table[id])) is not None]
            yield name, sorted(found, key=lambda d: d.article.order)[:MOST]
    for topic in TOPICS:
        if present(data / "timelines" / topic):
            told = rows(data / "timelines" / topic / "articles.jsonl.gz")
            first = sorted(told, key=lambda r: (r["date"], r["id"]))[
                : MOST if topic in TUNED else MOST_UNJUDGED
            ]
            yield topic, [topic_document(row) for row in first]


def topic_document(row: dict[str, Any]) -> AnnotatedArticle:
    """Return an article of a timeline under an id of its text, as a page is checked against it."""
    found = document(row)
    article = found.article
    id = content_id(article.key, article.title, article.text)
    return replace(found, article=replace(article, id=id, external_id=row["id"]))


def score(steps: Sequence[Step], counts: Counter[str], waits: list[int]) -> None:
    """Add to counts what the replay of one story gave; `waits` gets the days until a development was told."""
    verdicts = {(r["story"], r["signature"]): r for r in rows(LABELS / "revisions.jsonl")}
    listed = {(r["story"], r["article"]) for r in rows(LABELS / "developments.jsonl")}
    told = [step for step in steps if step.revised]
    counts.update(stories=1, articles=len(steps), revisions=len(told))
    for step in told:
        if step.page.revision > 1 and (verdict := verdicts.get((step.story, step.signature))):
            counts["judged"] += 1
            counts["news"] += verdict["news"]
            if not verdict["news"]:
                counts[f"error {verdict['kind']}"] += 1
    for place, step in enumerate(steps):
        if (step.story, step.article) not in listed:
            continue
        counts["developments"] += 1
        counts["developments told"] += step.revised
        later = next((s for s in steps[place:] if s.revised), steps[-1])
        waits.append(
            (date.fromisoformat(later.published[:10]) - date.fromisoformat(step.published[:10])).days
        )


def figures(counts: Counter[str], waits: Sequence[int]) -> dict[str, float]:
    """Return the figures that counts give."""
    found: dict[str, float] = {
        "stories": counts["stories"],
        "articles": counts["articles"],
        "revisions": counts["revisions"],
        "per_story": counts["revisions"] / max(counts["stories"], 1),
        "share": counts["revisions"] / max(counts["articles"], 1),
        "judged": counts["judged"],
        "precision": counts["news"] / max(counts["judged"], 1),
        "developments": counts["developments"],
        "recall": counts["developments told"] / max(counts["developments"], 1),
        "mean_wait_days": fmean(waits) if waits else 0.0,
        "longest_wait_days": max(waits, default=0),
        "faults": counts["faults"],
        "at_once": counts["at once"] / max(counts["stories"], 1),
    }
    return found | {name: counts[name] for name in sorted(counts) if name.startswith("error ")}


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of the stories that rules were tuned on, of the others, and of topics that nobody judged."""
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    waits: dict[str, list[int]] = defaultdict(list)
    settings = Settings()
    for name, documents in stories(data):
        half = "tuned" if name in TUNED else "topics" if name in TOPICS else "held"
        steps = list(replay(name, documents, settings))
        score(steps, totals[half], waits[half])
        articles = {d.article.id: d.article for d in documents}
        for step in steps:
            if step.revised:
                totals[half]["faults"] += len(verify_page(step.page, articles).problems)
        at_once, _ = write_page(name, documents[::-1], settings=settings)
        same = replace(at_once, changes=()) == replace(steps[-1].page, revision=1, changes=())
        totals[half]["at once"] += same
    return {half: figures(totals[half], waits[half]) for half in sorted(totals)}


def produced(data: Path) -> Iterator[dict[str, Any]]:
    """Yield each produced revision as it is read to judge it: where it is, its signature, what it says."""
    for name, documents in stories(data):
        for step in replay(name, documents, Settings()):
            if step.revised and step.page.revision > 1:
                said = [(c.kind, c.previously, c.now) for c in step.page.changes]
                yield {"story": name, "article": step.article, "signature": step.signature, "changes": said}
