"""Whether a sentence can be read without its neighbours, and what speaks against printing it."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache
from itertools import islice

from writethru.memory import remembered
from writethru.publish.edits import opening, pronoun_edit
from writethru.publish.spans import blanked, contains, plain_words, touching
from writethru.records import AnnotatedArticle, Record, Sentence, Span

# Words that point at a neighbouring sentence when they open one.
DANGLING = re.compile(
    r"(?:About (?:that|this|it)|If (?:that|this|so)|In (?:this|that|turn)|Of (?:that|this|those)|Yes|No,|Unlike|So (?:are|is|was|were|did|do|does|has|have)|At that|More importantly|Importantly|He|She|They|It|This|That|These|Those|His|Her|Their|Its|There|Here|Both|Another|Others|Some of|Such"
    r"|Many of|One of (?:them|those)|Asked|Then|Later|Earlier|Instead|Also|Since then|After that|Again|Now|Not so"
    r"|The (?:move|latter|former|comments?|remarks?|announcement|same|others?|two|three|pair|report|decision"
    r"|statement|post|tweet|video|news|bill|measure|ruling|order|letter|plan|proposal)"
    r"|Nor|Or|Because|Like|Plus|As a result|Therefore|Thus|Hence|For example|For instance|In other words|What|Why"
    r"|That’s|It’s|He’s|She’s|They’re|How|Who|When asked|On the other hand|Similarly|Likewise|Otherwise|Even so"
    r"|Rather|Either|Neither|If so|See|Watch|Do not|Don[’']t|Let|Imagine|Consider|Remember|Forget|Never|Just as|Even then|So far|From (?:the )?[A-Z][\w ]{1,30}(?=:))\b"
)
FIRST_OR_SECOND = re.compile(r"\b(?:I|[Ww]e|[Oo]urs?|us|[Mm]y|[Yy]our?|me|[Ll]et’s|[Ll]et's|I’m|I'm)\b")
SPOKEN_OF = re.compile(
    r"\b(?:he|she|they) (?:said|added|told|wrote|says|adds|continued|tweeted|explained|noted)\b"
    r"|\b(?:said|says|added) (?:he|she)(?=[.,;]|$)"
)
# Cues of what somebody said, rather than knew, wanted or did.
SPOKEN = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|t(?:old|ells?|elling)|w(?:rote|rites?|riting)|tweet(?:s|ed|ing)?|(?:add|explain|declar|argu|insist|repli|claim"
    r"|announc|stat|warn|testifi|remark|not|acknowledg|conced|conclud|report|rul|accus|den(?:y|i)|contend|assert|alleg)\w*|according|statement)\b",
    re.IGNORECASE,
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
    r"|jabber|proves?|interesting|remarkabl[ey]|hysteri\w+|propaganda|hack|puppet|cronies|regrettabl[ey]|essentially|discredited|snoop\w*|hyped?|thoroughly|implausib\w+|unhinged|thug\w*|whin\w+|pretend\w*|lackey\w*|travesty|outrage|hapless|lousy|silly|odious|indefensible|demagog\w+|heartening|antics|ludicrous\w*|laudabl\w+|nonsense|self-contradictory)\b"
)
OPINION = re.compile(
    r"\b(?:opinions?|editorials?|op-?eds?|columnists?|commentary|viewpoints?|perspectives?|comment(?:isfree)?|breakingviews)\b",
    re.IGNORECASE,
)
# What a title says that judges, explains or advises.
ARGUING = re.compile(
    r"\b(?:(?:[Rr]ight|[Ww]rong) to|[Cc]an [Ss]till|[Rr]eveals? (?:a|an|the|how)|[Jj]ust [a-z]+ed|[Jj]ust (?:made|got|gave|took|won|lost)"
    r"|[Ss]till (?:has|have|matters?)|[Tt]he (?:real|truth|case) \w+|[Pp]roves?|[Dd]oesn['’]t (?:matter|mean))\b"
)
# Words that lean on a sentence before: `doing so`, `the same`, `the other two`.
DEPENDENT = re.compile(
    r"\b(?:doing so|did so|do so|the same|that case|the latter|the former|the others?|as well|such an?|this one|those who"
    r"|the scene|the claim|the project|the news|the move|the decision|the comments?|the remarks?|the incident|in question)\b"
)
PENDING = re.compile(
    r"\b(?:(?:is|are|was|were) (?:expected|scheduled|set|due|poised|likely|confident|hoping|trying|preparing|bracing|weighing|considering)|will|may have|could|currently|not until|plans to)\b"
)
LEANING = re.compile(
    r"\b(?:too|however|again|in turn|other|another|instead|still|first|later|meanwhile|then(?!-))\b"
)
# Whom `he` or `she` in a sentence may mean, beside the persons whom it names.
SOMEBODY = re.compile(
    r"\b(?:(?:gun|police|congress|business|spokes|chair)?(?:man|woman)|person|suspect|shooter|attacker|boy|girl|teenager|student|teacher|doctor"
    r"|president|senator|governor|mayor|minister|secretary|judge|lawyer|attorney|officer|official|candidate|leader|father|mother|son|daughter"
    r"|wife|husband|brother|sister|nominee|driver|reporter|writer|author|employee|worker|soldier|victim|friend|witness|client|someone"
    r"|anyone|everyone|nobody|whoever|one|director|chief|actor|singer|player|coach|priest|pope|king|queen|prince|princess|voter|citizen)\b",
    re.IGNORECASE,
)
HE = re.compile(r"\b(?:he|she|him)\b")
# Days counted from another that a sentence before names.
COUNTED = re.compile(
    r"\b(?:(?:a|an|one|two|three|four|five|six|several|some|few|\d{1,2}) (?:hour|day|week|month)s? (?:later|earlier|before|after(?: that)?)(?=[ ,.])"
    r"(?! the\b)|the (?:next|following|previous|same) (?:day|morning|evening|night|week)|the day (?:before|after)(?=[.,])|that (?:day|night|week|month))\b"
)
ADVICE = re.compile(r"\b(?:should(?:n['’]t)?|ought|must(?: not|n['’]t)|let us)\b")
IMAGE = re.compile(r"(?:Image|Photo|Video|Credit|CLOSE|WATCH|SHARE) [A-Z]")
# `this project`, `those talks`: what they point at stands in a sentence before.
DEMONSTRATIVE = re.compile(
    r"\b(?:[Tt]his (?!year|week|month|morning|afternoon|evening|summer|spring|autumn|fall|winter|time|season|weekend|election|is|was)"
    r"|(?:[Tt]hese|[Tt]hose) (?!who|that|with|in|of|from|whose|days|[a-z]{2,20}(?:ing|ed)\b)|such (?!as\b|an? )|\bsaid so\b)[a-z]+"
    r"|\b(?:[Ii]n|[Oo]n|[Aa]t|[Oo]f|[Ff]or|[Aa]fter|[Bb]efore|[Ww]hile|[Ww]hen|[Ss]ince|[Bb]y|[Uu]ntil|[Ff]rom|[Ww]ith|[Aa]bout|to) that"
    r" (?:date|day|night|time|moment|case|meeting|call|letter|report|decision|vote|bill|law|order|ruling|deal|plan|proposal"
    r"|statement|claim|story|video|post|tweet|question|point|process|issue|effort|year|week|month|group|man|woman)\b"
)
# Nouns that lean on a mention before them where nothing follows to say which is meant.
BARE_NOUN = re.compile(
    r"\bthe (project|session|trial|scene|claims?|news|move|statement|report|decision|incident|case|meeting|update|letter"
    r"|emails?|bill|measure|proposal|plan|deal|agreement|law|policy|rule|order|lawsuit|suit|probe|investigation|inquiry"
    r"|hearing|vote|debate|interview|event|attack|shooting|crash|film|book|study|survey|poll|group|company|firm|agency"
    r"|panel|committee|pair|couple|man|woman|suspect|officer|accusations?|allegations?|charges?|comments?|remarks?|tweets?"
    r"|post|video|photo|image|footage|documents?|memo|dossier|exchange|call|visit|trip|speech|announcement|appointment"
    r"|issue|problem|question|matter|idea|effort|process|program|situation|dispute|account|site|message|page|article"
    r"|brothers|sisters|suspects|officers|men|women|boys|girls|gunman|attacker|accusers?|executives?|records|texts?|tapes?|recordings?"
    r"|resolution|amendment|motion|petition|complaint|op-ed|column|essay|list|ceremony|rally|technique|symptoms|findings|results|changes|talks|comparison|context)(?=[.,;:”\"]|$| (?:and|or|but|was|were|is|are"
    r"|has|had|have|will|would|could|said|says|came|went|took|made|to|as|when|after|before|because|while|[a-z]+ed)\b)"
)
# What is done in a picture, with its occasion or its day and no past tense: a caption that stands as a paragraph.
SCENE = re.compile(
    r"\A[A-Z][^.;:“\"]{3,140} (?:speaks?|walks?|stands?|arrives?|gestures?|looks?|listens?|poses?|waves?|sits?|talks?|reacts?|smiles?|appears?"
    r"|participates?|testif(?:y|ies)|attends?|watch(?:es)?|march(?:es)?|greets?|gathers?|boards?|shakes?|gives?|delivers?|holds?|leaves?|makes?"
    r"|answers?|departs?|addresses|signs|embraces?|hugs?|applauds?|pauses?|campaigns|visits|tours|cheers?|protests?|demonstrates?) "
    r"(?:[^.;:“\"]{0,140} )?(?:during (?:a|an|the|his|her|their)\b[^;:“\"]{1,140}|(?:on|,) (?:[A-Z][a-z]{2,8}day,? )?"
    r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2}(?:, \d{4})?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day))\.?$"
)
PAST = re.compile(r"\b(?:was|were|had|said|told|has|have|will|would|did|that|who|which|if|when|\w{3,}ed)\b")
TICKER = re.compile(r"\b[A-Z]{2,5},? [+−–-]?\d{1,3}\.\d{1,2}%")
WRITERS = re.compile(r"\s?(?:,|;|&|\band\b|\bBy\b|\bby\b)\s?")  # what stands between the names of a byline
NO_ANSWER = re.compile(
    r"\b(?:declined to|declined [^.;]{0,40}\brequests?\b|did not (?:immediately )?(?:respond|reply|return)|could not (?:immediately )?be reached|no comment|not responded)\b"
)
MIN_WORDS, MAX_WORDS = 8, 45
FEWEST_LETTERS = 12  # outside quotation marks
STEM = 5  # letters of a title's word that show that a noun means it


def begun(words: str) -> str:
    """Return what is left behind a connective as a sentence begins."""
    return words[:1].upper() + words[1:]


@remembered
def stands_alone(document: AnnotatedArticle, sentence: Sentence) -> bool:
    """Return whether a sentence can be read without its neighbours."""
    text = plain_words(document, sentence)
    start = opening(text)
    text = begun(text[start:])
    words = text.split()
    if sentence.boilerplate or not MIN_WORDS <= len(words) <= MAX_WORDS:
        return False
    if TICKER.search(text) or IMAGE.match(text) or (SCENE.match(text) and not PAST.search(text)):
        return False
    named = pronoun_edit(document, sentence)
    if DANGLING.match(text) and not (named and named[0][0] == start):
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
    if FIRST_OR_SECOND.search(outside) or (SPOKEN_OF.search(outside) and not named):
        return False
    return len(list(islice(filter(str.isalpha, outside), FEWEST_LETTERS))) == FEWEST_LETTERS


def is_of_writer(document: AnnotatedArticle, sentence: Sentence) -> bool:
    """Return whether a sentence names who wrote its article: it introduces or promotes the writer."""
    words = document.article.text[sentence.start : sentence.end]
    return any(" " in name and name in words for name in writers(document.article.byline))


@lru_cache(maxsize=1_000)
def writers(byline: str) -> tuple[str, ...]:
    """Return the names of a byline."""
    return tuple(WRITERS.split(byline))


def unbalanced(words: str) -> bool:
    """Return whether quotation marks or brackets stay open."""
    return (
        words.count("“") != words.count("”")
        or words.count('"') % 2 == 1
        or words.count("(") != words.count(")")
    )


@lru_cache(maxsize=10_000)
def is_loaded(text: str) -> bool:
    """Return whether a text has a word by which its writer judges."""
    return LOADED.search(text.lower()) is not None  # a search that ignores case takes four times as long


@remembered
def mask_quotations(document: AnnotatedArticle, sentence: Span) -> str:
    """Return a sentence's text with the words between quotation marks, and links that ran into it, blanked out."""
    text = document.article.text[sentence.start : sentence.end]
    findings = document.body
    for hidden in (*touching(findings.quotations, sentence), *touching(findings.inserts, sentence)):
        text = blanked(text, hidden.start - sentence.start, hidden.end - sentence.start)
    return text


def title_stems(terms: Set[str]) -> frozenset[str]:
    """Return how the nouns begin that titles use: what they name needs no introduction."""
    return frozenset(term[:STEM] for term in terms if len(term) >= STEM - 1)


def is_known(noun: str, known: frozenset[str]) -> bool:
    """Return whether a noun begins as one of the stems that titles use."""
    return noun[:STEM].lower() in known or noun[: STEM - 1].lower() in known


def lightness(document: AnnotatedArticle, sentence: Sentence, known: frozenset[str], old: bool) -> float:
    """Return a factor for what speaks against a sentence: judgement, leaning on others, what is settled since.

    `known` has the beginnings of the titles' nouns; `old` says that there are newer articles.
    """
    found = speaking_against(document, sentence)
    if found.vague and not is_known(found.vague, known):
        return 0.0
    factor = 0.5 if found.judging else 1.0
    if old and found.pending:
        factor *= 0.2  # what an older article expected is settled or stale now
    if found.leaning:
        factor *= 0.8
    if found.pointing:
        factor *= 0.5
    if any(not is_known(noun, known) for noun in found.nouns):
        factor *= 0.35
    return factor * (0.3 if found.unanswered else 1.0)


class Against(Record, frozen=True):
    """What speaks against printing a sentence, whatever the story."""

    vague: str  # the noun of a subject that points at what was told before, "" if there is none
    judging: bool = False
    pending: bool = False
    leaning: bool = False  # on what was told before
    nouns: tuple[str, ...] = ()  # that lean on a mention before them
    unanswered: bool = False
    pointing: bool = False  # the quotation that it begins with says `This is ...`


@remembered
def speaking_against(document: AnnotatedArticle, sentence: Sentence) -> Against:
    """Return what speaks against printing a sentence, whatever the story."""
    text = plain_words(document, sentence)
    text = text[opening(text) :]
    vague = VAGUE_SUBJECT.match(begun(text))
    words = mask_quotations(document, sentence)
    return Against(
        vague[1] if vague else "",
        is_loaded(words) or DEPENDENT.search(words) is not None,
        PENDING.search(words) is not None,
        LEANING.search(" ".join(words.split()[:8])) is not None
        or COUNTED.search(words) is not None
        or means_nobody(document, sentence, words),
        tuple(m[1] for m in BARE_NOUN.finditer(words) if words[: m.start()].find(m[1]) < 0),
        NO_ANSWER.search(words) is not None,
        DANGLING.match(text.lstrip('“‘"')) is not None,
    )


def means_nobody(document: AnnotatedArticle, sentence: Sentence, words: str) -> bool:
    """Return whether a sentence says `he` or `she` before it names or describes anybody; its quotations are blanked out."""
    pronoun = HE.search(words)
    if pronoun is None or SOMEBODY.search(words, 0, pronoun.start()) or pronoun_edit(document, sentence):
        return False
    before = Span(sentence.start, sentence.start + pronoun.start())
    return not any(name.kind == "person" for name in touching(document.body.names, before))
