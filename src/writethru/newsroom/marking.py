"""Marking: stories that are followed, and what a person says is wrong, kept for evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from writethru.characters import clean_line
from writethru.errors import UsageError
from writethru.newsroom.reading_room import ReadingRoom
from writethru.records import Brief, CitedSentence, Story, WrongMark, content_id
from writethru.render.cited import sentences
from writethru.store import ListedArticle

LONGEST_NOTE = 1_000
COMMAND_LINE = "command line"


class Marking(ReadingRoom):
    """The part of a newsroom that keeps what people follow and what they find wrong."""

    def follow(self, story: str) -> Story:
        """Follow a story: it stands before those that nobody follows."""
        found = self._story(story)
        self._store.follow(found.id, self._at())
        return found

    def unfollow(self, story: str) -> Story:
        """Follow a story no more; UsageError if nobody does."""
        found = self._story(story)
        if not self._store.unfollow([id for id in self._store.followed() if self._leads(id) == found.id]):
            raise UsageError(f'story {found.id} is not followed; "writethru followed" lists those that are')
        return found

    def mark_sentence(
        self,
        story: str,
        sentence: str,
        *,
        revision: int | None = None,
        note: str = "",
        by: str = COMMAND_LINE,
    ) -> WrongMark:
        """Append that a sentence of a story's page is not carried by what it cites; return the mark.

        The sentence is named by its words, or by some that only it has; of the page as it stands, or under a
        revision.
        """
        page, _ = self.page_of(story, revision=revision)
        found = _named(page, sentence)
        cited = tuple(dict.fromkeys(citation.article for citation in found.citations))
        id = self._free_id(page.story, "unsupported", page.story, str(page.revision), found.text, by)
        return self._marked(
            WrongMark(
                id=id,
                kind="unsupported",
                story=page.story,
                revision=page.revision,
                at=self._at(),
                by=by,
                note=_note(note),
                sentence=found,
                articles=cited,
            )
        )

    def mark_articles(self, articles: Sequence[str], *, note: str = "", by: str = COMMAND_LINE) -> WrongMark:
        """Append that articles that stand in one story do not tell of the same event; return the mark."""
        ids = tuple(sorted({self.article(article).article.id for article in articles}))
        if len(ids) < 2:
            raise UsageError("name two articles or more that do not tell of the same event")
        stories = {self.story_id_of(id) for id in ids}
        if len(stories) > 1:
            raise UsageError(
                f"these articles stand in {len(stories)} stories: nothing says that they are one"
            )
        (story,) = stories
        page = self.kept_page(story)
        return self._marked(
            WrongMark(
                id=self._free_id(story, "different-events", *ids, by),
                kind="different-events",
                story=story,
                revision=page.revision if page else 0,
                at=self._at(),
                by=by,
                note=_note(note),
                articles=ids,
            )
        )

    def mark_withdraw(self, mark: str, *, note: str = "", by: str = COMMAND_LINE) -> WrongMark:
        """Append that a mark, by its id or enough of it, is not meant any more; return what is appended."""
        found = self.marked(mark)
        if found.kind == "withdrawn":
            raise UsageError(f"{found.id} withdraws a mark; to mean that again, mark it again")
        gone = next((m for m in self._store.marks(found.story) if m.of == found.id), None)
        if gone is not None:
            raise UsageError(f"mark {found.id} is withdrawn already: by {gone.by}, {gone.at}")
        return self._marked(
            WrongMark(
                id=content_id("withdrawn", found.id),
                kind="withdrawn",
                story=found.story,
                revision=found.revision,
                at=self._at(),
                by=by,
                note=_note(note),
                of=found.id,
            )
        )

    def marked(self, mark: str) -> WrongMark:
        """Return a mark by its id or enough of it; UsageError where there is none, or several begin so."""
        found = [known for known in self._store.marks() if mark and known.id.startswith(mark)]
        if len(found) != 1:
            said = "several marks begin so" if found else '"writethru marks --json" lists them'
            raise UsageError(f"no mark {mark[:40]!r}; {said}")
        return found[0]

    def marks(
        self, story: str | None = None, *, after: str = "", limit: int | None = None
    ) -> tuple[WrongMark, ...]:
        """Return what people said is wrong with a story, or with all, oldest first; withdrawals are among it.

        `after` is the id of the last mark that is known already; no more than `limit` follow.
        """
        id = None if story is None else self._story(story).id
        last = self.marked(after).id if after else ""
        return self._store.marks(id, after=last, most=-1 if limit is None else limit)

    def headlines(self, stories: Iterable[str]) -> dict[str, str]:
        """Return the headlines of stories as lists show them, by the ids given; one may lead to another story by now."""
        leads = {id: self._leads(id) for id in dict.fromkeys(stories)}
        known = self._store.headlines(leads.values())
        return {id: known[there] for id, there in leads.items() if there in known}

    def listed_articles(self, articles: Iterable[str]) -> dict[str, ListedArticle]:
        """Return articles as lists tell them, by their ids; one that is not kept is left out."""
        return {article.id: article for article in self._store.listed_articles(articles)}

    def _marked(self, mark: WrongMark) -> WrongMark:
        self._store.add_mark(mark)
        return next(kept for kept in self._store.marks(mark.story) if kept.id == mark.id)

    def _free_id(self, story: str, *parts: str) -> str:
        """Return the id of what is said: the same said twice is kept once, unless it was withdrawn meanwhile."""
        withdrawn = {mark.of for mark in self._store.marks(story)}
        id, times = content_id(*parts), 0
        while id in withdrawn:
            times += 1
            id = content_id(*parts, str(times))
        return id

    def _leads(self, story: str) -> str:
        found = self._store.story(story)
        return found.id if found else ""


def _named(page: Brief, words: str) -> CitedSentence:
    """Return the sentence of a page that is named by its words, or by some that only it has."""
    wanted = " ".join(words.split())
    told = {" ".join(s.text.split()): s for s in sentences(page) if s.text}
    if wanted in told:
        return told[wanted]
    found = [s for text, s in told.items() if wanted and wanted in text]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            f"{len(found)} sentences of story {page.story} hold {wanted[:60]!r}; give more words"
        )
    raise UsageError(
        f"no sentence of story {page.story}, revision {page.revision}, holds {wanted[:60]!r};"
        " give its words as they stand on the page"
    )


def _note(note: str) -> str:
    said = clean_line(note).strip()
    if len(said) > LONGEST_NOTE:
        raise UsageError(f"a note has at most {LONGEST_NOTE} characters, this one {len(said)}")
    return said
