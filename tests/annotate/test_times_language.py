"""Nothing English stands in the code of sentences, quotations and times: a language in cipher is read as well.

In the language "zz" every word of the word lists stands in another cipher of letters, and so does each text. What is
found must be what is found in plain English: any word, ending or order of letters in code would tell them apart.
"""

import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from string import ascii_lowercase as small
from string import ascii_uppercase as capital
from typing import Any

import pytest

from writethru.annotate import lexicon
from writethru.annotate.dates import find_times
from writethru.annotate.quotations import find_quotations
from writethru.annotate.sentences import find_sentences
from writethru.records import Span, TimeExpression

ISO = re.compile(r"\dT\d")
PUBLISHED = "2031-03-06"
CASES = Path(__file__).parent.parent / "cases" / "dates"
CIPHER = str.maketrans(small + capital, small[13:] + small[:13] + capital[13:] + capital[:13])
CLASSES = (
    "words",
    "tense",
    "not_counted",
    "endings",
    "lists",
)  # tables of lists of words; of others words are the keys
TEXT = """By Ann Poe and Bob Roe

KELL, N.D. — The dam failed at 6:30 p.m. on Sept. 29, Mayor Anna Berg said. "Is it safe?" John Roe asked in the yard.

Photo: A guard stands by the dam. (Ann Poe/Ridge News)

Q. Who knew?

A. Nobody did, and they won't tell Dr. Lee 'til she's back from the U.S. on the 3rd.

The boys' club, which is in St. Mary, was closed. I was there in the late 1990s. Sign up for our newsletter. Read more

The river roseMORE That is what iPhone's owners saw. Updated: 10:30 a.m. May 3, 2030"""


def _ciphered(table: dict[str, Any], listing: bool) -> dict[str, Any]:
    """Return a table in cipher: the words of its lists, or its keys."""
    return {
        key if listing else key.translate(CIPHER): [word.translate(CIPHER) for word in value]
        if listing
        else value
        for key, value in table.items()
    }


def _toml(tables: dict[str, dict[str, Any]]) -> str:
    lines = []
    for name, table in tables.items():
        lines.append(f"[{name}]")
        lines += [
            f"{json.dumps(key, ensure_ascii=False)} = {json.dumps(value, ensure_ascii=False)}"
            for key, value in table.items()
        ]
    return "\n".join(lines)


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A lexicon of English and of "zz", which is English in cipher as far as these annotators read it."""
    own = Path(str(resources.files(lexicon)))
    for language in ("en", "zz"):
        shutil.copytree(own / "en", tmp_path / language)
    folder = tmp_path / "zz"
    for name in ("stopwords", "speech_verbs", "sentence_openers"):
        file = folder / f"{name}.txt"
        file.write_text("\n".join(lexicon.words(name)).translate(CIPHER))
    times = tomllib.loads((folder / "times.toml").read_text())
    cased = times.pop("cased")
    written = {name: _ciphered(table, name in CLASSES) for name, table in times.items()} | {"cased": cased}
    (folder / "times.toml").write_text(_toml(written))
    lines = tomllib.loads((folder / "boilerplate.toml").read_text())
    (folder / "boilerplate.toml").write_text(
        _toml({name: _ciphered(table, True) for name, table in lines.items()})
    )
    stops = tomllib.loads((folder / "abbreviations.toml").read_text())
    (folder / "abbreviations.toml").write_text(_toml({"all": _ciphered(stops, True)}).removeprefix("[all]\n"))
    monkeypatch.setattr(lexicon, "_folders", lambda: tmp_path)
    lexicon.languages.cache_clear()
    yield tmp_path
    lexicon.languages.cache_clear()


Found = tuple[list[tuple[int, int, str, int]], tuple[Span, ...], tuple[TimeExpression, ...]]


def found_in(text: str, language: str) -> Found:
    """Return sentences, but for their terms, which are stemmed in English only, quotations and times."""
    with lexicon.reading(language):
        sentences = find_sentences(text)
        times = find_times(text, sentences, published=PUBLISHED)
        return [(s.start, s.end, s.boilerplate, s.paragraph) for s in sentences], find_quotations(text), times


def texts() -> list[str]:
    """Return the text above, and all of the case files but for times in ISO 8601, whose letters are of no language."""
    rows = [
        line for path in sorted(CASES.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()
    ]
    marked = [
        row.split(" | ")[1]
        for row in rows
        if " | " in row and not row.startswith("#") and not ISO.search(row)
    ]
    return [TEXT, *(text.replace("[", "").replace("]", "") for text in marked)]


def test_a_language_in_cipher_is_read_like_english(folders: Path) -> None:
    different = [text for text in texts() if found_in(text.translate(CIPHER), "zz") != found_in(text, "en")]
    assert different == []


def test_the_cipher_hides_english(folders: Path) -> None:
    sentences, _, times = found_in(TEXT, "en")
    assert len(times) >= 3
    assert {reason for _, _, reason, _ in sentences} >= {
        "byline",
        "caption",
        "promo",
        "transcript",
        "first-person",
    }
    assert found_in(TEXT, "zz")[2] != times


def test_every_class_and_list_of_the_lexicon_is_read() -> None:
    folder = Path(str(resources.files(lexicon))).parent
    code = "".join(path.read_text() for path in (folder / "dates").glob("*.py"))
    named = set(re.findall(r'"(\w+)"', code))
    table, grammar = lexicon.table("times"), lexicon.table("time_rules")
    patterns = " ".join([*(rule for _, rule in grammar["rules"]), *grammar["parts"].values()])
    classes = {*table, *table["words"]}
    assert {name for name in classes if not re.search(rf"\b{name}\b", patterns)} <= named
    assert {*table["lists"], *table["tense"], *table["endings"], *table["not_counted"]} <= named
    assert all(re.search(rf"\b{part}\b", patterns) for part in grammar["parts"])
