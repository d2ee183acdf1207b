"""A clock that is wrong for a while does no harm that stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from assistant.assistant import Assistant
from assistant.feedback import FeedbackStore
from assistant.refresh import IndexWatcher
from index.folder import FolderStore
from index.snapshot import current_name, go_back, load_snapshot, previous_name
from tests.faults.clock import RIGHT, Clock
from tests.faults.hall import GIVEN
from tests.faults.texts import QUESTION, change
from tests.server import start_server

if TYPE_CHECKING:
    from tests.faults.nursery import Nursery
    from tests.faults.reader import Reader
    from tests.faults.site import Site
    from tests.server import Server

HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)
RATE = 6  # questions a minute
NOTHING = {"question": ""}  # counted like any other


@dataclass
class Told:
    """What a server did while its clock was set back and forth."""

    answered: list[bool] = field(default_factory=list)
    seconds_to_wait: dict[str, int] = field(default_factory=dict)
    feedback: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, built_once: Site) -> Told:
    """A right clock, one that is an hour back, one that is two years ahead, and a right one again."""
    clock = Clock.made(tmp_path_factory.mktemp("clock"))
    if clock.library is None:
        pytest.skip("a wrong clock has to be compiled, and there is no compiler")
    place = built_once.copied(tmp_path_factory.mktemp("place"))
    environment = {**clock.environment, "VEIKART_RATE_PER_MINUTE": str(RATE), "VEIKART_TEXTS": str(place.texts)}
    found = Told()
    with start_server(tmp_path_factory.mktemp("server"), data=place.data, **environment) as server:
        for ahead in (RIGHT, -HOUR, 2 * YEAR, RIGHT):
            clock.set(ahead)
            _meet(server, f"{len(found.answered)}", found)
    found.feedback = [one.comment for one in FeedbackStore(place.settings.feedback_file, 365).listed()]
    return found


def _meet(server: Server, name: str, found: Told) -> None:
    """Ask, spend an address's questions, see how long one whose questions were spent before has to wait, and judge."""
    found.answered.append("370 millioner" in _send(server, f"10.0.0.{name}").text)
    if name != "0":
        spent = _send(server, f"10.0.1.{int(name) - 1}", body=NOTHING)
        found.seconds_to_wait[name] = int(spent.headers.get("retry-after", 0))
    for _ in range(RATE):
        _send(server, f"10.0.1.{name}", body=NOTHING)
    for number in range(2):
        given = _send(server, f"10.0.2.{name}", "/api/feedback", {**GIVEN, "comment": f"{name}-{number}"})
        assert given.status_code == 204


def _send(server: Server, who: str, path: str = "/api/ask", body: dict[str, object] | None = None) -> httpx.Response:
    with server.client() as client:
        return client.post(path, json=body or {"question": QUESTION}, headers={"X-Forwarded-For": who})


def test_a_server_answers_whatever_the_clock_says(told: Told) -> None:
    assert told.answered == [True] * 4


def test_a_clock_set_back_locks_nobody_out_for_longer_than_a_minute(told: Told) -> None:
    assert max(told.seconds_to_wait.values()) <= 60, told.seconds_to_wait


def test_feedback_outlives_a_clock_that_is_two_years_ahead_for_a_moment(told: Told) -> None:
    assert sorted(told.feedback) == [f"{name}-{number}" for name in range(4) for number in range(2)]


def test_an_index_that_is_built_by_a_wrong_clock_is_taken_up_and_kept(
    children: Nursery, clock: Clock, site: Site, reader: Reader
) -> None:
    running = Assistant(load_snapshot(site.index, reader.embedder.fingerprint), reader.embedder)
    watcher = IndexWatcher(running, FolderStore(site.index, running.embedder))
    before = current_name(site.index)
    for number, ahead in enumerate((-HOUR, YEAR, RIGHT, -DAY, RIGHT)):
        clock.set(ahead)
        change(site.texts, mark := f"klokke{number}")
        child = children.start("build", site.data, site.texts)
        assert child.wait() == 0, child.err
        assert watcher.look()
        assert reader.mark_of(running.snapshot) == mark
        assert reader.mark(site.index) == mark
        assert previous_name(site.index) == before, "the one that was in use before is the one to go back to"
        before = current_name(site.index)
    assert go_back(site.index) != before
    assert reader.mark(site.index) == "klokke3"
