"""A store of any size, filled with invented stories: some are read and written, the others are copies of them.

A tale goes through the newsroom as any source does: read, placed, written, and written anew as more of its articles
come. Its copies are of other names, ids and weeks and otherwise the same to the letter, and are kept by the methods of
the store; so a hundred thousand articles take minutes. No raw bytes are kept of them.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from bench.invented import Row, Tale, named
from writethru import Newsroom
from writethru.newsroom.filing import file_whole
from writethru.records import AnnotatedArticle, Assertion, Brief, Revision, StoryEvent, content_id
from writethru.records import Record as Kept
from writethru.settings import Settings
from writethru.store import Addition, Card, Facet, Filing, Store, naming, open_store, said_by

R = TypeVar("R", bound=Kept)

# Articles of the tales that are read: of each story that goes on for days there are many of an hour.
SIZES = (2, 2, 3, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 45, 60, 120)
TALES = 96  # of several articles that are read; half as many of one
VISITS = 4  # in which the articles of a tale come, each a revision of its page at most
WEEKS = 52
LATE = 6  # articles of a tale that are held back, to come while the store is read
TAGS = (naming, said_by)
_ID = re.compile(rb"\b[0-9a-f]{16}\b")
_DAY = re.compile(rb"\b20\d\d-\d\d-\d\d")


class Told(Kept, frozen=True):
    """A story as a store keeps it."""

    additions: tuple[Addition, ...]
    revisions: tuple[Revision, ...]
    page: Brief | None
    card: Card
    facets: tuple[Facet, ...]
    filings: tuple[Filing, ...]


@dataclass
class Original:
    """A tale that went through the newsroom: its stories, its articles to come, and how often it was copied.

    Both are JSON with slots in place of names.
    """

    tale: Tale
    told: list[bytes]
    late: bytes
    copies: int = field(default=0)


def build(file: Path, *, articles: int, stories: int, now: datetime, tales: int = TALES) -> list[Row]:
    """Fill a new store with about so many articles in exactly so many stories; return articles that come next."""
    several = [_original(n, SIZES[n % len(SIZES)], now) for n in range(tales)]
    single = [_original(tales + n, 1, now) for n in range(tales // 2)]
    late: list[Row] = []
    held = made = 0
    with open_store(str(file)) as store:
        store._connection.execute("PRAGMA synchronous = OFF")  # type: ignore[attr-defined]
        random = Random("copies")
        while made < stories:
            many = held * stories <= made * articles
            original = random.choice(several if many else single)
            week = random.randrange(WEEKS) if original.copies else 0
            batch, coming = _copied(original, week)
            batch = batch[: stories - made]
            keep(store, batch)
            made += len(batch)
            held += sum(len(told.additions) for told in batch)
            late += coming if week == 0 and many else []
            if made // 500 > (made - len(batch)) // 500:
                print(f"{made} stories, {held} articles", file=sys.stderr)
    return late


def keep(store: Store, stories: Sequence[Told]) -> None:
    """Keep stories with their pages and cards."""
    for told in stories:
        store.add_many(told.additions)
        for revision in told.revisions:
            store.save_page(revision.page, revision.made_from)
    filings = [filing for told in stories for filing in told.filings]
    store.put_cards(((told.card, told.facets, told.page) for told in stories), filings)


def _original(number: int, articles: int, now: datetime) -> Original:
    """Have a tale read and its stories written, as often as its articles come."""
    last = now - timedelta(hours=Random(f"last {number}").uniform(0, 24 * 7))
    tale = Tale(number, articles, last)
    rows = list(tale.rows(LATE))
    with TemporaryDirectory() as folder:
        source, file = Path(folder, "rows.jsonl"), Path(folder, "one.db")
        step = max(2, -(-articles // VISITS))
        for at in range(0, articles, step):
            source.write_text("\n".join(json.dumps(row) for row in rows[: min(at + step, articles)][at:]))
            with Newsroom(file, now=now) as room:
                room.add(str(source))
        with open_store(str(file), read_only=True) as store:
            told = list(_told(store))
    empty = slots(number)
    late = _replaced(json.dumps(rows[articles:]).encode(), empty)
    return Original(tale, [_replaced(msgspec.json.encode(story), empty) for story in told], late)


def _told(store: Store) -> Iterator[Told]:
    """Yield the stories of a store, each with all that is kept of it."""
    placed: dict[str, list[tuple[AnnotatedArticle, StoryEvent]]] = {}
    for document, event in store.recent():
        placed.setdefault(event.story, []).append((document, event))
    for card in store.cards():
        said: dict[str, list[Assertion]] = {}
        for assertion in store.assertions(card.story):
            said.setdefault(assertion.article, []).append(assertion)
        yield Told(
            tuple(Addition(d, e, tuple(said.get(d.article.id, ()))) for d, e in placed[card.story]),
            store.revisions(card.story),
            store.current_page(card.story),
            card,
            store.facets(story=card.story),
            tuple(_with_names(f) for f in file_whole(store, card.story, Settings(), known=False)),
        )


def _with_names(filing: Filing) -> Filing:
    """Return a filing in which names stand in place of the tags that are made of them, so that they can be replaced."""
    names = {(kind, key) for _, kind, key in filing.named}
    tags = {tag(*name): "\n".join((tag.__name__, *name)) for name in names for tag in TAGS}
    return _tagged(filing, lambda tag: tags.get(tag, tag))


def _with_tags(filing: Filing) -> Filing:
    """Return a filing with the tags that are made of the names in it."""

    def made(tag: str) -> str:
        way, *name = tag.split("\n")
        return next((each(*name) for each in TAGS if name and each.__name__ == way), tag)

    return _tagged(filing, made)


def _tagged(filing: Filing, made: Callable[[str], str]) -> Filing:
    passages = (replace(p, tags=tuple(map(made, p.tags))) for p in filing.passages)
    return replace(filing, passages=tuple(passages))


def _copied(original: Original, week: int) -> tuple[list[Told], list[Row]]:
    """Return a tale told again, so many weeks before, and its articles that come next."""
    copy = original.copies
    original.copies += 1
    other = filling(original.tale.number, copy)
    stories = [_dated_again(_replaced(told, other), week) for told in original.told]
    found = [_with_new_ids(story, copy) for story in stories]
    rows = json.loads(_replaced(original.late, other))
    return found, rows


def slots(tale: int) -> list[tuple[bytes, bytes]]:
    """Return what stands in place of the names of a tale, and of the numbers of its articles, until they are filled."""
    return [(name.encode(), at) for name, at in _names(tale, named(tale), 0)]


def filling(tale: int, copy: int) -> list[tuple[bytes, bytes]]:
    """Return what fills the slots in a copy of a tale: the first has the names of the tale itself."""
    names = named(10_000 * (tale + 1) + copy) if copy else named(tale)
    return [(at, name.encode()) for name, at in _names(tale, names, copy)]


def _names(tale: int, names: dict[str, str], copy: int) -> Iterator[tuple[str, bytes]]:
    """Yield names in every case, each with its slot, which holds a byte that is in no JSON."""
    yield f"{tale:04}-{copy:04}-", b"\0number\0"
    for slot, name in names.items():
        yield name, b"\0" + slot.encode() + b"\0"
        yield name.lower(), b"\0" + slot.upper().encode() + b"\0"


def _replaced(data: bytes, pairs: Iterable[tuple[bytes, bytes]]) -> bytes:
    for one, other in pairs:
        data = data.replace(one, other)
    return data


def _dated_again(data: bytes, weeks: int) -> bytes:
    """Return data with all its days so many weeks earlier; weekdays stay."""

    def earlier(match: re.Match[bytes]) -> bytes:
        day = datetime.fromisoformat(match[0].decode()) - timedelta(weeks=weeks)
        return day.date().isoformat().encode()

    return _DAY.sub(earlier, data) if weeks else data


def _with_new_ids(data: bytes, copy: int) -> Told:
    """Return a story in which every article has the id that is due to its text."""
    story = msgspec.json.decode(data, type=Told)
    if copy:
        known: dict[bytes, bytes] = {}
        for addition in story.additions:
            article = addition.document.article
            key = content_id(article.key, str(copy))
            known[article.key.encode()] = key.encode()
            known[article.id.encode()] = content_id(key, article.title, article.text).encode()
        own = story.card.story.encode()
        known.setdefault(own, content_id(own.decode(), str(copy)).encode())
        story = msgspec.json.decode(_ID.sub(lambda match: known.get(match[0], match[0]), data), type=Told)
    return replace(story, filings=tuple(map(_with_tags, story.filings)))


def ready(
    folder: Path, *, articles: int, stories: int, now: datetime | None = None, tales: int = TALES
) -> tuple[Path, Path]:
    """Return a store of this size with the articles that come next (JSON Lines), built if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    file, late = folder / f"store-{articles}-{stories}.db", folder / f"late-{articles}-{stories}.jsonl"
    if not late.exists():
        file.unlink(missing_ok=True)
        rows = build(file, articles=articles, stories=stories, now=now or datetime.now(UTC), tales=tales)
        late.write_text("\n".join(json.dumps(row) for row in rows))
    return file, late
