"""Build the two texts of a pair from the case files, and small invented articles."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from writethru.annotate import annotate
from writethru.records import AnnotatedArticle, Article, content_id

CASES = Path(__file__).parent.parent / "cases" / "amendments"


def cases(name: str) -> dict[str, Any]:
    return tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))


def article(title: str, text: str, *, publisher: str = "Orrin Gazette", **more: Any) -> AnnotatedArticle:
    """Return an annotated article whose key is that of its address."""
    more = {"published": "2031-05-14T08:00:00Z", "language": "en", **more}
    key = content_id(more.pop("url", None) or f"https://{publisher}/story")
    text = text.strip()
    return annotate(
        Article(id=content_id(key, title, text), key=key, title=title, text=text, publisher=publisher, **more)
    )


def swapped(text: str, swaps: list[list[str]]) -> str:
    for words, instead in swaps:
        assert words in text, words
        text = text.replace(words, instead)
    return text


def pair(entry: dict[str, Any], bases: dict[str, Any]) -> tuple[AnnotatedArticle, AnnotatedArticle]:
    """Return the earlier and the later text of a case."""
    base = bases[entry["article"]]
    before = swapped(base["text"].strip(), entry.get("before", []))
    after = entry.get("text") or swapped(before, entry.get("swap", []))
    title = entry.get("title", base["title"])
    return (
        article(base["title"], before, publisher=base["publisher"]),
        article(title, after, publisher=base["publisher"], modified="2031-05-14T12:00:00Z"),
    )
