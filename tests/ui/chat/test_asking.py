"""A municipal employee at the page, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import needs_chromium
from tests.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = needs_chromium


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """The page, watched: no error of its own, and no request to anyone but the server."""
    opened = browser.new_page(locale="nb-NO", viewport={"width": 1280, "height": 900})
    requests: list[str] = []
    errors: list[str] = []
    opened.on("request", lambda request: requests.append(request.url))
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(server.url)
    yield opened
    opened.close()
    assert errors == []
    assert [url for url in requests if not url.startswith((server.url, "data:"))] == []


def ask(page: Page, question: str) -> None:
    page.get_by_label("Spørsmålet ditt").fill(question)
    page.get_by_role("button", name="Spør", exact=True).click()


def answers(page: Page) -> Locator:
    return page.locator(".va-answer")


def test_the_page_says_what_it_is_and_that_it_is_a_machine(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Veikartassistenten")
    expect(page.get_by_text("Du snakker med en maskin.")).to_be_visible()
    expect(page).to_have_title("Veikartassistenten")
    assert page.evaluate("document.documentElement.lang") == "nb"


def test_a_question_gets_an_answer_with_marks_that_open_their_source(page: Page) -> None:
    ask(page, "Hva gikk Drammensmodellen ut på?")
    answer = answers(page).first
    expect(answer).to_contain_text("Utdrag fra kildene, gjengitt ordrett")
    expect(answer).to_contain_text("Drammen")
    expect(answer.get_by_text("1. Sett innbyggerne i sentrum")).to_be_visible()
    mark = answer.locator("a.va-ref").nth(1)
    source = answer.locator("details.va-source").nth(1)
    expect(source.locator("blockquote")).to_be_hidden()
    mark.click()
    expect(source.locator("blockquote")).to_be_visible()
    assert page.evaluate("document.activeElement.textContent").startswith("[2]")
    statement = answer.locator("span[lang=nb]").nth(1).inner_text()
    assert source.locator("blockquote").inner_text() == statement


def test_the_source_opens_in_the_reader_with_the_quote_marked(page: Page) -> None:
    ask(page, "Hva gikk Drammensmodellen ut på?")
    answers(page).first.locator("a.va-ref").first.click()
    link = answers(page).first.get_by_role("link", name="Vis i teksten").first
    page.goto(link.evaluate("link => link.href"))
    expect(page.locator("mark#sitat")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Drammensmodellen")
    page.get_by_role("link", name="Til assistenten").click()
    expect(page.get_by_label("Spørsmålet ditt")).to_be_visible()


def test_an_example_fills_the_box_and_can_be_edited_before_it_is_asked(page: Page) -> None:
    page.get_by_role("button", name="Hvilke prinsipper har veikartet?").click()
    expect(page.get_by_label("Spørsmålet ditt")).to_have_value("Hvilke prinsipper har veikartet?")
    expect(answers(page)).to_have_count(0)
    page.get_by_role("button", name="Spør", exact=True).click()
    expect(answers(page).first.get_by_text("Prinsipp 8 er «Begynn lokalt, men tenk globalt».").first).to_be_visible()


def test_a_follow_up_uses_the_turn_before_and_a_new_conversation_forgets_it(page: Page) -> None:
    ask(page, "Fortell om Orklandbadet")
    expect(answers(page)).to_have_count(1)
    ask(page, "og hva kostet det?")
    expect(answers(page)).to_have_count(2)
    expect(answers(page).nth(1)).to_contain_text("370 millioner kroner")
    page.get_by_role("button", name="Ny samtale").click()
    expect(answers(page)).to_have_count(0)
    ask(page, "og hva kostet det?")
    expect(answers(page).first).to_contain_text("Spørsmålet viser til noe som ikke er nevnt her")


def test_a_suggested_follow_up_fills_the_box(page: Page) -> None:
    ask(page, "Hva gikk Drammensmodellen ut på?")
    expect(answers(page)).to_have_count(1)
    suggestion = page.locator(".options button, button.option").first
    text = suggestion.inner_text()
    suggestion.click()
    expect(page.get_by_label("Spørsmålet ditt")).to_have_value(text)


def test_what_is_not_covered_is_refused_on_the_page(page: Page) -> None:
    ask(page, "Hvem vant VM i fotball i 2022?")
    expect(answers(page).first).to_contain_text("Kildene mine dekker ikke dette spørsmålet")
    expect(answers(page).first.locator("a.va-ref")).to_have_count(0)


def test_a_question_that_cannot_be_asked_keeps_the_text_in_the_box(page: Page) -> None:
    ask(page, "🚲🚲🚲")
    expect(page.get_by_text("Fant ingen ord i spørsmålet")).to_be_visible()
    expect(page.get_by_label("Spørsmålet ditt")).to_have_value("🚲🚲🚲")


def test_markup_in_a_question_is_shown_and_not_run(page: Page) -> None:
    attack = "<img src=x onerror=\"document.title='stjålet'\"> <b>Hva</b> er en smart by? <script>1</script>"
    ask(page, attack)
    expect(answers(page)).to_have_count(1)
    expect(page.get_by_text("<b>Hva</b> er en smart by?")).to_be_visible()
    expect(page).to_have_title("Veikartassistenten")


def test_everything_can_be_done_by_keyboard(page: Page) -> None:
    page.get_by_label("Spørsmålet ditt").focus()
    page.keyboard.type("Hva gikk Drammensmodellen ut på?")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Spør"
    page.keyboard.press("Enter")
    expect(answers(page)).to_have_count(1)
    answers(page).first.locator("a.va-ref").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_an_answer_is_announced_once(page: Page) -> None:
    page.wait_for_selector(".va-status", state="attached")
    page.evaluate(
        "window.said = []; new MutationObserver(() => said.push(document.querySelector('.va-status').textContent))"
        ".observe(document.querySelector('.va-status'), {childList: true, characterData: true, subtree: true})"
    )
    ask(page, "Hva gikk Drammensmodellen ut på?")
    expect(answers(page)).to_have_count(1)
    page.wait_for_timeout(500)
    said = page.evaluate("said")
    assert len(said) == 1
    assert "Drammen" in said[0]
    assert page.evaluate("[...document.querySelectorAll('[role=log]')].map(log => log.ariaLive)") == ["off"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_before_and_after_an_answer(
    browser: Browser, server: Server, scheme: str, width: int, tmp_path: Path
) -> None:
    opened = browser.new_page(
        locale="nb-NO", color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
    )
    opened.goto(server.url)
    expect(opened.get_by_label("Spørsmålet ditt")).to_be_visible()
    opened.wait_for_selector(".va-status", state="attached")
    expect(opened.locator("p.loading")).to_have_count(0)
    empty = Axe().run(opened)
    ask(opened, "Hva gikk Drammensmodellen ut på?")
    expect(answers(opened)).to_have_count(1)
    answers(opened).first.locator("a.va-ref").first.click()
    opened.wait_for_timeout(300)
    answered = Axe().run(opened)
    opened.goto(f"{server.url}/kilde/prinsipp-1?fra=1&til=60#sitat")
    reader = Axe().run(opened)
    opened.close()
    for name, result in (("empty", empty), ("answered", answered), ("reader", reader)):
        found = {one["id"]: [node["html"][:200] for node in one["nodes"]] for one in result.response["violations"]}
        assert found == {}, f"{name}: {found}"


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_wider_than_the_window(browser: Browser, server: Server, width: int) -> None:
    opened = browser.new_page(viewport={"width": width, "height": 900})
    opened.goto(server.url)
    ask(opened, "Hva gikk Drammensmodellen ut på?")
    expect(answers(opened)).to_have_count(1)
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    opened.close()
