"""Other sites are shut out until the operator lets them in, and nobody may ask without end."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.feedback import FeedbackStore
from assistant.settings import SettingsError, load_settings
from tests.server import Server, start_server
from ui.access import Access, controlled
from ui.feedback_api import create_feedback_api

if TYPE_CHECKING:
    from pathlib import Path

    from index.home import Snapshot

INTRANET = "https://intranett.kommune.no"
QUESTION = {"question": "Hva er en smart by?"}


@pytest.fixture(scope="module")
def open_server(snapshot: Snapshot, data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    origins = f"{INTRANET}, https://*.sharepoint.com"
    with start_server(tmp_path_factory.mktemp("open"), data=data_dir, VEIKART_EMBED_ORIGINS=origins) as running:
        yield running


@pytest.mark.parametrize("origin", [INTRANET, "https://kommune.sharepoint.com", "https://a.b.sharepoint.com"])
def test_an_allowed_site_may_ask_and_is_told_so_as_browsers_want_it(open_server: Server, origin: str) -> None:
    wanted = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    with open_server.client() as client:
        before = client.options("/api/ask", headers=wanted)
        assert before.status_code == 200
        assert before.headers["access-control-allow-origin"] == origin
        answer = client.post("/api/ask", json=QUESTION, headers={"Origin": origin})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == origin
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    "origin",
    [
        "https://ond.example",
        "http://intranett.kommune.no",
        "https://intranett.kommune.no.ond.example",
        "https://ond-intranett.kommune.no",
        "https://sharepoint.com",
        "https://ondsharepoint.com",
        "https://intranett.kommune.no:8443",
        "null",
    ],
)
def test_any_other_site_is_refused_and_the_log_says_what_to_change(open_server: Server, origin: str) -> None:
    with open_server.client() as client:
        for path in ("/api/ask", "/api/ask/stream", "/api/feedback"):
            refused = client.post(path, json=QUESTION, headers={"Origin": origin})
            assert refused.status_code == 403, path
            assert "access-control-allow-origin" not in refused.headers
    log = open_server.log.read_text()
    assert f"refused {origin!r}" in log
    assert "VEIKART_EMBED_ORIGINS" in log


def test_by_default_no_other_site_may_ask_or_show_the_pages_in_a_frame(server: Server) -> None:
    with server.client() as client:
        assert client.post("/api/ask", json=QUESTION, headers={"Origin": INTRANET}).status_code == 403
        assert "frame-ancestors 'self'" in client.get("/embed").headers["content-security-policy"]
        assert INTRANET not in client.get("/embed").headers["content-security-policy"]


def test_an_allowed_site_may_show_the_pages_in_a_frame(open_server: Server) -> None:
    with open_server.client() as client:
        policy = client.get("/embed").headers["content-security-policy"]
    assert f"frame-ancestors 'self' {INTRANET} https://*.sharepoint.com" in policy


def test_the_app_s_own_pages_may_always_ask(server: Server) -> None:
    with server.client() as client:
        assert client.post("/api/ask", json=QUESTION, headers={"Origin": server.url}).status_code == 200
        assert client.post("/api/ask", json=QUESTION).status_code == 200


def test_who_asks_too_often_is_told_when_to_try_again(snapshot: Snapshot, data_dir: Path, tmp_path: Path) -> None:
    with (
        start_server(tmp_path, data=data_dir, VEIKART_RATE_PER_MINUTE="2", VEIKART_EMBED_ORIGINS=INTRANET) as limited,
        limited.client() as client,
    ):
        for _ in range(2):
            assert client.post("/api/ask", json=QUESTION).status_code == 200
        refused = client.post("/api/ask", json=QUESTION, headers={"Origin": INTRANET})
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert "Prøv igjen om" in refused.json()["detail"]
        assert refused.headers["access-control-allow-origin"] == INTRANET, "the widget must be able to read it"
        assert client.get("/healthz").status_code == 200
        assert client.get("/api/search", params={"q": "åpne data"}).status_code == 200


def test_one_site_cannot_use_up_what_others_may_ask() -> None:
    app = FastAPI()

    @app.post("/api/ask")
    def ask() -> str:
        return "svar"

    access = Access(embed_origins=("https://a.no", "https://b.no"), rate_per_minute_origin=2)
    with TestClient(controlled(app, access)) as client:
        codes = [client.post("/api/ask", headers={"Origin": "https://a.no"}).status_code for _ in range(3)]
        assert codes == [200, 200, 429]
        assert client.post("/api/ask", headers={"Origin": "https://b.no"}).status_code == 200


def test_a_stranger_cannot_fill_the_log(caplog: pytest.LogCaptureFixture) -> None:
    app = controlled(FastAPI(), Access())
    with caplog.at_level(logging.WARNING), TestClient(app) as client:
        for number in range(500):
            client.post("/api/ask", headers={"Origin": f"https://ond{number % 300}.example"})
    assert len(caplog.records) == 200


@pytest.mark.parametrize(
    "value",
    [
        "intranett.kommune.no",
        "https://intranett.kommune.no/",
        "*",
        "https://*",
        "javascript:alert(1)",
        "https://a b.no",
    ],
)
def test_an_address_that_is_no_origin_is_refused_with_how_to_write_it(
    value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VEIKART_EMBED_ORIGINS", value)
    with pytest.raises(SettingsError, match=r"skriv den slik: https://intranett\.kommune\.no"):
        load_settings(cwd=tmp_path)


@pytest.fixture
def feedback(tmp_path: Path) -> Iterator[tuple[TestClient, FeedbackStore]]:
    store = FeedbackStore(tmp_path / "feedback.sqlite", 30)
    app = FastAPI()
    app.include_router(create_feedback_api(store))
    with TestClient(app) as client:
        yield client, store


ANSWER = {"mode": "utdrag", "language": "nb", "model": None, "corpus_version": "abc"}


def test_feedback_from_the_widget_is_kept(feedback: tuple[TestClient, FeedbackStore]) -> None:
    client, store = feedback
    sent = {"verdict": "ikke_nyttig", "reasons": ["quote", "quote"], "comment": " Nei ", "answer": ANSWER, "newer": 1}
    assert client.post("/api/feedback", json=sent).status_code == 204
    [kept] = store.listed()
    assert (kept.verdict, kept.reasons, kept.comment, kept.question) == ("ikke_nyttig", ("quote",), "Nei", None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"verdict": "kanskje"},
        {"reasons": ["hat"]},
        {"comment": "x" * 501},
        {"comment": "Ring 911 23 456"},
        {"answer": {}},
    ],
)
def test_feedback_that_cannot_be_taken_is_refused(feedback: tuple[TestClient, FeedbackStore], wrong: dict) -> None:
    client, store = feedback
    assert client.post("/api/feedback", json={"verdict": "nyttig", "answer": ANSWER, **wrong}).status_code == 422
    assert store.listed() == []
