"""Bytes of a page to text, and the text to its parsed tree."""

from __future__ import annotations

import codecs
import re
from typing import Any

from writethru.records import Record

META_CHARSET = re.compile(
    rb"<meta[^<>]{0,200}?charset\s{0,4}=\s{0,4}[\"']?\s{0,4}([\w.:-]{2,40})", re.IGNORECASE
)
XML_ENCODING = re.compile(rb"^\s{0,20}<\?xml[^<>]{0,100}?encoding\s{0,4}=\s{0,4}[\"']([\w.:-]{2,40})")
REFERENCE = re.compile(rb"&#([0-9]{1,40}|[xX][0-9a-fA-F]{1,40})(?![0-9a-fA-F]);?")
XML_DECLARATION = re.compile(r"\A\s{0,20}<\?xml[^<>]{0,200}?\?>")
HEAD_BYTES = 8192
BINARY_SHARE = 0.02  # control characters above this share: these bytes are no text
LATIN = {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"}  # browsers read all of them as windows-1252
# Those that browsers know (https://encoding.spec.whatwg.org/#names-and-labels), by the names of Python. It knows others,
# of which some are no writing of pages and take time as the square of the length, as punycode.
ENCODINGS = frozenset(
    "utf-8 utf-16 utf-16-le utf-16-be cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8"
    " iso8859-9 iso8859-10 iso8859-11 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic cp874"
    " tis-620 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 gb2312 gbk gb18030 big5 big5hkscs cp950 euc_jp"
    " iso2022_jp shift_jis cp932 euc_kr cp949 iso2022_kr".split()
)
RESOURCE_LIMIT = "ERR_RESOURCE_LIMIT"
# Elements without content that the parser does not know: it would put all that follows into them, layer by layer.
HOLLOW = re.compile(
    r"</?(?:wbr|source|track|keygen|embed|bgsound|command)(?:[\s/][^<>]{0,4000})?>", re.IGNORECASE
)
STATEFUL = (b"\x1b$", b"\x1b(")  # escapes of encodings whose bytes are all those of ASCII
# What no XML may hold, written out or as a reference: extraction takes nothing from a body with one of them in it.
NO_CHARACTER = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
    "|&#(?:0{0,9}(?:[0-8]|1[124-9]|2[0-9]|3[01]|6553[45])|[xX]0{0,9}(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[fF]{3}[eEfF]))(?![0-9a-fA-F]);?"
)


class Decoded(Record, frozen=True):
    """Text of bytes, and how many characters of it stand for bytes that could not be read."""

    text: str
    lost: int = 0
    binary: bool = False


def decode(content: bytes, charset: str = "") -> Decoded:
    """Return bytes as text: by byte order mark, then UTF-8 if it fits, then what is declared.

    `charset` is what the server said. A declaration that plainly does not fit is not followed.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _marked(content.decode(name, "replace"))
    head = content[:HEAD_BYTES]
    found = META_CHARSET.search(head) or XML_ENCODING.search(head)
    stated = (charset, found.group(1).decode("ascii", "replace") if found else "")
    stateful = any(sign in content for sign in STATEFUL) and any("2022" in name for name in stated)
    try:
        if not stateful:
            return _marked(content.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    for name in stated:
        text = _decoded_as(content, name.strip().lower())
        if text is not None and "\ufffd" not in text:
            return _marked(text)
    as_utf8 = content.decode("utf-8", "replace")
    bad = as_utf8.count("\ufffd")
    beyond = sum(1 for c in as_utf8 if c > "\x7f") - bad
    if bad <= beyond:
        return _marked(as_utf8)
    return _marked(content.decode("cp1252", "replace"))


def _decoded_as(content: bytes, name: str) -> str | None:
    """Return bytes in an encoding that pages are written in; None for any other, and where it does not fit."""
    try:
        known = codecs.lookup("cp1252" if name in LATIN else name).name if name.isascii() else ""
        return content.decode(known, "replace") if known in ENCODINGS else None
    except (LookupError, ValueError):
        return None


def _marked(text: str) -> Decoded:
    sample = text[:HEAD_BYTES]
    odd = sum(1 for c in sample if (c < " " and c not in "\t\n\r\f") or c == "\ufffd")
    return Decoded(text, text.count("\ufffd"), bool(sample) and odd > BINARY_SHARE * len(sample) + 3)


def parse(text: str) -> tuple[Any, bool]:
    """Return the tree of a page and whether the parser dropped a part of it; no tree is None.

    libxml2 keeps nothing below a depth of 256 elements and nothing of a text node over 10 MB; its
    log is the only sign of it.
    """
    from lxml import html as lxml_html
    from lxml.etree import LxmlError

    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        content = HOLLOW.sub("", NO_CHARACTER.sub("", text)).encode("utf-8", "replace")
        tree = lxml_html.document_fromstring(content, parser=parser)
    except (LxmlError, ValueError, AssertionError):
        return None, False
    dropped = any(entry.type_name == RESOURCE_LIMIT or "HUGE" in entry.message for entry in parser.error_log)
    return tree, dropped


def parse_xml(content: bytes) -> tuple[Any, str]:
    """Return the root of an XML document, as far as it can be read, and what was wrong with it.

    No root is None. Entities of the document's own are refused, whatever its encoding; nothing outside of
    it is ever read.
    """
    from lxml import etree

    text = decode(content).text
    if "<!ENTITY" in text.upper():
        return None, "it declares entities of its own, which no list needs"
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    given = XML_DECLARATION.sub("", text, count=1).encode("utf-8", "replace")
    try:
        # libxml2 takes a reference to half of a surrogate pair, and lxml then cannot give the text.
        root = etree.fromstring(without_odd_references(given), parser)
    except (etree.LxmlError, ValueError) as error:
        return None, f"it is no XML: {str(error)[:80]}"
    first = next(iter(parser.error_log), None)
    return root, f"it is malformed in line {first.line}: {first.message[:80]}" if first is not None else ""


def without_odd_references(content: bytes) -> bytes:
    """Return a document without references to what is no character, as half of a surrogate pair."""
    return REFERENCE.sub(_if_character, content)


def _if_character(found: re.Match[bytes]) -> bytes:
    digits = found[1].lower()
    code = int(digits[1:], 16) if digits.startswith(b"x") else int(digits)
    return found[0] if code < 0xD800 or 0xDFFF < code < 0x110000 else b""
