"""Finds every public function and method of the source that is given text, and says which text is ours.

Parameters are chosen by their annotation: text, bytes, an article, or several texts. One that never holds what an article,
a feed, a page or a user says is excepted by its name, with the reason (`OURS`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).parent.parent / "src"
SEVERAL = r"(?:Sequence|list|Iterable|Collection|frozenset|set|Set|tuple)\[(?:str|bytes)(?:, \.\.\.)?\]"
HOLDS_TEXT = re.compile(rf"(?:str|bytes|object|Article|{SEVERAL})(?: \| (?:str|bytes|Path|None|{SEVERAL}))*")

# Parameters that hold what we wrote ourselves, by reason; behind a room or module and a colon, only there.
OURS: dict[str, str] = {
    "an id of ours": "story stories article articles origin anchor id ids newsroom:mark newsroom:key store:key web:key render:key"
    " newsroom:known newsroom.finding:kind"
    " absorbed nearest cluster.revise:one cluster.revise:other newsroom.due_rechecks:taken",
    "a word that our code chose": "unit kind kinds section table columns column field fields form gender hint owner step state"
    " process rule level language currency part stance media_type what reason source suffix phase"
    " annotate.lexicon:name annotate.attributions.cues:name annotate.dates.words:name annotate.dating.words:name"
    " annotate.names.gazetteer:name ledger.amendments.lexicon:name ledger.words:name publish.checking.words:name"
    " publish.checking.senses:name render.html:name render.reading_room:name web.asked:name web.beside:name"
    " annotate.lexicon:file cli.options:help cli.options:name cli.printing:noun cli.printing:none publish.checking:key",
    "a path, an address or a name that who runs it gave": "path file folder where store host_name site:str config"
    " newsroom:address newsroom:site store.opening:url store:url newsroom:source web.connections:host cli:host"
    " render.site:address render.linked:address render.html:to render.html:sheets",
    "a time that was read before": "publish.chronology:first publish.chronology:last render.wording:first render.wording:last"
    " publish.revisions.told:day publish.revisions.told:other publish.revisions:days published since until when at now retrieved today newest changed older_than",
}

# Functions that need more than text, and are neither called by themselves nor by what reads a whole, by reason.
NOT_REACHED: dict[str, str] = {
    "passes on what it is given, to the network, a process or a page, and does not look at it": """
        acquire.fetch.Line.wrap acquire.fetch.Line.write acquire.fetch.connected acquire.fetch.looked_up acquire.frames.send
        acquire.processes.Process.ask acquire.processes.Process.give acquire.watching.reading.read_apart
        acquire.watching.schedule.spread acquire.workers.lost_problem newsroom.verification.read_pages
        cli.printing.say_table render.text.printed
        web.answers.answer web.answers.tagged web.app.open_app web.connections.Watched.data_received
        web.credentials.Sessions.put web.errands.Errands.send web.kept.Kept.keep web.openapi.describe web.pages.shown""",
    "is given the head of an answer, which has at most 64 KB": """
        acquire.answers.Head.first acquire.answers.Head.listed acquire.codings.decoded""",
    "is given single words and names, or a clause, which others have found in a text": """
        annotate.dating.clauses.Clauses.opens_clause annotate.names.keys.same_name ledger.holders.Holders.key
        newsroom.revision.move publish.checking.clauses.told publish.compress.has_other""",
    "asked over HTTP: at most 400 characters, which `web.asked` has looked at": """
        web.answers.acceptable web.asked.Parameter.read web.asked.parameters web.cursors.behind web.limits.Buckets.take
        web.limits.Paces.take web.story.in_form web.story.page_html web.desk_pages.story_html
        newsroom.reading_room.ReadingRoom.stories_holding newsroom.happenings.Happenings.articles
        newsroom.happenings.Happenings.happened""",
    "fills a template, which goes over each text once": """
        render.claims.render_claims render.desk.desk_page render.desk.errand_page render.desk.story_page render.finding.hits_fragment
        render.finding.names_page render.finding.search_page render.finding.told_page render.html.render_index
        render.reading_room.difference_page render.reading_room.history_page render.reading_room.marked
        render.reading_room.why_page""",
    "says what `store.sqlite` does, or binds text to a statement: what SQLite does with it is measured elsewhere": """
        store.Store.answer store.Store.article store.Store.articles store.Store.keep_answer store.Store.known
        store.Store.namesakes store.Store.search store.Store.start_run store.Store.stories_holding store.Store.story
        store.Store.unread store.decided.Decided.marks store.decided.Decided.remove_token store.rows.answer_row
        store.searched.Searched.names store.searched.Searched.reporting store.sqlite.cards.Cards.stories_holding
        store.sqlite.desk.Desk.remove_token store.sqlite.feeds.Feeds.known_items store.sqlite.listings.Listings.articles
        store.sqlite.naming.Naming.reporting store.sqlite.readings.Readings.answer
        store.sqlite.readings.Readings.keep_answer store.watched.WatchedStore.known_items""",
}


class Function(NamedTuple):
    """A public function or method with text among its parameters, and those that it needs."""

    module: str
    name: str  # of a method behind that of its class
    texts: tuple[tuple[str, str], ...]  # and how each is annotated
    needs: tuple[str, ...]  # other parameters without a default

    @property
    def called(self) -> str:
        return f"{self.module.removeprefix('writethru.')}.{self.name}"

    @property
    def room(self) -> str:
        return self.module.split(".")[1]


def functions() -> list[Function]:
    """Return every public function and method of the source that takes text."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        module = ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
        for name, node in _public(ast.parse(path.read_text(encoding="utf-8"))):
            texts = tuple((n, form) for n, p in _parameters(node) if (form := _text_form(p, module)))
            if texts:
                needs = sorted(_required(node) - {text for text, _ in texts})
                found.append(Function(module, name, texts, tuple(needs)))
    return found


def _public(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        inner = node.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_") else [node]
        for function in inner:
            if isinstance(function, ast.FunctionDef) and not function.name.startswith("_"):
                yield f"{node.name}.{function.name}" if function is not node else function.name, function


def _parameters(node: ast.FunctionDef) -> Iterator[tuple[str, ast.arg]]:
    listed = node.args
    yield from ((p.arg, p) for p in [*listed.posonlyargs, *listed.args, *listed.kwonlyargs])
    if listed.vararg:
        yield f"*{listed.vararg.arg}", listed.vararg


def _required(node: ast.FunctionDef) -> set[str]:
    listed = node.args
    plain = [*listed.posonlyargs, *listed.args]
    required = {p.arg for p in plain[: len(plain) - len(listed.defaults)]}
    return required | {p.arg for p, d in zip(listed.kwonlyargs, listed.kw_defaults, strict=True) if d is None}


def _text_form(parameter: ast.arg, module: str) -> str:
    """Return how a parameter is annotated that holds text of others, or ""."""
    form = ast.unparse(parameter.annotation) if parameter.annotation else ""
    if not HOLDS_TEXT.fullmatch(form):
        return ""
    return "" if form != "Article" and is_ours(module, parameter.arg) else form


def is_ours(module: str, parameter: str) -> bool:
    where = module.removeprefix("writethru.")
    return any(
        name == parameter and f"{where}.".startswith(f"{scope}." if scope else "")
        for scope, _, name in (entry.rpartition(":") for listed in OURS.values() for entry in listed.split())
    )
