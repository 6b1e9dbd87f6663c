"""Where accounts differ, and which figures were revised: the ledger's disputes written down."""

from __future__ import annotations

import re
from collections.abc import Sequence

from writethru.publish.carried import carries
from writethru.publish.days import date_edits
from writethru.publish.edits import apply_edits, layout_edits, link_edits, opening_edits
from writethru.publish.material import Check, Material
from writethru.publish.sense import has_finite
from writethru.records import (
    AnnotatedArticle,
    Change,
    Citation,
    CitedSentence,
    Contention,
    Disagreement,
    Dispute,
    Position,
    Span,
    Value,
)

SHOWN = ("conflict", "spread", "outlet-error")
# What says that something was checked and not found; "it is unclear when" says less.
VERIFYING = re.compile(r"\b(?:verif|confirm|corroborat|authenticat|substantiat|independent)", re.IGNORECASE)
WHETHER = "Whether "
# What comes behind one of these is no longer what the topic asks.
JOINING = re.compile(r"\b(?:that|which|who|whose|when|where|while|before|after|because|since|as|if)\b")
MARKED = re.compile(
    r"\b(?:the|an?|its|his|her|their|any|some)(?: \w{1,20}ly)? \w{1,20}ed\b"
)  # the suspected plan
SUPPOSED = re.compile(r"\b(?:asked|whether|if)\b", re.IGNORECASE)  # a figure in a question is told by nobody
MOST = 4  # a page that lists every difference hides the real ones


def statement(citation: Citation, material: Material) -> CitedSentence:
    """Return the words of a citation as the page prints them."""
    if citation.field == "title":
        return apply_edits(citation, layout_edits(citation.exact))
    document = find(material.documents, citation.article)
    span = Span(citation.start, citation.end)
    layout = [*link_edits(document, span), *layout_edits(citation.exact)]
    dates = date_edits(document, span, material.year)
    return apply_edits(citation, [*opening_edits(citation.exact), *layout, *dates])


def find(documents: Sequence[AnnotatedArticle], article: str) -> AnnotatedArticle:
    """Return the document of an article id."""
    return next(d for d in documents if d.article.id == article)


def position(contention: Contention, material: Material) -> Position:
    """Return one side, with the supporting citations that carry its words beside its own."""
    text = statement(contention.statement, material)
    first = text.citations[0].article
    more = tuple(c for c in contention.supporting if c.article != first and carries(c.exact, text))
    text = CitedSentence(text.text, text.citations + more[:2], text.edits)
    return Position(contention.holder, text, contention.value)


def disagreements(material: Material, check: Check) -> tuple[Disagreement, ...]:
    """Return the real disagreements, weightiest first, without sides that fail the check."""
    found: list[Disagreement] = []
    for dispute in material.disputes:
        if dispute.state not in SHOWN or len(found) == MOST or only_grew(dispute, material):
            continue
        positions = tuple(position(c, material) for c in dispute.contentions)
        positions = tuple(p for p in positions if check(p.statement))
        if len({p.statement.text for p in positions}) < 2 or not asks(dispute.topic):
            continue
        unverified = tuple(statement(c, material) for c in dispute.unverified if VERIFYING.search(c.exact))
        found.append(
            Disagreement(
                dispute.topic, dispute.kind, dispute.state, positions, tuple(filter(check, unverified))
            )
        )
    return tuple(found)


def only_grew(dispute: Dispute, material: Material) -> bool:
    """Return whether people were counted twice and more of them by the later report: what grew is no disagreement."""
    told = [
        (float(c.value["low"] or 0), find(material.documents, c.statement.article).article.dated or "")
        for c in dispute.contentions
        if c.value and "people" in str(c.value.get("unit")) and "low" in c.value
    ]
    return len(told) > 1 and min(told)[1] <= max(told)[1]


def asks(topic: str) -> bool:
    """Return whether a topic that begins with `Whether` goes on with a statement, which needs a verb of its own."""
    asked = MARKED.sub("the", JOINING.split(topic.removeprefix(WHETHER), maxsplit=1)[0])
    return not topic.startswith(WHETHER) or has_finite(asked, 0, len(asked))


def plain(number: float | str | None) -> str:
    """Return a number with thousands marked."""
    return f"{number:,.10g}" if isinstance(number, int | float) else str(number)


def figure(value: Value) -> str:
    """Return a value in words: `at least 12 people killed`, `9 to 12`, `2031-03-04`."""
    if "low" not in value and "high" not in value:
        return str(value.get("start") or "")
    low, high, unit = value.get("low"), value.get("high"), str(value.get("unit") or "")
    if low == high:
        words = plain(low)
    elif high is None:
        words = f"at least {plain(low)}"
    elif low is None:
        words = f"up to {plain(high)}"
    else:
        words = f"{plain(low)} to {plain(high)}"
    return f"{words} {unit}".strip()


def revised_figures(material: Material, check: Check) -> tuple[Change, ...]:
    """Return each figure that a later one replaced, because of the words that replaced it."""
    found = []
    for dispute in material.disputes:
        if dispute.kind != "number" or dispute.state != "superseded" or len(dispute.contentions) < 2:
            continue
        before, after = dispute.contentions[-2:]
        because, was = statement(after.statement, material), statement(before.statement, material)
        stated = not SUPPOSED.search(after.statement.exact) and check(because) and check(was)
        if before.value and after.value and before.value != after.value and stated:
            found.append(Change("figure revised", figure(before.value), figure(after.value), because, was))
    return tuple(found)
