"""Nothing English stands in the code of dating: a language in cipher is read as well.

In the language "zy" every word and ending of dating's lexicon stands in another cipher of letters, and so does each text;
the times are those of plain English. The same words must be dated.
"""

import json
import shutil
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from string import ascii_lowercase as small
from string import ascii_uppercase as capital

import pytest

from tests.annotate.test_dating import MARK, cases
from writethru.annotate import lexicon
from writethru.annotate.dates import find_times
from writethru.annotate.dating import date_events
from writethru.annotate.sentences import find_sentences
from writethru.records import TimeExpression

PUBLISHED = "2031-04-02"
CIPHER = str.maketrans(small + capital, small[11:] + small[:11] + capital[11:] + capital[:11])


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A lexicon of English and of "zy", which is English in cipher as far as dating reads it."""
    own = Path(str(resources.files(lexicon)))
    for language in ("en", "zy"):
        shutil.copytree(own / "en", tmp_path / language)
    file = tmp_path / "zy" / "dating.toml"
    lines = []
    for section, lists in tomllib.loads(file.read_text()).items():
        lines.append(f"[{section}]")
        lines += [f"{name} = {json.dumps(words.translate(CIPHER))}" for name, words in lists.items()]
    file.write_text("\n".join(lines))
    monkeypatch.setattr(lexicon, "_folders", lambda: tmp_path)
    lexicon.languages.cache_clear()
    yield
    lexicon.languages.cache_clear()


def dated(text: str, cipher: bool) -> tuple[TimeExpression, ...]:
    """Return the times of a text with the events they are given when it is read in plain English or in cipher."""
    sentences = find_sentences(text)
    times = find_times(text, sentences, published=PUBLISHED)
    if not cipher:
        return date_events(text, sentences, times, published=PUBLISHED)
    with lexicon.reading("zy"):
        return date_events(text.translate(CIPHER), sentences, times, published=PUBLISHED)


def test_a_language_in_cipher_is_dated_like_english(folders: None) -> None:
    texts = [MARK.sub(lambda mark: mark["event"] or mark["time"], marked) for _, marked in cases()]
    assert [text for text in texts if dated(text, True) != dated(text, False)] == []


def test_the_cipher_hides_english(folders: None) -> None:
    text = "The council voted on Monday."
    sentences = find_sentences(text)
    times = find_times(text, sentences, published=PUBLISHED)
    (time,) = date_events(text.translate(CIPHER), sentences, times, published=PUBLISHED)
    assert time.event is None
    assert dated(text, True)[0].event is not None
