"""More questions come than the server can answer: those under way are answered, the rest are told at once to wait."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
from prometheus_client import Gauge

from index.home import Snapshot
from tests.scripted_model import scripted_model
from tests.server import start_server
from ui.operation.admission import Admission

QUESTION = {"question": "Hva kostet Orklandbadet?"}


def burst(url: str, count: int) -> list[httpx.Response]:
    with ThreadPoolExecutor(count) as readers:
        return list(readers.map(lambda _: httpx.post(f"{url}/api/ask", json=QUESTION, timeout=60), range(count)))


def test_a_burst_is_answered_or_turned_away_and_nothing_is_lost(
    data_dir: Path, snapshot: Snapshot, tmp_path: Path
) -> None:
    with start_server(tmp_path, data=data_dir, VEIKART_QUESTIONS_AT_ONCE="4") as server, server.client() as client:
        replies = burst(server.url, 100)
        assert {reply.status_code for reply in replies} == {200, 503}
        refused = next(reply for reply in replies if reply.status_code == 503)
        assert refused.headers["retry-after"] == "2"
        assert refused.json()["type"] == "load/full"
        assert "Prøv igjen om 2 sekunder" in refused.json()["detail"]
        assert client.post("/api/ask", json=QUESTION).status_code == 200
        metrics = client.get("/metrics").text
        assert "veikart_questions_in_hand 0.0" in metrics
        assert 'veikart_http_requests_total{method="POST",route="-",status="503"}' in metrics


def test_pages_and_probes_are_there_when_it_is_full(data_dir: Path, snapshot: Snapshot, tmp_path: Path) -> None:
    with scripted_model() as model:
        model.says(*["Badet har tre stupetårn [1]. "] * 100, pause=1)
        environment = {
            "VEIKART_LLM_URL": model.url, "VEIKART_LLM_MODEL": "treg", "VEIKART_LLM_SECONDS": "100",
            "VEIKART_QUESTIONS_AT_ONCE": "1",
        }  # fmt: skip
        with start_server(tmp_path, data=data_dir, **environment) as server, server.client() as client:
            with client.stream("POST", "/api/ask/stream", json=QUESTION) as waiting:
                pieces = waiting.iter_text()  # the stream is closed when nobody holds this
                next(pieces)
                assert httpx.post(f"{server.url}/api/ask", json=QUESTION, timeout=30).status_code == 503
                for path in ("/healthz", "/readyz", "/metrics", "/kilde/prinsipp-1", "/nb/", "/embed"):
                    assert httpx.get(f"{server.url}{path}", timeout=30).status_code == 200
            model.says("Kostnaden er anslått til om lag 370 millioner kroner [1].")
            assert client.post("/api/ask", json=QUESTION).status_code in (200, 503)


def test_a_question_that_fails_gives_its_place_back() -> None:
    async def failing(*_: object) -> None:
        raise RuntimeError

    async def ask_twice() -> None:
        admission = Admission(failing, 1, Gauge("in_hand", "Under way.", registry=None))
        scope = {"type": "http", "method": "POST", "path": "/api/ask", "headers": []}
        for _ in range(2):
            try:
                await admission(scope, None, None)  # type: ignore[arg-type]
            except RuntimeError:
                continue
            raise AssertionError("a failing app was to be reached")

    with ThreadPoolExecutor(1) as thread:  # a browser in this one may have a loop of its own
        thread.submit(asyncio.run, ask_twice()).result()
