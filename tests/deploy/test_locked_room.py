"""In a container: no disk to write to but the data and ``/tmp``, nobody's user, and everything works."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import Browser, expect

from index.model.bundled import BUNDLED_MODEL
from tests.browser import needs_chromium
from tests.deploy.image import ROOT
from tests.deploy.locked_room import needs_locked_room, start_locked_server
from tests.ui.chat.reader import answered
from tests.ui.editor.newsroom import Person
from tests.ui.editor.small_texts import write_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.server import Server

pytestmark = needs_locked_room

QUESTION = "Hva er en smart by?"
TOKEN = "en-lang-nok-nokkel-for-redaksjonen"  # noqa: S105 - of a test


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, model_folder: Path) -> Path:
    """A few texts, and no index: the server makes it where it may."""
    folder = tmp_path_factory.mktemp("room")
    write_texts(folder / "texts")
    shutil.copytree(model_folder, folder / "data" / "models" / BUNDLED_MODEL)
    return folder


@pytest.fixture(scope="module")
def server(room: Path) -> Iterator[Server]:
    with start_locked_server(
        room, VEIKART_TEXTS="/mnt/texts", VEIKART_EDITOR_TOKEN=TOKEN, VEIKART_LOG_FORMAT="json"
    ) as running:
        yield running


@needs_chromium
def test_the_page_answers_where_nothing_can_be_written(server: Server, browser: Browser) -> None:
    page = browser.new_page(locale="nb-NO")
    page.goto(f"{server.url}/nb/")
    expect(answered(page, QUESTION)).to_contain_text("setter innbyggerne i sentrum")
    page.close()


def test_feedback_is_kept_in_the_data_folder_and_nowhere_else(server: Server, room: Path) -> None:
    with server.client() as client:
        answer = client.post("/api/ask", json={"question": QUESTION}).json()
        assert client.post("/api/feedback", json={"verdict": "nyttig", "answer": answer}).status_code == 204
    assert b"nyttig" in (room / "data" / "feedback.sqlite").read_bytes()


def test_an_editor_brings_a_plan_and_readers_find_it(server: Server) -> None:
    with httpx.Client(base_url=server.url, timeout=30) as client:
        editor = Person(client)  # type: ignore[arg-type]  # a browser, as the editors' tests have it
        editor.send("/redaksjon/inn", navn="Kari Redaktør", nokkel=TOKEN)
        assert editor.bring().headers["location"].endswith("?gjennomsyn=1&gjort=importert"), "not imported"
        found = client.get("/redaksjon/tekst/klimaplan-for-fjellby?gjennomsyn=1")
    assert "Alle nye kjøretøy i Fjellby skal være elektriske" in found.text


def test_the_guide_tells_of_what_is_measured_and_logged(server: Server) -> None:
    guide = (ROOT / "docs" / "drift.md").read_text(encoding="utf-8")
    with server.client() as client:
        client.post("/api/ask", json={"question": QUESTION})
        measured = {re.sub(r"(_bucket|_sum|_count)$", "", name) for name in _names(client.get("/metrics").text)}
    told = {re.sub(r"_bucket$", "", name) for name in re.findall(r"`?\b((?:veikart|process)_[a-z_]+[a-z])\b", guide)}
    assert told - measured == {"veikart_database_up", "veikart_index_up"}, "these where such a thing is set up"
    assert {name for name in measured if name.startswith("veikart_")} - told == set()
    lines = [json.loads(line) for line in server.log.read_text().splitlines() if line.startswith("{")]
    logged = {re.sub(r"^.+_ms$", "<trinn>_ms", field) for line in lines for field in line}
    rows = guide.partition("### Loggen")[2].partition("### Tallene")[0]
    fields = {
        name for row in re.findall(r"^\| (`.+?`) \|", rows, re.MULTILINE) for name in re.findall(r"`([^`]+)`", row)
    }
    assert fields - {"exception"} == logged - {"exception"}


def test_the_room_is_locked(server: Server) -> None:
    """What the other tests stand on: a place that anybody could write to cannot be written to."""
    root = Path(f"/proc/{server.process.pid}/root")
    status = (root / "proc" / str(server.process.pid) / "status").read_text()
    assert "CapEff:\t0000000000000000" in status
    assert "Uid:\t65534" in status
    mounts = [line.split() for line in Path(f"/proc/{server.process.pid}/mounts").read_text().splitlines()]
    open_places = {
        place for _, place, kind, how, *_ in mounts if kind in ("ext4", "overlay", "tmpfs") and "rw" in how.split(",")
    }
    assert open_places == {"/mnt", "/tmp", "/dev/shm"}  # noqa: S108 - no files of ours


def _names(measurements: str) -> set[str]:
    """The names of what is measured, those without a figure yet among them."""
    families = re.findall(r"^# TYPE (\S+)", measurements, re.MULTILINE)
    return {*families, *re.findall(r"^([a-z_]+)", measurements, re.MULTILINE)} - {
        f"{name}_created" for name in families
    }
