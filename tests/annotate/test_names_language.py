"""Names and references are read by the words of the text's language, and by no word that stands in the code."""

import re
import shutil
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from writethru.annotate import annotate, lexicon
from writethru.records import Article, Findings

TEXT = "The Ministry of Roads opened a bridge. Prime Minister Anna Berg spoke. Later the prime minister left."
FILES = ("names.toml", "references.toml", "titles.txt", "organisations.txt")
OWN = {"of": "ov", "Minister": "Monister", "minister": "monister"}


def own(text: str) -> str:
    """Return a text with the words of "yy" in place of English ones of the same length."""
    return re.sub(r"\b(?:of|[Mm]inister)\b", lambda match: OWN[match[0]], text)


@pytest.fixture
def _folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A lexicon of English and of "yy", which is English with its own words for "of" and "minister"."""
    for language in ("en", "yy"):
        shutil.copytree(Path(str(resources.files(lexicon))) / "en", tmp_path / language)
    for name in FILES:
        file = tmp_path / "yy" / name
        file.write_text(own(file.read_text(encoding="utf-8")))
    monkeypatch.setattr(lexicon, "_folders", lambda: tmp_path)
    lexicon.languages.cache_clear()
    yield
    lexicon.languages.cache_clear()


def read(text: str, language: str) -> Findings:
    return annotate(Article(id="a", key="k", title="", text=text, language=language)).body


def spans(found: Findings) -> list[tuple[int, int, str, str]]:
    return [(m.start, m.end, m.kind, m.key) for m in (*found.names, *found.references)]


@pytest.mark.usefixtures("_folders")
def test_names_and_references_are_read_by_the_words_of_the_language() -> None:
    english, other = read(TEXT, "en"), read(own(TEXT), "yy")
    assert [m.name for m in english.names] == ["Ministry of Roads", "Anna Berg"]
    assert [m.name for m in english.references] == ["Anna Berg"]
    assert spans(other) == spans(english)


@pytest.mark.usefixtures("_folders")
def test_the_words_of_another_language_are_not_read() -> None:
    found = read(TEXT, "yy")
    assert "Ministry of Roads" not in [m.name for m in found.names]
    assert found.references == ()
