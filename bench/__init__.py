"""Scores of every stage on pinned public data; `python -m bench STAGE --data DIR [--json]`."""
