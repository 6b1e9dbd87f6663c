"""What we raise when we are used wrongly or a machine fails; bad input is a `Problem`, not an error.

WritethruError
|- UsageError          nothing could be done as asked                       exit 1
|- FetchError          an address was refused, or did not answer in time    (becomes a Problem)
'- StoreError
   |- StoreLocked      another process writes                               exit 4
   |- StoreStopped     who asked waits no longer for what was being read    exit 1
   |- StoreFull        disk full or read-only                               exit 5
   '- StoreUnusable    corrupt, foreign, or from a newer version            exit 6
"""

from __future__ import annotations


class WritethruError(Exception):
    """Base of all; `exit_code` is what the command line returns for it."""

    exit_code = 1


class UsageError(WritethruError):
    """Asked for something that is not there or makes no sense."""


class FetchError(WritethruError):
    """An address was refused or did not answer as it should.

    `kind` is one of refused, unresolved, timeout, certificate, robots, status, too-large, encoding,
    redirects, busy and connection; `status` is what was answered, if it was that; `retry_after` says in
    how many seconds to come back, where that is known.
    """

    def __init__(
        self,
        message: str,
        kind: str = "connection",
        *,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        # It may hold words of a server, which are not to reach a terminal as they are.
        super().__init__("".join(c if c.isprintable() else "\ufffd" for c in message))
        self.kind = kind
        self.status = status
        self.retry_after = retry_after


class StoreError(WritethruError):
    """The store cannot do what was asked."""


class StoreLocked(StoreError):
    """Another process holds the store's write lock."""

    exit_code = 4


class StoreStopped(StoreError):
    """What was being read was interrupted: it took longer than whoever asked for it waits."""


class StoreFull(StoreError):
    """The disk is full or the store is read-only."""

    exit_code = 5


class StoreUnusable(StoreError):
    """The file is corrupt, is not a store of ours, or was written by a newer version."""

    exit_code = 6
