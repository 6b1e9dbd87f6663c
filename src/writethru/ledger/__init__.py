"""Who claims what, how firmly each claim stands, and where accounts differ."""

from __future__ import annotations

from writethru.ledger.assertions import enter
from writethru.ledger.claims import group_claims, status
from writethru.ledger.disagreements import find_disputes

__all__ = ["enter", "find_disputes", "group_claims", "status"]
