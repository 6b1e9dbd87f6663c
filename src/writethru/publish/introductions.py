"""People introduced where the page names them first: with office and full name, in the words of one of its articles."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from msgspec.structs import replace

from writethru.publish.alone import begun
from writethru.publish.checking.words import listed, table
from writethru.publish.edits import TITLED, apply_edits, cite, full_mention, may_be_named
from writethru.publish.namings import is_one_person, surname
from writethru.publish.offices import OWNED, Office, is_verb, offices_in
from writethru.publish.spans import Replacement, contains, overlaps, touching
from writethru.records import AnnotatedArticle, Brief, Citation, CitedSentence, Mention, Section, Span

COURTESY = re.compile(r"\b(?:Mr|Mrs|Ms|Miss)\.? $")
SAID = re.compile(r", (?:an?|the|who|whose|one of)\b| ?[(]")  # who somebody is stands behind the name
WORD_BEFORE = re.compile(r"(?<![\w’'-])([a-z][a-z-]{2,28}) $")  # "operative Jon Vell"
SAID_BEFORE = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[a-z]+[’']s) (?:[\w’'-]{1,30} ){0,5}[a-z][a-z-]{2,28}, $"
)  # "the singer, Jon Vell,"
SEVERAL = re.compile(  # one office for all that are named behind it
    r"\b(?:[Pp]resident|[Ss]enator|[Rr]epresentative|[Gg]overnor|[Mm]inister|[Jj]ustice|[Jj]udge|[Mm]ayor|Sen|Rep|Gov)s\b\.?[^;]{0,120}$"
)
OFFICE_BEHIND = re.compile(r", ((?:[a-z][a-z-]{1,20} ){1,5}?)(?:of|for|at|in)\b")
SPOKEN = re.compile(r" [“\"]")
NOUN = re.compile(
    r"[-’'][a-z]{2}| (?:[Aa]dministration|[Ff]amily|[Cc]ampaign|[Ff]oundation|[Tt]ower|[Ss]chool)\b"
)
CLEAR = 2  # times as many articles must name the holder of an office with it as anybody else
Stands = Callable[[Citation], bool]


class People:
    """Who the people of a story are: of each the office that most articles give and none says otherwise."""

    def __init__(self, documents: Mapping[str, AnnotatedArticle], stands: Stands) -> None:
        self.documents = documents
        self.stands = stands
        self.held: dict[str, list[tuple[str, Office]]] = defaultdict(list)
        self.bearers: dict[str, set[str]] = defaultdict(set)  # of each surname
        for id, document in documents.items():
            for mention in document.body.names:
                if mention.kind == "person" and mention.key:
                    self.bearers[surname(mention.key)].add(mention.key)
            for office in offices_in(document).values():
                self.held[office.mention.key].append((id, office))
        self.others = self._in_office()

    def _in_office(self) -> dict[str, str]:
        """Return who holds each office that one person has at a time: whom most articles name with it, "" where that is open."""
        holders: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for key, held in self.held.items():
            for id, office in held:
                if office.head not in listed("offices", "many") and not (office.former or office.gone):
                    holders[office.title][surname(key)].add(id)
        found = {}
        for title, by_name in holders.items():
            ranked = sorted(by_name, key=lambda name: (-len(by_name[name]), name))
            ahead = len(ranked) < 2 or len(by_name[ranked[0]]) >= CLEAR * len(by_name[ranked[1]])
            found[title] = ranked[0] if ahead else ""
        return found

    def keys(self, key: str) -> list[str]:
        """Return the keys of a person: those of the full name too, where one bears the surname in all articles."""
        bearers = {other for other in self.bearers[surname(key)] if " " in other}
        if " " in key:
            return sorted(other for other in bearers if is_one_person({key, other}))
        return [*sorted(bearers), key] if is_one_person(bearers) else [key]

    def introduction(self, key: str, article: str, words: str, behind: bool) -> Citation | None:
        """Return what may stand for `words` of an article and introduces the person; None where nothing is sure.

        That is an office with the full name, if possible from the article itself, or with the surname for a surname.
        """
        for one in self.keys(key):
            found = self._best(
                [
                    (id, o)
                    for id, o in self.held.get(one, ())
                    if self.others.get(o.title, surname(one)) == surname(one)
                ],
                behind,
            )
            for full in (True, False):
                fit = [(id, o) for id, o in found if o.full == full and o.usable]
                if fit and (full or (" " not in words and self._is_sure(one, fit))):
                    return self._cited(fit, article, surname_of(words))
        return None

    def _is_sure(self, key: str, fit: Sequence[tuple[str, Office]]) -> bool:
        """Return whether a surname with an office is surely that person's: several articles say so, and no other office."""
        heads = {o.head for _, o in self.held[key]}
        return len({id for id, _ in fit}) > 1 and len(heads) == 1

    def _best(self, held: Iterable[tuple[str, Office]], behind: bool) -> list[tuple[str, Office]]:
        """Return the offices of the kind that most articles give, without those that an article says otherwise."""
        by_head: dict[str, list[tuple[str, Office]]] = defaultdict(list)
        for id, office in held:
            by_head[office.head].append((id, office))
        excluded = table("offices")["exclude"]
        options = []
        for head, group in by_head.items():
            if any(excluded.get(other) == head or excluded.get(head) == other for other in by_head):
                continue
            over = any(o.gone or o.former for _, o in group)
            fit = [(id, o) for id, o in group if o.usable and o.former == over and (behind or not o.behind)]
            if fit:
                options.append(((not over, len({id for id, _ in fit}), not fit[0][1].behind, head), fit))
        return max(options, key=lambda o: o[0])[1] if options else []

    def _cited(self, fit: Sequence[tuple[str, Office]], article: str, spelled: str) -> Citation | None:
        """Return the most usual wording of an office, the name spelled so, and from an article itself if it has it."""
        uses = Counter(o.words for _, o in fit)
        own = {o.words for id, o in fit if id == article}
        words = max(uses, key=lambda w: (spelled in w, uses[w], w in own, len(w), w))
        same = [(id, o) for id, o in fit if o.words == words]
        for id, office in sorted(same, key=lambda s: (s[0] != article, s[0], s[1].start)):
            cited = cite(id, self.documents[id].article.text, office.start, office.end)
            if self.stands(cited):
                return cited
        return None

    def surname_for(self, naming: Naming, citation: Citation, keys: Set[str]) -> Replacement | None:
        """Return the bracket with the surname alone of one whom the page has named; None where two bear it, or it stands nowhere."""
        document, mention = self.documents[citation.article], naming.mention
        if not is_one_person(keys | {k for k in self.bearers[surname(mention.key)] if " " in k}):
            return None
        for other in document.body.names:
            words = _words(document, other)
            if other.key != mention.key or " " in words or words.lower() != surname(mention.key):
                continue
            origin = cite(citation.article, document.article.text, other.start, other.end)
            if self.stands(origin):
                return (
                    naming.start - citation.start,
                    naming.end - citation.start,
                    "name",
                    f"[{words}]",
                    origin,
                )
        return None


def introduce_people(brief: Brief, documents: Mapping[str, AnnotatedArticle], stands: Stands) -> Brief:
    """Return a page with everybody introduced where its sections and positions name them first, once, and in full."""
    people, known, sections = People(documents, stands), set[str](), []
    for section in brief.sections:
        before = set(known)
        lead = introduce(section.lead, people, known)
        of_it = bool(section.sentences) and _place(section.lead) == _place(section.sentences[0])
        if of_it:
            known = before  # pages print the words of both once
        sentences = tuple(introduce(s, people, known) for s in section.sentences)
        sections.append(Section(lead, sentences))
    points = []
    for point in brief.disagreements:
        positions = tuple(
            replace(p, statement=introduce(p.statement, people, known)) for p in point.positions
        )
        points.append(replace(point, positions=positions))
    notes = []
    for note in brief.sources:
        adds = introduce(note.adds, people, known) if note.adds is not None else None
        if adds is not None and any(unknown(adds, people, known)):
            adds = None  # it says more of somebody than who that is
        notes.append(replace(note, adds=adds))
    return replace(brief, sections=tuple(sections), disagreements=tuple(points), sources=tuple(notes))


def unknown(text: CitedSentence, people: People, known: set[str]) -> Iterator[str]:
    """Yield the surnames by which a text names people whom neither it nor the page before it introduces."""
    citation = text.citations[0]
    document = people.documents[citation.article]
    if citation.field == "title":
        return
    made = list(text.replacements())
    for naming in _namings(document, citation, made):
        words = _words(document, naming.mention)
        if " " not in words and not naming.pronoun and not set(people.keys(naming.mention.key)) & known:
            yield words


def _place(text: CitedSentence) -> tuple[str, str, int]:
    first = text.citations[0]
    return (first.article, first.field, first.start)


class Naming(NamedTuple):
    """Where a sentence names somebody: in the cited words, and as whom."""

    start: int
    end: int
    mention: Mention
    pronoun: bool


def introduce(text: CitedSentence, people: People, known: set[str]) -> CitedSentence:
    """Return a sentence in which those whom the page has not introduced yet are; `known` is added to."""
    citation = text.citations[0]
    if citation.field == "title":
        return text
    document = people.documents[citation.article]
    made = list(text.replacements())
    extra: list[Replacement] = []
    for naming in sorted(_namings(document, citation, made), key=lambda n: n.start):
        keys = set(people.keys(naming.mention.key))
        if keys & known:
            short = people.surname_for(naming, citation, keys) if naming.pronoun else None
            if short is not None:
                extra.append(short)
            continue
        if not naming.pronoun and _says_who(document, citation, naming, made):
            known |= keys
            continue
        new = _edit(document, citation, naming, people)
        if new is not None:
            known |= keys
            extra.append(capital(new) if _opens(new[0], citation, made) else new)
            continue
        words = _words(document, naming.mention)
        whole = naming.pronoun or " " in words
        if whole and people.introduction(naming.mention.key, citation.article, words, True) is None:
            known |= keys  # nobody says more of them
    if not extra:
        return text
    spans = [Span(r[0], r[1]) for r in extra]
    kept = [r for r in made if not any(s.start <= r[0] and r[1] <= s.end and r[1] > r[0] for s in spans)]
    done = apply_edits(citation, [*kept, *extra])
    return CitedSentence(done.text, text.citations, done.edits)


def _opens(at: int, citation: Citation, made: Sequence[Replacement]) -> bool:
    """Return whether a place of the cited words is where the sentence begins as it is printed."""
    return not citation.exact[:at].strip() or any(r[:3] == (0, at, "trim") for r in made)


def capital(edit: Replacement) -> Replacement:
    """Return a bracket that opens a sentence as it is printed: `[Former Mayor Ada Renn]`."""
    start, end, kind, now, origin = edit
    return start, end, kind, f"[{begun(now[1:])}", origin


def _words(document: AnnotatedArticle, mention: Mention) -> str:
    return document.article.text[mention.start : mention.end]


def _namings(document: AnnotatedArticle, citation: Citation, made: Sequence[Replacement]) -> Iterator[Naming]:
    """Yield where a sentence as it is printed names a person, also by a name in brackets."""
    cited = Span(citation.start, citation.end)
    gone = [Span(citation.start + r[0], citation.start + r[1]) for r in made if r[1] > r[0]]
    for mention in touching(document.body.names, cited):
        if mention.kind != "person" or not contains(cited, mention) or not mention.key:
            continue
        if not any(overlaps(g, mention) for g in gone):
            yield Naming(mention.start, mention.end, mention, False)
    for start, end, kind, _, origin in made:
        if kind == "name" and origin is not None and origin.article == citation.article:
            for mention in touching(document.body.names, Span(origin.start, origin.end)):
                if mention.kind == "person" and mention.end == origin.end:
                    yield Naming(citation.start + start, citation.start + end, mention, True)


def _says_who(
    document: AnnotatedArticle, citation: Citation, naming: Naming, made: Sequence[Replacement]
) -> bool:
    """Return whether a sentence as it is printed says who somebody is."""
    text, mention = document.article.text, naming.mention
    office = offices_in(document).get(mention.start)
    if office is not None and citation.start <= office.start and office.end <= citation.end:
        shown = Span(office.start - citation.start, office.end - citation.start)
        return not any(r[2] == "trim" and r[0] < shown.end and shown.start < r[1] for r in made)
    if " " not in text[mention.start : mention.end]:
        return False
    if SAID.match(text, mention.end, citation.end) or _is_holder(text, mention.end, citation.end):
        return True
    if text.startswith((",", ".", ";"), mention.end) and SAID_BEFORE.search(
        text, max(citation.start, mention.start - 120), mention.start
    ):
        return True
    before = WORD_BEFORE.search(text, max(citation.start, mention.start - 30), mention.start)
    return before is not None and not (
        is_verb(text, before.start(1)) or before[1] in listed("offices", "parting")
    )


def _is_holder(text: str, start: int, end: int) -> bool:
    """Return whether an office without an article stands behind a name: `, chief engineer of the port`."""
    behind = OFFICE_BEHIND.match(text, start, end)
    heads = listed("offices", "strong") | listed("offices", "weak")
    return behind is not None and not heads.isdisjoint(behind[1].split())


def _edit(
    document: AnnotatedArticle, citation: Citation, naming: Naming, people: People
) -> Replacement | None:
    """Return the bracket that introduces somebody where a sentence names them, if it can stand there."""
    text, mention, article = document.article.text, naming.mention, citation.article
    start, end = naming.start, naming.end
    cited = Span(citation.start, citation.end)
    words = text[start:end]
    if not naming.pronoun:
        again = (m for m in touching(document.body.names, cited) if m.key == mention.key and m != mention)
        if any(m.start < start or (" " not in words and " " in text[m.start : m.end]) for m in again):
            return None  # the sentence names them itself, or two of one surname
        if any(touching(document.body.quotations, mention)) or NOUN.match(text, mention.end):
            return None
        courtesy = COURTESY.search(text, max(cited.start, start - 6), start)
        if courtesy and _is_contrary(document, people.keys(mention.key), courtesy[0]):
            return None
        start = courtesy.start() if courtesy else start
        free = may_be_named(text, cited, Mention(start, end)) or (" " in words and acts(text, start, end))
        if SEVERAL.search(text, cited.start, start) or not (free or can_hear(text, start, end)):
            return None
    owned = text.startswith(OWNED, end) or text.startswith(("'", "’"), end)
    told = SAID.match(text, end, citation.end) or _is_holder(text, end, citation.end)
    origin = None
    if naming.pronoun or not told:  # "Roe, the mayor," wants no more than the rest of the name
        origin = people.introduction(
            mention.key, article, words if not naming.pronoun else "", behind=not owned
        )
    if origin is None and not naming.pronoun and " " not in words:
        full = full_mention(document, words)
        if full is None or full.key not in people.keys(mention.key):
            return None  # nobody, or another of the surname
        if text[full.start : full.end] in citation.exact:
            return None
        origin = cite(article, text, full.start, full.end)
    if origin is None or (not naming.pronoun and origin.exact in citation.exact):
        return None
    return (start - citation.start, end - citation.start, "name", f"[{origin.exact}]", origin)


def _is_contrary(document: AnnotatedArticle, keys: Sequence[str], courtesy: str) -> bool:
    """Return whether an article gives one name to a man and a woman: two of a surname that were taken for one."""
    text, man = document.article.text, courtesy.strip(" .") == "Mr"
    same = (m for m in document.body.names if m.key in keys)
    given = (COURTESY.search(text, max(0, m.start - 6), m.start) for m in same)
    return any(found is not None and (found[0].strip(" .") == "Mr") != man for found in given)


def acts(text: str, start: int, end: int) -> bool:
    """Return whether a verb stands behind a full name that nothing before it makes a part of something."""
    return (
        text.startswith(" ", end)
        and is_verb(text, end + 1)
        and not TITLED.search(text, max(0, start - 24), start)
    )


def can_hear(text: str, start: int, end: int) -> bool:
    """Return whether a name stands between a verb and what is told its bearer: `told Vell “no”`."""
    return SPOKEN.match(text, end) is not None and not TITLED.search(text, max(0, start - 24), start)


def surname_of(words: str) -> str:
    """Return the last word of a name that is no addition to it: `Kennedy` of `Robert Kennedy Jr.`."""
    parts = [w for w in words.split() if w.rstrip(".") not in ("Jr", "Sr", "II", "III", "IV")]
    return parts[-1] if parts else words
