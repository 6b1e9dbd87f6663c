"""Find denials that an outlet tells in its own sentence: `Falk has continued to deny the allegations`.

Nobody is quoted there, so the holder is the name just before the verb.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from msgspec.structs import replace

from writethru.ledger.objects import Denied, read_denial
from writethru.ledger.statements import Statement, Story
from writethru.records import Mention

DENIES = re.compile(r"\b(?:den(?:y|ies|ied|ying)|pleaded not guilty|pleads not guilty)\b[\"”]?")
# Words that may stand between a name and its verb.
BETWEEN = re.compile(
    r"^(?:['’]s (?:lawyers?|attorneys?|office|campaign|spokes\w{3,6}))?[\s,–—\-“\"]{0,4}"
    r"(?:(?:who|has|have|had|he|she|they|himself|herself|again|also|then|later|repeatedly|vehemently|strongly|flatly"
    r"|categorically|totally|steadfastly|always|long|consistently|previously|initially|continues|continued|to|and|both"
    r"|issued a statement|released a statement)[\s,–—\-“\"]{1,3}){0,6}$"
)
JOINED = re.compile(r"^,? and $")
TURNED = re.compile(r"\b(?:not|never|nor|neither|or|didn['’]t|doesn['’]t|cannot|refus\w{2,3} to|if)\W{1,3}$")
QUOTED = 1_500  # characters before a sentence in which a quotation opens that holds it
FIRM = 0.9  # weight of a cue of rebuttal from which a sentence is read


def voiced_denial(statement: Statement, story: Story) -> tuple[Statement, Denied] | None:
    """Return a statement as that of whom its sentence tells to deny, and what is denied; None if nobody."""
    lean = statement.assertion.leanings.get
    if max(lean("rebuttal", 0.0), lean("frame-rebuttal", 0.0)) < FIRM:
        return None
    cited = statement.assertion.citation
    if is_quoted(story, statement):
        return None  # who is quoted tells of somebody else's denial
    verb = DENIES.search(cited.exact)
    if verb is None or TURNED.search(cited.exact[max(verb.start() - 14, 0) : verb.start()]):
        return None
    holder = _before(statement, verb.start(), story)
    if not holder[0]:
        return None
    rest = cited.exact[verb.end() :].strip()
    guilty = "guilty" in verb.group()
    denied = Denied("", "", "", "plea") if guilty else read_denial("denied ", rest)
    if denied is None:
        return None
    told = replace(
        statement,
        name=holder[0],
        key=holder[1],
        party=holder[2],
        own_voice=False,
        text=rest,
        before=cited.exact[: verb.end()],
    )
    return told, denied


def is_quoted(story: Story, statement: Statement) -> bool:
    """Return whether the cited sentence of a statement stands in a quotation that opens before it."""
    start = statement.assertion.citation.start
    text = story.documents[statement.article].article.text
    before = text[max(text.rfind("\n", 0, start) + 1, start - QUOTED) : start]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _before(statement: Statement, verb: int, story: Story) -> tuple[str, str, str]:
    """Return name, key and party of whoever is named just before a verb of the cited sentence."""
    cited = statement.assertion.citation
    names = story.documents[statement.article].body.names
    last = bisect_left(names, cited.start + verb, key=lambda m: m.start) - 1
    if last < 0 or names[last].start < cited.start or names[last].kind not in ("person", "organisation"):
        return "", "", ""
    mention = names[last]
    if not BETWEEN.match(cited.exact[mention.end - cited.start : verb]):
        return "", "", ""
    name, key, party = story.holders.known_as(_named(mention, cited.exact, cited.start), mention.kind)
    first = names[last - 1] if last else mention
    between = cited.exact[max(first.end - cited.start, 0) : mention.start - cited.start]
    if name and first.start >= cited.start and JOINED.match(between):
        other, other_key, _ = story.holders.known_as(_named(first, cited.exact, cited.start), first.kind)
        return f"{other} and {name}", f"{other_key} and {key}", party
    return name, key, party


def _named(mention: Mention, exact: str, start: int) -> str:
    return mention.name or exact[mention.start - start : mention.end - start]
