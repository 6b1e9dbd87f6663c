"""The command line: every command is a call on Newsroom and a print."""

from __future__ import annotations

import errno
import logging
import sys
from collections.abc import Sequence

from writethru.cli.commands import app

__all__ = ["app", "run"]

# What standard output says when the disk behind it takes no more; errors of other files name them.
FULL = {errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EDQUOT}


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; wrong use, errors and interruption are said in one line."""
    import typer

    from writethru.cli.interrupts import Interrupted, interruptible, too_late
    from writethru.cli.printing import complain, discard_output, have_streams, speak_utf8
    from writethru.errors import StoreFull, WritethruError

    have_streams()
    speak_utf8()
    logging.getLogger().addHandler(logging.NullHandler())  # what a parser mutters is no message of ours
    command = typer.main.get_command(app)
    given = list(sys.argv[1:] if arguments is None else arguments)
    through = False
    try:
        with interruptible():
            with command.make_context("writethru", given) as context:
                code = command.invoke(context)
                through = True
            sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except typer.Exit as done:
        return done.exit_code
    except WritethruError as error:
        complain(str(error))
        return error.exit_code
    except BrokenPipeError:
        discard_output()
        return 0
    except OSError as error:
        if error.filename is not None or error.errno not in FULL:
            raise
        discard_output()
        complain(f"what was to be printed cannot be written: {error.strerror}; what was kept stays")
        return StoreFull.exit_code
    except (KeyboardInterrupt, typer.Abort) as stop:
        stopped = stop if isinstance(stop, Interrupted) else Interrupted()
        if through:
            stopped = too_late(stopped)
        complain(stopped.said(given))
        return stopped.exit_code
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        context_of = getattr(error, "ctx", None)
        name = getattr(context_of, "command_path", None) or "writethru"
        said = " ".join(error.format_message().split()).rstrip(".")
        complain(f"{said}; see `{name} --help`")
        return 1
