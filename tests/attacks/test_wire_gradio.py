"""What Gradio opens beside the page: nothing that the page does not need, and nobody else's answers."""

from __future__ import annotations

import json
import re
import secrets
import threading
import time
from typing import TYPE_CHECKING

from tests.attacks.wire import asked, connect, get

if TYPE_CHECKING:
    from tests.attacks.conftest import Site


def test_every_route_that_gradio_has_is_needed_or_not_there(site: Site) -> None:
    """The routes are read off a real app, so that a new version of Gradio brings nothing along unseen."""
    reachable = set()
    for path, methods in gradio_routes():
        spelled = "/nb" + re.sub(r"\{[^}]*\}", "x", path)
        for method in methods - {"HEAD"}:
            reply = _first_line(site, spelled, method)
            if reply != 404:
                reachable.add((method, path.rstrip("/") or "/"))
    assert {path for _, path in reachable} <= NEEDED, "routes that nothing needs are open"
    assert {"/config", "/gradio_api/queue/join"} <= {path for _, path in reachable}


ASKED_WITH = 7  # inputs of the event that asks
NEEDED = {
    "/",
    "/config",
    "/theme.css",
    "/favicon.ico",
    "/robots.txt",
    "/assets/{path:path}",
    "/static/{path:path}",
    "/gradio_api/info",
    "/gradio_api/app_id",
    "/gradio_api/startup-events",
    "/gradio_api/queue/join",
    "/gradio_api/queue/data",
    "/gradio_api/run/{api_name}",
    "/gradio_api/cancel",
    "/gradio_api/theme.css",
    "/gradio_api/heartbeat/{session_hash}",
}


def gradio_routes() -> set[tuple[str, frozenset[str]]]:
    import gradio as gr
    from fastapi import FastAPI

    app = FastAPI()
    with gr.Blocks(analytics_enabled=False) as page:
        gr.Textbox()
    gr.mount_gradio_app(app, page, path="/nb", mcp_server=False, app_kwargs={"openapi_url": None})
    mounted = next(route.app for route in app.routes if getattr(route, "path", "") == "/nb")
    within = [route.original_router.routes for route in mounted.routes if hasattr(route, "original_router")]
    routes = [*mounted.routes, *(route for part in within for route in part)]
    found = {(route.path, frozenset(route.methods or {"GET"})) for route in routes if hasattr(route, "methods")}
    assert len(found) > 30
    return found


def _first_line(site: Site, target: str, method: str) -> int:
    """The status alone: some answers never end."""
    body = b"{}" if method == "POST" else b""
    with connect(site.url) as wire:
        kind = f"Content-Type: application/json\r\nContent-Length: {len(body)}"
        wire.sendall(f"{method} {target} HTTP/1.1\r\nHost: x\r\n{kind}\r\n\r\n".encode() + body)
        started = wire.recv(64)
    return int(started.split()[1]) if started.startswith(b"HTTP/1.1") else 0


def test_a_stolen_or_guessed_session_reads_nobody_elses_stream(site: Site) -> None:
    """Who knows a reader's session may not get the answers; who guesses gets nothing at all."""
    config = get(site.url, "/nb/config").json()
    victim = secrets.token_hex(6)
    guessed = _stream(site, secrets.token_hex(6))
    assert "gatelys" not in guessed
    place = next(
        n
        for n, one in enumerate(config["dependencies"])
        if len(one["inputs"]) == ASKED_WITH and one["queue"] is not False
    )
    data = ["Hva gjør Testvik kommune med gatelys?", None, "", [], [], [], 0]
    joined = asked(
        site,
        json.dumps({"data": data, "fn_index": place, "session_hash": victim}).encode(),
        path="/nb/gradio_api/queue/join",
    )
    assert joined.status == 200
    stolen: list[str] = []
    readers = [
        threading.Thread(target=lambda name=name: stolen.append(_stream(site, name)))
        for name in ("x", f"{victim}%20", f"{victim}%00")
    ]
    for reader in readers:
        reader.start()
    own = _stream(site, victim, until="process_completed")
    for reader in readers:
        reader.join()
    assert "gatelys" in own
    assert not any("gatelys" in one for one in stolen)
    assert "gatelys" not in _stream(site, victim), "what was fetched is gone"


def _stream(site: Site, session: str, until: str = "", seconds: float = 3.0) -> str:
    said = b""
    ends = time.monotonic() + (20 if until else seconds)
    with connect(site.url) as wire:
        wire.settimeout(seconds)
        wire.sendall(f"GET /nb/gradio_api/queue/data?session_hash={session} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        try:
            while time.monotonic() < ends and not (until and until.encode() in said):
                part = wire.recv(65_536)
                if not part:
                    break
                said += part
        except TimeoutError:
            pass
    return said.decode("utf-8", "replace")
