"""The paragraphs of the article on a page, without captions, boxes and what repeats its headline."""

from __future__ import annotations

import html
import re
import warnings
from typing import Any

from writethru.acquire import body

BLOCKS = {"p", "head", "quote", "item", "row", "list", "table", "div", "body", "main", "code", "fw", "ab"}
BLOCKS |= {
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "blockquote",
    "section",
    "article",
    "tr",
    "figure",
}
SPACE = re.compile(r"\s+")
INLINE_SPACE = re.compile(r"[^\S\n]+")
BLOCK_TAG = re.compile(
    r"</?(?:p|div|br|h[1-6]|li|ul|ol|blockquote|section|article|figure|figcaption|table|tr)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
MARKUP = re.compile(r"<[a-zA-Z/!][^<>]{0,4000}>")
END = re.compile(r"[.!?…:;”\"'»)\]]\s*\Z")
# Parts of a page whose class or id says that they are no part of the article. Measured on 125 pages:
# body F1 .9525 without, .956 with; names that also stand around whole articles need the limit below.
ASIDE = re.compile(
    r"(?:\A|[\s_-])(?:newsletters?|related|promos?|read-?more|recommend(?:ed|ations?)|author-?(?:bio|box)|comments?|commenting"
    r"|captions?|share|sharing|social|breadcrumbs?|cookies?|advert(?:isement)?s?|teasers?)(?=\Z|[\s_-])",
    re.IGNORECASE,
)
WHOLE_SHARE = 0.2  # a part that holds more of the page's text than this is not aside
FRAMES = ("html", "head", "body", "main", "article")
FLOW = ("p", "h2", "h3", "h4", "ul", "ol", "blockquote")
FRONT = 6  # paragraphs at the front among which headline, byline and time are repeated
BYLINE = re.compile(r"(?:by|von|par|por|di|av|af|door)\s[^.!?\n]{3,80}", re.IGNORECASE)
DAY = re.compile(r"\b(?:\d{1,4}[.:/ -]{1,2}\w{1,9}[.:/ -]{1,2}\d{2,4}|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})\b")
STAMP = 90  # characters; a paragraph with a date in it that is shorter and no sentence is a time stamp
COVERED = 0.4  # with less of the page's paragraphs than this, a second look is taken
LONG = 80  # characters; shorter paragraphs are as often navigation as text


def find(tree: Any, title: str, standfirst: str) -> list[str]:
    """Return the paragraphs of the article on a page: running text, headings and list items in order.

    The stand-first opens them if the page shows it. The tree is changed.
    """
    for cell in tree.iter("td", "th"):  # trafilatura makes as many cells as these say
        cell.attrib.pop("colspan", None)
        cell.attrib.pop("rowspan", None)
    shown = _shown(tree)
    _drop_asides(tree)
    found = _taken(tree)
    covered = sum(len(p) for p in found if len(p) >= LONG)
    if covered < COVERED * sum(map(len, shown)):
        again = _taken(tree, recall=True)
        found = again if sum(map(len, again)) > sum(map(len, found)) else found
    found = _continued(tree, found)
    found = _without_front_matter(found, title)
    if len(standfirst) >= LONG // 2 and not _holds(found, standfirst) and _displays(tree, standfirst):
        found.insert(0, standfirst)
    return found


def _continued(tree: Any, found: list[str]) -> list[str]:
    """The whole of an article whose body stands in several containers of one class, or what was found.

    Extraction takes one container; its twins are the ones whose classes are the same, or the same
    but for one that says how a piece is laid out.
    """
    taken = {"".join(text.split()) for text in found}
    homes: dict[frozenset[str], int] = {}
    around: dict[frozenset[str], Any] = {}  # the article element in which the first of them stands
    for node in tree.iter("p"):
        home = node.getparent()
        if home is not None and home.get("class") and "".join("".join(node.itertext()).split()) in taken:
            key = frozenset(home.get("class").split())
            homes[key] = homes.get(key, 0) + 1
            around.setdefault(key, next(home.iterancestors("article"), None))
    if not homes:
        return found
    key = max(sorted(homes, key=sorted), key=lambda k: homes[k])
    twins = [n for n in tree.iter("div", "section", "article") if _alike(key, n.get("class"))]
    twins = [n for n in twins if next(n.iterancestors("article"), None) is around[key]]
    chosen = set(twins)
    twins = [n for n in twins if chosen.isdisjoint(n.iterancestors())]
    if len(twins) < 2:
        return found
    pieces = [text for twin in twins for child in twin if child.tag in FLOW for text in blocks(child)]
    size, before = (sum(len(t) for t in texts if len(t) >= LONG) for texts in (pieces, found))
    return pieces if size > 1.2 * before else found


def _alike(key: frozenset[str], classes: str | None) -> bool:
    other = frozenset((classes or "").split())
    return bool(other) and (other == key or (len(other & key) >= 2 and (other < key or other > key)))


def _shown(tree: Any) -> list[str]:
    texts = (SPACE.sub(" ", "".join(node.itertext())).strip() for node in tree.iter("p"))
    return [text for text in texts if len(text) >= LONG]


def _taken(tree: Any, recall: bool = False) -> list[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import trafilatura

        try:
            found = trafilatura.bare_extraction(tree, fast=True, include_comments=False, favor_recall=recall)
        except (ValueError, RecursionError, AttributeError, TypeError):
            return []
    kept = getattr(found, "body", None)
    return [] if kept is None else blocks(kept)


def _drop_asides(tree: Any) -> None:
    """Take out pictures with their captions and what names itself a box, unless it holds the article."""
    limit = WHOLE_SHARE * max(1, len(SPACE.sub(" ", "".join(tree.itertext("p", "div", "span", "li")))))
    for node in list(tree.iter("figure", "figcaption", "div", "section", "aside", "ul", "form", "p", "span")):
        named = node.tag in ("figure", "figcaption") or ASIDE.search(
            f"{node.get('class', '')} {node.get('id', '')}"
        )
        if named and node.getparent() is not None and sum(map(len, node.itertext())) < limit:
            node.drop_tree()


def _without_front_matter(found: list[str], title: str) -> list[str]:
    """Leave out the headline, the byline and the time where the front of the text repeats them."""
    folded = "".join(title.split()).lower()
    kept = []
    for place, text in enumerate(found):
        same = "".join(text.split()).lower()
        repeats = len(same) > 8 and (
            same == folded or (folded.endswith(same) and len(same) > len(folded) / 2)
        )
        if place < FRONT and (repeats or BYLINE.fullmatch(text) or _is_stamp(text)):
            continue
        kept.append(text)
    return kept


def _is_stamp(text: str) -> bool:
    return (
        len(text) <= STAMP
        and text[-1] not in '.!?”"'
        and len(text.split()) <= 12
        and DAY.search(text) is not None
    )


def _holds(found: list[str], standfirst: str) -> bool:
    start = "".join(standfirst.split())[:50].lower()
    return any(start in "".join(text.split()).lower() for text in found)


def _displays(tree: Any, standfirst: str) -> bool:
    """Whether the page shows its stand-first, and not only names it in its head."""
    wanted = "".join(standfirst.split())
    for node in tree.iter("p", "h2", "h3", "div", "span", "strong"):
        if len(node) < 4 and _starts_as(node, wanted):
            return True
    return False


def _starts_as(node: Any, wanted: str) -> bool:
    """Whether the text of an element is the wanted one; looks no further than where they part."""
    rest = wanted
    for piece in node.itertext():
        words = "".join(piece.split()) if len(piece) < 4 * len(wanted) else "\0"
        if not rest.startswith(words):
            return False
        rest = rest[len(words) :]
    return not rest


def blocks(root: Any) -> list[str]:
    """Return the text of each block beneath an element, in order, white space folded."""
    found: list[str] = []
    pieces: list[str] = []

    def close() -> None:
        text = SPACE.sub(" ", "".join(pieces)).strip()
        pieces.clear()
        if text:
            found.append(text)

    stack: list[tuple[Any, bool]] = [(root, True)]
    while stack:
        node, opening = stack.pop()
        if opening:
            tag = node.tag if isinstance(node.tag, str) else ""
            if tag in BLOCKS:
                close()
            elif tag == "cell":
                pieces.append(" ")
            elif tag in ("lb", "br"):
                if END.search(next((p[-3:] for p in reversed(pieces[-4:]) if p.strip()), "")):
                    close()
                else:
                    pieces.append(" ")
            pieces.append(node.text or "")
            stack.append((node, False))
            stack.extend((child, True) for child in reversed(node))
        else:
            if node.tag in BLOCKS:
                close()
            if node is not root:
                pieces.append(node.tail or "")
    close()
    return found


def plain(markup: str) -> str:
    """Return the text of a piece of HTML with blank lines between its paragraphs."""
    if "<" not in markup:
        text = html.unescape(markup)
    else:
        tree, dropped = body.parse(f"<body>{markup}</body>")
        if tree is None or dropped:  # without a parser nothing of the text is lost
            text = html.unescape(MARKUP.sub("", BLOCK_TAG.sub("\n\n", markup)))
        else:
            for node in list(tree.iter("script", "style", "figcaption", "noscript")):
                node.drop_tree()
            return "\n\n".join(blocks(tree))
    lines = (INLINE_SPACE.sub(" ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
