"""Sentence boundaries on invented news sentences labelled by hand: precision, recall and F1 of sentence ends.

`labels/sentences.txt` has one sentence a line; blank lines end paragraphs, `---` ends a document. The set is
small and its authors knew the rules, so it guards against setbacks more than it measures.
"""

from __future__ import annotations

from pathlib import Path

from writethru.annotate.sentences import sentence_ranges

LABELS = Path(__file__).with_name("labels") / "sentences.txt"


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


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures; `data` is not needed."""
    hits = predicted = wanted = 0
    for text, ends in labelled():
        found = {end for _, end, _ in sentence_ranges(text)}
        hits, predicted, wanted = hits + len(found & ends), predicted + len(found), wanted + len(ends)
    return {
        "invented": {
            "n": float(wanted),
            "precision": hits / predicted,
            "recall": hits / wanted,
            "boundary_f1": 2 * hits / (predicted + wanted),
        }
    }
