"""Request log: one line and one count a request, by the route that answered it; never its query or its content."""

from __future__ import annotations

import logging
from time import perf_counter
from typing import TYPE_CHECKING, Any

from starlette.routing import Match, Route

if TYPE_CHECKING:
    from prometheus_client import Counter
    from starlette.applications import Starlette
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from assistant.answer import Answer

UNKNOWN = "-"
_SEEN = "veikart.route"
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
_PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
_SERVER_FAULT = 500
_ABANDONED = 499  # as nginx has it: the client left before there was an answer

logger = logging.getLogger(__name__)


class RequestLog:
    """Logs and counts every request, refused ones too; wraps the whole app.

    Args:
        app: The app.
        requests: Counts requests by method, route and status.
    """

    def __init__(self, app: ASGIApp, requests: Counter) -> None:
        self.app = app
        self._requests = requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and note what became of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = perf_counter()
        status = _ABANDONED
        seen = {"route": UNKNOWN}

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app({**scope, _SEEN: seen}, receive, noting)
        except Exception:  # told on; a reader who has gone is another thing, and no fault
            status = _SERVER_FAULT
            raise
        finally:
            method = scope["method"] if scope["method"] in _METHODS else UNKNOWN
            self._note(method, seen["route"], status, perf_counter() - began)

    def _note(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(method, route, status).inc()
        milliseconds = round(seconds * 1000, 1)
        fields = {"method": method, "route": route, "status": status, "ms": milliseconds}
        level = _level(method, route, status)
        logger.log(level, "%s %s %d %s ms", method, route, status, milliseconds, extra=fields)


class RouteNote:
    """Notes which route of an app answered; wraps that app itself.

    Routes have names with places for what varies, so that neither the log nor the counts hold what a client wrote.

    Args:
        app: The app.
    """

    def __init__(self, app: Starlette) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and note the route."""
        outer = scope.get("root_path", "")
        try:
            await self.app(scope, receive, send)
        finally:
            if _SEEN in scope:
                scope[_SEEN]["route"] = self._route(scope, outer)

    def _route(self, scope: Scope, outer: str) -> str:
        """The route's own path, below the mount that it is in."""
        mounted = str(scope.get("root_path", "")).removeprefix(outer)
        if route := scope.get("route"):
            return mounted + str(route.path)
        return mounted or self._plain_route(scope)

    def _plain_route(self, scope: Scope) -> str:
        """The path of one of Starlette's own routes, which do not tell that it was they who answered."""
        routes = (route for route in self.app.routes if isinstance(route, Route))
        return next((route.path for route in routes if route.matches(scope)[0] is Match.FULL), UNKNOWN)


def log_answer(answer: Answer) -> None:
    """Log how a question was answered, and how long each stage took; not what was asked or answered."""
    fields: dict[str, Any] = {
        "mode": answer.mode,
        "language": answer.language,
        "citations": len(answer.citations),
        "dropped_citations": answer.dropped_citations,
        "model": answer.model,
        "corpus_version": answer.corpus_version,
        **{f"{stage}_ms": milliseconds for stage, milliseconds in answer.timings_ms.items()},
    }
    logger.info("answered: %s", answer.mode, extra=fields)


def _level(method: str, route: str, status: int) -> int:
    if status >= _SERVER_FAULT:
        return logging.WARNING
    is_file = method in ("GET", "HEAD") and route.startswith(("/ressurser", "/widget/", "/nb", "/nn", "/en"))
    return logging.DEBUG if route in _PROBES or is_file else logging.INFO
