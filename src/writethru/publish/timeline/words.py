"""The words by which the timeline tells verbs, subjects and openings of clauses apart."""

from __future__ import annotations

import re

IRREGULAR = (
    "was|were|did|had|went|came|took|made|gave|left|won|lost|fell|rose|hit|began|held|met|told|said|led|found|kept|sent|set"
    "|put|ran|became|got|saw|struck|broke|drew|cut|wrote|spoke|shot|fought|beat|quit|sank|flew|stood|paid|spent|threw|grew"
    "|brought|sold|bought|felt|hurt|sought|caught|taught|thought|built|lent|shook|stole|swore|tore|wore|chose|froze|drove"
    "|knew|blew|hid|laid|lay|bore|burst|fled|fed|slid|spread|split|shut|dealt|hung|stuck|swung|slept|swept|wept|meant|lit"
    "|sat|swam|sprang|underwent|oversaw|understood|withstood|overtook|mistook|forbade|forgave|forgot|rang|rode|sang|shed|shone|shrank"
    "|strode|struck|stung|woke|wound|bid|bet|clung|crept|dug|drank|ate|flung|knelt|let|lent|sped|spun|strove|upset|won|bled"
    "|bred|spilt|swore|wove|undid|outdid|overran|overslept|foresaw|dove|plead|pled|withdrew|overthrew|overcame|undertook|upheld|withheld|misled|rebuilt|retook|arose|read|heard|cost"
)
PAST = re.compile(rf"\b(?:{IRREGULAR}|\w{{3,}}ed)\b")
VERB = re.compile(  # a past form or a past participle
    PAST.pattern
    + r"|\b(?:been|become|begun|born|broken|brought|built|bought|caught|chosen|done|drawn|driven|fallen|flown|given|gone"
    r"|hidden|known|hurt|paid|read|risen|seen|shown|sold|spoken|stolen|sworn|taken|thrown|torn|withdrawn|won|written)\b"
)
SUBJECT = re.compile(
    r"(?:[A-Z]|(?:the|a|an|his|her|its|their|two|three|four|five|six|seven|eight|nine|ten|at|in|on|more|nearly|about|around"
    r"|some|several|many|most|all|no|police|officials|investigators|authorities|prosecutors|lawmakers)\b|\d)"
)
OPENING = re.compile(
    r"(?:After|In|On|At|During|When|While|As|Before|Since|Although|Though|Because|If|With|By|For|From|Under|Following|Despite"
    r"|Amid|Until|Speaking|Asked|According|Citing|Once|To|Of|Besides|Without|[a-z])\b"
)
SAYING = re.compile(
    r"(?:said|says?|told|added|wrote|reported|reports|announced|asked|tweeted|claimed|argued|insisted)"
)
# What opens a clause that tells of something beside what its sentence tells.
DAYS = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today)"
MONTH = r"(?:January|February|March|April|June|July|August|September|October|November|December|(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.)"
PART = r"(?:morning|afternoon|evening|night)"
RELATING = frozenset("who which whose whom where that what".split())
JOINING = frozenset("when after as since while because before once although though".split())
SAME_TIME = frozenset("when as while".split())
OPEN_QUESTION = frozenset("if whether unless until how why".split())
JOINED = RELATING | JOINING | OPEN_QUESTION
ARTICLE = re.compile(r"\b(?:the|an?) \Z", re.IGNORECASE)
# A participle behind its noun, `a law passed by`, `a bill, introduced on Friday by`: no verb stands before it.
BY_DOER = re.compile(
    r"(?: (?:on|late|early|in)| (?:last|this) [a-z]{3,9}| [A-Z]\w{1,24}\.?| \d{1,4},?){0,4} by "
)
AUXILIARY = re.compile(
    r"\b(?:was|were|been|be|being|is|are|had|has|have|got)(?: not| also| first| later| then| \w{1,20}ly){0,2} \Z"
)
# What follows at once where a time belongs to a participle: `the plan unveiled Friday calls for`.
MAIN_VERB = re.compile(
    r" (?:is|are|was|were|has|have|had|will|would|could|may|calls|says|shows|includes|gives|makes|means|notes)\b"
)
BARE_CLAUSE = re.compile(r"(?:he|she|they|it|[A-Z]\w{1,24} (?:had|has)) ")  # a tweet he sent
MAY_GO_BEFORE = frozenset("and but or that said says say so then announced claimed noted added".split())
PLAIN_FORM = re.compile(  # what stands before a verb in its plain form: will meet, did not join
    r"\b(?:to|will|would|could|can|should|may|might|did|does|do)(?:n[’']t)?(?: not| also| \w{1,20}ly)? \Z"
)
PRESENT = re.compile(r"(?:is|are|has|have|says?|goes|calls|comes|remains?)")
BEHIND = re.compile(r"\b(?:after|before|following|since|despite|over|about|amid|of|from|for)\b")
