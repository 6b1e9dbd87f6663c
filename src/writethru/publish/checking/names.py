"""Names of a claim that no cited article has, or none where it speaks of the same matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from writethru.publish.checking.case import Case, Found
from writethru.publish.checking.words import Word, listed, stem, stems_listed, words_in, words_of_line
from writethru.records import AnnotatedArticle, Mention

BESIDE = 12  # sentences on either side of the best passage in which a name may stand
CLOSE = 3  # and the name of a speaker
PRONOUNS = frozenset(("he", "she", "they", "i", "we"))  # that speak
NAMELESS = PRONOUNS | {"him", "her", "his", "them", "their", "its", "it"}
CENTRAL = 4  # times an article has a name whose bearer is meant where no name stands


def name_faults(case: Case) -> Found:
    """Yield the names of a claim that the cited articles do not carry."""
    whole = {w for d in case.documents() for w in case.library.vocabulary(d.article.id)}
    outlets = [_stems(d.article.publisher) for d in case.documents()]
    near = {w.stem for w in case.near_words(BESIDE)}
    close = {w.stem for w in case.near_words(CLOSE)}
    speakers = {
        w.stem for said in case.sayings for p in said.source for w in words_in(case.told.text, p.start, p.end)
    }
    for name in case.names:
        words = [
            w for w in words_in(case.told.text, name.start, name.end) if w.low not in listed("cues", "plain")
        ]
        said = case.told.text[name.start : name.end]
        stems = [w.stem for w in words if len(w.low) > 1]
        if not stems or any(case.told.text[w.start].islower() for w in words[-1:]):
            continue
        if any(outlet.issuperset(stems) for outlet in outlets):
            continue  # the outlet that says so
        if name.start in case.told.inserted and _is_put_in_for(name, stems, case):
            continue
        if not _carried(name, stems, whole, case):
            yield "name", said, "a name of a cited article"
        elif not _carried(name, stems, close if stems[-1] in speakers else near, case) and not _meant(
            name, stems, case, stems[-1] in speakers
        ):
            yield "name", said, "a name that stands where the cited article speaks of this"
    for word in _unread(case):
        if word.stem not in whole:
            yield "name", case.told.text[word.start : word.end], "a name of a cited article"


def _unread(case: Case) -> Iterator[Word]:
    """Yield the words with a capital that are in no name found: within a sentence, or with an ending of owners."""
    text = case.told.text
    mentions = [(m.start, m.end) for m in case.names]
    openings = {s.start for s in case.told.findings.sentences} | {case.claim.span.start}
    dates = [(t.start, t.end) for t in case.times]
    for word in case.words:
        owner = word.low.endswith("'s")
        inside = any(a <= word.start < b for a, b in (*mentions, *dates))
        opening = word.start in openings or text[max(0, word.start - 2) : word.start].strip(" ") != ""
        following = text[word.end :].lstrip().partition(" ")[0]
        named = (
            owner
            or not opening
            or stem(following.lower()) in stems_listed("cues", "said")
            or following[:1].isupper()
        )
        if (
            text[word.start].isupper()
            and not inside
            and len(word.low) > 3
            and named
            and word.low not in listed("cues", "titles")
        ):
            yield word


def _carried(name: Mention, stems: list[str], have: set[str], case: Case) -> bool:
    """Return whether words have a name: all of it, or a person's last name where a source has it in full."""
    if all(s in have for s in stems):
        return True
    if name.kind == "person":
        return stems[-1] in have and (_is_of_page(stems, case) or _first_names(case, stems[-1]) == {""})
    return any(
        m.key == name.key for d in case.documents() for m in (*d.body.names, *d.title.names) if name.key
    )


def _is_of_page(stems: list[str], case: Case) -> bool:
    """Return whether an article of the page has all words of a name."""
    return any(case.library.vocabulary(id).issuperset(stems) for id in case.library.documents)


def _is_put_in_for(name: Mention, stems: list[str], case: Case) -> bool:
    """Return whether a name that an editor put in stands for who the cited words name in short, or mean by a pronoun or title.

    So `[Senator Ida Holt]` for `Holt`, and for `she` or `the senator` where an article of the page has the name.
    """
    put_in = _stems(_inserted_around(name.start, case))
    keys = {m.key for m in case.names if m.key and m.start in case.told.inserted}
    for passage in case.passages:
        span = case.library.span(passage, 1)
        document = case.library.documents[passage.article]
        text = document.article.text
        here = (m for m in document.body.names if span.start <= m.start < span.end)
        if any(m.key in keys or _stems(text[m.start : m.end]) <= put_in for m in here):
            return True
    stood = {w.low for w in case.near_words(0)} & (NAMELESS | listed("cues", "titles"))
    names = (m.name for d in case.library.documents.values() for m in (*d.body.names, *d.title.names))
    return bool(stood) and any(_stems(other) >= set(stems) for other in names)


def _inserted_around(at: int, case: Case) -> str:
    """Return the words that an editor put in at a place."""
    start = end = at
    while start - 1 in case.told.inserted:
        start -= 1
    while end in case.told.inserted:
        end += 1
    return case.told.text[start:end]


def _stems(words: str) -> frozenset[str]:
    return frozenset(w.stem for w in words_of_line(words))


def _first_names(case: Case, last: str) -> set[str]:
    """Return the first names that the articles of the page give to persons of a last name; "" where they give none."""
    names = (m for d in case.library.documents.values() for m in (*d.body.names, *d.title.names))
    return {_first(m.name) for m in names if m.kind == "person" and stem(m.name.lower().split()[-1]) == last}


def _meant(name: Mention, stems: list[str], case: Case, speaks: bool) -> bool:
    """Return whether a name's bearer is meant where the article speaks of the claim: often named, or referred to."""
    for passage in case.passages:
        document = case.library.documents[passage.article]
        span = case.library.span(passage, 1)
        if any(
            span.start <= r.start < span.end and stems[-1] in r.name.lower() for r in document.body.references
        ):
            return True
        if speaks and not PRONOUNS & {w.low for w in words_in(case.library.text(passage, 1))}:
            continue
        count = sum(1 for m in document.body.names if m.key and stem(m.key.split()[-1]) == stems[-1])
        rivals = {
            m.key for m in document.body.names if m.kind == name.kind and span.start <= m.start < span.end
        }
        mine = {m.key for m in case.names}
        if (count >= CENTRAL and not rivals - mine) or main_person(document) == stems[-1]:
            return True
        if name.kind in ("place", "other", "people") and count >= CENTRAL:
            return True
    return False


def _first(name: str) -> str:
    """Return the stem of a person's first name; nothing of one who is named with a title alone."""
    words = [w for w in name.lower().replace(".", "").split() if w not in listed("cues", "titles")]
    return stem(words[0]) if len(words) > 1 else ""


def main_person(document: AnnotatedArticle) -> str:
    """Return the stem of the last name of the person whom an article names most."""
    counts = Counter(m.key.split()[-1] for m in document.body.names if m.kind == "person" and m.key)
    return stem(counts.most_common(1)[0][0]) if counts else ""
