"""A municipal employee at the intranet, where IT has pasted one line."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import needs_chromium
from tests.host_site import host_site
from tests.scripted_model import ScriptedModel, scripted_model
from tests.server import Server, start_server
from ui.widget.assets import loader, parts

if TYPE_CHECKING:
    from pathlib import Path

    from index.snapshot import Snapshot

pytestmark = needs_chromium

QUESTION = "Hva gikk Drammensmodellen ut på?"
HOSTILE = (
    "<style>* { font: italic 40px serif !important; color: red !important; letter-spacing: 9px !important; "
    "line-height: 3 !important; text-transform: uppercase !important; display: inline !important }</style>"
)
NO_STORAGE = """
for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
    Object.defineProperty(window, name, {get() { throw new DOMException('no', 'SecurityError') }});
}
"""
LISTEN = """
(() => {
    window.said = [];
    const host = [...document.querySelectorAll('body > div')].find(one => one.shadowRoot);
    const status = host.shadowRoot.querySelector('[role=status]');
    new MutationObserver(() => said.push(status.textContent))
        .observe(status, {childList: true, characterData: true, subtree: true});
})()
"""
NEWER = {"mode": "utdrag", "text": "Slik er det.", "newer": [1]}
Intranet = tuple[str, list[str]]


@pytest.fixture(scope="module")
def intranet() -> Iterator[Intranet]:
    """A site whose page's body can be set."""
    body = [""]
    with host_site(
        lambda: f"<!doctype html><html lang=nb><title>Intranett</title><body><h1>Intranett</h1>{body[0]}"
    ) as at:
        yield at, body


@pytest.fixture(scope="module")
def allowing(
    intranet: Intranet, snapshot: Snapshot, data_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server that lets the intranet in."""
    folder = tmp_path_factory.mktemp("allowing")
    with start_server(folder, data=data_dir, VEIKART_EMBED_ORIGINS=intranet[0]) as running:
        yield running


@pytest.fixture
def visit(browser: Browser, intranet: Intranet) -> Iterator[Callable[..., Page]]:
    pages: list[Page] = []
    errors: list[str] = []
    requests: list[str] = []

    def opened(body: str, script: str = "", **options: object) -> Page:
        intranet[1][0] = body
        page = browser.new_page(**{"locale": "nb-NO", **options})
        pages.append(page)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        if script:
            page.add_init_script(script)
        page.goto(intranet[0])
        return page

    yield opened
    for page in pages:
        page.close()
    assert errors == []
    assert [url for url in requests if not url.startswith(("http://127.0.0.1:", "data:"))] == []


def tag(server: Server, **data: str) -> str:
    attributes = "".join(f' data-{name}="{value}"' for name, value in data.items())
    return f'<script src="{server.url}/widget.js"{attributes} defer></script>'


def open_panel(page: Page) -> Locator:
    page.get_by_role("button", name="Spør Veikartassistenten").click()
    return page.get_by_role("dialog", name="Spør Veikartassistenten")


def ask(panel: Locator, question: str = QUESTION) -> Locator:
    panel.get_by_label("Spørsmålet ditt").fill(question)
    panel.get_by_role("button", name="Spør", exact=True).click()
    answer = panel.locator(".answer").last
    expect(answer).to_be_visible()
    return answer


def focused(page: Page) -> str:
    return str(
        page.evaluate("(() => { let at = document.activeElement; while (at.shadowRoot?.activeElement) at = "
                      "at.shadowRoot.activeElement; return at.textContent.trim() || at.tagName })()")
    )  # fmt: skip


def test_one_line_gives_a_cited_answer_whose_passage_opens_in_the_widget(
    visit: Callable[..., Page], allowing: Server
) -> None:
    page = visit(tag(allowing))
    answer = ask(open_panel(page))
    expect(answer).to_contain_text("Utdrag fra kildene, gjengitt ordrett")
    statement = answer.locator(".said").nth(1).inner_text()
    answer.get_by_role("button", name="[2]").click()
    source = answer.locator(".source").nth(1)
    assert source.locator("mark").inner_text() == statement
    assert len(source.locator("blockquote").inner_text()) > len(statement)
    assert focused(page).startswith("[2] Drammensmodellen")
    page.keyboard.press("Escape")
    assert focused(page) == "[2]"
    expect(answer.get_by_text("1. Sett innbyggerne i sentrum")).to_be_visible()
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_the_panel_opens_and_closes_by_keyboard_and_gives_focus_back(
    visit: Callable[..., Page], allowing: Server
) -> None:
    page = visit(tag(allowing))
    button = page.get_by_role("button", name="Spør Veikartassistenten")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Spørsmålet ditt")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(button).to_be_focused()


def test_on_a_narrow_screen_the_keyboard_stays_in_the_panel(visit: Callable[..., Page], allowing: Server) -> None:
    page = visit(tag(allowing) + '<a href="#">lenke på intranettet</a>', viewport={"width": 320, "height": 700})
    ask(open_panel(page))
    for _ in range(60):
        page.keyboard.press("Tab")
        assert focused(page) not in ("lenke på intranettet", "BODY")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_follow_up_leans_on_the_question_before_and_a_suggestion_is_asked_with_one_click(
    visit: Callable[..., Page], allowing: Server
) -> None:
    panel = open_panel(visit(tag(allowing)))
    ask(panel, "Fortell om Orklandbadet")
    panel.get_by_label("Spørsmålet ditt").fill("og hva kostet det?")
    panel.get_by_role("button", name="Spør", exact=True).click()
    expect(panel.locator(".answer")).to_have_count(2)
    expect(panel.locator(".answer").last).to_contain_text("370 millioner kroner")
    panel.locator(".chip").last.click()
    expect(panel.locator(".answer")).to_have_count(3)
    panel.get_by_role("button", name="Ny samtale").click()
    expect(panel.locator(".answer")).to_have_count(0)


def test_what_the_host_page_says_about_everything_does_not_reach_in(
    visit: Callable[..., Page], allowing: Server
) -> None:
    looks = (
        "[...document.querySelectorAll('body > div')].filter(one => one.shadowRoot)"
        ".map(one => one.shadowRoot.querySelector('.small'))"
        ".map(one => { const look = getComputedStyle(one); return [look.fontSize, look.fontStyle, look.color, "
        "look.letterSpacing, look.lineHeight, look.textTransform, look.display] })"
    )
    found = []
    for style in ("", HOSTILE):
        page = visit(style + tag(allowing))
        open_panel(page)
        found.append(page.evaluate(looks))
    assert found[0] == found[1] != []


def test_a_strict_policy_of_the_host_page_is_enough(
    browser: Browser, snapshot: Snapshot, data_dir: Path, tmp_path: Path
) -> None:
    server: list[Server] = []
    policy = "default-src 'none'; script-src {0}; connect-src {0}; style-src 'self'; img-src 'self'"
    body = "<!doctype html><html lang=nb><body>"
    with (
        host_site(lambda: body + tag(server[0]), lambda: policy.format(server[0].url)) as strict,
        start_server(tmp_path, data=data_dir, VEIKART_EMBED_ORIGINS=strict) as running,
    ):
        server.append(running)
        page = browser.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(strict)
        answer = ask(open_panel(page))
        assert answer.locator(".mode").evaluate("one => getComputedStyle(one).fontStyle") == "italic", (
            "its style is there"
        )
        assert [text for text in complaints if "Content Security Policy" in text] == []
        page.close()


def test_two_widgets_live_side_by_side(visit: Callable[..., Page], allowing: Server) -> None:
    inline = tag(allowing, mode="inline", target="#her", title="I siden", language="en")
    page = visit(f"<div id=her></div>{inline}{tag(allowing)}")
    ask(open_panel(page))
    box = page.get_by_role("region", name="I siden")
    expect(box.locator(".answer")).to_have_count(0)
    box.get_by_label("Your question").fill("What was the Drammen model about?")
    box.get_by_role("button", name="Ask", exact=True).click()
    expect(box.locator(".answer")).to_contain_text("Verbatim extracts from the sources")


def test_a_page_that_navigates_by_itself_can_take_the_widget_away_and_bring_it_back(
    visit: Callable[..., Page], allowing: Server
) -> None:
    page = visit(tag(allowing))
    ask(open_panel(page))
    page.evaluate(
        "window.host = [...document.querySelectorAll('body > div')].find(one => one.shadowRoot); host.remove()"
    )
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.evaluate("document.body.append(host)")
    expect(page.get_by_role("dialog").locator(".answer")).to_have_count(1)
    ask(page.get_by_role("dialog"), "Hva er en smart by?")


def test_blocked_storage_does_not_matter(visit: Callable[..., Page], allowing: Server) -> None:
    ask(open_panel(visit(tag(allowing), NO_STORAGE)))


def test_a_site_that_is_not_allowed_gets_no_widget_and_the_console_says_why(
    visit: Callable[..., Page], server: Server
) -> None:
    page = visit("")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.evaluate(
        "url => { const one = document.createElement('script'); one.src = url; document.body.append(one) }",
        f"{server.url}/widget.js",
    )
    page.wait_for_timeout(1000)
    assert page.get_by_role("button", name="Spør Veikartassistenten").count() == 0
    assert any("embed_origins" in text for text in said)


def test_an_answer_is_announced_once(visit: Callable[..., Page], allowing: Server) -> None:
    page = visit(tag(allowing, mode="inline"))
    box = page.get_by_role("region")
    expect(box).to_be_visible()
    page.evaluate(LISTEN)
    ask(box)
    said = page.evaluate("said")
    assert len(said) == 1
    assert said[0].startswith("Svaret er klart, med 7 kilder. Drammensmodellen")


def test_copying_and_feedback(visit: Callable[..., Page], allowing: Server, veikart, data_dir: Path) -> None:
    page = visit(tag(allowing), permissions=["clipboard-read", "clipboard-write"])
    answer = ask(open_panel(page))
    answer.get_by_role("button", name="Kopier svaret med kilder").click()
    expect(answer.get_by_text("Kopiert.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "[1] Drammensmodellen" in copied
    assert "Laget av en maskin" in copied
    answer.get_by_role("button", name="Nei", exact=True).click()
    answer.get_by_label("Jeg finner ikke sitatet i kilden").check()
    answer.get_by_role("button", name="Send tilbakemeldingen").click()
    expect(answer.get_by_text("Takk. Tilbakemeldingen er lagret.")).to_be_visible()
    assert "quote" in veikart("feedback", cwd=data_dir, data=data_dir).stdout


@pytest.fixture
def written(
    intranet: Intranet, snapshot: Snapshot, data_dir: Path, tmp_path: Path
) -> Iterator[tuple[Server, ScriptedModel]]:
    """A server with a language model that a test tells what to do, and that may be asked three times a minute."""
    with (
        scripted_model() as model,
        start_server(
            tmp_path, data=data_dir, VEIKART_EMBED_ORIGINS=intranet[0], VEIKART_LLM_URL=model.url,
            VEIKART_LLM_MODEL="skriver", VEIKART_RATE_PER_MINUTE="3",
        ) as running,
    ):  # fmt: skip
        yield running, model


def test_a_slow_answer_can_be_stopped_and_who_asks_too_often_is_told(
    visit: Callable[..., Page], written: tuple[Server, ScriptedModel]
) -> None:
    server, model = written
    model.says(*["Drammen "] * 100, pause=0.2)
    panel = open_panel(visit(tag(server)))
    box = panel.get_by_label("Spørsmålet ditt")
    box.fill(QUESTION)
    panel.get_by_role("button", name="Spør", exact=True).click()
    panel.get_by_role("button", name="Stopp").click()
    expect(panel.get_by_text("Stoppet. Spørsmålet ditt står i feltet.")).to_be_visible()
    expect(box).to_have_value(QUESTION)
    model.says("Drammensmodellen gjelder fra kommunene ble slått sammen i 2020. [1]")
    ask(panel)
    ask(panel)
    box.fill("Hva er en smart by?")
    panel.get_by_role("button", name="Spør", exact=True).click()
    expect(panel.get_by_text("Det kommer mange spørsmål akkurat nå. Prøv igjen om")).to_be_visible()
    expect(box).to_have_value("Hva er en smart by?")


@pytest.mark.parametrize(
    ("stream", "shown"),
    [
        ('event: status\ndata: {"text": "Leter"}\n\n', "Noe gikk galt underveis"),
        ('event: error\ndata: {"detail": "Modellen falt ut."}\n\n', "Modellen falt ut."),
        ("ikke en strøm", "Noe gikk galt underveis"),
        (f'event: nytt\ndata: {{"x": 1}}\n\nevent: answer\ndata: {json.dumps(NEWER)}\n\n', "Slik er det."),
    ],
)
def test_broken_streams_and_servers_of_another_age(
    visit: Callable[..., Page], allowing: Server, stream: str, shown: str
) -> None:
    page = visit(tag(allowing))
    headers = {"access-control-allow-origin": "*"}
    page.route(
        "**/api/ask/stream", lambda route: route.fulfill(body=stream, content_type="text/event-stream", headers=headers)
    )
    panel = open_panel(page)
    panel.get_by_label("Spørsmålet ditt").fill(QUESTION)
    panel.get_by_role("button", name="Spør", exact=True).click()
    expect(panel.get_by_text(shown)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_the_open_widget(
    visit: Callable[..., Page], allowing: Server, scheme: str, width: int
) -> None:
    page = visit(tag(allowing), color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True)
    answer = ask(open_panel(page))
    answer.get_by_role("button", name="[1]").click()
    answer.get_by_role("button", name="Nei", exact=True).click()
    found = {one["id"]: [node["html"][:150] for node in one["nodes"]] for one in Axe().run(page).response["violations"]}
    assert {name: nodes for name, nodes in found.items() if name not in ("landmark-one-main", "region")} == {}


@pytest.mark.parametrize(("colour", "on"), [("#ffdd00", "rgb(0, 0, 0)"), ("#005500", "rgb(255, 255, 255)")])
def test_text_on_the_intranet_s_own_colour_can_be_read(
    visit: Callable[..., Page], allowing: Server, colour: str, on: str
) -> None:
    page = visit(tag(allowing, colour=colour))
    button = page.get_by_role("button", name="Spør Veikartassistenten")
    expect(button).to_be_visible()
    assert button.evaluate("one => getComputedStyle(one).color") == on


def test_it_weighs_less_than_15_kb_in_all_three_languages() -> None:
    files = [loader(), *(part.content for part in parts().values())]
    assert sum(len(gzip.compress(content)) for content in files) <= 15_000


def test_parts_are_kept_by_the_browser_and_an_old_page_gets_the_new_ones(allowing: Server) -> None:
    main = parts()["main.js"]
    with allowing.client() as client:
        assert client.get("/widget.js").headers["cache-control"] == "public, max-age=300"
        assert main.address in client.get("/widget.js").text
        assert "immutable" in client.get(f"/{main.address}").headers["cache-control"]
        old = client.get("/widget/main.00000000.js")
        assert old.content == main.content
        assert "immutable" not in old.headers["cache-control"]
        assert client.get("/widget/finnes.00000000.js").status_code == 404
