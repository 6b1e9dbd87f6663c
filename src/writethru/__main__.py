"""`python -m writethru`: the command line."""

from __future__ import annotations


def main() -> None:
    """Run the command line and leave with its exit code."""
    from writethru.cli.interrupts import default_signals

    default_signals()
    from writethru.cli import run

    code = run()
    default_signals()
    raise SystemExit(code)


if __name__ == "__main__":
    main()
