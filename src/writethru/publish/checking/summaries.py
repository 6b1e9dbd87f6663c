"""What a line of the source list says that its source covers: the words behind outlet, title and day."""

from __future__ import annotations

import re

from writethru.publish.checking.reading import Line, SourceLine
from writethru.publish.checking.words import WORD, listed, stem
from writethru.records import Article

LEAST = 5  # words of a summary
OUR_NOTES = re.compile(r"\s(?:·|\(id )|\bid [A-Za-z0-9-]{6,}")


def summary_of(source: SourceLine, article: Article) -> Line | None:
    """Return the summary in a source's line, as a line of the page that cites it; None where there is none."""
    known = {stem(w.lower()) for w in WORD.findall(f"{article.title} {article.publisher}")}
    text = OUR_NOTES.split(source.text)[0]
    last = 0
    for match in WORD.finditer(text):
        fresh = stem(match.group().lower()) not in known and match.group().lower() not in listed(
            "cues", "plain"
        )
        if fresh and not match.group()[0].isdigit() and match.group().lower() not in listed("page", "dates"):
            break
        last = match.end()
    rest = text[last:].lstrip(" \t.,:;()[]–—-|\"“”'").removeprefix("adds:").strip()
    if len(rest.split()) < LEAST or rest.lower().startswith(tuple(listed("page", "notes", "openers"))):
        return None
    return Line(
        "source",
        f"sources[{source.number}]",
        rest,
        [source.start] * len(rest),
        [(len(rest), (source.number,))],
    )
