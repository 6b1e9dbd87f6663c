"""Commands that check: pages against their articles, the shape of a page, the machine."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from writethru.cli.interrupts import telling
from writethru.cli.options import JsonOption, StoreOption, is_there, kept, settings, store_path, unkept
from writethru.cli.printing import complain, count, on_one_line, say, say_blocks, say_json, say_table, tell

if TYPE_CHECKING:
    from writethru.records import Verification

FAULT_FOUND = 3
UNCHANGED = "the check had not ended, and nothing was changed"


class CheckFormat(StrEnum):
    """How the result of a check is written."""

    text = "text"
    json = "json"
    html = "html"


def verify(
    page: Annotated[
        str | None,
        typer.Argument(
            metavar="[STORY|FILE]",
            help="A kept story, a file of pages (JSON or JSON Lines), or - for standard input; none: all kept pages.",
        ),
    ] = None,
    sources: Annotated[
        list[str] | None,
        typer.Option(
            "--sources",
            metavar="DIR|STORE",
            help="What to check against: anything that add reads, or a store; may be given again.",
        ),
    ] = None,
    store: StoreOption = None,
    form: Annotated[
        CheckFormat, typer.Option("--format", help="How to write what was found.")
    ] = CheckFormat.text,
    as_json: JsonOption = False,
) -> int:
    """Check pages against the words that they cite.

    Every sentence, quotation, number, name and date is looked up in the cited article. Takes our own pages,
    and any page in Markdown or plain text that cites a numbered source list as [1].

    Example: writethru brief examples/dam --format json --with-articles | writethru verify -
    """
    against = sources[0] if sources and len(sources) == 1 else sources
    with telling(lambda: UNCHANGED), kept(store) if is_there(store) or page is None else unkept() as room:
        found = room.verify(page, sources=against)
    if as_json or form is CheckFormat.json:
        say_json(found)
    elif form is CheckFormat.html:
        from writethru.render import render_checked

        say(render_checked(found))
    else:
        _say_verification(found)
    return FAULT_FOUND if found.problems else 0


def _say_verification(found: Verification) -> None:
    """Print the faults, and how much is supported."""
    say_blocks(
        [(f.kind, f.where, f.found, f.expected) for f in found.problems],
        [(f"{f.kind} · {f.where}", (f"found: {f.found}", f"expected: {f.expected}")) for f in found.problems],
    )
    for pin in found.gone:
        tell(f"note: {pin.where}: {pin.why}: “{on_one_line(pin.citation.exact)}”")
    unchecked = sum(s.state == "unchecked" for s in found.sentences)
    alone = f", {unchecked} of them without a source at hand" if unchecked else ""
    say(
        f"{found.supported} of {found.checked} cited texts are supported{alone}, {count(len(found.problems), 'fault')}"
    )


def schema(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON (always so).")] = True,
) -> int:
    """Print the JSON Schema of the page.

    Example: writethru schema > page.schema.json
    """
    with unkept() as room:
        say_json(room.schema())
    return 0


def doctor(
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> int:
    """Print versions and settings, and check the store.

    Example: writethru doctor --store news.db
    """
    import msgspec

    from writethru.errors import StoreError, StoreUnusable

    path, there, trouble = store_path(store), is_there(store), None
    try:
        with telling(lambda: UNCHANGED), kept(store) if there else unkept() as room:
            health = room.doctor()
    except StoreError as error:
        trouble = error
        with unkept() as room:
            health = room.doctor()
    if trouble is not None or not there:
        health = msgspec.structs.replace(health, store=None, files=None)
    faults = (*health.faults, *([str(trouble)] if trouble else []))
    health = msgspec.structs.replace(health, faults=faults)
    if as_json:
        say_json(health)
    else:
        say_table(("part", "version"), health.versions.items())
        say_table(
            ("setting", "value"),
            [
                (f"{section}.{key}", ", ".join(value) if isinstance(value, list | tuple) else value)
                for section, keys in msgspec.to_builtins(settings()).items()
                for key, value in keys.items()
            ],
        )
        state = msgspec.to_builtins(health.store) if health.store else {"where": f"{path}: no store yet"}
        say_table(
            ("the store", ""),
            [(f"store {key}", value) for key, value in state.items()] if not trouble else [],
        )
        if health.store and health.files:
            files = msgspec.to_builtins(health.files)
            say_table(("its files", ""), [(f"file {key}", value) for key, value in files.items()])
        for line in health.warnings:
            tell(f"note: {line}")
        for line in faults:
            complain(line)
        say("all is well" if not faults else count(len(faults), "fault"))
    if trouble is not None:
        return trouble.exit_code
    return StoreUnusable.exit_code if faults else 0
