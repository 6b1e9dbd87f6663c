"""Distils the tables of words by which `verify` tells like from unlike out of the files of WordNet 3.0.

    apt-get download wordnet-base && dpkg -x wordnet-base_*.deb wordnet
    python tools/wordnet.py wordnet/usr/share/wordnet src/writethru/publish/checking/lexicon/en

The folder is any that has `index.*`, `data.*`, `*.exc` and `cntlist.rev` (`dict` in WordNet's own archive); the same files
come out each time. How often a word has a sense is what WordNet's authors counted in texts that they tagged: a word that
never occurred there is left out, and so are its senses that did not, so that what stays is what newspapers may mean.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import Stemmer

PARTS = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}  # of speech, as pointers call them
SENSES = 5  # of a word at most, the most frequent ones
WIDER, ALIKE, DERIVED = "@", "&", ("+", "\\", "<")
# The files of nouns, by number, that name what is no person, act or thought: animals, things, bodies, food, what nature
# made, plants, stuff. Most uses of such a word have to be the noun.
THINGS, THING_SHARE, THING_SENSES = {5, 6, 8, 13, 17, 19, 20, 27}, 0.6, 3
VERB_SHARE = 10  # percent; below it a word is hardly ever a verb
IRREGULAR = {"verb": 3, "noun": 2}  # uses that the base of an irregular form needs
# Forms of bases of two letters, which are left out as too many of them are abbreviations, and one that is missing.
ADDED = {"did": "do", "done": "do", "freed": "free", "goes": "go", "gone": "go", "went": "go"}
HEAD = "# From WordNet 3.0, Copyright 2006 by Princeton University; see LICENSE-WordNet beside this file.\n"

Place = tuple[str, str]  # part of speech, and offset in its file


class Pointer(NamedTuple):
    """What leads from a set of like words to another: of which kind, where to, and from which word to which."""

    kind: str
    to: Place
    words: str  # two pairs of hexadecimal digits; "0000" where it is not of words but of the sets


class Meanings(NamedTuple):
    """WordNet, as far as it is used here."""

    senses: dict[Place, list[str]]  # of a word and part of speech: offsets, the most frequent first
    tagged: dict[Place, int]  # how many of these occurred
    words: dict[Place, list[str]]
    pointers: dict[Place, list[Pointer]]
    files: dict[str, int]  # of a set of nouns, the number of the file of its authors
    uses: dict[str, Counter[str]]  # of a word, by part of speech: "1" nouns, "2" verbs

    def common(self, word: str) -> bool:
        """Return whether a word is a plain one that occurred."""
        return bool(re.fullmatch(r"[a-z]{3,}", word)) and self.uses.get(word, Counter()).total() >= 1


def read(folder: Path) -> Meanings:
    """Read the files of WordNet."""
    found = Meanings({}, {}, {}, {}, {}, {})
    for part in sorted(set(PARTS.values())):
        for line in _lines(folder / f"index.{part}"):
            fields = line.split()
            kinds = int(fields[3])
            found.tagged[fields[0], part] = int(fields[5 + kinds])
            found.senses[fields[0], part] = fields[6 + kinds :]
        for line in _lines(folder / f"data.{part}"):
            _read_set(found, part, line.partition(" | ")[0].split())
    for line in _lines(folder / "cntlist.rev"):
        key, _, times = line.split()
        word, _, kind = key.partition("%")
        found.uses.setdefault(word, Counter())[kind[0]] += int(times)
    return found


def _read_set(found: Meanings, part: str, fields: list[str]) -> None:
    place, size = (part, fields[0]), int(fields[3], 16)
    if part == "noun":
        found.files[fields[0]] = int(fields[1])
    found.words[place] = [re.sub(r"\(.*\)", "", w).lower() for w in fields[4 : 4 + 2 * size : 2]]
    first = 5 + 2 * size
    rows = (fields[at : at + 4] for at in range(first, first + 4 * int(fields[first - 1]), 4))
    found.pointers[place] = [Pointer(kind, (PARTS[of], to), words) for kind, to, of, words in rows]


def _lines(path: Path) -> Iterator[str]:
    return (
        s for s in path.read_text(encoding="utf-8").splitlines() if s and s[0] != " "
    )  # a blank: the licence


def like_stems(all_of_it: Meanings) -> dict[str, set[str]]:
    """Return of stems those of like meaning that stand behind them in the alphabet.

    Of like meaning are two words of one sense, of a sense and the next wider or a similar one, or derived.
    """
    stem = Stemmer.Stemmer("english").stemWord
    words: dict[Place, set[str]] = {}
    for (word, part), offsets in all_of_it.senses.items():
        if all_of_it.common(word):
            for offset in offsets[: min(max(all_of_it.tagged[word, part], 1), SENSES)]:
                words.setdefault((part, offset), set()).add(word)
    found: dict[str, set[str]] = {}
    for place, own in words.items():
        pairs = [(a, b) for a in own for b in own]
        for pointer in all_of_it.pointers[place]:
            if pointer.kind in (WIDER, ALIKE):
                pairs += [(a, b) for a in own for b in words.get(pointer.to, ())]
            elif pointer.kind in DERIVED and pointer.words != "0000":
                pairs += _derived(all_of_it, place, pointer)
        for first, second in (sorted(map(stem, pair)) for pair in pairs):
            if first != second:
                found.setdefault(first, set()).add(second)
    return found


def _derived(all_of_it: Meanings, place: Place, pointer: Pointer) -> Iterator[tuple[str, str]]:
    word = all_of_it.words[place][int(pointer.words[:2], 16) - 1]
    other = all_of_it.words[pointer.to][int(pointer.words[2:], 16) - 1]
    if all_of_it.common(word) and all_of_it.common(other):
        yield word, other


def irregular(all_of_it: Meanings, folder: Path) -> dict[str, str]:
    """Return irregular forms whose stem is not that of their base; a form of a verb and a noun is the verb's."""
    stem = Stemmer.Stemmer("english").stemWord
    found = dict(ADDED)
    for part, least in IRREGULAR.items():
        for form, *bases in map(str.split, _lines(folder / f"{part}.exc")):
            plain = bases and re.fullmatch("[a-z]+", form) and all_of_it.common(bases[0])
            if plain and stem(form) != stem(bases[0]) and all_of_it.uses[bases[0]].total() >= least:
                found.setdefault(form, bases[0])
    return found


def verbs(all_of_it: Meanings) -> dict[str, int]:
    """Return verbs, and in how many of a hundred of their uses they are one."""
    shares = {
        word: round(100 * uses["2"] / uses.total())
        for word, uses in all_of_it.uses.items()
        if uses["2"] and re.fullmatch("[a-z]{2,}", word)
    }
    return {word: share for word, share in shares.items() if share >= VERB_SHARE}


def things(all_of_it: Meanings) -> Iterator[str]:
    """Yield nouns that name a thing, a substance, a plant or an animal in all their common senses."""
    for (word, part), offsets in all_of_it.senses.items():
        if part == "noun" and all_of_it.common(word):
            uses = all_of_it.uses[word]
            common = offsets[: max(1, min(THING_SENSES, all_of_it.tagged[word, part]))]
            if uses["1"] >= THING_SHARE * uses.total() and all(all_of_it.files[o] in THINGS for o in common):
                yield word


def main(folder: Path, target: Path) -> None:
    """Write the four tables into a folder."""
    found = read(folder)
    alike = (f"{stem} {' '.join(sorted(others))}" for stem, others in like_stems(found).items())
    tables: dict[str, tuple[str, Iterable[str]]] = {
        "meanings": ("A stem, and stems of words of like meaning: of one sense, of a wider sense, or derived from it.", alike),
        "irregular": ("An irregular form, and its base.", (f"{a} {b}" for a, b in irregular(found, folder).items())),
        "verbs": (
            "A verb, and in how many of a hundred of its uses it is one.",
            (f"{word} {share}" for word, share in verbs(found).items()),
        ),
        "things": ("Nouns that name a thing, a substance, a plant or an animal in all their common senses.", things(found)),
    }  # fmt: skip
    for name, (says, rows) in tables.items():
        lines = "".join(f"{row}\n" for row in sorted(rows, key=str.split))
        (target / f"{name}.txt").write_text(f"{HEAD}# {says}\n{lines}", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python tools/wordnet.py FOLDER-OF-WORDNET FOLDER-OF-TABLES")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
