"""The widget on host pages of every kind: it works there, and does them no harm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import needs_chromium
from tests.ui.widget.host_pages import HOSTILE, NO_STORAGE, OTHER_SCRIPTS, STRICT, StandIn, event, tag
from tests.ui.widget.reader import TITLE, ask, focused, open_panel

if TYPE_CHECKING:
    from tests.server import Server
    from tests.ui.widget.conftest import Visitor

pytestmark = needs_chromium

LOOKS = """() => [...document.querySelectorAll('[data-veikart]')].map(host =>
    [...host.shadowRoot.querySelectorAll('*')].map(one => {
        const look = getComputedStyle(one);
        const name = `${one.localName}.${one.className}`;
        const shown = Object.fromEntries([...look].map(key => [key, look.getPropertyValue(key)]));
        return [name, one.checkVisibility(), shown];
    }))"""
EQUAL_SPACE = """() => document.querySelectorAll('html, body, main').forEach(one => {
    one.style.cssText = 'all: initial !important; display: block !important; width: 800px !important';
})"""
PAGE_LOOKS = """() => [document.body, ...document.body.querySelectorAll(':not([data-veikart], script)')].map(one =>
    JSON.stringify([one.getBoundingClientRect(), [...getComputedStyle(one)].map(key => getComputedStyle(one)[key])]))"""
HOST = "[data-veikart]"


def looks(page: Page) -> list[Any]:
    found: list[Any] = page.evaluate(LOOKS)[0]
    assert len(found) > 50
    return found


@pytest.mark.parametrize("mode", ["button", "inline"])
def test_what_the_host_page_says_about_everything_does_not_reach_in(visit: Visitor, app: Server, mode: str) -> None:
    found = []
    for style in ("", HOSTILE):
        page = visit(style + tag(app.url, mode=mode))
        if mode == "inline":
            page.evaluate(EQUAL_SPACE)  # how wide a box is, is the page's own business
        box = page.get_by_role("region") if mode == "inline" else open_panel(page)
        answer = ask(box)
        mark = answer.get_by_role("button", name="[1]")
        mark.click()
        expect(mark).to_have_attribute("aria-expanded", "true")
        found.append(looks(page))
    differing = {
        (name, key, plain[key], hostile[key])
        for (name, shown, plain), (_, still_shown, hostile) in zip(*found, strict=True)
        for key in plain
        if plain[key] != hostile[key] or shown != still_shown
    }
    assert differing == set()


def test_the_host_page_looks_the_same_with_the_widget(visit: Visitor, app: Server) -> None:
    body = "<style>body { display: grid; gap: 2rem }</style><p>Tekst</p><button>Knapp</button>"
    without = visit(body).evaluate(PAGE_LOOKS)
    page = visit(body + tag(app.url))
    expect(page.get_by_role("button", name=TITLE)).to_be_visible()
    assert page.evaluate(PAGE_LOOKS) == without


def test_a_strict_policy_of_the_host_page_is_enough(visit: Visitor, app: Server) -> None:
    page = visit(tag(app.url), policy=STRICT.format(app.url))
    answer = ask(open_panel(page))
    assert answer.locator(".mode").evaluate("one => getComputedStyle(one).fontStyle") == "italic", "its style is there"
    assert [text for text in visit.console if "Content Security Policy" in text] == []


def test_two_widgets_live_side_by_side(visit: Visitor, app: Server) -> None:
    inline = tag(app.url, mode="inline", target="#her", title="I siden", language="en")
    page = visit(f"<div id=her></div>{inline}{tag(app.url)}")
    ask(open_panel(page))
    box = page.locator("#her").get_by_role("region", name="I siden")
    expect(box.locator(".answer")).to_have_count(0)
    box.get_by_label("Your question").fill("What was the Drammen model about?")
    box.get_by_role("button", name="Ask", exact=True).click()
    expect(box.locator(".answer")).to_contain_text("Verbatim extracts from the sources")
    ids = page.evaluate(
        f"[...document.querySelectorAll('{HOST}')].map(one => one.shadowRoot.querySelector('section').id)"
    )
    assert len(set(ids)) == 2


def test_a_page_that_navigates_by_itself_can_take_the_widget_away_and_bring_it_back(
    visit: Visitor, app: Server
) -> None:
    page = visit(tag(app.url))
    ask(open_panel(page))
    page.evaluate(f"window.host = document.querySelector('{HOST}'); host.remove()")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.evaluate("document.body.append(host)")
    expect(page.get_by_role("dialog").locator(".answer")).to_have_count(1)
    ask(page.get_by_role("dialog"), "Hva er en smart by?")


def test_a_page_that_draws_itself_anew_can_ask_for_the_widget_again(visit: Visitor, api: StandIn) -> None:
    api.streams(*[event("delta", {"text": "Ord"})] * 100, pause=0.1)
    page = visit(tag(api.url))
    panel = open_panel(page)
    panel.get_by_label("Spørsmålet ditt").fill("Hva er en smart by?")
    page.keyboard.press("Enter")
    expect(panel.get_by_text("Ord").first).to_be_visible()
    page.evaluate("veikart.unmount()")
    assert api.left.wait(10), "what it was waiting for is given up"
    page.evaluate("document.body.innerHTML = '<div id=ny></div>'")
    page.evaluate("veikart.mount({mode: 'inline', target: '#ny', title: 'Ny'}).then(host => { window.host = host })")
    expect(page.locator("#ny").get_by_role("region", name="Ny")).to_be_visible()
    expect(page.locator(HOST)).to_have_count(1)
    page.evaluate("veikart.unmount(host)")
    expect(page.locator(HOST)).to_have_count(0)


def test_a_box_waits_for_the_place_that_it_is_to_stand_in(visit: Visitor, api: StandIn) -> None:
    page = visit(tag(api.url, mode="inline", target="#sent"))
    page.wait_for_timeout(300)
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<div id=sent></div>')")
    expect(page.locator("#sent").get_by_role("region")).to_be_visible()


def test_blocked_storage_does_not_matter(visit: Visitor, app: Server) -> None:
    ask(open_panel(visit(tag(app.url), script=NO_STORAGE)))


def test_nothing_is_kept_in_the_browser_and_only_one_name_is_taken(visit: Visitor, app: Server) -> None:
    names = "Object.getOwnPropertyNames(window)"
    before = set(visit("").evaluate(names))
    page = visit(tag(app.url))
    ask(open_panel(page))
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert set(page.evaluate(names)) - before == {"veikart"}
    page.evaluate("window.veikart = 1; veikart.mount = 1; delete window.veikart")
    assert page.evaluate("typeof veikart.mount") == "function"


def test_scripts_of_the_host_page_that_grab_at_everything_do_not_disturb(visit: Visitor, app: Server) -> None:
    page = visit(tag(app.url), script=OTHER_SCRIPTS)
    panel = open_panel(page)
    page.keyboard.type("Hva er en smart by?")
    page.keyboard.press("Enter")
    expect(panel.locator(".answer")).to_be_visible()
    assert page.evaluate("[window.veikart, window.shortcut]") == ["theirs", None]


def test_elements_named_like_ours_do_not_disturb(visit: Visitor, app: Server) -> None:
    ask(open_panel(visit(f"<form id=veikart><input name=mount></form>{tag(app.url)}")))


def test_it_can_be_open_from_the_start_without_taking_the_focus_or_a_small_screen(visit: Visitor, api: StandIn) -> None:
    page = visit(tag(api.url, open="true"))
    expect(page.get_by_role("dialog")).to_be_visible()
    assert focused(page).startswith("Intranett")
    page = visit(tag(api.url, open="true"), viewport={"width": 320, "height": 600})
    expect(page.get_by_role("button", name=TITLE)).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()


@pytest.mark.parametrize(
    ("colour", "on"), [("#ffdd00", "rgb(0, 0, 0)"), ("#005500", "rgb(255, 255, 255)"), ("#777777", "rgb(0, 0, 0)")]
)
def test_text_on_the_intranet_s_own_colour_can_be_read(visit: Visitor, api: StandIn, colour: str, on: str) -> None:
    page = visit(tag(api.url, colour=colour))
    button = page.get_by_role("button", name=TITLE)
    assert button.evaluate("one => getComputedStyle(one).color") == on
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    assert button.evaluate("one => getComputedStyle(one).backgroundColor") == f"rgb({red}, {green}, {blue})"


def test_it_is_not_printed_with_the_page(visit: Visitor, api: StandIn) -> None:
    page = visit(tag(api.url))
    button = page.get_by_role("button", name=TITLE)
    expect(button).to_be_visible()
    page.emulate_media(media="print")
    expect(button).to_be_hidden()
