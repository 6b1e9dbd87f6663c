"""Tells whether a text is the whole article: teaser, paywall stub, or cut off."""

from __future__ import annotations

import re

# What stands where the rest of a text would: the tail of a teaser, the notice of a paywall.
MORE = re.compile(
    r"(?:\[?(?:…|\.\.\.)\]?|\bread (?:more|the full (?:story|article))(?: (?:here|at) [^\n]{0,40})?|\bcontinue reading\b[^\n]{0,40}"
    r"|\bclick here to read\b[^\n]{0,40})\W{0,5}\Z",
    re.IGNORECASE,
)
WALL = re.compile(
    r"\b(?:subscribe (?:now |today )?(?:to (?:continue|read|keep|unlock)|for (?:full|unlimited) access)"
    r"|(?:this (?:article|story|content) is|available|reserved|exclusive(?:ly)?) (?:only )?(?:for|to) (?:our )?(?:paying |registered )?"
    r"(?:subscribers|members)|to (?:continue|keep) reading,? (?:this (?:article|story),? )?(?:please )?(?:subscribe|sign|log|register)"
    r"|already a (?:subscriber|member)\?|sign in to (?:continue|read)|unlock this (?:article|story)"
    r"|you have (?:reached|used) (?:your|all)[^\n]{0,30} (?:free )?articles)",
    re.IGNORECASE,
)
STUB = 1500  # characters; a text with a paywall notice that is longer was delivered in full


def is_teaser(text: str) -> bool:
    """Return whether a text ends as a teaser does: in an ellipsis or in "read more"."""
    return MORE.search(text[-120:]) is not None


def is_walled(text: str, free: bool | None = None) -> bool:
    """Return whether a text is what stands before a paywall. `free` is what its page states."""
    if len(text) >= STUB:
        return False
    return free is False or WALL.search(text[-600:]) is not None
