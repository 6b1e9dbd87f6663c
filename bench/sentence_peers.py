"""Other sentence splitters behind one signature: a line of text in, the offsets at which a sentence ends out."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterable

Splitter = Callable[[str], list[int]]


def _ended(text: str, spans: Iterable[tuple[int, int]]) -> list[int]:
    """Return the ends of spans without the white space at them."""
    return [start + len(text[start:end].rstrip()) for start, end in spans if text[start:end].strip()]


def _blingfire() -> Splitter:
    module = importlib.import_module("blingfire")
    return lambda text: _ended(text, module.text_to_sentences_and_offsets(text)[1])


def _nupunkt() -> Splitter:
    module = importlib.import_module("nupunkt")
    module.load_default_model()
    return lambda text: _ended(text, module.sent_spans(text))


def _pysbd() -> Splitter:
    segmenter = importlib.import_module("pysbd").Segmenter(language="en", clean=False, char_span=True)
    return lambda text: _ended(text, ((s.start, s.end) for s in segmenter.segment(text)))


def peers() -> dict[str, Splitter]:
    """Return the splitters that load, by name; one that does not is skipped by name on standard error."""
    found: dict[str, Splitter] = {}
    for name, load in (("blingfire", _blingfire), ("nupunkt", _nupunkt), ("pysbd", _pysbd)):
        try:
            found[name] = load()
            found[name]("One dam failed. Two held.")  # models and imports are not counted
        except (ImportError, OSError, AttributeError) as reason:
            print(f"skipped: {name} does not load ({reason})", file=sys.stderr)
    return found
