"""A page in free words passes; each fault planted in it is caught and named, in Markdown and in plain text."""

from __future__ import annotations

import re

import pytest
from msgspec import structs

from writethru.annotate import annotate
from writethru.publish import verify_text
from writethru.publish.checking.reading import read_page
from writethru.records import Article

PAGE = """# Ferry sinks off Port Hale and 17 people die

Updated 7 May 2031

**The Maris Star went down in rain.** A ferry with 80 people on board sank off Port Hale on 5 May 2031 [1]. It sank two
kilometres from the harbour of Port Hale, the coast guard said [1]. Oda Brandt said that boats were sent "within ten minutes"
of the first call [1].

**Its load is in dispute.** The seafarers' union said the ferry had been overloaded with cars [2][3]. Hale Lines denied
that the ferry had been overloaded [2]. The Courier could not verify the union's account [3].

## Sources

1. Northern Ledger: Ferry sinks off Port Hale, at least 12 dead (6 May 2031)
2. Today in Sarn: Toll of Port Hale ferry sinking rises to 17
3. The Sarn Courier: Union says ferry was overloaded: the load of the ferry and an accident near Cape Orn

## Timeline

- 2027 – Another ferry of Hale Lines runs aground near Cape Orn and 31 people are injured [3]
- **5 May 2031** – The ferry Maris Star with 80 people sinks off Port Hale [1]
"""


def kinds(page: str, articles: dict[str, Article]) -> set[str]:
    return {fault.kind for fault in verify_text(page, articles, annotate).problems}


def plain(page: str) -> str:
    page = (
        re.sub(r"\*\*(.+?)\.?\*\*", r"\1", page).replace("- 2027", "2027").replace("5 May 2031 –", "5 May –")
    )
    return re.sub(r"^#+ ", "", page, flags=re.MULTILINE).replace("- 5 May", "5 May")


def test_a_page_in_free_words_passes(articles: dict[str, Article]) -> None:
    found = verify_text(PAGE, articles, annotate)
    assert found.problems == ()
    assert found.checked == found.supported == len(found.sentences) > 10
    sentence = found.sentences[2]
    assert "80 people" in sentence.support[0].exact
    start, end = sentence.at
    assert PAGE[start:end].startswith("A ferry with 80")
    for cited in sentence.support:
        assert articles[cited.article].text[cited.start : cited.end] == cited.exact


def test_the_same_in_plain_text_passes(articles: dict[str, Article]) -> None:
    assert verify_text(plain(PAGE), articles, annotate).problems == ()


@pytest.mark.parametrize(
    ("was", "now", "kind"),
    [
        ("with 80 people on", "with 90 people on", "number"),
        ("on 5 May 2031 [1]", "on 3 May 2031 [1]", "date"),
        ("two\nkilometres", "two\nmiles", "unit"),
        ("within ten minutes", "within tin minutes", "quotation"),
        ("Oda Brandt said", "Ingrid Solheim said", "name"),
        ("off Port Hale on 5", "off Velmora on 5", "name"),
        ("the ferry had been overloaded with", "the ferry had not been overloaded with", "negation"),
        ("could not verify", "could verify", "negation"),
        ("Hale Lines denied", "Jon Vell denied", "name"),
        (
            "kilometres from the harbour of Port Hale, the coast guard said [1]",
            "kilometres from it [9]",
            "source-number",
        ),
        (
            "near Cape Orn and 31 people are injured [3]",
            "near Cape Orn and 31 people are injured [1]",
            "citation",
        ),
        ("- **5 May 2031** –", "- **2 May 2031** –", "two-dates"),
        ("with 80 people sinks", "with 60 people sinks", "two-figures"),
        ("an accident near Cape Orn", "an accident near Velmora", "name"),
    ],
)
def test_a_planted_fault_is_named(was: str, now: str, kind: str, articles: dict[str, Article]) -> None:
    assert was in PAGE
    assert kind in kinds(PAGE.replace(was, now), articles)


@pytest.mark.parametrize(
    ("was", "now"), [("2 May 2031** –", "two-dates"), ("with 60 people sinks", "two-figures")]
)
def test_a_page_against_itself_without_any_article(was: str, now: str) -> None:
    assert kinds(PAGE, {}) == set()
    planted = (
        PAGE.replace("5 May 2031** –", "2 May 2031** –")
        if now == "two-dates"
        else PAGE.replace("80 people sinks", "60 people sinks")
    )
    assert was in planted
    assert kinds(planted, {}) == {now}


def test_the_following_day_counts_from_the_sentence_before() -> None:
    page = (
        "# Ferry\n\nUpdated 9 May 2031\n\nThe ferry Maris Star sank off Port Hale on 5 May 2031 [1]. The following day divers"
        " searched the wreck of the ferry [1].\n\n## Sources\n\n1. Northern Ledger: Ferry\n\n## Timeline\n\n"
        "{} May 2031 – Divers search the wreck of the ferry [1]\n"
    )
    assert kinds(page.format(6), {}) == set()
    assert kinds(page.format(8), {}) == {"two-dates"}


def test_a_page_is_cut_into_its_lines() -> None:
    page = read_page(PAGE)
    assert [line.kind for line in page.lines][:4] == ["headline", "aside", "lead", "sentence"]
    assert [s.number for s in page.sources] == [1, 2, 3]
    assert sum(line.kind == "event" for line in page.lines) == 2
    assert page.lines[-1].marks[0][1] == (1,)
    ranged = read_page("A thing was [1–3] so [2, 4].\n\nSources:\n[1] One: Two. https://one.example/two\n")
    assert [numbers for _, numbers in ranged.lines[0].marks] == [(1, 2, 3), (2, 4)]
    assert ranged.sources[0].urls == ("https://one.example/two",)


def test_a_source_that_is_not_at_hand_is_told(articles: dict[str, Article]) -> None:
    assert "article-missing" in kinds(
        PAGE.replace("## Timeline", "4. Elsewhere: Of nothing\n\n## Timeline"), articles
    )


def test_an_entry_of_two_sources_is_carried_part_by_part(articles: dict[str, Article]) -> None:
    """`[2][1]` stand at one place: each carries the part of the entry that it tells."""
    entry = (
        "The ferry Maris Star sank off Port Hale; the coast guard's Oda Brandt sent boats within ten minutes"
    )
    page = PAGE.replace("The ferry Maris Star with 80 people sinks off Port Hale [1]", f"{entry} [2][1]")
    assert entry in page
    assert kinds(page, articles) == set()
    assert kinds(page.replace("Oda Brandt sent", "Jon Vell sent"), articles)


FAR = "The harbour of Lorne was dredged by its crew for the ships of the town. "
APART = Article(
    id="a1",
    key="k1",
    title="Lorne closes its harbour",
    publisher="Lorne Harbour Post",
    published="2031-05-06T08:00:00Z",
    text=f"The council of Lorne closed the harbour on Monday to ships. {FAR * 16}"
    "Mayor Ida Holt asked the pilots of Lorne on Monday to wait for the tide.",
)


def of_lorne(line: str, timeline: str = "") -> str:
    told = f"\n## Timeline\n\n- {timeline} [1].\n" if timeline else ""
    return (
        f"# Lorne closes its harbour\n\n{line} [1].\n\n## Sources\n\n"
        f"1. Lorne Harbour Post: Lorne closes its harbour (6 May 2031)\n{told}"
    )


def lorne_post(text: str, title: str = "Lorne closes its harbour") -> Article:
    return Article(id="a1", key="k1", title=title, publisher="Lorne Harbour Post", text=text)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("closed the harbour to ships; Mayor Ida Holt asked the pilots of Lorne to wait for the tide", False),
        (
            "closed the harbour to ships; Mayor Olav Brekk asked the pilots of Lorne to wait for the tide",
            True,
        ),
    ],
)
def test_each_event_of_an_entry_is_looked_for_by_itself_also_in_one_source(line: str, wrong: bool) -> None:
    told = "The council of Lorne closed the harbour on Monday to ships"
    page = of_lorne(told, f"5 May 2031 – The council of Lorne {line}")
    found = kinds(page, {"a1": APART})
    assert ("name" in found) is bool(found) is wrong


def test_an_outlet_may_be_named_as_who_says_what_its_article_says() -> None:
    page = of_lorne("The council of Lorne closed the harbour on Monday to ships, the {} reported")
    assert kinds(page.format("Lorne Harbour Post"), {"a1": APART}) == set()
    assert "name" in kinds(page.format("Tolmund Morning Post"), {"a1": APART})


def test_a_lead_that_runs_into_its_sentence_is_one_statement_with_it() -> None:
    """So the day behind the bold words is the day of what they tell."""
    line = "**The council of Lorne closed the harbour** on Monday [5 May] to ships"
    assert [(at.kind, at.text) for at in read_page(of_lorne(line)).lines[1:]] == [
        ("sentence", "The council of Lorne closed the harbour on Monday [5 May] to ships.")
    ]
    apart = read_page(
        of_lorne("**Ships are to wait.** Mayor Ida Holt asked the pilots of Lorne to wait")
    ).lines
    assert [at.kind for at in apart[1:]] == ["lead", "sentence"]
    event = "{} May 2031 – The council of Lorne closed the harbour to ships"
    assert kinds(of_lorne(line, event.format(5)), {}) == set()
    assert kinds(of_lorne(line, event.format(8)), {}) == {"two-dates"}


def test_a_name_put_in_brackets_speaks_and_may_be_another_article_s() -> None:
    other = Article(
        id="a2", key="k2", title="Holt in office", publisher="Tolmund Post", text="Ida Holt is mayor."
    )
    text = "Mayor Holt said the pilots of Lorne were to wait. Warden Olav Brekk said nothing of ships."
    one = lorne_post(text)
    listed = "1. Lorne Harbour Post: Lorne closes its harbour\n2. Tolmund Post: Holt in office\n"
    page = (
        "# Lorne closes its harbour\n\n[{}] said the pilots of Lorne were to wait [1].\n\n## Sources\n\n"
        + listed
    )
    both = {"a1": one, "a2": other}
    assert kinds(page.format("Ida Holt"), both) == set()
    assert "speaker" in kinds(page.format("Olav Brekk"), both)
    assert "name" in kinds(page.format("Sven Dahl"), both)
    # Who is in another article, but whom the cited words mean by no pronoun or title.
    text = "The council of Lorne closed the harbour to ships on Monday."
    two = both | {"a1": structs.replace(one, text=text)}
    closed = page.replace("said the pilots of Lorne were to wait", "closed the harbour to ships on Monday")
    assert "name" in kinds(closed.format("Ida Holt"), two)
    named = page.replace("[{}] said", "The senator said")
    senator = both | {"a1": structs.replace(one, text="The senator said the pilots of Lorne were to wait.")}
    assert kinds(named, senator) == set()
    assert kinds(page.format("Sen. Ida Holt"), senator) == set()


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("He told [Brekk] to wait.", "He told Brekk to wait."),
        (
            "[Mayor Ida Holt], who is old, told [Olav Brekk]'s men.",
            "Mayor Ida Holt, who is old, told Olav Brekk's men.",
        ),
        ("On Monday [5 May] it fell.", "On Monday [5 May] it fell."),
        ("It sank [a]. [sic] The crew [x] died, said Mayor Ida Holt [Lorne Post].", None),
        (
            "[Lorne Post][post] said so. “He told [Brekk] to wait.” ‘[Brekk] is here’ and «[Brekk] is here».",
            None,
        ),
    ],
)
def test_only_a_name_that_an_editor_put_in_loses_its_brackets(words: str, read: str | None) -> None:
    line = read_page(f"# Lorne\n\nNothing else.\n\n{words} [1]\n").lines[-1]
    assert line.text == (read or words)
    assert len(line.text) == len(line.places)


def test_the_place_of_a_sentence_includes_the_bracket_that_it_begins_with() -> None:
    page = of_lorne("[Ida Holt] said the pilots were to wait")
    start, end = verify_text(page, {"a1": APART}, annotate).sentences[1].at
    assert page[start:end].startswith("[Ida Holt] said")


def test_brackets_within_a_quotation_are_not_part_of_it() -> None:
    text = "“He told the pilots to wait for the tide,” said Mayor Ida Holt."
    one = lorne_post(text)
    line = "“He told [Olav Brekk’s men] to wait for the tide,” said Mayor Ida Holt"
    assert "quotation" not in kinds(of_lorne(line), {"a1": one})
    assert "quotation" in kinds(of_lorne(line.replace("[", "").replace("]", "")), {"a1": one})


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("up to 400,000 ships", False),
        ("more than 300,000 ships", False),
        ("about 403,000 ships", True),
        ("21 ships in the", True),
        ("30 kilometres of quay in", True),
    ],
)
def test_a_loose_figure_is_rounder_than_what_it_stands_for_and_a_title_s_counts_its_own(
    told: str, wrong: bool
) -> None:
    text = "The harbour of Lorne takes up to 400,000 ships a year."
    title = "Lorne wins harbour prize by 21-plus points in the north after 30 miles"
    one = lorne_post(text, title)
    page = of_lorne(f"The harbour of Lorne takes {told} a year").replace(
        "# Lorne closes its harbour", "# Lorne"
    )
    page = page.replace("Lorne closes its harbour", title)
    assert bool(kinds(page, {"a1": one}) & {"number", "unit"}) is wrong


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("17 dead in Port Hale ferry sinking", "The ferry sank off Port Hale and killed 17 people"),
        ("17 dead in Port Hale ferry sinking", "17 people died when the ferry sank off Port Hale"),
        ("Toll of Port Hale ferry sinking rises to 17", "The toll of the ferry off Port Hale is now 17"),
        ("Toll of Port Hale ferry sinking rises to 17", "The ferry sank off Port Hale and 17 people died"),
    ],
)
def test_a_figure_that_only_a_title_gives_carries_what_it_counts(title: str, told: str) -> None:
    text = "The ferry sank off Port Hale on Monday, and people died, the coast guard said."
    one = lorne_post(text, title)
    page = (
        of_lorne(told)
        .replace("# Lorne closes its harbour", "# Ferry sinks")
        .replace("Lorne closes its harbour", title)
    )
    assert "number" not in kinds(page, {"a1": one})


def test_a_page_without_leads_is_not_parted_between_a_speaker_and_the_words() -> None:
    """`Mara Sund said the | U.N. pilots …` is no lead: so who says it is checked."""
    text = (
        "Mayor Ida Holt said the U.N. will stop paying the pilots of Lorne while its office reviews their part in the"
        " storm of Monday. Mara Sund said she would sail."
    )
    one = lorne_post(text, "Lorne")
    line = "{} said the U.N. will stop paying the pilots of Lorne while its office reviews their part in the storm of Monday"
    page = of_lorne(line).replace("Lorne closes its harbour", "Lorne")
    assert kinds(page.format("Mayor Ida Holt"), {"a1": one}) == set()
    assert "speaker" in kinds(page.format("Mara Sund"), {"a1": one})


def test_the_month_is_no_hedge() -> None:
    text = "Warden Olav Brekk kept the harbour of Lorne until May 2030 and was paid by the ships of the town."
    one = lorne_post(text)
    page = of_lorne(
        "Warden Olav Brekk kept the harbour of Lorne until spring 2030 and was paid by the ships of the town"
    )
    assert "hedge" not in kinds(page, {"a1": one})
    hedged = structs.replace(one, text=text.replace("until May 2030 and was", "until 2030 and may have been"))
    assert "hedge" in kinds(page.replace("spring ", ""), {"a1": hedged})


@pytest.mark.parametrize(
    ("days", "wrong"), [("5–7 May", False), ("5–9 May", True), ("3–7 May", True), ("6 May", False)]
)
def test_both_ends_of_a_stretch_of_days_are_given(days: str, wrong: bool) -> None:
    text = "Pilots of Lorne were asked from May 5 to May 7 about the harbour, and most wanted it open. A third were asked on May 6."
    one = structs.replace(lorne_post(text), published="2031-05-08T08:00:00Z")
    page = of_lorne(
        "Pilots of Lorne were asked about the harbour",
        f"{days} 2031 – Pilots of Lorne were asked about the harbour",
    )
    assert ("date" in kinds(page, {"a1": one})) is wrong
