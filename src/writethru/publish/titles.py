"""Short lines from the sources: titles and main clauses that can serve as headline or lead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from writethru.publish.alone import ARGUING, NO_ANSWER, PENDING, is_loaded
from writethru.publish.edits import (
    OFFSET,
    apply_edits,
    cite,
    cited_sentence,
    layout_edits,
    opening,
    opening_edits,
)
from writethru.publish.material import (
    Candidate,
    Material,
    is_contested,
    is_stale,
    overlap,
    printable,
)
from writethru.publish.spans import touching
from writethru.records import AnnotatedArticle, CitedSentence, Record

OUTLET_SUFFIX = re.compile(r"\s{1,4}(?:[|–—]|-)\s{1,4}[^|–—]{2,40}$")
SELLING = frozenset(
    "amid slams blasts shocking bombshell rips destroys stunning epic insane unhinged".split()
)
SAME_MATTER = 0.6  # share of the shorter title's terms at which two titles tell one thing
CUT = 0.8  # weight of a title that has to be cut
CLAUSES = 300  # of the weightiest sentences are looked at for opening clauses
NOT_NAME = re.compile(r"^the |\.(?:com|org|net)\b|\W")
DAMAGED = re.compile(r"Ã.|â(?:\W|€)|\ufffd| - [A-Z][a-z]+$")
LABEL = re.compile(
    r"(?:BREAKING|Breaking|UPDATED?|Updated?|WATCH|Watch|VIDEO|Video|EXCLUSIVE|Exclusive|JUST IN|Report)"
    r"(?: news)?: +"
)
# Titles that ask, address the reader, sell or argue say nothing that a page could say.
UNFIT = re.compile(
    r"\?|!|\.\.\.|…|^(?:Opinion|OPINION|Analysis|ANALYSIS|Editorial|Column|Review|Live|LIVE|Podcast|Photos?)\b"
    r"|^(?:Fact.?[Cc]heck|Transcript|How|Why|What|When|Who|Where|Is|Are|Can|Will|Should|Could|Did|Does|Do|The \d+)\b"
    r"|^(?:\d+|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten) (?:[Kk]ey )?(?:[Tt]hings|[Ww]ays|[Rr]easons|[Tt]akeaways|[Qq]uestions|[Pp]oints)\b|\b(?:[Ll]ive updates|LIVE UPDATES|[Hh]ere’?'?s|[Ww]hat (?:to|you|we))\b"
    r"|\b(?:[Yy]ou|[Yy]our|[Ww]e|[Oo]ur|I|[Mm]y|[Tt]hings to|[Tt]akeaways|[Ee]verything)\b"
)
# Where a main clause may end without loss: what follows only adds to it.
CLAUSE_END = re.compile(
    r", (?:which|who|where|whose|while|following|including|a|an|the|according)\b|;"
    r"| (?=(?:after|when|during|despite) )"
)
# The same in a title, which may also hold two sentences, or tell after `as` what happened at the same time.
TITLE_END = re.compile(
    CLAUSE_END.pattern
    + r"|(?<=[a-z]{3})\. (?=[A-Z])|, \w+ing\b| (?=(?:as|amid|After|When|During|Despite|As|Amid) )| [–—-] "
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
POSSESSIVE = re.compile(  # words that point outside of the head
    r"\b(?:[Hh]is|[Hh]er|[Tt]heir|[Hh]e|[Ss]he|[Tt]hey|[Ii]t|them|him|[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose|also|too|again"
    r"|another|still|instead|[Oo]ne|such|[Tt]he (?:group|survey|poll|paper|newspaper|statement|report|study|two|pair|man|woman))\b|, (?:however|therefore|meanwhile|though|too)\b| (?:here|below|above)$"
)
SUBORDINATE = re.compile(  # heads that are no main clause
    r"^(?:In|On|At|After|Before|When|While|As|With|By|For|If|Since|Although|Though|During|Under|Despite|According|To"
    r"|Even|Per|Because|Once|Until|Unlike|Like|Given|Following|Among|From|Ahead|Just|Instead|Whether)\b"
    r"|^(?:\S+ ){1,4}(?:after|before|when|since|while)\b|^\w+ing\b"
)
SAYING = re.compile(r"\b(?:says?|said|tells?|told)\b")
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
    article = document.article
    start, end = title_bounds(document)
    end = next(
        (stop for stop in title_ends(article.title, start, end) if fits(article.title[start:stop], most)), 0
    )
    if not end:
        return None
    whole = cite(article.id, article.title, 0, len(article.title), field="title")
    cuts = [(0, start, "trim", "", None)] if start else []
    if end < len(article.title):
        cuts.append((end, len(article.title), "trim", "", None))
    return apply_edits(whole, [*cuts, *layout_edits(article.title)])


def title_ends(title: str, start: int, end: int) -> Iterator[int]:
    """Yield where a title may end: as it does, or before what only adds to it, the longest first."""
    yield end
    for cut in sorted({m.start() for m in TITLE_END.finditer(title, start, end)}, reverse=True):
        head, rest = title[start:cut], title[cut:end]
        if len(head.split()) < 5 or head.endswith(",") or says_nothing(head):
            continue
        if not KEEP.search(rest) and not MEASURE.search(head):
            yield cut


def fits(words: str, most: int) -> bool:
    """Return whether the words of a title, or of its beginning, can serve as a line."""
    if not 4 <= len(words.split()) <= most or is_loaded(words):
        return False
    if any(p.search(words) for p in (UNFIT, ARGUING, DAMAGED)):
        return False
    return not (words.isupper() or words.count(",") > 3 or unbalanced(words))


def is_outlet(words: str, publisher: str) -> bool:
    """Return whether the tail of a title names its outlet."""
    tail, outlet = (NOT_NAME.sub("", name.casefold()) for name in (words, publisher))
    return bool(tail and outlet) and (tail in outlet or outlet in tail)


def clause_line(candidate: Candidate, text: CitedSentence, most: int) -> CitedSentence | None:
    """Return the main clause that opens a sentence, if cutting the rest changes nothing that it says."""
    citation = text.citations[0]
    words = citation.exact
    start = opening(words)
    if any(e.kind == "name" and e.at[0] == 0 for e in text.edits):
        return None  # its subject is only known from elsewhere
    for end in sorted({m.start() for m in CLAUSE_END.finditer(words, start)} | {full_length(words)}):
        head, rest = words[start:end], words[end:]
        if len(head.split()) > most or (rest.startswith(",") and len(head.split()) < 6):
            return None  # too long, or its subject is parted from its verb
        if (
            len(head.split()) < 6
            or head.rstrip('”"’').endswith(",")
            or KEEP.search(rest)
            or not VERB.search(head)
            or says_nothing(head)
            or NO_ANSWER.search(head)
            or unbalanced(head)
            or MEASURE.search(head)
        ):
            continue
        if not any(p.search(head) for p in (SUBORDINATE, POSSESSIVE, OFFSET)):
            layout = [r for r in layout_edits(words) if start < r[0] and r[1] <= end]
            return apply_edits(
                citation, [*opening_edits(words), (end, len(words), "trim", "", None), *layout]
            )
    return None


def says_nothing(head: str) -> bool:
    """Return whether a head is cut off after who says it: `The mayor says the former clerk`."""
    said = SAYING.search(head)
    return said is not None and not VERB.search(head, said.end())


def full_length(words: str) -> int:
    """Return where a sentence ends without its full stop, which stays behind `p.m.` and the like."""
    bare = words.rstrip('.”"’')
    return len(words) if re.search(r"\b(?:[ap]\.m|[A-Z]\.[A-Z]|Inc|Co|Jr|Sr)$", bare) else len(bare)


def unbalanced(words: str) -> bool:
    """Return whether quotation marks or brackets stay open."""
    return (
        words.count("“") != words.count("”")
        or words.count('"') % 2 == 1
        or words.count("(") != words.count(")")
    )


def title_lines(material: Material, most: int) -> Iterator[Line]:
    """Yield the usable titles of a story, each with the mean weight of its terms."""
    newest = material.documents[-1].article.day
    hedged = [
        frozenset(t for s in d.title.sentences for t in s.terms)
        for d in material.documents
        if UNSURE.search(d.article.title)
    ]
    for document in material.documents:
        text = title_line(document, most)
        terms = frozenset(t for s in document.title.sentences for t in s.terms)
        if text is None or len(terms) < 3 or document.article.id in material.opinions:
            continue
        if is_contested(terms, material) and not document.title.attributions:
            continue
        if is_stale(document.title.quantities, material):
            continue
        score = sum(material.weights.get(t, 0.0) for t in sorted(terms)) / (len(terms) + 3)
        day = document.article.day
        age = (newest - day).days if newest and day else 0
        factor = 0.6 if age and PENDING.search(text.text) else 1.0
        start, end = title_bounds(document)
        factor *= CUT if len(text.text.split()) < len(document.article.title[start:end].split()) else 1.0
        if not UNSURE.search(text.text) and any(overlap(terms, h) >= SAME_MATTER for h in hedged):
            factor *= 0.4  # what others only report as likely is no headline
        yield Line(text, terms, document, factor * neutral(text) * score / (1 + 0.25 * min(age, 10)))


def neutral(text: CitedSentence) -> float:
    """Return a factor under 1 for quotation marks, colons, doubt and drama in a line, and for talk of the reporting."""
    quoted = any(mark in text.text for mark in '“‘"') or text.text.startswith("'")
    factor = (0.75 if text.citations[0].field == "title" else 0.4) if quoted else 1.0
    factor *= 0.85 if ":" in text.text else 1.0
    factor *= 0.4 if REPORTING.search(text.text) else 1.0
    factor *= 0.6 if UNSURE.search(text.text) else 1.0
    factor *= 0.4 if NO_ANSWER.search(text.text) or is_loaded(text.text) else 1.0
    return factor * (0.5 if SELLING & set(text.text.lower().split()) else 1.0)


def clause_lines(material: Material, most: int) -> Iterator[Line]:
    """Yield the opening clauses of the weightiest sentences that may be printed, weightiest first."""
    for candidate in material.candidates[:CLAUSES]:
        if candidate.document.article.id in material.opinions or not printable(candidate, material):
            continue
        if any(touching(candidate.document.body.inserts, candidate.sentence)):
            continue  # where it may be cut is looked for in the words as they stand
        text = cited_sentence(candidate.document, candidate.sentence, material.year)
        clause = clause_line(candidate, text, most)
        if clause is None:
            continue
        share = len(clause.text.split()) / len(text.text.split())
        terms = candidate.sentence.terms[: max(1, round(share * len(candidate.sentence.terms)))]
        yield Line(clause, frozenset(terms), candidate.document, candidate.score * neutral(clause))
