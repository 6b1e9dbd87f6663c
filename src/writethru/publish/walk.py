"""Every cited text of a page with its place, to look at or to rebuild the page from."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from writethru.records import Brief, CitedSentence, Disagreement, Section

Turn = Callable[[str, CitedSentence], CitedSentence | None]


def cited_texts(brief: Brief) -> Iterator[tuple[str, CitedSentence]]:
    """Yield each cited text of a page with where it stands, as `sections[0].lead`."""
    found: list[tuple[str, CitedSentence]] = []

    def note(where: str, text: CitedSentence) -> CitedSentence:
        found.append((where, text))
        return text

    rebuild(brief, note)
    yield from found


def rebuild(brief: Brief, turn: Turn) -> Brief:
    """Return the page with each cited text put through `turn(where, text)`; None drops it.

    A dropped headline stays, since a page needs one; a dropped lead is followed by its section's first
    sentence; a disagreement with fewer than two positions left goes as a whole.
    """
    headline = turn("headline", brief.headline) or brief.headline
    sections = (turn_section(section, f"sections[{i}]", turn) for i, section in enumerate(brief.sections))
    points = (turn_point(point, f"disagreements[{i}]", turn) for i, point in enumerate(brief.disagreements))
    sources = tuple(
        msgspec.structs.replace(s, adds=turn(f"sources[{i}].adds", s.adds) if s.adds else None)
        for i, s in enumerate(brief.sources)
    )
    timeline = []
    for i, entry in enumerate(brief.timeline):
        if event := turn(f"timeline[{i}]", entry.event):
            timeline.append(msgspec.structs.replace(entry, event=event))
    changes = []
    for i, change in enumerate(brief.changes):
        because = turn(f"changes[{i}].because", change.because)
        was = turn(f"changes[{i}].was", change.was) if change.was else None
        if because and (was or not change.was):
            changes.append(msgspec.structs.replace(change, because=because, was=was))
    return msgspec.structs.replace(
        brief,
        headline=headline,
        sections=tuple(s for s in sections if s),
        disagreements=tuple(p for p in points if p),
        sources=sources,
        timeline=tuple(timeline),
        changes=tuple(changes),
    )


def turn_section(section: Section, where: str, turn: Turn) -> Section | None:
    """Return a section rebuilt, or None when nothing of it is left."""
    lead = turn(f"{where}.lead", section.lead)
    kept = [turn(f"{where}.sentences[{j}]", s) for j, s in enumerate(section.sentences)]
    sentences = tuple(s for s in kept if s)
    if lead is None and sentences:
        lead, sentences = sentences[0], sentences[1:]
    return Section(lead, sentences) if lead else None


def turn_point(point: Disagreement, where: str, turn: Turn) -> Disagreement | None:
    """Return a disagreement rebuilt, or None when fewer than two positions are left."""
    positions = []
    for j, position in enumerate(point.positions):
        if statement := turn(f"{where}.positions[{j}]", position.statement):
            positions.append(msgspec.structs.replace(position, statement=statement))
    kept = [turn(f"{where}.unverified[{j}]", s) for j, s in enumerate(point.unverified)]
    if len(positions) < 2:
        return None
    return msgspec.structs.replace(point, positions=tuple(positions), unverified=tuple(s for s in kept if s))
