"""Build stories from case files: each names its findings in the words of its texts."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from writethru.annotate import find_sentences
from writethru.records import (
    AnnotatedArticle,
    Article,
    Attribution,
    Findings,
    Mention,
    Origin,
    Quantity,
    Span,
    TimeExpression,
    content_id,
)

CASES = Path(__file__).parent.parent / "cases" / "ledger"


def place(text: str, words: str, after: int = 0) -> Span:
    start = text.index(words, after)
    return Span(start, start + len(words))


def attribution(text: str, entry: dict[str, Any]) -> Attribution:
    content = place(text, entry["content"])
    sentence = max(text.rfind(". ", 0, content.start) + 1, text.rfind("\n", 0, content.start) + 1, 0)
    cue = place(text, entry["cue"], sentence)
    return Attribution(
        source=(),
        cue=(cue,),
        content=(content,),
        holder=entry.get("holder", ""),
        holder_kind=entry.get("kind", "person"),
        stance=entry.get("stance", "asserts"),
        direct=entry.get("direct", False),
        verification=entry.get("verification", False),
    )


def quantity(text: str, entry: dict[str, Any]) -> Quantity:
    span = place(text, entry["words"])
    return Quantity(
        span.start,
        span.end,
        low=entry.get("low"),
        high=entry.get("high"),
        unit=entry.get("unit", ""),
        counted=entry["counted"],
        approximate=entry.get("approximate", False),
    )


def time(text: str, entry: dict[str, Any]) -> TimeExpression:
    span = place(text, entry["words"])
    interval = (entry["day"], entry["day"])
    return TimeExpression(span.start, span.end, value=entry["day"], granularity="day", interval=interval)


def mention(text: str, entry: dict[str, Any]) -> Mention:
    start = text.index(entry["words"])
    length = entry.get("length", len(entry["words"]))
    name = entry.get("name", entry["words"])
    return Mention(start, start + length, kind=entry["kind"], name=name)


def build(entry: dict[str, Any]) -> AnnotatedArticle:
    text = entry["text"].strip()
    key = content_id(entry["publisher"], text)
    article = Article(
        id=key,
        key=key,
        title=entry.get("title", ""),
        text=text,
        publisher=entry["publisher"],
        published=entry.get("published", "2031-05-02"),
        language="en",
    )
    body = Findings(
        sentences=find_sentences(text),
        names=tuple(sorted((mention(text, e) for e in entry.get("names", ())), key=lambda m: m.start)),
        times=tuple(time(text, e) for e in entry.get("days", ())),
        quantities=tuple(quantity(text, e) for e in entry.get("counts", ())),
        attributions=tuple(attribution(text, e) for e in entry.get("says", ())),
    )
    return AnnotatedArticle(article, body, Findings())


def read_case(path: Path) -> tuple[dict[str, Any], list[AnnotatedArticle], list[Origin]]:
    """Return the case, its documents, and their origins: each its own unless the case shares them out."""
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    documents = [build(entry) for entry in case["article"]]
    by_origin: dict[str, list[str]] = {}
    for entry, document in zip(case["article"], documents, strict=True):
        by_origin.setdefault(entry.get("origin", document.article.id), []).append(document.article.id)
    return case, documents, [Origin(name, tuple(ids)) for name, ids in by_origin.items()]
