"""What the parts of a page are made from: the sentences that may be quoted, weighed once for all."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from writethru.publish.spans import contains, sayings_near, touching
from writethru.records import (
    AnnotatedArticle,
    Attribution,
    Citation,
    CitedSentence,
    Dispute,
    Origin,
    Quantity,
    Record,
    Sentence,
    Span,
    TimeExpression,
)
from writethru.settings import Settings

# Words that point at a neighbouring sentence when they open one.
DANGLING = re.compile(
    r"(?:About (?:that|this|it)|If (?:that|this|so)|In (?:this|that|turn)|Of (?:that|this|those)|Yes|No,|Unlike|So (?:are|is|was|were|did|do|does|has|have)|At that|More importantly|Importantly|He|She|They|It|This|That|These|Those|His|Her|Their|Its|There|Here|Both|Another|Others|Some of|Such"
    r"|Many of|One of (?:them|those)|Asked|Then|Later|Earlier|Instead|Also|Since then|After that|Again|Now|Not so"
    r"|The (?:move|latter|former|comments?|remarks?|announcement|same|others?|two|three|pair|report|decision"
    r"|statement|post|tweet|video|news|bill|measure|ruling|order|letter|plan|proposal)"
    r"|Nor|Or|Because|Like|Plus|As a result|Therefore|Thus|Hence|For example|For instance|In other words|What|Why"
    r"|That’s|It’s|He’s|She’s|They’re|How|Who|When asked|On the other hand|Similarly|Likewise|Otherwise|Even so"
    r"|Rather|Either|Neither|If so)\b"
)
FIRST_OR_SECOND = re.compile(r"\b(?:I|[Ww]e|[Oo]urs?|us|[Mm]y|[Yy]our?|me|[Ll]et’s|[Ll]et's|I’m|I'm)\b")
SPOKEN_OF = re.compile(
    r"\b(?:he|she|they) (?:said|added|told|wrote|says|adds|continued|tweeted|explained|noted)\b"
    r"|\b(?:said|says|added) (?:he|she)\b"
)
VAGUE_SUBJECT = re.compile(
    r"(?:The|That|Those|These|All|Some|Its|Such) ([a-z]+)(?:,| (?:[a-z]+s|[a-z]+ed|also|is|was|were|are|has|have|had|will|would|could"
    r"|may|said|told|came|took|made|went|began|runs?|led|put|set))\b"
)
# Words by which a writer judges; a sentence with one is the outlet's opinion more often than its report.
LOADED = re.compile(
    r"\b(?:hypocri\w+|egregious\w*|shameful\w*|disgrac\w+|ridiculous\w*|absurd\w*|outrageous\w*|so-called|insane|idiot\w*"
    r"|pathetic\w*|laughabl\w+|sadly|thankfully|unfortunately|of course|clearly|obviously|apparently|surely|perhaps"
    r"|frankly|ironically|predictably|incredibl\w+|appalling\w*|despicable|triumphant\w*|vengeance|torpedo\w*|stunning\w*"
    r"|shockingly|brazen\w*|cynical\w*|radical left|lamestream|fake news|mob|lies|liars?|witch hunt|infamous\w*|baseless\w*"
    r"|dubious|stoke[ds]?|notorious\w*|troll|smears?|debacle|fiasco|blunder\w*|clown\w*|gleeful\w*|bizarre\w*|toxic"
    r"|jabber|proves?|interesting|remarkabl[ey]|hysteri\w+|propaganda|hack|puppet|cronies|regrettabl[ey]|essentially|discredited|snoop\w*|hyped?|thoroughly|implausib\w+|unhinged|thug\w*|whin\w+|pretend\w*|lackey\w*|travesty|outrage|hapless|lousy|silly|nonsense|self-contradictory)\b",
    re.IGNORECASE,
)
OPINION = re.compile(r"\b(?:opinions?|editorials?|op-?eds?|columnists?|commentary)\b", re.IGNORECASE)
# Words that lean on a sentence before: `doing so`, `the same`, `the other two`.
DEPENDENT = re.compile(
    r"\b(?:doing so|did so|do so|the same|that case|the latter|the former|the others?|as well|such an?|this one|those who"
    r"|the scene|the claim|the project|the news|the move|the decision|the comments?|the remarks?|the incident)\b"
)
PENDING = re.compile(
    r"\b(?:(?:is|are|was|were) (?:expected|scheduled|set|due|poised|likely)|will|may have|could|currently|not until|plans to)\b"
)
LEANING = re.compile(
    r"\b(?:also|too|however|again|in turn|other|another|instead|still|first|later|meanwhile)\b"
)
# `this project`, `those talks`: what they point at stands in a sentence before.
DEMONSTRATIVE = re.compile(
    r"\b(?:[Tt]his (?!year|week|month|morning|afternoon|evening|summer|spring|autumn|fall|winter|time|season|weekend|is|was)"
    r"|(?:[Tt]hese|[Tt]hose) (?!who|that|with|in|of|from|whose|days)|such (?!as\b|an? )|\bsaid so\b)[a-z]+"
)
# Nouns that lean on a mention before them where nothing follows to say which is meant.
BARE_NOUN = re.compile(
    r"\bthe (project|session|trial|scene|claims?|news|move|statement|report|decision|incident|case|meeting|update|letter"
    r"|emails?|bill|measure|proposal|plan|deal|agreement|law|policy|rule|order|lawsuit|suit|probe|investigation|inquiry"
    r"|hearing|vote|debate|interview|event|attack|shooting|crash|film|book|study|survey|poll|group|company|firm|agency"
    r"|panel|committee|pair|couple|man|woman|suspect|officer|accusations?|allegations?|charges?|comments?|remarks?|tweets?"
    r"|post|video|photo|image|footage|documents?|memo|dossier|exchange|call|visit|trip|speech|announcement|appointment"
    r"|issue|problem|question|matter|idea|effort|process|program|situation|dispute|account|site|message|page|article"
    r"|technique|symptoms|findings|results|changes|talks|comparison|context)(?=[.,;:”\"]|$| (?:and|or|but|was|were|is|are"
    r"|has|had|have|will|would|could|said|says|came|went|took|made|to|as|when|after|before|because|while|[a-z]+ed)\b)"
)
NO_ANSWER = re.compile(
    r"\b(?:declined to|did not (?:immediately )?(?:respond|reply|return)|could not (?:immediately )?be reached|no comment|not responded)\b"
)
Check = Callable[[CitedSentence], bool]  # whether a line would pass `verify`
MIN_WORDS, MAX_WORDS = 8, 45
EXACT = 1.2  # what a figure adds to a sentence, and what a date does


class Candidate(Record, frozen=True):
    """A sentence that may stand on the page, with its weight."""

    document: AnnotatedArticle
    sentence: Sentence
    terms: frozenset[str]
    attribution: Attribution | None
    score: float
    position: int  # of the sentence in its article


class Material(Record, frozen=True):
    """The articles of a story and what all parts of its page share."""

    documents: tuple[AnnotatedArticle, ...]  # in order of publication
    origins: tuple[Origin, ...]
    disputes: tuple[Dispute, ...]
    candidates: tuple[Candidate, ...]  # best first
    weights: dict[str, float]  # how much a term belongs to the story
    origin_of: dict[str, str]
    sole: dict[str, str]  # terms that only one origin uses -> that origin
    contested: tuple[frozenset[str], ...]  # what the statements in dispute say beyond the story's own terms
    stale: frozenset[tuple[str, float]]  # what was counted and the figure that no longer holds
    opinions: frozenset[str]  # articles that argue in their writer's own voice
    year: int | None
    settings: Settings


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Return the share of the smaller set's terms that both have."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def term_weights(documents: Sequence[AnnotatedArticle], origin_of: dict[str, str]) -> dict[str, float]:
    """Return each term's weight: the share of origins that use it, more for titles and leads.

    A term of only one origin counts little when there are several: what independent reports share
    is what the story is about (cross-document agreement, as in centroid summarization, Radev 2004).
    """
    seen: dict[str, dict[str, float]] = {}
    for document in documents:
        mine = seen.setdefault(origin_of[document.article.id], {})
        counts = Counter(t for s in document.body.sentences if not s.boilerplate for t in s.terms)
        lead = {t for s in document.body.sentences[:4] for t in s.terms}
        title = {t for s in document.title.sentences for t in s.terms}
        for term, count in counts.items():
            weight = 1 + 0.5 * math.log(count) + (term in lead) + (term in title)
            mine[term] = max(mine.get(term, 0.0), weight)
    total: Counter[str] = Counter()
    shared: Counter[str] = Counter()
    for terms in seen.values():
        for term in sorted(terms):
            total[term] += terms[term]  # type: ignore[assignment]
            shared[term] += 1
    several = len(seen) > 1
    return {t: w / len(seen) * (0.3 if several and shared[t] == 1 else 1.0) for t, w in total.items()}


def term_users(
    documents: Sequence[AnnotatedArticle], origin_of: dict[str, str]
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return for each term the origins that use it in a text, and those that do in a text or title."""
    texts: dict[str, set[str]] = {}
    titles: dict[str, set[str]] = {}
    for document in documents:
        origin = origin_of[document.article.id]
        for users, findings in ((texts, document.body), (titles, document.title)):
            for sentence in findings.sentences:
                for term in sentence.terms:
                    users.setdefault(term, set()).add(origin)
    return texts, {term: texts.get(term, set()) | titles.get(term, set()) for term in {**texts, **titles}}


def attribution_of(document: AnnotatedArticle, sentence: Sentence) -> Attribution | None:
    """Return the attribution that most of a sentence is under, if there is one."""
    best, most = None, 0
    for attribution in sayings_near(document, sentence):
        shared = sum(
            max(0, min(c.end, sentence.end) - max(c.start, sentence.start)) for c in attribution.content
        )
        if shared > most:
            best, most = attribution, shared
    return best if most >= 0.4 * (sentence.end - sentence.start) else None


def stands_alone(document: AnnotatedArticle, sentence: Sentence) -> bool:
    """Return whether a sentence can be read without its neighbours."""
    text = document.article.text[sentence.start : sentence.end]
    words = text.split()
    if sentence.boilerplate or not MIN_WORDS <= len(words) <= MAX_WORDS or DANGLING.match(text):
        return False
    if (
        text[-1] not in '.!”"’'
        or "?" in text
        or not (text[0].isupper() or text[0] in '“"‘' or text[0].isdigit())
    ):
        return False
    for quotation in document.body.quotations:
        if (
            quotation.start < sentence.end
            and sentence.start < quotation.end
            and not contains(sentence, quotation)
        ):
            return False  # a piece of a longer quotation, whose speaker stands elsewhere
    outside = mask_quotations(document, sentence)
    if DEMONSTRATIVE.search(outside):
        return False
    if FIRST_OR_SECOND.search(outside) or SPOKEN_OF.search(outside):
        return False
    return sum(c.isalpha() for c in outside) >= 12


def is_opinion(document: AnnotatedArticle) -> bool:
    """Return whether an article argues in its writer's own voice: by section, address, or `I` and `we`."""
    article = document.article
    if OPINION.search(f"{article.section} {article.url or ''} {article.title[:12]}"):
        return True
    own = [s for s in document.body.sentences if s.boilerplate in ("", "first-person")]
    spoken = sum(bool(FIRST_OR_SECOND.search(mask_quotations(document, s))) for s in own)
    judged = sum(bool(LOADED.search(mask_quotations(document, s))) for s in own)
    return len(own) >= 5 and (spoken >= 0.12 * len(own) or judged >= 0.12 * len(own))


def mask_quotations(document: AnnotatedArticle, sentence: Sentence) -> str:
    """Return a sentence's text with the words between quotation marks blanked out."""
    text = list(document.article.text[sentence.start : sentence.end])
    for quotation in touching(document.body.quotations, sentence):
        for i in range(max(quotation.start, sentence.start), min(quotation.end, sentence.end)):
            text[i - sentence.start] = " "
    return "".join(text)


def quantities_in(document: AnnotatedArticle, span: Span) -> list[Quantity]:
    """Return the quantities of a document's text that lie within a span."""
    return [q for q in touching(document.body.quantities, span) if contains(span, q)]


def times_in(document: AnnotatedArticle, span: Span) -> list[TimeExpression]:
    """Return the dated time expressions of a document's text that lie within a span."""
    return [t for t in touching(document.body.times, span) if t.interval and contains(span, t)]


def terms_of(citation: Citation, by_id: dict[str, AnnotatedArticle]) -> frozenset[str]:
    """Return the content terms of the sentences a citation touches."""
    findings = by_id[citation.article].body if citation.field == "text" else by_id[citation.article].title
    touched = (s for s in findings.sentences if s.start < citation.end and citation.start < s.end)
    return frozenset(t for s in touched for t in s.terms)


def weigh(
    document: AnnotatedArticle,
    weights: dict[str, float],
    newest: date | None,
    titles: Sequence[frozenset[str]],
) -> list[Candidate]:
    """Return the sentences of an article that may be quoted, each with its score.

    Score: mean weight of its terms, raised near the top of the article, for what the titles of all
    outlets say, in a recent article, and for figures and dates. What `titles` name needs no
    introduction. The numbers were chosen on half of the labelled stories and of the stream's together:
    facts told, and words shared with editors' summaries.
    """
    found = []
    known = frozenset(term for title in titles for term in title)
    opinion = is_opinion(document)
    age = (newest - document.article.day).days if newest and document.article.day else 0
    position = 0
    for sentence in document.body.sentences:
        if sentence.boilerplate:
            continue
        position += 1
        if not stands_alone(document, sentence):
            continue
        terms = frozenset(sentence.terms)
        if len(terms) < 4:
            continue
        told = sum(len(terms & title) / len(title) for title in titles) / max(1, len(titles))
        score = sum(weights.get(t, 0.0) for t in sorted(terms)) / (len(terms) + 8)
        score *= (1 + 1 / position + 2.5 * told) / (1 + 0.1 * min(age, 10))
        score *= EXACT ** (any(quantities_in(document, sentence)) + any(times_in(document, sentence)))
        attribution = attribution_of(document, sentence)
        vague = VAGUE_SUBJECT.match(document.article.text, sentence.start)
        if vague and not is_known(vague[1], known):
            continue
        words = mask_quotations(document, sentence)
        if LOADED.search(words) or DEPENDENT.search(words):
            score *= 0.5
        if opinion and attribution is None:
            score *= 0.15
        if age and PENDING.search(words):
            score *= 0.6  # what an older article expected is settled or stale now
        if LEANING.search(" ".join(words.split()[:8])):
            score *= 0.8
        leans = [m[1] for m in BARE_NOUN.finditer(words) if words[: m.start()].find(m[1]) < 0]
        if any(not is_known(noun, known) for noun in leans):
            score *= 0.35
        if NO_ANSWER.search(words):
            score *= 0.3
        found.append(Candidate(document, sentence, terms, attribution, round(score, 6), position))
    return found


def is_known(noun: str, known: frozenset[str]) -> bool:
    """Return whether a noun begins as one of the stems that titles use."""
    return any(noun.lower().startswith(stem[:5]) for stem in known if len(stem) > 3)


def gather(
    documents: Sequence[AnnotatedArticle],
    origins: Sequence[Origin],
    disputes: Sequence[Dispute],
    settings: Settings,
) -> Material:
    """Weigh everything that the parts of the page choose from."""
    ordered = tuple(sorted(documents, key=lambda d: d.article.order))
    by_id = {d.article.id: d for d in ordered}
    origin_of = {a: o.id for o in origins for a in o.articles}
    days = [d.article.day for d in ordered if d.article.day]
    weights = term_weights(ordered, origin_of)
    titles = [frozenset(t for s in d.title.sentences for t in s.terms) for d in ordered]
    titles = [title for title in titles if title]
    candidates = [c for d in ordered for c in weigh(d, weights, max(days, default=None), titles)]
    candidates.sort(key=lambda c: (-c.score, c.document.article.id, c.sentence.start))
    in_texts, anywhere = term_users(ordered, origin_of)
    origins_here = len({origin_of[d.article.id] for d in ordered})
    # What most origins write is what the whole story is about.
    common = frozenset(term for term, by in in_texts.items() if len(by) > 0.6 * origins_here)
    contested = tuple(
        terms_of(c.statement, by_id) - common
        for dispute in disputes
        if dispute.kind in ("outcome", "blame") and dispute.state == "conflict"
        for c in dispute.contentions
    )
    return Material(
        ordered,
        tuple(origins),
        tuple(disputes),
        tuple(candidates),
        weights,
        origin_of,
        {term: min(by) for term, by in anywhere.items() if len(by) == 1},
        contested,
        frozenset(stale_figures(disputes, by_id)),
        frozenset(d.article.id for d in ordered if is_opinion(d)),
        max(days).year if days else None,
        settings,
    )


def stale_figures(disputes: Sequence[Dispute], by_id: dict[str, AnnotatedArticle]) -> set[tuple[str, float]]:
    """Return the superseded figures with what they count: all but the last contention of each dispute."""
    found = set()
    for dispute in disputes:
        if dispute.kind != "number" or dispute.state != "superseded":
            continue
        for contention in dispute.contentions[:-1]:
            statement = contention.statement
            span = Span(statement.start, statement.end)
            for quantity in quantities_in(by_id[statement.article], span):
                value = quantity.low if quantity.low is not None else quantity.high
                if contention.value and value == (
                    contention.value.get("low") or contention.value.get("high")
                ):
                    found.add(figure_of(quantity))
    return found


def is_contested(terms: frozenset[str], material: Material) -> bool:
    """Return whether a statement says much the same as one that is in dispute."""
    return any(other and len(terms & other) >= 0.5 * len(other) for other in material.contested)


def figure_of(quantity: Quantity) -> tuple[str, float]:
    """Return what a quantity counts and the figure that it gives: its lower bound, else its upper."""
    return quantity.counted, float(quantity.low if quantity.low is not None else quantity.high or 0)


def is_stale(quantities: Iterable[Quantity], material: Material) -> bool:
    """Return whether one of some quantities gives a figure that a later one has replaced."""
    return any(figure_of(q) in material.stale for q in quantities)


def may_stand(document: AnnotatedArticle, sentence: Sentence, material: Material) -> bool:
    """Return whether the page may say a sentence: no stale figure, no contested matter in its own voice."""
    if is_stale(quantities_in(document, sentence), material):
        return False
    contested = is_contested(frozenset(sentence.terms), material)
    return not contested or attribution_of(document, sentence) is not None


def printable(candidate: Candidate, material: Material) -> bool:
    """Return whether a section may say a sentence: it may stand, and does not argue where others report."""
    argued = candidate.attribution is None and candidate.document.article.id in material.opinions
    if argued and len(material.opinions) < len(material.documents):
        return False
    return may_stand(candidate.document, candidate.sentence, material)
