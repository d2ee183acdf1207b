"""Two machines that share an index and a database never build it at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.index_lock import IndexBusyError, only_builder_anywhere
from assistant.index_state import build_index
from assistant.settings import Settings
from index.manifest import SnapshotError
from index.model.embedder import Embedder
from tests.conftest import open_address
from tests.postgres import Postgres, needs_postgres

pytestmark = needs_postgres


@pytest.fixture
def address(postgres: Postgres) -> str:
    return postgres.make_database()


def test_a_second_machine_is_told_that_another_builds_and_gets_its_turn_afterwards(address: str) -> None:
    here, there = open_address(address), open_address(address)
    with only_builder_anywhere(here, "veikart"):
        with (
            pytest.raises(IndexBusyError, match="bygges allerede fra en annen maskin"),
            only_builder_anywhere(there, "veikart"),
        ):
            pass
        with only_builder_anywhere(there, "provested"):
            "another index is another matter"
    with only_builder_anywhere(there, "veikart"):
        pass


def test_who_fails_or_is_cut_off_holds_up_nobody(address: str) -> None:
    here, there = open_address(address), open_address(address)
    with pytest.raises(ZeroDivisionError), only_builder_anywhere(here, "veikart"):
        _ = 1 / 0
    with only_builder_anywhere(there, "veikart"):
        with there._engine.connect() as connection:
            others = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            connection.exec_driver_sql(others)
        with only_builder_anywhere(here, "veikart"):
            pass


def test_nothing_is_built_while_another_machine_does(address: str, embedder: Embedder, tmp_path: Path) -> None:
    milvus = tmp_path / "milvus.db"
    settings = Settings(data=tmp_path, milvus=str(milvus), database=address)
    with only_builder_anywhere(open_address(address), "veikart"), pytest.raises(IndexBusyError):
        build_index(settings, embedder)
    assert not milvus.exists()


def test_a_database_that_cannot_be_asked_is_one_line(postgres: Postgres) -> None:
    away = open_address("postgresql://veikart@127.0.0.1:9/ingen")
    with (
        pytest.raises(SnapshotError, match="kan ikke spørre om en annen maskin bygger") as told,
        only_builder_anywhere(away, "veikart"),
    ):
        pass
    assert "\n" not in str(told.value)
