"""Joining the mentions of one name within an article."""

from __future__ import annotations

import re
from collections.abc import Iterable
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


@by_language_within(20_000)
def _surname(text: str) -> str:
    known = _words()
    last = next((word for word in reversed(text.split(" ")) if word not in known.generations), text)
    last = g.gazetteer().persons.get(last, last)
    article = known.articles.match(last) if "-" in last else None
    return last[article.end() :] if article else last


def _is_full(text: str) -> bool:
    """Whether a name holds more than a family name (with its particle: `de Blasio`)."""
    lead, _, rest = text.rpartition(" ")
    return bool(rest and lead) and lead not in _words().particles


def _same_given(left: str, right: str) -> bool:
    """Whether two given names may be one person's: equal, an initial, or a short form."""
    a, b = left.split(" ")[0].rstrip("."), right.split(" ")[0].rstrip(".")
    return a == b or (min(len(a), len(b)) in (1, 3, 4) and (a.startswith(b) or b.startswith(a)))


def _join_persons(forms: list[Form], joined: dict[str, str], titled: frozenset[str]) -> None:
    """Join people by surname, where only one person of that surname is named in full.

    A surname that the world knows as one person's and that has a title here is not joined to a relative
    ("President Trump" in an article that names only Ivanka Trump in full).
    """
    bearers: dict[str, str] = lexicon.table("spellings")["bearers"]
    full: dict[str, list[str]] = {}
    persons = g.gazetteer().persons
    for form in forms:
        if form.kind == "person" and _is_full(form.text):
            name = persons.get(form.text, form.text)
            surname = _surname(name)
            others = full.setdefault(surname, [])
            for at, other in enumerate(others):
                if _same_given(other, name):
                    if len(name) > len(other):
                        others[at] = name
                    break
            else:
                others.append(name)
    given: dict[str, set[str]] = {}
    for names in full.values():
        for name in names:
            given.setdefault(name.split(" ")[0], set()).add(name)
    for form in forms:
        if form.kind == "person" and form.text.split(" ")[0] not in given and _is_full(form.text):
            name = persons.get(form.text, form.text)
            whole = next(n for n in full[_surname(name)] if _same_given(n, name))
            given.setdefault(form.text.split(" ")[0], set()).add(whole)  # Tom, of Thomas Ennis
    for form in forms:
        if form.kind not in ("person", "other"):
            continue
        surname = _surname(persons.get(form.text, form.text))
        candidates = full.get(surname, [])
        if _is_full(form.text):
            if form.kind == "person":
                joined[form.text] = next(
                    n for n in candidates if _same_given(n, persons.get(form.text, form.text))
                )
        elif not (form.name and form.kind != "person") and (form.kind == "person" or " " not in form.text):
            known = bearers.get(surname, "") if form.text in titled else ""
            famous = [n for n in candidates if _same_given(n, bearers.get(surname, ""))]
            if len(candidates) > 1 and len(famous) == 1 and form.text == surname:
                joined[form.text] = famous[0]  # Obama, beside Michelle Obama
            elif known and candidates and not any(_same_given(n, known) for n in candidates):
                pass  # stays by itself
            elif len(candidates) == 1:
                joined[form.text] = candidates[0]
            elif not candidates and len(given.get(form.text, ())) == 1:
                joined[form.text] = next(iter(given[form.text]))
            elif form.text in persons:
                joined[form.text] = persons[form.text]


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
    longer = [form.text for form in forms if form.kind in ("organisation", "other") and " " in form.text]
    if not longer:
        return
    national = {text.partition(" ")[2]: text for text in longer if text.startswith(_words().nation)}
    opening, closing = dict[str, list[str]](), dict[str, list[str]]()
    for text in longer:
        opening.setdefault(text.partition(" ")[0], []).append(text)
        closing.setdefault(text.rpartition(" ")[2], []).append(text)
    for form in forms:
        if form.kind not in ("organisation", "other") or form.text in joined:
            continue
        short = core(form.text)
        starts = [t for t in opening.get(short.partition(" ")[0], ()) if t.startswith(f"{short} ")]
        starts = [t for t in starts if t != form.text]
        same = [t for t in starts if core(t) == short and (_is_headed(t) or " " in short)]
        heads = [t for t in starts if len(t.split()) == len(short.split()) + 1 and _is_headed(t)]
        same += [form.text] if same and " " in form.text else []
        if form.text in national and not form.name:
            joined[form.text] = national[form.text]
            continue
        alone = not form.name and short == form.text and short not in g.gazetteer().entries
        target = same or (heads if len(heads) == 1 and alone else [])
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


def _is_headed(text: str) -> bool:
    return bool(g.gazetteer().words.get(text.rsplit(" ", 1)[-1], 0) & (g.HEAD | g.SUFFIX))


def join_names(forms: Iterable[Form], introduced: dict[str, str], titled: frozenset[str]) -> dict[str, str]:
    """Return, for each written form, the fullest form of the name it belongs to.

    `introduced` are acronyms that the article itself explains in brackets, `titled` the forms that stand
    behind a title.
    """
    ordered = sorted(set(forms), key=lambda form: (-len(form.text), *form))
    joined: dict[str, str] = dict(introduced)
    _join_persons(ordered, joined, titled)
    _join_organisations(ordered, joined)
    names = {form.text: form.name for form in ordered if form.name}
    result = {}
    for form in ordered:
        target, seen = form.text, {form.text}
        while joined.get(target, target) not in seen:
            target = joined[target]
            seen.add(target)
        result[form.text] = names.get(target) or target
    return result
