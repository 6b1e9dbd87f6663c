"""Writethru: one cited page for every running news story."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from writethru.annotate import annotate
    from writethru.newsroom import Newsroom, read
    from writethru.records import AnnotatedArticle, Article

__version__ = "0.1.0"
__all__ = ["Newsroom", "__version__", "annotate", "read"]


class _Front(ModuleType):
    """The package as users see it: the API is imported when it is asked for, so that start-up is quick."""

    def __getattr__(self, name: str) -> Any:
        if name == "annotate":
            return import_module("writethru.annotate")
        if name in ("Newsroom", "read"):
            return getattr(import_module("writethru.newsroom"), name)
        raise AttributeError(f"module 'writethru' has no attribute {name!r}")

    def __setattr__(self, name: str, value: object) -> None:
        if name == "annotate" and isinstance(value, ModuleType):
            value.__class__ = _Room
        super().__setattr__(name, value)


class _Room(ModuleType):
    """The room `writethru.annotate`, called like the function of that name in it."""

    def __call__(self, article: Article) -> AnnotatedArticle:
        """Return an article with everything that was found in its text and title."""
        from writethru.errors import UsageError
        from writethru.records import Article

        if not isinstance(article, Article):
            raise UsageError(f"annotate: 'article' is to be an Article, and {ascii(article)[:60]} was given")
        document: AnnotatedArticle = self.annotate(article)
        return document


sys.modules[__name__].__class__ = _Front
