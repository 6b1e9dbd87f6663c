"""Writethru: one cited page for every running news story."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from writethru.newsroom import Newsroom, annotate, read

__version__ = "0.1.0"
__all__ = ["Newsroom", "__version__", "annotate", "read"]


class _Front(ModuleType):
    """The package as users see it: the API is imported when it is asked for, so that start-up is quick.

    `writethru.annotate` is the function also after the room of that name has been imported, which
    Python would otherwise bind in its place.
    """

    def __getattr__(self, name: str) -> Any:
        if name in ("Newsroom", "annotate", "read"):
            from writethru import newsroom

            return getattr(newsroom, name)
        raise AttributeError(f"module 'writethru' has no attribute {name!r}")

    def __setattr__(self, name: str, value: object) -> None:
        if name != "annotate":
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Front
