"""The data file of servers says what has to come of each, and its recipes make what they say."""

from __future__ import annotations

import gzip
import zlib

import pytest

from tests.acquire.servers import SERVERS, TEXTS, Servers, made
from tests.data_files import assert_refused, understood

FILE = """
[text]
[[mean]]
name = "its gzip is cut off"
says = ["HTTP/1.1 200 OK", { gzip = "x", end = 9 }]
kind = "encoding"
words = "cut off"
[[handshake]]
name = "an end"
kind = "connection"
words = "broke off"
[[whole]]
name = "plain"
content = "x"
[status]
"204 No Content" = 204
"""
WRONG = {
    "a key of the file": ("[text]", "[texts]"),
    "a key too many in the file": ("[text]", "more = 1\n[text]"),
    "a key of a server": ("says =", "said ="),
    "a key of a part": ("end =", "ends ="),
    "a verb": ("gzip =", "zip ="),
    "two verbs": ("gzip =", 'chunk = "y", gzip ='),
    "no verb": ('gzip = "x", ', ""),
    "no kind": ('kind = "encoding"', ""),
    "no words": ('words = "cut off"', ""),
    "no kind of a handshake": ('kind = "connection"', ""),
    "no content": ('content = "x"', ""),
    "an error of one that is whole": ("content =", 'kind = "encoding"\ncontent ='),
    "two ends": ("says =", "resets = true\nstops = true\nsays ="),
    "a status in words": ("= 204", '= "204"'),
    "one server twice": ("[[whole]]", '[[whole]]\nname = "plain"\ncontent = ""\n[[whole]]'),
}
MADE: dict[str, bytes] = {
    '"a{stop}"': b"a0\r\n\r\n",
    '"\\u00ff"': b"\xff",
    '["a", "b"]': b"ab",
    '{ repeat = "ab", times = 3 }': b"ababab",
    '{ repeat = { chunk = "ab" }, times = 2 }': b"2\r\nab\r\n2\r\nab\r\n",
    '{ repeat = "abcdef", start = 2, end = -1 }': b"cde",
    '{ gzip = "ab" }': gzip.compress(b"ab", mtime=0),
    '{ deflate = "ab" }': zlib.compress(b"ab"),
    '{ bare = "ab" }': zlib.compress(b"ab")[2:-4],
    '{ chunks = "ab" }': b"1\r\na\r\n1\r\nb\r\n",
    '{ stated = "ab" }': b"Content-Length: 2\r\n\r\nab",
}


def test_a_file_is_understood() -> None:
    assert understood(FILE, Servers).mean[0].words == "cut off"


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_in_a_file_is_told(wrong: str) -> None:
    good, bad = WRONG[wrong]
    assert FILE.count(good) == 1
    assert_refused(FILE, good, bad, Servers)


@pytest.mark.parametrize("recipe", MADE)
def test_a_recipe_makes_what_it_says(recipe: str) -> None:
    given = understood(FILE.replace('content = "x"', f"content = {recipe}"), Servers).whole[0]
    assert made(given.content, TEXTS) == MADE[recipe]


def test_a_name_in_a_recipe_that_is_not_there_is_told() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        made("{nowhere}", TEXTS)


def test_there_are_as_many_as_are_told_of() -> None:
    assert len(SERVERS.mean) + len(SERVERS.handshake) + len(SERVERS.status) >= 96
