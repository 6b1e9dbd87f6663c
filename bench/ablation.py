"""What each kind of evidence adds to the stories: every one of them left out in turn.

Scored on the months of the stream that no setting was chosen on, and on the confusable stories.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import structs

from bench.cluster import assigned, fed, in_held_month, scores, story_rows, stream_gold
from bench.data import present, rows
from writethru.cluster import ArticleFeatures, OpenStories, place
from writethru.settings import ClusterSettings

NEVER = 1e9


def variants(settings: ClusterSettings) -> dict[str, ClusterSettings]:
    """Return settings by what they leave out; `join` stays, so that a kind of evidence is missed, not renamed."""
    change = structs.replace
    return {
        "all": settings,
        "no names": change(settings, name_evidence=0.0, doubt=settings.doubt - 0.2 * settings.name_evidence),
        "no titles": change(
            settings, title_evidence=0.0, doubt=settings.doubt - 0.2 * settings.title_evidence
        ),
        "no text": change(settings, text_evidence=0.0, doubt=settings.doubt - 0.2 * settings.text_evidence),
        "no days": change(settings, day_cost=0.0),
        "no ordinals": change(settings, ordinal_cost=0.0),
        "no background": change(settings, prior_articles=1.0),
        "no fading": change(settings, fade=0.99999),
        "single articles as others": change(settings, alone=settings.join),
        "newest article only": change(settings, members=1),
    }


def online(articles: Sequence[ArticleFeatures], settings: ClusterSettings) -> dict[str, str]:
    """Return the story of each article as it was placed when it came, no day put together anew.

    Terms count as soon as their article is there.
    """
    open_stories = OpenStories(settings)
    found = {}
    for each in articles:
        found[each.article] = place(each, open_stories).story
        open_stories.count(each.article)
        open_stories.count_waiting(0.0)
        if each.day is not None and open_stories.turn_page(each.day):
            open_stories.close_old()
    return found


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return B3 F1 and ARI of each variant on the sets that are there."""
    settings = ClusterSettings()
    sets = {}
    source, confusable = data / "stream/articles.jsonl.gz", data / "stories/ecbplus-dev.jsonl.gz"
    if present(source):
        articles = fed((row for row in rows(source) if in_held_month(row)), settings)
        here = {each.article for each in articles}
        sets["stream"] = (articles, {a: s for a, s in stream_gold(data).items() if a in here})
    if present(confusable):
        found, gold = story_rows(confusable)
        sets["ecbplus"] = (fed(found, settings), gold)
    results: dict[str, dict[str, float]] = {}
    for name, (articles, gold) in sets.items():
        for variant, chosen in variants(settings).items():
            figures = scores(gold, assigned(articles, chosen))
            results[f"{name}: {variant}"] = {key: figures[key] for key in ("b3_p", "b3_r", "b3_f1", "ari")}
        figures = scores(gold, online(articles, settings))
        results[f"{name}: no day anew"] = {key: figures[key] for key in ("b3_p", "b3_r", "b3_f1", "ari")}
    return results
