"""Retention: until when what was kept is to be forgotten, by a clock that is believed only while it runs evenly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import monotonic, time
from typing import Literal

Keeping = Literal["off", "count", "text"]  # of questions that were not answered: nothing, how many, or what they were

_JUMP = 86_400.0  # seconds that the clock may move by itself: a machine that slept, a clock that was set right
_DOUBT = 86_400.0  # seconds after a larger jump in which nothing is forgotten; it may be set right again


class Retention:
    """Tells what is too old to keep, and nothing for a day after the clock has jumped.

    A clock that is a year ahead for a moment would otherwise delete everything for good. One that is wrong already
    when the program starts is not known from a right one.

    Args:
        days: How long things are kept.
    """

    def __init__(self, days: int) -> None:
        self._days = days
        self._offset = time() - monotonic()
        self._jumped: float | None = None

    def oldest(self) -> datetime | None:
        """Return the moment before which things are forgotten, in UTC, or None if the clock is in doubt."""
        return None if self._is_in_doubt() else datetime.now(UTC) - timedelta(days=self._days)

    def _is_in_doubt(self) -> bool:
        offset, now = time() - monotonic(), monotonic()
        if abs(offset - self._offset) < _JUMP:
            self._jumped = None
            return False
        self._jumped = now if self._jumped is None else self._jumped
        if now - self._jumped < _DOUBT:
            return True
        self._offset, self._jumped = offset, None
        return False
