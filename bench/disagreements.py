"""Disputes found in labelled stories, by kind and class, before anything is written down.

`tuned` (rows 0, 2, 4, ...), `held` (rows 1, 3, 5, ...) and `all` have the referee's matching: a dispute
that is shown (conflict, spread, outlet error) is right when two of its sides cite, or say, what two
positions of one labelled disagreement of these classes hold. A side's supporting citations count with
its own. `<kind> <set>` have every dispute found of that kind, superseded figures and differences of
scope among them, against every labelled disagreement.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from bench.data import present, rows
from bench.pages import REAL, Gold, Meeting, content, ratio, two_sides
from bench.reading import read_story, stream_rows
from writethru.cluster import origins
from writethru.ledger import enter, find_disputes
from writethru.records import AnnotatedArticle, CitedSentence, Contention, Dispute, Origin
from writethru.settings import Settings

Told = tuple[Gold, Sequence[AnnotatedArticle], Sequence[Origin]]  # a labelled story as it was read
KINDS = ("number", "date", "outcome", "blame")
CLASSES = ("conflict", "superseded", "scope", "spread", "outlet-error")
SETS: dict[str, Callable[[int], bool]] = {
    "tuned": lambda row: row % 2 == 0,
    "held": lambda row: row % 2 == 1,
    "all": lambda row: True,
}
# Words of a holder's name that tell nobody: ranks, offices, and how the labeller names a place in the text.
NOBODY = content(
    "news online web report article headline own outlet editorial opinion via according officials official"
    " president secretary senator rep sen dr mr ms mrs attorney general chief spokesman spokeswoman lawyer"
    " guest writer early late earlier later updated first second new other others unnamed sources source"
)


class Match(NamedTuple):
    """A dispute and the labelled disagreement that it tells."""

    dispute: Dispute
    gold: Gold
    holders_right: bool


def disputes(documents: Sequence[AnnotatedArticle], known: Sequence[Origin]) -> tuple[Dispute, ...]:
    """Return all disputes of a story."""
    assertions = [assertion for document in documents for assertion in enter(document)]
    return find_disputes(documents, assertions, known, settings=Settings())


def side(contention: Contention) -> CitedSentence:
    """Return what one side of a dispute cites."""
    return CitedSentence("", (contention.statement, *contention.supporting))


def sides(dispute: Dispute) -> list[CitedSentence]:
    """Return what each side of a dispute cites."""
    return [side(contention) for contention in dispute.contentions]


def take(story: Told) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """Return the counts of one story: the referee's, and those by kind."""
    gold, documents, known = story
    found = disputes(documents, known)
    meets = Meeting({d.article.id: d.article.external_id for d in documents})
    real = [d for d in gold["disagreements"] if d["class"] in REAL]
    shown = [d for d in found if d.state in REAL]
    matched = match(shown, real, meets, alike=False)
    total = Counter(n=len(real), shown=len(shown)) + judged(matched)
    total += tempted(shown, gold, meets)
    by_kind = {}
    pairs = match(found, gold["disagreements"], meets, alike=True)
    for kind in KINDS:
        labelled = [d for d in gold["disagreements"] if d["kind"] == kind]
        mine = [d for d in found if d.kind == kind]
        counts = Counter(n=len(labelled), shown=len(mine))
        matched = [m for m in pairs if m.dispute.kind == kind]
        counts += judged(matched)
        counts["recalled"] = sum(m.gold["kind"] == kind for m in matched)
        counts += tempted([d for d in mine if d.state in REAL], gold, meets)
        for state in CLASSES:
            counts[f"n {state}"] = sum(d["class"] == state for d in labelled)
            counts[state] = sum(m.gold["kind"] == kind and m.gold["class"] == state for m in matched)
        by_kind[kind] = counts
    return total, by_kind


def match(found: Sequence[Dispute], labelled: Sequence[Gold], meets: Meeting, alike: bool) -> list[Match]:
    """Return each dispute that tells a labelled disagreement, with the first free one that it tells.

    `alike` pairs those first that are of one kind, and of these those that share most values.
    """
    told = [
        (n, k)
        for n, dispute in enumerate(found)
        for k, gold in enumerate(labelled)
        if two_sides(sides(dispute), gold, meets)
    ]
    if alike:
        told.sort(key=lambda pair: _distance(found[pair[0]], labelled[pair[1]]))
    matched: dict[int, int] = {}
    for n, k in told:
        if n not in matched and k not in matched.values():
            matched[n] = k
    return [
        Match(found[n], labelled[k], holders_right(found[n], labelled[k], meets)) for n, k in matched.items()
    ]


def _distance(dispute: Dispute, gold: Gold) -> tuple[bool, int]:
    """Return what a labelled disagreement is sorted by as the one that a dispute tells."""
    values = {c.value.get("low") for c in dispute.contentions if c.value} - {None}
    shared = values & {p["value"] for p in gold["positions"] if isinstance(p["value"], int | float)}
    return gold["kind"] != dispute.kind, -len(shared)


def judged(matches: Iterable[Match]) -> Counter[str]:
    """Return how many matches there are, and in how many kind, class and holders are right."""
    counts: Counter[str] = Counter()
    for m in matches:
        counts["hits"] += 1
        counts["kind"] += m.gold["kind"] == m.dispute.kind
        counts["class"] += m.gold["class"] == m.dispute.state
        counts["holders"] += m.holders_right
    return counts


def holders_right(dispute: Dispute, gold: Gold, meets: Meeting) -> bool:
    """Return whether two sides, each with the position that it tells, name the holders of the labels."""
    right = [
        {
            i
            for i, p in enumerate(gold["positions"])
            if meets(side(c), p["evidence"], p["says"], 0.5) and same_name(c.holder, p["holder"])
        }
        for c in dispute.contentions
    ]
    return any(a != b for x, xs in enumerate(right) for ys in right[:x] for a, b in product(xs, ys))


def same_name(one: str, other: str) -> bool:
    """Return whether two names of a holder share a word that tells who it is, or are equal."""
    mine, yours = (content(re.sub(r"['’]s?\b", "", name)) for name in (one, other))
    return bool((mine & yours) - NOBODY) or mine == yours


def tempted(shown: Iterable[Dispute], gold: Gold, meets: Meeting) -> Counter[str]:
    """Return how many of a story's tempting pairs there are, and how many are told as disputes."""
    pairs = gold["not_disagreements"]
    cited = [sides(dispute) for dispute in shown]
    told = sum(any(tells_pair(statements, pair, meets) for statements in cited) for pair in pairs)
    return Counter({"pairs": len(pairs), "tempting": told})


def tells_pair(statements: Sequence[CitedSentence], pair: Gold, meets: Meeting) -> bool:
    """Return whether two sides of a dispute cite two different pieces of evidence of a tempting pair."""
    met = [{i for i, e in enumerate(pair["evidence"]) if meets(s, [e], "", 1.0)} for s in statements]
    return any(a != b for x, xs in enumerate(met) for ys in met[:x] for a, b in product(xs, ys))


def figures(counts: Counter[str]) -> dict[str, float]:
    """Return the figures of a set under the referee's names."""
    return {
        "n": counts["n"],
        "shown": counts["shown"],
        "conflict_recall": ratio(counts["hits"], counts["n"]),
        "conflict_precision": ratio(counts["hits"], counts["shown"]),
        **_qualities(counts),
    }


def figures_of_kind(counts: Counter[str]) -> dict[str, float]:
    """Return the figures of one kind; recall also by class, where there is something to find."""
    return {
        "n": counts["n"],
        "shown": counts["shown"],
        "recall": ratio(counts["recalled"], counts["n"]),
        "precision": ratio(counts["hits"], counts["shown"]),
        **_qualities(counts),
        **{state: ratio(counts[state], counts[f"n {state}"]) for state in CLASSES if counts[f"n {state}"]},
    }


def _qualities(counts: Counter[str]) -> dict[str, float]:
    """Return how often what was found is right in kind, class and holders, and the tempting pairs told."""
    right = {f"{name}_right": ratio(counts[name], counts["hits"]) for name in ("kind", "class", "holders")}
    return {**right, "tempting": ratio(counts["tempting"], counts["pairs"])}


def measure(stories: Iterable[Told]) -> dict[str, dict[str, float]]:
    """Return the figures of labelled stories, by half, and by kind and half."""
    totals: dict[str, Counter[str]] = {name: Counter() for name in SETS}
    kinds: dict[str, Counter[str]] = {f"{kind} {name}": Counter() for kind in KINDS for name in SETS}
    for row, story in enumerate(stories):
        total, by_kind = take(story)
        for name in (name for name, holds in SETS.items() if holds(row)):
            totals[name].update(total)
            for kind, counts in by_kind.items():
                kinds[f"{kind} {name}"].update(counts)
    return {
        **{name: figures(counts) for name, counts in totals.items()},
        **{name: figures_of_kind(counts) for name, counts in kinds.items()},
    }


def labelled_stories(data: Path) -> Iterator[Told]:
    """Yield the labelled stories with their articles read, in order of the file."""
    golds: list[dict[str, Any]] = list(rows(data / "stories" / "labelled-dev.jsonl"))
    table = stream_rows(data, (i for g in golds for i in g["articles"]))
    for gold in golds:
        documents = read_story(gold["articles"], table)
        yield gold, documents, origins(documents)


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of the labelled stories."""
    if not present(data / "stories" / "labelled-dev.jsonl"):
        return {}
    if not present(data / "stream" / "articles.jsonl.gz"):
        return {}
    return measure(labelled_stories(data))
