from __future__ import annotations

import json
from pathlib import Path

import pytest
from calling import Call

from writethru.cli import printing

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "dam"
STEPS = (
    (("courier-nine-dead.html", "gazette-mill-street.html"), "2031-03-04T20:00:00Z"),
    (("today-toll-climbs.html",), "2031-03-05T15:00:00Z"),
    (("courier-gates.html",), "2031-03-05T20:00:00Z"),
)


@pytest.fixture
def story(call: Call) -> str:
    for names, now in STEPS:
        assert call("add", *(str(EXAMPLE / name) for name in names), "--now", now).code == 0
    return str(json.loads(call("stories", "--json").out)[0]["id"])


@pytest.mark.parametrize("format", ["text", "markdown", "html"])
def test_history_and_diff_tell_the_same_in_every_format(call: Call, story: str, format: str) -> None:
    history, difference = (call(c, story[:4], "--format", format) for c in ("history", "diff"))
    assert (history.code, difference.code, history.err, difference.err) == (0, 0, "", "")
    for done in (history, difference):
        assert "The Kesterin Courier: Who opened the gates?" in " ".join(done.out.split())
        assert "<script" not in done.out
    assert "at least 9 people killed → now 14 people killed" in " ".join(history.out.split())
    if format == "html":
        assert "<ins>" in difference.out
        assert "<del>" in difference.out


def test_history_and_diff_as_json(call: Call, story: str) -> None:
    notes = json.loads(call("history", story, "--format", "json").out)
    assert [note["revision"] for note in notes] == [1, 2, 3]
    fields = {"story", "revision", "when", "headline", "changes", "came", "made_from"}
    assert all(set(note) == fields for note in notes)
    found = json.loads(call("diff", story, "1", "3", "--format", "json").out)
    assert (found["old"], found["new"], len(found["sources_added"])) == (1, 3, 2)


def test_a_terminal_shows_a_difference_in_colours(
    call: Call, story: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = call("diff", story, "1", "2").out
    assert "{+" in plain
    assert "[-" in plain
    monkeypatch.setattr(printing, "on_terminal", lambda: True)
    monkeypatch.setattr("writethru.cli.history.colours", lambda: True)
    coloured = call("diff", story, "1", "2").out
    assert "\x1b[" in coloured
    assert "{+" not in coloured


def test_show_tells_first_what_is_new(call: Call, story: str) -> None:
    page = call("show", story, "--since", "1").out
    assert page.index("Since revision 1") < page.index("Sources")
    assert json.loads(call("show", story, "--since", "1", "--format", "json").out)["since"]["revision"] == 1
    timed = json.loads(call("show", story, "--since", "2031-03-05T16:00:00Z", "--format", "json").out)
    assert timed["since"]["revision"] == 2
    assert "Nothing new." in call("show", story, "--since", "3").out
    early = json.loads(call("show", story, "--revision", "1", "--format", "json").out)
    assert (early["revision"], early["counts"]["articles"]) == (1, 2)
    assert "since" not in early


def test_wrong_use_is_named(call: Call, story: str) -> None:
    for arguments, words in (
        (("show", story, "--revision", "1", "--since", "1"), "give one of them"),
        (("show", story, "--revision", "8"), "no revision 8: it has 1 to 3"),
        (("show", story, "--since", "soon"), "neither a revision nor an ISO 8601 time"),
        (("diff", story, "2", "2"), "does not come before"),
        (("history", "ffff"), "no story"),
    ):
        done = call(*arguments)
        assert done.code == 1
        assert words in done.err
