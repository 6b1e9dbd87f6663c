"""Score what becomes of articles: kinds of change between two texts, notes of mistakes, and notes in real articles.

`pairs` and `notes` are the invented cases of the tests (`tests/cases/amendments`): `right` is the share of pairs whose
kinds of change are all found and no other, `false_edits` how many pairs with another look only count as edited. Of
`notes`, `kind` is the share told by their kind, `sides` that of those whose wrong and right words are found, too.

`labels/notes-real.jsonl` are notes of the stream found by reading a sample of what was found and all that a search for
words of corrections found (places only). `found` is the share of them that is found, `kind` that of those found whose
kind is right, `false` how many of the passages that are no note are taken for one.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from bench.data import present, rows
from writethru.annotate import annotate, find_sentences
from writethru.ledger.amendments import compare, find_corrections
from writethru.records import NO_EDITS, AnnotatedArticle, Article, Findings, content_id

CASES = Path(__file__).parent.parent / "tests" / "cases" / "amendments"
LABELS = Path(__file__).parent / "labels" / "notes-real.jsonl"
STREAM = "stream/articles.jsonl.gz"


def _cases(name: str) -> dict[str, Any]:
    return tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))


def _article(title: str, text: str, publisher: str) -> AnnotatedArticle:
    key = content_id(publisher)
    id = content_id(key, title, text)
    when = "2031-05-14T08:00:00Z"
    return annotate(
        Article(id=id, key=key, title=title, text=text, publisher=publisher, published=when, language="en")
    )


def _swapped(text: str, swaps: list[list[str]]) -> str:
    for words, instead in swaps:
        text = text.replace(words, instead)
    return text


def _pairs() -> dict[str, float]:
    bases, right, false, plain = _cases("articles"), 0, 0, 0
    entries = _cases("pairs")["pair"]
    for entry in entries:
        base = bases[entry["article"]]
        before = _swapped(base["text"].strip(), entry.get("before", []))
        after = entry.get("text") or _swapped(before, entry.get("swap", []))
        one = _article(base["title"], before, base["publisher"])
        other = _article(entry.get("title", base["title"]), after, base["publisher"])
        kinds = sorted(kind for kind in compare(one, other).kinds if kind not in NO_EDITS)
        right += kinds == sorted(entry["kinds"])
        if not entry["kinds"]:
            plain += 1
            false += bool(kinds)
    return {"pairs": len(entries), "right": right / len(entries), "plain": plain, "false_edits": false}


def _notes() -> dict[str, float]:
    base, kinds, sides = _cases("articles")["dam"], 0, 0
    entries = _cases("notes")["note"]
    for entry in entries:
        text = f"{base['text'].strip()}\n\n{entry['text']}"
        found = find_corrections(_article(base["title"], text, base["publisher"]))
        if [c.kind for c in found] != ([entry["kind"]] if entry["kind"] else []):
            continue
        kinds += 1
        told = [(entry[side], getattr(c, side)) for c in found for side in ("wrong", "right")]
        sides += all(words in (cited.exact if cited else "") for words, cited in told)
    return {"notes": len(entries), "kind": kinds / len(entries), "sides": sides / len(entries)}


def _real(data: Path) -> dict[str, float]:
    labels: dict[str, list[dict[str, Any]]] = {}
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        labels.setdefault(label["article"], []).append(label)
    found = kind = false = notes = 0
    for row in rows(data / STREAM):
        if row["id"] not in labels:
            continue
        article = Article(id=row["id"], key=row["id"], title=row["title"], text=row["text"])
        document = AnnotatedArticle(article, Findings(sentences=find_sentences(row["text"])), Findings())
        told = [c for c in find_corrections(document) if c.note.field == "text"]
        for label in labels[row["id"]]:
            there = [c for c in told if c.note.start < label["end"] and label["start"] < c.note.end]
            if not label["kind"]:
                false += bool(there)
                continue
            notes += 1
            found += bool(there)
            kind += any(c.kind == label["kind"] for c in there)
    return {"notes": notes, "found": found / notes, "kind": kind / max(found, 1), "false": false}


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of the invented pairs and notes, and of the real ones where the stream is there."""
    sets = {"pairs": _pairs(), "notes": _notes()}
    if present(data / STREAM):
        sets["real"] = _real(data)
    return sets
