"""The stream as a widget meets it, over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from assistant.generation.chat_model import ChatModel, ChatModelSettings
from assistant.generation.writer import Writer
from tests.scripted_model import ScriptedModel, scripted_model
from tests.server import Server, start_server
from ui.operation.readiness import Readiness
from ui.stream_api import create_stream_api

QUESTION = "Hva kostet Orklandbadet?"
GOOD = "Kostnaden for Orkland folkehelsesenter er anslått til om lag 370 millioner kroner [1]. "


def events(client: httpx.Client, **asked: Any) -> list[tuple[str, Any]]:
    with client.stream("POST", "/api/ask/stream", json=asked) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        body = "".join(response.iter_text())
    blocks = [block.split("\n", 1) for block in body.strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]


def test_an_extract_comes_statement_by_statement_and_then_whole(server: Server) -> None:
    with server.client() as client:
        found = events(client, question=QUESTION)
        whole = client.post("/api/ask", json={"question": QUESTION}).json()
    names = [name for name, _ in found]
    assert names[:2] == ["status", "passages"]
    assert names[-1] == "answer"
    assert set(names[2:-1]) == {"delta"}
    answer = found[-1][1]
    assert "\n".join(data["text"] for name, data in found if name == "delta") == answer["text"]
    assert {**answer, "timings_ms": {}} == {**whole, "timings_ms": {}}


def test_a_refusal_is_an_answer_without_passages(server: Server) -> None:
    with server.client() as client:
        found = events(client, question="Hvem vant VM i fotball i 2022?")
    assert [name for name, _ in found] == ["status", "answer"]
    assert found[-1][1]["mode"] == "avvist"


@pytest.mark.parametrize(("question", "status"), [("", 422), ("x" * 5000, 413)])
def test_a_question_that_cannot_be_asked_is_a_problem_not_a_stream(server: Server, question: str, status: int) -> None:
    with server.client() as client:
        response = client.post("/api/ask/stream", json={"question": question})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


def test_no_proxy_is_to_hold_the_words_back(server: Server) -> None:
    with server.client() as client, client.stream("POST", "/api/ask/stream", json={"question": QUESTION}) as response:
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-accel-buffering"] == "no"


@pytest.fixture(scope="module")
def model() -> Iterator[ScriptedModel]:
    with scripted_model() as served:
        yield served


@pytest.fixture(scope="module")
def writing(data_dir: Path, tmp_path_factory: pytest.TempPathFactory, model: ScriptedModel) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("writing")
    environment = {"VEIKART_LLM_URL": model.url, "VEIKART_LLM_MODEL": "test-modell", "VEIKART_LLM_KEY": "min-nokkel"}
    with start_server(folder, data=data_dir, **environment) as started:
        yield started


def test_a_generated_answer_is_labelled_and_held(writing: Server, model: ScriptedModel) -> None:
    model.says(GOOD, "Badet har tre stupetårn [1].")
    with writing.client() as client:
        found = events(client, question=QUESTION)
    answer = found[-1][1]
    assert (answer["mode"], answer["model"], answer["supported_share"]) == ("utdrag", None, None)
    model.says(GOOD)
    with writing.client() as client:
        answer = events(client, question=QUESTION)[-1][1]
    assert (answer["mode"], answer["model"], answer["supported_share"]) == ("generert", "test-modell", 1.0)


def test_the_first_words_come_before_the_model_is_done(writing: Server, model: ScriptedModel) -> None:
    model.says(GOOD, *["Mer tekst uten merke. "] * 20, pause=0.2)
    with writing.client() as client, client.stream("POST", "/api/ask/stream", json={"question": QUESTION}) as response:
        for text in response.iter_text():
            if "event: delta" in text:
                break
        assert model.sent < 15


def test_a_reader_who_closes_the_page_stops_the_model(writing: Server, model: ScriptedModel) -> None:
    model.left.clear()
    model.says(*[GOOD] * 300, pause=0.05)
    with writing.client() as client, client.stream("POST", "/api/ask/stream", json={"question": QUESTION}) as response:
        for text in response.iter_text():
            if "event: delta" in text:
                break
    assert model.left.wait(10)


def test_the_page_says_that_a_language_model_writes(writing: Server, server: Server) -> None:
    with writing.client() as with_model, server.client() as without:
        assert "modell skriver svarene" in with_model.get("/nb/").text
        assert "modell skriver svarene" not in without.get("/nb/").text


def test_an_error_after_the_stream_has_begun_is_an_event(
    assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Writer):
        def write(self, *_: Any, **__: Any) -> Any:
            raise RuntimeError("a fault in our own code")

    settings = ChatModelSettings("http://127.0.0.1:9/v1", "m", "", 1, 1, 50)
    broken = Assistant(assistant.snapshot, assistant.embedder, writer=Broken(ChatModel(settings), 0.6))
    app = FastAPI()
    app.include_router(create_stream_api(broken, Readiness()))
    with TestClient(app) as client:
        found = events(client, question=QUESTION)
    assert found[-1][0] == "error"
    assert "fault in our own code" not in json.dumps(found)
    assert "a stream could not be finished" in caplog.text


def test_the_key_is_in_no_log(writing: Server) -> None:
    assert "min-nokkel" not in writing.log.read_text()
