"""The server is asked to stop while answers are under way: each is finished, or said to be broken off."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from index.home import Snapshot
from tests.scripted_model import ScriptedModel, scripted_model
from tests.server import Server, start_server

QUESTION = {"question": "Hva kostet Orklandbadet?"}
GOOD = "Kostnaden for Orkland folkehelsesenter er anslått til om lag 370 millioner kroner [1]. "


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with scripted_model() as served:
        yield served


@pytest.fixture
def writing(data_dir: Path, snapshot: Snapshot, tmp_path: Path, model: ScriptedModel) -> Iterator[Server]:
    environment = {"VEIKART_LLM_URL": model.url, "VEIKART_LLM_MODEL": "test-modell"}
    with start_server(tmp_path, data=data_dir, **environment) as started:
        yield started


def stopped_under_way(server: Server) -> list[tuple[str, dict]]:
    """Ask the server to stop as soon as the first statement is there; returns every event of the stream."""
    body = ""
    with server.client() as client, client.stream("POST", "/api/ask/stream", json=QUESTION) as response:
        for text in response.iter_text():
            if "event: delta" in text and "event: delta" not in body:
                server.process.send_signal(signal.SIGTERM)
            body += text
    blocks = [block.split("\n", 1) for block in body.strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]


def test_an_answer_that_is_nearly_done_is_finished(writing: Server, model: ScriptedModel) -> None:
    model.says(GOOD, *["Mer tekst uten merke. "] * 4, pause=0.2)
    name, data = stopped_under_way(writing)[-1]
    assert name == "answer"
    assert data["text"]
    assert writing.process.wait(20) in (0, -signal.SIGTERM)


def test_a_long_answer_is_broken_off_with_a_word(writing: Server, model: ScriptedModel) -> None:
    model.says(*[GOOD] * 300, pause=0.2)
    began = time.monotonic()
    events = stopped_under_way(writing)
    assert events[-1] == ("error", {"detail": "Tjenesten starter på nytt. Prøv igjen om litt."})
    assert writing.process.wait(20) in (0, -signal.SIGTERM)
    assert time.monotonic() - began < 20
    assert model.left.wait(5)
    assert "Traceback" not in writing.log.read_text()


def test_a_page_that_is_open_does_not_hold_up_the_stop(writing: Server) -> None:
    heartbeat = f"{writing.url}/nb/gradio_api/heartbeat/aaaaaaaaaaa"
    with httpx.stream("GET", heartbeat, timeout=30) as response:
        assert response.status_code == 200
        writing.process.send_signal(signal.SIGTERM)
        assert writing.process.wait(20) in (0, -signal.SIGTERM)
    assert "Traceback" not in writing.log.read_text()
