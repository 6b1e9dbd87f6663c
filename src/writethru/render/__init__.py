"""A page, or findings, as data in, the page to read out: text, Markdown, HTML, JSON; no decisions here."""

from __future__ import annotations

import msgspec

from writethru.characters import escape_json
from writethru.records import Brief
from writethru.render.checked import render_checked
from writethru.render.difference import (
    render_difference_html,
    render_difference_markdown,
    render_difference_text,
    render_history_html,
    render_history_markdown,
    render_history_text,
)
from writethru.render.findings import render_findings
from writethru.render.html import Around, render_html, render_index
from writethru.render.markdown import render_markdown
from writethru.render.site import Told, moved_files, site_files
from writethru.render.syndication import (
    Channel,
    Entry,
    atom_entry,
    atom_of,
    json_entry,
    json_feed_of,
    render_atom,
    render_json_feed,
)
from writethru.render.text import render_text

__all__ = [
    "Around",
    "Channel",
    "Entry",
    "Told",
    "atom_entry",
    "atom_of",
    "json_entry",
    "json_feed_of",
    "moved_files",
    "render_atom",
    "render_checked",
    "render_difference_html",
    "render_difference_markdown",
    "render_difference_text",
    "render_findings",
    "render_history_html",
    "render_history_markdown",
    "render_history_text",
    "render_html",
    "render_index",
    "render_json",
    "render_json_feed",
    "render_markdown",
    "render_text",
    "site_files",
]


def render_json(brief: Brief) -> str:
    """Return the page as one line of JSON, as `schema` describes it."""
    return escape_json(msgspec.json.encode(brief).decode("utf-8"))
