"""Compare two texts of one article: what was edited, and of what kind each change is.

What differs in typography, layout, captions, links and advertising only is no edit, nor is another wording
of the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from writethru.ledger.amendments import lexicon
from writethru.ledger.amendments.aligning import Group, align, likeness
from writethru.ledger.amendments.reading import QUOTE, Line, Text, Token, made_line
from writethru.ledger.words import stem
from writethru.records import Amendment, Edited, EditKind

CLOSE = 0.6  # likeness of a sentence and its new wording from which single words are compared
MOST_WORDS = 300  # of a sentence whose words are aligned
NEWS = 4  # words that say something, new in a sentence, from which something was added to it
SPELLED = 0.6  # likeness of two names from which one is another spelling of the other
RELATED = 0.3  # share of the words of a text that the earlier one has, from which it is about the same
ATTRIBUTED = {"cue": "attribution"}
STRANGE = 12  # words up to which a line about nothing else in the article is taken for an advertisement
KINDS: tuple[EditKind, ...] = (
    "headline",
    "number",
    "date",
    "name",
    "quotation",
    "negation",
    "hedge",
    "attribution",
    "added",
    "removed",
    "wording",
    "boilerplate",
)


def compare_texts(earlier: Text, later: Text) -> Amendment:
    """Return what changed from one text of an article to the next."""
    previous, now = earlier.document, later.document
    cut = [set(d.article.marks) & set(lexicon.cut_marks()) for d in (previous, now)]
    changes = [*_headline(earlier, later)]
    for group in align(earlier, later):
        if not group.was and not group.now:
            continue
        if (not group.now and cut[1] and not cut[0]) or (not group.was and cut[0] and not cut[1]):
            continue  # only as much as a reader without a subscription gets
        changes += _changes(group, earlier, later)
    kinds = tuple(kind for kind in KINDS if any(change.kind == kind for change in changes))
    at = now.article.modified if now.article.modified != previous.article.modified else None
    return Amendment(now.article.id, previous.article.id, kinds, tuple(changes), at)


def is_another(earlier: Text, later: Text) -> bool:
    """Return whether a text is about something else than the earlier one, so that it is no text of that article."""
    known = {line.key for line in earlier.lines if not line.around}
    if any(line.key in known for line in later.lines if not line.around):
        return False
    stems = [
        frozenset(s for line in (*text.lines, text.title) if not line.around for s in line.said)
        for text in (earlier, later)
    ]
    return len(stems[0] & stems[1]) < RELATED * len(stems[1])


def _headline(earlier: Text, later: Text) -> Iterator[Edited]:
    one, other = earlier.title, later.title
    if one.key == other.key:
        if previous_differs(earlier, later):
            yield Edited("boilerplate", earlier.cite([one]), later.cite([other]))
        return
    if one.tokens and other.tokens:
        yield Edited(
            "headline", earlier.cite([one]), later.cite([other]), *_words(earlier, later, one, other)
        )


def previous_differs(earlier: Text, later: Text) -> bool:
    """Return whether two titles that say the same are not written the same."""
    return earlier.document.article.title != later.document.article.title


def _words(earlier: Text, later: Text, one: Line, other: Line) -> tuple[str, str]:
    return earlier.document.article.title[one.start : one.end], later.document.article.title[
        other.start : other.end
    ]


def _changes(group: Group, earlier: Text, later: Text) -> Iterator[Edited]:
    """Yield the changes of one group, one for each kind; what outlets print around a report is one of its own."""
    was, now = earlier.cite(group.was), later.cite(group.now)
    if all(line.around for line in (*group.was, *group.now)):
        yield Edited("boilerplate", was, now)
    elif not group.was or not group.now:
        lines, other = (group.now, earlier) if group.now else (group.was, later)
        mine = later if group.now else earlier
        if _is_strange(lines, mine, other):
            yield Edited("boilerplate", was, now)
        elif _told_anyway(lines, other):
            yield Edited("wording", was, now)
        else:
            yield Edited("added" if group.now else "removed", was, now)
    elif not _is_close(group):
        gone, new = _differing(group.was, group.now)
        if _says(new, (), earlier):
            yield Edited("added", was, now)
        if _says(gone, (), later):
            yield Edited("removed", was, now)
    else:
        kinds = list(_kinds(group, earlier, later))
        for kind, before, after in kinds or [("wording", "", "")]:
            yield Edited(kind, was, now, before, after)


def _is_close(group: Group) -> bool:
    """Return whether sentences are so much alike that what differs is an edit of them, and no other account."""
    one, other = (
        made_line("text", (lines[0].start, lines[-1].end), [t for line in lines for t in line.tokens])
        for lines in group
    )
    return likeness(one, other) >= CLOSE


def _is_strange(lines: Sequence[Line], mine: Text, other: Text) -> bool:
    """Return whether lines stand apart and share no word with the article: an advertisement, another's headline."""
    paragraphs = {line.paragraph for line in lines}
    rest = [line for line in mine.lines if line not in lines and not line.around]
    if any(line.paragraph in paragraphs for line in rest):
        return False
    about = frozenset(s for line in (*rest, mine.title, *other.lines, other.title) for s in line.said)
    said = frozenset(s for line in lines for s in line.said)
    return sum(len(line.tokens) for line in lines) <= STRANGE * len(lines) and not said & about


def _told_anyway(lines: Sequence[Line], other: Text) -> bool:
    """Return whether the other text has one sentence that says all that these do."""
    said = frozenset(s for line in lines for s in line.said)
    exact = frozenset(
        t.form for line in lines for t in line.tokens if t.kind in ("number", "date", "name", "quotation")
    )
    for line in other.lines:
        if said <= line.said and exact <= {t.form for t in line.tokens}:
            return True
    return not said


def _kinds(group: Group, earlier: Text, later: Text) -> Iterator[tuple[EditKind, str, str]]:
    """Yield what kinds of change lie between sentences and their new wording, with the words that differ."""
    gone, new = _differing(group.was, group.now)
    texts = (earlier.document.article.text, later.document.article.text)

    def shown(kind: str) -> tuple[str, str]:
        return _shown(texts[0], gone, kind), _shown(texts[1], new, kind)

    if _is_requoted(group):
        yield ("quotation", *shown("quotation"))
    lost, added = False, False
    exact: tuple[EditKind, ...] = ("number", "date")
    for kind in exact:
        before, after = _of(gone, kind), _of(new, kind)
        if before and after:
            yield (kind, *shown(kind))
        lost |= any(not later.knows(t) for t in before) and not after
        added |= any(not earlier.knows(t) for t in after) and not before
    gone, new = _respelled(gone, new)
    named = _named(_of(gone, "name"), _of(new, "name"), earlier, later)
    if named == "name":
        yield ("name", *shown("name"))
    lost, added = lost or named == "removed", added or named == "added"
    less, more = _says(gone, new, later), _says(new, gone, earlier)
    plain_gone, plain_new = [] if less else gone, [] if more else new  # a clause brings its own words along
    if _of(plain_gone, "negation") or _of(plain_new, "negation") or _turned(gone, new):
        yield ("negation", *shown("negation"))
    if _of(plain_gone, "hedge") or _of(plain_new, "hedge"):
        yield ("hedge", *shown("hedge"))
    if _reattributed(group, gone, new):
        yield ("attribution", *shown("attribution"))
    lost, added = lost or less, added or more
    if added:
        yield ("added", "", "")
    if lost:
        yield ("removed", "", "")


def _differing(was: Sequence[Line], now: Sequence[Line]) -> tuple[list[Token], list[Token]]:
    """Return the words that only the earlier, and only the later sentences have, wherever they stand there."""
    old, new = [t for line in was for t in line.tokens], [t for line in now for t in line.tokens]
    gone, come = _surplus(old, new), _surplus(new, old)
    if "".join(t.form for t in gone) == "".join(t.form for t in come):
        return [], []  # e-mail, email
    return gone, come


def _surplus(mine: Sequence[Token], others: Sequence[Token]) -> list[Token]:
    """Return the words that one side has more often; of equal ones those that do not align are the surplus."""
    left = Counter(t.form for t in others)
    aligned: set[int] = set()
    if max(len(mine), len(others)) > MOST_WORDS:
        return [t for t in mine if t.form not in left and t.form != QUOTE]
    matcher = SequenceMatcher(None, [t.form for t in mine], [t.form for t in others], autojunk=False)
    for start, _, size in matcher.get_matching_blocks():
        aligned.update(range(start, start + size))
        left.subtract(t.form for t in mine[start : start + size])
    found = []
    for number, token in enumerate(mine):
        if number in aligned:
            continue
        if left[token.form] > 0:
            left[token.form] -= 1
        elif token.form != QUOTE:
            found.append(token)
    return found


def _of(tokens: Iterable[Token], kind: str) -> list[Token]:
    return [t for t in tokens if t.kind == kind]


def _quoted(lines: Iterable[Line]) -> Counter[str]:
    return Counter(t.form for line in lines for t in line.tokens if t.kind == "quotation")


def _is_requoted(group: Group) -> bool:
    """Return whether quoted words themselves changed, or words came into or out of quotation marks."""
    was, now = _quoted(group.was), _quoted(group.now)
    return was != now and "".join(sorted("".join(was.elements()))) != "".join(sorted("".join(now.elements())))


def _named(gone: Sequence[Token], new: Sequence[Token], earlier: Text, later: Text) -> str:
    """Return what became of names: another one (`name`), one more, one less, or nothing that matters."""
    lost = [t for t in gone if t.form not in later.forms]
    added = [t for t in new if t.form not in earlier.forms]
    if gone and new:
        return "" if _is_short_for(gone, new) or _is_short_for(new, gone) else "name"
    if added and not gone:
        return "added"
    return "removed" if lost and not new else ""


def _is_short_for(one: Sequence[Token], other: Sequence[Token]) -> bool:
    """Return whether a name is the initials of another: EU, European Union."""
    return any("".join(t.form[0] for t in other) == token.form for token in one)


def _respelled(gone: Sequence[Token], new: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """Return words with the names of speakers that only got another spelling taken for names."""

    def taken(mine: Sequence[Token], others: Sequence[Token]) -> list[Token]:
        names = [t.form for t in others if t.named]
        return [
            t._replace(kind="name")
            if t.kind == "attribution" and t.named and any(_is_near(t.form, name) for name in names)
            else t
            for t in mine
        ]

    return taken(gone, new), taken(new, gone)


def _is_near(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= SPELLED


def _turned(gone: Sequence[Token], new: Sequence[Token]) -> bool:
    """Return whether a word gave way to its contrary."""
    pairs = lexicon.contraries()
    return any((a.form, b.form) in pairs for a in gone for b in new)


def _reattributed(group: Group, gone: Sequence[Token], new: Sequence[Token]) -> bool:
    """Return whether somebody else says it, somebody came to say it or went, or a plain verb of speech took a side."""
    sides = [[t for line in lines for t in line.tokens if t.kind == "attribution"] for lines in group]
    stems = [{stem(t.form) for t in side if t.form not in lexicon.words("light")} for side in sides]
    there = [{stem(t.form) for line in lines for t in line.tokens} for lines in group]
    if any(stems[n] and not sides[1 - n] and not stems[n] & there[1 - n] for n in (0, 1)):
        return True
    names = [t.form for t in gone if t.named and t.kind == "name"]
    if (
        all(stems) and not stems[0] & stems[1] and not names
    ):  # a speaker whose name got another spelling stays
        return True
    strong = lexicon.words("strong_speech")
    return any(t.kind == "cue" and t.form in strong for t in (*gone, *new))


def _says(mine: Sequence[Token], others: Sequence[Token], text: Text) -> bool:
    """Return whether words that came or went say something that the other text does not have at all."""
    known = frozenset(map(stem, text.forms))
    plain = [
        t for t in mine if t.kind in ("", "name", "number", "date") and t.form not in lexicon.words("light")
    ]
    strange = {stem(t.form) for t in plain if stem(t.form) not in known}
    against = {stem(t.form) for t in others if t.kind == "" and t.form not in lexicon.words("light")}
    return len(strange) >= NEWS and len(strange) >= 2 * len(against)


def _shown(text: str, tokens: Sequence[Token], kind: str) -> str:
    """Return the differing words of a kind as the text has them; for a turn, all that differ."""
    chosen = [t for t in tokens if kind in (t.kind, ATTRIBUTED.get(t.kind))] or (
        list(tokens) if kind == "negation" else []
    )
    return " … ".join(_runs(text, chosen))


def _runs(text: str, tokens: Sequence[Token]) -> Iterator[str]:
    """Yield words that follow each other as one piece."""
    first: Token | None = None
    last: Token | None = None
    for token in tokens:
        if last is not None and not any(map(str.isalnum, text[last.end : token.start])):
            last = token
            continue
        if first is not None and last is not None:
            yield text[first.start : last.end]
        first = last = token
    if first is not None and last is not None:
        yield text[first.start : last.end]
