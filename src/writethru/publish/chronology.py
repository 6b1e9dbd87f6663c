"""The days that matter in a long story, and the sentences that tell of them.

A day matters as much as articles name it (not as much as is published on it), and those of later days
count twice: what is looked back on mattered. A sentence tells of it as much as it shares words with
the others that name the day. Swept on Timeline17: later articles 2 (of 1, 1.6, 2, 2.5, 3: from 1.6 on all are
alike), lead 10 (of 3 to 20: 8 to 12 are alike), without inverse
document frequency (0 of 0, .5, 1), damped frequency .7 (of .7, 1, 1.5), sentences that name other days
too at .7 (of .5 to 1).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from writethru.publish.days import SURE
from writethru.publish.material import overlap
from writethru.publish.spans import contains
from writethru.records import AnnotatedArticle, Record, Sentence

LEAD = 10  # sentences of an article that tell of its day of publication if they name no day
LATER = 2.0  # weight of an article of a later day that names a day
MANY = 0.7  # weight of a sentence that names several days
DAMPING = 0.7
SMOOTHING = 8  # terms added to a sentence's length, so that short ones do not win
SAME = 0.5  # share of the smaller sentence's terms at which one repeats the other


class Telling(Record, frozen=True):
    """A sentence and the days that it tells of."""

    document: AnnotatedArticle
    sentence: Sentence
    terms: frozenset[str]
    days: tuple[str, ...]
    named: bool  # the sentence names the days, they are not its article's


def tellings(document: AnnotatedArticle) -> list[Telling]:
    """Return the sentences of an article that tell of a day, named or, in its lead, the article's own."""
    found = []
    days = [
        t
        for t in document.body.times
        if t.interval
        and t.interval[0] == t.interval[1]
        and t.type in ("DATE", "TIME")
        and t.confidence >= SURE
    ]
    for position, sentence in enumerate(document.body.sentences):
        named = tuple(sorted({t.interval[0] for t in days if t.interval and contains(sentence, t)}))
        terms = frozenset(sentence.terms)
        if named:
            found.append(Telling(document, sentence, terms, named, True))
        elif position < LEAD and document.article.dated:
            found.append(Telling(document, sentence, terms, (document.article.dated[:10],), False))
    return found


def chronology(
    documents: Sequence[AnnotatedArticle], days: int, per_day: int, *, first: str = "", last: str = "9999"
) -> dict[str, list[Telling]]:
    """Return up to `days` days between `first` and `last` (ISO), each with up to `per_day` sentences."""
    told = [t for d in documents for t in tellings(d)]
    common = Counter(term for d in documents for s in d.body.sentences for term in set(s.terms))
    by_day: dict[str, list[Telling]] = defaultdict(list)
    naming: dict[str, dict[str, float]] = defaultdict(dict)
    for one in told:
        for day in one.days:
            if first <= day <= last:
                by_day[day].append(one)
                if one.named:
                    article = one.document.article
                    naming[day][article.key] = LATER if (article.dated or "")[:10] > day else 1.0
    ranked = sorted(by_day, key=lambda day: (-sum(naming[day].values()), day))
    return {day: tell(by_day[day], per_day, common) for day in sorted(ranked[:days])}


def tell(told: Sequence[Telling], most: int, common: Counter[str]) -> list[Telling]:
    """Return the sentences that say best what happened on a day, none repeating another."""
    usable = [t for t in told if len(t.terms) >= 4 and not t.sentence.boilerplate]
    share: Counter[str] = Counter(term for t in usable for term in t.terms)
    weight = {
        term: (count / len(usable)) ** DAMPING * (1 + 0.3 * math.log1p(common[term]))
        for term, count in share.items()
    }

    def score(t: Telling) -> float:
        total: float = sum(weight[term] for term in sorted(t.terms)) / (len(t.terms) + SMOOTHING)
        return total * (MANY if len(t.days) > 1 else 1.0)

    kept: list[Telling] = []
    for one in sorted(usable, key=lambda t: (-score(t), t.document.article.id, t.sentence.start)):
        if all(overlap(one.terms, k.terms) <= SAME for k in kept):
            kept.append(one)
        if len(kept) == most:
            break
    return kept
