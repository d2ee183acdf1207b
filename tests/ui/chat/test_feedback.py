"""A reader says what an answer was worth; nothing goes along that they did not choose to send."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import needs_chromium
from tests.conftest import make_data_dir
from tests.server import start_server
from tests.ui.chat.reader import answered

if TYPE_CHECKING:
    from index.home import Snapshot
    from tests.ui.chat.conftest import Opener

pytestmark = needs_chromium


@pytest.fixture
def stored(data_dir: Path) -> Any:
    """What is in the file, from this test on; other tests share the server."""
    path = data_dir / "feedback.sqlite"

    def rows() -> list[tuple[Any, ...]]:
        if not path.exists():
            return []
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute("SELECT id, verdict, reasons, comment, question, answer FROM feedback").fetchall()

    before = {row[0] for row in rows()}
    return lambda: [row[1:] for row in rows() if row[0] not in before]


def test_a_thumb_up_is_stored_without_the_conversation(page: Page, stored: Any) -> None:
    answered(page)
    page.get_by_role("button", name="Ja", exact=True).click()
    expect(
        page.locator("#va-thanks").get_by_text("Tilbakemeldingen er lagret uten spørsmålet og svaret.")
    ).to_be_visible()
    assert stored() == [("nyttig", "[]", "", None, None)]


def test_a_complaint_has_reasons_and_the_answer_goes_along_only_if_ticked(page: Page, stored: Any) -> None:
    answer = answered(page)
    page.get_by_role("button", name="Nei", exact=True).click()
    page.get_by_label("Viktige opplysninger mangler").check()
    page.get_by_label("Kommentar (valgfri").fill("Hva med Mjøndalen?")
    page.get_by_label("Send med spørsmålet og svaret").check()
    page.get_by_role("button", name="Send tilbakemeldingen").click()
    expect(page.locator("#va-thanks").get_by_text("lagret sammen med spørsmålet og svaret")).to_be_visible()
    expect(page.get_by_label("Viktige opplysninger mangler")).to_be_hidden()
    [(verdict, reasons, comment, question, text)] = stored()
    assert (verdict, json.loads(reasons), comment) == ("ikke_nyttig", ["missing"], "Hva med Mjøndalen?")
    assert question == "Hva gikk Drammensmodellen ut på?"
    assert answer.locator(".va-said").first.inner_text() in text


def test_a_comment_with_personal_data_is_not_stored(page: Page, stored: Any) -> None:
    answered(page)
    page.get_by_role("button", name="Nei", exact=True).click()
    page.get_by_label("Kommentar (valgfri").fill("Ring meg på 911 23 456")
    page.get_by_role("button", name="Send tilbakemeldingen").click()
    expect(
        page.locator("#va-thanks").get_by_text("ser ut til å inneholde personopplysninger (telefonnummer)")
    ).to_be_visible()
    expect(page.get_by_label("Kommentar (valgfri")).to_have_value("Ring meg på 911 23 456")
    page.get_by_label("Kommentar (valgfri").fill("")
    page.get_by_role("button", name="Send tilbakemeldingen").click()
    expect(page.locator("#va-thanks").get_by_text("Tilbakemeldingen er lagret")).to_be_visible()
    assert [row[2] for row in stored()] == [""]


def test_a_file_that_cannot_be_written_is_said_and_the_answer_stays(
    open_page: Opener, snapshot: Snapshot, data_dir: Path, model_folder: Path, tmp_path: Path
) -> None:
    data = make_data_dir(tmp_path, model_folder)
    (data / "index").symlink_to(data_dir / "index")
    (data / "feedback.sqlite").write_bytes(b"this is no database" * 100)
    with start_server(tmp_path, data=data) as server:
        page = open_page(address=server.url)
        answer = answered(page)
        page.get_by_role("button", name="Ja", exact=True).click()
        expect(
            page.locator("#va-thanks").get_by_text("Tilbakemeldingen ble ikke lagret. Prøv igjen senere.")
        ).to_be_visible()
        expect(answer).to_be_visible()


def test_an_operator_can_do_without_feedback(
    open_page: Opener, snapshot: Snapshot, data_dir: Path, tmp_path: Path
) -> None:
    with start_server(tmp_path, data=data_dir, VEIKART_FEEDBACK="false") as server:
        page = open_page(address=server.url)
        answered(page)
        expect(page.get_by_role("button", name="Last ned som Word")).to_be_visible()
        expect(page.get_by_text("Var det siste svaret nyttig?")).to_be_hidden()


def test_the_editor_reads_feedback_on_the_command_line(page: Page, stored: Any, veikart: Any, data_dir: Path) -> None:
    answered(page)
    page.get_by_role("button", name="Ja", exact=True).click()
    expect(page.locator("#va-thanks").get_by_text("Tilbakemeldingen er lagret")).to_be_visible()
    shown = veikart("feedback", cwd=data_dir, data=data_dir)
    assert shown.returncode == 0
    newest = re.split(r"\n(?=\d{4}-)", shown.stdout)[0]
    assert "nyttig" in newest
    assert "Drammen" not in newest
    listed = json.loads(veikart("feedback", "--json", cwd=data_dir, data=data_dir).stdout)
    assert [(one["verdict"], one["question"]) for one in listed[: len(stored())]] == [("nyttig", None)]
