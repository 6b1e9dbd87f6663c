"""Score quantities: value together with what is counted, on invented sentences and on real ones.

`labels/quantities.jsonl` holds an invented sentence a line with the quantities it should yield: low,
high, unit and what is counted in normalised words. Every fourth sentence is `held`: it was kept apart
while the rules were written. `labels/quantities-real.jsonl` holds the place of a sentence of the stream
instead (article, start, end), what is counted by its head too (last noun, singular) and the time at which
the count holds (`as_of`: an ISO day, month or year, or null). `real` are its batches 1 and 2, whose errors
were read while the rules were written. `real-3 even` and `real-3 odd` are the rows of batch 3 by their place
in it: the errors of the even ones were read, those of the odd ones were not, though the rules were measured
on them often. `real-blind` are later batches. `firm` leaves out what its labeller marked as doubtful.

A predicted quantity is right when low, high (both within 0.01) and the counted words are equal, the noun of
the label put as the lexicon puts it (soldiers for troops, houses for homes, people for individuals), which
who labels by reading cannot know; each label is matched once. `f1` is over values with their counted thing, `f1_head` over values with the head of it
(which noun; how the rest is worded is a convention), `value_f1` over values alone. Of the quantities whose
value is right, `unit_accuracy` is the share whose unit is right, and `as_of_*` says how many of the stated
times were found, and of the found were right. `forms` are the ways to say that twelve people were killed.

The peer, quantulum3 where installed, reads the same sentences. It knows no bounds and nothing that is
counted, so it is scored by `value_f1` alone, and a bound of ours counts as its value.
"""

from __future__ import annotations

import gzip
import importlib
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from bench.data import present, rows
from writethru.annotate.dates import find_times
from writethru.annotate.quantities import find_quantities
from writethru.annotate.quantities.counted import head_of
from writethru.annotate.quantities.numbers import table
from writethru.annotate.quantities.words import known
from writethru.annotate.sentences import find_sentences

LABELS = Path(__file__).parent / "labels"
STREAM = "stream/articles.jsonl.gz"
HALVED = 3  # the batch of which every other row was read
DAY = "2031-04-02"  # the publication day of the invented sentences


class Found(NamedTuple):
    """A quantity as it is compared with a label."""

    low: float | None
    high: float | None
    unit: str = ""
    counted: str = ""
    as_of: tuple[str, str] | None = None


def found(text: str, place: tuple[int, int] | None = None, published: str = DAY) -> list[Found]:
    """Return the quantities of a sentence as the annotators find them together in its text."""
    sentences = find_sentences(text)
    times = find_times(text, sentences, published=published)
    start, end = place or (0, len(text))
    return [
        Found(q.low, q.high, q.unit, q.counted, q.as_of)
        for q in find_quantities(text, sentences, times=times)
        if start <= q.start < end
    ]


def _close(left: float | None, right: float | None) -> bool:
    return left is right if left is None or right is None else abs(left - right) <= 0.01


def _value(label: dict[str, Any], quantity: Found) -> bool:
    return _close(label["low"], quantity.low) and _close(label["high"], quantity.high)


def _counted(label: dict[str, Any], quantity: Found) -> bool:
    return _value(label, quantity) and as_said_here(label["counted"]) == quantity.counted


def as_said_here(counted: str) -> str:
    """Return the words of a label with its noun as the annotator calls it: `soldiers` for `troops`, `people` for `persons`."""
    words = counted.split()
    at = len(words) - 1
    while at > 0 and words[at] in known().befallen:
        at -= 1
    head = table()["same"].get(words[at], words[at]) if words else ""
    head = "people" if at == 0 and head in known().generic else head
    return " ".join([*words[:at], head, *words[at + 1 :]])


def _head(label: dict[str, Any], quantity: Found) -> bool:
    return _value(label, quantity) and head_of(label.get("counted_head") or "") == head_of(quantity.counted)


def _value_of_peer(label: dict[str, Any], quantity: Found) -> bool:
    bound = label["low"] if label["high"] is None else label["high"] if label["low"] is None else None
    if bound is None:
        return _value(label, quantity)
    share = quantity.low is not None and label["unit"] == "%" and _close(bound, 100 * quantity.low)
    return _close(bound, quantity.low) or share


def _matched(
    labels: list[dict[str, Any]],
    quantities: Iterable[Found],
    same: Callable[[dict[str, Any], Found], bool],
) -> list[tuple[dict[str, Any], Found]]:
    left = list(labels)
    pairs = []
    for quantity in quantities:
        for label in left:
            if same(label, quantity):
                left.remove(label)
                pairs.append((label, quantity))
                break
    return pairs


def figures(
    examples: list[tuple[list[dict[str, Any]], list[Found]]], *, same_value: Any = _value
) -> dict[str, float]:
    """Return precision, recall and F1 over (labels, found) of sentences."""
    gold = sum(len(labels) for labels, _ in examples)
    predicted = sum(len(quantities) for _, quantities in examples)
    values = [pair for labels, quantities in examples for pair in _matched(labels, quantities, same_value)]
    right = sum(len(_matched(labels, quantities, _counted)) for labels, quantities in examples)
    heads = sum(len(_matched(labels, quantities, _head)) for labels, quantities in examples)
    stated = [(label["as_of"], quantity.as_of) for label, quantity in values if "as_of" in label]
    timed = sum(wanted is not None and _same_time(wanted, given) for wanted, given in stated)
    result = {
        "n": len(examples),
        "precision": right / max(predicted, 1),
        "recall": right / max(gold, 1),
        "f1": 2 * right / max(gold + predicted, 1),
        "f1_head": 2 * heads / max(gold + predicted, 1),
        "value_f1": 2 * len(values) / max(gold + predicted, 1),
        "unit_accuracy": sum(label["unit"] == quantity.unit for label, quantity in values)
        / max(len(values), 1),
    }
    if stated:
        result["as_of_precision"] = timed / max(sum(given is not None for _, given in stated), 1)
        result["as_of_recall"] = timed / max(sum(wanted is not None for wanted, _ in stated), 1)
    if not any("counted_head" in label for labels, _ in examples for label in labels):
        del result["f1_head"]
    return result


def _same_time(wanted: str, given: tuple[str, str] | None) -> bool:
    """Whether an interval is the day, month or year of a label."""
    if given is None:
        return False
    if len(wanted) == 4:
        return given == (f"{wanted}-01-01", f"{wanted}-12-31")
    if len(wanted) == 10:
        return given == (wanted, wanted)
    return given[0] == f"{wanted}-01" and given[1][:7] == wanted and given[1] > f"{wanted}-27"


def firm(labels: list[dict[str, Any]], given: list[Found]) -> tuple[list[dict[str, Any]], list[Found]]:
    """Return labels and findings without those that another reader might label otherwise.

    A doubtful label neither counts as missed nor makes the quantity of its value wrong.
    """
    kept = [label for label in labels if not label.get("doubtful")]
    matched = [quantity for _, quantity in _matched(kept, given, _value)]
    doubtful = [label for label in labels if label.get("doubtful")]
    others = [quantity for quantity in given if not any(quantity is m for m in matched)]
    neutral = [quantity for _, quantity in _matched(doubtful, others, _value)]
    return kept, [quantity for quantity in given if not any(quantity is n for n in neutral)]


def invented(examples: list[dict[str, Any]]) -> list[tuple[list[dict[str, Any]], list[Found]]]:
    """Return labels and findings of invented sentences."""
    return [(example["quantities"], found(example["text"])) for example in examples]


def forms(examples: list[dict[str, Any]]) -> dict[str, float]:
    """Return how many ways of saying one thing yield exactly the one quantity that is meant."""
    right = sum(
        [(q.low, q.high, q.counted) for q in found(e["text"])] == [(12, 12, e["counted"])] for e in examples
    )
    return {"n": len(examples), "accuracy": right / max(len(examples), 1)}


def texts(data: Path, wanted: set[str]) -> dict[str, dict[str, Any]]:
    """Return the rows of the stream with certain ids."""
    kept = {}
    with gzip.open(data / STREAM, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line[8:].partition('"')[0] in wanted:
                row = json.loads(line)
                kept[row["id"]] = row
    return kept


def _real(data: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return the labelled real sentences with the articles they stand in."""
    path = LABELS / "quantities-real.jsonl"
    if not (path.exists() and present(data / STREAM)):
        return []
    labelled = list(rows(path))
    articles = texts(data, {row["article"] for row in labelled})
    return [(row, articles[row["article"]]) for row in labelled if row["article"] in articles]


def _part(batch: int, before: int) -> str:
    """Return the name of the part to which a row belongs that follows so many rows of the halved batch."""
    if batch == HALVED:
        return f"real-{HALVED} {'odd' if before % 2 else 'even'}"
    return "real" if batch < HALVED else "real-blind"


def _peer(sentences: list[tuple[list[dict[str, Any]], str]]) -> dict[str, float]:
    """Return the value F1 of quantulum3 on sentences."""
    # its own rules for units: its classifier is pickled for one version of scikit-learn
    vars(importlib.import_module("quantulum3.classifier"))["USE_CLF"] = False
    parse = importlib.import_module("quantulum3.parser").parse
    examples = []
    for labels, text in sentences:
        given = []
        for q in parse(text):
            spread = q.uncertainty or 0.0
            given.append(Found(q.value - spread, q.value + spread))
        examples.append((labels, given))
    result = figures(examples, same_value=_value_of_peer)
    return {"n": result["n"], "value_f1": result["value_f1"]}


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of the invented sentences, of the real ones by batch, and of the peer."""
    examples = list(rows(LABELS / "quantities.jsonl"))
    result = {
        "labelled": figures(invented([example for example in examples if not example["held"]])),
        "labelled-held": figures(invented([example for example in examples if example["held"]])),
        "forms": forms(list(rows(LABELS / "killed-forms.jsonl"))),
        "as-of": figures(invented(list(rows(LABELS / "as-of.jsonl")))),
    }
    real = _real(data)
    sentences = [(e["quantities"], e["text"]) for e in examples]
    if real:
        by_row: dict[str, Any] = defaultdict(list)
        halved = 0  # rows of that batch so far
        for row, article in real:
            place = (row["start"], row["end"])
            given = found(article["text"], place, article.get("published") or DAY)
            name = _part(row["batch"], halved)
            halved += row["batch"] == HALVED
            by_row[name].append((row["quantities"], given))
            by_row[f"{name} firm"].append(firm(row["quantities"], given))
        result |= {name: figures(pairs) for name, pairs in by_row.items()}
    if find_spec("quantulum3"):
        result["labelled quantulum3"] = _peer(sentences)
        if real:
            result["real quantulum3"] = _peer(
                [(row["quantities"], article["text"][row["start"] : row["end"]]) for row, article in real]
            )
    else:
        print("skipped: quantulum3 is not installed", file=sys.stderr)
    return result
