"""Finding: by words in stories, articles, claims and quotations, and by outlet, person, place or organisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from writethru.errors import UsageError
from writethru.newsroom import cards, choosing, front
from writethru.newsroom.reading_room import ReadingRoom
from writethru.newsroom.reports import About, Found, FrontStory
from writethru.records.base import known_moment
from writethru.store import KINDS, Find, FindKind, Name, Wanted

NAMES = ("outlet", "person", "place", "organisation")
CLAIM_STATUSES = ("reported", "claimed", "disputed", "confirmed", "unverified", "superseded", "withdrawn")
QUICKEST: tuple[FindKind, ...] = ("quotation", "claim", "story", "article")
LONGEST_KEY = 200  # characters of the key of a name in a cursor
LAST = "\U0010ffff"  # stands behind whatever else there is
MOST_LEAFED = 1_000  # hits that can be leafed through; who wants more asks more narrowly


class Finding(ReadingRoom):
    """Finds what is kept."""

    def find(
        self,
        words: str,
        *,
        kind: str = "",
        outlet: str = "",
        person: str = "",
        place: str = "",
        organisation: str = "",
        since: str | None = None,
        until: str | None = None,
        status: str = "",
        limit: int = 20,
        cursor: str = "",
    ) -> Found:
        """Return stories, articles, claims and quotations that hold all words, or of one kind, best first.

        A name is given by its key or as it is written; what is found names it, is said by it, or stands in the
        outlet. `since` and `until` are ISO times of publication, `status` is one of claims. `cursor` is the `next`
        of what was found before: what was kept since then is not looked at, so that it shifts nothing.
        """
        words = self._searchable(words)
        kinds = _kinds(kind, status)
        _check_times(since=since, until=until)
        given = {"outlet": outlet, "person": person, "place": place, "organisation": organisation}
        names = tuple((each, self._key(each, name)) for each, name in given.items() if name)
        start, upto = _pinned(cursor) if cursor else (0, self._store.last_searched())
        wanted = Wanted(words=words, names=names, since=since, until=until, status=status, upto=upto)
        hits = self._in_turn(kinds, wanted, start + limit + 1)[start:]
        end = start + limit
        more = len(hits) > limit and end < MOST_LEAFED
        return Found(tuple(hits[:limit]), f"{end}-{upto[0]}-{upto[1]}" if more else "")

    def _in_turn(self, kinds: Sequence[FindKind], wanted: Wanted, most: int) -> list[Find]:
        """Return the hits of several kinds in one order; of a kind no more are looked up than its turns need.

        The turns of a kind that has too few go to the others: so those that are found quickest come first.
        """
        found: dict[FindKind, tuple[Find, ...]] = {}
        looked: dict[FindKind, int] = {}
        while True:
            for kind in sorted(kinds, key=QUICKEST.index):
                ended = {k: len(hits) for k, hits in found.items() if len(hits) < looked[k]}
                turns = -(-(most - sum(ended.values())) // max(len(kinds) - len(ended), 1))
                if kind not in ended and looked.get(kind, 0) < turns:
                    found[kind], looked[kind] = self._store.find(kind, wanted, turns), turns
                    break
            else:
                return _taking_turns([found[kind] for kind in kinds])[:most]

    def names_like(
        self, kind: str, words: str = "", *, initial: str = "", limit: int = 50, cursor: str = ""
    ) -> tuple[tuple[Name, ...], str]:
        """Return outlets, people, places or organisations, those in most stories first, and the next cursor."""
        found = self._store.names(
            _name_kind(kind),
            initial=initial.casefold()[:1],
            words=words,
            limit=limit + 1,
            after=_behind_name(cursor) if cursor else None,
        )
        last = found[limit - 1] if len(found) > limit else None
        return found[:limit], f"{last.stories}:{_place(last.key)}" if last else ""

    def about(self, kind: str, name: str, *, limit: int = 10) -> About:
        """Return what is kept of an outlet, person, place or organisation, by its key or as it is written.

        That is in how many stories it stands, its newest claims, quotations and articles, at most so many of each.
        """
        key = self._key(_name_kind(kind), name)
        known = self._store.name(kind, key)
        if known is None:
            raise UsageError(f"no {kind} {name!r} in any story; `writethru about {kind}` lists them")
        return About(
            known,
            self._store.count_naming(kind, key),
            self._store.reporting(key) if kind == "outlet" else None,
            self._store.told_by("claim", (kind, key), limit),
            self._store.told_by("quotation", (kind, key), limit),
            self._store.articles_naming(kind, key, limit),
        )

    def told_by(self, kind: str, name: str, what: str, *, limit: int = 30, cursor: str = "") -> Found:
        """Return the claims, quotations or articles of an outlet, person, place or organisation, newest first."""
        key, before = self._key(_name_kind(kind), name), _number(cursor) if cursor else 0
        if what == "article":
            found = self._store.articles_naming(kind, key, limit + 1, before)
        elif what in ("claim", "quotation"):
            found = self._store.told_by(_kinds(what, "")[0], (kind, key), limit + 1, before)
        else:
            raise UsageError(f"{what!r} is none of claim, quotation, article")
        return Found(found[:limit], str(found[limit - 1].number) if len(found) > limit else "")

    def front(
        self,
        *,
        active: bool = False,
        since: str = "",
        outlet: str = "",
        person: str = "",
        place: str = "",
        organisation: str = "",
        status: str = "",
        words: str = "",
    ) -> tuple[FrontStory, ...]:
        """List stories with how alive they are, the most significant first; only those alive if `active`.

        That is told as of `now`, or of the newest article where the newsroom has no clock. With `since`, an ISO time,
        only those are listed that changed since: of which a page was made, or an article came where there is none. A
        name is given by its key or as it is written; `status` is how alive they are, or `disputed` where accounts
        differ; all `words` stand in one of their articles.
        """
        _check_times(since=since)
        if status and status not in choosing.STATUSES:
            raise UsageError(f"no status {status!r}; stories are {', '.join(choosing.STATUSES)}")
        made = cards.missing(self._store)
        if made and not self._read_only:
            self._store.put_cards(made)
            made = []
        every = [*self._store.cards(), *(card for card, *_ in made)]
        listed = front.in_order(every, self.now, self.settings, active=active, followed=self.followed())
        names = {"outlet": outlet, "person": person, "place": place, "organisation": organisation}
        given = {
            **{kind: self._key(kind, name) for kind, name in names.items() if name},
            "q": self._searchable(words) if words else "",
            "status": status,
            "since": known_moment(since),
        }
        return tuple(choosing.chosen(listed, self, given))

    def stories_about(self, kind: str, name: str) -> tuple[FrontStory, ...]:
        """Return the stories with an outlet, person, place or organisation, the most significant first."""
        cards = self._store.cards(_name_kind(kind), self._key(kind, name))
        return front.in_order(cards, self.now, self.settings)

    def _key(self, kind: str, name: str) -> str:
        """Return the key of a name, by its key or as it is written; itself where nothing is known of it."""
        key = name.casefold()
        if self._store.name(kind, key) is not None:
            return key
        like = self._store.names(kind, words=name, limit=1)
        return like[0].key if like else key


def _check_times(**times: str | None) -> None:
    """Raise UsageError for what is no time: nothing would be found."""
    for name, when in times.items():
        if when and known_moment(when) is None:
            raise UsageError(f"{name}: {when[:60]!r} is no ISO 8601 time; give one like 2031-03-08")


def _kinds(kind: str, status: str) -> tuple[FindKind, ...]:
    if status and status not in CLAIM_STATUSES:
        raise UsageError(f"no status {status!r}; claims are {', '.join(CLAIM_STATUSES)}")
    chosen = tuple(each for each in KINDS if kind in ("", each))
    if not chosen:
        raise UsageError(f"nothing of the kind {kind!r} is kept; there are {', '.join(KINDS)}")
    return ("claim",) if status and "claim" in chosen else chosen


def _name_kind(kind: str) -> str:
    if kind not in NAMES:
        raise UsageError(f"no names of the kind {kind!r}; there are {', '.join(NAMES)}")
    return kind


def _pinned(cursor: str) -> tuple[int, tuple[int, int]]:
    """Return after how many hits to go on, and up to which article and passage the search looks."""
    start, _, upto = cursor.partition("-")
    articles, _, passages = upto.partition("-")
    return _number(start), (_number(articles), _number(passages))


def _place(key: str) -> str:
    """Return behind which key a list goes on: of one that no address could hold, behind all that begin like it."""
    return key if len(key) <= LONGEST_KEY else key[: LONGEST_KEY - 1] + LAST


def _behind_name(cursor: str) -> tuple[int, str]:
    """Return in how many stories the last name stands that was given, and its key."""
    stories, colon, key = cursor.partition(":")
    return _number(stories if colon else ""), key


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise UsageError(f"{text[:40]!r} is of no cursor; give the `next` of an answer")
    return int(text)


def _taking_turns(found: Sequence[Sequence[Find]]) -> list[Find]:
    """Return the hits of several kinds in one order: the best of each, then the next of each.

    How well a story fits cannot be compared with how well a sentence does.
    """
    placed: list[tuple[int, int, Any]] = [
        (place, kind, hit) for kind, hits in enumerate(found) for place, hit in enumerate(hits)
    ]
    return [hit for _, _, hit in sorted(placed, key=lambda each: each[:2])]
