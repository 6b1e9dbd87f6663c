"""What a number counts that leaves its noun out: `killed 17 civilians here and 11 there`, `thousands fled`."""

from __future__ import annotations

import re

from writethru.annotate.lexicon import by_language
from writethru.annotate.quantities.numbers import alternatives, table
from writethru.annotate.quantities.phrases import Counted, tokens_after, word_after
from writethru.annotate.quantities.ranges import Number
from writethru.annotate.quantities.states import state_before
from writethru.annotate.quantities.words import known
from writethru.records import Quantity

_MOST_JOINING = 5  # words between two counts that share a verb
_LEAST_AGAIN = 2  # a single one would have its noun
_OLDEST = 120
_LEAD = 24  # characters before a number in which the words stand that tie it to the one before


def same_again(
    text: str, number: Number, counted: Counted | None, unit: str, before: Quantity
) -> Counted | None:
    """Return what a number without noun counts by the quantity before it in the sentence.

    A plain number in digits counts the same thing as the one before (`wanted 9 seats, won 7`), `10 others`
    the same kind of thing, and a share is of the same whole where no verb of change makes it a share of
    its own.
    """
    if (
        before.counted
        and not unit
        and before.unit in ("", "people")
        and _refers_back(text, number, counted, before)
    ):
        return _of_those_before(text, number, counted, before)
    if not before.counted or (counted is not None and counted.words):
        return counted
    lead = text[max(before.end, number.start - _LEAD) : number.start].lower().split()
    if unit == "%" and before.unit == "%":
        until = counted.start if counted else number.end
        same = _is_of_same(lead, word_after(text, until))
        return Counted(before.counted, unit, number.end, number.end) if same else counted
    measured = before.unit not in ("", "people")
    if _is_age_of(text, number, before):
        return counted
    if lead and lead[-1] in known().of and not (len(lead) > 1 and lead[-2] in table()["ellipsis"]["figures"]):
        return counted  # a crew of 21
    if (number.low or 0) < _LEAST_AGAIN and not number.share:
        return counted  # the group plus 1
    if unit or measured or number.vague or counted is not None:
        return counted
    if number.in_words and not number.scaled and not _goes_on(text, number, before, lead):
        return counted
    return _same(text, number, before)


def _is_of_same(lead: list[str], after: str) -> bool:
    """Whether a share is of what the share before it is of, by the words between them and the word after it."""
    said = table()["ellipsis"]
    if not lead or lead[-1] in known().changes or lead[-1] in said["change"]:
        return False
    return after in said["opinions"] or lead[-1] in said["links"]


def _refers_back(text: str, number: Number, counted: Counted | None, before: Quantity) -> bool:
    """Whether those are counted who are named before: `14 of them`, `two more`, and of things `ten others`."""
    if counted is not None and counted.words.partition(" ")[0] != "people":
        return False
    said = table()["ellipsis"]
    first = word_after(text, number.end).lower()
    if first in known().of:
        return counted is not None and _of_them().match(text, number.end) is not None
    if first not in said["more"] and not (before.unit == "" and first in said["others"]):
        return False
    own = text[number.end : counted.end if counted else number.end].lower().split()[1:2]
    return not own or own[0] in known().auxiliary or own[0] in known().states


@by_language
def _of_them() -> re.Pattern[str]:
    return re.compile(rf" (?:{alternatives(table()['grammar']['of_them'])})\b")


def _same(text: str, number: Number, before: Quantity) -> Counted:
    """Return the same thing as before, with what a verb of its own says: `destroyed 14 houses and damaged 30`."""
    words = before.counted
    if state := state_before(text[max(0, number.start - _LEAD) : number.start]):
        words = f"{_unbefallen(words)} {state}"
    return Counted(words, before.unit, number.end, number.end)


def _of_those_before(text: str, number: Number, counted: Counted | None, before: Quantity) -> Counted:
    """Return what is counted as the same kind of thing as before, with what befell these."""
    if counted is None:
        return _same(text, number, before)
    words = f"{_unbefallen(before.counted)} {counted.words.partition(' ')[2]}".strip()
    return counted._replace(words=words, unit=before.unit)


def _unbefallen(words: str) -> str:
    """Return what is counted without what befell it."""
    while (cut := words.rpartition(" "))[0] and cut[2] in known().befallen:
        words = cut[0]
    return words


def _goes_on(text: str, number: Number, before: Quantity, lead: list[str]) -> bool:
    """Whether a number in words is one of the same: `of the 20 women, five were`, `fell from 24 here to just three`."""
    ranges = table()["ranges"]
    after = word_after(text, number.end)
    if after in known().finite:
        return True
    if lead[-1:] and lead[-1] in table()["ellipsis"]["joins"] and after in known().stop:
        return True  # 11 rulings in May and seven in June
    led = text[max(0, before.start - _LEAD) : before.start].lower().split()[-1:]
    return ranges["joints"][0] in lead[-2:] and bool(led) and led[0] in ranges["from"]


def _is_age_of(text: str, number: Number, before: Quantity) -> bool:
    """Whether a bare number is the age of somebody counted before it: `two sons, 12 and 16`."""
    if (number.low or 0) > _OLDEST or before.unit != "people":
        return False
    told = before.counted_span.end if before.counted_span else before.end
    between = text[told : number.start].split()
    if any(len(w) > 2 and w.isalpha() and w not in table()["ellipsis"]["joins"] for w in between):
        return False
    follower = text[number.end : number.end + 5]
    return follower[:1] in (",", ".", ";", ")") or follower.strip() in table()["ellipsis"]["joins"]


def shared_state(text: str, counted: Counted, before: Quantity) -> Counted:
    """Return what is counted with what befell the quantity it is joined to: `killed 20 pupils and six teachers`."""
    span = before.counted_span
    state = before.counted.rpartition(" ")[2]
    if span is None or state not in known().befallen or counted.unit != "people":
        return counted
    if (
        counted.words.rpartition(" ")[2] in known().befallen
        or text[: span.end].rpartition(" ")[2] in known().states
    ):
        return counted
    joined = text[span.end : counted.start].strip().split(" ")
    if len(joined) > _MOST_JOINING or joined[0] not in table()["grammar"]["and"]:
        return counted
    return counted._replace(words=f"{counted.words} {state}")


def many(text: str, number: Number, end: int) -> Counted | None:
    """Return people for `thousands` without a noun; of millions only where they do something."""
    said = text[number.start : number.end].lower()
    if word_after(text, end) in known().of:
        return None
    if text[end : end + len(said) + 5].lower().endswith(f" {said}"):
        return None  # dozens and dozens of firms
    if said in table()["ellipsis"]["people"]:
        return Counted("people", "people", end, end)
    follower = [token.text for token in tokens_after(text, end, len(text), 1)]
    if follower and follower[0] in known().auxiliary:
        return Counted("people", "people", end, end)
    return None


def is_level_too(text: str, number: Number, before: Quantity) -> bool:
    """Whether a bare number is a share like the one right before it: `8.1 percent, down from 8.3`."""
    lead = text[before.end : number.start].lower()
    if before.unit != "%" or len(lead) > _LEAD or number.in_words or number.scaled:
        return False
    words = lead.split()
    return (
        bool(words)
        and words[-1] in table()["ellipsis"]["levels"]
        and not word_after(text, number.end)[1:2].isupper()
    )


@by_language
def _of() -> re.Pattern[str]:
    totals = table()["totals"]
    return re.compile(rf" (?:{alternatives(known().of)})(?: (?:{alternatives(totals['determiners'])}))? $")


def is_paired(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether two numbers share the noun after the second: `from 12 to 30 seats`, `20 percent or 30 percent of`."""
    between = text[first.end : second.start].strip()
    if first.unit == "" and not first.counted and second.unit == "%" and between in known().joining:
        return True  # 7.1 and 7.5 percent
    if first.counted_span is not None or not second.counted or second.counted_span is None:
        return False
    if first.unit != second.unit and not {first.unit, second.unit} <= {"", "people"}:
        return False
    return between in table()["ellipsis"]["pairs"]


def is_share_of(text: str, share: Quantity, quantity: Quantity) -> bool:
    """Whether one quantity is a share of the next: `85 percent of the more than 167,000 migrants`."""
    if share.unit != "%" or share.counted or not quantity.counted:
        return False
    return _of().fullmatch(text, share.end, quantity.start) is not None
