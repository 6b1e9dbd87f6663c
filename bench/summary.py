"""ROUGE of the first 60 words' worth of chosen sentences against editors' neutral summaries.

Stories with an even number were used for tuning; `heldout` are those with an odd one.
"""

from __future__ import annotations

from pathlib import Path
from statistics import fmean

from rouge_score.rouge_scorer import RougeScorer

from bench.data import present, rows
from bench.reading import read_story, stream_rows
from writethru.cluster import origins
from writethru.publish import summarize
from writethru.settings import Settings

WORDS = 60
TYPES = ("rouge1", "rouge2", "rougeL")


def run(data: Path, every: int = 1) -> dict[str, dict[str, float]]:
    """Return mean ROUGE F over the stories of `stream/stories-dev`, `every`-th story only."""
    path = data / "stream" / "stories-dev.jsonl.gz"
    if not present(path):
        return {}
    stories = list(rows(path))[::every]
    table = stream_rows(data, (i for s in stories for i in s["articles"]))
    scorer = RougeScorer(list(TYPES), use_stemmer=True)
    found: dict[str, list[tuple[float, ...]]] = {"stories-dev": [], "heldout": []}
    for story in stories:
        documents = read_story(story["articles"], table)
        if not documents or not story["reference_summary"]:
            continue
        text = " ".join(s.text for s in summarize(documents, origins(documents), WORDS, settings=Settings()))
        scores = scorer.score(story["reference_summary"], text)
        figures = tuple(scores[t].fmeasure for t in TYPES)
        found["stories-dev"].append(figures)
        if story["story"] % 2:
            found["heldout"].append(figures)
    return {
        name: {"n": len(all_), **{t: fmean(f[i] for f in all_) for i, t in enumerate(TYPES)}}
        for name, all_ in found.items()
        if all_
    }
