"""An answer that goes on: pieces are sent as they come, until there are no more or nobody is there to take them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, suppress
from typing import cast

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from writethru.errors import StoreError
from writethru.render.reading_room import headers
from writethru.web.answers import Trouble

EVENT_STREAM = "text/event-stream"
PATIENCE = 60.0  # seconds that a piece may take; a client that takes none for so long is let go


class Stream(Response):
    """Sends pieces; the end of the client, of the pieces and of the server each end it, which `left` is told."""

    def __init__(self, pieces: AsyncIterator[bytes], left: Callable[[], None]) -> None:
        # Nothing between here and the client may keep pieces back.
        given = headers({"Cache-Control": "no-store", "X-Accel-Buffering": "no", "Vary": "Accept"})
        super().__init__(headers=given, media_type=EVENT_STREAM)
        del self.headers["content-length"]
        self._pieces = cast(AsyncGenerator[bytes, None], pieces)
        self._left = left

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send all pieces, or only the head if that is asked for."""
        try:
            async with aclosing(self._pieces):
                await send(
                    {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
                )
                if scope["method"] != "HEAD":
                    await self._send_while_there(receive, send)
                await send(_piece(b"", more=False))
        finally:
            self._left()

    async def _send_while_there(self, receive: Receive, send: Send) -> None:
        sending = asyncio.ensure_future(self._send(send))
        gone = asyncio.ensure_future(_gone(receive))
        try:
            await asyncio.wait((sending, gone), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (sending, gone):
                task.cancel()
                with suppress(asyncio.CancelledError, StoreError, Trouble, OSError, TimeoutError):
                    await task

    async def _send(self, send: Send) -> None:
        async for piece in self._pieces:
            async with asyncio.timeout(PATIENCE):  # `wait_for` may lose that it is cancelled
                await send(_piece(piece, more=True))


async def _gone(receive: Receive) -> None:
    """Return when the client is not there any more."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _piece(body: bytes, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": more}
