"""A text as it is compared: its sentences as words without typography, each with what it is part of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import combining, normalize

from writethru.ledger.amendments import lexicon
from writethru.ledger.words import stem
from writethru.memory import remembered
from writethru.records import AnnotatedArticle, Citation, Field, Findings, Sentence, Span

# A word or number, a sign that belongs to a number, or a quotation mark; an apostrophe is none.
TOKEN = re.compile(r"[^\W_]+(?:[’'.,][^\W_]+)*|[%$€£]|[\"“”„«»]|(?<!\w)[‘'](?=\w)|(?<=[\w.,!?])[’'](?!\w)")
MARKS = "\"“”„«»‘’'"
QUOTE = '"'
# Sentences that outlets print around their report; what has no full stop is a line of that kind too.
AROUND = frozenset({"caption", "promo", "byline", "dateline", "heading", "timestamp", "damaged", "biography"})
NO_PROSE = frozenset({"fragment", "list"})
STOPS = ".!?…"
LONGEST = 64  # letters of a word whose accents are taken off
# Where a report comes from, before its first words: `ORRIN (Valley Press) -`, `TOLMAR, May 14 —`.
DATELINE = re.compile(
    r"\b[A-Z][\w.,'’ -]{1,60}?(?:\([A-Z][\w. ]{1,20}\)(?: ?[-–—]{1,2})?|(?<=[A-Z\d]) [-–—]{1,2}) "
)
# What abbreviates a name behind it: the sign of a share, an acronym, a party with a state.
ABBREVIATED = re.compile(r"\([A-Z][A-Z.\d-]{0,9}\)")
SEPARATORS = (" | ", " - ", " – ", " — ", " :: ")


class Token(NamedTuple):
    """A word as it is compared, where it stands, and what it is part of."""

    form: str
    start: int
    end: int
    kind: str = ""  # number, date, name, quotation, negation, hedge, attribution, cue; "" for any other
    named: bool = False  # it is a part of a name, whatever else


class Line(NamedTuple):
    """A sentence, or the title, as it is compared."""

    field: Field
    start: int
    end: int
    tokens: tuple[Token, ...]
    around: bool  # what outlets print around their report
    paragraph: int = 0
    said: frozenset[str] = frozenset()  # the stems of its words that say something

    @property
    def key(self) -> tuple[str, ...]:
        """What is equal for two lines that differ in typography only."""
        return tuple(token.form for token in self.tokens)


def made_line(
    field: Field, span: tuple[int, int], tokens: Sequence[Token], around: bool = False, paragraph: int = 0
) -> Line:
    """Return a sentence as it is compared."""
    light = lexicon.words("light")
    said = frozenset(stem(t.form) for t in tokens if t.form != QUOTE and (t.kind or t.form not in light))
    return Line(field, *span, tuple(tokens), around, paragraph, said)


class Text(NamedTuple):
    """A text of an article with its lines."""

    document: AnnotatedArticle
    title: Line
    lines: tuple[Line, ...]
    forms: frozenset[str]  # of all words of its report
    exact: frozenset[tuple[str, str]]  # its numbers and days, with which of these they are

    def knows(self, token: Token) -> bool:
        """Return whether a number or day stands anywhere in the report."""
        return (token.kind, token.form) in self.exact

    def cite(self, lines: Sequence[Line]) -> Citation | None:
        """Return the words of lines that follow each other; None for no line."""
        if not lines:
            return None
        article, field = self.document.article, lines[0].field
        whole = article.title if field == "title" else article.text
        start, end = min(line.start for line in lines), max(line.end for line in lines)
        return Citation(0, article.id, field, start, end, whole[start:end])


@lru_cache(maxsize=50_000)
def form_of(word: str) -> str:
    """Return a word without what is typography or the spelling of a desk; a number in words as figures, "" for none."""
    if word in MARKS:
        return QUOTE
    low = word.casefold().replace("’", "'")
    if not low.isascii() and len(low) <= LONGEST:
        low = "".join(sign for sign in normalize("NFKD", low) if not combining(sign))
    if not low:
        return ""
    if low[0].isdigit():
        return low.replace(",", "")
    low = low.removesuffix("'s")
    known = lexicon.numbers().get(low) or lexicon.spellings().get(low)
    if known is not None or low in lexicon.spellings():
        return known or ""
    if low.endswith("n't"):
        return f"{low[:-3]} not"
    return lexicon.respelled(low.replace(".", ""))


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """Return the words of a part of a text as they are compared."""
    found = []
    for match in TOKEN.finditer(text, start, end):
        found += [Token(form, match.start(), match.end()) for form in form_of(match.group()).split()]
    return found


def _put(tokens: list[Token], kind: str, spans: Iterable[Span], over: Sequence[str] | None = None) -> None:
    """Give the words within spans a kind; with `over`, only those of these kinds."""
    starts = [token.start for token in tokens]
    for span in spans:
        for number in range(bisect_left(starts, span.start), bisect_left(starts, span.end)):
            if over is None or tokens[number].kind in over:
                tokens[number] = tokens[number]._replace(kind=kind)


def _put_phrases(tokens: list[Token], kind: str) -> None:
    """Give the words of a list, and those of its phrases, a kind."""
    listed = lexicon.phrases(kind)
    forms = [token.form for token in tokens]
    for number, form in enumerate(forms):
        for phrase in listed.get(form, ()):
            end = number + len(phrase)
            if tuple(forms[number:end]) != phrase:
                continue
            if kind != "rough" or (end < len(tokens) and tokens[end].kind == "number"):
                for at in range(number, end):
                    tokens[at] = tokens[at]._replace(kind="hedge" if kind == "rough" else kind)
            break


def _classed(text: str, findings: Findings) -> list[Token]:
    """Return all words of a text, each with the kind that tells most of what a change of it means."""
    tokens = tokens_of(text, 0, len(text))
    _put(tokens, "name", (m for m in findings.names if m.end - m.start > 1))
    tokens = [token._replace(named=token.kind == "name") for token in tokens]
    for number, token in enumerate(tokens):
        if token.form[0].isdigit() or token.form in lexicon.words("counts"):
            tokens[number] = token._replace(kind="number")
    _put_phrases(tokens, "negation")
    _put_phrases(tokens, "hedge")
    _put_phrases(tokens, "rough")
    _put(tokens, "date", (t for t in findings.times if t.type in ("DATE", "TIME")))
    said = findings.attributions
    _put(tokens, "cue", [span for a in said for span in a.cue], over=("", "name"))
    _put(tokens, "attribution", [span for a in said for span in a.source], over=("", "name"))
    _put(tokens, "quotation", findings.quotations)
    return [t._replace(kind="") if t.form == QUOTE else t for t in tokens]


def _is_around(text: str, sentence: Sentence) -> bool:
    """Return whether a line is of what outlets print around their report."""
    if sentence.boilerplate in AROUND:
        return True
    words = text[sentence.start : sentence.end].rstrip("\"”’') ")
    return sentence.boilerplate in NO_PROSE and words[-1:] not in STOPS


@remembered
def read_text(document: AnnotatedArticle, notes: tuple[Citation, ...]) -> Text:
    """Return a text of an article as it is compared; `notes` are no part of its report."""
    noted = [note for note in notes if note.field == "text"]
    article = document.article
    hidden = {at for match in ABBREVIATED.finditer(article.text) for at in range(*match.span())}
    tokens = [token for token in _classed(article.text, document.body) if token.start not in hidden]
    starts = [token.start for token in tokens]
    lines = []
    for sentence in document.body.sentences:
        opening = DATELINE.match(article.text, sentence.start, sentence.end)
        start = opening.end() if opening else sentence.start
        within = tokens[bisect_left(starts, start) : bisect_left(starts, sentence.end)]
        if within:
            around = _is_around(article.text, sentence) or any(
                note.start < sentence.end and sentence.start < note.end for note in noted
            )
            span = (sentence.start, sentence.end)
            lines.append(made_line("text", span, within, around, sentence.paragraph))
    title = _title(article.title, article.publisher, document.title)
    forms = frozenset(t.form for line in (*lines, title) if not line.around for t in line.tokens)
    exact = frozenset((t.kind, t.form) for line in (*lines, title) if not line.around for t in line.tokens)
    return Text(document, title, tuple(lines), forms, exact)


def _title(title: str, publisher: str, findings: Findings) -> Line:
    """Return a title without the strap before it and the outlet's name behind it."""
    tokens = _classed(title, findings)
    end = len(title)
    for separator in SEPARATORS:
        at = title.rfind(separator, 0, end)
        behind = title[at + len(separator) : end].casefold().removeprefix("the ").strip()
        if at > 0 and publisher and behind == publisher.casefold().removeprefix("the "):
            end = at
    start = _behind_strap(title)
    kept = tuple(t for t in tokens if start <= t.start and t.end <= end)
    return made_line("title", (0, len(title)), kept)


def _behind_strap(title: str) -> int:
    """Return where a title begins behind its straps: `UPDATE 2-Dam breaks`, `LIVE: Dam breaks`."""
    at, low = 0, title.casefold()
    if len(low) != len(title):
        return 0
    while strap := next((s for s in lexicon.straps() if low.startswith(s, at)), ""):
        behind = at + len(strap)
        while title[behind : behind + 1] in tuple(" 0123456789"):
            behind += 1
        sign = title[behind : behind + 1]
        if not sign or sign not in ":|–-" or (sign == "-" and not title[at : at + len(strap)].isupper()):
            return at
        at = behind + 1
        while title[at : at + 1] == " ":
            at += 1
    return at


def has_words(text: str, words: str) -> bool:
    """Return whether a text has words in this order, whatever their typography."""
    if words in text:
        return True
    wanted = " ".join(t.form for t in tokens_of(words, 0, len(words)) if t.form != QUOTE)
    whole = " ".join(t.form for t in tokens_of(text, 0, len(text)) if t.form != QUOTE)
    return f" {wanted} " in f" {whole} "
