"""Stories that run for more than a week, assembled from the stream by a rule: a word of the title, and dates.

Each word below stands for one affair within its dates (read through by hand); the articles between are
the distractors. What is asked is whether a story that changes from day to day stays one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

# word of the title, first and last day
LONG = (
    ("Petraeus", "2012-11-09", "2012-12-04"),
    ("Boston", "2013-04-15", "2013-05-18"),
    ("Zimmerman", "2013-07-14", "2013-07-23"),
    ("Bergdahl", "2014-06-01", "2014-06-09"),
    ("Ebola", "2014-09-30", "2014-11-01"),
    ("Baltimore", "2015-04-22", "2015-05-06"),
    ("Scalia", "2016-02-13", "2016-03-09"),
    ("Charlottesville", "2017-08-12", "2017-08-23"),
    ("Harvey", "2017-08-25", "2017-09-02"),
    ("Moore", "2017-11-09", "2017-12-14"),
    ("Franken", "2017-11-16", "2017-12-13"),
    ("Kavanaugh", "2018-09-01", "2018-10-06"),
    ("Soleimani", "2020-01-03", "2020-01-15"),
    ("Reade", "2020-04-12", "2020-05-15"),
    ("Floyd", "2020-05-28", "2020-06-24"),
)


def long_stories(articles: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the long story of each article of one, by id."""
    gold = {}
    for row in articles:
        day = (row.get("published") or "")[:10]
        for word, first, last in LONG:
            if first <= day <= last and word in row.get("title", ""):
                gold[row["id"]] = word
    return gold


def largest_part(gold: Mapping[str, str], predicted: Mapping[str, str]) -> float:
    """Return the mean, over the long stories, of the share of one that its largest predicted story holds."""
    shares = []
    for word in sorted(set(gold.values())):
        parts = Counter(predicted[a] for a, w in gold.items() if w == word)
        shares.append(max(parts.values()) / sum(parts.values()))
    return sum(shares) / len(shares) if shares else 0.0
