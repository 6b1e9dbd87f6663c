"""What every stage costs, as a share of extracting the same pages in the same run, on one core.

`pages`: English pages of the extraction set. `story-100`: a page of 100 articles of one week, and the same
page after one more article. `growing`: a real story that grows, from the store to the store
(bench/growing.py). `workers`: reading pages in child processes, by the clock (bench/workers.py).
Milliseconds depend on the machine; ratios less so.
"""

from __future__ import annotations

import gc
import gzip
import time
from collections import defaultdict
from collections.abc import Callable
from cProfile import Profile
from itertools import islice
from math import log
from pathlib import Path
from pstats import Stats
from tempfile import TemporaryDirectory
from typing import TypeVar

from bench.data import members, present, rows
from bench.growing import growing_costs
from bench.reading import read_row
from bench.workers import ratios
from writethru.acquire import extract
from writethru.annotate import annotate, annotate_text
from writethru.cluster import OpenStories
from writethru.pipeline import place, verify_page, write_page
from writethru.records import AnnotatedArticle, Article, Capture
from writethru.settings import Settings
from writethru.store import Store, open_store

SETTINGS = Settings()
ENGLISH = ("us", "uk", "ca", "au", "ie", "nz", "za", "ind", "my", "tz", "il")
WARM = 4  # pages
WARM_TEXTS = 60  # articles of the stream
BATCH = 8  # pages
ROUNDS = 3
STORY = 100
LONG = 160_000  # characters
ANNOTATORS = ("find_", "date_events")
Made = TypeVar("Made")


def timed(work: Callable[[], Made]) -> tuple[Made, float]:
    """Return what `work` makes, and the processor seconds it took."""
    start = time.process_time()
    made = work()
    return made, time.process_time() - start


def captures(data: Path) -> list[Capture]:
    """Return the pages of the set that are in the folder of a country with English papers."""
    found = []
    for name, content in members(data / "pages" / "fundus-dev.tar.gz"):
        if name.endswith(".html.gz") and name.split("/")[-2] in ENGLISH:
            found.append(Capture(name, gzip.decompress(content), "text/html"))
    return found


def warm(data: Path, pages: list[Capture]) -> None:
    """Load what is loaded once, rare rules included, and take it out of the garbage collector's rounds.

    A full round over all that a process holds costs as much as four pages, and fell into any one of the stages.
    """
    for page in pages:
        article = extract(page, settings=SETTINGS)[0]
        if article:
            annotate(article)
    stream = data / "stream" / "articles.jsonl.gz"
    for row in islice(rows(stream), WARM_TEXTS) if stream.exists() else ():
        read_row(row)
    gc.collect()
    gc.freeze()


def page_costs(data: Path) -> dict[str, float]:
    """Return the cost of extraction a page, and what comes after it as a share of that.

    What is loaded once (parsers, word lists) is not counted: `warm` reads something before. No page is timed
    twice, since the extractor remembers what it has seen. Pages go through in small batches, as `add` takes
    them in, so that a machine that is slower for a while is so for all stages.
    """
    pages = captures(data)
    warm(data, pages[:WARM])
    pages = pages[WARM:]
    spent: dict[str, float] = defaultdict(float)
    articles = 0
    stories = OpenStories(SETTINGS.cluster)
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/speed.db", settings=SETTINGS)
        for batch in (pages[at : at + BATCH] for at in range(0, len(pages), BATCH)):
            for stage, seconds in batch_costs(batch, stories, store).items():
                spent[stage] += seconds
            articles += len(batch)
        store.close()
    extraction = spent.pop("extract")
    return {
        "n": articles,
        "extract_ms": 1000 * extraction / articles,
        **{f"{stage}_ratio": seconds / extraction for stage, seconds in spent.items()},
        "after_ratio": sum(spent.values()) / extraction,
    }


def batch_costs(batch: list[Capture], stories: OpenStories, store: Store) -> dict[str, float]:
    """Return the processor seconds of each stage that a batch of pages goes through."""
    read, extraction = timed(lambda: [extract(page, settings=SETTINGS)[0] for page in batch])
    articles: list[Article] = [article for article in read if article is not None]
    documents, annotation = timed(lambda: [annotate(article) for article in articles])
    placed, placing = timed(lambda: [place(document, stories) for document in documents])
    _, storing = timed(
        lambda: [
            store.add(document, event, assertions)
            for document, (event, assertions) in zip(documents, placed, strict=True)
        ]
    )
    return {"extract": extraction, "annotate": annotation, "place": placing, "store": storing}


def annotator_costs(data: Path) -> dict[str, float]:
    """Return each annotator's share of the cost of annotating the pages, and how the cost grows with length.

    `growth` is the exponent of the cost when a text of all articles is read whole instead of an eighth of it:
    1 is linear, 2 a square.
    """
    articles = [a for p in captures(data) if (a := extract(p, settings=SETTINGS)[0])]
    profile = Profile()
    annotate(articles[0])
    profile.runcall(lambda: [annotate(a) for a in articles])
    spent = {
        name: cumulated
        for (file, _, name), (_, _, _, cumulated, _) in Stats(profile).stats.items()  # type: ignore[attr-defined]
        if "/annotate/" in file and name.startswith(ANNOTATORS)
    }
    whole = "\n\n".join(a.text for a in articles)[:LONG]
    short, long = (
        min(timed(lambda part=part: annotate_text(part, published="2031-03-08"))[1] for _ in range(ROUNDS))  # type: ignore[misc]
        for part in (whole[: len(whole) // 8], whole)
    )
    total = sum(spent.values())
    return {name: cost / total for name, cost in sorted(spent.items())} | {
        "growth": log(long / short) / log(8)
    }


def story_costs(data: Path) -> dict[str, float]:
    """Return milliseconds for the page of a story of 100 articles, and for its check."""
    documents: list[AnnotatedArticle] = []
    for row in rows(data / "stream" / "articles.jsonl.gz"):
        if row["published"] >= "2018-03-05":
            document = read_row(row)
            documents += [document] if document else []
        if len(documents) == STORY + 1:
            break
    write_page("warm", documents[:3], settings=SETTINGS)
    (brief, _), writing = timed(lambda: write_page("story", documents[:STORY], settings=SETTINGS))
    _, again = timed(lambda: write_page("story", documents, settings=SETTINGS))
    articles = {d.article.id: d.article for d in documents}
    _, checking = timed(lambda: verify_page(brief, articles))
    return {"n": STORY, "write_ms": 1000 * writing, "rewrite_ms": 1000 * again, "verify_ms": 1000 * checking}


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of both sets."""
    found = {}
    if present(data / "pages" / "fundus-dev.tar.gz"):
        found["pages"] = page_costs(data)
        found["annotators"] = annotator_costs(data)
        found["workers"] = ratios(data)
    if present(data / "stream" / "articles.jsonl.gz"):
        found["story-100"] = story_costs(data)
        found["growing"] = growing_costs(data)
    return found
