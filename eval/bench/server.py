"""A real server for the benches, in a process of its own and on a free port, without a limit on how much one asks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMAND = "from ui.cli import main; main()"
_SETTINGS = {
    "VEIKART_RATE_PER_MINUTE": "0",
    "VEIKART_RATE_PER_MINUTE_ORIGIN": "0",
    "VEIKART_LOG_LEVEL": "error",  # a reader who is asked to wait is a warning
}


@dataclass(frozen=True)
class BenchServer:
    """A server that answers.

    Args:
        url: Its address.
        process: Its process.
    """

    url: str
    process: subprocess.Popen[str]

    def megabytes(self) -> float:
        """Return its resident memory in MB (Linux)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


@contextmanager
def bench_server() -> Iterator[BenchServer]:
    """Start the server, and stop it at the end.

    Raises:
        RuntimeError: If it does not start; what it says stands above.
    """
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-u", "-c", COMMAND, "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **_SETTINGS},
    )
    try:
        found = (re.search(r"(http://[\d.]+:\d+)", line) for line in process.stdout or ())
        address = next((match[1] for match in found if match), None)
        if address is None:
            msg = "the server did not start"
            raise RuntimeError(msg)
        yield BenchServer(address, process)
    finally:
        process.terminate()
        process.wait()
