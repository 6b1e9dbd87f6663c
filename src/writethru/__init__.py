"""Writethru: one cited page for every running news story."""
