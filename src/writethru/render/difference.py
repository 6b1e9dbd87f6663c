"""What two revisions of a page differ in, and the list of its revisions: text, Markdown and HTML.

What is told is the same in each: lines in groups, a line made of pieces that stood there, stand there now, or both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal, NamedTuple

from rich.text import Text

from writethru.records import Altered, CitedSentence, Difference, RevisionNote, SourceNote
from writethru.render import wording
from writethru.render.html import templates
from writethru.render.markdown import escape
from writethru.render.run_in import opened_by
from writethru.render.text import printed
from writethru.render.wording import visible

Kind = Literal["same", "gone", "new"]
PAIRS = 1_000_000  # of words that are held against each other: two texts of a thousand
STYLES = {"same": "", "gone": "red strike", "new": "green"}
PARTS = {
    "headline": "Headline",
    "section": "Sentences",
    "disagreement": "Where accounts differ",
    "timeline": "Timeline",
}


class Piece(NamedTuple):
    """Words of a line, and on which of the two pages they stand."""

    kind: Kind
    text: str


Line = list[Piece]
Group = tuple[str, list[Line]]  # a heading, and its lines


def render_difference_text(found: Difference, *, width: int | None = None, color: bool = True) -> str:
    """Return a difference as text; without colour, what is gone stands in [- -] and what is new in {+ +}."""
    return _text(_difference_title(found), difference_groups(found), width, color)


def render_difference_markdown(found: Difference) -> str:
    """Return a difference as Markdown: ~~gone~~ and **new**."""
    return _markdown(_difference_title(found), difference_groups(found))


def render_difference_html(found: Difference) -> str:
    """Return a difference as one HTML file with <del> and <ins>."""
    return _html(_difference_title(found), difference_groups(found))


def render_history_text(
    steps: Sequence[RevisionNote], *, width: int | None = None, color: bool = True
) -> str:
    """Return the revisions of a page as text, the newest first."""
    return _text(_history_title(steps), _history_groups(steps), width, color)


def render_history_markdown(steps: Sequence[RevisionNote]) -> str:
    """Return the revisions of a page as Markdown, the newest first."""
    return _markdown(_history_title(steps), _history_groups(steps))


def render_history_html(steps: Sequence[RevisionNote]) -> str:
    """Return the revisions of a page as one HTML file, the newest first."""
    return _html(_history_title(steps), _history_groups(steps))


def _difference_title(found: Difference) -> str:
    return f"Story {visible(found.story)}: revision {found.old} → {found.new}"


def _history_title(steps: Sequence[RevisionNote]) -> str:
    return f"Story {visible(steps[0].story)}" if steps else "No revision is kept"


def difference_groups(found: Difference) -> list[Group]:
    """Return what two revisions differ in as lines under headings."""
    groups: list[Group] = [("What changed", [_plain(wording.change_line(c)) for c in found.changes])]
    headlines = {text.text for a in found.altered if a.part == "headline" for text in (a.old, a.new) if text}
    for part, title in PARTS.items():
        told = [a for a in found.altered if a.part == part]
        groups.append((title, [_altered(a) for a in (_once(told, headlines) if part == "section" else told)]))
    sources = [[Piece("new", _source(note))] for note in found.sources_added]
    groups.append(("Sources", [*sources, *([Piece("gone", _source(n))] for n in found.sources_gone)]))
    if found.counts[0] != found.counts[1]:
        before, after = (" · ".join(wording.counts_words(counts)) for counts in found.counts)
        groups.append(("Counts", [altered_words(before, after)]))
    filled = [(title, lines) for title, lines in groups if lines]
    return filled or [("No difference", [])]


def _history_groups(steps: Sequence[RevisionNote]) -> list[Group]:
    groups: list[Group] = []
    for step in reversed(steps):
        lines = [_plain(wording.change_line(change)) for change in step.changes]
        lines = lines or [_plain(f"First page: {visible(step.headline)}")]
        lines += [[Piece("new", _source(note))] for note in step.came]
        groups.append((f"Revision {step.revision} · {wording.moment_words(step.when)}", lines))
    return groups


def _once(told: Sequence[Altered], headlines: AbstractSet[str]) -> Iterator[Altered]:
    """Leave out leads that came or went with what says them: the sentence below that opens with them, the headline."""
    for altered, below in zip_longest(told, told[1:]):
        under = (below.old, below.new) if below else (None, None)
        texts = zip((altered.old, altered.new), under, strict=True)
        if not all(text is None or _said_by(text, sentence, headlines) for text, sentence in texts):
            yield altered


def _said_by(lead: CitedSentence, sentence: CitedSentence | None, headlines: AbstractSet[str]) -> bool:
    return lead.text in headlines or (sentence is not None and bool(opened_by(lead, [sentence])))


def _source(note: SourceNote) -> str:
    return f"{wording.outlet(note)}: {wording.title(note)} ({wording.published_words(note.published)})"


def _plain(text: str) -> Line:
    return [Piece("same", text)]


def _altered(found: Altered) -> Line:
    label = _label(found)
    old, new = _said(found.old), _said(found.new)
    if not old or not new:
        return [*label, Piece("new" if new else "gone", new or old)]
    return [*label, *altered_words(old, new)]


def _label(found: Altered) -> Line:
    if not found.label:
        return []
    label = wording.published_words(found.label) if found.part == "timeline" else visible(found.label)
    return [Piece("same", f"{label} – ")]


def _said(text: CitedSentence | None) -> str:
    return f"{visible(text.text).strip()} {wording.marks(text)}".strip() if text else ""


def altered_words(old: str, new: str) -> Line:
    """Return two texts as one line: the words that both have, those that are gone, those that are new."""
    before, after = old.split(), new.split()
    line: Line = []
    for how, i, j, k, n in _steps(before, after):
        if how == "equal":
            line.append(Piece("same", " ".join(before[i:j])))
        else:
            line += [Piece("gone", " ".join(before[i:j])), Piece("new", " ".join(after[k:n]))]
    return [piece for piece in line if piece.text]


def _steps(before: Sequence[str], after: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """Return what leads from some words to others; where both are very many only how they begin and end alike."""
    if len(before) * len(after) <= PAIRS:
        return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    most = min(len(before), len(after))
    head = next((n for n in range(most) if before[n] != after[n]), most)
    tail = next((n for n in range(most - head) if before[~n] != after[~n]), most - head)
    old, new = len(before) - tail, len(after) - tail
    return [
        ("equal", 0, head, 0, head),
        ("replace", head, old, head, new),
        ("equal", old, len(before), new, len(after)),
    ]


def _text(title: str, groups: Sequence[Group], width: int | None, color: bool) -> str:
    body = [
        (heading, [Text.assemble(*(_styled(piece, color) for piece in _apart(line))) for line in lines])
        for heading, lines in groups
    ]
    return printed(title, body, width=width, color=color)


def _apart(line: Line) -> Line:
    """Return a line whose pieces stand a space apart."""
    return [Piece(p.kind, p.text.strip() + (" " if n + 1 < len(line) else "")) for n, p in enumerate(line)]


def _styled(piece: Piece, color: bool) -> tuple[str, str]:
    if color or piece.kind == "same":
        return piece.text, STYLES[piece.kind]
    bare = piece.text.strip()
    tail = piece.text[len(piece.text.rstrip()) :]
    return (f"[-{bare}-]{tail}" if piece.kind == "gone" else f"{{+{bare}+}}{tail}"), ""


def _markdown(title: str, groups: Sequence[Group]) -> str:
    marks = {"same": "", "gone": "~~", "new": "**"}
    blocks = [f"# {escape(title)}"]
    for heading, lines in groups:
        items = [
            "- " + " ".join(f"{marks[p.kind]}{escape(p.text.strip())}{marks[p.kind]}" for p in line)
            for line in lines
        ]
        blocks.append(f"## {escape(heading)}" + ("\n\n" + "\n".join(items) if items else ""))
    return "\n\n".join(blocks) + "\n"


def _html(title: str, groups: Sequence[Group]) -> str:
    return templates().get_template("difference.html.jinja").render(title=title, groups=groups)
