"""Other ways to find attributions, measured beside ours: plain quotation rules, and textacy where it is installed."""

from __future__ import annotations

import importlib
import importlib.metadata
import re
import sys
from collections.abc import Callable, Iterator

Piece = tuple[int, int, str]
Peer = Callable[[str], list[Piece]]

_NAME = r"(?:[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3}|he|she|they|police|officials)"
_SAY = r"(?:said|says|say|told|added|wrote|argued|claimed|warned|asked|noted|announced|denied|believes?)"
_QUOTE = r"[“\"][^”\"\n]{8,600}[”\"]"
# each with groups named Source, Cue, Content: what a first afternoon of regular expressions gives
_RULES = tuple(
    re.compile(rule)
    for rule in (
        rf"(?P<Content>{_QUOTE}),? (?P<Source>{_NAME}) (?P<Cue>{_SAY})",
        rf"(?P<Content>{_QUOTE}),? (?P<Cue>{_SAY}) (?P<Source>{_NAME})",
        rf"(?P<Source>{_NAME}) (?P<Cue>{_SAY}),? (?P<Content>{_QUOTE})",
        rf"(?P<Source>{_NAME}) (?P<Cue>{_SAY}) (?P<Content>(?:that )?[^.\n“\"]{{10,400}})",
        r"(?P<Cue>[Aa]ccording to) (?P<Source>[^,.\n]{3,80}), (?P<Content>[^.\n]{10,400})",
        r"(?P<Content>[A-Z][^.\n]{10,400}), (?P<Cue>according to) (?P<Source>[^,.\n]{3,80})",
    )
)


def simple_rules(text: str) -> list[Piece]:
    """Return what six regular expressions find, the earlier ones first, without overlaps."""
    found: list[Piece] = []
    taken = bytearray(len(text))
    for rule in _RULES:
        for match in rule.finditer(text):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                found += [(*match.span(label), label) for label in ("Source", "Cue", "Content")]
    return found


def textacy_quotations() -> Peer | None:
    """Return textacy's `direct_quotations` over an English spaCy pipeline; None, with a line, if either is missing."""
    try:
        triples = importlib.import_module("textacy.extract.triples")
        pipeline = importlib.import_module(next(_pipelines())).load()
    except (ImportError, StopIteration):
        print("skipped: textacy with an en_core_web pipeline of spaCy is not installed", file=sys.stderr)
        return None

    def pieces(text: str) -> list[Piece]:
        found: list[Piece] = []
        try:
            quotations = list(triples.direct_quotations(pipeline(text)))
        except ValueError:  # it refuses texts whose marks do not pair
            return []
        for quotation in quotations:
            found.append((quotation.content.start_char, quotation.content.end_char, "Content"))
            for label, tokens in (("Source", quotation.speaker), ("Cue", quotation.cue)):
                found += [(token.idx, token.idx + len(token), label) for token in tokens]
        return found

    return pieces


def _pipelines() -> Iterator[str]:
    """Return the names of installed English pipelines, in alphabetical order."""
    names = {d.metadata["Name"].replace("-", "_") for d in importlib.metadata.distributions()}
    return iter(sorted(name for name in names if name.startswith("en_core_web")))
