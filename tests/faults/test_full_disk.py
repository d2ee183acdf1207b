"""A full disk costs what would have been written and nothing else, and needs nobody once there is room again."""

from __future__ import annotations

import logging
import sqlite3
import zipfile
from typing import TYPE_CHECKING

import numpy as np
import pytest

from assistant.audit import AuditError, AuditLog
from assistant.feedback import Feedback, FeedbackError, FeedbackStore
from assistant.settings import Settings
from assistant.triage import Judgement, Triage, TriageError
from assistant.unanswered import UnansweredQuestions
from index.embedding_cache import EmbeddingCache
from tests.faults.site import Site
from tests.faults.stores import JUDGED, broken, held, refused
from tests.faults.texts import change
from tests.faults.waiting import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.disk import Disk
    from tests.faults.hall import Hall
    from tests.faults.nursery import Nursery
    from tests.faults.reader import Reader

PLAN = "# Plan for {name}\n\n" + "Kommunen skal bygge sykkelveier i sentrum innen 2030. " * 40


def test_a_build_that_runs_out_of_disk_anywhere_leaves_the_old_index(
    children: Nursery, hall: Hall, disk: Disk, reader: Reader
) -> None:
    change(hall.site.texts, "plass")
    assert children.command(hall.site, "index").code == 0
    whole = sum(path.stat().st_size for path in hall.site.current().rglob("*"))
    failed = 0
    for part in range(8):
        change(hall.site.texts, mark := f"trangt{part}")
        disk.fill(leave=whole * part // 7)
        run = children.command(hall.site, "index")
        served = reader.mark(hall.site.index)
        assert hall.answers()
        if run.code:
            failed += 1
            assert run.is_one_clear_line("frigjør plass eller sett VEIKART_DATA"), run.err
            assert "None" not in run.err
            assert served != mark
        else:
            assert served == mark
        assert broken(hall.site.settings) == []
        assert [name for name in hall.site.left() if name.startswith(".")] == []
        disk.make_room()
    assert failed >= 5
    assert children.command(hall.site, "index").code == 0
    assert reader.mark(hall.site.index) == mark


def test_readers_get_answers_from_a_server_with_a_full_disk(hall: Hall, disk: Disk) -> None:
    assert hall.give_feedback("før").status_code == 204
    assert hall.refuses()
    counted = refusals(hall.site.settings)
    disk.fill()
    assert hall.answers()
    for _ in range(3):
        assert hall.refuses()
    full = hall.give_feedback("x" * 400)
    while full.status_code == 204:  # the file's last page had room
        full = hall.give_feedback("x" * 400)
    assert full.status_code == 503
    assert full.json()["detail"] == "Tilbakemeldingen ble ikke lagret. Prøv igjen senere."
    disk.make_room()
    assert hall.give_feedback("etter").status_code == 204
    while refusals(hall.site.settings) < counted + 3:
        assert hall.refuses()
    assert broken(hall.site.settings) == []


def refusals(settings: Settings) -> int:
    return sum(one.count for one in UnansweredQuestions(settings.unanswered_file, "count", 90).listed())


def test_every_store_says_that_the_disk_is_full_and_goes_on_when_it_is_not(
    disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(data=disk.place / "stores")
    settings.data.mkdir(exist_ok=True)
    feedback, audit = FeedbackStore(settings.feedback_file, 365), AuditLog(settings.audit_file)
    triage, unanswered = Triage(settings.triage_file), UnansweredQuestions(settings.unanswered_file, "text", 90)
    note = "x" * 500
    for number in range(2):
        kept = held(settings)
        disk.fill()
        with pytest.raises(FeedbackError, match=r"^kan ikke skrive til .* sjekk plass .*$"):
            until_refused(lambda: feedback.add(Feedback("nyttig", comment=note), JUDGED))
        with pytest.raises(AuditError, match=r"^kan ikke bruke endringsloggen .* sjekk plass og rettigheter$"):
            until_refused(lambda: audit.record("Kari", "triage", note))
        with pytest.raises(TriageError, match=r"^kan ikke bruke .* sjekk plass .*$"):
            until_refused(lambda: triage.judge(note, Judgement(note=note), "Kari"))
        for asked in range(200):
            unanswered.record(refused(f"{number}-{asked}-{note}"))
        assert "could not be counted" in caplog.text
        assert kept <= held(settings)
        disk.make_room()
        caplog.clear()
        feedback.add(Feedback("nyttig", comment=f"igjen {number}"), JUDGED)
        audit.record("Kari", "triage", f"igjen {number}")
        triage.judge(f"igjen {number}", Judgement(), "Kari")
        expected = {(store, f"igjen {number}") for store in ("feedback", "audit", "triage")}
        expected |= {("unanswered", f"{number}-{asked}-{note}") for asked in range(200)}
        wait_until(lambda: unanswered.record(refused("igjen")) or expected <= held(settings))  # noqa: B023
        assert broken(settings) == []


def until_refused(write: object) -> None:
    """Write until there is no room left in the pages that a file has already."""
    for _ in range(200):
        write()  # type: ignore[operator] # a function without arguments


def test_an_import_without_room_is_told_of_and_works_later(children: Nursery, disk: Disk, tmp_path: Path) -> None:
    site = Site(disk.place / "own-data", tmp_path)
    site.data.mkdir()
    plan = tmp_path / "sykkelplan.md"
    plan.write_text(PLAN.format(name="sykkel"), encoding="utf-8")
    disk.fill()
    run = children.command(site, "import", str(plan))
    assert run.is_one_clear_line("sjekk plass"), run.err
    assert "Ingen egne dokumenter" in children.command(site, "documents").out
    disk.make_room()
    assert children.command(site, "import", str(plan)).code == 0
    assert "til gjennomsyn" in children.command(site, "documents").out
    disk.fill()
    run = children.command(site, "approve", "--no-index", "plan-for-sykkel")
    assert run.is_one_clear_line("plass"), run.err
    assert "til gjennomsyn" in children.command(site, "documents").out
    disk.make_room()
    assert children.command(site, "approve", "--no-index", "plan-for-sykkel").code == 0
    assert "i bruk" in children.command(site, "documents").out
    assert [line.action for line in AuditLog(site.settings.audit_file).listed()] == ["approve", "import"]


def test_a_backup_without_room_leaves_no_half_file(children: Nursery, hall: Hall, disk: Disk) -> None:
    target = disk.place / "kopi.zip"
    disk.fill()
    run = children.command(hall.site, "export", str(target))
    assert run.is_one_clear_line("frigjør plass eller velg et annet sted"), run.err
    assert [path.name for path in disk.place.iterdir() if "kopi" in path.name] == []
    disk.make_room()
    assert children.command(hall.site, "export", str(target)).code == 0
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None


def test_vectors_that_cannot_be_kept_are_computed_all_the_same(
    disk: Disk, reader: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    path = disk.place / "vectors.sqlite"
    texts = [f"Setning nummer {number}." for number in range(30)]
    EmbeddingCache(path, reader.embedder).embed(texts[:1], "passage")
    disk.fill()
    with caplog.at_level(logging.WARNING):
        found = EmbeddingCache(path, reader.embedder).embed(texts, "passage")
    assert "building goes on without it" in caplog.text
    assert np.allclose(found, reader.embedder.embed_passages(texts), atol=0.02)
    disk.make_room()
    EmbeddingCache(path, reader.embedder).embed(texts, "passage")
    again = EmbeddingCache(path, reader.embedder)
    again.embed(texts, "passage")
    assert again.embedded == 0
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
