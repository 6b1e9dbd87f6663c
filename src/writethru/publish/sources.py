"""What each article adds: one line a source, and what kind of source it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from itertools import islice

from writethru.memory import remembered
from writethru.publish.alone import ARGUING, PENDING, lightness, mask_quotations, title_stems
from writethru.publish.article_notes import article_notes
from writethru.publish.checking.words import listed, stems_listed, words_of_line
from writethru.publish.compress import compressed
from writethru.publish.edits import cited_sentence
from writethru.publish.leaning import without_leaning
from writethru.publish.material import (
    Candidate,
    Check,
    Material,
    is_reported,
    may_stand,
    overlap,
    quantities_in,
    terms_of,
)
from writethru.publish.opinion import argues_in_title, is_opinion, share_arguing
from writethru.publish.spans import contains, touching
from writethru.publish.weighing import title_terms
from writethru.records import AnnotatedArticle, CitedSentence, Origin, Quantity, Role, SourceNote

TOLD = re.compile(r"\b(?:told|seen by|reviewed by|obtained by|interview with|spoke (?:to|with)) (?:[Tt]he )?")
WITNESSED = re.compile(
    r"\b(?:a|our|this newspaper’s) (?:reporter|correspondent|journalist)s? (?:saw|at the scene)\b"
)
ANALYSIS = re.compile(
    r"\b(?:opinion|analysis|comment(?:ary)?|editorial|column|explainer|perspective)s?\b", re.IGNORECASE
)
ADDRESSES = ("opinion", "opinions", "commentisfree", "editorials", "op-ed", "columnists", "ideas")
DECLARED = 12  # characters of a title in which an outlet says what it is: "Opinion: "
EXPLAINS = re.compile(r"\bexplained\b|^(?:Why|How|What|Should|The case (?:for|against))\b|\?$")
ARGUED = 0.25  # share of an article that argues, from which on it is said to be no report
LONG = 28  # words of a note; a longer sentence is cut to fewer
COMMAS = 5  # of a sentence that is no list
TRIED = 6  # sentences of an article
LEDE = 2  # first sentences of an article, in which reports of one event tell the same
OWN = 0.2  # share of a printed sentence's terms that no other report uses
PAST_DAYS = 45  # what happened this long before its report is no news that an article adds
SEEN = re.compile(
    r"\b(?:(?:court|internal|police|public|bank|tax|phone) (?:documents?|records?|filings?)|affidavit|complaint|indictment|memo|transcript"
    r"|emails?|according to (?:a|the) (?:report|document|letter|memo|survey|poll|study))\b"
)
BEFORE = re.compile(
    r"\b(?:previously|[Bb]y comparison|in the past|historically|ancient|long (?:been|had)|has (?:repeatedly|often|long|always)|years? ago|decades?|century|centuries"
    r"|once said|used to|in a separate|unrelated|unnamed|population|(?:miles|kilomet(?:er|re)s) (?:north|south|east|west|from|of))\b"
)
POINTING = re.compile(
    r"\b(?:that|this) (?:is|was|time|means)\b|\bthere\b|\b(?:[Tt]hey|[Tt]heir|[Ii]ts?) |\bthe (?:former|latter|same)\b"
)
LOST_COMMA = re.compile(r"[a-z] (?:said|says|according) ")  # where a cut took the comma before who says it
SPOKEN = 0.6  # what a sentence of somebody's own words is worth beside one that tells
SHARED = 7  # terms that other reports have too of a sentence with one word of the titles, where it is no mere aside
NEW = 0.5  # share of a sentence's terms, figures and names that no other origin has, for it to be "added"


def roles_of(document: AnnotatedArticle, origin: Origin, material: Material) -> tuple[Role, ...]:
    """Return the roles of an article: first report, copy, own reporting, analysis, background."""
    article = document.article
    roles: list[Role] = []
    if is_first(document, material):
        roles.append("first report")
    if article.id != origin.articles[0]:
        how = origin.how(article.id)
        if how == "rewrite":
            roles.append("rewrite")
        elif how != "same-outlet":
            roles.append("agency copy" if how == "agency" or article.agency else "reprint")
    elif tells_itself(document):
        roles.append("own reporting")
    if is_analysis(document):
        roles.append("analysis")
    return tuple(roles)


@remembered
def is_analysis(document: AnnotatedArticle) -> bool:
    """Return whether an article surely argues or explains: its outlet says so, its title does, or much of its text."""
    article = document.article
    if any(
        ANALYSIS.search(words) for words in (article.section, article.publisher, article.title[:DECLARED])
    ):
        return True
    if any(f"/{part}/" in (article.url or "") for part in ADDRESSES) or EXPLAINS.search(article.title):
        return True
    return is_opinion(document) and (argues_in_title(document) or share_arguing(document) >= ARGUED)


def is_first(document: AnnotatedArticle, material: Material) -> bool:
    """Return whether an article was surely published before all others: times known, and none the same."""
    documents = material.documents
    if len(documents) < 2 or documents[0] is not document or not all(d.article.dated for d in documents):
        return False
    one, other = documents[0].article, documents[1].article
    first, second = one.published or "", other.published or ""
    return first[:10] < second[:10] if min(len(first), len(second)) == 10 else one.order[0] < other.order[0]


@remembered
def tells_itself(document: AnnotatedArticle) -> bool:
    """Return whether an article says that somebody spoke to its outlet, or what its reporters saw."""
    text, outlet = document.article.text, document.article.publisher.removeprefix("The ")
    told = bool(outlet) and any(text.startswith(outlet, match.end()) for match in TOLD.finditer(text))
    return told or WITNESSED.search(text) is not None


def adds(
    candidates: Sequence[Candidate],
    shown: Sequence[frozenset[str]],
    known: frozenset[str],
    material: Material,
    check: Check,
) -> CitedSentence | None:
    """Return the weightiest sentence that only the origin of some candidates has, in few words, if there is one.

    First what the page does not tell and somebody could ask for: a figure, what a named person says; then what the page
    tells from there alone; then anything else that is of the story.
    """
    worthy = [(value, c) for c in candidates if (value := worth(c, material))]
    worthy.sort(key=lambda f: (-f[0], f[1].sentence.start))
    untold = [c for _, c in worthy if not any(overlap(c.terms, s) >= NEW for s in shown)]
    told = frozenset(shown) if len(material.origins) > 1 else frozenset()
    tries = (
        (c for c in untold if is_exact(c) and tells(c, known, material)),
        (c for c in untold if not is_exact(c) and tells(c, known, material)),
        (c for _, c in worthy if c.terms in told and is_own(c, material)),
    )
    for choice in tries:
        for candidate in islice(choice, TRIED):
            if note := note_of(candidate, material, check):
                return note
    return None


def note_of(candidate: Candidate, material: Material, check: Check) -> CitedSentence | None:
    """Return a sentence in few words, if it says all that it is about in so many."""
    document, sentence = candidate.document, candidate.sentence
    text = without_leaning(document, cited_sentence(document, sentence, material.year))
    lines = (text,) if len(text.text.split()) <= LONG else compressed(document, sentence, text, LONG)
    return next((line for line in lines if check(line) and is_uncut(line) and not lost_comma(line)), None)


def is_own(candidate: Candidate, material: Material) -> bool:
    """Return whether a sentence that the page prints tells surely what its report alone has: no top, which others have too."""
    document, mine = candidate.document, material.origin_of[candidate.document.article.id]
    fresh = sum(material.sole.get(term) == mine for term in candidate.terms)
    argued = document.article.id in material.opinions and not is_reported(document, candidate.attribution)
    return candidate.position > LEDE and fresh >= OWN * len(candidate.terms) and not argued


def is_exact(candidate: Candidate) -> bool:
    """Return whether a sentence tells a figure, what somebody named says or what a document has."""
    words = mask_quotations(candidate.document, candidate.sentence)
    return bool(is_said_by_name(candidate) or figures_in(candidate) or SEEN.search(words))


def is_uncut(line: CitedSentence) -> bool:
    """Return whether a line has its sentence to the end: most often that is what it is about."""
    return not any(e.kind == "trim" and e.at[1] == len(line.text) and len(e.was) > 1 for e in line.edits)


def lost_comma(line: CitedSentence) -> bool:
    """Return whether who says it follows without the comma that stands before it in the cited words."""
    words = line.citations[0].exact
    return any(f",{found[0][1:]}" in words for found in LOST_COMMA.finditer(line.text))


def worth(candidate: Candidate, material: Material) -> float:
    """Return how much a sentence adds: words of its origin alone, figures, who says it, for a sentence of the story.

    None is worth anything that has only people and their offices in common with the titles of the story: it is beside it.
    """
    mine = material.origin_of[candidate.document.article.id]
    fresh = sum(material.sole.get(term) == mine for term in candidate.terms)
    of_story, shared = len(candidate.terms & material.story), len(candidate.terms) - fresh
    matter = of_matter(candidate, material)
    if fresh < 2 or (len(material.origins) > 1 and (matter < 1 or (matter < 2 and shared < SHARED))):
        return 0.0
    body, sentence = candidate.document.body, candidate.sentence
    named = sum(contains(sentence, n) for n in touching(body.names, sentence))
    exact = min(fresh, 4) + 0.3 * min(named, 3) + 2 * min(len(figures_in(candidate)), 2)
    exact += 2 * is_said_by_name(candidate) + min(of_story, 3)
    exact *= SPOKEN if is_spoken(candidate) else 1.0
    return exact * candidate.score / (1 + (sentence.end - sentence.start) / 200)


def of_matter(candidate: Candidate, material: Material) -> int:
    """Return how many words a sentence shares with the titles of its story, but for people and their offices."""
    return len((candidate.terms & material.story) - _people_and_offices(candidate.document))


@remembered
def _people_and_offices(document: AnnotatedArticle) -> frozenset[str]:
    """Return the terms of the people whom an article names, and of offices."""
    names = {m.name for m in (*document.body.names, *document.title.names) if m.kind == "person"}
    people = {w.stem for name in names for w in words_of_line(name)}
    return frozenset(people) | stems_listed("offices", "strong") | stems_listed("offices", "weak")


def figures_in(candidate: Candidate) -> list[Quantity]:
    """Return the quantities of a sentence that tell more than one or two."""
    found = quantities_in(candidate.document, candidate.sentence)
    return [q for q in found if (q.low or q.high or 0) > 2]


def is_said_by_name(candidate: Candidate) -> bool:
    """Return whether a person or body that the sentence names says what it says."""
    said, document = candidate.attribution, candidate.document
    if said is None or not is_reported(document, said):
        return False
    return any(
        name.kind in ("person", "organisation")
        for source in said.source
        for name in touching(document.body.names, source)
        if contains(candidate.sentence, name)
    )


def is_past(candidate: Candidate) -> bool:
    """Return whether a sentence tells only of a time well before its report."""
    document, sentence = candidate.document, candidate.sentence
    days = [
        t.interval[1] for t in touching(document.body.times, sentence) if t.interval and contains(sentence, t)
    ]
    report = document.article.day
    if not days or report is None:
        return False
    return max(days) < (report - timedelta(days=PAST_DAYS)).isoformat()


def tells(candidate: Candidate, known: frozenset[str], material: Material) -> bool:
    """Return whether a sentence leans on nothing, is of the time of the story and does not judge."""
    document, sentence = candidate.document, candidate.sentence
    if not may_stand(document, sentence, material) or document.article.id in material.opinions:
        return False
    words = mask_quotations(document, sentence)
    if lightness(document, sentence, known, False) < 1 or ARGUING.search(words):
        return False
    if document is not material.documents[-1] and PENDING.search(words):
        return False  # what an older report expected is settled or stale
    if BEFORE.search(words) or is_past(candidate) or words.count(",") > COMMAS or POINTING.search(words):
        return False
    whole = document.article.text[sentence.start : sentence.end]
    if {w.low for w in words_of_line(whole)} & listed("pieces", "drama"):
        return False
    spoken = mask_quotations(document, sentence) != whole
    return not spoken or is_said_by_name(candidate)


def is_spoken(candidate: Candidate) -> bool:
    """Return whether a sentence is mostly what stands between its quotation marks."""
    whole = candidate.document.article.text[candidate.sentence.start : candidate.sentence.end]
    words = mask_quotations(candidate.document, candidate.sentence)
    return words.count(" ") - whole.count(" ") > 0.4 * len(whole) or whole.startswith(("“", '"'))


def note_sources(
    material: Material, numbers: dict[str, int], shown: Sequence[frozenset[str]], check: Check
) -> tuple[SourceNote, ...]:
    """Return the source list in order of number; copies add nothing and say whose report they are."""
    origins = {a: o for o in material.origins for a in o.articles}
    by_id = {d.article.id: d for d in material.documents}
    candidates: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in material.candidates:
        candidates[candidate.document.article.id].append(candidate)
    known = title_stems({t for d in material.documents for t in title_terms(d)})
    notes = []
    told = list(shown)
    for document in material.documents:
        article = document.article
        origin = origins[article.id]
        copy = article.id != origin.articles[0]
        roles = roles_of(document, origin, material)
        own = (
            None
            if copy or "analysis" in roles
            else adds(candidates[article.id], told, known, material, check)
        )
        if own is not None:
            told.append(terms_of(own.citations[0], by_id))
        notes.append(
            SourceNote(
                number=numbers[article.id],
                article=article.id,
                external_id=article.external_id,
                publisher=article.publisher,
                title=article.title,
                url=article.url,
                published=article.published,
                origin=origin.id,
                why_origin=origin.why,
                roles=roles,
                adds=own,
                notes=article_notes(document, material, numbers),
            )
        )
    return tuple(sorted(notes, key=lambda n: n.number))
