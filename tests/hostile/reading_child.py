"""Reads hostile inputs one by one, as told on standard input, in a process that may be killed: prints what came of each.

A line in is a kind, a name, a size and a file; a line out is JSON: seconds, which sentences were lost, what was said.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from tests.hostile.hostile_cases import Input, makers
from writethru.acquire import collect, extract
from writethru.acquire.fetch import Fetched
from writethru.errors import FetchError
from writethru.records import Capture, Problem
from writethru.settings import Settings

# What is said of dates, languages and addresses does not tell that words are missing.
ELSE = ("undated", "future", "language", "unreachable")


def no_fetch(url: str, **more: object) -> Fetched:
    raise FetchError(f"{url}: not in a test")


def read(given: Input, folder: Path) -> tuple[list[str], list[str], bool]:
    """Return all texts, all that was said, and whether an article is marked as wanting."""
    if given.media_type == "text/html":
        found = [Capture("here", given.content, given.media_type, "https://a.example/mill")]
    else:
        path = folder / ("feed.json" if "json" in given.media_type else "feed.xml")
        path.write_bytes(given.content)
        found = list(collect(str(path), fetch=no_fetch, settings=Settings()))  # type: ignore[arg-type]
    texts, said, marked = [], [], False
    for one in found:
        if isinstance(one, Problem):
            said += [one.line()] if one.kind not in ELSE else []
            continue
        article, problems = extract(one, settings=Settings())
        said += [problem.line() for problem in problems if problem.kind not in ELSE]
        if article is not None:
            texts.append(article.text)
            marked = marked or bool(set(article.marks) - {"undated", "future", "foreign"})
    return texts, said, marked


def main() -> None:
    folder = Path(sys.argv[1])
    made = {kind: makers(kind, folder / "canary") for kind in ("page", "feed")}
    for line in sys.stdin:
        kind, name, size = json.loads(line)
        given = made[kind][name](size)
        begun = time.process_time()
        texts, said, marked = read(given, folder)
        seconds = time.process_time() - begun
        whole = " ".join(" ".join(text.split()) for text in texts)
        lost = [sentence for sentence in given.sees if sentence not in whole]
        print(json.dumps({"seconds": seconds, "lost": lost, "said": [s[:200] for s in said[:5]], "marked": marked,
                          "refused": given.refused, "texts": len(texts), "canary": "CANARY" in whole}), flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
