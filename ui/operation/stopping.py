"""Stopping: streams that stay open as long as a page does are told that the reader has gone, so that they end cleanly.

Without this the server would wait for them in vain, and then break them off.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ui.operation.readiness import Readiness

SECONDS_TO_FINISH = 3.0  # what an answer under way has before it is broken off
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
            try:
                await self.app(scope, _until(stop, receive), send)
            finally:
                stop.cancel()
        else:
            await self.app(scope, receive, send)

    async def _stop(self) -> None:
        await self._readiness.until_stop()
        await asyncio.sleep(SECONDS_TO_FINISH)


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
