"""Everybody can use it: by keyboard, with a screen reader, small, in the dark, in the reader's own colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser import needs_chromium
from tests.ui.widget.host_pages import StandIn, event, tag
from tests.ui.widget.reader import TITLE, ask, focused, open_panel

if TYPE_CHECKING:
    from tests.server import Server
    from tests.ui.widget.conftest import Visitor

pytestmark = needs_chromium

NARROW = {"width": 320, "height": 700}
LISTEN = """() => {
    window.said = [];
    const status = document.querySelector('[data-veikart]').shadowRoot.querySelector('[role=status]');
    new MutationObserver(() => said.push(status.textContent))
        .observe(status, {childList: true, characterData: true, subtree: true});
}"""
SMALL = """() => [...document.querySelector('[data-veikart]').shadowRoot
    .querySelectorAll('button, summary, input, textarea, a')]
    .filter(one => one.checkVisibility())
    .map(one => [one.textContent.trim().slice(0, 30), (one.closest('label') || one).getBoundingClientRect()])
    .filter(([, box]) => box.width < 24 || box.height < 24).map(([name]) => name)"""

OUTSIDE = """() => [...document.querySelector('[data-veikart]').shadowRoot.querySelectorAll('.panel *')]
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)
    .map(one => one.className)"""


def violations(page: Page) -> dict[str, list[str]]:
    found = Axe().run(page).response["violations"]
    return {one["id"]: [node["html"][:200] for node in one["nodes"]] for one in found}


def open_everything(page: Page) -> None:
    answer = ask(open_panel(page))
    answer.get_by_role("button", name="[1]").first.click()
    answer.locator(".principle summary").first.click()
    answer.get_by_role("button", name="Nei", exact=True).click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_the_open_widget(visit: Visitor, app: Server, scheme: str, width: int) -> None:
    page = visit(tag(app.url), color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True)
    open_panel(page)
    assert violations(page) == {}, "empty"
    page.keyboard.press("Escape")
    open_everything(page)
    assert violations(page) == {}, "everything open"
    assert page.evaluate(SMALL) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_panel_opens_and_closes_by_keyboard_and_gives_focus_back(visit: Visitor, api: StandIn) -> None:
    page = visit(tag(api.url))
    button = page.get_by_role("button", name=TITLE)
    assert button.get_attribute("aria-expanded") == "false"
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Spørsmålet ditt")).to_be_focused()
    assert button.get_attribute("aria-expanded") == "true"
    assert button.get_attribute("aria-controls") == page.get_by_role("dialog").get_attribute("id")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(button).to_be_focused()


def test_on_a_narrow_screen_the_keyboard_stays_in_the_panel_and_on_a_wide_one_it_can_leave(
    visit: Visitor, app: Server
) -> None:
    page = visit(tag(app.url) + '<a href="#">lenke på intranettet</a>', viewport=NARROW)
    panel = open_panel(page)
    ask(panel)
    assert panel.get_attribute("aria-modal") == "true"
    for key in ("Tab", "Shift+Tab"):
        reached = set()
        for _ in range(50):
            page.keyboard.press(key)
            reached.add(focused(page))
        assert not reached & {"lenke på intranettet", "BODY", TITLE}
        assert {"Ny samtale", "×"} <= reached
    page.set_viewport_size({"width": 1280, "height": 800})
    reached = set()
    for _ in range(50):
        page.keyboard.press("Tab")
        reached.add(focused(page))
    assert "lenke på intranettet" in reached
    panel.get_by_label("Spørsmålet ditt").focus()
    assert panel.get_attribute("aria-modal") == "false"


def test_a_source_takes_the_focus_and_gives_it_back(visit: Visitor, app: Server) -> None:
    page = visit(tag(app.url))
    panel = open_panel(page)
    answer = ask(panel)
    mark = answer.get_by_role("button", name="[2]")
    mark.focus()
    page.keyboard.press("Enter")
    assert focused(page).startswith("[2] Drammensmodellen")
    expect(mark).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert focused(page) == "[2]"
    expect(mark).to_have_attribute("aria-expanded", "false")
    expect(panel).to_be_visible()
    mark.click()
    answer.get_by_role("button", name="Tilbake til svaret").click()
    assert focused(page) == "[2]"
    summary = answer.locator(".source summary").nth(2)
    summary.click()
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_an_answer_is_announced_once_and_not_word_by_word(visit: Visitor, app: Server) -> None:
    page = visit(tag(app.url, mode="inline"))
    box = page.get_by_role("region")
    expect(box).to_be_visible()
    page.evaluate(LISTEN)
    ask(box)
    page.wait_for_timeout(300)
    said = page.evaluate("said")
    assert len(said) == 1
    assert said[0].startswith("Svaret er klart, med 7 kilder. Drammensmodellen")
    assert page.get_by_role("log").get_attribute("aria-live") == "off"


def test_the_same_trouble_twice_is_said_twice(visit: Visitor, api: StandIn) -> None:
    api.streams(event("error", {"detail": "Modellen falt ut."}))
    page = visit(tag(api.url, mode="inline", question="Hva er en smart by?"))
    expect(page.get_by_role("region")).to_be_visible()
    page.evaluate(LISTEN)
    for count in (1, 2):
        page.get_by_role("button", name="Spør", exact=True).click()
        page.wait_for_function(f"said.length === {count}")
    assert {text.strip() for text in page.evaluate("said")} == {"Modellen falt ut."}
    assert len(set(page.evaluate("said"))) == 2, "a screen reader says nothing of what has not changed"


def test_the_focus_is_never_lost_while_it_works(visit: Visitor, api: StandIn) -> None:
    api.streams(event("status", {"text": "Leter"}), event("answer", {"mode": "utdrag", "text": "Ja."}), pause=0.3)
    page = visit(tag(api.url))
    panel = open_panel(page)
    panel.get_by_label("Spørsmålet ditt").fill("Hva er en smart by?")
    panel.get_by_role("button", name="Spør", exact=True).click()
    assert focused(page) == "Stopp"
    expect(panel.locator(".answer")).to_be_visible()
    expect(panel.get_by_label("Spørsmålet ditt")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_has_the_focus_has_a_thick_ring(visit: Visitor, app: Server, scheme: str) -> None:
    page = visit(tag(app.url), color_scheme=scheme)
    panel = open_panel(page)
    ask(panel)
    colour = {"light": "rgb(26, 79, 163)", "dark": "rgb(158, 197, 255)"}[scheme]
    for part in (
        ".launch",
        ".close",
        "textarea[id]",
        ".mark >> nth=0",
        ".principle summary >> nth=0",
        "form .links a",
    ):
        page.keyboard.press("Tab")  # so that the browser shows focus
        one = page.locator(part).first
        one.focus()
        shown = one.evaluate(
            "one => { const look = getComputedStyle(one); return [look.outlineColor, look.outlineWidth] }"
        )
        assert shown == [colour, "3px"], part


@pytest.mark.parametrize(("width", "height"), [(320, 256), (320, 700), (1280, 400)])
def test_everything_can_be_reached_on_any_screen(visit: Visitor, app: Server, width: int, height: int) -> None:
    page = visit(tag(app.url), viewport={"width": width, "height": height})
    panel = open_panel(page)
    ask(panel)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for part in (".close", ".said >> nth=0", ".mark >> nth=0", "textarea[id]", ".row > .primary", ".chip >> nth=0"):
        one = panel.locator(part).first
        one.scroll_into_view_if_needed()
        box = one.bounding_box()
        assert box is not None
        assert box["x"] >= -1, part
        assert box["x"] + box["width"] <= width + 1, part
        assert -2 <= box["y"] < height, part


def test_in_the_reader_s_own_colours_the_quote_is_still_marked(visit: Visitor, app: Server) -> None:
    page = visit(tag(app.url), forced_colors="active")
    answer = ask(open_panel(page))
    answer.get_by_role("button", name="[1]").first.click()
    marked, around = answer.locator(".source").first.evaluate(
        "one => ['mark', 'blockquote'].map(part => getComputedStyle(one.querySelector(part)).backgroundColor)"
    )
    assert marked != around


def test_nothing_moves(visit: Visitor, app: Server) -> None:
    page = visit(tag(app.url), reduced_motion="no-preference")
    ask(open_panel(page))
    assert page.evaluate("document.querySelector('[data-veikart]').shadowRoot.getAnimations().length") == 0


def test_text_set_far_apart_is_not_cut_off(visit: Visitor, app: Server) -> None:
    """WCAG 1.4.12: line height 1.5, paragraphs 2, letters 0.12 and words 0.16 em apart."""
    page = visit(tag(app.url), viewport=NARROW)
    open_everything(page)
    page.evaluate("""() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`.root * { line-height: 1.5 !important; letter-spacing: .12em !important;
            word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
        document.querySelector('[data-veikart]').shadowRoot.adoptedStyleSheets.push(sheet);
    }""")
    assert page.evaluate(OUTSIDE) == []
