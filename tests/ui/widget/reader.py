"""What somebody at the intranet does with the widget."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

TITLE = "Spør Veikartassistenten"
DRAMMEN = "Hva gikk Drammensmodellen ut på?"


def open_panel(page: Page, title: str = TITLE) -> Locator:
    page.get_by_role("button", name=title).click()
    return page.get_by_role("dialog", name=title)


def send(panel: Locator, question: str = DRAMMEN, label: str = "Spørsmålet ditt", button: str = "Spør") -> None:
    panel.get_by_label(label).fill(question)
    panel.get_by_role("button", name=button, exact=True).click()


def ask(panel: Locator, question: str = DRAMMEN) -> Locator:
    """Ask, and return the answer once it has come."""
    count = panel.locator(".answer").count()
    send(panel, question)
    expect(panel.locator(".answer")).to_have_count(count + 1)
    return panel.locator(".answer").last


def focused(page: Page) -> str:
    """Text of what has the focus, within shadow roots too."""
    return str(
        page.evaluate("""() => {
            let at = document.activeElement;
            while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
            return at.textContent.trim() || at.tagName;
        }""")
    )
