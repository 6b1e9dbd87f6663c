"""Commands for what people follow and find wrong: follow, unfollow, followed, `mark sentence|articles|withdraw`, marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from writethru.cli.options import JsonOption, StoreOption, StoryArgument, group, kept
from writethru.cli.printing import SHORT, count, on_terminal, say_blocks, say_json, say_line, say_table

if TYPE_CHECKING:
    from writethru.records import WrongMark

NoteOption = Annotated[str, typer.Option("--note", metavar="WORDS", help="Why, in your words.")]
KINDS = {
    "unsupported": "not supported",
    "different-events": "not the same event",
    "withdrawn": "withdrawn",
}


def follow(story: StoryArgument, store: StoreOption = None, as_json: JsonOption = False) -> int:
    """Follow a story: it stands before those that nobody follows.

    Example: writethru follow 3f2a
    """
    with kept(store, read_only=False, must_exist=True) as room:
        found = room.follow(story)
    return _said("followed", found.id, as_json)


def unfollow(story: StoryArgument, store: StoreOption = None, as_json: JsonOption = False) -> int:
    """Follow a story no more.

    Example: writethru unfollow 3f2a
    """
    with kept(store, read_only=False, must_exist=True) as room:
        found = room.unfollow(story)
    return _said("not followed any more", found.id, as_json)


def _said(what: str, story: str, as_json: bool) -> int:
    if as_json:
        say_json({"story": story})
    else:
        say_line(f"{what}: story {story}")
    return 0


def followed(store: StoreOption = None, as_json: JsonOption = False) -> int:
    """List the stories that are followed, in the order in which that began.

    Example: writethru followed
    """
    with kept(store) as room:
        ids = room.followed()
        headlines = {s.card.story: s.card.headline for s in room.front() if s.followed}
    if as_json:
        say_json(ids)
        return 0
    cut = SHORT if on_terminal() else None
    say_table(
        ("story", "headline"),
        [(id[:cut], headlines.get(id, "")) for id in ids],
        none="no story is followed; `writethru follow STORY` follows one",
    )
    return 0


def sentence(
    story: StoryArgument,
    words: Annotated[
        str, typer.Argument(metavar="WORDS", help="The sentence, or words that only it has on the page.")
    ],
    revision: Annotated[
        int | None,
        typer.Option("--revision", min=1, metavar="N", help="Of the page as it was then; else as it is."),
    ] = None,
    note: NoteOption = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> int:
    """Mark a sentence of a story's page as not supported by what it cites.

    The store keeps the sentence with its citations as it stood, for evaluation; the page does not change.

    Example: writethru mark sentence 3f2a "12 people were hurt" --note "the source says 2"
    """
    with kept(store, read_only=False, must_exist=True) as room:
        return _marked(room.mark_sentence(story, words, revision=revision, note=note), as_json)


def articles(
    named: Annotated[
        list[str],
        typer.Argument(
            metavar="ARTICLE ARTICLE...", help="Ids, or enough of their beginnings, or external ids."
        ),
    ],
    note: NoteOption = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> int:
    """Mark articles of one story as not about the same event.

    The store keeps that for evaluation; the story does not change: `split` and `move` do that.

    Example: writethru mark articles 8c1d 77e0
    """
    with kept(store, read_only=False, must_exist=True) as room:
        return _marked(room.mark_articles(named, note=note), as_json)


def withdraw(
    named: Annotated[str, typer.Argument(metavar="MARK", help="The id of the mark, or enough of it.")],
    note: NoteOption = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> int:
    """Take back a mark: it stays as it was, and is followed by who withdrew it, and when.

    Example: writethru mark withdraw 5d1e --note "the source does say so"
    """
    with kept(store, read_only=False, must_exist=True) as room:
        made = room.mark_withdraw(named, note=note)
    if as_json:
        say_json(made)
    else:
        say_line(f"withdrawn: mark {made.of} (story {made.story})")
    return 0


def _marked(made: WrongMark, as_json: bool) -> int:
    if as_json:
        say_json(made)
    else:
        say_line(f"marked {KINDS[made.kind]}: {_about(made)} (story {made.story})")
    return 0


def _about(made: WrongMark) -> str:
    return made.sentence.text if made.sentence else ", ".join(made.articles) or f"mark {made.of}"


def marks(
    story: Annotated[
        str | None, typer.Argument(metavar="[STORY]", help="Only of this story: its id, or enough of it.")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> int:
    """List what was marked as wrong, oldest first; as JSON with all that is needed to try it again.

    Example: writethru marks --json
    """
    with kept(store) as room:
        found = room.marks(story)
    if as_json:
        say_json(found)
        return 0
    say_blocks(
        [(m.id, m.at, m.by, m.kind, m.story, m.revision, _about(m), m.note) for m in found],
        [
            (
                _about(m),
                (
                    f"{KINDS[m.kind]} · mark {m.id[:SHORT]} · story {m.story[:SHORT]}, revision {m.revision}"
                    + (f" · {count(len(m.articles), 'article')}" if m.articles else ""),
                    f"{m.by}, {m.at}" + (f": {m.note}" if m.note else ""),
                ),
            )
            for m in found
        ],
        none="nothing is marked as wrong; `writethru mark sentence` and `mark articles` do that",
    )
    return 0


mark = group(
    "mark",
    "Mark what is wrong, for evaluation: a sentence, or articles that stand together."
    '\n\nExample: writethru mark sentence 3f2a "12 people were hurt"',
    {"sentence": sentence, "articles": articles, "withdraw": withdraw},
)
