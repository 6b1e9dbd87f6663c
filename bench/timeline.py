"""Timelines of long stories against hand-made ones (Timeline17): date F1 and AR1-F.

Task as is usual for these data: the number of dates, of sentences a date, and first and last day are
those of the hand-made timeline. AR1 aligns each day to the one that costs least in distance and words
(Martschat and Markert 2017); precision and recall are averaged over timelines before F is taken.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import Any

from nltk.stem import PorterStemmer
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from bench.data import present, rows
from writethru.annotate import annotate
from writethru.publish.chronology import chronology
from writethru.records import AnnotatedArticle, Article

Timeline = dict[str, list[str]]
Days = list[tuple[int, Counter[str]]]
SPACING = (
    (re.compile(r"\\/"), "/"),
    (re.compile(r"-L[RS]B- "), "("),
    (re.compile(r" -R[RS]B-"), ")"),
    (re.compile(r"`` ?"), "“"),
    (re.compile(r" ?''"), "”"),
    (re.compile(r" (n't|'s|'re|'ve|'ll|'d|'m|')\b"), r"\1"),
    (re.compile(r" ([.,;:?!%)])"), r"\1"),
    (re.compile(r"([$(]) "), r"\1"),
)


def plain(tokens: str) -> str:
    """Return a tokenised sentence as a newspaper prints it."""
    for pattern, new in SPACING:
        tokens = pattern.sub(new, tokens)
    return tokens


def document(row: dict[str, Any]) -> AnnotatedArticle:
    """Return a row as an annotated article, one sentence a paragraph."""
    text = "\n\n".join(map(plain, row["sents"]))
    return annotate(
        Article(id=row["id"], key=row["id"], title="", text=text, published=row["date"], language="en")
    )


@cache
def stem(word: str) -> str:
    """Return the Porter stem of a word."""
    return str(PorterStemmer().stem(word))


def tokens(sentences: list[str]) -> Counter[str]:
    """Return the stemmed content words of some sentences."""
    words = (w for s in sentences for w in s.lower().split())
    return Counter(stem(w) for w in words if w not in ENGLISH_STOP_WORDS and re.search(r"\w", w))


def common(a: Counter[str], b: Counter[str]) -> int:
    """Return how many tokens two bags share."""
    return sum(min(c, b[t]) for t, c in a.items())


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def aligned(mine: Days, theirs: Days) -> float:
    """Return the share of my tokens that the cheapest day of theirs has, less for distant days."""
    hits = total = 0.0
    for day, bag in mine:

        def cost(other: tuple[int, Counter[str]], day: int = day, bag: Counter[str] = bag) -> float:
            shared = common(bag, other[1])
            size = sum(bag.values()) + sum(other[1].values())
            return (1 - 1 / (abs(day - other[0]) + 1)) * (1 - (2 * shared / size if size else 0.0))

        best = min(theirs, key=cost)
        hits += common(bag, best[1]) / (abs(day - best[0]) + 1)
        total += sum(bag.values())
    return hits / total if total else 0.0


def score(made: list[tuple[Timeline, Timeline]]) -> dict[str, float]:
    """Return n, AR1-F and date F1 over pairs of predicted and gold timelines."""
    figures = []
    for predicted, gold in made:
        if not predicted:
            figures.append((0.0, 0.0, 0.0, 0.0))
            continue
        p, g = (
            [(date.fromisoformat(d).toordinal(), tokens(s)) for d, s in sorted(t.items())]
            for t in (predicted, gold)
        )
        both = len(predicted.keys() & gold.keys())
        figures.append((aligned(p, g), aligned(g, p), both / len(predicted), both / len(gold)))
    means = [fmean(f[i] for f in figures) for i in range(4)]
    return {"n": len(made), "ar1_f": f1(means[0], means[1]), "date_f1": f1(means[2], means[3])}


def predict(data: Path) -> dict[str, tuple[Timeline, Timeline]]:
    """Return predicted and gold timeline of every task, by `topic/line`."""
    found = {}
    for topic in sorted(p for p in (data / "timelines").iterdir() if p.is_dir()):
        source = list(rows(topic / "articles.jsonl.gz"))
        documents = [document(row) for row in source]
        sentences = {row["id"]: row["sents"] for row in source}
        for i, row in enumerate(rows(topic / "timelines.jsonl.gz")):
            gold: Timeline = {}
            for day, lines in row:
                gold.setdefault(day, []).extend(lines)
            per_day = max(1, round(fmean(len(s) for s in gold.values())))
            made = chronology(documents, len(gold), per_day, first=min(gold), last=max(gold))
            told = {
                day: [sentences[t.document.article.id][t.sentence.paragraph] for t in ts]
                for day, ts in made.items()
                if ts
            }
            found[f"{topic.name}/{i}"] = (told, gold)
    return found


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures over all timelines."""
    if not present(data / "timelines"):
        return {}
    return {"timeline17-dev": score(list(predict(data).values()))}
