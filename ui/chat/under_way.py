"""What is under way: the turns that are being answered, one a reader, and why one is to end before its answer."""

from __future__ import annotations

import threading
from typing import Literal

Why = Literal["stopped", "begun anew", "gone"]


class Leaving:
    """Whether one turn is to end before its answer.

    Attributes:
        event: Set when it is.
        why: Why; None as long as nobody wants it.
        is_answered: Whether the answer is on its way to the page; then it is too late to stop.
    """

    def __init__(self) -> None:
        self.event = threading.Event()
        self.why: Why | None = None
        self.is_answered = False

    def end(self, why: Why) -> None:
        """End the turn; the first reason stands."""
        if self.is_answered and why == "stopped":
            return
        self.why = self.why or why
        self.event.set()


class UnderWay:
    """The turns that are being answered, by the reader's visit."""

    def __init__(self) -> None:
        self._turns: dict[str, Leaving] = {}
        self._lock = threading.Lock()

    def begin(self, visit: str) -> Leaving:
        """Begin a turn; one that is under way on the same page ends, and shows nothing more."""
        with self._lock:
            if earlier := self._turns.get(visit):
                earlier.end("gone")
            turn = self._turns[visit] = Leaving()
        return turn

    def done(self, visit: str, turn: Leaving) -> None:
        """Forget a turn that has ended."""
        with self._lock:
            if self._turns.get(visit) is turn:
                del self._turns[visit]

    def end(self, visit: str, why: Why) -> bool:
        """End the turn under way before its answer, and return whether there was one."""
        with self._lock:
            turn = self._turns.pop(visit, None)
        if turn:
            turn.end(why)
        return turn is not None
