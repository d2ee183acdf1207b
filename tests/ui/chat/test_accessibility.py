"""Everybody can use the page: by keyboard, with a screen reader, enlarged, in the dark, without motion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser import needs_chromium
from tests.ui.chat.reader import answered, answers, focused

if TYPE_CHECKING:
    from tests.ui.chat.conftest import Opener

pytestmark = needs_chromium

FAR_APART = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } "
    "p { margin-bottom: 2em !important }"
)


def violations(page: Page) -> dict[str, list[str]]:
    found = Axe().run(page).response["violations"]
    return {one["id"]: [node["html"][:200] for node in one["nodes"]] for one in found}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_any_state_of_the_page(open_page: Opener, scheme: str, width: int) -> None:
    page = open_page(width=width, color_scheme=scheme, bypass_csp=True)
    expect(page.get_by_label("Spørsmålet ditt")).to_be_visible()
    page.wait_for_selector(".va-status", state="attached")
    expect(page.locator(".loading")).to_have_count(0)
    assert violations(page) == {}, "empty"
    answer = answered(page)
    assert violations(page) == {}, "answered"
    answer.locator("a.va-ref").first.click()
    answer.locator(".va-principle summary").first.click()
    answer.locator(".va-references summary").click()
    page.get_by_role("button", name="Velg hvilke kilder jeg skal bruke").click()
    page.get_by_role("button", name="Nei", exact=True).click()
    expect(page.get_by_label("Viktige opplysninger mangler")).to_be_visible()
    page.wait_for_timeout(300)
    assert violations(page) == {}, "everything open"
    answered(page, "Hvem vant VM i fotball i 2022?")
    assert violations(page) == {}, "refused"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_eight_principles_can_be_read(open_page: Opener, scheme: str) -> None:
    page = open_page(color_scheme=scheme, bypass_csp=True)
    answer = answered(page, "Hvilke prinsipper har veikartet?")
    expect(answer.locator(".va-principle")).to_have_count(8)
    assert violations(page) == {}


def test_empty_boxes_and_fields_have_an_edge_that_can_be_seen(open_page: Opener) -> None:
    for scheme, muted in (("light", "rgb(74, 83, 101)"), ("dark", "rgb(183, 192, 207)")):
        page = open_page(color_scheme=scheme, reduced_motion="reduce")
        page.get_by_role("button", name="Velg hvilke kilder jeg skal bruke").click()
        for part in ("#va-filter-types input", "#va-question textarea"):
            edge = page.locator(part).first.evaluate("one => getComputedStyle(one).borderTopColor")
            assert edge == muted, (scheme, part)


def test_the_filters_say_whether_they_are_open(page: Page) -> None:
    opener = page.get_by_role("button", name="Velg hvilke kilder jeg skal bruke")
    expect(opener).to_have_attribute("aria-expanded", "false")
    opener.click()
    expect(opener).to_have_attribute("aria-expanded", "true")


@pytest.mark.parametrize("path", ["nn/", "en/"])
def test_axe_finds_nothing_in_the_other_languages(open_page: Opener, path: str) -> None:
    page = open_page(path, bypass_csp=True)
    expect(page.locator("#va-question textarea")).to_be_visible()
    page.wait_for_selector(".va-status", state="attached")
    expect(page.locator("p.loading:visible")).to_have_count(0)
    assert violations(page) == {}


@pytest.mark.parametrize(("width", "height"), [(320, 900), (320, 256), (1280, 900)])
def test_nothing_is_wider_than_the_window(open_page: Opener, width: int, height: int) -> None:
    """320 by 256 is what 400 % zoom leaves of a screen of 1280 by 1024 (WCAG 1.4.10)."""
    page = open_page(width=width)
    page.set_viewport_size({"width": width, "height": height})
    answered(page).locator("a.va-ref").first.click()
    page.get_by_role("button", name="Velg hvilke kilder jeg skal bruke").click()
    expect(page.locator("#va-filter-types")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_question_is_asked_checked_and_left_by_keyboard_alone(page: Page) -> None:
    box = page.get_by_label("Spørsmålet ditt")
    box.focus()
    page.keyboard.type("Hva gikk Drammensmodellen ut på?")
    page.keyboard.press("Tab")
    assert focused(page) == "Spør"
    page.keyboard.press("Enter")
    expect(answers(page)).to_have_count(1)
    expect(box).to_be_focused()
    answers(page).first.locator("a.va-ref").first.focus()
    page.keyboard.press("Enter")
    assert focused(page).startswith("[1]")
    page.keyboard.press("Tab")
    assert focused(page).startswith("Vis i hele teksten")
    page.keyboard.press("Escape")
    assert focused(page) == "[1]"


def test_every_part_can_be_reached_with_tab_in_the_order_in_which_it_is_read(page: Page) -> None:
    answered(page)
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    page.locator(".va-brand").focus()
    names = []
    for _ in range(45):
        names.append(focused(page))
        page.keyboard.press("Tab")
    wanted = [
        "Veikartassistenten", "Spør", "Utforsk samlingen", "Om assistenten", "Bokmål", "[1]",
        "1. Sett innbyggerne i sentrum", "Kopier svaret med kilder", "Svar på nytt", "Ny samtale",
        "Svar på nytt bare med disse kildene", "Last ned som Word", "Ja", "Nei",
    ]  # fmt: skip
    places = [names.index(name) for name in wanted]
    assert places == sorted(places), names


def test_focus_can_be_seen_in_light_and_dark(open_page: Opener) -> None:
    for scheme, colour in (("light", "rgb(26, 79, 163)"), ("dark", "rgb(158, 197, 255)")):
        page = open_page(color_scheme=scheme, reduced_motion="reduce")
        answered(page)
        for part in ("#va-question textarea", "#va-send", ".va-ref >> nth=0", "#va-word", ".va-principle summary"):
            page.keyboard.press("Tab")  # so that the browser shows focus
            page.locator(part).first.focus()
            shown = page.locator(part).first.evaluate(
                "one => [getComputedStyle(one).outlineColor, getComputedStyle(one).outlineWidth]"
            )
            assert shown == [colour, "3px"], (scheme, part)


def test_targets_are_large_enough_to_hit(page: Page) -> None:
    answered(page)
    small = page.evaluate("""
        [...document.querySelectorAll('button, summary, input, .va-ref, .va-top a')]
        .filter(one => one.checkVisibility())
        .map(one => [one.textContent.trim().slice(0, 30), (one.closest('label') || one).getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([name]) => name)
    """)
    assert small == []


def test_text_set_far_apart_is_not_cut_off(page: Page) -> None:
    """WCAG 1.4.12: line height 1.5, paragraphs 2, letters 0.12 and words 0.16 em apart."""
    answered(page)
    page.evaluate(f"""
        const sheet = new CSSStyleSheet();
        sheet.replaceSync("{FAR_APART}");
        document.adoptedStyleSheets = [sheet];
    """)
    cut = page.evaluate("""
        [...document.querySelectorAll('button, summary, p, label')].filter(one => one.checkVisibility())
        .filter(one => getComputedStyle(one).overflow === 'hidden' && one.scrollHeight > one.clientHeight + 2)
        .map(one => one.textContent.trim().slice(0, 40))
    """)
    assert cut == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_nothing_moves_for_those_who_asked_for_no_motion(open_page: Opener) -> None:
    page = open_page(reduced_motion="reduce")
    answered(page)
    moving = page.evaluate("document.getAnimations().filter(one => one.playState === 'running').length")
    assert moving == 0
