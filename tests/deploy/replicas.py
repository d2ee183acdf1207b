"""Two servers alike behind a real nginx, over one Milvus and one PostgreSQL, and a log of what happened to them."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.nginx import PREFIX, Proxy
from tests.server import Server, start_server

_PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Logbook:
    """What happened when, for whoever reads how it went.

    Args:
        path: File that it is written to.
    """

    path: Path
    _began: float = field(default_factory=time.monotonic)

    def note(self, what: str) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{time.monotonic() - self._began:7.2f} s  {what}\n")

    @property
    def text(self) -> str:
        return f"\n{self.path.read_text(encoding='utf-8')}"

    def wait_until(self, is_so: Callable[[], object], what: str) -> None:
        """Wait until something is so, and note how long that took."""
        began = time.monotonic()
        while not is_so():
            assert time.monotonic() < began + _PATIENCE, f"it never came about that {what}{self.text}"
            time.sleep(0.05)
        self.note(f"{what} (after {time.monotonic() - began:.2f} s)")


@dataclass
class Replica:
    """A server at an address that it keeps when it is started again.

    Args:
        name: What the log calls it.
        port: Where it listens.
        folder: Where its logs lie.
        data: Its own data folder.
        environment: Its settings.
        log: Where it is told of.
    """

    name: str
    port: int
    folder: Path
    data: Path
    environment: dict[str, str]
    log: Logbook
    server: Server | None = None
    _running: ExitStack = field(default_factory=ExitStack)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        place = self.folder / f"{self.name}-{time.monotonic_ns()}"
        place.mkdir(parents=True)
        starting = start_server(place, data=self.data, port=self.port, **self.environment)
        self.server = self._running.enter_context(starting)
        self.log.note(f"{self.name} answers")

    def kill(self) -> None:
        assert self.server
        self.server.process.kill()
        self.server.process.wait()
        self.log.note(f"{self.name} is killed (SIGKILL)")

    def stop(self) -> None:
        self._running.close()

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=f"http://{self.address}", timeout=60)

    def readiness(self) -> tuple[int, str]:
        """The status of ``/readyz``, and the reason that it gives."""
        with self.client() as client:
            response = client.get("/readyz")
        return response.status_code, str(response.json().get("detail", ""))

    def measured(self, name: str) -> float:
        with self.client() as client:
            found = re.search(rf"^{name} (\S+)$", client.get("/metrics").text, re.MULTILINE)
        return float(found[1]) if found else -1.0

    def ask(self, question: str) -> httpx.Response:
        with self.client() as client:
            return client.post("/api/ask", json={"question": question})


@dataclass(frozen=True)
class Cluster:
    """The servers and the proxy before them."""

    replicas: tuple[Replica, Replica]
    proxy: Proxy
    log: Logbook

    def ask(self, question: str) -> httpx.Response:
        """Ask through the proxy, on a connection of its own."""
        with self.proxy.client() as client:
            return client.post("/api/ask", json={"question": question})

    def other(self, replica: Replica) -> Replica:
        first, second = self.replicas
        return second if replica is first else first

    def answered_last(self, path: str) -> Replica:
        """The server that the last request to a path went to, as the proxy's log has it."""
        lines = [line for line in self.access_log() if f" {PREFIX}{path}" in line]
        assert lines, f"no request to {path}{self.log.text}"
        return next(one for one in self.replicas if f'{one.address}" ' in lines[-1])

    def access_log(self) -> list[str]:
        return (self.proxy.folder / "veikart_access.log").read_text().splitlines()

    @contextmanager
    def asked_all_the_time(self, question: str) -> Iterator[list[httpx.Response]]:
        """Ask through the proxy again and again meanwhile; yields what was answered."""
        answers: list[httpx.Response] = []
        done = threading.Event()

        def ask() -> None:
            while not done.is_set():
                answers.append(self.ask(question))
                done.wait(0.1)

        thread = threading.Thread(target=ask)
        thread.start()
        try:
            yield answers
        finally:
            done.set()
            thread.join()
            statuses = sorted({one.status_code for one in answers})
            self.log.note(f"meanwhile {len(answers)} questions through nginx got {statuses}")


def content(response: httpx.Response) -> dict[str, Any]:
    """An answer without the time that it took."""
    assert response.status_code == 200, response.text
    return {name: value for name, value in response.json().items() if name != "timings_ms"}
