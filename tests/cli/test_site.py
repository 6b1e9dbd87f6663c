from __future__ import annotations

import io
import json
import re
from pathlib import Path

import feedparser
import pytest
from calling import HARBOUR, NOW, Call


def export(call: Call, site: Path, *options: str, code: int = 0) -> list[str]:
    done = call("export", "--site", str(site), "--now", NOW, "--json", *options)
    assert done.code == code, done.err
    return list(json.loads(done.out)["written"])


def test_a_site_of_pages_feeds_and_data(filled: Call, tmp_path: Path) -> None:
    site = tmp_path / "site"
    written = export(filled, site, "--url", "https://desk.example/news")
    (page,) = [name for name in written if re.fullmatch(r"[0-9a-f]{16}\.html", name)]
    story = page.removesuffix(".html")
    assert {f"{story}{end}" for end in (".html", ".md", ".json", ".atom", ".feed.json")} <= set(written)
    assert sorted(path.name for path in site.iterdir()) == sorted(written)
    front = (site / "index.html").read_text().replace("\xa0", " ").replace("&nbsp;", " ")
    assert (
        f'<a href="{page}">' in front and "Developing · Updated" in front and 'href="stories.atom"' in front
    )
    assert "Developing · Updated" in (site / page).read_text().replace("\xa0", " ").replace("&nbsp;", " ")
    for name in ("stories.atom", f"{story}.atom"):
        feed = feedparser.parse(io.BytesIO((site / name).read_bytes()))
        assert not feed.bozo and feed.entries[0].link == f"https://desk.example/news/{page}"
    assert filled("verify", str(site / f"{story}.json")).code == 0


def test_only_what_changed_is_written_again(filled: Call, tmp_path: Path) -> None:
    site = tmp_path / "site"
    export(filled, site)
    assert export(filled, site) == []
    (site / "index.html").write_text("old")
    assert export(filled, site) == ["index.html"]


def test_the_page_of_a_story_that_went_into_another_leads_there(filled: Call, tmp_path: Path) -> None:
    site = tmp_path / "site"
    export(filled, site)
    ferries, museum = (story["id"] for story in json.loads(filled("stories", "--json").out))
    (site / "0123456789abcdef.html").write_text("not ours")
    assert filled("merge", museum, ferries).code == 0
    written = export(filled, site)
    assert f"{ferries}.html" in written and f"{museum}.html" in written
    assert f'url={museum}.html"' in (site / f"{ferries}.html").read_text()
    assert (site / "0123456789abcdef.html").read_text() == "not ours"


def test_what_cannot_be_written_is_said(filled: Call, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = filled("export", "--site", str(tmp_path / "file" / "site"))
    assert done.code == 5 and "cannot be written here" in done.err
    done = filled("export", "--site", str(tmp_path / "site"), "--url", "javascript:alert(1)")
    assert done.code == 1 and "no web address" in done.err


@pytest.mark.parametrize("active", [(), ("--active",)])
def test_a_site_without_stories_is_a_site(call: Call, tmp_path: Path, active: tuple[str, ...]) -> None:
    call("add", HARBOUR, "--now", NOW)
    done = call("export", "--site", str(tmp_path / "site"), "--now", "2033-01-01", *active)
    assert done.code == 0
    front = (tmp_path / "site" / "index.html").read_text().replace("\xa0", " ").replace("&nbsp;", " ")
    assert ("No story" in front) == bool(active)
    assert active or "Closed since" in front
