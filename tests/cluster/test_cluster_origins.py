from __future__ import annotations

from cluster_invented import CHESS, DAM, DAM_OTHER, document
from hypothesis import given, settings
from hypothesis import strategies as st

from writethru.cluster import origins
from writethru.records import AnnotatedArticle

AGENCY_TEXT = (
    "The Orvelle dam gave way before dawn on Tuesday and sent a wall of water through the town of Lunmark. "
    "Rescue crews said the spillway had been closed for repairs since spring. "
    "Four people drowned and about 300 families left their homes along the Tessin river. "
    "The regional water office promised an inquiry into who ordered the gates to be shut in March. "
    "Two bridges were carried away and the railway to the coast is expected to stay closed until June. "
    "The collapse is the worst on the river since the old mill weir broke half a century ago."
)
LOCAL = (
    "At the bakery on Mill Lane the owner stood ankle deep in mud and counted what was left of her ovens.\n\n"
    "{}\n\n"
    "The town hall opens at eight on Thursday for those who need a bed, and the swimming club collects blankets. "
    "Readers who lost pets can leave a message with the animal shelter behind the station."
)
QUOTE = (
    "“We had written to the ministry three times since the winter and nobody ever came to look at those gates, "
    "and now we are burying our neighbours because nobody ever came to look”"
)


def wire(**more: str) -> AnnotatedArticle:
    return document(
        "Dam bursts above Lunmark", AGENCY_TEXT, publisher="Norda Wire", published="2031-03-04", **more
    )


def shape(*documents: AnnotatedArticle) -> list[tuple[str, list[str]]]:
    names = {d.article.id: d.article.publisher for d in documents}
    return [(o.kind, [names[a] for a in o.articles]) for o in origins(documents)]


def test_two_reports_in_their_own_words_are_two_origins() -> None:
    one = document("Dam", DAM, publisher="A", published="2031-03-04")
    other = document("Flood", DAM_OTHER, publisher="B", published="2031-03-04")
    assert sorted(shape(one, other)) == [("single", ["A"]), ("single", ["B"])]


def test_a_reprint_under_another_title_is_one_origin_with_the_earliest_first() -> None:
    reprint = document("Water wall hits town", AGENCY_TEXT, publisher="The Courier", published="2031-03-05")
    assert shape(reprint, wire()) == [("copy", ["Norda Wire", "The Courier"])]
    assert origins([reprint, wire()])[0].why == "The Courier has the words of Norda Wire's article"


def test_an_agency_text_with_local_paragraphs_around_it_is_contained() -> None:
    local = document(
        "Bakery lost", LOCAL.format(AGENCY_TEXT), publisher="Lunmark Post", published="2031-03-04"
    )
    found = origins([local, wire()])
    assert len(found) == 1
    assert found[0].kind == "contained"
    assert "6 of the 6 sentences of Norda Wire's article stand in it (100% of the words)" in found[0].why


def test_a_credited_agency_comes_first_and_is_named() -> None:
    local = document(
        "Bakery lost",
        LOCAL.format(AGENCY_TEXT),
        publisher="Lunmark Post",
        published="2031-03-03",
        agency="Norda Wire",
    )
    assert shape(local, wire()) == [("agency", ["Norda Wire", "Lunmark Post"])]
    assert "credits Norda Wire" in origins([local, wire()])[0].why


def test_the_reason_names_each_outlet_once_and_shows_no_id() -> None:
    text = LOCAL.format(AGENCY_TEXT)
    local = document("Bakery", text, publisher="Lunmark Post", published="2031-03-05", agency="Norda Wire")
    named = origins([local, wire()])[0].why
    assert named.startswith("Lunmark Post credits Norda Wire: ")
    assert named.count("Lunmark Post") == 1
    nameless = [document("One", AGENCY_TEXT, published="2031-03-05"), document("Two", text), wire()]
    for each in (nameless[:1], nameless[1:2], nameless):
        why = origins([wire(), *each])[0].why
        assert "an article of an unnamed outlet" in why
        assert not any(d.article.id in why for d in nameless)
        assert "  " not in why and not why.startswith((":", " "))


def test_an_update_is_said_to_be_one_of_two_of_an_outlet() -> None:
    later = document("Dam", LOCAL.format(AGENCY_TEXT), publisher="Norda Wire", published="2031-03-05")
    (found,) = origins([wire(), later])
    assert found.kind == "same-outlet"
    assert found.why.startswith("two articles of Norda Wire: ")


def test_crediting_the_same_agency_with_little_shared_text_is_no_copy() -> None:
    one = document("Dam", DAM, publisher="A", published="2031-03-04", agency="Norda Wire")
    other = document("Flood", DAM_OTHER, publisher="B", published="2031-03-04", agency="Norda Wire")
    assert len(origins([one, other])) == 2


def test_a_copy_with_every_ninth_word_swapped_is_still_a_copy() -> None:
    words = AGENCY_TEXT.split()
    swapped = " ".join("roughly" if i % 9 == 4 else word for i, word in enumerate(words))
    other = document("Dam fails", swapped, publisher="Wrapped News", published="2031-03-05")
    assert shape(wire(), other) == [("copy", ["Norda Wire", "Wrapped News"])]


def test_quotations_that_two_reports_share_do_not_make_a_copy() -> None:
    one = document("Dam", f"{DAM} {QUOTE}, said Oda Fenn.", publisher="A", published="2031-03-04")
    other = document(
        "Flood", f"{DAM_OTHER} {QUOTE}, Fenn told reporters.", publisher="B", published="2031-03-04"
    )
    assert len(origins([one, other])) == 2


def test_an_outlet_that_updates_its_own_text_is_one_origin_and_new_text_is_another() -> None:
    update = document(
        "Dam: update",
        f"{AGENCY_TEXT} A fifth body was found.",
        publisher="Norda Wire",
        published="2031-03-05",
    )
    fresh = document("Chess", CHESS, publisher="Norda Wire", published="2031-03-05")
    assert shape(wire(), update) == [("same-outlet", ["Norda Wire", "Norda Wire"])]
    assert len(origins([wire(), fresh])) == 2


def test_a_farm_of_copies_is_one_origin() -> None:
    farm = [
        document(
            f"Dam {i}",
            f"Posted by desk {i}. {AGENCY_TEXT}",
            publisher=f"site{i}.example",
            published="2031-03-05",
        )
        for i in range(20)
    ]
    found = origins([*farm, wire()])
    assert len(found) == 1
    assert found[0].articles[0] == wire().article.id


POOL = [
    wire(),
    document("Water wall", AGENCY_TEXT, publisher="The Courier", published="2031-03-05"),
    document("Bakery", LOCAL.format(AGENCY_TEXT), publisher="Lunmark Post", published="2031-03-04"),
    document("Dam", DAM, publisher="A", published="2031-03-04"),
    document("Flood", DAM_OTHER, publisher="B"),
    document("Chess", CHESS, publisher="C", published="2031-03-04"),
    document("Kurz", "Ein Damm.", publisher="D", language="de"),
    document("Empty", "", publisher="E"),
]


@given(st.permutations(POOL), st.integers(0, len(POOL)))
@settings(max_examples=40, deadline=None)
def test_origins_are_a_partition_that_does_not_depend_on_order(
    order: list[AnnotatedArticle], size: int
) -> None:
    chosen = order[:size]
    found = origins(chosen)
    placed = [article for origin in found for article in origin.articles]
    assert sorted(placed) == sorted(d.article.id for d in chosen)
    assert found == origins(sorted(chosen, key=lambda d: d.article.id))
    assert all(bool(o.why) == (len(o.articles) > 1) == (o.kind != "single") for o in found)


def test_of_very_many_copies_a_few_reasons_are_told() -> None:
    copies = [
        document(f"No {n}", AGENCY_TEXT, publisher=f"Paper {n}", published="2031-03-05") for n in range(9)
    ]
    (found,) = origins([wire(), *copies])
    assert len(found.articles) == 10
    assert found.why.count(" has the words of ") == 3
    assert found.why.endswith("; and 6 more")
