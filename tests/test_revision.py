"""Stories revised by hand in a newsroom: pages, ids, undoing, and what comes later."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from writethru import Newsroom
from writethru.errors import StoreFull, UsageError
from writethru.store.sqlite import cards

HARBOUR = (
    Path(__file__).parent / "cases" / "cli" / "harbour.jsonl"
)  # three articles on a ferry, one on a museum
EXAMPLE = Path(__file__).parent.parent / "examples" / "dam"
NOW = datetime(2031, 6, 1, tzinfo=UTC)
FERRY = ("h-1", "h-2", "h-3")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with Newsroom(tmp_path / "news.db", now=NOW) as opened:
        opened.add(HARBOUR)
        yield opened


def partition(room: Newsroom) -> dict[str, frozenset[str | None]]:
    return {s.id: frozenset(a.external_id for a in s.articles) for s in room.stories()}


def story_of(room: Newsroom, article: str) -> str:
    return room.story_of(article).id


def source(folder: Path, **fields: object) -> Path:
    path = folder / f"{fields['id']}-{len(list(folder.iterdir()))}.jsonl"
    path.write_text(json.dumps(fields), encoding="utf-8")
    return path


def test_the_steps_of_a_person_are_told_from_those_of_rules(room: Newsroom) -> None:
    before = room.last_point()
    room.add(EXAMPLE)
    assert len(room.happened(before)) > 1 and room.acts_since(before) == ()
    before = room.last_point()
    room.split(story_of(room, "h-1"), ["h-2"])
    assert [(act.kind, act.article) for act in room.acts_since(before)] == [
        ("split", room.article("h-2").article.id)
    ]


def test_what_a_person_changed_in_an_old_story_is_known_to_be_behind(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many articles came since: nothing looks through all of them."""
    monkeypatch.setattr(cards, "_LATE", 1)
    room.file()
    monkeypatch.setattr(Newsroom, "revise", lambda room, stories: ())  # killed before
    room.split(story_of(room, "h-1"), ["h-2"])
    changed = {story_of(room, "h-1"), story_of(room, "h-2")}
    assert changed <= set(room._store.behind())
    monkeypatch.undo()
    room.add(HARBOUR)
    assert room._store.behind() == ()


def test_a_merge_keeps_the_first_id_and_the_other_leads_to_it(room: Newsroom) -> None:
    ferry, museum = story_of(room, "h-1"), story_of(room, "h-4")
    done = room.merge([ferry, museum], reason="one harbour")
    assert (done.id, len(done.articles)) == (ferry, 4)
    assert partition(room) == {ferry: frozenset({*FERRY, "h-4"})}
    assert room.show(museum).brief.story == ferry
    (step,) = [e for e in room.story_of("h-4").events if e.kind == "merged"]
    assert (step.reason, step.other) == ("one harbour", museum)


def test_pages_follow_what_was_revised_and_are_carried_by_their_articles(room: Newsroom) -> None:
    ferry, museum = story_of(room, "h-1"), story_of(room, "h-4")
    assert room.show(ferry).brief.revision == 1
    assert {n.external_id for n in room.show(ferry).brief.sources} == set(FERRY)
    room.merge([ferry, museum])
    page = room.show(ferry)
    assert page.brief.revision == 2
    assert {n.external_id for n in page.brief.sources} == {*FERRY, "h-4"}
    assert (page.faults, room.verify(page).problems, room.verify().problems) == ((), (), ())
    new = room.split(ferry, ["h-3", "h-4"]).id
    left, right = room.show(ferry), room.show(new)
    assert (left.brief.revision, right.brief.revision) == (3, 1)
    assert {n.external_id for n in left.brief.sources} == {"h-1", "h-2"}
    assert {n.external_id for n in right.brief.sources} == {"h-3", "h-4"}
    room.move("h-3", ferry)
    assert [room.show(s).brief.revision for s in (ferry, new)] == [4, 2]
    for page in (left, right, room.show(ferry), room.show(new)):
        assert room.verify(page).problems == ()
        assert page.brief.counts.articles == len(page.brief.sources)
    checked = room.verify()
    assert checked.problems == ()
    assert checked.checked > 10
    assert room.doctor().faults == ()


def test_undo_takes_back_the_last_act_and_can_be_undone(room: Newsroom) -> None:
    before = partition(room)
    ferry, museum = story_of(room, "h-1"), story_of(room, "h-4")
    for act in (
        lambda: room.merge([museum, ferry]),
        lambda: room.split(ferry, ["h-1", "h-2"]),
        lambda: room.move("h-1", museum),
        lambda: room.move("h-4", ferry),
    ):
        touched = act().id
        after = partition(room)
        assert after != before
        room.undo(touched)
        assert partition(room) == before
        room.undo(touched)
        assert partition(room) == after
        room.undo(touched)
        assert partition(room) == before
    assert room.doctor().faults == ()


def test_undo_puts_articles_where_their_story_went_meanwhile(room: Newsroom) -> None:
    room.add(EXAMPLE)
    ferry, museum = story_of(room, "h-1"), story_of(room, "h-4")
    dam = room.stories()[0].id
    room.move("h-1", museum)
    room.merge([dam, ferry])
    room.undo(museum)
    assert story_of(room, "h-1") == dam
    assert story_of(room, "h-4") == museum


def test_what_was_moved_on_is_not_undone_behind_its_back(room: Newsroom) -> None:
    ferry, museum = story_of(room, "h-1"), story_of(room, "h-4")
    new = room.split(ferry, ["h-1"]).id
    room.move("h-1", museum)
    with pytest.raises(UsageError, match=f"moved on since, to story {museum}; undo that first"):
        room.undo(ferry)
    room.undo(museum)
    assert story_of(room, "h-1") == new


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda room, ferry, museum: room.merge([ferry]), "nothing to merge"),
        (lambda room, ferry, museum: room.merge([ferry, museum, ferry]), "was named twice"),
        (lambda room, ferry, museum: room.split(ferry, ["h-4"]), "is not in story"),
        (lambda room, ferry, museum: room.split(ferry, FERRY), "leave one at least"),
        (lambda room, ferry, museum: room.split(ferry, []), "name one article"),
        (lambda room, ferry, museum: room.move("h-1", ferry), "is in story"),
        (lambda room, ferry, museum: room.move("x", ferry), "no article 'x'"),
        (lambda room, ferry, museum: room.undo(ferry), "nothing was done by hand"),
        (lambda room, ferry, museum: room.why("x"), "no story 'x'"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(room: Newsroom, act: object, said: str) -> None:
    before = partition(room), room.story_of("h-1").events
    with pytest.raises(UsageError, match=said):
        act(room, story_of(room, "h-1"), story_of(room, "h-4"))  # type: ignore[operator]
    assert (partition(room), room.story_of("h-1").events) == before


def test_a_store_that_cannot_be_written_is_not_revised(room: Newsroom, tmp_path: Path) -> None:
    with Newsroom(tmp_path / "news.db", read_only=True) as kept, pytest.raises(StoreFull):
        kept.move("h-4", story_of(kept, "h-1"))
    assert len(partition(room)) == 2


def test_what_comes_later_leaves_in_place_what_a_person_put_there(room: Newsroom) -> None:
    ferry, museum = story_of(room, "h-1"), story_of(room, "h-4")
    room.move("h-3", museum)
    room.add(EXAMPLE)  # settles the day
    assert story_of(room, "h-3") == museum
    assert {story_of(room, a) for a in ("h-1", "h-2")} == {ferry}


def test_a_page_is_moved_with_all_its_texts_and_later_ones_follow(tmp_path: Path) -> None:
    told = (
        "Beekeepers of Ombrel counted 40 hives that did not live through the frost, said Brenna Quist. " * 4
    )
    fields = {
        "id": "p",
        "url": "https://ledger.example/hives",
        "publisher": "The Ledger",
        "title": "Frost kills hives in Ombrel",
    }
    with Newsroom(tmp_path / "news.db", now=NOW) as room:
        room.add(HARBOUR)
        museum = story_of(room, "h-4")
        for hour, more in ((9, ""), (10, "Honey will be dear.")):
            room.add(source(tmp_path, **fields, published=f"2031-05-12T{hour:02}:00:00Z", text=told + more))
        hives = story_of(room, "p")
        assert hives != museum
        before = partition(room)
        room.move("p", museum)
        assert hives not in partition(room)
        last = told + "A fund will pay."
        room.add(source(tmp_path, **fields, published="2031-05-12T11:00:00Z", text=last))
        assert len(room.article("p").article.text) == len(last)
        assert len(room.story_of("p").articles) == 4
        assert room.show(museum).brief.counts.articles == 2
        room.undo(museum)
        assert partition(room) == before
        assert len([a for s in room.stories() if s.id == hives for a in s.articles]) == 3


def test_a_story_that_is_long_closed_is_revised_like_any(tmp_path: Path) -> None:
    with Newsroom(tmp_path / "news.db", now=NOW) as room:
        room.add(HARBOUR)
        room.add(EXAMPLE)
    with Newsroom(tmp_path / "news.db", now=NOW) as room:
        room._store._connection.execute("DELETE FROM open_articles")  # type: ignore[attr-defined]
        ferry, museum = story_of(room, "h-1"), story_of(room, "h-4")
        room.merge([ferry, museum])
        assert {story_of(room, a) for a in (*FERRY, "h-4")} == {ferry}
        new = room.split(museum, ["h-1", "h-4"]).id
        assert {story_of(room, a) for a in ("h-1", "h-4")} == {new}
        assert all(member.likeness is not None for member in room.why(new).articles)


def test_why_explains_every_member(room: Newsroom) -> None:
    ferry, museum = story_of(room, "h-1"), story_of(room, "h-4")
    room.merge([ferry, museum], reason="one harbour")
    found = room.why(ferry)
    assert found.story == ferry
    assert [m.external_id for m in found.articles] == [a.external_id for a in room.stories()[0].articles]
    for member in found.articles:
        assert member.events
        assert all(event.reason for event in member.events)
        assert member.events[-1].story == ferry
        assert 0 < (member.likeness or 0) < 1
    odd = {m.external_id: m.outlier for m in found.articles}
    assert [id for id, words in odd.items() if words] == ["h-4"]
    (last,) = [m for m in found.articles if m.external_id == "h-4"]
    assert [e.kind for e in last.events][-1] == "merged"
    assert last.events[-1].reason == "one harbour"


def test_a_story_that_was_merged_from_two_is_told_to_have_fallen_apart(room: Newsroom) -> None:
    room.add(EXAMPLE)
    dam, ferry = room.stories()[0].id, story_of(room, "h-1")
    assert room.why(dam).apart == ()
    room.merge([dam, ferry])
    assert set(room.why(dam).apart) == {room.article(id).article.id for id in FERRY}


ACTS = st.lists(
    st.tuples(st.sampled_from(["merge", "split", "move", "undo"]), st.integers(0, 3), st.integers(0, 3)),
    max_size=12,
)


@given(ACTS)
@settings(max_examples=12, deadline=None)
def test_whatever_is_done_the_store_holds_together(acts: list[tuple[str, int, int]]) -> None:
    names = (*FERRY, "h-4")
    with Newsroom(now=NOW) as room:
        room.add(HARBOUR)
        ids = set(partition(room))
        for what, one, other in acts:
            try:
                if what == "merge":
                    done = room.merge([story_of(room, names[one]), story_of(room, names[other])])
                elif what == "split":
                    done = room.split(story_of(room, names[one]), {names[one], names[other]})
                elif what == "move":
                    done = room.move(names[one], story_of(room, names[other]))
                else:
                    done = room.undo(story_of(room, names[one]))
            except UsageError:
                continue
            ids.add(done.id)
            standing = partition(room)
            assert {a for articles in standing.values() for a in articles} == set(names)
            assert all(room.why(id).story in standing for id in ids)
            lives = [room.why(story).articles for story in standing]
            assert {member.events[-1].story for members in lives for member in members} == set(standing)
        assert room.doctor().faults == ()
