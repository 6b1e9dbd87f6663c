"""What each article adds: one line a source, and what kind of source it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from writethru.memory import remembered
from writethru.publish.article_notes import article_notes
from writethru.publish.edits import cited_sentence
from writethru.publish.material import Candidate, Check, Material, may_stand, overlap
from writethru.publish.spans import contains, touching
from writethru.records import AnnotatedArticle, CitedSentence, Origin, Role, SourceNote

TOLD = re.compile(r"\b(?:told|seen by|reviewed by|obtained by|interview with|spoke (?:to|with)) (?:[Tt]he )?")
WITNESSED = re.compile(
    r"\b(?:a|our|this newspaper’s) (?:reporter|correspondent|journalist)s? (?:saw|at the scene)\b"
)
ANALYSIS = re.compile(
    r"\b(?:opinion|analysis|comment(?:ary)?|editorial|column|explainer|perspective)s?\b", re.IGNORECASE
)
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
    if ANALYSIS.search(article.section) or ANALYSIS.match(article.title) or "/opinion" in (article.url or ""):
        roles.append("analysis")
    return tuple(roles)


def is_first(document: AnnotatedArticle, material: Material) -> bool:
    """Return whether an article was surely published before all others: times known, and none the same."""
    dated = [d.article for d in material.documents if d.article.dated]
    if len(dated) < max(2, len(material.documents)) or dated[0].id != document.article.id:
        return False
    first, second = dated[0].published or "", dated[1].published or ""
    return (
        first[:10] < second[:10]
        if min(len(first), len(second)) == 10
        else dated[0].order[0] < dated[1].order[0]
    )


@remembered
def tells_itself(document: AnnotatedArticle) -> bool:
    """Return whether an article says that somebody spoke to its outlet, or what its reporters saw."""
    text, outlet = document.article.text, document.article.publisher.removeprefix("The ")
    told = bool(outlet) and any(text.startswith(outlet, match.end()) for match in TOLD.finditer(text))
    return told or WITNESSED.search(text) is not None


def adds(
    document: AnnotatedArticle,
    candidates: Sequence[Candidate],
    shown: Sequence[frozenset[str]],
    material: Material,
    check: Check,
) -> CitedSentence | None:
    """Return the weightiest of an article's sentences that only its origin has, if there is one."""
    mine = material.origin_of[document.article.id]
    best: tuple[float, Candidate] | None = None
    for candidate in candidates:
        if not may_stand(document, candidate.sentence, material):
            continue
        if candidate.attribution is None and document.article.id in material.opinions:
            continue
        if any(overlap(candidate.terms, s) >= NEW for s in shown):
            continue
        fresh = sum(material.sole.get(term) == mine for term in candidate.terms)
        named = sum(
            contains(candidate.sentence, n) for n in touching(document.body.names, candidate.sentence)
        )
        length = candidate.sentence.end - candidate.sentence.start
        value = (fresh + 0.3 * min(named, 3)) * candidate.score / (1 + length / 200)
        if fresh >= 2 and (best is None or value > best[0]):
            best = (value, candidate)
    if best is None:
        return None
    text = cited_sentence(document, best[1].sentence, material.year)
    return text if check(text) else None


def note_sources(
    material: Material, numbers: dict[str, int], shown: Sequence[frozenset[str]], check: Check
) -> tuple[SourceNote, ...]:
    """Return the source list in order of number; copies add nothing and say whose report they are."""
    origins = {a: o for o in material.origins for a in o.articles}
    candidates: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in material.candidates:
        candidates[candidate.document.article.id].append(candidate)
    notes = []
    for document in material.documents:
        article = document.article
        origin = origins[article.id]
        copy = article.id != origin.articles[0]
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
                roles=roles_of(document, origin, material),
                adds=None if copy else adds(document, candidates[article.id], shown, material, check),
                notes=article_notes(document, material, numbers),
            )
        )
    return tuple(sorted(notes, key=lambda n: n.number))
