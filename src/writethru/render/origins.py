"""Where the report of a source comes from, in words: which others have it too, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from writethru.records import SourceNote

MOST_ALIKE = 8  # sources named as the same report as another
# The roles of a source that tell where its report comes from.
ORIGINS = ("first report", "own reporting", "agency copy", "reprint", "rewrite")


def reports(sources: Sequence[SourceNote]) -> dict[str, list[int]]:
    """Return the numbers of sources by their origin: those of one origin are one report."""
    found: dict[str, list[int]] = {}
    for source in sources:
        found.setdefault(source.origin, []).append(source.number)
    return found


def same_report(source: SourceNote, alike: Mapping[str, Sequence[int]]) -> str:
    """Return `same report as [1][4]` for a source that shares its origin with others, else an empty text.

    One that tells another's report in words of its own `retells [1]`.
    """
    numbers = alike.get(source.origin, ())
    others = [n for n in numbers[: MOST_ALIKE + 1] if n != source.number][:MOST_ALIKE]
    left = len(numbers) - (source.number in numbers) - len(others)
    more = f" and {left} more" if left > 0 else ""
    how = "retells" if "rewrite" in source.roles else "same report as"
    return f"{how} {''.join(f'[{n}]' for n in others)}{more}" if others else ""


def origin_words(source: SourceNote, alike: Mapping[str, Sequence[int]]) -> str:
    """Return where the report of a source comes from, in few words; also that no other source has it."""
    same = same_report(source, alike)
    roles = [role for role in source.roles if role in ORIGINS and not (same and role == "rewrite")]
    alone = "" if same or set(roles) - {"first report"} else "the only source of its report"
    return ", ".join(filter(None, (*roles, same, alone)))
