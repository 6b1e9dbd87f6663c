"""The list of commands, in the order in which a newcomer needs them, and what all of them share."""

from __future__ import annotations

from typing import Annotated

import typer

from writethru.cli import (
    checking,
    claims,
    feeds,
    finding,
    front,
    history,
    keeping,
    looking,
    marking,
    reading,
    rechecking,
    revising,
    serving,
    site,
    tokens,
    watching,
)
from writethru.cli.options import EXIT_CODES, SETTINGS

app = typer.Typer(
    name="writethru",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog=EXIT_CODES,
    context_settings=SETTINGS,
)

for function in (
    reading.brief,
    reading.add,
    watching.update,
    watching.watch,
    front.stories,
    history.show,
    history.history,
    history.diff,
    looking.timeline,
    claims.claims,
    looking.sources,
    finding.search,
    finding.about,
    looking.article,
    rechecking.recheck,
    site.export,
    serving.serve,
    revising.why,
    revising.merge,
    revising.split,
    revising.move,
    revising.undo,
    marking.follow,
    marking.unfollow,
    marking.followed,
    marking.marks,
    checking.verify,
    reading.annotate,
    checking.schema,
    keeping.backup,
    keeping.check,
    checking.doctor,
):
    app.command(epilog=EXIT_CODES, no_args_is_help=False)(function)

app.add_typer(feeds.app)
app.add_typer(marking.mark)
app.add_typer(tokens.app)


@app.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> int:
    """Write, for every running news story, one page in which every sentence is cited.

    Example: writethru brief examples/dam
    """
    import writethru
    from writethru.cli.printing import say

    if version:
        say(f"writethru {writethru.__version__}")
        raise typer.Exit(0)
    if context.invoked_subcommand is None:
        say(context.get_help())
        raise typer.Exit(1)
    return 0
