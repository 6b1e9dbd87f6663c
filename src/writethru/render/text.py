"""The page for a terminal: plain words in a given width, with or without colour."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from writethru.records import Brief, CitedSentence, Disagreement, Section, SourceNote
from writethru.render import wording
from writethru.render.wording import visible

WIDTH = 80  # columns, when none is given
WIDEST = 100  # longer lines are hard to read
NARROW = 60  # below, dates stand above their events


def render_text(brief: Brief, *, width: int | None = None, color: bool = True) -> str:
    """Return the page as text of at most `width` columns (none given: 80; never more than 100).

    With `color`, headings and citations carry ANSI styles; without, it is plain text.
    """
    console = Console(
        file=StringIO(),
        width=max(20, min(width or WIDTH, WIDEST)),
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    _print_page(console, brief)
    output = console.file.getvalue() if isinstance(console.file, StringIO) else ""
    lines = (line.rstrip() for line in output.splitlines())
    return "\n".join(lines).rstrip() + "\n"


def _print_page(console: Console, brief: Brief) -> None:
    console.print(Text(visible(brief.headline.text), style="bold"))
    console.print(Text(" · ".join(wording.update_parts(brief)), style="dim"))
    for section in brief.sections:
        console.print()
        console.print(_section(section))
    if brief.disagreements:
        _heading(console, "Where accounts differ")
        for number, disagreement in enumerate(brief.disagreements):
            if number:
                console.print()
            _print_disagreement(console, disagreement)
    if brief.sources:
        _heading(console, "Sources")
        for source in brief.sources:
            _print_source(console, source, brief)
    if brief.timeline:
        _heading(console, "Timeline")
        _print_timeline(console, brief)
    if brief.changes:
        _heading(console, f"Since revision {brief.revision - 1}")
        for change in brief.changes:
            line = f"Previously {visible(change.previously)} → now {visible(change.now)}, because "
            _print_item(console, "- ", Text.assemble(line, _cited(change.because)))
    _print_coverage(console, brief)


def _heading(console: Console, title: str) -> None:
    console.print()
    console.print(Text(title, style="bold underline" if console.color_system else ""))
    if not console.color_system:
        console.print("-" * len(title))


def _marks(text: str) -> Text:
    return Text(text, style="cyan")


def _cited(sentence: CitedSentence) -> Text:
    """Return a sentence with its marks, which stand before a plain full stop and after anything else."""
    words, found = visible(sentence.text).strip(), wording.marks(sentence)
    if not found:
        return Text(words)
    if wording.ends_plainly(words):
        return Text.assemble(words[:-1] + " ", _marks(found), ".")
    return Text.assemble(words + " ", _marks(found))


def _section(section: Section) -> Text:
    line = Text.assemble((wording.closed(section.lead.text), "bold"))
    if own := wording.uncovered_marks(section.lead, section.sentences):
        line = Text.assemble(line, " ", _marks(own))
    for sentence in section.sentences:
        line = Text.assemble(line, " ", _cited(sentence))
    return line


def _print_item(console: Console, lead: str, body: Text, indent: int = 0) -> None:
    """Print a body that hangs behind its lead."""
    grid = Table.grid(padding=0)
    grid.add_column(width=len(lead), no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(lead), body)
    console.print(Padding(grid, (0, 0, 0, indent)))


def _print_disagreement(console: Console, disagreement: Disagreement) -> None:
    state = wording.state_words(disagreement)
    topic = wording.capital(visible(disagreement.topic))
    console.print(Text.assemble((topic, "bold"), (f" ({state})" if state else "", "dim")))
    for position in disagreement.positions:
        holder = wording.capital(visible(position.holder))
        _print_item(console, "- ", Text.assemble((holder, "italic"), " — ", _cited(position.statement)), 1)
    for remark in disagreement.unverified:
        _print_item(console, "- ", Text.assemble("Not verified — ", _cited(remark)), 1)


def _print_source(console: Console, source: SourceNote, brief: Brief) -> None:
    publisher = f"{visible(source.publisher)}: " if source.publisher else ""
    published = f" ({wording.published_words(source.published)})"
    title = Text.assemble((publisher, "bold"), visible(source.title), published)
    for note in _source_notes(source, brief):
        title = Text.assemble(title, "\n", note)
    width = len(str(max(s.number for s in brief.sources)))
    _print_item(console, f"{source.number:>{width}}. ", title)


def _source_notes(source: SourceNote, brief: Brief) -> Iterable[Text]:
    if source.adds:
        yield Text.assemble(("Adds: ", "italic"), visible(source.adds.text))
    if about := wording.source_words(source, brief.sources):
        yield Text(about)
    if address := " ".join(_addresses(source)):
        yield Text(address, style="dim")


def _addresses(source: SourceNote) -> Iterable[str]:
    if source.url:
        yield visible(source.url)
    if source.external_id:
        yield f"(id {visible(source.external_id)})"


def _print_timeline(console: Console, brief: Brief) -> None:
    dates = [wording.when_words(entry.when) for entry in brief.timeline]
    if console.width < NARROW:
        for words, entry in zip(dates, brief.timeline, strict=True):
            _print_item(console, "- ", Text.assemble((words, "bold"), " – ", _cited(entry.event)))
        return
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, max_width=26, style="bold")
    grid.add_column(overflow="fold")
    for words, entry in zip(dates, brief.timeline, strict=True):
        grid.add_row(Text(words), _cited(entry.event))
    console.print(grid)


def _print_coverage(console: Console, brief: Brief) -> None:
    console.print()
    if brief.coverage.newest:
        newest = f"Newest article: {wording.moment_words(brief.coverage.newest)}"
        console.print(Text(newest, style="dim"))
    if brief.coverage.skipped:
        console.print(Text("Not on this page:", style="dim"))
        for skipped in brief.coverage.skipped:
            _print_item(
                console, "- ", Text(f"{visible(skipped.where)}: {visible(skipped.why)}", style="dim"), 1
            )
