"""How an article came into its story, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from writethru.records import StoryEvent

HOW = {
    "opened": "opened {story}",
    "joined": "joined {story}",
    "merged": "came to {story} with all of {other}",
    "split": "split off into {story} from {other}",
    "moved": "moved to {story} from {other}",
    "undone": "moved back to {story} from {other}",
}
BY_HAND = "by hand"
_NAMED = re.compile(r"\bstory ([0-9a-f]{16})\b")


def placing_words(
    steps: Sequence[StoryEvent], here: str, named: Callable[[str], str] = lambda story: f"story {story}"
) -> list[str]:
    """Return in words what placed an article in the story `here`, oldest first; `named` names other stories.

    Where an article stood until its day was settled is told without the reason, which no longer counts.
    """

    def name(story: str) -> str:
        return "this story" if story == here else named(story)

    told = []
    for step, following in zip(steps, (*steps[1:], None), strict=True):
        story, other = name(step.story), name(step.other or "")
        how = HOW.get(step.kind, step.kind).format(story=story, other=other)
        if following is not None and _settled(following):
            told.append(f"was in {story} until its day was settled")
            continue
        if _settled(step):
            how = f"came to {story} when its day was settled"
        if step.act is not None:
            how += f", {BY_HAND}"
        told.append(f"{how}: {step.reason}" if step.reason not in ("", BY_HAND) else how)
    return told


def parted(line: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of such a line: words, and the id of the story that they name, or ""."""
    pieces = _NAMED.split(line)
    for place, text in enumerate(pieces):
        if text:
            yield (f"story {text}", text) if place % 2 else (text, "")


def _settled(step: StoryEvent) -> bool:
    return step.kind == "moved" and step.act is None
