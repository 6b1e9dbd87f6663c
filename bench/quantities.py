"""Score quantities: value together with what is counted, on sentences invented and labelled for this.

`labels/quantities.jsonl` holds a sentence a line with the quantities it should yield: low, high, unit
and what is counted in normalised words. A predicted quantity is right when low, high (both within
0.01) and the counted words are equal; each label is matched once. `f1` is over values with their
counted thing, `value_f1` over values alone; `unit_accuracy` is the share of right values whose unit
is right too. Every fourth sentence is `held`: it was kept apart while the rules were written.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.data import rows
from writethru.annotate.dates import find_times
from writethru.annotate.quantities import find_quantities
from writethru.annotate.sentences import find_sentences
from writethru.records import Quantity

LABELS = Path(__file__).parent / "labels" / "quantities.jsonl"


def found(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of a sentence as the annotators find them together."""
    sentences = find_sentences(text)
    times = find_times(text, sentences, published="2031-04-02")
    return find_quantities(text, sentences, times=times)


def _close(left: float | None, right: float | None) -> bool:
    return left is right if left is None or right is None else abs(left - right) <= 0.01


def _matched(
    labels: list[dict[str, Any]], quantities: Iterable[Quantity], counted: bool
) -> list[tuple[Any, Quantity]]:
    left = list(labels)
    pairs = []
    for quantity in quantities:
        for label in left:
            same = _close(label["low"], quantity.low) and _close(label["high"], quantity.high)
            if same and (not counted or label["counted"] == quantity.counted):
                left.remove(label)
                pairs.append((label, quantity))
                break
    return pairs


def figures(examples: list[dict[str, Any]]) -> dict[str, float]:
    """Return precision, recall and F1 over labelled sentences."""
    gold = predicted = right = values = units = 0
    for example in examples:
        quantities = found(example["text"])
        pairs = _matched(example["quantities"], quantities, counted=False)
        gold += len(example["quantities"])
        predicted += len(quantities)
        values += len(pairs)
        units += sum(label["unit"] == quantity.unit for label, quantity in pairs)
        right += len(_matched(example["quantities"], quantities, counted=True))
    return {
        "n": len(examples),
        "precision": right / max(predicted, 1),
        "recall": right / max(gold, 1),
        "f1": 2 * right / max(gold + predicted, 1),
        "value_f1": 2 * values / max(gold + predicted, 1),
        "unit_accuracy": units / max(values, 1),
    }


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of the sentences used while writing the rules, and of those held back."""
    examples = list(rows(LABELS))
    return {
        "labelled": figures([example for example in examples if not example["held"]]),
        "labelled-held": figures([example for example in examples if example["held"]]),
    }
