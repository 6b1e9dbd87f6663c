"""Commands on feeds: `feed add`, `list`, `remove`, `check`, `raw`, `discover`, `import` and `export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from writethru.cli.interrupts import telling
from writethru.cli.options import JsonOption, NowOption, StoreOption, group, kept, unkept
from writethru.cli.printing import (
    complain,
    count,
    on_one_line,
    report,
    say,
    say_blocks,
    say_json,
)

if TYPE_CHECKING:
    from writethru.newsroom.following import FeedCheck, FeedListing, Followed
    from writethru.records import FoundFeed
    from writethru.store import FeedDocument

WITH_PROBLEMS = 2
NOTHING_DONE = 1

FeedArgument = Annotated[
    str, typer.Argument(metavar="FEED", help="Address or title of a feed, or a part of its address.")
]


def add(
    addresses: Annotated[
        list[str], typer.Argument(metavar="URL...", help="A feed, a news sitemap, or a site that has one.")
    ],
    title: Annotated[str, typer.Option("--title", help="What to call it, instead of what it says.")] = "",
    folder: Annotated[
        str, typer.Option("--folder", metavar="A/B", help="Folder that it is listed in; / parts folders.")
    ] = "",
    store: StoreOption = None,
    now: NowOption = None,
    as_json: JsonOption = False,
) -> int:
    """Follow feeds.

    Of a site the best feed is taken, and the others are named. `update` reads what was added.

    Example: writethru feed add https://news.example/ --folder News/World
    """
    folders = [part.strip() for part in folder.split("/") if part.strip()]
    done: list[Followed] = []

    def so_far() -> str:
        return f"{len(done)} of {count(len(addresses), 'address')} tried, and what was added is kept"

    with telling(so_far), kept(store, read_only=False, now=now) as room:
        for address in addresses:
            done.append(room.feed_add(address, title=title, folder=folders))
    report(one.problem for one in done if one.problem)
    if as_json:
        say_json(done)
    else:
        for one in done:
            _say_followed(one)
    failed = sum(one.feed is None for one in done)
    return NOTHING_DONE if failed == len(done) else WITH_PROBLEMS if failed else 0


def _say_followed(done: Followed) -> None:
    if done.feed is None:
        return
    state = "added" if done.new else "followed already"
    say(f"{on_one_line(done.feed.name)}: {state}: {done.feed.url}")
    if done.others:
        complain(f"{count(len(done.others), 'more feed')} at {done.address}; `feed add` takes any of them:")
        for other in done.others:
            complain(f"  {other.url}  {on_one_line(other.title)}")


def list_(store: StoreOption = None, now: NowOption = None, as_json: JsonOption = False) -> int:
    """List the feeds that are followed, by folder and title, with how each is.

    Example: writethru feed list
    """
    with kept(store, now=now) as room:
        feeds = room.feeds()
    if as_json:
        say_json(feeds)
        return 0
    rows = [("/".join(f.folder), f.title, f.url, f.taken, f.good, f.health, f.next) for f in feeds]
    say_blocks(
        rows, [_listed(f) for f in feeds], none="no feed is followed; `writethru feed add URL` adds one"
    )
    return 0


def _listed(feed: FeedListing) -> tuple[str, tuple[str, ...]]:
    good = f"last good {_clock(feed.good)}" if feed.good else ""
    coming = f"next {_clock(feed.next)}" if feed.next else ""
    told = (feed.health, count(feed.taken, "item"), good, coming)
    heading = " / ".join([*feed.folder, feed.title])
    return heading, (feed.url, " · ".join(part for part in told if part))


def _clock(when: str) -> str:
    return when[:16].replace("T", " ")


def remove(
    feeds: Annotated[
        list[str],
        typer.Argument(metavar="FEED...", help="Address or title of a feed, or a part of its address."),
    ],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> int:
    """Follow feeds no more; the articles that came from them stay.

    Example: writethru feed remove https://news.example/feed.xml
    """
    with kept(store, read_only=False, must_exist=True) as room:
        removed = [room.feed_remove(name) for name in feeds]
    if as_json:
        say_json([feed.url for feed in removed])
    else:
        for feed in removed:
            say(f"{on_one_line(feed.name)}: removed: {feed.url}")
    return 0


def check(
    feed: Annotated[
        str | None, typer.Argument(metavar="[FEED]", help="A feed, followed or not; else all that are.")
    ] = None,
    store: StoreOption = None,
    now: NowOption = None,
    as_json: JsonOption = False,
) -> int:
    """Fetch feeds once and say what is in them and what `update` would do; nothing is kept.

    Example: writethru feed check https://news.example/feed.xml
    """
    from writethru.cli.options import is_there

    checked = troubled = 0
    with (
        telling(lambda: f"{count(checked, 'feed')} checked; nothing is kept of it"),
        kept(store, now=now) if is_there(store) else unkept(now) as room,
    ):
        for found in room.feed_check(feed):
            checked += 1
            troubled += bool(found.problems)
            if as_json:
                say_json(found)
            else:
                _say_checked(found)
    if not checked:
        complain("no feed is followed; name one, or add one with `writethru feed add URL`")
        return NOTHING_DONE
    return WITH_PROBLEMS if troubled else 0


def _say_checked(found: FeedCheck) -> None:
    say(f"{on_one_line(found.title)}: {found.health}")
    say(f"  {found.url}")
    if not found.problems:
        say(
            f"  {count(found.items, 'item')}: {found.new} new, {found.changed} changed, {found.known} known;"
            f" {count(found.pages, 'page')} to fetch"
        )
        say(f"  newest {_clock(found.newest) or 'undated'}; next look {_clock(found.next)}")
    for problem in found.problems:
        say(f"  {on_one_line(problem.found)}")


def raw(
    feed: FeedArgument,
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="FOLDER", help="Write each into a file of this folder, as it came."),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> int:
    """Show what a feed answered: the last that could be read, and the last that could not.

    Example: writethru feed raw https://news.example/feed.xml --save answers
    """
    with kept(store) as room:
        documents = room.feed_documents(feed)
    for document in documents if save else ():
        _save(document, save / f"{document.sha256[:12]}.{document.state}")  # type: ignore[operator]
    heads = [
        {"asked": d.asked, "state": d.state, "bytes": len(d.answer.content), "sha256": d.sha256}
        | {"at": d.answer.at, "url": d.answer.url, "media_type": d.answer.media_type, "head": d.answer.head}
        for d in documents
    ]
    if as_json:
        say_json(heads)
    else:
        rows = [(d["asked"], d["state"], d["bytes"], d["sha256"], d["at"], d["media_type"]) for d in heads]
        say_blocks(rows, [(str(r[0]), (" · ".join(str(cell) for cell in r[1:]),)) for r in rows])
    if not documents:
        complain("nothing of it is kept yet; `writethru update --feed` looks at it")
        return NOTHING_DONE
    return 0


def _save(document: FeedDocument, file: Path) -> None:
    from writethru.errors import UsageError

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(document.answer.content)
    except OSError as error:
        raise UsageError(f"{file}: it cannot be written: {error.strerror}") from error


def discover(
    site: Annotated[str, typer.Argument(metavar="SITE", help="Address of a site or of any of its pages.")],
    as_json: JsonOption = False,
) -> int:
    """List the feeds of a site, the best first, each tried out.

    Example: writethru feed discover https://news.example/
    """
    with telling(lambda: "nothing is kept of it"), unkept() as room:
        found = room.feed_discover(site)
    if as_json:
        say_json(found)
    else:
        rows = [(f.url, f.title, f.items, f.newest, f.why) for f in found]
        say_blocks(rows, [_found(f) for f in found])
    if not found:
        complain(f"{site}: no feed was found; if you know the address of one, `writethru feed add` takes it")
        return NOTHING_DONE
    return 0


def _found(feed: FoundFeed) -> tuple[str, tuple[str, ...]]:
    newest = f"newest {_clock(feed.newest)}" if feed.newest else "undated"
    return feed.title or feed.url, (feed.url, f"{count(feed.items, 'item')} · {newest} · {feed.why}")


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A list of feeds in OPML.")],
    store: StoreOption = None,
    now: NowOption = None,
    as_json: JsonOption = False,
) -> int:
    """Follow the feeds of an OPML file, as feed readers export it.

    Example: writethru feed import subscriptions.opml
    """
    with kept(store, read_only=False, now=now) as room:
        done = room.feed_import(file)
    report(done.problems)
    if as_json:
        say_json(done)
    else:
        say(f"{count(len(done.added), 'feed')} added, {len(done.known)} followed already")
    if not done.added and not done.known:
        return NOTHING_DONE
    return WITH_PROBLEMS if done.problems else 0


def export(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where to write; - for standard output.")],
    store: StoreOption = None,
) -> int:
    """Write the feeds that are followed as OPML, as feed readers import it.

    Example: writethru feed export subscriptions.opml
    """
    from writethru.errors import UsageError

    with kept(store) as room:
        content = room.feed_export()
    if file == "-":
        say(content.decode("utf-8"))
        return 0
    path = Path(file)
    try:
        if path.is_file() and not _may_be_replaced(path):
            raise UsageError(f"{file}: this file is no list of feeds; name another, or remove it")
        path.write_bytes(content)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{file}: the list cannot be written: {getattr(error, 'strerror', '') or error}"
        ) from error
    say(file)
    return 0


def _may_be_replaced(path: Path) -> bool:
    """Return whether a file is empty or a list of feeds, and not a store, say, that was named by mistake."""
    with path.open("rb") as there:
        beginning = there.read(4_096)
    return not beginning.strip() or b"<opml" in beginning.lower()


app = group(
    "feed",
    "Follow feeds: add, list, remove, check, raw, discover, import, export.\n\nExample: writethru feed list",
    {
        "add": add,
        "list": list_,
        "remove": remove,
        "check": check,
        "raw": raw,
        "discover": discover,
        "import": import_,
        "export": export,
    },
)
