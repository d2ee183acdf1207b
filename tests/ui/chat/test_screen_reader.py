"""What those who cannot see the page are told: names, languages, and what has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser import needs_chromium
from tests.scripted_model import scripted_model
from tests.server import start_server
from tests.ui.chat.reader import answered, ask, focused

if TYPE_CHECKING:
    from pathlib import Path

    from index.home import Snapshot
    from tests.ui.chat.conftest import Opener

pytestmark = needs_chromium

LISTEN = """() => {
    window.said = [];
    const status = document.querySelector('.va-status');
    new MutationObserver(() => said.push([status.textContent, status.lang]))
        .observe(status, {childList: true, characterData: true, subtree: true});
}"""
FILTERS = "Velg hvilke kilder jeg skal bruke"


def listen(page: Page) -> None:
    page.wait_for_selector(".va-status", state="attached")
    page.evaluate(LISTEN)


def wait_until_said(page: Page, text: str) -> str:
    """Wait until a text is announced, and return the language that it is marked with."""
    page.wait_for_function("text => said.some(([one]) => one.startsWith(text))", arg=text)
    return str(page.evaluate("text => said.find(([one]) => one.startsWith(text))[1]", text))


def test_an_answer_is_announced_once_and_not_word_by_word(page: Page) -> None:
    listen(page)
    answered(page)
    assert wait_until_said(page, "Svaret er klart, med 7 kilder. Drammensmodellen") == "nb"
    page.wait_for_timeout(1000)
    said = [text for text, _ in page.evaluate("said") if not text.startswith("Leter i kildene")]
    assert len(said) == 1
    assert page.evaluate("[...document.querySelectorAll('[role=log]')].map(log => log.ariaLive)") == ["off"]


def test_a_slow_answer_is_said_to_be_under_way_and_a_stop_is_said(
    open_page: Opener, snapshot: Snapshot, data_dir: Path, tmp_path: Path
) -> None:
    with (
        scripted_model() as model,
        start_server(tmp_path, data=data_dir, VEIKART_LLM_URL=model.url, VEIKART_LLM_MODEL="skriver") as server,
    ):
        model.says(*["Drammen "] * 100, pause=1)
        page = open_page(address=server.url)
        listen(page)
        ask(page, "What was the Drammen model about?")
        page.wait_for_function("() => said.length > 0")
        assert page.evaluate("said.at(-1)[1]") == "en", "the line follows the question's language"
        while not model.sent:
            page.wait_for_timeout(100)
        page.get_by_role("button", name="Stopp").click()
        assert wait_until_said(page, "Stoppet. Spørsmålet ditt står i feltet under.") == "nb"


def test_what_is_wrong_with_a_question_is_said(page: Page) -> None:
    listen(page)
    ask(page, "🚲🚲")
    wait_until_said(page, "Fant ingen ord i spørsmålet")


def test_the_sources_that_are_chosen_and_a_file_that_is_made_are_said(page: Page) -> None:
    answered(page)
    listen(page)
    page.get_by_role("button", name=FILTERS).click()
    page.get_by_label("Aktør", exact=True).check()
    wait_until_said(page, "Jeg bruker bare kilder som passer med: Aktør.")
    page.get_by_role("button", name="Last ned som Markdown").click()
    wait_until_said(page, "Hent filen veikartassistenten-")


def test_feedback_is_receipted_and_focus_is_not_lost_with_the_form(page: Page) -> None:
    answered(page)
    listen(page)
    page.get_by_role("button", name="Nei", exact=True).click()
    page.get_by_label("Kommentar").fill("Ring Kari på 911 23 456")
    page.get_by_role("button", name="Send tilbakemeldingen").click()
    wait_until_said(page, "Kommentaren ser ut til å inneholde personopplysninger")
    assert focused(page) == "Send tilbakemeldingen", "the form is still there"
    page.get_by_label("Kommentar").fill("Sitatet er kortet ned.")
    page.get_by_role("button", name="Send tilbakemeldingen").click()
    expect(page.locator("#va-thanks")).to_be_focused()
    assert focused(page) == "Takk. Tilbakemeldingen er lagret uten spørsmålet og svaret."
    page.get_by_role("button", name="Ja", exact=True).click()
    wait_until_said(page, "Takk. Tilbakemeldingen er lagret")


def test_groups_of_choices_have_their_names_and_radio_buttons_are_one_group(page: Page) -> None:
    answered(page)
    page.get_by_role("button", name=FILTERS).click()
    page.get_by_role("button", name="Nei", exact=True).click()
    for name in (
        "Type tekst",
        "Prinsipp",
        "Kommune",
        "Kilder i det siste svaret",
        "Hva var galt? Velg det som passer.",
    ):
        expect(page.get_by_role("group", name=name, exact=True)).to_be_visible()
    ages = page.get_by_role("radiogroup", name="Alder på kilden")
    ages.get_by_label("Uansett alder").focus()
    page.keyboard.press("ArrowDown")
    expect(ages.get_by_label("Siste 3 år")).to_be_checked()
    expect(page.locator("#va-chosen")).to_contain_text("Siste 3 år")
    expect(ages.locator("input:checked")).to_have_count(1)


def test_a_question_is_said_to_be_one(page: Page) -> None:
    answered(page)
    assert page.locator(".user.message").inner_text().split() == [
        "Du",
        "spurte:",
        "Hva",
        "gikk",
        "Drammensmodellen",
        "ut",
        "på?",
    ]


def test_norwegian_on_the_english_page_is_marked_as_norwegian(open_page: Opener) -> None:
    page = open_page("en/")
    ask(page, "Hva gikk Drammensmodellen ut på?", label="Your question", button="Ask")
    answer = page.locator(".va-answer")
    expect(answer).to_be_visible()
    expect(page.locator("#va-used label").first).to_have_attribute("lang", "nb")
    expect(page.locator("#va-conversation .options").first).to_have_attribute("lang", "nb")
    assert page.locator(".va-status").get_attribute("lang") == "nb"


def test_an_english_answer_marks_the_norwegian_titles_in_its_references(open_page: Opener) -> None:
    page = open_page("en/")
    ask(page, "What was the Drammen model about?", label="Your question", button="Ask")
    page.locator(".va-references summary").click()
    title = page.locator(".va-references li span").first
    expect(title).to_have_text("Drammensmodellen")
    expect(title).to_have_attribute("lang", "nb")
    assert page.locator("#va-conversation .options").first.get_attribute("lang") == "en"


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("nb/", "Tilgjengelighetserklæring"), ("om?lang=nn", "Tilgjengeerklæring"),
        ("utforsk?lang=en", "Accessibility statement"), ("kilde/drammensmodellen", "Tilgjengelighetserklæring"),
    ],
)  # fmt: skip
def test_every_page_leads_to_the_accessibility_statement(open_page: Opener, path: str, named: str) -> None:
    page = open_page(path)
    page.get_by_role("link", name=named).click()
    page.wait_for_url("**/tilgjengelighet**")


def test_the_menu_can_be_skipped(page: Page) -> None:
    expect(page.get_by_label("Spørsmålet ditt")).to_be_visible()
    page.wait_for_selector(".va-skip:not([target])", state="attached")
    page.keyboard.press("Tab")
    assert focused(page) == "Hopp til spørsmålet"
    page.keyboard.press("Enter")
    expect(page.get_by_label("Spørsmålet ditt")).to_be_focused()


def test_who_writes_much_is_told_how_much_room_is_left(page: Page) -> None:
    listen(page)
    box = page.get_by_label("Spørsmålet ditt")
    box.fill("a " * 800)
    expect(page.locator("#va-count")).to_have_count(0)
    box.fill("a " * 950)
    expect(page.locator("#va-count")).to_have_text("Du har 100 tegn igjen.")
    wait_until_said(page, "Du har 100 tegn igjen.")
