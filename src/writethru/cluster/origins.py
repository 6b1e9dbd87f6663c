"""Which articles of a story are one report: copies, agency texts, texts with others built around them.

The measure is containment, not similarity: how much of an article's own words (quotations left out, for
independent reporters quote the same speech) stand in another article as the same sequences of five
words. An agency text with local paragraphs around it is contained in the longer page, however little
the two pages are alike as wholes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Literal

from msgspec import Struct

from writethru.records import AnnotatedArticle, Origin, content_id
from writethru.settings import ClusterSettings

Kind = Literal["single", "copy", "agency", "contained", "same-outlet"]

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_SEQUENCE = 5  # words; four-word phrases of the trade recur in independent reports, five-word ones hardly do
_LONG_SENTENCE = 10  # words from which an identical sentence is no coincidence
_WHOLE = 0.35  # below, a text is built on another rather than its copy; one word in nine swapped leaves .44
_REASONS = 3  # links of one origin that are told in words; a reader is not helped by more
_AGENCIES = {
    "ap": "associated press",
    "the associated press": "associated press",
    "afp": "agence france-presse",
}


class Wording(Struct, frozen=True):
    """The words of one article, ready to be compared."""

    article: str
    publisher: str
    agencies: frozenset[str]
    published: str
    words: tuple[str, ...]
    sequences: frozenset[str]
    sentences: frozenset[str]


class Kinship(Struct, frozen=True):
    """That one article is built on the text of another, and how that shows."""

    copy: str
    original: str
    kind: Kind
    share: float
    why: str


def _agency(name: str) -> str:
    plain = name.strip().casefold()
    return _AGENCIES.get(plain, plain)


def _pieces(document: AnnotatedArticle) -> Iterator[tuple[int, int]]:
    """Yield the ranges of the text outside quotations, in order."""
    at = 0
    for quotation in sorted(document.body.quotations, key=lambda span: (span.start, span.end)):
        if quotation.start >= at:
            yield at, quotation.start
        at = max(at, quotation.end)
    yield at, len(document.article.text)


def wording(document: AnnotatedArticle) -> Wording:
    """Return the own words of an article: its text without what stands in quotation marks."""
    article = document.article
    sequences: set[str] = set()
    everything: list[str] = []
    for start, end in _pieces(document):
        words = [w.lower().replace("’", "'") for w in _WORD.findall(article.text, start, end)]
        everything += words
        sequences.update(" ".join(words[i : i + _SEQUENCE]) for i in range(len(words) - _SEQUENCE + 1))
    quoted = sorted((span.start, span.end) for span in document.body.quotations)
    starts = [start for start, _ in quoted]
    ends = [0, *accumulate((end for _, end in quoted), max)]  # the furthest end of the first so many
    sentences = set()
    for sentence in document.body.sentences:
        if ends[bisect_left(starts, sentence.end)] > sentence.start:
            continue
        words = _WORD.findall(article.text, sentence.start, sentence.end)
        if len(words) >= _LONG_SENTENCE:
            sentences.add(" ".join(words).lower().replace("’", "'"))
    return Wording(
        article=article.id,
        publisher=article.publisher,
        agencies=frozenset(_agency(name) for name in (article.agency, article.publisher) if name.strip()),
        published=article.order[0] or "9999",
        words=tuple(everything),
        sequences=frozenset(sequences),
        sentences=frozenset(sentences),
    )


def _shared_sequences(wordings: Sequence[Wording]) -> dict[tuple[int, int], int]:
    """Return for each pair of articles (by index) how many sequences they share, if any."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for index, each in enumerate(wordings):
        for sequence in each.sequences:
            holders[sequence].append(index)
    shared: defaultdict[tuple[int, int], int] = defaultdict(int)
    for indexes in holders.values():
        for place, first in enumerate(indexes):
            for second in indexes[place + 1 :]:
                shared[first, second] += 1
    return dict(sorted(shared.items()))


def _of(each: Wording) -> str:
    return f"{each.publisher}'s article" if each.publisher else "another article"


def _named(each: Wording) -> str:
    return each.publisher or "an article of an unnamed outlet"


def _earlier_of(one: Wording, other: Wording, shared: int) -> tuple[Wording, Wording]:
    """Return (copy, original): the agency's own text, else the earlier, else the contained one."""

    def rank(each: Wording, sibling: Wording) -> tuple[bool, str, float, str]:
        own = _agency(each.publisher) in sibling.agencies and _agency(each.publisher) != _agency(
            sibling.publisher
        )
        return (not own, each.published, -shared / max(len(each.sequences), 1), each.article)

    return (other, one) if rank(one, other) <= rank(other, one) else (one, other)


def kinship(one: Wording, other: Wording, shared: int, settings: ClusterSettings) -> Kinship | None:
    """Return how two articles that share sequences are one report, or None if they are two."""
    copy, original = _earlier_of(one, other, shared)
    smaller, larger = sorted((one, other), key=lambda each: (len(each.sequences), each.article))
    share = shared / max(len(smaller.sequences), 1)
    if shared < settings.copy_sequences and one.words != other.words:
        return None
    same_outlet = bool(copy.publisher) and copy.publisher.casefold() == original.publisher.casefold()
    agency = "" if same_outlet else min(copy.agencies & original.agencies, default="")
    sentences = len(copy.sentences & original.sentences)
    figures = f"{share:.0%} of " + (
        f"its 5-word sequences stand in {_of(original)}"
        if smaller is copy
        else f"the 5-word sequences of {_of(original)} stand in it"
    )

    def related(kind: Kind, why: str) -> Kinship:
        return Kinship(copy=copy.article, original=original.article, kind=kind, share=share, why=why)

    if one.words == other.words and one.words:
        why = f"{_named(copy)} has the words of {_of(original)}"
        return related("same-outlet" if same_outlet else "copy", why)
    if same_outlet:
        shown = f"{share:.0%} of the shorter one's 5-word sequences stand in the other"
        why = f"two articles of {copy.publisher}: {shown}"
        return related("same-outlet", why) if share >= settings.update_share else None
    if agency and (sentences >= settings.agency_sentences or share >= settings.agency_share):
        same = f"; {sentences} long sentences are the same" if sentences > 1 else ""
        return related("agency", f"{_named(copy)} credits {_credit(agency)}: {figures}{same}")
    if share >= settings.copy_share:
        alike = share >= _WHOLE and len(smaller.sequences) >= 0.7 * len(larger.sequences)
        return related("copy" if alike else "contained", f"{_named(copy)}: {figures}")
    return None


def _credit(agency: str) -> str:
    return agency.upper() if len(agency) <= 4 else agency.title()


def _groups(wordings: Sequence[Wording], kin: Sequence[Kinship]) -> list[list[str]]:
    """Return the articles that are linked, in groups."""
    leader = {each.article: each.article for each in wordings}

    def lead(article: str) -> str:
        while leader[article] != article:
            leader[article] = leader[leader[article]]
            article = leader[article]
        return article

    for link in kin:
        leader[lead(link.copy)] = lead(link.original)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for each in wordings:
        groups[lead(each.article)].append(each.article)
    return list(groups.values())


def _origin(members: list[str], wordings: dict[str, Wording], kin: Sequence[Kinship]) -> Origin:
    """Return one origin: its original first, its kind that of the strongest link, and each link in words."""
    links = [link for link in kin if link.copy in members]
    copies = {link.copy for link in links}
    ranked = sorted(members, key=lambda article: (article in copies, wordings[article].published, article))
    first = ranked[0]
    if not links:
        return Origin(id=content_id("origin", first), articles=(first,))
    best: dict[str, Kinship] = {}
    for link in sorted(links, key=lambda link: (link.original != first, -link.share, link.original)):
        best.setdefault(link.copy, link)
    kinds = [link.kind for link in best.values()]
    order: tuple[Kind, ...] = ("agency", "contained", "copy", "same-outlet")
    kind = next(each for each in order if each in kinds)
    reasons = [best[article].why for article in ranked if article in best]
    more = [f"and {len(reasons) - _REASONS} more"] if len(reasons) > _REASONS else []
    why = "; ".join([*reasons[:_REASONS], *more])
    return Origin(id=content_id("origin", first), articles=tuple(ranked), kind=kind, why=why)


def origins(
    documents: Sequence[AnnotatedArticle], settings: ClusterSettings | None = None
) -> tuple[Origin, ...]:
    """Return the independent reports behind the articles of one story, in order of their first article.

    Every article stands in exactly one origin. The first article of an origin is its original as far
    as can be told: the agency's own, else the earliest, else the text that the others contain.
    """
    settings = settings or ClusterSettings()
    wordings = sorted((wording(d) for d in documents), key=lambda each: (each.published, each.article))
    kin = []
    for (first, second), shared in _shared_sequences(wordings).items():
        link = kinship(wordings[first], wordings[second], shared, settings)
        if link is not None:
            kin.append(link)
    by_article = {each.article: each for each in wordings}
    found = [_origin(members, by_article, kin) for members in _groups(wordings, kin)]
    place = {each.article: index for index, each in enumerate(wordings)}
    return tuple(sorted(found, key=lambda origin: min(place[a] for a in origin.articles)))
