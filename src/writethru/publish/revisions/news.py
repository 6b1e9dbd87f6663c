"""What new articles report that no earlier one told: the sentences that make a page's next revision."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from writethru.publish.alone import (
    DANGLING,
    FIRST_OR_SECOND,
    OPINION,
    SPOKEN_OF,
    is_loaded,
    mask_quotations,
)
from writethru.publish.edits import opening
from writethru.publish.material import attribution_of
from writethru.publish.opinion import is_opinion
from writethru.publish.revisions.told import (
    OPENING,
    Coverage,
    Told,
    days_between,
    days_of,
    happenings,
    times_of,
)
from writethru.publish.sense import has_finite
from writethru.publish.spans import contains, plain_words, touching
from writethru.publish.weighing import title_terms
from writethru.records import AnnotatedArticle, Record, Sentence

LEADING = 3  # sentences of an article in which it need not say when
BEFORE, AFTER = 3, 1  # days before and after the day of an article on which what it reports happened
TOLD = 0.42  # share of a sentence that was told in one place at which it repeats that ...
TOLD_THAT_DAY = 0.33  # ... and in one that tells of the same day
RETOLD = 0.50  # and in the title and opening of one article of these days
UNDATED = 0.38  # the same for one that does not say when
TITLED = 0.25  # share of the title that a sentence says which is what the title means
ALL_TITLE = 0.6  # and at which it is the news, dated or not
LEAST, LEAST_MORE = 0.7, 1.0  # score of what is news, and of a second sentence of one article
MOST = 2  # of one article: the first says what the news is
STAMPED = 60  # characters at the beginning of a sentence in which the time of a page may stand
FEWEST, MOST_WORDS = 7, 60  # words of a sentence that is read by itself,
MOST_TITLED = 75  # and of one that says what the title means
# Before the first word of a report: who sent it, or when it was updated.
LABEL = re.compile(r"\([A-Z][A-Za-z /]{1,20}\) ?[-–—]{1,2} ?|\[[^\[\]]{1,40}\] ")
# A title that asks, explains, counts up or looks around heads no report.
NO_REPORT = re.compile(
    r"\?|^(?:how|why|what|who|when|where|here|the wrap|top)\b"
    r"|\b(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten) (?:[\w-]{2,15} ){0,2}(?:things|questions|ways|reasons|facts|moments|issues|points|charts"
    r"|numbers|quotes|policies|scenarios|stories|theories|myths|lines)\b|^\d{1,2} (?:key|big|top|important)\b"
    r"|\b(?:takeaways|lessons|explain(?:er|ed)|analysis|hypocrisy|reactions|round-?up|recap|underscores?|by the numbers|fact[- ]check)\b"
    r"|\bquestions (?:swirl|mount|remain|linger)\b|\b(?:\w{6,9}day|today)[’']s developments\b",
    re.IGNORECASE,
)
# Before the word for an event that is only named: the deadly, Mr. Vell’s, an.
NAMED = re.compile(
    r"(?:\b(?:the|an?|this|that|his|her|its|their|last|another)|[’']s|s[’']) (?:[\w-]{2,20} )?\Z",
    re.IGNORECASE,
)
DONE = re.compile(
    r"\b(?:has|have) (?:\w{2,12}ly )?(?:been )?\w{2,14}(?:ed|en|un|ought|ung)\b"
)  # has released


# Who says what is to be thought of it, and was not there.
EXPERT = re.compile(
    r"\b(?:experts?|analysts?|professors?|scholars?|historians?|pundits?|commentators?|columnists?|strategists?|economists?"
    r"|meteorologists?|activists?|critics|observers|media figures|think[- ]tank"
    r"|(?:fellow|director) (?:at|of) the (?:\w{2,14} ){0,4}(?:Cent(?:er|re)|Institute|Consortium|Council|Project))\b"
)
# How things stand or feel, and nothing that happened.
SCENE = re.compile(
    r"\b(?:was|were|is|are) still\b|\b(?:was|were|is|are|stood|lay|felt|remain(?:s|ed)?) (?:\w{2,10}ly )?(?:deserted|quiet|calm|tense|empty|silent|battered|eerie"
    r"|subdued|vigilant|shaken|jittery|on edge|in mourning|a mystery|unclear|unknown)\b|\bmade progress\b|\bfor answers\b",
)
TRAILING = re.compile(r", (?:adding|saying|noting) .*", re.DOTALL)  # what somebody says beside
# What a writer makes of it, who sees how things stand or what is to come: no news unless somebody says it.
OUTLOOK = re.compile(
    r"\b(?:faces?|(?:is|are) facing) (?:[\w-]{1,15} ){0,4}(?:tests?|day|challenges?|choices?|dilemmas?|reckoning)\b"
    r"|\b(?:appears?|seems?) (?:to|in|as|like|likely|set|poised|unlikely)\b"
    r"|\b(?:is|are|was|were) (?:now )?(?:the|an?) (?:[\w-]{2,12} ){0,1}(?:focus|issue|question|test|reminder|sign|example|symbol|moment)\b"
    r"|\b(?:is|are|was|were) (?:scheduled|slated|expected|due|supposed|likely|poised) to\b"
    r"|\b(?:set|sets|setting) (?:it )?in(?:to)? motion\b|\b[Oo]ne reason\b|\bhard to (?:believe|see|imagine)\b|\beither [a-z]{2,14}ly or\b"
)
MIGHT = re.compile(
    r"\b(?:may|might|could)(?: not)? [a-z]"
)  # what is to come, where nothing before has happened
PAST = re.compile(r"\b(?:[a-z]{3,12}ed|was|were|had|has|have|did|said|told)\b")
# Verbs that are not that of the sentence, and the month that is none.
BESIDE = re.compile(r", (?:who|whom|whose|which|where) [^,;]{1,200}[,;.]|\bMay \d")
# When a page was put up, which stands before its first words.
STAMP = re.compile(r"\d[:.]\d\d(?: ?[ap]\.?m\.?)? \(?[A-Z]{2,4}\)?\b")


class News(Record, frozen=True):
    """A sentence that tells something new, and how much of it was told before."""

    document: AnnotatedArticle
    sentence: Sentence
    coverage: Coverage
    titled: float  # share of the title that it says
    score: float
    said: bool  # somebody says it


def find_news(new: Sequence[AnnotatedArticle], told: Told) -> Iterator[News]:
    """Yield what new articles report, in their order; each is `told` to those after it."""
    for document in new:
        found = sorted(_reported(document, told), key=lambda n: (-n.score, n.sentence.start))
        brought = [n for i, n in enumerate(found[:MOST]) if n.score >= (LEAST_MORE if i else LEAST)]
        yield from brought
        if brought:
            told.add(document)


def _reported(document: AnnotatedArticle, told: Told) -> Iterator[News]:
    """Yield what an article reports; none of one that gives an opinion or explains."""
    if not is_report(document):
        return
    argues = is_opinion(document)
    title = title_terms(document)
    openings = [s for s in document.body.sentences if not s.boilerplate][:OPENING]
    for position, sentence in enumerate(openings):
        titled = len(title.intersection(sentence.terms)) / len(title) if title else 0.0
        attribution = attribution_of(document, sentence)
        said = attribution is not None and bool(attribution.holder)
        dated = is_recent(document, happened(document, sentence))
        leads = not argues and position < LEADING and titled >= TITLED
        headed = titled >= ALL_TITLE and (position == 0 or is_done(document, sentence))
        if not dated and not (leads and (said or headed)):
            continue
        if (argues and titled < TITLED) or not is_readable(
            document, sentence, MOST_TITLED if titled >= TITLED else MOST_WORDS
        ):
            continue
        if not dated and not (headed and said) and looks_back(document, sentence):
            continue
        if not happens(document, sentence, said=said):
            continue
        terms, days = frozenset(sentence.terms), days_of(document.body, sentence)
        coverage = told.coverage(terms, days, document.article.day)
        if is_told(coverage, TOLD if dated or (headed and is_done(document, sentence)) else UNDATED):
            continue
        if dated and is_retold(document, sentence, told):
            continue
        score = (1 + titled) * (1 - coverage.share) / (1 + 0.1 * position)
        yield News(document, sentence, coverage, titled, score, said)


def is_told(coverage: Coverage, most: float) -> bool:
    """Return whether a sentence repeats what was told: in one place, of one day, or by one article's opening."""
    return coverage.share >= most or coverage.same_day >= TOLD_THAT_DAY or coverage.opening >= RETOLD


def is_retold(document: AnnotatedArticle, sentence: Sentence, told: Told) -> bool:
    """Return whether all that a sentence says to have happened of late was told: the day, the act, one who had part in it."""
    late = [h for h in happenings(document, sentence) if is_recent(document, frozenset((h.day,)))]
    today = document.article.day
    return bool(late) and all(
        told.knows(h) or (today is not None and days_between(h.day, today) > 0 and told.expects(h))
        for h in late
    )


def is_column(document: AnnotatedArticle) -> bool:
    """Return whether an article gives an opinion, by its section, address or title."""
    article = document.article
    return OPINION.search(f"{article.section} {article.url or ''} {article.title[:12]}") is not None


def is_report(document: AnnotatedArticle) -> bool:
    """Return whether an article reports, by its title: no opinion, no explainer, no list."""
    return not is_column(document) and not NO_REPORT.search(document.article.title)


def is_done(document: AnnotatedArticle, sentence: Sentence) -> bool:
    """Return whether a sentence says that something has just been done."""
    return DONE.search(document.article.text, sentence.start, sentence.end) is not None


def is_readable(document: AnnotatedArticle, sentence: Sentence, most: int = MOST_WORDS) -> bool:
    """Return whether a sentence can be read without its neighbours, longer ones than a section takes too."""
    text = plain_words(document, sentence)
    text = text[opening(text) :]
    text = text[label.end() :] if (label := LABEL.match(text)) else text
    if not FEWEST <= len(text.split()) <= most or DANGLING.match(text) or "?" in text:
        return False
    if text[-1:] not in '.!”"’' or not (text[0].isupper() or text[0].isdigit() or text[0] in "“\"‘'"):
        return False
    cut = any(not contains(sentence, q) for q in touching(document.body.quotations, sentence))
    outside = mask_quotations(document, sentence)
    spoken = FIRST_OR_SECOND.search(outside) or SPOKEN_OF.search(outside) or is_loaded(outside)
    return not cut and not spoken and sum(c.isalpha() for c in outside) >= 12


def happens(document: AnnotatedArticle, sentence: Sentence, *, said: bool) -> bool:
    """Return whether a sentence tells what happened: no scene, no caption, no time stamp, and if somebody says it no expert's view."""
    words = mask_quotations(document, sentence)
    words = words[label.end() :] if (label := LABEL.match(words)) else words
    judged = said and EXPERT.search(words) is not None
    if judged or SCENE.search(TRAILING.sub("", words)) or STAMP.search(words[:STAMPED]):
        return False
    main = BESIDE.sub(" ", words)
    if not said and looks_ahead(main):
        return False
    main = main.lower()
    return has_finite(main, 0, len(main))


def looks_ahead(words: str) -> bool:
    """Return whether words tell what might come, or how things look to who writes."""
    might = MIGHT.search(words)
    return OUTLOOK.search(words) is not None or (
        might is not None and not PAST.search(words, 0, might.start())
    )


def looks_back(document: AnnotatedArticle, sentence: Sentence) -> bool:
    """Return whether a sentence tells of a time before the one that its article reports on."""
    published = document.article.day
    return any(
        time.interval is not None
        and contains(sentence, time)
        and (published is None or days_between(time.interval[1], published) < -BEFORE)
        for time in touching(document.body.times, sentence)
    )


def happened(document: AnnotatedArticle, sentence: Sentence) -> frozenset[str]:
    """Return the days on which a sentence says that something was done; `the arrest on Friday` only names it."""
    text = document.article.text
    return frozenset(
        day
        for time in times_of(document.body, sentence)
        if time.event and not NAMED.search(text, sentence.start, time.event.start)
        for day in time.interval or ()
    )


def is_recent(document: AnnotatedArticle, days: frozenset[str]) -> bool:
    """Return whether something of some days happened about when an article was published."""
    published = document.article.day
    return published is not None and any(-BEFORE <= days_between(day, published) <= AFTER for day in days)
