"""A real server for the load bench: its own process, its memory, and readers that ask as fast as they can."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from gevent.pool import Pool
from geventhttpclient.useragent import BadStatusCode, UserAgent

from assistant.index_state import read_texts
from assistant.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_COMMAND = "from ui.cli import main; main()"
_READERS = 4
_REPORTS = 10


@dataclass(frozen=True)
class RunningServer:
    """A server under load.

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

    def burst(self, questions: Sequence[str], count: int) -> str:
        """Ask many questions at once, and tell what came of them and how soon."""
        outcomes: Counter[int] = Counter()
        slowest: dict[int, float] = {}

        def one(question: str) -> None:
            began = perf_counter()
            status = self._ask(question)
            outcomes[status] += 1
            slowest[status] = max(slowest.get(status, 0.0), perf_counter() - began)

        pool = Pool(count)
        pool.map(one, islice(cycle(questions), count))
        return ", ".join(
            f"{number} × {status} (slowest {slowest[status]:.2f} s)" for status, number in sorted(outcomes.items())
        )

    def memory_over(self, questions: Sequence[str], count: int) -> Iterator[tuple[int, float]]:
        """Yield how many questions have been asked, and the memory in MB, ten times."""
        pool = Pool(_READERS)
        asked = islice(cycle(questions), count)
        for report in range(1, _REPORTS + 1):
            pool.map(self._ask, islice(asked, count // _REPORTS))
            yield report * (count // _REPORTS), self.megabytes()

    def _ask(self, question: str) -> int:
        client = UserAgent(max_retries=0, connection_timeout=60, network_timeout=60)
        body, kind = json.dumps({"question": question}), {"Content-Type": "application/json"}
        try:
            reply = client.urlopen(f"{self.url}/api/ask", method="POST", payload=body, headers=kind)
        except BadStatusCode as refused:
            return int(refused.code)
        return int(reply.status_code)


@contextmanager
def running_server() -> Iterator[tuple[RunningServer, list[str]]]:
    """Start the server, and read what its texts say that they answer."""
    texts = read_texts(load_settings().settings).values()
    questions = [question for text in texts for question in text.questions]
    limits = {"VEIKART_RATE_PER_MINUTE": "0", "VEIKART_RATE_PER_MINUTE_ORIGIN": "0"}
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-u", "-c", _COMMAND, "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **limits, "VEIKART_LOG_LEVEL": "warning"},
    )
    try:
        address = None
        while address is None and process.stdout is not None:
            found = re.search(r"(http://[\d.]+:\d+)", process.stdout.readline())
            address = found[1] if found else None
        yield RunningServer(str(address), process), questions
    finally:
        process.terminate()
        process.wait()
