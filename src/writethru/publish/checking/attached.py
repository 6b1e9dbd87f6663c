"""Times that a claim gives to one event and its source to another: each time with the verb it stands beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from writethru.publish.checking.case import Case, Found
from writethru.publish.checking.clauses import Clause
from writethru.publish.checking.days import Interval, same_weekday, shown
from writethru.publish.checking.roles import clauses_of, met
from writethru.publish.checking.senses import bases_listed
from writethru.publish.checking.words import listed
from writethru.records import TimeExpression


def time_faults(case: Case) -> Found:
    """Yield the times of a claim where every clause of the passage with the same verb has another."""
    if case.claim.kind != "sentence" or not case.passages:
        return
    mine = clauses_of(case)
    for time, clause in _beside(mine, [t for t in case.times if t.interval]):
        assert time.interval is not None
        counted = case.told.text[time.start : time.end].rpartition(" ")[2].lower() in listed(
            "sense", "counted"
        )
        if counted or clause.verb in bases_listed("sense", "light"):
            continue
        given = list(_given(case, clause))
        if given and not any(_one(time.interval, other) for other in given):
            yield "date", case.told.text[time.start : time.end], " or ".join(sorted(map(shown, given)))


def _given(case: Case, mine: Clause) -> Iterator[Interval]:
    """Yield the times of the clauses near by that have the same verb and what it befalls."""
    for passage in case.passages:
        document = case.library.documents[passage.article]
        who = case.library.identity(passage.article)
        if passage.first < 0:
            continue
        sentences = document.body.sentences
        for index in range(max(0, passage.first - 1), min(len(sentences), passage.last + 2)):
            sentence = sentences[index]
            there = list(case.library.clauses(passage.article, index, index))
            times = [
                t for t in document.body.times if sentence.start <= t.start < sentence.end and t.interval
            ]
            for time, clause in _beside(there, times):
                clash = met(mine.patient, clause.patient, who) < 0 or met(mine.agent, clause.agent, who) < 0
                if clause.verb == mine.verb and not clash and time.interval:
                    yield time.interval


def _beside(
    clauses: Sequence[Clause], times: Sequence[TimeExpression]
) -> Iterator[tuple[TimeExpression, Clause]]:
    """Yield each time with the clause in which it stands: the last verb before it, else the first behind."""
    for time in times:
        before = [c for c in clauses if c.at < time.start]
        if before or clauses:
            yield time, before[-1] if before else clauses[0]


def _one(a: Interval, b: Interval) -> bool:
    return (a[0] <= b[1] and b[0] <= a[1]) or same_weekday(a, b)
