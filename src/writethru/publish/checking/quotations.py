"""Words in quotation marks that no cited article has, character by character."""

from __future__ import annotations

import re

from writethru.publish.checking.case import Case, Found
from writethru.publish.checking.words import level

GAP = re.compile(r"\.{3}|…|\[[^\[\]]{0,60}\]")  # where a quotation leaves out or puts in
EDGE = " .,;:!?-'\""


def quotation_faults(case: Case) -> Found:
    """Yield the quotations of a claim that do not stand in a cited article.

    Marks of quotation and dashes may look otherwise, the first letter may be large or small, and the mark
    before the closing one may be the page's.
    """
    if not case.cited:
        return
    texts = [_levelled(case, id) for id in case.cited]
    for span in case.within(case.told.findings.quotations):
        quoted = case.told.text[span.start : span.end]
        for piece in GAP.split(quoted):
            wanted = level(piece).strip(EDGE)
            if wanted and not any(_stands(wanted, text) for text in texts):
                other = next(
                    (
                        d.article.publisher
                        for i, d in case.library.documents.items()
                        if i not in case.cited and _stands(wanted, _levelled(case, i))
                    ),
                    "",
                )
                where = f"words of a cited article; {other} has them" if other else "words of a cited article"
                yield "quotation", quoted, where
                break


def _levelled(case: Case, id: str) -> str:
    article = case.library.documents[id].article
    return case.library.levelled(id, lambda: level(f"{article.title}\n{article.text}"))


def _stands(wanted: str, text: str) -> bool:
    """Return whether words stand in a text, at the borders of words."""
    for form in dict.fromkeys((wanted, wanted[0].swapcase() + wanted[1:])):
        at = text.find(form)
        while at >= 0:
            before, after = text[at - 1 : at], text[at + len(form) : at + len(form) + 1]
            if not (before.isalnum() and form[0].isalnum()) and not (after.isalnum() and form[-1].isalnum()):
                return True
            at = text.find(form, at + 1)
    return False
