from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import msgspec
import pytest
from calling import CASES, HARBOUR, NOW, Call

from writethru import pipeline
from writethru.records import Brief, Fault

BAD = CASES / "bad"


def test_brief_writes_the_page_of_each_story_of_two_articles(call: Call) -> None:
    done = call("brief", HARBOUR, "--now", NOW)
    assert (done.code, done.err) == (0, "")
    assert "3 articles · 2 outlets" in done.out
    assert "\x1b" not in done.out
    assert "Museum" not in done.out


def test_brief_in_json_is_one_page_a_line(call: Call) -> None:
    done = call("brief", HARBOUR, "--now", NOW, "--format", "json")
    lines = done.out.splitlines()
    assert (done.code, len(lines)) == (0, 1)
    page = msgspec.json.decode(lines[0], type=Brief)
    assert (page.schema, page.counts.articles, page.revision) == ("writethru/brief/1", 3, 1)
    assert [note.external_id for note in page.sources] == ["h-3", "h-2", "h-1"]
    assert page.articles is msgspec.UNSET


def test_brief_carries_its_articles_when_asked(call: Call) -> None:
    page = json.loads(call("brief", HARBOUR, "--now", NOW, "--format", "json", "--with-articles").out)
    given = [json.loads(line) for line in Path(HARBOUR).read_text().splitlines()]
    assert {a["external_id"]: a["text"] for a in page["articles"].values()} == {
        row["id"]: row["text"] for row in given[:3]
    }


@pytest.mark.parametrize(("format", "start"), [("markdown", "# "), ("html", "<!doctype html>")])
def test_brief_in_other_formats(call: Call, format: str, start: str) -> None:
    done = call("brief", HARBOUR, "--now", NOW, "--format", format)
    assert done.code == 0
    assert done.out.lower().startswith(start)


@pytest.mark.parametrize(
    ("format", "suffix"), [(None, "html"), ("json", "json"), ("markdown", "md"), ("text", "txt")]
)
def test_brief_writes_a_folder_with_an_index(
    call: Call, tmp_path: Path, format: str | None, suffix: str
) -> None:
    out = tmp_path / "deep" / "pages"
    done = call("brief", HARBOUR, "--now", NOW, "--out", str(out), *(["--format", format] if format else []))
    assert done.code == 0
    page, index = done.out.splitlines()
    assert (Path(page).suffix, Path(index).name) == (f".{suffix}", "index.html")
    assert Path(page).name in Path(index).read_text(encoding="utf-8")
    assert re.fullmatch(r"[0-9a-f]{16}", Path(page).stem)
    assert Path(page).read_bytes().endswith(b"\n")


def test_brief_of_one_story_by_its_number(call: Call) -> None:
    first = call("brief", HARBOUR, "--now", NOW, "--story", "1", "--format", "json")
    second = call("brief", HARBOUR, "--now", NOW, "--story", "2", "--format", "json")
    assert [json.loads(done.out)["counts"]["articles"] for done in (first, second)] == [3, 1]
    for wrong, why in (("3", "there are 2 stories"), ("0", "equal to 1"), ("-1", "equal to 1")):
        done = call("brief", HARBOUR, "--now", NOW, "--story", wrong)
        assert (done.code, done.out) == (1, "")
        assert why in done.err


def test_brief_without_a_story_of_two_articles_lists_what_it_read(call: Call, tmp_path: Path) -> None:
    single = tmp_path / "one.jsonl"
    single.write_text(Path(HARBOUR).read_text(encoding="utf-8").splitlines()[3])
    done = call("brief", str(single), "--now", NOW)
    assert (done.code, done.err) == (0, "")
    assert "No story of two articles" in done.out
    assert "Museum of Glass reopens" in done.out
    assert "h-4" in done.out
    done = call("brief", str(single), "--now", NOW, "--format", "json")
    assert (done.code, done.out) == (0, "")
    assert "Museum of Glass" in done.err


def test_a_page_from_which_a_sentence_was_dropped_is_done_with_problems(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_page = pipeline.write_page
    fault = Fault("number", "sections[0].sentences[1]", "14", "12")
    monkeypatch.setattr(pipeline, "write_page", lambda *a, **k: (write_page(*a, **k)[0], (fault,)))
    done = call("brief", HARBOUR, "--now", NOW)
    assert done.code == 2
    assert re.search(r"page \w{16}: sections\[0\]\.sentences\[1\] was dropped: number '14'", done.err)
    assert "3 articles" in done.out


def test_bad_input_has_its_message_and_the_rest_goes_on(call: Call) -> None:
    done = call("brief", HARBOUR, *sorted(map(str, BAD.iterdir())), "--now", NOW)
    assert done.code == 2
    assert all(f"(id h-{n})" in " ".join(done.out.split()) for n in (1, 2, 3))
    for name in ("empty.html", "blank.html", "paywall.html", "undated.html", "german.html", "not-text.html"):
        assert re.search(rf"^writethru: \S*{re.escape(name)}: \w", done.err, re.MULTILINE), name
    for part in (
        "feed-is-html.xml: ",
        "broken-line-3.jsonl line 3: ",
        "truncated.html.gz: ",
        "good.html: the same article as",
    ):
        assert done.err.count(part) >= 1, part
    assert all(line.startswith("writethru: ") for line in done.err.splitlines())


@pytest.mark.parametrize("command", ["brief", "add", "annotate"])
def test_nothing_readable_is_nothing_done(call: Call, tmp_path: Path, command: str) -> None:
    done = call(command, str(tmp_path / "nowhere.html"), str(BAD / "empty.html"))
    assert done.code == 1
    assert "nowhere.html" in done.err
    assert "empty.html" in done.err


def test_add_says_what_it_did_and_twice_is_once(call: Call) -> None:
    first = call("add", HARBOUR, "--now", NOW)
    assert (first.code, first.out) == (0, "4 added in 2 stories, 0 known already\n")
    before = call("stories", "--json").out
    again = call("add", HARBOUR, "--now", "2031-06-01")
    assert (again.code, again.out) == (0, "0 added in 0 stories, 4 known already\n")
    assert call("stories", "--json").out == before
    told = json.loads(call("add", HARBOUR, str(BAD / "empty.html"), "--json").out)
    assert (told["added"], len(told["known"]), told["stories"]) == ([], 4, [])
    assert set(told["problems"][0]) == {"where", "found", "kept", "remedy", "kind"}


def test_an_article_given_twice_is_named(call: Call, tmp_path: Path) -> None:
    single = tmp_path / "one.jsonl"
    single.write_text(Path(HARBOUR).read_text(encoding="utf-8").splitlines()[3])
    done = call("add", HARBOUR, str(single), "--now", NOW)
    assert done.code == 2
    assert (
        done.err
        == f"writethru: {single} line 1: the same article as {HARBOUR} line 4 (one of them is kept)\n"
    )
    assert done.out.startswith("4 added")


@pytest.mark.parametrize("command", ["brief", "add", "annotate"])
def test_many_articles_of_one_mild_problem_are_one_line(call: Call, tmp_path: Path, command: str) -> None:
    rows = [json.loads(line) for line in Path(HARBOUR).read_text().splitlines()]
    undated = tmp_path / "undated.jsonl"
    undated.write_text("\n".join(json.dumps(row | {"published": "soon"}) for row in rows))
    early = call(command, HARBOUR, "--now", "2031-05-01")
    assert early.code == 2
    assert early.err.splitlines() == [
        f"writethru: 4 articles are dated in the future, the first is {HARBOUR} line 1: all are kept,"
        " and none counts as the newest (--now sets the present)"
    ]
    done = call(command, str(undated), str(BAD / "empty.html"), "--now", "2031-05-01")
    assert done.code == 2
    assert len(done.err.splitlines()) == 2
    assert (
        f"4 articles have no date that can be read, the first is {undated} line 1: all are kept" in done.err
    )


def test_few_articles_of_one_mild_problem_are_named_each(call: Call) -> None:
    done = call("brief", HARBOUR, "--now", "2031-05-12")
    assert [line.split(": ")[1].rpartition("/")[2] for line in done.err.splitlines()] == [
        "harbour.jsonl line 3"
    ]


def test_several_html_documents_are_not_put_into_one_stream(call: Call) -> None:
    example = str(CASES.parent.parent / "examples" / "dam")
    done = call("brief", example, HARBOUR, "--now", "2031-06-01", "--format", "html")
    assert (done.code, done.out) == (1, "")
    assert "--out DIR" in done.err and "--story N" in done.err
    assert len(done.err.splitlines()) == 1
    chosen = call("brief", example, HARBOUR, "--now", "2031-06-01", "--format", "html", "--story", "2")
    assert chosen.code == 0
    assert chosen.out.count("<!DOCTYPE html>") == 1


def test_standard_input_is_a_source(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(HARBOUR).read_bytes())))
    done = call("brief", "-", "--now", NOW)
    assert (done.code, done.err) == (0, "")
    assert "3 articles" in done.out


def test_annotate_prints_the_promised_shape(call: Call) -> None:
    done = call("annotate", HARBOUR, "--now", NOW)
    assert (done.code, done.err) == (0, "")
    printed = [json.loads(line) for line in done.out.splitlines()]
    given = [json.loads(line) for line in Path(HARBOUR).read_text().splitlines()]
    assert [(p["external_id"], p["text"], p["url"]) for p in printed] == [
        (g["id"], g["text"], g["url"]) for g in given
    ]
    shape = {
        "sentences": {"start", "end", "boilerplate"},
        "names": {"start", "end", "kind", "name", "key"},
        "references": {"start", "end", "kind", "name"},
        "times": {
            *("start", "end", "type", "value", "granularity", "interval", "confidence", "event", "clause")
        },
        "quantities": {"start", "end", "low", "high", "unit", "counted", "as_of"},
        "attributions": {
            *(
                "source",
                "cue",
                "content",
                "holder",
                "holder_kind",
                "stance",
                "direct",
                "verification",
                "inner",
            )
        },
    }
    plain = {"external_id", "url", "title", "published", "language", "text"}
    for article in printed:
        assert set(article) == plain | set(shape)
        for kind, fields in shape.items():
            assert all(set(found) == fields for found in article[kind])
            for found in article[kind]:
                spans = [p for k in ("source", "cue", "content") for p in found.get(k, ())]
                for start, end in spans or [(found["start"], found["end"])]:
                    assert 0 <= start < end <= len(article["text"])
    assert all(printed[0][kind] for kind in shape if kind != "references")  # nobody is "he" there


def test_annotate_says_when_a_text_had_to_be_cleaned(call: Call, tmp_path: Path) -> None:
    source = tmp_path / "odd.jsonl"
    row = {
        "id": "odd",
        "title": "A title",
        "published": "2031-05-12",
        "text": "Twelve \ud800ships\x00 came. " * 12,
    }
    source.write_text(json.dumps(row))
    done = call("annotate", str(source), "--now", NOW)
    assert json.loads(done.out)["cleaned"] is True
    assert "\\u0000" not in done.out


def test_annotate_prints_whom_a_pronoun_names_and_what_a_time_dates(call: Call, tmp_path: Path) -> None:
    text = "Ann Poe, the mayor of Marrow Bay, opened the bridge on Monday. She said 12 boats had passed."
    source = tmp_path / "poe.jsonl"
    source.write_text(json.dumps({"id": "poe", "title": "A bridge", "published": "2031-03-05", "text": text}))
    printed = json.loads(call("annotate", str(source), "--now", NOW).out)
    (reference,), (time,) = printed["references"], printed["times"]
    assert (text[reference["start"] : reference["end"]], reference["name"]) == ("She", "Ann Poe")
    assert text[slice(*time["event"])] == "opened"


def test_annotate_draws_findings_into_one_page(call: Call) -> None:
    done = call("annotate", HARBOUR, "--format", "html", "--now", NOW)
    assert (done.code, done.err) == (0, "")
    given = Path(HARBOUR).read_text().splitlines()
    assert done.out.count("<!DOCTYPE html>") == 1 and done.out.count("<article") == len(given)
    assert re.search(r'<span class="[^"]*\bcue\b[^"]*">', done.out)


def test_annotate_draws_nothing_when_nothing_was_read(call: Call, tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("")
    done = call("annotate", str(tmp_path / "empty.jsonl"), "--format", "html", "--now", NOW)
    assert (done.code, done.out) == (1, "")


def test_annotate_goes_on_after_bad_input(call: Call) -> None:
    done = call("annotate", str(BAD / "broken-line-3.jsonl"), "--now", "2040-01-01")
    assert (done.code, len(done.out.splitlines())) == (2, 4)
    assert "line 3" in done.err
