"""A reader checks an answer: every mark opens the passage that it stands on."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import needs_chromium
from tests.ui.chat.reader import DRAMMEN, answered, answers, focused

pytestmark = needs_chromium


def test_a_mark_opens_its_passage_beside_the_answer_with_the_quote_marked(page: Page) -> None:
    answer = answered(page)
    mark = answer.locator("a.va-ref").nth(1)
    statement = answer.locator(".va-said").nth(1).inner_text()
    source = page.locator("#va-beside .va-source").nth(1)
    expect(source.locator("blockquote")).to_be_hidden()
    mark.click()
    expect(source.locator("mark")).to_be_visible()
    assert source.locator("mark").inner_text() == statement
    assert len(source.locator("blockquote").inner_text()) > len(statement), "the passage around it is shown too"
    assert focused(page).startswith("[2]")
    expect(answer.locator(".va-sources")).to_be_hidden()
    assert source.bounding_box()["x"] > answer.bounding_box()["x"] + 300


def test_focus_goes_back_to_the_mark(page: Page) -> None:
    answer = answered(page)
    mark = answer.locator("a.va-ref").nth(2)
    mark.click()
    page.keyboard.press("Escape")
    assert focused(page) == "[3]"
    mark.click()
    page.locator("#va-beside .va-source").nth(2).get_by_role("link", name="Tilbake til svaret").click()
    assert focused(page) == "[3]"


def test_an_earlier_answer_shows_its_own_sources(page: Page) -> None:
    answered(page, DRAMMEN)
    answered(page, "Hva er en smart by?")
    expect(page.locator("#va-beside .va-source").first).not_to_contain_text("Drammensmodellen")
    answers(page).first.locator("a.va-ref").first.click()
    expect(page.locator("#va-beside .va-source").first).to_contain_text("Drammensmodellen")
    assert focused(page).startswith("[1] Drammensmodellen")


def test_on_a_narrow_screen_the_passage_opens_under_the_answer(narrow: Page) -> None:
    answer = answered(narrow)
    expect(narrow.locator("#va-beside")).to_be_hidden()
    answer.locator("a.va-ref").nth(1).click()
    source = answer.locator(".va-sources .va-source").nth(1)
    expect(source.locator("mark")).to_be_visible()
    assert focused(narrow).startswith("[2]")
    narrow.keyboard.press("Escape")
    assert focused(narrow) == "[2]"


def test_the_whole_text_opens_in_a_tab_of_its_own_so_that_the_conversation_stays(page: Page) -> None:
    answer = answered(page)
    quote = answer.locator(".va-said").first.inner_text()
    with page.context.expect_page() as opened:
        page.locator("#va-beside").get_by_role("link", name="Vis i hele teksten (ny fane)").first.click()
    reader = opened.value
    expect(reader.locator("mark#sitat")).to_have_text(quote)
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Drammensmodellen")
    reader.get_by_role("link", name="Spør", exact=True).click()
    expect(reader.get_by_label("Spørsmålet ditt")).to_be_visible()
    expect(answers(page)).to_have_count(1)


def test_a_principle_explains_itself(page: Page) -> None:
    principle = answered(page).locator(".va-principle").first
    expect(principle).to_contain_text("1. Sett innbyggerne i sentrum")
    expect(principle.get_by_text("Begynn med det folk trenger")).to_be_hidden()
    principle.locator("summary").click()
    expect(principle.get_by_text("Begynn med det folk trenger")).to_be_visible()
    expect(principle.get_by_role("link", name="Alle tekster om prinsippet")).to_be_visible()
