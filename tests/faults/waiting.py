"""Waiting for what comes in its own time."""

from __future__ import annotations

import time
from collections.abc import Callable

_PATIENCE = 120  # seconds; only a machine that stands still takes so long


def wait_until(is_so: Callable[[], object]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.05)
