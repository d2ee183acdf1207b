"""The log of what editors do."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant.audit import AuditError, AuditLog, Change
from assistant.database.database import Database
from assistant.database.faults import StoreError
from tests.assistant.databases import ANY


@pytest.fixture
def log(database: Database) -> AuditLog:
    return AuditLog(database, lambda: datetime(2026, 11, 25, 12, tzinfo=UTC))


def test_what_was_done_is_read_back_newest_first(log: AuditLog) -> None:
    assert log.listed() == []
    assert len(log) == 0
    log.record("Kari", "sign_in")
    with log.recording("Kari", "edit", "plan") as deed:
        deed.changes = [Change("title", "Gammel", "N" * 500)]
    newest, oldest = log.listed()
    assert (newest.who, newest.action, newest.document) == ("Kari", "edit", "plan")
    assert newest.changes == (Change("title", "Gammel", "N" * 120),)
    assert newest.when == datetime(2026, 11, 25, 12, tzinfo=UTC)
    assert oldest.action == "sign_in"
    assert [line.action for line in log.listed(1, 1)] == ["sign_in"]
    assert len(log) == 2


def test_what_fails_is_not_logged(log: AuditLog) -> None:
    with pytest.raises(KeyError), log.recording("Kari", "edit"):
        raise KeyError
    assert log.listed() == []


@pytest.mark.parametrize("order", ["DELETE FROM audit", "UPDATE audit SET who = 'Ola'", "TRUNCATE audit"])
def test_lines_are_neither_changed_nor_removed(log: AuditLog, database: Database, order: str) -> None:
    log.record("Kari", "approve", "plan")
    with pytest.raises(StoreError, match=r"append only|syntax error"), database.writing(ANY) as connection:
        connection.execute(text(order))
    assert log.listed()[0].who == "Kari"


def test_a_file_is_made_with_its_folder(tmp_path: Path) -> None:
    AuditLog(tmp_path / "data" / "audit.sqlite").check()
    assert len(AuditLog(tmp_path / "data" / "audit.sqlite")) == 0


def test_nothing_is_done_when_it_cannot_be_logged(tmp_path: Path) -> None:
    (tmp_path / "audit.sqlite").write_bytes(b"no database" * 100)
    done = []
    log = AuditLog(tmp_path / "audit.sqlite")
    with pytest.raises(AuditError, match="endringsloggen"), log.recording("Kari", "edit"):
        done.append(1)
    assert done == []
