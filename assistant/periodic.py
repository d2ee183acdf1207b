"""Periodic work: something that is done again and again in a thread of its own, whatever becomes of it."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)


class Periodic:
    """Does something every so many seconds until it is stopped; what fails is logged and done again the next time.

    Args:
        name: The thread's name.
        seconds: How long to wait between.
        work: What to do.
        at_once: Whether to begin with it and not with waiting.
    """

    def __init__(self, name: str, seconds: float, work: Callable[[], object], *, at_once: bool = False) -> None:
        self._seconds = seconds
        self._work = work
        self._at_once = at_once
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Stop, after what is being done."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        if self._at_once:
            self._do()
        while not self._stopped.wait(self._seconds):
            self._do()

    def _do(self) -> None:
        try:
            self._work()
        except Exception:  # whatever it was, the next time must come
            logger.exception("%s failed, and will be tried again", self._thread.name)
