"""Pages that change, move and go, read again through a web of our own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from writethru import Newsroom
from writethru.acquire import Fetched
from writethru.errors import FetchError, UsageError
from writethru.records import Recheck
from writethru.settings import Settings, WatchSettings
from writethru.store import open_store

CASES = Path(__file__).parent / "cases" / "amendments"
DAM = tomllib.loads((CASES / "articles.toml").read_text(encoding="utf-8"))["dam"]
HERE, COPY = "https://gazette.example/news/orrin/dam-breaks", "https://wire.example/2031/dam"
NOON = datetime(2031, 5, 14, 12, tzinfo=UTC)
CORRECTION = "Correction: An earlier version of this article said that nine people were killed. Seven people were killed."


def html(
    text: str, *, title: str = DAM["title"], publisher: str = DAM["publisher"], around: str = ""
) -> bytes:
    paragraphs = "".join(f"<p>{p}</p>" for p in text.strip().split("\n\n"))
    return (
        f"<html lang='en'><head><title>{title}</title><meta property='og:site_name' content='{publisher}'>"
        f"<meta property='og:title' content='{title}'>"
        "<meta property='article:published_time' content='2031-05-14T06:00:00Z'></head>"
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{paragraphs}</article>{around}</body></html>"
    ).encode()


class Web:
    """Pages by address; an error is raised instead, a Fetched is answered as it is."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | FetchError | Fetched] = {}
        self.asked: list[tuple[str, str]] = []

    def __call__(self, url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        self.asked.append((url, etag))
        page = self.pages[url]
        if isinstance(page, FetchError):
            raise page
        if isinstance(page, Fetched):
            if etag and etag == page.etag:
                return replace(page, status=304, content=b"")
            return page
        return Fetched(url, page, "text/html", "utf-8")


@pytest.fixture
def web() -> Web:
    web = Web()
    web.pages[HERE] = html(DAM["text"])
    web.pages[COPY] = html(DAM["text"], title="Nine dead as dam breaks", publisher="Tolmar Wire")
    return web


@pytest.fixture
def room(tmp_path: Path, web: Web) -> Iterator[Newsroom]:
    with Newsroom(tmp_path / "news.db", now=NOON, fetch=web) as opened:
        opened.add([HERE, COPY])
        yield opened


def look(
    room: Newsroom, *, after: timedelta = timedelta(), what: str | None = None, **more: Any
) -> list[Recheck]:
    room.now = (room.now or NOON) + after
    return [found.check for found in room.recheck(what or article_of(room, HERE), **more)]


def article_of(room: Newsroom, url: str) -> str:
    return next(a.id for s in room.stories() for a in s.articles if a.url == url)


def story_of(room: Newsroom) -> str:
    return room.stories()[0].id


def edited(*swaps: tuple[str, str]) -> str:
    text: str = DAM["text"]
    for words, instead in swaps:
        assert words in text
        text = text.replace(words, instead)
    return text


def test_a_page_that_is_as_it_was_is_asked_for_by_its_validator(room: Newsroom, web: Web) -> None:
    web.pages[HERE] = Fetched(HERE, html(DAM["text"]), "text/html", "utf-8", etag='"1"')
    assert [c.outcome for c in look(room)] == ["unchanged"]
    assert [c.outcome for c in look(room, after=timedelta(hours=1))] == ["unchanged"]
    assert [c.outcome for c in look(room, after=timedelta(hours=1))] == ["unchanged"]
    assert [etag for _, etag in web.asked[-3:]] == ["", '"1"', '"1"']


def test_markup_and_advertising_are_no_edit_and_give_no_new_text(room: Newsroom, web: Web) -> None:
    page = room.show(story_of(room))
    web.pages[HERE] = html(
        edited(("“We", "&quot;We"), ("went out,”", "went out,&quot;")),
        around="<aside><p>Save 40 percent on every mattress this weekend.</p></aside>",
    )
    assert [c.outcome for c in look(room)] == ["markup only"]
    assert len(room.history_of(article_of(room, HERE)).texts) == 1
    assert room.show(story_of(room)) == page


def test_a_look_that_gives_another_text_of_the_same_makes_no_revision(room: Newsroom, web: Web) -> None:
    page = room.show(story_of(room))
    web.pages[HERE] = html(edited(("“We", "&quot;We"), ("went out,”", "went out,&quot;")))
    assert len(room.add([HERE]).added) == 1  # as `add` takes it in
    assert room.show(story_of(room)).brief.revision == page.brief.revision
    assert room.show(story_of(room)).brief.sources == page.brief.sources
    assert [c.meaningful for c in room.history_of(article_of(room, HERE)).changes] == [False]


def test_an_edit_is_kept_told_and_noted_in_the_source_list(room: Newsroom, web: Web) -> None:
    old = room.show(story_of(room)).brief
    web.pages[HERE] = html(edited(("Nine people", "Twelve people")))
    found = look(room, after=timedelta(hours=3))
    assert [(c.outcome, c.found) for c in found] == [("edited", "number")]
    assert look(room, after=timedelta(hours=1), what=found[0].now)[0].outcome == "unchanged"
    history = room.history_of(found[0].now or "")
    assert [(c.before, c.after) for c in history.changes[0].changes] == [("Nine", "Twelve")]
    assert history.changes[0].at == "2031-05-14T15:00:00+00:00"
    note = next(n for s in room.show(story_of(room)).brief.sources for n in s.notes)
    assert (note.kind, note.says) == ("edited", "“Nine” → “Twelve”")
    assert room.verify(old).problems == ()  # what it cites is kept
    gone = room.verify(old).gone
    assert gone
    assert all("no longer in the article, which was edited on 2031-05-14" in pin.why for pin in gone)


def test_a_correction_takes_the_wrong_words_off_the_page_from_the_reprint_too(
    room: Newsroom, web: Web
) -> None:
    story = story_of(room)
    web.pages[HERE] = html(
        f"{edited(('Nine people', 'Seven people'))}\n\n{CORRECTION}",
        title="Seven dead after Veltra dam breaks",
    )
    assert [c.outcome for c in look(room)] == ["corrected"]
    page = room.show(story)
    words = [t for _, t in cited(page.brief)]
    assert words
    assert not [t for t in words if "Nine people were killed" in t.text]
    notes = {s.url: [n.kind for n in s.notes] for s in page.brief.sources}
    assert notes[HERE] == ["corrected", "edited"]
    assert notes[COPY] == ["reprint of a corrected text"]
    status = {c.claim.statement.exact: c.status for c in room.claims(story)}
    wrong = next(s for exact, s in status.items() if exact.startswith("Nine people were killed"))
    assert wrong.kind == "superseded"
    assert room.verify(page).problems == ()
    change = next(c for c in page.brief.changes if c.kind == "correction")
    assert (change.previously, change.now) == ("nine people were killed", "Seven people were killed")
    assert change.because.text == CORRECTION
    assert page.brief.revision == 2


def cited(brief: Any) -> list[tuple[str, Any]]:
    from writethru.publish import cited_texts

    return list(cited_texts(brief))


def test_a_withdrawn_article_is_flagged_and_cited_no_more(room: Newsroom, web: Web) -> None:
    story = story_of(room)
    web.pages[COPY] = html(
        "Corvel Power said on Friday it would pay for the repairs.", publisher="Tolmar Wire"
    )
    notice = "This article has been retracted because it did not meet our standards."
    web.pages[HERE] = html(f"{notice}\n\n{DAM['text'].strip()}")
    found = look(room)
    assert [c.outcome for c in found] == ["withdrawn"]
    page = room.show(story)
    source = next(s for s in page.brief.sources if s.url == HERE)
    assert [n.kind for n in source.notes][:1] == ["withdrawn"]
    resting = [w for w, t in cited(page.brief) if any(c.article == source.article for c in t.citations)]
    assert [w.partition("[")[0] for w in resting] == ["changes"]  # its notice, and nothing else
    assert [(c.kind, c.now) for c in page.brief.changes] == [("withdrawal", "withdrawn")]
    assert page.brief.changes[0].because.text == notice
    assert room.article(source.article).article.text.startswith(notice)  # it stays kept


@pytest.mark.parametrize("status", [404, 410, 500, None])
def test_an_outage_is_no_withdrawal(room: Newsroom, web: Web, status: int | None) -> None:
    web.pages[HERE] = FetchError("it did not answer", "status" if status else "timeout", status=status)
    first = {404: "missing", 410: "gone"}.get(status or 0, "unreachable")
    assert [c.outcome for c in look(room)] == [first]
    assert [c.outcome for c in look(room, after=timedelta(hours=23))] == [first]
    last = {404: "gone", 410: "gone"}.get(status or 0, "unreachable")
    assert [c.outcome for c in look(room, after=timedelta(hours=2))] == [last]
    notes = [n.kind for s in room.show(story_of(room)).brief.sources for n in s.notes]
    assert notes == (["gone"] if last == "gone" else [])
    web.pages[HERE] = html(DAM["text"])
    assert [c.outcome for c in look(room, after=timedelta(hours=1))] == ["unchanged"]
    assert not [n for s in room.show(story_of(room)).brief.sources for n in s.notes]


@pytest.mark.parametrize(
    ("to", "outcome"),
    [
        ("https://gazette.example/", "missing"),
        ("https://gazette.example/news/", "missing"),
        ("https://gazette.example/news/orrin", "missing"),
        ("https://gazette.example/archive/2031/dam-breaks", "moved"),
    ],
)
def test_where_an_address_leads(room: Newsroom, web: Web, to: str, outcome: str) -> None:
    web.pages[HERE] = Fetched(to, html(DAM["text"]), "text/html", "utf-8", moved=to)
    web.pages[to] = html(DAM["text"])
    assert [c.outcome for c in look(room)] == [outcome]
    look(room, after=timedelta(hours=1))
    assert web.asked[-1][0] == (to if outcome == "moved" else HERE)


def test_an_error_page_that_answers_as_if_all_were_well_is_a_missing_page(room: Newsroom, web: Web) -> None:
    web.pages[HERE] = html("We could not find what you asked for. Try our search.", title="Page not found")
    assert [c.outcome for c in look(room)] == ["missing"]
    assert [c.outcome for c in look(room, after=timedelta(days=1))] == ["gone"]
    assert len(room.history_of(article_of(room, HERE)).texts) == 1


def test_all_is_looked_at_once_and_not_before_its_time(room: Newsroom, web: Web) -> None:
    assert len(list(room.recheck())) == 2
    assert len(list(room.recheck(older_than=timedelta(hours=1)))) == 0
    room.now = NOON + timedelta(hours=1)
    assert len(list(room.recheck(older_than=timedelta(hours=1)))) == 2
    assert [f.url for f in room.recheck([article_of(room, COPY)])] == [COPY]
    assert len(list(room.recheck(story_of(room)))) == 2


class Interrupting(Web):
    """A web in which a signal comes when the last page is asked for."""

    def __call__(self, url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        if self.asked:
            raise KeyboardInterrupt
        return super().__call__(url, etag=etag, last_modified=last_modified)


def test_a_recheck_that_is_interrupted_has_ended(tmp_path: Path, web: Web) -> None:
    with Newsroom(tmp_path / "news.db", now=NOON, fetch=web) as room:
        room.add([HERE, COPY])
    stopping = Interrupting()
    stopping.pages = web.pages
    with (
        Newsroom(tmp_path / "news.db", now=NOON, fetch=stopping) as room,
        open_store(str(tmp_path / "news.db")) as beside,
    ):
        with pytest.raises(KeyboardInterrupt):
            list(room.recheck())  # while it fetches
        assert (len(beside.rechecks()), beside.open_runs()) == (1, {})
        stopping.asked.clear()
        for _ in room.recheck():  # while somebody reads what it found
            (token,) = beside.open_runs().values()
            assert token.endswith(":by-itself"), "were it killed now, the next run would know it"
            break
        assert beside.open_runs() == {}


def test_a_recheck_that_was_killed_is_ended_by_the_next_and_what_is_to_be_taken_up_is_not(
    room: Newsroom, tmp_path: Path
) -> None:
    with open_store(str(tmp_path / "news.db")) as beside:
        beside.start_run("elsewhere:1:a:by-itself")
        left = beside.start_run("elsewhere:1:b")
        assert len(list(room.recheck())) == 2
        assert beside.open_runs() == {left: "elsewhere:1:b"}
        room.add([])
        assert beside.open_runs() == {}


def test_a_recheck_needs_the_present_time(room: Newsroom) -> None:
    room.now = None
    with pytest.raises(UsageError, match="present time"):
        list(room.recheck())


def test_words_that_are_gone_are_said_on_an_older_page(room: Newsroom, web: Web) -> None:
    from writethru.newsroom.amended import with_gone_words

    old = room.show(story_of(room)).brief
    web.pages[HERE] = html(
        edited(("Nine people", "Twelve people"), ("The railway to Tolmar may reopen at the weekend.", ""))
    )
    web.pages[COPY] = web.pages[HERE]
    list(room.recheck())
    shown = with_gone_words(room._store, old)
    notes = [n for s in shown.sources for n in s.notes]
    assert notes
    assert {n.kind for n in notes} == {"words gone"}
    assert with_gone_words(room._store, room.show(story_of(room)).brief) == room.show(story_of(room)).brief


def test_a_round_looks_again_at_what_pages_cite_and_revises_them(room: Newsroom, web: Web) -> None:
    """Each of another host, six hours after it was seen last, within three days of its publication."""
    web.pages[HERE] = html(edited(("Nine", "Seven")) + f"\n\n{CORRECTION}")
    web.asked.clear()
    assert list(room.update()) == []
    assert {url for url, _ in web.asked} == {HERE, COPY}

    kinds = [change.kind for note in room.history(story_of(room)) for change in note.changes]
    assert "correction" in kinds
    web.asked.clear()
    room.now = NOON + timedelta(hours=5)
    assert list(room.update()) == [] and web.asked == []  # seen five hours ago
    room.now = NOON + timedelta(hours=7)
    assert list(room.update()) == [] and len(web.asked) == 2
    room.now = NOON + timedelta(days=4)
    web.asked.clear()
    assert list(room.update()) == [] and web.asked == []  # too old to be worth a request


def test_a_round_looks_at_no_more_than_it_may(tmp_path: Path, web: Web) -> None:
    for most, asked in ((0, 0), (1, 1)):
        settings = Settings(watch=WatchSettings(rechecks=most))
        with Newsroom(tmp_path / f"{most}.db", settings=settings, now=NOON, fetch=web) as room:
            room.add([HERE, COPY])
            web.asked.clear()
            assert list(room.update()) == [] and len(web.asked) == asked
