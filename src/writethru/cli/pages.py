"""A page as the text of a format, on standard output or as a file in a folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from writethru.cli.options import Format
from writethru.cli.printing import colours, on_terminal
from writethru.errors import StoreFull

if TYPE_CHECKING:
    from writethru.newsroom import Page

SUFFIXES = {Format.text: "txt", Format.markdown: "md", Format.html: "html", Format.json: "json"}


def page_text(page: Page, format: Format, *, with_articles: bool = False, to_file: bool = False) -> str:
    """Return a page as text, Markdown, HTML or one line of JSON; colours only on a terminal."""
    from writethru import render

    if format is Format.json:
        return render.render_json(page.whole if with_articles else page.brief)
    if format is Format.html:
        return render.render_html(page.brief, render.Around(page.phase))
    if format is Format.markdown:
        return render.render_markdown(page.brief, phase=page.phase)
    width = shutil.get_terminal_size().columns if on_terminal() and not to_file else None
    return render.render_text(page.brief, width=width, color=colours() and not to_file, phase=page.phase)


def write_folder(
    folder: Path, pages: Sequence[Page], format: Format, *, with_articles: bool
) -> Iterator[Path]:
    """Write each page to `<story id>.<suffix>` and an index.html beside them; yield the paths.

    Raises StoreFull if the folder takes no files.
    """
    from writethru.render import render_index

    suffix = SUFFIXES[format]
    texts = {
        f"{page.brief.story}.{suffix}": page_text(page, format, with_articles=with_articles, to_file=True)
        for page in pages
    }
    texts["index.html"] = render_index([page.brief for page in pages], suffix=suffix)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            path = folder / name
            part = folder / f".{name}.part"  # put in place whole, and never through a link that stands there
            part.unlink(missing_ok=True)
            try:
                part.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8", newline="\n")
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)
            yield path
    except OSError as error:
        raise StoreFull(f"{folder}: the pages cannot be written here: {error.strerror}") from error
