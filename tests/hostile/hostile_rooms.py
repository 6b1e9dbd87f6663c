"""Pages of the reading room in which each text of an article, a feed or a user is a hostile one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlencode

from msgspec.structs import replace

from tests.render.sample_pages import said
from writethru.annotate import annotate
from writethru.newsroom import ArticleHistory, Explanation, FrontStory, Member, Report
from writethru.newsroom.following import FeedListing
from writethru.newsroom.reports import About
from writethru.records import (
    Altered,
    Amendment,
    Article,
    Assertion,
    Brief,
    Change,
    Citation,
    Claim,
    Correction,
    Counts,
    Difference,
    Edited,
    Phase,
    Problem,
    Recheck,
    RevisionNote,
    Significance,
    Since,
    Span,
    Status,
    StoryEvent,
    WrongMark,
)
from writethru.render import Around, desk, finding, reading_room
from writethru.render.article_page import Beside, article_page, findings_page
from writethru.render.claims import MOST_CLAIMS, ClaimRow
from writethru.render.difference import render_difference_html
from writethru.render.linked import linked_data
from writethru.render.placing import placing_words
from writethru.store import Card, ListedArticle
from writethru.store.finds import Find, Name, Reporting

OTHER = "0123456789abcdef"
STORY = "5b0c77e19f2a4d31"  # ids are ours: no text of an article is in them


def addresses(text: str) -> tuple[str, str, str]:
    """Return addresses with a text in them: one that is none, one that no page links, and one that pages link."""
    return text, f"https://ok.example/{text}", f"https://ok.example/{quote(text[:90], errors='replace')}"


def rooms(page_of: Callable[[Sequence[str]], Brief]) -> dict[str, Callable[[Sequence[str]], str]]:
    """Return what draws each page of the room; `page_of` makes the page of a story with each text everywhere."""

    def brief_of(texts: Sequence[str]) -> Brief:
        return replace(page_of(texts), story=STORY)

    def story(texts: Sequence[str]) -> str:
        page = replace(brief_of(texts), since=Since(1, (1,)))
        linked = linked_data(page, "http://localhost/stories/x", "http://localhost/articles/")
        here = f"/stories/{STORY}"
        around = Around(Phase("quiet", texts[0], texts[0]), "/", f"{here}.atom", f"{here}.json", "/articles/",
                        here, 9, texts[-1], linked)  # fmt: skip
        return reading_room.story_page(page, around)

    def beside(texts: Sequence[str]) -> Beside:
        return Beside(STORY, brief_of(texts), _history(texts))

    return {
        "front": _front,
        "changed": _changed,
        "unchanged": _unchanged,
        "story": story,
        "article": lambda texts: article_page(_document(texts), beside(texts), at=(0, 9)),
        "found": lambda texts: findings_page(_known(texts), Beside(STORY, None, _history(texts))),
        "revisions": lambda texts: reading_room.history_page(
            STORY, " ".join(texts), _notes(brief_of(texts), texts)
        ),
        "difference": lambda texts: reading_room.difference_page(
            " ".join(texts), _difference(brief_of(texts), texts), 9
        ),
        "compared": lambda texts: render_difference_html(_difference(brief_of(texts), texts)),
        "holders": lambda texts: reading_room.claims_page(brief_of(texts), _claims(texts), 99),
        "part": lambda texts: reading_room.claims_page(brief_of(texts), _many_claims(texts), 9_999, part=2),
        "reasons": _reasons,
        "feeds": _feeds,
        "search": _search,
        "hits": _hits,
        "names": lambda texts: finding.names_page(
            "outlet", [_name(t) for t in texts], initial=texts[0], words=texts[0], more="/outlets?cursor=1"
        ),
        "name": _about,
        "told": lambda texts: finding.told_page(_kept(texts), "claim", _finds(texts), "/told?cursor=1"),
        "signing": lambda texts: desk.sign_in_page(" ".join(texts), refused=" ".join(texts)),
        "desk": _desk,
        "errand": partial(_errand, "done"),
        "failed": partial(_errand, "failed"),
        "waiting": partial(_errand, "waiting"),
        "wrong": lambda texts: desk.story_page(
            " ".join(texts), brief_of(texts), followed=True, marks=_marks(texts), articles=_marked(texts)
        ),
        "trouble": lambda texts: reading_room.trouble_page("Not Found", " ".join(texts)),
    }


def _front(texts: Sequence[str]) -> str:
    found, news = [], []
    for text in texts:
        story = FrontStory(_card(text), Phase("breaking", text, text), Significance(1.0, text))
        found.append(story)
        for now in (text, f"now {text}"):
            news.append((story, reading_room.News(STORY, (Change(text, text, now, said(text, 1)),), 2)))
        news.append((story, reading_room.News(STORY)))
    choices = [
        reading_room.Choice(f"n{n}", text, ((text, text), ("", text)), text, text, "/stories")
        for n, text in enumerate(texts)
    ]
    front = reading_room.Front(" ".join(texts), texts[0], texts[0], "/stories?cursor=1", "/stories", tuple(choices),
                               texts[-1], texts[-1], frozenset((STORY,)), "/stories?since=1")  # fmt: skip
    return reading_room.front_page(found, front, news)


def _changed(texts: Sequence[str]) -> str:
    """The list of what changed since a time that was asked for, and of more than are told."""
    found = [FrontStory(_card(text), Phase("quiet", text, text), Significance(1.0, text)) for text in texts]
    every = " ".join(texts)
    front = reading_room.Front(
        every, every, every, changed=every, fresh=frozenset((STORY, OTHER)), since="/stories?since=1"
    )
    return reading_room.front_page(found, front, [(found[0], reading_room.News(STORY))])


def _unchanged(texts: Sequence[str]) -> str:
    """A list of nothing, for who came before."""
    every = " ".join(texts)
    front = reading_room.Front(every, every, every, visited=every, since="/stories?since=1")
    return reading_room.front_page([], front)


def _card(text: str) -> Card:
    return Card(story=STORY, headline=text, lead=text, updated=text, first=text, last=text, dates=(),
                articles=1, outlets=1, origins=1, revision=2, changes=1, disputes=1)  # fmt: skip


def _document(texts: Sequence[str]) -> Any:
    """An article whose every field is hostile; what is annotated has no controls, as no article that is kept has."""
    clean = ["".join(sign for sign in text if sign.isprintable() or sign == "\n") for text in texts]
    words = "\n\n".join(f"{text} said Ann Poe on Monday.\n\n“{text}” said {text}." for text in clean)
    every = " ".join(clean)
    article = Article(id="a1", key="k", title=every, text=words, publisher=every, external_id=every, url=every,
                      language=every, published="2031-03-05", byline=every, agency=f"the agency {every}",
                      modified=every, marks=(*clean, "teaser"))  # fmt: skip
    return annotate(article)


def _known(texts: Sequence[str]) -> Any:
    """The same in a language that is read, with an address that may be linked: what is found in it is drawn."""
    return annotate(replace(_document(texts).article, language="en", url=addresses(texts[0])[2]))


def _history(texts: Sequence[str]) -> ArticleHistory:
    every = " ".join(texts)
    cite = Citation(1, "a1", "text", 0, len(every), every)
    later = Article(id="a2", key="k", title=every, text=every, modified=every)
    edit = Edited("content", cite, cite, every, every)  # type: ignore[arg-type]
    return ArticleHistory(
        (_document(texts).article, later),
        (Amendment("a2", "a1", (every,), (edit,), every),),  # type: ignore[arg-type]
        (Correction("a1", "correction", cite, every, every),),  # type: ignore[arg-type]
        (Recheck("a1", every, every, every),),  # type: ignore[arg-type]
    )


def _notes(page: Brief, texts: Sequence[str]) -> list[RevisionNote]:
    changes = [(*page.changes[n : n + 1],) for n in range(len(texts))]
    return [
        RevisionNote(
            STORY, n, text, text, changes[n - 1], page.sources[n - 1 : n + 1] * (13 if n == 1 else 1)
        )
        for n, text in enumerate(texts, 1)
    ] * 2


def _difference(page: Brief, texts: Sequence[str]) -> Difference:
    parts = ("headline", "section", "timeline", "disagreement")
    altered = [
        Altered(parts[n % 4], said(text, 1), said(f"{text} {text}", 1) if n % 3 else None, text)  # type: ignore[arg-type]
        for n, text in enumerate((*texts, *texts))
    ]
    counts = (Counts(1, 1, 1), Counts(2, 2, 2))
    return Difference(STORY, 2, 3, counts, page.changes, tuple(altered), page.sources, page.sources)


def _claims(texts: Sequence[str]) -> list[ClaimRow]:
    rows = []
    for n, text in enumerate(texts):
        cite = Citation(1, "a1", ("text", "title")[n % 2], 0, len(text), text)  # type: ignore[arg-type]
        says = Assertion(id=text, article="a1", holder=text, holder_kind="outlet", stance="asserts",
                         statement=Span(0, 1), citation=cite, terms=())  # fmt: skip
        status = Status("disputed", (text,) * 8, (text,), 2, text)
        rows.append(ClaimRow(Claim(text, cite, (says,), (says,), (says,)), status, text, text))
    return rows


def _many_claims(texts: Sequence[str]) -> list[ClaimRow]:
    """So many that a part of them stands between two others."""
    return _claims(texts[:20]) * (2 * MOST_CLAIMS // len(texts[:20]) + 1)


def _reasons(texts: Sequence[str]) -> str:
    members = []
    for n, text in enumerate(texts):
        events = tuple(
            StoryEvent(kind, STORY, "a1", text, text, 0.5, f"{n:016x}", act)  # type: ignore[arg-type]
            for kind, act in (("opened", None), ("moved", "x"), ("moved", None), ("merged", "x"))
        )
        members.append(Member(f"m{n}", text, text, text, text, text, events, 0.5, text))
    found = Explanation(STORY, tuple(members), ("m0",))
    told = {member.id: placing_words(member.events, STORY, lambda id: f"story {id}") for member in members}
    return reading_room.why_page(
        " ".join(texts), found, told, {f"{n:016x}": text for n, text in enumerate(texts)}
    )


def _finds(texts: Sequence[str]) -> list[Find]:
    return [
        Find(kind=kind, story=STORY, name=text, snippet=text, marks=((0, 3), (4, 9)), article="a1", publisher=text,
             title=text, url=text, published=text, start=0, end=9, status=text, against=text)  # type: ignore[arg-type]
        for text in texts
        for kind in ("story", "article", "claim", "quotation")
    ]  # fmt: skip


def _search(texts: Sequence[str]) -> str:
    chosen = {"outlet": texts[0], "person": texts[0], "place": texts[-1], "since": texts[0], "kind": texts[0]}
    asked = finding.Asked(" ".join(texts), chosen)
    return finding.search_page(asked, _finds(texts), kinds=texts, statuses=texts, more="/search?cursor=1")


def _hits(texts: Sequence[str]) -> str:
    """What the script of the room puts below a field, as a page."""
    found = finding.hits_fragment(
        _finds(texts), "/search?" + urlencode({"q": " ".join(texts)}, errors="replace")
    )
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title></head><body>{found}</body></html>'
    )


def _name(text: str) -> Name:
    return Name("outlet", text, text, 2)


def _kept(texts: Sequence[str]) -> About:
    finds = tuple(_finds(texts))
    return About(_name(" ".join(texts)), 3, Reporting(1, 1, 1, 1), finds, finds, finds)


def _about(texts: Sequence[str]) -> str:
    listed = [
        SimpleNamespace(card=_card(text), phase=Phase("quiet", text, text), followed=True) for text in texts
    ]
    more = dict.fromkeys(("stories", "claim", "quotation", "article"), "/told")
    return finding.about_page(_kept(texts), listed, more)


def _marks(texts: Sequence[str]) -> list[WrongMark]:
    """Marks of sentences and of articles; of each kind some are withdrawn."""
    found = []
    for n, text in enumerate(texts):
        told = {"story": STORY, "revision": 1, "at": text, "by": text, "note": text}
        found += [
            WrongMark(id=f"s{n}", kind="unsupported", sentence=said(text, 1), **told),
            WrongMark(id=f"d{n}", kind="different-events", articles=("a1", "a2"), **told),
            WrongMark(id=f"w{n}", kind="withdrawn", of=f"{'sd'[n % 2]}{n}", **told),
        ]
    return found


def _report(texts: Sequence[str]) -> Report:
    return Report(("a1",), (), (STORY,), tuple(Problem(text, text) for text in texts))


def _errand(state: str, texts: Sequence[str]) -> str:
    report, every = _report(texts), " ".join(texts)
    errand = SimpleNamespace(id="e1", kind=every, about=every, asked=every, state=state,
                             problem=every, result=report if state == "done" else None)  # fmt: skip
    return desk.errand_page(every, errand, dict.fromkeys(report.stories, every))


def _desk(texts: Sequence[str]) -> str:
    errands = [SimpleNamespace(id="e1", kind=text, about=text, state=text, by=text) for text in texts]
    return desk.desk_page(
        " ".join(texts),
        feeds=_listed(texts),
        followed=[STORY],
        errands=errands,
        marks=_marks(texts),
        headlines={STORY: " ".join(texts)},
        articles=_marked(texts),
    )


def _marked(texts: Sequence[str]) -> dict[str, ListedArticle]:
    """One of the two articles that marks name: the other is not kept."""
    every = " ".join(texts)
    return {"a1": ListedArticle("a1", None, STORY, every, every, None, None, "")}


def _listed(texts: Sequence[str]) -> list[FeedListing]:
    return [
        FeedListing(
            addresses(text)[n % 3], text, (text,), 1, 1, text, text, "failing", text, (text, text, text)
        )
        for n, text in enumerate(texts)
    ]


def _feeds(texts: Sequence[str]) -> str:
    feeds = _listed(texts)
    return reading_room.feeds_page([*feeds, SimpleNamespace(**_fields(feeds[0], title="", good="", next=""))])


def _fields(feed: FeedListing, **others: str) -> dict[str, Any]:
    return {name: getattr(feed, name) for name in feed.__struct_fields__} | others
