"""Stories revised by hand, and explained: what a person says goes through here to the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import structs

from writethru.errors import UsageError
from writethru.newsroom.intake import remembered
from writethru.newsroom.reports import Explanation, Member, naming
from writethru.records import Article, Story, StoryEvent
from writethru.settings import Settings
from writethru.store import Store

if TYPE_CHECKING:
    from writethru.cluster.revise import Lives


def merge(store: Store, stories: Sequence[Story], reason: str, settings: Settings) -> Story:
    """Take stories into the first of them; the ids of the others lead to it from then on."""
    from writethru.cluster import revise

    if not stories:
        raise UsageError("nothing to merge; name two stories or more")
    into, *others = stories
    if not others:
        raise UsageError(f"one story is nothing to merge; name others to take into {into.id}")
    if len({story.id for story in stories}) < len(stories):
        raise UsageError(f"nothing to merge: {_twice(stories)} was named twice, or is where another id leads")
    moving = [article for story in others for article in story.articles]
    return _carry_out(store, revise.merge(into.id, store.lives(moving), reason), settings)


def _twice(stories: Sequence[Story]) -> str:
    ids = [story.id for story in stories]
    return next(id for id in ids if ids.count(id) > 1)


def split(store: Store, story: Story, articles: Sequence[Article], reason: str, settings: Settings) -> Story:
    """Make articles of a story a new one, each with its earlier texts."""
    from writethru.cluster import revise

    if not articles:
        raise UsageError(f"nothing to split off; name one article of story {story.id}, or several")
    for article in articles:
        if article.id not in story.articles:
            there = store.story_of(article.id)
            raise UsageError(f"article {article.id} is not in story {story.id} but in {there}")
    moving = _all_texts(store, story, articles)
    if len(moving) == len(story.articles):
        raise UsageError(f"these are all articles of story {story.id}; leave one at least")
    return _carry_out(store, revise.split(store.lives(moving), reason), settings)


def move(store: Store, article: Article, to: Story, reason: str, settings: Settings) -> Story:
    """Move an article with its earlier texts to another story."""
    from writethru.cluster import revise

    if article.id in to.articles:
        raise UsageError(f"article {article.id} is in story {to.id} already")
    held = store.story(store.story_of(article.id) or "")
    moving = _all_texts(store, held, [article]) if held else [article.id]
    return _carry_out(store, revise.move(to.id, store.lives(moving), reason), settings)


def _all_texts(store: Store, story: Story, articles: Sequence[Article]) -> list[str]:
    """Return the ids of all texts in a story that are of the same pages as these, in order."""
    keys = {article.key for article in articles}
    documents = store.documents(story.id, revisions=True)
    return [document.article.id for document in documents if document.article.key in keys]


def undo(store: Store, story: Story, reason: str, settings: Settings) -> Story:
    """Take back what a person did last to a story; return the story where its first article stands then."""
    from writethru.cluster import revise

    act = store.last_act(story.id)
    if not act:
        raise UsageError(f"nothing was done by hand to story {story.id}")
    known = store.lives(event.article or "" for event in act)
    later = revise.moved_on(act, known)
    if later is not None:
        raise UsageError(
            f"article {later.article} was moved on since, to story {later.story};"
            " undo that first, or move it by hand"
        )
    act = (*act, *_later_texts(store, act, known))
    known = store.lives(event.article or "" for event in act)
    return _carry_out(
        store, revise.undo(act, known, lambda left: _back(store, left, known), reason), settings
    )


def _later_texts(store: Store, act: Sequence[StoryEvent], known: Lives) -> Iterator[StoryEvent]:
    """Yield an act on the texts that came since of the pages it was done to: a page stays in one story."""
    for now in dict.fromkeys(life[-1].story for life in known.values()):
        keys = {d.article.id: d.article.key for d in store.documents(now, revisions=True)}
        done = {keys[event.article]: event for event in act if event.article in keys}
        for article, key in keys.items():
            if key in done and article not in known:
                yield structs.replace(done[key], article=article)


def _back(store: Store, left: str, known: Lives) -> str:
    """Return where articles that left a story belong again.

    That is the story itself while it is there, and also when nothing but these articles went out of it at
    the last; when it went into another story by itself, that one.
    """
    now = store.story(left)
    if now is None or now.id in {life[-1].story for life in known.values()}:
        return left
    return now.id


def _carry_out(store: Store, events: Sequence[StoryEvent], settings: Settings) -> Story:
    """Keep events and what assignment remembers of them; return the story that the first leads to."""
    from writethru.cluster import changes
    from writethru.cluster.revise import follow

    kept = None
    while kept is None:  # another process placed articles meanwhile
        last, open_stories = store.last_event(), remembered(store, settings)
        follow(events, open_stories)
        standing = structs.replace(changes(open_stories), days=b"")  # no day has passed by this
        kept = store.add_after(last, (), events, standing)
    return store.story(events[0].story) or Story(events[0].story, ())


def explain(store: Store, story: Story, settings: Settings) -> Explanation:
    """Return why each article of a story is in it, how well it fits, and what was taken out by hand."""
    from writethru.cluster import fits

    documents = store.documents(story.id)
    found = fits(documents, remembered(store, settings))
    known = store.lives(document.article.id for document in documents)
    members = []
    for article in (document.article for document in documents):
        fit = found.articles[article.id]
        members.append(Member(*naming(article), known[article.id], fit.likeness, fit.outlier))
    return Explanation(story.id, tuple(members), found.apart)
