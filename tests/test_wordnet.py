"""The script that makes the word tables of `verify`, on an invented dictionary in the format of WordNet's files."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = {
    "index.noun": """  1 what stands before is the licence
boat n 2 1 @ 2 1 00000001 00000005
craft n 1 0 1 1 00000002
vessel n 1 0 1 0 00000002
sailor n 1 1 + 1 1 00000003
skiff n 1 1 @ 1 1 00000004
""",
    "data.noun": """  1 what stands before is the licence
00000001 06 n 01 boat 0 001 @ 00000002 n 0000 | a thing that floats
00000002 06 n 02 Vessel 0 craft 0 000 | what carries
00000003 18 n 01 sailor 0 001 + 00000001 v 0101 | who sails
00000004 06 n 01 skiff 0 001 @ 00000001 n 0000 | a small one
00000005 06 n 01 boat 1 001 @ 00000003 n 0000 | a sense that never occurred
""",
    "index.verb": "sail v 1 0 1 1 00000001\nrow v 1 0 1 0 00000002\nawake v 1 0 1 1 00000003\n",
    "data.verb": "00000001 38 v 01 sail 0 001 + 00000003 n 0101 01 + 02 00 | to go by water\n"
    "00000002 38 v 01 row 0 001 ! 00000001 v 0101 01 + 02 00 | to pull\n"
    "00000003 38 v 01 awake 0 000 | to end sleep\n",
    "index.adj": "calm a 1 0 1 1 00000001\nstill a 1 0 1 1 00000002\n",
    "data.adj": "00000001 00 a 01 calm(p) 0 000 | quiet\n00000002 00 s 01 still 0 001 & 00000001 a 0000 | quiet\n",
    "index.adv": "",
    "data.adv": "",
    "verb.exc": "awoke awake\nrowed row\nawaked awake\nsaileth sail\n",
    "noun.exc": "vessela vessel\nskiffa skiff\n",
    # What is not here never occurred: `vessel`, and `row` as anything but a noun.
    "cntlist.rev": "boat%1:06:00:: 1 9\ncraft%1:06:00:: 1 2\nsailor%1:18:00:: 1 2\nskiff%1:06:00:: 1 1\n"
    "sail%2:38:00:: 1 4\nsail%1:06:00:: 1 6\nrow%1:14:00:: 1 50\nrow%2:38:00:: 1 2\nawake%2:38:00:: 1 3\n"
    "calm%3:00:00:: 1 3\nstill%3:00:00:: 1 3\n",
}
EXPECTED = {
    "meanings": ["boat craft skiff", "calm still", "sail sailor"],
    "irregular": [
        "awoke awake", "did do", "done do", "freed free", "goes go", "gone go", "saileth sail", "went go",
    ],
    "verbs": ["awake 100", "sail 40"],
    "things": ["boat", "craft", "skiff"],
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source, target = tmp_path_factory.mktemp("wordnet"), tmp_path_factory.mktemp("tables")
    for name, content in FILES.items():
        (source / name).write_text(content, encoding="utf-8")
    runpy.run_path(str(ROOT / "tools" / "wordnet.py"))["main"](source, target)
    return target


@pytest.mark.parametrize("table", EXPECTED)
def test_a_table_has_what_the_dictionary_says_of_words_that_occurred(table: str, made: Path) -> None:
    first, second, *rows = (made / f"{table}.txt").read_text(encoding="utf-8").splitlines()
    assert rows == EXPECTED[table]
    shipped = ROOT / "src/writethru/publish/checking/lexicon/en" / f"{table}.txt"
    assert shipped.read_text(encoding="utf-8").startswith(f"{first}\n{second}\n")
