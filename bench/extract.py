"""Pages of real outlets against their gold: title and date exact, body by token F1."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.data import members, present
from writethru.acquire import extract
from writethru.records import Article, Capture, moment
from writethru.settings import Settings

WORD = re.compile(r"\w+")


def pages(path: Path) -> Iterator[tuple[str, str, bytes, dict[str, Any]]]:
    """Yield name, URL, bytes and gold of each page.

    An outlet has one gold a parser version (`V1`, `V1_1`, ...) and one page a version, both in order.
    """
    files = dict(members(path))
    for name in sorted(n for n in files if n.endswith(".json")):
        stem = name.removesuffix(".json")
        gold = json.loads(files[name])
        urls = json.loads(files[f"{name.rsplit('/', 1)[0]}/meta.info"])
        found = sorted(n for n in files if re.fullmatch(re.escape(stem) + r"_[\d_]{10}\.html\.gz", n))
        for page, version in zip(found, gold.values(), strict=True):
            url = urls.get(page.rsplit("/", 1)[-1], {}).get("url", "")
            yield page, url, gzip.decompress(files[page]), version


def tokens(text: str) -> Counter[str]:
    """Return the words of a text with their counts, lower case."""
    return Counter(WORD.findall(text.lower()))


def body(gold: dict[str, Any]) -> str:
    """Return the gold body as text: summary, then headline and paragraphs of each section."""
    parts = list(gold["body"]["summary"])
    for section in gold["body"]["sections"]:
        parts += section["headline"] + section["paragraphs"]
    return "\n".join(parts)


def body_f1(article: Article, gold: dict[str, Any]) -> float:
    """Return the token F1 of an article's stand-first and text against the gold body."""
    found, wanted = tokens(article.text), tokens(body(gold))
    hits = sum((found & wanted).values())
    return 2 * hits / (sum(found.values()) + sum(wanted.values())) if hits else 0.0


def same_instant(stated: str | None, gold: str) -> bool:
    """Return whether two ISO times are one instant, to the second.

    Where the gold knows no zone, the clocks are compared as they stand.
    """
    wanted = datetime.fromisoformat(gold).replace(microsecond=0)
    if not stated:
        return False
    if wanted.tzinfo is None:
        return datetime.fromisoformat(stated).replace(tzinfo=None) == wanted
    return moment(stated) == wanted


def same_day(stated: str | None, gold: str) -> bool:
    """Return whether an ISO time names the day that the gold names, each in its own zone."""
    return bool(stated) and (stated or "")[:10] == datetime.fromisoformat(gold).date().isoformat()


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures over all pages of `pages/fundus-dev.tar.gz`."""
    path = data / "pages" / "fundus-dev.tar.gz"
    if not present(path):
        return {}
    rows = []
    for name, url, content, gold in pages(path):
        article, _ = extract(Capture(name, content, "text/html", url=url or None), settings=Settings())
        if article is None:
            rows.append((0.0, 0.0, 0.0, 0.0, 0.0))
            continue
        rows.append(
            (
                1.0,
                float(article.title == gold["title"].strip()),
                float(same_instant(article.published, gold["publishing_date"])),
                float(same_day(article.published, gold["publishing_date"])),
                body_f1(article, gold),
            )
        )
    keys = ("through", "title", "date", "day", "body_f1")
    means = {key: sum(row[i] for row in rows) / len(rows) for i, key in enumerate(keys)}
    return {"fundus-dev": {"n": float(len(rows)), **means}}
