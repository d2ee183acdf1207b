"""A reader takes answers along: copied, as Word and as Markdown, with sources and the label of how they were made."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from playwright.sync_api import Page, expect

from tests.browser import needs_chromium
from tests.ui.chat.reader import answered, answers

if TYPE_CHECKING:
    from tests.server import Server
    from tests.ui.chat.conftest import Opener

pytestmark = needs_chromium


def download(page: Page, button: str) -> tuple[str, bytes]:
    with page.expect_download() as coming:
        page.get_by_role("button", name=button).click()
    return coming.value.suggested_filename, Path(coming.value.path()).read_bytes()


def quotes(page: Page) -> list[str]:
    return answers(page).locator(".va-source mark").all_text_contents()


def test_word_holds_every_question_and_quote_of_the_conversation(page: Page) -> None:
    answered(page)
    answered(page, "Hva er en smart by?")
    name, content = download(page, "Last ned som Word")
    text = "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs)
    assert name.endswith(".docx")
    assert "Hva gikk Drammensmodellen ut på?" in text
    assert "Hva er en smart by?" in text
    assert "Utdrag fra kildene" in text
    for quote in quotes(page):
        assert quote in text


def test_markdown_links_to_this_server_s_reader(page: Page, server: Server) -> None:
    answered(page)
    name, content = download(page, "Last ned som Markdown")
    assert name.endswith(".md")
    assert f"{server.url}/kilde/drammensmodellen?fra=" in content.decode()


def test_a_file_cannot_be_guessed_and_the_link_stays_on_the_page(page: Page, server: Server) -> None:
    answered(page)
    download(page, "Last ned som Markdown")
    expect(page.get_by_role("link", name="Hent filen veikartassistenten")).to_be_visible()
    with server.client() as client:
        assert client.get("/eksport/gjettet").status_code == 404


def test_an_answer_is_copied_with_its_sources_and_its_label(open_page: Opener) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    answer = answered(page)
    answer.get_by_role("button", name="Kopier svaret med kilder").click()
    expect(answer.locator(".va-copied")).to_have_text("Kopiert.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert answer.locator(".va-said").first.inner_text() in copied
    assert "[1]" in copied
    assert "Laget av en maskin" in copied
    assert "(2021)." in copied
    assert "https://www.drammen.kommune.no/" in copied


def test_a_browser_that_does_not_let_us_copy_says_so(page: Page) -> None:
    answer = answered(page)
    page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject(new Error('no')))")
    answer.get_by_role("button", name="Kopier svaret med kilder").click()
    expect(answer.locator(".va-copied")).to_contain_text("Nettleseren lot oss ikke kopiere")


def test_the_reference_list_is_there_to_read(page: Page) -> None:
    answer = answered(page)
    answer.get_by_text("Referanseliste (APA)").click()
    expect(answer.locator(".va-references li").first).to_contain_text("(2021).")


@pytest.mark.parametrize("question", ["Hvem vant VM i fotball i 2022?"])
def test_a_refusal_is_taken_along_too(page: Page, question: str) -> None:
    answered(page, question)
    _, content = download(page, "Last ned som Markdown")
    assert "Ikke besvart" in content.decode()
