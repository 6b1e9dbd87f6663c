"""False sentences about an article that got past `verify`, and true ones it doubted, by the kind of falsehood.

Articles and sentences are invented (`tests/cases/wording/`): a file has one article, then sentences that say in
other words what it says (`+ faithful`), then sentences that say something else, by kind (`- agent`). Rules were made
beside the `tune-` files; the sentences of the `held-` files were written before the rules and not read while they
were made.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from writethru.annotate import annotate
from writethru.publish import verify_text
from writethru.records import AnnotatedArticle, Article, Verification, content_id

CASES = Path(__file__).parents[1] / "tests" / "cases" / "wording"
PAGE = "# {title}\n\n{sentence}\n\n## Sources\n\n1. {outlet}: {title} ({day})\n"


class Case(NamedTuple):
    """A sentence about an article, and the kind of falsehood in it; `faithful` of none."""

    article: Article
    kind: str
    sentence: str


def read_cases(path: Path) -> Iterator[Case]:
    """Yield the sentences of a file with their article."""
    head, *parts = re.split(r"(?m)^[+-] ", path.read_text("utf-8"))
    first, _, text = head.partition("\n")
    outlet, day, title = (piece.strip() for piece in first.lstrip("= ").split("|"))
    key = content_id("case", path.stem)
    article = Article(
        id=content_id(key, title, text.strip()),
        key=key,
        title=title,
        text=text.strip(),
        publisher=outlet,
        published=day,
        language="en",
    )
    for part in parts:
        kind, *sentences = part.strip().split("\n")
        yield from (Case(article, kind, sentence) for sentence in sentences)


def check(case: Case, cache: dict[str, AnnotatedArticle] | None = None) -> Verification:
    """Check a page of the one sentence beside its article."""
    article = case.article
    page = PAGE.format(
        title=article.title, outlet=article.publisher, day=article.published, sentence=case.sentence
    )
    read = cache if cache is not None else {}

    def reading(one: Article) -> AnnotatedArticle:
        if one.id != article.id:
            return annotate(one)
        if one.id not in read:
            read[one.id] = annotate(one)
        return read[one.id]

    return verify_text(page, {article.id: article}, reading)


def doubted(found: Verification) -> tuple[str, ...]:
    """Return the kinds of fault of the sentence itself."""
    return tuple(f.kind for s in found.sentences if s.where.startswith("sections") for f in s.faults)


def figures(part: str) -> dict[str, float]:
    """Return the share of the falsehoods of each kind that is caught, and of the true sentences that is doubted."""
    total: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    read: dict[str, AnnotatedArticle] = {}
    for path in sorted(CASES.glob(f"{part}-*.txt")):
        for case in read_cases(path):
            total[case.kind] += 1
            caught[case.kind] += bool(doubted(check(case, read)))
    false = sum(n for kind, n in total.items() if kind != "faithful")
    return {
        "falsified": false,
        "caught": sum(n for kind, n in caught.items() if kind != "faithful") / max(false, 1),
        "faithful": total["faithful"],
        "false_alarms": caught["faithful"] / max(total["faithful"], 1),
        **{kind: caught[kind] / total[kind] for kind in sorted(total) if kind != "faithful"},
    }


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of the sentences the rules were made beside, and of those that were held back."""
    return {part: figures(part) for part in ("tune", "held")}
