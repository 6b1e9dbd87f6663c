"""What a page has shown as somebody's claim, and that another side confirms or denies, is told as such, once."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from writethru import Newsroom
from writethru.records import Change
from writethru.settings import NotifyRule, NotifySettings, Settings

FIRST = {
    "publisher": "Northern Ledger",
    "title": "Ferry sinks off Port Hale, 9 dead",
    "published": "2031-05-06T08:00:00Z",
    "text": """A ferry carrying 80 people sank off Port Hale on Monday evening, killing 9 people.

The Maris Star went down two kilometres from the harbour of Port Hale in heavy rain.

The seafarers’ union said on Tuesday that the ferry Maris Star had left the harbour with 40 cars too many on its deck.""",
}
SECOND = {
    "publisher": "Today in Sarn",
    "title": "Ferry sinking off Port Hale kills 9",
    "published": "2031-05-06T10:00:00Z",
    "text": """Nine people were killed when a ferry with 80 people on board sank off Port Hale on Monday evening.

The Maris Star went down in heavy rain two kilometres from the harbour of Port Hale.""",
}
THAT = "that the ferry Maris Star had left the harbour of Port Hale with 40 cars too many on its deck"


def third(sentence: str) -> dict[str, str]:
    """A later article on the ferry whose first sentence is given."""
    return {
        "publisher": "The Sarn Courier",
        "title": "Ferry Maris Star and the cars on its deck",
        "published": "2031-05-07T15:30:00Z",
        "text": f"{sentence}\n\nThe ferry Maris Star sank off Port Hale in heavy rain.",
    }


def changes(tmp_path: Path, sentence: str, settings: Settings | None = None) -> tuple[Change, ...]:
    """What the page tells to have changed when the third article comes."""
    for name, rows in (("first", [FIRST, SECOND]), ("second", [third(sentence)])):
        lines = [json.dumps({**row, "url": f"https://{n}.example/{name}"}) for n, row in enumerate(rows)]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with Newsroom(settings=settings) as room:
        room.add(tmp_path / "first.jsonl")
        room.add(tmp_path / "second.jsonl")
        (story,) = room.stories()
        assert room.verify(story.id).problems == ()
        page = room.show(story.id).brief
        return page.changes if page.revision > 1 else ()


def test_a_claim_that_another_side_confirms_is_a_change(tmp_path: Path) -> None:
    (change,) = (
        c
        for c in changes(tmp_path, f"Hale Lines confirmed on Wednesday {THAT}.")
        if c.kind == "status changed"
    )
    assert change.previously.startswith("claimed by seafarers’ union: “the ferry Maris Star had left")
    assert change.now == "confirmed by Hale Lines"
    assert change.because.citations[0].exact == f"Hale Lines confirmed on Wednesday {THAT}."
    assert change.was is not None and "union said on Tuesday" in change.was.citations[0].exact


def test_a_claim_that_another_side_denies_is_a_change(tmp_path: Path) -> None:
    found = changes(tmp_path, f"Hale Lines denied on Wednesday {THAT}.")
    assert {c.kind for c in found} & {"status changed", "disagreement appeared"}
    assert all("confirmed" not in c.now for c in found)


@pytest.mark.parametrize(
    "sentence",
    [
        f"Hale Lines could not confirm on Wednesday {THAT}.",  # withheld
        f"Hale Lines declined to confirm on Wednesday {THAT}.",
        f"The seafarers’ union confirmed on Wednesday {THAT}.",  # the same side again
        "The ferry Maris Star had left the harbour of Port Hale with 40 cars too many on its deck.",  # the outlet's words
        "Hale Lines confirmed on Wednesday that it would pay for the burials.",  # another matter
    ],
)
def test_what_does_not_settle_a_claim_changes_no_status(tmp_path: Path, sentence: str) -> None:
    assert "status changed" not in {c.kind for c in changes(tmp_path, sentence)}


def test_who_asked_is_told_of_a_change_of_status(tmp_path: Path) -> None:
    out = tmp_path / "told"
    script = "import sys; open(sys.argv[1], 'ab').write(sys.stdin.buffer.read() + b'\\n')"
    rule = NotifyRule(on=("status changed",), command=(sys.executable, "-c", script, str(out)))
    settings = Settings(notify=NotifySettings(rules=(rule,)))
    changes(tmp_path, f"Hale Lines confirmed on Wednesday {THAT}.", settings)
    (told,) = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert (told["event"], told["now"]) == ("status changed", "confirmed by Hale Lines")
