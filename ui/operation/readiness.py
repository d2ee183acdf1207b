"""Readiness: whether questions should be sent here, and if not, why; told to whoever balances the load.

A question that comes all the same is answered: what is kept elsewhere may be away without making an answer wrong.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ui.operation.condition import Condition

State = Literal["starting", "ready", "stopping"]


class Readiness:
    """Where the server is between its start and its stop, and whether what it needs is there."""

    def __init__(self) -> None:
        self.state: State = "starting"
        self.conditions: tuple[Condition, ...] = ()
        self._stopping = asyncio.Event()

    def require(self, condition: Condition) -> None:
        """Be ready only while a condition holds as well."""
        self.conditions += (condition,)

    async def look(self) -> None:
        """See whether the conditions hold, if that was not seen a moment ago; takes no longer than they may."""
        await asyncio.gather(*(condition.look() for condition in self.conditions))

    @property
    def unmet(self) -> Condition | None:
        """The first condition that did not hold when it was looked at last."""
        return next((condition for condition in self.conditions if condition.reason), None)

    @property
    def is_ready(self) -> bool:
        """Whether questions should be sent here."""
        return self.state == "ready" and self.unmet is None

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
