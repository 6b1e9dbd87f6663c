"""Whatever a body holds, it is fields as they are declared, or refused in words."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trials import trials
from writethru.web.answers import Trouble
from writethru.web.bodies import FORM, LONGEST, MULTIPART, Fields, from_form, from_json

FIELDS: Fields = {"story": "text", "articles?": "texts", "revision?": "whole", "list?": "file"}
KINDS = {"story": str, "articles": list, "revision": int, "list": bytes}
NAMES = st.sampled_from([*KINDS, "colour", "", "story?"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
TRIED = settings(max_examples=trials(150, 3_000), deadline=None, derandomize=True)


def read(call: Any, *given: Any) -> None:
    """Read fields; what comes of it has to be as declared, or Trouble that says something."""
    try:
        found = call(*given, FIELDS)
    except Trouble as refused:
        assert refused.status in (400, 415) and refused.detail
        return
    assert "story" in found and found.keys() <= KINDS.keys()
    for name, value in found.items():
        assert isinstance(value, KINDS[name]) and not isinstance(value, bool), name
        for text in value if isinstance(value, list) else [value]:
            assert isinstance(text, int | bytes) or (isinstance(text, str) and len(text) <= LONGEST)


@given(st.dictionaries(NAMES, VALUES, max_size=4))
@TRIED
def test_json_objects(value: dict[str, Any]) -> None:
    read(from_json, json.dumps(value).encode())


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass")))
@TRIED
def test_bytes_that_may_be_anything(body: bytes) -> None:
    read(from_json, body)
    for kind in (FORM, f"{MULTIPART}; boundary=x", MULTIPART, f'{MULTIPART}; boundary="\x00"', ""):
        read(from_form, body, kind)


@given(st.lists(st.tuples(NAMES, st.text(max_size=20) | st.just("1")), max_size=6))
@TRIED
def test_forms(pairs: list[tuple[str, str]]) -> None:
    read(from_form, urlencode(pairs, errors="surrogatepass").encode(), FORM)


PIECES = st.sampled_from(
    [b"--x\r\n", b"--x--\r\n", b"\r\n", b"\n", b"Content-Disposition: form-data; name=", b"story", b'"list"', b'"',
     b"; filename=a", b"Content-Type: multipart/mixed; boundary=y\r\n", b"--y\r\n", b"Content-Type: message/rfc822\r\n",
     b"Content-Transfer-Encoding: base64\r\n", b"=?utf-8?b?\xff?=", b"a", b"\x00", b"; name*=utf-8''%ff", b"; filename*0=a"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map(b"".join))
@TRIED
def test_forms_with_files(body: bytes) -> None:
    read(from_form, body, f"{MULTIPART}; boundary=x")


def test_a_file_comes_as_it_is() -> None:
    content = bytes(range(256)) * 3 + b"\r\n--x\r\n--\r\n\xc3\xa4"
    body = (
        b'--zz\r\nContent-Disposition: form-data; name="story"\r\n\r\n\xc3\xa4\r\n'
        b'--zz\r\nContent-Disposition: form-data; name="list"; filename="a.opml"\r\n\r\n' + content
    ) + b"\r\n--zz--\r\n"
    assert from_form(body, f"{MULTIPART}; boundary=zz", FIELDS) == {"story": "ä", "list": content}


@pytest.mark.parametrize("name", ["", "other", "note?"])
def test_a_field_that_is_not_known_is_refused_also_when_nothing_is_in_it(name: str) -> None:
    with pytest.raises(Trouble, match="unknown field"):
        from_json(json.dumps({name: None}).encode(), {"note?": "text"})
