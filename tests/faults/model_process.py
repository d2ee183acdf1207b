"""A language-model server as a process of its own, which can be killed and started again at the same address."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer

from tests.conftest import ROOT
from tests.scripted_model import Script, ScriptedModel, _Handler


@dataclass
class ModelProcess:
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def start(self, *pieces: str, pause: float = 0.0) -> None:
        """Start it, and wait until it listens."""
        told = json.dumps({"pieces": pieces, "pause": pause})
        command = [sys.executable, "-m", "tests.faults.model_process", str(self.port), told]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        while not _listens(self.port):
            assert self.process.poll() is None
            time.sleep(0.02)

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


def free_port() -> int:
    """A port that stays free while nobody listens: below those that the system gives to connections."""
    for port in range(21_000 + os.getpid() % 5_000, 30_000):
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port
    raise AssertionError("no port is free")


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _serve(port: int, told: str) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
    server.model = ScriptedModel("", [Script(**json.loads(told))])  # type: ignore[attr-defined] # the handler's
    server.serve_forever()


if __name__ == "__main__":
    _serve(int(sys.argv[1]), sys.argv[2])
