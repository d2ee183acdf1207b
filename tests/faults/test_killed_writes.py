"""What was said to be stored is there after the process is killed, and the next one goes on."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

from tests.faults.stores import broken, held

if TYPE_CHECKING:
    from tests.faults.nursery import Nursery
    from tests.faults.site import Site

KILLS = 30
STORES = ("feedback", "unanswered", "triage", "audit")


def test_thirty_killed_writers_lose_nothing_that_was_said_to_be_stored(children: Nursery, site: Site) -> None:
    said: set[tuple[str, ...]] = set()
    for number in range(KILLS):
        child = children.start("write", site.data, f"skriver{number}")
        child.says(STORES[0] if number % 10 else STORES[-1])
        time.sleep(0.03 * (number % 10))  # over the making of the four files, and then over rounds of all four
        child.kill()
        assert child.wait() == -signal.SIGKILL, child.err
        said |= {tuple(line.split()) for line in child.out.splitlines()}
        kept = held(site.settings)
        assert said <= kept
        assert len(kept - said) <= len(STORES) * (number + 1)  # stored, and killed before it could say so
        assert broken(site.settings) == []
    assert {store for store, _ in said} == set(STORES)
