"""The answer of a web server as it was recorded: its header and the layers of its encoding."""

from __future__ import annotations

import gzip

from writethru.acquire import payload


def test_a_field_goes_on_in_the_next_line() -> None:
    header = b"Server: a\r\n b\r\n\tc\r\nX-Said: d"
    assert payload.fields(header) == {"server": "a b c", "x-said": "d"}


def test_what_goes_on_behind_a_repeated_field_is_not_the_first_ones() -> None:
    assert payload.fields(b"Server: a\r\nServer: b\r\n c") == {"server": "a"}


def answer(coding: str, content: bytes) -> payload.Answer | str:
    return payload.answered(
        f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n\r\n".encode() + content, 1_000
    )


def test_two_layers_of_encoding_are_taken_off() -> None:
    found = answer("gzip, , identity, gzip", gzip.compress(gzip.compress(b"Mill sold")))
    assert isinstance(found, payload.Answer) and found.content == b"Mill sold"


def test_no_page_is_unpacked_again_and_again() -> None:
    content = b"Mill sold"
    for _ in range(4):
        content = gzip.compress(content)
    assert answer(", ".join(["gzip"] * 4), content) == "its page is encoded 4 times over"
    assert answer(",".join(["gzip"] * 20_000), content) == "its page is encoded 20000 times over"
