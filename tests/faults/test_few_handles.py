"""A server that runs out of file handles stays alive, and answers when there are some again."""

from __future__ import annotations

import os
import resource
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import pytest

from tests.faults.texts import QUESTION, change
from tests.faults.waiting import wait_until

if TYPE_CHECKING:
    from tests.faults.hall import Hall
    from tests.faults.nursery import Nursery

SPARE = 12  # handles beside those that it holds
CONNECTIONS = 80
SECONDS = 5.0  # it tries again once a second
REFUSED = "socket.accept() out of system resource"


@contextmanager
def few_handles(pid: int) -> Iterator[None]:
    soft, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    held = max(int(name) for name in os.listdir(f"/proc/{pid}/fd"))
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (held + SPARE, hard))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (soft, hard))


@contextmanager
def used(client: httpx.Client) -> Iterator[None]:
    """Use a client's connection now and then, for the server closes one that is idle for five seconds."""
    done = threading.Event()

    def use() -> None:
        while not done.wait(1):
            client.get("/healthz")

    thread = threading.Thread(target=use)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


@dataclass
class Told:
    """What a server did while it had too few handles."""

    is_alive: bool = False
    answer: str = ""
    refused: int = 0
    seconds: float = 0.0
    versions: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def told(hall: Hall, children: Nursery) -> Told:
    """More connections than handles, and an index that comes meanwhile; then the connections are closed."""
    pid, where, found = hall.server.process.pid, urlsplit(hall.server.url), Told()
    found.versions = {hall.version()}
    assert hall.answers()  # the first answer reads modules that are needed from then on
    with few_handles(pid):
        with hall.server.client() as known, used(known), ExitStack() as open_connections:
            assert known.get("/healthz").status_code == 200  # over the connection that is used from then on
            for _ in range(CONNECTIONS):
                open_connections.enter_context(socket.create_connection((where.hostname, where.port)))
            wait_until(lambda: REFUSED in hall.log())
            began = time.monotonic()
            change(hall.site.texts, "trangt om håndtak")
            assert children.command(hall.site, "index").code == 0  # it cannot be taken up now
            time.sleep(SECONDS)
            found.refused, found.seconds = hall.log().count(REFUSED), time.monotonic() - began
            found.is_alive = hall.server.process.poll() is None
            found.answer = known.post("/api/ask", json={"question": QUESTION}).text
        wait_until(lambda: hall.version() not in found.versions)
        found.versions.add(hall.version())
    return found


def test_more_connections_than_handles_do_not_end_the_server(told: Told, hall: Hall) -> None:
    assert told.is_alive
    assert "370 millioner" in told.answer  # over a connection that was open already
    assert hall.answers()


def test_an_index_that_came_meanwhile_is_taken_up_when_there_are_handles_again(told: Told) -> None:
    assert len(told.versions) == 2


def test_a_server_without_handles_neither_spins_nor_fills_its_log(told: Told) -> None:
    assert told.refused < 10 * (told.seconds + 1)
