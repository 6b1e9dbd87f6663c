"""Whether an article argues in its writer's own voice: by its section and title, and by what its first sentences are like."""

from __future__ import annotations

from writethru.memory import remembered
from writethru.publish.alone import (
    ADVICE,
    ARGUING,
    FIRST_OR_SECOND,
    OPINION,
    is_loaded,
    mask_quotations,
)
from writethru.publish.checking.words import table
from writethru.publish.judging import judging_word, own_voice
from writethru.records import AnnotatedArticle, Sentence

OWN = 30  # sentences of an article that show whether it argues
FEWEST = 5
MOSTLY, TOGETHER = 0.12, 0.13  # shares of them that judge or say `I` and `we`: of one kind, of both
ARGUED = 0.155  # share of all that argue,
ENOUGH = 4  # and so many at least: of few sentences some always seem to;
LESS = 0.7  # questions and advice count so much
READ = ("", "first-person", "question")


@remembered
def is_opinion(document: AnnotatedArticle) -> bool:
    """Return whether an article argues in its writer's own voice: by section, address, title, or how it is written."""
    article = document.article
    if OPINION.search(f"{article.section} {article.url or ''} {article.title[:12]} {article.publisher}"):
        return True
    if argues_in_title(document):
        return True
    own = [s for s in document.body.sentences if s.boilerplate in READ][:OWN]
    if len(own) < FEWEST:
        return False
    said = [mask_quotations(document, s) for s in own if s.boilerplate != "question"]
    spoken = sum(FIRST_OR_SECOND.search(words) is not None for words in said)
    loaded = sum(map(is_loaded, said))
    size = len(own)
    if max(spoken, loaded) >= MOSTLY * size or spoken + loaded >= TOGETHER * size:
        return True
    return share_arguing(document) * size >= max(ARGUED * size, ENOUGH)


def argues_in_title(document: AnnotatedArticle) -> bool:
    """Return whether a title argues or judges in nobody's name."""
    return ARGUING.search(document.article.title) is not None or title_judges(document)


@remembered
def share_arguing(document: AnnotatedArticle) -> float:
    """Return the share of an article's first sentences that argue in the outlet's own voice."""
    own = [s for s in document.body.sentences if s.boilerplate in READ][:OWN]
    return sum(map(arguing, own, (own_voice(document, s) for s in own))) / (len(own) or 1)


def arguing(sentence: Sentence, words: str) -> float:
    """Return how much a sentence argues; `words` are what nobody but the outlet says in it."""
    if is_loaded(words) or judging_word(words) or FIRST_OR_SECOND.search(words):
        return 1.0
    return LESS if sentence.boilerplate == "question" or ADVICE.search(words) else 0.0


def title_judges(document: AnnotatedArticle) -> bool:
    """Return whether a title judges in nobody's name: with scorn or mockery, or says who lied."""
    title, findings = document.article.title, document.title
    if findings.attributions or findings.quotations:
        return False
    found = judging_word(title).split(" ")[0]
    return found != "" and found not in table("judging")["colour"]["words"].split()
