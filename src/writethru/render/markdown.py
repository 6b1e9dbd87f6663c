"""The page as Markdown, in which no text of an article can become markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import UNSET

from writethru.records import Brief, Change, CitedSentence, Disagreement, Phase, Section, SourceNote
from writethru.render import wording
from writethru.render.origins import reports
from writethru.render.run_in import is_headline, opened_by
from writethru.render.wording import visible

_MARKUP = re.compile(r"[\\`*_~|]")
_ENTITY = re.compile(r"&(?=#?\w{1,40};)")
# A bracket that holds words or a year and starts no link stays as it is: recorded edits read `on Tuesday [2 Dec]`.
_BRACKET = re.compile(r"\[(?=(?!(?!(?:19|20)\d\d\])\d{1,9}\])(?![ xX]\])[\w .,'’–-]{2,120}\](?![(\[:]))")
_BLOCK_START = re.compile(r"^(?:>|(?:#{1,6}|[-+=]|\d{1,9}[.)])(?=\s|$|[-=]))")


def escape(text: str) -> str:
    """Return text in which nothing is Markdown or HTML markup, on one line, to stand inside a line."""
    text = _MARKUP.sub(lambda found: "\\" + found[0], visible(text))
    text = _ENTITY.sub("&amp;", text).replace("<", "&lt;")
    kept, place = [], 0
    for found in _BRACKET.finditer(text):
        end = text.index("]", found.start())
        kept += [_escape_brackets(text[place : found.start()]), text[found.start() : end + 1]]
        place = end + 1
    return "".join([*kept, _escape_brackets(text[place:])])


def _escape_brackets(text: str) -> str:
    return text.replace("[", "\\[").replace("]", "\\]")


def opening(text: str) -> str:
    """Return escaped text to stand where a block starts, where `1.` and `#` have a meaning too."""
    escaped = escape(text).lstrip()
    return _BLOCK_START.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", escaped)


def _address(url: str) -> str:
    return _ENTITY.sub("&amp;", url).replace("(", "\\(").replace(")", "\\)")


def _cited(sentence: CitedSentence, *, start: bool = False) -> str:
    """Return a sentence with its marks, which stand before a plain full stop and after anything else."""
    words, found = visible(sentence.text).strip(), wording.marks(sentence)
    shown = opening(words) if start else escape(words)
    if not found:
        return shown
    return f"{shown[:-1]} {found}." if wording.ends_plainly(words) else f"{shown} {found}"


def render_markdown(brief: Brief, *, phase: Phase | None = None) -> str:
    """Return the page as Markdown (CommonMark), one paragraph or list item a line."""
    blocks = [f"# {opening(brief.headline.text)}", escape(" · ".join(wording.update_parts(brief, phase)))]
    if brief.since is not UNSET:  # who comes back reads first what is new
        news = [*map(_change, brief.changes), *_came(brief)] or ["Nothing new."]
        blocks.append(f"## {wording.changes_title(brief)}\n\n" + "\n".join(news))
    alike = reports(brief.sources)
    blocks += [_section(section, brief) for section in brief.sections]
    lists = {
        "Where accounts differ": [_disagreement(item) for item in brief.disagreements],
        "Sources": [_source(source, alike) for source in brief.sources],
        "Timeline": [f"- {escape(wording.when_words(e.when))} – {_cited(e.event)}" for e in brief.timeline],
    }
    if brief.since is UNSET:
        lists[wording.changes_title(brief)] = [*map(_change, brief.changes)]
    blocks += [f"## {title}\n\n" + "\n".join(items) for title, items in lists.items() if items]
    if below := list(_coverage(brief)):
        blocks.append("---\n\n" + "\n".join(below))
    return "\n\n".join(blocks) + "\n"


def _change(change: Change) -> str:
    return f"- {opening(wording.change_lead(change))} {_cited(wording.quoted(change.because))}"


def _came(brief: Brief) -> Iterator[str]:
    if brief.since is not UNSET and brief.since.sources:
        yield f"- New sources: {''.join(f'[{n}]' for n in brief.since.sources)}"


def _section(section: Section, brief: Brief) -> str:
    if section.sentences and is_headline(section.lead, brief):
        first, *rest = section.sentences
        return " ".join([_cited(first, start=True), *map(_cited, rest)])
    told = [_cited(sentence) for sentence in section.sentences]
    opened = escape(opened_by(section.lead, section.sentences))
    if opened and told[0].startswith(opened):
        return " ".join([f"**{opened}**{told[0][len(opened) :]}", *told[1:]])
    own = wording.uncovered_marks(section.lead, section.sentences)
    parts = [f"**{escape(wording.closed(section.lead.text))}**", *([own] if own else [])]
    return " ".join([*parts, *told])


def _disagreement(disagreement: Disagreement) -> str:
    state = wording.state_words(disagreement)
    lines = [
        f"- **{escape(wording.capital(disagreement.topic))}**" + (f" ({escape(state)})" if state else "")
    ]
    for position in disagreement.positions:
        lines.append(f"  - {opening(wording.holder(position))} — {_cited(position.statement)}")
    lines += [f"  - Not verified — {_cited(remark)}" for remark in disagreement.unverified]
    return "\n".join(lines)


def _source(source: SourceNote, alike: Mapping[str, Sequence[int]]) -> str:
    title = escape(wording.title(source))
    if url := wording.safe_url(source.url):
        title = f"[{title}]({_address(url)})"
    published = escape(wording.published_words(source.published))
    line = f"{source.number}. {opening(wording.outlet(source))}: {title} ({published})"
    notes = [f"adds: {escape(source.adds.text)}"] if source.adds else []
    if about := wording.source_words(source, alike, escape):
        notes.append(about)
    if source.external_id:
        notes.append(f"id {escape(source.external_id)}")
    return line + (" — " + " · ".join(notes) if notes else "")


def _coverage(brief: Brief) -> Iterator[str]:
    if brief.coverage.newest:
        yield f"Newest article: {escape(wording.moment_words(brief.coverage.newest))}"
    if brief.coverage.skipped:
        yield ("\n" if brief.coverage.newest else "") + "Not on this page:\n"
        yield from (f"- {opening(s.where)}: {escape(s.why)}" for s in brief.coverage.skipped)
