"""Why an article is in its story, in words: rare terms, people and places that it shares, days between."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from writethru.cluster.features import ArticleFeatures
from writethru.cluster.likeness import Placed
from writethru.cluster.open_stories import OpenStories

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_SHOWN = 4
_LEAST = 0.02  # logits; terms that add less decided nothing


def why_opened(article: ArticleFeatures, score: float, nearest: str) -> str:
    """Return why an article opened a story; `nearest` is the open story that was most likely its own."""
    if not article.terms:
        return "its language is not read, so it stands alone"
    if not nearest:
        return "no open story of these days shares its heaviest terms"
    return f"nearest open story {nearest} is not near enough ({score:.2f})"


def why_joined(article: str, open_stories: OpenStories) -> str:
    """Return what an open article shares with the other articles of its story, in words."""
    mine = open_stories.articles[article]
    others = open_stories.others(article)
    known = [other.features for other in others]
    features = mine.features
    parts = (
        _shared_terms(mine, others, open_stories),
        _shared_names("person", "people", features.people, [other.people for other in known]),
        _shared_names(
            "organisation", "organisations", features.organisations, [o.organisations for o in known]
        ),
        _shared_names("same place", "same places", features.places, [other.places for other in known]),
        _days_apart(features, known),
    )
    return ", ".join(part for part in parts if part)


def _shared_terms(mine: Placed, others: Sequence[Placed], open_stories: OpenStories) -> str:
    shared = open_stories.scale.by_term(mine, others)
    weights = [(w, term) for term, w in shared.items() if w >= _LEAST]
    weights.sort(key=lambda pair: (-pair[0], pair[1]))
    written = _written(mine.features.opening, [term for _, term in weights[:_SHOWN]])
    more = ", ..." if len(weights) > len(written) else ""
    noun = "rare term" if len(weights) == 1 else "rare terms"
    return f"{len(weights)} {noun} ({', '.join(written)}{more})" if weights else ""


def _written(text: str, stems: Sequence[str]) -> list[str]:
    """Return for each stem the first word of the text that begins with it, or the stem."""
    initials = {stem[0] for stem in stems}
    words = [word for word in dict.fromkeys(_WORD.findall(text)) if word[0].lower() in initials]
    plain = [(word.lower(), word) for word in words]
    found = []
    for stem in stems:
        opening = stem if len(stem) < 4 else stem[:-1]
        match = [w for w in plain if w[0].replace(",", "").startswith(opening)]
        exact = [word for lower, word in match if lower.startswith(stem)]
        found.append(exact[0] if exact else match[0][1] if match else stem)
    return list(dict.fromkeys(found))


def _shared_names(one: str, many: str, mine: Mapping[str, str], theirs: Sequence[Mapping[str, str]]) -> str:
    shared = [form for form in sorted(mine) if any(form in names for names in theirs)]
    if not shared:
        return ""
    shown = ", ".join(mine[form] for form in shared[:3]) + (", ..." if len(shared) > 3 else "")
    count = "" if one.startswith("same") else f"{len(shared)} "
    return f"{count}{one if len(shared) == 1 else many} ({shown})"


def _days_apart(article: ArticleFeatures, others: Sequence[ArticleFeatures]) -> str:
    if article.day is None:
        return "undated"
    gaps = [abs(article.day - other.day) for other in others if other.day is not None]
    if not gaps:
        return "the others are undated"
    gap = min(gaps)
    return "same day" if gap == 0 else ("1 day apart" if gap == 1 else f"{gap} days apart")
