"""Readers that ask a server as fast as they can, for the load bench."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from itertools import cycle, islice
from time import perf_counter
from typing import TYPE_CHECKING

from gevent.pool import Pool
from geventhttpclient.useragent import BadStatusCode, UserAgent

from assistant.index_state import read_texts
from assistant.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eval.bench.server import BenchServer

_READERS = 4
_REPORTS = 10


@dataclass(frozen=True)
class Readers:
    """Readers of a server.

    Args:
        server: The server.
        questions: What they ask, over and over.
    """

    server: BenchServer
    questions: Sequence[str]

    def burst(self, count: int) -> str:
        """Ask many questions at once, and tell what came of them and how soon."""
        outcomes: Counter[int] = Counter()
        slowest: dict[int, float] = {}

        def one(question: str) -> None:
            began = perf_counter()
            status = self._ask(question)
            outcomes[status] += 1
            slowest[status] = max(slowest.get(status, 0.0), perf_counter() - began)

        pool = Pool(count)
        pool.map(one, islice(cycle(self.questions), count))
        return ", ".join(
            f"{number} × {status} (slowest {slowest[status]:.2f} s)" for status, number in sorted(outcomes.items())
        )

    def memory_over(self, count: int) -> Iterator[tuple[int, float]]:
        """Yield how many questions have been asked, and the memory in MB, ten times."""
        pool = Pool(_READERS)
        asked = islice(cycle(self.questions), count)
        for report in range(1, _REPORTS + 1):
            pool.map(self._ask, islice(asked, count // _REPORTS))
            yield report * (count // _REPORTS), self.server.megabytes()

    def _ask(self, question: str) -> int:
        client = UserAgent(max_retries=0, connection_timeout=60, network_timeout=60)
        body, kind = json.dumps({"question": question}), {"Content-Type": "application/json"}
        try:
            reply = client.urlopen(f"{self.server.url}/api/ask", method="POST", payload=body, headers=kind)
        except BadStatusCode as refused:
            return int(refused.code)
        return int(reply.status_code)


def stated_questions() -> list[str]:
    """Return what the texts say that they answer."""
    texts = read_texts(load_settings().settings).values()
    return [question for text in texts for question in text.questions]
