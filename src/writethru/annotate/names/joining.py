"""Joining the mentions of one name within an article."""

from __future__ import annotations

import re
from typing import NamedTuple

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language, by_language_within
from writethru.annotate.names import gazetteer as g
from writethru.records import NameKind


class Form(NamedTuple):
    """A way in which a name is written in an article."""

    text: str
    kind: NameKind
    name: str  # joined name by the lexicon, else ""


class _Words(NamedTuple):
    """What stands before and after a family name, and before the name of a nation's body."""

    particles: frozenset[str]
    articles: re.Pattern[str]
    generations: frozenset[str]
    nation: tuple[str, ...]


@by_language
def _words() -> _Words:
    table = lexicon.table("names")
    articles = re.compile(rf"(?:{'|'.join(lexicon.table('spellings')['arabic']['glued'])})-")
    nation = tuple(f"{nation} " for nation in table["nation"])
    return _Words(frozenset(table["lone_particles"]), articles, frozenset(table["generations"]), nation)


def _surname(text: str, spelled: dict[str, str], words: _Words) -> str:
    """Return the family name in a name, spelled as we join it."""
    last = text.rpartition(" ")[2]
    if last in words.generations:
        last = next((word for word in reversed(text.split(" ")) if word not in words.generations), text)
    last = spelled.get(last, last)
    article = words.articles.match(last) if "-" in last else None
    return last[article.end() :] if article else last


def _same_given(left: str, right: str) -> bool:
    """Whether two given names may be one person's: equal, an initial, or a short form."""
    a, b = left.partition(" ")[0].rstrip("."), right.partition(" ")[0].rstrip(".")
    return a == b or (min(len(a), len(b)) in (1, 3, 4) and (a.startswith(b) or b.startswith(a)))


def _generation(name: str, words: _Words) -> str:
    """Return the word that tells a son from a father of one name, "" without one."""
    last = name.rpartition(" ")[2]
    return last if last in words.generations else ""


class _Bearer:
    """Somebody who is named in full, under the longest form of the name so far."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class _Person(NamedTuple):
    """A form that may be a person's, with the family name by which it is joined."""

    form: Form
    surname: str
    bearer: (
        _Bearer | None
    )  # whom it names in full; None for a family name alone, and for what is nobody for sure
    full: bool  # more than a family name with its particle (de Blasio)


def _read_persons(forms: list[Form]) -> tuple[list[_Person], dict[str, list[_Bearer]]]:
    """Return the forms that may be persons', the longest first, and those named in full under their family name."""
    spelled, words = g.gazetteer().persons, _words()
    famous: dict[str, str] = lexicon.table("spellings")["bearers"]
    persons, bearers = list[_Person](), dict[str, list[_Bearer]]()
    for form in forms:
        if form.kind not in ("person", "other"):
            continue
        name = spelled.get(form.text, form.text)
        surname = _surname(name, spelled, words)
        generation = _generation(form.text, words)
        lead = form.text.removesuffix(f" {generation}").rpartition(" ")[0]
        full = bool(lead) and lead not in words.particles
        bearer = None
        if full and form.kind == "person":
            others = bearers.setdefault(surname, [])
            world = famous.get(surname, "")
            bearer = next((one for one in others if _one_person(one.name, name, world)), None)
            if bearer is None:
                bearer = _Bearer(name)
                others.append(bearer)
            elif len(name) > len(bearer.name):
                bearer.name = name
        persons.append(_Person(form, surname, bearer, full))
    return persons, bearers


def _one_person(left: str, right: str, world: str) -> bool:
    """Whether two full names of one family name are one person's; a famous father is not his son of the same name."""
    words = _words()
    same = _generation(left, words) == _generation(right, words)
    return _same_given(left, right) and (same or not (world and _same_given(left, world)))


def _given_names(persons: list[_Person], bearers: dict[str, list[_Bearer]]) -> dict[str, set[str]]:
    """Return the people who are named in full, under their given names, short forms included."""
    given: dict[str, set[str]] = {}
    for others in bearers.values():
        for one in others:
            given.setdefault(one.name.partition(" ")[0], set()).add(one.name)
    for form, _, bearer, _ in persons:
        if bearer is not None:
            first = form.text.partition(" ")[0]
            if first not in given:
                given[first] = {bearer.name}  # Tom, of Thomas Ennis
    return given


def _join_persons(forms: list[Form], joined: dict[str, str], titled: frozenset[str]) -> None:
    """Join people by surname, where only one person of that surname is named in full.

    A surname that the world knows as one person's and that has a title here is not joined to a relative
    ("President Trump" in an article that names only Ivanka Trump in full).
    """
    famous: dict[str, str] = lexicon.table("spellings")["bearers"]
    spelled, words = g.gazetteer().persons, _words()
    persons, bearers = _read_persons(forms)
    given = _given_names(persons, bearers)
    for form, surname, bearer, full in persons:
        text = form.text
        if bearer is not None:
            joined[text] = bearer.name
        if full or (form.kind != "person" and (form.name or (" " in text and not _generation(text, words)))):
            continue
        candidates = [one.name for one in bearers.get(surname, ())]
        if _generation(text, words):
            candidates = [name for name in candidates if _generation(name, words)]  # Reue Jr.
        world = famous.get(surname, "")
        borne = [name for name in candidates if _one_person(name, world, world)] if world else []
        if len(candidates) > 1 and len(borne) == 1 and text == surname:
            joined[text] = borne[0]  # Obama, beside Michelle Obama
        elif (
            text == surname
            and world
            and candidates
            and not borne
            and (text in titled or _same_given(candidates[0], world))
        ):
            pass  # stays by itself: President Trump beside Ivanka Trump, or beside Donald Trump Jr.
        elif len(candidates) == 1:
            joined[text] = candidates[0]
        elif not candidates and len(given.get(text, ())) == 1:
            (joined[text],) = given[text]
        elif text in spelled:
            joined[text] = spelled[text]


@by_language_within(20_000)
def core(text: str) -> str:
    """Return the name of a company without its legal endings."""
    words = text.replace(",", "").split(" ")
    flags = g.gazetteer().words
    while len(words) > 1 and flags.get(words[-1], 0) & g.SUFFIX:
        words.pop()
    entries = g.gazetteer().entries
    if len(words) > 1 and flags.get(words[-1], 0) & g.TRADE:
        shorter = entries.get(" ".join(words[:-1]))
        if shorter is not None and shorter.kind == "organisation":
            words.pop()
    return " ".join(words)


@by_language_within(20_000)
def initials(text: str) -> str:
    """Return the capitals that open the words of a name."""
    return "".join(word[0] for word in text.replace("-", " ").split() if word[0].isupper())


def _join_organisations(forms: list[Form], joined: dict[str, str]) -> None:
    """Join companies with and without their endings, short forms, and acronyms made of initials."""
    bodies = [form for form in forms if form.kind in ("organisation", "other")]
    longer = [form.text for form in bodies if " " in form.text]
    if not longer:
        return
    nations = _words().nation
    national = {text.partition(" ")[2]: text for text in longer if text.startswith(nations)}
    opening, closing = dict[str, list[str]](), dict[str, list[str]]()
    for text in longer:
        opening.setdefault(text.partition(" ")[0], []).append(text)
        closing.setdefault(text.rpartition(" ")[2], []).append(text)
    entries = g.gazetteer().entries
    for form in bodies:
        if form.text in joined:
            continue
        if form.text in national and not form.name:
            joined[form.text] = national[form.text]
            continue
        short = core(form.text)
        alone = not form.name and short == form.text and short not in entries
        lead = f"{short} "
        starts = [
            t for t in opening.get(short.partition(" ")[0], ()) if t != form.text and t.startswith(lead)
        ]
        target = _same_body(form.text, short, starts, alone) if starts else []
        if target:
            joined[form.text] = max(target, key=lambda t: (len(t), t))
        elif alone and " " not in short and _is_headed(short):
            ends = closing.get(short, ())
            if len(ends) == 1:
                joined[form.text] = ends[0]
        elif not form.name and short.isupper() and 2 <= len(short) <= 6:
            spelled = [t for t in longer if initials(t) == short]
            if len(spelled) == 1:
                joined[form.text] = spelled[0]


def _same_body(text: str, short: str, starts: list[str], alone: bool) -> list[str]:
    """Return which of the names that start with a short one mean the same body."""
    same = [t for t in starts if core(t) == short and (_is_headed(t) or " " in short)]
    if same:
        return [*same, text] if " " in text else same
    heads = [t for t in starts if len(t.split()) == len(short.split()) + 1 and _is_headed(t)]
    return heads if len(heads) == 1 and alone else []


def _is_headed(text: str) -> bool:
    return bool(g.gazetteer().words.get(text.rsplit(" ", 1)[-1], 0) & (g.HEAD | g.SUFFIX))


def join_names(forms: set[Form], introduced: dict[str, str], titled: frozenset[str]) -> dict[str, str]:
    """Return, for each written form, the fullest form of the name it belongs to.

    `introduced` are acronyms that the article itself explains in brackets, `titled` the forms that stand
    behind a title.
    """
    ordered = sorted(forms)
    ordered.sort(key=lambda form: len(form.text), reverse=True)
    joined: dict[str, str] = dict(introduced)
    _join_persons(ordered, joined, titled)
    _join_organisations(ordered, joined)
    names = {form.text: form.name for form in ordered if form.name}
    result = {}
    for text in dict.fromkeys(form.text for form in ordered):
        target, seen = text, {text}
        while (after := joined.get(target, target)) not in seen:
            target = after
            seen.add(target)
        result[text] = names.get(target) or target
    return result
