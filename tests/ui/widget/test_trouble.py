"""Slow, broken and refused: what went wrong is said, and the question is still there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import needs_chromium
from tests.host_site import host_site
from tests.scripted_model import scripted_model
from tests.server import start_server
from tests.ui.widget.host_pages import StandIn, event, page_with, tag
from tests.ui.widget.reader import DRAMMEN, TITLE, ask, open_panel, send

if TYPE_CHECKING:
    from pathlib import Path

    from index.home import Snapshot
    from tests.server import Server
    from tests.ui.widget.conftest import Intranet, Visitor

pytestmark = needs_chromium

BROKEN = "Noe gikk galt underveis. Prøv igjen."
OLD = {
    "text": "Slik er det. [1]",
    "mode": "utdrag",
    "statements": [{"text": "Slik er det.", "citations": [1, 9]}],
    "citations": [{"n": 1, "title": "En kilde", "quote": "Slik er det."}],
}
WRITTEN = "Drammensmodellen gjelder fra kommunene ble slått sammen i 2020. [1]"


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        ([event("status", {"text": "Leter"})], BROKEN),
        ([event("status", {"text": "Leter"}), "event: answer\ndata: {"], BROKEN),
        ([event("error", {"detail": "Modellen falt ut."})], "Modellen falt ut."),
        ([event("error", None)], BROKEN),
        (["<html>en mellomtjener sier noe annet</html>"], BROKEN),
        ([event("answer", None)], BROKEN),
    ],
)
def test_a_stream_that_ends_too_early_is_told_of_and_can_be_tried_again(
    visit: Visitor, api: StandIn, pieces: list[str], shown: str
) -> None:
    api.streams(*pieces)
    panel = open_panel(visit(tag(api.url)))
    send(panel)
    expect(panel.locator(".warning")).to_have_text(shown)
    expect(panel.get_by_label("Spørsmålet ditt")).to_have_value(DRAMMEN)
    api.streams(event("answer", OLD))
    panel.get_by_role("button", name="Prøv igjen").click()
    expect(panel.locator(".answer")).to_be_visible()
    expect(panel.locator(".warning")).to_have_count(0)
    expect(panel.locator(".asked")).to_have_count(1)


def test_a_connection_that_breaks_off_is_told_of(visit: Visitor, api: StandIn) -> None:
    api.streams(event("delta", {"text": "Halvt svar"}), breaks=True)
    panel = open_panel(visit(tag(api.url)))
    send(panel)
    expect(panel.locator(".warning")).to_have_text(BROKEN)


def test_an_answer_in_splinters_from_a_newer_server_is_read(visit: Visitor, api: StandIn) -> None:
    newer = {
        **OLD,
        "mode": "samtale",
        "score": {"a": [1]},
        "statements": [{"text": "Slik er det. 🚲", "citations": [1]}],
    }
    text = (
        ": comment\r\n\r\n" + event("plan", {"steps": [1]}).replace("\n", "\r\n") + event("status", {"text": "Leter"})
        + "id: 7\nretry: 9\n\n" + event("passages", {"a": 1}) + event("passages", [{"chunk_id": "x", "new": 1}])
        + event("answer", newer).replace("\n", "\r\n") + event("afterwards", {}) + "event: half"
    )  # fmt: skip
    api.streams(*text, pause=0.001)
    answer = ask(open_panel(visit(tag(api.url))))
    expect(answer.locator(".said")).to_have_text("Slik er det. 🚲")
    expect(answer.locator(".mode")).to_have_text("Laget av en maskin.")


def test_an_answer_from_an_older_server_is_shown_with_what_it_has(visit: Visitor, api: StandIn) -> None:
    api.streams(event("answer", OLD))
    answer = ask(open_panel(visit(tag(api.url))))
    answer.get_by_role("button", name="[1]").click()
    expect(answer.locator("mark")).to_have_text("Slik er det.")
    expect(answer.locator(".source a")).to_have_count(0)
    expect(answer.get_by_role("button", name="[9]")).to_have_count(0)
    assert "undefined" not in answer.inner_text()


def test_what_the_server_sends_is_text_and_links_that_run_scripts_are_none(visit: Visitor, api: StandIn) -> None:
    attack = "<img src=x onerror=\"window.hit = 1\"><a href='javascript:hit=1'>x</a>"
    citation = {
        "n": 1, "title": attack, "section": attack, "quote": attack, "url": "javascript:window.hit=1",
        "reader_url": "javascript:window.hit=1", "type": attack, "language": attack,
    }  # fmt: skip
    statement = {"text": attack, "label": attack, "kind": "punkt", "citations": [1]}
    principle = {"number": attack, "name": attack, "why": attack, "citations": [1]}
    answer = {
        "mode": "generert", "model": attack, "text": attack, "statements": [statement], "citations": [citation],
        "principles": [principle], "warnings": [attack], "follow_ups": [attack], "question": attack,
    }  # fmt: skip
    api.streams(event("delta", {"text": attack}), event("answer", answer))
    page = visit(tag(api.url))
    shown = ask(open_panel(page))
    shown.get_by_role("button", name="[1]").first.click()
    assert shown.locator("img").count() == 0
    assert shown.locator("a").evaluate_all("all => all.filter(one => !one.href.startsWith('http'))") == []
    assert page.evaluate("window.hit") is None


@pytest.mark.parametrize("status", [403, 502])
def test_a_refusal_names_what_it_can(visit: Visitor, api: StandIn, intranet: Intranet, status: int) -> None:
    api.streams("<html>nei</html>", status=status)
    panel = open_panel(visit(tag(api.url)))
    send(panel)
    told = f"Jeg når ikke assistenten fra {intranet.url}. Sjekk nettet. Hjelper ikke det, be IT tillate denne adressen."
    expect(panel.locator(".warning")).to_have_text(told if status == 403 else BROKEN)


def test_what_the_server_refuses_is_told_in_its_words_and_marked_as_norwegian(visit: Visitor, api: StandIn) -> None:
    api.streams(json.dumps({"detail": "Spørsmålet er for langt."}), status=422)
    panel = open_panel(visit(tag(api.url, language="en")), "Ask the Roadmap Assistant")
    send(panel, DRAMMEN, "Your question", "Ask")
    expect(panel.locator(".warning")).to_have_text("Spørsmålet er for langt.")
    expect(panel.locator(".warning")).to_have_attribute("lang", "nb")
    expect(panel.get_by_label("Your question")).to_have_value(DRAMMEN)


def test_who_asks_too_often_is_told_for_how_long_to_wait_in_their_own_language(visit: Visitor, api: StandIn) -> None:
    api.streams(json.dumps({"detail": "Prøv igjen om 17 sekunder."}), status=429, headers={"Retry-After": "17"})
    panel = open_panel(visit(tag(api.url, language="en")), "Ask the Roadmap Assistant")
    send(panel, DRAMMEN, "Your question", "Ask")
    expect(panel.locator(".warning")).to_have_text("Many questions are coming in right now. Try again in 17 seconds.")
    expect(panel.get_by_label("Your question")).to_have_value(DRAMMEN)


def test_a_server_that_is_gone_is_told_of(visit: Visitor, api: StandIn) -> None:
    page = visit(tag(api.url))
    panel = open_panel(page)
    page.context.set_offline(True)
    send(panel)
    expect(panel.locator(".warning")).to_contain_text("Jeg når ikke assistenten fra http://127.0.0.1:")
    expect(panel.get_by_label("Spørsmålet ditt")).to_have_value(DRAMMEN)


def test_a_new_conversation_while_it_works_is_empty(visit: Visitor, api: StandIn) -> None:
    api.streams(*[event("delta", {"text": "Ord"})] * 100, event("answer", OLD), pause=0.1)
    panel = open_panel(visit(tag(api.url)))
    send(panel)
    expect(panel.get_by_text("Ord").first).to_be_visible()
    panel.get_by_role("button", name="Ny samtale").click()
    assert api.left.wait(10), "the server is told that nobody waits"
    expect(panel.locator(".log > *")).to_have_count(0)
    expect(panel.get_by_label("Spørsmålet ditt")).to_have_value("")


def test_a_site_that_is_not_let_in_gets_no_widget_and_its_console_says_why(visit: Visitor, app: Server) -> None:
    with host_site(lambda: page_with(tag(app.url))) as stranger:
        page = visit("", at=stranger)
        page.wait_for_timeout(500)
        assert page.get_by_role("button", name=TITLE).count() == 0
        assert any(f"{stranger} may not use {app.url}/ (embed_origins)" in text for text in visit.console)


def test_a_slow_model_can_be_stopped_and_who_asks_too_often_is_asked_to_wait(
    visit: Visitor, intranet: Intranet, snapshot: Snapshot, data_dir: Path, tmp_path: Path
) -> None:
    with (
        scripted_model() as model,
        start_server(
            tmp_path, data=data_dir, VEIKART_EMBED_ORIGINS=intranet.url, VEIKART_LLM_URL=model.url,
            VEIKART_LLM_MODEL="skriver", VEIKART_RATE_PER_MINUTE="3",
        ) as slow,
    ):  # fmt: skip
        model.says(*["Drammen "] * 100, pause=0.2)
        page = visit(tag(slow.url))
        panel = open_panel(page)
        send(panel)
        expect(panel.get_by_text("Leter i kildene").or_(panel.get_by_text("skriver")).first).to_be_visible()
        while not model.sent:
            page.wait_for_timeout(50)
        panel.get_by_role("button", name="Stopp").click()
        expect(panel.locator(".warning")).to_have_text("Stoppet. Spørsmålet ditt står i feltet.")
        expect(panel.get_by_label("Spørsmålet ditt")).to_have_value(DRAMMEN)
        expect(panel.get_by_label("Spørsmålet ditt")).to_be_focused()
        assert model.left.wait(10), "the language model is told that nobody waits"
        model.says(WRITTEN)
        expect(ask(panel).locator(".mode")).to_contain_text("Generert av")
        ask(panel)
        send(panel, "Hva er en smart by?")
        expect(panel.locator(".warning")).to_contain_text("Det kommer mange spørsmål akkurat nå. Prøv igjen om")
        expect(panel.get_by_label("Spørsmålet ditt")).to_have_value("Hva er en smart by?")
