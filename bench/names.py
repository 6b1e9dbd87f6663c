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
ones the joined names. `kind_accuracy`: share of exactly matched spans of persons, organisations and
places that have that kind (a people counts as its place, as the corpus has it). Without the filter
above: `plain_name_f1` is F1 of exact spans against all mentions that the corpus calls a name (NAM,
PRE.NAM), without their determiners, `any_mention_f1` against mentions of every sort, noun phrases and
pronouns included, which names alone cannot reach. Even documents (by number in order of name) are `meantime-tuned`, on which the
rules were tried out; odd ones are `meantime-held`.

`labels/name-pairs.jsonl` holds pairs of names that are one name or look as if they were; the part that
is `held` was kept apart while the rules were written. `precision`, `recall` and `f1` are those of
`same_name`, `key_precision` and `key_recall` those of equal keys.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench.data import members, present, rows
from writethru.annotate.names import find_names, name_key, same_name
from writethru.records import Mention, NameKind, Sentence

PAIRS = Path(__file__).parent / "labels" / "name-pairs.jsonl"
KINDS: dict[str, tuple[NameKind, ...]] = {
    "PER": ("person",),
    "ORG": ("organisation",),
    "LOC": ("place", "people"),
}
NAME_TYPES = frozenset({"NAM", "PRE.NAM"})
DETERMINERS = frozenset("the a an".split())

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
    kinds: dict[str, str]  # type of each entity
    names: frozenset[tuple[int, int]]  # all that the corpus calls a name
    mentions: frozenset[tuple[int, int]]  # mentions of every sort


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
    names, mentions = set[tuple[int, int]](), set[tuple[int, int]]()
    for mention in root.iter("ENTITY_MENTION"):
        keys = [anchor.attrib["t_id"] for anchor in mention.iter("token_anchor")]
        if not keys:
            continue
        whole = _bare(text, places[keys[0]][0], places[keys[-1]][1])
        mentions.add(whole)
        if mention.attrib.get("syntactic_type") in NAME_TYPES:
            first = len(keys) > 1 and words[keys[0]].lower() in DETERMINERS
            names.add((places[keys[first]][0], whole[1]))
        if mention.attrib.get("syntactic_type") in SKIPPED_TYPES:
            continue
        named = _named([words[key] for key in keys])
        if named:
            span = _bare(text, places[keys[named[0]]][0], places[keys[named[1] - 1]][1])
            spans.setdefault(span, entity.get(mention.attrib["m_id"], mention.attrib["m_id"]))
    marked = {key for mention in root.iter("ENTITY_MENTION") for key in (a.attrib["t_id"] for a in mention)}
    last = max((number for key, _, number in tokens if key in marked), default=-1)
    annotated = max((places[key][1] for key, _, number in tokens if number <= last), default=0)
    kinds = {e.attrib["m_id"]: e.attrib.get("ent_type", "") for e in root.iter("ENTITY")}
    outer = _outermost(spans, text)
    return Gold(name, text, sentences, annotated, outer, kinds, frozenset(names), frozenset(mentions))


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


class Name(NamedTuple):
    """A name that was found: its span, the joined name and its kind."""

    start: int
    end: int
    name: str
    kind: NameKind


def found_names(document: Gold) -> list[Name]:
    """Return the names found in the annotated part of a document."""
    names = find_names(document.text, document.sentences)
    return [
        Name(*_bare(document.text, n.start, n.end), n.name, n.kind)
        for n in names
        if n.start < document.annotated
    ]


def _f1(right: int, gold: int, found: int) -> float:
    return 2 * right / max(gold + found, 1)


def figures(documents: Sequence[Gold]) -> dict[str, float]:
    """Return the figures over documents."""
    count = Counter[str]()
    precision = recall = 0.0
    for document in documents:
        names = found_names(document)
        spans = {name[:2] for name in names}
        count["gold"] += len(document.spans)
        count["found"] += len(names)
        matched = [name for name in names if name[:2] in document.spans]
        count["exact"] += len(matched)
        for name in matched:
            kinds = KINDS.get(document.kinds.get(document.spans[name[:2]], ""))
            count["kinds"] += kinds is not None
            count["right kinds"] += kinds is not None and name.kind in kinds
        count["names"] += len(document.names)
        count["right names"] += len(document.names & spans)
        count["mentions"] += len(document.mentions)
        count["right mentions"] += len(document.mentions & spans)
        free = sorted(document.spans)
        for start, end, *_ in names:
            hit = next((s for s in free if s[0] < end and start < s[1]), None)
            if hit:
                free.remove(hit)
                count["relaxed"] += 1
        p, r = b_cubed([(document.spans[name[:2]], name.name) for name in matched])
        precision, recall = precision + p, recall + r
    p, r = precision / max(count["exact"], 1), recall / max(count["exact"], 1)
    return {
        "n": len(documents),
        "mentions": count["gold"],
        "span_precision": count["exact"] / max(count["found"], 1),
        "span_recall": count["exact"] / max(count["gold"], 1),
        "span_f1": _f1(count["exact"], count["gold"], count["found"]),
        "relaxed_f1": _f1(count["relaxed"], count["gold"], count["found"]),
        "joined_b3": 2 * p * r / (p + r) if p + r else 0.0,
        "kind_accuracy": count["right kinds"] / max(count["kinds"], 1),
        "plain_name_f1": _f1(count["right names"], count["names"], count["found"]),
        "any_mention_f1": _f1(count["right mentions"], count["mentions"], count["found"]),
    }


def judged(row: dict[str, Any]) -> tuple[bool, bool]:
    """Return whether the two names of a row are one by `same_name`, and by their keys."""
    left, right = (
        Mention(0, len(row[side]), "text", kind, row[side], name_key(row[side], kind))
        for side, kind in (("left", row["left_kind"]), ("right", row["right_kind"]))
    )
    return same_name(left, right), left.kind == right.kind and left.key == right.key


def pair_figures(labelled: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Return precision and recall of what is taken for one name."""
    count = Counter[str]()
    for row in labelled:
        same, equal = judged(row)
        count["same"] += bool(row["same"])
        count["judged"] += same
        count["right"] += same and bool(row["same"])
        count["keys"] += equal
        count["right keys"] += equal and bool(row["same"])
    return {
        "n": len(labelled),
        "precision": count["right"] / max(count["judged"], 1),
        "recall": count["right"] / max(count["same"], 1),
        "f1": _f1(count["right"], count["same"], count["judged"]),
        "key_precision": count["right keys"] / max(count["keys"], 1),
        "key_recall": count["right keys"] / max(count["same"], 1),
    }


def documents(data: Path) -> list[Gold]:
    """Return the documents of the corpus in order of name."""
    archive = data / "times" / "meantime-dev.tar.gz"
    chosen = [
        (n, c) for n, c in members(archive) if n.endswith(".xml") and "/intra-doc_annotation/" in f"/{n}"
    ]
    return [read(name, content) for name, content in sorted(chosen)]


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of both halves of the corpus and of both parts of the pairs."""
    labelled = list(rows(PAIRS))
    pairs = {
        f"pairs-{part}": pair_figures([row for row in labelled if row["part"] == part])
        for part in ("tuned", "held")
    }
    if not present(data / "times" / "meantime-dev.tar.gz"):
        return pairs
    corpus = documents(data)
    return {"meantime-tuned": figures(corpus[::2]), "meantime-held": figures(corpus[1::2])} | pairs
