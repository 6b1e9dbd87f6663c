"""Every sentence, quotation, number, name and date of a page against what it cites.

Kinds of fault:

- `article-missing`: a cited article is not at hand; `article-changed`: its id is not the hash of it
- `uncited`: a text without a citation; `source-number`: a number that leads to another article or nowhere
- `span`: the exact words do not stand at the offsets; `edit`: undoing the edits does not give them
- `quotation`, `number`, `name`, `date`, `word`: in the text, but not in the cited words or an edit
- `negation`: an edit cut a negation or a hedge
- `support`: a further citation does not carry what the text says
- `when`: the date of a timeline entry is not what its words say; `two-dates`: one event, two dates
- `value`: the value of a position or a change is not in its words
- `holder`: the holder of a position is neither in its words nor found to be their speaker or outlet
- `topic`: a word of a disagreement's topic is none of its positions'
- `counts`, `source-note`, `updated`: a count, a time or an entry of the source list does not fit the sources
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Literal

from msgspec import UNSET

from writethru.publish.carried import (
    NEGATION,
    ORDINARY,
    bears_out,
    kind_of,
    level,
    missing_words,
    numbers_of,
    one_event_twice,
    quotations_of,
    words_of,
)
from writethru.publish.checking.senses import base
from writethru.publish.cuts import cut_faults
from writethru.publish.days import time_words
from writethru.publish.edits import undo
from writethru.publish.namings import is_named_so
from writethru.publish.throughout import days_within
from writethru.publish.walk import cited_texts
from writethru.records import (
    AnnotatedArticle,
    Article,
    Brief,
    CheckedSentence,
    Citation,
    CitedSentence,
    Disagreement,
    Edit,
    Fault,
    SourceNote,
    Span,
    Value,
    Verification,
    content_id,
)

Annotate = Callable[[Article], AnnotatedArticle]
Found = Iterator[tuple[str, str, str]]  # kind, found, expected
TOPIC_WORDS = frozenset(
    "how many much what when where who why whether accounts positions blame people number count date happened"
    " killed injured hurt dead missing arrested died caused cause share size cost between about was were did there says"
    " say dispute disputes accuse denies deny alleged against accuses charges charge true false whose responsible".split()
)
LIMIT = re.compile(
    r"\b(?:at (?:least|most)|(?:some|most|many|few|half|part) of|up to|nearly|almost|(?:fewer|less|more) than|between)\b",
    re.IGNORECASE,
)
SENTENCE = 400  # characters before and after cited words that may be of their sentence
SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]{0,3}(?=\s|\Z)|\n")


class Desk:
    """The articles at hand, each annotated at most once and only if a date or value asks for it."""

    def __init__(self, articles: Mapping[str, Article], annotate: Annotate, of: Collection[str] = ()) -> None:
        self.articles = articles
        self.told = of or articles.keys()  # the page is made from these; others may be at hand
        self.annotate = annotate
        self.read: dict[str, AnnotatedArticle] = {}

    def document(self, article: str) -> AnnotatedArticle:
        """Return an article with its findings."""
        if article not in self.read:
            self.read[article] = self.annotate(self.articles[article])
        return self.read[article]


def verify(brief: Brief, articles: Mapping[str, Article], annotate: Annotate) -> Verification:
    """Check a page; the articles it carries go before those handed over.

    Returns how many cited texts were checked, how many had no fault, and the faults.
    """
    carried = brief.articles if brief.articles is not UNSET else {}
    numbers = {note.number: note.article for note in brief.sources}
    known = {**articles, **carried}
    desk = Desk(known, annotate, [id for id in numbers.values() if id in known])
    faults: list[Fault] = []
    sentences: list[CheckedSentence] = []
    for where, text in cited_texts(brief):
        found = [
            *source_faults(text, numbers),
            *text_faults(text, desk),
            # An event of the timeline is a clause taken out of its sentence.
            *(() if where.startswith("timeline") else cut_faults(text)),
            *data_faults(where, text, brief, desk),
        ]
        mine = tuple(Fault(kind, where, what, wanted) for kind, what, wanted in found)
        numbers_cited = tuple(dict.fromkeys(c.source for c in text.citations))
        state: Literal["supported", "faulty"] = "faulty" if mine else "supported"
        sentences.append(
            CheckedSentence(where, text.text, (0, 0), numbers_cited, state, text.citations, mine)
        )
        faults += mine
    faults += [Fault(kind, where, what, wanted) for where, kind, what, wanted in page_faults(brief, desk)]
    supported = sum(not s.faults for s in sentences)
    return Verification(len(sentences), supported, tuple(faults), tuple(sentences))


def source_faults(text: CitedSentence, numbers: Mapping[int, str]) -> Found:
    """Yield what is wrong with the source numbers of a text's citations."""
    if not text.citations:
        yield "uncited", text.text, "at least one citation"
    if text.citations and not text.text.strip():
        yield "edit", text.text, "some words"
    for citation in text.citations:
        if numbers.get(citation.source) != citation.article:
            yield "source-number", f"[{citation.source}]", f"the number of article {citation.article}"


def text_faults(text: CitedSentence, desk: Desk) -> Found:
    """Yield what is wrong with a text, its edits and the words it cites."""
    missing = [c.article for c in text.citations if c.article not in desk.articles]
    for article in missing:
        yield "article-missing", article, "an article at hand"
    if missing or not text.citations:
        return
    for citation in text.citations:
        yield from span_faults(citation, desk)
        if citation.field == "text":
            yield from fragment_faults(desk.articles[citation.article].text, citation, desk)
    first = text.citations[0]
    try:
        words = undo(text)
    except ValueError as error:
        yield "edit", str(error), "the text that the edit says it made"
        return
    if words != first.exact:
        yield "edit", words, first.exact
        return
    shift = 0
    for edit in text.edits:
        yield from edit_faults(edit, first, edit.at[0] - shift, desk)
        shift += len(edit.now) - len(edit.was)
    yield from word_faults(text)
    joined = [e.source for e in text.edits if e.kind == "join"]
    for further in text.citations[1:]:
        if further not in joined and not bears_out(further.exact, text):
            yield "support", further.exact, text.text


def span_faults(citation: Citation, desk: Desk) -> Found:
    """Yield a fault when the exact words do not stand where a citation says."""
    article = desk.articles[citation.article]
    field = article.title if citation.field == "title" else article.text
    # Beyond the ends of a text a slice is cut without a word.
    inside = 0 <= citation.start <= citation.end <= len(field)
    there = field[citation.start : citation.end] if inside else ""
    if not citation.exact or there != citation.exact:
        yield "span", there, citation.exact


def fragment_faults(text: str, citation: Citation, desk: Desk) -> Found:
    """Yield a fault where cited words begin or end within a word, or leave a negation of their sentence out."""
    start, end = citation.start, citation.end
    for at in (start, end):
        if 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum():
            yield "span", text[max(0, at - 20) : at + 20], "whole words"
    ended = SENTENCE_END.search(text[max(0, end - 3) : end + 1])
    before = SENTENCE_END.split(text[max(0, start - SENTENCE) : start])[-1]
    after = "" if ended else SENTENCE_END.split(text[end : end + SENTENCE])[0]
    cut = NEGATION.search(f"{before} {after}")
    if cut and not are_sentences(citation, desk):
        yield "negation", cut[0], "no negation or hedge of the sentence left out of what is cited"


def are_sentences(citation: Citation, desk: Desk) -> bool:
    """Return whether cited words are whole sentences as they are found in the article."""
    sentences = desk.document(citation.article).body.sentences
    return citation.start in {s.start for s in sentences} and citation.end in {s.end for s in sentences}


def edit_faults(edit: Edit, citation: Citation, at: int, desk: Desk) -> Found:
    """Yield what an edit claims beyond the cited words; `at` is its place in them."""
    if edit.kind == "date":
        added = edit.now.removeprefix(edit.was).strip(" []")
        end = citation.start + at + len(edit.was)
        document = desk.document(citation.article)
        meant = {
            words
            for t in document.body.times
            if t.end == end and citation.field == "text"
            for year in (None, t.interval and int(t.interval[0][:4]))
            if (words := time_words(t, year))
        }
        if not edit.now.startswith(edit.was) or added not in meant:
            yield "date", added, " or ".join(sorted(meant)) or "a time expression resolved from the dateline"
    elif edit.kind == "name":
        if edit.source is None or edit.source.article not in desk.articles:
            yield "name", edit.now, "a name of an article of the page"
            return
        yield from span_faults(edit.source, desk)
        if not is_named_so(edit, at, citation, desk.told, desk.document):
            yield "name", edit.now, f"who {edit.was!r} is by an article of the page"
    elif edit.kind == "join":
        if edit.source is None or edit.was or not edit.now.startswith("; "):
            yield "edit", edit.now, "a further event with the words that it is from"
        else:
            yield from span_faults(edit.source, desk)
            yield from joined_faults(edit.now.removeprefix("; "), edit.source.exact)
    elif edit.kind == "link":
        start = citation.start + at
        links = desk.document(citation.article).body.inserts
        if edit.now or Span(start, start + len(edit.was)) not in links or citation.field != "text":
            yield "edit", edit.was, "the text of a link that ran into the sentence"
    elif edit.kind in ("trim", "case", "punctuation"):
        if not level(edit.was).casefold().strip().endswith(level(edit.now).casefold().strip()):
            yield "edit", edit.now, f"part of {edit.was!r}"
        cut = edit.was[: len(edit.was) - len(edit.now)] if edit.now else edit.was
        if edit.kind == "trim" and NEGATION.search(cut):
            yield "negation", cut, "no negation or hedge cut"
        elif edit.kind == "trim" and LIMIT.search(cut):
            yield "negation", cut, "no words that say how much of it cut"
    else:
        yield "edit", edit.kind, "a kind of edit that can be checked"


def joined_faults(words: str, exact: str) -> Found:
    """Yield what is wrong with words that were taken as they stand from a further citation."""
    before, found, after = level(exact).casefold().partition(level(words).casefold())
    if not found:
        yield "edit", words, "words that stand in the citation they are from"
    elif cut := NEGATION.search(f"{before} {after}"):
        yield "negation", cut[0], "no negation or hedge cut"


def word_faults(text: CitedSentence) -> Found:
    """Yield the quotations and words of a text that neither its first citation nor an edit has."""
    exact = " ".join(
        [text.citations[0].exact, *(e.source.exact for e in text.edits if e.kind == "join" and e.source)]
    )
    edited = " ".join(e.now for e in text.edits if e.kind in ("date", "name"))
    for quotation in quotations_of(text.text):
        if level(quotation) not in level(exact):
            yield "quotation", quotation, "words that stand in the cited text"
    for word in missing_words(text.text, f"{exact} {edited}"):
        yield kind_of(word), word, "a word of the cited text"


def data_faults(where: str, text: CitedSentence, brief: Brief, desk: Desk) -> Found:
    """Yield what is wrong with the date or value that stands beside a text."""
    if not text.citations or text.citations[0].article not in desk.articles:
        return
    room, _, rest = where.partition("[")
    index = int(rest.partition("]")[0]) if rest else 0
    if room == "timeline":
        when = brief.timeline[index].when
        exact = (when.start, when.end, when.granularity)
        further = [e.source for e in text.edits if e.kind == "join" and e.source]
        if exact not in set(intervals(text.citations[0], desk)) or any(
            exact[:2] not in {i[:2] for i in intervals(c, desk)} for c in further
        ):
            yield "when", f"{when.start}/{when.end} ({when.granularity})", "a date that the cited words give"
    elif room == "disagreements" and ".positions[" in where:
        j = int(where.rpartition("[")[2].rstrip("]"))
        position = brief.disagreements[index].positions[j]
        yield from value_faults(position.value, text.citations[0], desk)
        if not is_holder(position.holder, text.citations[0], desk):
            yield "holder", position.holder, "who holds this by the cited words, or the outlet"
    elif where.endswith((".because", ".was")):
        change = brief.changes[index]
        words = change.now if where.endswith(".because") else change.previously
        absent = (
            numbers_of(words) - numbers_of(text.citations[0].exact) - set(quantities(text.citations[0], desk))
        )
        if absent:
            yield "value", words, "figures that the cited words give"


def is_holder(holder: str, citation: Citation, desk: Desk) -> bool:
    """Return whether a statement is somebody's.

    It is when its words name the holder, when its outlet is the holder, or when it is found to be
    the holder's saying; where it names no speaker, the holder must at least be named in the article.
    """
    document = desk.document(citation.article)
    article = document.article
    findings = document.body if citation.field == "text" else document.title
    speakers = [
        a
        for a in findings.attributions
        if any(p.start < citation.end and citation.start < p.end for p in (*a.source, *a.cue, *a.content))
    ]
    wanted = {w.casefold() for w in words_of(holder)} - ORDINARY
    said = " ".join([citation.exact, article.publisher, article.byline, *(a.holder for a in speakers)])
    if len(wanted & {w.casefold() for w in words_of(said)}) >= 0.5 * max(1, len(wanted)):
        return bool(wanted)
    named = any(a.holder and a.holder_kind == "person" for a in speakers)
    last = words_of(holder)[-1:] or [""]
    return not named and bool(last[0]) and last[0] in article.text


def note_faults(note: SourceNote, desk: Desk) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Yield what is wrong with the citations of what became of an article, as far as its texts are at hand."""
    for j, told in enumerate(note.notes):
        cited = [c for c in (told.was, told.now, told.because) if c is not None]
        for citation in cited:
            if citation.article in desk.articles:
                yield from ((j, fault) for fault in span_faults(citation, desk))
        exact = level(" ".join(c.exact for c in cited))
        for quotation in quotations_of(told.says):
            # An edit tells in few words what was and is; a correction quotes the outlet's note.
            if told.kind != "edited" and cited and level(" ".join(quotation.split())) not in exact:
                yield j, ("quotation", quotation, "words of the note that is cited")


def topic_faults(point: Disagreement) -> Found:
    """Yield the words of a disagreement's topic that its positions do not have."""
    said = " ".join(f"{p.holder} {p.statement.citations[0].exact}" for p in point.positions)
    told = {w.casefold() for w in words_of(said)}
    stems, bases = {w[:4] for w in told}, {base(w) for w in told}  # "hid" where they say "hiding"
    for word in words_of(point.topic):
        low = word.casefold()
        if low not in ORDINARY | TOPIC_WORDS and low[:4] not in stems and base(low) not in bases:
            yield "topic", word, "words of the positions"


def intervals(citation: Citation, desk: Desk) -> Iterator[tuple[str, str, str]]:
    """Yield the intervals of the time expressions in the cited words, with their granularity."""
    found, field = desk.document(citation.article), citation.field
    times = found.body.times if field == "text" else found.title.times
    text = found.article.text if field == "text" else found.article.title
    return days_within(text, times, citation.start, citation.end)


def quantities(citation: Citation, desk: Desk) -> Iterator[float]:
    """Yield the bounds of the quantities in the cited words."""
    findings = desk.document(citation.article)
    for quantity in findings.body.quantities if citation.field == "text" else findings.title.quantities:
        if citation.start <= quantity.start and quantity.end <= citation.end:
            yield from (bound for bound in (quantity.low, quantity.high) if bound is not None)


def value_faults(value: Value | None, citation: Citation, desk: Desk) -> Found:
    """Yield a fault for each bound of a position's value that its words do not give."""
    for key, bound in sorted((value or {}).items()):
        if bound is None or key == "unit":
            continue
        if key in ("start", "end"):
            if not any(bound in interval for interval in intervals(citation, desk)):
                yield "value", str(bound), "a date that the cited words give"
        elif float(bound) not in numbers_of(citation.exact) | set(quantities(citation, desk)):
            yield "value", str(bound), "a number that the cited words give"


def page_faults(brief: Brief, desk: Desk) -> Iterator[tuple[str, str, str, str]]:
    """Yield what is wrong with the page as a whole: counts, source list, one event with two dates."""
    outlets = {n.publisher for n in brief.sources}
    found = (len(brief.sources), len(outlets), len({n.origin for n in brief.sources}))
    told = (brief.counts.articles, brief.counts.outlets, brief.counts.origins)
    if told != found:
        yield "counts", "counts", str(told), str(found)
    for i, note in enumerate(brief.sources):
        article = desk.articles.get(note.article)
        if article is None:
            yield f"sources[{i}]", "article-missing", note.article, "an article at hand"
            continue
        stated = (note.title, note.publisher, note.published, note.url, note.external_id)
        wanted = (article.title, article.publisher, article.published, article.url, article.external_id)
        if stated != wanted:
            yield f"sources[{i}]", "source-note", str(stated), str(wanted)
        digest = content_id(article.key, article.title, article.text)
        if note.article != digest:
            yield f"sources[{i}]", "article-changed", note.article, digest
        yield from ((f"sources[{i}].notes[{j}]", *fault) for j, fault in note_faults(note, desk))
    times = {n.published for n in brief.sources}
    for where, told_time in (("updated", brief.updated), ("coverage.newest", brief.coverage.newest)):
        if told_time is not None and told_time not in times:
            yield where, "updated", told_time, "the time of one of the sources"
    for i, point in enumerate(brief.disagreements):
        yield from ((f"disagreements[{i}].topic", *fault) for fault in topic_faults(point))
    listed = any(d.kind == "date" for d in brief.disagreements)
    for i, later in enumerate(brief.timeline):
        for earlier in brief.timeline[:i]:
            if not listed and one_event_twice(earlier, later):
                yield f"timeline[{i}]", "two-dates", later.when.start, earlier.when.start
