"""A sentence in few words: its subject, verb and object, without what only adds to them; each cut recorded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from writethru.memory import remembered
from writethru.publish.alone import (
    DANGLING,
    DEMONSTRATIVE,
    DEPENDENT,
    NO_ANSWER,
    VAGUE_SUBJECT,
    is_loaded,
    unbalanced,
)
from writethru.publish.checking.clauses import clauses_of_line
from writethru.publish.checking.words import listed
from writethru.publish.edits import apply_edits, opening, opening_edits
from writethru.publish.fronts import fronts
from writethru.publish.needed import has_main_verb
from writethru.publish.pieces import small_pieces
from writethru.publish.sense import WORD, Piece, Sense, has_finite, is_finite, read_sentence
from writethru.publish.spans import Replacement, touching
from writethru.publish.tails import tails
from writethru.records import AnnotatedArticle, CitedSentence, Sentence, Span

FEWEST = 5  # words of a line
ALWAYS = ("time",)
ORDER = ("aside", "occasion", "front", "title", "manner", "that")  # what goes next, the least missed first
PERSONAL = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im|[Hh]imself|[Hh]erself)\b")
BETWEEN = re.compile(r"\b[Bb]etween (?!.{1,80}? and )")
COUNTED = re.compile(  # from a day that stands in a sentence before
    r"\b(?:earlier|later)\b(?! this (?:year|month|week|summer|fall))|\b(?:day|night|week|month|year|hour|minute|moment)s? before\b"
    r"|\bthe (?:previous|following|next) (?:day|night|morning|week|month|year)\b"
)
BROKEN = re.compile(  # a comma that something had to follow; "anti-money" without its "laundering"
    r", (?:an?|the|by|for|in|at|of|with)(?: an?| the)? [\w’'-]{1,20}$|\b(?:anti|pro|non|counter)-[a-z]{1,20}$"
)
EXPLETIVE = re.compile(
    r"\bit(?:[’']s| is| was| would be| will be) (?:past |too |not )?(?:time|clear|likely|unlikely|possible|important|hard|difficult|up)\b"
)
LEANS = re.compile(
    r"\b(?:also|too|however|in turn|other|another|instead|later|meanwhile|similar)\b|\b(?:even|far|much) (?:further|more|less|worse|[a-z]{3,12}er)\b(?!.{1,80}\bthan\b)"
)
IN_PLACE = re.compile(
    r"Today (?!,)|(?:In|At|On|Across|Outside) (?:the )?[A-Z\d][\w.’'-]{1,20}(?: [A-Z][\w.’'-]{1,20}){0,3}, "
)
LONE = re.compile(r"\b(?:it|them)\b")
BEHIND = re.compile(r"\b(?:on|of|in|to|for|with|about|at|by|from|over|against) it\b")
OTHER = re.compile(r"\b(?:[Tt]hey|[Tt]heir|[Tt]hem|[Ii]ts?)\b")
NO_COMMENT = re.compile(r"\b(?:no|not|declin\w{1,3}|refus\w{1,3})(?: \w+){0,4} comment")
RELATIVE = re.compile(r"\b(?:that|who|which|whose|whom)\b")
CIRCUMSTANCE = re.compile(r"(?:\S{1,30} ){1,4}(?:after|before|when|since|while)\b")
THAT = re.compile(r"(?: [\w’'-]{1,30}){0,4}? that [\w’'-]{1,30}")
SOME = re.compile(  # of whom the sentence before speaks
    r"(?:One|Two|Some|Several|Many|Most|All|Each) (?:said|told|are|were|is|was|have|had|will|would)\b|(?:First|Second|Third) (?:there|came|was)\b"
)
CAPTION = re.compile(r", (?:left|right|cent(?:er|re)),")
SHOUTED = re.compile(r"\b[A-Z]{6,}\b")
NAME_BESIDE = re.compile(r", (?:[A-Z][\w’'-]{1,30} ){1,4}([a-z]+)")
POINTING = re.compile(
    r"\bthis (?:is|was)\b|\bin question\b|(?<![-\w])then(?![-\w])|\bsuch (?:an?|as)\b|\bas (?:much|well|such)\b"
)
NO_SUBJECT = (
    ("pieces", "fronted"),
    ("pieces", "last", "opening"),
    ("sense", "small", "preposition"),
    ("sense", "small", "opening"),
)
SPACES = re.compile(r"\s{2,}|\n")


@remembered
def compressed(
    document: AnnotatedArticle, sentence: Sentence, text: CitedSentence, most: int
) -> tuple[CitedSentence, ...]:
    """Return a sentence in at most some words, the fullest first; nothing where it cannot be had.

    `text` is the sentence as the page prints it: the names that it gives in brackets are kept.
    """
    sense = read_sentence(document, sentence)
    start = opening(sense.words)
    small = [p for p in (*small_pieces(sense), *fronts(sense)) if p.start >= start or p.kind != "front"]
    done: set[str] = set()
    found: list[tuple[int, CitedSentence]] = []
    for ends in endings(tails(sense, small), sense.close):
        for taken in levels(small):
            cuts = [*taken, *ends]
            line = built(sense, text, cuts)
            words = len(line.text.split())
            if line.text in done or not FEWEST <= words <= most:
                continue
            done.add(line.text)
            if is_statement(sense, line):
                found.append((words, line))
    return tuple(line for _, line in sorted(found, key=lambda f: -f[0]))


def endings(found: Sequence[Piece], close: int) -> Iterator[tuple[Piece, ...]]:
    """Yield which tails go: none, each, and those of what is said with all that stands behind who says it."""
    yield ()
    yield from ((tail,) for tail in found)
    behind = min((t for t in found if t.start > close), default=None, key=lambda t: t.start)
    if behind is not None:
        yield from ((tail, behind) for tail in found if tail.end <= close)


def levels(small: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Yield which small pieces go: always the times, then asides, occasions and what stands before the subject."""
    tried: set[frozenset[str]] = set()
    present = {p.kind for p in small}
    growing = ((*ALWAYS, *ORDER[:number]) for number in range(len(ORDER) + 1))
    for kinds in (*growing, ("time", "front"), ("time", "title"), ("time", "front", "title")):
        here = frozenset(kinds) & present
        if here not in tried:
            tried.add(here)
            yield [p for p in small if p.kind in here]


def built(sense: Sense, text: CitedSentence, cuts: Sequence[Piece]) -> CitedSentence:
    """Return a sentence without some stretches and its full stop, the names in brackets kept."""
    words = sense.words
    stop = [(sense.stop, len(words))] if any(c.end == sense.stop for c in cuts) else closing(words)
    gaps = joined([*((c.start, c.end) for c in cuts), *stop])
    edits: list[Replacement] = []
    for start, end in gaps:
        if start == 0 or start <= opening(words) < end:
            edits.append((0, end + 1, "trim", words[end : end + 1].upper(), None))
        else:
            edits.append((start, end, "trim", "", None))
    if not any(e[0] == 0 for e in edits):
        edits += opening_edits(words)
    edits += [e for e in text.replacements() if e[2] in ("name", "date")]
    edits += [(m.start(), m.end(), "punctuation", " ", None) for m in SPACES.finditer(words)]
    inside = [e for e in edits if e[2] == "trim" or not any(a <= e[0] and e[1] <= b for a, b in gaps)]
    return apply_edits(text.citations[0], inside)


def closing(words: str) -> list[tuple[int, int]]:
    """Return the full stop of a sentence as a stretch to cut, unless it belongs to its last word."""
    if words.endswith(".") and not re.search(r"\b(?:[ap]\.m|[A-Z]\.[A-Z]|Inc|Co|Jr|Sr)\.$", words):
        return [(len(words) - 1, len(words))]
    return []


def joined(gaps: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return stretches in order, those that overlap or touch as one."""
    whole: list[tuple[int, int]] = []
    for start, end in sorted(gaps):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def is_statement(sense: Sense, line: CitedSentence) -> bool:
    """Return whether a line can stand by itself: a subject that is named, a verb, nothing left hanging."""
    text = shown(line)
    if not (text[:1].isupper() or text[:1].isdigit()) or text[-1:] in ",;:–—-":
        return False
    if DANGLING.match(text) or DEMONSTRATIVE.search(text) or NO_ANSWER.search(text) or BETWEEN.search(text):
        return False
    if COUNTED.search(text) or BROKEN.search(text) or SOME.match(text) or CAPTION.search(text):
        return False
    if DEPENDENT.search(text) or LEANS.search(text) or NO_COMMENT.search(text) or POINTING.search(text):
        return False
    told = without_source(sense, text)
    words = [m.group().lower().rstrip(".") for m in WORD.finditer(told)]
    if not words or words[-1] in listed("pieces", "last") | listed("cues", "said") or is_loaded(text):
        return False
    if not opens_with_subject(text):
        return False
    placed = IN_PLACE.match(text)
    text = told[placed.end() :] if placed else told
    if unbalanced(text) or not says_what(text) or SHOUTED.search(text):
        return False
    return has_subject(text) and not is_parted(text) and not points_outside(sense, text)


def opens_with_subject(text: str) -> bool:
    """Return whether no word that leads to a subject opens a line, but for where something was."""
    first = WORD.search(text)
    if first is None or IN_PLACE.match(text):
        return first is not None
    return not any(first.group().lower().rstrip(".") in listed(*names) for names in NO_SUBJECT)


def shown(line: CitedSentence) -> str:
    """Return the words of a line without what was added, but with the names that it gives."""
    if any(edit.kind == "name" for edit in line.edits):
        return line.text.replace("[", "").replace("]", "")
    return line.without_additions()


def without_source(sense: Sense, text: str) -> str:
    """Return a line without who says it, where that stands last."""
    if sense.close >= sense.stop:
        return text
    begins = sense.words[sense.close : sense.close + 12]
    at = text.rfind(begins)
    return text[:at] if at > 0 else text


def says_what(text: str) -> bool:
    """Return whether a line that says that somebody says something has the verb of what is said."""
    said = listed("cues", "said")
    for word in WORD.finditer(text):
        that = THAT.match(text, word.end()) if word.group().lower() in said else None
        if that is not None and not has_finite(text, that.end(), len(text)):
            return False
    return True


def has_subject(text: str) -> bool:
    """Return whether the first clause of a line has a named doer and a verb that says what is so."""
    # "the company-led council" does nothing
    found = [c for c in clauses_of_line(text) if text[c.at - 1 : c.at] != "-"]
    if not found or CIRCUMSTANCE.match(text):
        return False
    verb = next((m.start() for m in WORD.finditer(text) if is_finite(text, m.start())), 0)
    if RELATIVE.search(text, 0, verb) and (len(found) < 2 or not has_main_verb(text)):
        return False  # the verb is not the subject's: "the announcement that he had left"
    first = found[0]
    subject = first.patient if first.passive else first.agent
    return subject is not None and bool(subject.bases) and subject.start < first.at


def is_parted(text: str) -> bool:
    """Return whether a comma stands between subject and verb, or what is before the only comma has no verb."""
    commas = [m.end() for m in re.finditer(r", ", text)]
    beside = NAME_BESIDE.search(text)
    if len(commas) == 1 and beside is not None and beside[1] not in listed("cues", "said"):
        return True  # a name put beside another, and what came behind it cut
    return len(commas) == 1 and is_finite(text, commas[0]) and not text[: commas[0]].startswith(("“", '"'))


def is_of_person(sense: Sense, text: str) -> bool:
    """Return whether one person is the subject of a line: no "it" or "they" of it stands for that."""
    for name in touching(sense.document.body.names, Span(sense.sentence.start, sense.sentence.end)):
        words = sense.document.article.text[name.start : name.end]
        if name.kind == "person" and -1 < text.find(words) < 24 and " and " not in text[:40]:
            return True
    return False


def has_other(sense: Sense, before: str) -> bool:
    """Return whether words name something else than a person, for which "its" may stand."""
    names = touching(sense.document.body.names, Span(sense.sentence.start, sense.sentence.end))
    return any(n.kind != "person" and sense.document.article.text[n.start : n.end] in before for n in names)


def points_outside(sense: Sense, text: str) -> bool:
    """Return whether a line has a pronoun of which nothing before it in the line speaks."""
    personal = PERSONAL.search(text)
    if personal is not None:
        people = [
            n
            for n in touching(sense.document.body.names, Span(sense.sentence.start, sense.sentence.end))
            if n.kind == "person"
        ]
        named = [sense.document.article.text[n.start : n.end] for n in people]
        if not any(-1 < text.find(name) < personal.start() for name in named):
            return True
    text = EXPLETIVE.sub("", text)
    lone = LONE.search(text)
    if lone is not None and (not is_finite(text, lone.end() + 1) or BEHIND.search(text)):
        return True
    other = OTHER.search(text)
    if other is not None and (
        other.start() < 12 or (is_of_person(sense, text) and not has_other(sense, text[: other.start()]))
    ):
        return True
    # A sentence that opens so was judged before: whether its story knows what "the session" is.
    opens = sense.words[opening(sense.words) :].startswith(text[:8])
    return not opens and VAGUE_SUBJECT.match(text) is not None
