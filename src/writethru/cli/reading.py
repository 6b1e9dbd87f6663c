"""Commands that read sources: `brief` keeps nothing, `add` keeps, `annotate` prints findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from writethru.cli.interrupts import Counting, telling
from writethru.cli.options import (
    ArticlesOption,
    FindingsFormat,
    Format,
    JsonOption,
    NowOption,
    SourceArguments,
    StoreOption,
    kept,
    unkept,
)
from writethru.cli.printing import (
    MANY,
    complain,
    count,
    outlet,
    progress,
    report,
    report_dropped,
    say,
    say_blocks,
    say_json,
    say_line,
    though_unread,
)

if TYPE_CHECKING:
    from writethru.newsroom import Edition
    from writethru.records import AnnotatedArticle, Problem

WITH_PROBLEMS = 2
NOTHING_DONE = 1
BETWEEN = {Format.text: f"\n{'=' * 80}\n\n", Format.markdown: ""}  # two pages in one stream


def brief(
    sources: SourceArguments,
    format: Annotated[
        Format | None,
        typer.Option("--format", help="How to write the page: text, with --out html, unless given."),
    ] = None,
    with_articles: ArticlesOption = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Write a file a story, and an index, into DIR."),
    ] = None,
    now: NowOption = None,
    story: Annotated[
        int | None,
        typer.Option(
            "--story",
            min=1,
            metavar="N",
            help="Only the N-th story: 1 has the most articles, then the newest.",
        ),
    ] = None,
) -> int:
    """Write the page of each story in sources, keeping nothing.

    A story gets its page from two articles on; with --story, any story does.

    Example: writethru brief examples/dam --format html --out pages
    """
    counting, written = Counting(), Counting()

    def done() -> str:
        files = f", {count(written['file'], 'file')} written to {out}, each whole" if out else ""
        return f"{counting['read']} pages and rows were read{files}; `brief` keeps nothing"

    with telling(done):
        chosen = format or (Format.html if out else Format.text)
        with unkept(now) as room, progress() as shown:
            counting.shown(shown)
            edition = room.brief(sources, story=story, progress=counting)
        report(edition.problems)
        _print_edition(edition, chosen, out, written, with_articles=with_articles)
    if not edition.stories:
        complain("nothing could be read; a source is a page, a feed, a JSON Lines file or a folder of these")
        return NOTHING_DONE
    return WITH_PROBLEMS if edition.problems or any(page.faults for page in edition.pages) else 0


def _print_edition(
    edition: Edition, chosen: Format, out: Path | None, written: Counting, *, with_articles: bool
) -> None:
    """Print the pages, or write them into a folder, and say what was dropped from them."""
    from writethru.cli.pages import page_text, write_folder
    from writethru.errors import UsageError

    if out is not None and edition.pages:
        for path in write_folder(out, edition.pages, chosen, with_articles=with_articles):
            written("file", str(path))
            with though_unread():
                say_line(path)
    elif chosen is Format.html and len(edition.pages) > 1:
        raise UsageError(
            f"{len(edition.pages)} stories have a page, and HTML is one document a story:"
            " write them to a folder with --out DIR, or choose one with --story N"
        )
    elif edition.pages:
        for number, page in enumerate(edition.pages):
            if number and chosen in BETWEEN:
                say(BETWEEN[chosen])
            say(page_text(page, chosen, with_articles=with_articles))
    elif edition.stories:
        _list_what_was_read(edition, aside=chosen is not Format.text or out is not None)
    for page in edition.pages:
        report_dropped(page)


def _list_what_was_read(edition: Edition, *, aside: bool) -> None:
    """Say that no story has two articles, and list what was read."""
    articles = [article for story in edition.stories for article in story.articles]
    found = f"No story of two articles. {len(articles)} read:"
    if aside:
        complain(found)
        for article in articles:
            complain(f"  {article.published or 'undated'} {outlet(article.publisher)}: {article.title}")
        return
    say(found)
    say_blocks(
        [(a.published or "undated", a.publisher, a.title, a.external_id or a.url or a.id) for a in articles],
        [
            (
                a.title or "Untitled",
                (f"{outlet(a.publisher)} · {a.published or 'undated'}", a.external_id or a.url or a.id),
            )
            for a in articles
        ],
    )


def add(
    sources: SourceArguments,
    store: StoreOption = None,
    now: NowOption = None,
    as_json: JsonOption = False,
) -> int:
    """Keep the articles of sources.

    What is kept already changes nothing. Without --store they go into the user's data folder.

    Example: writethru add https://news.example/feed.xml saved-pages/ --store news.db
    """
    counting = Counting()

    def so_far() -> str:
        read, added = counting["read"], counting["kept"]
        return (
            f"{read} pages and rows were read, {count(added, 'article')} added, and what was fetched is kept"
        )

    with telling(so_far):
        with kept(store, read_only=False, now=now) as room, progress() as shown:
            counting.shown(shown)
            done = room.add(sources, progress=counting)
        report(done.problems)
        if done.resumed:
            complain(f"{done.resumed} captures of an interrupted run were read first")
        if as_json:
            say_json(done)
        else:
            stories = count(len(done.stories), "story")
            say(f"{len(done.added)} added in {stories}, {len(done.known)} known already")
    if not done.added and not done.known:
        return NOTHING_DONE
    return WITH_PROBLEMS if done.problems else 0


def annotate(
    sources: SourceArguments,
    now: NowOption = None,
    format: Annotated[
        FindingsFormat,
        typer.Option("--format", help="JSON Lines, or one HTML file with the findings drawn into the text."),
    ] = FindingsFormat.json,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON Lines (so unless --format is given).")
    ] = True,
) -> int:
    """Print all findings in articles.

    As JSON Lines one article a line; offsets count the code points of its text.

    Example: writethru annotate page.html --format html > findings.html
    """
    problems: list[Problem] = []
    printed = 0
    with (
        telling(lambda: f"{count(printed, 'article')} printed; `annotate` keeps nothing"),
        unkept(now) as room,
    ):
        documents = _documents(room.annotate(sources), problems)
        if format is FindingsFormat.html:
            printed = _print_drawn(list(documents))
        else:
            for document in documents:
                printed += _print_shape(document)
    report(problem for problem in problems if problem.kind in MANY)
    if not printed:
        return NOTHING_DONE
    return WITH_PROBLEMS if problems else 0


def _documents(
    found: Iterable[AnnotatedArticle | Problem], problems: list[Problem]
) -> Iterator[AnnotatedArticle]:
    """Yield the articles; keep the problems, and say at once those that will not be told together."""
    from writethru.records import Problem

    for item in found:
        if not isinstance(item, Problem):
            yield item
            continue
        problems.append(item)
        if item.kind not in MANY:
            report([item])


def _print_shape(document: AnnotatedArticle) -> bool:
    from writethru.cli.shapes import annotation

    say_json(annotation(document))
    return True


def _print_drawn(documents: Sequence[AnnotatedArticle]) -> int:
    from writethru.render import render_findings

    if documents:
        say(render_findings(documents))
    return len(documents)
