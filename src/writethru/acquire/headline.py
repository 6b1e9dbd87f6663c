"""The headline of a page, out of the several that it states.

A page names its article in JSON-LD, in `og:title` and `twitter:title`, in its `h1` and its `title`
element, often in different words and with the outlet's or the section's name around it. What readers
of the outlet see is wanted: the headline of the JSON-LD, unless the shared and the shown headline agree
against it; without what the other headlines show to be a frame.
"""

from __future__ import annotations

import re
from typing import Any

FRAME_AFTER = re.compile(r"\A\s?(?:[|｜–—·:：]|\s-)\s?[^\n]{1,60}\Z")
FRAME_BEFORE = re.compile(r"\A[^\n]{1,60}?(?:\s?[|｜–—·:：]|\s-)\s?\Z")
SITE = re.compile(r"\s(?:[|｜–—·-])\s[^|｜–—·]{1,40}\Z")
SPACES = re.compile(r"[ \t\r\n\f]+")


def find(tree: Any, stated: str, meta: dict[str, list[str]]) -> str:
    """Return the headline of a parsed page, or "". `stated` is that of its JSON-LD."""
    shared = [meta[name][0] for name in ("og:title", "twitter:title", "dc.title") if name in meta]
    shown = _shown(tree)
    window = next((_text(node, " ") for node in tree.iter("title")), "")
    others = [*shared, *shown, window]
    if stated and shared and _same(shared[0], *shown) and not _same(stated, *shown) and stated not in window:
        stated = shared[0]
    chosen = stated or (shared[0] if shared else "") or (shown[0] if shown else "") or SITE.sub("", window)
    return _unframed(chosen, others, shared)


def _text(node: Any, joint: str) -> str:
    return SPACES.sub(" ", joint.join(node.itertext())).strip()


def _shown(tree: Any) -> list[str]:
    """The first `h1`, with and without space between its parts: a kicker may or may not be set off."""
    for node in tree.iter("h1"):
        text = _text(node, "")
        if text:
            return [text, _text(node, " ")]
    return []


def _same(one: str, *others: str) -> bool:
    return any(one.split() == other.split() for other in others)


def _unframed(chosen: str, others: list[str], shared: list[str]) -> str:
    """Take off what another headline shows to be a frame: ` | Section` behind, `Kicker: ` in front."""
    for other in sorted({o for o in others if len(o) > 12 and " " in o}, key=lambda o: (-len(o), o)):
        if len(other) >= len(chosen):
            continue
        if chosen.startswith(other) and FRAME_AFTER.fullmatch(chosen[len(other) :]):
            return other
        if other in shared and chosen.endswith(other) and FRAME_BEFORE.fullmatch(chosen[: -len(other)]):
            return other
    return chosen
