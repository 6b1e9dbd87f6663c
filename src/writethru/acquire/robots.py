"""The rules that a site's robots.txt has for us (RFC 9309), and the memory of them.

Only the group that is ours is kept: a file of 130 KB with thousands of groups that share thousands of
rules would take a gigabyte if each group was.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from writethru.acquire.clock import Clock
from writethru.records import Record

MOST_BYTES = 512_000  # 2.5: at least 500 KiB are to be read
DAY, HOUR = 86_400.0, 3_600.0
UNREACHABLE = 600.0  # seconds for which a server that answers with an error keeps its site closed
SILENT = (
    60.0  # and one that does not answer; else each page of a dead host would wait for a deadline of its own
)
LONGEST_DELAY = 10.0  # seconds between two requests that are honoured; longer ones outlast any fetch
REMEMBERED = 16_000_000  # bytes of patterns of all sites
LEAST = 500  # bytes that a site counts for at least
TOKEN = re.compile(r"[A-Za-z_-]{1,200}")
ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
SAFE = "/:@!$&'()*+,;=~%?#[]-._"


class Rule(Record, frozen=True):
    """A pattern in parts, between which anything may stand; and whether it allows."""

    allows: bool
    parts: tuple[str, ...]
    ends: bool  # the last part has to be the end
    length: int


class Rules(Record, frozen=True):
    """What a site asks of us; the first rule that matches decides."""

    rules: tuple[Rule, ...] = ()
    delay: float = 0.0
    closed: str = ""  # why nothing may be fetched
    kind: str = "robots"  # of the error that a refusal is

    def refusal(self, url: str) -> str:
        """Return why a page may not be fetched, or ""."""
        if self.closed:
            return self.closed
        path = _path(url)
        if path == "/robots.txt":
            return ""
        found = next((rule for rule in self.rules if _matches(rule, path)), None)
        return "" if found is None or found.allows else "its robots.txt asks not to fetch this page"


def read(content: bytes, user_agent: str) -> Rules:
    """Return the rules of a robots.txt for the product that a User-Agent names first."""
    ours = _product(user_agent)
    rules: dict[str, list[Rule]] = {}
    delays: dict[str, float] = {}
    agents: set[str] = set()
    opened = False
    for name, value in _lines(content[:MOST_BYTES]):
        if name == "user-agent":
            agents, opened = (set() if opened else agents), False
            agents.add("*" if value.startswith("*") else _product(value))
            continue
        for agent in agents & {ours, "*"}:
            if name == "crawl-delay":
                delays.setdefault(agent, _delay(value))
            elif name in ("allow", "disallow"):
                rule = _rule(name == "allow", value)
                rules.setdefault(agent, []).extend([rule] if rule else [])
        # No rule to the RFC, but to those who write one below the agents that it is for.
        opened = opened or name in ("allow", "disallow", "crawl-delay")
    mine = ours if ours in rules or ours in delays else "*"
    # 2.2.2: the longest match decides, and of two as long as each other the one that allows.
    ordered = sorted(set(rules.get(mine, [])), key=lambda rule: (-rule.length, not rule.allows, rule.parts))
    return Rules(tuple(ordered), delays.get(mine, 0.0))


def _product(text: str) -> str:
    found = TOKEN.match(text)
    return found.group().lower() if found else ""


def _lines(content: bytes) -> Iterator[tuple[str, str]]:
    text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    for line in text.replace("\r", "\n").split("\n"):
        name, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


def _rule(allows: bool, pattern: str) -> Rule | None:
    if not pattern.startswith(("/", "*")):
        return None  # an empty one allows all, and no path begins with anything else
    ends = pattern.endswith("$")
    clean = _normal(pattern.removesuffix("$"))
    return Rule(allows, tuple(re.sub(r"\*+", "*", clean).split("*")), ends, len(clean) + ends)


def _matches(rule: Rule, path: str) -> bool:
    first, *others = rule.parts
    if not path.startswith(first):
        return False
    at = len(first)
    for part in others[:-1] if rule.ends else others:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    if not rule.ends:
        return True
    return path.endswith(others[-1]) and len(path) - len(others[-1]) >= at if others else at == len(path)


def _path(url: str) -> str:
    parts = urlsplit(url)
    return _normal((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def _normal(text: str) -> str:
    """Return a path or pattern with escapes only where they have to be: 2.2.2."""
    escaped = quote(text.encode("utf-8", "replace"), safe=SAFE)
    return ESCAPE.sub(_unescaped, escaped)


def _unescaped(found: re.Match[str]) -> str:
    character = chr(int(found.group(1), 16))
    return character if character in UNRESERVED else found.group().upper()


def _delay(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        return 0.0
    return min(seconds, LONGEST_DELAY) if seconds > 0 else 0.0  # not a number is not more


class Memory:
    """The rules of the sites that were asked last, each for a day at most."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, int, Rules]] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, site: str) -> Rules | None:
        """Return the rules of a site if they are known and not too old."""
        with self._lock:
            until, _, rules = self._kept.get(site, (float("-inf"), 0, None))
            if rules is None or self._clock.now() >= until:
                return None
            self._kept.move_to_end(site)
            return rules

    def put(self, site: str, rules: Rules, seconds: float = DAY) -> None:
        """Remember rules, and forget those of the sites that were not asked for longest."""
        size = LEAST + sum(100 + 60 * len(rule.parts) + rule.length for rule in rules.rules)
        with self._lock:
            self._size -= self._kept.pop(site, (0.0, 0, rules))[1]
            self._kept[site] = (self._clock.now() + min(seconds, DAY), size, rules)
            self._size += size
            while self._size > REMEMBERED and len(self._kept) > 1:
                self._size -= self._kept.popitem(last=False)[1][1]
