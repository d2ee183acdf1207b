"""While the model and the index are made ready, whoever asks is told so, and nobody is left hanging."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from tests.conftest import Veikart
from tests.server import start_server
from ui.operation.readiness import Readiness
from ui.server import open_socket, serve

Serving = tuple[httpx.Client, threading.Thread, list[BaseException]]


@contextmanager
def serving(
    make: object, told: Callable[[], None] = lambda: None
) -> Iterator[tuple[httpx.Client, threading.Thread, list[BaseException]]]:
    """The real server in a thread, over an app that is made slowly."""
    listener = open_socket("127.0.0.1", 0)
    failures: list[BaseException] = []

    def run() -> None:
        try:
            serve(make, listener, Readiness(), told)  # type: ignore[arg-type]
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    with (
        closing(listener),
        httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=10) as client,
    ):
        yield client, thread, failures


def until_ready(client: httpx.Client) -> None:
    deadline = time.monotonic() + 20
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_whoever_is_told_that_it_answers_gets_an_answer_at_once() -> None:
    told = threading.Event()
    answered: list[int] = []

    def ask() -> None:
        told.wait(20)
        answered.append(client.get("/").status_code)

    with serving(lambda: Starlette(routes=[Route("/", lambda _: PlainTextResponse("svar"))]), told.set) as (client, *_):
        asking = threading.Thread(target=ask)
        asking.start()
        asking.join(20)
    assert answered == [200]


def test_it_is_alive_but_not_ready_until_the_app_is_there() -> None:
    let_go = threading.Event()
    lived: list[str] = []

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        lived.append("began")
        yield
        lived.append("ended")

    def make() -> ASGIApp:
        async def ready(_: object) -> PlainTextResponse:
            return PlainTextResponse("ready")

        let_go.wait(20)
        routes = [Route("/readyz", ready), Route("/", ready)]
        return Starlette(routes=routes, lifespan=lifespan)

    with serving(make) as (client, _, _):
        assert client.get("/healthz").json()["status"] == "starting"
        asked = client.get("/readyz")
        assert (asked.status_code, asked.json()["type"]) == (503, "ready/starting")
        assert client.post("/api/ask", json={"question": "Hva er en smart by?"}).headers["retry-after"] == "5"
        page = client.get("/", headers={"accept": "text/html"})
        assert page.status_code == 503
        assert "Siden kommer av seg selv" in page.text
        assert lived == []
        let_go.set()
        until_ready(client)
        assert client.get("/").text == "ready"
        assert lived == ["began"]


def test_an_app_that_cannot_be_made_ends_the_server_with_the_reason() -> None:
    def make() -> ASGIApp:
        msg = "ingen modell"
        raise ValueError(msg)

    with serving(make) as (_, thread, failures):
        thread.join(20)
    [failure] = failures
    assert str(failure) == "ingen modell"


def test_an_app_that_fails_in_its_own_start_ends_the_server_too() -> None:
    @asynccontextmanager
    async def broken(_: Starlette) -> AsyncIterator[None]:
        msg = "ødelagt"
        raise RuntimeError(msg)
        yield

    with serving(lambda: Starlette(lifespan=broken)) as (_, thread, failures):
        thread.join(20)
    assert "startup" in str(failures[0])


def test_a_setting_that_is_wrong_ends_the_server_with_one_line(veikart: Veikart, tmp_path: Path) -> None:
    run = veikart("serve", "--port", "0", cwd=tmp_path, data=tmp_path, VEIKART_MODEL="finnes-ikke")
    assert run.returncode == 2
    assert [line for line in run.stderr.splitlines() if line.startswith("Feil: ")]
    assert "Traceback" not in run.stderr


def test_the_real_server_is_ready_when_it_says_so(data_dir: Path, snapshot: object, tmp_path: Path) -> None:
    with start_server(tmp_path, data=data_dir, cold=True) as server, server.client() as client:
        assert client.get("/readyz").json() == {"status": "ready"}
        assert client.get("/healthz").json()["status"] == "ok"


def test_nobody_is_told_ready_after_the_stop() -> None:
    readiness = Readiness()
    readiness.stop()
    readiness.become_ready()
    assert readiness.state == "stopping"


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/", "/api/ask"])
def test_what_is_said_meanwhile_is_as_safe_as_the_rest(path: str) -> None:
    let_go = threading.Event()

    def make() -> ASGIApp:
        let_go.wait(20)
        return Starlette()

    with serving(make) as (client, _, _):
        headers = client.get(path).headers
        let_go.set()
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in headers["content-security-policy"]
