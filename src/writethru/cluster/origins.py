"""Which articles of a story are one report: copies, agency texts, texts with others built around them, rewrites.

The cost grows with the pairs of articles that share sequences of words and are not linked by others yet.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from threading import Lock

from writethru.cluster.kinship import Kinship, kinship
from writethru.cluster.origin_outlets import unknown_among
from writethru.cluster.wording import Wording, Words, wording
from writethru.records import AnnotatedArticle, Origin, OriginKind, content_id
from writethru.settings import ClusterSettings

# Of the shorter one's sequences: with fewer no third of its sentences can be the other's, or three quarters of
# its quotations and little else. Where a rewrite says whose report it tells a few quotations are enough.
_LEAST_SHARED, _LEAST_NAMED = 0.15, 0.03
_REASONS = 3  # links of one origin that are told in words; a reader is not helped by more
_LONG, _MOST_KEPT = 8, 4  # articles of a story that is worth remembering, and stories that are
_STRENGTH: tuple[OriginKind, ...] = ("agency", "contained", "copy", "same-outlet", "rewrite")


class _Groups:
    """Articles that are linked, in groups."""

    def __init__(self, leader: Mapping[str, str] | None = None) -> None:
        self._leader = dict(leader or {})

    def add(self, article: str) -> None:
        """Add an article as a group of its own."""
        self._leader[article] = article

    def copy(self) -> _Groups:
        """Return the same groups, to be joined further."""
        return _Groups(self._leader)

    def lead(self, article: str) -> str:
        """Return the article that stands for the group of one."""
        leader = self._leader
        while leader[article] != article:
            leader[article] = leader[leader[article]]
            article = leader[article]
        return article

    def join(self, link: Kinship) -> None:
        """Make one group of the groups of both articles."""
        self._leader[self.lead(link.copy)] = self.lead(link.original)

    def __iter__(self) -> Iterator[list[str]]:
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for article in self._leader:
            groups[self.lead(article)].append(article)
        return iter(groups.values())


def _worth(shared: int, one: Wording, other: Wording, settings: ClusterSettings) -> bool:
    """Return whether two articles share enough to be compared sentence by sentence."""
    if shared < settings.copy_sequences:
        return False
    named = one.credits.keys() & {other.house, *other.credits} or one.house in other.credits
    least = _LEAST_NAMED if named else _LEAST_SHARED
    return shared >= least * min(len(one.sequences), len(other.sequences))


class _Index:
    """The sequences of the articles read so far, each with one holder of every report that has it.

    A hundred copies of one text are as quickly compared with the next article as one.
    """

    def __init__(self, groups: _Groups) -> None:
        self._groups = groups
        self._holders: defaultdict[Words, list[Wording]] = defaultdict(list)

    def likest(self, each: Wording) -> list[tuple[Wording, int]]:
        """Return the articles that share sequences with one, and how many, the likest first."""
        holders = self._holders
        known = each.sequences & holders.keys()
        shared = Counter(holder.article for sequence in known for holder in holders[sequence])
        by_id = {holder.article: holder for sequence in known for holder in holders[sequence]}
        ranked = sorted(shared.items(), key=lambda item: (-item[1], item[0]))
        return [(by_id[article], count) for article, count in ranked]

    def add(self, each: Wording) -> None:
        """Add the sequences of an article that its report does not have yet."""
        lead = self._groups.lead
        own = lead(each.article)
        for sequence in each.sequences:
            holders = self._holders[sequence]
            if not holders or all(lead(holder.article) != own for holder in holders):
                holders.append(each)


class _Reading:
    """The articles of a story in order of time, compared one by one with those before them.

    What comes later changes nothing of what was found before, so a story that grew is read on from where it was.
    """

    def __init__(self, settings: ClusterSettings) -> None:
        self.settings = settings
        self.read: list[Wording] = []
        self.groups = _Groups()
        self._found: list[Kinship] = []
        self._retold: list[Kinship] = []
        self._index = _Index(self.groups)
        self._first: dict[Words, Wording] = {}

    def begins(self, wordings: Sequence[Wording]) -> bool:
        """Return whether what was read is the beginning of a story."""
        return len(self.read) <= len(wordings) and all(
            one.told is other.told and one == other for one, other in zip(self.read, wordings, strict=False)
        )

    def add(self, each: Wording) -> None:
        """Join an article to what it is one report with."""
        groups, settings = self.groups, self.settings
        groups.add(each.article)
        self.read.append(each)
        same = self._first.setdefault(each.words, each)
        others = [(same, settings.copy_sequences)] if each.words and same is not each else []
        for other, count in [*others, *self._index.likest(each)]:
            if groups.lead(other.article) == groups.lead(each.article):
                continue
            if other is not same and not _worth(count, other, each, settings):
                continue
            link = kinship(other, each, settings)
            if link is None:
                continue
            if link.kind == "rewrite":
                self._retold.append(link)
            else:
                groups.join(link)
                self._found.append(link)
        self._index.add(each)

    def links(self) -> tuple[_Groups, list[Kinship]]:
        """Return the groups of articles that are one report, and the links that join them.

        A rewrite joins after all copies, to the report it has most of and to no other: a digest of two reports
        makes them no one report.
        """
        groups = self.groups.copy()
        return groups, [*self._found, *_attached(self._retold, groups)]


class _Readings:
    """The readings of the stories that were read last."""

    def __init__(self) -> None:
        self._kept: dict[str, _Reading] = {}
        self._lock = Lock()

    def take(self, wordings: Sequence[Wording], settings: ClusterSettings) -> _Reading:
        """Return a reading that is the beginning of a story, out of those that are kept; a new one if none is."""
        with self._lock:
            known = self._kept.pop(wordings[0].article, None) if wordings else None
        if known is not None and known.settings == settings and known.begins(wordings):
            return known
        return _Reading(settings)

    def keep(self, reading: _Reading) -> None:
        """Keep a reading; the one that was longest kept makes room."""
        if len(reading.read) < _LONG:
            return
        with self._lock:
            self._kept[reading.read[0].article] = reading
            while len(self._kept) > _MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))


_READINGS = _Readings()


def _attached(retold: Sequence[Kinship], groups: _Groups) -> Iterator[Kinship]:
    """Join rewrites to their reports, the strongest links first, and yield the links."""
    report = {article: lead for group in groups for article in group for lead in [groups.lead(article)]}
    attached: set[str] = set()
    for link in sorted(retold, key=lambda link: (-link.share, link.copy, link.original)):
        copy = report[link.copy]
        if copy not in attached and groups.lead(link.copy) != groups.lead(link.original):
            attached.add(copy)
            groups.join(link)
            yield link


def _origin(members: list[str], wordings: dict[str, Wording], kin: Sequence[Kinship]) -> Origin:
    """Return one origin: its original first, its kind that of the strongest link, and each link in words."""
    links = [link for link in kin if link.copy in members]
    copies = {link.copy for link in links}
    ranked = sorted(members, key=lambda article: (article in copies, wordings[article].published, article))
    first = ranked[0]
    if not links:
        return _alone(first)
    best: dict[str, Kinship] = {}
    for link in sorted(links, key=lambda link: (link.original != first, -link.share, link.original)):
        best.setdefault(link.copy, link)
    kinds = [link.kind for link in best.values()]
    kind = next(each for each in _STRENGTH if each in kinds)
    reasons = [best[article].why for article in ranked if article in best]
    more = [f"and {len(reasons) - _REASONS} more"] if len(reasons) > _REASONS else []
    why = "; ".join([*reasons[:_REASONS], *more])
    each = tuple(best[article].kind if article in best else kind for article in ranked)
    return Origin(
        id=content_id("origin", first),
        articles=tuple(ranked),
        kind=kind,
        why=why,
        kinds=each if len(set(each)) > 1 else (),
    )


def _alone(article: str) -> Origin:
    """Return an article that is a report by itself as the origin that it is."""
    return Origin(id=content_id("origin", article), articles=(article,))


def origins(
    documents: Sequence[AnnotatedArticle], settings: ClusterSettings | None = None
) -> tuple[Origin, ...]:
    """Return the independent reports behind the articles of one story, in order of their first article.

    Every article stands in exactly one origin. The first article of an origin is its original as far
    as can be told: the agency's own, else the earliest, else the text that the others contain.
    """
    if len(documents) == 1:  # nothing to compare it with
        return (_alone(documents[0].article.id),)
    settings = settings or ClusterSettings()
    unknown = unknown_among(d.article.publisher for d in documents)
    wordings = sorted(
        (wording(d, unknown) for d in documents), key=lambda each: (each.published, each.article)
    )
    reading = _READINGS.take(wordings, settings)
    for each in wordings[len(reading.read) :]:
        reading.add(each)
    groups, kin = reading.links()
    _READINGS.keep(reading)
    by_article = {each.article: each for each in wordings}
    found = [_origin(members, by_article, kin) for members in groups]
    place = {each.article: index for index, each in enumerate(wordings)}
    return tuple(sorted(found, key=lambda origin: min(place[a] for a in origin.articles)))
