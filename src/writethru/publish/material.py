"""What the parts of a page are made from: the sentences that may be quoted, weighed once for all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from itertools import islice

from writethru.memory import latest, remembered
from writethru.publish.alone import (
    ADVICE,
    is_of_writer,
    lightness,
    mask_quotations,
    stands_alone,
    title_stems,
)
from writethru.publish.anchor import anchor_of, strays
from writethru.publish.judging import judges, says
from writethru.publish.matter import is_beside, words_of_story
from writethru.publish.opinion import is_opinion
from writethru.publish.resting import rests, steadiness
from writethru.publish.spans import contains, sayings_near, touching
from writethru.publish.weighing import (
    Weighed,
    telling_sentences,
    term_users,
    term_weights,
    title_shares,
    used_terms,
    weigh,
)
from writethru.records import (
    Amends,
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
)
from writethru.settings import Settings

TOP = 5  # sentences at the top of the report that the page starts from
APART = 0.3  # of its worth that a sentence keeps where its article begins with another matter
LOOKED_AT = 400  # of the weightiest sentences of a story, and
OWN = 3  # of each article's most peculiar ones, are looked at closely
Check = Callable[[CitedSentence], bool]  # whether a line would pass `verify`


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
    story: frozenset[str]  # words of its titles that most reports use
    opinions: frozenset[str]  # articles that argue in their writer's own voice
    anchor: str  # the report that the page starts from, "" where all argue
    year: int | None
    settings: Settings
    amends: Amends = Amends()  # what corrections and withdrawals took back


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Return the share of the smaller set's terms that both have."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


@remembered
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


def is_reported(document: AnnotatedArticle, attribution: Attribution | None) -> bool:
    """Return whether somebody said what is attributed, and not only knew, wanted or offered it."""
    return attribution is not None and says(document, attribution)


def holder_of(candidate: Candidate) -> str:
    """Return who says what a sentence says, "" where it is the outlet's own report."""
    said = candidate.attribution
    return said.holder if said is not None and is_reported(candidate.document, said) else ""


def quantities_in(document: AnnotatedArticle, span: Span) -> list[Quantity]:
    """Return the quantities of a document's text that lie within a span."""
    return [q for q in touching(document.body.quantities, span) if contains(span, q)]


def terms_of(citation: Citation, by_id: dict[str, AnnotatedArticle]) -> frozenset[str]:
    """Return the content terms of the sentences a citation touches."""
    findings = by_id[citation.article].body if citation.field == "text" else by_id[citation.article].title
    touched = (s for s in findings.sentences if s.start < citation.end and citation.start < s.end)
    return frozenset(t for s in touched for t in s.terms)


def worth_a_look(
    weighed: Sequence[Weighed], sole: Mapping[str, str], is_of_story: Callable[[Weighed], bool]
) -> list[Weighed]:
    """Return the weightiest sentences of a story, and of each article those that say most of its own.

    Of what is not of the story there is none; it is asked of few.
    """
    best = list(islice(filter(is_of_story, sorted(weighed, key=weight_of, reverse=True)), LOOKED_AT))
    chosen = set(map(id, best))
    by_article: dict[str, dict[int, Weighed]] = {}
    for w in weighed:
        by_article.setdefault(w.document.article.id, {})[w.sentence.start] = w
    for mine in by_article.values():
        document = next(iter(mine.values())).document
        places = most_peculiar(document, frozenset(filter(sole.__contains__, used_terms(document)[1])))
        own = islice(filter(is_of_story, (mine[start] for start in places if start in mine)), OWN)
        best += [w for w in own if id(w) not in chosen]
    return best


def weight_of(weighed: Weighed) -> float:
    """Return how much a sentence weighs."""
    return weighed.weight


@latest
def most_peculiar(document: AnnotatedArticle, sole: frozenset[str]) -> list[int]:
    """Return where the telling sentences of an article begin, those first with most of some terms."""
    told = telling_sentences(document)
    ordered = sorted(told, key=lambda s: (-sum(map(sole.__contains__, s[2])), s[1]))
    return [sentence.start for sentence, *_ in ordered]


def candidate(
    weighed: Weighed, known: frozenset[str], opinions: Set[str], apart: Set[str]
) -> Candidate | None:
    """Return a sentence that may stand on the page, with its score; None if it may not."""
    document, sentence = weighed.document, weighed.sentence
    if not stands_alone(document, sentence) or is_of_writer(document, sentence):
        return None
    if judges(document, sentence) or rests(document, sentence):
        return None
    score = weighed.weight * lightness(document, sentence, known, weighed.age > 0)
    score *= steadiness(document, sentence, known)
    if not score:
        return None
    attribution = attribution_of(document, sentence)
    if attribution is None and ADVICE.search(mask_quotations(document, sentence)):
        score *= 0.3  # what should be done is the outlet's own opinion where nobody says it
    if document.article.id in opinions and not is_reported(document, attribution):
        score *= 0.15
    if document.article.id in apart:
        score *= APART
    return Candidate(document, sentence, weighed.terms, attribution, round(score, 6), weighed.position)


def is_top(candidate: Candidate, anchor: str) -> bool:
    """Return whether a candidate stands at the top of the report that the page starts from."""
    return candidate.document.article.id == anchor and candidate.position <= TOP


def gather(
    documents: Sequence[AnnotatedArticle],
    origins: Sequence[Origin],
    disputes: Sequence[Dispute],
    settings: Settings,
    amends: Amends = Amends(),  # noqa: B008 (it never changes)
) -> Material:
    """Weigh everything that the parts of the page choose from."""
    ordered = tuple(sorted(documents, key=lambda d: d.article.order))
    by_id = {d.article.id: d for d in ordered}
    origin_of = {a: o.id for o in origins for a in o.articles}
    days = [d.article.day for d in ordered if d.article.day]
    weights = term_weights(ordered, origin_of)
    titles = title_shares(ordered)
    in_texts, sole = term_users(ordered, origin_of)
    opinions = frozenset(d.article.id for d in ordered if is_opinion(d))
    weighed = list(weigh(ordered, weights, titles, max(days, default=None)))
    known = title_stems(titles.keys())
    story = words_of_story(ordered, origin_of, titles)

    def is_of_story(w: Weighed) -> bool:
        return not is_taken_back(w.document, w.sentence, amends) and not is_beside(
            w.document, w.sentence, story
        )

    anchor = anchor_of((d for d in ordered if d.article.id not in opinions), weights, max(days, default=None))
    apart = strays(ordered, origin_of)
    candidates = [
        c for w in worth_a_look(weighed, sole, is_of_story) if (c := candidate(w, known, opinions, apart))
    ]
    candidates.sort(key=lambda c: (-c.score, c.document.article.id, c.sentence.start))
    origins_here = len({origin_of[d.article.id] for d in ordered})
    # What most origins write is what the whole story is about.
    common = frozenset(term for term, users in in_texts.items() if users > 0.6 * origins_here)
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
        sole,
        contested,
        frozenset(stale_figures(disputes, by_id)),
        story,
        opinions,
        anchor,
        max(days).year if days else None,
        settings,
        amends,
    )


def is_taken_back(document: AnnotatedArticle, span: Span, amends: Amends) -> bool:
    """Return whether an outlet took back the words of a span, or the whole article."""
    if not amends.corrected and not amends.lost:
        return False
    article = document.article
    words = article.title if span.field == "title" else article.text
    cited = Citation(0, article.id, span.field, span.start, span.end, words[span.start : span.end])
    return amends.loss(article.id) is not None or amends.wrong(cited) is not None


def standing(text: CitedSentence, amends: Amends) -> CitedSentence | None:
    """Return a text without further citations of what was taken back; None where its own words were."""
    kept = tuple(c for c in text.citations if not taken_back(CitedSentence("", (c,)), amends))
    if text.citations[:1] != kept[:1] or taken_back(CitedSentence("", (), text.edits), amends):
        return None
    return text if len(kept) == len(text.citations) else CitedSentence(text.text, kept, text.edits)


def taken_back(text: CitedSentence, amends: Amends) -> bool:
    """Return whether a text rests on words that an outlet took back, or on an article that it withdrew."""
    cited = [*text.citations, *(edit.source for edit in text.edits if edit.source is not None)]
    return any(is_lost(c, amends) for c in cited)


def is_lost(citation: Citation, amends: Amends) -> bool:
    """Return whether an outlet took cited words back, or withdrew their article."""
    return amends.loss(citation.article) is not None or amends.wrong(citation) is not None


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
    for other in material.contested:  # noqa: SIM110 (a loop, since this is asked of every sentence)
        if other and 2 * len(terms & other) >= len(other):
            return True
    return False


def figure_of(quantity: Quantity) -> tuple[str, float]:
    """Return what a quantity counts and the figure that it gives: its lower bound, else its upper."""
    return quantity.counted, float(quantity.low if quantity.low is not None else quantity.high or 0)


def is_stale(quantities: Iterable[Quantity], material: Material) -> bool:
    """Return whether one of some quantities gives a figure that a later one has replaced."""
    return any(figure_of(q) in material.stale for q in quantities)


def may_stand(document: AnnotatedArticle, sentence: Sentence, material: Material) -> bool:
    """Return whether the page may say a sentence: of the story, no stale figure, no contested matter in its own voice."""
    if is_beside(document, sentence, material.story):
        return False
    if material.stale and is_stale(quantities_in(document, sentence), material):
        return False
    contested = is_contested(frozenset(sentence.terms), material)
    return not contested or attribution_of(document, sentence) is not None


def printable(candidate: Candidate, material: Material) -> bool:
    """Return whether a section may say a sentence: it may stand, and does not argue where others report."""
    document = candidate.document
    argued = document.article.id in material.opinions and not is_reported(document, candidate.attribution)
    if argued and len(material.opinions) < len(material.documents):
        return False
    return may_stand(candidate.document, candidate.sentence, material)
