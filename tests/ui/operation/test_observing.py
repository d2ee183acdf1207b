"""An operator follows what the server does, and never sees what anybody asked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from index.home import Snapshot
from tests.browser import needs_chromium
from tests.scripted_model import ScriptedModel, scripted_model
from tests.server import Server, start_server
from tests.ui.chat.reader import answers, ask

ASKED = "Hva kostet Orklandbadet?"
ID = "0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="module")
def model() -> Iterator[ScriptedModel]:
    with scripted_model() as served:
        served.says(status=500, body="{}")
        yield served


@pytest.fixture(scope="module")
def observed(
    data_dir: Path, snapshot: Snapshot, model: ScriptedModel, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    environment = {
        "VEIKART_LLM_URL": model.url, "VEIKART_LLM_MODEL": "test-modell", "VEIKART_LOG_FORMAT": "json",
        "VEIKART_LOG_LEVEL": "debug", "VEIKART_PROXIES": "127.0.0.1",
    }  # fmt: skip
    with start_server(tmp_path_factory.mktemp("observed"), data=data_dir, **environment) as started:
        yield started


def lines(server: Server) -> list[dict[str, Any]]:
    return [json.loads(line) for line in server.log.read_text().splitlines() if line.startswith("{")]


def value(server: Server, series: str) -> float:
    with server.client() as client:
        found = re.search(rf"^{re.escape(series)} (\S+)$", client.get("/metrics").text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_every_line_of_a_request_has_its_id_and_none_has_its_question(observed: Server) -> None:
    with observed.client() as client:
        answered = client.post("/api/ask?spor=Orklandbadet", json={"question": ASKED}, headers={"X-Request-ID": ID})
        client.get("/nb/", params={"q": ASKED})
        client.post("/api/ask", json={"question": ASKED, "history": "Orklandbadet"})
    assert answered.headers["x-request-id"] == ID
    messages = [line["message"] for line in lines(observed) if line.get("request_id") == ID]
    assert any("no generated answer" in message for message in messages)
    assert "answered: utdrag" in messages
    assert re.fullmatch(r"POST /api/ask 200 [\d.]+ ms", messages[-1])
    assert "orkland" not in observed.log.read_text().lower()


@pytest.mark.parametrize("forged", ["x", "a" * 500, "abc\tINFO ui: all is well", f"{{{ID}}}"])
def test_an_id_that_could_forge_a_log_line_is_not_taken_over(observed: Server, forged: str) -> None:
    with observed.client() as client:
        given = client.get("/healthz", headers={"X-Request-ID": forged}).headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{32}", given)
    assert forged not in [line.get("request_id") for line in lines(observed)]


def test_questions_refusals_and_the_model_s_faults_are_counted(observed: Server) -> None:
    extracts, refused = (f'veikart_questions_total{{language="nb",mode="{mode}"}}' for mode in ("utdrag", "avvist"))
    faults = 'veikart_generation_faults_total{fault="broken"}'
    before = value(observed, extracts), value(observed, refused), value(observed, faults)
    with observed.client() as client:
        client.post("/api/ask", json={"question": "Hva kostet Orklandbadet?"})
        client.post("/api/ask", json={"question": "Hvem vant VM i fotball i 2022?"})
        client.post("/api/ask", json={"question": "Ring meg på 911 23 456"})
    after = value(observed, extracts), value(observed, refused)
    assert after == (before[0] + 1, before[1] + 2)
    with observed.client() as client:
        everything = client.get("/metrics").text
    assert re.search(r'veikart_generation_faults_total\{fault="\w+"\} [1-9]', everything)


def test_the_metrics_tell_of_index_models_stages_and_routes(observed: Server) -> None:
    with observed.client() as client:
        version = client.get("/healthz").json()["corpus_version"]
        client.get("/kilde/prinsipp-1")
        client.get("/finnes-ikke/kråkefot")
        text = client.get("/metrics").text
    assert f'veikart_snapshot_info{{corpus_version="{version}"}} 1.0' in text
    assert 'language_model="test-modell"' in text
    assert 0 <= value(observed, "veikart_snapshot_age_seconds") < 3600
    assert value(observed, "veikart_ready") == 1
    assert value(observed, 'veikart_http_requests_total{method="GET",route="/kilde/{document_id}",status="200"}') >= 1
    assert value(observed, 'veikart_http_requests_total{method="GET",route="-",status="404"}') >= 1
    assert "kråkefot" not in text
    assert 'veikart_stage_seconds_count{mode="utdrag",stage="retrieval"}' in text


def test_readers_behind_the_proxy_cannot_read_the_metrics(observed: Server) -> None:
    with observed.client() as client:
        refused = client.get("/metrics", headers={"X-Forwarded-For": "10.1.2.3"})
        assert (refused.status_code, "metrics_from" in refused.json()["detail"]) == (403, True)
        assert client.get("/metrics").status_code == 200


def test_a_stream_that_nobody_opened_ends_with_a_line_and_no_traceback(observed: Server) -> None:
    before = observed.log.read_text()
    with observed.client() as client:
        stream = client.get("/nb/gradio_api/queue/data", params={"session_hash": "finnesikke"})
    assert stream.status_code == 200
    said = observed.log.read_text().removeprefix(before)
    assert said.count("an open stream broke off") == 1
    assert "Traceback" not in said
    assert "finnesikke" not in said


def test_strange_methods_do_not_make_new_series(observed: Server) -> None:
    with observed.client() as client:
        client.request("KRAAKEFOT", "/healthz")
        assert "KRAAKEFOT" not in client.get("/metrics").text


@needs_chromium
def test_a_question_on_the_page_is_one_request_through_all_its_stages(observed: Server, browser: Browser) -> None:
    page = browser.new_page(locale="nb-NO")
    page.goto(f"{observed.url}/nb/")
    with page.expect_response(lambda response: "queue/join" in response.url) as joined:
        ask(page, "Hva gikk Drammensmodellen ut på?")
    expect(answers(page)).to_have_count(1, timeout=20_000)
    page.close()
    asked = joined.value.headers["x-request-id"]
    messages = [line["message"] for line in lines(observed) if line.get("request_id") == asked]
    assert "answered: utdrag" in messages
