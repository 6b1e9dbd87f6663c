"""Score the disputes found in labelled stories: recall, precision and kind, as `score.py pages` counts them.

A dispute is right when two of its positions cite, or say, what two different positions of one labelled
disagreement hold. Superseded figures are not counted on either side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.data import present, rows
from bench.reading import read_story, stream_rows
from writethru.cluster import origins
from writethru.ledger import enter, find_disputes
from writethru.records import AnnotatedArticle, Citation, Contention, Dispute
from writethru.settings import Settings

COUNTED = ("conflict", "spread", "outlet-error")
LONGEST = 600  # characters; a longer citation proves nothing
SAID = 0.5  # share of a position's words that a citation has to hold where the places do not meet
WORDS = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)*")
STOP = frozenset(
    "a an and are as at be been but by for from had has have he her his in is it its of on or said says she that "
    "the their they this to was were which who will with would not".split()
)


def stories(data: Path) -> Iterator[tuple[dict[str, Any], list[AnnotatedArticle]]]:
    """Yield the labelled stories with their annotated articles."""
    gold = list(rows(data / "stories" / "labelled-dev.jsonl"))
    table = stream_rows(data, (key for story in gold for key in story["articles"]))
    for story in gold:
        yield story, read_story(story["articles"], table)


def _content(text: str) -> set[str]:
    return {word for word in WORDS.findall(text.lower()) if word not in STOP and len(word) > 1}


def _meets(contention: Contention, position: Mapping[str, Any], external: Mapping[str, str]) -> bool:
    """Return whether what is cited meets the evidence, or the gloss, of a labelled position."""
    cited: Sequence[Citation] = (contention.statement, *contention.supporting)
    for evidence in position["evidence"]:
        for c in cited:
            here = external[c.article] == evidence["article"] and c.field == evidence["field"] == "text"
            if (
                here
                and c.end - c.start <= LONGEST
                and c.start < evidence["end"]
                and evidence["start"] < c.end
            ):
                return True
    want = _content(position["says"])
    return bool(want) and len(_content(" ".join(c.exact for c in cited)) & want) / len(want) >= SAID


def is_right(dispute: Dispute, labelled: Mapping[str, Any], external: Mapping[str, str]) -> bool:
    """Return whether two positions of a dispute are two different positions of a labelled disagreement."""
    sides = [
        {number for number, p in enumerate(labelled["positions"]) if _meets(c, p, external)}
        for c in dispute.contentions
    ]
    return any(a != b for x, one in enumerate(sides) for other in sides[:x] for a in one for b in other)


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of the labelled stories."""
    if not present(data / "stories" / "labelled-dev.jsonl") or not present(
        data / "stream" / "articles.jsonl.gz"
    ):
        return {}
    labelled = shown = hits = kinds = 0
    settings = Settings()
    for story, documents in stories(data):
        external = {d.article.id: d.article.external_id or "" for d in documents}
        assertions = [a for document in documents for a in enter(document)]
        found = find_disputes(documents, assertions, origins(documents), settings=settings)
        counted = [d for d in found if d.state in COUNTED]
        real = [d for d in story["disagreements"] if d["class"] in COUNTED]
        labelled, shown = labelled + len(real), shown + len(counted)
        used: set[int] = set()
        for dispute in counted:
            hit = next(
                (k for k, g in enumerate(real) if k not in used and is_right(dispute, g, external)), None
            )
            if hit is not None:
                used.add(hit)
                hits, kinds = hits + 1, kinds + (real[hit]["kind"] == dispute.kind)
    figures = {
        "n": float(labelled),
        "conflict_recall": hits / labelled if labelled else 0.0,
        "conflict_precision": hits / shown if shown else 0.0,
        "kind_right": kinds / hits if hits else 0.0,
    }
    return {"labelled_dev": figures}
