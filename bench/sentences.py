"""Sentence ends and boilerplate marks, on invented sentences and on passages of real news, with other splitters beside.

`invented`: `labels/sentences.txt` has one sentence a line; blank lines end paragraphs, `---` ends a document. The
set is small and its authors knew the rules, so it guards against setbacks more than it measures. `real-1`, `real-2`:
passages of the stream in `labels/sentences-real.jsonl`, labelled by a reader who had not seen the rules. Peers are given the
same passages line by line, which favours them: the end of a line ends a sentence.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.data import present, rows
from bench.reading import stream_rows
from bench.sentence_peers import Splitter, peers
from writethru.annotate.sentences import find_sentences, sentence_ranges

LABELS = Path(__file__).with_name("labels") / "sentences.txt"
REAL = Path(__file__).with_name("labels") / "sentences-real.jsonl"
NAMED = ("caption", "promo", "byline", "dateline", "timestamp", "heading", "list", "damaged")
TIMES = 5  # runs of which the fastest is compared
Boundaries = list[tuple[set[int], set[int]]]  # found and wanted, a passage


def labelled() -> list[tuple[str, set[int]]]:
    """Return each document's text and the offsets at which a sentence ends."""
    found = []
    for document in LABELS.read_text(encoding="utf-8").split("\n---\n"):
        text, ends = "", set()
        for paragraph in document.strip().split("\n\n"):
            text += "\n\n" if text else ""
            for line in paragraph.splitlines():
                if text and not text.endswith("\n\n"):
                    text += " "
                text += line.strip()
                ends.add(len(text))
        found.append((text, ends))
    return found


def _ratios(hits: int, predicted: int, wanted: int) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    return hits / max(predicted, 1), hits / max(wanted, 1), 2 * hits / max(predicted + wanted, 1)


def boundaries(pairs: Boundaries, prefix: str = "") -> dict[str, float]:
    """Return the figures of sentence ends."""
    counts = (
        sum(len(f & w) for f, w in pairs),
        sum(len(f) for f, _ in pairs),
        sum(len(w) for _, w in pairs),
    )
    named = zip(("precision", "recall", "boundary_f1"), _ratios(*counts), strict=True)
    return {prefix + name: value for name, value in named}


def _own(text: str) -> list[int]:
    return [end for _, end, _ in sentence_ranges(text)]


def _by_line(split: Splitter, text: str) -> list[int]:
    found, at = [], 0
    for line in text.split("\n"):
        found += [at + end for end in split(line)] if line.strip() else []
        at += len(line) + 1
    return found


def _seconds(split: Splitter, texts: Iterable[str]) -> float:
    """Return the processor seconds of the fastest of a few runs."""
    best, kept = float("inf"), list(texts)
    for _ in range(TIMES):
        begun = time.process_time()
        for text in kept:
            split(text)
        best = min(best, time.process_time() - begun)
    return best


def compared(passages: list[tuple[str, set[int]]]) -> dict[str, float]:
    """Return the figures of our sentence ends and of each peer's; `time_ratio` is a peer's time over ours."""
    texts = [text for text, _ in passages]
    figures = boundaries([(set(_own(text)), wanted) for text, wanted in passages])
    ours = _seconds(_own, texts)
    for name, split in peers().items():

        def lined(text: str, split: Splitter = split) -> list[int]:
            return _by_line(split, text)

        figures |= boundaries([(set(lined(text)), wanted) for text, wanted in passages], f"{name}_")
        figures[f"{name}_time_ratio"] = _seconds(lined, texts) / ours
    return figures


def marked(labels: list[dict[str, Any]], texts: dict[str, str]) -> dict[str, float]:
    """Return precision and recall of the boilerplate mark, by sentence.

    A sentence is boilerplate when more than half of it is labelled so. Recall asks whether it is barred from
    being quoted, for whatever reason; precision is that of the reasons which name boilerplate. Of transcripts
    only speakers are labelled, so their sentences are left out.
    """
    named = right = wanted = barred = 0
    for row in labels:
        ranges = [(a, b) for a, b, kind in row["boilerplate"] if kind != "transcript"]
        spoken = [(a, b) for a, b, kind in row["boilerplate"] if kind == "transcript"]
        for sentence in find_sentences(texts[row["article"]]):
            start, end, reason = sentence.start, sentence.end, sentence.boilerplate
            if start < row["start"] or end > row["end"] or reason == "transcript":
                continue
            if any(a < end and b > start for a, b in spoken):
                continue
            within = 2 * sum(max(0, min(b, end) - max(a, start)) for a, b in ranges) > end - start
            named, right = named + (reason in NAMED), right + (reason in NAMED and within)
            wanted, barred = wanted + within, barred + bool(within and reason)
    return {
        "boilerplate": wanted,
        "boilerplate_precision": right / max(named, 1),
        "boilerplate_recall": barred / max(wanted, 1),
    }


def real(labels: list[dict[str, Any]], texts: dict[str, str]) -> dict[str, float]:
    """Return the figures of labelled passages; offsets are of the whole article's text."""
    passages = [
        (texts[row["article"]][row["start"] : row["end"]], {end - row["start"] for end in row["ends"]})
        for row in labels
    ]
    return {
        "n": sum(len(wanted) for _, wanted in passages),
        **compared(passages),
        **marked(labels, texts),
    }


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of the sets that are there; the invented one needs no data."""
    invented = [(set(_own(text)), wanted) for text, wanted in labelled()]
    found = {"invented": {"n": float(sum(len(w) for _, w in invented)), **boundaries(invented)}}
    if present(REAL) and present(data / "stream" / "articles.jsonl.gz"):
        labels = list(rows(REAL))
        texts = {key: row["text"] for key, row in stream_rows(data, {r["article"] for r in labels}).items()}
        for batch in sorted({row["batch"] for row in labels}):
            kept = [row for row in labels if row["batch"] == batch and row["article"] in texts]
            found[f"real-{batch}"] = real(kept, texts)
    return found
