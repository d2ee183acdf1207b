"""A reader has the page in bokmål, nynorsk or English, and it stays so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml
from playwright.sync_api import Page, expect

from assistant.language import detect_language
from tests.browser import needs_chromium
from tests.ui.chat.reader import answered, answers, ask
from ui.chat.mount import GRADIO_WORDS

if TYPE_CHECKING:
    from tests.ui.chat.conftest import Opener

pytestmark = needs_chromium

LABELS = {"nb": "Spørsmålet ditt", "nn": "Spørsmålet ditt", "en": "Your question"}
# What a screen reader or a mouse meets beside the visible text.
NAMES = """
[...document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')].filter(one => one.checkVisibility())
    .flatMap(one => [one.ariaLabel, one.title, one.placeholder, one.alt]).filter(Boolean)
"""
ENGLISH = re.compile(r"\b(the|message|conversation|chatbot|clear|copy|submit|loading|button|checkbox|error)\b", re.I)


def language_of(page: Page) -> str:
    return str(page.evaluate("document.documentElement.lang"))


@pytest.mark.parametrize(
    ("locale", "language", "title"),
    [
        ("nb-NO", "nb", "Veikartassistenten"),
        ("nn-NO", "nn", "Vegkartassistenten"),
        ("en-GB", "en", "The Roadmap Assistant"),
    ],
)
def test_the_first_visit_is_in_the_browser_s_language(
    open_page: Opener, locale: str, language: str, title: str
) -> None:
    page = open_page(locale=locale)
    expect(page).to_have_title(title)
    expect(page.get_by_label(LABELS[language])).to_be_visible()
    assert language_of(page) == language


def test_a_choice_is_remembered_on_every_page(open_page: Opener) -> None:
    page = open_page()
    page.get_by_role("link", name="Nynorsk").click()
    expect(page.get_by_text("Du snakkar med ei maskin.")).to_be_visible()
    assert page.url.endswith("/nn/")
    page.goto(page.url.removesuffix("nn/"))
    expect(page.get_by_text("Du snakkar med ei maskin.")).to_be_visible()
    page.get_by_role("link", name="Om assistenten").click()
    expect(page).to_have_url(re.compile("/om$"))
    expect(page.locator("html")).to_have_attribute("lang", "nn")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile("/om$"))


def test_no_cookie_is_set_before_a_language_is_chosen(page: Page) -> None:
    answered(page)
    assert page.context.cookies() == []
    page.get_by_role("link", name="Nynorsk").click()
    expect(page.get_by_text("Du snakkar med ei maskin.")).to_be_visible()
    assert [cookie["name"] for cookie in page.context.cookies()] == ["veikart_sprak"]


def test_nothing_is_kept_in_the_browser(page: Page) -> None:
    answered(page)
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_a_link_cannot_lead_out_of_the_app(open_page: Opener) -> None:
    for target in ("//ond.example", "https://ond.example", "/\\ond.example", "..//ond.example"):
        page = open_page(f"sprak/nn?til={target}")
        assert page.url.endswith("/nn/"), target


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_no_word_on_the_norwegian_pages_is_english(open_page: Opener, language: str) -> None:
    page = open_page(f"{language}/", locale="en-US")
    answered(page)
    page.get_by_role("button", name="Nei", exact=True).click()
    page.locator("#va-filters button").first.click()
    expect(page.locator("#va-filter-types")).to_be_visible()
    names = page.evaluate(NAMES)
    assert [name for name in names if ENGLISH.search(name)] == []
    own = page.evaluate("document.body.innerText").replace("English", "")
    assert ENGLISH.findall(own) == []


def test_answers_and_quotes_say_which_language_they_are_in(open_page: Opener) -> None:
    page = open_page("en/", locale="en-GB")
    ask(page, "What was the Drammen model about?", label="Your question", button="Ask")
    answer = answers(page).first
    expect(answer).to_have_attribute("lang", "en")
    expect(answer.locator(".va-said").first).to_have_attribute("lang", "nb")
    expect(answer.locator("blockquote").first).to_have_attribute("lang", "nb")
    assert language_of(page) == "en"


def test_an_answer_follows_the_question_and_not_the_page(page: Page) -> None:
    answer = answered(page, "Kva er ein smart by, og kven står bak vegkartet?")
    expect(answer).to_have_attribute("lang", "nn")
    expect(answer).to_contain_text("Utdrag frå kjeldene")
    assert language_of(page) == "nb"


def test_gradio_s_own_words_are_there_in_both_norwegian_languages() -> None:
    words = yaml.safe_load(GRADIO_WORDS.read_text(encoding="utf-8"))
    assert set(words["nb"]) == set(words["nn"])
    for language in ("nb", "nn"):
        for text in words[language].values():
            assert detect_language(text) in (language, None), text
