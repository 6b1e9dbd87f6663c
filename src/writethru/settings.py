"""One frozen `Settings`, passed and never global; read from TOML and the environment.

A threshold carries the reason for its value. The file is `settings.toml` in the user's configuration
folder; `WRITETHRU_SECTION__KEY=value` in the environment goes before it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from writethru.errors import UsageError

PREFIX = "WRITETHRU_"
MOST = 10**12


class AcquireSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Limits of the one fetcher and of what counts as an article."""

    connect_seconds: float = 10.0
    total_seconds: float = 30.0
    max_bytes: int = 15_000_000  # decoded; the largest of 251 real pages has 4 MB
    max_redirects: int = 5
    min_interval_seconds: float = 1.0  # between two requests to one host
    user_agent: str = "writethru/0.1 (news reader; one cited page a story)"
    # Private networks that may be fetched from, as CIDR; the metadata of clouds has to be named by itself.
    allow_networks: tuple[str, ...] = ()
    max_text: int = 200_000  # characters of one article that are read; 30,000 words, in a second
    min_text: int = 200  # shorter bodies are teasers or paywall stubs
    min_feed_text: int = 600  # a feed item's own text counts as the whole article from this length on
    future_hours: float = 24.0  # zones and clocks explain so much; an article dated later is marked
    # Foreign bytes are read in child processes, the largest of 125 real pages in a second; 0: in this process.
    workers: int = 2  # no more than there are processors
    parse_seconds: float = 10.0  # by the clock, for one page or feed
    parse_cpu_seconds: float = 8.0  # of the processor
    parse_memory_bytes: int = 1_500_000_000  # of address space; the largest of 125 real pages needs 0.31
    parse_output_bytes: int = 50_000_000  # of what is read of one page or feed
    languages: tuple[str, ...] = ("en",)  # those that can be annotated; others are kept and marked


class ClusterSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """When an article joins a story, and when two articles are one report."""

    lead_terms: int = 240  # of the text that count: 160 and 400 are no better
    top_terms: int = 80  # the heaviest of these make the vector: 50 loses .002 of B3 F1
    top_names: int = 20  # the heaviest names of the vector; few articles' beginnings hold more
    title_weight: float = 2.0  # of a term of the title beside one of the text: 4 is no better
    # Evidence in logits that two articles are of one story, by logistic regression on the labelled pairs of
    # half the stories of three sets; fitted on 755 pairs labelled by hand it is nearly the same.
    text_evidence: float = 7.1  # of equal texts
    title_evidence: float = 3.3  # of equal titles
    name_evidence: float = 3.6  # of equal names: without names confusable stories lose most
    day_cost: float = 1.3  # evidence that a day apart takes away
    undated_cost: float = 1.7  # and an unknown day: 2.0 splits more undated stories, and 2.9, as fitted, most
    doubt: float = 1.43  # and what there has to be before anything counts
    ordinal_cost: float = 4.0  # the 12th package is not the 13th, however alike the reports are
    join: float = 0.5  # mean probability at or above which an article joins
    alone: float = 0.6  # the same for two single articles: of 30 read at .5 to .65 half were two stories
    # What an article counts after the next one, .995: .998 and .99 are no better.
    fade: float = 0.995
    # Settled articles are counted when they are so large a share of those counted (200 in the long run), so that
    # what was weighed holds for longer: over the last 8000 of the stream each day's at once gives .937 / .841,
    # 32 articles .937 / .839, 64 .938 / .842, 100 .935 / .833.
    count_share: float = 0.3  # waiting articles are counted when they are this share of those counted
    prior_articles: float = 300.0  # that the background stands for: 100 loses .008 on confusable stories
    # An article's heaviest terms and names, with its title's terms, find those that may be of its story: what
    # these share, and `other_evidence` besides, has to be enough. Of 1060 likely pairs 12 terms miss 16, 20 miss 8;
    # without names 70, with 1.5 of other evidence 60 and 32.
    heavy_terms: int = 20
    heavy_names: int = 6  # names of an article by which candidates are looked up, the rarest
    other_evidence: float = 2.0  # that may come on top of what these share, at most
    # articles of a day that are compared with one: on confusable stories 12 .956, 14 .952, 16 .946, 20 .929
    candidates: int = 14
    members: int = 8  # articles of a story that are compared: the nearest in time
    window_days: int = 5  # articles further apart are not compared
    keep_days: int = 14  # a story stays open to late articles so long after it was fed
    quiet_hours: float = 48.0  # without an article: only a third of stories get one in the next two days
    reopen_days: float = 7.0  # of silence before the last article: two thirds get nothing more
    breaking_hours: float = 24.0  # since its first article: a morning's and an evening's news
    keep_articles: int = 500  # and for undated ones as long as fewer articles are open
    # Of 2503 articles in their own stories 1 is an outlier, of 396 put into another of the day 358; at .8 60, 384.
    outlier: float = 0.6  # of the median likeness in its story, below which an article no longer fits
    split: float = 0.6  # of the likeness within the looser of two groups, below which across them they part
    # Swept one at a time on the 151 labelled pairs to tune on; in brackets precision / recall of reprints, then
    # of rewrites, doubtful pairs with them.
    copy_sequences: int = 20  # fewer shared 3-word sequences are phrases of the trade: 8 to 60 are as good
    # Of what the shorter one tells itself, in sentences of the other: .4 (.84/.95), .5 (.88/.92), .6 (.92/.92).
    copy_share: float = 0.50
    copy_fresh: float = 0.45  # less than so much of it is new: .35 (.90/.92), .55 (.88/.92), any (.85/.92)
    # The same as copy_share where both credit one agency, or one names the other: .25 (.88/.92), .5 (.87/.87).
    credit_share: float = 0.35
    # How much more of what a rewrite quotes is the other's than of all it says is new: where it names the other
    # more than once -.2 (.87/.37), 0, .2 and .3 (.92/.31), of 23 further pairs .2 parts three, two of them rightly;
    # once, or both name a third, .3 (.87/.37), .6 (1/.26); where it names nobody .5 (.85/.31), .7 and .9 (.92/.31).
    rewrite_named: float = 0.2
    rewrite_once: float = 0.45
    rewrite_unnamed: float = 0.80
    rewrite_fresh: float = 0.25  # or a third of its sentences, and no more new than this: .4 (.86/.34)


class LedgerSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """When two statements are one claim, and when accounts differ enough to say so."""

    same_claim: float = (
        0.4  # probability at or above which two statements are one claim: .3 and .5 lose of F1
    )
    same_matter: float = 0.7  # share of what is denied that a statement has to say, cues added
    least_contention: float = 0.5  # cosine at or above which a statement and a negated one contend
    most_disputes: int = 6  # a reader is not helped by more


class PublishSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """How long a page may get."""

    headline_words: int = 16
    lead_words: int = 14
    words_few: int = 250  # for 3 articles
    words_many: int = 600  # for 50 articles
    sentences: int = 14  # most of all sections: a page is read in a minute
    timeline_entries: int = 12


class NotifyRule(Struct, frozen=True, forbid_unknown_fields=True):
    """Who is told of what: each of `[[notify.rules]]` in the file."""

    on: tuple[str, ...] = ("new story", "status changed", "disagreement appeared", "correction", "withdrawal")
    words: str = ""  # all of them have to stand on the page
    story: str = ""  # id of one story, or its beginning
    command: tuple[str, ...] = ()  # and its arguments; the notice comes as JSON on its standard input
    webhook: str = ""  # an address that gets it by POST


class NotifySettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Who is told of new revisions."""

    rules: tuple[NotifyRule, ...] = ()  # nobody is told unless asked for
    allow_networks: tuple[str, ...] = ()  # private networks that webhooks may be in, as CIDR
    seconds: float = 10.0  # that a command may take


class StoreSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Where and how articles are kept."""

    busy_seconds: float = 5.0  # how long to wait for another writer


class WatchSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """How often feeds are looked at, and when one is given up."""

    shortest_minutes: float = 5.0  # between two looks: no newsroom publishes a feed anew more often
    longest_minutes: float = 1440.0  # a day: a feed that wakes up is noticed on the next one
    visits: int = 16  # feeds that are visited at a time, each of another host
    pages: int = 10  # pages of items that are fetched in one go, before other feeds have their turn
    tries: int = 3  # to fetch the page of an item, before its teaser is taken for all there is
    moved_after: int = 3  # answers in a row that say so, before a feed is followed to its new address
    missing_days: float = 7.0  # after which a feed that is not found is listed as missing
    rechecks: int = 4  # articles that pages cite and a round fetches again, each of another host: 1,100 a day
    recheck_hours: float = 6.0  # after which one is due again: what is mended on a day is found that day
    recheck_days: float = 3.0  # after its publication on which an article is fetched no more
    quiet_days: float = 30.0  # without a new item, after which a feed is listed as quiet
    remember_days: int = 30  # that an item is known by its feed after it fell out of it


class ServeSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """What the reading room takes from those who ask it. Rates are told by address, or where one is shown by token."""

    head_seconds: float = 10.0  # that the head of a request may take: 2 on the worst of mobile networks
    body_seconds: float = 30.0  # and its body: the largest list of feeds at 35 kB a second
    stuck_seconds: float = 60.0  # that an answer may wait for a client that takes none of it
    connections: int = 500  # at a time; a process may have 1,024 files open, and the store needs some
    waiting_connections: int = 200  # that keep us waiting, before the one that does so longest is closed
    requests: int = 200  # at work at a time: a second's worth of pages
    body_bytes: int = 65_536  # of a request that writes: the ids of all articles of a large story
    list_bytes: int = 1_000_000  # of a list of feeds: 5,000 of them
    read_rate: float = 100.0  # requests a second from an address; a reader makes one in ten seconds
    read_burst: int = 1_000  # and as many at once: a newsroom behind one address in the morning
    write_rate: float = 1.0  # changes a second with a token; a person makes one in five
    write_burst: int = 60  # and at once: an afternoon's corrections by a program
    fetch_rate: float = 0.1  # errands to the network a second with a token: each takes about ten
    fetch_burst: int = 20  # and at once: as many as may wait
    sign_in_rate: float = 0.1  # wrong tokens a second from an address; who has a right one is let in
    sign_in_burst: int = 10  # and at once: who mistypes waits for nothing
    known_addresses: int = 10_000  # of which is remembered how much they asked: 2 MB
    errands: int = 20  # that wait for the network at a time: more would wait for minutes
    errand_seconds: float = 120.0  # after which an errand fetches nothing more; what it has is kept
    read_seconds: float = 20.0  # that what is read is waited for: 200 times what a search may take
    made_seconds: float = 50.0  # that what is made beside is waited for: proxies wait 60; it is made anyway
    act_seconds: float = 30.0  # that a change is waited for; it is made all the same
    waiting_acts: int = 50  # changes that wait to be made: half a minute's
    kept_bytes: int = 16_000_000  # of pages that were made, compressed: 3,000 pages of stories
    session_hours: float = 12.0  # that somebody stays signed in: a shift, with some overtime


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """All settings, by stage."""

    acquire: AcquireSettings = AcquireSettings()
    cluster: ClusterSettings = ClusterSettings()
    ledger: LedgerSettings = LedgerSettings()
    publish: PublishSettings = PublishSettings()
    notify: NotifySettings = NotifySettings()
    store: StoreSettings = StoreSettings()
    watch: WatchSettings = WatchSettings()
    serve: ServeSettings = ServeSettings()


def load_settings(path: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of a TOML file (none: the defaults), overridden by the environment.

    Raises UsageError if the file cannot be read, or names a setting or value that makes no sense.
    """
    tree: dict[str, Any] = {}
    if path is not None:
        try:
            if not path.is_file():
                raise UsageError(f"{path}: settings cannot be read: this is no file")
            tree = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, RecursionError, ValueError) as error:  # the last: text, TOML, numbers
            raise UsageError(f"{path}: settings cannot be read: {error}") from error
    for name, value in sorted((environ or {}).items()):
        if name.startswith(PREFIX) and "__" in name:
            section, _, key = name.removeprefix(PREFIX).lower().partition("__")
            tree.setdefault(section, {})[key] = (
                value.split(",") if key in ("allow_networks", "languages") else value
            )
    try:
        found = msgspec.convert(tree, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise UsageError(f"{path or 'environment'}: {error}") from error
    for fault in _faults(found):
        raise UsageError(f"{path or 'environment'}: {fault}")
    return found


def _faults(settings: Settings) -> Iterator[str]:
    """Yield numbers that no setting can have: none, without end, below nothing, or too large to count with."""
    for section in msgspec.structs.fields(settings):
        group = getattr(settings, section.name)
        for each in msgspec.structs.fields(group):
            value = getattr(group, each.name)
            if isinstance(value, int | float) and not 0 <= value < MOST:
                yield f"{section.name}.{each.name} has to be a number from 0 to {MOST:,}, not {str(value)[:30]}"
