"""Two processes add to one store at the same time: in the end as if one had been after the other."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.trials import trials
from writethru import Newsroom
from writethru.store import open_store

ROOT = Path(__file__).parent.parent
TOWNS = ("Arl", "Murow", "Tarn", "Lorne", "Velby", "Osk", "Quinmere", "Dunholt")
THINGS = (
    ("ferry", "ran aground on a sandbank off the lighthouse", "coxswain Brekk", "passengers were taken ashore"),
    ("bridge", "was closed after a barge hit its northern pier", "engineer Holt", "lorries go by the valley road"),
    ("school", "lost its roof in the gale of the night", "headmistress Poe", "pupils are taught in the town hall"),
    ("mill", "burned down to its cellar walls", "fire chief Amund", "flour will be bought from the coast"),
    ("museum", "found a forged painting in its own collection", "curator Iden", "visitors get their money back"),
    ("reservoir", "fell to a tenth of what it holds", "warden Sund", "gardens may not be watered"),
    ("orchard", "was sold to a maker of cider", "farmer Lund", "pickers keep their work until autumn"),
    ("tunnel", "was flooded by a broken main", "driver Vik", "trains end one stop before it"),
)  # fmt: skip
OUTLETS = ("Ledger", "Courier", "Herald", "Tribune", "Echo", "Post")


def rows(chance: random.Random) -> list[dict[str, Any]]:
    """Eight events, each told by six outlets within two days."""
    found = []
    for event, (town, (thing, happened, who, after)) in enumerate(zip(TOWNS, THINGS, strict=True)):
        for number, outlet in enumerate(OUTLETS):
            hours = event * 30 + number * 7 % 36
            said = [
                f"The {thing} of {town} {happened} on day {event + 1} of the fair.",
                f"{who.capitalize()} told the {outlet} that nobody in {town} had seen the like at the {thing}.",
                f"At the {thing} in {town} {after}, {who} said, and {chance.randint(20, 90)} people helped.",
                f"The council of {town} meets about the {thing} next week.",
            ]
            chance.shuffle(said)
            found.append(
                {
                    "id": f"{outlet}-{town}",
                    "url": f"https://{outlet.lower()}.example/{town.lower()}",
                    "title": f"{town}: the {thing} {happened}",
                    "publisher": f"The {outlet}",
                    "published": f"2031-03-{4 + hours // 24:02}T{hours % 24:02}:15:00Z",
                    "text": "\n\n".join(said),
                }
            )
    chance.shuffle(found)
    return found


def written(path: Path, rows: list[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


def grouped(store: Path) -> set[frozenset[str | None]]:
    with open_store(str(store)) as kept:
        assert kept.check() == ()
        assert kept.behind() == (), "every story has a card that knows of all its articles"
        assert kept.open_runs() == {}
        assert list(kept.unread("nobody")) == []
        names = {d.article.id: d.article.external_id for d, _ in kept.recent()}
        assert len(set(names.values())) == len(names), "nothing is there twice"
        return {frozenset(names[id] for id in story.articles) for story in kept.stories()}


def together(folder: Path, store: Path, sources: list[str], batch: int) -> list[tuple[int, int]]:
    """Add each source in a process of its own, all at once; return how many articles each added and knew."""
    start = folder / "start"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT / "src"), *sys.path]))}
    children = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.adding_child", str(store), str(start), str(batch), source],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
        )
        for source in sources
    ]
    until = time.monotonic() + 60
    while len(list(folder.glob("start.*"))) < len(sources) and time.monotonic() < until:
        time.sleep(0.01)
    start.touch()
    said = [child.communicate(timeout=120)[0].split() for child in children]
    assert all(child.returncode == 0 for child in children)
    return [(int(added), int(known)) for added, known in said]


@pytest.mark.parametrize("seed", range(trials(2, 60)))
def test_what_two_processes_add_at_once_is_grouped_as_if_one_came_after_the_other(
    tmp_path: Path, seed: int
) -> None:
    """Each has half of every story, and some articles are given to both."""
    chance = random.Random(seed)
    given = rows(chance)
    shared = given[:4]
    halves = [shared + given[4::2], shared + given[5::2]]
    sources = [written(tmp_path / f"{n}.jsonl", half) for n, half in enumerate(halves)]
    serial, both = tmp_path / "serial.db", tmp_path / "both.db"
    for source in sources:
        with Newsroom(serial, now=datetime(2031, 3, 20, tzinfo=UTC)) as room:
            room.add(source)
    with Newsroom(both):
        pass  # to make it is not what is tried here
    counts = together(tmp_path, both, sources, chance.choice((1, 3, 8)))
    assert sum(added for added, _ in counts) == len(given)
    assert sum(known for _, known in counts) == len(shared)
    found = grouped(both)
    assert found == grouped(serial)
    assert len(found) == len(TOWNS)


def test_what_was_placed_on_what_is_no_longer_so_is_placed_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same without chance: another newsroom adds while the first has placed its articles and not kept them."""
    from writethru.newsroom import intake

    given = rows(random.Random(1))
    one, two = (written(tmp_path / f"{n}.jsonl", given[n::2]) for n in (0, 1))
    store, placing = tmp_path / "news.db", intake.place_in_order
    rounds = 0

    def overtaken(*arguments: Any) -> Any:
        nonlocal rounds
        rounds += 1
        for number, batch in enumerate(placing(*arguments)):
            if rounds == 1 and number == 0:
                monkeypatch.setattr(intake, "place_in_order", placing)
                with Newsroom(store, now=datetime(2031, 3, 20, tzinfo=UTC)) as other:
                    assert len(other.add(two).added) == len(given) // 2
                monkeypatch.setattr(intake, "place_in_order", overtaken)
            yield batch

    monkeypatch.setattr(intake, "place_in_order", overtaken)
    with Newsroom(store, now=datetime(2031, 3, 20, tzinfo=UTC)) as room:
        assert len(room.add(one).added) == len(given) // 2
    assert rounds == 2
    assert len(grouped(store)) == len(TOWNS)
    assert all(len(story) == len(OUTLETS) for story in grouped(store))
