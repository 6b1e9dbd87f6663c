"""What is asked before any route is: of which host, from where, how often, how much at a time."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from writethru.web.answers import Trouble, trouble
from writethru.web.credentials import SAFE, whence
from writethru.web.limits import Paces, address, whole_seconds

MOST_ADDRESS = 2_000  # characters of a path with its query
MOMENT = 1  # seconds after which a server with too much to do is worth another try


class Guard:
    """Lets through what is asked of a host that we are, by who does not ask too often, and from no foreign page.

    A request counts as at work until its answer begins: a stream that goes on for hours keeps nobody out.
    """

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...], paces: Paces, most: int) -> None:
        self._app = app
        self._hosts = hosts
        self._paces = paces
        self._most = most
        self._working = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        if refusal := self._refusal(request):
            await trouble(request, refusal)(scope, receive, send)
            return
        self._working += 1
        working = True

        def ended() -> None:
            nonlocal working
            self._working -= working
            working = False

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                ended()
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            ended()

    def _refusal(self, request: Request) -> Trouble | None:
        named = request.headers.getlist("host")
        host = named[0].lower() if len(named) == 1 else ""
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        if name not in self._hosts:
            return Trouble(421, "this server does not answer for this host; name it with --host-name")
        if wait := self._paces.take("read", address(request)):
            seconds = whole_seconds(wait)
            return Trouble(
                429, f"too much is asked from this address; try again in {seconds} seconds", seconds
            )
        if self._working >= self._most:
            return Trouble(503, "too much is asked at this moment; try again", MOMENT)
        if len(request.url.path) + len(request.url.query) > MOST_ADDRESS:
            return Trouble(414, f"the address has more than {MOST_ADDRESS} characters")
        if request.method not in SAFE:
            if whence(request) == "elsewhere":
                return Trouble(403, "a page of another site may not have this done here")
        elif request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers:
            return Trouble(413, "a request to read has no body")
        return None
