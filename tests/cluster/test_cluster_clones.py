"""A farm of clones counts as one report, and an independent report of the same event stays apart."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
from cluster_invented import document

from writethru.cluster import origins
from writethru.records import AnnotatedArticle

MAYOR = "“We heard the bell of the lower church and then the lights went out along the whole quay”"
MINISTER = "“Nobody who lost a boat last night will have to pay for a new mooring this year”"
ORIGINAL = (
    "A fire that began in a rope store destroyed the fish market of Hallevik early on Monday and sank eleven boats at "
    "their moorings, the harbour office said.",
    "Two night porters were treated for smoke and a third man, who slept in the ice house, is missing.",
    f"{MAYOR}, said the mayor, Runa Tveit, who was woken by the caretaker of the school.",
    "Crews from five villages fought the flames for six hours, pumping water from the basin because the hydrants on the "
    "north side had been shut off for repairs.",
    "The roof of the auction hall came down shortly after four o'clock and carried the clock tower with it.",
    "Insurers put the damage at 14 million crowns, not counting the catch that was stored in the cold rooms.",
    "Fishermen stood behind the barriers at dawn and watched the masts of their boats burn down to the water.",
    "The market, built of larch in 1931, had been due to close next spring for a renewal that the council has put off "
    "four times.",
    f"{MINISTER}, the minister for the coast, Odd Brekke, told the crews on the pier.",
    "Police sealed the rope store and took away a heater that the night watch had brought from home.",
    "A study of the council warned two years ago that the wiring of the hall was older than the cranes.",
    "The ferry to the outer islands will leave from the grain quay until the wreckage is lifted.",
)
INDEPENDENT = (
    "Hallevik has lost its landmark: flames ate through the wooden market on the harbour overnight, and by sunrise only "
    "the stone steps were left.",
    "Ingrid Moe, who sells shrimp from the second stall, ran down in slippers when her son rang.",
    "She found her scales melted and the till open. “I have stood there since I was fifteen,” she said, “and I do not "
    "know where else to stand.”",
    f"{MAYOR}, mayor Runa Tveit recalled at a briefing in the school.",
    "Eleven boats went down, among them the Solveig, which the rescue society had only painted in May.",
    "A man remains unaccounted for; neighbours know him as Ketil, a former net maker.",
    "The fire chief, Bodil Aas, said in an interview that hoses froze to the planks within minutes and that her people "
    "had to break them loose with axes.",
    "She would not be drawn on the heater that some blame, but said that she had asked for sprinklers in every budget "
    "since she came to the town.",
    "Larch burns fast once it is dry, a professor of building in Stavholm explained, and the hall had ninety years to dry.",
    "Buyers from the mainland turned their lorries around at the bridge on Monday and drove on to the market at Skarnes.",
    f"{MINISTER}, minister Odd Brekke promised.",
)
SYNONYMS = {
    "fire": "blaze", "destroyed": "wrecked", "early": "late", "boats": "vessels", "office": "authority",
    "treated": "cared", "missing": "lost", "woken": "roused", "crews": "teams", "fought": "battled", "hours": "shifts",
    "shut": "turned", "roof": "top", "hall": "building", "came": "fell", "damage": "loss", "stored": "kept",
    "stood": "waited", "barriers": "fences", "watched": "saw", "burn": "glow", "built": "made", "close": "shut",
    "council": "town", "police": "officers", "took": "carried", "heater": "stove", "study": "paper",
    "warned": "said", "older": "worse", "leave": "sail", "wreckage": "debris", "lifted": "cleared", "quay": "pier",
    "catch": "haul", "cold": "cool", "night": "late", "began": "started", "store": "shed", "spring": "year",
}  # fmt: skip
OUTROS = (
    "Read also: ten harbours to see before winter.\n\nSubscribe to our letter for more of this.",
    "What do you think? Tell us below and share this page with a friend who loves the sea.",
    "Related: Storm keeps ferries in port. Related: Herring quota cut again. Related: The best chowder on the coast.",
)
INTROS = (
    "Here at the desk we follow what moves the coast, and this morning it is a sad piece of news that reached us.",
    "Breaking overnight: our readers in the north sent us this, and we thought that everybody should know about it.",
    "",
)
Change = Callable[[list[str], random.Random], list[str]]


def swapped(sentences: list[str], chance: random.Random) -> list[str]:
    """Swap at the least one word in nine of each sentence, for a synonym where there is one."""

    def swap(sentence: str) -> str:
        words = sentence.split()
        wanted = -(-len(words) // 9)
        known = [i for i, word in enumerate(words) if word.strip(",.").lower() in SYNONYMS]
        others = [i for i in range(len(words)) if i not in known]
        for i in (known + chance.sample(others, len(others)))[:wanted]:
            plain = words[i].strip(",.").lower()
            words[i] = words[i].lower().replace(plain, SYNONYMS.get(plain, "roughly"))
        return " ".join(words)

    return [sentence if "“" in sentence else swap(sentence) for sentence in sentences]


def reordered(sentences: list[str], chance: random.Random) -> list[str]:
    return chance.sample(sentences, len(sentences))


def wrapped(sentences: list[str], chance: random.Random) -> list[str]:
    return [chance.choice(INTROS), *sentences, chance.choice(OUTROS)]


def trimmed(sentences: list[str], chance: random.Random) -> list[str]:
    return sentences[: chance.randint(7, len(sentences))]


CHANGES: tuple[Change, ...] = (trimmed, swapped, reordered, wrapped)


def clone(number: int) -> AnnotatedArticle:
    """Return the page of one domain, changed in its own way: each number sets which changes are made."""
    chance = random.Random(number)
    sentences = list(ORIGINAL)
    for bit, change in enumerate(CHANGES):
        if number >> bit & 1:
            sentences = change(sentences, chance)
    text = "\n\n".join(filter(None, sentences))
    title = f"{chance.choice(('Shock', 'Tragedy', 'Inferno'))} in Hallevik {number}"
    return document(title, text, publisher=f"news{number}.example", published="2031-03-04")


def original() -> AnnotatedArticle:
    return document(
        "Fire destroys fish market", "\n\n".join(ORIGINAL), publisher="Kyst Avis", published="2031-03-03"
    )


def independent() -> AnnotatedArticle:
    return document("Market lost", "\n\n".join(INDEPENDENT), publisher="Fjord Post", published="2031-03-03")


def test_a_farm_of_twenty_domains_is_one_origin_and_an_independent_report_another() -> None:
    farm = [clone(number) for number in range(20)]
    found = origins([*farm, original(), independent()])
    assert [len(origin.articles) for origin in found] in ([21, 1], [1, 21])
    assert found[0].articles[0] in (original().article.id, independent().article.id)
    assert {origin.articles[0] for origin in found} == {original().article.id, independent().article.id}


def test_a_farm_is_one_origin_without_its_original() -> None:
    assert len(origins([clone(number) for number in range(20)])) == 1


@pytest.mark.parametrize("number", range(16))
def test_each_clone_alone_is_of_the_originals_report(number: int) -> None:
    (found,) = origins([clone(number), original()])
    assert found.kind in ("copy", "contained")
    assert found.articles[0] == original().article.id


@pytest.mark.parametrize("number", range(16))
def test_no_clone_alone_is_of_the_independent_report(number: int) -> None:
    assert len(origins([clone(number), independent()])) == 2


def test_the_synonyms_change_one_word_in_nine_of_what_is_not_quoted() -> None:
    before = [sentence for sentence in ORIGINAL if "“" not in sentence]
    after = swapped(before, random.Random(1))
    for one, other in zip(before, after, strict=True):
        words, changed = re.findall(r"\S+", one), re.findall(r"\S+", other)
        assert sum(a != b for a, b in zip(words, changed, strict=True)) * 9 >= len(words)
