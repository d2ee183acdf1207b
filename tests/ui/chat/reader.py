"""What a reader does at the page."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

DRAMMEN = "Hva gikk Drammensmodellen ut på?"


def ask(page: Page, question: str, *, label: str = "Spørsmålet ditt", button: str = "Spør") -> None:
    page.get_by_label(label).fill(question)
    page.get_by_role("button", name=button, exact=True).click()


def answers(page: Page) -> Locator:
    return page.locator(".va-answer")


def answered(page: Page, question: str = DRAMMEN) -> Locator:
    """Ask, and return the answer once everything around it has come."""
    count = answers(page).count()
    ask(page, question)
    expect(answers(page)).to_have_count(count + 1)
    expect(page.get_by_role("button", name="Spør", exact=True)).to_be_visible()
    return answers(page).last


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent")).strip()
