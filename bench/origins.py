"""Score which articles are one report: labelled pairs of the stream, and the origins of labelled stories.

A pair is read alone. It is found as a `reprint` if its one origin is a copy, agency text, contained or
an update of one outlet, as a `rewrite` if it is retold, and as `independent` if there are two origins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from bench.data import present, rows
from bench.reading import read_story, stream_rows
from writethru.cluster import origins
from writethru.records import AnnotatedArticle, Origin

LABELS = Path(__file__).with_name("labels") / "origins.jsonl"
STORIES = Path("stories") / "labelled-dev.jsonl"
STREAM = Path("stream") / "articles.jsonl.gz"
KINDS = ("reprint", "rewrite", "independent")
Pair = tuple[dict[str, Any], str]  # the labelled row, and what the pair was found as


def found_as(found: Sequence[Origin]) -> str:
    """Return what two articles are by their origins: independent, rewrite or reprint."""
    if len(found) > 1:
        return "independent"
    return "rewrite" if found[0].kind == "rewrite" else "reprint"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def figures(pairs: Iterable[Pair]) -> dict[str, float]:
    """Return precision and recall of reprints, of rewrites and of both as one report, and wrong mergers."""
    counts = Counter((row["label"], found) for row, found in pairs)
    labelled = {kind: sum(counts[kind, found] for found in KINDS) for kind in KINDS}
    given = {kind: sum(counts[label, kind] for label in KINDS) for kind in KINDS}
    one = ("reprint", "rewrite")
    both = sum(counts[label, found] for label in one for found in one)
    result: dict[str, float] = {"n": sum(counts.values())}
    for kind in one:
        result[f"{kind}_precision"] = _share(counts[kind, kind], given[kind])
        result[f"{kind}_recall"] = _share(counts[kind, kind], labelled[kind])
    result["one_report_precision"] = _share(both, given["reprint"] + given["rewrite"])
    result["one_report_recall"] = _share(both, labelled["reprint"] + labelled["rewrite"])
    result["reprints_merged"] = _share(sum(counts["reprint", f] for f in one), labelled["reprint"])
    result["rewrites_merged"] = _share(sum(counts["rewrite", f] for f in one), labelled["rewrite"])
    merged = sum(counts["independent", found] for found in one)
    result["independent_merged"] = _share(merged, labelled["independent"])
    return result


def read_pairs(data: Path, labels: Sequence[dict[str, Any]]) -> list[Pair]:
    """Return each labelled pair whose articles are there with what it is found as."""
    table = stream_rows(data, (i for row in labels for i in (row["a"], row["b"])))
    pairs = []
    for row in labels:
        documents = read_story((row["a"], row["b"]), table)
        if len(documents) == 2:
            pairs.append((row, found_as(origins(documents))))
    return pairs


def _together(groups: Iterable[Sequence[str]]) -> set[tuple[str, str]]:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def story_figures(stories: Iterable[tuple[dict[str, Any], Sequence[AnnotatedArticle]]]) -> dict[str, float]:
    """Return precision and recall of the pairs that stand in one origin, of copies and of all, over stories."""
    counts: Counter[str] = Counter()
    for gold, documents in stories:
        ids = {d.article.id: d.article.external_id or "" for d in documents}
        every = set(ids.values())
        mine = _together([ids[a] for a in o.articles] for o in origins(documents))
        groups = [(o["kind"], [i for i in o["articles"] if i in every]) for o in gold["origins"]]
        wanted = _together(ids for _, ids in groups)
        copies = _together(ids for kind, ids in groups if kind == "copy")
        counts.update(n=1, found=len(mine), wanted=len(wanted), copies=len(copies), both=len(mine & wanted))
        counts["copies found"] += len(mine & copies)
    return {
        "n": counts["n"],
        "pairs": counts["wanted"],
        "precision": _share(counts["both"], counts["found"]),
        "recall": _share(counts["both"], counts["wanted"]),
        "copy_recall": _share(counts["copies found"], counts["copies"]),
    }


def labelled_stories(data: Path) -> dict[str, float]:
    """Return the figures of the hand-labelled stories, each read as a whole."""
    golds = list(rows(data / STORIES))
    table = stream_rows(data, (i for gold in golds for i in gold["articles"]))
    return story_figures((gold, read_story(gold["articles"], table)) for gold in golds)


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of the labelled pairs, tuned on and held, all and firm, and of labelled stories."""
    if not present(data / STREAM):
        return {}
    pairs = read_pairs(data, list(rows(LABELS)))
    kept: dict[str, Callable[[dict[str, Any]], bool]] = {
        "": lambda row: True,
        "-firm": lambda row: not row.get("doubtful"),
    }
    found = {
        f"pairs-{part}{name}": figures(p for p in pairs if p[0]["part"] == part and keep(p[0]))
        for part in ("dev", "held")
        for name, keep in kept.items()
    }
    if present(data / STORIES):
        found["labelled-dev"] = labelled_stories(data)
    return found
