"""Score claims: which statements are grouped as one, beside plain token overlap, and how firmly each stands.

Statements are those of labelled real stories (ids and offsets) and the marked ones of invented stories. A
denial is no member of the claim that it denies. B3 and pairs are counted over labelled statements only; one
that was not found counts as a claim of its own. The status is that of the claim which most members are in.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

from bench.data import present, rows
from bench.reading import read_story, stream_rows
from writethru.annotate import annotate
from writethru.cluster import origins
from writethru.ledger import Gathering, Sides, enter, find_disputes, group_claims, oppose, statuses
from writethru.records import AnnotatedArticle, Article, Assertion, content_id

LABELS = Path(__file__).with_name("labels") / "claims.jsonl"
CASES = Path(__file__).parent.parent / "tests" / "cases" / "ledger"
STREAM = Path("stream") / "articles.jsonl.gz"
TOKENS = 0.5  # Jaccard overlap of terms that is best for the baseline on the stories to tune on
LEAST_MET = 0.3  # Dice overlap at which a statement found is the one labelled
MOST_HELD = 0.8  # share of the labelled words that it holds, else
LARGE = 100  # articles of the story whose growth is timed
Labels = dict[str, str]  # the claim of each assertion, by id


class Set(NamedTuple):
    """One story: its documents, and the labelled statements with their claim (none: a claim of its own)."""

    documents: list[AnnotatedArticle]
    items: list[tuple[str, Assertion | None]]
    statuses: dict[str, str]  # of labelled claims


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _f1(precision: float, recall: float) -> float:
    return _ratio(2 * precision * recall, precision + recall)


def met(found: Sequence[Assertion], start: int, end: int) -> Assertion | None:
    """Return the assertion whose statement overlaps a span best, None if none does well enough."""
    scored = []
    for assertion in found:
        statement = assertion.statement
        shared = min(statement.end, end) - max(statement.start, start)
        if shared > 0:
            dice = 2 * shared / (statement.end - statement.start + end - start)
            scored.append((dice, shared / (end - start), assertion.id, assertion))
    best = max(scored, default=None, key=lambda entry: entry[:3])
    return best[3] if best and (best[0] >= LEAST_MET or best[1] >= MOST_HELD) else None


def real_sets(data: Path, part: str) -> list[Set]:
    """Return the labelled real stories of a part."""
    labels = [row for row in rows(LABELS) if row["part"] == part]
    table = stream_rows(data, (i for row in labels for i in row["articles"]))
    found = []
    for row in labels:
        documents = read_story(row["articles"], table)
        entered = {d.article.external_id: enter(d) for d in documents}
        items = []
        for number, (article, start, end, group) in enumerate(row["statements"]):
            mine = entered.get(row["articles"][article], ())
            items.append((f"group {group}" if group else f"single {number}", met(mine, start, end)))
        found.append(Set(documents, items, {}))
    return found


def invented_sets(held: bool) -> list[Set]:
    """Return the invented stories to tune on, or those held apart."""
    found = []
    for path in sorted(CASES.glob("*.json")):
        if path.name.endswith("-held.json") == held:
            found.append(_invented(json.loads(path.read_text(encoding="utf-8"))))
    return found


def _invented(case: dict[str, Any]) -> Set:
    documents = [
        annotate(
            Article(
                id=content_id(a["id"], a["title"], a["text"]),
                key=a["id"],
                title=a["title"],
                text=a["text"],
                external_id=a["id"],
                url=a.get("url"),
                publisher=a["publisher"],
                published=a["published"],
                language="en",
            )
        )
        for a in case["articles"]
    ]
    entered = {d.article.external_id: enter(d) for d in documents}
    items, known = [], {}
    for number, claim in enumerate(case["claims"]):
        known[f"claim {number}"] = claim["status"]
        for m in claim["members"]:
            found = entered[m["article"]] if m["field"] == "text" else ()
            items.append((f"claim {number}", met(found, m["start"], m["end"])))
    return Set(documents, items, known)


def by_ledger(found: Sequence[Assertion]) -> Labels:
    """Return the claim of each assertion."""
    return {a.id: claim.id for claim in group_claims(found) for a in claim.assertions}


def by_tokens(found: Sequence[Assertion]) -> Labels:
    """Return groups of assertions that share half of their terms: the baseline."""
    head = {a.id: a.id for a in found}

    def root(key: str) -> str:
        while head[key] != key:
            key = head[key]
        return key

    for one, other in combinations(found, 2):
        mine, theirs = set(one.terms), set(other.terms)
        if mine and theirs and len(mine & theirs) >= TOKENS * len(mine | theirs):
            head[root(one.id)] = root(other.id)
    return {key: root(key) for key in head}


def grouping(sets: Iterable[Set], group: Callable[[Sequence[Assertion]], Labels]) -> dict[str, float]:
    """Return B3 and pair figures of a grouping over labelled statements."""
    precision = recall = number = both = given = wanted = 0.0
    for story in sets:
        labels = group([a for d in story.documents for a in enter(d)])
        gold = [label for label, _ in story.items]
        mine = [
            labels.get(a.id, f"{a.id} alone") if a is not None else f"missed {n}"
            for n, (_, a) in enumerate(story.items)
        ]
        joint, golds, mines = Counter(zip(gold, mine, strict=True)), Counter(gold), Counter(mine)
        precision += sum(joint[pair] / mines[pair[1]] for pair in zip(gold, mine, strict=True))
        recall += sum(joint[pair] / golds[pair[0]] for pair in zip(gold, mine, strict=True))
        number += len(gold)
        both += sum(n * (n - 1) / 2 for n in joint.values())
        given += sum(n * (n - 1) / 2 for n in mines.values())
        wanted += sum(n * (n - 1) / 2 for n in golds.values())
    p, r = _ratio(precision, number), _ratio(recall, number)
    pair_p, pair_r = _ratio(both, given), _ratio(both, wanted)
    return {
        "b3_precision": p,
        "b3_recall": r,
        "b3_f1": _f1(p, r),
        "pair_precision": pair_p,
        "pair_recall": pair_r,
        "pair_f1": _f1(pair_p, pair_r),
    }


def status_right(sets: Iterable[Set]) -> dict[str, float]:
    """Return the share of labelled claims whose status is right, and of those found that are disputed."""
    right = labelled = 0
    counts: Counter[str] = Counter()
    for story in sets:
        found = [a for d in story.documents for a in enter(d)]
        reports = origins(story.documents)
        disputes = find_disputes(story.documents, found, reports)
        sides = Sides(story.documents, reports)
        claims = oppose(group_claims(found, disputes=disputes), sides)
        kinds = {c.id: s.kind for c, s in zip(claims, statuses(claims, sides), strict=True)}
        claim_of = {a.id: c.id for c in claims for a in c.assertions}
        members: dict[str, Counter[str]] = defaultdict(Counter)
        for label, assertion in story.items:
            if assertion is not None and assertion.id in claim_of:
                members[label][claim_of[assertion.id]] += 1
        for label, wanted in story.statuses.items():
            labelled += 1
            kind = kinds[members[label].most_common(1)[0][0]] if members[label] else ""
            right += kind == wanted
            counts.update({f"as {kind}": 1, f"{wanted} wanted": 1, f"{kind} right": kind == wanted})
    return {
        "claims": labelled,
        "status_right": _ratio(right, labelled),
        "disputed_precision": _ratio(counts["disputed right"], counts["as disputed"]),
        "disputed_recall": _ratio(counts["disputed right"], counts["disputed wanted"]),
    }


def growth(documents: Sequence[AnnotatedArticle]) -> dict[str, float]:
    """Return what one more article costs the ledger of a large story, in milliseconds: entered and gathered.

    Of each article the least of three runs, in time of this process: other work on the machine is not counted.
    """
    runs = [_growth(documents) for _ in range(3)]
    costs = [min(run[number] for run in runs) for number in range(len(documents))]
    large = costs[LARGE - 1 :]
    return {"articles": len(documents), "worst_ms": max(large), "mean_ms": sum(large) / len(large)}


def _growth(documents: Sequence[AnnotatedArticle]) -> list[float]:
    gathering = Gathering()
    costs = []
    for document in documents:
        start = process_time()
        gathering.add(enter(document))
        costs.append((process_time() - start) * 1000)
    return costs


def _large_story(data: Path) -> list[AnnotatedArticle]:
    """Return articles of one affair, as the labelled stories have them, until a large story is full."""
    ids = [i for row in rows(data / "stories" / "labelled-dev.jsonl") for i in row["articles"]]
    return read_story(ids, stream_rows(data, ids))[: LARGE + 20]


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of invented and real stories, to tune on and held, beside token overlap; and the cost."""
    found: dict[str, dict[str, float]] = {}
    for held in (False, True):
        sets = invented_sets(held)
        name = "invented-held" if held else "invented-tuned"
        items = sum(len(s.items) for s in sets)
        if sets:
            found[name] = {"n": items, **grouping(sets, by_ledger), **status_right(sets)}
            found[f"{name}-tokens"] = {"n": items, **grouping(sets, by_tokens)}
    if not present(data / STREAM):
        return found
    for part, name in (("tuning", "real-tuned"), ("held", "real-held")):
        sets = real_sets(data, part)
        items = sum(len(s.items) for s in sets)
        found[name] = {"n": items, **grouping(sets, by_ledger)}
        found[f"{name}-tokens"] = {"n": items, **grouping(sets, by_tokens)}
    if present(data / "stories" / "labelled-dev.jsonl"):
        found["growth"] = growth(_large_story(data))
    return found
