"""Pages of labelled stories against what was labelled, and pages of the stream against their own citations.

`labelled_dev` has the figures of the referee's `pages`: a fact, a side of a conflict or an event is met
by a citation that overlaps its evidence, or by enough of its words. Rules are tuned on the even rows
(`labelled_tuned`); the odd ones (`labelled_held`) are only scored.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.data import present, rows
from bench.reading import read_story, stream_rows
from writethru.pipeline import verify_page, write_page
from writethru.records import Brief, CitedSentence, TimelineEntry
from writethru.settings import Settings

WORDS = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)*")
STOP = set(
    "a an and are as at be been but by for from has have had he her his in is it its of on or said says she that the"
    " their they this to was were which who will with would not".split()
)
REAL = ("conflict", "spread", "outlet-error")
LONGEST = 600  # characters of a citation; half an article proves nothing
Gold = dict[str, Any]


def content(text: str) -> set[str]:
    """Return the content words of a text."""
    return {w for w in WORDS.findall(text.lower()) if w not in STOP and len(w) > 1}


class Meeting:
    """Whether a cited text of one page meets labelled evidence."""

    def __init__(self, external: dict[str, str | None]) -> None:
        self.external = external

    def __call__(self, text: CitedSentence, evidence: list[Gold], gloss: str, share: float) -> bool:
        """Return whether a citation overlaps the evidence, or `share` of the gloss's words stand there."""
        for c in text.citations:
            if c.field != "text" or c.end - c.start > LONGEST:
                continue
            mine = self.external.get(c.article)
            for e in evidence:
                if (
                    e["field"] == "text"
                    and e["article"] == mine
                    and c.start < e["end"]
                    and e["start"] < c.end
                ):
                    return True
        want = content(gloss)
        have = content(" ".join([text.text, *(c.exact for c in text.citations)]))
        return bool(want) and len(have & want) / len(want) >= share


def score_story(gold: Gold, brief: Brief | None, external: dict[str, str | None]) -> Counter[str]:
    """Return the counts of one story: what was asked, what was shown, what was found."""
    real = [d for d in gold["disagreements"] if d["class"] in REAL]
    counts: Counter[str] = Counter(
        facts=len(gold["key_facts"]), events=len(gold["timeline"]), conflicts=len(real)
    )
    if brief is None:
        return counts
    meets = Meeting(external)
    said = [t for s in brief.sections for t in s.sentences]
    counts.update(
        sentences=len(said),
        words=sum(len(t.text.split()) for t in said),
        citations=sum(len(t.citations) for t in said),
    )
    said += [p.statement for d in brief.disagreements for p in d.positions]
    counts["fact hits"] = sum(
        any(meets(t, f["evidence"], f["fact"], 0.6) for t in said) for f in gold["key_facts"]
    )
    used: set[int] = set()
    for shown in brief.disagreements:
        if shown.state not in REAL:
            continue
        counts["shown"] += 1
        sides = [p.statement for p in shown.positions]
        hit = next((k for k, g in enumerate(real) if k not in used and two_sides(sides, g, meets)), None)
        if hit is not None:
            used.add(hit)
            counts["conflict hits"] += 1
            counts["kind hits"] += real[hit]["kind"] == shown.kind
    covered: set[int] = set()
    for entry in brief.timeline:
        counts["entries"] += 1
        right = set(same_events(entry, gold["timeline"], meets))
        counts["entry hits"] += bool(right)
        covered |= right
    counts["event hits"] = len(covered)
    return counts


def two_sides(statements: list[CitedSentence], gold: Gold, meets: Meeting) -> bool:
    """Return whether two statements meet two different positions of a labelled disagreement."""
    sides = [
        {i for i, p in enumerate(gold["positions"]) if meets(s, p["evidence"], p["says"], 0.5)}
        for s in statements
    ]
    return any(a != b for x, xs in enumerate(sides) for ys in sides[:x] for a in xs for b in ys)


def same_events(entry: TimelineEntry, events: list[Gold], meets: Meeting) -> Iterator[int]:
    """Yield the labelled events that an entry tells, dates compared at the coarser granularity."""
    size = {"year": 4, "month": 7}.get(entry.when.granularity, 10)
    for k, event in enumerate(events):
        width = min(size, len(event["start"]))
        last = (event.get("end") or event["start"])[:width]
        in_time = entry.when.start[:width] <= last and entry.when.end[:width] >= event["start"][:width]
        if in_time and meets(entry.event, event["evidence"], event["event"], 0.5):
            yield k


def ratio(part: int, whole: int) -> float:
    """Return a share, 0 of nothing."""
    return part / whole if whole else 0.0


def labelled(data: Path) -> tuple[list[tuple[Gold, Brief | None]], dict[str, dict[str, float]]]:
    """Return the labelled stories with their pages, and the figures over all, the even and the odd rows."""
    golds = list(rows(data / "stories" / "labelled-dev.jsonl"))
    table = stream_rows(data, (i for g in golds for i in g["articles"]))
    pages: list[tuple[Gold, Brief | None]] = []
    totals: dict[str, Counter[str]] = {
        name: Counter() for name in ("labelled_dev", "labelled_tuned", "labelled_held")
    }
    for row, gold in enumerate(golds):
        documents = read_story(gold["articles"], table)
        external = {d.article.id: d.article.external_id for d in documents}
        brief, faults = write_page(gold["story"], documents, settings=Settings()) if documents else (None, ())
        counts = score_story(gold, brief, external)
        counts.update(n=1, pages=brief is not None, faults=len(faults))
        for name in ("labelled_dev", "labelled_held" if row % 2 else "labelled_tuned"):
            totals[name].update(counts)
        pages.append((gold, brief))
    return pages, {name: figures(total) for name, total in totals.items()}


def figures(total: Counter[str]) -> dict[str, float]:
    """Return the shares that counts over some stories give."""
    return {
        "n": total["n"],
        "pages": total["pages"],
        "faults": total["faults"],
        "fact_recall": ratio(total["fact hits"], total["facts"]),
        "conflict_recall": ratio(total["conflict hits"], total["conflicts"]),
        "conflict_precision": ratio(total["conflict hits"], total["shown"]),
        "kind_right": ratio(total["kind hits"], total["conflict hits"]),
        "timeline_precision": ratio(total["entry hits"], total["entries"]),
        "timeline_recall": ratio(total["event hits"], total["events"]),
        "words": ratio(total["words"], total["pages"]),
        "sentences": ratio(total["sentences"], total["pages"]),
        "citations": ratio(total["citations"], total["sentences"]),
    }


def stream_pages(data: Path, stories: int = 200) -> dict[str, float]:
    """Return how many pages of the stream's first stories were written, and the faults on them."""
    groups = list(rows(data / "stream" / "stories-dev.jsonl.gz"))[:stories]
    table = stream_rows(data, (i for g in groups for i in g["articles"]))
    total: Counter[str] = Counter(n=0)
    for group in groups:
        documents = read_story(group["articles"], table)
        if not documents:
            continue
        brief, faults = write_page(str(group["story"]), documents, settings=Settings())
        again = verify_page(brief, {d.article.id: d.article for d in documents})
        total.update(n=1, checked=again.checked, supported=again.supported, dropped=len(faults))
    return {**total, "support": ratio(total["supported"], total["checked"])}


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of the labelled stories and of the stream's."""
    found: dict[str, dict[str, float]] = {}
    if present(data / "stories" / "labelled-dev.jsonl") and present(data / "stream" / "articles.jsonl.gz"):
        found.update(labelled(data)[1])
    if present(data / "stream" / "stories-dev.jsonl.gz"):
        found["stream-200"] = stream_pages(data)
    return found
