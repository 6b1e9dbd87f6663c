"""The API described in OpenAPI 3.1: made of the endpoints as they are declared, and of the types that they return."""

from __future__ import annotations

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import msgspec

import writethru
from writethru.web.answers import PROBLEM, ProblemDetails
from writethru.web.asked import Parameter
from writethru.web.endpoints import Endpoint

REF = "#/components/schemas/{name}"
# What every address may answer: a parameter that it does not know, no form that is liked, a body where none is
# read, too long an address, a host that is not ours, too many requests, a fault of ours, a store that is busy or gone.
ALWAYS = (400, 406, 413, 414, 421, 429, 500, 503)
WHEN = {
    304: "It is as it was under the tag in `If-None-Match`.",
    400: "A parameter is not known, given twice, or not what it has to be; `detail` says what was expected.",
    401: "It needs a token.",
    403: "A page of another site may not have this done.",
    404: "It is not there; `detail` says what lists what is there.",
    405: "The address is not asked by this method; `Allow` has those that it is asked by.",
    406: "It cannot be given in a form that `Accept` asks for.",
    408: "The body did not come in time.",
    409: "It does not go together with what is kept.",
    413: "The body is too long, or there is one where none is read.",
    414: "The address is too long.",
    421: "This server does not answer for this host.",
    429: "Too much was asked; `Retry-After` says when to come back.",
    500: "A fault of the server.",
    504: "It takes longer than it is waited for; it is being done all the same.",
    503: "The store is busy, gone or of another version, or it takes longer than it is waited for; `Retry-After` says when to"
    " come back.",
}
FORMS = {"feed": re.compile("[0-9a-f]{16}")}  # of parts of a path; of others a beginning will do
TAG = {"description": "To be given back as `If-None-Match`.", "schema": {"type": "string"}}
ABOUT = (
    "Stories, their pages with citations, articles, claims and what happened, as they are kept in a store. "
    "What reads is asked with GET or HEAD, needs no token, and carries an entity tag. Within /api/v1 fields may be "
    "added; none is renamed or given another meaning. What is asked wrongly is answered with problem+json."
)


def describe(endpoints: Sequence[Endpoint], below: str) -> dict[str, Any]:
    """Return the document of endpoints whose addresses stand below a path."""
    types = [*(e.gives for e in endpoints), ProblemDetails]
    (*given, problem), schemas = msgspec.json.schema_components(types, ref_template=REF)
    paths: dict[str, Any] = {}
    for each, shape in zip(endpoints, given, strict=True):
        there = paths.setdefault(f"{below}{each.path}", {})
        there[each.method.lower()] = _operation(each, shape, problem)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Writethru", "version": writethru.__version__, "description": ABOUT},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(endpoint: Endpoint, given: dict[str, Any], problem: dict[str, Any]) -> dict[str, Any]:
    first, _, rest = endpoint.tells.partition(". ")
    found: dict[str, Any] = {"operationId": endpoint.name, "summary": first.removesuffix(".")}
    if rest:
        found["description"] = rest
    parts = [
        Parameter(name=part, place="path", tells=f"id of the {part}", form=FORMS.get(part), required=True)
        for part in endpoint.parts
    ]
    if declared := [*parts, *endpoint.parameters]:
        found["parameters"] = [_parameter(each) for each in declared]
    if isinstance(endpoint.body, str):
        content: dict[str, Any] = {endpoint.body: {"schema": {"type": "string"}}}
    else:
        content = {"application/json": {"schema": endpoint.body}}
    if endpoint.body is not None:
        found["requestBody"] = {"required": True, "content": content}
    if endpoint.guarded:
        found["security"] = [{"token": []}]
    found["responses"] = _responses(endpoint, given, problem)
    return found


def _parameter(declared: Parameter) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": declared.name,
        "in": declared.place,
        "description": declared.tells,
        "schema": declared.schema(),
    }
    if declared.required:
        found["required"] = True
    if declared.example is not None:
        found["example"] = declared.example
    return found


def _responses(endpoint: Endpoint, given: dict[str, Any], problem: dict[str, Any]) -> dict[str, Any]:
    reads = endpoint.method == "GET"
    success: dict[str, Any] = {
        "description": endpoint.tells,
        "content": {endpoint.form: {"schema": given}},
    }
    found: dict[str, Any] = {str(endpoint.status): success}
    if reads and not endpoint.guarded and endpoint.form != "text/event-stream":
        success["headers"] = {"ETag": TAG}
        found["304"] = {
            "description": WHEN[304],
            "headers": {"ETag": TAG},
        }
    statuses = {*ALWAYS, *endpoint.troubles, *((404,) if endpoint.parts else ())}
    statuses |= {401} if endpoint.guarded else set()
    statuses |= set() if reads else {403, 408, 409, 504}
    for status in sorted(statuses):
        found[str(status)] = {
            "description": f"{HTTPStatus(status).phrase}. {WHEN[status]}",
            "content": {PROBLEM: {"schema": problem}},
        }
        if status in (429, 503):
            found[str(status)]["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    return found
