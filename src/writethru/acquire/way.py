"""The way of one fetch from host to host: through redirects, and as each site's robots.txt allows."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import urljoin

from writethru.acquire import answers, robots, urls
from writethru.acquire.addresses import misspelt
from writethru.acquire.answers import NOT_MODIFIED, PERMANENT, REDIRECTS, WHOLE, Fetched, Head
from writethru.acquire.clock import Clock, Deadline
from writethru.acquire.hosts import Hosts
from writethru.errors import FetchError
from writethru.settings import AcquireSettings

ACCEPT = (
    "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,*/*;q=0.5"
)


class Ask(Protocol):
    """One request over the network; over `limit` bytes its body is cut or an error."""

    def __call__(
        self, url: str, headers: dict[str, str], deadline: Deadline, limit: int, *, cut: bool
    ) -> tuple[Head, bytes]:
        """Return what was answered."""
        ...


class Way:
    """All ways by one fetch, to hosts that others go to as well."""

    def __init__(self, settings: AcquireSettings, clock: Clock, ask: Ask, hosts: Hosts) -> None:
        self._settings = settings
        self._clock = clock
        self._ask = ask
        self._hosts = hosts
        self._robots = robots.Memory(clock)

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        """Return what a URL answers after at most `max_redirects` redirects; else raise FetchError."""
        deadline = Deadline(self._clock, self._settings.total_seconds)
        known = Fetched(
            url, b"", "", etag=answers.validator(etag), last_modified=answers.validator(last_modified)
        )
        seen: list[str] = []
        permanent = True
        while True:
            url = self._next(url, seen)
            self._check_robots(url, deadline)
            answer, content = self._request(url, deadline, self._settings.max_bytes, known=known)
            location = answer.first("location")
            if answer.status in REDIRECTS and location:
                permanent = permanent and answer.status in PERMANENT
                url = _led(url, location)
                continue
            unchanged = answer.status == NOT_MODIFIED and bool(known.etag or known.last_modified)
            if answer.status not in WHOLE and not unchanged:
                raise self._failure(answer)
            moved = permanent and len(seen) > 1
            return answers.fetched(url, answer, content, known, self._clock.wall(), moved=moved)

    def _next(self, url: str, seen: list[str]) -> str:
        """Return the clean form of the next address, if it is one to go to, and note it in `seen`."""
        address = urls.web(url)
        why = misspelt(url, address)
        if why:
            raise FetchError(f"{ascii(url[:200])[1:-1]} is not fetched from: {why}", "refused")
        if address in seen:
            raise FetchError("its redirects lead in a circle", "redirects")
        if len(seen) > self._settings.max_redirects:
            raise FetchError(f"it redirects more than {self._settings.max_redirects} times", "redirects")
        seen.append(address)
        return address

    def _failure(self, answer: Head) -> FetchError:
        wait = answers.come_back(answer, self._clock.wall())
        later = "" if wait is None else f" and asks to come back after {wait:.0f} seconds"
        return FetchError(
            f"it answered {answer.status}{later}", "status", status=answer.status, retry_after=wait
        )

    def _check_robots(self, url: str, deadline: Deadline) -> None:
        """Raise FetchError if the site of a page asks not to fetch it. Who offers a feed wants it read."""
        if urls.looks_like_feed(url):
            return
        site = urls.site(url)
        with self._hosts.visit(urls.host(url)) as host:
            if not host.asking.acquire(timeout=deadline.left()):
                raise FetchError("its host was busy with other requests until the deadline", "busy")
            try:
                rules = self._robots.get(site)
                if rules is None:
                    rules, seconds = self._rules(site, deadline)
                    self._robots.put(site, rules, seconds)
                host.delay = rules.delay
            finally:
                host.asking.release()
        if why := rules.refusal(url):
            raise FetchError(why, rules.kind)

    def _rules(self, site: str, deadline: Deadline) -> tuple[robots.Rules, float]:
        """Ask a site for its robots.txt; return its rules and for how many seconds they hold.

        RFC 9309, 2.3.1: none where there is no such file (4xx, too many redirects), all closed where
        the server fails; the redirects may lead to other hosts, and the rules hold for this one.
        """
        seen: list[str] = []
        where = site + "/robots.txt"
        try:
            while True:
                where = self._next(where, seen)
                answer, content = self._request(where, deadline, robots.MOST_BYTES, cut=True)
                location = answer.first("location")
                if answer.status not in REDIRECTS or not location:
                    break
                where = _led(where, location)
        except FetchError as error:
            if error.kind == "redirects":
                return robots.Rules(), robots.DAY
            said = f"its robots.txt cannot be had: {error}"
            if error.kind in ("refused", "busy"):
                raise FetchError(said, error.kind, retry_after=error.retry_after) from error
            return robots.Rules(closed=said, kind=error.kind), robots.SILENT
        if answer.status in WHOLE:
            fresh = answers.fresh_for(answer, self._clock.wall())
            seconds = robots.DAY if fresh is None else max(fresh, robots.HOUR)
            return robots.read(content, self._settings.user_agent), seconds
        if answer.status >= 500 or answer.status == 429:
            closed = f"its robots.txt answered {answer.status}, so no page may be fetched"
            return robots.Rules(closed=closed), robots.UNREACHABLE
        return robots.Rules(), robots.DAY

    def _request(
        self, url: str, deadline: Deadline, limit: int, *, cut: bool = False, known: Fetched | None = None
    ) -> tuple[Head, bytes]:
        """Make one request in its host's turn, and heed when the host asks to be left alone."""
        headers = {
            "Host": urls.host_and_port(url),
            "User-Agent": self._settings.user_agent,
            "Accept": ACCEPT,
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }
        if known and known.etag:
            headers["If-None-Match"] = known.etag
        if known and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        interval = self._settings.min_interval_seconds
        with self._hosts.visit(urls.host(url)) as host, self._hosts.turn(host, deadline, interval):
            answer, content = self._ask(url, headers, deadline, limit, cut=cut)
            wait = answers.come_back(answer, self._clock.wall())
            if answer.status in (429, 503) and wait:
                self._hosts.leave_alone(host, wait)
            return answer, content


def _led(url: str, location: str) -> str:
    try:
        return urljoin(url, location.strip())
    except ValueError:
        return location
