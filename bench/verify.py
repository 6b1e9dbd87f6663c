"""Faults planted in cited pages of real stories, and whether `verify` names them; sentences left as they are beside.

Pages are ours (`extractive`), written out as Markdown and as plain text, and pages in free words (`paraphrased`,
`labels/paraphrased-pages.jsonl`: our own words, with the ids of the articles cited). Every fault is planted alone, on
a page that is checked as a reader would have it checked. It is caught when a fault appears that the page did not
have before, of whatever kind and wherever on the page. `false_alarms`: the share of untouched
statements that have a fault. Of paraphrased pages every second one was not read while rules were made (`-held`).

What is planted is drawn by a seeded generator. A citation is swapped only to a source that lacks half of the long words of the
sentence: where the other source says the same, there is no fault.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from bench.data import present, rows
from bench.reading import read_story, stream_rows
from writethru.annotate import annotate
from writethru.pipeline import write_page
from writethru.publish import verify_text
from writethru.records import AnnotatedArticle, Article, Verification
from writethru.render import render_markdown
from writethru.settings import Settings

LABELS = Path(__file__).parent / "labels" / "paraphrased-pages.jsonl"
STORIES = 30  # of the stream from which pages of ours are made
EACH = 2  # faults of a kind that are planted in a page at most
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
DATE = re.compile(
    r"\b(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b"
)
NUMBER = re.compile(r"(?<![\d,.\[/-])\b(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\b(?![\d,.]*\d|[\]/-])")
QUOTED = re.compile(r"[“\"]([^“”\"\n]{6,300})[”\"]")
# The line of the update is none of the first sentence, and a date in brackets does not end one.
SENTENCE_BREAK = re.compile(r"\n+|(?<=\.) |(?<=\[\d\]) |(?<=\[\d\d\]) ")
UNITS = {
    "miles": "kilometers",
    "acres": "hectares",
    "percent": "points",
    "dollars": "euros",
    "years": "months",
    "year": "month",
    "weeks": "days",
    "days": "weeks",
    "minutes": "hours",
    "hours": "minutes",
    "months": "weeks",
    "killed": "injured",
    "dead": "injured",
    "wounded": "killed",
    "injured": "killed",
    "$": "€",
    "seconds": "minutes",
}
NEGATED = re.compile(r"\b(was|were|is|are|has|had|have|did|does|do|will|would|could|can|should) not ")
POSITIVE = re.compile(
    r"\b(was|were|is|are|has|had|have|will|would|could|can|should) (?!not\b|n't|no\b|never\b)(?=[a-z])"
)
HEDGES = (
    ("allegedly ", ""),
    ("reportedly ", ""),
    ("may have", "has"),
    ("might have", "has"),
    (" may ", " will "),
    (" might ", " will "),
    (" alleged ", " "),
    ("is believed to have", "has"),
    ("was believed to have", "has"),
    ("appeared to", "did"),
    ("apparently ", ""),
    ("suspected ", ""),
    ("possibly ", ""),
    ("is thought by", "is known by"),
)
SPEECH = re.compile(
    r"\b((?:[A-Z][\w’'.-]+ ){0,3}[A-Z][\w’'-]+),? (said|says|told|called|denied|announced|asked|predicted|wrote|tweeted)\b"
)
FOREIGN = ("Ingrid Solheim", "Tavares Okonjo", "Velmora", "Karstad", "Bellweather Institute", "Ruan Petrescu")
Edit = tuple[str, int, int, str]  # kind, range of the page, what is put there


class Page(NamedTuple):
    """A page as text, the articles behind it, and what checking it found before anything was planted."""

    text: str
    documents: Sequence[AnnotatedArticle]
    before: Verification


def known(documents: Sequence[AnnotatedArticle]) -> dict[str, Article]:
    """Return the articles of a story by id."""
    return {d.article.id: d.article for d in documents}


def check(text: str, documents: Sequence[AnnotatedArticle]) -> Verification:
    """Check a page against its story; the articles are annotated already."""
    by_id = {d.article.id: d for d in documents}
    return verify_text(text, known(documents), lambda a: by_id.get(a.id) or annotate(a))


def faults_of(found: Verification) -> Counter[str]:
    """Return the places of a page with a fault, with their words left out, so that two checks can be compared."""
    return Counter(f"{f.where.partition('.sent')[0]}|{f.kind}" for f in found.problems)


def body_end(text: str) -> int:
    """Return where the source list begins."""
    at = text.find("## Sources")
    return at if at >= 0 else max(0, text.find("\nSources\n"))


def lines_of(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches between citations of the sections, and the entries of the timeline."""
    stop = body_end(text)
    start = text.find("**")
    for match in re.finditer(r"[^\n\[\]]{25,}(?= ?\[\d)", text):
        inside = text.rfind("\n", 0, match.start()) + 1
        if (start <= match.start() < stop or text.find("Timeline") < match.start()) and not text.startswith(
            "#", inside
        ):
            lead = match.group().rfind("**")
            yield match.start() + (lead + 2 if lead >= 0 else 0), match.end()


def edits(text: str, documents: Sequence[AnnotatedArticle], dice: random.Random) -> Iterator[Edit]:
    """Yield the faults that can be planted in a page, in a shuffled order."""
    lines = list(lines_of(text))
    dice.shuffle(lines)
    people = sorted({m.name for d in documents for m in d.body.names if m.kind == "person" and " " in m.name})
    for start, end in lines:
        line = text[start:end]
        yield from of_numbers(line, start, dice)
        yield from of_words(line, start)
        yield from of_names(line, start, documents, people, dice)
    yield from of_citations(text, documents, dice)
    yield from of_summaries(text)
    yield from of_contradictions(text, dice)


def of_numbers(line: str, start: int, dice: random.Random) -> Iterator[Edit]:
    """Yield changed dates, numbers and units of a line."""
    taken = [m.span() for m in DATE.finditer(line)]
    for m in DATE.finditer(line):
        day = (int(m[1]) + dice.choice((2, 3, 5, 9)) - 1) % 28 + 1
        if day != int(m[1]):
            yield "date", start + m.start(1), start + m.end(1), str(day)
    for m in NUMBER.finditer(line):
        if any(a <= m.start() < b for a, b in taken) or re.match(r"1[5-9]\d\d$|20\d\d$", m[1]):
            continue
        value = m[1].replace(",", "")
        if not re.search(r"\[[^\]]*$", line[: m.start()]) and value.isdigit():
            new = int(value) + dice.choice((3, 7, 11)) if int(value) < 1000 else int(value) * 2 + 100
            yield "number", start + m.start(1), start + m.end(1), f"{new:,}" if "," in m[1] else str(new)
        unit = re.match(r"(?: million| billion| more)?(?: people)?(?: were)?[ -](\w+)", line[m.end() :])
        if unit and unit[1] in UNITS:
            at = start + m.end() + unit.start(1)
            yield "unit", at, at + len(unit[1]), UNITS[unit[1]]


def of_words(line: str, start: int) -> Iterator[Edit]:
    """Yield changed quotations, negations and hedges of a line."""
    for m in QUOTED.finditer(line):
        letters = [i for i in range(m.start(1) + 2, m.end(1)) if line[i].isalpha() and line[i].islower()]
        if letters:
            at = letters[len(letters) // 2]
            yield "quotation", start + at, start + at + 1, "e" if line[at] != "e" else "a"
    quoted = [m.span() for m in QUOTED.finditer(line)]
    for m in NEGATED.finditer(line):
        if not any(a <= m.start() < b for a, b in quoted):
            yield (
                "negation",
                start + m.start(),
                start + m.end(),
                f"{m[1]} " if m[1] not in ("did", "does", "do") else "",
            )
    for m in POSITIVE.finditer(line):
        if not any(a <= m.start() < b for a, b in quoted) and not re.search(
            r"\b(?:not|no|never)\b|n['’]t", line
        ):
            yield "negation", start + m.start(), start + m.end(), f"{m[1]} not "
    for was, now in HEDGES:
        at = line.find(was)
        if at > 0 and not any(a <= at < b for a, b in quoted):
            yield "hedge", start + at, start + at + len(was), now


def of_names(
    line: str, start: int, documents: Sequence[AnnotatedArticle], people: list[str], dice: random.Random
) -> Iterator[Edit]:
    """Yield a line's names changed to one of no article, and its speakers to another person of the story."""
    full = [
        m.name
        for d in documents
        for m in d.body.names
        if m.kind in ("person", "place", "organisation") and len(m.name) > 4
    ]
    for name in sorted(
        {n for n in full if re.search(rf"\b{re.escape(n)}\b(?!['’]?s? ?\d)", line)},
        key=lambda n: line.find(n),
    )[:2]:
        at = line.find(name)
        yield "name", start + at, start + at + len(name), dice.choice(FOREIGN)
    for m in SPEECH.finditer(line):
        others = [p for p in people if not set(p.split()) & set(m[1].split()) and p not in line]
        if others:
            yield "speaker", start + m.start(1), start + m.end(1), dice.choice(others)


def of_citations(text: str, documents: Sequence[AnnotatedArticle], dice: random.Random) -> Iterator[Edit]:
    """Yield citations that point nowhere, and ones swapped to a source that does not say it."""
    by_number = numbered(text, documents)
    for m in re.finditer(r"(?<=[^\n\[\]]{30} )\[(\d{1,2})\](?!\[)", text[: body_end(text)] or text):
        yield "nowhere", m.start(1), m.end(1), str(len(documents) + 7)
        sentence = re.split(r"(?<=[.!?]) |\]|\*\*|\n", text[max(0, m.start() - 600) : m.start()].rstrip())[-1]
        others = [n for n, d in by_number.items() if str(n) != m[1] and lacks(sentence, d)]
        if others:
            yield "swapped", m.start(1), m.end(1), str(dice.choice(others))


def numbered(text: str, documents: Sequence[AnnotatedArticle]) -> dict[int, AnnotatedArticle]:
    """Return the articles by their number on the page."""
    found = {}
    for line in text[body_end(text) :].splitlines():
        if m := re.match(r"(\d{1,2})\. ", line):
            for d in documents:
                if d.article.external_id and f"id {d.article.external_id}" in line.replace("\\", ""):
                    found[int(m[1])] = d
    return found


def lacks(sentence: str, document: AnnotatedArticle) -> bool:
    """Return whether an article cannot say what a sentence says: it lacks half of its long words."""
    text = f"{document.article.title} {document.article.text}".lower()
    words = {w.lower()[:6] for w in re.findall(r"[^\W\d_]{5,}", sentence)}
    return bool(words) and sum(w in text for w in words) <= 0.5 * len(words)


def of_summaries(text: str) -> Iterator[Edit]:
    """Yield what the source list says of one source put to another."""
    notes = [(m.start(1), m.end(1), m[1]) for m in re.finditer(r"— adds: ([^\n]{60,}?)(?: ·|\n)", text)]
    for (start, end, _), (_, _, other) in pairwise(notes):
        yield "cross-wired", start, end, other


def of_contradictions(text: str, dice: random.Random) -> Iterator[Edit]:
    """Yield a day changed in the timeline where a section gives it for the same words."""
    at = text.find("## Timeline")
    sections = text[: body_end(text)]
    for m in (
        re.finditer(r"^(?:- )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) – ([^\n]+)", text[at:], re.MULTILINE)
        if at > 0
        else ()
    ):
        words = {w.lower()[:5] for w in re.findall(r"[^\W\d_]{4,}", m[4])}
        for sentence in SENTENCE_BREAK.split(sections):
            same = {w.lower()[:5] for w in re.findall(r"[^\W\d_]{4,}", sentence)}
            dated = re.search(rf"\b{m[1]} {m[2]}|\b{m[2]}[a-z]* {m[1]}\b", sentence)
            if dated and len(words & same) >= max(3, 0.6 * min(len(words), len(same))):
                new = (int(m[1]) + dice.choice((2, 4, 7)) - 1) % 28 + 1
                if new != int(m[1]):
                    yield "contradiction", at + m.start(1), at + m.end(1), str(new)
                break


def planted(page: Page, dice: random.Random) -> Iterator[tuple[str, bool, str]]:
    """Yield each planted fault: its kind, whether it was caught, and the line it stands in."""
    done: Counter[str] = Counter()
    before = faults_of(page.before)
    for kind, start, end, now in edits(page.text, page.documents, dice):
        if done[kind] >= EACH:
            continue
        done[kind] += 1
        text = page.text[:start] + now + page.text[end:]
        documents = () if kind == "contradiction" else page.documents
        after = check(text, documents)
        reference = faults_of(check(page.text, ())) if kind == "contradiction" else before
        new = faults_of(after) - reference
        first = text.rfind("\n", 0, start) + 1
        yield kind, bool(new), text[max(first, start - 120) : start + 100].replace("\n", " ")


def plain_text(text: str) -> str:
    """Return a page in Markdown as plain text: leads that run into their sentences, no year in the timeline."""
    text = re.sub(r"\*\*(.+?)[.]?\*\*", r"\1", text)
    text = re.sub(r"\[([^\]\n]+)\]\((?:[^()\n]|\([^()\n]*\))+\)", r"\1", text)
    text = re.sub(r"^#+ ", "", text, flags=re.MULTILINE).replace("\\", "")
    return re.sub(r"^(?:- )?(\d{1,2} [A-Z][a-z]{2}) \d{4} – ", r"\1 – ", text, flags=re.MULTILINE)


def with_sources(page: str, documents: Sequence[AnnotatedArticle]) -> str:
    """Return a page with its source list, put before the timeline."""
    body, _, timeline = page.partition("## Timeline")
    lines = [
        f"{n}. {d.article.publisher}: {d.article.title} ({d.article.published or ''}) · id {d.article.external_id}"
        for n, d in enumerate(documents, 1)
    ]
    body = body.replace("\n**", "\n\n**")
    return f"{body}\n## Sources\n\n" + "\n".join(lines) + f"\n\n## Timeline\n{timeline}"


def figures(pages: Sequence[Page], seed: int) -> dict[str, float]:
    """Return the share of each kind of planted fault that is caught, and of untouched statements with a fault."""
    dice = random.Random(seed)
    total: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    for page in pages:
        for kind, hit, _ in planted(page, dice):
            total[kind] += 1
            caught[kind] += hit
    checked = sum(p.before.checked for p in pages)
    faulty = sum(p.before.checked - p.before.supported for p in pages)
    found = {kind: caught[kind] / total[kind] for kind in sorted(total)}
    counts = {f"n_{kind}": float(n) for kind, n in sorted(total.items())}
    return {
        "pages": len(pages),
        "planted": sum(total.values()),
        "untouched": checked,
        **found,
        "false_alarms": faulty / max(checked, 1),
        **counts,
    }


def page_of(text: str, documents: Sequence[AnnotatedArticle]) -> Page:
    """Return a page with what checking it finds as it stands."""
    return Page(text, documents, check(text, documents))


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of each set of pages."""
    if not present(data / "stream" / "articles.jsonl.gz"):
        return {}
    groups = list(rows(data / "stream" / "stories-dev.jsonl.gz"))[:STORIES]
    written = list(rows(LABELS))
    table = stream_rows(data, (i for g in [*groups, *written] for i in g["articles"]))
    ours = []
    for group in groups:
        if documents := read_story(group["articles"], table):
            page = render_markdown(write_page(str(group["story"]), documents, settings=Settings())[0])
            ours.append((page, documents))
    theirs = [(with_sources(w["page"], d), d) for w in written if (d := read_story(w["articles"], table))]
    return {
        "extractive": figures([page_of(t, d) for t, d in ours], 1),
        "extractive-plain": figures([page_of(plain_text(t), d) for t, d in ours], 2),
        "paraphrased": figures([page_of(t, d) for t, d in theirs[::2]], 3),
        "paraphrased-held": figures([page_of(t, d) for t, d in theirs[1::2]], 4),
        "paraphrased-plain": figures([page_of(plain_text(t), d) for t, d in theirs], 5),
    }
