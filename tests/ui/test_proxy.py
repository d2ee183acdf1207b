"""Behind a real nginx, on a sub-path and with TLS, by the example in ``deploy/``: everything works as without."""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, Request, Response, expect

from tests.browser import needs_chromium
from tests.nginx import PREFIX, Proxy, needs_nginx, start_nginx
from tests.scripted_model import ScriptedModel, scripted_model
from tests.server import Server, start_server
from tests.ui.chat.reader import answered, answers, ask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.home import Snapshot

pytestmark = needs_nginx

QUESTION = "Hva kostet Orklandbadet?"
GOOD = "Kostnaden for Orkland folkehelsesenter er anslått til om lag 370 millioner kroner [1]. "
MORE = 20
EDITOR = "a-token-that-only-the-test-knows"


@pytest.fixture(scope="module")
def model() -> Iterator[ScriptedModel]:
    with scripted_model() as served:
        yield served


@pytest.fixture(autouse=True)
def _says_what_is_asked_for(model: ScriptedModel) -> None:
    model.says(GOOD)


@pytest.fixture(scope="module")
def app(
    snapshot: Snapshot, data_dir: Path, tmp_path_factory: pytest.TempPathFactory, model: ScriptedModel
) -> Iterator[Server]:
    with start_server(
        tmp_path_factory.mktemp("app"),
        data=data_dir,
        VEIKART_ROOT_PATH=PREFIX,
        VEIKART_LLM_URL=model.url,
        VEIKART_LLM_MODEL="test-modell",
        VEIKART_EDITOR_TOKEN=EDITOR,
        VEIKART_EDITOR_GROUP="redaktorer",
    ) as running:
        yield running


@pytest.fixture(scope="module", params=["stripped", "kept"])
def proxy(app: Server, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Proxy]:
    """The example as it is, and its other line with buffering on."""
    kept = request.param == "kept"
    with start_nginx(tmp_path_factory.mktemp(request.param), app.url, kept=kept, buffered=kept) as running:
        yield running


@pytest.fixture
def page(browser: Browser, proxy: Proxy) -> Iterator[Page]:
    """A page that is watched: no error of its own, no refused request, and none outside the prefix."""
    context = browser.new_context(ignore_https_errors=True, locale="nb-NO", viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    wrong: list[str] = []

    def request_made(request: Request) -> None:
        asked.append(request.url)

    def response_came(response: Response) -> None:
        if response.status >= 400:
            wrong.append(f"{response.status} {response.url}")

    context.on("request", request_made)
    context.on("response", response_came)
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    yield context.new_page()
    context.close()
    outside = [url for url in asked if not f"{url}/".startswith((f"{proxy.url}/", "data:", "blob:"))]
    assert (wrong, outside) == ([], [])
    assert asked


@needs_chromium
def test_the_root_leads_to_the_reader_s_language_with_or_without_the_slash(page: Page, proxy: Proxy) -> None:
    for address in (proxy.url, f"{proxy.url}/", f"{proxy.url}/nb"):
        page.goto(address)
        assert page.url == f"{proxy.url}/nb/"
        expect(page.get_by_label("Spørsmålet ditt")).to_be_visible()


@needs_chromium
def test_words_show_while_the_model_writes(page: Page, proxy: Proxy, model: ScriptedModel) -> None:
    page.goto(f"{proxy.url}/nb/")
    model.sent = 0
    model.says(GOOD, *["Mer tekst uten merke. "] * MORE, pause=0.2)
    ask(page, QUESTION)
    page.get_by_text("370 millioner").first.wait_for()
    assert model.sent < MORE
    expect(answers(page)).to_have_count(1, timeout=15_000)


@needs_chromium
def test_a_mark_opens_its_source_and_the_whole_text(page: Page, proxy: Proxy) -> None:
    page.goto(f"{proxy.url}/nb/")
    answered(page, QUESTION).locator("a.va-ref").first.click()
    source = page.locator("#va-beside .va-source").first
    expect(source.locator("mark")).to_be_visible()
    with page.context.expect_page() as opened:
        source.get_by_role("link", name="Vis i hele teksten (ny fane)").click()
    reader = opened.value
    assert reader.url.startswith(f"{proxy.url}/kilde/")
    expect(reader.locator("mark#sitat")).to_be_visible()


@needs_chromium
def test_pages_lead_to_each_other_and_the_language_goes_along(page: Page, proxy: Proxy) -> None:
    page.goto(f"{proxy.url}/utforsk")
    page.locator("main a[href*='kilde/']").first.click()
    assert page.url.startswith(f"{proxy.url}/kilde/")
    page.get_by_role("link", name="English").click()
    assert page.url.startswith(f"{proxy.url}/kilde/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("a[href$='/om']").first.click()
    assert page.url == f"{proxy.url}/om"
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert [cookie["path"] for cookie in page.context.cookies()] == [PREFIX]
    page.goto(f"{proxy.url}/")
    assert page.url == f"{proxy.url}/en/"


@needs_chromium
def test_an_export_is_fetched_and_links_to_the_proxy(page: Page, proxy: Proxy) -> None:
    page.goto(f"{proxy.url}/nb/")
    answered(page, QUESTION)
    with page.expect_download() as coming:
        page.get_by_role("button", name="Last ned som Markdown").click()
    assert coming.value.url.startswith((f"{proxy.url}/eksport/", f"blob:{proxy.origin}/"))
    assert f"{proxy.url}/kilde/" in Path(coming.value.path()).read_text()


@needs_chromium
def test_the_embedded_page_answers(page: Page, proxy: Proxy) -> None:
    page.goto(f"{proxy.url}/embed?lang=nb")
    expect(page.locator("#va-plain")).to_be_hidden()  # the widget has taken the form's place
    page.get_by_role("textbox", name="Spørsmålet ditt").fill(QUESTION)
    page.get_by_role("button", name="Spør", exact=True).click()
    expect(page.get_by_text("370 millioner").first).to_be_visible()
    source = page.locator("a[href*='/kilde/']").first
    expect(source).to_have_attribute("href", re.compile(rf"^{re.escape(proxy.url)}/kilde/"))


def test_the_api_s_stream_comes_in_pieces(proxy: Proxy, model: ScriptedModel) -> None:
    model.sent = 0
    model.says(GOOD, *["Mer tekst uten merke. "] * MORE, pause=0.2)
    arrived: dict[str, int] = {}
    with proxy.client() as client, client.stream("POST", "/api/ask/stream", json={"question": QUESTION}) as response:
        for line in response.iter_lines():
            if line.startswith("event: "):
                arrived.setdefault(line.removeprefix("event: "), model.sent)
    assert list(arrived) == ["status", "passages", "delta", "answer"]
    assert arrived["status"] == 0, "the first event came before the model had said a word"
    assert arrived["delta"] < MORE, "and the first words before it had finished"
    assert arrived["answer"] == MORE + 1


@pytest.mark.parametrize("path", ["nb/gradio_api/upload", "nb/gradio_api/file=/etc/passwd", "nb/openapi.json", "docs"])
def test_what_is_shut_without_a_proxy_is_shut_behind_it(proxy: Proxy, path: str) -> None:
    with proxy.client() as client:
        for way in (path, f"veikart/{path}", f"x/..{PREFIX}/{path}", f"x{PREFIX}{PREFIX}/{path}"):
            assert client.get(way).status_code == client.post(way).status_code == 404, way
        assert client.get("healthz").status_code == 200


def test_nobody_outside_reads_the_metrics(proxy: Proxy) -> None:
    with proxy.client() as client:
        for way in ("metrics", "metrics/", "./metrics", "metrics?x=1", "%6detrics"):
            assert client.get(way).status_code in {403, 404}, way
        assert "veikart_ready" not in client.get("metrics").text


def test_the_proxy_names_the_request_and_the_app_keeps_its_name(proxy: Proxy) -> None:
    mine = "0123456789abcdef0123456789abcdef"
    with proxy.client() as client:
        named = client.get("healthz", headers={"X-Request-ID": mine}).headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{32}", named)
    assert named != mine, "a reader does not choose what stands in the log"


def test_a_forged_host_moves_no_link(proxy: Proxy) -> None:
    forged = {"X-Forwarded-Host": "ond.example", "X-Forwarded-Prefix": "/ond.example", "X-Gradio-Server": "ond.example"}
    with proxy.client() as client:
        for path in ("", "nb", "nb/", "nb/config", "widget-demo", "embed", "om", "api/openapi.json"):
            response = client.get(path, headers=forged)
            assert response.status_code in {200, 307, 308}
            assert "ond.example" not in response.text + response.headers.get("location", "")
        assert client.get("nb/config", headers=forged).json()["root"] == f"{proxy.url}/nb"


def test_only_the_proxy_says_who_asks_and_questions_are_not_logged(tmp_path: Path) -> None:
    told: list[dict[str, str]] = []

    class Echo(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.append({name.lower(): value for name, value in self.headers.items()})
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    echo = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=echo.serve_forever, daemon=True).start()
    claims = {"X-Forwarded-For": "10.1.2.3", "X-Forwarded-Proto": "gopher"}
    with start_nginx(tmp_path, f"http://127.0.0.1:{echo.server_address[1]}") as proxy, proxy.client() as client:
        assert client.get("nb/?q=hemmelig", headers=claims).status_code == 204
        plain = client.get(f"{proxy.plain}{PREFIX}/nb/?q=x")
    echo.shutdown()
    echo.server_close()
    assert (told[0]["x-forwarded-for"], told[0]["x-forwarded-proto"]) == ("127.0.0.1", "https")
    assert f"https://{told[0]['host']}" == proxy.origin
    assert (plain.status_code, plain.headers["location"]) == (308, f"https://127.0.0.1{PREFIX}/nb/?q=x")
    logged = (tmp_path / "veikart_access.log").read_text()
    assert f"GET {PREFIX}/nb/" in logged
    assert "hemmelig" not in logged


def test_what_is_too_large_is_refused_by_the_app_in_words_and_by_the_proxy_before_it_is_read(proxy: Proxy) -> None:
    with proxy.client() as client:
        large, huge = (
            client.post("api/ask", content=json.dumps({"question": "x" * size})) for size in (70_000, 300_000)
        )
    assert (large.status_code, huge.status_code) == (413, 413)
    assert "Kort den ned" in large.json()["detail"]
    assert "nginx" in huge.text


def test_nobody_becomes_an_editor_by_sending_the_proxy_s_own_headers(proxy: Proxy) -> None:
    forged = {"X-Forwarded-User": "Ond", "X-Forwarded-Groups": "redaktorer"}
    with proxy.client() as client:
        assert client.get("/redaksjon", headers=forged).headers["location"] == f"{PREFIX}/redaksjon/inn"


def test_an_editor_uploads_a_document_that_no_reader_could_send(proxy: Proxy) -> None:
    text = "# Plan\n\n" + "Kommunen skal bygge flere sykkelveier i sentrum.\n\n" * 20_000
    headers = {"Origin": proxy.origin}
    with proxy.client() as client:
        assert client.post("/api/ask", content=text.encode()).status_code == 413
        signed = client.post("/redaksjon/inn", data={"navn": "Kari", "nokkel": EDITOR}, headers=headers)
        assert signed.status_code == 303
        form = client.get("/redaksjon/importer").text
        token = re.search(r'name="skjema" value="([^"]+)"', form)
        assert token is not None
        sent = client.post(
            "/redaksjon/importer",
            data={"skjema": token[1], "title": "Sykkelplan"},
            files={"files": ("plan.md", text.encode())},
            headers=headers,
        )
    assert sent.status_code == 303
    assert sent.headers["location"].startswith(f"{PREFIX}/redaksjon/tekst/sykkelplan")
