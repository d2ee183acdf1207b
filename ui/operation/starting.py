"""Starting: an app that can be asked how it is while the real one is being made, and then is the real one.

Loading the model takes seconds and building an index minutes. A port that answers nothing meanwhile cannot be told
from a server that hangs.
"""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi.responses import HTMLResponse, JSONResponse
from starlette.datastructures import Headers

from ui.operation.probes import Health, readiness_response
from ui.operation.readiness import Readiness
from ui.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PAGE = Path(__file__).parent.parent / "templates" / "starting.html"
_HEADERS = {
    "Retry-After": "5",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class StartingApp:
    """Becomes another app when that is made.

    Args:
        make: Makes it, in a thread of its own.
        readiness: Told when it is there.

    Attributes:
        failure: Why it could not be made.
        on_failure: Called then.
        on_ready: Called when the other app answers.
    """

    def __init__(self, make: Callable[[], ASGIApp], readiness: Readiness) -> None:
        self._make = make
        self._readiness = readiness
        self.on_failure: Callable[[], None] = lambda: None
        self.on_ready: Callable[[], None] = lambda: None
        self.failure: BaseException | None = None
        self._app: ASGIApp | None = None
        self._lifespan: _Lifespan | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request to the app, or tell that it is not there yet."""
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        elif self._app is not None:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            response = await self._meanwhile(scope)
            response.headers.update(_HEADERS)
            await response(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1013})

    async def _meanwhile(self, scope: Scope) -> Response:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if path == "/healthz":
            return JSONResponse(Health(status="starting").model_dump())
        if path == "/readyz":
            await self._readiness.look()
            return readiness_response(self._readiness)
        if "text/html" in Headers(scope=scope).get("accept", ""):
            return HTMLResponse(_PAGE.read_text(encoding="utf-8"), 503)
        return problem(503, "Assistenten starter. Prøv igjen om litt.", kind="ready/starting")

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # startup
        making = asyncio.create_task(self._become(scope))
        await send({"type": "lifespan.startup.complete"})
        await receive()  # shutdown
        making.cancel()
        with suppress(asyncio.CancelledError):
            await making
        if self._lifespan is not None:
            await self._lifespan.end()
        await send({"type": "lifespan.shutdown.complete"})

    async def _become(self, scope: Scope) -> None:
        try:
            app = await _in_daemon(self._make)
            self._lifespan = _Lifespan(app, scope)
            await self._lifespan.begin()
        except Exception as error:
            self.failure = error
            self.on_failure()
            return
        self._app = app
        self._readiness.become_ready()
        self.on_ready()


class _Lifespan:
    """The start and the end of an app that came after the server's own start."""

    def __init__(self, app: ASGIApp, scope: Scope) -> None:
        self._to_app: asyncio.Queue[Message] = asyncio.Queue()
        self._from_app: asyncio.Queue[Message] = asyncio.Queue()
        self._task = asyncio.ensure_future(app(scope, self._to_app.get, self._from_app.put))

    async def begin(self) -> None:
        await self._say("startup")

    async def end(self) -> None:
        await self._say("shutdown")
        await self._task

    async def _say(self, phase: str) -> None:
        await self._to_app.put({"type": f"lifespan.{phase}"})
        answer = asyncio.ensure_future(self._from_app.get())
        await asyncio.wait([answer, self._task], return_when=asyncio.FIRST_COMPLETED)
        if not answer.done() or answer.result()["type"] != f"lifespan.{phase}.complete":
            answer.cancel()
            msg = f"the app failed in its {phase}"
            raise RuntimeError(msg) from (self._task.exception() if self._task.done() else None)


async def _in_daemon(make: Callable[[], ASGIApp]) -> ASGIApp:
    """Run in a thread that does not keep the process alive, so that a stop need not wait for an index."""
    loop = asyncio.get_running_loop()
    made: asyncio.Future[ASGIApp] = loop.create_future()

    def tell(settle: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits any longer
            loop.call_soon_threadsafe(lambda: None if made.done() else settle())

    def run() -> None:
        try:
            app = make()
        except BaseException as error:
            failure = error
            tell(lambda: made.set_exception(failure))
        else:
            tell(lambda: made.set_result(app))

    threading.Thread(target=run, name="starting", daemon=True).start()
    return await made
