"""Pages of every kind in which each text of an article, a feed or a user is a hostile one."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from markdown_it import MarkdownIt
from msgspec.structs import replace

from tests.hostile.hostile_rooms import addresses, rooms
from tests.render.sample_pages import said, source, when
from writethru import render
from writethru.annotate import annotate
from writethru.records import (
    Article,
    ArticleNote,
    Assertion,
    Brief,
    Change,
    CheckedSentence,
    Citation,
    CitedSentence,
    Claim,
    Counts,
    Coverage,
    Disagreement,
    Fault,
    Position,
    Section,
    Skipped,
    Span,
    Status,
    TimelineEntry,
    Verification,
)
from writethru.render import markdown
from writethru.render.claims import ClaimRow, render_claims
from writethru.render.html import templates
from writethru.render.syndication import Channel, render_atom, render_json_feed

CASES = Path(__file__).parent.parent / "cases" / "hostile" / "payloads.json"
RUN = "top.postMessage({n},atob(/Kg/.source))"  # tells the frame around it, without quotation marks: Kg is *
OUT = "http://evil.example/{n}"
RARELY = 5  # of so many texts one stands also where another form of the same is told
ENCODINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "escaped once": html.escape,
    "escaped twice": lambda text: html.escape(html.escape(text)),
    "in numbers": lambda text: re.sub("[<>\"'&]", lambda found: f"&#x{ord(found[0]):x};", text),
    "in capitals": lambda text: re.sub(r"<(/?\w+)", lambda found: found[0].upper(), text),
    "with controls in it": lambda text: text.replace("<", "<\x00").replace("on", "o\x0bn"),
    "closing all around it": lambda text: f"\"'></title></style></script></textarea>--> {text}",
    "on a line of its own": lambda text: f"x\n\n{text}\n\ny",
}


def payloads(encoding: str = "as it is") -> list[str]:
    """Return every hostile text; what it runs or loads tells its number."""
    listed = json.loads(CASES.read_text(encoding="utf-8"))["payloads"]
    texts = [text for kind in listed.values() for text in kind]
    return [
        ENCODINGS[encoding](text.replace("%RUN%", RUN.format(n=n)).replace("%OUT%", OUT.format(n=n)))
        for n, text in enumerate(texts)
    ]


def changes(text: str, why: CitedSentence) -> tuple[Change, ...]:
    """Return a change of each form in which one is told: with and without what was, what is now, a name for it."""
    now = f"now {text}"
    return (
        Change(text, text, text, why),
        Change("status changed", text, now, why),
        Change(text, "", now, why),
    )


def brief_of(texts: Sequence[str]) -> Brief:
    """Return a page with each text in each place of it."""
    cited = [said(text, number, exact=text) for number, text in enumerate(texts, 1)]
    often = [
        said(text, *((1, 2, 3, 4) if n % RARELY == 0 else (1,)), exact=text) for n, text in enumerate(texts)
    ]
    others = [
        Section(one, (said(f"Also {one.text}", 2, exact=f"{one.text} too"),)) for one in cited[::RARELY]
    ]
    return Brief(
        story=texts[0],
        revision=2,
        updated=texts[-1],
        counts=Counts(2, 2, 2),
        headline=said(" ".join(texts), 1),
        sections=(*(Section(one, (one,)) for one in cited), *others),
        disagreements=tuple(
            Disagreement(
                text,
                "number",
                text,  # type: ignore[arg-type]
                (Position(text, one, {"low": 1.0, "high": None, "unit": text}), Position(text, many, {"start": text})),
                (one,),
            )
            for text, one, many in zip(texts, cited, often, strict=True)
        ),
        sources=tuple(
            source(n, text, text, text, url=addresses(text)[n % 3], external_id=text, why_origin=text, roles=(text,),
                   adds=one, origin="o", notes=(ArticleNote("corrected", text, text),))
            for n, (text, one) in enumerate(zip(texts, cited, strict=True), 1)
        ),
        timeline=tuple(TimelineEntry(when(("2031-03-03", text)[n % 2]), one) for n, (text, one) in enumerate(zip(texts, cited, strict=True))),
        changes=tuple(
            change
            for n, (text, one) in enumerate(zip(texts, cited, strict=True))
            for change in changes(text, one)[: 1 if n % RARELY else 3]
        ),
        coverage=Coverage(texts[-1], tuple(Skipped(text, text) for text in texts)),
    )  # fmt: skip


def _timeline(texts: Sequence[str]) -> str:
    """A page whose times can be read, so that they are drawn: an old one, some days, and many on one."""
    whens = [
        when("1950-01-01"),
        when("2031-03-01", "2031-03-09"),
        when("2031-03-04"),
        *[when("2031-03-05")] * len(texts),
    ]
    entries = [
        TimelineEntry(time, said(text, 1)) for time, text in zip(whens, [*texts, *texts], strict=False)
    ]
    around = render.Around(home="/", atom="/story.atom")
    return render.render_html(replace(brief_of(texts[:2]), timeline=tuple(entries)), around)


def _index(texts: Sequence[str]) -> str:
    return render.render_index([brief_of([text]) for text in texts], atom="stories.atom")


def _findings(texts: Sequence[str]) -> str:
    articles = [
        Article(id=text, key=text, title=text, text=f"{text} said Ann Poe on Monday.\n\n“{text}” said {text}.",
                publisher=text, external_id=text, language=(text, "en")[n % 2], published=text, byline=text)
        for n, text in enumerate("".join(sign for sign in text if sign.isprintable() or sign == "\n") for text in texts)
    ]  # fmt: skip
    return render.render_findings([annotate(_dated(article)) for article in articles])


def _dated(article: Article) -> Article:
    return replace(article, published="2031-03-05")


def _claims(texts: Sequence[str]) -> str:
    rows = []
    for text in texts:
        cite = Citation(1, "a", "text", 0, len(text), text)
        remark = Assertion(id=text, article="a", holder=text, holder_kind="outlet", stance="asserts",
                           statement=Span(0, 1), citation=cite, terms=())  # fmt: skip
        status = Status("disputed", (text,) * 8, (text,), 2, text)
        rows.append(ClaimRow(Claim(text, cite, (), (), (remark,)), status, text, text))
    return render_claims(rows, title=" ".join(texts), total=len(rows), why=True)


def _checked(texts: Sequence[str]) -> str:
    faults = tuple(Fault(text, text, text, text) for text in texts)
    passages = tuple(Citation(1, "a", "text", 0, len(text), text) for text in texts)
    sentences = tuple(
        CheckedSentence(text, text, (0, 0), (1,), "faulty", passages[n : n + 1], faults[n : n + n % 2])
        for n, text in enumerate(texts)
    )
    return render.render_checked(Verification(len(texts), 1, faults, sentences))


def _unchecked(texts: Sequence[str]) -> str:
    faults = tuple(Fault(text, text, text, text) for text in texts)
    return render.render_checked(Verification(len(texts), 0, faults))


def _entry(texts: Sequence[str]) -> str:
    """What a feed reader shows of an entry, without a policy of its own."""
    page = brief_of(texts)
    content = json.loads(render_json_feed([page], Channel("x", "x.json", "index.html")))["items"][0][
        "content_html"
    ]
    root = ElementTree.fromstring(render_atom([page], Channel("x", "x.atom", "index.html")))
    assert (root.findtext(".//{http://www.w3.org/2005/Atom}content") or "").split() == content.split()
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title></head><body>{content}</body></html>'


def _markdown(texts: Sequence[str]) -> str:
    """The page in Markdown, as a reader of CommonMark shows it that lets HTML and any address through."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader.validateLink = lambda url: True  # type: ignore[method-assign]
    body = reader.render(render.render_markdown(brief_of(texts)))
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title></head><body>{body}</body></html>'
    )


KINDS: dict[str, Callable[[Sequence[str]], str]] = {
    "page": lambda texts: render.render_html(brief_of(texts)),
    "index": _index,
    "findings": _findings,
    "claims": _claims,
    "checked": _checked,
    "unchecked": _unchecked,
    "timeline": _timeline,
    "entry": _entry,
    "markdown": _markdown,
    **rooms(brief_of),
}


def without_policy(page: str) -> str:
    """Return a page without its content policy, if it has one."""
    if page.startswith("<!DOCTYPE html><html><head>"):
        return page  # one that another program would show
    stripped, count = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page, count=1)
    assert count == 1
    return stripped


@contextmanager
def unescaped() -> Iterator[None]:
    """Render without escaping: what is left to stop a text is the content policy."""
    environment: Any = templates()
    kept = markdown.escape, markdown.opening, markdown._address
    environment.autoescape = False
    environment.cache.clear()
    markdown.escape = markdown.opening = markdown._address = str
    try:
        yield
    finally:
        environment.autoescape = True
        environment.cache.clear()
        markdown.escape, markdown.opening, markdown._address = kept
