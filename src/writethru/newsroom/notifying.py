"""Who asked to be told hears of new revisions: by a command or a webhook, of each thing at most once."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from writethru.errors import FetchError
from writethru.records import Brief, Problem, Record, content_id
from writethru.settings import NotifyRule, NotifySettings
from writethru.store import Store

NEW_STORY = "new story"
ANYTHING = "any"
Send = Callable[[str, bytes], None]  # to an address; FetchError where it does not take it


class Notice(Record, frozen=True):
    """One thing that somebody is told: what became of which story, in words and with the words behind it."""

    event: str  # "new story", or the kind of a change
    story: str
    revision: int
    headline: str
    updated: str | None
    previously: str
    now: str
    because: str  # the exact words that are cited
    url: str | None  # of the article that they stand in


def notices(rule: NotifyRule, page: Brief) -> Iterator[Notice]:
    """Yield what a new revision has for a rule: what of it is of a kind, story and words that it asks for."""
    if not page.story.startswith(rule.story) or not _words(rule.words) <= _words(_told(page)):
        return
    yield from (n for n in _all(page) if ANYTHING in rule.on or n.event in rule.on)


def _all(page: Brief) -> Iterator[Notice]:
    urls = {source.article: source.url for source in page.sources}

    def notice(event: str, previously: str, now: str, cited: Sequence[Any]) -> Notice:
        first = cited[0] if cited else None
        exact, url = (first.exact, urls.get(first.article)) if first else ("", None)
        return Notice(
            event, page.story, page.revision, page.headline.text, page.updated, previously, now, exact, url
        )

    if page.revision == 1:
        yield notice(NEW_STORY, "", page.headline.text, page.headline.citations)
        return
    for change in page.changes:
        yield notice(change.kind, change.previously, change.now, change.because.citations)


def _told(page: Brief) -> str:
    texts = [page.headline.text, *(c.now for c in page.changes)]
    for section in page.sections:
        texts += [section.lead.text, *(s.text for s in section.sentences)]
    return " ".join(texts)


def _words(text: str) -> set[str]:
    return set("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def tell(pages: Sequence[Brief], store: Store, settings: NotifySettings, send: Send) -> tuple[Problem, ...]:
    """Tell all rules of new revisions; return what could not be told, which is not tried again.

    That a notice goes out is kept before it goes out: after a crash in between it is lost, and not sent twice.
    """
    return tuple(
        problem
        for rule in settings.rules
        for page in pages
        for notice in notices(rule, page)
        if store.claim_notice(_id(rule, notice))
        if (problem := _delivered(rule, notice, settings, send)) is not None
    )


def _id(rule: NotifyRule, notice: Notice) -> str:
    """What makes two notices one: the same thing for the same receiver, whatever the revision is called."""
    return content_id(*rule.command, rule.webhook, notice.event, notice.story, notice.previously, notice.now)


def _delivered(rule: NotifyRule, notice: Notice, settings: NotifySettings, send: Send) -> Problem | None:
    content = msgspec.json.encode(notice)
    try:
        if rule.webhook:
            send(rule.webhook, content)
        if rule.command:
            done = subprocess.run(
                list(rule.command), input=content, timeout=settings.seconds, check=False, capture_output=True
            )
            if done.returncode:
                return _problem(rule, notice, f"the command ended with {done.returncode}")
    except FetchError as error:
        return _problem(rule, notice, str(error))
    except subprocess.TimeoutExpired:
        return _problem(rule, notice, f"the command took longer than {settings.seconds:g} seconds")
    except OSError as error:
        return _problem(rule, notice, f"the command cannot be run: {error.strerror or error}")
    return None


def _problem(rule: NotifyRule, notice: Notice, found: str) -> Problem:
    receiver = rule.webhook or rule.command[0]
    kept = f"the page of story {notice.story} is kept, this notice is not sent again"
    return Problem(receiver, found, kept, "check the rule under [notify] in the settings", "notice")
