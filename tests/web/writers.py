"""Clients of a reading room that may write: as programs do, and as people do with forms."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")

from starlette.applications import Starlette
from starlette.testclient import TestClient

from writethru.settings import ServeSettings

NOW = datetime(2031, 3, 8, 12, tzinfo=UTC)
HARBOUR = Path(__file__).parent.parent / "cases" / "cli" / "harbour.jsonl"
HERE = {"origin": "http://localhost"}
# Who asks as often as a test does is not to be told to wait, unless that is what is tried.
PATIENT = ServeSettings(
    read_burst=10**6, write_burst=10**6, fetch_burst=10**6, sign_in_burst=10**6, errands=1_000
)


class Writing(NamedTuple):
    """A room that may be written to: its app, a client, a token, and the ids in it."""

    app: Starlette
    client: TestClient
    token: str
    stories: list[str]
    store: Path

    @property
    def bearer(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"}

    def session(self) -> dict[str, str]:
        """Return the headers of somebody who has just signed in."""
        self.client.cookies.clear()
        done = self.client.post("/sign-in", data={"token": self.token}, headers=HERE, follow_redirects=False)
        self.client.cookies.clear()
        return {"cookie": done.headers["set-cookie"].partition(";")[0]}

    def api(self, path: str, value: Any = None) -> Any:
        return self.client.post(f"/api/v1/{path}", content=json.dumps(value or {}), headers=self.bearer)

    def form(self, path: str, fields: Any = None, **more: Any) -> Any:
        return self.client.post(
            path, data=fields or {}, headers={**HERE, **self.session()}, follow_redirects=False, **more
        )

    def get(self, path: str) -> Any:
        return self.client.get(path, headers=self.session(), follow_redirects=False)

    def ended(self, done: Any) -> Any:
        """Wait for the errand that an answer speaks of, and return it."""
        assert done.status_code == 202, done.text
        return self.waited(done.json()["id"])

    def waited(self, id: str) -> Any:
        """Wait for an errand, and return it."""
        for _ in range(3_000):
            errand = self.client.get(f"/api/v1/errands/{id}", headers=self.bearer).json()
            if errand["state"] in ("done", "failed"):
                return errand
            time.sleep(0.01)
        raise AssertionError(errand)
