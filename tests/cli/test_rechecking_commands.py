from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from calling import CASES, Call

from writethru.acquire import Fetched
from writethru.errors import FetchError
from writethru.newsroom.desk import Desk

DAM = tomllib.loads((CASES / "amendments" / "articles.toml").read_text(encoding="utf-8"))["dam"]
URL = "https://gazette.example/news/dam-breaks"
FIRST, LATER = "2031-05-14T12:00:00Z", "2031-05-14T15:00:00Z"


def page(text: str) -> bytes:
    paragraphs = "".join(f"<p>{p}</p>" for p in text.strip().split("\n\n"))
    head = f"<title>{DAM['title']}</title><meta property='article:published_time' content='2031-05-14T06:00:00Z'>"
    return f"<html lang='en'><head>{head}</head><body><article><h1>{DAM['title']}</h1>{paragraphs}</article></body></html>".encode()


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes | None]:
    pages: dict[str, bytes | None] = {URL: page(DAM["text"])}

    def get(self: Desk, url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        content = pages[url]
        if content is None:
            raise FetchError(f"{url} does not answer", "timeout")
        return Fetched(url, content, "text/html", "utf-8")

    monkeypatch.setattr(Desk, "_get", get)
    return pages


@pytest.fixture
def store(call: Call, tmp_path: Path, web: dict[str, bytes | None]) -> str:
    store = str(tmp_path / "dam.db")
    assert call("add", URL, "--store", store, "--now", FIRST).code == 0
    return store


def test_an_edit_is_found_shown_and_printed_as_json(
    call: Call, store: str, web: dict[str, bytes | None]
) -> None:
    web[URL] = page(DAM["text"].replace("Nine people", "Twelve people").replace("“We", '"We'))
    done = call("recheck", "--all", "--store", store, "--now", LATER)
    assert (done.code, done.err) == (0, "")
    article, outcome, *_, found = done.out.rstrip("\n").split("\t")
    assert (outcome, found) == ("edited", "number")
    shown = call("article", article, "--revisions", "--store", store)
    assert "2 texts" in shown.out
    assert "number (Nine → Twelve)" in shown.out
    assert "  - Nine people were killed" in shown.out
    assert "  + Twelve people were killed" in shown.out
    data = json.loads(call("article", article, "--revisions", "--json", "--store", store).out)
    assert set(data) == {"texts", "changes", "notes", "rechecks"}
    assert data["changes"][0]["kinds"] == ["number"]
    again = json.loads(call("recheck", article, "--json", "--store", store, "--now", LATER).out)
    assert [entry["check"]["outcome"] for entry in again] == ["unchanged"]


def test_a_page_out_of_reach_is_a_problem_and_no_withdrawal(
    call: Call, store: str, web: dict[str, bytes | None]
) -> None:
    web[URL] = None
    done = call("recheck", "--all", "--store", store, "--now", LATER)
    assert (done.code, done.out.split("\t")[1]) == (2, "unreachable")


def test_what_was_looked_at_of_late_is_passed_over(call: Call, store: str) -> None:
    assert call("recheck", "--all", "--store", store, "--now", FIRST).out.count("\n") == 1
    done = call("recheck", "--all", "--older-than", "4h", "--store", store, "--now", LATER)
    assert (done.code, done.out) == (0, "")
    assert "nothing to look at" in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["recheck"], "takes one story or article, or --all"),
        (["recheck", "x", "--all"], "takes one story or article, or --all"),
        (["recheck", "--all", "--older-than", "soon"], "is no age"),
        (["recheck", "nothing"], "no article 'nothing'"),
    ],
)
def test_wrong_use_is_said_in_one_line(call: Call, store: str, arguments: list[str], said: str) -> None:
    done = call(*arguments, "--store", store)
    assert (done.code, done.out) == (1, "")
    assert said in done.err
