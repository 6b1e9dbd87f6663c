from __future__ import annotations

import json
from pathlib import Path

import pytest
from calling import Call

from writethru.cli import printing

FERRY = Path(__file__).parent.parent / "cases" / "revisions" / "ferry.jsonl"
STEPS = ((0, 2, "2031-05-06T13:00:00Z"), (2, 4, "2031-05-07T11:00:00Z"), (4, 5, "2031-05-08T11:00:00Z"))


@pytest.fixture
def story(call: Call, tmp_path: Path) -> str:
    lines = FERRY.read_text(encoding="utf-8").splitlines(keepends=True)
    for first, last, now in STEPS:
        source = tmp_path / f"{last}.jsonl"
        source.write_text("".join(lines[first:last]), encoding="utf-8")
        assert call("add", str(source), "--now", now).code == 0
    return str(json.loads(call("stories", "--json").out)[0]["id"])


@pytest.mark.parametrize("format", ["text", "markdown", "html"])
def test_history_and_diff_tell_the_same_in_every_format(call: Call, story: str, format: str) -> None:
    history, difference = (call(c, story[:4], "--format", format) for c in ("history", "diff"))
    assert (history.code, difference.code, history.err, difference.err) == (0, 0, "", "")
    for done in (history, difference):
        assert "The Sarn Courier: Captain of sunken ferry arrested" in " ".join(done.out.split())
        assert "<script" not in done.out
    assert "12 people killed → now 14 people killed" in " ".join(history.out.split())
    if format == "html":
        assert "<ins>" in difference.out
        assert "<del>" in difference.out


def test_history_and_diff_as_json(call: Call, story: str) -> None:
    notes = json.loads(call("history", story, "--format", "json").out)
    assert [note["revision"] for note in notes] == [1, 2, 3]
    fields = {"story", "revision", "when", "headline", "changes", "came", "made_from"}
    assert all(set(note) == fields for note in notes)
    found = json.loads(call("diff", story, "1", "3", "--format", "json").out)
    assert (found["old"], found["new"], len(found["sources_added"])) == (1, 3, 3)


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
    timed = json.loads(call("show", story, "--since", "2031-05-07T16:00:00Z", "--format", "json").out)
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
