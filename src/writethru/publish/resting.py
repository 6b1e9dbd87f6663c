"""What in a sentence rests on words that stood before it in its article, and that the page does not print."""

from __future__ import annotations

import re
from functools import cache

from writethru.memory import remembered
from writethru.publish.alone import is_known, mask_quotations
from writethru.publish.checking.words import alternatives, listed
from writethru.publish.edits import opening
from writethru.records import AnnotatedArticle, Sentence, Span

OTHER = 0.7  # of its worth that a sentence keeps which tells of others than those told of before,
TOLD = 0.35  # and of a thing or person that its article told of before
# `two other senators`, `another vote`, `an additional week`: others than those told of before.
OTHERS = re.compile(
    r"(?<!\band )(?<!\bor )(?<!\beach )(?<!\bany )(?<!\bno )(?<!\bnor )(?<!\bone )(?<!\bstill )\b"
    r"(?:[Aa]nother(?! of\b)|[Tt]he other|(?:[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]everal|[Mm]any|[Ss]ome|\d{1,3}) other)\b"
    r"|\bthat [^.;,]{1,60}? also\b|\bearlier in the day\b"
)
OF_OTHERS = ("other", "also", "earlier")  # one of which each of them has
# A thing that somebody has said or done, as one that was told of: `during his remarks`.
HIS_WORDS = re.compile(
    r"\b(?:[Dd]uring|[Ii]n|[Aa]fter|[Bb]efore|[Ff]ollowing|[Aa]t) (?:his|her|their|the) "
    r"(remarks|comments|speech|statement|interview|letter|announcement|testimony|appearance|address|post|tweet|filing|complaint|lawsuit|memo|essay)(?=[,.;]|$)"
)
# A thing that comes in time behind others: `The apology comes days before`.
COMES = re.compile(
    r"The ((?!next\b|first\b)[a-z-]{3,20}) (?:comes?|came|follows?|followed|marks?|marked|caps|capped|underscores?|underscored|highlights?|highlighted|reflects?|reflected)\b"
)
LATER = re.compile(
    r"(?:\w{1,12} )?(?i:minutes|hours|days|weeks|months|years) (?:later|earlier|before)(?=,| when\b)|At (?:the|that) time,"
)
INTRODUCED = re.compile(r"\b(?:[Aa]n?|[Nn]ew|[Oo]ne) (?:[\w’'-]{2,20} ){0,3}?([a-z]{4,20})\b")
DEFINITE = re.compile(
    r"\b[Tt]he ([a-z]{4,20})(?=[.,;:]|$| (?:and|or|but|was|were|is|are|has|had|have|will|would|could|may|might|can|to|as|when|after|before|because|while|by|[a-z]{2,12}ed)\b)"
)


def steadiness(document: AnnotatedArticle, sentence: Sentence, known: frozenset[str]) -> float:
    """Return a factor for how far a sentence stands on its own; `known` has the beginnings of the titles' nouns."""
    factor = OTHER if others_meant(document, sentence) else 1.0
    who = described(document, sentence)
    if (who and not is_known(who, known)) or any(
        not is_known(noun, known) for noun in told_before(document, sentence)
    ):
        factor *= TOLD
    return factor


@remembered
def rests(document: AnnotatedArticle, sentence: Sentence) -> bool:
    """Return whether a sentence points in so many words at one before it: `disputes this`, `countered that`."""
    words = mask_quotations(document, sentence)
    words = words[opening(words) :]
    if _clause().match(words) or _object().search(words) or _pointed().search(words):
        return True
    if _answer().search(words) or _they().match(words) or LATER.match(words) or _told().search(words):
        return True
    return _compared().search(words.lower()) is not None


@remembered
def others_meant(document: AnnotatedArticle, sentence: Sentence) -> bool:
    """Return whether a sentence tells of others than those told of before: `another vote`, `two other senators`."""
    words = mask_quotations(document, sentence)
    if not any(part in words for part in OF_OTHERS):
        return False  # as in most sentences; the pattern is tried at each of their characters
    return OTHERS.search(words) is not None


@remembered
def told_before(document: AnnotatedArticle, sentence: Sentence) -> tuple[str, ...]:
    """Return the nouns by which a sentence means what its article introduced before: first `a pier`, then `the pier`."""
    words = mask_quotations(document, sentence)
    found = [m[1] for m in HIS_WORDS.finditer(words)] + [m[1] for m in _document().finditer(words)]
    comes = COMES.match(words, opening(words))
    if comes:
        found.append(comes[1])
    first = introduced(document)
    for match in DEFINITE.finditer(words):
        noun = match[1]
        if noun in listed("resting", "known"):
            continue
        if first.get(noun, sentence.start) < sentence.start and words.find(noun) == match.start(1):
            found.append(noun)
    return tuple(found)


@remembered
def described(document: AnnotatedArticle, sentence: Sentence) -> str:
    """Return the noun that describes the person who is a sentence's subject, "" where there is a name: `The Tolmund native`."""
    text = document.article.text
    words = text[sentence.start : sentence.end]
    match = _person().match(words, opening(words))
    if match is None:
        return ""
    subject = Span(sentence.start + match.start(), sentence.start + match.end())
    named = any(
        n.kind == "person" and n.start < subject.end and subject.start < n.end for n in document.body.names
    )
    return "" if named else match[1].lower()


@remembered
def introduced(document: AnnotatedArticle) -> dict[str, int]:
    """Return where an article first introduces a thing as one that is new: `a pier`."""
    found: dict[str, int] = {}
    for match in INTRODUCED.finditer(document.article.text):
        found.setdefault(match[1], match.start(1))
    return found


def _any(section: str) -> str:
    return alternatives("resting", section)


@cache
def _clause() -> re.Pattern[str]:
    opener = rf"(?i:{_any('clause')}|even though|even if|as|with|for|to|by|in)"
    return re.compile(
        rf"{opener} (?:that|those|this(?! (?:year|week|month|morning|summer|spring|fall|time|is|was))|these)\b(?! (?:who|whose|which|with|in|of|from|against)\b)"
    )


@cache
def _object() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{_any('object')}) (?:this|that|so)(?=[.;,]|$| (?:and|but|because|when|on|in|at|by)\b(?! and large))"
    )


@cache
def _pointed() -> re.Pattern[str]:
    before = r"(?:[Oo]ver|[Aa]gainst|[Ii]nto|[Uu]nder|[Ii]n|[Oo]n|[Aa]t|[Oo]f|[Ff]or|[Aa]fter|[Bb]efore|[Bb]y|[Ff]rom|[Ww]ith|[Aa]bout|to|just|exactly|precisely)"
    return re.compile(rf"\b{before} that (?:{_any('pointed')})\b")


@cache
def _answer() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{_any('answer')})(?=[.;,]|$| (?:on|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b)|\bcountered (?:that|by|with)\b|\b(?:shot|fired|hit|pushed) back(?=[.,;]|$)"
    )


@cache
def _told() -> re.Pattern[str]:
    said = alternatives("cues", "said")
    return re.compile(
        rf"\b(?:{_any('answering')}) (?:that|those|these) (?:{_any('told')})\b(?! (?:that|of|to|which|who)\b)|, they (?:{said})[.]$"
    )


@cache
def _compared() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_any('compared')})(?![\w-])(?! (?:to|with|of|for)\b)")


@cache
def _they() -> re.Pattern[str]:
    return re.compile(
        r"(?:[\w’'.-]{2,20} ){0,3}[\w-]{2,20}s (?:say|said|believe|argue|argued|warn|warned|hope|hoped|noted|added) (?:that )?it\b"
        r"(?! (?:is|was|will|would|could|may|might|should|has been|takes?|seems?|appears?|remains?|makes?)\b|['’]s)"
    )


@cache
def _document() -> re.Pattern[str]:
    return re.compile(
        rf"\bthe (letter|complaint|report|statement|filing|memo|document|suit|lawsuit|brief|email|e-mail|article|book|video|post|tweet|ad|petition|indictment|affidavit) (?:{_any('says')})\b"
    )


@cache
def _person() -> re.Pattern[str]:
    return re.compile(
        rf"The (?:[\w’'.-]{{2,24}} ){{0,4}}?((?i:{_any('person')})|\d{{1,3}}-year-old)(?=,| (?:[a-z]{{2,14}}ly )?(?:[a-z]{{2,14}}ed|says|has|is|was|had|will|would|said|told|won|lost|left|took|made|came|met|went|spoke|wrote|ran|led)\b)"
    )
