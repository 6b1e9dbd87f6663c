"""The reading room: a store as a site and as an API, for reading to all and for writing to who has a token."""

from writethru.web.app import open_app

__all__ = ["open_app"]
