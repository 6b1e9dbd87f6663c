"""Score which sentences of two outlets report one event, on pairs of real stories labelled by hand.

`labels/same-event.jsonl` holds a pair a line: the story's row in `stream/stories-dev`, from 0, both articles by id with
start and end (code points of the row's text), and the label: `same` (what either mainly says is said by the other),
`overlapping` (they share an event, but at least one mainly says more; `within` names the sentence that holds all
of the other) or `different`. The draws sought hard pairs: sentences at the top of their articles, pairs that share
many or some words, and the likest of a story. Rules were made on the even stories (`tuned`); of the odd ones nothing
was looked at but these figures.

`area`: how often a pair that is one event is thought surer than one that is not. `precision`, `recall`: of the pairs
taken for one event when a page is written. `repeated`: the share of them that are one event, or of which one sentence
says all that the other says. `shared_area`, `shared_f1`: of the share of terms that both have, at its best threshold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.data import present, rows
from bench.pages import ratio
from bench.reading import read_row, stream_rows
from writethru.publish.likeness import REPEATS, Likeness
from writethru.publish.material import overlap
from writethru.records import AnnotatedArticle, Record, Sentence

LABELS = Path(__file__).parent / "labels" / "same-event.jsonl"


class Judged(Record, frozen=True):
    """A labelled pair: whether it is one event, whether either tells all of the other, how sure we are of it."""

    same: bool
    repeated: bool
    sure: float
    shared: float


def place(
    where: dict[str, Any], documents: dict[str, AnnotatedArticle]
) -> tuple[AnnotatedArticle, Sentence] | None:
    """Return the article and the sentence of one side of a label, where it is found as it was labelled."""
    document = documents.get(where["article"])
    sentences = document.body.sentences if document else ()
    span = where["start"], where["end"]
    found = next((s for s in sentences if (s.start, s.end) == span), None)
    return (document, found) if document and found else None


def judged(data: Path) -> Iterator[tuple[str, Judged]]:
    """Yield the part of each labelled pair with what was found."""
    stories = dict(enumerate(rows(data / "stream" / "stories-dev.jsonl.gz")))
    labels = defaultdict(list)
    for label in rows(LABELS):
        labels[label["story"]].append(label)
    wanted = [id for story in labels for id in stories[story]["articles"]]
    table = stream_rows(data, wanted)
    for story, mine in labels.items():
        read = {id: read_row(table[id]) for id in stories[story]["articles"] if id in table}
        documents = {id: document for id, document in read.items() if document is not None}
        likeness = Likeness(documents.values())
        for label in mine:
            one, other = place(label["one"], documents), place(label["other"], documents)
            if one and other:
                same = label["label"] == "same"
                shared = overlap(frozenset(one[1].terms), frozenset(other[1].terms))
                sure = likeness.same(*one, *other)
                yield label["part"], Judged(same, same or "within" in label, sure, shared)


def area(pairs: Sequence[tuple[float, bool]]) -> float:
    """Return how often what is so has a higher value than what is not."""
    yes, no = ([value for value, so in pairs if so is wanted] for wanted in (True, False))
    return ratio(sum(2 * (y > n) + (y == n) for y in yes for n in no), 2 * len(yes) * len(no))


def best_f1(pairs: Sequence[tuple[float, bool]]) -> float:
    """Return the best F1 of any threshold."""
    right, best = 0, 0.0
    whole = sum(so for _, so in pairs)
    for taken, (_, so) in enumerate(sorted(pairs, reverse=True), 1):
        right += so
        best = max(best, ratio(2 * right, taken + whole))
    return best


def figures(pairs: Sequence[Judged]) -> dict[str, float]:
    """Return the figures of some pairs."""
    taken = [pair for pair in pairs if pair.sure >= REPEATS]
    return {
        "n": len(pairs),
        "same": sum(pair.same for pair in pairs),
        "area": area([(pair.sure, pair.same) for pair in pairs]),
        "precision": ratio(sum(pair.same for pair in taken), len(taken)),
        "recall": ratio(sum(pair.same for pair in taken), sum(pair.same for pair in pairs)),
        "repeated": ratio(sum(pair.repeated for pair in taken), len(taken)),
        "f1": best_f1([(pair.sure, pair.same) for pair in pairs]),
        "shared_area": area([(pair.shared, pair.same) for pair in pairs]),
        "shared_f1": best_f1([(pair.shared, pair.same) for pair in pairs]),
    }


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of the tuned and the held pairs."""
    if not present(data / "stream" / "articles.jsonl.gz"):
        return {}
    sets: dict[str, list[Judged]] = defaultdict(list)
    for part, pair in judged(data):
        sets[part].append(pair)
    return {part: figures(sets[part]) for part in ("tuned", "held")}
