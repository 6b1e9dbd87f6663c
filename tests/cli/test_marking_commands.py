"""Following and marking on the command line, and the tokens of who may write over HTTP."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import msgspec
from calling import Call
from msgspec import structs

from writethru.records import Brief, WrongMark
from writethru.store import open_store


def ids(call: Call) -> list[str]:
    return [s["id"] for s in json.loads(call("stories", "--json").out)]


def test_a_story_that_is_followed_stands_first_and_is_listed(filled: Call) -> None:
    ferry, museum = ids(filled)
    assert filled("followed").err == "writethru: no story is followed; `writethru follow STORY` follows one\n"
    assert filled("follow", museum[:6]) == (0, f"followed: story {museum}\n", "")
    assert filled("follow", museum).code == 0
    listed = json.loads(filled("stories", "--why", "--json").out)
    assert [(s["card"]["story"], s["followed"]) for s in listed] == [(museum, True), (ferry, False)]
    assert filled("followed").out.split("\t")[0] == museum
    assert json.loads(filled("followed", "--json").out) == [museum]
    assert filled("unfollow", museum).code == 0
    done = filled("unfollow", museum)
    assert done.code == 1 and "is not followed" in done.err
    assert json.loads(filled("stories", "--why", "--json").out)[0]["card"]["story"] == ferry


def test_where_a_followed_story_went_is_followed(filled: Call) -> None:
    ferry, museum = ids(filled)
    filled("follow", museum)
    filled("merge", ferry, museum)
    assert json.loads(filled("followed", "--json").out) == [ferry]
    assert filled("unfollow", ferry).code == 0
    assert json.loads(filled("followed", "--json").out) == []


def test_a_sentence_is_kept_as_it_stood_with_what_it_cites(filled: Call) -> None:
    ferry, _ = ids(filled)
    page = msgspec.json.decode(filled("show", ferry, "--format", "json").out, type=Brief)
    sentence = page.sections[0].sentences[0]
    words = " ".join(sentence.text.split()[2:])  # a part of it, which no other has whole
    done = filled("mark", "sentence", ferry, words, "--note", "it says\n2", "--json")
    mark = msgspec.json.decode(done.out, type=WrongMark)
    assert (mark.kind, mark.story, mark.revision) == ("unsupported", ferry, page.revision)
    assert (mark.by, mark.note, mark.sentence) == ("command line", "it says 2", sentence)
    assert set(mark.articles) == {citation.article for citation in sentence.citations}
    again = filled("mark", "sentence", ferry, sentence.text, "--json")
    assert msgspec.json.decode(again.out, type=WrongMark) == mark
    assert msgspec.json.decode(filled("marks", ferry, "--json").out, type=list[WrongMark]) == [mark]
    assert filled("mark", "sentence", ferry, sentence.text, "--revision", "1", "--json").out == done.out


def test_words_that_no_sentence_or_several_have_name_none(filled: Call) -> None:
    ferry, _ = ids(filled)
    for words, said in {"volcano": "holds 'volcano'", " ": "holds ''", "the": "sentences of story"}.items():
        done = filled("mark", "sentence", ferry, words)
        assert done.code == 1 and said in done.err, words
    assert filled("marks").out == ""


def test_articles_of_one_story_are_told_apart_and_others_not(filled: Call) -> None:
    ferry, museum = ids(filled)
    done = filled("mark", "articles", "h-1", "h-2", "--json")
    mark = json.loads(done.out)
    assert (mark["kind"], mark["story"], len(mark["articles"])) == ("different-events", ferry, 2)
    assert filled("mark", "articles", "h-2", "h-1", "--json").out == done.out
    for named, said in {("h-1", "h-4"): "stand in 2 stories", ("h-1", "h-1"): "two articles or more"}.items():
        refused = filled("mark", "articles", *named)
        assert refused.code == 1 and said in refused.err
    assert len(json.loads(filled("marks", "--json").out)) == 1
    assert json.loads(filled("marks", museum, "--json").out) == []
    assert len(filled("marks").out.splitlines()) == 1


def test_a_mark_is_taken_back_and_stays(filled: Call) -> None:
    made = json.loads(filled("mark", "articles", "h-1", "h-2", "--json").out)
    done = filled("mark", "withdraw", made["id"][:8], "--note", "they do")
    assert done.code == 0 and done.out == f"withdrawn: mark {made['id']} (story {made['story']})\n"
    assert "is withdrawn already" in filled("mark", "withdraw", made["id"]).err
    assert "no mark 'ffff'" in filled("mark", "withdraw", "ffff").err
    kept = json.loads(filled("marks", "--json").out)
    assert kept[0] == made and (kept[1]["kind"], kept[1]["of"], kept[1]["note"]) == (
        "withdrawn",
        made["id"],
        "they do",
    )
    assert len(filled("marks").out.splitlines()) == 2


def test_a_note_is_not_endless(filled: Call) -> None:
    assert "at most 1000" in filled("mark", "articles", "h-1", "h-2", "--note", "a" * 1001).err


def test_a_token_is_shown_once_and_kept_as_a_hash(filled: Call, tmp_path: Path) -> None:
    made = filled("token", "add", " night\tdesk ")
    token = made.out.strip()
    assert made.code == 0 and re.fullmatch(r"wt_[\w-]{43}", token)
    with sqlite3.connect(tmp_path / "own.db") as connection:
        assert token not in "\n".join(connection.iterdump())
    assert [t["name"] for t in json.loads(filled("token", "list", "--json").out)] == ["night desk"]
    again = filled("token", "add", "night desk")
    assert again.code == 1 and "choose another name" in again.err
    other = json.loads(filled("token", "add", "day", "--json").out)["token"]
    assert other != token
    assert filled("token", "remove", "night desk").code == 0
    assert filled("token", "remove", "night desk").code == 1
    assert token not in filled("token", "list").out
    for name in ("", " ", "a" * 61, "\x00"):
        assert filled("token", "add", name).code == 1, repr(name)


def test_marks_and_tokens_that_were_damaged_are_found(filled: Call, tmp_path: Path) -> None:
    filled("mark", "articles", "h-1", "h-2")
    filled("token", "add", "desk")
    assert filled("check").code == 0
    with open_store(str(tmp_path / "own.db")) as store:
        (mark,) = store.marks()
        assert store.add_mark(structs.replace(mark, id="2"))
    with sqlite3.connect(tmp_path / "own.db") as connection:
        connection.execute("UPDATE marks SET story = 'x' WHERE id = '2'")
        connection.execute("UPDATE tokens SET name = 'x'")
    connection.close()
    said = filled("check").out
    assert "mark 2: its columns and its record differ" in said and "token 1: its name" in said
