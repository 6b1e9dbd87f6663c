"""Commands on tokens, with which somebody may write over HTTP: `token add`, `list` and `remove`."""

from __future__ import annotations

from typing import Annotated

import typer

from writethru.cli.options import JsonOption, StoreOption, group, kept
from writethru.cli.printing import complain, say, say_json, say_line, say_table

NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="What to call it, as after who will use it.")
]


def add(name: NameArgument, store: StoreOption = None, as_json: JsonOption = False) -> int:
    """Make a token and print it, this once: the store keeps only a hash of it.

    Who has it may add sources and revise stories over HTTP while `serve` runs.

    Example: writethru token add "night desk"
    """
    with kept(store, read_only=False) as room:
        token = room.token_add(name)
    if as_json:
        say_json({"name": name, "token": token})
        return 0
    say(token)
    complain("it is shown this once; keep it where nobody else reads, and take it back with `token remove`")
    return 0


def list_(store: StoreOption = None, as_json: JsonOption = False) -> int:
    """List tokens by name, with when they were made; not the tokens themselves, which are not kept.

    Example: writethru token list
    """
    with kept(store) as room:
        found = room.tokens()
    if as_json:
        say_json([{"name": token.name, "made": token.made} for token in found])
        return 0
    say_table(
        ("made", "name"),
        [(token.made, token.name) for token in found],
        none="there is no token, and nobody can write over HTTP; `writethru token add NAME` makes one",
    )
    return 0


def remove(name: NameArgument, store: StoreOption = None, as_json: JsonOption = False) -> int:
    """Let nobody write with a token any more, from the next request on.

    Example: writethru token remove "night desk"
    """
    with kept(store, read_only=False, must_exist=True) as room:
        gone = room.token_remove(name)
    if as_json:
        say_json({"name": gone.name, "made": gone.made})
    else:
        say_line(f"removed: token {gone.name}, made {gone.made}")
    return 0


app = group(
    "token",
    "Let people write over HTTP: add, list, remove tokens.\n\nExample: writethru token list",
    {"add": add, "list": list_, "remove": remove},
)
