from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len
from rich.text import Text
from sample_pages import BARE, DAM, HOSTILE, HOSTILE_URLS, crowded, hostile, said, source

from writethru.records import Brief, Coverage, Section, Skipped
from writethru.render import render_json, render_markdown, render_text
from writethru.render.markdown import escape, opening
from writethru.render.wrapping import wrap

PARTS = ["Where accounts differ", "Sources", "Timeline", "Since revision 3"]


@pytest.mark.parametrize("render", [render_text, render_markdown])
def test_the_parts_of_a_page_stand_in_their_order(render: object) -> None:
    page = render(DAM, color=False) if render is render_text else render(DAM)  # type: ignore[operator]
    places = [re.search(rf"^(## )?{part}$", page, re.M) for part in PARTS]
    assert all(places), places
    starts = [found.start() for found in places if found]
    assert starts == sorted(starts)
    assert "Not on this page" in page and "paywalled" in page
    assert "Newest article: 7 Mar 2031 17:30 UTC" in page


def test_the_terminal_page_reads_as_specified() -> None:
    page = " ".join(render_text(DAM, width=100, color=False).split())
    assert "Fourteen people are known to have died. The eastern embankment collapsed" in page
    assert "collapsed shortly before midnight on Monday [3 Mar] [7][8]. Governor" in page
    assert "ordered to leave their homes by 9 p.m. [7][8]" in page
    assert "Sellen Regional Water Authority — The spillway gates were not opened in time [5][1]." in page
    assert "Not verified — The Courier could not independently verify either account [6]." in page
    assert "(different scope)" in page
    assert "Same report as [8]: both carry the text of Harbour Press Agency." in page
    assert "(id nl-20310306-02)" in page
    assert "Oct 2029 Repairs were completed" in page
    assert "Previously 9 dead → now 14 dead, because “Governor Maren Tolvik raised" in page
    assert "a day earlier.” [5]" in page


@pytest.mark.parametrize("width", [20, 40, 80, 120])
@pytest.mark.parametrize(
    "brief", [DAM, crowded(60, 1), hostile(HOSTILE[12])], ids=["dam", "crowded", "long word"]
)
def test_no_line_is_wider_than_asked(brief: Brief, width: int) -> None:
    page = render_text(brief, width=width, color=False)
    lines = [line for line in page.splitlines() if not re.fullmatch(r" *https?://\S+", line)]
    assert max(map(cell_len, lines)) <= min(width, 100)


@pytest.mark.parametrize("width", [None, 20, 80, 200])
@pytest.mark.parametrize("color", [True, False])
def test_no_address_is_broken(width: int | None, color: bool) -> None:
    address = "https://outlet.example/" + "very-long-part/" * 12 + "?q=a-b.c"
    page = replace(
        DAM,
        sources=(source(1, "Outlet", "A title", "2031-03-07", url=address, external_id="x" * 90),),
        coverage=Coverage(None, (Skipped(address, "it cannot be reached"),)),
    )
    lines = re.sub(r"\x1b\[[0-9;]*m", "", render_text(page, width=width, color=color)).splitlines()
    assert sum(address in line for line in lines) == 2


@given(st.text(alphabet="ab é漢\u0301\n /:htps"), st.integers(min_value=1, max_value=30))
def test_wrapping_loses_no_sign(text: str, width: int) -> None:
    lines = wrap(Text(text), width)
    assert "".join("".join(line.plain.split()) for line in lines) == "".join(text.split())
    for line in lines:
        assert cell_len(line.plain) <= max(width, 2) or "http" in line.plain
        assert line.plain == line.plain.rstrip()


def test_wrapping_keeps_styles_and_given_lines() -> None:
    text = Text.assemble(("bold words", "bold"), " and plain ones\nnext")
    assert [line.plain for line in wrap(text, 8)] == ["bold", "words", "and", "plain", "ones", "next"]
    assert [str(span.style) for line in wrap(text, 8) for span in line.spans] == ["bold", "bold"]


@pytest.mark.parametrize("render", [lambda page: render_text(page, color=False), render_markdown])
def test_what_changed_within_the_first_revision_is_no_change_since_another(
    render: Callable[[Brief], str],
) -> None:
    page = render(replace(DAM, revision=1))
    assert "Since revision" not in page
    assert "Figures revised" in page


@pytest.mark.parametrize("render", [lambda page: render_text(page, color=False), render_markdown])
def test_an_outlet_without_a_name_is_said_to_have_none(render: Callable[[Brief], str]) -> None:
    page = render(replace(DAM, sources=(source(1, "", " ", None, url=None),)))
    assert re.search(r"^1\. Unnamed outlet: Untitled \(undated\)", page, re.M)


def test_nothing_of_a_page_is_lost_in_a_narrow_terminal() -> None:
    page = "".join(render_text(DAM, width=40, color=False).split())
    for entry in DAM.timeline:
        assert "".join(entry.event.text.split())[:-1] in page
    for note in DAM.sources:
        assert "".join(note.title.split()) in page


def test_colour_is_a_choice_and_changes_no_word() -> None:
    coloured = render_text(DAM, color=True)
    assert "\x1b[" in coloured
    plain = render_text(DAM, color=False)
    assert "\x1b" not in plain
    stripped = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in stripped.splitlines() if line.strip()] == [
        line for line in plain.splitlines() if line.strip() and set(line) != {"-"}
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_control_sequence_of_an_article_reaches_a_terminal(text: str) -> None:
    page = render_text(hostile(text, text), color=False)
    assert not set(page) & set("\x1b\x07\x00\r\u202e\u2066\u200b\u2028")
    assert "\x1b]" not in render_text(hostile(text, text), color=True)


def test_an_empty_page_is_still_a_page() -> None:
    for page in (render_text(BARE, color=False), render_markdown(BARE)):
        assert "Undated · 1 article · 1 outlet · 1 independent origin · revision 1" in page
        assert not any(part in page for part in [*PARTS, "Since revision", "Newest"])


def test_rendering_twice_gives_the_same() -> None:
    assert render_text(DAM) == render_text(DAM)
    assert render_markdown(DAM) == render_markdown(DAM)


def test_the_markdown_page_reads_as_specified() -> None:
    lines = render_markdown(DAM).splitlines()
    assert lines[0] == "# Operator and regulator at odds over Vasken dam as 14 are mourned"
    assert lines[2].startswith("Updated 7 Mar 2031 17:30 UTC · 9 articles")
    assert lines[4].startswith("**The head of the operator steps aside.** The chief executive")
    assert "- **Whether the spillway gates were opened in time**" in lines
    assert "  - Sellen Regional Water Authority — The spillway gates were not opened in time [5][1]." in lines
    assert "- 4–5 Mar 2031 – Divers recovered five bodies from cellars in Lower Vasken [5]." in lines
    assert "- 1964 – The Vasken dam was completed [3]." in lines
    source = next(line for line in lines if line.startswith("3. Northern Ledger: [Inspectors found"))
    assert "](https://news3.example/3) (6 Mar 2031) — adds: It rated" in source
    assert source.endswith("Own reporting. Background. · id nl-20310306-02")
    assert any("Same report as [8]: both carry" in line for line in lines)


def test_a_lead_that_its_sentences_do_not_carry_shows_its_own_source() -> None:
    page = render_markdown(replace(DAM, sections=(Section(said("Roke goes", 1), (said("It rained.", 3),)),)))
    assert "**Roke goes.** [1] It rained [3]." in page


@pytest.mark.parametrize(
    ("lead", "first", "shown"),
    [
        ("Roke goes", "Roke goes after the flood.", "**Roke goes** after the flood [3]."),
        (
            "Roke leaves the firm for good",
            "Roke leaves the firm on Monday [3 Mar] for good, he said.",
            "**Roke leaves the firm on Monday [3 Mar] for good**, he said [3].",
        ),
        ("Roke goes", "Roke went.", "**Roke goes.** [1] Roke went [3]."),
        (
            "Roke goes",
            "Roke, who ran the company for eleven years, goes.",
            "**Roke goes.** [1] Roke, who ran the company for eleven years, goes [3].",
        ),
        ("Roke *goes*", "Roke *goes* at last.", "**Roke \\*goes\\*** at last [3]."),
    ],
)
def test_a_first_sentence_that_opens_with_its_lead_is_said_once(lead: str, first: str, shown: str) -> None:
    sections = (Section(said(lead, 1), (said(first, 3), said("It rained.", 3))),)
    assert f"{shown} It rained [3]." in render_markdown(replace(DAM, sections=sections))
    plain = re.sub(r"[*\\\\]", "", shown) if "\\" not in shown else ""
    assert plain in " ".join(render_text(replace(DAM, sections=sections), width=200, color=False).split())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("on Tuesday [2 Dec]", "on Tuesday [2 Dec]"),
        ("last year [2018]", "last year [2018]"),
        ("all of it [2][18]", "all of it \\[2\\]\\[18\\]"),
        ("[the minister] said", "[the minister] said"),
        ("[7] fake", "\\[7\\] fake"),
        ("[a](b)", "\\[a\\](b)"),
        ("[a][b]", "\\[a\\]\\[b\\]"),
        ("[a]: http://x.example", "\\[a\\]: http://x.example"),
        ("![i](u)", "!\\[i\\](u)"),
        ("*a* _b_ `c` ~~d~~ | e", "\\*a\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~ \\| e"),
        ("<b>&amp; &copy; AT&T", "&lt;b>&amp;amp; &amp;copy; AT&T"),
        ("back\\slash", "back\\\\slash"),
        ("a\nb", "a b"),
    ],
)
def test_markdown_of_an_article_is_text(text: str, shown: str) -> None:
    assert escape(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# x", "\\# x"),
        ("- x", "\\- x"),
        ("+ x", "\\+ x"),
        (">x", "\\>x"),
        ("1. x", "1\\. x"),
        ("12) x", "12\\) x"),
        ("---", "\\---"),
        ("    code", "code"),
        ("[x] done", "\\[x\\] done"),
        ("2.5 million", "2.5 million"),
        ("-5 degrees", "-5 degrees"),
    ],
)
def test_nothing_opens_a_block(text: str, shown: str) -> None:
    assert opening(text) == shown


@pytest.mark.parametrize("text", HOSTILE)
def test_no_markup_of_an_article_reaches_markdown(text: str) -> None:
    page = render_markdown(hostile(text))
    unescaped = re.sub(r"\\[\\`*_~|\[\]#>.+)-]", "", page)
    assert "<" not in unescaped
    assert "`" not in unescaped
    assert re.findall(r"\]\(([^)]*)\)", unescaped) in ([], ["https://ok.example/"] * 2)
    assert "![" not in unescaped
    assert not set(page) & set("\x1b\x00\u202e\u2066\u2028\r")
    numbers = re.findall(r"\[(\d+)\]", unescaped)
    assert set(numbers) <= {"1", "2"}


@pytest.mark.parametrize("url", HOSTILE_URLS)
def test_only_web_addresses_are_links_in_markdown(url: str) -> None:
    assert "](" not in render_markdown(hostile("Plain words", url))


def test_json_is_one_line_and_reads_back() -> None:
    line = render_json(DAM)
    assert len(line.splitlines()) == 1
    assert msgspec.json.decode(line, type=Brief) == DAM
    assert '"schema":"writethru/brief/1"' in line and '"from":null' in line
    assert '"articles":{' not in line


def test_patterns_stay_fast_on_long_hostile_text() -> None:
    for text in (
        "[" * 16_000,
        "[a " * 5_000,
        "&" * 16_000,
        "&#" * 8_000,
        "#" * 16_000,
        "1" * 16_000,
        "\\*" * 8_000,
    ):
        assert len(opening(text)) >= len(text) // 2


@pytest.mark.parametrize("render", [render_markdown, lambda page: render_text(page, width=100, color=False)])
def test_a_lead_is_not_said_twice(render: Callable[[Brief], str]) -> None:
    told = said("On Monday [3 Mar] Governor Maren Tolvik closed the road to Vasken, after rain.", 6)
    # The headline stands above its section; what a sentence opens with is bold in it, though its start was cut.
    for lead in (DAM.headline, said("Maren Tolvik closed the road to Vasken", 6), told):
        page = render(replace(DAM, sections=(Section(lead, (told,)),)))
        assert page.count("closed the road to Vasken") == 1
        assert page.count(DAM.headline.text) == 1
    page = render_markdown(
        replace(BARE, sections=(Section(said("Governor Maren Tolvik closed the road", 6), (told,)),))
    )
    assert "**On Monday [3 Mar] Governor Maren Tolvik closed the road** to Vasken, after rain [6]." in page
