"""Score what pronouns and descriptions are said to name, on places of the stream labelled by hand.

`labels/references.jsonl` holds a place a line: article id, start, end (code points of the row's text), class
(he, she, it, they, description) and the name of whom it means, in the words that the article has for it at
some place, or null where it is nobody's or nothing's name. `held` passages were labelled before the rules had
read them, and their errors were not looked at. Each set holds whole passages of articles drawn
at random, with all pronouns of persons and all descriptions by office outside quotation marks; those marked
`resolved` are places that the rules had resolved in further articles, and count for precision only.

`precision`: share of the resolved places whose name is the labelled one (all words of one of them are words
of the other). `coverage`: share of the places of the passages that are resolved. `recall`: share of the
places of the passages with a name that are resolved rightly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.data import present, rows
from bench.reading import read_row, stream_rows
from writethru.annotate.names import name_key

LABELS = Path(__file__).parent / "labels" / "references.jsonl"


def same_name(label: str | None, name: str) -> bool:
    """Return whether a found name is the labelled one, both perhaps in part."""
    if not label or not name:
        return False
    left, right = set(name_key(label).split()), set(name_key(name).split())
    return left <= right or right <= left


def figures(places: Sequence[tuple[dict[str, Any], str]]) -> dict[str, float]:
    """Return the figures over labelled places with the name found at each, "" for none."""
    resolved = [(label, name) for label, name in places if name]
    right = [label for label, name in resolved if same_name(label["name"], name)]
    drawn = [(label, name) for label, name in places if not label.get("resolved")]
    named = [(label, name) for label, name in drawn if label["name"]]
    return {
        "n": len(places),
        "resolved": len(resolved),
        "precision": len(right) / max(len(resolved), 1),
        "coverage": sum(bool(name) for _, name in drawn) / max(len(drawn), 1),
        "recall": sum(same_name(label["name"], name) for label, name in named) / max(len(named), 1),
    }


def found_names(data: Path, labels: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], str]]:
    """Return each label with the name found at its place; articles that are not in the stream are left out."""
    table = stream_rows(data, (label["article"] for label in labels))
    found: dict[str, dict[tuple[int, int], str]] = {}
    for key, row in table.items():
        document = read_row(row)
        if document is not None and document.article.text == row["text"]:
            found[key] = {(one.start, one.end): one.name for one in document.body.references}
    return [
        (label, found[label["article"]].get((label["start"], label["end"]), ""))
        for label in labels
        if label["article"] in found
    ]


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of all places and of each class."""
    if not present(data / "stream" / "articles.jsonl.gz"):
        return {}
    sets: dict[str, list[tuple[dict[str, Any], str]]] = defaultdict(list)
    for label, name in found_names(data, list(rows(LABELS))):
        part = "held" if label["held"] else "tuned"
        sets[f"stream-{part}"].append((label, name))
        sets[f"stream-{part}-{label['class']}"].append((label, name))
    return {key: figures(sets[key]) for key in sorted(sets)}
