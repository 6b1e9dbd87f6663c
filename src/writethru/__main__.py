"""`python -m writethru`: the command line."""

from __future__ import annotations


def main() -> None:
    """Run the command line and leave with its exit code."""
    from writethru.cli import run

    raise SystemExit(run())


if __name__ == "__main__":
    main()
