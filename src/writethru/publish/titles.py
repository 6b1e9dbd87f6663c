"""Short lines from the sources: titles and main clauses that can serve as headline or lead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import structs

from writethru.memory import remembered
from writethru.publish.alone import ARGUING, NO_ANSWER, PENDING, is_loaded, unbalanced
from writethru.publish.checking.senses import base, is_irregular, verb_share
from writethru.publish.checking.words import listed, words_of_line
from writethru.publish.compress import compressed
from writethru.publish.edits import apply_edits, cite, cited_sentence, layout_edits
from writethru.publish.material import (
    Candidate,
    Material,
    is_contested,
    is_stale,
    overlap,
    printable,
    quantities_in,
)
from writethru.publish.needed import has_main_verb
from writethru.publish.sense import has_finite
from writethru.publish.spans import touching
from writethru.publish.weighing import title_terms
from writethru.records import AnnotatedArticle, CitedSentence, Record

OUTLET_SUFFIX = re.compile(r"\s{1,4}(?:[|–—]|-)\s{1,4}[^|–—]{2,40}$")
SAME_MATTER = 0.6  # share of the shorter title's terms at which two titles tell one thing
TOP = 2  # sentences of a report that tell how many
OUTGROWN = 1.5  # times the people of a title
LONGEST = 300  # characters of a title that is cut short
FEWEST = 4  # words that are left of a title
ANCHORED = 1.2  # weight of the title of the report that the page starts from
UNDONE, OVERTAKEN = (
    0.85,
    0.6,
)  # weight of a title that looks ahead, and of one before the last day of the story
SURELY = 95  # of a hundred uses of a word those as a verb, from which on it is taken for one
CUT = 0.8  # weight of a title that has to be cut
DRAMA, EMPTY = 0.2, 0.4  # weight of a line with a word that sells, and of one with a word that says nothing
LOOKED_AT = 80  # of the weightiest sentences are looked at beside those that a page prints
SLOGAN = 0.7  # weight of the first sentence of a title that has two
SOLE = 0.9  # of its weight that a line keeps for each of its words that only its own outlet uses
NOT_NAME = re.compile(r"^the |\.(?:com|org|net)\b|\W")
DAMAGED = re.compile(r"Ã.|â(?:\W|€)|\ufffd| - [A-Z][a-z]+$")
LABEL = re.compile(
    r"(?:BREAKING|Breaking|UPDATED?|Updated?|WATCH|Watch|VIDEO|Video|EXCLUSIVE|Exclusive|JUST IN|Report)"
    r"(?: news)?: +"
)
# Titles that ask, address the reader, sell or argue say nothing that a page could say.
UNFIT = re.compile(
    r"\?|!|\.\.\.|…|·|,? explained\b|: (?:How|Why|What|Who|Where|When|Here)\b|\d:\d|^(?:Opinion|OPINION|Analysis|ANALYSIS|Editorial|Column|Review|Live|LIVE|Podcast|Photos?)\b"
    r"|^(?:Fact.?[Cc]heck|It (?:[Tt]ook|[Tt]akes)\b.* (?:[Ff]or|[Tt]o)|Transcript|How|Why|What|When|Who|Where|Is|Are|Can|Will|Should|Could|Did|Does|Do|The \d+)\b"
    r"|^(?:\d+|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten) (?:[Kk]ey )?(?:[Tt]hings|[Ww]ays|[Rr]easons|[Tt]akeaways|[Qq]uestions|[Pp]oints)\b|\b(?:[Ll]ive updates|LIVE UPDATES|[Hh]ere’?'?s|[Ww]hat (?:to|you|we))\b"
    r"|\b(?:[Yy]ou|[Yy]our|[Ww]e|[Oo]ur|I|[Mm]y|[Tt]hings to|[Tt]akeaways|[Ee]verything)\b"
)
TWO = re.compile(r"[a-z]{3}\. [A-Z]")  # sentences
# Where a main clause may end without loss: what follows only adds to it.
CLAUSE_END = re.compile(
    r", (?:which|who|where|whose|while|following|including|a|an|the|according)\b|;"
    r"| (?=(?:after|when|during|despite) )"
)
# The same in a title, which may also hold two sentences, or tell after `as` what happened at the same time.
TITLE_END = re.compile(
    CLAUSE_END.pattern
    + r"|(?<=[a-z]): (?=[A-Z])|, and (?:that|it|he|she|they)\b|(?<=[a-z]{3})\. (?=[A-Z])|, \w+ing\b| (?=(?:as|amid|After|When|During|Despite|As|Amid) )| [–—-] "
)
# What belongs to the words behind it: `a day after`, `only when`.
MEASURE = re.compile(
    r"\b(?:shortly|soon|days?|weeks?|hours?|minutes?|months?|years?|moments?|only|just|even|especially|long|immediately|right"
    r"|and|but|or|than|the|look\w*|nam\w+|sought|com\w+|go\w*|went|came|run\w*)$"
)
# What must not be cut off, because the rest would say something else without it.
KEEP = re.compile(
    r"\b(?:not?|never|unless|if|but|except|without|until|accord\w+|sa(?:id|ys?)|claim\w*|alleg\w*|report\w*|deni\w+|den(?:y|ies)"
    r"|told|may|might|could|would|appears?|suspect\w*|believ\w+|expect\w*|announc\w*|officials?|police|sources?|though|although|only"
    r"|suggest\w*|warn\w*|accus\w*|plan\w*|propos\w*|wrote|tweet\w*)\b|n['’]t\b",
    re.IGNORECASE,
)
TO_DO = re.compile(r"\b[Tt]o [A-Za-z]+\b")  # as titles tell what is planned
# What is not yet done: a title that tells what was done says more.
AHEAD = re.compile(
    TO_DO.pattern
    + r"|\b(?:looms?|braces?|faces?|poised|set to|weighs?|considers?|prepares?|enters?|heads? (?:to|for|into)|hopes?|seeks?)\b",
    re.IGNORECASE,
)
SCARE = re.compile(
    r"(?<!\w)['‘\"“]\w+['’\"”](?!\w)"
)  # one word in quotation marks: not the outlet's, or mocked
SAYING = re.compile(r"\b(?:says?|said|tells?|told)\b")
PREPOSITION = re.compile(r" (?:with|to|on|in|into|for|from|of|at|by|over|about)\b")
RELATIVE = re.compile(r"\b(?:who|whose|which|that|That|Who)\b")
# What is about the reporting and not about the matter, or only says that something was said.
REPORTING = re.compile(
    r"\b(?:made (?:the|his|her|their) (?:comments?|remarks?|announcement|statement)|for (?:several|many|two|three) reasons|authori[sz]ed to (?:speak|discuss)|will air|in the room|interview|(?:released|issued) the|anonymity|reporters|spokes\w+)\b"
)
UNSURE = re.compile(
    r"\b(?:would|could|may|might|[Rr]eportedly|[Ss]ources?(?: say| tell)?|[Rr]umou?rs?|[Ee]xpected|[Pp]ossibl[ey])\b|: [Rr]eport$"
)
VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|could|can|may|must|said|says|did|does|went|came|took|made|gave|left|won|lost"
    r"|fell|rose|hit|began|held|met|told|led|found|kept|sent|set|put|ran|became|got|saw|struck|broke|drew|cut|\w{3,}ed)\b"
)


class Line(Record, frozen=True):
    """A short line with its terms and the document it is from."""

    text: CitedSentence
    terms: frozenset[str]
    document: AnnotatedArticle
    score: float
    order: tuple[str, ...] = ()  # the terms in order
    fair: float = 1.0  # less where words are only its outlet's own


def title_bounds(document: AnnotatedArticle) -> tuple[int, int]:
    """Return where an article's title begins and ends without its label and the name of its outlet."""
    title = document.article.title
    label = LABEL.match(title)
    start = label.end() if label else 0
    suffix = OUTLET_SUFFIX.search(title, start)
    if suffix and is_outlet(suffix.group().strip(" |–—-"), document.article.publisher):
        return start, suffix.start()
    return start, len(title)


def title_line(document: AnnotatedArticle, most: int) -> CitedSentence | None:
    """Return an article's title without outlet and label, if it can serve and has at most `most` words."""
    return next(iter(title_texts(document, most)), None)


@remembered
def title_texts(document: AnnotatedArticle, most: int) -> tuple[CitedSentence, ...]:
    """Return an article's title, and what is left of it where its end may go, as far as they can serve."""
    return tuple(_title_texts(document, most))


def _title_texts(document: AnnotatedArticle, most: int) -> Iterator[CitedSentence]:
    article = document.article
    start, last = title_bounds(document)
    whole = cite(article.id, article.title, 0, len(article.title), field="title")
    for end in title_ends(article.title, start, last):
        if fits(article.title[start:end], most):
            cuts = [(0, start, "trim", "", None)] if start else []
            if end < len(article.title):
                cuts.append((end, len(article.title), "trim", "", None))
            yield apply_edits(whole, [*cuts, *layout_edits(article.title)])


def title_ends(title: str, start: int, end: int) -> Iterator[int]:
    """Yield where a title may end: as it does, or before what only adds to it, the longest first."""
    yield end
    # What has more characters has more words than a line: nobody looks at each end of an endless title.
    ends = TITLE_END.finditer(title, start, min(end, start + LONGEST))
    for cut in sorted({m.start() for m in ends}, reverse=True):
        head, rest = title[start:cut], title[cut:end]
        if len(head.split()) < FEWEST or head.endswith(",") or says_nothing(head):
            continue
        if rest.startswith(":") and not has_finite(head.lower(), 0, len(head)):
            continue
        words = [w.low for w in words_of_line(head)]
        if words[0] in listed("pieces", "fronted") or words[-1].endswith("ed") or is_open(words[-1], rest):
            continue  # no main clause, or what its verb needs would be cut
        if not KEEP.search(rest) and not MEASURE.search(head):
            yield cut


def is_open(word: str, rest: str) -> bool:
    """Return whether a word is a verb that wants what is cut behind it: "laws that interfere | with"."""
    return is_irregular(word) or (verb_share(base(word)) >= SURELY and PREPOSITION.match(rest) is not None)


def fits(words: str, most: int) -> bool:
    """Return whether the words of a title, or of its beginning, can serve as a line."""
    if not 4 <= len(words.split()) <= most or is_loaded(words):
        return False
    if any(p.search(words) for p in (UNFIT, ARGUING, DAMAGED, TWO)):
        return False
    return not (words.isupper() or words.count(",") > 3 or unbalanced(words))


def is_outlet(words: str, publisher: str) -> bool:
    """Return whether the tail of a title names its outlet."""
    tail, outlet = (NOT_NAME.sub("", name.casefold()) for name in (words, publisher))
    return bool(tail and outlet) and (tail in outlet or outlet in tail)


def says_nothing(head: str) -> bool:
    """Return whether a head is cut off after who says it: `The mayor says the former clerk`."""
    said = SAYING.search(head)
    return said is not None and not VERB.search(head, said.end())


def title_lines(material: Material, most: int) -> Iterator[Line]:
    """Yield the usable titles of a story, each with the mean weight of its terms."""
    newest = material.documents[-1].article.day
    told = tolls(material)
    hedged = [title_terms(d) for d in material.documents if UNSURE.search(d.article.title)]
    for document in material.documents:
        terms = title_terms(document)
        if len(terms) < 3 or document.article.id in material.opinions:
            continue
        if is_contested(terms, material) and not document.title.attributions:
            continue
        if is_stale(document.title.quantities, material) or is_outgrown(document, told):
            continue
        day = document.article.day
        age = (newest - day).days if newest and day else 0
        start, end = title_bounds(document)
        for text in title_texts(document, most):
            factor = ANCHORED if document.article.id == material.anchor else 1.0
            if AHEAD.search(text.text) or PENDING.search(text.text):
                factor *= OVERTAKEN if age or is_overtaken(document, material) else UNDONE
            factor *= CUT if len(text.text.split()) < len(document.article.title[start:end].split()) else 1.0
            factor *= SLOGAN if TWO.search(document.article.title[start:end]) else 1.0
            if not UNSURE.search(text.text) and any(overlap(terms, h) >= SAME_MATTER for h in hedged):
                factor *= 0.4  # what others only report as likely is no headline
            line = line_of(text, document, terms, 0.0, material)
            yield structs.replace(line, score=factor * central(line, material) / (1 + 0.25 * min(age, 10)))


def tolls(material: Material) -> dict[str, float]:
    """Return the most of each kind of people, killed or injured, that a report tells of at its top."""
    most: dict[str, float] = {}
    for document in material.documents:
        top = [s for s in document.body.sentences if not s.boilerplate][:TOP]
        for quantity in (q for s in top for q in quantities_in(document, s)):
            if quantity.unit == "people" and quantity.low is not None:
                most[quantity.counted] = max(most.get(quantity.counted, 0.0), quantity.low)
    return most


def is_overtaken(document: AnnotatedArticle, material: Material) -> bool:
    """Return whether a later report has a title that no longer looks ahead to what one of this matter looked ahead to."""
    later = material.documents[material.documents.index(document) + 1 :]
    return any(
        not (AHEAD.search(d.article.title) or PENDING.search(d.article.title))
        and len(title_terms(d) & title_terms(document)) >= FEWEST - 1
        for d in later
    )


def is_outgrown(document: AnnotatedArticle, told: Mapping[str, float]) -> bool:
    """Return whether a title counts far fewer people than a report tells of at its top: it was made when less was known."""
    return any(
        told.get(q.counted, 0.0) >= OUTGROWN * max(q.low or 0.0, q.high or 0.0, 1.0)
        for q in document.title.quantities
        if q.unit == "people" and q.low is not None
    )


def central(line: Line, material: Material) -> float:
    """Return how much a line's words belong to the story, less for its voice and for words of one outlet only."""
    told = sum(material.weights.get(t, 0.0) for t in line.order) / (len(line.order) + 3)
    return told * neutral(line.text) * line.fair


def neutral(text: CitedSentence) -> float:
    """Return a factor under 1 for quotation marks, colons, doubt and drama in a line, and for talk of the reporting."""
    return _neutral(text.text, text.citations[0].field == "title")


@lru_cache(maxsize=20_000)
def _neutral(line: str, title: bool) -> float:
    """Return `neutral` of the words of a line, which is a title or not."""
    quoted = any(mark in line for mark in '“‘"') or line.startswith("'")
    factor = (0.75 if title else 0.4) if quoted else 1.0
    factor *= 0.5 if sum(line.count(mark) for mark in "“‘") > 1 else 1.0
    factor *= 0.5 if SCARE.search(line) else 1.0
    factor *= 0.85 if ":" in line else 1.0
    # "The last days of a boy who died" tells nothing that happened.
    whole = (
        has_main_verb if title and RELATIVE.search(line) else lambda words: has_finite(words, 0, len(words))
    )
    told = whole(line.lower())
    factor *= 1.0 if told or TO_DO.search(line) else 0.6
    factor *= 0.4 if REPORTING.search(line) else 1.0
    factor *= 0.6 if UNSURE.search(line) else 1.0
    factor *= 0.4 if NO_ANSWER.search(line) or is_loaded(line) else 1.0
    words = {w.low for w in words_of_line(line)}
    return (
        factor
        * (DRAMA if words & listed("pieces", "drama") else 1.0)
        * (EMPTY if words & listed("pieces", "empty") else 1.0)
    )


def statement_lines(
    material: Material, chosen: Sequence[Candidate], most: int, others: int = LOOKED_AT
) -> Iterator[Line]:
    """Yield what is left of the sentences of a page, and of the weightiest others, when they are said in few words."""
    seen: set[tuple[str, int]] = set()
    for candidate in (*chosen, *material.candidates[:others]):
        key = (candidate.document.article.id, candidate.sentence.start)
        if key in seen or not printable(candidate, material):
            continue
        seen.add(key)
        if any(touching(candidate.document.body.inserts, candidate.sentence)):
            continue  # where it may be cut is looked for in the words as they stand
        text = cited_sentence(candidate.document, candidate.sentence, material.year)
        for line in compressed(candidate.document, candidate.sentence, text, most):
            yield line_of(line, candidate.document, candidate.sentence.terms, candidate.score, material)


def line_of(
    text: CitedSentence, document: AnnotatedArticle, terms: Iterable[str], score: float, material: Material
) -> Line:
    """Return a text as a line, with those of some terms that it has, and how far others use its words too."""
    stems = {w.stem for w in words_of_line(text.text)}
    mine = tuple(sorted(t for t in set(terms) if t in stems))
    alone = sum(t in material.sole for t in mine)
    return Line(text, frozenset(mine), document, score, mine, SOLE**alone)
