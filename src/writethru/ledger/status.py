"""Tell how firmly a claim stands, computed from who says it, who says otherwise and what reports carry it.

What corrections and withdrawals left nobody to say is superseded or withdrawn. Else the first that fits:
withdrawn, superseded, disputed, unverified, confirmed, reported, claimed. Each report
counts once, however many outlets carry it, and each side once, however many of its voices speak.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from writethru.ledger.remarks import remark_kind
from writethru.ledger.sides import TITLES, Sides, Voice
from writethru.ledger.synonyms import concept_of
from writethru.ledger.wording import NUMBER, read_wording
from writethru.ledger.words import plain_words
from writethru.records import Assertion, Claim, Origin, Status

MOST_FIGURES = 60  # claims that count one thing and are compared with each other
LITTLE = 1  # concepts of a statement that says little more than a number
SHOWN = 4  # names in a sentence


def status(
    claim: Claim, origins: Sequence[Origin], *, claims: Sequence[Claim] = (), sides: Sides | None = None
) -> Status:
    """Return how firmly a claim stands; `claims` are all of its story, among which a later figure is looked for.

    Without `sides`, made from the story's articles, each holder is a side of its own.
    """
    known = sides or Sides((), origins)
    later = later_figures(claims, known)
    return _status(claim, known, later.get(claim.id), _outdated(claims, later))


def statuses(claims: Sequence[Claim], sides: Sides) -> tuple[Status, ...]:
    """Return how firmly each claim of a story stands."""
    later = later_figures(claims, sides)
    outdated = _outdated(claims, later) | {id for claim in claims for id in claim.taken_back}
    return tuple(_status(claim, sides, later.get(claim.id), outdated) for claim in claims)


def _outdated(claims: Sequence[Claim], later: Mapping[str, Claim]) -> frozenset[str]:
    """Return the ids of assertions that were right at their time: they dispute nothing."""
    return frozenset(a.id for claim in claims if claim.id in later for a in claim.assertions)


def _status(claim: Claim, sides: Sides, later: Claim | None, outdated: frozenset[str]) -> Status:
    """Return the status of a claim that `later` supersedes, if it is not None."""
    standing = [a for a in claim.assertions if a.id not in claim.taken_back]
    voices = _voices(standing or claim.assertions, sides)
    ours = {voice.side for voice in voices}
    others = [
        voice
        for voice in _voices([a for a in claim.against if a.id not in outdated], sides)
        if voice.side not in ours
    ]
    held, denied = _names(voices), _names(others)
    reports = sorted({voice.origin for voice in voices})
    plain = {voice.side for voice in voices if not voice.vague}  # a spokesperson may be anybody's
    independent = min(max(len(plain), 1), len(reports))
    articles = len({a.article for a in standing or claim.assertions})
    doubts = [a for a in claim.remarks if remark_kind(a) == "unverified"]
    checks = _checked(claim, sides) + _no_longer(claim, standing)
    copied = f" ({articles} articles, {_count(len(reports), 'report')})" if articles > len(reports) else ""

    def made(kind: str, why: str) -> Status:
        return Status(kind, held, denied, len(reports), why + copied + checks)  # type: ignore[arg-type]

    if not standing:
        why = next(iter(claim.taken_back.values()))
        return Status("superseded" if claim.replaced else "withdrawn", held, denied, len(reports), why)
    taken_back = next((a for a in claim.remarks if remark_kind(a) == "withdrawn"), None) or next(
        (a for a in claim.assertions if a.leanings.get("frame-withdrawal", 0.0) >= 1.0), None
    )
    if taken_back is not None:
        return made("withdrawn", f"taken back by {_list(_names(_voices([taken_back], sides)))}")
    if later is not None:
        by = _list(_names(_voices(later.assertions, sides)))
        return made("superseded", f"a later figure replaces it, given by {by}: “{_short(later)}”")
    if others:
        return made("disputed", f"said by {_list(held)}; {_list(denied)} {_verb(denied)} otherwise")
    if doubts:
        by = _list(_names(_voices(doubts, sides)))
        return made("unverified", f"said by {_list(held)}; {by} could not verify it")
    if independent >= 2:
        return made(
            "confirmed",
            f"{_list(held)} say so independently of each other, in {_count(len(reports), 'report')}",
        )
    own = [voice for voice in voices if voice.own]
    if own:
        return made(
            "reported",
            f"{_list(_names(own))} {_verb(_names(own), 'report')} it in {'its' if len(_names(own)) == 1 else 'their'} own words; nobody independent does",
        )
    if len(held) > 1 and len(ours) == 1:
        return made("claimed", f"{_list(held)} speak for one side; no outlet says it in its own words")
    if len(reports) == 1 and len(held) > 1:
        return made(
            "claimed", f"said by {_list(held)}, in one report only; no outlet says it in its own words"
        )
    return made("claimed", f"said by {_list(held)}; no outlet says it in its own words")


def _no_longer(claim: Claim, standing: Sequence[Assertion]) -> str:
    """Return in words that some articles no longer say it."""
    lost = {a.article for a in claim.assertions} - {a.article for a in standing}
    return f"; {_count(len(lost), 'further article')} said so and took it back" if lost and standing else ""


def _voices(assertions: Iterable[Assertion], sides: Sides) -> list[Voice]:
    """Return whose words assertions are, each once."""
    return list(dict.fromkeys(sides.voice(a) for a in assertions))


def _names(voices: Iterable[Voice]) -> tuple[str, ...]:
    """Return the names of holders, each once however it is capitalised or cut short; outlets last."""
    found: dict[str, Voice] = {}
    for voice in voices:
        key = voice.name.casefold()
        if key not in found or (voice.own, voice.name) > (found[key].own, found[key].name):
            found[key] = voice
    kept = [v for v in found.values() if not any(_shorter(v, other) for other in found.values())]
    return tuple(name for _, name in sorted((voice.own, voice.name) for voice in kept))


def _shorter(voice: Voice, other: Voice) -> bool:
    """Return whether a name is a part of another one of the same side: Rosenstein, Rod Rosenstein."""
    ones, others = (set(TITLES.sub("", v.name).casefold().split()) for v in (voice, other))
    return voice.side == other.side and (ones < others or (ones == others and voice.name > other.name))


def _checked(claim: Claim, sides: Sides) -> str:
    """Return in words who checked a claim."""
    found = [a for a in claim.remarks if remark_kind(a) == "verified"]
    return f"; checked, says {_list(_names(_voices(found, sides)))}" if found else ""


def later_figures(claims: Sequence[Claim], sides: Sides) -> dict[str, Claim]:
    """Return, by claim, the claim that gives a later figure of the same thing.

    A count that grows while a story runs is superseded by a later, higher one; of the missing, who become
    fewer, by any later one.
    """
    buckets: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        for concept in sorted(
            {c for _, _, _, _, of in claim.assertions[0].counts for c in _things(of)} & growing()
        ):
            buckets[concept].append(claim)
    found: dict[str, Claim] = {}
    for thing, counted in buckets.items():
        for claim in counted[:MOST_FIGURES]:
            better = [o for o in counted[:MOST_FIGURES] if _replaces(o, claim, thing, sides)]
            if better:
                found[claim.id] = min(better, key=lambda o: (_first(o, sides), o.id))
    return found


def _things(counted: str) -> set[str]:
    return {concept_of(word) for word in counted.split()}


def _figure(claim: Claim, thing: str) -> float | None:
    """Return the first number of a claim that counts a thing."""
    for _, _, low, high, of in claim.assertions[0].counts:
        if thing in _things(of):
            return low if low is not None else high
    return None


def _replaces(later: Claim, claim: Claim, thing: str, sides: Sides) -> bool:
    """Return whether one figure replaces another of the same thing."""
    if later.id == claim.id or not _first(claim, sides) or _first(later, sides) <= _last(claim, sides):
        return False
    old, new = _figure(claim, thing), _figure(later, thing)
    if old is None or new is None or old == new:
        return False
    places = (
        {p for a in claim.assertions for p in _places(a)},
        {p for a in later.assertions for p in _places(a)},
    )
    if places[0] and places[1] and not places[0] & places[1]:
        return False
    if new < old and thing not in shrinking():
        return False
    one, other = read_wording(claim.assertions[0]), read_wording(later.assertions[0])
    plain = [{c for c in w.weights if not c.startswith(NUMBER)} - {thing} for w in (one, other)]
    return bool(plain[0] & plain[1]) or min(len(plain[0]), len(plain[1])) <= LITTLE


@cache
def growing() -> frozenset[str]:
    """Return the concepts of what is counted anew while a story runs."""
    return frozenset(concept_of(word) for word in plain_words("tolls"))


@cache
def shrinking() -> frozenset[str]:
    """Return the concepts of what becomes less while a story runs."""
    return frozenset(concept_of(word) for word in plain_words("fewer"))


def _places(assertion: Assertion) -> set[str]:
    """Return the capitalised words of a statement but its first."""
    start = assertion.statement.start - assertion.citation.start
    said = assertion.citation.exact[start : assertion.statement.end - assertion.citation.start].split()
    return {word.strip(",.'’”\"") for word in said[1:] if word[:1].isupper()}


def _times(claim: Claim, sides: Sides) -> list[str]:
    return sorted(t for a in claim.assertions if (t := sides.published.get(a.article) or a.said or ""))


def _first(claim: Claim, sides: Sides) -> str:
    times = _times(claim, sides)
    return times[0] if times else ""


def _last(claim: Claim, sides: Sides) -> str:
    times = _times(claim, sides)
    return times[-1] if times else ""


def _short(claim: Claim) -> str:
    a = claim.assertions[0]
    start = a.statement.start - a.citation.start
    said = " ".join(a.citation.exact[start : a.statement.end - a.citation.start].split()).strip('“”" ')
    return said if len(said) <= 90 else said[:88].rsplit(" ", 1)[0] + " …"


def _verb(names: Sequence[str], verb: str = "say") -> str:
    return f"{verb}s" if len(names) == 1 else verb


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _list(names: Sequence[str]) -> str:
    """Return names as a person would write them down, four at most."""
    shown = [*names[:SHOWN], *([f"{len(names) - SHOWN} more"] if len(names) > SHOWN else [])]
    return ", ".join(shown[:-1]) + " and " + shown[-1] if len(shown) > 1 else "".join(shown)
