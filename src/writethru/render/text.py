"""The page for a terminal: plain words in a given width, with or without colour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from itertools import zip_longest

from msgspec import UNSET
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from writethru.records import Brief, CitedSentence, Disagreement, Phase, Section, SourceNote
from writethru.render import wording
from writethru.render.origins import reports
from writethru.render.run_in import is_headline, opened_by
from writethru.render.wording import visible
from writethru.render.wrapping import wrap

WIDTH = 80  # columns, when none is given
WIDEST = 100  # longer lines are hard to read
NARROW = 60  # below, dates stand before their events and not in a column
DATES = 26  # widest column of dates


def render_text(
    brief: Brief, *, width: int | None = None, color: bool = True, phase: Phase | None = None
) -> str:
    """Return the page as text of at most `width` columns (none given: 80; never more than 100).

    Only an address may be wider, for a broken one cannot be followed. With `color`, headings and citations carry ANSI styles; without, it is plain text.
    """
    console = _console(width, color)
    _print_page(console, brief, phase)
    return _output(console)


def printed(
    title: str, groups: Sequence[tuple[str, Sequence[Text]]], *, width: int | None, color: bool
) -> str:
    """Return lines under headings under a title, as pages are printed."""
    console = _console(width, color)
    _print(console, Text(title, style="bold"))
    for heading, lines in groups:
        _heading(console, heading)
        for line in lines:
            _print(console, line, "- ")
    return _output(console)


def _console(width: int | None, color: bool) -> Console:
    return Console(
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


def _output(console: Console) -> str:
    output = console.file.getvalue() if isinstance(console.file, StringIO) else ""
    lines = (line.rstrip() for line in output.splitlines())
    return "\n".join(lines).rstrip() + "\n"


def _print_page(console: Console, brief: Brief, phase: Phase | None) -> None:
    _print(console, Text(visible(brief.headline.text), style="bold"))
    _print(console, Text(" · ".join(wording.update_parts(brief, phase)), style="dim"))
    if brief.since is not UNSET:  # who comes back reads first what is new
        _print_changes(console, brief)
    for section in brief.sections:
        console.print()
        _print(console, _section(section, brief))
    if brief.disagreements:
        _heading(console, "Where accounts differ")
        for number, disagreement in enumerate(brief.disagreements):
            if number:
                console.print()
            _print_disagreement(console, disagreement)
    if brief.sources:
        _heading(console, "Sources")
        alike, width = reports(brief.sources), len(str(max(s.number for s in brief.sources)))
        for source in brief.sources:
            _print_source(console, source, alike, width)
    if brief.timeline:
        _heading(console, "Timeline")
        _print_timeline(console, brief)
    if brief.changes and brief.since is UNSET:
        _print_changes(console, brief)
    _print_coverage(console, brief)


def _print_changes(console: Console, brief: Brief) -> None:
    _heading(console, wording.changes_title(brief))
    for change in brief.changes:
        line = Text.assemble(f"{wording.change_lead(change)} ", _cited(wording.quoted(change.because)))
        _print(console, line, "- ")
    came = brief.since.sources if brief.since is not UNSET else ()
    if came:
        _print(console, Text.assemble("New sources: ", _marks("".join(f"[{n}]" for n in came))), "- ")
    elif not brief.changes:
        _print(console, Text("Nothing new."))


def _print(console: Console, body: Text, lead: str = "", indent: int = 0) -> None:
    """Print a body that hangs behind its lead."""
    hang = " " * (indent + cell_len(lead))
    before = " " * indent + lead
    for line in wrap(body, console.width - len(hang)):
        console.print(Text.assemble(before, line), soft_wrap=True)
        before = hang


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


def _section(section: Section, brief: Brief) -> Text:
    told = [_cited(sentence) for sentence in section.sentences]
    if told and is_headline(section.lead, brief):
        return Text(" ").join(told)
    if opened := opened_by(section.lead, section.sentences):
        told[0].stylize("bold", 0, len(opened))
        return Text(" ").join(told)
    line = Text.assemble((wording.closed(section.lead.text), "bold"))
    if own := wording.uncovered_marks(section.lead, section.sentences):
        line = Text.assemble(line, " ", _marks(own))
    return Text(" ").join([line, *told])


def _print_disagreement(console: Console, disagreement: Disagreement) -> None:
    state = wording.state_words(disagreement)
    topic = wording.capital(visible(disagreement.topic))
    _print(console, Text.assemble((topic, "bold"), (f" ({state})" if state else "", "dim")))
    for position in disagreement.positions:
        holder = wording.holder(position)
        _print(console, Text.assemble((holder, "italic"), " — ", _cited(position.statement)), "- ", 1)
    for remark in disagreement.unverified:
        _print(console, Text.assemble("Not verified — ", _cited(remark)), "- ", 1)


def _print_source(
    console: Console, source: SourceNote, alike: Mapping[str, Sequence[int]], width: int
) -> None:
    published = f" ({wording.published_words(source.published)})"
    title = Text.assemble((f"{wording.outlet(source)}: ", "bold"), wording.title(source), published)
    for note in _source_notes(source, alike):
        title = Text.assemble(title, "\n", note)
    _print(console, title, f"{source.number:>{width}}. ")


def _source_notes(source: SourceNote, alike: Mapping[str, Sequence[int]]) -> Iterable[Text]:
    if source.adds:
        yield Text.assemble(("Adds: ", "italic"), visible(source.adds.text))
    if about := wording.source_words(source, alike):
        yield Text(about)
    if address := " ".join(_addresses(source)):
        yield Text(address, style="dim")


def _addresses(source: SourceNote) -> Iterable[str]:
    if source.external_id:
        yield f"(id {visible(source.external_id)})"
    if source.url:
        yield visible(source.url)


def _print_timeline(console: Console, brief: Brief) -> None:
    dates = [wording.when_words(entry.when) for entry in brief.timeline]
    column = min(max(map(cell_len, dates)), DATES)
    for words, entry in zip(dates, brief.timeline, strict=True):
        date, event = Text(words, style="bold"), _cited(entry.event)
        if console.width < NARROW:
            _print(console, Text.assemble(date, " – ", event), "- ")
            continue
        left = wrap(date, column)
        for before, line in zip_longest(left, wrap(event, console.width - column - 2), fillvalue=Text()):
            gap = " " * (column + 2 - cell_len(before.plain))
            console.print(Text.assemble(before, gap, line), soft_wrap=True)


def _print_coverage(console: Console, brief: Brief) -> None:
    console.print()
    if brief.coverage.newest:
        newest = f"Newest article: {wording.moment_words(brief.coverage.newest)}"
        _print(console, Text(newest, style="dim"))
    if brief.coverage.skipped:
        _print(console, Text("Not on this page:", style="dim"))
        for skipped in brief.coverage.skipped:
            _print(console, Text(f"{visible(skipped.where)}: {visible(skipped.why)}", style="dim"), "- ", 1)
