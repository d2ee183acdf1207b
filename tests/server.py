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

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
_START_SECONDS = 120


@dataclass(frozen=True)
class Server:
    url: str
    process: subprocess.Popen[str]
    log: Path

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=30)


@contextmanager
def start_server(folder: Path, *, data: Path, port: int = 0, **environment: str) -> Iterator[Server]:
    log = folder / "server.log"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("VEIKART_")}
    with log.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-u", "-c", "from ui.cli import main; main()", "serve", "--port", str(port)],
            stdout=stream,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=folder,
            env={
                **clean,
                "VEIKART_DATA": str(data),
                "VEIKART_RATE_PER_MINUTE": "0",  # tests ask faster than anybody
                "VEIKART_RATE_PER_MINUTE_ORIGIN": "0",
                "PYTHONPATH": str(ROOT),
                **environment,
            },
        )
    try:
        yield Server(wait_for_address(process, log), process, log)
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for_address(process: subprocess.Popen[str], log: Path) -> str:
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
