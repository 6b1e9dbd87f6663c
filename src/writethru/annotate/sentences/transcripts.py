"""Which paragraphs are turns of a transcript: they open with a speaker's name and a colon."""

from __future__ import annotations

from collections import Counter

from writethru.annotate import lexicon
from writethru.annotate.sentences.phrases import table

LONGEST = 40  # characters of the longest name that opens a speaker's turn


def _speaker(text: str, start: int, end: int, asked: tuple[str, ...]) -> str:
    """Return who speaks in a paragraph that opens with a name and a colon, or with one of `asked`; empty if none does."""
    if text.startswith(asked, start):
        asking = text[start : start + LONGEST].split(" ", 1)
        if asking[0] in asked and len(asking) == 2:
            return asking[0]
    if text.find(":", start, min(end, start + LONGEST + 2)) < 0:
        return ""
    name, colon, rest = text[start : min(end, start + LONGEST + 2)].partition(":")
    introduced = name.isupper() and "," in name  # ANN POE, HOST:
    if not colon or not (rest[:1].isspace() or (introduced and not rest)) or len(name) > LONGEST:
        return ""
    words = name.partition(" (")[0].replace(",", "" if introduced else ",").split()
    if words and words[0].lower() in lexicon.words("speech_verbs"):
        return ""  # `Said Mr. Poe: ...`
    named = all(word[0].isupper() and word.replace(".", "").replace("-", "").isalpha() for word in words)
    return " ".join(words) if named and 1 <= len(words) <= 4 else ""


def turns(text: str, ranges: list[tuple[int, int, int]]) -> frozenset[int]:
    """Return the paragraphs that are turns of a transcript, given start, end and paragraph of each sentence."""
    speakers: dict[int, str] = {}
    last, asked = -1, tuple(table()["names"]["asked"])
    for start, end, paragraph in ranges:
        if paragraph != last:
            last = paragraph
            if who := _speaker(text, start, end, asked):
                speakers[paragraph] = who
    if not speakers:
        return frozenset()
    times = Counter(speakers.values())
    return frozenset(
        paragraph
        for paragraph, who in speakers.items()
        if (all(map(times.__getitem__, asked)) if who in asked else times[who] > 1)
        or who in table()["names"]["speakers"]
        or (who.isupper() and len(who) > 2)
    )
