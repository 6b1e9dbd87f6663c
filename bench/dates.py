"""Time expressions against TimeBank, AQUAINT, WikiWars, MEANTIME and news, by the TempEval-3 definition.

strict: same extent; relaxed: overlapping extents, each found expression used once; value and type:
of the relaxed matches, those with the same value or type; each as F1. Extents count no white space.
`NAME_even` is the half of the documents (second, fourth, ... by name) that rules are not tuned on.
`NAME_sure` and `NAME_unsure` are, of the dates of that half which can be placed, those with a
confidence of at least .8, which a page prints, and the others: n, and the share with the right value.
`newswire-2013` are the passages of `labels/times-real.jsonl`, news of 2012 to 2014 from the stream, labelled by
reading before anything was run on them. The rows of `dates_peers` follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from bench.data import members, present, rows
from bench.quantities import LABELS, STREAM, texts
from writethru.annotate.dates import find_times
from writethru.annotate.sentences import find_sentences

Extent = tuple[int, int, str | None, str | None]  # start, end, value, type
PRINTED = 0.8  # the confidence from which a page prints a date
LAST_SENTENCE = 5  # of MEANTIME's labels of time expressions
TAG = re.compile(r"<[^>]+>|[^<]+")


class Labelled(NamedTuple):
    """A document with its gold time expressions."""

    name: str
    published: str | None
    text: str
    gold: list[Extent]


def attribute(tag: str, name: str) -> str | None:
    """Return an attribute of a tag, None if it has none."""
    match = re.search(rf'\b{name}="([^"]*)"', tag)
    return match[1] if match else None


def marked(body: str, tag: str, value: str) -> tuple[str, list[Extent]]:
    """Return the text without tags and the extents of the elements called `tag`."""
    text, found, opened = [], [], []
    length = 0
    for match in TAG.finditer(body):
        piece = match[0]
        if piece.startswith(f"<{tag}"):
            opened.append((length, piece))
        elif piece.startswith(f"</{tag}"):
            start, element = opened.pop()
            found.append((start, length, attribute(element, value), attribute(element, "type")))
        elif not piece.startswith("<"):
            text.append(piece)
            length += len(piece)
    return "".join(text), found


def iso(value: str | None) -> str | None:
    """Return the day of a document's creation time, None if it is none."""
    return value[:10] if value and re.match(r"\d{4}-\d\d-\d\d", value) else None


def timeml(name: str, source: str) -> Labelled | None:
    """Read a TimeML document."""
    body = re.search(r"<TEXT>(.*?)</TEXT>", source, re.DOTALL)
    created = next((tag for tag in re.findall(r"<TIMEX3[^>]*>", source) if "CREATION_TIME" in tag), "")
    if body is None:
        return None
    text, gold = marked(body[1], "TIMEX3", "value")
    return Labelled(name, iso(attribute(created, "value")), text, gold)


def wikiwars(name: str, source: str) -> Labelled | None:
    """Read a WikiWars document: TIMEX2 elements, no types; empty values are kept as they are."""
    body = re.search(r"<TEXT>(.*?)</TEXT>", source, re.DOTALL)
    created = re.search(r'<DATETIME>\s*<TIMEX2 val="([^"]*)"', source)
    if body is None:
        return None
    text, gold = marked(body[1], "TIMEX2", "val")
    return Labelled(name, iso(created[1]) if created else None, text, gold)


def meantime(name: str, source: str) -> Labelled | None:
    """Read a MEANTIME document: numbered tokens, and TIMEX3 elements that point at them.

    Time expressions are labelled in the first six sentences only (title, date, beginning).
    """
    text, places, sentence = "", {}, None
    for token in re.finditer(r'<token [^>]*sentence="(\d+)" t_id="(\d+)">([^<]*)</token>', source):
        if int(token[1]) > LAST_SENTENCE:
            break
        gap = "" if not text else " " if token[1] == sentence else "\n\n"
        places[token[2]] = (len(text) + len(gap), len(text) + len(gap) + len(token[3]))
        text, sentence = text + gap + token[3], token[1]
    gold: list[Extent] = []
    created = None
    for match in re.finditer(r"(<TIMEX3[^>]*>)(.*?)</TIMEX3>", source, re.DOTALL):
        ids = re.findall(r't_id="(\d+)"', match[2])
        if "CREATION_TIME" in match[1]:
            created = iso(attribute(match[1], "value"))
        if ids and all(i in places for i in ids):
            ends = [places[i] for i in ids]
            gold.append(
                (min(ends)[0], max(ends)[1], attribute(match[1], "value"), attribute(match[1], "type"))
            )
    return Labelled(name, created, text, gold) if text else None


READERS = {
    "timebank": ("timebank-aquaint.tar.gz", "timebank/", ".tml", timeml),
    "aquaint": ("timebank-aquaint.tar.gz", "aquaint/", ".tml", timeml),
    "wikiwars": ("wikiwars-dev.tar.gz", "keyinline/", ".xml", wikiwars),
    "meantime": ("meantime-dev.tar.gz", "intra_cross-doc_annotation/", ".xml", meantime),
}


def documents(data: Path, name: str) -> Iterator[Labelled]:
    """Yield the documents of a set in order of their names."""
    archive, folder, suffix, reader = READERS[name]
    files = sorted(m for m in members(data / "times" / archive) if folder in m[0] and m[0].endswith(suffix))
    for path, content in files:
        document = reader(PurePosixPath(path).stem, content.decode("utf-8", "replace"))
        if document is not None:
            yield document


def newswire(data: Path) -> list[Labelled]:
    """Return the labelled passages of the stream in order of their rows, none if the stream is missing."""
    if not present(data / STREAM):
        return []
    labelled = list(rows(LABELS / "times-real.jsonl"))
    articles = texts(data, {row["article"] for row in labelled})
    read = []
    for row in labelled:
        if row["article"] in articles:
            article = articles[row["article"]]
            gold = [(t["start"], t["end"], t["value"], t["type"]) for t in row["times"]]
            text = article["text"][: row["end"]]
            read.append(Labelled(row["article"], iso(article["published"]), text, gold))
    return read


def predict(document: Labelled) -> list[Extent]:
    """Return what is found in a document."""
    sentences = find_sentences(document.text)
    found = find_times(document.text, sentences, published=document.published)
    return [(t.start, t.end, t.value, t.type) for t in found]


def squeeze(text: str, extents: list[Extent]) -> list[Extent]:
    """Return extents with offsets that count no white space, so that layout cannot matter."""
    seen = [0]
    for character in text:
        seen.append(seen[-1] + (not character.isspace()))
    return [(seen[a], seen[b], value, kind) for a, b, value, kind in extents]


def score(pairs: list[tuple[list[Extent], list[Extent]]]) -> dict[str, float]:
    """Return the figures for pairs of gold and found extents."""
    gold_count = found_count = strict = relaxed = value = kind = 0
    for gold, found in pairs:
        gold_count, found_count = gold_count + len(gold), found_count + len(found)
        strict += len({g[:2] for g in gold} & {f[:2] for f in found})
        used: set[int] = set()
        for start, end, gold_value, gold_kind in gold:
            hit = next(
                (i for i, f in enumerate(found) if f[0] < end and start < f[1] and i not in used), None
            )
            if hit is not None:
                used.add(hit)
                relaxed += 1
                value += found[hit][2] == gold_value
                kind += found[hit][3] == gold_kind
    total = gold_count + found_count

    def f1(hits: int) -> float:
        return 2 * hits / total if total else 0.0

    return {
        "n": gold_count,
        "predicted": found_count,
        "strict_f1": f1(strict),
        "relaxed_f1": f1(relaxed),
        "value_f1": f1(value),
        "type_f1": f1(kind),
    }


def bands(read: list[Labelled]) -> dict[str, dict[str, float]]:
    """Return how many dates were found with a confidence above and below the limit, and how many are right."""
    right: dict[str, list[bool]] = {"sure": [], "unsure": []}
    for document in read:
        found = find_times(document.text, find_sentences(document.text), published=document.published)
        for time in found:
            if time.interval is not None:
                gold = [g for g in document.gold if g[0] < time.end and time.start < g[1]]
                band = right["sure" if time.confidence >= PRINTED else "unsure"]
                band.append(any(g[2] == time.value for g in gold))
    return {band: {"n": len(hits), "right": sum(hits) / len(hits)} for band, hits in right.items() if hits}


def figures_of(name: str, read: list[Labelled]) -> dict[str, dict[str, float]]:
    """Return the figures of a set, of its even half, and of the confidence of dates there."""
    pairs = [(squeeze(d.text, d.gold), squeeze(d.text, predict(d))) for d in read]
    sets = {name: score(pairs), f"{name}_even": score(pairs[1::2])}
    return sets | {f"{name}_{band}": figures for band, figures in bands(read[1::2]).items()}


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of each set, and of its even half."""
    sets: dict[str, dict[str, float]] = {}
    for name, (archive, *_) in READERS.items():
        if not present(data / "times" / archive):
            continue
        read = list(documents(data, name))
        sets |= figures_of(name, read)
        if name == "wikiwars":  # TIMEX2 has no types
            for figures in (sets[name], sets[f"{name}_even"]):
                del figures["type_f1"]
        if name == "timebank":
            from bench.dates_peers import peers  # here, because it reads this module

            sets |= peers(read)
    read = newswire(data)
    return sets | figures_of("newswire-2013", read) if read else sets
