"""`python -m writethru`: the command line."""

from __future__ import annotations

import signal

# Until a command can say that it was interrupted, Ctrl-C ends the program without a word: loading takes a while.
if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def main() -> None:
    """Run the command line and leave with its exit code."""
    from writethru.cli import run

    raise SystemExit(run())


if __name__ == "__main__":
    main()
