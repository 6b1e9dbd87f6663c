"""Which characters of a text no reader sees or is deceived by, and text without them.

Kept is what scripts need: joiners between the letters that they join, one variation selector behind a sign
that varies, the marks of direction in a text with letters of both directions. What goes is told in
docs/decisions/0011.
"""

from __future__ import annotations

import re
import unicodedata

# Classes of characters, as the inside of a bracket.
CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
DIRECTIONS = "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides, isolates
MARKS = "\u200e\u200f\u061c"  # of direction, without a width
HIDDEN = "\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
HIDDEN += "\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
NONE = "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
)
RIGHT_TO_LEFT = "\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
JOINED = "\u0600-\u061b\u061d-\u085f\u0860-\u0dff\u0f00-\u109f\u1780-\u17b3\u17b6-\u180a\u1810-\u18af\u1a00-\u1bff\ua800-\uabff"
JOINED += "\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010a00-\U000118ff\U0001e900-\U0001e95f"
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17b3\u17b6-\u17ff"  # scripts without spaces between words
IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fffd\U00030000-\U0003fffd"
PICTURES = "\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"

SUSPECT = re.compile(f"[{CONTROLS}{DIRECTIONS}{MARKS}{HIDDEN}{NONE}\u2028\u2029]")
BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\u2028]")
# A flag of tags; a joiner behind a letter that joins, or between two pictures; a place where a word of a script
# without spaces ends; a selector behind what it selects a form of; a filler within a syllable.
NEEDED = (
    "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f",
    f"(?<=[{JOINED}])[\u200c\u200d]",
    f"(?<=[{PICTURES}\ufe0f\U000e007f])\u200d(?=[{PICTURES}])",
    f"(?<=[{UNSPACED}])\u200b(?=[{UNSPACED}])",
    f"(?<=[{PICTURES}])[\ufe0e\ufe0f]|(?<=[0-9#*])\ufe0f(?=\u20e3)",
    f"(?<=[{IDEOGRAPHS}])[\ufe00-\ufe02\U000e0100-\U000e01ef]",
    "(?<=[\u1820-\u18aa])[\u180b-\u180f]",
    "(?<=[\u1000-\u109f\u2200-\u22ff\ua840-\ua87f])\ufe00",
    "[\u115f\u1160](?=[\u1161-\u11ff])|(?<=[\u1100-\u115e])\u1160",
)
UNSEEN = re.compile(f"({'|'.join(NEEDED)})|[{CONTROLS}{DIRECTIONS}{HIDDEN}{NONE}]")
HARMFUL = re.compile(
    f"({NEEDED[0]})|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{DIRECTIONS}{NONE}\ufff9-\ufffb\U000e0000-\U000e007f]"
)
MARKED = re.compile(f"[{MARKS}]+")
TURNED = re.compile(f"[{RIGHT_TO_LEFT}]")
SIGNS = re.compile(r"[^\w\s\x00-\u02ff]{9,}")  # where marks may be heaped upon one letter
HEAP = 8  # marks upon one letter; no script has more, and a heap covers the lines above and below
SURROGATE = re.compile("[\ud800-\udfff]")
SHOWN_AS_SPACE = re.compile(f"[{CONTROLS}\u2028\u2029]")
ON_ONE_LINE = re.compile(r"[\t\n]+")
# Bytes of windows-1252 that were read as Latin-1 are control characters; browsers read them so too.
MISREAD = {
    code: sign
    for code in range(0x80, 0xA0)
    if (sign := bytes((code,)).decode("cp1252", "replace")) != "\ufffd"
}
IN_JSON = re.compile(
    f"[\x7f-\x9f{DIRECTIONS}{MARKS}\xad\u200b\u2028\u2029\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb]"
)


def clean(text: str) -> str:
    """Return text in composed form (NFC) without controls, hidden characters and turns of direction.

    Line ends of any kind become newlines. Doing it again changes nothing.
    """
    if text.isascii() and not SUSPECT.search(text):
        return text
    return composed(_seen(_with_newlines(text)))


def safe(text: str) -> str:
    """Return text as it was given but for controls, turns of direction and what is no character.

    Hidden characters stay, so that places in it are those of the given text; line ends stay too.
    """
    return HARMFUL.sub(_needed, text.translate(MISREAD)) if HARMFUL.search(text) else text


def clean_line(text: str) -> str:
    """Return clean text on one line; line ends and tabs become spaces."""
    return ON_ONE_LINE.sub(" ", clean(text))


def composed(text: str) -> str:
    """Return text in composed form (NFC), in time that grows with its length whatever marks are heaped up in it."""
    return text if text.isascii() else unicodedata.normalize("NFC", SIGNS.sub(_levelled, text))


def has_hidden(text: str) -> bool:
    """Return whether cleaning takes more from a text than the form of its line ends and letters."""
    plain = _with_newlines(text)
    return SIGNS.sub(_levelled, _seen(plain)) != plain


def escape_json(line: str) -> str:
    """Return JSON in which what a terminal obeys or a reader does not see is written as an escape."""
    return IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def shown(text: str) -> str:
    """Return clean text to be shown as it is: a control is seen as a space, a lone surrogate as U+FFFD."""
    return clean(SHOWN_AS_SPACE.sub(" ", SURROGATE.sub("\ufffd", text)))


def _with_newlines(text: str) -> str:
    return BREAKS.sub("\n", text.replace("\u2029", "\n\n"))


def _seen(text: str) -> str:
    if SUSPECT.search(text):
        text = UNSEEN.sub(_needed, text.translate(MISREAD))
        turned = TURNED.search(text) is not None
        text = MARKED.sub(lambda found: found[0][0] if turned else "", text)
    return text


def _needed(found: re.Match[str]) -> str:
    return found[1] or ""


def _levelled(found: re.Match[str]) -> str:
    """The signs without the marks that are too many for one letter."""
    kept, heap = [], 0
    for sign in found[0]:
        heap = heap + 1 if unicodedata.category(sign)[0] == "M" else 0
        if heap <= HEAP:
            kept.append(sign)
    return "".join(kept)
