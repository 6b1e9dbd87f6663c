"""What schemathesis makes of the description of the API, asked in process: each answer is as it is described."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")
pytest.importorskip("schemathesis", reason="schemathesis comes with the group soak")

import schemathesis
from hypothesis import HealthCheck, assume, strategies
from hypothesis import settings as tried
from schemathesis.core import NOT_SET
from starlette.types import ASGIApp, Receive, Scope, Send
from writers import PATIENT

from tests.trials import trials
from writethru import Newsroom
from writethru.errors import FetchError
from writethru.records import WatchedFeed, content_id
from writethru.settings import Settings
from writethru.web import open_app
from writethru.web.described import described

NOW = datetime(2031, 3, 8, 12, tzinfo=UTC)
FEED = WatchedFeed(url="https://harbour.example/feed.xml", title="Harbour Post")
ANY = re.compile("[A-Za-z0-9_-]{1,300}")
ADDRESSES = strategies.from_regex(r"https?://[a-z0-9]{1,9}\.example(/[!-~]{0,20})?", fullmatch=True)
schemathesis.openapi.format("iri", ADDRESSES)
LAST_LATIN = "\u024f"
IN_PLACE = "token-of-the-store-that-is-made-when-the-tests-begin"
# No schema can say that all parameters together are at most so long.
CHECKS = {
    "positive_data_acceptance": {"expected-statuses": ["2xx", "401", "403", "404", "409", "414"]},
    "negative_data_rejection": {
        "expected-statuses": ["400", "401", "404", "405", "406", "409", "413", "414"]
    },
}


class Served:
    """The application that the tests ask: there from when a store is made, through all calls of the schema."""

    app: ASGIApp
    token: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = [(n, v.replace(IN_PLACE.encode(), self.token.encode())) for n, v in scope["headers"]]
            scope = {**scope, "headers": headers}
            await self.app(scope, receive, send)
            return
        while (message := await receive())["type"] != "lifespan.shutdown":
            await send({"type": f"{message['type']}.complete"})
        await send({"type": "lifespan.shutdown.complete"})


served = Served()
schema = schemathesis.openapi.from_dict(
    json.loads(json.dumps(described())), config=schemathesis.Config.from_dict({"checks": CHECKS})
)
schema.app = served


@schema.auth()
class Bearer:
    """How who has a token shows it."""

    def get(self, case: Any, context: Any) -> str:
        return IN_PLACE

    def set(self, case: Any, data: str, context: Any) -> None:
        case.headers["Authorization"] = f"Bearer {data}"


schema = schema.exclude(path="/api/v1/events")  # does not end; tests/web/test_events.py reads it


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Serve the example, and return what is there."""
    store = tmp_path_factory.mktemp("api") / "news.db"
    with Newsroom(store, settings=Settings(), now=NOW) as room:
        room.add(["examples/dam"])
        room._store.add_feed(FEED)
        served.token = room.token_add("tester")
        story = room.stories()[0]
    settings = Settings(serve=PATIENT)
    served.app = open_app(str(store), settings=settings, now=NOW, fetch=nothing_there)
    return {"story": story.id, "article": story.articles[0].id, "feed": content_id(FEED.url)}


def nothing_there(url: str, **given: Any) -> Any:
    """Stand for a network in which nobody answers."""
    raise FetchError(url, "nobody answers")


@schema.parametrize()
@tried(max_examples=trials(5, 300), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_it_is_described(case: Any, there: dict[str, str]) -> None:
    if case.meta.generation.mode.is_negative:  # the tool takes `\p{L}` for the Latin letters alone
        assume(not any(c > LAST_LATIN and c.isalpha() for c in str((case.query or {}).get("q", ""))))
    # A cursor is what an answer gave; of every second address the parts are what is there.
    if ANY.fullmatch(str((case.query or {}).get("cursor", ""))):
        del case.query["cursor"]
    for name, value in (case.path_parameters or {}).items():
        if len(str(value)) % 2:
            case.path_parameters[name] = there.get(name, value)
    if case.method in ("GET", "HEAD"):  # one that has a body is refused before it is looked what it asks for
        case.body = NOT_SET
    case.call_and_validate(headers={"host": "localhost"})
