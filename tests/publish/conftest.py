"""A small invented story, annotated, for the tests of the page."""

from __future__ import annotations

import pytest
from ferry_story import TEXTS, document

from writethru.pipeline import write_page
from writethru.records import AnnotatedArticle, Article, Brief
from writethru.settings import Settings


@pytest.fixture(scope="session")
def documents() -> list[AnnotatedArticle]:
    return [document(*row) for row in TEXTS]


@pytest.fixture(scope="session")
def articles(documents: list[AnnotatedArticle]) -> dict[str, Article]:
    return {d.article.id: d.article for d in documents}


@pytest.fixture(scope="session")
def brief(documents: list[AnnotatedArticle]) -> Brief:
    page, faults = write_page("ferry", documents, settings=Settings())
    assert not faults
    return page
