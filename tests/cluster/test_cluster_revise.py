"""Stories revised by hand, and how well their articles fit: on invented articles, without a store."""

from __future__ import annotations

import cluster_invented as text
import pytest
from cluster_invented import document

from writethru.cluster import OpenStories, assign, changes, features, fits, restore, settle
from writethru.cluster.fit import apart, split_fallen
from writethru.cluster.revise import follow, merge, move, moved_on, parted, split, undo
from writethru.cluster.settle import merge_into
from writethru.records import AnnotatedArticle, StoryEvent
from writethru.settings import ClusterSettings

SETTINGS = ClusterSettings()
MARCH = "2031-03-01"


def told(words: str, *, day: str = MARCH, key: str, turned: int = 0) -> AnnotatedArticle:
    """An article of some sentences, told from another of them on."""
    parts = words.removesuffix(".").split(". ")
    return document(
        " ".join(parts[turned].split()[:7]),
        ". ".join(parts[turned:] + parts[:turned]) + ".",
        published=day,
        key=key,
    )


DAMS = [told(text.DAM, key=f"dam {n}", turned=n) for n in range(3)]
CHESS = [told(text.CHESS, key=f"chess {n}", turned=n) for n in range(3)]
QUAKES = [told(text.QUAKE_NORTH, key=f"quake {n}", turned=n) for n in range(3)]


def opened(*articles: AnnotatedArticle) -> tuple[OpenStories, dict[str, list[StoryEvent]]]:
    """Open stories that took in articles, and what placed each of them."""
    stories = OpenStories(SETTINGS)
    lives = {each.article.id: [assign(each, stories)] for each in articles}
    for event in settle(stories):
        lives[event.article or ""].append(event)
    return stories, lives


def ids(articles: list[AnnotatedArticle]) -> list[str]:
    return [each.article.id for each in articles]


def grouped(stories: OpenStories) -> set[frozenset[str]]:
    return {frozenset(id for _, _, id in story.articles) for story in stories.stories.values()}


def told_of(
    lives: dict[str, list[StoryEvent]], articles: list[AnnotatedArticle]
) -> dict[str, list[StoryEvent]]:
    return {each.article.id: lives[each.article.id] for each in articles}


def test_each_act_is_an_event_an_article_with_the_reason_and_where_it_was() -> None:
    _, lives = opened(*DAMS, *CHESS)
    dam, chess = (lives[each[0].article.id][-1].story for each in (DAMS, CHESS))
    for kind, act in (
        ("merged", merge(dam, told_of(lives, CHESS), "one day")),
        ("moved", move(dam, told_of(lives, CHESS[:1]))),
        ("split", split(told_of(lives, CHESS[:2]))),
    ):
        assert {event.kind for event in act} == {kind}
        assert {event.other for event in act} == {chess}
        assert {event.reason for event in act} == {"one day" if kind == "merged" else "by hand"}
        assert len({event.act for event in act}) == 1
        assert all(event.act and event.at == MARCH for event in act)
        assert len({event.article for event in act}) == len(act)
    assert split(told_of(lives, CHESS[:2]))[0].story not in {dam, chess}


def test_no_two_acts_and_no_two_split_stories_have_one_id() -> None:
    _, lives = opened(*DAMS)
    chosen = told_of(lives, DAMS[:2])
    acts, new = [], []
    for _ in range(3):
        done = split(chosen)
        back = undo(done, {id: [*life, e] for (id, life), e in zip(chosen.items(), done, strict=True)}, str)
        chosen = {id: [*life, e, b] for (id, life), e, b in zip(chosen.items(), done, back, strict=True)}
        acts += [done[0].act, back[0].act]
        new.append(done[0].story)
    assert len(set(acts)) == 6
    assert len(set(new)) == 3


def test_undo_leads_back_and_an_undo_is_undone_alike() -> None:
    _, lives = opened(*DAMS, *CHESS)
    dam, chess = (lives[each[0].article.id][-1].story for each in (DAMS, CHESS))
    done = merge(dam, told_of(lives, CHESS))
    after = {id: [*life, e] for (id, life), e in zip(told_of(lives, CHESS).items(), done, strict=True)}
    back = undo(done, after, str)
    assert {(e.kind, e.story, e.other) for e in back} == {("undone", chess, dam)}
    assert back[0].reason == "undoes a merge"
    again = undo(
        back, {id: [*life, e] for (id, life), e in zip(after.items(), back, strict=True)}, str, "after all"
    )
    assert {(e.kind, e.story, e.other) for e in again} == {("undone", dam, chess)}
    assert again[0].reason == "undoes an undo: after all"


def test_what_was_moved_on_since_is_named() -> None:
    _, lives = opened(*DAMS, *CHESS)
    done = split(told_of(lives, CHESS[:1]))
    after = [*lives[CHESS[0].article.id], done[0]]
    assert moved_on(done, {CHESS[0].article.id: after}) is None
    by_rule = StoryEvent("merged", "x", other=done[0].story)  # with all of its story: no step of its own
    assert moved_on(done, {CHESS[0].article.id: [*after, by_rule]}) is None
    next_step = move("x", {CHESS[0].article.id: after})[0]
    assert moved_on(done, {CHESS[0].article.id: [*after, next_step]}) == next_step


@pytest.mark.parametrize("through", [None, 10**6])
def test_what_a_person_put_somewhere_stays_there(through: int | None) -> None:
    stories, lives = opened(*DAMS, *CHESS)
    assert grouped(stories) == {frozenset(ids(DAMS)), frozenset(ids(CHESS))}
    follow(split(told_of(lives, DAMS[:2])), stories)
    follow(move(lives[CHESS[0].article.id][-1].story, told_of(lives, DAMS[2:])), stories)
    assert stories.unsettled == {}
    parts = {frozenset(ids(DAMS[:2])), frozenset(ids([*CHESS, DAMS[2]]))}
    assert grouped(stories) == parts
    assert settle(stories, through=through) == ()
    assert grouped(stories) == parts


def test_what_was_not_touched_is_settled_with_its_day() -> None:
    stories, lives = opened(*DAMS, *CHESS, *QUAKES)
    follow(merge(lives[DAMS[0].article.id][-1].story, told_of(lives, CHESS)), stories)
    assert set(stories.unsettled) == set(ids(QUAKES))
    stories.count_waiting(0.0)
    assert stories.rarity.total > 0.0  # what is settled counts for how rare its terms are


def test_what_was_done_by_hand_is_remembered_over_a_restart() -> None:
    stories, lives = opened(*DAMS, *CHESS)
    changes(stories)
    follow(split(told_of(lives, DAMS[:2])), stories)
    assert set(ids(DAMS)) <= set(changes(stories).articles)
    stories.changed |= set(stories.articles)
    again = restore(changes(stories), SETTINGS)
    assert grouped(again) == grouped(stories)
    assert set(again.unsettled) == set(ids(CHESS))


def test_articles_that_are_no_longer_open_are_left_alone() -> None:
    stories, lives = opened(*DAMS)
    _, others = opened(*CHESS)
    follow(merge(lives[DAMS[0].article.id][-1].story, others), stories)
    assert grouped(stories) == {frozenset(ids(DAMS))}


def test_stories_that_a_person_parted_are_told_apart() -> None:
    stories, lives = opened(*DAMS, *CHESS)
    dam, chess = (lives[each[0].article.id][-1].story for each in (DAMS, CHESS))
    done = split(told_of(lives, DAMS[:1]))
    follow(done, stories)
    assert parted(dam, done[0].story, stories)
    assert parted(done[0].story, dam, stories)
    assert not parted(dam, chess, stories)


@pytest.mark.parametrize("count", [1, 4])
def test_articles_that_are_like_both_tie_no_two_stories_that_a_person_parted(count: int) -> None:
    stories, lives = opened(*DAMS)
    follow(split(told_of(lives, DAMS[:1])), stories)
    parts = grouped(stories)
    for n in range(count):
        assign(told(text.DAM, day="2031-03-02", key=f"late {n}", turned=n % 3), stories)
    settle(stories, through=10**6)
    assert {part & set(ids(DAMS)) for part in grouped(stories)} - {frozenset()} == parts


def test_a_new_text_of_a_page_follows_it_where_a_person_put_it() -> None:
    stories, lives = opened(*DAMS, *CHESS)
    dam = lives[DAMS[0].article.id][-1].story
    follow(move(dam, told_of(lives, CHESS[:1])), stories)
    later = told(text.CHESS + " Torrent flew home.", key="chess 0")
    assert assign(later, stories).story == dam
    settle(stories, through=10**6)
    assert stories.story_of(later.article.id) == dam


# -- how well articles fit


def test_an_article_unlike_the_others_is_an_outlier_and_told_so() -> None:
    stories, _ = opened(*DAMS, *CHESS)
    found = fits([*DAMS, told(text.DAM, key="dam 4"), CHESS[0]], stories).articles
    odd = found[CHESS[0].article.id]
    assert odd.likeness is not None
    assert odd.likeness < 0.5
    assert odd.outlier.startswith(f"is far less like the others ({odd.likeness:.2f}) than")
    assert [fit.outlier for id, fit in found.items() if id != CHESS[0].article.id] == [""] * 4
    assert all((fit.likeness or 0) > odd.likeness for id, fit in found.items() if id != CHESS[0].article.id)


def test_days_apart_make_no_outlier() -> None:
    stories, _ = opened(*DAMS)
    late = told(text.DAM, day="2031-03-05", key="late")
    assert fits([*DAMS, late], stories).articles[late.article.id].outlier == ""


def test_one_alone_has_no_likeness_and_few_have_no_outlier() -> None:
    stories, _ = opened(*DAMS)
    assert fits(DAMS[:1], stories).articles[DAMS[0].article.id].likeness is None
    assert {fit.outlier for fit in fits([*DAMS[:2], CHESS[0]], stories).articles.values()} == {""}


def test_a_story_of_two_events_falls_into_two_groups_and_one_of_one_event_does_not() -> None:
    stories, lives = opened(*DAMS, *CHESS)
    placed = {id: stories.articles[id] for id in lives}
    first = min(placed.values(), key=lambda each: each.order).features.article
    other = CHESS if first in ids(DAMS) else DAMS
    assert set(apart(list(placed.values()), stories.scale.shared, SETTINGS)) == set(ids(other))
    assert apart([placed[id] for id in ids(DAMS)], stories.scale.shared, SETTINGS) == ()
    alone = [placed[id] for id in (*ids(DAMS), CHESS[0].article.id)]
    assert (
        apart(alone, stories.scale.shared, SETTINGS) == ()
    )  # one that does not fit is an outlier, and no story
    assert fits([*DAMS, *CHESS], stories).apart == apart(
        list(placed.values()), stories.scale.shared, SETTINGS
    )


def test_the_older_articles_of_a_long_story_go_with_those_they_are_like() -> None:
    stories, _ = opened(*DAMS, *CHESS)
    long = [
        stories.weigh(features(told(words, key=f"{words[:9]} {n}", turned=n % 3), SETTINGS))
        for n in range(12)
        for words in (text.DAM, text.CHESS)
    ]
    found = apart(long, stories.scale.shared, SETTINGS)
    assert len(found) == 12
    assert (
        len({stories.weigh(each.features).features.title for each in long if each.features.article in found})
        == 3
    )


def test_a_story_that_has_fallen_into_two_is_split() -> None:
    stories, lives = opened(*DAMS, *CHESS)
    dam = lives[DAMS[0].article.id][-1].story
    merge_into(dam, lives[CHESS[0].article.id][-1].story, stories)
    assert len(stories.stories) == 1
    events = split_fallen([dam], stories)
    assert grouped(stories) == {frozenset(ids(DAMS)), frozenset(ids(CHESS))}
    assert {(e.kind, e.other) for e in events} == {("split", dam)}
    first = min((DAMS + CHESS), key=lambda each: stories.articles[each.article.id].order)
    assert stories.story_of(first.article.id) == dam
    assert split_fallen(list(stories.stories), stories) == ()


def test_what_a_person_put_together_no_rule_splits() -> None:
    stories, lives = opened(*DAMS, *CHESS)
    dam = lives[DAMS[0].article.id][-1].story
    follow(merge(dam, told_of(lives, CHESS)), stories)
    assert split_fallen([dam], stories) == ()
    assert grouped(stories) == {frozenset(ids([*DAMS, *CHESS]))}
