"""Which event a time belongs to: pairs of time and event labelled by hand, and TimeBank's links.

`dating-dev` are invented sentences (`labels/dating-dev.jsonl`) that rules were written on; `stream` are
sentences of the stream labelled by somebody who did not know the rules (`labels/dating.jsonl`: article,
offsets, pairs; no text). `found`: share of labelled times that are found (overlapping extents); `paired`:
share whose event overlaps the labelled one as well, or that are found to date nothing where the label
says so; `paired_of_found`: the same of those found; `no_event_f1`: of dating nothing.
`stream` is the first batch, on whose errors rules were written; `stream_blind`, the second, is only scored. The later
ones were labelled before the system was run on them; then the errors of one part of their articles were read
(`stream_read`), of those marked held never (`stream_unread`), as of the even half of TimeBank's documents.

`timebank` are the documents' own links of a time to an event of its sentence (IS_INCLUDED, SIMULTANEOUS,
DURING, IDENTITY and their like): `linked` is the share of linked times, found and given an event, whose event is
one of those linked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from bench.data import members, present, rows
from bench.dates import attribute, iso, marked
from writethru.annotate.dates import find_times
from writethru.annotate.dating import date_events
from writethru.annotate.sentences import find_sentences
from writethru.records import TimeExpression

LABELS = Path(__file__).parent / "labels"
EARLIER = {1: "stream", 2: "stream_blind"}  # the batches of which all or nothing was read
LINKS = ("IS_INCLUDED", "INCLUDES", "SIMULTANEOUS", "DURING", "IDENTITY")
Extent = tuple[int, int]
Judgement = tuple[bool, bool, bool, bool]  # found, rightly paired, labelled with an event, given an event


def dated(text: str, published: str | None) -> tuple[TimeExpression, ...]:
    """Return the times of a text with their events."""
    sentences = find_sentences(text)
    times = find_times(text, sentences, published=published)
    return date_events(text, sentences, times, published=published)


def meets(left: Extent, right: Extent) -> bool:
    """Return whether two extents overlap."""
    return left[0] < right[1] and right[0] < left[1]


def judged(times: Iterable[TimeExpression], pairs: Iterable[dict[str, Any]]) -> Iterator[Judgement]:
    """Yield for each labelled time: found, rightly paired, labelled with an event, given an event."""
    times = list(times)
    for pair in pairs:
        wanted = tuple(pair["time"])
        time = next((t for t in times if meets((t.start, t.end), wanted)), None)
        gold = pair["event"]
        event = time.event if time else None
        if event is None or gold is None:
            right = event is None and gold is None
        else:
            right = meets((event.start, event.end), tuple(gold))
        yield time is not None, time is not None and right, gold is not None, event is not None


def figures(judgements: list[Judgement], sentences: int) -> dict[str, float]:
    """Return the figures of labelled sentences."""
    found = [j for j in judgements if j[0]]
    nothing = sum(not j[2] for j in found) + sum(not j[3] for j in found)
    both = sum(not j[2] and not j[3] for j in found)
    return {
        "n": len(judgements),
        "sentences": sentences,
        "paired": sum(j[1] for j in judgements) / max(len(judgements), 1),
        "found": len(found) / max(len(judgements), 1),
        "paired_of_found": sum(j[1] for j in found) / max(len(found), 1),
        "no_event_f1": 2 * both / max(nothing, 1),
    }


def developed() -> dict[str, float]:
    """Return the figures of the invented sentences."""
    examples = list(rows(LABELS / "dating-dev.jsonl"))
    judgements = [j for e in examples for j in judged(dated(e["text"], e["published"]), e["pairs"])]
    return figures(judgements, len(examples))


def part(row: dict[str, Any]) -> str:
    """Return the set that a labelled sentence belongs to."""
    batch = row.get("batch", 1)
    if batch in EARLIER:
        return EARLIER[batch]
    return "stream_unread" if row.get("held") else "stream_read"


def of_stream(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of the labelled sentences of the stream, by batch and by what was read of it."""
    labels, articles = LABELS / "dating.jsonl", data / "stream" / "articles.jsonl.gz"
    if not present(labels) or not present(articles):
        return {}
    wanted: dict[str, list[dict[str, Any]]] = {}
    for row in rows(labels):
        wanted.setdefault(row["article"], []).append(row)
    parts: dict[str, list[str]] = {}
    for article, some in wanted.items():
        parts.setdefault(part(some[0]), []).append(article)
    judgements: dict[str, list[Judgement]] = {}
    for article in rows(articles):
        for row in wanted.get(article["id"], ()):
            times = dated(article["text"], article["published"])
            inside = [t for t in times if row["start"] <= t.start < row["end"]]
            judgements.setdefault(article["id"], []).extend(judged(inside, row["pairs"]))
    return {
        name: figures([j for i in some for j in judgements.get(i, ())], sum(len(wanted[i]) for i in some))
        for name, some in parts.items()
    }


def linked(source: str) -> Iterator[tuple[str, TimeExpression, list[Extent]]]:
    """Yield the text of a TimeML document with each time found in it and the events linked to it."""
    body = re.search(r"<TEXT>(.*?)</TEXT>", source, re.DOTALL)
    if body is None:
        return
    created = next((tag for tag in re.findall(r"<TIMEX3[^>]*>", source) if "CREATION_TIME" in tag), "")
    text, times = marked(body[1], "TIMEX3", "tid")
    _, events = marked(body[1], "EVENT", "eid")
    instances = {
        attribute(tag, "eiid"): attribute(tag, "eventID")
        for tag in re.findall(r"<MAKEINSTANCE[^>]*>", source)
    }
    places = {identity: (start, end) for start, end, identity, _ in events}
    of_time: dict[str | None, list[Extent]] = {}
    for tag in re.findall(r"<TLINK[^>]*>", source):
        if attribute(tag, "relType") not in LINKS:
            continue
        time = attribute(tag, "relatedToTime") or attribute(tag, "timeID")
        event = attribute(tag, "relatedToEventInstance") or attribute(tag, "eventInstanceID")
        place = places.get(instances.get(event))
        if time and place:
            of_time.setdefault(time, []).append(place)
    sentences = find_sentences(text)
    found = dated(text, iso(attribute(created, "value")))
    for start, end, identity, _ in times:
        sentence = next((s for s in sentences if s.start <= start < s.end), None)
        near = [e for e in of_time.get(identity, ()) if sentence and sentence.start <= e[0] < sentence.end]
        one = next((t for t in found if meets((t.start, t.end), (start, end))), None)
        if near and one:
            yield text, one, near


def of_timebank(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of TimeBank and AQUAINT, all and the even half."""
    archive = data / "times" / "timebank-aquaint.tar.gz"
    if not present(archive):
        return {}
    counts = []
    files = sorted(m for m in members(archive) if PurePosixPath(m[0]).suffix == ".tml")
    for _, content in files:
        right = total = 0
        for _, time, near in linked(content.decode("utf-8", "replace")):
            if time.event is not None:
                total += 1
                right += any(meets((time.event.start, time.event.end), e) for e in near)
        counts.append((right, total))
    return {
        name: {
            "n": sum(t for _, t in some),
            "linked": sum(r for r, _ in some) / max(sum(t for _, t in some), 1),
        }
        for name, some in (("timebank", counts), ("timebank_even", counts[1::2]))
    }


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of each set."""
    return {"dating-dev": developed()} | of_stream(data) | of_timebank(data)
