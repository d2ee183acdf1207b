"""A build that is killed at any moment leaves an index that serves, and nothing that stays."""

from __future__ import annotations

import json
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest

from assistant.index_lock import is_being_built
from tests.faults.stores import broken
from tests.faults.texts import change

if TYPE_CHECKING:
    from tests.faults.nursery import Child, Nursery
    from tests.faults.reader import Reader
    from tests.faults.site import Site

KILLS_AT_MOMENTS = 50
KILLS_AT_STEPS = 50
KILLED = -signal.SIGKILL


@pytest.fixture
def measured(children: Nursery, site: Site) -> dict[str, Any]:
    """How long a build takes, and in how many steps it changes the disk, once there are old ones to remove."""
    for mark in ("en", "to", "tre"):
        change(site.texts, mark)
        child = children.start("build", site.data, site.texts)
        assert child.wait() == 0, child.err
    told: dict[str, Any] = json.loads(child.out.splitlines()[-1])
    return told


def test_a_hundred_killed_builds_leave_the_old_index_or_the_new(
    children: Nursery, site: Site, reader: Reader, measured: dict[str, Any]
) -> None:
    served = "tre"

    def is_killed(child: Child, mark: str) -> bool:
        nonlocal served
        end = child.wait()
        now = reader.mark(site.index)
        assert now in (served, mark)
        served = now
        assert broken(site.settings) == []
        assert not is_being_built(site.index)
        return end == KILLED

    killed, tried = 0, 0
    while killed < KILLS_AT_MOMENTS:
        change(site.texts, mark := f"stund{tried}")
        child = children.start("build", site.data, site.texts)
        child.says("begins")
        time.sleep(measured["seconds"] * (tried % KILLS_AT_MOMENTS) / KILLS_AT_MOMENTS)
        child.kill()
        tried += 1
        killed += is_killed(child, mark)
    for number in range(KILLS_AT_STEPS):
        change(site.texts, mark := f"steg{number}")
        step = 1 + number * (measured["steps"] - 1) // (KILLS_AT_STEPS - 1)
        assert is_killed(children.start("build", site.data, site.texts, 0, step), mark)

    change(site.texts, "til slutt")
    assert children.start("build", site.data, site.texts).wait() == 0
    assert reader.mark(site.index) == "til"
    assert len(site.left()) == 2, "killed builds left something behind"
    assert [name for name in site.left() if name.startswith(".")] == []
