"""Entries of the timeline: which events are dated, in which words, and what stands behind them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.publish.conftest import document
from writethru.pipeline import verify_page, write_page
from writethru.publish.chronology import chronology
from writethru.publish.timeline.wording import joined
from writethru.records import AnnotatedArticle, Brief, Citation, CitedSentence, TimelineEntry
from writethru.settings import Settings

FILLER = (
    "The council of Tolmund met in the town hall and spoke about the bridge over the Arl.\n\n"
    "Engineers in Tolmund said the bridge over the Arl was old and wanted repair.\n\n"
)


def article(text: str, published: str = "2031-05-07T10:00:00Z", outlet: str = "Arl Post") -> AnnotatedArticle:
    return document(outlet, "Bridge over the Arl in Tolmund closed", published, FILLER + text)


def page(*articles: AnnotatedArticle) -> Brief:
    brief, faults = write_page("bridge", list(articles), settings=Settings())
    assert not faults
    return brief


def entries(*articles: AnnotatedArticle) -> dict[str, str]:
    return {e.when.start: e.event.text for e in page(*articles).timeline}


@pytest.mark.parametrize(
    ("sentence", "day", "told"),
    [
        (
            "In a letter released on Monday, twelve engineers who built the bridge over the Arl said its steel had rusted.",
            "2031-05-05",
            "In a letter released on Monday, twelve engineers who built the bridge over the Arl said its steel had rusted.",
        ),
        (
            "The council closed the bridge over the Arl twice, while Vice President Jon Vell in 2029 became the first U.S. envoy to cross it.",
            "2029-01-01",
            "Vice President Jon Vell in 2029 became the first U.S. envoy to cross it.",
        ),
        (
            "Minister Jon Vell, who opened the bridge over the Arl in 2019, said the council should pay.",
            "2019-01-01",
            "Jon Vell opened the bridge over the Arl.",
        ),
        (
            "On Monday, workers closed the bridge over the Arl to lorries and to buses.",
            "2031-05-05",
            "Workers closed the bridge over the Arl to lorries and to buses.",
        ),
        (
            "The council of Tolmund closed the old bridge over the Arl on Monday after its engineers had found cracks"
            " in two of the pillars, and the mayor asked for patience.",
            "2031-05-05",
            "The council of Tolmund closed the old bridge over the Arl after its engineers had found cracks"
            " in two of the pillars.",
        ),
        (
            "The council of Tolmund met on Monday afternoon to speak about the old bridge over the Arl.",
            "2031-05-05",
            "The council of Tolmund met to speak about the old bridge over the Arl.",
        ),
        (
            "The council was fined for a crane that struck the bridge over the Arl in October 2030.",
            "2030-10-01",
            "A crane struck the bridge over the Arl.",
        ),
        (
            "The council has praised the divers of Tolmund after the bridge over the Arl lost a pillar on Monday.",
            "2031-05-05",
            "The bridge over the Arl lost a pillar.",
        ),
        (
            "The council of Tolmund will close the bridge over the Arl on Friday and open it in June.",
            "2031-05-09",
            "The council of Tolmund will close the bridge over the Arl and open it in June.",
        ),
        (
            "The mayor of Tolmund said in a May 3 letter that the bridge over the Arl was closed to lorries.",
            "2031-05-03",
            "The mayor of Tolmund said in a May 3 letter that the bridge over the Arl was closed to lorries.",
        ),
        (
            "During a Monday interview on Lorne Radio, the mayor of Tolmund asked for a new bridge over the Arl.",
            "2031-05-05",
            "The mayor of Tolmund asked for a new bridge over the Arl.",
        ),
        (
            "The council of Tolmund closed the bridge over the Arl after a storm on Wednesday.",
            "2031-05-07",
            "The council of Tolmund closed the bridge over the Arl after a storm.",
        ),
        (
            "Earlier Monday, the council of Tolmund closed the bridge over the Arl to lorries and buses.",
            "2031-05-05",
            "The council of Tolmund closed the bridge over the Arl to lorries and buses.",
        ),
        (
            "Minister Jon Vell closed the bridge over the Arl in Tolmund on Monday, though he said it was safe.",
            "2031-05-05",
            "Minister Jon Vell closed the bridge over the Arl in Tolmund, though he said it was safe.",
        ),
        (
            "On Monday, the mayor suggested in a speech that he wanted the bridge over the Arl to be closed.",
            "2031-05-05",
            "The mayor suggested in a speech that he wanted the bridge over the Arl to be closed.",
        ),
        (
            "Even as he closed the bridge over the Arl on Monday, Jon Vell spoke of a new one for Tolmund.",
            "2031-05-05",
            "Even as he closed the bridge over the Arl, Jon Vell spoke of a new one for Tolmund.",
        ),
        (
            "On Monday, a count in Tolmund showed that six in ten lorries, and nine in ten of the buses that come from the hills,"
            " cross the bridge over the Arl without a halt.",
            "2031-05-05",
            "A count in Tolmund showed that six in ten lorries, and nine in ten of the buses that come from the hills, cross the"
            " bridge over the Arl without a halt.",
        ),
        (
            "In Tolmund, the oldest town of the whole hill country, feasts were held on Monday on the bridge over the Arl.",
            "2031-05-05",
            "In Tolmund, the oldest town of the whole hill country, feasts were held on the bridge over the Arl.",
        ),
    ],
)
def test_an_entry_is_the_clause_of_its_event(sentence: str, day: str, told: str) -> None:
    assert entries(article(sentence))[day] == told


@pytest.mark.parametrize(
    ("told", "days"),
    [
        ("on April 16-19", ("2031-04-16", "2031-04-19")),
        ("on April 28–May 2", ("2031-04-28", "2031-05-02")),
        ("on April 16 through 19", ("2031-04-16", "2031-04-19")),
        ("on April 16", ("2031-04-16", "2031-04-16")),
        ("on April 16 and 19", ("2031-04-16", "2031-04-16")),
    ],
)
def test_what_lasted_several_days_is_dated_by_all_of_them(told: str, days: tuple[str, str]) -> None:
    found = page(
        article(f"Engineers counted the lorries on the bridge over the Arl {told} for the council.")
    ).timeline
    assert days in [(e.when.start, e.when.end) for e in found]


@pytest.mark.parametrize(
    "sentence",
    [
        "The bridge over the Arl, which has twice been closed since it opened in 2019, would need a new deck.",
        "Jon Vell, a former clerk named to the council of Tolmund in 2019 by a friend will close the bridge over the Arl.",
        "The council has accused Jon Vell, an engineer who is no member but was moved to the office of the bridge last year, of haste.",
        "Engineers said they looked at the bridge over the Arl -- painted in 2019 with lead and oil.",
        "A count of the bridge over the Arl, made in 2019, asks the drivers of Tolmund for their names.",
        "Success in November increasingly rests on the bridge over the Arl, said the mayor, who wanted it open.",
        "Following up on a report in May 2019, the study concludes that the bridge over the Arl is too old.",
        "Among them are the mayor of Tolmund, Jon Vell and Ada Renn, who won their seats on May 4 on the bridge over the Arl.",
        "The plan for the bridge over the Arl was read again after Tolmund withdrew it Monday under pressure.",
        "The office was made as part of a post-9/11 reform and looks after the bridge over the Arl in Tolmund.",
    ],
)
def test_what_is_told_beside_a_time_is_not_dated_by_it(sentence: str) -> None:
    assert entries(article(sentence)) == entries(article(""))


@pytest.mark.parametrize(
    ("sentence", "day", "told"),
    [
        (
            "The council of Tolmund ruled last month that the bridge over the Arl should be closed to lorries.",
            "2031-04-01",
            "The council of Tolmund ruled that the bridge over the Arl should be closed to lorries.",
        ),
        (
            "The bridge over the Arl in Tolmund was painted with lead and oil in 2019.",
            "2019-01-01",
            "The bridge over the Arl in Tolmund was painted with lead and oil.",
        ),
        (
            "The council said it dealt with two claims about the bridge over the Arl filed in 2019.",
            "2019-01-01",
            "The council said it dealt with two claims about the bridge over the Arl filed in 2019.",
        ),
        (
            "Jon Vell, however, closed the bridge over the Arl in Tolmund on Monday for a month.",
            "2031-05-05",
            "Jon Vell closed the bridge over the Arl in Tolmund for a month.",
        ),
    ],
)
def test_a_month_or_year_is_cut_where_it_belongs_to_the_verb(sentence: str, day: str, told: str) -> None:
    assert entries(article(sentence)).get(day, told) == told


@pytest.mark.parametrize(
    "sentence",
    [
        "Vell was asked about the bridge over the Arl by his rival in the 2026 campaign of the council.",
        "The council counted lorries on the bridge over the Arl between May 2 and May 5 and found 800.",
        "The council wanted to repair the bridge over the Arl in Tolmund to open it in April 2030.",
        "Lorries are seen on the bridge over the Arl, which the mayor of Tolmund visits on April 9, 2030.",
        "The council of Tolmund may close the bridge over the Arl on Friday and open it in June.",
        "The council of Tolmund will close the bridge over the Arl as soon as Friday.",
        "“The bridge over the Arl in Tolmund was never safe for lorries,” it said on Monday in a statement.",
        "The mayor of Tolmund declined to discuss the bridge over the Arl on Monday.",
        "The council of Tolmund spoke of the bridge over the Arl, its pride since it opened on May 1.",
        "The mayor of Tolmund kept a song about the bridge over the Arl that he wrote on Monday.",
        "The mayor of Tolmund has praised a plan for the bridge over the Arl drawn on Monday by a pupil.",
        "The May 5 vote of the council of Tolmund on the bridge over the Arl that the mayor lost.",
        "Engineers, whose letter to the council of Tolmund about the bridge was sent on May 2, want it closed.",
        "Answering a letter sent in April about the bridge over the Arl, the mayor of Tolmund spoke of cracks.",
        "The repair of the bridge over the Arl (which was drawn in April by engineers) costs the council too much.",
        "The council of Tolmund is again in the hands of the friends of the bridge over the Arl on Monday.",
        "The council of Tolmund has praised a poem about the bridge over the Arl that a pupil wrote in 2013.",
        "The bridge over the Arl was closed by the council of Tolmund in 2013, 2015 and 2017 for lorries.",
        "“The bridge over the Arl in Tolmund was never safe,” the mayor of Tolmund said on Monday.",
        "The mayor of Tolmund reads the reports on the bridge, because a clerk was hurt on the Arl and left Tolmund in 2019.",
        "The council of Tolmund is writing a plan of the bridge over the Arl for the year that began on 1 April 2031.",
        "The bridge deal includes the release of Jon Vell, an engineer arrested in 2029 on the bridge over the Arl.",
        "A bridge of Tolmund has been praised, including at feasts centred on the Arl – in the town hall in 2019 for its birthday.",
        "Jon Vell described the bridge over the Arl as rusted, according to a letter of Tolmund engineers made public last month.",
        "The failure of the bridge to carry lorries when the quay over the Arl opened last month undermined the plans of Tolmund.",
        "That was too little for Jon Vell, who asked the council of Tolmund about the launch of the bridge on May 1 or of the quay.",
        "Other engineers of Tolmund had fallen from the bridge over the Arl, including Jon Vell in 2019 and Bo Renn in 2021.",
        "The answer of Tolmund to the new bridge was more muted than the outrage at the first plan for the Arl on Monday.",
        "The mayor of Tolmund and the bridge engineers of the Arl say that all was better when the quay opened on Monday.",
        "After his bid to replace Ada Renn as mayor of Tolmund, he closed the bridge over the Arl in 2019.",
        "The plan for the bridge over the Arl, drawn in April 2030 and never shown, would have cost Tolmund too much.",
        "The plan for the bridge over the Arl filed Monday alleges that the council of Tolmund knew of cracks.",
        "The decision on Monday to close the bridge over the Arl was praised by the council of Tolmund.",
        "Image Workers on the bridge: the council of Tolmund closed the bridge over the Arl on Monday.",
        "The mayor of Tolmund said on Monday that so were other bridges over the Arl.",
        "Between March 14 and 28, the bridge over the Arl in Tolmund carried 800 lorries.",
        "The council of Tolmund answered a plea for the bridge over the Arl, sent in April, with a new plan.",
        "The council of Tolmund counted 800 lorries on the bridge over the Arl, up from the 700 lorries in April.",
        "Feasts on the bridge over the Arl in Tolmund last month are thought to have worn its steel.",
        "The council of Tolmund has opened an inquiry into the crash on the bridge over the Arl on Monday.",
        "The mayor of Tolmund spoke of cracks in the bridge over the Arl in his farewell letter dated May 3.",
    ],
)
def test_what_dates_no_event_makes_no_entry(sentence: str) -> None:
    assert not entries(article(sentence))


def test_a_figure_is_dated_by_its_own_year() -> None:
    told = "The number of lorries on the bridge over the Arl has declined in Tolmund, from 3,830 in 2019 to 3,659 last year."
    assert entries(article(told)) == {"2030-01-01": told}


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "When the engineers met the mayor of Tolmund, Ada Renn, on Monday and showed cracks in the bridge, she asked them to "
            "close it over the Arl.",
            "When the engineers met the mayor of Tolmund",
        ),
        (
            "Divers of Tolmund showed cracks of the bridge over the Arl on Monday, a year after the council of the town had closed it "
            "for repair of its old pillars and piers.",
            "Divers of Tolmund showed cracks of the bridge over the Arl.",
        ),
        (
            "In 2019, however, the council of Tolmund closed the bridge over the Arl to lorries and to buses.",
            "In 2019 the council of Tolmund closed",
        ),
    ],
)
def test_no_half_of_a_clause_is_cut(sentence: str, told: str) -> None:
    (event,) = entries(article(sentence)).values()
    assert event.startswith(told)


def test_what_turns_from_another_sentence_joins_no_entry() -> None:
    other = "On Monday, by contrast, the harbour master Bo Renn opened the quay of Lorne to all ships of the coast."
    told = entries(
        article(f"The council of Tolmund closed the bridge over the Arl to lorries on Monday.\n\n{other}")
    )
    assert told == {"2031-05-05": "The council of Tolmund closed the bridge over the Arl to lorries."}


def test_events_of_one_day_stand_in_one_entry_each_with_its_citation() -> None:
    told = page(
        article("The council of Tolmund closed the bridge over the Arl on Monday.", outlet="Arl Post"),
        article("Two lorry drivers were hurt at the northern ramp on Monday.", outlet="Sarn Mail"),
    )
    (entry,) = told.timeline
    assert entry.event.text.count("; ") == 1
    assert entry.event.text.endswith(".")
    assert {c.article for c in entry.event.citations} == {s.article for s in told.sources}


def test_one_event_of_a_day_in_other_words_is_told_once() -> None:
    told = entries(
        article(
            "The council of Tolmund closed the bridge over the Arl to lorries on Monday.", outlet="Arl Post"
        ),
        article("On Monday, Tolmund's town council shut the Arl bridge to trucks.", outlet="Sarn Mail"),
    )
    assert "; " not in told["2031-05-05"]


def test_a_long_event_is_cut_to_what_happened() -> None:
    told = entries(
        article(
            "The council of Tolmund closed the old bridge over the Arl to lorries and buses on Monday, which the"
            " engineers of the harbour had asked for in the winter and many drivers in the valley feared for their"
            " trade with the farms beyond the river."
        )
    )
    assert (
        told["2031-05-05"]
        == "The council of Tolmund closed the old bridge over the Arl to lorries and buses."
    )


def test_another_outlet_that_names_no_day_is_cited_too() -> None:
    (entry,) = page(
        article(
            "The council of Tolmund closed the bridge over the Arl to lorries on Monday.", outlet="Arl Post"
        ),
        document(
            "Sarn Mail",
            "Tolmund closes its bridge to lorries",
            "2031-05-07T09:00:00Z",
            "The council of Tolmund closed the bridge over the Arl to lorries.\n\n"
            "Ferries in Sarn wait for farmers with their cattle, a skipper said.\n\n"
            "Nobody in the valley knows how long it will take.",
        ),
    ).timeline
    assert len({c.article for c in entry.event.citations}) == 2


def test_what_a_round_up_tells_of_another_matter_makes_no_entry() -> None:
    other = (
        "Shares of the brewer Quillon rose by a tenth on Monday after its chief praised barley prices.\n\n"
        "Analysts expect hops and malt to become cheaper, and breweries to hire."
    )
    told = entries(
        article("The council of Tolmund closed the bridge over the Arl on Tuesday.", outlet="Arl Post"),
        article(f"Drivers in Tolmund must take the ferry.\n\nBreweries gain.\n\n{other}", outlet="Sarn Mail"),
    )
    assert list(told) == ["2031-05-06"]


def test_one_act_told_in_other_words_is_not_joined_to_itself() -> None:
    told = entries(
        article("The council of Tolmund approved the repair of the ramp on Monday.", outlet="Arl Post"),
        article(
            "On Monday evening the council approved money for repair of the Tolmund ramp.", outlet="Sarn Mail"
        ),
    )
    assert "; " not in told["2031-05-05"]


def test_what_was_planned_for_a_day_that_is_over_is_no_event() -> None:
    planned = article("The council of Tolmund will close the bridge over the Arl on Friday.")
    later = article(
        "The engineers of Tolmund looked at the bridge over the Arl.", "2031-05-12T10:00:00Z", "Sarn"
    )
    assert "2031-05-09" in entries(planned)
    assert "2031-05-09" not in entries(planned, later)


def test_a_he_at_the_opening_is_named() -> None:
    text = (
        "Minister Jon Vell spoke with the engineers of Tolmund. He closed the bridge over the Arl on Monday."
    )
    (entry,) = page(article(text)).timeline
    assert entry.event.text == "[Jon Vell] closed the bridge over the Arl."


def test_before_dawn_on_a_day_is_on_that_day() -> None:
    assert "2031-05-05" in entries(
        article("The bridge over the Arl was closed before dawn on Monday by the council.")
    )


def test_one_event_with_two_dates_is_told_once() -> None:
    told = entries(
        article("The bridge over the Arl in Tolmund fell into the river on Monday.", outlet="Arl Post"),
        article("The bridge over the Arl in Tolmund fell into the river on Sunday.", outlet="Sarn Mail"),
    )
    assert len(told) == 1


def joined_page() -> tuple[Brief, dict[str, AnnotatedArticle], TimelineEntry]:
    articles = [
        article("The council of Tolmund closed the bridge over the Arl on Monday.", outlet="Arl Post"),
        article(
            "Two lorry drivers were hurt at the northern ramp on Monday.\n\n"
            "Three cows were not found at the northern ramp on Tuesday.",
            outlet="Sarn Mail",
        ),
    ]
    brief = page(*articles)
    entry = next(e for e in brief.timeline if any(edit.kind == "join" for edit in e.event.edits))
    return brief, {a.article.id: a for a in articles}, entry


def faults_with(
    brief: Brief, by_id: dict[str, AnnotatedArticle], old: TimelineEntry, new: TimelineEntry
) -> set[str]:
    changed = replace(brief, timeline=tuple(new if e == old else e for e in brief.timeline))
    found = verify_page(changed, {k: d.article for k, d in by_id.items()})
    return {p.kind for p in found.problems}


def test_a_joined_event_in_other_words_is_a_fault() -> None:
    brief, by_id, entry = joined_page()
    edits = tuple(
        replace(e, now=e.now.replace(" were hurt", " were lost")) if e.kind == "join" else e
        for e in entry.event.edits
    )
    text = entry.event.text.replace(" were hurt", " were lost")
    changed = replace(entry, event=replace(entry.event, text=text, edits=edits))
    assert changed != entry
    assert "edit" in faults_with(brief, by_id, entry, changed)


def test_a_joined_event_of_another_day_is_a_fault() -> None:
    brief, by_id, entry = joined_page()
    (edit,) = (e for e in entry.event.edits if e.kind == "join")
    assert edit.source is not None
    document = by_id[edit.source.article]
    start = document.article.text.index("Three cows")
    words = document.article.text[start:].rstrip(".")
    source = replace(edit.source, start=start, end=start + len(words) + 1, exact=words + ".")
    now = f"; {words}"
    other = replace(edit, now=now, at=(edit.at[0], edit.at[0] + len(now)), source=source)
    text = entry.event.text.replace(edit.now, now)
    citations = tuple(source if c == edit.source else c for c in entry.event.citations)
    edits = tuple(other if e == edit else e for e in entry.event.edits)
    changed = replace(entry, event=replace(entry.event, text=text, citations=citations, edits=edits))
    assert "when" in faults_with(brief, by_id, entry, changed)


def test_a_told_year_is_trusted_above_an_inferred_one() -> None:
    told = entries(
        article("In May 2030, the council of Tolmund wrote a letter on cracks in the bridge over the Arl."),
        article(
            "Last April, drivers asked.\n\nIn May, the council of Tolmund wrote a letter on cracks in the bridge over the Arl.",
            "2032-01-07T10:00:00Z",
            "Sarn Mail",
        ),
    )
    assert list(told) == ["2030-05-01"]


def test_an_entry_of_a_year_stands_beside_one_of_a_month_in_it() -> None:
    told = page(
        article(
            "Pupils of Tolmund painted the bridge over the Arl in 2030.\n\n"
            "Jon Vell was fired as chief of the bridge over the Arl by the council in August 2030."
        )
    )
    assert [e.when.granularity for e in told.timeline] == ["year", "month"]


def test_what_happened_comes_before_a_forecast_that_two_report() -> None:
    act = "The council of Tolmund closed the bridge over the Arl to lorries and buses on Monday."
    guess = "The mayor of Tolmund left little doubt on Monday that the bridge over the Arl would be closed for years."
    told = entries(
        document(
            "Arl Post", "Tolmund closes bridge over the Arl", "2031-05-07T10:00:00Z", f"{act}\n\n{FILLER}"
        ),
        document("Sarn Mail", "Tolmund bridge closed", "2031-05-07T11:00:00Z", f"{FILLER}{guess}"),
        document("Lorne Echo", "Tolmund bridge closed", "2031-05-07T12:00:00Z", f"{FILLER}{guess}"),
    )
    assert told["2031-05-05"].startswith("The council of Tolmund closed the bridge")


def test_what_later_articles_look_back_on_outweighs_what_is_announced() -> None:
    announced = [
        article(f"The mayor opens the fair of Tolmund on May 9, 2031, said {name}.", "2031-05-06", name)
        for name in ("Post", "Mail", "Echo")
    ]
    looked_back = [
        article(f"The bridge over the Arl fell on May 2, 2031, said {name}.", "2031-05-07", name)
        for name in ("Star", "Bell")
    ]
    assert list(chronology([*announced, *looked_back], 1, 1)) == ["2031-05-02"]


@pytest.mark.parametrize(
    ("more", "told"), [("it held until 9 p.m.", "it held until 9 p.m."), ("it held", "it held.")]
)
def test_an_event_that_is_joined_has_one_stop(more: str, told: str) -> None:
    first = CitedSentence("The bridge closed.", (Citation(1, "a", "text", 0, 18, "The bridge closed."),))
    made = joined(first, [(Citation(1, "a", "text", 20, 20 + len(more), more), more)])
    assert made.text == f"The bridge closed; {told}"
