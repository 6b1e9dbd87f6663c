"""Rewrites, houses under two names, and what a page shows around its report."""

from __future__ import annotations

import pytest
from cluster_invented import document

from writethru.cluster import origins
from writethru.cluster.origin_outlets import OutletNames, called, house_of
from writethru.records import AnnotatedArticle

CLERK = "“I signed for the crates because the seal was whole and the scales agreed with the paper”"
WIDOW = "“My husband never owned a boat, he was afraid of water from the day his brother drowned”"
JUDGE = "“The court is not a harbour in which a case may lie until the owner remembers it”"
EXCLUSIVE = (
    "For eleven years the customs house of Port Ellery let crates through that held no tea, ledgers show that the "
    "Ellery Herald has read in full.\n\n"
    f"The entries, 214 in all, bear the initials of one clerk. {CLERK}, he told the Herald on the steps of his home.\n\n"
    "Shipping lists were copied by hand at night, a former porter said, and burned in the boiler of the laundry.\n\n"
    f"The boat in the papers was registered to a man who died in 2009. {WIDOW}, his widow said over coffee.\n\n"
    "Three inspectors asked questions between 2012 and 2015; each was moved to the inland office within a month.\n\n"
    f"A first suit was dropped. {JUDGE}, the judge wrote at the time.\n\n"
    "The customs service would not say who reads the ledgers now, or whether the laundry still has a boiler."
)
REWRITE = (
    "A customs officer waved empty tea crates past the scales of Port Ellery, the Ellery Herald reported on Tuesday.\n\n"
    f"{CLERK}, the clerk told the Ellery Herald. His initials stand beside 214 entries.\n\n"
    f"{WIDOW}, the widow of the supposed owner said, according to the paper.\n\n"
    f"{JUDGE}, a judge had written when the first case fell.\n\n"
    "Inspectors who grew curious found themselves at desks far from the sea, the Herald said."
)
OTHER = (
    "The union of porters will march on Friday to ask for new scales in Port Ellery and for the dismissal of the "
    "director.\n\n"
    "Its speaker, Hanne Dubois, counted 60 members at a meeting in the tram shed, some with banners from the strike of "
    "1998.\n\n"
    f"{JUDGE}, she read aloud from the ruling, to laughter.\n\n"
    "“Our people carried what they were told to carry and were searched at the gate each evening”, she said. “Nobody "
    "searched the director.”\n\n"
    "The director, reached by telephone on a golf course, said that the matter was for the lawyers.\n\n"
    "Traffic will be led around the basin from noon, and the number 4 tram will end at the theatre."
)
DIGEST = (
    "The Ellery Herald and the Basin Courier both have the customs house on their front pages.\n\n"
    f"{CLERK}, the clerk told the Ellery Herald, and the Ellery Herald counts 214 entries.\n\n"
    f"{WIDOW}, a widow said. {JUDGE}, wrote a judge.\n\n"
    "“Our people carried what they were told to carry and were searched at the gate each evening”, a speaker told the "
    "Basin Courier, and the Basin Courier says that trams will end early."
)


def article(text: str, publisher: str, day: str = "2031-03-04") -> AnnotatedArticle:
    return document(f"{publisher} on the crates", text, publisher=publisher, published=day)


def herald() -> AnnotatedArticle:
    return article(EXCLUSIVE, "Ellery Herald", "2031-03-05")


def test_a_rewrite_that_names_its_report_is_of_its_origin_and_says_why() -> None:
    retold = article(REWRITE, "Daily Ear")
    (found,) = origins([retold, herald()])
    assert found.kind == "rewrite"
    assert found.articles == (herald().article.id, retold.article.id)
    assert found.why == (
        "Daily Ear: all 3 quotations and the 1 number stand in Ellery Herald's article, which it names twice"
    )


def test_without_the_credit_the_same_words_are_not_enough() -> None:
    plain = REWRITE.replace(", the Ellery Herald reported on Tuesday", "").replace("the Ellery Herald", "us")
    assert len(origins([article(plain, "Daily Ear"), herald()])) == 2


def test_an_article_of_the_others_quotations_and_little_else_needs_no_credit() -> None:
    porter = "“We burned the lists in the boiler and went home when the whistle blew for the morning shift”"
    report = f"{EXCLUSIVE}\n\nThe porter had more to say. {porter}, he said."
    short = (
        f"{CLERK}, he said.\n\n{WIDOW}, she said.\n\n{JUDGE}, the judge wrote.\n\n{porter}, a porter said."
    )
    (found,) = origins([article(short, "Daily Ear", "2031-03-06"), article(report, "Ellery Herald")])
    assert found.kind == "rewrite"
    assert (
        found.why == "Daily Ear: all 4 quotations stand in Ellery Herald's article, and it says little else"
    )


def test_two_articles_that_draw_on_one_third_report_are_of_one_origin() -> None:
    told = [
        CLERK,
        WIDOW,
        JUDGE,
        "“I counted the crates twice and the second time there were nine fewer than before”",
    ]
    one = "\n\n".join(
        f"{words}, the Ellery Herald quotes {who}." for who, words in zip("ABCD", told, strict=True)
    )
    other = (
        f"The port is in turmoil after a report of the Ellery Herald.\n\n{told[3]}, said a tally man.\n\n"
        f"{told[0]}, a clerk said.\n\nThe Ellery Herald went on to ask a widow. {told[1]}, she said.\n\n"
        f"Old rulings are read again. {told[2]}, one of them says.\n\nThe mayor called a meeting for Sunday at noon."
    )
    (found,) = origins([article(one, "Daily Ear", "2031-03-06"), article(other, "Night Owl")])
    assert found.kind == "rewrite"
    assert len(origins([article(one, "Daily Ear", "2031-03-06"), article(other, "Night Owl"), herald()])) == 1


def test_a_house_that_both_articles_are_about_is_no_third_report() -> None:
    told = (
        CLERK,
        WIDOW,
        JUDGE,
        "“I counted the crates twice and the second time there were nine fewer than before”",
    )
    crowd = ("A porter", "Pier 7", "A nun", "The crew of tram 31")
    one = "\n\n".join(
        f"{who} jeered Al Jazeera. {words}, it was shouted." for who, words in zip(crowd, told, strict=True)
    )
    other = (
        f"People jeered Al Jazeera at the port.\n\n{told[3]}, said a tally man.\n\n"
        f"{told[0]}, a clerk said.\n\nA widow jeered Al Jazeera too. {told[1]}, she said.\n\n"
        f"Old rulings are read again. {told[2]}, one of them says.\n\nThe mayor called a meeting for Sunday at noon."
    )

    def reports(one: str, other: str) -> int:
        return len(origins([article(one, "Daily Ear", "2031-03-06"), article(other, "Night Owl")]))

    assert reports(one, other) == 2
    assert reports(one.replace("jeered", "told"), other.replace("jeered", "told")) == 1


def test_one_statement_in_two_articles_with_figures_of_their_own_makes_no_rewrite() -> None:
    parts = (
        CLERK,
        WIDOW,
        JUDGE,
        "“We ask all who have seen the crates to come forward before the week is out”",
    )
    short = "\n\n".join(f"{words}, the letter says at line {n}." for n, words in enumerate(parts, 31))
    longer = f"{OTHER}\n\n" + "\n\n".join(f"{words}, the service wrote." for words in parts)
    found = origins([article(short, "Daily Ear", "2031-03-06"), article(longer, "Basin Courier")])
    assert len(found) == 2
    bare = "\n\n".join(f"{words}, the letter says." for words in parts)
    assert len(origins([article(bare, "Daily Ear", "2031-03-06"), article(longer, "Basin Courier")])) == 1


def test_an_agencys_text_is_the_original_even_of_an_earlier_page() -> None:
    paper, wire = article(EXCLUSIVE, "Daily Ear", "2031-03-04"), article(EXCLUSIVE, "Reuters", "2031-03-05")
    (found,) = origins([paper, wire])
    assert found.articles == (wire.article.id, paper.article.id)


def test_a_report_that_shares_one_quotation_is_another_origin() -> None:
    assert len(origins([article(OTHER, "Basin Courier"), herald()])) == 2


def test_a_digest_of_two_reports_makes_them_no_one_report() -> None:
    courier = article(OTHER, "Basin Courier")
    found = origins([herald(), courier, article(DIGEST, "Daily Ear", "2031-03-06")])
    assert sorted(len(origin.articles) for origin in found) == [1, 2]
    together = next(origin for origin in found if len(origin.articles) == 2)
    assert together.articles[0] == herald().article.id


def test_a_digest_that_retells_each_of_two_reports_joins_one_of_them() -> None:
    everybody = (
        "“Every crate that passed the gate since the spring will be opened again before two witnesses”"
    )
    speaker = "“Our people carried what they were told to carry and were searched at the gate each evening”"
    exclusive = article(f"{EXCLUSIVE}\n\n{everybody}, the service said.", "Ellery Herald", "2031-03-05")
    courier = article(f"{OTHER}\n\n{everybody}, the service promised.", "Basin Courier")
    digest = article(
        f"{CLERK}, the clerk told the Ellery Herald, and the Ellery Herald found his initials.\n\n"
        f"{speaker}, a speaker told the Basin Courier, and the Basin Courier expects a march.\n\n"
        f"{JUDGE}, both quote from a ruling. {everybody}, both were told.",
        "Daily Ear",
        "2031-03-06",
    )
    for report in (exclusive, courier):
        assert [len(origin.articles) for origin in origins([report, digest])] == [2]
    assert sorted(len(origin.articles) for origin in origins([exclusive, courier, digest])) == [1, 2]


def test_two_rewrites_of_one_report_are_of_its_origin() -> None:
    second = REWRITE.replace("waved empty tea crates past the scales of", "let boxes into")
    found = origins([herald(), article(REWRITE, "Daily Ear"), article(second, "Night Owl", "2031-03-06")])
    assert [len(origin.articles) for origin in found] == [3]


def test_captions_that_a_house_shows_with_two_reports_make_no_copy() -> None:
    captions = "\n\n".join(
        f"A man with a lantern counts the crates of pier {n} while the harbour police look on from the bridge."
        for n in range(12)
    )
    one, other = (f"{captions}\n\n{text}\n\n{captions}" for text in (EXCLUSIVE, OTHER))
    found = origins([article(one, "Basin Courier"), article(other, "Basin Courier")])
    assert [origin.kind for origin in found] == ["single", "single"]


def test_a_house_that_publishes_under_two_names_updates_its_own_report() -> None:
    update = f"{EXCLUSIVE}\n\nThe director resigned on Thursday."
    (found,) = origins(
        [
            article(EXCLUSIVE, "CNN (Web News)", "2031-03-04"),
            article(update, "CNN - Editorial", "2031-03-05"),
        ]
    )
    assert found.kind == "same-outlet"
    assert found.why.startswith("two articles of CNN (Web News), which is also CNN - Editorial: ")


def test_one_long_post_in_a_short_text_is_not_its_report() -> None:
    post = (
        "It is with a heavy heart and after many talks with my family and with the friends who carried me through the "
        "storms of these eleven years that I lay down my office as director of the customs house and ask all who "
        "trusted me to trust the people who will now open every crate and read every ledger in the light of day."
    )
    short = f"The director is gone.\n\n{post}\n\nMore soon."
    longer = f"{OTHER}\n\n{post}"
    assert len(origins([article(short, "Daily Ear"), article(longer, "Basin Courier")])) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fox News", "Fox Online News"),
        ("New York Times - Opinion", "NYT"),
        ("The Guardian", "Guardian"),
        ("AP", "The Associated Press"),
        ("USA TODAY", "USA Today"),
        ("Lunmark Post (News)", "The Lunmark Post"),
    ],
)
def test_two_names_of_one_house(one: str, other: str) -> None:
    assert house_of(one) == house_of(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("Washington Post", "New York Post"), ("Boston Herald", "Miami Herald"), ("", "The Hill"), ("A", "B")],
)
def test_houses_that_share_a_word_are_two(one: str, other: str) -> None:
    assert house_of(one) != house_of(other)


@pytest.mark.parametrize(
    ("text", "houses"),
    [
        ("He told the New York Times so. The Times printed it.", ["new york times", "new york times"]),
        ("The Times they live in are hard, and the Post office is shut.", []),
        ("She told The Hill. He went up Capitol Hill with Anita Hill.", ["hill"]),
        ("The Washington Post says yes. The Post was first.", ["washington post", "washington post"]),
        ("As the Vice President said in a Reason of state.", []),
        ("It was the Lunmark Post's story, not the Lunmark Postman's.", ["lunmark post"]),
        ("CNN's reporter and a CNNish one", ["cnn"]),
        ("", []),
    ],
)
def test_a_text_names_houses(text: str, houses: list[str]) -> None:
    assert [house for _, house in OutletNames(["Lunmark Post"])(text)] == houses


def test_a_house_is_called_as_readers_know_it() -> None:
    assert called(house_of("AFP")) == "AFP"
    assert called(house_of("New York Times (Online News)")) == "New York Times"
    assert called(house_of("lunmark post")) == "Lunmark Post"


def test_letters_that_grow_in_lower_case_move_no_word() -> None:
    text = f"İİİİİİİİ. {EXCLUSIVE}"
    (found,) = origins(
        [article(text, "Ellery Herald"), article(f"{text} More soon.", "Daily Ear", "2031-03-05")]
    )
    assert found.kind == "copy"
    retold = article(f"İİİİ. {REWRITE}", "Daily Ear")
    (found,) = origins([retold, article(text, "Ellery Herald", "2031-03-05")])
    assert found.kind == "rewrite"
