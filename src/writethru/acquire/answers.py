"""What the head of an answer says: where to go on, what comes, how long it is fresh, when to come back."""

from __future__ import annotations

import math
from collections.abc import Iterable
from email.utils import parsedate_to_datetime

from writethru.records import Record

COME_BACK_MOST = 86_400.0  # seconds; a host that asks for more is asked again after a day
FRESH_MOST = 31_536_000.0  # RFC 9111 leaves it to us; a year is as good as for ever
VALIDATOR_MOST = 1_000  # characters; none is sent back that is longer
PERMANENT = (301, 308)
NOT_MODIFIED = 304
WHOLE = (200, 203)  # 203: whole too, but changed on the way
REDIRECTS = (301, 302, 303, 307, 308)


class Head(Record, frozen=True):
    """Status and headers, names in lower case, values as they came."""

    status: int
    headers: dict[str, tuple[str, ...]]

    def first(self, name: str) -> str:
        """Return the first value of a header, or ""."""
        return self.headers.get(name, ("",))[0].strip()

    def listed(self, name: str) -> list[str]:
        """Return the parts of a header that is a list, over all its lines, in lower case."""
        parts = ",".join(self.headers.get(name, ())).lower().split(",")
        return [part.strip() for part in parts if part.strip()]


class Fetched(Record, frozen=True):
    """What an address answered: its final URL, the decoded bytes, media type and charset as stated.

    Without content where `status` is 304: nothing changed since the answer whose validators were given.
    """

    url: str
    content: bytes
    media_type: str
    charset: str = ""
    status: int = 200
    etag: str = ""  # validators, to be given when the same address is fetched again
    last_modified: str = ""
    max_age: float | None = None  # seconds for which the answer stays fresh; None where nothing is said
    moved: str = ""  # where the address has gone for good: every redirect was permanent


def head(status: int, raw: Iterable[tuple[bytes, bytes]]) -> Head:
    """Return status and raw headers as a Head. Addresses often come in UTF-8, against the rules."""
    headers: dict[str, tuple[str, ...]] = {}
    for name, value in raw:
        try:
            text = value.decode("utf-8")
        except UnicodeDecodeError:
            text = value.decode("latin-1")
        key = name.decode("latin-1").lower()
        headers[key] = (*headers.get(key, ()), text)
    return Head(status, headers)


def fetched(url: str, answer: Head, content: bytes, known: Fetched, wall: float, *, moved: bool) -> Fetched:
    """Return an answer as what was fetched; `known` has the validators that were sent.

    An answer that nothing changed need not repeat them.
    """
    unchanged = answer.status == NOT_MODIFIED
    media, charset = stated_type(answer)
    etag = validator(answer.first("etag"))
    last_modified = validator(answer.first("last-modified"))
    return Fetched(
        url=url,
        content=b"" if unchanged else content,
        media_type=media,
        charset=charset,
        status=answer.status if unchanged else 200,
        etag=known.etag if unchanged and not etag else etag,
        last_modified=known.last_modified if unchanged and not last_modified else last_modified,
        max_age=fresh_for(answer, wall),
        moved=url if moved else "",
    )


def stated_type(answer: Head) -> tuple[str, str]:
    """Return media type and charset as stated."""
    stated, _, rest = answer.first("content-type").lower().partition(";")
    charset = rest.partition("charset=")[2].split(";")[0].strip(" \"'")
    return stated.strip(), charset


def validator(text: str) -> str:
    """Return a validator if it can be sent back as it is, else "". RFC 9110 allows more than ASCII."""
    sound = len(text) <= VALIDATOR_MOST and text.isascii() and text.isprintable() and text == text.strip()
    return text if sound else ""


def fresh_for(answer: Head, wall: float) -> float | None:
    """Return for how many seconds an answer stays fresh, less its age; None where nothing is said."""
    said: dict[str, str] = {}
    for part in answer.listed("cache-control"):
        name, _, value = part.partition("=")
        said.setdefault(name.strip(), value.strip(' "'))
    if "no-cache" in said or "no-store" in said:
        return 0.0
    age = _seconds(answer.first("age")) or 0.0
    for name in ("max-age", "s-maxage"):
        if name in said:
            stated = _seconds(said[name])
            return 0.0 if stated is None else min(max(stated - age, 0.0), FRESH_MOST)
    if "expires" in answer.headers:
        until = _date(answer.first("expires"))
        since = _date(answer.first("date"))
        if until is None:
            return 0.0  # RFC 9111, 5.3: what is no date is in the past
        return min(max(until - (wall if since is None else since), 0.0), FRESH_MOST)
    return None


def come_back(answer: Head, wall: float) -> float | None:
    """Return in how many seconds a server asks to come back, a day at most; None where it does not say."""
    stated = answer.first("retry-after")
    seconds = _seconds(stated)
    if seconds is None:
        until, since = _date(stated), _date(answer.first("date"))
        if until is None:
            return None
        seconds = until - (wall if since is None else since)
    return min(max(seconds, 0.0), COME_BACK_MOST)


def _seconds(text: str) -> float | None:
    if text.isascii() and text.isdigit():
        return float(text[:15]) if len(text) <= 15 else math.inf
    return None


def _date(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text[:60]).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
