"""What a reader meets when something goes wrong, and how the page recovers."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser import needs_chromium
from tests.scripted_model import ScriptedModel, scripted_model
from tests.server import Server, start_server
from tests.ui.chat.reader import answered, answers, ask

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.home import Snapshot
    from tests.ui.chat.conftest import Opener

pytestmark = needs_chromium


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture
def slow(snapshot: Snapshot, data_dir: Path, tmp_path: Path) -> Iterator[tuple[ScriptedModel, Server]]:
    """A server that writes with a language model, and the model."""
    with (
        scripted_model() as model,
        start_server(tmp_path, data=data_dir, VEIKART_LLM_URL=model.url, VEIKART_LLM_MODEL="treg") as server,
    ):
        yield model, server


def test_after_a_restart_the_conversation_is_still_there_and_a_follow_up_holds(
    open_page: Opener, snapshot: Snapshot, data_dir: Path, tmp_path: Path
) -> None:
    port = free_port()
    with start_server(tmp_path, data=data_dir, port=port) as server:
        page = open_page(address=server.url)
        answered(page, "Fortell om Orklandbadet")
    with start_server(tmp_path, data=data_dir, port=port):
        page.wait_for_timeout(1000)
        ask(page, "og hva kostet det?")
        expect(answers(page).last).to_contain_text("370 millioner kroner", timeout=15_000)
        expect(page.get_by_text("Fortell om Orklandbadet").first).to_be_visible()
        expect(answers(page)).to_have_count(2)


def test_a_lost_connection_is_said_in_norwegian_and_the_conversation_and_the_question_come_back(page: Page) -> None:
    first = answered(page).inner_text()
    page.context.set_offline(True)
    ask(page, "Hva er en smart by?")
    expect(page.get_by_text("Jeg når ikke tjenesten akkurat nå.")).to_be_visible()
    expect(answers(page).first).to_be_visible()
    page.context.set_offline(False)
    with page.expect_event("load"):
        pass
    expect(answers(page)).to_have_count(1)
    assert answers(page).first.inner_text() == first
    expect(page.get_by_label("Spørsmålet ditt")).to_have_value("Hva er en smart by?")
    page.get_by_role("button", name="Spør", exact=True).click()
    expect(answers(page)).to_have_count(2)
    assert page.evaluate("sessionStorage.length") == 0


def test_what_a_language_model_wrote_is_not_made_up_again_after_a_restart(
    open_page: Opener, snapshot: Snapshot, data_dir: Path, tmp_path: Path
) -> None:
    port = free_port()
    with scripted_model() as model:
        model.says("Drammensmodellen gjelder fra kommunene ble slått sammen i 2020. [1]")
        llm = {"VEIKART_LLM_URL": model.url, "VEIKART_LLM_MODEL": "skriver"}
        with start_server(tmp_path, data=data_dir, port=port, **llm) as server:
            page = open_page(address=server.url)
            answered(page)
        with start_server(tmp_path, data=data_dir, port=port, **llm):
            page.wait_for_timeout(1000)
            ask(page, "Hva er en smart by?")
            expect(page.get_by_text("Svaret er borte fordi tjenesten ble startet på nytt.")).to_be_visible(
                timeout=15_000
            )
            expect(page.get_by_text("Hva gikk Drammensmodellen ut på?").first).to_be_visible()


def test_a_slow_answer_tells_what_it_does_and_can_be_stopped(
    open_page: Opener, slow: tuple[ScriptedModel, Server]
) -> None:
    model, server = slow
    model.says(*["Drammen "] * 200, pause=0.2)
    page = open_page(address=server.url)
    ask(page, "Hva gikk Drammensmodellen ut på?")
    expect(page.get_by_text("Leter i kildene").or_(page.get_by_text("skriver")).first).to_be_visible()
    while not model.sent:
        page.wait_for_timeout(100)
    page.get_by_role("button", name="Stopp", exact=True).click()
    expect(page.get_by_text("Stoppet. Spørsmålet ditt står i feltet under.")).to_be_visible(timeout=20_000)
    expect(page.get_by_label("Spørsmålet ditt")).to_have_value("Hva gikk Drammensmodellen ut på?")
    expect(page.get_by_role("button", name="Spør", exact=True)).to_be_visible()
    assert model.left.wait(10), "the language model is told that nobody waits"


def test_a_model_that_has_not_said_a_word_can_be_stopped_at_once_and_another_question_asked(
    open_page: Opener, slow: tuple[ScriptedModel, Server]
) -> None:
    model, server = slow
    model.says("Drammen ", pause=15)
    page = open_page(address=server.url)
    ask(page, "Hva gikk Drammensmodellen ut på?")
    expect(page.get_by_text("Skriver svaret").first).to_be_visible()
    page.get_by_role("button", name="Stopp", exact=True).click()
    expect(page.get_by_text("Stoppet. Spørsmålet ditt står i feltet under.")).to_be_visible(timeout=4000)
    model.says("Drammensmodellen gjelder fra kommunene ble slått sammen i 2020. [1]")
    page.get_by_role("button", name="Spør", exact=True).click()
    expect(answers(page)).to_have_count(1)
    expect(page.get_by_text("Stoppet.")).to_have_count(0)


def test_a_new_conversation_under_a_slow_answer_is_empty_and_stays_so(
    open_page: Opener, slow: tuple[ScriptedModel, Server]
) -> None:
    model, server = slow
    model.says(*["Drammen "] * 9, pause=1)
    page = open_page(address=server.url)
    ask(page, "Hva gikk Drammensmodellen ut på?")
    while not model.asked:
        page.wait_for_timeout(100)
    page.get_by_role("button", name="Ny samtale").click()
    expect(page.get_by_role("button", name="Spør", exact=True)).to_be_visible()
    assert model.left.wait(10), "the language model is told that nobody waits"
    expect(page.get_by_text("Du spurte")).to_have_count(0)
    expect(page.get_by_label("Spørsmålet ditt")).to_have_value("")


def test_whoever_asks_while_the_model_writes_for_others_is_not_left_without_a_word(
    open_page: Opener, slow: tuple[ScriptedModel, Server]
) -> None:
    model, server = slow
    model.says(*["Drammen "] * 50, pause=0.5)
    for _ in range(2):
        ask(open_page(address=server.url), "Hva gikk Drammensmodellen ut på?")
    while len(model.asked) < 2:
        time.sleep(0.1)
    page = open_page(address=server.url)
    ask(page, "Hva er en smart by?")
    expect(page.get_by_role("button", name="Stopp", exact=True)).to_be_visible(timeout=3000)
    expect(answers(page)).to_have_count(1, timeout=15_000)
    assert len(model.asked) == 2


@pytest.mark.parametrize("path", ["nb", "nn/", "en/"])
def test_every_language_s_page_can_be_opened_straight_away(open_page: Opener, path: str) -> None:
    page = open_page(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
