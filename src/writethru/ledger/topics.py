"""Name what a dispute is about, in a few neutral words taken from the texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from writethru.ledger.charges import is_accusing
from writethru.ledger.denials import Charge, Pair
from writethru.ledger.grounds import turn_of
from writethru.ledger.holders import MEMBER
from writethru.ledger.objects import clause, read_accusation
from writethru.ledger.statements import Statement, Story, names_words, root
from writethru.ledger.words import Word, pasts, plain_words, stem, vocabulary, words

MOST_WORDS = 12
LEAST_CLAUSE = 3  # words of a clause that tells anything
PERSONS = frozenset({"he", "she"})
GROUPS = frozenset({"they", "it", "we"})
OWNERS = frozenset({"his", "her", "their", "its"})
SPEAKING = frozenset("i we my our me us you your this these those here".split())
CUTS = frozenset(
    "in on at for to with by from as about between against into during over after before under near through among across without within toward towards".split()
)
DETERMINERS = frozenset("the this that these those his her their its".split())
ASKING = frozenset({"whether", "what", "there", "did"})
FAMILY = 4  # letters by which the words of one family are known here
PLAIN_WORD = re.compile(r"[^\W_]+")
BLAMES = re.compile(r"\bblam(?:e|es|ed|ing)\b", re.IGNORECASE)
MARKS = re.compile(r"[“”\"‘—–;:()?!\[\]]|--")


def matter_topic(pair: Pair, shown: Sequence[str], story: Story) -> str:
    """Return the topic of an outcome or a blame, at most twelve words of what is shown; never empty."""
    denier, charge, denied = pair.against, pair.charge, pair.denied
    charged = pair.charged or _read(charge)
    disclaims = _disclaims(pair)
    tried = [
        _denied_topic(denied.proposition, denied.form, denier, story),
        _charged_topic(charged, story) if charged else "",
        ""
        if charged or disclaims or charge.own_voice
        else _whether(charge.text, charge, story, indirect=not charge.assertion.direct),
    ]
    for topic in tried:
        if topic and borne_out(topic, shown):
            return topic
    one, other = short(charge, story), short(denier, story)
    if charge.own_voice:
        return f"What is alleged against {other}"
    if charged is not None and charged.accused:
        return f"What {one} {_verb(one, 'accuse')} {other} of"
    if disclaims and BLAMES.search(charge.assertion.citation.exact):
        return f"What {one} {_verb(one, 'blame')} {other} for"
    if denied.noun == "plea":
        return f"The charges that {other} {_verb(other, 'den')}"
    about = _matter_words(pair)
    if about.split(" ", 1)[0] in DETERMINERS | {"a", "an"} and borne_out(about, shown):
        return _fit(f"What {one} and {other} say of {about}", least=2) or f"What {one} and {other} say"
    return f"What {one} {_verb(one, 'say')} and {other} {_verb(other, 'dispute')}"


def _disclaims(pair: Pair) -> bool:
    """Return whether somebody says that he has no part in what he is accused of, which no clause of the claim tells."""
    charge = pair.charge
    told = read_accusation(charge.before, charge.text) is not None
    return (
        turn_of(pair) in ("disclaims", "nothing")
        and is_accusing(charge.assertion.citation.exact)
        and not told
    )


def _read(charge: Statement) -> Charge | None:
    """Return a statement as an accusation of somebody, if it is one."""
    read = None if charge.own_voice else read_accusation(charge.before, charge.text)
    return Charge(charge, *read) if read is not None and read[0] else None


def borne_out(topic: str, shown: Sequence[str]) -> bool:
    """Return whether a topic has no word that is not in what is shown: another statement may have told it."""
    told = [word.lower() for text in shown for word in PLAIN_WORD.findall(text)]
    said = {word[:FAMILY] for word in (*told, *(pasts()[word] for word in told if word in pasts()))}
    return all(
        word.lower()[:FAMILY] in said or word.lower() in plain_words("small") | plain_words("finite") | ASKING
        for word in PLAIN_WORD.findall(topic)
    )


def _matter_words(pair: Pair) -> str:
    """Return the longest run of words in a claim that what is said against it shares: `tax returns`."""
    names = names_words(pair.charge) | names_words(pair.against)
    shared = (pair.charge.bag & pair.against.bag) - names - vocabulary("when")
    exact = pair.charge.assertion.citation.exact
    runs: list[list[Word]] = [[]]
    for word in words(exact):
        if root(word.stem) in shared:
            if runs[-1] and exact[runs[-1][-1].end : word.start] != " ":
                runs.append([])
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    best = max(runs, key=len)
    if not best:
        return ""
    text = exact[best[0].start : best[-1].end]
    before = exact[: best[0].start].split()[-1:]
    ending = text.rpartition("ing")
    if len(best) == 1 and (not before or before[0].lower() not in DETERMINERS or ending[2] == ""):
        return ""  # may be a verb
    return f"{before[0].lower()} {text}" if before and before[0].lower() in DETERMINERS - OWNERS else text


def short(statement: Statement, story: Story) -> str:
    """Return a holder's name in at most six words: the family name of a person."""
    joined = statement.name.split(" and ")
    if len(joined) > 1 and all(_is_person(name, story) for name in joined):
        return " and ".join(part.split()[-1] for part in joined)
    parts = statement.name.split()
    if not _named_person(statement, story):
        return " ".join(parts if len(parts) <= 6 else parts[-2:])
    if stem(parts[-1].lower()) and story.holders.names.get(parts[-1].lower()) == statement.name:
        return parts[-1]
    return " ".join(parts if len(parts) <= 6 else parts[-2:])


def _named_person(statement: Statement, story: Story) -> bool:
    """Return whether the article of a statement takes its holder's name for that of a person."""
    kinds = [
        m.kind for m in story.documents[statement.article].body.names if m.name == statement.name and m.kind
    ]
    return not kinds or "person" in kinds


def _is_person(name: str, story: Story) -> bool:
    """Return whether a name is that of a person by which the story knows his family name."""
    last = name.split()[-1].lower() if name.split() else ""
    return story.holders.names.get(last, "").lower() == name.lower()


def _verb(name: str, verb: str) -> str:
    """Return a verb in the number of its subject: Falk says, prosecutors say."""
    last = name.split()[-1]
    pair = " and " in name and len(name.split()) == 3  # two family names; an office of two matters is one
    many = pair or (last.endswith("s") and (last[0].islower() or stem(last) in vocabulary("speakers")))
    ending = {"den": ("ies", "y")}.get(verb, ("s", ""))
    return verb + ending[many]


def _denied_topic(text: str, form: str, denier: Statement, story: Story) -> str:
    """Return the topic of a denial that states what it denies."""
    name = short(denier, story)
    if form == "clause":
        return _whether(text, denier, story, indirect=True)
    if form == "doing":
        return _whether_did(text, name)
    if form == "thing":
        if not text or MARKS.search(text) or text.split()[0].lower() in SPEAKING | OWNERS:
            return ""
        if text.split()[0].lower() in ("the", "a", "an"):
            return _fit(text[0].upper() + text[1:], least=2)
        if len(text.split()) == 1:
            return ""  # "responsibility" for what?
        return _fit(f"Whether there was {_owned(text, name)}")
    return ""


def _charged_topic(charge: Charge, story: Story) -> str:
    """Return the topic of an accusation."""
    if charge.form == "doing" and charge.accused:
        accused = _accused(charge.accused, story)
        named = _resolved(charge.clause, charge.statement, story)
        return _whether_did(named, accused) if accused and named else ""
    if charge.form == "clause":
        first = charge.clause.split(" ", 1)[0].lower()
        if first in PERSONS | GROUPS | OWNERS:  # whoever is meant, it is not the speaker
            return ""
        if not any(part[:1].isupper() for part in charge.clause.split()[:3]):
            return ""
        named = _resolved(charge.clause, charge.statement, story)
        return _whether(named, charge.statement, story, indirect=True) if named else ""
    return ""


def _resolved(doing: str, accuser: Statement, story: Story) -> str:
    """Return an accusation with its `her` or `him` replaced by the accuser, or nothing if that is not sure."""
    parts = doing.split()
    places = [n for n, part in enumerate(parts) if part.lower() in ("her", "him")]
    if not places:
        return doing
    person = story.holders.names.get(accuser.name.split()[-1].lower()) == accuser.name
    free = all(n + 1 == len(parts) or parts[n + 1].lower() in CUTS | {"and", "when"} for n in places)
    if not person or not free:
        return ""
    return " ".join(short(accuser, story) if n in places else part for n, part in enumerate(parts))


def _accused(text: str, story: Story) -> str:
    """Return the accused in at most four words, or nothing if a pronoun or more stands there."""
    plain = " ".join(clause(text).split())
    if plain.lower().split()[:1] and plain.lower().split()[0] in (
        PERSONS | GROUPS | OWNERS | SPEAKING | {"him", "them"}
    ):
        return ""
    full = story.holders.full(plain)
    last = plain.split()[-1:]
    if last and story.holders.names.get(last[0].lower().removesuffix(".")) == full:
        return last[0]
    return plain if len(plain.split()) <= 4 else ""


def _whether_did(doing: str, name: str) -> str:
    """Return `Whether NAME did ...` from a clause that opens with the form in -ing."""
    parts = doing.split()
    if parts[:1] in (["never"], ["not"]):
        parts = parts[1:]
    if not parts or MARKS.search(doing):
        return ""
    verb = parts[0].lower()
    past = pasts().get(verb) or (_regular(verb) if verb.endswith("ing") else "")
    if not past or any(p.lower() in SPEAKING for p in parts):
        return ""
    return _fit(f"Whether {name} {' '.join([past, *parts[1:]])}")


def _regular(verb: str) -> str:
    """Return the past of a regular verb from its form in -ing."""
    bare = verb[:-3]
    return bare[:-1] + "ied" if bare.endswith("y") and bare[-2:-1] not in "aeiou" else bare + "ed"


def _whether(text: str, speaker: Statement, story: Story, *, indirect: bool) -> str:
    """Return `Whether CLAUSE`, or nothing if the words are no clause that reads alone."""
    plain = clause(" ".join(text.strip(" “”\"'‘’").split()).removeprefix("that "))
    parts = plain.split()
    if len(parts) < LEAST_CLAUSE or MARKS.search(plain):
        return ""
    first = parts[0].lower()
    name = short(speaker, story)
    person = story.holders.names.get(speaker.name.split()[-1].lower()) == speaker.name
    if indirect and ((first in PERSONS and person) or (first in GROUPS - {"it"} and not person)):
        parts[0] = name
    elif indirect and first in OWNERS:
        parts[0] = _possessive(name)
    elif stem(first) in vocabulary("unfit") and first not in ("a", "an", "the", "no"):
        return ""
    lowered = {part.lower() for part in parts}
    if (
        lowered & SPEAKING
        or ("there" in lowered and first != "there")
        or lowered & {"not", "never", "no", "neither", "nor", "denied"}
        or any("n't" in p or "n’t" in p for p in lowered)
    ):
        return ""
    if not _finite(parts[1:]):
        return ""
    opens = speaker.assertion.statement.start == speaker.assertion.citation.start
    if opens and parts[0] == plain.split()[0] and not _is_name(parts[0], story):
        parts[0] = parts[0][0].lower() + parts[0][1:]
    return _fit("Whether " + " ".join(parts), least=_first_finite(parts) + 3)


def _owned(text: str, name: str) -> str:
    """Return words with a pronoun of ownership replaced by the name of who speaks."""
    return " ".join(_possessive(name) if part.lower() in OWNERS else part for part in text.split())


def _possessive(name: str) -> str:
    return name + ("’" if name.endswith("s") else "’s")


def _is_name(word: str, story: Story) -> bool:
    plain = word.lower().removesuffix("'s").removesuffix("’s")
    return word[:1].isupper() and (
        (len(word) > 1 and word.isupper())
        or plain in name_words(story.holders.known)
        or MEMBER.match(word) is not None
    )


@cache
def name_words(known: frozenset[str]) -> frozenset[str]:
    """Return the words of all names of a story."""
    return frozenset(part for name in known for part in name.split()) - {"the", "a"}


def _finite(parts: Sequence[str]) -> bool:
    return _first_finite(("", *parts)) > 0


def _first_finite(parts: Sequence[str]) -> int:
    """Return the place of the first word that may be a finite verb, else 0."""
    past = set(pasts().values())
    for place, part in enumerate(parts):
        if place and (stem(part) in vocabulary("finite") or part.endswith("ed") or part in past):
            return place
    return 0


def _fit(topic: str, least: int = 4) -> str:
    """Return a topic of at most twelve words, cut before a preposition; nothing if it cannot be cut."""
    parts = topic.split()
    if len(parts) > MOST_WORDS:
        places = [n for n in range(max(least, 4), MOST_WORDS + 1) if parts[n].lower() in CUTS]
        if not places:
            return ""
        parts = parts[: places[-1]]
    while parts and stem(parts[-1]) in vocabulary("dangling") and parts[-1].lower() in vocabulary("dangling"):
        return ""
    return " ".join(parts)


def count_topic(counted: str, unit: str) -> str:
    """Return the topic of a number: what was counted."""
    parts = counted.split()[: MOST_WORDS - 3]
    if parts and parts[0] in ("people", "persons"):
        return (
            f"How many {parts[0]} were {' '.join(parts[1:])}"
            if len(parts) > 1
            else "How many people there were"
        )
    if unit and unit not in ("people", "%"):
        return f"How much: {counted}" if counted else f"The sum in {unit}"
    if len(parts) > 1 and parts[-1].endswith("ed"):
        return f"How many {' '.join(parts[:-1])} were {parts[-1]}"
    return f"How many {counted} there were"


def day_topic(before: str, story_names: frozenset[str]) -> str:
    """Return the topic of a date from the words before it, or nothing if they are no clause."""
    parts = re.sub(r"\s(?:on|early|late|last|shortly|by)$", "", before.strip()).split()
    if (
        not 3 <= len(parts) <= MOST_WORDS - 3
        or MARKS.search(before)
        or "," in before
        or not _finite(parts[1:])
    ):
        return ""
    if stem(parts[0]) in vocabulary("unfit") - {"a", "an"} or vocabulary("dangling") & {parts[-1].lower()}:
        return ""
    if parts[0].lower() not in story_names:
        parts[0] = parts[0][0].lower() + parts[0][1:]
    return "On which day " + " ".join(parts)


def event_topic(told: str) -> str:
    """Return the topic of a date from the one word of its event, or nothing if there is none."""
    word = told.lower()
    if not word.isalpha():
        return ""
    return f"When {word}" if word.endswith("ed") else f"The date of the {word}"
