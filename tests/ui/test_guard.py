"""What a stranger may not do to the server, tried on the wire."""

from __future__ import annotations

import json
import re
import secrets
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from tests.server import Server
from ui.guard import GRADIO_PATHS, OWN_PATHS, content_security_policy, holds_what_pages_never_send


def config(server: Server) -> dict:
    with server.client() as client:
        return client.get("/nb/config").json()


def events(server: Server) -> list[dict]:
    return config(server)["dependencies"]


def component(server: Server, kind: str) -> int:
    return next(one["id"] for one in config(server)["components"] if one["type"] == kind)


@pytest.mark.parametrize("escaped", [False, True])
def test_a_file_that_was_never_uploaded_is_not_served(server: Server, tmp_path: Path, escaped: bool) -> None:
    """A client names a file on the server; neither the answer nor Gradio's cache may hold it."""
    canary = tmp_path / "canary.txt"
    secret = secrets.token_hex(16)
    canary.write_text(secret)
    reference = {"path": str(canary), "meta": {"_type": "gradio.FileData"}}
    with server.client() as client:
        for place, event in enumerate(events(server)):
            data = [reference] * max(1, len(event["inputs"]))
            body = json.dumps({"data": data, "fn_index": place, "session_hash": "x"})
            if escaped:
                body = body.replace("gradio.FileData", "\\u0067radio.FileData")
            for path in ("/nb/gradio_api/queue/join", "/en/gradio_api/run/predict"):
                response = client.post(path, content=body, headers={"content-type": "application/json"})
                assert response.status_code == 400, (path, response.text)
                assert secret not in response.text


def test_gradio_itself_would_refuse_the_file_too(assistant: Assistant, tmp_path: Path) -> None:
    """The second lock: a mounted page must count as launched, or Gradio checks nothing."""
    from fastapi import FastAPI
    from gradio.context import LocalContext
    from gradio.exceptions import InvalidPathError
    from gradio.processing_utils import _check_allowed

    from ui.chat.mount import mount_pages
    from ui.chat.page import create_page
    from ui.takeaway.shelf import Shelf

    canary = tmp_path / "canary.txt"
    canary.write_text("x")
    app = FastAPI()
    mount_pages(app, assistant, None)
    pages = [route.app.blocks for route in app.routes if hasattr(getattr(route, "app", None), "blocks")]
    assert len(pages) == 3
    for page in pages:
        LocalContext.blocks.set(page)
        with pytest.raises(InvalidPathError):
            _check_allowed(str(canary), check_in_upload_folder=True)
    LocalContext.blocks.set(create_page(assistant, "nb", feedback=None, shelf=Shelf()))
    _check_allowed(str(canary), check_in_upload_folder=True)  # without the lock nothing is checked


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file/etc/passwd",
        "/gradio_api/proxy=http://127.0.0.1",
        "/gradio_api/openapi.json",
        "/gradio_api/call/answer",
        "/gradio_api/deep_link",
        "/gradio_api/run/answer",
        "/gradio_api/component_server",
        "/gradio_api/process_recording",
        "/gradio_api/reset",
        "/gradio_api/dev/reload",
        "/gradio_api/vibe-edit",
        "/gradio_api/mcp",
        "/monitoring",
        "/monitoring/summary",
        "/openapi.json",
        "/docs",
        "/login",
        "/upload",
        "/file=/etc/passwd",
        "/static/../../etc/passwd",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/ressurser/%2e%2e/app.py",
        "//gradio_api/upload",
        "/kilde/../../etc/passwd",
        "/eksport/../../etc/passwd",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("prefix", ["", "/nb"])
def test_paths_that_the_page_does_not_need_are_not_there(server: Server, path: str, method: str, prefix: str) -> None:
    with server.client() as client:
        response = client.request(method, server.url + prefix + path)
    assert response.status_code in (404, 405), path
    assert "root:" not in response.text


def test_a_large_body_is_refused_before_it_is_read_whole(server: Server) -> None:
    with server.client() as client:
        response = client.post("/api/ask", content=b'{"question": "' + b"a" * 5_000_000 + b'"}')
    assert response.status_code == 413
    assert response.json()["detail"] == "Forespørselen er større enn 64 kB. Kort den ned."


def test_forged_forwarding_headers_do_not_move_the_page(server: Server) -> None:
    with server.client() as client:
        for header in ("X-Forwarded-Host", "X-Gradio-Server"):
            found = client.get("/nb/config", headers={header: "http://evil.example"})
            assert "evil.example" not in found.text


@pytest.mark.parametrize(
    "path", ["/", "/nb/", "/healthz", "/kilde/prinsipp-1", "/utforsk", "/ressurser/chat.js", "/finnes-ikke"]
)
def test_every_response_carries_the_security_headers(server: Server, path: str) -> None:
    with server.client() as client:
        headers = client.get(path).headers
    assert headers["content-security-policy"] == content_security_policy()
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_other_origins_are_not_let_in(server: Server) -> None:
    with server.client() as client:
        response = client.post(
            "/api/ask", json={"question": "hei"}, headers={"Origin": "https://evil.example", "Host": "intern.no"}
        )
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize(
    ("body", "held"),
    [
        (b"", False),
        (b'{"data": ["hei"]}', False),
        (b'{"data": [{"meta": {"_type": "gradio.FileData"}}]}', True),
        (b'{"data": [[[{"a": ["gradio\\u002eFileData"]}]]]}', True),
        (b'{"gradio.FileData": 1}', True),
        (b"ikke json", True),
        (b"[" * 20_000, True),
    ],
)
def test_file_references_are_seen_through_every_escape(body: bytes, held: bool) -> None:
    assert holds_what_pages_never_send(body) is held


def test_what_the_page_needs_is_let_through() -> None:
    for path in (
        "/nb",
        "/nn/",
        "/en/config",
        "/nb/gradio_api/queue/join",
        "/nb/gradio_api/queue/data",
        "/nb/gradio_api/app_id",
        "/nb/assets/index-abc.js",
        "/nb/theme.css",
    ):
        assert GRADIO_PATHS.fullmatch(path), path
    for path in ("/", "/api/ask", "/kilde/prinsipp-1", "/utforsk", "/om", "/healthz", "/ressurser/icons/p1.svg"):
        assert OWN_PATHS.fullmatch(path), path


def test_what_never_changes_is_kept_by_the_browser_and_text_is_sent_packed(server: Server) -> None:
    with server.client() as client:
        page = client.get("/nb/")
        asset = re.search(r"assets/[\w.-]+\.js", page.text)
        assert asset is not None
        assert "immutable" in client.get(f"/nb/{asset[0]}").headers["cache-control"]
        assert "immutable" not in page.headers.get("cache-control", "")
        assert page.headers["content-encoding"] == "gzip"
