"""Tell what a number counts: who or what, what happened to them, and whether it is a part of another count."""

from __future__ import annotations

import re
from functools import cache

from writethru.ledger.words import plain_words, same_counts, stem, vocabulary, words
from writethru.records import Quantity, Sentence

BREAK = re.compile(r"[;:.!?—–(]| (?:but|while|who|which|where|when|after) ")
# "in El Paso, Texas, and Dayton, Ohio": a sum of two places
TWO_PLACES = re.compile(
    r"[a-z ]{0,30}\b(?:in|at) [A-Z][\w. ]{1,30}(?:, [A-Z][\w. ]{1,20})?,? and (?:in )?[A-Z]"
)
AND_OTHERS = re.compile(
    r"(?: \w+){1,3} and (?:[Cc]hildren|[Ww]omen|[Mm]en|\w{3,20}s)\b"
)  # "nine women and children"
AND_ONE = re.compile(r"\band (?:one|another|\w+ others?)\b")  # "four officers are charged and one faces more"
AGE = re.compile(r",\s$")  # "his wife, 98, died"
ASIDE = re.compile(r",? (?:[Ii]ncluding|[Cc]ounting) [^,;.]{1,80}(?:[,.]|$)")
NEAR_ASIDE = 30  # characters between a count and what it says it includes
FURTHER = 12  # words within which it is told that more of them follow
BEFORE, AFTER = 2, 20  # words around a count among which it is told what happened to those counted


def is_part(quantity: Quantity, sentence: Sentence, text: str) -> bool:
    """Return whether a number is part of another count, of a sum, or too vague to differ from one."""
    before = [w.stem for w in words(text, max(sentence.start, quantity.start - 25), quantity.start)]
    if vocabulary("age") & {*before[-3:]}:
        return True
    inside = [w.stem for w in words(text, quantity.start, quantity.end)]
    after = [w.stem for w in words(text, quantity.end, min(sentence.end, quantity.end + 12))]
    counted = [stem(word) for word in quantity.counted.split()]
    part, vague = vocabulary("part"), vocabulary("vague")
    if part & {*before[-2:], *after[:1], *counted}:
        return True
    if AGE.search(text, max(sentence.start, quantity.start - 2), quantity.start) and text[
        quantity.end : quantity.end + 1
    ] in (",", ";"):
        return True
    if any(word == "of" for word in (*inside[1:2], *after[:1])):
        return True
    if quantity.unit == "people" and AND_OTHERS.match(text, quantity.end, sentence.end):
        return True
    if vocabulary("not_here") & {w.stem for w in words(text, quantity.end, sentence.end)}:
        return True
    single = quantity.low == quantity.high == 1  # one of several who are told of one by one
    rate = quantity.unit == "people" and not float(quantity.low or quantity.high or 0.0).is_integer()
    label = after[:1] in (["is"], ["was"], ["has"])  # "suspect two is on the run"
    return single or label or rate or bool(vague & set(inside))


def what_is_counted(quantity: Quantity, first: int, last: int, text: str) -> tuple[str, frozenset[str]]:
    """Return what happened to those counted, "" if that is not told, and who or what they are.

    It is looked for between two places of the text: where the sentence opens, and the next number.
    """
    same = [same_counts().get(s, s) for s in (w.stem for w in words(quantity.counted))]
    acts = [s for s in same if s in _acts() and (quantity.unit == "people" or s != "shot")]
    told = quantity.counted.endswith("ed") and " " in quantity.counted  # "shots fired"
    act = acts[-1] if acts else "" if told else _act_beside(quantity, first, last, text)
    entity = [s for s in same if s not in acts and s != act and s not in vocabulary("bare")]
    if not act:
        entity = [s for s in same if s not in vocabulary("anybody")]
    if not entity and quantity.unit not in ("", "people", "%", "pp"):
        entity = [quantity.unit]
    if act == stem("arrested"):
        entity = [s for s in entity if s not in vocabulary("doers")]  # suspects are who is arrested
    doing = not acts and len(entity) > 1 and quantity.counted.endswith("ed")  # "shots fired"
    return act, frozenset(entity[-2:-1] if doing else entity[-1:])


def is_measure(quantity: Quantity) -> bool:
    """Return whether a number tells a measure, such as a speed: those of one thing change by the hour."""
    return quantity.unit not in ("", "people") and not (len(quantity.unit) == 3 and quantity.unit.isupper())


def is_followed(act: str, quantity: Quantity, sentence: Sentence, text: str) -> bool:
    """Return whether more of the same follow: "killed six instantly, while two others died later"."""
    counted = {same_counts().get(w.stem, w.stem) for w in words(quantity.counted)}
    if act not in counted and AND_ONE.search(text, quantity.end, sentence.end):
        return True
    if not act:
        return False
    after = [w.stem for w in words(text, quantity.end, sentence.end)]
    further = next((n for n, word in enumerate(after) if word in vocabulary("further")), len(after))
    return act in {same_counts().get(word, word) for word in after[further : further + FURTHER]}


@cache
def _acts() -> frozenset[str]:
    """Return the stems of what can happen to those counted."""
    return frozenset(same_counts().get(s, s) for s in vocabulary("growing"))


def _act_beside(quantity: Quantity, first: int, last: int, text: str) -> str:
    """Return what the clause of a count says happened, "" if it does not say so."""
    rest = ASIDE.sub("", text[quantity.end : last], count=1)
    broken = BREAK.search(rest)
    after = [w.stem for w in words(rest[: broken.start()] if broken else rest)][:AFTER]
    opening = text[max(first, quantity.start - 40) : quantity.start].rpartition(",")[2]
    before = [w.stem for w in words(opening)][-BEFORE:]
    if "not" in after[:6]:
        return ""
    known = [*before[::-1], *(same_counts().get(word, word) for word in after)]
    return next((word for word in known if word in _acts()), "")


def scope_of(quantity: Quantity, sentence: Sentence, text: str) -> frozenset[str]:
    """Return what narrows or widens a count: confirmed, suspected, or those who did it counted in."""
    before = text[max(sentence.start, quantity.start - 40) : quantity.start].lower().split()[-3:]
    rest = text[quantity.end : sentence.end]
    near = rest[:60].lower().split()
    aside = ASIDE.search(rest)
    counted_in = [w.stem for w in words(aside.group())] if aside and aside.start() < NEAR_ASIDE else []
    marks = plain_words("scope") & {*before, *near[:3], *quantity.counted.split()}
    if TWO_PLACES.match(rest):
        marks = marks | {"and"}
    return frozenset(marks | (vocabulary("doers") & set(counted_in)))
