"""The embedded page in a frame on another site, also where nothing but a form may work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FrameLocator, Page, Route, expect

from tests.browser import needs_chromium
from tests.host_site import host_site
from tests.server import Server, start_server

if TYPE_CHECKING:
    from pathlib import Path

    from index.home import Snapshot

pytestmark = needs_chromium

QUESTION = "Hva gikk Drammensmodellen ut på?"


@dataclass
class Intranet:
    """A site that may embed the assistant, and the body of its page, which a test sets."""

    url: str
    assistant: Server
    body: str = ""


@pytest.fixture(scope="module")
def intranet(snapshot: Snapshot, data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Intranet]:
    sites: list[Intranet] = []
    with host_site(lambda: f"<!doctype html><html lang=nb><title>Intranett</title><body>{sites[0].body}") as url:
        folder = tmp_path_factory.mktemp("framed")
        with start_server(folder, data=data_dir, VEIKART_EMBED_ORIGINS=url) as server:
            sites.append(Intranet(url, server))
            yield sites[0]


def frame_on(page: Page, intranet: Intranet, attributes: str = "") -> FrameLocator:
    address = f"{intranet.assistant.url}/embed?lang=nb"
    intranet.body = f'<iframe src="{address}" title="Assistenten" width=600 height=700 {attributes}></iframe>'
    page.goto(intranet.url)
    return page.frame_locator("iframe")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(locale="nb-NO")
    yield opened
    opened.close()


def test_a_form_answers_without_scripts_cookies_or_storage(browser: Browser, server: Server) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{server.url}/embed?lang=nb")
    page.get_by_label("Spørsmålet ditt").fill("Fortell om Orklandbadet")
    page.get_by_role("button", name="Spør").click()
    expect(page.locator(".va-answer")).to_contain_text("Utdrag fra kildene")
    expect(page.locator(".va-source mark").first).to_be_visible()
    page.get_by_label("Spørsmålet ditt").fill("og hva kostet det?")
    page.get_by_role("button", name="Spør").click()
    expect(page.locator(".va-answer")).to_contain_text("370 millioner kroner")
    expect(page.get_by_text("Fortell om Orklandbadet", exact=True)).to_be_visible()
    assert page.context.cookies() == []
    page.close()


def test_in_a_frame_on_an_allowed_site_the_widget_answers(page: Page, intranet: Intranet) -> None:
    frame = frame_on(page, intranet)
    widget = frame.locator("#va-embed")
    widget.get_by_label("Spørsmålet ditt").fill(QUESTION)
    widget.get_by_role("button", name="Spør", exact=True).click()
    expect(widget.get_by_text("Utdrag fra kildene").first).to_be_visible()
    expect(frame.locator("#va-plain")).to_be_hidden()


@pytest.mark.parametrize("sandbox", ["allow-forms", "allow-forms allow-scripts"])
def test_in_a_sandbox_the_form_answers(page: Page, intranet: Intranet, sandbox: str) -> None:
    frame = frame_on(page, intranet, f'sandbox="{sandbox}"')
    expect(frame.locator("#va-plain")).to_be_visible()
    frame.get_by_label("Spørsmålet ditt").fill(QUESTION)
    frame.get_by_role("button", name="Spør", exact=True).click()
    expect(frame.locator(".va-answer")).to_contain_text("Drammensmodellen")


def test_what_was_typed_before_the_widget_came_is_still_there(page: Page, intranet: Intranet) -> None:
    held: list[Route] = []  # so that the widget comes late

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/widget/main.*.js", hold)
    frame = frame_on(page, intranet)
    plain = frame.locator("#question")
    plain.fill(QUESTION)
    held[0].continue_()
    expect(frame.locator("#va-plain")).to_be_hidden()
    box = frame.locator("#va-embed").get_by_label("Spørsmålet ditt")
    expect(box).to_have_value(QUESTION)
    expect(box).to_be_focused()


def test_a_site_that_is_not_allowed_shows_nothing_and_the_log_says_what_to_change(page: Page, server: Server) -> None:
    with host_site(lambda: f'<!doctype html><iframe src="{server.url}/embed"></iframe>') as stranger:
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text))
        page.goto(stranger)
        page.wait_for_timeout(1000)
        assert any("frame-ancestors" in text for text in refused)
        assert f"refused '{stranger}' at /embed: to allow it, add it to embed_origins" in server.log.read_text()


def test_a_frame_on_an_allowed_site_is_not_logged(page: Page, intranet: Intranet) -> None:
    expect(frame_on(page, intranet).locator("#va-embed")).to_be_visible()
    assert f"refused '{intranet.url}'" not in intranet.assistant.log.read_text()


def test_what_cannot_be_asked_is_said_and_kept(server: Server) -> None:
    with server.client() as client:
        page = client.post("/embed?lang=nb", data={"question": "🚲🚲"})
    assert page.status_code == 422
    assert "Fant ingen ord i spørsmålet" in page.text
    assert "🚲🚲</textarea>" in page.text


def test_questions_and_options_are_data(server: Server) -> None:
    attack = '"><script>alert(1)</script>'
    with server.client() as client:
        for page in (
            client.post("/embed", data={"question": f"Hva er en smart by? {attack}", "earlier": [attack]}),
            client.get("/embed", params={"title": attack, "question": attack, "types": attack}),
        ):
            assert "<script>alert" not in page.text


def test_personal_data_are_not_shown_again(server: Server) -> None:
    with server.client() as client:
        page = client.post("/embed?lang=nb", data={"question": "Hva er en smart by? Mitt nummer er 11077941012"})
    assert "11077941012" not in page.text
    assert "Ikke besvart." in page.text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["embed?lang=nb", "widget-demo?lang=nn"])
def test_axe_finds_nothing(browser: Browser, server: Server, path: str, scheme: str) -> None:
    page = browser.new_page(bypass_csp=True, color_scheme=scheme, viewport={"width": 320, "height": 800})
    page.goto(f"{server.url}/{path}")
    page.wait_for_timeout(800)
    assert {one["id"] for one in Axe().run(page).response["violations"]} == set()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()
