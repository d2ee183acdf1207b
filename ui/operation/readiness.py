"""Readiness: whether questions can be answered, and if not, why; told to whoever balances the load."""

from __future__ import annotations

import asyncio
from typing import Literal

State = Literal["starting", "ready", "stopping"]


class Readiness:
    """Where the server is between its start and its stop."""

    def __init__(self) -> None:
        self.state: State = "starting"
        self._stopping = asyncio.Event()

    def become_ready(self) -> None:
        """Model and index are verified; does nothing if the server has been asked to stop meanwhile."""
        if self.state == "starting":
            self.state = "ready"

    def stop(self) -> None:
        """No more questions are wanted, and those under way are to end; called in the server's event loop."""
        self.state = "stopping"
        self._stopping.set()

    async def until_stop(self) -> None:
        """Return when the server has been asked to stop."""
        await self._stopping.wait()
