"""Score which articles the cluster room puts into one story: B-cubed, pairs and ARI, and its speed.

Articles come one at a time in order of (published, id), as the newsroom feeds them; only sentences and
names are found, for assignment looks at nothing else.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from math import log, sqrt
from pathlib import Path
from time import process_time
from typing import Any

from bench.data import present, rows
from bench.long_stories import largest_part, long_stories
from writethru.annotate.names import find_names
from writethru.annotate.sentences import find_sentences
from writethru.cluster import ArticleFeatures, OpenStories, end_day, features, place, settle
from writethru.records import AnnotatedArticle, Article, Findings, StoryEvent
from writethru.settings import ClusterSettings

SHORT = 30  # words of a text where only title and summary are known
LOOKED_AT = 4000  # characters of a text: more than the terms that count
SPEED_SAMPLE = 6000  # consecutive articles of the stream
_MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_URL_DAYS = (
    re.compile(r"(?<!\d)(20[01]\d)[/-]?(\d\d)[/-]?(\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(20[01]\d)[/-](\d\d?)[/-](\d\d?)(?!\d)"),
    re.compile(r"(?<!\d)(20[01]\d)[/-]([a-zA-Z]{3})[/-](\d\d?)(?!\d)"),
)


def day_of(url: str) -> str | None:
    """Return the day that stands in a URL, as ISO text."""
    for pattern in _URL_DAYS:
        found = pattern.search(url)
        if found is None:
            continue
        year, month, day = found.groups()
        number = int(month) if month.isdigit() else _MONTHS.get(month.lower(), 0)
        try:
            return date(int(year), number, int(day)).isoformat()
        except ValueError:
            continue
    return None


def scores(gold: dict[str, Any], predicted: dict[str, Any]) -> dict[str, float]:
    """Return B-cubed, pairwise F1 and ARI over the labelled articles; an absent one is a story of its own."""
    missing = sum(article not in predicted for article in gold)
    pred = {a: predicted.get(a, ("missing", a)) for a in gold}
    g, p = Counter(gold.values()), Counter(pred.values())
    both = Counter((gold[a], pred[a]) for a in gold)
    n = len(gold)
    precision = sum(c * c / p[b] for (_, b), c in both.items()) / n
    recall = sum(c * c / g[a] for (a, _), c in both.items()) / n

    def pairs(counts: Iterable[int]) -> int:
        return sum(c * (c - 1) // 2 for c in counts)

    hits, found, wanted = pairs(both.values()), pairs(p.values()), pairs(g.values())
    expected = found * wanted / (n * (n - 1) / 2)
    return {
        "n": n,
        "missing": missing,
        "stories_gold": len(g),
        "stories_pred": len(p),
        "b3_p": precision,
        "b3_r": recall,
        "b3_f1": 2 * precision * recall / (precision + recall),
        "pair_f1": 2 * hits / (found + wanted) if found + wanted else 0.0,
        "ari": (hits - expected) / ((found + wanted) / 2 - expected),
    }


def ready(row: dict[str, Any], settings: ClusterSettings) -> ArticleFeatures:
    """Return the features of one row, with the sentences of its beginning only."""
    text = (row.get("text") or " ".join(row.get("sents", ())))[:LOOKED_AT]
    title = row.get("title", "")
    article = Article(id=row["id"], key=row["id"], title=title, text=text, published=row.get("published"))
    sentences, heading = find_sentences(text), find_sentences(title, "title")
    names = find_names(text, sentences)
    body = Findings(sentences, names)
    head = Findings(heading, find_names(title, heading, "title", names))
    return features(AnnotatedArticle(article, body, head), settings)


def fed(articles: Iterable[dict[str, Any]], settings: ClusterSettings) -> list[ArticleFeatures]:
    """Return features in the order in which a batch is taken: by day and id, undated articles last."""
    ordered = sorted(articles, key=lambda row: (row.get("published") or "9999", row["id"]))
    return [ready(row, settings) for row in ordered]


def assigned(articles: Sequence[ArticleFeatures], settings: ClusterSettings) -> dict[str, str]:
    """Return the story of each article."""
    open_stories = OpenStories(settings)
    story: dict[str, str] = {}
    for each in articles:
        story[each.article] = place(each, open_stories).story
        follow(end_day(open_stories, each.day), story)
    follow(settle(open_stories), story)
    return story


def follow(events: Iterable[StoryEvent], story: dict[str, str]) -> None:
    """Carry out events on a partition."""
    for event in events:
        if event.kind == "merged":
            for article, name in story.items():
                if name == event.other:
                    story[article] = event.story
        elif event.article is not None:
            story[event.article] = event.story


def average_link(articles: Sequence[ArticleFeatures]) -> dict[str, str]:
    """Return the stories of the plain baseline: mean cosine of TF-IDF vectors with all stories of the last day."""
    counts: Counter[str] = Counter()
    story: dict[str, str] = {}
    running: dict[str, tuple[list[int], list[dict[str, float]]]] = {}  # days and vectors of each story
    for index, article in enumerate(articles):
        vector = _unit(article, counts, index)
        day = article.day or 0
        running = {name: kept for name, kept in running.items() if day - max(kept[0]) <= 1}
        best, score = article.article, 0.15
        for name, (_, members) in running.items():
            total = sum(w * other[t] for other in members for t, w in vector.items() if t in other)
            if total / len(members) >= score:
                best, score = name, total / len(members)
        days, vectors = running.setdefault(best, ([], []))
        days.append(day)
        vectors.append(vector)
        story[article.article] = best
    return story


def _unit(article: ArticleFeatures, counts: Counter[str], before: int) -> dict[str, float]:
    """Count an article's terms; return them weighed by how rare they are, as a vector of length one."""
    counts.update(article.terms.keys())
    weights = {t: c * log((before + 2) / (counts[t] + 0.5)) for t, c in article.terms.items()}
    length = sqrt(sum(w * w for w in weights.values())) or 1.0
    return {t: w / length for t, w in weights.items()}


def indexed_average_link(articles: Sequence[ArticleFeatures]) -> dict[str, int]:
    """Return the same clustering, but of stories found by an index of the twelve heaviest terms only."""
    counts: Counter[str] = Counter()
    vectors: list[dict[str, float]] = []
    story: list[int] = []
    members: list[list[int]] = []
    newest: list[int] = []
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for index, article in enumerate(articles):
        vector = _unit(article, counts, index)
        keys = sorted(vector, key=lambda t: (-vector[t], t))[:12]
        day = article.day or 0
        near = {story[i] for t in keys for i in postings[t] if day - newest[story[i]] <= 1}
        best, score = -1, 0.15
        for candidate in sorted(near):
            total = 0.0
            for member in members[candidate]:
                other = vectors[member]
                total += sum(w * other[t] for t, w in vector.items() if t in other)
            if total / len(members[candidate]) >= score:
                best, score = candidate, total / len(members[candidate])
        if best < 0:
            best = len(members)
            members.append([])
            newest.append(day)
        members[best].append(index)
        newest[best] = max(newest[best], day)
        vectors.append(vector)
        story.append(best)
        for t in keys:
            postings[t].append(index)
    return {article.article: story[i] for i, article in enumerate(articles)}


def _rate(run_once: Callable[[], object], n: int) -> float:
    start = process_time()
    run_once()
    return n / (process_time() - start)


def speed(articles: Sequence[ArticleFeatures], settings: ClusterSettings) -> dict[str, float]:
    """Return articles a second from ready features, and how many times those of the baselines that is."""
    sample = articles[-SPEED_SAMPLE:]
    rates: defaultdict[str, float] = defaultdict(float)
    for _ in range(2):  # in turns, for other work on the machine slows each of them down
        for name, once in (
            ("ours", lambda: assigned(sample, settings)),
            ("plain", lambda: average_link(sample)),
            ("indexed", lambda: indexed_average_link(sample)),
        ):
            rates[name] = max(rates[name], _rate(once, len(sample)))
    return {
        "n": len(sample),
        "articles_per_s": rates["ours"],
        "baseline_per_s": rates["plain"],
        "ratio": rates["ours"] / rates["plain"],
        "indexed_baseline_per_s": rates["indexed"],
        "ratio_to_indexed": rates["ours"] / rates["indexed"],
    }


def shortened(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with 30 words of its text, as where only title and summary are known."""
    return row | {"text": " ".join(row["text"].split()[:SHORT])}


def in_held_month(row: dict[str, Any]) -> bool:
    """Return whether an article is of a month that no setting was chosen on."""
    return int((row.get("published") or "0000-00")[5:7]) % 2 == 1


def stream_gold(data: Path) -> dict[str, str]:
    """Return the labelled story of each labelled article of the stream, those that are not in it included."""
    return {a: row["story"] for row in rows(data / "stream/stories-dev.jsonl.gz") for a in row["articles"]}


def _stream(data: Path, settings: ClusterSettings) -> dict[str, dict[str, float]]:
    labels, source = data / "stream/stories-dev.jsonl.gz", data / "stream/articles.jsonl.gz"
    if not (present(labels) and present(source)):
        return {}
    gold = stream_gold(data)
    table = list(rows(source))
    articles = fed(table, settings)
    predicted = assigned(articles, settings)
    here = {a: s for a, s in gold.items() if a in predicted}
    held = {row["id"] for row in table if in_held_month(row)}
    long = long_stories(table)
    short = assigned(fed(map(shortened, table), settings), settings)
    return {
        "stream": scores(gold, predicted),
        "stream-present": scores(here, predicted),
        "stream-tuned": scores({a: s for a, s in here.items() if a not in held}, predicted),
        "stream-held": scores({a: s for a, s in here.items() if a in held}, predicted),
        "stream-30-words": scores(here, short),
        "long-stories": scores(long, predicted) | {"largest_part": largest_part(long, predicted)},
        "stream-speed": speed(articles, settings),
    }


def story_rows(path: Path) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Return the articles of a set without dates of its own, and the story of each."""
    found = []
    gold = {}
    for index, row in enumerate(rows(path)):
        row["id"] = row.get("id") or f"{index:05}"
        row["published"] = day_of(row.get("url") or "")
        gold[row["id"]] = row["story"]
        found.append(row)
    return found, gold


def _stories(path: Path, settings: ClusterSettings) -> dict[str, float]:
    found, gold = story_rows(path)
    return scores(gold, assigned(fed(found, settings), settings))


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of all sets that are there."""
    settings = ClusterSettings()
    sets = {}
    for name in ("ecbplus-dev", "wikinews_medium", "wikinews"):
        path = data / f"stories/{name}.jsonl.gz"
        if present(path):
            sets[name] = _stories(path, settings)
    return sets | _stream(data, settings)
