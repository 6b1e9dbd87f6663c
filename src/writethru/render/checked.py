"""What checking a page found, as one self-contained HTML file: every statement with its passages and its faults."""

from __future__ import annotations

from writethru.records import Verification
from writethru.render.html import templates


def render_checked(found: Verification) -> str:
    """Return the statements of a page in order, each with what carries it and what is wrong with it."""
    return templates().get_template("checked.html.jinja").render(found=found)
