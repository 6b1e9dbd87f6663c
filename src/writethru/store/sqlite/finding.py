"""Finding stories, articles, claims and quotations by their words: so many newest ones are looked at, not all.

How often a word stands in everything that is kept must not tell how long a search takes. So each search first
walks down from the newest that has all words, which the index does without reading anything else, and only
`_NEAR` of them are put in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from writethru.records import known_moment
from writethru.store.finds import Find, FindKind, Wanted, naming, said_by
from writethru.store.rows import marked, match_expression, plain, sort_time
from writethru.store.sqlite.base import Rows

_NEAR = 500  # of the newest articles with all words, among which the best are told
_TITLES_TELL_MORE = "4.0, 1.0"
_SNIPPET = "char(2), char(3), '…', 24"  # words: about two lines of a terminal
# Years that have tags of their own; what is dated before or after them is little, and looked at one by one.
_FIRST_YEAR, _LAST_YEAR = 1970, 2100
_EARLIER, _LATER = "yearlier", "ylater"
_ARTICLE = (
    "coalesce(a.id, ''), a.external_id, coalesce(a.publisher, ''), coalesce(a.title, ''), a.url, a.published"
)

Row = tuple[Any, ...]


class _Asked(NamedTuple):
    """What an index is asked for: words, what narrows them with its values, and the last row that is looked at."""

    words: str
    narrowed: str
    values: list[Any]
    upto: int | None


class Finding(Rows):
    """The part of a store that finds by words."""

    def find(self, kind: FindKind, wanted: Wanted, limit: int, start: int = 0) -> tuple[Find, ...]:
        """Return what has all words, from the one at `start` on: stories and articles best first, others newest first.

        Of very many only the newest are looked at.
        """
        expression = match_expression(wanted.words)
        if not expression or (wanted.status and kind != "claim"):
            return ()
        if kind == "article":
            return self._found_articles(expression, wanted, limit, start)
        if kind == "story":
            return self._found_stories(expression, wanted, limit, start)
        narrowed = _tags(kind, wanted)
        words = f"({{name said}} : ({expression})" + (f" AND {narrowed})" if narrowed else ")")
        return self._found_passages(f"{words} {_OF_KIND[kind]}", wanted, limit, start)

    def last_searched(self) -> tuple[int, int]:
        """Return the numbers of the article and the passage that were kept last: what is searched up to now."""
        articles, passages = self._rows(
            "SELECT coalesce((SELECT max(number) FROM articles), 0), coalesce((SELECT max(number) FROM passages), 0)"
        )[0]
        return articles, passages

    def told_by(self, kind: FindKind, name: tuple[str, str], limit: int, before: int = 0) -> tuple[Find, ...]:
        """Return the claims or quotations of somebody by kind and key, the newest first; those kept before a number."""
        tags = f'tags : ("{_KIND[kind]}" AND "{said_by(*name)}")'
        upto = (0, before - 1) if before else None
        return self._found_passages(tags, Wanted(words="", upto=upto), limit, 0)

    def _found_articles(self, expression: str, wanted: Wanted, limit: int, start: int) -> tuple[Find, ...]:
        narrowed: str = ""
        values: list[Any] = []
        for kind, key in wanted.names:
            narrowed += " AND +words.rowid IN (SELECT article FROM named WHERE kind = ? AND key = ?)"
            values += [kind, plain(key)]
        if wanted.since or wanted.until:
            narrowed += " AND +words.rowid IN (SELECT number FROM articles WHERE published_at >= ? AND published_at < ?)"
            values += _bounds(wanted)
        rows = self._best(
            "words",
            f"p.story, '', {_ARTICLE}, a.text",
            "CROSS JOIN articles a ON a.number = words.rowid CROSS JOIN places p ON p.article = a.id",
            _Asked(expression, narrowed, values, wanted.upto[0] if wanted.upto else None),
            limit,
            start,
        )
        return self._read(_article, rows)

    def _found_stories(self, expression: str, wanted: Wanted, limit: int, start: int) -> tuple[Find, ...]:
        words = f"{{name said}} : ({expression})"
        narrowed = " AND +story_words.rowid IN (SELECT rowid FROM story_words WHERE story_words MATCH ?)"
        tags = _tags("story", wanted)
        values: list[Any] = [tags] if tags else []
        narrowed = narrowed if tags else ""
        if wanted.since or wanted.until:
            narrowed += " AND (SELECT at >= ? AND at < ? FROM passages WHERE number = story_words.rowid)"
            values += _bounds(wanted)
        rows = self._best(
            "story_words",
            "p.story, p.name, p.at",
            "CROSS JOIN passages p ON p.number = story_words.rowid",
            _Asked(words, narrowed, values, wanted.upto[1] if wanted.upto else None),
            limit,
            start,
        )
        return self._read(_story, rows)

    def _best(
        self, index: str, columns: str, joined: str, asked: _Asked, limit: int, start: int
    ) -> list[Row]:
        """Return columns, with the marked title and a snippet, of the best of the newest that an index has.

        The beginning of a word stands for so many words that each look into the index takes long: what has it is
        told as it comes, the newest first. The best are looked up in one walk from the oldest of them to the newest:
        for a phrase of frequent words, one row alone costs as much. In a search that is narrowed, all that has the
        words stands between them and not only some hundreds, so that each is looked up by itself.
        """
        words, narrowed, values = asked.words, asked.narrowed, [asked.words, *asked.values]
        if asked.upto is not None:
            narrowed, values = f"{narrowed} AND {index}.rowid <= ?", [*values, asked.upto]
        select = (
            f"SELECT {index}.rowid, {columns}, coalesce(highlight({index}, 0, char(2), char(3)), ''),"
            f" snippet({index}, 1, {_SNIPPET}) FROM {index} {joined} WHERE {index} MATCH ?"
        )
        if "*" in words:
            query = f"{select}{narrowed} ORDER BY {index}.rowid DESC LIMIT ? OFFSET ?"
            return [row[1:] for row in self._rows(query, (*values, limit, start))]
        near = self._rows(
            f"SELECT rowid, bm25({index}, {_TITLES_TELL_MORE}) FROM {index} WHERE {index} MATCH ?{narrowed}"
            f" ORDER BY rowid DESC LIMIT {_NEAR}",
            tuple(values),
        )
        best = [row[0] for row in sorted(near, key=lambda row: (row[1], -row[0]))[start : start + limit]]
        if asked.narrowed or not best:
            query = f"{select} AND {index}.rowid = ?"
            return [row[1:] for number in best for row in self._rows(query, (words, number))]
        query = f"{select} AND {index}.rowid BETWEEN ? AND ? AND +{index}.rowid IN ({_marks(best)})"
        found = {row[0]: row[1:] for row in self._rows(query, (words, min(best), max(best), *best))}
        return [found[number] for number in best if number in found]

    def _found_passages(self, expression: str, wanted: Wanted, limit: int, start: int) -> tuple[Find, ...]:
        """Return passages the newest first: in a sentence all words stand once, and no better one can be told."""
        dated: str = ""
        values: list[Any] = [expression]
        if wanted.upto:
            dated, values = " AND passage_words.rowid <= ?", [expression, wanted.upto[1]]
        if wanted.since or wanted.until:
            dated, values = f"{dated} AND p.at >= ? AND p.at < ?", [*values, *_bounds(wanted)]
        rows = self._rows(
            f"SELECT p.story, p.name, {_ARTICLE}, p.kind, p.field, p.start, p.stop, p.status, p.against, p.number,"
            " highlight(passage_words, 1, char(2), char(3))"
            " FROM passage_words CROSS JOIN passages p ON p.number = passage_words.rowid"
            " CROSS JOIN articles a ON a.number = p.article"
            f" WHERE passage_words MATCH ?{dated} ORDER BY passage_words.rowid DESC LIMIT ? OFFSET ?",
            (*values, limit, start),
        )
        return self._read(_passage, rows)


_KIND = {"claim": "kclaim", "quotation": "kquotation"}
# How the index is told of which kind passages are to be: claims are most of them, and to walk through all that is one
# takes twice as long as through what is none.
_OF_KIND = {"claim": 'NOT tags : "kquotation"', "quotation": 'AND tags : "kquotation"'}


def passage_tags(kind: FindKind, status: str, at: str | None, tags: Iterable[str]) -> tuple[str, ...]:
    """Return the tags of a passage: what it is, of when, how firm, and whom it names or is by."""
    time = sort_time(at)
    own = [_KIND[kind]] if kind in _KIND else []
    if time:
        year = int(time[:4])
        known = _FIRST_YEAR <= year <= _LAST_YEAR
        own += [f"y{year}", f"m{year}{time[5:7]}"] if known else [_EARLIER if year < _FIRST_YEAR else _LATER]
    own += [f"s{status}"] if status else []
    return (*own, *dict.fromkeys(tags))


def _tags(kind: FindKind, wanted: Wanted) -> str:
    """Return what a search is narrowed by as an expression of the index; "" for nothing."""
    parts = [f'"s{plain(wanted.status)}"'] if wanted.status else []
    parts += [f'("{naming(*name)}" OR "{said_by(*name)}")' for name in wanted.names]
    if kind in _KIND and (wanted.since or wanted.until):
        parts.append("(" + " OR ".join(f'"{tag}"' for tag in _times(wanted)) + ")")
    return f"tags : ({' AND '.join(parts)})" if parts else ""


def _times(wanted: Wanted) -> list[str]:
    """Return tags that all times have to which a search is narrowed: years, and at both ends months."""
    first, last = known_moment(wanted.since), known_moment(wanted.until)
    begin = (first.year, first.month) if first else (_FIRST_YEAR - 1, 1)
    end = (last.year, last.month) if last else (_LAST_YEAR + 1, 12)
    tags = [_EARLIER] if begin[0] < _FIRST_YEAR else []
    for year in range(max(begin[0], _FIRST_YEAR), min(end[0], _LAST_YEAR) + 1):
        if begin[0] < year < end[0]:
            tags.append(f"y{year}")
            continue
        opening, closing = begin[1] if year == begin[0] else 1, end[1] if year == end[0] else 12
        tags += [f"m{year}{month:02}" for month in range(opening, closing + 1)]
    return [*tags, *([_LATER] if end[0] > _LAST_YEAR else [])] or [_EARLIER]


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def _bounds(wanted: Wanted) -> list[str]:
    return [sort_time(wanted.since) or "", sort_time(wanted.until) or "9999"]


def _article(row: Row) -> Find:
    story, name, id, external_id, publisher, title, url, published, text, titled, snippet = row
    words, marks = marked(snippet)
    start = max(text.find(words.strip("…")), 0)
    end = start + len(words.strip("…"))
    return Find(
        kind="article", story=story, name=name, snippet=words, marks=marks, article=id, external_id=external_id,
        publisher=publisher, title=title, url=url, published=published, start=start, end=end,
        title_marks=marked(titled)[1],
    )  # fmt: skip


def _story(row: Row) -> Find:
    story, name, at, titled, snippet = row
    words, marks = marked(snippet)
    return Find(
        kind="story",
        story=story,
        name=name,
        snippet=words,
        marks=marks,
        published=at,
        title_marks=marked(titled)[1],
    )


def _passage(row: Row) -> Find:
    story, name, id, external_id, publisher, title, url, published, kind, field, start, stop, *rest = row
    status, against, number, snippet = rest
    words, marks = marked(snippet)
    return Find(
        kind=kind, story=story, name=name, snippet=words, marks=marks, article=id, external_id=external_id,
        publisher=publisher, title=title, url=url, published=published, field=field, start=start, end=stop,
        status=status, against=against, number=number,
    )  # fmt: skip
