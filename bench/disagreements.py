"""Disputes found in labelled stories: recall, precision and kind, before anything is written down.

A dispute is right when two of its sides cite, or say, what two different positions of one labelled
disagreement hold; the supporting citations of a side count with its own. Superseded figures are not
counted on either side.
"""

from __future__ import annotations

from pathlib import Path

from bench.data import present, rows
from bench.pages import REAL, Meeting, ratio, two_sides
from bench.reading import read_story, stream_rows
from writethru.cluster import origins
from writethru.ledger import enter, find_disputes
from writethru.records import AnnotatedArticle, CitedSentence, Dispute
from writethru.settings import Settings


def disputes(documents: list[AnnotatedArticle]) -> list[Dispute]:
    """Return the real disputes of a story."""
    assertions = [assertion for document in documents for assertion in enter(document)]
    found = find_disputes(documents, assertions, origins(documents), settings=Settings())
    return [dispute for dispute in found if dispute.state in REAL]


def sides(dispute: Dispute) -> list[CitedSentence]:
    """Return what each side of a dispute cites."""
    return [CitedSentence("", (c.statement, *c.supporting)) for c in dispute.contentions]


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of the labelled stories."""
    path = data / "stories" / "labelled-dev.jsonl"
    if not present(path) or not present(data / "stream" / "articles.jsonl.gz"):
        return {}
    golds = list(rows(path))
    table = stream_rows(data, (i for g in golds for i in g["articles"]))
    labelled = shown = hits = kinds = 0
    for gold in golds:
        documents = read_story(gold["articles"], table)
        meets = Meeting({d.article.id: d.article.external_id for d in documents})
        real = [d for d in gold["disagreements"] if d["class"] in REAL]
        labelled += len(real)
        used: set[int] = set()
        for dispute in disputes(documents):
            shown += 1
            free = (k for k in range(len(real)) if k not in used)
            hit = next((k for k in free if two_sides(sides(dispute), real[k], meets)), None)
            if hit is not None:
                used.add(hit)
                hits += 1
                kinds += real[hit]["kind"] == dispute.kind
    return {
        "labelled_dev": {
            "n": labelled,
            "shown": shown,
            "conflict_recall": ratio(hits, labelled),
            "conflict_precision": ratio(hits, shown),
            "kind_right": ratio(kinds, hits),
        }
    }
