"""A condition: something that the server needs from elsewhere, looked at now and then, and never waited for long."""

from __future__ import annotations

import asyncio
import logging
import threading
from concurrent.futures import Future
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS_BETWEEN_LOOKS = 2.0
_SECONDS_TO_WAIT = 3.0  # what is there answers in milliseconds; a database that is not is given up after two seconds

logger = logging.getLogger(__name__)


class Condition:
    """Knows whether something holds, as it was when it was looked at last.

    Args:
        name: What it is about, as metrics and the kind of a problem name it.
        find_reason: Returns why it does not hold, in one line for anybody to read, or None; may take long.
        seconds: How long what was seen is good for.
        patience: How long somebody who asks waits for a look.
    """

    def __init__(
        self,
        name: str,
        find_reason: Callable[[], str | None],
        seconds: float = _SECONDS_BETWEEN_LOOKS,
        patience: float = _SECONDS_TO_WAIT,
    ) -> None:
        self.name = name
        self.reason: str | None = None
        self._find_reason = find_reason
        self._seconds = seconds
        self._patience = patience
        self._looked: float | None = None
        self._looking: Future[str | None] | None = None

    async def look(self) -> None:
        """Look, unless that was done a moment ago; a look that takes too long goes on, and is a reason meanwhile."""
        if self._looking is None:
            if self._looked is not None and monotonic() - self._looked < self._seconds:
                return
            self._looking = self._begin()
        looking = self._looking
        await asyncio.wait([asyncio.wrap_future(looking)], timeout=self._patience)
        if self._looking is not looking:  # somebody else saw it end
            return
        if not looking.done():
            self._become(f"{self.name}: svarer ikke")
            return
        self._looking, self._looked = None, monotonic()
        self._become(looking.result())

    def _begin(self) -> Future[str | None]:
        """Look in a thread that does not keep the process alive."""
        seen: Future[str | None] = Future()

        def run() -> None:
            try:
                reason = self._find_reason()
            except Exception:  # a look that never ended would be a reason for ever
                logger.exception("looking at the %s failed", self.name)
                reason = f"{self.name}: kan ikke undersøkes"
            seen.set_result(reason)

        threading.Thread(target=run, name=f"looking at {self.name}", daemon=True).start()
        return seen

    def _become(self, reason: str | None) -> None:
        if reason != self.reason:
            logger.warning("the %s %s", self.name, f"cannot be used: {reason}" if reason else "can be used again")
        self.reason = reason
