"""What can be done over HTTP: each act with the fields it takes; what goes to the network is an errand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from writethru.errors import StoreFull, UsageError
from writethru.newsroom import Newsroom
from writethru.records import Record, Story, WrongMark
from writethru.web.answers import Trouble
from writethru.web.bodies import Fields, Given

LONGEST_ADDRESS = 2_000


class Placed(Record, frozen=True):
    """A story as it is after an act: its id, and the ids of its articles."""

    story: str
    articles: tuple[str, ...]


class Followed(Record, frozen=True):
    """Whether a story is followed."""

    story: str
    followed: bool


class Removed(Record, frozen=True):
    """The address of a feed that is followed no more."""

    removed: str


class Act(Record, frozen=True):
    """One thing that can be done; `do` gets its fields, those of its address, and in `by` the name of who does it.

    What is done at once answers with what `do` is annotated to return.
    """

    name: str
    fields: Fields
    do: Callable[[Newsroom, Given], Any]
    fetches: bool = False  # it goes to the network, or reads what came from there
    about: str = ""  # the field that tells what an errand is about


def carry_out(room: Newsroom, do: Callable[[Newsroom, Given], Any], given: Given, there: Given) -> Any:
    """Do an act; what its address names has to be there, and what does not go as things stand is a conflict."""
    if "story" in there:
        room.story(there["story"])
    if "article" in there:
        room.article(there["article"])
    if "mark" in there:
        room.marked(there["mark"])
    try:
        return do(room, given)
    except UsageError as error:
        raise Trouble(409, str(error)) from error
    except StoreFull as error:
        raise Trouble(
            503, "the store takes nothing: its disk is full or read-only; nothing was kept"
        ) from error


def _placed(story: Story) -> Placed:
    return Placed(story.id, tuple(story.articles))


def _merge(room: Newsroom, given: Given) -> Placed:
    others = [_last(name) for name in given["stories"] if name.strip()]
    return _placed(room.merge([given["story"], *others], reason=given.get("reason", "")))


def _split(room: Newsroom, given: Given) -> Placed:
    return _placed(room.split(given["story"], given["articles"], reason=given.get("reason", "")))


def _move(room: Newsroom, given: Given) -> Placed:
    to = _last(given["story"])
    return _placed(room.move(given["article"], to, reason=given.get("reason", "")))


def _move_one(room: Newsroom, given: Given) -> Placed:
    if len(given["articles"]) != 1:
        raise Trouble(400, "choose the one article that is to be moved")
    return _move(room, {**given, "article": given["articles"][0], "story": given["to"]})


def _undo(room: Newsroom, given: Given) -> Placed:
    return _placed(room.undo(given["story"], reason=given.get("reason", "")))


def _follow(room: Newsroom, given: Given) -> Followed:
    return Followed(room.follow(given["story"]).id, True)


def _unfollow(room: Newsroom, given: Given) -> Followed:
    return Followed(room.unfollow(given["story"]).id, False)


def _mark(room: Newsroom, given: Given) -> WrongMark:
    """Mark a sentence, or articles: whichever is named."""
    said = {"note": given.get("note", ""), "by": given["by"]}
    if "sentence" in given and "story" in given and "articles" not in given:
        return room.mark_sentence(given["story"], given["sentence"], revision=given.get("revision"), **said)
    if "articles" in given and "sentence" not in given:
        return room.mark_articles(given["articles"], **said)
    raise Trouble(
        400, "mark either a 'sentence' of a 'story', or 'articles' that do not tell of the same event"
    )


def _withdraw(room: Newsroom, given: Given) -> WrongMark:
    return room.mark_withdraw(given["mark"], note=given.get("note", ""), by=given["by"])


def _add(room: Newsroom, given: Given) -> Any:
    return room.add([web_address(given)])


def _feed_add(room: Newsroom, given: Given) -> Any:
    """Follow a feed, and visit it once, so that what is new in it can be read without a `watch`."""
    folder = [part.strip() for part in given.get("folder", "").split("/") if part.strip()]
    done = room.feed_add(web_address(given), title=given.get("title", ""), folder=folder)
    visits = list(room.update(done.feed.url)) if done.feed and done.new else []
    return {"followed": done, "visits": visits}


def _feed_remove(room: Newsroom, given: Given) -> Removed:
    return Removed(room.feed_remove(given["url"]).url)


def _feed_import(room: Newsroom, given: Given) -> Any:
    return room.feed_import(given["list"])


def web_address(given: Given) -> str:
    """Return the address in the field `url`; Trouble 400 for what else a source may be, as a file of this machine."""
    url = str(given["url"]).strip()
    if not is_web_address(url):
        raise Trouble(400, "field 'url' has to be an address like https://news.example/2031/dam.html")
    return url


def is_web_address(url: str) -> bool:
    """Return whether this is an address of the web, and one that can be written on a line."""
    if len(url) > LONGEST_ADDRESS or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _last(name: str) -> str:
    """Return the id in the address of a story's page, as people paste it; what is no address is the id itself."""
    return name.strip().split("?")[0].split("#")[0].rstrip("/").rpartition("/")[2]


MERGE = Act("merge", {"stories": "texts", "reason?": "text"}, _merge)
SPLIT = Act("split", {"articles": "texts", "reason?": "text"}, _split)
MOVE = Act("move", {"story": "text", "reason?": "text"}, _move)
MOVE_ONE = Act("move", {"articles": "texts", "to": "text", "reason?": "text"}, _move_one)
UNDO = Act("undo", {"reason?": "text"}, _undo)
FOLLOW = Act("follow", {}, _follow)
UNFOLLOW = Act("unfollow", {}, _unfollow)
MARK = Act(
    "mark",
    {"story?": "text", "sentence?": "text", "revision?": "whole", "articles?": "texts", "note?": "text"},
    _mark,
)
WITHDRAW = Act("mark withdraw", {"note?": "text"}, _withdraw)
ADD = Act("add", {"url": "text"}, _add, True, "url")
FEED_ADD = Act("feed add", {"url": "text", "title?": "text", "folder?": "text"}, _feed_add, True, "url")
FEED_REMOVE = Act("feed remove", {"url": "text"}, _feed_remove)
FEED_IMPORT = Act("feed import", {"list": "file"}, _feed_import, True)
