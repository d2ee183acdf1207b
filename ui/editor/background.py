"""Background work: something that takes minutes, in a thread, one at a time."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)


class Background:
    """Runs work in a thread of its own.

    Args:
        name: What the thread is called.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    @property
    def is_running(self) -> bool:
        """Whether work goes on."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, work: Callable[[], None]) -> bool:
        """Begin, unless work goes on already; returns whether it was begun."""
        with self._lock:
            if self.is_running:
                return False
            self._thread = threading.Thread(target=_logged, args=[work], name=self._name, daemon=True)
            self._thread.start()
            return True

    def wait(self, seconds: float) -> bool:
        """Wait until nothing runs; returns whether that was so in time."""
        if self._thread is not None:
            self._thread.join(seconds)
        return not self.is_running


def _logged(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception:  # a thread has nobody else to tell
        logger.exception("background work failed")
