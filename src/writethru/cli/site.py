"""The command that writes all stories as a site: files that any web server can hand out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from writethru.cli.interrupts import telling
from writethru.cli.options import JsonOption, NowOption, StoreOption, kept
from writethru.cli.printing import count, progress, say_json, say_line

if TYPE_CHECKING:
    from writethru.render import Told

_PAGE = re.compile(r"([0-9a-f]{16})\.html")


def export(
    site: Annotated[
        Path, typer.Option("--site", metavar="DIR", help="The folder that gets the pages, feeds and data.")
    ],
    url: Annotated[
        str,
        typer.Option(
            "--url", metavar="URL", help="Where the site will be, so that feeds have full addresses."
        ),
    ] = "",
    active: Annotated[bool, typer.Option("--active", help="Only stories that are alive.")] = False,
    store: StoreOption = None,
    now: NowOption = None,
    as_json: JsonOption = False,
) -> int:
    """Write all stories of two or more articles as a site of plain files.

    Each has its page, its data and a feed of its revisions; the front page has a feed of all. Only what changed
    is written again. Pages of stories that went into others lead to these.

    Example: writethru export --site public --url https://news.example/
    """
    from writethru.errors import StoreFull, UsageError
    from writethru.render import moved_files, site_files
    from writethru.render.wording import safe_url

    if url and not safe_url(url):
        raise UsageError(f"--url: {url!r} is no web address; give one like https://news.example/")
    stories: list[Told] = []
    files: dict[str, str] = {}
    written: list[str] = []

    def done() -> str:
        told = f"{len(written)} of {count(len(files), 'file')} written to {site}, each whole"
        return f"{count(len(stories), 'story')} read, {told if files else 'and no file written'}"

    with (
        telling(done),
        kept(store, read_only=False, must_exist=True, now=now) as room,
        progress() as told,
    ):
        for story in room.site(active=active):
            told("placed", story.page.headline.text)
            stories.append(story)
        drawn = dict(site_files(stories, address=url))
        try:
            there = [found[1] for path in site.glob("*.html") if (found := _PAGE.fullmatch(path.name))]
            drawn |= moved_files(room.moved(id for id in sorted(there) if f"{id}.html" not in drawn))
            files |= drawn  # at once: who interrupts is told of how many
            for name in _write(site, files.items()):
                written.append(name)
        except OSError as error:
            raise StoreFull(f"{site}: the site cannot be written here: {error.strerror}") from error
    if as_json:
        say_json({"stories": len(stories), "files": len(files), "written": written})
    else:
        say_line(
            f"{count(len(stories), 'page')} in {site}, {count(len(written), 'file')} of {len(files)} written"
        )
    return 0


def _write(folder: Path, files: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Write files whose text is new, each whole or not at all; yield their names."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files:
        path, content = folder / name, text.encode("utf-8")
        part = folder / f".{name}.part"
        try:
            if path.is_file() and path.read_bytes() == content:
                continue
            part.write_bytes(content)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)  # also one that a killed run left
        yield name
