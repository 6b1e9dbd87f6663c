"""How two articles are one report: a copy, an agency's text, a text within another, an update, a rewrite.

The measure is containment, not similarity: how much of what the shorter one tells in its own voice (quotations
left out, for independent reporters quote the same speech) stands, sentence by sentence, in the other. An agency
text with local paragraphs around it is contained in the longer page, however little the pages are alike. A
rewrite has few sentences of the other, but its quotations and numbers, and mostly says whose they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from writethru.cluster.origin_outlets import called, is_agency
from writethru.cluster.wording import Wording, Words
from writethru.records import OriginKind
from writethru.settings import ClusterSettings

_TAKEN = 0.7  # of a sentence's words in sequences of the other: one word in four swapped leaves .75
_FOUND = 0.6  # the same of a quotation
_FRESH = 0.2  # below, a sentence has nothing of the other but phrases of the trade
_FEW = 3  # quotations or numbers that may be common by chance, or for they are one post
_THIRD, _MOST = 1 / 3, 0.75
_WHOLE = 0.7  # of the longer one's words that a copy has; a shorter text stands within the longer


class Kinship(Struct, frozen=True):
    """That one article is built on the text of another, and how that shows."""

    copy: str
    original: str
    kind: OriginKind
    share: float
    why: str


class Shared(Struct, frozen=True):
    """How much of an article stands in another."""

    words: float  # share of its own words in sentences taken from the other
    taken: int  # so many of its sentences
    of: int
    fresh: float  # share of all its words in sentences and quotations with nothing of the other
    quotations: tuple[int, int]  # found in the other, of so many
    quoted: float  # share of its quoted words that are found
    numbers: tuple[int, int]
    names: float  # share of its names that the other has

    @property
    def borrowed(self) -> float:
        """How much more of what it quotes is the other's than of all it says is fresh, -1 to 1.

        An article that quotes nobody is judged by its numbers, if it has some.
        """
        some, every = self.numbers
        return (self.quoted if self.quotations[1] else some / every if every > _FEW else 0.0) - self.fresh


def shared(one: Wording, other: Wording) -> Shared:
    """Return how much of one article stands in another."""
    own, passages, quotations = one.passages[: one.own], one.passages, one.passages[one.own :]
    shares = one.shares(other.sequences)
    taken = [words for words, share in zip(own, shares, strict=False) if share >= _TAKEN]
    fresh = [words for words, share in zip(passages, shares, strict=True) if share < _FRESH]
    found = [words for words, share in zip(quotations, shares[one.own :], strict=True) if share >= _FOUND]
    return Shared(
        words=_share(taken, own),
        taken=len(taken),
        of=len(own),
        fresh=_share(fresh, passages),
        quotations=(len(found), len(quotations)),
        quoted=_share(found, quotations),
        numbers=(len(one.numbers & other.numbers), len(one.numbers)),
        names=len(one.names & other.names) / max(len(one.names), 1),
    )


def _share(some: Sequence[Words], every: Sequence[Words]) -> float:
    return sum(map(len, some)) / max(sum(map(len, every)), 1)


def _of(each: Wording) -> str:
    return f"{each.publisher}'s article" if each.publisher else "another article"


def _named(each: Wording) -> str:
    return each.publisher or "an article of an unnamed outlet"


def _credit(agency: str) -> str:
    return agency.upper() if len(agency) <= 4 else called(agency)


def _earlier_of(one: Wording, other: Wording) -> tuple[Wording, Wording]:
    """Return (copy, original): the agency's own text, else the one that the other names, the earlier, the shorter."""

    def rank(each: Wording, sibling: Wording) -> tuple[bool, bool, bool, str, int, str]:
        credited = bool(each.house) and each.house in sibling.agencies and each.house != sibling.house
        named = sibling.credits.get(each.house, 0) > max(each.credits.get(sibling.house, 0), 1)
        agency = is_agency(each.house)
        return (not credited, not agency, not named, each.published, each.size, each.article)

    return (other, one) if rank(one, other) <= rank(other, one) else (one, other)


def kinship(one: Wording, other: Wording, settings: ClusterSettings) -> Kinship | None:
    """Return how two articles that share sequences are one report, or None if they are two."""
    if one.words == other.words and one.words:
        copy, original = _earlier_of(one, other)
        kind: OriginKind = "same-outlet" if _one_house(one, other) else "copy"
        why = f"{_named(copy)} has the words of {_of(original)}"
        return Kinship(copy.article, original.article, kind, 1.0, why)
    smaller, larger = sorted((one, other), key=lambda each: (each.size, each.article))
    within = shared(smaller, larger)
    return _reprint(smaller, larger, within, settings) or _retold(smaller, larger, within, settings)


def _one_house(one: Wording, other: Wording) -> bool:
    return bool(one.house) and one.house == other.house


def _reprint(smaller: Wording, larger: Wording, within: Shared, settings: ClusterSettings) -> Kinship | None:
    """Return the kinship of two articles of which one has the other's sentences."""
    copy, original = _earlier_of(smaller, larger)
    house = _one_house(copy, original)
    agency = "" if house else min(copy.agencies & original.agencies, default="")
    credited = bool(agency) or (not house and copy.credits.get(original.house, 0) > 1)
    if within.words < (settings.credit_share if credited else settings.copy_share):
        return None
    # one long passage in a short text, a list or a post of hundreds of words, is not its report
    if within.taken < _FEW or within.taken < _THIRD * within.of:
        return None
    if within.fresh >= settings.copy_fresh and not credited:
        return None
    taken = f"{within.taken} of {{}} {within.of} sentences"
    share = f"({within.words:.0%} of the words)"
    if house:
        names = dict.fromkeys((original.publisher, copy.publisher))
        first = "two articles of " + ", which is also ".join(names)
        why = f"{first}: {taken.format('the shorter one’s')} stand in the other {share}"
        return Kinship(copy.article, original.article, "same-outlet", within.words, why)
    figures = (
        f"{taken.format('its')} stand in {_of(original)} {share}"
        if smaller is copy
        else f"{taken.format('the')} of {_of(original)} stand in it {share}"
    )
    named = f"{_named(copy)} credits {_credit(agency)}" if agency else _named(copy)
    alike: OriginKind = "copy" if smaller.size >= _WHOLE * larger.size else "contained"
    kind: OriginKind = "agency" if agency else alike
    return Kinship(copy.article, original.article, kind, within.words, f"{named}: {figures}")


def _retold(smaller: Wording, larger: Wording, within: Shared, settings: ClusterSettings) -> Kinship | None:
    """Return the kinship of two articles of which one retells the other, or both one third report.

    The less an article says whose report it tells, the more of it has to be the other's.
    """
    if within.fresh <= settings.rewrite_fresh and within.words >= _THIRD and within.names >= _MOST:
        figures = f"{within.taken} of its {within.of} sentences"
        return _rewrite(smaller, larger, within, figures, ", and it names few who are not there")
    if _one_house(smaller, larger):
        return None
    for copy, original in ((smaller, larger), (larger, smaller)):
        credit = copy.credits.get(original.house, 0)
        part = within if copy is smaller or not credit else shared(copy, original)
        often = credit > 1 and part.borrowed >= settings.rewrite_named
        once = credit == 1 and part.borrowed >= settings.rewrite_once and part.quotations[1] > _FEW
        if often or once:
            return _rewrite(copy, original, part, _figures(part), f", which it names {_times(credit)}")
    third = _third(smaller, larger)
    if within.quotations[1] > _FEW and third and within.borrowed >= settings.rewrite_once:
        return _rewrite(smaller, larger, within, _figures(within), f", and both name {called(third)}")
    if _says_no_more(within, settings):
        return _rewrite(smaller, larger, within, _figures(within), ", and it says little else")
    return None


def _says_no_more(part: Shared, settings: ClusterSettings) -> bool:
    """Return whether an article has the quotations and the numbers of another and little else.

    Quotations alone are not enough: who prints the same statement may have it from who made it.
    """
    some, every = part.numbers
    return part.quotations[1] > _FEW and part.borrowed >= settings.rewrite_unnamed and some >= _MOST * every


def _rewrite(copy: Wording, original: Wording, part: Shared, figures: str, why: str) -> Kinship:
    """Return the kinship of an article that retells another."""
    kind: OriginKind = "same-outlet" if _one_house(copy, original) else "rewrite"
    told = f"{_named(copy)}: {figures} stand in {_of(original)}{why}"
    return Kinship(copy.article, original.article, kind, max(part.quoted, part.words), told)


def _third(one: Wording, other: Wording) -> str:
    """Return the house that both articles name, the first at once or both more than once: whose report it tells."""
    houses = (one.told_of & other.told_of) - {one.house, other.house}
    told = [h for h in houses if h in one.leads or min(one.credits[h], other.credits[h]) > 1]
    return max(told, key=lambda h: (one.credits[h], other.credits[h], h), default="")


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _figures(part: Shared) -> str:
    """Return `all 6 quotations and 4 of 5 numbers`, whichever there are."""
    counts = [(part.quotations, "quotation"), (part.numbers, "number")]
    told = [
        f"{'all' if some == every > 1 else 'the' if some == every else f'{some} of'} {every} {noun}"
        f"{'s' if every > 1 else ''}"
        for (some, every), noun in counts
        if some
    ]
    return " and ".join(told)
