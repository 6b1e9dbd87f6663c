from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
from html import unescape
from html.parser import HTMLParser

import pytest
from markupsafe import escape
from msgspec.structs import replace
from sample_pages import BARE, DAM, HOSTILE, HOSTILE_URLS, cite, crowded, hostile, said, when, with_timeline

from writethru.records import Brief, CitedSentence, Edit, Section
from writethru.render import (
    Around,
    Channel,
    origins,
    reading_room,
    render_html,
    render_index,
    render_json_feed,
    wording,
)
from writethru.render.cited import sentences

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """Reads a page into elements and fails where they do not nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("class") or ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1][0] == tag, (tag, self.open)
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.texts.append((tuple(name for pair in self.open for name in pair), data))

    def all(self, tag: str, cls: str | None = None) -> list[dict[str, str | None]]:
        return [
            a for t, a in self.elements if t == tag and (cls is None or cls in (a.get("class") or "").split())
        ]

    def text(self, cls: str) -> list[str]:
        return [data for path, data in self.texts if cls in path and data.strip()]


# What was cut, said otherwise, or named instead is not to be read off the page; a date in brackets is.
TRIMMED = replace(
    BARE,
    sources=DAM.sources,
    headline=CitedSentence(
        "Gates were opened in time", (cite(9, "Operator says gates were opened in time", "title"),)
    ),
    sections=(
        Section(
            said("The gates were opened", 9, exact="The gates were opened, he said"),
            (
                CitedSentence(
                    "[Roke] goes.", (cite(1, "He goes."),), (Edit("name", (0, 6), "He", "[Roke]"),)
                ),
                CitedSentence(
                    "It broke on Monday [3 Mar].",
                    (cite(7, "It broke on Monday."),),
                    (Edit("date", (18, 26), "", " [3 Mar]"),),
                ),
            ),
        ),
    ),
)

PAGES = [DAM, BARE, crowded(2, 1), crowded(60, 1), crowded(60, 250), *(hostile(text) for text in HOSTILE)]


@pytest.mark.parametrize("brief", PAGES)
def test_the_page_nests_and_every_id_is_there_once(brief: Brief) -> None:
    page = Page(render_html(brief))
    ids = [a["id"] for _, a in page.elements if a.get("id")]
    assert len(ids) == len(set(ids))
    for _, attrs in page.elements:
        for name in ("popovertarget", "aria-labelledby"):
            if attrs.get(name):
                assert attrs[name] in ids
        href = attrs.get("href")
        if href and href.startswith("#"):
            assert href[1:] in ids, href


def test_every_citation_opens_its_exact_words_and_leads_to_its_source() -> None:
    html = render_html(DAM)
    page = Page(html)
    alike = origins.reports(DAM.sources)
    wanted = [c for sentence in sentences(DAM) for c in sentence.citations]
    opened = {a["id"]: n for n, a in enumerate(page.all("span", "words"))}
    marks = page.all("button", "mark")
    assert len(marks) == len(wanted) >= len(opened) == len(set(wanted))
    assert sorted(page.text("exact")) == sorted(c.exact for c in set(wanted))
    for button in marks:
        assert button["popovertarget"] in opened and button["aria-label"]
    for citation in wanted:
        words = [
            found
            for found in re.findall(r'<span class="words".*?</span></span>', html)
            if f'<q class="exact">{escape(citation.exact)}</q>' in found
        ]
        assert any(f'href="#source-{citation.source}"' in found for found in words)
        source = next(s for s in DAM.sources if s.number == citation.source)
        told = f"<bdi>{source.publisher}</bdi>, {wording.published_words(source.published)}, {origins.origin_words(source, alike)} ·"
        assert any(told in found for found in words), told
    assert all("popover" in a for a in page.all("span", "words"))
    origin = re.search(r'id="w2".*?class="origin">(.*?)</span>', html, re.S)
    assert origin and "Meridian Radio" in origin[1] and "7 Mar 2031" in origin[1] and "#source-1" in origin[1]


def test_what_several_marks_open_is_there_once() -> None:
    sentence = replace(DAM.headline, citations=(cite(6, "the words"),))
    lead, below = (replace(sentence, text=words) for words in ("The dam held", "It was empty by noon."))
    page = Page(render_html(replace(BARE, headline=sentence, sections=(Section(lead, (below,)),))))
    assert [a["popovertarget"] for a in page.all("button", "mark")] == ["w1"] * 3
    assert page.text("exact") == ["the words"]


def test_several_passages_of_one_source_stand_under_one_mark() -> None:
    twice = replace(DAM.headline, citations=(cite(6, "first words"), cite(6, "more words")))
    page = Page(render_html(replace(BARE, headline=twice, sources=DAM.sources[4:5])))
    assert len(page.all("button")) == 1
    assert page.text("exact") == ["first words", "more words"]


def test_an_outlet_without_a_name_and_figures_of_the_first_revision() -> None:
    nameless = replace(DAM.sources[0], publisher="", title="")
    html = render_html(replace(DAM, revision=1, sources=(nameless, *DAM.sources[1:])))
    assert '<bdi class="outlet">Unnamed outlet</bdi> · 7 Mar 2031' in html
    assert '<bdi class="outlet"></bdi>' not in html and "<bdi></bdi>, 7 Mar" not in html
    assert Page(html).text("rubric")[-1] == "Figures revised"
    assert re.search(r'class="because">because <bdi>“Governor', html)


def test_landmarks_headings_and_language() -> None:
    page = Page(render_html(DAM))
    assert page.all("html")[0]["lang"] == "en"
    for landmark in ("header", "main", "footer", "h1"):
        assert len(page.all(landmark)) == 1
    assert page.text("rubric") == ["Where accounts differ", "Sources", "Timeline", "Since revision 3"]
    assert len(page.all("h2", "run")) == 3
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_the_content_policy_allows_this_style_and_nothing_else() -> None:
    html = render_html(DAM)
    policy = Page(html).all("meta")[1]
    assert policy["http-equiv"] == "Content-Security-Policy"
    style = re.search(r"<style>(.*?)</style>", html, re.S)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy["content"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert html.index("Content-Security-Policy") < html.index("<style>")


@pytest.mark.parametrize("brief", PAGES)
def test_nothing_is_loaded_run_or_styled_inline(brief: Brief) -> None:
    page = Page(render_html(brief))
    tags = {tag for tag, _ in page.elements}
    assert not tags & {
        "script",
        "img",
        "iframe",
        "object",
        "embed",
        "link",
        "base",
        "form",
        "video",
        "audio",
        "input",
    }
    assert len(page.all("style")) == 1
    for _, attrs in page.elements:
        assert not [name for name in attrs if name.startswith("on") or name in ("style", "src", "srcset")]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text: str) -> None:
    html = render_html(hostile(text))
    page = Page(html)
    assert wording.visible(text).strip() in " ".join("".join(data for _, data in page.texts).split(" "))
    assert not set(html) & set("\x00\x1b\u202e\u2066\u200b\u2028\ufeff")
    html.encode("utf-8")


@pytest.mark.parametrize("url", HOSTILE_URLS)
def test_only_web_addresses_become_links(url: str) -> None:
    page = Page(render_html(hostile("Plain words", url)))
    assert all((a["href"] or "").startswith("#") for a in page.all("a"))


def test_links_out_tell_nobody_where_they_were_followed() -> None:
    page = Page(render_html(DAM))
    outside = [a for a in page.all("a") if (a.get("href") or "").startswith("http")]
    assert [a["href"] for a in outside] == [s.url for s in DAM.sources if s.url]
    assert all(a["rel"] == "noopener noreferrer nofollow" for a in outside)


def test_values_states_and_remarks_are_shown() -> None:
    page = Page(render_html(DAM))
    assert page.text("value") == ["31", "at least 44"]
    assert page.text("state") == ["different scope"]
    assert page.text("label").count("Not verified") == 1
    assert [text for text in page.text("holder") if text not in page.text("value")] == [
        "Sellen Hydro",
        "Sellen Regional Water Authority",
        "Police",
        "Dunhallow General Hospital",
    ]
    assert any("Same report as [8]" in text for text in page.text("about"))
    assert any("nl-20310306-02" in text for text in page.text("about"))


def test_a_day_is_shown_once_for_the_events_that_share_it() -> None:
    brief = with_timeline(when("2031-03-03"), when("2031-03-03"), when("2031-03-04"))
    shown = [a["class"] for a in Page(render_html(brief)).all("p", "when")]
    assert shown == ["when", "when again", "when"]


def test_a_page_without_parts_has_no_empty_parts() -> None:
    page = Page(render_html(BARE))
    assert not page.text("rubric")
    assert not page.all("svg") and not page.all("button")
    assert page.all("main")[0].get("class") is None


@pytest.mark.parametrize("brief", [DAM, TRIMMED], ids=["added", "trimmed"])
@pytest.mark.parametrize("room", [False, True], ids=["file", "room"])
def test_on_paper_all_cited_words_stand_there(brief: Brief, room: bool) -> None:
    """As a sentence, but for what is in square brackets, as the title of their source, or with their source."""
    around = Around(story="/stories/x", articles="/articles/")
    page = Page(reading_room.story_page(brief, around) if room else render_html(brief))
    printed, titles = page.text("printed"), {(s.number, s.title) for s in brief.sources}
    bare = {re.sub(r" ?\[[^\]]*\]", "", sentence.text) for sentence in sentences(brief)}
    bare |= {sentence.text for sentence in sentences(brief)}
    for citation in (c for sentence in sentences(brief) for c in sentence.citations):
        there = citation.exact in printed, citation.exact in bare, (citation.source, citation.exact) in titles
        assert sum(there) >= 1, citation
        assert there[:2] != (True, True), "nothing stands there twice"


def test_the_index_lists_its_pages() -> None:
    page = Page(render_index([DAM, replace(BARE, story='x/"<y', headline=DAM.headline)]))
    assert [a["href"] for a in page.all("a")] == ["5b0c77e19f2a4d31.html", "x%2F%22%3Cy.html"]
    assert "9\u00a0articles" in "".join(page.text("updated"))
    assert [a["href"] for a in Page(render_index([DAM], suffix="md")).all("a")] == ["5b0c77e19f2a4d31.md"]
    assert "No story" in render_index([])


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_text_colour_has_enough_contrast(scheme: int) -> None:
    blocks = re.findall(r":root\{(.*?)\}", render_html(BARE), re.S)[:2]
    colours = dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", blocks[scheme]))
    for ink in ("ink", "soft", "accent", "link"):
        for ground in ("paper", "card", "note", "glow"):
            a, b = sorted((_luminance(colours[ink]), _luminance(colours[ground])))
            assert (b + 0.05) / (a + 0.05) >= 4.5, (ink, ground)


def test_what_a_headline_or_a_sentence_says_does_not_stand_twice_as_a_lead() -> None:
    told = said("The dam at Vasken held through the night.", 6)
    under = Page(render_html(replace(BARE, sections=(Section(BARE.headline, (told,)),))))
    assert not under.all("h2")
    whole = render_html(replace(BARE, sections=(Section(told, (told, said("Nobody was hurt.", 6))),)))
    assert whole.count("<bdi>The dam at Vasken held") == 1 and "Nobody was hurt" in whole


@pytest.mark.parametrize(
    ("lead", "first", "heading", "follows"),
    [
        ("Roke goes", "Roke goes after the flood.", "Roke goes", " after the flood."),
        ("Roke goes", "Roke goes.", "Roke goes", "."),
        ("Roke will go", "Roke will go?", "Roke will go?", ""),
        (
            "Roke left the old firm",
            "On Monday [3 Mar] Roke left the old firm, he said.",
            "On Monday [3\u00a0Mar] Roke left the old firm",
            ", he said.",
        ),
        (
            "Roke's firm closes",
            "[Anselm Roke]'s firm closes for good.",
            "[Anselm Roke]'s firm closes",
            " for good.",
        ),
        ("Roke <b>goes</b> & Co", "Roke <b>goes</b> & Co fail.", "Roke <b>goes</b> & Co", " fail."),
        ("Roke goes", "The firm lost its head.", "Roke goes.", "The firm lost its head."),
    ],
)
def test_a_lead_is_a_heading_that_runs_into_its_sentence(
    lead: str, first: str, heading: str, follows: str
) -> None:
    """Each word stands once, in order, marks after the sentence; the heading is one that can be gone to."""
    html = render_html(replace(BARE, sections=(Section(said(lead, 6), (said(first, 6),)),)))
    (run,) = re.findall(r'<h2 class="run">(.*?)</h2>\n?<p>(.*?)</p>', html, re.DOTALL)
    assert unescape(re.sub(r"</?bdi>", "", run[0])) == heading
    words = re.sub(r'<button.*?</button>(<span class="words".*?</span></span>)?', "", run[1])
    assert unescape(re.sub(r"</?(bdi|span)[^>]*>", "", words)).removeprefix(" ").lstrip() == follows.lstrip()
    assert "<button" not in run[0], "the name of the heading is its words"
    page = replace(BARE, sections=(Section(said(lead, 6), (said(first, 6),)),))
    entry = json.loads(render_json_feed([page], Channel("", "", "", "")))["items"][0]["content_html"]
    assert entry.count("Roke") == 1
    assert f"<strong>{escape(heading)}</strong>" in entry.replace("3 Mar", "3\u00a0Mar")
