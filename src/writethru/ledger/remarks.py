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

from writethru.ledger.wording import read_wording
from writethru.ledger.words import words
from writethru.records import Assertion, Claim

Kind = Literal["unverified", "verified", "withdrawn"]
BESIDE = 500  # characters between a remark and the claim before it that it may mean
SHARED = 0.45  # of what a remark says beyond its phrase that a claim has to share
SHARED_TAKEN_BACK = 0.3  # the same where an outlet takes back its own words
SHARED_APART = 0.7  # the same where the claim stands elsewhere
ANAPHOR = re.compile(
    r"\b(?:either|both|neither|the|this|that|these|those|any|such) (?:[\w'’]{2,14} )?(?:accounts?|claims?|reports?|allegations?|versions?|figures?|statements?|assertions?|numbers?|toll)\b|\b(?:this|that|it)\b(?=[.;,])",
    re.I,
)
TRACE = 5  # letters
SEVERAL = re.compile(
    r"\b(?:either|both|neither|these|those|any|accounts|claims|versions|figures|reports|allegations)\b", re.I
)
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
    """Return what the cited words tell of checking or taking back, None if nothing."""
    return kind_of(assertion.citation.exact)


def kind_of(text: str) -> Kind | None:
    """Return what a text tells of checking or taking back, None if nothing."""
    lower = text.lower()
    if not any(trace in lower for trace in _traces()):
        return None
    stems = [word.stem for word in words(text)]
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
    found: dict[int, list[Assertion]] = defaultdict(list)
    for remark in sorted(remarks, key=lambda a: (a.article, a.citation.start, a.id)):
        for number in _meant(remark, by_article):
            if all(other.id != remark.id for other in found[number]):
                found[number].append(remark)
    return tuple(
        replace(claim, remarks=tuple(found[n])) if n in found else claim for n, claim in enumerate(claims)
    )


def _meant(remark: Assertion, by_article: Mapping[str, Sequence[tuple[Assertion, int]]]) -> list[int]:
    """Return the numbers of the claims that a remark speaks about, the likeliest first."""
    about = read_wording(remark).weights
    size = sum(about.values())
    taking_back = remark_kind(remark) == "withdrawn"
    anaphor = bool(ANAPHOR.search(remark.citation.exact)) or size == 0
    ranked: list[tuple[float, int, int]] = []
    for article, entries in by_article.items():
        for assertion, number in entries:
            own = assertion.holder_kind == "outlet"
            if assertion.id == remark.id or (own and assertion.citation == remark.citation):
                continue
            gap = remark.citation.start - assertion.citation.end
            near = article == remark.article and -len(remark.citation.exact) <= gap <= BESIDE
            if (article == remark.article and gap < 0 and not near) or (
                taking_back and assertion.holder != remark.holder
            ):
                continue
            other = read_wording(assertion).weights
            shared = sum(min(w, other[c]) for c, w in about.items() if c in other) / size if size else 0.0
            asked = SHARED if near else SHARED_TAKEN_BACK if taking_back else SHARED_APART
            if shared >= asked or (near and anaphor and not own):
                ranked.append((shared + near, -max(gap, 0), number))
    ranked.sort(key=lambda entry: (-entry[0], -entry[1], entry[2]))
    if anaphor and ranked and not SEVERAL.search(remark.citation.exact):
        nearest = max(gap for _, gap, _ in ranked)  # gaps count down from 0
        ranked = [entry for entry in ranked if entry[1] == nearest]
    return list(dict.fromkeys(number for _, _, number in ranked))[:MOST_MEANT]
