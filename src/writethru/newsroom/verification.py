"""Pages read back and checked: ours, and those that others wrote in Markdown or plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import msgspec

from writethru.errors import UsageError
from writethru.newsroom.amended import gone_words
from writethru.newsroom.captures import extracted
from writethru.newsroom.pages import write_story
from writethru.records import (
    AnnotatedArticle,
    Article,
    Brief,
    Capture,
    CheckedSentence,
    Fault,
    Pin,
    Problem,
    Verification,
)
from writethru.settings import Settings
from writethru.store import Store

Annotate = Callable[[Article], AnnotatedArticle]
MOST_BYTES = 200_000_000  # of one file; a thousand pages with their articles have half as much
CITATION = re.compile(r"\[\^?\d{1,3}(?:[,;–-] ?\d{1,3})*\]")


def read_pages(name: str, stdin: BinaryIO | None) -> list[tuple[str, Brief | str]]:
    """Return the pages of a file ("-": standard input), and where each stands.

    JSON or JSON Lines are pages of ours; else it is one page in Markdown or plain text, as its words.
    Raises UsageError for what cannot be read or is not a page.
    """
    content = _content(name, stdin)
    content = content.removeprefix(b"\xef\xbb\xbf").strip()
    if content and content[:1] not in (b"{", b"["):
        return [(name, _page_in_words(content, name))]
    lines = [(f"{name} line {n}", line) for n, line in enumerate(content.splitlines(), 1) if line.strip()]
    if not lines:
        raise UsageError(f"{name}: is empty; give a page as `brief --format json --with-articles` prints it")
    try:
        if len(lines) == 1 or content[:1] == b"[" or lines[0][1].strip() == b"{":
            return [(name, page) for page in _pages(content)]
    except msgspec.DecodeError as error:
        raise UsageError(f"{name}: is no page of writethru/brief/1: {error}") from error
    found: list[tuple[str, Brief | str]] = []
    for where, line in lines:
        try:
            found += [(where, page) for page in _pages(line)]
        except msgspec.DecodeError as error:
            raise UsageError(f"{where}: is no page of writethru/brief/1: {error}") from error
    return found


def _content(name: str, stdin: BinaryIO | None) -> bytes:
    """Return the bytes of a file or of standard input, up to a bound; UsageError for what has no end."""
    try:
        if name == "-" and stdin:
            content = stdin.read(MOST_BYTES + 1)
        elif not Path(name).is_file():
            raise UsageError(f"{name}: the page cannot be read: this is no file")
        else:
            with Path(name).open("rb") as opened:
                content = opened.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:  # the second: what cannot be the name of a file
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"{name}: the page cannot be read: {reason}") from error
    if len(content) > MOST_BYTES:
        raise UsageError(f"{name}: has more than {MOST_BYTES:,} bytes; check pages one file at a time")
    return content


def _pages(content: bytes) -> list[Brief]:
    try:
        if content[:1] == b"[":
            return msgspec.json.decode(content, type=list[Brief])
        return [msgspec.json.decode(content, type=Brief)]
    except (UnicodeDecodeError, RecursionError) as error:
        raise msgspec.DecodeError(str(error)) from error


def _page_in_words(content: bytes, name: str) -> str:
    """Return a page in Markdown or plain text; UsageError where it cites nothing."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: is neither JSON nor text in UTF-8: {error}") from error
    if not CITATION.search(text):
        raise UsageError(
            f"{name}: is no page of writethru/brief/1, and no page that cites its sources as [1]"
        )
    return text


def verify_pages(
    pages: Iterable[tuple[str, Brief | str]], store: Store, given: Mapping[str, Article] | None = None
) -> Verification:
    """Check pages against the articles that they carry, those given, and those of the store."""
    from writethru.pipeline import verify_page
    from writethru.publish import verify_text

    checked = supported = 0
    faults: list[Fault] = []
    gone: list[Pin] = []
    sentences: list[CheckedSentence] = []
    for where, page in pages:
        if isinstance(page, str):
            articles = given if given is not None else _named(page, store)
            found = verify_text(page, articles, _findings(store))
        else:
            found = verify_page(page, {**_articles(page, store), **(given or {})})
            gone += gone_words(store, page)
        checked += found.checked
        supported += found.supported
        faults += [
            msgspec.structs.replace(fault, where=f"{where}: {fault.where}") for fault in found.problems
        ]
        sentences += found.sentences
    return Verification(checked, supported, tuple(faults), tuple(sentences), tuple(gone))


def _findings(store: Store) -> Annotate:
    """Return what annotates an article, from the store where it has it."""
    from writethru.annotate import annotate

    def read(article: Article) -> AnnotatedArticle:
        kept = store.article(article.id) if article.id else None
        return kept if kept is not None and kept.article.id == article.id else annotate(article)

    return read


def _named(page: str, store: Store) -> dict[str, Article]:
    """Return the articles of the store that the source list of a page may name, looked up by words of each line."""
    from writethru.publish.checking.reading import read_page

    found: dict[str, Article] = {}
    for line in read_page(page).sources:
        words = re.findall(r"\w{4,}", line.text)
        for chosen in (words[:12], sorted(words[:14], key=len)[-4:], sorted(words, key=len)[-3:]):
            hits = store.search(" ".join(chosen), 5) if chosen else ()
            kept = [document.article for hit in hits if (document := store.article(hit.id)) is not None]
            found |= {article.id: article for article in kept}
            if hits:
                break
    return found


def read_sources(items: Iterable[Capture | Problem], settings: Settings) -> dict[str, Article]:
    """Return the articles of sources that a page is checked against; UsageError where there is none in them."""
    found: dict[str, Article] = {}
    problems: list[Problem] = []
    for _, article, theirs, _ in extracted(items, settings):
        problems += theirs
        if article is not None:
            found[article.id] = article
    if not found:
        why = problems[0].line() if problems else "there is nothing in them"
        raise UsageError(f"no article can be read in the sources, so nothing can be checked: {why}")
    return found


def _articles(brief: Brief, store: Store) -> Mapping[str, Article]:
    """Return the articles that a page names, as the store has them."""
    kept = {note.article: store.article(note.article) for note in brief.sources if note.article}
    return {id: d.article for id, d in kept.items() if d is not None and d.article.id == id}


def kept_pages(store: Store, settings: Settings) -> Iterator[tuple[str, Brief | str]]:
    """Yield the last page shown of each story, and the page of each that was never shown."""
    for story in store.stories():
        shown = store.pages(story.id)
        if shown:
            yield f"story {story.id}", shown[-1]
        elif len(story.articles) > 1:
            yield f"story {story.id}", write_story(store, story.id, settings).brief
