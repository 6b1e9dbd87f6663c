"""Find the notes of an article that own to a mistake, clear something up, or take the article back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from writethru.ledger.amendments.lexicon import Phrases, notices, traces
from writethru.ledger.amendments.saying import Piece, right_and_wrong
from writethru.memory import remembered
from writethru.records import AnnotatedArticle, Citation, Correction, Field, NoteKind

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*['’]?")
LABELS = {
    "correction": ("labels", "correction"),
    "clarification": ("labels", "clarification"),
    "weak": ("labels", "weak"),
    "agency": ("words", "agency"),
}
LABEL_WITHIN = 5  # words that may stand before a label: a dateline, the outlet's name
MOST_SENTENCES = 8  # of one note
BACK = 2  # sentences of a paragraph of which the last one is the note, that belong to it
EDGE = 3  # sentences from the beginning or the end of a text, where notices about the whole text stand
SHORT = 120  # words of a text that is nothing but a notice
OPENERS = "([*•–—-†_{<"
AFTER_LABEL = ":–—-(,.|"
ALONE = ("originally", "initially", "previously", "as")  # of a text only where it names itself beside
OF_THIS = tuple(("of", word) for word in ("this", "the", "our", "my"))
FAR = 14  # words between what a text calls itself and what became of it


def pieces_of(document: AnnotatedArticle) -> list[Piece]:
    """Return the sentences of an article's text; those near to what notes speak with have their words, too."""
    text, sentences = document.article.text, document.body.sentences
    near: set[int] = set()
    for number, sentence in enumerate(sentences):
        low = text[sentence.start : sentence.end].casefold()
        if any(trace in low for trace in traces()):
            near.update(range(number - BACK, number + MOST_SENTENCES + 1))
    found = []
    for number, sentence in enumerate(sentences):
        matches = list(WORD.finditer(text, sentence.start, sentence.end)) if number in near else []
        words = tuple(m.group().lower().replace("’", "'") for m in matches)
        places = tuple(m.span() for m in matches)
        found.append(Piece(sentence.start, sentence.end, sentence.paragraph, words, places))
    return found


@remembered
def find_corrections(document: AnnotatedArticle) -> tuple[Correction, ...]:
    """Return the notes of an article in order of place; a strap of its title comes first.

    A note of several corrections is one for each of them.
    """
    article = document.article
    found = [*_of_title(document)]
    low = article.text.casefold()
    if not any(trace in low for trace in traces()):
        return tuple(found)
    pieces = pieces_of(document)
    for kind, first, last in _notes(article.text, pieces):
        note = pieces[first : last + 1]
        found += _corrections(document, kind, note)
    return tuple(found)


def _of_title(document: AnnotatedArticle) -> Iterator[Correction]:
    """Yield what the strap of a title says: `CORRECTED-`, `WITHDRAWN:`."""
    article = document.article
    words = list(WORD.finditer(article.title))
    kinds: tuple[tuple[NoteKind, Phrases], ...] = (
        ("withdrawal", notices("withdrawal", "labels")),
        ("correction", notices("labels", "correction")),
    )
    first = words[0].group().lower().split("-")[0] if words else ""
    for kind, labels in kinds:
        size = labels.at([first], 0)
        behind = article.title[words[0].start() + len(first) :].lstrip() if size else ""
        if size and (behind[:1] in (":", "|") or (behind[:1] == "-" and article.title[:3].isupper())):
            yield Correction(article.id, kind, _cite(document, 0, len(article.title), "title"))
            return


def _cite(document: AnnotatedArticle, start: int, end: int, field: Field = "text") -> Citation:
    whole = document.article.title if field == "title" else document.article.text
    return Citation(0, document.article.id, field, start, end, whole[start:end])


def _notes(text: str, pieces: Sequence[Piece]) -> Iterator[tuple[NoteKind, int, int]]:
    """Yield the kind of each note with the numbers of its first and last sentence."""
    taken = -1
    short = text.count(" ") <= SHORT

    @cache
    def label_of(number: int) -> str:
        return _label(text, pieces[number])

    for number, piece in enumerate(pieces):
        if number <= taken or not piece.words:
            continue
        label = label_of(number)
        edge = number < EDGE or number >= len(pieces) - EDGE or short
        last = _last(text, pieces, number, label_of)
        kind = _kind(pieces[number : last + 1], label, edge)
        if kind is None:
            continue
        first = number
        if not label and last == number and _is_last_of_few(pieces, number) and number - 1 > taken:
            first = number - 1
        taken = last
        yield kind, first, last


@cache
def _opening_words() -> frozenset[str]:
    """Return the words with which labels begin."""
    return frozenset().union(*(notices(*table).first for table in LABELS.values()))


def _label(text: str, piece: Piece) -> str:
    """Return the kind of the label that opens a sentence, "" if none does."""
    for place, word in enumerate(piece.words[:FAR]):
        if word not in _opening_words():
            continue
        within = text[piece.start : piece.places[place][0]]
        if place >= LABEL_WITHIN and within.count("(") <= within.count(")"):
            continue
        for name, table in LABELS.items():
            size = notices(*table).at(piece.words, place)
            if not size:
                continue
            start, end = piece.places[place][0], piece.places[place + size - 1][1]
            behind = text[end : end + 3].lstrip(" *")
            before = text[piece.start : start]
            opened = not before or all(sign.isspace() or sign in OPENERS for sign in before)
            if name == "agency":
                if (opened or before.count("(") > before.count(")") or before[:1] == "[") and _is_agency(
                    text, piece, start, before
                ):
                    return "agency"
            elif (opened or behind[:1] == ":") and (
                not behind or behind[0] in AFTER_LABEL or behind[0] == "\n" or end == piece.end
            ):
                if place and not before.rstrip().endswith(
                    (")", "]", "-", "–", "—", ":", ".", "*", "(", "[", "•")
                ):
                    continue
                return name
            elif opened and size > 1 and text[start:end].isupper():
                return name
    return ""


def _is_agency(text: str, piece: Piece, start: int, before: str) -> bool:
    """Return whether a line in the manner of agencies opens here: in brackets, or "This version corrects"."""
    return any(sign in "([" for sign in before) or piece.words[0] in ("this", "corrected")


def _last(text: str, pieces: Sequence[Piece], first: int, label_of: Callable[[int], str]) -> int:
    """Return the number of the last sentence of a note that begins with the sentence `first`."""
    piece = pieces[first]
    opener = text[piece.start : piece.start + 1]
    closing = {"(": ")", "[": "]"}.get(opener)
    last, paragraph = first, piece.paragraph
    if label_of(first) and len(piece.words) <= LABEL_WITHIN and first + 1 < len(pieces):
        paragraph = pieces[first + 1].paragraph  # the label is a line of its own
    for number in range(first, min(first + MOST_SENTENCES, len(pieces))):
        other = pieces[number]
        if other.paragraph not in (piece.paragraph, paragraph) or (number > first and label_of(number)):
            break
        last = number
        if (
            closing
            and closing in text[other.start : other.end]
            and text[other.start : other.end].count(closing)
            > text[other.start : other.end].count(opener) - (number == first)
        ):
            break
    return last


def _is_last_of_few(pieces: Sequence[Piece], number: int) -> bool:
    """Return whether a sentence is the last one of a paragraph of two: what is right stands before it."""
    mine = [
        n
        for n in range(max(0, number - BACK), min(len(pieces), number + 2))
        if pieces[n].paragraph == pieces[number].paragraph
    ]
    return len(mine) == BACK and mine[-1] == number


def _has(words: Sequence[str], name: str, table: str = "words") -> tuple[int, int] | None:
    return notices(table, name).find(words)


def _kind(note: Sequence[Piece], label: str, edge: bool) -> NoteKind | None:
    """Return the kind of a note by its label and its words, None for what is no note."""
    words = note[0].words
    whole = [word for piece in note for word in piece.words]
    if _withdraws(words, edge or bool(label)) or (label and any(_withdraws(p.words, True) for p in note)):
        return "withdrawal"
    if label == "clarification":
        return "clarification"
    if label == "agency":
        return "clarification" if _has(whole[:4], "clarifies") else "correction"
    if label == "correction":
        return "correction"
    if _owns(whole if label else words, bool(label)) or (label and (_gave(words) or _has(whole, "mends"))):
        clear = _has(whole, "clarifies") and not _has(whole, "errors")
        return "clarification" if clear else "correction"
    if (label or _names_itself(words)) and _has(words, "updates"):
        return "update"
    return "update" if notices("words", "updates").at(words, 0) and edge else None


def _names_itself(words: Sequence[str]) -> tuple[int, int] | None:
    """Return where a text speaks of itself: `this story`, `this week's column` is not it."""
    for place, word in enumerate(words[:-1]):
        if word == "this" and (size := notices("words", "selves").at(words, place + 1)):
            return place, place + 1 + size
    return None


def _former(words: Sequence[str], noted: bool = True) -> tuple[int, int] | None:
    """Return where a text speaks of what it was: `an earlier version of this story`, `this post originally`.

    Where nothing else tells a note (not `noted`), it has to say whose version it is, or to open with that.
    """
    listed = notices("words", "former")
    for place, size in listed.places(words):
        if words[place] not in ALONE:
            end = place + size
            of = tuple(words[end : end + 2]) in OF_THIS
            its_own = of and notices("words", "selves").at(words, end + 2)
            if its_own or (not of and (noted or (place < EDGE and words[place] != "the"))):
                return place, end
            continue
        itself = _names_itself(words)
        if itself is not None and abs(itself[1] - place) <= FAR // 3:
            return min(place, itself[0]), max(place + size, itself[1])
    return None


def _owns(words: Sequence[str], noted: bool = True) -> bool:
    """Return whether words own to a mistake of the text they stand in; `noted`: a label says that they may."""
    former, itself = _former(words, noted), _names_itself(words)
    error, mend = _has(words, "errors"), _has(words, "mends")
    if _has(words, "regrets"):
        return True
    if former is not None:
        if _only_printed(words, former[1]) and error is None and mend is None:
            return False
        did = notices("words", "did").find(words, former[1])
        near = did is not None and did[0] - former[1] <= FAR
        return error is not None or mend is not None or near
    if itself is not None:
        if mend is not None and -2 * FAR <= mend[0] - itself[1] <= FAR // 3:
            return True
        if error is None or not 0 <= error[0] - itself[1] <= FAR // 3:
            return False
        return noted or words[error[0]].startswith("mis") or words[error[0]].endswith("ly")
    return notices("words", "opened").at(words, 0) > 0 and error is not None


def _gave(words: Sequence[str]) -> bool:
    """Return whether words tell what an article of some day said: `for the record: a May 12 article gave`."""
    named = notices("words", "selves").find(words[: LABEL_WITHIN + BACK + EDGE])
    return named is not None and notices("words", "did").at(words, named[1]) > 0


def _only_printed(words: Sequence[str], start: int) -> bool:
    """Return whether a text's former self is only said to have been printed somewhere."""
    printed = notices("words", "printed").find(words, start)
    return printed is not None and printed[0] - start <= FAR // 2


def _withdraws(words: Sequence[str], noted: bool) -> bool:
    """Return whether a sentence takes its article back; `noted`: it stands where notices about a text stand."""
    selves, own = notices("withdrawal", "selves"), notices("withdrawal", "own")
    if not noted:
        return False
    for place, _ in own.places(words):
        beside = place > 0 and notices("withdrawal", "beside").at(words, place - 1) > 0
        if not beside and (size := selves.at(words, place + 1)):
            end = place + 1 + size
            passive = notices("withdrawal", "passive").find(words, end)
            while passive is not None and passive[0] - end <= FAR:
                for at in range(passive[1], min(passive[1] + 3, len(words))):
                    if notices("withdrawal", "done").at(words, at) and (
                        words[place] == "this" or passive[0] - end <= FAR
                    ):
                        return not _of_a_part(words, end, passive[0])
                passive = notices("withdrawal", "passive").find(words, passive[1])
            before = words[max(0, place - 5) : place]
            for at in range(len(before)):
                if notices("withdrawal", "active").at(before, at) and any(
                    notices("withdrawal", "verbs").at(before, b) for b in range(at + 1, len(before))
                ):
                    return True
    return False


def _of_a_part(words: Sequence[str], start: int, end: int) -> bool:
    """Return whether what was taken out is not the text itself but a part that stands between: `this story, a photo was`."""
    return (
        any(word in ("that", "which", "about", "and") for word in words[start:end])
        and "headlined" not in words[start:end]
    )


def _corrections(document: AnnotatedArticle, kind: NoteKind, note: Sequence[Piece]) -> Iterator[Correction]:
    """Yield the corrections of one note: each sentence that owns to a further mistake opens another one."""
    text = document.article.text
    parts: list[list[Piece]] = [[]]
    for number, piece in enumerate(note):
        further = (
            number
            and kind == "correction"
            and parts[-1]
            and (
                "also" in piece.words[:6]
                or (_former(piece.words) and any(_former(p.words) and _owns(p.words) for p in parts[-1]))
            )
        )
        if further and (_has(piece.words, "errors") or _has(piece.words, "did")):
            parts.append([])
        parts[-1].append(piece)
    for part in filter(None, parts):
        cited = _cite(document, part[0].start, part[-1].end)
        wrong, right = (None, None) if kind in ("withdrawal", "update") else right_and_wrong(text, part)
        yield Correction(
            document.article.id,
            kind,
            cited,
            _cite(document, *wrong) if wrong else None,
            _cite(document, *right) if right else None,
        )
