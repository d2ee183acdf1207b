"""Two builds that start at the same moment do not spoil one another."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.faults.deeds import BUSY
from tests.faults.stores import broken
from tests.faults.texts import change

if TYPE_CHECKING:
    from tests.faults.nursery import Nursery
    from tests.faults.reader import Reader
    from tests.faults.site import Site

ROUNDS = 10


def test_two_builds_at_once_end_well_or_say_that_another_is_at_it(
    children: Nursery, site: Site, reader: Reader
) -> None:
    ends: list[int] = []
    for number in range(ROUNDS):
        change(site.texts, mark := f"runde{number}")
        both = [children.start("build", site.data, site.texts, at) for at in [time.monotonic() + 0.1] * 2]
        codes = [child.wait() for child in both]
        for child, code in zip(both, codes, strict=True):
            assert code in (0, BUSY), child.err
            assert ("bygges allerede av et annet program; vent til det er ferdig" in child.out) == (code == BUSY)
        assert 0 in codes
        assert reader.mark(site.index) == mark
        assert broken(site.settings) == []
        assert len(site.left()) == 2
        ends += codes
    assert BUSY in ends, "they never met"
