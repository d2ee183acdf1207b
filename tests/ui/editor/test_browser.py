"""Editors in a real browser, over a real server: with and without scripts, narrow and wide, by keyboard."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from corpus.own.importer import Importer
from corpus.own.intake import Given
from corpus.own.library import Library
from tests.browser import needs_chromium
from tests.server import Server, start_server
from tests.ui.editor.newsroom import TOKEN
from tests.ui.editor.small_run import write_run
from tests.ui.editor.small_texts import PLAN
from tests.ui.editor.test_documents import QUESTION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assistant.settings import Settings

pytestmark = needs_chromium

PAGES = [
    "", "/importer", "/indeks", "/sporsmal", "/kontroll", "/maalinger", "/maalinger/forste", "/maalinger/borte",
    "/logg", "/tekst/sensorer", "/tekst/trafikkplan", "/tekst/skoleplan?gjennomsyn=1", "/tekst/parkplan",
    "/tekst/finnes-ikke",
]  # fmt: skip


@pytest.fixture(scope="module")
def server(built: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("editor-server")
    data = folder / "data"
    shutil.copytree(built.data, data)
    fill(Library(data / "own"))
    write_run(data / "eval" / "forste")
    environment = {
        "VEIKART_EDITOR_TOKEN": TOKEN,
        "VEIKART_EDITOR_GROUP": "redaktorer",
        "VEIKART_PROXIES": "10.9.9.9",  # none that asks here
        "VEIKART_TEXTS": str(built.texts),
        "VEIKART_UNANSWERED": "text",
    }
    with start_server(folder, data=data, **environment) as running:
        yield running


def fill(library: Library) -> None:
    """A document in use that has been changed, one that waits for review, and one that was withdrawn."""
    importer = Importer(library, lambda _: "nb")
    for name in ("Trafikkplan", "Skoleplan", "Parkplan"):
        text = f"# {name}\n\nDette er en plan for kommunen.\n\n## Mål\n\nVi skal bli bedre."
        importer.take_content(f"{name}.md", text.encode(), Given(principles=(1, 2)))
    for name in ("trafikkplan", "parkplan"):
        entry = library.approve(name)
        library.change(name, entry.fields, f"<!-- side 2 -->\n{entry.body}", version=entry.version)
    library.withdraw("parkplan")


def signed_in(browser: Browser, server: Server, **how: object) -> Page:
    page = browser.new_page(locale="nb-NO", **how)
    page.goto(f"{server.url}/redaksjon")
    page.get_by_label("Navnet ditt").fill("Kari Redaktør")
    page.get_by_label("Nøkkel").fill(TOKEN)
    page.get_by_role("button", name="Logg inn").click()
    expect(page.get_by_role("heading", name="Dokumenter", level=1)).to_be_visible()
    return page


def asked(page: Page, server: Server, question: str) -> str:
    return str(page.request.post(f"{server.url}/api/ask", data={"question": question}).json()["text"])


def test_without_scripts_a_plan_goes_from_upload_to_answer_and_out_again(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    (tmp_path / "klimaplan.md").write_text(PLAN)
    page = signed_in(browser, server, java_script_enabled=False, viewport={"width": 320, "height": 800})
    page.get_by_role("link", name="Importer dokumenter").click()
    page.get_by_label("Filer").set_input_files(tmp_path / "klimaplan.md")
    page.get_by_text("Opplysninger om dokumentet (valgfritt)").click()
    page.get_by_label("Utgiver").fill("Fjellby kommune")
    page.get_by_role("button", name="Importer").click()
    expect(page.get_by_role("heading", name="Klimaplan for Fjellby", level=1)).to_be_visible()
    expect(page.get_by_text("Alle nye kjøretøy i Fjellby skal være elektriske fra 2027.").first).to_be_visible()
    page.get_by_label("Spørsmål som teksten svarer på").fill(QUESTION)
    page.get_by_label("5. ").check()
    page.get_by_role("button", name="Lagre og ta i bruk").click()
    expect(page.get_by_text("Dokumentet er tatt i bruk.")).to_be_visible()
    wait_for_index(page, server)
    assert "2027" in asked(page, server, QUESTION)
    page.goto(f"{server.url}/redaksjon/tekst/klimaplan-for-fjellby")
    page.get_by_role("button", name="Trekk dokumentet").click()
    expect(page.get_by_text("Dokumentet er trukket.")).to_be_visible()
    wait_for_index(page, server)
    assert "2027" not in asked(page, server, QUESTION)
    page.goto(f"{server.url}/redaksjon/tekst/klimaplan-for-fjellby")
    page.get_by_role("button", name="Hent dokumentet tilbake").click()
    wait_for_index(page, server)
    page.close()


def wait_for_index(page: Page, server: Server) -> None:
    for _ in range(200):
        if not page.request.get(f"{server.url}/redaksjon/indeks/status").json()["running"]:
            return
        page.wait_for_timeout(50)
    raise AssertionError("the index was never done")


def test_with_scripts_an_upload_is_followed_and_a_fault_gets_the_focus(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    (tmp_path / "hoyring.txt").write_text("Kommunen hører om planen for nye sykkelveier denne våren.")
    (tmp_path / "tom.txt").write_text("")
    page = signed_in(browser, server)
    page.goto(f"{server.url}/redaksjon/importer")
    page.get_by_label("Filer").set_input_files(tmp_path / "tom.txt")
    page.get_by_role("button", name="Importer").click()
    faults = page.get_by_role("alert")
    expect(faults).to_contain_text("tom.txt")
    expect(faults).to_be_focused()
    page.get_by_label("Filer").set_input_files(tmp_path / "hoyring.txt")
    page.get_by_label("Tittel").fill("Høyring")
    page.get_by_role("button", name="Importer").click()
    page.wait_for_url("**/tekst/hoyring?gjennomsyn=1&gjort=importert")
    expect(page.get_by_text("Dokumentet er lest.")).to_be_visible()
    page.close()


def test_a_file_that_is_too_large_is_not_sent(browser: Browser, server: Server, tmp_path: Path) -> None:
    (tmp_path / "stor.txt").write_bytes(b"x" * 50)
    page = signed_in(browser, server)
    page.goto(f"{server.url}/redaksjon/importer")
    page.evaluate("document.querySelector('[data-most]').dataset.most = '0.00001'")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.get_by_label("Filer").set_input_files(tmp_path / "stor.txt")
    page.get_by_role("button", name="Importer").click()
    expect(page.get_by_role("status")).to_contain_text("er større enn 100 MB")
    assert "POST" not in sent
    page.close()


def test_by_keyboard_an_index_is_built_and_followed(browser: Browser, server: Server) -> None:
    page = signed_in(browser, server)
    page.goto(f"{server.url}/redaksjon/indeks")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hopp til innholdet")).to_be_focused()
    button = page.get_by_role("button", name="Bygg indeksen på nytt")
    for _ in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("av Kari Redaktør, med")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("button", name="Gå tilbake til den forrige indeksen")).to_be_visible()
    page.close()


def test_a_question_in_vain_is_judged(browser: Browser, server: Server) -> None:
    page = signed_in(browser, server)
    asked(page, server, "Hvem tømmer søpla på Mars?")
    page.goto(f"{server.url}/redaksjon/sporsmal")
    page.get_by_role("link", name="Hvem tømmer søpla på Mars?").click()
    page.get_by_label("Status").select_option("uaktuell")
    page.get_by_label("Notat").fill("Ikke vårt bord")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Vurderingen er lagret.")).to_be_visible()
    expect(page.get_by_role("row", name="Hvem tømmer søpla på Mars?")).to_contain_text("Ikke aktuell")
    page.close()


def send_faulty(page: Page, button: str) -> None:
    """Send a form past the browser's own checks; the summary of the faults then has the focus."""
    page.get_by_role("button", name=button, exact=True).evaluate("one => { one.form.noValidate = true; }")
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()


def check_page(page: Page, width: int, name: str) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    found = Axe().run(page).response["violations"]
    assert {one["id"]: [node["html"][:200] for node in one["nodes"]] for one in found} == {}, name
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert page.locator("h1").count() == 1, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    browser: Browser, server: Server, scheme: str, width: int
) -> None:
    page = signed_in(browser, server, color_scheme=scheme, viewport={"width": width, "height": 900})
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("request", lambda request: told.append(request.url) if not request.url.startswith(server.url) else None)
    for path in PAGES:
        page.goto(f"{server.url}/redaksjon{path}")
        check_page(page, width, path)
    page.goto(f"{server.url}/redaksjon/importer")
    send_faulty(page, "Importer")
    check_page(page, width, "import with a fault")
    page.goto(f"{server.url}/redaksjon/tekst/skoleplan?gjennomsyn=1")
    page.get_by_label("Tittel").fill("")
    page.get_by_label("År", exact=True).fill("i fjor")
    send_faulty(page, "Lagre og ta i bruk")
    expect(page.get_by_label("År", exact=True)).to_have_accessible_description(
        re.compile("siffer.*i fjor.* er ikke et årstall")
    )
    check_page(page, width, "document with faults")
    page.get_by_role("button", name="Logg ut").click()
    send_faulty(page, "Logg inn")
    check_page(page, width, "sign-in with a fault")
    assert [one for one in told if "status of 4" not in one] == []
    page.close()


@pytest.mark.parametrize(("language", "heading"), [("nn", "Dokument"), ("en", "Documents")])
def test_the_pages_follow_the_editor_s_language(browser: Browser, server: Server, language: str, heading: str) -> None:
    page = signed_in(browser, server)
    page.locator(f".va-languages a[hreflang={language}]").click()
    expect(page.get_by_role("heading", name=heading, exact=True, level=1)).to_be_visible()
    assert page.locator("html").get_attribute("lang") == language
    for path in PAGES:
        page.goto(f"{server.url}/redaksjon{path}")
        assert page.locator("h1").count() == 1, path
    page.close()


def test_forged_headers_do_not_help_and_the_token_is_in_no_log(browser: Browser, server: Server) -> None:
    with server.client() as client:
        headers = {"X-Forwarded-User": "ond", "X-Forwarded-Groups": "redaktorer", "X-Forwarded-For": "127.0.0.1"}
        assert client.get("/redaksjon", headers=headers).status_code == 303
        wrong = {"navn": "x", "nokkel": "feil"}
        for _ in range(11):
            said = client.post("/redaksjon/inn", data=wrong, headers={"sec-fetch-site": "same-origin", **headers})
        assert said.status_code == 429
    assert TOKEN not in server.log.read_text()
