"""Attach what outlets say of checking a claim, or of taking it back, to the claim that they speak about."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Literal

from msgspec.structs import replace

from writethru.ledger.wording import Wording, read_wording
from writethru.ledger.words import words
from writethru.records import Assertion, Claim

Kind = Literal["unverified", "verified", "withdrawn"]
BESIDE = 500  # characters between a remark and the claim before it that it may mean
SHARED = 0.45  # of what a remark says beyond its phrase that a claim has to share
SHARED_APART = 0.7  # the same where the claim stands elsewhere
ANAPHOR = re.compile(
    r"\b(?:either|both|neither|the|this|that|these|those|any|such) (?:[\w'’]{2,14} )?(?:accounts?|claims?|reports?|allegations?|versions?|figures?|statements?|assertions?|numbers?|toll)\b",
    re.I,
)
TRACE = 5  # letters
MOST_MEANT = 4  # claims that one remark speaks about


@cache
def _phrases() -> dict[Kind, tuple[tuple[str, ...], ...]]:
    text = resources.files("writethru.ledger").joinpath("lexicon", "en", "remarks.toml").read_text("utf-8")
    tree: dict[Kind, str] = tomllib.loads(text)  # type: ignore[assignment]
    return {
        kind: tuple(tuple(w.stem for w in words(phrase)) for phrase in listed.replace("\n", "|").split("|"))
        for kind, listed in tree.items()
    }


@cache
def _traces() -> tuple[str, ...]:
    """Return the beginnings of the longest words of all phrases: a text without any of them has no phrase."""
    longest = {max(phrase, key=len)[:TRACE] for phrases in _phrases().values() for phrase in phrases}
    return tuple(sorted(longest))


def remark_kind(assertion: Assertion) -> Kind | None:
    """Return what an outlet's sentence tells of checking or taking back, None if it is no such remark."""
    lower = assertion.citation.exact.lower()
    if not any(trace in lower for trace in _traces()):
        return None
    stems = [word.stem for word in words(assertion.citation.exact)]
    places: dict[str, list[int]] = defaultdict(list)
    for place, stem in enumerate(stems):
        places[stem].append(place)
    kinds: tuple[Kind, ...] = ("withdrawn", "unverified", "verified")
    for kind in kinds:
        for phrase in _phrases()[kind]:
            if any(tuple(stems[at : at + len(phrase)]) == phrase for at in places.get(phrase[0], ())):
                return kind
    return None


def attach(claims: Sequence[Claim], remarks: Sequence[Assertion]) -> tuple[Claim, ...]:
    """Return claims, each with the remarks that speak about it."""
    if not remarks:
        return tuple(claims)
    by_article: dict[str, list[tuple[Assertion, int]]] = defaultdict(list)
    for number, claim in enumerate(claims):
        for assertion in claim.assertions:
            by_article[assertion.article].append((assertion, number))
    read: dict[str, Wording] = {}
    found: dict[int, list[Assertion]] = defaultdict(list)
    for remark in sorted(remarks, key=lambda a: (a.article, a.citation.start, a.id)):
        for number in _meant(remark, by_article, read):
            if all(other.id != remark.id for other in found[number]):
                found[number].append(remark)
    return tuple(
        replace(claim, remarks=tuple(found[n])) if n in found else claim for n, claim in enumerate(claims)
    )


def _meant(
    remark: Assertion, by_article: Mapping[str, Sequence[tuple[Assertion, int]]], read: dict[str, Wording]
) -> list[int]:
    """Return the numbers of the claims that a remark speaks about, the likeliest first."""
    about = read_wording(remark).weights
    size = sum(about.values())
    anaphor = bool(ANAPHOR.search(remark.citation.exact)) or size == 0
    ranked: list[tuple[float, int, int]] = []
    for article, entries in by_article.items():
        for assertion, number in entries:
            if assertion.id == remark.id or (
                assertion.holder_kind == "outlet" and assertion.citation == remark.citation
            ):
                continue
            gap = remark.citation.start - assertion.citation.end
            near = article == remark.article and -remark_length(remark) <= gap <= BESIDE
            if not near and article == remark.article and gap < 0:
                continue
            if assertion.id not in read:
                read[assertion.id] = read_wording(assertion)
            other = read[assertion.id].weights
            shared = sum(min(w, other[c]) for c, w in about.items() if c in other) / size if size else 0.0
            if (
                near and (shared >= SHARED or (anaphor and assertion.holder_kind != "outlet"))
            ) or shared >= SHARED_APART:
                ranked.append((shared + near, -max(gap, 0), number))
    ranked.sort(key=lambda entry: (-entry[0], -entry[1], entry[2]))
    return list(dict.fromkeys(number for _, _, number in ranked))[:MOST_MEANT]


def remark_length(remark: Assertion) -> int:
    """Return how many characters the cited words of a remark have: a claim may stand within them."""
    return remark.citation.end - remark.citation.start
