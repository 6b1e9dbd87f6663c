"""Watching a feed: one look at it, what is new in its answer, its next state; every decision is a function.

`look`, `fetch_page` and `find_feeds` go to the network by the fetch that they are given; all else is told
state, answer and time, and returns what comes of them. Where the states are kept is not known here.
"""

from writethru.acquire.clock import Clock
from writethru.acquire.urls import host
from writethru.acquire.watching.answers import Asked, Look, Looking, look, look_at
from writethru.acquire.watching.finding import find_feeds
from writethru.acquire.watching.health import condition, health, health_pieces
from writethru.acquire.watching.items import Sorted, is_address, names_of, sort_items
from writethru.acquire.watching.pages import Paid, bring, capture_whole, fetch_page, is_whole, owe, put_off
from writethru.acquire.watching.reading import Answered, read
from writethru.acquire.watching.states import after_look, resting

__all__ = [
    "Answered",
    "Asked",
    "Clock",
    "Look",
    "Looking",
    "Paid",
    "Sorted",
    "after_look",
    "bring",
    "capture_whole",
    "condition",
    "fetch_page",
    "find_feeds",
    "health",
    "health_pieces",
    "host",
    "is_address",
    "is_whole",
    "look",
    "look_at",
    "names_of",
    "owe",
    "put_off",
    "read",
    "resting",
    "sort_items",
]
