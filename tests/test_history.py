from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from writethru import Newsroom
from writethru.errors import StoreLocked, UsageError
from writethru.newsroom.history import make_again
from writethru.store.sqlite import SqliteStore

EXAMPLE = Path(__file__).parent.parent / "examples" / "dam"
FERRY = Path(__file__).parent / "cases" / "revisions" / "ferry.jsonl"
LINES = FERRY.read_text(encoding="utf-8").splitlines(keepends=True)
# One after the other as published: two reports, a reprint, a later toll, an arrest.
TIMES = ("2031-05-06T09:00", "2031-05-06T11:00", "2031-05-06T13:00", "2031-05-07T11:00", "2031-05-08T11:00")


def at(time: str) -> datetime:
    return datetime.fromisoformat(time).replace(tzinfo=UTC)


@pytest.fixture
def followed(tmp_path: Path) -> Newsroom:
    """A store that took in one article after the other, open at the end."""
    path = tmp_path / "news.db"
    for number, (line, time) in enumerate(zip(LINES, TIMES, strict=True)):
        source = tmp_path / f"{number}.jsonl"
        source.write_text(line, encoding="utf-8")
        with Newsroom(path, now=at(time)) as room:
            room.add(source)
    return Newsroom(path, now=at("2031-05-09T00:00"))


def story_of(room: Newsroom) -> str:
    (story,) = room.stories()
    return story.id


def test_adding_writes_the_revisions_of_a_story(followed: Newsroom) -> None:
    with followed as room:
        history = room.history(story_of(room))
        assert [note.revision for note in history] == [1, 2, 3]
        assert history[0].changes == ()
        assert [len(note.came) for note in history] == [2, 2, 1]
        assert [note.made_from.at[:16] for note in history if note.made_from and note.made_from.at] == [
            TIMES[1],
            TIMES[3],
            TIMES[4],
        ]
        toll = next(c for c in history[1].changes if c.kind == "figure revised")
        assert ("9 people" in toll.previously, "12 people" in toll.now) == (True, True)
        assert room.verify().problems == ()


def test_what_is_known_already_makes_no_revision(followed: Newsroom) -> None:
    with followed as room:
        before = room.history(story_of(room))
        room.add(FERRY)
        assert room.show(story_of(room)).brief.revision == 3
        assert room.history(story_of(room)) == before


def test_every_revision_can_be_made_again(followed: Newsroom) -> None:
    with followed as room:
        story = story_of(room)
        for revision in room._store.revisions(story):
            made = make_again(room._store, story, revision.page.revision, room.settings)
            assert msgspec.json.encode(made) == msgspec.json.encode(revision.page)


def test_a_page_is_shown_as_it_was(followed: Newsroom) -> None:
    with followed as room:
        story = story_of(room)
        early = room.show(story, revision=1)
        assert (early.brief.revision, early.brief.counts.articles, len(early.articles)) == (1, 2, 2)
        with pytest.raises(UsageError, match=f"story {story} has no revision 9: it has 1 to 3"):
            room.show(story, revision=9)


@pytest.mark.parametrize(
    ("since", "revision", "came"),
    [
        (1, 1, 3),
        (2, 2, 1),
        (3, 3, 0),
        ("2031-05-07T16:00:00Z", 2, 1),
        ("2031-05-01", 0, 5),
        ("2031-06-01", 3, 0),
    ],
)
def test_what_is_new_since_a_revision_or_a_time(
    followed: Newsroom, since: int | str, revision: int, came: int
) -> None:
    with followed as room:
        story = story_of(room)
        page = room.show(story, since=since)
        assert page.brief.revision == 3
        assert page.brief.since == msgspec.structs.replace(page.brief.since, revision=revision)
        assert len(page.brief.since.sources) == came
        told = {
            c.now for note in room.history(story) for c in note.changes if note.revision > max(revision, 1)
        }
        assert {c.now for c in page.brief.changes} <= told
        assert bool(page.brief.changes) == bool(told)
        assert room.verify(page).problems == ()


def test_a_time_that_is_none_is_wrong_use(followed: Newsroom) -> None:
    with followed as room, pytest.raises(UsageError, match="neither a revision nor an ISO 8601 time"):
        room.show(story_of(room), since="yesterday")


def test_two_revisions_are_compared(followed: Newsroom) -> None:
    with followed as room:
        story = story_of(room)
        last = room.diff(story)
        assert (last.old, last.new, len(last.sources_added)) == (2, 3, 1)
        whole = room.diff(story, 1)
        assert (whole.old, whole.new, len(whole.sources_added)) == (1, 3, 3)
        figures = [(c.previously, c.now) for c in whole.changes if c.kind == "figure revised"]
        assert figures == [("9 people killed", "14 people killed")]
        assert room.diff(story, 1, 2).changes == room.history(story)[1].changes
        for old, new, message in ((3, 1, "does not come before"), (1, 7, "has no revision 7")):
            with pytest.raises(UsageError, match=message):
                room.diff(story, old, new)


def test_one_revision_has_nothing_to_be_compared_with(tmp_path: Path) -> None:
    with Newsroom(tmp_path / "news.db", now=at("2031-05-09T00:00")) as room:
        room.add(FERRY)
        assert [note.revision for note in room.history(story_of(room))] == [1]
        with pytest.raises(UsageError, match="one revision only"):
            room.diff(story_of(room))


def test_the_last_page_is_that_of_all_articles_at_once(followed: Newsroom) -> None:
    def bare(room: Newsroom) -> str:
        page = room.show(story_of(room)).brief
        return json.dumps(msgspec.to_builtins(msgspec.structs.replace(page, revision=1, changes=())))

    with followed as room, Newsroom(now=room.now) as other:
        other.add(FERRY)
        assert bare(room) == bare(other)


def test_articles_taken_in_and_split_off_make_revisions(tmp_path: Path) -> None:
    with Newsroom(tmp_path / "news.db", now=at("2031-03-08T00:00")) as room:
        room.add(EXAMPLE)
        dam, other = (
            s.id
            for s in room.stories()
            if len(s.articles) != 2 or "Pell" in s.headline or "pipe" in s.headline
        )
        theirs = [a.id for s in room.stories() if s.id == other for a in s.articles]
        room.merge([dam, other])
        merged = room.show(dam).brief
        assert merged.revision == 2
        assert merged.changes[0].kind == "story merged"
        assert merged.changes[0].because.citations[0].article in theirs
        room.split(dam, theirs)
        split = room.show(dam).brief
        assert (split.revision, split.changes[0].kind) == (3, "story split")
        assert room.verify().problems == ()
        story = room._store.revisions(dam)
        assert [make_again(room._store, dam, r.page.revision, room.settings) for r in story] == [
            r.page for r in story
        ]


def test_articles_are_kept_where_no_page_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> bool:
        raise StoreLocked("held")

    with Newsroom(tmp_path / "news.db", now=at("2031-05-09T00:00")) as room:
        with monkeypatch.context() as patched:
            patched.setattr(SqliteStore, "save_page", locked)
            assert len(room.add(FERRY).added) == 5
            assert room.history(story_of(room)) == ()
        assert room.show(story_of(room)).brief.revision == 1
        assert len(room.history(story_of(room))) == 1
