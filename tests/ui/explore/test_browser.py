"""An employee browses the collection in a real browser: narrow or wide, light or dark, without scripts, by keyboard."""

from __future__ import annotations

import re
import threading
import time
from typing import TYPE_CHECKING

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser import needs_chromium
from tests.ui.explore.reader import app_over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.document import Document

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def address(documents: dict[str, Document]) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(app_over(documents), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page in a narrow browser that runs no scripts."""
    opened = browser.new_page(locale="nb-NO", java_script_enabled=False, viewport={"width": 320, "height": 800})
    opened.goto(f"{address}/utforsk")
    yield opened
    opened.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    browser: Browser, address: str, scheme: str, width: int
) -> None:
    opened = browser.new_page(locale="nb-NO", color_scheme=scheme, viewport={"width": width, "height": 900})
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(f"{address}/utforsk?prinsipp=1&prinsipp=2&kommune=Atlantis&side=77")
    opened.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    found = Axe().run(opened).response["violations"]
    assert {one["id"]: [node["html"][:200] for node in one["nodes"]] for one in found} == {}
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    assert [url for url in asked if not url.startswith(address)] == []
    opened.close()


def test_without_scripts_boxes_are_ticked_and_the_texts_shown(page: Page) -> None:
    page.locator("summary", has_text="Kommune").click()
    page.get_by_label("Drammen", exact=True).check()
    page.get_by_label("Eksempler", exact=True).check()
    page.get_by_role("button", name="Vis tekster").click()
    page.wait_for_url("**/utforsk?type=praksis&kommune=Drammen#tekster")
    expect(page.get_by_role("heading", name="Tekster: Eksempler, Drammen")).to_be_in_viewport()
    expect(page.get_by_label("Drammen", exact=True)).to_be_checked()
    page.get_by_role("link", name="Fjern filteret Kommune: Drammen").click()
    page.wait_for_url("**/utforsk?type=praksis#tekster")


def test_by_keyboard_the_matrix_scrolls_and_the_names_of_the_principles_stay(page: Page) -> None:
    vision = page.get_by_role("columnheader", name="Helsefremmende")
    expect(vision).not_to_be_in_viewport()
    region = page.get_by_role("region", name="Antall tekster etter prinsipp og målbilde")
    expect(region).to_have_attribute("tabindex", "0")
    region.focus()
    for _ in range(15):
        page.keyboard.press("ArrowRight")
    expect(vision).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("rowheader", name="1. Sett innbyggerne i sentrum")).to_be_in_viewport(ratio=1)
    page.get_by_role("link", name="5 tekster: 1. Sett innbyggerne i sentrum, Inkluderende").press("Enter")
    page.wait_for_url("**/utforsk?prinsipp=1&malbilde=inkluderende#tekster")


def test_by_keyboard_the_map_can_be_skipped(page: Page) -> None:
    page.get_by_role("link", name="Hopp over kartet").press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Arendal", exact=True)).to_be_focused()


@pytest.mark.parametrize("name", ["Tromsø", "Oslo", "Lillestrøm", "Sola", "Utsira", "Giske"])
def test_a_circle_on_the_map_opens_the_texts_of_its_municipality(page: Page, name: str) -> None:
    page.get_by_role("link", name=re.compile(rf"^{name}: \d+ tekst")).click()
    expect(page).to_have_title(f"{name} – Utforsk samlingen – Veikartassistenten")
