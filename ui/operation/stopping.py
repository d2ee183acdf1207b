"""Open streams: those that stay open as long as a page does are told of the stop as if the reader had gone.

Without this the server would wait for them in vain, and then break them off.
"""

from __future__ import annotations

import asyncio
import logging
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ui.operation.readiness import Readiness

SECONDS_TO_FINISH = 3.0  # what an answer under way has before it is broken off
logger = logging.getLogger(__name__)

_OPEN_STREAMS = re.compile(r"/\w+/gradio_api/(heartbeat/\w+|queue/data)")


class EndAtStop:
    """Ends the open streams of pages soon after the server was asked to stop.

    Args:
        app: The app.
        readiness: Tells when the server stops.
    """

    def __init__(self, app: ASGIApp, readiness: Readiness) -> None:
        self.app = app
        self._readiness = readiness

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; one that stays open will hear of the stop."""
        if scope["type"] == "http" and _OPEN_STREAMS.fullmatch(scope["path"].removeprefix(scope.get("root_path", ""))):
            stop = asyncio.ensure_future(self._stop())
            reply = _Reply(send)
            try:
                await self.app(scope, _until(stop, receive), reply.send)
            except Exception as error:
                # Gradio breaks off where a stranger asks for a session that is not there. A line will do.
                logger.warning("an open stream broke off: %s", type(error).__name__)
                if not await reply.end():
                    raise
            finally:
                stop.cancel()
        else:
            await self.app(scope, receive, send)

    async def _stop(self) -> None:
        await self._readiness.until_stop()
        await asyncio.sleep(SECONDS_TO_FINISH)


class _Reply:
    """What has been sent of a reply, so that one that breaks off can still be ended as it should."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._is_open = False

    async def send(self, message: Message) -> None:
        """Send a part of it."""
        await self._send(message)
        self._is_open = message["type"] == "http.response.start" or bool(message.get("more_body"))

    async def end(self) -> bool:
        """End it; returns whether it had begun and was not ended."""
        if self._is_open:
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})
        return self._is_open


def _until(stop: asyncio.Future[None], receive: Receive) -> Receive:
    async def receive_or_stop() -> Message:
        message = asyncio.ensure_future(receive())
        try:
            waited_for: list[asyncio.Future[Any]] = [message, stop]
            await asyncio.wait(waited_for, return_when=asyncio.FIRST_COMPLETED)
            return message.result() if message.done() else {"type": "http.disconnect"}
        finally:
            message.cancel()

    return receive_or_stop
