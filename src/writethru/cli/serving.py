"""The command that serves the store as a site and an API: for reading to all, for writing to who has a token."""

from __future__ import annotations

import gc
import sys
from typing import Annotated

import typer

from writethru.cli.interrupts import telling
from writethru.cli.noting import noting
from writethru.cli.options import NowOption, StoreOption, present, settings, store_path
from writethru.cli.printing import complain

# Seconds after which a thread that answers lets another go on, a tenth of what is usual: the thread that takes requests
# in needs little each time, and waited for as long as an answer takes (tried: 5 and 0.5 ms, and 1 ms beside an errand).
SWITCH = 0.0005


def serve(
    store: StoreOption = None,
    host: Annotated[
        str,
        typer.Option("--host", metavar="ADDRESS", help="Address to listen at; other machines need 0.0.0.0."),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, metavar="N", help="Port to listen at.")
    ] = 8031,
    host_name: Annotated[
        list[str] | None,
        typer.Option("--host-name", metavar="NAME", help="Name that it may be asked under; may be repeated."),
    ] = None,
    now: NowOption = None,
) -> int:
    """Serve the kept stories as a site and an API under /api/v1.

    Whoever reaches it may read; who has a token (`token add`) may add sources and put stories right. Needs the extra web: pip install "writethru[web]".

    Example: writethru serve --store news.db --port 8031
    """
    from writethru.errors import UsageError

    try:
        from writethru.web import open_app
        from writethru.web.connections import open_server
    except ImportError as error:
        raise UsageError('serving needs more: pip install "writethru[web]"') from error
    if not host.strip():  # which would listen everywhere
        raise UsageError("--host: an address is needed; other machines need 0.0.0.0")
    chosen = settings()
    app = open_app(
        store_path(store),
        settings=chosen,
        now=present(now) if now else None,
        hosts=tuple(host_name or ()),
    )
    sys.setswitchinterval(SWITCH)
    complain(f"serving {store_path(store)} at http://{host}:{port}/ until you press Ctrl-C")
    server = open_server(app, host, port, chosen.serve)
    app.state.warmed = (
        gc.freeze
    )  # what is loaded by then stays: to look through it again takes 30 ms each time
    app.state.events.ending = lambda: server.should_exit  # it waits for those who listen
    try:
        with telling(lambda: "it serves no more; what was added is kept"), noting():
            server.run()
    except (
        SystemExit,
        UnicodeError,
    ) as error:  # it has said why itself: the port is in use, the address is not of this machine
        raise UsageError(
            f"{host}:{port} cannot be listened at; choose another with --host or --port"
        ) from error
    return 0 if server.started else 1
