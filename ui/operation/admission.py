"""Admission: how many questions may be under way at once; one more is refused at once, with when to come back.

Without a limit, a burst would pile up: every question would be answered later than its reader waits.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ui.problems import problem

if TYPE_CHECKING:
    from prometheus_client import Gauge
    from starlette.types import ASGIApp, Receive, Scope, Send

# What computes an answer or a search. Questions on the Gradio page wait in a queue of its own (``ui/chat/page.py``).
_WORK = re.compile(r"POST (/api/ask(/stream)?|/embed)|GET /api/search")
SECONDS_TO_WAIT = 2


class Admission:
    """Lets only so many questions in at once.

    Args:
        app: The app.
        at_once: How many; 0 for no limit.
        in_hand: Shows how many there are.
    """

    def __init__(self, app: ASGIApp, at_once: int, in_hand: Gauge) -> None:
        self.app = app
        self._at_once = at_once
        self._count = 0
        self._in_hand = in_hand

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or tell when to try again."""
        if scope["type"] != "http" or not _is_work(scope):
            await self.app(scope, receive, send)
            return
        if self._at_once and self._count >= self._at_once:
            detail = f"Assistenten har fullt opp akkurat nå. Prøv igjen om {SECONDS_TO_WAIT} sekunder."
            response = problem(503, detail, kind="load/full")
            response.headers["Retry-After"] = str(SECONDS_TO_WAIT)
            await response(scope, receive, send)
            return
        self._count += 1
        self._in_hand.inc()
        try:
            await self.app(scope, receive, send)
        finally:
            self._count -= 1
            self._in_hand.dec()


def _is_work(scope: Scope) -> bool:
    path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
    return _WORK.fullmatch(f"{scope['method']} {path}") is not None
