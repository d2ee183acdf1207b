"""A nursery: starts real processes without the seconds that reading the libraries and the model takes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import ROOT
from tests.faults.clock import Clock
from tests.faults.site import Site

_PATIENCE = 120  # seconds; only a machine that stands still takes so long


@dataclass
class Child:
    """A process that does one deed."""

    nursery: Nursery
    pid: int
    to: Path

    @property
    def out(self) -> str:
        return _text(self.to.with_suffix(".out"))

    @property
    def err(self) -> str:
        return _text(self.to.with_suffix(".err"))

    def says(self, word: str) -> None:
        """Wait until it has said something."""
        deadline = time.monotonic() + _PATIENCE
        while word not in self.out:
            if time.monotonic() > deadline or not _is_alive(self.pid):
                raise AssertionError(f"{word!r} was never said:\n{self.out}\n{self.err}")
            time.sleep(0.001)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)  # it may have ended; until it is waited for, its number is its own

    def wait(self) -> int:
        """How it ended; a signal is a negative number."""
        deadline = time.monotonic() + _PATIENCE
        while _is_alive(self.pid):
            if time.monotonic() > deadline:
                self.kill()
                raise AssertionError(f"it never ended:\n{self.out}\n{self.err}")
            time.sleep(0.002)
        return self.nursery.ask({"wait": self.pid})


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    code: int
    out: str
    err: str

    def is_one_clear_line(self, says: str) -> bool:
        """Whether it failed as users are told of their mistakes; the log may have lines beside."""
        told = [line for line in self.err.splitlines() if line.startswith("Feil: ")]
        return self.code == 2 and len(told) == 1 and says in told[0] and "Traceback" not in self.err


@dataclass
class Nursery:
    """The process that children are forked from."""

    process: subprocess.Popen[str]
    folder: Path
    started: int = field(default=0)
    is_ready: bool = False

    def start(self, deed: str, *arguments: object) -> Child:
        self.started += 1
        to = self.folder / f"child-{self.started}"
        order = {"deed": deed, "arguments": [str(one) for one in arguments], "to": str(to)}
        return Child(self, self.ask(order), to)

    def command(self, site: Site, *arguments: str) -> Ended:
        """Run the command line to its end."""
        environment = {"VEIKART_DATA": str(site.data), "VEIKART_TEXTS": str(site.texts)}
        child = self.start("command", self.folder, json.dumps(environment), *arguments)
        return Ended(child.wait(), child.out, child.err)

    def ask(self, order: dict[str, object]) -> int:
        if self.process.stdin is None or self.process.stdout is None:
            raise AssertionError("the nursery has no pipes")
        if not self.is_ready:  # it gets ready while others do
            assert self.process.stdout.readline() == "ready\n", "the nursery did not start"
            self.is_ready = True
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@contextmanager
def nursery(folder: Path, data: Path, clock: Clock) -> Iterator[Nursery]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("VEIKART_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.cradle", str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**clean, **clock.environment, "OMP_NUM_THREADS": "1"},
    )
    try:
        yield Nursery(process, folder)
    finally:
        process.kill()
        process.wait()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _is_alive(pid: int) -> bool:
    """Whether it runs; one that has ended and was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
