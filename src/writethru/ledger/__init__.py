"""Who claims what, how firmly each claim stands, and where accounts differ."""

from __future__ import annotations

from writethru.ledger.amendments import amend, apply
from writethru.ledger.assertions import enter
from writethru.ledger.claims import group_claims
from writethru.ledger.contraries import oppose
from writethru.ledger.disagreements import find_disputes
from writethru.ledger.gathering import Gathering
from writethru.ledger.ranking import rank_claims
from writethru.ledger.sides import Sides
from writethru.ledger.status import status, statuses
from writethru.ledger.turns import find_turns

__all__ = [
    "Gathering",
    "Sides",
    "amend",
    "apply",
    "enter",
    "find_disputes",
    "find_turns",
    "group_claims",
    "oppose",
    "rank_claims",
    "status",
    "statuses",
]
