"""Score names on MEANTIME's entity mentions: spans, and which mentions are joined under one name.

MEANTIME marks every mention of an entity, nested ones and noun phrases included. Scored are its
*named* mentions: without leading determiners, possessives and adjectives in small letters, every
token must be capitalised (or hold a capital: iPhone), a number, or one of "of, the, and, &, for, de, -", and no
token may be a pronoun, a comma, a possessive ending or a word for an office (CEO, President). Of
nested named mentions the longest counts (of `A and B` the two names); appositions and conjunctions
are left out. Only the first sentences of a document are annotated: what is found after the last
annotated one does not count. Gold and found spans are compared in characters of the text rebuilt
from the tokens.

`span_f1`: F1 of exact spans. `relaxed_f1`: F1 of overlapping spans, each used once. `joined_b3`: B3
F1 over the exactly matched spans, gold clusters being the entities that mentions refer to, found
ones the joined names. Even documents (by number in order of name) are `meantime-tuned`, on which the
rules were tried out; odd ones are `meantime-held`.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bench.data import members, present
from writethru.annotate.names import find_names
from writethru.records import Sentence

LEADING = frozenset("the a an its their his her our this that these those both new".split())
JOINTS = frozenset("of the and & for de van von - on 's".split()) - {"'s"}
NO_NAME = frozenset(
    "i we he she it they you who which that its their his her our my me us them this these those some all many both any"
    " everyone what others no president ceo chief chairman chairwoman executive officer minister secretary director"
    " senator representative governor spokesman spokeswoman vice co-founder founder".split()
)
SKIPPED_TYPES = frozenset({"APP", "CONJ", "ARC", "PTV", "HLS", "PRO", "PRE.NOM", "NOM"})


class Gold(NamedTuple):
    """A document of the corpus: text, sentences, and the entity of each named span."""

    name: str
    text: str
    sentences: tuple[Sentence, ...]
    annotated: int  # where the annotated part ends
    spans: dict[tuple[int, int], str]


def _glued(left: str, right: str, opened: bool) -> bool:
    """Whether no blank stands between two tokens."""
    if right in (",", ".", ";", ":", "?", "!", ")", "''", "'s", "’s", "%", "'", "’", "n't") or left in (
        "(",
        "``",
        "$",
        "“",
    ):
        return True
    if left in ("'", "’") and right in ("s", "re", "ll", "ve", "t", "d", "m"):
        return True
    if right == "”":
        return True
    return right == '"' and opened


def _rebuild(
    tokens: Sequence[tuple[str, str, int]],
) -> tuple[str, tuple[Sentence, ...], dict[str, tuple[int, int]]]:
    """Return the text, its sentences and the place of each token."""
    text, places, bounds = "", dict[str, tuple[int, int]](), list[tuple[int, int]]()
    previous, sentence, opened = "", -1, False
    for at, (key, word, number) in enumerate(tokens):
        after = tokens[at + 1][1] if at + 1 < len(tokens) else ""
        hyphen = word == "-" and previous[-1:].isalnum() and after[:1].isalnum() and previous[:1].isupper()
        if number != sentence:
            if sentence >= 0:
                bounds.append((bounds.pop()[0], len(text)))
                text += "\n\n" if sentence < 2 else " "
            bounds.append((len(text), len(text)))
            sentence = number
        elif text and not (_glued(previous, word, opened) or hyphen or previous == "~"):
            text += " "
        if word == '"':
            opened = not opened
        start = len(text)
        text += {"``": '"', "''": '"'}.get(word, word)
        places[key] = (start, len(text))
        previous = "~" if hyphen or (word == '"' and opened) else word
    if bounds:
        bounds.append((bounds.pop()[0], len(text)))
    return text, tuple(Sentence(start, end) for start, end in bounds), places


def _named(words: list[str]) -> tuple[int, int] | None:
    """Return the range of tokens that is the name of a mention, or None."""
    first = 0
    while first < len(words) and (words[first].lower() in LEADING or words[first][0].islower()):
        if any(c.isupper() for c in words[first][1:]):
            break
        first += 1
    rest = words[first:]
    if rest and rest[-1] in (".", ","):
        rest = rest[:-1]
    capital = [any(c.isupper() for c in word) for word in rest]
    if not rest or not capital[0] or (not capital[-1] and not rest[-1][0].isdigit()):
        return None
    if any(word.lower() in NO_NAME for word in rest):
        return None
    fine = all(c or word in JOINTS or word[0].isdigit() for c, word in zip(capital, rest, strict=True))
    return (first, first + len(rest)) if fine else None


def read(name: str, content: bytes) -> Gold:
    """Return a document with its named mentions."""
    root = ElementTree.fromstring(content)
    tokens = [(t.attrib["t_id"], t.text or "", int(t.attrib["sentence"])) for t in root.iter("token")]
    words = {key: word for key, word, _ in tokens}
    text, sentences, places = _rebuild(tokens)
    entity = {
        source.attrib["m_id"]: target.attrib["m_id"]
        for link in root.iter("REFERS_TO")
        for target in link.findall("target")
        for source in link.findall("source")
    }
    spans: dict[tuple[int, int], str] = {}
    for mention in root.iter("ENTITY_MENTION"):
        keys = [anchor.attrib["t_id"] for anchor in mention.iter("token_anchor")]
        if not keys or mention.attrib.get("syntactic_type") in SKIPPED_TYPES:
            continue
        named = _named([words[key] for key in keys])
        if named:
            span = _bare(text, places[keys[named[0]]][0], places[keys[named[1] - 1]][1])
            spans.setdefault(span, entity.get(mention.attrib["m_id"], mention.attrib["m_id"]))
    marked = {key for mention in root.iter("ENTITY_MENTION") for key in (a.attrib["t_id"] for a in mention)}
    last = max((number for key, _, number in tokens if key in marked), default=-1)
    annotated = max((places[key][1] for key, _, number in tokens if number <= last), default=0)
    return Gold(name, text, sentences, annotated, _outermost(spans, text))


def _outermost(spans: dict[tuple[int, int], str], text: str) -> dict[tuple[int, int], str]:
    """Return the longest of nested spans, but of `A and B` the two names."""
    pairs = {
        s
        for s in spans
        if " and " in text[s[0] : s[1]] and sum(s != o and s[0] <= o[0] and o[1] <= s[1] for o in spans) > 1
    }
    left = {s: e for s, e in spans.items() if s not in pairs}
    return {s: e for s, e in left.items() if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in left)}


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without stop or comma at its end, which tokens of the corpus hold now and then."""
    return start, start + len(text[start:end].rstrip(".,"))


def b_cubed(pairs: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """Return the sums of B3 precision and recall over (gold cluster, found cluster) of each mention."""
    both, gold, found = Counter(pairs), Counter(g for g, _ in pairs), Counter(f for _, f in pairs)
    precision = sum(count * count / found[f] for (_, f), count in both.items())
    recall = sum(count * count / gold[g] for (g, _), count in both.items())
    return precision, recall


def found_names(document: Gold) -> list[tuple[int, int, str]]:
    """Return start, end and joined name of the names found in the annotated part of a document."""
    names = find_names(document.text, document.sentences)
    return [(*_bare(document.text, n.start, n.end), n.name) for n in names if n.start < document.annotated]


def figures(documents: Sequence[Gold]) -> dict[str, float]:
    """Return the figures over documents."""
    gold = found = exact = relaxed = 0
    precision = recall = 0.0
    for document in documents:
        names = found_names(document)
        gold += len(document.spans)
        found += len(names)
        pairs = [(document.spans[n[:2]], n[2]) for n in names if n[:2] in document.spans]
        exact += len(pairs)
        free = sorted(document.spans)
        for start, end, _ in names:
            hit = next((s for s in free if s[0] < end and start < s[1]), None)
            if hit:
                free.remove(hit)
                relaxed += 1
        p, r = b_cubed(pairs)
        precision, recall = precision + p, recall + r
    p, r = precision / max(exact, 1), recall / max(exact, 1)
    return {
        "n": len(documents),
        "mentions": gold,
        "span_precision": exact / max(found, 1),
        "span_recall": exact / max(gold, 1),
        "span_f1": 2 * exact / max(gold + found, 1),
        "relaxed_f1": 2 * relaxed / max(gold + found, 1),
        "joined_b3": 2 * p * r / (p + r) if p + r else 0.0,
    }


def documents(data: Path) -> list[Gold]:
    """Return the documents of the corpus in order of name."""
    archive = data / "times" / "meantime-dev.tar.gz"
    chosen = [
        (n, c) for n, c in members(archive) if n.endswith(".xml") and "/intra-doc_annotation/" in f"/{n}"
    ]
    return [read(name, content) for name, content in sorted(chosen)]


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of both halves."""
    if not present(data / "times" / "meantime-dev.tar.gz"):
        return {}
    corpus = documents(data)
    return {"meantime-tuned": figures(corpus[::2]), "meantime-held": figures(corpus[1::2])}
