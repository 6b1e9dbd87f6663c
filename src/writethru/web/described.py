"""The whole API in one description: what reads as it is declared, what writes out of the table of `writing`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, get_type_hints

from writethru.web import acts
from writethru.web.api import ENDPOINTS, EVENTS
from writethru.web.asked import Parameter
from writethru.web.bodies import LONGEST, MOST_FIELDS, Fields
from writethru.web.endpoints import Endpoint
from writethru.web.errands import Errand
from writethru.web.openapi import describe
from writethru.web.writing import V1, WRITING, Way

# By the name of an act, as programs may call it: what it does.
ACTS: Mapping[str, str] = {
    "add": "Fetch an article, or those of a feed, once.",
    "feed add": "Follow a feed, and visit it once.",
    "feed import": "Follow the feeds of a list in OPML.",
    "feed remove": "Follow a feed no more.",
    "merge": "Take stories into this one.",
    "split": "Make articles of a story a story of their own.",
    "move": "Move an article to another story.",
    "undo": "Take back what was done last by hand to a story.",
    "follow": "Follow a story: it stands before all others.",
    "unfollow": "Follow a story no more.",
    "mark": "Mark a sentence of a story, or articles that do not tell of the same event, as wrong.",
    "mark withdraw": "Take back a mark: it stays as it was, and is followed by this.",
}


@lru_cache(1)
def described() -> dict[str, Any]:
    """Return the description of the API."""
    return describe((*ENDPOINTS, EVENTS, *written()), V1)


def written() -> Iterator[Endpoint]:
    """Yield the addresses that need a token."""
    for way in WRITING:
        if way.needs == "token":
            path = way.path.removeprefix(V1)
            yield _looked(way, path) if way.act is None else _done(way, way.act, path)


def _looked(way: Way, path: str) -> Endpoint:
    return Endpoint(
        path=path,
        call=way.answer,
        item=way.gives,
        parameters=way.parameters,
        guarded=True,
        troubles=(404,),
    )


def _done(way: Way, act: acts.Act, path: str) -> Endpoint:
    by_address = way.method == "DELETE"
    is_file = "file" in act.fields.values()
    return Endpoint(
        path=path,
        call=way.answer,
        title=act.name.replace(" ", "_"),
        told=ACTS[act.name],
        method="DELETE" if by_address else "POST",
        parameters=tuple(_in_address(act.fields)) if by_address else (),
        body=None
        if by_address
        else "application/xml"
        if is_file
        else _mark()
        if act is acts.MARK
        else _body(act.fields),
        item=Errand if act.fetches else get_type_hints(act.do)["return"],
        guarded=True,
        status=202 if act.fetches else 200,
        troubles=(404,) if by_address else (),
    )


def _in_address(fields: Fields) -> Iterator[Parameter]:
    for name in fields:
        yield Parameter(
            name=name.rstrip("?"), tells="what it is to be done to", required=not name.endswith("?")
        )


def _body(fields: Fields) -> dict[str, Any]:
    text = {"type": "string", "maxLength": LONGEST}
    kinds: dict[str, dict[str, Any]] = {
        "text": text,
        "texts": {"type": "array", "items": text, "maxItems": MOST_FIELDS},
        "whole": {"type": "integer", "minimum": 0, "maximum": 10**9 - 1},
    }
    shapes = {name.rstrip("?"): _or_null(kinds[kind], name.endswith("?")) for name, kind in fields.items()}
    if "url" in shapes:
        shapes["url"] = {
            "type": "string",
            "format": "iri",
            "description": "An address of the web: http or https.",
            "maxLength": LONGEST,
            "example": "https://news.example/2031/dam.html",
        }
    return {
        "type": "object",
        "properties": shapes,
        "required": [name for name in fields if not name.endswith("?")],
        "additionalProperties": False,
    }


def _or_null(shape: dict[str, Any], optional: bool) -> dict[str, Any]:
    return {**shape, "type": [shape["type"], "null"]} if optional else shape


def _mark() -> dict[str, Any]:
    """Return what a mark is: of a sentence, or of articles."""
    fields = {name.rstrip("?"): kind for name, kind in acts.MARK.fields.items()}
    optional = {f"{name}?": kind for name, kind in fields.items()}
    of_sentence = {"story": fields["story"], "sentence": fields["sentence"]}
    of_articles = {"articles": fields["articles"]}
    shared = {name: optional[name] for name in ("revision?", "note?")}
    return {
        "oneOf": [
            _body({**of_sentence, **shared}),
            _body({**of_articles, "story?": fields["story"], **shared}),
        ]
    }
