"""A language is a folder of word lists: one more folder and its texts are read by the same rules."""

import re
import shutil
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from writethru.annotate import annotate, lexicon
from writethru.records import Article, Findings

TEXT = (
    "The dam at Tarn failed on Monday, the mayor said. Twelve people were killed, Anna Berg told reporters."
)

# Not the sentences: their terms are stemmed, and "xx" has no stemmer.
FIELDS = ("quotations", "names", "times", "quantities", "attributions", "references")


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A lexicon of English and of "xx", which is English with its own word for "said"."""
    for language in ("en", "xx"):
        shutil.copytree(Path(str(resources.files(lexicon))) / "en", tmp_path / language)
    for file in (tmp_path / "xx").iterdir():
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"\b([Mm]onda)y\b", r"\1g", re.sub(r"\bsaid\b", "zaid", text)))
    monkeypatch.setattr(lexicon, "_folders", lambda: tmp_path)
    lexicon.languages.cache_clear()
    yield tmp_path
    lexicon.languages.cache_clear()


def read(text: str, language: str) -> Findings:
    article = Article(
        id="a", key="k", title="", text=text, language=language, published="2024-05-08T10:00:00Z"
    )
    return annotate(article).body


def test_a_folder_more_is_a_language_more(folders: Path) -> None:
    own = TEXT.replace("said", "zaid").replace("Monday", "Mondag")
    english, other = read(TEXT, "en"), read(own, "xx")
    assert len(english.attributions) == 2
    assert [time.value for time in english.times] == ["2024-05-06"]
    assert {field: getattr(other, field) for field in FIELDS} == {
        field: getattr(english, field) for field in FIELDS
    }


def test_the_words_of_one_language_are_not_those_of_another(folders: Path) -> None:
    first = read(TEXT, "xx")
    assert [time.value for time in first.times] == []
    assert len(first.attributions) == 1  # "told" is still a word of saying, "said" is none
    assert read(TEXT, "en") == read(TEXT, "")


def test_a_language_without_folder_is_left_without_findings(folders: Path) -> None:
    assert read(TEXT, "ww") == Findings()
