"""A municipal employee asks, and gets an answer or is told why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from tests.browser import needs_chromium
from tests.ui.chat.reader import DRAMMEN, answered, answers, ask

if TYPE_CHECKING:
    from tests.ui.chat.conftest import Opener

pytestmark = needs_chromium


def test_the_page_says_what_it_is_and_that_it_is_a_machine(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Veikartassistenten")
    expect(page.get_by_text("Du snakker med en maskin.")).to_be_visible()
    expect(page).to_have_title("Veikartassistenten")


def test_a_first_visit_tells_what_it_can_and_cannot_and_gives_way_to_the_first_answer(page: Page) -> None:
    guide = page.get_by_role("heading", name="Slik bruker du assistenten")
    expect(guide).to_be_visible()
    expect(page.get_by_text("Jeg kan ikke behandle saker")).to_be_visible()
    answered(page)
    expect(guide).to_be_hidden()
    expect(page.get_by_text("Du snakker med en maskin.")).to_be_visible()
    page.get_by_role("button", name="Ny samtale").click()
    expect(guide).to_be_visible()


def test_an_answer_says_how_it_was_made(page: Page) -> None:
    answer = answered(page)
    expect(answer).to_contain_text("Utdrag fra kildene, gjengitt ordrett. Laget av en maskin.")
    expect(answer).to_contain_text("Drammen")


def test_an_example_fills_the_box_and_can_be_edited_before_it_is_asked(page: Page) -> None:
    page.get_by_role("button", name="Hvilke prinsipper har veikartet?").click()
    box = page.get_by_label("Spørsmålet ditt")
    expect(box).to_have_value("Hvilke prinsipper har veikartet?")
    expect(box).to_be_focused()
    expect(answers(page)).to_have_count(0)
    page.get_by_role("button", name="Spør", exact=True).click()
    expect(answers(page).first.get_by_text("Prinsipp 8 er «Begynn lokalt, men tenk globalt».").first).to_be_visible()


def test_a_link_can_carry_a_question_which_waits_in_the_box(open_page: Opener) -> None:
    page = open_page("?q=Hva%20er%20en%20smart%20by%3F")
    expect(page.get_by_label("Spørsmålet ditt")).to_have_value("Hva er en smart by?")
    expect(answers(page)).to_have_count(0)


def test_a_follow_up_uses_the_turn_before_and_a_new_conversation_forgets_it(page: Page) -> None:
    answered(page, "Fortell om Orklandbadet")
    assert "370 millioner kroner" in answered(page, "og hva kostet det?").inner_text()
    page.get_by_role("button", name="Ny samtale").click()
    expect(answers(page)).to_have_count(0)
    expect(answered(page, "og hva kostet det?")).to_contain_text("Spørsmålet viser til noe som ikke er nevnt her")


def test_a_suggested_question_is_asked_with_one_click(page: Page) -> None:
    answered(page)
    suggestion = page.locator(".options .option").first
    text = suggestion.inner_text().strip()
    suggestion.click()
    expect(answers(page)).to_have_count(2)
    expect(page.locator(".user .message, .message.user").last).to_contain_text(text)
    expect(page.get_by_label("Spørsmålet ditt")).to_be_focused()


def test_the_last_question_can_be_answered_again_in_the_same_place(page: Page) -> None:
    first = answered(page).inner_text()
    page.get_by_role("button", name="Svar på nytt", exact=True).click()
    expect(page.locator("#va-stop")).to_have_count(0)
    expect(answers(page)).to_have_count(1)
    assert answers(page).first.inner_text() == first


def test_what_is_not_covered_is_refused_on_the_page(page: Page) -> None:
    answer = answered(page, "Hvem vant VM i fotball i 2022?")
    expect(answer).to_contain_text("Kildene mine dekker ikke dette spørsmålet")
    expect(answer.locator("a.va-ref")).to_have_count(0)
    expect(answer.get_by_role("button", name="Kopier")).to_have_count(0)


def test_a_question_that_cannot_be_asked_stays_in_the_box(page: Page) -> None:
    ask(page, "🚲🚲🚲")
    expect(page.get_by_text("Fant ingen ord i spørsmålet")).to_be_visible()
    expect(page.get_by_label("Spørsmålet ditt")).to_have_value("🚲🚲🚲")


def test_personal_data_are_stopped_and_one_click_asks_without_them(page: Page) -> None:
    number = "11077941012"
    answer = answered(page, f"Hva er en smart by? Jeg heter 010199 og har fødselsnummer {number}")
    expect(answer).to_contain_text("fødselsnummer")
    assert number not in page.content()
    offered = page.locator(".options .option").first
    expect(offered).to_contain_text("Hva er en smart by?")
    offered.click()
    expect(answers(page)).to_have_count(2)
    expect(answers(page).last).to_contain_text("Utdrag fra kildene")


def test_markup_in_a_question_is_shown_and_not_run(page: Page) -> None:
    answered(page, "<img src=x onerror=\"document.title='stjålet'\"> <b>Hva</b> er en smart by? <script>1</script>")
    expect(page.get_by_text("<b>Hva</b> er en smart by?")).to_be_visible()
    expect(page).to_have_title("Veikartassistenten")


def test_a_conversation_can_go_on_for_long(page: Page) -> None:
    for question in (DRAMMEN, "Hva er en smart by?", "Hva er Gemini?", "Hvem vant VM i fotball i 2022?"):
        answered(page, question)
    expect(answers(page)).to_have_count(4)
