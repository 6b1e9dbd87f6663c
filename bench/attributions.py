"""Attributions on PolNeAR's development half: token F1 of source, cue and content."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

from bench.attribution_peers import Peer, Piece, simple_rules, textacy_quotations
from bench.data import members, present
from writethru.annotate import annotate_text

PART = re.compile(r"\w+(?:[’'\-]\w+)*")
LABELS = ("Source", "Cue", "Content")


def painted(text: str, pieces: list[Piece]) -> list[str]:
    """Return the label of each character; a shorter piece lies over a longer one."""
    labels = [""] * (len(text) + 1)
    for start, end, label in sorted(pieces, key=lambda piece: (piece[0] - piece[1], piece)):
        for at in range(start, min(end, len(text))):
            labels[at] = label
    return labels


def gold(annotation: str) -> list[Piece]:
    """Return the labelled pieces of a brat standoff file."""
    pieces: list[Piece] = []
    for line in annotation.splitlines():
        fields = line.split("\t")
        if len(fields) > 1 and fields[0][:1] == "T":
            label, where = fields[1].split(" ", 1)
            if label in LABELS:
                for part in where.split(";"):
                    start, end = part.split()
                    pieces.append((int(start), int(end), label))
    return pieces


def predicted(text: str) -> list[Piece]:
    """Return the pieces of what we find in a text."""
    pieces: list[Piece] = []
    for attribution in annotate_text(text).attributions:
        for label, spans in zip(
            LABELS, (attribution.source, attribution.cue, attribution.content), strict=True
        ):
            pieces += [(span.start, span.end, label) for span in spans]
    return pieces


def documents(path: Path) -> list[tuple[str, str, list[Piece]]]:
    """Return stem, text and gold pieces of the first annotator, in order of stems."""
    texts: dict[str, str] = {}
    annotations: dict[str, dict[str, str]] = defaultdict(dict)
    for name, content in members(path):
        file = Path(name)
        if file.suffix == ".txt" and file.parent.name == "text":
            texts[file.stem] = content.decode("utf-8")
        elif file.suffix == ".ann":
            stem = file.stem.rpartition("_")[0]
            annotations[stem][file.name] = content.decode("utf-8")
    return [(s, texts[s], gold(min(annotations[s].items())[1])) for s in sorted(texts) if annotations[s]]


def scores(counts: Counter[tuple[str, str]]) -> dict[str, float]:
    """Return the figures of counted hits, false alarms and misses."""
    figures: dict[str, float] = {"n": float(sum(v for (_, kind), v in counts.items() if kind != "extra"))}
    for label in LABELS:
        hits, extra, missed = (counts[label, kind] for kind in ("hit", "extra", "missed"))
        total = 2 * hits + extra + missed
        figures[f"{label.lower()}_f1"] = 2 * hits / total if total else 0.0
    return figures


def count(text: str, wanted: list[Piece], found: list[Piece], counts: Counter[tuple[str, str]]) -> None:
    """Add the tokens of one document to the counts."""
    gold_labels, our_labels = painted(text, wanted), painted(text, found)
    for match in PART.finditer(text):
        a, b = gold_labels[match.start()], our_labels[match.start()]
        if a == b:
            counts[a, "hit"] += bool(a)
        else:
            counts[b, "extra"] += bool(b)
            counts[a, "missed"] += bool(a)


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return token F1 on all documents, on the odd ones, on every fourth (held: no rule was tuned on it), and of peers."""
    path = data / "attribution" / "polnear-dev.tar.gz"
    if not present(path):
        return {}
    read = documents(path)
    quarters: list[Counter[tuple[str, str]]] = [Counter() for _ in range(4)]
    for number, (_, text, wanted) in enumerate(read):
        count(text, wanted, predicted(text), quarters[number % 4])
    odd, even = quarters[1] + quarters[3], quarters[0] + quarters[2]
    figures = {
        "polnear-dev": scores(even + odd),
        "polnear-dev odd": scores(odd),
        "polnear-dev held": scores(quarters[3]),
    }
    textacy = textacy_quotations()
    peers: dict[str, Peer] = {"simple-rules": simple_rules} | ({"textacy": textacy} if textacy else {})
    for name, peer in peers.items():
        counts: Counter[tuple[str, str]] = Counter()
        for _, text, wanted in read:
            count(text, wanted, peer(text), counts)
        figures[f"polnear-dev {name}"] = scores(counts)
    return figures
