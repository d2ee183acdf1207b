"""Places: how many may work at once. Who waits for one gets it in turn, and may leave the queue."""

from __future__ import annotations

import threading
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOOK_UP_SECONDS = 0.05  # how often one that waits looks up whether its reader has gone


class Places:
    """Some places, and a queue for them.

    Args:
        count: How many.
    """

    def __init__(self, count: int) -> None:
        self._free = count
        self._queue: deque[threading.Event] = deque()
        self._lock = threading.Lock()

    @contextmanager
    def taken(self, left: threading.Event | None = None) -> Iterator[bool]:
        """Wait for a place, and hold it.

        Args:
            left: Set when nobody waits for the work any more.

        Yields:
            Whether there is one; there is none for who has left.
        """
        called = self._line_up()
        while not called.wait(_LOOK_UP_SECONDS):
            if left and left.is_set() and self._leave(called):
                yield False
                return
        try:
            yield True
        finally:
            self._call_next()

    def _line_up(self) -> threading.Event:
        """Join the queue, or take a place at once; returns what is set when the place is there."""
        called = threading.Event()
        with self._lock:
            if self._free:
                self._free -= 1
                called.set()
            else:
                self._queue.append(called)
        return called

    def _leave(self, called: threading.Event) -> bool:
        """Leave the queue; returns whether that was before the place came."""
        with self._lock:
            if called.is_set():
                return False
            self._queue.remove(called)
        return True

    def _call_next(self) -> None:
        """Hand the place to the first of the queue."""
        with self._lock:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._free += 1
