"""Start the real server as its own process, on a free port."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from tests.warm.process import WarmProcess, start_warm

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
_START_SECONDS = 120


@dataclass(frozen=True)
class Server:
    url: str
    process: subprocess.Popen[bytes] | WarmProcess
    log: Path

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=30)


@contextmanager
def start_server(
    folder: Path, *, data: Path, port: int = 0, cold: bool = False, **environment: str
) -> Iterator[Server]:
    """A server that answers; ``cold`` starts it as a shell would."""
    log = folder / "server.log"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("VEIKART_")}
    log.write_text("")
    whole = {
        **clean,
        "VEIKART_DATA": str(data),
        "VEIKART_RATE_PER_MINUTE": "0",  # tests ask faster than anybody
        "VEIKART_RATE_PER_MINUTE_ORIGIN": "0",
        "PYTHONPATH": str(ROOT),
        **environment,
    }
    arguments = ["serve", "--port", str(port)]
    start = _start_cold if cold else start_warm
    process = start(arguments, cwd=folder, environment=whole, out=log)
    try:
        yield Server(wait_for_address(process, log), process, log)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _start_cold(arguments: list[str], *, cwd: Path, environment: dict[str, str], out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-u", "-c", "from ui.cli import main; main()", *arguments]
    with out.open("w") as stream:
        return subprocess.Popen(command, stdout=stream, stderr=subprocess.STDOUT, cwd=cwd, env=environment)


def wait_for_address(process: subprocess.Popen[bytes] | WarmProcess, log: Path) -> str:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"svarer på (http\S+)", log.read_text())
        if found and _answers(found[1]):
            return found[1]
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False
